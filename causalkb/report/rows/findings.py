"""Findings of an audit as lines of text, in the form that compilers use."""

from __future__ import annotations

from collections.abc import Iterable

from causalkb.lint.findings import Audit, Finding, Level
from causalkb.lint.rules import RULES
from causalkb.report.rows.hits import escape
from causalkb.text import clean_line

COLUMNS = ("level", "rule", "where", "message", "fix", "claims", "works", "suppressed")
INDENT = "    "


def where(finding: Finding) -> str:
    """Return what stands before the level: ``file:line:col`` in a draft, else the subject."""
    if finding.place is None:
        return finding.subject
    return f"{finding.place.file}:{finding.place.line}:{finding.place.column}"


def to_lines(finding: Finding) -> list[str]:
    """Return a finding as text: ``where: level: message [rule]``, then details indented.

    >>> from causalkb.lint.findings import Finding, Level, Place
    >>> place = Place("a.md", 3, 1, 3, 20)
    >>> print(*to_lines(Finding("uncited", Level.NOTE, "s", "no source", "cite", place)), sep="\\n")
    a.md:3:1: note: no source [uncited]
        fix: cite
    """
    level = "suppressed" if finding.suppressed else finding.level.value
    head = f"{where(finding)}: {level}: {finding.message} [{finding.rule}]"
    more = [*finding.details, f"fix: {finding.fix}"] if finding.fix else [*finding.details]
    if finding.suppressed:
        more = [f"suppressed: {finding.suppressed}"]
    return [clean_line(head), *(INDENT + clean_line(line) for line in more)]


def row(finding: Finding) -> tuple[object, ...]:
    """Return a plain row, as in ``COLUMNS``."""
    return (
        finding.level.value,
        finding.rule,
        clean_line(where(finding)),
        clean_line(finding.message),
        clean_line(finding.fix),
        "; ".join(finding.claims),
        "; ".join(finding.works),
        clean_line(finding.suppressed),
    )


def keys(finding: Finding) -> tuple[str, ...]:
    """Return the ids of what a finding is about: a claim, a hypothesis; of a draft what it cites.

    >>> keys(Finding("no-locator", Level.NOTE, "pearl2009causality#1", "no place", "add one"))
    ('pearl2009causality#1',)
    """
    if RULES[finding.rule].about == "sentence":
        return finding.claims or finding.works
    return (finding.subject,)


def to_markdown(findings: Iterable[Finding]) -> str:
    """Return findings as a Markdown list, with what a person may want to know of each."""
    lines = []
    for finding in findings:
        head, *more = to_lines(finding)
        lines.append(f"- {escape(head)}\n")
        lines += [f"  - {escape(line.strip())}\n" for line in more]
    return "".join(lines)


def of_level(audit: Audit, level: Level) -> list[Finding]:
    """Return the findings of exactly one level that are not suppressed."""
    return [f for f in audit.findings if not f.suppressed and f.level is level]


def summary(audit: Audit) -> str:
    """Return the findings counted in a phrase.

    >>> summary(Audit(checked=(("claims", 2),)))
    'no findings in 2 claims'
    """
    parts = [
        f"{len(found)} {level.value}{'s' if len(found) > 1 else ''}"
        for level in Level
        if (found := of_level(audit, level))
    ]
    suppressed = sum(bool(f.suppressed) for f in audit.findings)
    checked = [_of(number, noun) for noun, number in audit.checked]
    all_of_it = " and ".join(filter(None, (", ".join(checked[:-1]), *checked[-1:])))
    text = f"{', '.join(parts) or 'no findings'} in {all_of_it or 'nothing'}"
    return f"{text}; {suppressed} suppressed" if suppressed else text


def _of(number: int, plural: str) -> str:
    singular = {"hypotheses": "hypothesis"}.get(plural, plural.removesuffix("s"))
    return f"{number} {singular if number == 1 else plural}"


def joined(audits: Iterable[Audit]) -> Audit:
    """Return several audits as one."""
    given = list(audits)
    checked: dict[str, int] = {}
    for audit in given:
        for noun, number in audit.checked:
            checked[noun] = checked.get(noun, 0) + number
    return Audit(
        tuple(finding for audit in given for finding in audit.findings),
        tuple(checked.items()),
        tuple(one for audit in given for one in audit.unassessed),
    )
