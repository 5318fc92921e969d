"""``suggest --claims``: sentences that may be claims, with fields to start from."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from conftest import Cli

from causalkb import KnowledgeBase

BIB = """
@article{bla06, title={Causal reasoning in rats}, author={Blaisdell, A}, year={2006}, abstract={
It is widely known that causal reasoning divides humans from animals. Previous work has shown that
rats learn associations [12]. Here we tested 48 rats that had seen a light precede a tone and food.
Rats that intervened on the tone expected less food than rats that merely observed it. These
results suggest that rats represent causal structure.}}
@article{mute, title={Nothing but a title}, author={X, Y}, year={2020}}
@article{fremd, title={Ursachen}, author={Z, W}, year={2021}, abstract={Wir haben keine Zeit. 1 2 3
4 5 6 7 8 9 10 11 12. x = y}}
"""
FIELDS = [
    "work",
    "rank",
    "quote",
    "locator",
    "kind",
    "score",
    "design",
    "population",
    "paradigm",
    "rung",
    "wording",
    "n",
    "effects",
    "hypotheses",
    "side",
    "cues",
]


@pytest.fixture
def library(cli: Cli, tmp_path: Path) -> Path:
    bib = tmp_path / "library.bib"
    bib.write_text(BIB, "utf-8")
    cli("init", "--empty")
    assert cli("add", "--no-embed", bib).exit_code == 0
    return bib


def rows(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_candidate_is_a_sentence_with_its_place(cli: Cli, library: Path) -> None:
    found = rows(cli("suggest", "bla06", "--claims", "--format", "jsonl").stdout)
    best = found[0]
    assert list(best) == FIELDS
    assert best["quote"] == "These results suggest that rats represent causal structure."
    assert (best["work"], best["rank"], best["locator"]) == ("bla06", 1, "abstract")
    assert (best["kind"], best["population"], best["n"]) == ("result", "animals/rats", 48)
    assert "stance" not in json.dumps(found)
    assert [one["score"] for one in found] == sorted((one["score"] for one in found), reverse=True)


def test_background_and_the_results_of_others_are_told_apart(cli: Cli, library: Path) -> None:
    every = rows(cli("suggest", "bla06", "--claims", "--at-least", "0", "--format", "jsonl").stdout)
    kinds = {str(one["quote"])[:8]: one["kind"] for one in every}
    assert kinds["Previous"] == "others"
    assert kinds["These re"] == "result"
    shown = cli("suggest", "bla06", "--claims", "--format", "jsonl").stdout
    assert "Previous work" not in shown


def test_works_without_text_are_counted(cli: Cli, library: Path) -> None:
    result = cli("suggest", "--claims", "--all", "--format", "keys")
    assert result.exit_code == 0
    assert result.stdout.split() == ["bla06"]
    assert "2 works" in result.stderr


def test_what_a_claim_quotes_is_not_proposed_again(cli: Cli, library: Path) -> None:
    quote = "These results suggest that rats represent causal structure."
    cli("claim", "add", "bla06", "Rats have causal models.", "--quote", quote)
    assert quote not in cli("suggest", "bla06", "--claims").stdout


def test_it_asks_of_which_works(cli: Cli, library: Path) -> None:
    assert cli("suggest", "--claims").exit_code == 2
    assert cli("suggest", "--all").exit_code == 2
    assert cli("suggest", "bla06", "--claims", "--all").exit_code == 2
    assert "bla06" in cli("suggest", "bla6", "--claims").stderr


def test_a_review_makes_claims_of_what_was_read(cli: Cli, library: Path) -> None:
    cli("question", "add", "animals", "Do animals reason causally?")
    done = cli("review", "bla06", "--claims", stdin="r\nRats have causal models.\ny\nx\nq\n")
    assert done.exit_code == 0, done.output
    assert "accepted 1 claim" in done.stderr
    (claim,) = rows(cli("claims", "--format", "jsonl").stdout)
    assert claim["text"] == "Rats have causal models."
    assert claim["quote"] == "These results suggest that rats represent causal structure."
    assert claim["locator"] == "abstract"
    assert claim["stances"] == {}
    left = cli("suggest", "bla06", "--claims", "--at-least", "0", "--format", "jsonl").stdout
    assert "represent causal structure" not in left


def test_a_decision_is_taken_back(cli: Cli, library: Path) -> None:
    cli("review", "bla06", "--claims", "--at-least", "0", stdin="y\nu\nq\n")
    assert cli("claims", "--format", "jsonl").stdout == ""
    assert "represent causal" in cli("suggest", "bla06", "--claims").stdout
    cli("review", "bla06", "--claims", stdin="x\nq\n")
    assert "represent causal" not in cli("suggest", "bla06", "--claims").stdout
    cli("undo")
    assert "represent causal" in cli("suggest", "bla06", "--claims").stdout


def test_proposals_of_a_program_wait_and_carry_a_quote(
    cli: Cli, library: Path, tmp_path: Path
) -> None:
    lines = [
        {"work": "bla06", "quote": "Previous work has shown that rats learn associations [12].",
         "sentence": "Rats associate.", "by": "some-model", "n": 12},
        {"work": "bla06", "quote": "Rats are philosophers."},
        {"work": "bla06", "quote": "expected less food", "stance": "supports"},
        {"work": "nobody", "quote": "expected less food"},
    ]  # fmt: skip
    path = tmp_path / "proposals.jsonl"
    path.write_text("\n".join([*map(json.dumps, lines), "{"]), "utf-8")
    done = cli("suggest", "--import", path)
    assert done.exit_code == 1
    assert "1 wait" in done.stderr
    assert "4 dropped" in done.stderr
    first = rows(cli("suggest", "bla06", "--claims", "--format", "jsonl").stdout)[0]
    assert first["quote"] == lines[0]["quote"]
    assert first["n"] == 12
    assert first["cues"][0] == "proposed by some-model, which says: Rats associate."
    assert cli("claims", "--format", "keys").stdout == ""
    assert "1 known before" in cli("suggest", "--import", path).stderr


def test_progress_counts_works(cli: Cli, library: Path) -> None:
    shown = rows(cli("stats", "--progress", "--format", "jsonl").stdout)
    assert all(
        one["works"] == one["with_claims"] + one["looked_at"] + one["waiting"] for one in shown
    )
    assert cli("stats", "--progress", "--year", "2020").exit_code == 2
    assert cli("list", "--without-claims", "--format", "keys").stdout.split() != []


NEW = """
@article{stones, title={Aesop's tube}, year={2026}, abstract={These results suggest that birds of
 New Caledonia choose stones that raise the water in a tube.}}
