"""Lints a draft: causal wording compared with the evidence for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from causalkb.lint.draft.case import Case
from causalkb.lint.draft.evidence import Evidence
from causalkb.lint.draft.judge import judge
from causalkb.lint.draft.named import named_works
from causalkb.lint.draft.restating import candidates
from causalkb.lint.draft.retracted import retracted
from causalkb.lint.draft.silence import apply, without_reason
from causalkb.lint.draft.weaker import names_only
from causalkb.lint.findings import Audit, Finding, Kind, Level, Unassessed
from causalkb.lint.markup.prose import Citation, Lines, Prose, Sentence, sentences_of
from causalkb.lint.markup.references import without_references
from causalkb.lint.markup.syntax import Syntax, decoded
from causalkb.vocabulary import Wording
from causalkb.wording import Grade, grade
from causalkb.wording.language import NotAssessed

_SHORT = 8
"""Words below which a sentence may have too few of its language to tell."""
_BASE = re.compile(r"[A-Z]?[a-z]{1,30}(?<!s)(?<!ed)(?<!ing)")
# A sentence that begins like this continues what the sentence before it cited.
_GOES_ON = re.compile(
    r"(?:This|These|Those|They|It|Its|Their|Such|Both|Here|There|Thus|Hence|Therefore|In this"
    r"|In these|In other words|That is|The (?:authors?|stud(?:y|ies)|paper|result|finding|effect"
    r"|work|experiment)s?)\b"
)


def lint(
    draft: str | bytes,
    *,
    file: str,
    syntax: Syntax,
    evidence: Evidence,
    judging: Callable[[Case, Evidence], Iterable[Finding]] = judge,
) -> Audit:
    """Compare the causal wording of a draft, and the hypotheses it restates, with the evidence.

    Headings, captions, cells and footnotes are judged like sentences; block quotes and quotations
    of three words or more are others' words and are not.

    Args:
        draft: The text, or the bytes of the file.
        file: The file name that places carry.
        syntax: How it is written; see :func:`~causalkb.lint.markup.syntax.syntax_of`.
        evidence: What to compare it with.
        judging: Yields what is wrong with a sentence; the training of models looks in here.

    Returns:
        Findings in order of place, at most one of each rule for a sentence. ``checked`` counts
        sentences that were assessed, causal claims and citations. What cannot be read (binary,
        empty, enormous, not English, markup only) gives no findings but an entry in ``unassessed``.
    """
    text, why = decoded(draft)
    prose = _read(text, syntax) if not why else Prose(why_not=why)
    if prose.why_not:
        return Audit(unassessed=(Unassessed(Kind.FILE, prose.why_not, file=file),))
    prose = replace(prose, blocks=without_references(prose.blocks))
    sentences = [_resolved(sentence, evidence) for sentence in sentences_of(prose)]
    lines = Lines(text)
    cited = (*prose.citations, *_resolutions(sentences))
    works = evidence.works(citation.key for citation in cited)
    findings = _unknown(prose.citations, works, lines, file, evidence)
    if syntax is Syntax.LATEX:
        known = [citation for citation in prose.citations if citation.key in works]
        findings += _same_in_bibtex(known, lines, file, evidence)
    findings += retracted(cited, sentences, works, lines, file)
    if not sentences:
        checked = (("sentences", 0), ("causal claims", 0), ("citations", len(prose.citations)))
        findings += without_reason(prose.markers, lines, file)
        silenced = apply(findings, prose.markers, lines)
        why = prose.unread or NotAssessed.MARKUP
        return Audit(_ordered(silenced), checked, (Unassessed(Kind.FILE, why, file=file),))
    grades = [grade(sentence.text) for sentence in sentences]
    causal = [n for n, graded in enumerate(grades) if _is_claim(sentences[n], graded)]
    asserting = _asserting(sentences, grades, evidence)
    directed = [n for n, s in enumerate(sentences) if _has_direction(s, grades[n])]
    cases = _cases(sentences, grades, causal, asserting, directed, works, lines, file, evidence)
    for case in cases:
        findings += judging(case, evidence)
    findings += without_reason(prose.markers, lines, file)
    unassessed = list(_unassessed(sentences, grades, file))
    if prose.unread:
        unassessed.append(Unassessed(Kind.FILE, prose.unread, file=file))
    return Audit(
        _ordered(apply(findings, prose.markers, lines)),
        (
            ("sentences", sum(graded.wording is not None for graded in grades)),
            ("causal claims", len(causal)),
            ("citations", len(prose.citations)),
        ),
        tuple(unassessed),
    )


def _resolved(sentence: Sentence, evidence: Evidence) -> Sentence:
    """Return a sentence with the works that it cites by author and year, where they are unique."""
    if sentence.citations or sentence.heading:
        return sentence
    keys = dict.fromkeys(evidence.named(*named) for named in named_works(sentence.text))
    made = tuple(Citation(key, sentence.start, sentence.end, ()) for key in keys if key is not None)
    return replace(sentence, citations=made) if made else sentence


def _resolutions(sentences: Sequence[Sentence]) -> Iterator[Citation]:
    """Yield the citations that stand in no markup: those by author and year."""
    for sentence in sentences:
        yield from (citation for citation in sentence.citations if not citation.at)


def _read(text: str, syntax: Syntax) -> Prose:
    if syntax is Syntax.MARKDOWN:
        from causalkb.lint.markup.markdown import read_markdown

        return read_markdown(text)
    if syntax is Syntax.LATEX:
        from causalkb.lint.markup.latex import read_latex

        return read_latex(text)
    from causalkb.lint.markup.plain import read_text

    return read_text(text)


def _is_claim(sentence: Sentence, graded: Grade) -> bool:
    if graded.wording not in (Wording.CONDITIONAL, Wording.CAUSAL) or not graded.deciding:
        return False
    cue = graded.deciding[0]
    # "Effects of sleep" as a heading names a subject, "Reduce noise" asks for it: neither claims.
    if sentence.heading and names_only(cue.text):
        return False
    return not (cue.start == 0 and _BASE.fullmatch(cue.text))


def _has_direction(sentence: Sentence, graded: Grade) -> bool:
    """Whether what a sentence says of an effect can be compared with what it cites."""
    if sentence.heading or not sentence.citations:
        return False
    # "Crows did better in the task than rooks": no cue, but it may be the other way round.
    return graded.wording is not None


def _asserting(
    sentences: Sequence[Sentence], grades: Sequence[Grade], evidence: Evidence
) -> frozenset[int]:
    """Return which sentences may restate a hypothesis; a heading names a subject."""
    found = candidates([sentence.text for sentence in sentences], evidence.hypotheses())
    return frozenset(
        n
        for n, may in enumerate(found)
        if may and not sentences[n].heading and grades[n].wording is not None
    )


def _cases(
    sentences: Sequence[Sentence],
    grades: Sequence[Grade],
    causal: Sequence[int],
    asserting: Collection[int],
    directed: Collection[int],
    known: Collection[str],
    lines: Lines,
    file: str,
    evidence: Evidence,
) -> list[Case]:
    """Look up the causal sentences, and others that are compared, all at once."""
    origins = _origins(sentences)
    chosen = sorted({*causal, *asserting, *directed})
    claiming = frozenset(causal)
    keys = [_keys(sentences, origins[n]) for n in chosen]
    claims = evidence.claims({key for own in keys for key in own if key in known})
    cited = [tuple(key for key in own if key in known) for own in keys]
    nearby = evidence.lookup(
        [sentences[n].text for n in chosen],
        [list({c.id: c for key in own for c in claims[key]}.values()) for own in cited],
    )
    return [
        Case(
            text=sentences[n].text,
            cue=grades[n].deciding[0].text if n in claiming else "",
            wording=grades[n].wording or Wording.NONE,
            cited=cited[i],
            unknown=tuple(key for key in keys[i] if key not in known),
            claims={key: claims[key] for key in cited[i]},
            nearby=nearby[i],
            inherited=origins[n] not in (None, n),
            place=lines.place(file, sentences[n].start, sentences[n].end),
            asserts=n in asserting,
        )
        for i, n in enumerate(chosen)
    ]


def _origins(sentences: Sequence[Sentence]) -> list[int | None]:
    """Return for each sentence the one whose citations apply: itself, or one that it continues."""
    origins: list[int | None] = []
    for n, sentence in enumerate(sentences):
        if sentence.citations:
            origins.append(n)
        elif sentence.before is not None and _GOES_ON.match(sentence.text):
            origins.append(origins[sentence.before])
        else:
            origins.append(None)
    return origins


def _keys(sentences: Sequence[Sentence], origin: int | None) -> list[str]:
    if origin is None:
        return []
    return list(dict.fromkeys(citation.key for citation in sentences[origin].citations))


def _unknown(
    citations: Sequence[Citation],
    held: Collection[str],
    lines: Lines,
    file: str,
    evidence: Evidence,
) -> list[Finding]:
    """Return a finding for every citation of a work that is not in the knowledge base."""
    nearest: dict[str, Sequence[str]] = {}
    found = []
    for citation in citations:
        key = citation.key
        if key in held:
            continue
        if key not in nearest:
            nearest[key] = evidence.nearest_keys(key)
        meant = " or ".join(nearest[key])
        found.append(
            Finding(
                rule="unknown-citation",
                level=Level.WARNING,
                subject=key,
                message=f"{key[:100]} is not in the knowledge base",
                fix=f"did you mean {meant}?" if meant else "check that it exists, and add it",
                place=lines.place(file, citation.start, citation.end),
                works=(key,),
            )
        )
    return found


def _same_in_bibtex(
    citations: Sequence[Citation], lines: Lines, file: str, evidence: Evidence
) -> Iterator[Finding]:
    """Yield a finding for every citation for which BibTeX may print another work."""
    for citation in citations:
        others = evidence.same_in_bibtex(citation.key)
        if others:
            meant = " and ".join(others)
            yield Finding(
                rule="same-in-bibtex",
                level=Level.NOTE,
                subject=citation.key,
                message=f"BibTeX takes {citation.key} for the same as {meant}",
                fix=f"give one of them another key (causalkb edit {citation.key}), or use biber",
                place=lines.place(file, citation.start, citation.end),
                works=(citation.key, *others),
            )


def _unassessed(
    sentences: Sequence[Sentence], grades: Sequence[Grade], file: str
) -> Iterator[Unassessed]:
    """Yield how many sentences could not be graded, and why.

    Where most longer sentences are English, a short one without an English word counts as a name.
    """
    long = [g.assessed for s, g in zip(sentences, grades, strict=True) if _words(s) >= _SHORT]
    english = bool(long) and sum(long) > len(long) / 2
    reasons = Counter(
        graded.why_not
        for sentence, graded in zip(sentences, grades, strict=True)
        if graded.why_not is not None and not (english and _words(sentence) < _SHORT)
    )
    for reason, number in sorted(reasons.items()):
        yield Unassessed(Kind.SENTENCE, reason.value, number, file)


def _words(sentence: Sentence) -> int:
    return len(sentence.text.split())


def _ordered(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    def place(finding: Finding) -> tuple[int, int, int]:
        at = finding.place
        order = list(Level).index(finding.level)
        return (at.line, at.column, order) if at is not None else (0, 0, order)

    return tuple(sorted(findings, key=place))
