"""What is different between an earlier report (as JSON) and a new one: verdicts, claims, works."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from causalkb.errors import InputError
from causalkb.report.summary.records import Changes, Cite, Inline, Report
from causalkb.report.summary.words import counted, sentence
from causalkb.text import clean_line

_MOST = 40
"""So many new, changed or lost claims of a kind are named."""


@dataclass(frozen=True, slots=True)
class _Claim:
    text: str
    work: str
    sides: frozenset[tuple[str, str]]


def compare(report: Report, old: Mapping[str, Any]) -> Report:
    """Return a report with what is different from an earlier one.

    Args:
        report: The new report.
        old: The data of the earlier one, as ``serialize.summary.read`` returns it.

    Raises:
        InputError: The data are not of the form of a report.
    """
    try:
        changes = _changes(report, old)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        text = clean_line(str(error))
        raise InputError(f"the earlier report is damaged: {type(error).__name__} {text}") from error
    return replace(report, changes=changes)


def _changes(report: Report, old: Mapping[str, Any]) -> Changes:
    if report.search is not None or old["search"] is not None:
        raise InputError("only reports on questions can be compared, not those of a search")
    new = {q["question"]["slug"]: q for q in report.data["questions"]}
    before = {str(q["question"]["slug"]): q for q in old["questions"]}
    titles = {slug: clean_line(q["question"]["title"]) for slug, q in (before | new).items()}
    lines = [sentence(f"Question added: {titles[slug]}") for slug in new if slug not in before]
    for slug in new:
        if slug in before:
            lines += _verdicts(before[slug], new[slug], titles[slug] if len(new) > 1 else "")
    shared = [slug for slug in new if slug in before]
    known = {work.key for work in report.cited}
    lines += _claims(
        _all_claims(before[slug] for slug in shared),
        _all_claims(new[slug] for slug in shared),
        known,
    )
    lines += _works(
        _works_in(before[slug] for slug in shared), _works_in(new[slug] for slug in shared), known
    )
    old_filters = [str(words) for words in old["made"]["filters"]]
    warning = ""
    if old_filters != list(report.made.filters):
        was = clean_line("; ".join(old_filters)) or "none"
        now = "; ".join(report.made.filters) or "none"
        warning = f"The filters differ (then: {was}; now: {now}), so not every change is a change."
    gone = [titles[slug] for slug in before if slug not in new]
    if gone:
        lines.append(sentence(f"Not compared, as this report leaves them out: {'; '.join(gone)}"))
    return Changes(clean_line(str(old["made"]["date"])), tuple(lines), warning)


def _verdicts(before: Mapping[str, Any], now: Mapping[str, Any], question: str) -> Iterator[Inline]:
    was = {str(h["slug"]): h for h in before["hypotheses"]}
    current = {h["slug"]: h for h in now["hypotheses"]}
    where = f" ({question})" if question else ""
    for n, (slug, one) in enumerate(current.items(), 1):
        name = f"H{n} “{clean_line(one['statement'])}”{where}"
        if slug not in was:
            yield sentence(f"Hypothesis added: {name}, {one['verdict']}.")
            continue
        old_verdict = clean_line(str(was[slug]["verdict"]))
        then, now_said = _extent(was[slug]), _extent(one)
        if old_verdict != one["verdict"]:
            yield sentence(
                f"Verdict moved: {name} was {old_verdict} ({then}) and is {one['verdict']}"
                f" ({now_said})."
            )
        elif then != now_said:
            yield sentence(f"Still {one['verdict']}: {name} went from {then} to {now_said}.")
    for slug in was:
        if slug not in current:
            yield sentence(f"Hypothesis gone: {clean_line(str(was[slug]['statement']))}{where}.")


def _extent(hypothesis: Mapping[str, Any]) -> str:
    """How much there is: groups and certainty; points in a report of version 0.1."""
    if "groups" not in hypothesis:
        return f"{float(hypothesis['weight']):+.2f} points by the former rule"
    groups = hypothesis["groups"]
    certainty = hypothesis.get("certainty")
    level = f", {clean_line(str(certainty['level']))} certainty" if certainty else ""
    return f"{int(groups['for'])} : {int(groups['against'])} groups{level}"


def _all_claims(questions: Iterable[Mapping[str, Any]]) -> dict[str, _Claim]:
    found: dict[str, _Claim] = {}
    for question in questions:
        for hypothesis in question["hypotheses"]:
            for claim in hypothesis["claims"]:
                key = str(claim["id"])
                sides = found[key].sides if key in found else frozenset()
                side = (str(hypothesis["slug"]), str(claim["stance"]))
                text, work = clean_line(str(claim["text"])), clean_line(str(claim["work"]))
                found[key] = _Claim(text, work, sides | {side})
    return found


def _claims(
    before: Mapping[str, _Claim], now: Mapping[str, _Claim], known: set[str]
) -> Iterator[Inline]:
    added = [claim for key, claim in now.items() if key not in before]
    lost = [claim for key, claim in before.items() if key not in now]
    altered = [claim for key, claim in now.items() if key in before and before[key] != claim]
    for what, claims in (("New claim", added), ("Claim gone", lost), ("Claim changed", altered)):
        for claim in claims[:_MOST]:
            yield sentence(f"{what}: {claim.text} ", _cite(claim.work, known))
        if len(claims) > _MOST:
            yield sentence(f"{what}: {counted(len(claims) - _MOST, 'more', 'more')}.")


def _works_in(questions: Iterable[Mapping[str, Any]]) -> set[str]:
    return {claim.work for claim in _all_claims(questions).values()}


def _works(before: set[str], now: set[str], known: set[str]) -> Iterator[Inline]:
    for what, keys in (("New works", now - before), ("Works gone", before - now)):
        if keys:
            parts: list[str | Cite] = [f"{what} ({len(keys)}): "]
            for n, key in enumerate(sorted(keys)[:_MOST]):
                parts += ["; " if n else "", _cite(key, known)]
            more = len(keys) - _MOST
            yield sentence(parts, f" and {more} more." if more > 0 else ".")


def _cite(key: str, known: set[str]) -> str | Cite:
    """A work that the new report does not cite any more can only be named."""
    return Cite(key) if key in known else f"[{key}]"
