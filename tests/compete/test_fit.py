"""Whether even the best structure fits, and whether that is said without need."""

from __future__ import annotations

import numpy as np

from causalkb import compete_structures


def _fits_badly(data: dict[str, list[object]], **options: object) -> list[str]:
    found = compete_structures(data, plan=False, **options)  # type: ignore[arg-type]
    return [text for text in found.warnings if "fits" in text]


def test_a_bent_relation_and_noise_that_is_not_normal_are_told() -> None:
    random = np.random.default_rng(0)
    a, noise = random.normal(size=(2, 400))
    bent = {"A": a.tolist(), "B": (a**2 + a + 0.3 * noise).tolist()}
    (told,) = _fits_badly(bent, forbid=["B -> A", "common cause", "selection"])
    assert "fits B badly" in told
    odd = {"A": random.exponential(size=400).tolist(), "B": noise.tolist()}
    assert any("fits A badly (its noise is not normal" in text for text in _fits_badly(odd))


def test_an_effect_that_is_another_one_after_an_intervention_is_told() -> None:
    random = np.random.default_rng(1)
    a = random.integers(0, 2, 500)
    b = np.where(random.random(500) < 0.9, a, 1 - a)
    b[300:] = np.where(random.random(200) < 0.7, a[300:], 1 - a[300:])
    c = random.integers(0, 2, 500)
    data = {"A": a.tolist(), "B": b.tolist(), "C": c.tolist(), "set": [""] * 300 + ["A"] * 200}
    assert any("fits B badly" in text for text in _fits_badly(data, intervened="set"))


def test_true_structures_are_seldom_called_bad() -> None:
    false = 0
    for seed in range(25):
        random = np.random.default_rng(seed)
        a = random.integers(0, 2, 200)
        b = np.where(random.random(200) < 0.8, a, 1 - a)
        a[150:] = np.arange(50) % 2
        b[150:] = np.where(random.random(50) < 0.8, a[150:], 1 - a[150:])
        marks = [""] * 150 + ["A"] * 50
        false += bool(
            _fits_badly({"A": a.tolist(), "B": b.tolist(), "set": marks}, intervened="set")
        )
        x, y = random.normal(size=(2, 200))
        false += bool(_fits_badly({"A": x.tolist(), "B": (x + y).tolist()}))
    assert false <= 3
