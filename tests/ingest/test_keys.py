"""Citation keys."""

from __future__ import annotations

from causalkb.ingest import keys


def test_many_works_with_one_key_ask_a_few_times_each() -> None:
    used: set[str] = set()
    asked = 0

    def taken(key: str) -> bool:
        nonlocal asked
        asked += 1
        return key in used

    tried: dict[str, int] = {}
    for _ in range(2_000):
        used.add(keys.free("k", taken, tried))
    assert len(used) == 2_000
    assert asked <= 3 * 2_000
    assert {"k", "ka", "kz", "kaa", "kzz", "kaaa"} <= used


def test_a_key_is_cut_where_files_and_programs_could_not_hold_it() -> None:
    assert [len(keys.tidy("x" * n)) for n in (199, 200, 201, 5000)] == [199, 200, 200, 200]
