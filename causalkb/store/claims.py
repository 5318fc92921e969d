"""Reading and writing claims with their stances, effects, tags and relations."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

from causalkb.errors import UnknownError
from causalkb.records import Claim, Effect, Estimate, Warrant
from causalkb.records.claims import NO_WARRANT
from causalkb.store.database import Database
from causalkb.store.relations import relations_of
from causalkb.store.rows import marks, now, of_rows, select_in
from causalkb.vocabulary import (
    Design,
    Directness,
    Extent,
    Rung,
    Sign,
    Stance,
    Timing,
    Wording,
)

_Stances = defaultdict[int, dict[str, Stance]]
_Warrants = defaultdict[int, dict[str, Warrant]]

_FIELDS = (
    *("text", "design", "rung", "wording", "subject", "population", "paradigm", "extent"),
    *("version", "n", "estimate", "concerns", "premises", "locator", "quote", "quote_checked"),
)
_CLAIM = (
    f"SELECT c.id, w.key, c.number, c.entered_by, c.entered_at, c.{', c.'.join(_FIELDS)}"
    " FROM claims c JOIN works w ON w.id = c.work_id"
)


class Claims:
    """The claims of one knowledge base."""

    def __init__(self, database: Database) -> None:
        self._conn = database.conn

    def count(self) -> int:
        """How many claims there are."""
        return int(self._conn.execute("SELECT count(*) FROM claims").fetchone()[0])

    def ids(self) -> list[str]:
        """All claim ids (``workkey#n``)."""
        sql = (
            "SELECT w.key || '#' || c.number FROM claims c JOIN works w ON w.id = c.work_id"
            " ORDER BY w.key, c.number"
        )
        return [row[0] for row in self._conn.execute(sql)]

    def with_effects(self) -> set[int]:
        """Row ids of the claims that name a cause and an effect."""
        rows = self._conn.execute("SELECT DISTINCT claim_id FROM effects")
        return {row[0] for row in rows}

    def id_of(self, claim_id: str) -> int:
        """Return the row id of a claim ``workkey#n``.

        Raises:
            UnknownError: There is no such claim; it carries the nearest ids.
        """
        key, _, number = claim_id.rpartition("#")
        if number.isascii() and number.isdigit() and len(number) < 10:
            sql = (
                "SELECT c.id FROM claims c JOIN works w ON w.id = c.work_id"
                " WHERE w.key = ? AND c.number = ?"
            )
            row = self._conn.execute(sql, (key, int(number))).fetchone()
            if row is not None:
                return int(row[0])
        raise UnknownError("claim", claim_id, self.ids(), "'causalkb claims' shows all claims")

    def rows_of(self, claim_ids: Iterable[str]) -> list[int]:
        """Return the row ids of claims ``workkey#n``, by work and number; unknown are left out."""
        wanted = set(claim_ids)
        sql = (
            "SELECT c.id, w.key || '#' || c.number FROM works w"
            " CROSS JOIN claims c ON c.work_id = w.id WHERE w.key IN ({}) ORDER BY w.key, c.number"
        )
        keys = sorted({claim.rpartition("#")[0] for claim in wanted})
        return [row[0] for row in select_in(self._conn, sql, keys) if row[1] in wanted]

    def of_works(self, work_ids: Iterable[int]) -> dict[int, list[Claim]]:
        """Return the claims of works by the works' row ids, in order of number."""
        wanted = list(work_ids)
        sql = f"{_CLAIM} WHERE c.work_id IN ({{}}) ORDER BY c.work_id, c.number"
        rows = list(select_in(self._conn, sql, wanted))
        found: dict[int, list[Claim]] = {work_id: [] for work_id in wanted}
        owner = dict(
            select_in(self._conn, "SELECT id, work_id FROM claims WHERE work_id IN ({})", wanted)
        )
        for row_id, claim in self._records(rows).items():
            found[owner[row_id]].append(claim)
        return found

    def many(self, row_ids: Iterable[int]) -> dict[int, Claim]:
        """Return claims by row id."""
        return self._records(
            list(select_in(self._conn, f"{_CLAIM} WHERE c.id IN ({{}}) ORDER BY c.id", row_ids))
        )

    def _records(self, rows: list[tuple[Any, ...]]) -> dict[int, Claim]:
        ids = [row[0] for row in rows]
        stances, warrants = self._stances(ids)
        effects = self._effects(ids)
        tags = self._tags(ids)
        relations = relations_of(self._conn, ids)
        return {
            row[0]: _claim(
                row,
                stances=stances[row[0]],
                warrants=warrants[row[0]],
                effects=tuple(effects[row[0]]),
                tags=tuple(tags[row[0]]),
                relations=tuple(relations[row[0]]),
            )
            for row in rows
        }

    @of_rows
    def _stances(self, ids: list[int]) -> tuple[_Stances, _Warrants]:
        stances: _Stances = defaultdict(dict)
        warrants: _Warrants = defaultdict(dict)
        sql = (
            "SELECT s.claim_id, h.slug, s.stance, s.because, s.directness, s.entered_by,"
            " s.entered_at, s.otherwise, s.timing FROM stances s"
            " JOIN hypotheses h ON h.id = s.hypothesis_id"
            " WHERE s.claim_id IN ({}) ORDER BY h.question_id, h.position"
        )
        for row in select_in(self._conn, sql, ids):
            claim_id, slug, stance, because, directness, by, at, otherwise, timing = row
            stances[claim_id][slug] = Stance(stance)
            warrant = Warrant(
                because,
                Directness(directness),
                by,
                at if by else "",
                otherwise,
                Timing(timing) if timing else None,
            )
            if warrant != NO_WARRANT:
                warrants[claim_id][slug] = warrant
        return stances, warrants

    @of_rows
    def _effects(self, ids: list[int]) -> defaultdict[int, list[Effect]]:
        found: defaultdict[int, list[Effect]] = defaultdict(list)
        sql = (
            "SELECT claim_id, cause, effect, sign FROM effects WHERE claim_id IN ({})"
            " ORDER BY claim_id, position"
        )
        for claim_id, cause, effect, sign in select_in(self._conn, sql, ids):
            found[claim_id].append(Effect(cause, effect, Sign(sign)))
        return found

    def _tags(self, ids: list[int]) -> defaultdict[int, list[str]]:
        found: defaultdict[int, list[str]] = defaultdict(list)
        sql = "SELECT claim_id, tag FROM claim_tags WHERE claim_id IN ({}) ORDER BY tag"
        for claim_id, tag in select_in(self._conn, sql, ids):
            found[claim_id].append(tag)
        return found

    # Writing; each call belongs inside the caller's ``Database.atomic()``

    def insert(self, work_id: int, claim: Claim, *, origin: str) -> int:
        """Store a new claim of a work and return its row id.

        Its number is the one that ``claim.id`` asks for if that is free, else the next that the
        work has never used, so that an id never changes meaning.
        """
        number = self._number(work_id, claim.id)
        row_id = self._conn.execute(
            f"INSERT INTO claims (work_id, number, origin, entered_by, entered_at,"
            f" {', '.join(_FIELDS)}) VALUES (?, ?, ?, ?, ?, {marks(_FIELDS)})",
            (work_id, number, origin, claim.by, claim.at or now(), *_columns(claim)),
        ).lastrowid
        assert row_id is not None
        self._write_parts(row_id, claim, origin)
        return row_id

    def _number(self, work_id: int, wanted: str) -> int:
        digits = wanted.rpartition("#")[2]
        if digits.isascii() and digits.isdigit() and int(digits[:9]) > 0 and len(digits) < 10:
            sql = "SELECT 1 FROM claims WHERE work_id = ? AND number = ?"
            if self._conn.execute(sql, (work_id, int(digits))).fetchone() is None:
                self._conn.execute(
                    "UPDATE works SET claims_made = max(claims_made, ?) WHERE id = ?",
                    (int(digits), work_id),
                )
                return int(digits)
        self._conn.execute(
            "UPDATE works SET claims_made = claims_made + 1 WHERE id = ?", (work_id,)
        )
        sql = "SELECT claims_made FROM works WHERE id = ?"
        return int(self._conn.execute(sql, (work_id,)).fetchone()[0])

    def update(self, row_id: int, claim: Claim, *, origin: str) -> None:
        """Replace what a claim says; stances, effects and tags of another origin are kept."""
        self._conn.execute(
            f"UPDATE claims SET {' = ?, '.join(_FIELDS)} = ? WHERE id = ?",
            (*_columns(claim), row_id),
        )
        if claim.by:
            self._conn.execute(
                "UPDATE claims SET entered_by = ?, entered_at = ? WHERE id = ?",
                (claim.by, claim.at or now(), row_id),
            )
        self._conn.execute(
            "DELETE FROM stances WHERE claim_id = ? AND origin = ?", (row_id, origin)
        )
        self._conn.execute("DELETE FROM effects WHERE claim_id = ?", (row_id,))
        self._conn.execute("DELETE FROM claim_tags WHERE claim_id = ?", (row_id,))
        self._write_parts(row_id, claim, origin)

    def _write_parts(self, row_id: int, claim: Claim, origin: str) -> None:
        self._conn.executemany(
            f"INSERT OR IGNORE {_STANCE}",
            [_stance(row_id, s, v, claim.warrant(s), origin) for s, v in claim.stances.items()],
        )
        self._conn.executemany(
            "INSERT INTO effects (claim_id, position, cause, effect, sign) VALUES (?, ?, ?, ?, ?)",
            [(row_id, n, e.cause, e.effect, e.sign.value) for n, e in enumerate(claim.effects)],
        )
        self._conn.executemany(
            "INSERT OR IGNORE INTO claim_tags (claim_id, tag) VALUES (?, ?)",
            [(row_id, tag) for tag in claim.tags],
        )

    def rewrite(self, row_id: int, claim: Claim) -> None:
        """Replace what a claim says, and leave its stances and relations."""
        origins = dict(
            self._conn.execute(
                "SELECT h.slug, s.origin FROM stances s JOIN hypotheses h ON h.id = s.hypothesis_id"
                " WHERE s.claim_id = ?",
                (row_id,),
            )
        )
        for origin in ("note", "hand"):
            own = {s: v for s, v in claim.stances.items() if origins.get(s) == origin}
            self.update(row_id, replace(claim, stances=own), origin=origin)

    def adopt(self, row_id: int) -> None:
        """From now on a claim made by hand belongs to the note that states it."""
        self._conn.execute("UPDATE claims SET origin = 'note' WHERE id = ?", (row_id,))

    def link(
        self,
        row_id: int,
        stances: Mapping[str, Stance],
        warrants: Mapping[str, Warrant],
        *,
        origin: str,
    ) -> int:
        """Add or change stances of a claim with their warrants; return how many that changed."""
        stored, why = self._stances([row_id])
        old, given = stored[row_id], why[row_id]
        new = {
            slug: stance
            for slug, stance in stances.items()
            if old.get(slug) is not stance
            or (slug in warrants and warrants[slug] != given.get(slug, NO_WARRANT))
        }
        self._conn.executemany(
            f"INSERT OR REPLACE {_STANCE}",
            [
                _stance(row_id, slug, stance, warrants.get(slug, NO_WARRANT), origin)
                for slug, stance in new.items()
            ],
        )
        return len(new)

    def unlink(self, row_id: int, slugs: Iterable[str]) -> int:
        """Remove stances of a claim and return how many were there."""
        before = self._conn.total_changes
        self._conn.executemany(
            "DELETE FROM stances WHERE claim_id = ? AND hypothesis_id ="
            " (SELECT id FROM hypotheses WHERE slug = ?)",
            [(row_id, slug) for slug in slugs],
        )
        return self._conn.total_changes - before

    def of_origin(self, work_id: int, origin: str) -> dict[int, Claim]:
        """Return a work's claims of one origin ("note" or "hand") by row id, in order of number."""
        rows = self._conn.execute(
            f"{_CLAIM} WHERE c.work_id = ? AND c.origin = ? ORDER BY c.number", (work_id, origin)
        ).fetchall()
        return self._records(rows)

    def keep_as_manual(self, row_id: int) -> bool:
        """Keep a claim that its note no longer states if a person linked it; say whether."""
        sql = "SELECT 1 FROM stances WHERE claim_id = ? AND origin = 'hand'"
        if self._conn.execute(sql, (row_id,)).fetchone() is None:
            return False
        self._conn.execute("DELETE FROM stances WHERE claim_id = ? AND origin = 'note'", (row_id,))
        self._conn.execute("UPDATE claims SET origin = 'hand' WHERE id = ?", (row_id,))
        return True

    def remove(self, row_id: int) -> None:
        """Delete a claim with all its links."""
        self._conn.execute("DELETE FROM claims WHERE id = ?", (row_id,))


_STANCE = (
    "INTO stances (claim_id, hypothesis_id, stance, because, directness, otherwise, timing,"
    " origin, entered_by, entered_at) SELECT ?, id, ?, ?, ?, ?, ?, ?, ?, ? FROM hypotheses"
    " WHERE slug = ?"
)


def _stance(
    row_id: int, slug: str, stance: Stance, warrant: Warrant, origin: str
) -> tuple[object, ...]:
    severity = (warrant.otherwise, warrant.timing.value if warrant.timing else "")
    said = (stance.value, warrant.because, warrant.directness.value, *severity)
    return (row_id, *said, origin, warrant.by, warrant.at or now(), slug)


@of_rows
def _claim(row: tuple[Any, ...], **links: Any) -> Claim:
    """Build a claim from a row of :data:`_CLAIM` and what hangs on it."""
    value = dict(zip(_FIELDS, row[5:], strict=True))
    return Claim(
        id=f"{row[1]}#{row[2]}",
        work=row[1],
        text=value["text"],
        design=None if value["design"] is None else Design(value["design"]),
        rung=None if value["rung"] is None else Rung(value["rung"]),
        wording=None if value["wording"] is None else Wording(value["wording"]),
        subject=value["subject"],
        population=value["population"],
        paradigm=value["paradigm"],
        extent=None if value["extent"] is None else Extent(value["extent"]),
        version=value["version"],
        n=value["n"],
        estimate=None if value["estimate"] is None else _estimate(value["estimate"]),
        concerns=tuple(json.loads(value["concerns"])),
        premises=tuple(json.loads(value["premises"])),
        locator=value["locator"],
        quote=value["quote"],
        quote_checked=None if value["quote_checked"] is None else bool(value["quote_checked"]),
        by=row[3],
        at=row[4],
        **links,
    )


def _estimate(text: str) -> Estimate:
    found = Estimate(**json.loads(text))
    if not all(isinstance(n, int | float | None) for n in (found.value, found.low, found.high)):
        raise ValueError(f"the estimate {text[:60]} has no numbers")
    return found


def _columns(claim: Claim) -> tuple[object, ...]:
    """Return what is stored in the columns :data:`_FIELDS`."""
    estimate = None if claim.estimate is None else json.dumps(asdict(claim.estimate))
    return (
        claim.text,
        None if claim.design is None else claim.design.value,
        None if claim.rung is None else claim.rung.value,
        None if claim.wording is None else claim.wording.value,
        claim.subject,
        claim.population,
        claim.paradigm,
        None if claim.extent is None else claim.extent.value,
        claim.version,
        claim.n,
        estimate,
        json.dumps(claim.concerns, ensure_ascii=False),
        json.dumps(claim.premises, ensure_ascii=False),
        claim.locator,
        claim.quote,
        None if claim.quote_checked is None else int(claim.quote_checked),
    )
