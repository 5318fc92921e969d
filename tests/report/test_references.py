"""References and citations by style."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import causalkb.cli.report  # noqa: F401 - registers the command
from causalkb.errors import InputError
from causalkb.records import Person, Work
from causalkb.report.citations import STYLES, Bibliography

Cli = Callable[..., Any]

WORKS = (
    Work(
        "kuegelgen2021",
        "article",
        "Is it causal? On “cause” & effect",
        (Person("Kügelgen", "Julius", "von"), Person("Schölkopf", "Bernhard")),
        year=2021,
        doi="10.1000/xyz.(1)_2",
        fields={"journal": "Journal of Causes", "volume": "3", "number": "4", "pages": "10--25"},
    ),
    Work(
        "king1963",
        "book",
        "Why",
        (Person("King", "Martin Luther", suffix="Jr."),),
        year=1963,
        fields={"publisher": "Harper"},
    ),
    Work("who2020", "techreport", "A report", (Person("World Health Organization", literal=True),)),
    Work(
        "lee2023a",
        "misc",
        "First",
        (Person("Lee", "Ann"), Person("Kim", "B."), Person("Oh", "C."), Person.others()),
        year=2023,
        arxiv="2301.00001",
    ),
    Work(
        "lee2023b",
        "misc",
        "Second",
        (Person("Lee", "Ann"), Person("Kim", "B."), Person("Oh", "C."), Person.others()),
        year=2023,
        url="javascript:alert(1)",
    ),
)


def entries(style: str) -> dict[str, str]:
    return {r.key: r.text for r in Bibliography(WORKS, style).references}


def test_apa() -> None:
    found = entries("apa")
    assert found["kuegelgen2021"] == (
        "von Kügelgen, J., & Schölkopf, B. (2021). Is it causal? On “cause” & effect. "
        "Journal of Causes, 3(4), 10–25. https://doi.org/10.1000/xyz.(1)_2"
    )
    assert found["king1963"] == "King, M. L., Jr. (1963). Why. Harper."
    assert found["who2020"].startswith("World Health Organization. (n.d.). A report")
    assert found["lee2023a"] == (
        "Lee, A., Kim, B., Oh, C., et al. (2023a). First (arXiv:2301.00001). "
        "https://arxiv.org/abs/2301.00001"
    )


def test_chicago_puts_the_stop_into_the_quotation_marks() -> None:
    found = entries("chicago-author-date")
    assert "Kügelgen, Julius von, and Bernhard Schölkopf. 2021. " in found["kuegelgen2021"]
    assert "10–25." in found["kuegelgen2021"]
    assert "“First.”" in found["lee2023a"]


def test_ieee_numbers_in_the_order_of_citation() -> None:
    bibliography = Bibliography(WORKS, "ieee")
    assert [r.label for r in bibliography.references] == ["1", "2", "3", "4", "5"]
    assert [r.key for r in bibliography.references] == [work.key for work in WORKS]
    assert bibliography.cite("king1963") == "2"
    assert bibliography.references[0].text.startswith("J. von Kügelgen and B. Schölkopf, “Is it")


def test_citations_in_the_text() -> None:
    apa, chicago = Bibliography(WORKS, "apa"), Bibliography(WORKS, "chicago-author-date")
    assert apa.cite("kuegelgen2021") == "von Kügelgen & Schölkopf, 2021"
    assert chicago.cite("kuegelgen2021") == "von Kügelgen and Schölkopf 2021"
    # What would be cited alike is told apart, here and in the list.
    assert apa.cite("lee2023a") == "Lee et al., 2023a"
    assert apa.cite("lee2023b") == "Lee et al., 2023b"
    assert "(2023b)" in entries("apa")["lee2023b"]


def test_only_a_works_own_web_address_is_a_link() -> None:
    for style in STYLES:
        for reference in Bibliography(WORKS, style).references:
            links = {piece.link for piece in reference.pieces if piece.link}
            assert links <= {
                "https://doi.org/10.1000/xyz.(1)_2",
                "https://arxiv.org/abs/2301.00001",
            }
    assert any(p.link for p in Bibliography(WORKS, "ieee").references[0].pieces)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no xml", "no citation style"),
        (b"<style/>", "no citation style"),
        (
            b'<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"><info/></style>',
            "of its own",
        ),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "DOCTYPE"),
    ],
)
def test_a_file_that_is_no_style_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "x.csl"
    file.write_bytes(content)
    with pytest.raises(InputError, match=words):
        Bibliography(WORKS, str(file))


def test_a_style_of_ones_own(tmp_path: Path, cli: Cli, kb_path: Path) -> None:
    shipped = Path(__file__).parents[2] / "causalkb" / "report" / "styles" / "apa.csl"
    own = tmp_path / "ours.csl"
    own.write_text(
        shipped.read_text(encoding="utf-8").replace(
            "American Psychological Association 7th edition", "House style"
        ),
        encoding="utf-8",
    )
    text = cli("report", "interventions", "--style", own).stdout
    assert "references in the style House style." in text
    data = json.loads(cli("report", "interventions", "--style", own, "-f", "json").stdout)
    assert data["made"]["style"] == "ours.csl"
