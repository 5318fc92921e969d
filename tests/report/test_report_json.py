"""The JSON report keeps the contract of ``report.schema.json``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import causalkb.cli.report  # noqa: F401 - registers the command
from causalkb.report.serialize import summary as summary_json

Cli = Callable[..., Any]
KINDS: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


def check(value: Any, schema: dict[str, Any], place: str = "$") -> None:
    """Check what the schema uses of JSON Schema: type, const, enum, required, items."""
    wanted = schema.get("type")
    if wanted is not None:
        names = wanted if isinstance(wanted, list) else [wanted]
        assert isinstance(value, tuple(k for name in names for k in KINDS[name])), place
    if "const" in schema:
        assert value == schema["const"], place
    if "enum" in schema:
        assert value in schema["enum"], place
    if isinstance(value, dict):
        assert set(schema.get("required", ())) <= set(value), place
        for name, part in schema.get("properties", {}).items():
            if name in value:
                check(value[name], part, f"{place}.{name}")
    if isinstance(value, list) and "items" in schema:
        for n, item in enumerate(value):
            check(item, schema["items"], f"{place}[{n}]")


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    file = Path(summary_json.__file__).with_name("report.schema.json")
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


@pytest.mark.usefixtures("kb_path")
def test_contract(cli: Cli, schema: dict[str, Any], tmp_path: Path) -> None:
    old = tmp_path / "old.json"
    cli("report", "-o", old)
    for arguments in (
        ("report", "-f", "json"),
        ("report", "interventions", "-f", "json", "--style", "ieee"),
        ("report", "--search", "rats", "-f", "json"),
        ("report", "interventions", "-f", "json", "--compare", old),
    ):
        result = cli(*arguments)
        assert result.exit_code == 0
        check(json.loads(result.stdout), schema)


@pytest.mark.usefixtures("kb_path")
def test_every_citation_has_its_reference(cli: Cli) -> None:
    data = json.loads(cli("report", "-f", "json").stdout)
    keys = {reference["key"] for reference in data["references"]}
    for question in data["questions"]:
        for hypothesis in question["hypotheses"]:
            assert {claim["work"] for claim in hypothesis["claims"]} <= keys
            assert set(hypothesis["overturned_by"]) <= keys


@pytest.mark.usefixtures("kb_path")
def test_it_says_the_same_as_evidence(cli: Cli) -> None:
    report = json.loads(cli("report", "interventions", "-f", "json").stdout)["questions"][0]
    evidence = json.loads(cli("evidence", "interventions", "--format", "json").stdout)
    assert report["hypotheses"] == evidence["hypotheses"]
    assert report["gaps"] == evidence["gaps"]
    assert report["contradictions"] == evidence["contradictions"]


@pytest.mark.usefixtures("kb_path")
def test_evidence_keeps_the_contract_of_its_schema(cli: Cli) -> None:
    file = Path(summary_json.__file__).with_name("evidence.schema.json")
    data = json.loads(cli("evidence", "interventions", "--format", "json").stdout)
    check(data, json.loads(file.read_text(encoding="utf-8")))
