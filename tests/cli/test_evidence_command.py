"""``evidence``, ``matrix``, ``vocabulary``, and what decides how claims count."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import Cli

from causalkb import KnowledgeBase

BIB = "@article{{{key}, title={{A study of {key}}}, author={{{name}, Q.}}, year={{{year}}}}}"
NOTE = """---
work: {key}
questions: [naps]
claims:
  - text: "Naps changed what {who} remembered in study {key}."
    design: {design}
    population: {who}
    paradigm: {paradigm}
    extent: abstract
    stance:
      naps-help: {{side: {stance}, because: "recall was compared"}}
      naps-harm: {{side: {other}, because: "recall was compared"}}
---
Text.
"""
OPPOSITE = {"supports": "contradicts", "contradicts": "supports"}


def add(
    kb: KnowledgeBase, key: str, stance: str, who: str = "humans/adults", year: int = 2010
) -> None:
    entry = BIB.format(key=key, name=key.capitalize(), year=year)
    kb.add_content(entry.encode(), "a.bib", embed=False)
    words = {"who": who, "design": "experiment", "paradigm": "debiasing"}
    note = NOTE.format(key=key, stance=stance, other=OPPOSITE[stance], **words)
    assert not kb.add_content(note.encode(), f"{key}.md", embed=False).failed


@pytest.fixture
def naps(home: Path, cli: Cli) -> Path:
    with KnowledgeBase.open(home, create=True):
        pass
    cli("question", "add", "naps", "Do naps help?")
    made = [
        cli("hypothesis", "add", "naps", "naps-help", "Naps improve recall.", "--form", "generic",
            "--wrong-if", "Recall is the same after a nap."),
        cli("hypothesis", "add", "naps", "naps-harm", "Naps worsen recall.", "--form", "generic",
            "--wrong-if", "Recall is the same.", "--rival", "naps-help"),
    ]  # fmt: skip
    assert [result.exit_code for result in made] == [0, 0]
    with KnowledgeBase.open(home) as kb:
        for n in range(6):
            who = ("humans/adults", "humans/children")[n % 2]
            add(kb, f"pro{n}x", "supports", who, year=2010 + n)
        add(kb, "con1x", "contradicts", "animals/rats")
    return home


def evidence(cli: Cli, *args: object) -> dict[str, object]:
    return json.loads(cli("evidence", *args, "--format", "json").stdout)


@pytest.mark.usefixtures("naps")
class TestEvidence:
    def test_groups_rivals_and_telling_claims(self, cli: Cli) -> None:
        data = evidence(cli, "naps")
        help_, harm = data["hypotheses"]  # type: ignore[misc]
        assert help_["groups"] | {"interval": 0} == {  # type: ignore[operator]
            "for": 6, "against": 1, "either": 7, "works": 7, "interval": 0,
        }  # fmt: skip
        assert help_["rivals"] == ["naps-harm"]  # type: ignore[index]
        assert harm["rivals"] == ["naps-help"]  # type: ignore[index]
        assert data["discriminating"] == {"claims": 7, "of": 7}

    def test_claims_are_limited_in_every_format(self, cli: Cli) -> None:
        for n, expected in ((1, 2), (0, 7)):
            data = evidence(cli, "naps-help", "--claims", n)
            assert len(data["hypotheses"][0]["claims"]) == expected  # type: ignore[index]
            lines = cli("evidence", "naps", "--hypothesis", "naps-help", "--claims", n).stdout
            assert len(lines.splitlines()) == 1 + expected
            markdown = cli("evidence", "naps-help", "--claims", n, "--format", "markdown").stdout
            assert markdown.count("`pro") + markdown.count("`con") == expected

    def test_a_pipe_has_a_row_a_hypothesis_unless_claims_are_asked_for(self, cli: Cli) -> None:
        assert len(cli("evidence", "naps").stdout.splitlines()) == 2
        assert len(cli("evidence", "naps", "--claims", 1).stdout.splitlines()) == 6

    def test_what_if(self, cli: Cli) -> None:
        def groups(*args: object) -> tuple[int, int]:
            found = evidence(cli, "naps-help", *args)["hypotheses"][0]["groups"]  # type: ignore[index]
            return found["for"], found["against"]

        assert groups("--without", "pro0x", "--without", "con1x") == (5, 0)
        assert groups("--since", 2014) == (2, 0)
        assert groups("--population", "animals") == (0, 1)
        assert groups("--population", "humans/children") == (3, 0)
        assert groups("--paradigm", "probing") == (0, 0)
        assert groups("--design", "observational") == (0, 0)
        assert "no work 'pro9x'" in cli("evidence", "naps", "--without", "pro9x").stderr
        wrong = cli("evidence", "naps", "--population", "human").stderr
        assert "humans" in wrong

    def test_explain_can_be_redone_by_hand(self, cli: Cli) -> None:
        text = cli("evidence", "naps-help", "--explain").stdout
        assert "6 groups for, 1 against (7 works are 7 groups)" in text
        assert "humans/adults × debiasing: 3 for, 0 against" in text
        assert "certainty:" in text

    def test_a_sentence_stands_for_the_nearest_hypothesis(self, cli: Cli) -> None:
        result = cli("evidence", "after a nap people remember more", "--format", "json")
        (one,) = json.loads(result.stdout)["hypotheses"]
        assert one["slug"] in ("naps-help", "naps-harm")
        assert "nearest hypothesis, with its similarity:" in result.stderr

    def test_unknown_words_fail_with_the_nearest(self, cli: Cli) -> None:
        result = cli("evidence", "nap")
        assert result.exit_code == 2
        assert "naps" in result.stderr

    def test_a_former_slug_goes_on_working(self, cli: Cli, naps: Path) -> None:
        from causalkb.ingest.corpus import load_questions

        path = naps / "q.yaml"
        path.write_text(
            "- slug: naps\n  title: T\n  statement: S\n  hypotheses:\n"
            "    - {slug: naps-aid, statement: Naps aid., form: generic, wrong_if: Not.,"
            " aliases: [naps-help]}\n",
            encoding="utf-8",
        )
        with KnowledgeBase.open(naps) as kb, kb.store.database.atomic():
            # As if the corpus had shipped it, so that a newer corpus may change it.
            kb.store.database.conn.execute("UPDATE hypotheses SET edited = 0")
        with KnowledgeBase.open(naps) as kb:
            load_questions(kb.store, path)
        (one,) = evidence(cli, "naps-help")["hypotheses"]  # type: ignore[misc]
        assert one["slug"] == "naps-aid"  # type: ignore[index]
        assert cli("claims", "--stance", "naps-help=supports").stdout.count("\n") == 6


@pytest.mark.usefixtures("naps")
class TestMatrix:
    def test_claims_that_tell_rivals_apart_come_first(self, cli: Cli, naps: Path) -> None:
        with KnowledgeBase.open(naps) as kb:
            add(kb, "aaa1x", "supports")
            kb.claims.link("aaa1x#1", {"naps-harm": "contradicts"}, remove=True)  # type: ignore[dict-item]
        data = json.loads(cli("matrix", "naps", "--format", "json").stdout)
        assert data["discriminating"] == {"claims": 7, "of": 8}
        assert data["claims"][-1]["id"] == "aaa1x#1"
        assert data["not_entered"] == [{"claim": "aaa1x#1", "hypothesis": "naps-harm"}]
        assert [rank["hypothesis"] for rank in data["ranks"]] == ["naps-help", "naps-harm"]
        assert data["rivals"][0]["tell_apart"] == 7
        limited = json.loads(cli("matrix", "naps", "--format", "json", "--claims", 2).stdout)
        assert len(limited["claims"]) == 2

    def test_every_format(self, cli: Cli) -> None:
        for format in ("table", "markdown", "csv", "html", "svg"):
            text = cli("matrix", "naps", "--format", format).stdout
            assert "pro0x#1" in text, format
        ElementTree.fromstring(cli("matrix", "naps", "--format", "svg").stdout)
        assert "'htm' is not one of" in cli("matrix", "naps", "--format", "htm").stderr


def test_vocabularies_are_listed_and_extended(cli: Cli, naps: Path) -> None:
    assert "animals/rats" in cli("vocabulary", "population").stdout
    assert "seeing-versus-doing" in cli("vocabulary").stdout
    refused = cli("claim", "edit", "pro0x#1", "--population", "plants/maize")
    assert refused.exit_code == 2
    added = cli("vocabulary", "add", "population", "plants/maize", "--meaning", "Maize plants.")
    assert added.exit_code == 0
    assert cli("claim", "edit", "pro0x#1", "--population", "plants/maize").exit_code == 0
    in_use = cli("vocabulary", "remove", "population", "plants/maize").stderr
    assert "1 claims use plants/maize" in in_use
    closed = cli("vocabulary", "add", "design", "seance", "--meaning", "A seance.")
    assert "cannot be added to" in closed.stderr
    assert "ships with causalkb" in cli("vocabulary", "remove", "population", "animals/rats").stderr


def test_a_note_with_an_unknown_population_fails_with_its_line(cli: Cli, naps: Path) -> None:
    note = naps / "pro0x.md"
    text = NOTE.format(key="pro0x", who="humans/adult", design="experiment",
                       paradigm="debiasing", stance="supports", other="contradicts")  # fmt: skip
    note.write_text(text, encoding="utf-8")
    result = cli("add", note)
    assert "pro0x.md:7" in result.stderr
    assert "did you mean humans/adults?" in result.stderr


def test_a_warrant_comes_back_as_it_was_written(cli: Cli, naps: Path) -> None:
    linked = cli("claim", "link", "pro0x#1", "--stance", "naps-harm=neutral", "--because",
                 "too few naps", "--indirect", "--by", "AB", "--otherwise", "worse marks",
                 "--timing", "predicted")  # fmt: skip
    assert linked.exit_code == 0
    with KnowledgeBase.open(naps) as kb:
        text = kb.works.note_file("pro0x")
        claim = kb.claims.get("pro0x#1")
    assert "because: too few naps" in text
    assert claim.warrant("naps-harm").by == "AB"
    data = evidence(cli, "naps-harm", "--claims", 0)
    (one,) = [c for c in data["hypotheses"][0]["claims"] if c["stance"] == "neutral"]  # type: ignore[index]
    assert (one["directness"], one["because"]) == ("indirect", "too few naps")
    assert (one["otherwise"], one["timing"]) == ("worse marks", "predicted")


def test_the_severity_of_the_claims_that_decide_is_told(cli: Cli, naps: Path) -> None:
    assert "severity: not recorded" in cli("evidence", "naps-harm", "--explain").stdout
    for claim, timing in (("pro0x#1", "predicted"), ("pro1x#1", "afterwards")):
        done = cli("claim", "link", claim, "--stance", "naps-harm=contradicts", "--otherwise",
                   "a shorter night", "--timing", timing)  # fmt: skip
        assert done.exit_code == 0, done.stderr
    told = cli("evidence", "naps-harm", "--claims", 0, "--format", "markdown").stdout
    assert "2 say what would have been seen otherwise; 1 predicted, 1 explained" in told
    assert "otherwise: a shorter night; predicted" in told
    (one,) = evidence(cli, "naps-harm")["hypotheses"]  # type: ignore[misc]
    assert one["severity"]["stated"] == 2
    # What was not said again stays.
    assert all(claim["because"] == "recall was compared" for claim in one["claims"])
    wrong = cli("claim", "link", "pro0x#1", "--stance", "naps-harm=contradicts", "--timing", "soon")
    assert wrong.exit_code == 2
    assert "afterwards" in wrong.stderr


def test_the_arithmetic_can_be_redone_on_paper(cli: Cli, naps: Path) -> None:
    with KnowledgeBase.open(naps) as kb:
        entry = BIB.format(key="pro9x", name="Pro0X", year=2020)
        kb.add_content(entry.encode(), "b.bib", embed=False)
    cli("claim", "add", "pro9x", "Naps helped again.", "--design", "experiment",
        "--stance", "naps-help=supports")  # fmt: skip
    told = cli("evidence", "naps-help", "--explain").stdout
    assert "Pro0X: pro0x, pro9x" in " ".join(told.split())
    assert "f = 6, a = 1, n = 7; f/(f+a) = 0.857; Wilson's 95 % interval" in told
    assert "the interval beyond 1/2 (0.487: no)" in told
    assert "leaning-for: 4 groups for (6: yes); a share of 2/3 (0.857: yes)" in told


def test_claims_are_obeyed_by_csv_and_keys(cli: Cli, naps: Path) -> None:
    listed = cli("evidence", "naps-help", "--claims", 1, "--format", "csv").stdout.splitlines()
    assert listed[0].startswith("hypothesis,stance,claim,design")
    assert len(listed) == 3
    keys = cli("evidence", "naps-help", "--claims", 1, "--format", "keys").stdout.split()
    assert len(keys) == 2
    assert len(cli("evidence", "naps-help", "--format", "keys").stdout.split()) == 7


def test_doctor_lists_hypotheses_without_a_form_or_with_an_absent_rival(
    cli: Cli, naps: Path
) -> None:
    del naps
    cli("hypothesis", "add", "naps", "naps-odd", "Naps are odd.")
    said = cli("hypothesis", "edit", "naps-harm", "--rival", "nowhere")
    assert "hypothesis nowhere does not exist yet" in said.stderr
    told = cli("doctor").stdout
    assert "naps-odd has no form" in told
    assert "naps-harm excludes nowhere, which is not there" in told


def test_matrix_gives_the_share_of_groups_that_contradict(naps: Path) -> None:
    with KnowledgeBase.open(naps) as kb:
        ranks = [(r.hypothesis, r.inconsistent, r.share) for r in kb.matrix("naps").ranks]
    assert ranks == [("naps-help", 1, pytest.approx(1 / 7)), ("naps-harm", 6, pytest.approx(6 / 7))]


def test_matrix_and_evidence_count_the_same_claims_that_tell_rivals_apart(
    cli: Cli, naps: Path
) -> None:
    cli("claim", "link", "pro1x#1", "--relation", "rebuts=con1x#1")
    with KnowledgeBase.open(naps) as kb:
        assert kb.matrix("naps").discriminating == kb.evidence("naps").discriminating
        assert kb.evidence("naps").discriminating.of == 6
