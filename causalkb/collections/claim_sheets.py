"""What ``kb.proposals`` does with sheets of candidates: write one, and decide what it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from causalkb.collections.claim_proposals import ClaimProposals
from causalkb.errors import CausalKBError, InputError
from causalkb.formats.decision_sheet import as_word
from causalkb.records import Candidate, Claim, Problem, SheetDecided, Warrant
from causalkb.vocabulary import Design, Directness, Rung, Stance

if TYPE_CHECKING:
    from enum import StrEnum

    from causalkb.formats.claim_sheet import SheetRow


class ClaimSheets(ClaimProposals):
    """Candidates in a spreadsheet.

    A part of :class:`causalkb.collections.proposals.Proposals`.
    """

    def sheet(self, candidates: Iterable[Candidate]) -> str:
        """Return candidates as CSV, a row each, with empty columns for decision, sentence, side."""
        from causalkb.formats.claim_sheet import write

        found = list(candidates)
        ids = {one.work: self._store.works.id_of(one.work) for one in found}
        works = self._store.works.many(ids.values())
        return write((one, works[ids[one.work]]) for one in found)

    def decide_sheet(self, path: Path) -> SheetDecided:
        """Decide what the rows of a filled sheet say; a bad row costs no other.

        Rows of one quote that follow each other make one claim with several sides. A candidate
        that was decided already in the same way is left as it is.

        Raises:
            InputError: The file cannot be read.
        """
        from causalkb.formats.claim_sheet import read
        from causalkb.formats.decision_sheet import read_sheet

        problems: list[Problem] = []
        rows: list[SheetRow] = []
        for item in read(read_sheet(path), str(path)):
            if isinstance(item, Problem):
                problems.append(item)
            else:
                rows.append(item)
        counts = dict.fromkeys(("accept", "never", "skip", "known"), 0)
        made: list[str] = []
        command = self._store.undo.begin()
        kept: set[int] = set()
        for _, group in groupby(rows, key=lambda row: (row.work, row.quote, row.decision)):
            same = list(group)
            try:
                with self._store.database.atomic():
                    done = self._decided(same, command, kept)
            except CausalKBError as error:
                problems.append(Problem(str(path), str(error), same[0].line, same[0].work or None))
                continue
            counts[same[0].decision if done is not None else "known"] += 1
            made += [done] if done else []
        problems.sort(key=lambda one: one.line or 0)
        return SheetDecided(
            tuple(made), counts["never"], counts["skip"], counts["known"], tuple(problems)
        )

    def _decided(self, rows: Sequence[SheetRow], command: int, kept: set[int]) -> str | None:
        """Carry a decision out; the claim's id, "" without one, ``None`` where it was so before."""
        from causalkb.candidates.proposed import stands_in
        from causalkb.ingest.manual import add_claim

        first = rows[0]
        if not first.work or not first.quote:
            raise InputError("the row names no work and quote; leave these columns as they are")
        work_id = self._store.works.id_of(self._store.works.known_as(first.work))
        key = self._store.works.key_of(work_id)
        quote = " ".join(first.quote.split())
        state = {"accept": "accepted", "never": "never", "skip": "skipped"}[first.decision]
        before = self._states(work_id).get(quote)
        if before is not None and before.state == state:
            return None
        if before is not None and before.state == "accepted":
            raise InputError("a claim was made of it already; 'causalkb claim edit' changes that")
        if not stands_in(quote, self._store, work_id):
            raise InputError(f"the quote {quote[:60]!r} is not in the stored text of {key}")
        one = Candidate(key, quote, first.locator, by=before.by if before else "")
        claim = _claim(self.draft_of(one), rows) if state == "accepted" else None
        for slug in claim.stances if claim else ():
            self._store.questions.hypothesis(slug)
        if work_id not in kept:
            self._store.undo.keep(command, "review sheet", work_id)
            kept.add(work_id)
        made = add_claim(self._store, self._session.chunk, key, claim) if claim else ""
        self._decide(work_id, one, state)
        return made


def _claim(draft: Claim, rows: Sequence[SheetRow]) -> Claim:
    """Return the claim that rows of one quote state."""
    first = rows[0]
    sentences = {row.sentence for row in rows if row.sentence}
    if not sentences:
        raise InputError("there is no sentence; say in column 'sentence' what the work claims")
    if len(sentences) > 1:
        raise InputError("the rows of this quote have different sentences; write the same")
    stances: dict[str, Stance] = {}
    warrants: dict[str, Warrant] = {}
    for row in rows:
        if not row.side:
            if row.directness or row.because:
                raise InputError("directness and because need a side")
            continue
        if not row.hypothesis:
            raise InputError("a side needs a hypothesis")
        hypothesis = as_word(row.hypothesis)
        stances[hypothesis] = Stance(_word(row.side, Stance, "side"))
        direct = _word(row.directness, Directness, "directness") or Directness.DIRECT.value
        warrants[hypothesis] = Warrant(row.because, Directness(direct))
    design, rung = _word(first.design, Design, "design"), _word(first.rung, Rung, "rung")
    return replace(
        draft,
        text=sentences.pop(),
        design=Design(design) if design else None,
        rung=Rung(rung) if rung else None,
        population=as_word(first.population) or None,
        paradigm=as_word(first.paradigm) or None,
        stances=stances,
        warrants=warrants,
    )


def _word(said: str, words: type[StrEnum], name: str) -> str:
    said = as_word(said)
    if said and said not in list(words):
        raise InputError(f"{said!r} is not a {name}; there are {', '.join(words)}")
    return said
