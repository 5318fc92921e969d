"""Two hundred simulated worlds a kind: the heaviest class is true as often as its weight says."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "compete.py"


@pytest.mark.slow
def test_weights_mean_what_they_say() -> None:
    for kind, said, so in runpy.run_path(str(BENCHMARK))["calibrated"](200):
        assert abs(said - so) < 0.05, kind
