"""From the texts of works to candidates: sentences are chosen, ranked, and their fields filled."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from causalkb.candidates.cues import OTHERS
from causalkb.candidates.fields import FIELDS, Guess, effects, guess, sample_size
from causalkb.candidates.learned import Learned
from causalkb.candidates.near import Nearest
from causalkb.candidates.proposed import with_draft
from causalkb.candidates.roles import Judged, Role, cues_in, judge, said
from causalkb.candidates.stated import with_stated
from causalkb.candidates.texts import Sentence, is_prose, marked, of_abstract, of_sections
from causalkb.ingest.documents import sections_of
from causalkb.records import Candidate, Candidates, Work
from causalkb.records.candidates import PER_TEXT
from causalkb.store.candidates import CandidateState
from causalkb.store.store import Store
from causalkb.vocabulary import Design, Rung, Stance
from causalkb.wording.grader import grade

AT_LEAST = 0.5
"""The score from which a sentence is taken for a claim of its work."""
_PLAIN, _CONCLUDES = -2.2, -1.0
"""Log-odds of a sentence of a full text, by whether it stands in its conclusion or discussion."""
_FOUND = 1.5
"""More for what was found: in a full text, no sentence at the end says what follows from it."""
_CONTEXT = 1_200
Scored = tuple[Sentence, Judged]


def candidates(
    store: Store,
    nearest: Callable[[], Nearest],
    work_ids: Sequence[int],
    *,
    at_least: float = AT_LEAST,
    per_work: int | None = None,
    learned: Callable[[Nearest], Learned] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Candidates:
    """Return the candidates of works, best first within a work.

    What a person marked comes first. What a claim of the work quotes already is left out.

    Args:
        store: Where they are.
        nearest: Makes what finds hypotheses; called where there is a candidate.
        work_ids: Row ids of works.
        at_least: The lowest score; 0 shows every sentence of prose, background included.
        per_work: Most candidates of a work.
        learned: Makes what reads fields as claims have them already; without, or where there are
            few, the models that ship read them.
        progress: Called with works done and all works.
    """
    works = store.works.many(work_ids)
    quoted = _quotes(store, work_ids)
    marks = store.annotations.of_works(work_ids)
    states = store.candidates.of_works(work_ids)
    found: list[tuple[int, Candidate]] = []
    silent: list[str] = []
    without: list[str] = []
    shortened: list[str] = []
    for done, work_id in enumerate(work_ids, 1):
        work = works[work_id]
        known = states.get(work_id, {})
        done_with = quoted.get(work_id, set()) | {
            quote for quote, one in known.items() if one.state in ("accepted", "never")
        }
        scored, left_out = _scored(
            work, list(marked(marks.get(work_id, ()))), _paragraphs(store, work_id)
        )
        scored = [*_proposed(work, known.values(), scored), *scored]
        first: dict[str, Scored] = {}
        for pair in scored:
            first.setdefault(pair[0].quote, pair)
        chosen = [one for one in first.values() if _wanted(one, at_least, done_with)]
        made = [_filled(work, *one, known.get(one[0].quote)) for one in chosen]
        made.sort(key=lambda one: one.skipped)
        found += [(work_id, one) for one in made[:per_work]]
        if not scored:
            silent.append(work.key)
        elif not chosen:
            without.append(work.key)
        if any(_wanted(one, at_least, done_with) for one in left_out):
            shortened.append(work.key)
        if progress is not None:
            progress(done, len(work_ids))
    near = _near(found, works, nearest, learned)
    drafted = [
        with_draft(one, states[work_id][one.quote]) if one.by else one
        for (work_id, _), one in zip(found, near, strict=True)
    ]
    return Candidates(tuple(_ranked(drafted)), tuple(silent), tuple(without), tuple(shortened))


def _proposed(
    work: Work, states: Iterable[CandidateState], scored: Sequence[Scored]
) -> Iterator[Scored]:
    """Yield what programs proposed; it comes before the other sentences of its work."""
    judged = {one.quote: pair for pair in scored for one in pair[:1]}
    for state in states:
        if state.by:
            text = " ".join((work.abstract or "").split())
            alone = Sentence(state.quote, state.locator, text if state.quote in text else "")
            one, how = judged.get(state.quote, (alone, in_text(alone)))
            yield replace(one, marked=state.by), replace(how, score=max(how.score, AT_LEAST))


def _quotes(store: Store, work_ids: Sequence[int]) -> dict[int, set[str]]:
    claims = store.claims.of_works(work_ids)
    return {k: {" ".join((c.quote or c.text).split()) for c in v} for k, v in claims.items()}


def _paragraphs(store: Store, work_id: int) -> list[list[Sentence]]:
    return list(of_sections(sections_of(store, work_id)))


def _scored(
    work: Work, marks: Sequence[Sentence], paragraphs: Iterable[Sequence[Sentence]]
) -> tuple[list[Scored], list[Scored]]:
    """The sentences of a work, the best first, and those beyond the most of a text.

    One that stands twice counts at its better place.
    """
    abstract = of_abstract(work.abstract or "")
    judged = judge([one.quote for one in abstract])
    prose = [(s, j) for s, j in zip(abstract, judged, strict=True) if is_prose(s.quote)]
    texts = [(one, in_text(one)) for paragraph in paragraphs for one in paragraph]
    ranked = [sorted(some, key=_score) for some in (prose, texts)]
    rows = sorted((pair for some in ranked for pair in some[:PER_TEXT]), key=_score)
    best = {one.quote: (one, _marked(one)) for one in marks}
    for one, how in rows:
        best.setdefault(one.quote, (one, how))
    left_out = [pair for some in ranked for pair in some[PER_TEXT:] if pair[0].quote not in best]
    return list(best.values()), left_out


def _score(one: Scored) -> float:
    return -one[1].score


def _marked(one: Sentence) -> Judged:
    plain = in_text(one)
    return Judged(Role.RESULT, 1.0, (one.marked, *plain.cues))


def in_text(one: Sentence) -> Judged:
    """Judge a sentence of a full text by its cues and its section."""
    found = cues_in(one.quote)
    odds = (_CONCLUDES if one.concludes else _PLAIN) + sum(cue.weight for cue in found)
    odds += _FOUND if any(cue.name == "we found" for cue in found) else 0.0
    score = 1 / (1 + math.exp(-odds))
    names = ("in the conclusion",) if one.concludes else ()
    role = Role.RESULT if score >= AT_LEAST else Role.BACKGROUND
    role = Role.OTHERS if OTHERS in found else role
    return Judged(role, score, (*names, *said(one.quote, found)))


def _wanted(one: Scored, at_least: float, quoted: set[str]) -> bool:
    sentence, how = one
    if sentence.quote in quoted or how.score < at_least:
        return False
    return how.role is not Role.OTHERS or at_least == 0 or bool(sentence.marked)


def _filled(work: Work, one: Sentence, how: Judged, state: CandidateState | None) -> Candidate:
    grades = grade(one.quote)
    abstract = work.abstract or ""
    size = sample_size(one.quote, abstract)
    cues = [*how.cues]
    cues += [f"{grades.wording}: “{cue.text}”" for cue in grades.cues if cue.decided]
    cues += [f"n: “{size[1]}”"] if size else []
    return Candidate(
        work=work.key,
        quote=one.quote,
        locator=one.locator,
        kind=how.role.value,
        score=how.score,
        wording=grades.wording,
        n=size[0] if size else None,
        effects=effects(grades),
        side=Stance(one.side) if one.side else None,
        cues=tuple(cues),
        context=around(one.text, one.quote),
        by=state.by if state else "",
        skipped=state is not None and state.state == "skipped",
    )


def around(text: str, quote: str) -> str:
    """Return what stands around a quote, some 1,200 characters of whole words."""
    line = " ".join(text.split())
    at = max(line.find(quote), 0)
    start = max(at - _CONTEXT // 3, 0)
    if start:
        start = line.find(" ", start, at) + 1 or at
    end = start + max(_CONTEXT, at - start + len(quote))
    if end < len(line):
        end = max(line.rfind(" ", start, end), at + len(quote))
    before, after = "… " if start else "", " …" if end < len(line) else ""
    return f"{before}{line[start:end]}{after}"


def _near(
    found: Sequence[tuple[int, Candidate]],
    works: dict[int, Work],
    nearest: Callable[[], Nearest],
    learned: Callable[[Nearest], Learned] | None,
) -> list[Candidate]:
    """The candidates with the nearest hypotheses, and the fields that claims like them have."""
    if not found:
        return []
    owners = [work_id for work_id, _ in found]
    texts = [one.quote for _, one in found]
    judge_near = nearest()
    near = judge_near.of(texts, [works[work_id].title for work_id in owners], owners)
    told = learned(judge_near).of(texts, owners) if learned else [{} for _ in found]
    return [
        _coded(replace(one, hypotheses=h), fields, works[work_id])
        for (work_id, one), h, fields in zip(found, near, told, strict=True)
    ]


def _coded(one: Candidate, told: Mapping[str, Guess], work: Work) -> Candidate:
    """Fill in the fields: as claims tell them, as the text states them, and by single words."""
    texts = work.title, one.quote, work.abstract or ""
    found = with_stated(told, *texts)
    found |= guess([name for name in FIELDS if name not in found], *texts)
    values: dict[str, Any] = {name: field.value for name, field in found.items()}
    values |= {name: kind(values[name]) for name, kind in _KINDS.items() if name in values}
    why = (found[name].why for name in FIELDS if name in found)
    return replace(one, **values, cues=(*one.cues, *why))


_KINDS: Mapping[str, type[Any]] = {"design": Design, "rung": Rung}


def _ranked(found: Iterable[Candidate]) -> Iterable[Candidate]:
    work, rank = "", 0
    for one in found:
        rank = rank + 1 if one.work == work else 1
        work = one.work
        yield replace(one, rank=rank)
