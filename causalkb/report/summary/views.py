"""Balances → what templates see: claims by side and design, pairs, the map."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import replace

from causalkb.evidence.licence import licence_of
from causalkb.evidence.map import GapMap
from causalkb.evidence.records import (
    Balance,
    Contradiction,
    ContradictionKind,
    Gap,
    GapKind,
    HypothesisBalance,
    WeighedClaim,
    is_unchecked,
)
from causalkb.records import Claim
from causalkb.report.render import map_formats, map_picture
from causalkb.report.render.balance_words import where_it_holds
from causalkb.report.summary.records import (
    Block,
    Cite,
    ClaimView,
    DesignGroup,
    HypothesisView,
    Inline,
    MapView,
    PairView,
    QuestionView,
    SideView,
)
from causalkb.report.summary.texts import keys_in
from causalkb.report.summary.words import (
    design_of,
    overturn_of,
    state_of,
    summary_of,
    verdicts_in,
    works_of,
)
from causalkb.text import clean_line
from causalkb.vocabulary import Directness, Form, Stance

Overstates = Callable[[Claim], bool]
"""Says whether a claim's wording is more causal than its design can carry."""

_TITLES = {
    Stance.SUPPORTS: "For",
    Stance.CONTRADICTS: "Against",
    Stance.QUALIFIES: "Qualifying",
    Stance.NEUTRAL: "Could not tell",
}
_SHORT = {"ai": "AI", "llm": "LLM", "llms": "LLMs", "ml": "ML", "rl": "RL"}


def overstates(claim: Claim) -> bool:
    """Whether a claim is recorded as worded more causally than its design carries."""
    licence = licence_of(claim)
    return claim.wording is not None and licence is not None and not licence.carries(claim.wording)


def overstates_when_graded(claim: Claim) -> bool:
    """The same, with the wording graded where none is recorded."""
    if claim.wording is None:
        from causalkb.wording import grade

        claim = replace(claim, wording=grade(claim.text).wording)
    return overstates(claim)


def claim_view(
    claim: Claim,
    judge: Overstates,
    weighed: WeighedClaim | None = None,
    elsewhere: str = "",
) -> ClaimView:
    """Return a claim as templates see it."""
    return ClaimView(
        id=claim.id,
        text=clean_line(claim.text),
        cite=Cite(claim.work, clean_line(claim.locator or "")),
        design=design_of(claim.design),
        rung="" if claim.rung is None else claim.rung.value,
        subject=clean_line(claim.subject or ""),
        quote=clean_line(claim.quote or ""),
        unchecked=is_unchecked(claim),
        overstated=judge(claim),
        elsewhere=elsewhere,
        because="" if weighed is None else clean_line(weighed.because),
        indirect=weighed is not None and weighed.directness is Directness.INDIRECT,
        fell="" if weighed is None else ", ".join(weighed.fallen),
        note="" if weighed is None or weighed.fallen else weighed.why,
    )


def question_view(
    balance: Balance,
    gap_map: GapMap,
    *,
    most: int,
    restricted: bool,
    judge: Overstates = overstates,
    picture: str = "",
    text: tuple[Block, ...] = (),
) -> QuestionView:
    """Return a question as templates see it.

    Args:
        balance: Its balance.
        gap_map: Its gap map, hypotheses × designs.
        most: Claims shown in full on each side; 0 shows all.
        restricted: Whether filters left something out.
        judge: Says which claims are overstated.
        picture: Name of the file with the map, if it is beside the report.
        text: The synthesis of the question.
    """
    labels = {b.hypothesis.slug: f"H{n}" for n, b in enumerate(balance.hypotheses, 1)}
    claims = {w.claim.id: w for one in balance.hypotheses for w in one.claims}
    works = {weighed.work.key for weighed in claims.values()}
    question = balance.question
    seen: dict[str, str] = {}
    return QuestionView(
        slug=question.slug,
        title=clean_line(question.title),
        statement=clean_line(question.statement),
        why=clean_line(question.why),
        origin=clean_line(question.origin),
        claims=len(claims),
        works=len(works),
        state=state_of(balance, labels, restricted),
        hypotheses=tuple(
            _hypothesis(one, labels[one.hypothesis.slug], most, judge, seen)
            for one in balance.hypotheses
        ),
        contradictions=tuple(_pair(pair, labels, judge) for pair in balance.contradictions),
        gaps=tuple(_gap(gap, labels, works) for gap in balance.gaps),
        map=map_view(gap_map, labels),
        picture=picture,
        overstated=tuple(claim_view(w.claim, judge, w) for w in claims.values() if judge(w.claim)),
        verdicts=tuple((v.value, ", ".join(names)) for v, names in verdicts_in(balance, labels)),
        text=text,
    )


