"""A competition of structures → Markdown, and rows for a pipe."""

from __future__ import annotations

from collections.abc import Iterator

from causalkb.records.competition import Competition
from causalkb.report.render import competition_words as words
from causalkb.report.render_markdown import markdown_text


def to_markdown(found: Competition, limit: int) -> str:
    """Return a competition as Markdown, with at most ``limit`` classes (0: all)."""
    lines = [f"# Which structure predicts {_text(', '.join(found.variables))}?", ""]
    lines += [words.data_of(found), "", _text(words.verdict(found)), ""]
    lines += [f"- Warning: {_text(warning)}" for warning in found.warnings]
    lines += [
        *([""] if found.warnings else []),
    ]
    with_prior = bool(found.prior)
    if with_prior:
        lines += [_text(words.prior_of(found)), ""]
    without = " weight without the prior |" if with_prior else ""
    with_set = bool(found.rows_set)
    foreseen = " predicted |" if with_set else ""
    lines.append(
        f"| structures |{foreseen} weight |{without} log predictive, observed"
        " | log predictive, set |"
    )
    lines.append(f"|---|---|---|---|{'---|' * (with_prior + with_set)}")
    shown = found.classes[: limit or None]
    for one in shown:
        foretold = one.log_predictive
        weights = [one.weight, *([one.weight_without or 0.0] if with_prior else [])]
        told = [_text(". ".join(words.predicted(one, found.variables)))] if with_set else []
        cells = (_text(words.class_of(one)), *told, *map(words.share, weights))
        numbers = (words.number(foretold.observed), words.number(foretold.intervened))
        lines.append(f"| {' | '.join((*cells, *numbers))} |")
    if len(shown) < len(found.classes):
        lines += ["", f"And {len(found.classes) - len(shown)} more classes."]
    heads = words.heads(found)
    lines += ["", f"| X | Y | {' | '.join(heads)} |", f"|---|---|{'---|' * len(heads)}"]
    for a, b, probabilities in words.pairs(found):
        named = (_text(a), _text(b), *map(words.share, probabilities))
        lines.append(f"| {' | '.join(named)} |")
    return "\n".join(
        [*lines, "", _text(words.experiment(found)), "", f"*{words.about(found)}*", ""]
    )


def rows(found: Competition) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a competition, all classes; the first cell says what each is."""
    for warning in found.warnings:
        yield ("warning", warning)
    for one in found.classes:
        foretold = one.log_predictive
        numbers = (_plain(foretold.observed), _plain(foretold.intervened))
        yield ("class", f"{one.weight:.6g}", *numbers, " | ".join(one.structures))
        for line in words.predicted(one, found.variables):
            yield ("predicted", line, " | ".join(one.structures))
        if one.weight_without is not None:
            without = f"{one.weight_without:.6g}"
            yield ("class without the prior", without, " | ".join(one.structures))
    for name, probability in found.edges.items():
        yield ("edge", f"{probability:.6g}", name)
    for name, probability in found.no_edge.items():
        yield ("no edge", f"{probability:.6g}", name)
    for name, probability in found.hidden.items():
        yield ("hidden", f"{probability:.6g}", name)
    for name, probability in found.fit.items():
        yield ("fit", f"{probability:.6g}", name)
    yield ("decided", "yes" if found.decided else "no")
    if (best := found.next_experiment) is not None:
        yield ("next", f"{best.information_gain:.6g}", str(best.rows or ""), best.set)


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:.6f}"


def _text(text: str) -> str:
    return markdown_text(text, start=False)
