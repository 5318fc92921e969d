"""Licences of all that causalkb is locked to and ships, and the bill of materials."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LICENCES = runpy.run_path(str(ROOT / "scripts" / "licences.py"))


def test_document_and_bill_of_materials_are_up_to_date_and_every_licence_is_allowed() -> None:
    for path, content in LICENCES["make"]().items():
        assert path.read_text(encoding="utf-8") == content, "run: make sbom"


def test_the_bill_names_every_locked_package_and_what_it_needs() -> None:
    bill = json.loads(LICENCES["BILL"].read_text(encoding="utf-8"))
    named = {one["name"]: one["version"] for one in bill["components"]}
    files = ("requirements.lock", "requirements-dev.lock", "requirements-torch.lock")
    assert named == {n: v for file in files for n, v in LICENCES["pins"](file).items()}
    known = {one["bom-ref"] for one in bill["components"]}
    assert {ref for one in bill["dependencies"] for ref in one["dependsOn"]} <= known


@pytest.mark.parametrize("held", ["GPL-3.0-or-later", "MIT AND LGPL-2.1-only", "AGPL-3.0-only", ""])
def test_a_licence_that_is_not_allowed_fails(held: str) -> None:
    with pytest.raises(SystemExit, match="neither allowed nor named"):
        LICENCES["chosen"](held)


def test_of_alternatives_one_that_is_allowed_or_named_holds() -> None:
    assert LICENCES["chosen"]("GPL-2.0-only OR MIT AND ISC") == ["MIT", "ISC"]


def test_every_shipped_file_that_speaks_of_a_licence_is_listed() -> None:
    files = (p for p in (ROOT / "causalkb").rglob("*") if p.suffix not in (".py", ".pyc"))
    speaks = re.compile(r"copyright|licen[cs]ed under|<rights", re.IGNORECASE)
    found = {
        path.relative_to(ROOT).as_posix()
        for path in files
        if path.is_file() and path.suffix in (".js", ".css", ".csl", ".txt", ".json")
        if speaks.search(path.read_text(encoding="utf-8"))
    }
    listed = {path for path in found if path.startswith(tuple(LICENCES["SHIPPED"]))}
    assert any(path.endswith(".csl") for path in found)
    assert found == listed


def test_every_release_but_that_of_pytorch_has_hashes() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "torch" not in LICENCES["pins"](name)
        for block in re.split(r"^(?=\S)", text, flags=re.MULTILINE):
            if block and not block.startswith("#"):
                assert re.fullmatch(r"\S+==\S+( \\\n    --hash=sha256:[0-9a-f]{64})+\n", block), (
                    block
                )