def _labelled(text: str, labels: dict[str, str]) -> str:
    """Name hypotheses in a sentence of the balance by their labels."""
    for slug, label in labels.items():
        text = re.sub(rf"(?<![\w-]){re.escape(slug)}(?![\w-])", label, text)
    return clean_line(text)


def _gap(gap: Gap, labels: dict[str, str], works: Container[str]) -> Inline:
    """A gap in words; the one work that it names is cited."""
    text = _labelled(gap.text, labels)
    key = gap.missing[0] if gap.kind is GapKind.ONE_WORK and gap.missing else ""
    before, found, after = text.rpartition(key) if key in works else (text, "", "")
    return Inline((before, Cite(key), after)) if found else Inline((text,))


def _why(pair: Contradiction, labels: dict[str, str]) -> str:
    if pair.kind is ContradictionKind.STATED:
        return clean_line(pair.why)
    if pair.kind is not ContradictionKind.EFFECT:
        same = pair.kind is ContradictionKind.STRATUM
        about = f", both on {pair.first.population} ({pair.first.paradigm})" if same else ""
        label = labels.get(pair.hypothesis or "", "the question")
        return f"strongest opposite claims on {label} by independent works{about}"
    text = pair.why.replace(f" ({pair.first.id})", "").replace(f" ({pair.second.id})", "")
    return _labelled(text, labels)


def _name(slug: str) -> str:
    """A slug as words: "LLMs recite causality"."""
    words = [_SHORT.get(word, word) for word in clean_line(slug).split("-")]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


def _hypothesis(
    one: HypothesisBalance, label: str, most: int, judge: Overstates, seen: dict[str, str]
) -> HypothesisView:
    sides = (
        (Stance.SUPPORTS, one.supports),
        (Stance.CONTRADICTS, one.contradicts),
        (Stance.QUALIFIES, one.qualifies),
        (Stance.NEUTRAL, one.neutral),
    )
    interval = one.groups.interval if one.hypothesis.form is not Form.FORMAL else None
    robust = one.robustness
    return HypothesisView(
        label=label,
        slug=one.hypothesis.slug,
        name=_name(one.hypothesis.slug),
        statement=clean_line(one.hypothesis.statement),
        form=one.hypothesis.form.value if one.hypothesis.form else "",
        wrong_if=clean_line(one.hypothesis.wrong_if),
        verdict=one.verdict.value,
        certainty=one.certainty.level.value if one.certainty else "",
        reasons=one.certainty.reasons if one.certainty else (),
        fragile=one.fragile,
        favour=one.groups.favour,
        against=one.groups.against,
        interval=f"{interval[0]:.2f}–{interval[1]:.2f}" if interval else "",
        robust=f"{robust.holds} of {robust.of}" if robust.of else "",
        strata=tuple((s.population, s.paradigm, s.favour, s.against) for s in one.strata),
        limits=tuple(clean_line(line) for line in where_it_holds(one)),
        supports=len(one.supports),
        contradicts=len(one.contradicts),
        qualifies=len(one.qualifies),
        neutral=len(one.neutral),
        summary=summary_of(one),
        overturn=overturn_of(one),
        sides=tuple(
            _side(stance, claims, label, most, judge, seen) for stance, claims in sides if claims
        ),
    )


