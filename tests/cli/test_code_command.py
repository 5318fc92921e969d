"""Second readers: blind sheets, what is kept of them, agreement, and how it is settled."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from conftest import Cli

from causalkb import KnowledgeBase

pytestmark = pytest.mark.usefixtures("kb_path")


def sheet(cli: Cli, *args: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(cli("code", "export", *args).stdout)))


def filled(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_a_sheet_is_blind_and_has_every_hypothesis_of_the_claims_questions(cli: Cli) -> None:
    rows = sheet(cli)
    assert all(not row[name] for row in rows for name in ("stance", "directness", "design"))
    asked = {row["hypothesis"] for row in rows if row["claim"] == "blaisdell2006causal#1"}
    with KnowledgeBase.open() as kb:
        questions = kb.works.get("blaisdell2006causal").questions
        assert asked == {h.slug for q in questions for h in kb.hypotheses.list(q)}
    assert "supports" not in cli("code", "export").stdout


def test_a_sample_is_the_same_for_the_same_seed(cli: Cli) -> None:
    one, two = (sheet(cli, "--sample", "50%", "--seed", "7") for _ in range(2))
    assert one == two
    assert len({row["claim"] for row in one}) < len({row["claim"] for row in sheet(cli)})


def test_unread_leaves_out_what_a_second_reader_has_coded(cli: Cli, tmp_path: Path) -> None:
    rows = sheet(cli)
    claims = sorted({row["claim"] for row in rows})
    for row in rows:
        row["stance"] = "none" if row["claim"] == claims[0] else ""
    assert cli("code", "import", filled(tmp_path / "s.csv", rows), "--coder", "AB").exit_code == 0
    assert {row["claim"] for row in sheet(cli, "--unread")} == set(claims[1:])


def test_full_agreement_and_a_difference_that_is_settled(cli: Cli, tmp_path: Path) -> None:
    with KnowledgeBase.open() as kb:
        claims = {claim.id: claim for claim in kb.claims.list()}
    rows = sheet(cli)
    for row in rows:
        stance = claims[row["claim"]].stances.get(row["hypothesis"])
        row["stance"] = "none" if stance is None else stance.value
        row["design"] = claims[row["claim"]].design or ""
    result = cli("code", "import", filled(tmp_path / "s.csv", rows), "--coder", "AB")
    assert result.exit_code == 0
    data = json.loads(cli("code", "agreement", "--format", "json").stdout)
    (coder,) = data
    by_name = {one["variable"]: one for one in coder["agreement"]}
    assert by_name["stance"]["kappa"] == by_name["stance"]["alpha"] == 1
    designed = {row["claim"] for row in rows if row["design"]}
    assert by_name["design"]["items"] == by_name["design"]["agreed"] == len(designed)
    assert by_name["population"]["items"] == 0
    assert coder["disagreements"] == []

    differs = next(row for row in rows if row["stance"] == "supports")
    differs["stance"] = "contradicts"
    again = filled(tmp_path / "t.csv", rows)
    refused = cli("code", "import", again, "--coder", "AB")
    assert (refused.exit_code, "by AB already" in refused.stderr) == (2, True)
    assert cli("code", "import", again, "--coder", "AB", "--replace").exit_code == 0
    (coder,) = json.loads(cli("code", "agreement", "AB", "--format", "json").stdout)
    assert coder["agreement"][0]["kappa"] < 1
    (one,) = coder["disagreements"]
    assert (one["first"], one["second"]) == ("supports", "contradicts")

    settled = cli("review", "--disagreements", stdin="2\n")
    assert "settled 1 of 1 difference" in settled.stderr
    with KnowledgeBase.open() as kb:
        claim = kb.claims.get(differs["claim"])
        assert claim.stances[differs["hypothesis"]] == "contradicts"
    assert "settled 0 of 0" in cli("review", "--disagreements").stderr


def test_rows_with_unknown_words_are_named_and_cost_the_others_nothing(
    cli: Cli, tmp_path: Path
) -> None:
    rows = sheet(cli)[:3]
    rows[0]["stance"] = "supprts"
    rows[1] |= {"stance": "none", "claim": "nobody2020#1"}
    rows[2]["stance"] = "no bearing"
    result = cli("code", "import", filled(tmp_path / "s.csv", rows), "--coder", "AB")
    assert result.exit_code == 1
    assert "did you mean supports?" in result.stderr
    assert "'nobody2020#1' is not a claim" in result.stderr
    with KnowledgeBase.open() as kb:
        assert [one.stance for one in kb.codings.list("AB")] == ["none"]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_sheets_of_every_spreadsheet_are_read(
    cli: Cli, tmp_path: Path, ends: str, between: str
) -> None:
    rows = [["claim", "hypothesis", "stance"], *(list(r.values())[:3] for r in sheet(cli)[:2])]
    rows[1][2] = "supports"
    path = tmp_path / "s.csv"
    path.write_bytes((ends.join(between.join(row) for row in rows) + ends).encode())
    result = cli("code", "import", path, "--coder", "AB")
    assert result.exit_code == 0, result.stderr
    with KnowledgeBase.open() as kb:
        assert [one.stance for one in kb.codings.list("AB")] == ["supports"]


@pytest.mark.parametrize("form", ["capitals", "sep line", "utf-16"])
def test_what_spreadsheets_make_of_a_sheet_is_read(cli: Cli, tmp_path: Path, form: str) -> None:
    first = list(sheet(cli)[0].values())[:2]
    header = ["claim", "hypothesis", "stance", "directness", "design"]
    row = [*first, "Supports", "Direct", "Natural experiment"]
    text = "\n".join(";".join(cells) for cells in (header, row))
    if form == "capitals":
        text = text.replace("claim;hypothesis", " Claim ; HYPOTHESIS")
    if form == "sep line":
        text = "sep=;\r\n" + text
    path = tmp_path / "s.csv"
    path.write_bytes(text.encode("utf-16" if form == "utf-16" else "utf-8"))
    result = cli("code", "import", path, "--coder", "AB")
    assert result.exit_code == 0, result.stderr
    with KnowledgeBase.open() as kb:
        (one,) = kb.codings.list("AB")
    assert (one.stance, one.directness, one.design) == ("supports", "direct", "natural-experiment")


@pytest.mark.parametrize("command", [("code", "import", "--coder", "AB"), ("review",)])
def test_a_workbook_is_refused_by_its_name(
    cli: Cli, tmp_path: Path, command: tuple[str, ...]
) -> None:
    path = tmp_path / "s.csv"
    path.write_bytes(b"PK\x03\x04" + bytes(50))
    option = ("--sheet-import",) if command == ("review",) else ()
    result = cli(*command, *option, path)
    assert (result.exit_code, "is a workbook; save the sheet as CSV" in result.stderr) == (2, True)


def test_a_cell_without_an_end_is_a_message(cli: Cli, tmp_path: Path) -> None:
    csv.field_size_limit(10**7)  # as other programs in the same process may
    path = tmp_path / "s.csv"
    path.write_text('claim,hypothesis,stance\nk#1,h,"' + "x" * 200_000, encoding="utf-8")
    result = cli("code", "import", path, "--coder", "AB")
    assert result.exit_code != 0
    assert "not valid CSV" in result.stderr


@pytest.mark.parametrize(
    ("content", "message"),
    [("a,b\n1,2\n", "no column claim, hypothesis, stance"), ("", "no column")],
)
def test_a_file_that_is_not_a_sheet_is_refused(
    cli: Cli, tmp_path: Path, content: str, message: str
) -> None:
    path = tmp_path / "x.csv"
    path.write_text(content, encoding="utf-8")
    result = cli("code", "import", path, "--coder", "AB")
    assert result.exit_code == 2
    assert message in result.stderr


def test_nothing_to_compare_is_said(cli: Cli) -> None:
    assert cli("code", "agreement").exit_code == 2
    assert "no coder 'XY'" in cli("code", "agreement", "XY").stderr
