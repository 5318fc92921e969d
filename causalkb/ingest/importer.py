"""From parsed entries to stored works: identity, merging, claims, passages; a transaction each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import replace
from itertools import chain, islice

from causalkb.errors import InputError
from causalkb.identifiers import title_key
from causalkb.ingest import keys
from causalkb.ingest.account import Told, disagreements, doubts_of, warning
from causalkb.ingest.attached import all_said, attach
from causalkb.ingest.claims import state_relations, sync_claims
from causalkb.ingest.identity import Match, corrects_identifier, identity_of, match
from causalkb.ingest.joining import join
from causalkb.ingest.merge import gather, hashes, merge, spread
from causalkb.ingest.own_notes import as_known, is_own
from causalkb.ingest.passages import Chunk, rebuild_passages
from causalkb.ingest.quotes import check_quote
from causalkb.ingest.words import unknown_words, with_present_slugs
from causalkb.records import (
    FROM_FILE,
    AddResult,
    Claim,
    ParsedItem,
    ParsedWork,
    Problem,
    Remark,
    Work,
)
from causalkb.store.provenance import NAMES, names
from causalkb.store.store import Store
from causalkb.vocabulary import Severity

_NAMELESS = "@"
"""Begins the name of an entry without a key in a format in which entries have keys."""
_SAME_TITLE = 70.0
"""Least similarity (0-100, rapidfuzz ``ratio``) of a title that its source corrected to before."""


class Importer:
    """Stores what readers yield."""

    def __init__(
        self, store: Store, chunk: Chunk | None, *, whole: bool = False, by_key: bool = False
    ) -> None:
        """Prepare an import.

        Args:
            store: Where to.
            chunk: Chunks works into passages; ``None`` leaves that for :func:`chunk_pending`.
            whole: A note lists all claims of its work, those made by hand included.
            by_key: The key alone says which work an entry means, as in a note.
        """
        self._whole = whole
        self._by_key = by_key
        self._store = store
        self._chunk = chunk
        self._command = store.undo.begin()
        self._kept: set[int] = set()
        self._new: set[int] = set()
        self._tried: dict[str, int] = {}
        self._joined: dict[str, str] = {}
        self._related: dict[int, tuple[ParsedWork, str]] = {}

    def run(
        self,
        items: Iterable[ParsedItem],
        source: str,
        progress: Callable[[int], None] | None = None,
    ) -> AddResult:
        """Store all that a source yields and return the account.

        Args:
            items: What a reader yields.
            source: A name of the source that stays the same from one import to the next.
            progress: Called with the number of entries done so far.

        A KeyboardInterrupt ends the run early: what was stored stays, the work in flight does not,
        and the result says ``interrupted``.
        """
        outcome: dict[str, list[str]] = {"added": [], "updated": [], "unchanged": []}
        problems: list[Problem] = []
        remarks: list[Remark] = []
        told = Told(self._store.problems.of(source))
        interrupted = False
        try:
            for group in _groups(items):
                # One commit for many entries, each of which is undone by itself where it fails.
                with self._store.database.atomic():
                    try:
                        for item in group:
                            if isinstance(item, Problem):
                                problems.append(item)
                                told.forget(item)
                            elif isinstance(item, Remark):
                                remarks.append(item)
                            else:
                                status, key, found = self._store_one(item, source, told.of(item))
                                problems += found
                                if status:
                                    outcome[status].append(key)
                            if progress is not None:
                                progress(sum(map(len, outcome.values())))
                    except KeyboardInterrupt:
                        interrupted = True
                if interrupted:
                    break
        except KeyboardInterrupt:
            interrupted = True
        try:
            self._remember(source, problems)
        except KeyboardInterrupt:  # the account of what is stored must not be lost
            interrupted = True
        done = {
            name: tuple(self._joined.get(key, key) for key in found)
            for name, found in outcome.items()
        }
        return AddResult(
            problems=tuple(problems), interrupted=interrupted, remarks=tuple(remarks), **done
        )

    def overwrite(self, work_id: int, work: Work) -> None:
        """Make a stored work say exactly what ``work`` says, but for its key and versions."""
        works = self._store.works
        with self._store.database.atomic():
            self._keep(work_id)
            stored = works.many([work_id])[work_id]
            works.remove_tags(work_id, stored.tags)
            works.set_questions(work_id, work.questions)
            named = replace(stored, tags=work.tags, questions=work.questions)
            new = gather(named, spread(work))
            works.update(work_id, new, identity_of(new))
            rebuild_passages(self._store, self._chunk, work_id)

    def _remember(self, source: str, problems: Sequence[Problem]) -> None:
        with self._store.database.atomic():
            self._store.problems.replace(source, problems)

    def _store_one(
        self, item: ParsedWork, source: str, told: bool
    ) -> tuple[str, str, list[Problem]]:
        """Store one entry; return its status ("" when it failed), key and problems.

        With ``told``, the last import had to warn of something that may still be so.
        """
        item, found = as_known(self._store, item, source, whole=self._whole)
        identity = identity_of(item.work)
        said = hashes(all_said(item))
        said[NAMES] = names(identity.title_key, identity.author_key)
        before = self._store.provenance.said(source, item.entry)
        if before is not None and {**before[1], NAMES: said[NAMES]} == said:
            found += self._warnings(item, *before) if told else []
            return "unchanged", self._store.works.key_of(before[0]), found
        refused = found + unknown_words(self._store, item)
        if any(p.severity is Severity.FAILED for p in refused):
            return "", "", refused
        try:
            status, work_id, found = self._write(item, source, said, before)
        except InputError as error:  # a quote that is not in the work's text
            return "", "", [replace(warning(item, str(error), ""), severity=Severity.FAILED)]
        return status, self._store.works.key_of(work_id), refused + found

    def _warnings(self, item: ParsedWork, work_id: int, said: dict[str, str]) -> list[Problem]:
        """Return the warnings on an entry that has not changed."""
        if item.by_key:
            return []
        found = unknown_words(self._store, item)
        matched = match(self._store, item.work, work_id)
        also = tuple(row for row in (*matched.bridged, *matched.also) if row != work_id)
        matched = replace(matched, same=work_id, bridged=(), also=also)
        stored = self._store.works.many([work_id])[work_id]
        merged = merge(stored, item.work, said, self._store.provenance.edited(work_id))
        found += doubts_of(self._store, item, matched)
        return found + disagreements(item, stored.key, merged.disagreeing)

    def _write(
        self,
        item: ParsedWork,
        source: str,
        said: dict[str, str],
        before: tuple[int, dict[str, str]] | None,
    ) -> tuple[str, int, list[Problem]]:
        """Store one entry in one transaction; return status, row id of the work and warnings."""
        with self._store.database.atomic():
            status, work_id, found = self._place(item, before)
            earlier = before[1] if before is not None and before[0] == work_id else {}
            links = {name for name in _LINKS if earlier.get(name) != said[name]}
            changed = self._enrich(item, work_id, links) or status != "unchanged"
            if item.text is not None or item.annotations or item.notices:
                self._keep_old(work_id)
            changed |= attach(self._store, item, work_id, source)
            key = "" if item.by_key else item.work.key
            self._store.provenance.record_source(work_id, source, item.entry, said, key)
            if changed:
                rebuild_passages(self._store, self._chunk, work_id)
            if item.claims:
                rows = state_relations(self._store, work_id, item.claims, whole=self._whole)
                self._related |= dict.fromkeys(rows, (item, source))
        if changed and status == "unchanged":
            status = "updated"
        return status, work_id, found

    def _place(
        self, item: ParsedWork, before: tuple[int, dict[str, str]] | None
    ) -> tuple[str, int, list[Problem]]:
        """Find or make the work of an entry and bring its record up to date."""
        works = self._store.works
        matched = self._find(item, before)
        found, versions = matched.same, matched.versions
        doubts = doubts_of(self._store, item, matched)
        if found is not None and matched.bridged:
            found, joined = self._join(item, found, matched.bridged)
            doubts += joined
        if found is None:
            key, problems = self._free_key(item)
            work = gather(replace(item.work, key=key), spread(item.work))
            work_id = works.insert(work, identity_of(work))
            self._new.add(work_id)
            for other in versions:
                works.link_versions(work_id, other)
            return "added", work_id, problems + doubts
        stored = works.many([found])[found]
        earlier = before[1] if before is not None and before[0] == found else {}
        if item.text is None and item.work.title and FROM_FILE in stored.tags:
            earlier = hashes(spread(stored))  # a title read from a page gives way to a record
            self._keep(found)
            works.remove_tags(found, [FROM_FILE])
            stored = replace(stored, tags=tuple(tag for tag in stored.tags if tag != FROM_FILE))
        merged = merge(stored, item.work, earlier, self._store.provenance.edited(found))
        if merged.changed:
            self._keep(found)
            works.update(found, merged.work, identity_of(merged.work))
        for other in versions:
            works.link_versions(found, other)
        return (
            "updated" if merged.changed or matched.bridged else "unchanged",
            found,
            doubts + disagreements(item, stored.key, merged.disagreeing),
        )

    def _find(self, item: ParsedWork, before: tuple[int, dict[str, str]] | None) -> Match:
        """Return the work that an entry means, its other versions, and what is doubtful."""
        works = self._store.works
        if item.by_key or self._by_key:
            key = item.work.key
            if not works.has(key) and (now := self._store.provenance.merged_into(key)):
                # Two notes would undo each other's claims.
                raise InputError(f"{key} was merged into {now}; move this note to that of {now}")
            return Match(works.id_of(key) if works.has(key) else None)
        if is_own(item):  # two notes may have one title
            return Match(None)
        matched = match(self._store, item.work, None if before is None else before[0])
        if matched.same is not None:
            return matched
        if before is not None and self._still_the_same(item.work, before[0]):
            return replace(matched, same=before[0])
        key = keys.tidy(item.work.key)
        if key and works.has(key):
            # A note may have come before the bibliography: its work is still blank.
            work_id = works.id_of(key)
            stored = identity_of(works.many([work_id])[work_id])
            if not (stored.doi or stored.arxiv or stored.title_key):
                return replace(matched, same=work_id)
        return matched

    def _join(
        self, item: ParsedWork, found: int, bridged: Sequence[int]
    ) -> tuple[int, list[Problem]]:
        """Make one of the works that an entry shows to be one; return it and what was done."""
        keep, *goes = sorted({found, *bridged})
        key, problems = self._store.works.key_of(keep), []
        for work_id in goes:
            old = self._store.works.key_of(work_id)
            join(self._store, self._command, "add", keep, work_id)
            for earlier, into in self._joined.items():
                self._joined[earlier] = key if into == old else into
            self._joined[old] = key
            reason = f"shows that {key} and {old} are one work: {old} was merged into {key}"
            problems.append(warning(item, reason, "'causalkb undo' takes the import back"))
        rebuild_passages(self._store, self._chunk, keep)
        return keep, problems

    def _still_the_same(self, work: Work, work_id: int) -> bool:
        """Whether a source's entry, whose title or year it corrected, still means the same work."""
        stored = self._store.works.many([work_id]).get(work_id)
        if stored is None:
            return False
        if corrects_identifier(work, stored):
            return bool(work.key)
        for mine, other in ((work.doi, stored.doi), (work.arxiv, stored.arxiv)):
            if mine and other:
                return mine == other
        # The name of an entry alone proves nothing: "@1" is whatever comes first in the file, and
        # two downloads called citation.bib may use one key for two papers.
        old, new = title_key(stored.title), title_key(work.title)
        if not (old and new):
            return bool(work.key)
        from rapidfuzz import fuzz

        return fuzz.ratio(old, new) >= _SAME_TITLE

    def _free_key(self, item: ParsedWork) -> tuple[str, list[Problem]]:
        """Return a free key for a new work, and a warning where it is not the entry's own."""
        wanted = keys.tidy(item.work.key)
        key = keys.free(wanted or keys.make(item.work), self._store.works.has, self._tried)
        if key == item.work.key or not (item.work.key or item.entry.startswith(_NAMELESS)):
            return key, []
        if not item.work.key:
            reason = f"has no key; stored as {key}"
        elif key == wanted:
            reason = f"key {item.work.key!r} has characters unfit for a key; stored as {key}"
        else:
            reason = f"key {item.work.key!r} already belongs to another work; stored as {key}"
        return key, [warning(item, reason, "give it a key of its own in the source to choose one")]

    def _keep_old(self, work_id: int) -> None:
        if work_id not in self._new:
            self._keep(work_id)

    def _keep(self, work_id: int) -> None:
        """Keep the work as it is, so that this import can be undone."""
        if work_id not in self._kept:
            self._store.undo.keep(self._command, "add", work_id)
            self._kept.add(work_id)

    def _enrich(self, item: ParsedWork, work_id: int, links: Set[str]) -> bool:
        """Add tags, questions, note and claims, and say whether any was new.

        Tags and questions only where ``links`` says that the source changed them: those it had
        before may have been removed by hand since.
        """
        works = self._store.works
        changed = False
        if "causalkb-tags" in links:
            changed |= bool(works.add_tags(work_id, item.work.tags))
        if "causalkb-questions" in links:
            changed |= bool(works.add_questions(work_id, item.work.questions))
        if item.claims is not None:
            self._keep_old(work_id)  # a note that is read again may take back what it said before
        if item.note is not None:
            changed |= works.set_note(work_id, item.note, item.front)
        if item.claims is not None:
            changed |= sync_claims(
                self._store, work_id, self._checked(work_id, item.claims), whole=self._whole
            )
        return changed

    def _checked(self, work_id: int, claims: Sequence[Claim]) -> list[Claim]:
        """Look up each claim's quote in the work's text, and use the present slugs."""
        return [
            replace(
                claim,
                quote_checked=claim.quote_checked
                or check_quote(self._store, work_id, claim.quote, claim.quote_checked is False),
            )
            for claim in with_present_slugs(self._store, claims)
        ]

    def relate(self) -> list[Problem]:
        """Link claims to the claims that notes say they relate to, in whatever note those are.

        Relations that an earlier, interrupted import left waiting are done as well. Return a
        warning for each claim that is not there and that a note of this import names; its relation
        waits, and the note is read anew the next time.
        """
        if not self._store.relations.waiting_relations():
            return []
        problems: list[Problem] = []
        with self._store.database.atomic():
            for row_id, error in self._store.relations.resolve_relations():
                if row_id in self._related:
                    item, source = self._related[row_id]
                    self._store.provenance.forget(source, item.entry)
                    problems.append(warning(item, str(error), _WAITS))
        self._related.clear()
        return problems


_WAITS = "the relation waits until that claim is there, if the name is right"
_TOGETHER = 100
"""Works stored in one transaction."""
_LINKS = ("causalkb-tags", "causalkb-questions")


def _groups(items: Iterable[ParsedItem]) -> Iterator[Iterator[ParsedItem]]:
    """Yield the items in groups; an item is asked for when its turn comes, not before."""
    waiting = iter(items)
    while (first := next(waiting, None)) is not None:
        yield chain([first], islice(waiting, _TOGETHER - 1))
