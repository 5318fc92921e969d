"""Reading and writing works, their people, fields, tags, sources and versions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from causalkb.errors import UnknownError
from causalkb.records import Person, Work
from causalkb.store.database import Database
from causalkb.store.lookup import one_identified
from causalkb.store.names import put_words
from causalkb.store.notices import notices_of
from causalkb.store.rows import now, of_rows, select_in
from causalkb.text import fold
from causalkb.vocabulary import Field

_FRONT = "\x1e"
"""Between the foreign front matter of a note and its text; no text that is read has this."""
_COLUMNS = "id, key, type, title, year, venue, doi, arxiv, url, abstract, field"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a work is recognised by (see ``causalkb.ingest.identity``)."""

    doi: str | None = None
    arxiv: str | None = None
    title_key: str = ""
    author_key: str = ""


class Works:
    """The works of one knowledge base."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._conn = database.conn

    # Reading

    def count(self) -> int:
        """How many works there are."""
        return int(self._conn.execute("SELECT count(*) FROM works").fetchone()[0])

    def keys(self) -> list[str]:
        """All citation keys, sorted."""
        rows = self._conn.execute("SELECT key FROM works ORDER BY key")
        return [key for (key,) in rows if isinstance(key, str)]  # of a damaged row it may be none

    def fields(self, keys: Iterable[str]) -> dict[str, Field | None]:
        """The field of each of some works, by its key."""
        rows = select_in(self._conn, "SELECT key, field FROM works WHERE key IN ({})", keys)
        return {key: None if field is None else Field(field) for key, field in rows}

    def id_of(self, key: str) -> int:
        """Return the row id of a work, given its key, its DOI or its arXiv id.

        Raises:
            UnknownError: There is no such key; it carries the nearest ones.
        """
        row = self._conn.execute("SELECT id FROM works WHERE key = ?", (key,)).fetchone()
        if row is None:
            if (work_id := one_identified(self._conn, key)) is not None:
                return work_id
            meant = [found] if (found := self.alias(key)) else []
            hint = "'causalkb list' shows all keys"
            raise UnknownError("work", key, self.keys(), hint, meant=meant)
        return int(row[0])

    def alias(self, key: str) -> str | None:
        """Return the key of the one work that a source calls by another key, if it is one.

        A reference manager has keys of its own for works that were here before.
        """
        rows = self._conn.execute(
            "SELECT DISTINCT w.key FROM work_sources s JOIN works w ON w.id = s.work_id"
            " WHERE s.entry = ?1 OR s.citation_key = ?1 LIMIT 2",
            (key,),
        ).fetchall()
        return str(rows[0][0]) if len(rows) == 1 else None

    def known_as(self, key: str) -> str:
        """Return the key under which a work is stored: given that, a source's, a DOI or arXiv id.

        For reading only: what changes or removes a work is to name it as it is stored.

        Raises:
            UnknownError: There is no such key; it carries the nearest ones.
        """
        if self.has(key):
            return key
        return self.alias(key) or self.key_of(self.id_of(key))

    def key_of(self, work_id: int) -> str:
        """Return the key of a work by its row id."""
        row = self._conn.execute("SELECT key FROM works WHERE id = ?", (work_id,)).fetchone()
        return str(row[0])

    def has(self, key: str) -> bool:
        """Whether a key is taken."""
        return bool(self._conn.execute("SELECT 1 FROM works WHERE key = ?", (key,)).fetchone())

    def get(self, key: str) -> Work:
        """Return one work.

        Raises:
            UnknownError: There is no such key; it carries the nearest ones.
        """
        work_id = self.id_of(self.known_as(key))
        return self.many([work_id])[work_id]

    @of_rows
    def many(self, ids: Iterable[int]) -> dict[int, Work]:
        """Return works by row id, in the order of ``ids``; ids that are gone are left out."""
        wanted = list(dict.fromkeys(ids))
        sql = f"SELECT {_COLUMNS} FROM works WHERE id IN ({{}})"
        rows = {row[0]: row for row in select_in(self._conn, sql, wanted)}
        if not all(isinstance(row[1], str) for row in rows.values()):
            raise ValueError("a work has no key")
        fields = self._fields(rows)
        people = self._people(rows)
        tags = self._strings(
            "SELECT work_id, tag FROM work_tags WHERE work_id IN ({}) ORDER BY tag", rows
        )
        questions = self._strings(
            "SELECT w.work_id, q.slug FROM work_questions w"
            " JOIN questions q ON q.id = w.question_id"
            " WHERE w.work_id IN ({}) ORDER BY q.position, q.id",
            rows,
        )
        versions = self._versions(rows)
        notices = notices_of(self._conn, rows)
        return {
            work_id: Work(
                key=row[1],
                type=row[2],
                title=row[3],
                year=row[4],
                venue=row[5],
                doi=row[6],
                arxiv=row[7],
                url=row[8],
                abstract=row[9],
                field=None if row[10] is None else Field(row[10]),
                authors=tuple(people[work_id, "author"]),
                editors=tuple(people[work_id, "editor"]),
                fields=fields[work_id],
                questions=tuple(questions[work_id]),
                tags=tuple(tags[work_id]),
                versions=tuple(versions[work_id]),
                notices=tuple(notices.get(work_id, ())),
            )
            for work_id in wanted
            if (row := rows.get(work_id)) is not None
        }

    def _fields(self, ids: Iterable[int]) -> defaultdict[int, dict[str, str]]:
        found: defaultdict[int, dict[str, str]] = defaultdict(dict)
        sql = "SELECT work_id, name, value FROM work_fields WHERE work_id IN ({})"
        for work_id, name, value in select_in(self._conn, sql, ids):
            found[work_id][name] = value
        return found

    def _people(self, ids: Iterable[int]) -> defaultdict[tuple[int, str], list[Person]]:
        found: defaultdict[tuple[int, str], list[Person]] = defaultdict(list)
        sql = (
            "SELECT w.work_id, w.role, p.family, p.given, p.particle, p.suffix, p.literal"
            " FROM work_people w JOIN people p ON p.id = w.person_id"
            " WHERE w.work_id IN ({}) ORDER BY w.work_id, w.role, w.position"
        )
        for work_id, role, *name in select_in(self._conn, sql, ids):
            family, given, particle, suffix, literal = name
            person = Person(family, given, particle, suffix, bool(literal))
            found[work_id, role].append(person)
        return found

    def _strings(self, sql: str, ids: Iterable[int]) -> defaultdict[int, list[str]]:
        found: defaultdict[int, list[str]] = defaultdict(list)
        for work_id, value in select_in(self._conn, sql, ids):
            found[work_id].append(value)
        return found

    def _versions(self, ids: Iterable[int]) -> defaultdict[int, list[str]]:
        wanted = list(ids)
        found: defaultdict[int, list[str]] = defaultdict(list)
        for mine, other in (("work_id", "other_id"), ("other_id", "work_id")):
            sql = (
                f"SELECT v.{mine}, w.key FROM work_versions v JOIN works w ON w.id = v.{other}"
                f" WHERE v.{mine} IN ({{}}) ORDER BY w.key"
            )
            for work_id, key in select_in(self._conn, sql, wanted):
                found[work_id].append(key)
        return found

    def find(self, identity: Identity) -> list[tuple[int, Identity, int | None]]:
        """Return works that share the DOI, arXiv id or title: row id, identity and year."""
        # The partial indexes serve only a query that repeats their condition.
        conditions = {
            "doi = ? AND doi IS NOT NULL": identity.doi,
            "arxiv = ? AND arxiv IS NOT NULL": identity.arxiv,
            "title_key = ? AND title_key <> ''": identity.title_key or None,
        }
        given = {sql: value for sql, value in conditions.items() if value is not None}
        if not given:
            return []
        sql = " UNION ".join(
            f"SELECT id, doi, arxiv, title_key, author_key, year FROM works WHERE {condition}"
            for condition in given
        )
        return [
            (row[0], Identity(*row[1:5]), row[5])
            for row in self._conn.execute(sql + " ORDER BY id", tuple(given.values()))
        ]

    def tags(self) -> dict[str, int]:
        """All tags with the number of works that carry them, most used first."""
        sql = "SELECT tag, count(*) FROM work_tags GROUP BY tag ORDER BY 2 DESC, 1"
        return dict(self._conn.execute(sql))

    def incomplete(self) -> dict[str, list[str]]:
        """Keys of works that lack what finding and citing need, by what is lacking."""
        conditions = {
            "have no title": "title = ''",
            "have no author or editor": (
                "NOT EXISTS (SELECT 1 FROM work_people p WHERE p.work_id = works.id)"
            ),
            "have no year": (
                "year IS NULL AND NOT EXISTS (SELECT 1 FROM work_fields f"
                " WHERE f.work_id = works.id AND f.name IN ('year', 'date'))"
            ),
        }
        found = {
            label: [
                r[0] for r in self._conn.execute(f"SELECT key FROM works WHERE {sql} ORDER BY key")
            ]
            for label, sql in conditions.items()
        }
        return {label: keys for label, keys in found.items() if keys}

    def note(self, key: str) -> str | None:
        """Return the text of a work's note."""
        stored = self._note(self.id_of(key))
        return None if stored is None else stored.rpartition(_FRONT)[2] or None

    def note_front(self, key: str) -> str:
        """Return what the front matter of a work's note says beyond causalkb's own, as YAML."""
        return (self._note(self.id_of(key)) or "").rpartition(_FRONT)[0]

    def _note(self, work_id: int) -> str | None:
        row = self._conn.execute("SELECT text FROM notes WHERE work_id = ?", (work_id,)).fetchone()
        return None if row is None else str(row[0])

    # Writing; each call belongs inside the caller's ``Database.atomic()``

    def insert(self, work: Work, identity: Identity) -> int:
        """Store a new work and return its row id; its key must be free."""
        stamp = now()
        work_id = self._conn.execute(
            "INSERT INTO works (key, type, title, year, venue, doi, arxiv, url, abstract, field,"
            " title_key, author_key, added_at, changed_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (*_columns(work), identity.title_key, identity.author_key, stamp, stamp),
        ).lastrowid
        assert work_id is not None
        self._write_parts(work_id, work)
        return work_id

    def update(self, work_id: int, work: Work, identity: Identity) -> None:
        """Replace all that a work says of itself; tags and questions are only ever added to."""
        self._conn.execute(
            "UPDATE works SET key=?, type=?, title=?, year=?, venue=?, doi=?, arxiv=?, url=?,"
            " abstract=?, field=?, title_key=?, author_key=?, changed_at=? WHERE id=?",
            (*_columns(work), identity.title_key, identity.author_key, now(), work_id),
        )
        self._conn.execute("DELETE FROM work_fields WHERE work_id = ?", (work_id,))
        before = self._person_ids(work_id)
        self._conn.execute("DELETE FROM work_people WHERE work_id = ?", (work_id,))
        self._write_parts(work_id, work)
        self._drop_unused(before)

    def _write_parts(self, work_id: int, work: Work) -> None:
        self._conn.executemany(
            "INSERT INTO work_fields (work_id, name, value) VALUES (?, ?, ?)",
            [(work_id, name, value) for name, value in work.fields.items()],
        )
        for role, people in (("author", work.authors), ("editor", work.editors)):
            self._conn.executemany(
                "INSERT INTO work_people (work_id, role, position, person_id) VALUES (?, ?, ?, ?)",
                [(work_id, role, n, self._person_id(p)) for n, p in enumerate(people)],
            )
        self.add_tags(work_id, work.tags)
        self.add_questions(work_id, work.questions)

    def _person_id(self, person: Person) -> int:
        values = (person.family, person.given, person.particle, person.suffix, int(person.literal))
        row = self._conn.execute(
            "SELECT id FROM people WHERE family=? AND given=? AND particle=? AND suffix=?"
            " AND literal=?",
            values,
        ).fetchone()
        if row is not None:
            return int(row[0])
        folded = fold(f"{person.given} {person.particle} {person.family} {person.suffix}")
        new = self._conn.execute(
            "INSERT INTO people (family, given, particle, suffix, literal, folded)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (*values, folded),
        ).lastrowid
        assert new is not None
        put_words(self._conn, [(new, folded)])
        return new

    def _person_ids(self, work_id: int) -> list[tuple[int]]:
        sql = "SELECT DISTINCT person_id FROM work_people WHERE work_id = ?"
        return self._conn.execute(sql, (work_id,)).fetchall()

    def _drop_unused(self, people: list[tuple[int]]) -> None:
        """Forget those of some people whom no work names any more."""
        self._conn.executemany(
            "DELETE FROM people WHERE id = ? AND NOT EXISTS"
            " (SELECT 1 FROM work_people w WHERE w.person_id = people.id)",
            people,
        )

    def remove(self, work_id: int) -> None:
        """Delete a work with all that hangs on it."""
        people = self._person_ids(work_id)
        self._conn.execute("DELETE FROM works WHERE id = ?", (work_id,))
        self._drop_unused(people)

    def add_tags(self, work_id: int, tags: Iterable[str]) -> int:
        """Add tags and return how many were new."""
        before = self._conn.total_changes
        self._conn.executemany(
            "INSERT OR IGNORE INTO work_tags (work_id, tag) VALUES (?, ?)",
            [(work_id, tag) for tag in tags],
        )
        return self._conn.total_changes - before

    def remove_tags(self, work_id: int, tags: Iterable[str]) -> int:
        """Remove tags and return how many were there."""
        before = self._conn.total_changes
        self._conn.executemany(
            "DELETE FROM work_tags WHERE work_id = ? AND tag = ?", [(work_id, t) for t in tags]
        )
        return self._conn.total_changes - before

    def add_questions(self, work_id: int, slugs: Iterable[str]) -> int:
        """Link known questions and return how many links were new; unknown slugs are ignored."""
        before = self._conn.total_changes
        self._conn.executemany(
            "INSERT OR IGNORE INTO work_questions (work_id, question_id)"
            " SELECT ?, id FROM questions WHERE slug = ?",
            [(work_id, slug) for slug in slugs],
        )
        return self._conn.total_changes - before

    def set_questions(self, work_id: int, slugs: Iterable[str]) -> None:
        """Replace a work's links to questions."""
        self._conn.execute("DELETE FROM work_questions WHERE work_id = ?", (work_id,))
        self.add_questions(work_id, slugs)

    def set_note(self, work_id: int, text: str, front: str = "") -> bool:
        """Store a work's note and say whether that changed anything; "" removes it.

        ``front`` is what its front matter says that means nothing to causalkb, as YAML.
        """
        text = f"{front}{_FRONT}{text}" if front else text
        if (self._note(work_id) or "") == text:
            return False
        self._conn.execute("DELETE FROM notes WHERE work_id = ?", (work_id,))
        if text:
            self._conn.execute(
                "INSERT INTO notes (work_id, text, changed_at) VALUES (?, ?, ?)",
                (work_id, text, now()),
            )
        return True

    def link_versions(self, one: int, other: int) -> None:
        """Link two versions (preprint and published) of the same work."""
        self._conn.execute(
            "INSERT OR IGNORE INTO work_versions (work_id, other_id) VALUES (?, ?)",
            (min(one, other), max(one, other)),
        )


def _columns(work: Work) -> tuple[object, ...]:
    return (
        work.key,
        work.type,
        work.title,
        work.year,
        work.venue,
        work.doi,
        work.arxiv,
        work.url,
        work.abstract,
        None if work.field is None else work.field.value,
    )
