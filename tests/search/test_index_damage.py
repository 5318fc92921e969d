"""Whatever happened to one file of the index, a search answers as before."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from causalkb import KnowledgeBase

TITLES = ["Smoking and lung cancer", "Vaccines prevent measles", "Sleep and the heart"]
Answers = list[list[tuple[str, float]]]


def flip(data: bytes, places: random.Random) -> bytes:
    changed = bytearray(data)
    changed[places.randrange(len(data))] ^= 1 << places.randrange(8)
    return bytes(changed)


def cut(data: bytes, places: random.Random) -> bytes:
    return data[: places.randrange(len(data))]


DAMAGE: dict[str, Callable[[bytes, random.Random], bytes] | None] = {
    "deleted": None, "truncated": cut, "flipped": flip,
}  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole") / "kb"
    entries = "\n".join(f"@misc{{k{n}, title = {{{t}}}}}" for n, t in enumerate(TITLES))
    with KnowledgeBase.open(folder, create=True) as kb:
        kb.add_content(entries.encode(), "a.bib")
    answers(folder)
    return folder


def answers(folder: Path) -> Answers:
    with KnowledgeBase.open(folder) as kb:
        found = [kb.search(q, mode=m) for q in TITLES[:1] for m in ("semantic", "keyword")]
    return [[(hit.work.key, round(hit.score, 4)) for hit in hits] for hits in found]


def check(whole: Path, folder: Path, damage: str, places: random.Random) -> None:
    before = answers(whole)
    for file in sorted((whole / "index").rglob("*")):
        if not file.is_file() or not (data := file.read_bytes()):
            continue
        shutil.copytree(whole, folder)
        path = folder / file.relative_to(whole)
        change = DAMAGE[damage]
        path.unlink()
        if change is not None:
            path.write_bytes(change(data, places))
        assert answers(folder) == before, f"{path.name} {damage}"
        shutil.rmtree(folder)


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_changes_no_answer(whole: Path, tmp_path: Path, damage: str) -> None:
    check(whole, tmp_path / "kb", damage, random.Random(1))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_a_bit_anywhere_changes_no_answer(whole: Path, tmp_path: Path, seed: int) -> None:
    check(whole, tmp_path / "kb", "flipped", random.Random(seed))
