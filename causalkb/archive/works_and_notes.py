"""Works, notes and claims: from a folder into a store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from causalkb.archive import layout
from causalkb.archive.contents import NoteEntry, WorkEntry, number_of
from causalkb.archive.merging import Fate, MergedNote, kept, merge_note, numbered
from causalkb.archive.reading_in import ReadingIn
from causalkb.ingest.importer import Importer
from causalkb.ingest.words import with_present_slugs
from causalkb.records import AddResult, Claim, ParsedWork, Work
from causalkb.store.rows import now

Count = Callable[[int], None]


class WorksAndNotes:
    """Stores the works of a folder, then their notes."""

    def __init__(self, reading: ReadingIn, importer: Importer) -> None:
        """Prepare; the importer knows whether the key alone says which work is meant."""
        self._reading = reading
        self._importer = importer
        self._left_out: set[str] = set()
        self._stored: dict[str, MergedNote] = {}

    # Works

    def works(self, progress: Count | None) -> AddResult:
        """Store the works and return the account."""
        reading, store = self._reading, self._reading.store
        theirs = reading.parsed.contents.works
        items: list[ParsedWork] = []
        same: list[str] = []
        updated: list[str] = []
        for item in reading.parsed.works:
            key = item.work.key
            what = reading.fate(f"works {key}") if key in theirs else Fate.CONFLICT
            if what in (Fate.SAME, Fate.KEEP):
                self._leave(key, same)
            elif what is Fate.TAKE and store.works.has(key):
                self._overwrite(theirs[key])
                updated.append(key)
            else:
                items.append(item)
        source = str(reading.root)
        result = self._importer.run([*reading.parsed.problems, *items], source, progress)
        for item in reading.parsed.works:
            self._name(item, source)
        self._mark([theirs[item.work.key] for item in items if item.work.key in theirs])
        self._link_versions(theirs)
        self._tell_gone()
        return replace(
            result,
            updated=(*result.updated, *updated),
            unchanged=(*result.unchanged, *same),
        )

    def _leave(self, key: str, same: list[str]) -> None:
        if self._reading.store.works.has(key):
            same.append(key)
        else:
            self._left_out.add(key)  # removed here, and unchanged there

    def _overwrite(self, entry: WorkEntry) -> None:
        store = self._reading.store
        work_id = store.works.id_of(entry.work.key)
        self._importer.overwrite(work_id, entry.work)
        with store.database.atomic():
            store.origins.set_edited_fields(work_id, entry.edited, now())

    def _name(self, item: ParsedWork, source: str) -> None:
        """Remember under which key a work of the folder is stored, where that is another."""
        store, key = self._reading.store, item.work.key
        said = store.provenance.said(source, item.entry)
        if said is not None and key:
            stored = store.works.key_of(said[0])
            if stored != key:
                self._reading.keys[key] = stored

    def _mark(self, entries: list[WorkEntry]) -> None:
        """Protect the fields of new works that were edited by hand."""
        store = self._reading.store
        with store.database.atomic():
            for entry in entries:
                key = self._reading.key(entry.work.key)
                if entry.edited and store.works.has(key):
                    store.provenance.mark_edited(store.works.id_of(key), entry.edited)

    def _link_versions(self, entries: Mapping[str, WorkEntry]) -> None:
        store = self._reading.store
        with store.database.atomic():
            for key, entry in entries.items():
                for others, link in (
                    (entry.work.versions, store.works.link_versions),
                    (entry.apart, store.duplicates.set_apart),
                ):
                    for other in others:
                        pair = self._reading.key(key), self._reading.key(other)
                        if pair[0] != pair[1] and all(map(store.works.has, pair)):
                            link(*map(store.works.id_of, pair))

    def _tell_gone(self) -> None:
        gone = [key for key in self._reading.gone("works") if self._reading.store.works.has(key)]
        if gone:
            reason = f"no longer there, and still here: {kept(gone)}"
            hint = "'causalkb remove KEY' removes them here too; the next export writes them again"
            self._reading.tell("", reason, hint)
        if self._left_out:
            reason = f"removed here, and still in the folder: {kept(sorted(self._left_out))}"
            hint = "'causalkb undo', or adding their files by name, brings them back"
            self._reading.tell("", reason, hint)

    # Notes

    def notes(self, progress: Count | None) -> list[AddResult]:
        """Store the notes with their claims and return the accounts."""
        reading = self._reading
        self._use_our_keys()
        merged = {key: self._merged(key) for key in sorted(reading.parsed.notes)}
        for key, one in merged.items():
            reading.ids |= one.renumbered
            for told in one.told:
                reading.tell(reading.parsed.notes[key].source, told, key=key)
        results, unchanged = [], []
        for n, (key, one) in enumerate(merged.items(), 1):
            if one.changed or self._says_more(key):
                results.append(self._store_note(key, one))
                self._stored[key] = one
            else:
                unchanged.append(key)
            if progress is not None:
                progress(n)
        return [*results, AddResult(unchanged=tuple(unchanged))]

    def _use_our_keys(self) -> None:
        """Name the notes of the folder and their claims by the keys that the works have here."""
        reading, parsed = self._reading, self._reading.parsed
        notes, items = parsed.contents.notes, parsed.notes
        parsed.contents.notes, parsed.notes = {}, {}
        parsed.failed |= {f"notes {reading.key(n[6:])}" for n in parsed.failed if n[:6] == "notes "}
        for key in items:
            here = reading.key(key)
            if key in self._left_out:
                continue
            if here in parsed.notes:
                place = parsed.notes[here].source
                reason = f"{key} is the same work as {here}, whose note is {place}"
                reading.tell(items[key].source, reason, key=key, failed=True)
                continue
            mine = reading.mine.notes.get(here, NoteEntry())
            claims = [
                replace(claim, id=reading.claim_id(claim.id), work=here)
                for claim in with_present_slugs(reading.store, notes[key].claims)
            ]
            theirs = replace(notes[key], claims=tuple(claims))
            parsed.contents.notes[here] = numbered(here, theirs, mine)
            parsed.notes[here] = items[key]
        self._notes_gone()
        reading.there = parsed.contents.digests()

    def _notes_gone(self) -> None:
        """Let notes of which nothing is left in the folder be empty ones."""
        reading, parsed = self._reading, self._reading.parsed
        for key, note in reading.mine.notes.items():
            names = [f"notes {key}", *(f"claims {claim.id}" for claim in note.claims)]
            known = any(name in reading.before.records for name in names)
            there = key in parsed.notes or f"notes {key}" in parsed.failed
            if known and not there and key in parsed.contents.works:
                place = str(reading.root / layout.note_files([key])[key])
                empty = ParsedWork(Work(key), place, entry=key, by_key=True, note="", claims=())
                parsed.notes[key] = empty
                parsed.contents.notes[key] = NoteEntry()

    def _merged(self, key: str) -> MergedNote:
        reading = self._reading
        theirs = reading.parsed.contents.notes[key]
        mine = reading.mine.notes.get(key, NoteEntry())
        hashes = (reading.before.records, reading.there, reading.here)
        return merge_note(key, theirs, mine, *hashes)

    def _says_more(self, key: str) -> bool:
        """Whether a note has tags or questions that its work does not have."""
        store, said = self._reading.store, self._reading.parsed.notes[key].work
        if not store.works.has(key):
            return True
        work = store.works.get(key)
        return not (set(said.tags) <= set(work.tags) and set(said.questions) <= set(work.questions))

    def _store_note(self, key: str, merged: MergedNote) -> AddResult:
        reading, store = self._reading, self._reading.store
        item, entry = reading.parsed.notes[key], merged.entry
        claims = tuple(self._as_stored(claim, merged) for claim in entry.claims)
        work = replace(item.work, key=key)
        note = replace(
            item, work=work, entry=key, note=entry.text, front=entry.front, claims=claims
        )
        result = self._importer.run([note], item.source)
        if result.failed:
            names = [f"notes {key}", *(f"claims {claim.id}" for claim in claims)]
            file = Path(item.source).relative_to(reading.root).as_posix()
            for name in names:
                reading.refuse(name, file)
            reading.parsed.failed.add(f"notes {key}")
            return result
        with store.database.atomic():
            store.origins.set_numbers_used(store.works.id_of(key), entry.numbers)
        return result

    def mark(self) -> None:
        """Say what of the claims was made by hand, once their relations are there."""
        reading, store = self._reading, self._reading.store
        with store.database.atomic():
            for key, merged in self._stored.items():
                if f"notes {key}" in reading.parsed.failed:
                    continue
                marks = [self._mark_here(mark, merged) for mark in merged.entry.by_hand]
                store.origins.set_by_hand(store.works.id_of(key), marks)

    def _mark_here(self, mark: str, merged: MergedNote) -> str:
        *parts, last = mark.split(" ")
        taken = f"{merged.key}#{parts[0]}" in merged.taken if parts else False
        return " ".join([*parts, self._reading.claim_id(last) if taken and "#" in last else last])

    def _as_stored(self, claim: Claim, merged: MergedNote) -> Claim:
        if number_of(claim.id) in merged.entry.quotes and claim.quote:
            claim = replace(claim, quote_checked=True)
        if claim.id not in merged.taken:
            checked = claim.quote_checked or (False if claim.quote else None)
            return replace(claim, quote_checked=checked)
        relations = [r._replace(other=self._reading.claim_id(r.other)) for r in claim.relations]
        return replace(claim, relations=tuple(relations))