@article{sleep, title={Short sleep and attention}, year={2026}, abstract={We randomly assigned 120
 adolescents to four nights of short or long sleep. These results show that sleep loss impairs
 attention.}}
@article{rivers, title={Warming and river flow}, year={2026}, abstract={We analysed daily discharge
 of 3,000 rivers. These results show that snow-fed rivers peak earlier as winters warm.}}
"""


def test_fields_are_read_as_texts_and_claims_of_other_works_have_them(
    cli: Cli, corpus_copy: Path, tmp_path: Path
) -> None:
    """As the text states them; as claims near it have them; and not at all where none is near."""
    (tmp_path / "new.bib").write_text(NEW, "utf-8")
    cli("add", tmp_path / "new.bib")
    given = cli("suggest", "stones", "sleep", "rivers", "--claims", "--format", "jsonl").stdout
    found = {one["work"]: one for one in rows(given)}
    assert list(found) == ["stones", "sleep", "rivers"]
    why = {
        key: {cue.partition(" ")[0]: cue for cue in one["cues"]}  # type: ignore[attr-defined]
        for key, one in found.items()
    }
    assert found["stones"]["population"] == "animals/corvids"
    assert "#" in why["stones"]["population"]
    sleep = found["sleep"]
    assert (sleep["design"], sleep["population"], sleep["n"]) == (
        "experiment",
        "humans/children",
        120,
    )
    assert "“We randomly assigned”" in why["sleep"]["design"]
    assert found["rivers"]["population"] is None
    # No claim is near these, so none is named as the reason for anything.
    assert "#" not in "".join([*why["sleep"].values(), *why["rivers"].values()])


def test_encoding_sentences_shows_its_progress(corpus_copy: Path, tmp_path: Path) -> None:
    bib = tmp_path / "new.bib"
    bib.write_text(
        "@article{crows, title={Stones and tubes}, year={2026}, abstract={We tested 8 crows. These"
        " results suggest that crows understand which stones raise the water.}}",
        "utf-8",
    )
    seen: dict[str, list[tuple[int, int]]] = {}
    with KnowledgeBase.open() as kb:
        kb.add(bib, embed=False)
        kb.proposals.claims(
            "crows", progress=lambda what, n, of: seen.setdefault(what, []).append((n, of))
        )
    assert seen["Reading works"] == [(1, 1)]
    done, total = seen["Encoding sentences"][-1]
    assert done == total > 0


def sheet(cli: Cli, path: Path) -> list[dict[str, str]]:
    assert cli("review", "bla06", "--sheet", path).exit_code == 0
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))


def filled(path: Path, rows: list[dict[str, str]], delimiter: str = ",") -> Path:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    path.write_text("\ufeff" + out.getvalue(), "utf-8")
    return path


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_sheet_goes_out_and_comes_back(
    cli: Cli, library: Path, tmp_path: Path, delimiter: str
) -> None:
    cli("question", "add", "animals", "Do animals reason causally?")
    cli("hypothesis", "add", "animals", "animals-do", "Animals reason about causes.")
    rows_ = sheet(cli, tmp_path / "out.csv")
    assert {row["decision"] + row["sentence"] + row["side"] for row in rows_} == {""}
    assert "exists already" in cli("review", "bla06", "--sheet", tmp_path / "out.csv").stderr
    rows_[0] |= {"decision": "Accept", "sentence": "Rats have causal models.", "side": "Supports",
                 "hypothesis": "Animals-do", "because": "They told seeing from doing."}  # fmt: skip
    rows_[1:] = [row | {"decision": "never"} for row in rows_[1:]]
    done = cli("review", "--sheet-import", filled(tmp_path / "back.csv", rows_, delimiter))
    assert done.exit_code == 0, done.output
    (claim,) = rows(cli("claims", "--format", "jsonl").stdout)
    assert claim["text"] == "Rats have causal models."
    assert claim["quote"] == rows_[0]["quote"]
    assert claim["stances"] == {"animals-do": "supports"}
    assert cli("suggest", "bla06", "--claims", "--format", "jsonl").stdout == ""
    again = cli("review", "--sheet-import", tmp_path / "back.csv")
    assert f"{len(rows_)} decided before" in again.stderr
    cli("undo")
    assert cli("claims", "--format", "jsonl").stdout == ""
    assert sheet(cli, tmp_path / "again.csv")[0]["quote"] == rows_[0]["quote"]


def test_bad_rows_are_named_and_good_ones_kept(cli: Cli, library: Path, tmp_path: Path) -> None:
    (row, *_) = sheet(cli, tmp_path / "out.csv")
    bad = [
        row | {"decision": "accept"},
        row | {"decision": "accept", "sentence": "Rats.", "side": "supports", "hypothesis": ""},
        row | {"decision": "accept", "sentence": "Rats.", "side": "sure", "hypothesis": "x"},
        row | {"decision": "accept", "sentence": "Rats.", "side": "supports", "hypothesis": "x"},
        row | {"decision": "accept", "sentence": "Rats.", "design": "seance"},
        row | {"decision": "accept", "sentence": "Rats.", "quote": "Rats are philosophers."},
        row | {"decision": "accept", "sentence": "Rats.", "work": "nobody"},
        row | {"decision": "perhaps"},
    ]
    good = row | {"decision": "accept", "sentence": "Rats have causal models.", "hypothesis": ""}
    between = row | {"decision": ""}
    lines = [line for one in bad for line in (one, between)]
    for one in bad[:-1]:  # a row of the same quote and decision that follows would be joined
        one["locator"] = "abstract"
    path = filled(tmp_path / "back.csv", lines)
    result = cli("review", "--sheet-import", path)
    assert result.exit_code == 2
    assert cli("claims", "--format", "jsonl").stdout == ""
    path = filled(tmp_path / "back.csv", [bad[5], bad[6], good])
    result = cli("review", "--sheet-import", path)
    assert result.exit_code == 1
    assert "back.csv:2: bla06: the quote 'Rats are philosophers.' is not in" in result.stderr
    assert "accepted 1 claim" in result.stderr
    path.write_text("a,b\n1,2\n", "utf-8")
    assert "no column decision" in cli("review", "--sheet-import", path).stderr


def test_a_sheet_holds_no_formula(cli: Cli, tmp_path: Path) -> None:
    bib = tmp_path / "evil.bib"
    bib.write_text(
        "@article{evil, title={=HYPERLINK(1)}, abstract={=cmd and these results suggest that"
        " spreadsheets run what they are given.}}",
        "utf-8",
    )
    cli("init", "--empty")
    cli("add", "--no-embed", bib)
    path = tmp_path / "out.csv"
    assert cli("review", "--sheet", path).exit_code == 0
    (row,) = csv.DictReader(io.StringIO(path.read_text("utf-8")))
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())
    row |= {"decision": "accept", "sentence": "Spreadsheets run formulas."}
    assert "accepted 1" in cli("review", "--sheet-import", filled(path, [row])).stderr


def test_the_order_follows_what_was_accepted(cli: Cli, tmp_path: Path) -> None:
    about = {"rat": "rats press a lever for food", "star": "distant stars lose mass as dust"}
    entries = [
        f"@article{{{kind}{n}, title={{{kind.title()} {n}}}, abstract={{Nothing is known of it."
        f" We find that {said} in year {n}.}}}}"
        for n in range(8)
        for kind, said in about.items()
    ]
    bib = tmp_path / "mixed.bib"
    bib.write_text("\n".join(entries), "utf-8")
    cli("init", "--empty")
    cli("add", "--no-embed", bib)
    with KnowledgeBase.open() as kb:
        assert not kb.proposals.has_learned()
        for one in kb.proposals.claims().found:
            if one.work[-1] in "67":
                continue
            if one.work.startswith("star"):
                kb.proposals.accept_claim(one, kb.proposals.draft_of(one))
            else:
                kb.proposals.set_claim_aside(one, never=True)
    with KnowledgeBase.open() as kb:
        assert kb.proposals.has_learned()
        left = kb.proposals.in_order(kb.proposals.claims().found)
    assert [one.work[:3] for one in left] == ["sta", "sta", "rat", "rat"]
    shown = cli("review", "--claims", stdin="q\n")
    assert "in the order of what you accepted so far" in shown.stderr


@pytest.mark.parametrize(
    "abstract",
    [
        "0.31 0.22 0.45 Model A 12 13 14 15. 1 2 3 4 5 6. Table 2 0.1 0.2 0.3.",
        "INTRODUCTION. METHODS AND MATERIALS. 3.2 RESULTS OF THE SECOND EXPERIMENT.",
        "E = mc^2. P(y | do(x)) = sum_z P(y | x, z) P(z). x_1 + x_2 <= 4 * y_3 - 2.",
    ],
    ids=["torn table", "headings", "equations"],
)
def test_what_is_not_prose_is_no_candidate(cli: Cli, tmp_path: Path, abstract: str) -> None:
    record = {"id": "odd", "type": "article-journal", "title": "Odd", "abstract": abstract}
    path = tmp_path / "odd.json"
    path.write_text(json.dumps([record]), "utf-8")
    cli("init", "--empty")
    assert cli("add", "--no-embed", path).exit_code == 0
    result = cli("suggest", "odd", "--claims", "--at-least", "0", "--format", "jsonl")
    assert (result.exit_code, result.stdout) == (0, "")


def test_where_there_is_no_work_that_is_said(cli: Cli, tmp_path: Path) -> None:
    cli("init", "--empty")
    done = cli("suggest", "--claims", "--all")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "no work to look for claims in" in done.stderr


def test_four_thousand_sentences_and_hostile_ones(cli: Cli, tmp_path: Path) -> None:
    hostile = "We show that <script>alert(1)</script> \x1b[2Jclears the screen of [red]readers."
    long = " ".join(f"We show that rats of group {n} pressed the lever." for n in range(4000))
    records = [
        {"id": "hostile", "type": "article-journal", "title": "Hostile", "abstract": hostile},
        {"id": "long", "type": "article-journal", "title": "Long", "abstract": long},
    ]
    path = tmp_path / "odd.json"
    path.write_text(json.dumps(records), "utf-8")
    cli("init", "--empty")
    assert cli("add", "--no-embed", path).exit_code == 0
    shown = cli("suggest", "hostile", "--claims", "--at-least", "0")
    assert shown.exit_code == 0
    assert "\x1b" not in shown.stdout
    result = cli("suggest", "long", "--claims", "--limit", "5", "--format", "jsonl")
    assert result.exit_code == 0
    assert [one["rank"] for one in rows(result.stdout)] == [1, 2, 3, 4, 5]
    assert "1 work with more sentences than shown: the 60 best" in result.stderr
    assert "more sentences" not in shown.stderr
    assert "more sentences" in cli("review", "long", "--claims", stdin="q").stderr
