"""What a competition says of simulated worlds whose structure is known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from causalkb import Competition, compete_structures

NOTHING = ["A -> B", "B -> A", "common cause", "selection"]
Random = np.random.Generator


def noisy(cause: np.ndarray, random: Random, strength: float = 0.8) -> np.ndarray:
    """Return an effect that is like its cause with some probability."""
    return np.where(random.random(len(cause)) < strength, cause, 1 - cause)


def fork(random: Random, observed: int, set_rows: int) -> dict[str, list[object]]:
    """Return X <- Z -> Y, in some rows of which X was set."""
    rows = observed + set_rows
    z = random.integers(0, 2, rows)
    x, y = noisy(z, random), noisy(z, random)
    x[observed:] = np.arange(set_rows) % 2
    marks = [""] * observed + ["X"] * set_rows
    return {"X": x.tolist(), "Z": z.tolist(), "Y": y.tolist(), "set": marks}


def test_a_fork_is_taken_for_a_chain_until_one_intervention() -> None:
    random = np.random.default_rng(5)
    before = compete_structures(fork(random, 400, 0), intervened="set")
    best = before.classes[0]
    assert set(best.structures) == {"X -> Z, Z -> Y", "Z -> X, Z -> Y", "Z -> X, Y -> Z"}
    after = compete_structures(fork(random, 400, 50), intervened="set")
    assert after.decided
    assert "X -> Z, Z -> Y" not in after.classes[0].structures
    assert after.edges["X -> Z"] < 0.05 < 0.95 < after.edges["Z -> X"]


def test_the_example_of_the_documentation_comes_out_as_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (Path(__file__).parents[2] / "docs" / "competing-explanations.md").read_text("utf-8")
    monkeypatch.chdir(tmp_path)
    exec(page.partition("```python\n")[2].partition("```")[0], {})
    days = compete_structures("days.csv", intervened="set")
    assert days.classes[0].structures == (
        "heat -> ice, heat -> thirst",
        "heat -> ice, thirst -> heat",
    )
    assert f" {days.classes[0].weight:.3f}      -709.3       -66.7   heat -> ice, heat" in page
    gains = [f"{gain:.2f}" for _, gain in days.experiments[:2]]
    assert f"set heat or thirst next ({' and '.join(gains)} bits)" in page
    lines = Path("days.csv").read_text().splitlines(keepends=True)
    Path("watched.csv").write_text("".join(lines[:401]))
    watched = compete_structures("watched.csv", variables=["ice", "heat", "thirst"], plan=False)
    assert f"(weight {watched.classes[0].weight:.3f}). These data cannot tell" in page


def test_an_illusion_of_causality_is_no_arrow() -> None:
    # Much of the cause and much of the effect, and a difference of proportions of nil.
    heaviest = claimed = 0
    for seed in range(60):
        random = np.random.default_rng(seed)
        data = {name: (random.random(200) < 0.8).astype(int).tolist() for name in ("A", "B")}
        found = compete_structures(data, plan=False)
        heaviest += found.classes[0].structures == ("no arrow",)
        claimed += found.decided and found.classes[0].structures != ("no arrow",)
    # Of 1,000 such data sets: 0.979 and 0.004.
    assert heaviest >= 54
    assert claimed <= 3


def test_fifty_rows_of_one_intervention_settle_a_direction() -> None:
    settled = 0
    for seed in range(40):
        random = np.random.default_rng(seed)
        a = random.integers(0, 2, 250)
        a[200:] = np.arange(50) % 2
        b = noisy(a, random, 0.85)
        marks = [""] * 200 + ["A"] * 50
        data = {"A": a.tolist(), "B": b.tolist(), "set": marks}
        found = compete_structures(data, intervened="set", plan=False)
        settled += found.decided and found.classes[0].structures == ("A -> B",)
    assert settled >= 36


def test_weights_are_calibrated() -> None:
    # Worlds are drawn from the prior: classes alike, parameters from the Dirichlet of the score.
    random = np.random.default_rng(11)
    said, true = [], []
    while len(said) < 200:
        linked = bool(random.random() < 0.5)
        a = (random.random(40) < random.beta(0.5, 0.5)).astype(int)
        chance = random.beta(0.25, 0.25, 2) if linked else np.repeat(random.beta(0.5, 0.5), 2)
        b = (random.random(40) < chance[a]).astype(int)
        if len(set(a)) == len(set(b)) == 2:  # a constant column has fewer values than drawn from
            found = compete_structures({"A": a.tolist(), "B": b.tolist()}, plan=False)
            said.append(found.classes[found.classes[0].structures == ("no arrow",)].weight)
            true.append(linked)
    # Given that both values occur, linked worlds are about as frequent as others.
    assert abs(np.mean(said) - np.mean(true)) < 0.06
    sure = np.array(said) > 0.9
    assert np.mean(np.array(true)[sure]) > 0.9


def test_the_next_experiment_is_on_the_pair_that_is_open() -> None:
    random = np.random.default_rng(2)
    a = random.integers(0, 2, 500)
    data = {"A": a.tolist(), "B": noisy(a, random).tolist()}
    data["C"] = random.integers(0, 2, 500).tolist()
    found = compete_structures(data)
    assert found.next_experiment is not None
    assert found.next_experiment.set in ("A", "B")
    assert found.next_experiment.information_gain > 0.3
    assert found.next_experiment.rows in (10, 20, 50, 100)
    assert dict(found.experiments)["C"] < 0.05


def test_nothing_is_left_to_try_when_all_is_known() -> None:
    random = np.random.default_rng(2)
    a = random.integers(0, 2, 600)
    b = noisy(a, random)
    a[400:500] = np.arange(100) % 2
    b[400:500] = noisy(a[400:500], random)
    b[500:] = np.arange(100) % 2
    marks = [""] * 400 + ["A"] * 100 + ["B"] * 100
    data = {"A": a.tolist(), "B": b.tolist(), "set": marks}
    found = compete_structures(data, intervened="set")
    assert found.decided
    assert found.next_experiment is None


def test_a_forbidden_edge_is_left_out() -> None:
    data = {"A": [0, 1] * 50, "B": [0, 1] * 45 + [1, 0] * 5}
    found = compete_structures(data, forbid=["B -> A"])
    assert not any("B -> A" in one.structures for one in found.classes)
    assert found.edges["B -> A"] == 0


def warned(found: Competition, text: str) -> bool:
    return any(text in warning for warning in found.warnings)


def test_warnings() -> None:
    few = compete_structures({"A": [0, 1, 0], "B": [1, 1, 0]}, plan=False)
    assert warned(few, "small sample: 3 rows")
    same = compete_structures({"A": [0, 1] * 20, "B": ["no", "yes"] * 20}, plan=False)
    assert warned(same, "A and B tell the same in all rows")
    constant = compete_structures({"A": [0, 1] * 20, "B": [1] * 40}, plan=False)
    assert warned(constant, "B has the same value in all rows")
    assert warned(constant, "predict these data about equally well")
    assert not constant.decided
    left = compete_structures({"A": [0, 1] * 9, "B": [0, 1] * 9}, forbid=NOTHING)
    assert warned(left, "form one class")
    assert not left.decided
