"""``export``: every format, nothing lost, nothing overwritten, nothing that runs."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import NOTES, Cli

from causalkb import KnowledgeBase


@pytest.fixture(autouse=True)
def there(kb: KnowledgeBase) -> KnowledgeBase:
    return kb


@pytest.mark.parametrize("suffix", [".bib", ".json", ".jsonl", ".csv", ".BIB"])
def test_the_suffix_names_the_format(cli: Cli, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"out{suffix}"
    result = cli("export", "-o", out)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "12 works" in result.stderr
    format = {"json": "csl", "bib": "bibtex"}.get(suffix[1:].lower(), suffix[1:])
    assert cli("export", "-f", format).stdout == out.read_text(encoding="utf-8")


def test_an_unknown_suffix_asks_for_a_format(cli: Cli, tmp_path: Path) -> None:
    result = cli("export", "-o", tmp_path / "out.txt")
    assert result.exit_code == 2
    assert "--format" in result.stderr
    assert cli("export", "-o", tmp_path / "out.txt", "-f", "csv").exit_code == 0


def test_an_existing_file_is_not_overwritten_unless_forced(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "mine.bib"
    out.write_text("precious", encoding="utf-8")
    result = cli("export", "-o", out)
    assert result.exit_code == 2
    assert "--force" in result.stderr
    assert out.read_text(encoding="utf-8") == "precious"
    assert cli("export", "-o", out, "--force").exit_code == 0
    assert "@article{blaisdell2006causal" in out.read_text(encoding="utf-8")
    assert [p.name for p in tmp_path.iterdir() if p.name.endswith(".part")] == []


def test_a_folder_that_does_not_exist_is_a_message(cli: Cli, tmp_path: Path) -> None:
    result = cli("export", "-o", tmp_path / "no" / "out.bib")
    assert result.exit_code == 2
    assert "cannot write" in result.stderr


def test_bibtex_goes_into_another_knowledge_base_whole(
    there: KnowledgeBase, cli: Cli, tmp_path: Path
) -> None:
    cli("export", "-o", tmp_path / "out.bib")
    with KnowledgeBase.open(tmp_path / "other", create=True) as other:
        other.add_questions(NOTES / "questions.yaml")
        result = other.add(tmp_path / "out.bib", embed=False)
        assert not result.problems
        assert other.works.list() == there.works.list()


def test_csl_json_is_what_citation_processors_read(cli: Cli) -> None:
    items = {item["id"]: item for item in json.loads(cli("export", "-f", "csl").stdout)}
    assert items["blaisdell2006causal"] | {"abstract": ""} == {
        "id": "blaisdell2006causal",
        "type": "article-journal",
        "title": "Causal Reasoning in Rats",
        "author": [
            {"family": "Blaisdell", "given": "Aaron P."},
            {"family": "Sawa", "given": "Kosuke"},
            {"family": "Leising", "given": "Kenneth J."},
            {"family": "Waldmann", "given": "Michael R."},
        ],
        "issued": {"date-parts": [[2006]]},
        "container-title": "Science",
        "volume": "311",
        "issue": "5763",
        "page": "1020-1022",
        "DOI": "10.1126/science.1121872",
        "abstract": "",
        "keyword": "causal-bayes-nets, rats",
    }
    chapter = items["vandijk2011ice"]
    assert chapter["type"] == "chapter"
    assert chapter["author"] == [
        {"family": "Dijk", "given": "Teun", "non-dropping-particle": "van"},
        {"family": "King", "given": "Martin L.", "suffix": "Jr."},
        {"literal": "Statistics Office"},
    ]
    assert items["undated"]["issued"] == {"literal": "forthcoming"}
    assert items["liu2008"]["author"] == [{"family": "刘慈欣"}]


def test_json_lines_hold_everything(cli: Cli) -> None:
    works = {w["key"]: w for w in map(json.loads, cli("export", "-f", "jsonl").stdout.splitlines())}
    rats = works["blaisdell2006causal"]
    assert rats["note"].startswith("Rats first only watched")
    assert rats["claims"][0]["stances"] == {
        "animals-represent-interventions": "supports",
        "association-explains-animals": "contradicts",
    }
    assert rats["claims"][0]["effects"][0]["sign"] == "-"
    assert works["michotte1946"]["url"] == "https://example.org/a%20b"
    assert works["zecevic2023causal"]["arxiv"] == "2308.13067"


def test_filters_restrict_an_export(cli: Cli) -> None:
    rows = list(csv.DictReader(io.StringIO(cli("export", "-f", "csv", "--year", ":1950").stdout)))
    assert [row["key"] for row in rows] == ["kolmogorov1936", "michotte1946"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="])
def test_no_cell_of_a_csv_runs_as_a_formula(there: KnowledgeBase, cli: Cli, start: str) -> None:
    evil = f"{start}HYPERLINK(1)"
    there.add_content(
        f"@article{{evil, title = {{{evil}}}, journal = {{{evil}}}, abstract = {{{evil}}},"
        f" author = {{{{{evil}}}}}, causalkb-tags = {{{evil}}}}}".encode(),
        "evil.bib",
        embed=False,
    )
    for output in (cli("export", "-f", "csv"), cli("list", "-f", "csv"),
                   cli("search", "HYPERLINK", "-f", "csv")):  # fmt: skip
        for row in csv.reader(io.StringIO(output.stdout)):
            assert not [cell for cell in row if cell[:1] in tuple("=+@\t\r")]
            assert not [cell for cell in row if cell.startswith("-") and "HYPERLINK" in cell]


@pytest.fixture
def twins(there: KnowledgeBase) -> KnowledgeBase:
    entries = (
        b"@article{Smith2020, title={Sleep}, author={Smith, J}, journal={A}, year={2020}}"
        b"@article{smith2020, title={Noise}, author={Smith, K}, journal={B}, year={2020}}"
    )
    there.add_content(entries, "twins.bib", embed=False)
    return there


def test_keys_that_bibtex_takes_for_one_are_told(
    twins: KnowledgeBase, cli: Cli, tmp_path: Path
) -> None:
    out = tmp_path / "out.bib"
    for command in (("export",), ("export", "-o", out), ("list", "-f", "bibtex")):
        result = cli(*command)
        assert result.exit_code == 0
        assert "Smith2020 and smith2020" in result.stderr
        assert "causalkb edit smith2020" in result.stderr
    # Both are written as they are cited: biber and pandoc tell them apart.
    assert out.read_text(encoding="utf-8").count("mith2020,") == 2
    for command in (("export", "-f", "csl"), ("export", "--author", "pearl"), ("list",)):
        assert "Smith2020 and" not in cli(*command).stderr


@pytest.mark.skipif(shutil.which("bibtex") is None, reason="needs BibTeX")
def test_bibtex_prints_both_once_one_has_another_key(
    twins: KnowledgeBase, cli: Cli, tmp_path: Path
) -> None:
    def printed(*keys: str) -> tuple[int, str]:
        cli("export", "-o", tmp_path / "refs.bib", "--force")
        cited = "".join(f"\\citation{{{key}}}\n" for key in keys)
        text = f"{cited}\\bibstyle{{plain}}\n\\bibdata{{refs}}\n"
        (tmp_path / "draft.aux").write_text(text, encoding="utf-8")
        done = subprocess.run(["bibtex", "draft"], cwd=tmp_path, capture_output=True, check=False)
        return done.returncode, (tmp_path / "draft.bbl").read_text(encoding="utf-8")

    assert printed("Smith2020", "smith2020")[0] != 0
    entry = twins.works.bibtex("smith2020")
    twins.works.edit("smith2020", entry.replace("smith2020", "smith2020noise"))
    status, text = printed("Smith2020", "smith2020noise")
    assert status == 0
    assert "Sleep" in text
    assert "Noise" in text
    assert twins.works.same_in_bibtex() == []
