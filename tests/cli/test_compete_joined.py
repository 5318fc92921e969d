"""``compete`` joined to the claims: as a prior, stored, and beside an explanation; pictures."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import Cli

from causalkb import (
    Claim,
    Design,
    Effect,
    InputError,
    KnowledgeBase,
    Rung,
    Sign,
    compete_structures,
)

ROWS = "noise,sleep,set\n" + "0,0,\n1,1,\n" * 20 + "0,1,\n1,0,\n" * 4
SET = "0,0,noise\n1,1,noise\n" * 10


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "nights.csv"
    path.write_text(ROWS + SET)
    return path


@pytest.fixture
def claimed(cli: Cli, kb_path: Path, tmp_path: Path) -> Path:
    """A knowledge base in which claims assert that noise acts on sleep."""
    path = tmp_path / "one.bib"
    path.write_text(
        "@article{street2001noise, title = {Noise}, author = {Street, A.}, year = {2001}}\n"
    )
    cli("add", path, "--no-embed")
    with KnowledgeBase.open(kb_path) as kb:
        effects = (Effect("noise", "sleep", Sign.NEGATIVE),)
        kb.claims.add("street2001noise", Claim("Noise impairs sleep.", effects=effects))
    return kb_path


def test_claims_are_a_prior_whose_effect_is_shown(cli: Cli, claimed: Path, data: Path) -> None:
    args = ("compete", data, "--variables", "noise,sleep", "--prior", "claims")
    found = json.loads(cli(*args, "-f", "json").stdout)
    assert found["prior"] == {"noise -> sleep": 2.0}
    best = found["classes"][0]
    assert best["weight"] > best["weight_without"]
    assert found["edges"]["noise -> sleep"] > found["edges_without"]["noise -> sleep"]
    shown = cli(*args, FORCE_COLOR="1").stdout
    assert "without" in shown
    assert "Odds beforehand: noise -> sleep 2 : 1" in cli(*args, "-f", "markdown").stdout
    plain = json.loads(cli(*args[:-2], "-f", "json").stdout)
    assert plain["prior"] == {}
    assert "weight_without" not in plain["classes"][0]


def test_a_result_is_kept_as_a_work_with_claims(cli: Cli, claimed: Path, data: Path) -> None:
    args = ("compete", data, "--intervened", "set", "--store", "nights2026")
    result = cli(*args)
    assert result.exit_code == 0
    assert "2 claims added to nights2026" in result.stderr
    assert "0 claims added" in cli(*args).stderr
    with KnowledgeBase.open(claimed) as kb:
        verdict, edge = kb.claims.of("nights2026")
        assert [one.name for one in kb.works.get("nights2026").authors] == ["causalkb compete"]
        for claim in (verdict, edge):
            assert (claim.design, claim.rung, claim.n) == (Design.EXPERIMENT, Rung.INTERVENTION, 68)
            assert not claim.stances
        assert edge.effects == (Effect("noise", "sleep", Sign.UNKNOWN),)
        assert "Decided for: noise -> sleep" in verdict.text
        found = kb.compete(data, variables=["noise", "sleep"])
        added = kb.competitions.store(found, "seen2026", "nights.csv")
        assert kb.claims.get(added[0]).design is Design.OBSERVATIONAL
        with pytest.raises(InputError, match="another work"):
            kb.competitions.store(found, "street2001noise")
        with pytest.raises(InputError, match="no citation key"):
            kb.competitions.store(found, "a b")
        with pytest.raises(InputError, match="'claims' or odds"):
            kb.compete(data, prior="papers")


def test_claims_and_data_side_by_side(cli: Cli, claimed: Path, data: Path) -> None:
    args = ("explain", "Noise is associated with sleep.", "--data", data, "--intervened", "set")
    found = json.loads(cli(*args, "-f", "json").stdout)["data"]
    forward, *others = found["explanations"]
    assert forward["structure"] == "x-causes-y"
    assert forward["claims_for"] == 1
    assert forward["weight"] > 0.9
    assert [one["structure"] for one in others] == [
        *("y-causes-x", "common-cause", "selection", "chance")
    ]
    assert sum(one["weight"] for one in found["explanations"]) == pytest.approx(1)
    for columns in ("80", "120"):
        shown = cli(*args, FORCE_COLOR="1", COLUMNS=columns).stdout
        assert "claims and data" in shown
        assert "Decided for: noise -> sleep" in shown
    assert "## Claims and data" in cli(*args, "-f", "markdown").stdout
    assert "data\tx-causes-y\t" in cli(*args).stdout


def test_columns_that_are_called_otherwise(cli: Cli, claimed: Path, data: Path) -> None:
    args = ("explain", "traffic", "sleep", "--data", data)
    refused = cli(*args)
    assert refused.exit_code == 2
    assert "no column is called 'traffic'" in refused.stderr
    assert "there are noise, sleep" in " ".join(refused.stderr.split())
    found = json.loads(cli(*args, "--variables", "noise,sleep", "-f", "json").stdout)
    assert found["data"]["competition"]["variables"] == ["noise", "sleep"]


def test_beside_the_claims_data_are_weighed_with_the_options_of_compete(
    cli: Cli, claimed: Path, data: Path
) -> None:
    ask = ("explain", "noise", "sleep", "-f", "json")
    found = json.loads(cli(*ask, "--data", data, "--do", "noise").stdout)["data"]
    assert found["competition"]["rows_set"] == found["competition"]["rows"]
    args = ("--data", data, "--forbid", "selection", "--prior", "claims")
    found = json.loads(cli(*ask, *args).stdout)["data"]
    assert found["competition"]["prior"] == {"noise -> sleep": 2.0}
    assert (
        found["explanations"][3] | {"structure": "selection", "weight": None}
        == (found["explanations"][3])
    )
    shown = cli(*ask[:3], *args, FORCE_COLOR="1").stdout
    assert "without the prior" in " ".join(shown.split())
    assert "Odds beforehand: noise -> sleep 2 : 1" in shown
    assert "name them with --data" in cli(*ask, "--do", "noise").stderr
    three = cli(*ask, "--data", data, "--variables", "noise,sleep,set")
    assert "of two columns, X and Y, not 3" in three.stderr


def test_a_prior_of_ones_own() -> None:
    data = {"A": [0, 1] * 20, "B": [0, 1] * 18 + [1, 0] * 2}
    found = compete_structures(data, prior={"A -> B": 3.0}, plan=False)
    assert found.edges["A -> B"] == pytest.approx(3 * found.edges["B -> A"])
    with pytest.raises(InputError, match="above 0"):
        compete_structures(data, prior={"A -> B": 0.0})


def test_do_says_what_was_set_in_all_rows(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "done.csv"
    path.write_text("A,B\n" + "0,0\n1,1\n" * 20)
    found = json.loads(cli("compete", path, "--do", "A", "-f", "json").stdout)
    assert found["rows_set"] == 40
    assert found["classes"][0]["structures"] == ["A -> B"]
    assert found["classes"][0]["log_predictive"]["observed"] is None
    assert found["hidden"] == {}
    assert "no variable 'C'" in cli("compete", path, "--do", "C").stderr
    both = cli("compete", path, "--do", "A", "--intervened", "B", "--variables", "A")
    assert "give one" in both.stderr


def test_a_picture_of_the_edges(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "marked.csv"
    path.write_text("<b>A & B</b>,C\n" + "0,0\n1,1\n" * 20)
    text = cli("compete", path, "--format", "svg").stdout
    root = ElementTree.fromstring(text)
    assert root.tag.endswith("svg")
    assert "<b>" not in text
    assert "0.250" in text


def test_parquet_is_read(cli: Cli, tmp_path: Path) -> None:
    import pyarrow
    from pyarrow import parquet

    names = pyarrow.array(["no", "yes"] * 30).dictionary_encode()
    columns = {
        "A": [0, 1] * 30,
        "B": [True, False] * 30,
        "C": names,
        "set": [None] * 50 + ["A"] * 10,
    }
    path = tmp_path / "data.parquet"
    parquet.write_table(pyarrow.table(columns), path)
    found = json.loads(cli("compete", path, "--intervened", "set", "-f", "json").stdout)
    assert (found["rows"], found["rows_set"]) == (60, 10)
    assert found["variables"] == ["A", "B", "C"]
    same = {name: [*columns[name]] for name in ("A", "B", "set")} | {"C": ["no", "yes"] * 30}
    expected = compete_structures(same, variables="ABC", intervened="set", plan=False)
    assert found["edges"] == pytest.approx(expected.edges)
    parquet.write_table(pyarrow.table({"A": [1.5, None], "B": [0, 1]}), path)
    assert "1 of 2 values are missing" in cli("compete", path).stderr
    parquet.write_table(pyarrow.table({"A": []}), path)
    assert "only 'A' is there" in cli("compete", path).stderr
    path.write_bytes(b"PAR1")
    assert "not valid Parquet" in cli("compete", path).stderr


def test_what_parquet_needs_is_told(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    path = tmp_path / "data.parquet"
    path.write_bytes(b"PAR1")
    assert "pip install 'causalkb[parquet]'" in cli("compete", path).stderr
