"""Every reader of what a stranger wrote ends in time, and well or with one of our own errors.

Each target runs here on its seeds, on the inputs that once failed and on some mutations; ``make
fuzz`` goes on for an hour.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from fuzz import answer
from mutate import mutated
from seeds import saved
from setting import Setting
from targets import TARGETS, Target

MUTATIONS, MANY = 5, 500


@pytest.fixture(scope="module")
def setting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setting]:
    made = Setting(tmp_path_factory.mktemp("fuzz"))
    yield made
    made.close()


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAUSALKB_READ_SECONDS", "60")


def fuzzed(target: Target, setting: Setting, mutations: int) -> None:
    seeds = target.seeds(setting)
    chance = random.Random(target.name)
    for seed in seeds[:20]:
        answer(target, setting, seed)
    for _ in range(mutations):
        answer(
            target, setting, mutated(chance, chance.choice(seeds), seeds, in_place=target.in_place)
        )


@pytest.mark.parametrize("target", TARGETS, ids=lambda one: one.name)
def test_what_a_stranger_wrote_is_no_fault_of_the_program(target: Target, setting: Setting) -> None:
    fuzzed(target, setting, MUTATIONS)


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS, ids=lambda one: one.name)
def test_many_mutations(target: Target, setting: Setting) -> None:
    fuzzed(target, setting, MANY)


@pytest.mark.parametrize(
    "target", [one for one in TARGETS if saved(one.name)], ids=lambda one: one.name
)
def test_inputs_that_once_failed(target: Target, setting: Setting) -> None:
    for data in saved(target.name):
        answer(target, setting, data)  # raises what is a fault of the program


def test_every_saved_input_belongs_to_a_target() -> None:
    folder = Path(__file__).parents[1] / "data" / "fuzz"
    assert {path.name for path in folder.iterdir()} <= {target.name for target in TARGETS}
