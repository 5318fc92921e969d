"""What a knowledge base holds, in numbers."""

from __future__ import annotations

from typing import Any

from causalkb.store.store import Store


def collect(store: Store) -> dict[str, Any]:
    """Return counts by name; some are by word, as a further dictionary."""
    counts = store.counts
    meta = store.database.meta
    return {
        "path": str(store.database.directory),
        "works": counts.rows("works"),
        "notes": counts.rows("notes"),
        "claims": counts.rows("claims"),
        "passages": counts.rows("passages"),
        "people": counts.people(),
        "problems of imports": counts.rows("problems"),
        "size in MiB": round(counts.size() / 2**20, 1),
        "model": meta("model") or "(none yet)",
        "fields": counts.works_by("field"),
        "types": counts.works_by("type"),
        "decades": counts.works_by_decade(),
        "questions": store.questions.work_counts(),
        "designs": counts.claims_by("design"),
    }