def _side(
    stance: Stance,
    claims: Sequence[WeighedClaim],
    label: str,
    most: int,
    judge: Overstates,
    seen: dict[str, str],
) -> SideView:
    full = claims if not most else _closest(claims, most)
    shown = {weighed.claim.id for weighed in full}
    views: dict[str, tuple[list[ClaimView], list[ClaimView]]] = {}
    for weighed in claims:
        groups = views.setdefault(design_of(weighed.claim.design), ([], []))
        in_full = weighed.claim.id in shown
        view = claim_view(weighed.claim, judge, weighed, seen.get(weighed.claim.id, ""))
        groups[0 if in_full else 1].append(view)
        if in_full:
            seen.setdefault(weighed.claim.id, label)
    return SideView(
        stance=stance.value,
        title=_TITLES[stance],
        claims=len(claims),
        works=works_of(claims),
        groups=tuple(_group(name, *parts) for name, parts in views.items()),
        more=len(claims) - len(full),
    )


def _group(design: str, shown: Sequence[ClaimView], more: Sequence[ClaimView]) -> DesignGroup:
    others = tuple(Cite(key) for key in dict.fromkeys(view.cite.key for view in more))
    return DesignGroup(design, tuple(shown), tuple(more), others)


def _closest(claims: Sequence[WeighedClaim], most: int) -> Sequence[WeighedClaim]:
    """The first claims of different works, in their order; then others to fill up."""
    first: dict[str, WeighedClaim] = {}
    for weighed in claims:
        first.setdefault(weighed.work.key, weighed)
    chosen = list(first.values())[:most]
    ids = {weighed.claim.id for weighed in chosen}
    return [*chosen, *(w for w in claims if w.claim.id not in ids)][:most]


def _pair(pair: Contradiction, labels: dict[str, str], judge: Overstates) -> PairView:
    return PairView(
        why=_why(pair, labels),
        label=labels.get(pair.hypothesis or "", ""),
        first=claim_view(pair.first, judge),
        second=claim_view(pair.second, judge),
    )


def map_view(gap_map: GapMap, labels: dict[str, str]) -> MapView:
    """Return a gap map as picture and table, its rows named as in the report."""
    named = [
        replace(row, slug=f"{labels[row.slug]} {row.slug}") if row.slug in labels else row
        for row in gap_map.rows
    ]
    rows = zip(
        (*(labels.get(row.slug, row.slug) for row in gap_map.rows), "all"),
        (*gap_map.cells, gap_map.column_totals),
        (*gap_map.row_totals, gap_map.total),
        strict=True,
    )
    return MapView(
        title=map_formats.title(gap_map),
        summary=map_formats.summary(gap_map),
        notes=map_formats.caveats(gap_map),
        columns=(*gap_map.columns, "all"),
        rows=tuple(
            (name, tuple(map_formats.in_words(cell) for cell in (*cells, total)))
            for name, cells, total in rows
        ),
        svg=map_picture.svg(replace(gap_map, rows=tuple(named))),
    )


def keys_cited(questions: Iterable[QuestionView]) -> Iterator[str]:
    """Yield the key of every citation of some questions, in the order in which they are read."""
    for question in questions:
        yield from keys_in(question.text)
        for one in question.hypotheses:
            yield from (p.key for p in one.overturn.parts if isinstance(p, Cite))
            for side in one.sides:
                for group in side.groups:
                    yield from (view.cite.key for view in group.shown)
                    yield from (view.cite.key for view in group.more)
        for pair in question.contradictions:
            yield from (pair.first.cite.key, pair.second.cite.key)
        for gap in question.gaps:
            yield from (part.key for part in gap.parts if isinstance(part, Cite))
