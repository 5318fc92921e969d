"""One work → a reference, a plain row, plain text, Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from causalkb.lazy import compiled_on_use
from causalkb.records import Annotation, Claim, Work, WorkFile
from causalkb.report.rows.hits import escape, short_authors


def reference(work: Work) -> str:
    """Return a reference in a line of Markdown: authors, year, title, venue, link, key."""
    parts = [f"{escape(authors(work))} ({work.year or 'n.d.'}).", f"*{escape(work.heading)}*."]
    if work.venue:
        parts.append(f"{escape(work.venue)}.")
    link = link_of(work)
    if link:
        parts.append(f"<{link}>")
    parts.append(f"\\[`{work.key.replace('`', '')}`\\]")
    return " ".join(parts)


def link_of(work: Work) -> str | None:
    """Return where a work can be read: DOI, arXiv or URL; nothing but http(s) is a link."""
    if work.doi:
        return f"https://doi.org/{work.doi}"
    if work.arxiv:
        return f"https://arxiv.org/abs/{work.arxiv}"
    url = (work.url or "").strip()
    safe = url.startswith(("http://", "https://")) and not any(c in url for c in "<> \"'")
    return url if safe else None


def authors(work: Work) -> str:
    """Return all authors' names, or the editors'."""
    people = work.authors or work.editors
    names = [person.name for person in people if not person.is_others]
    if not names:
        return "Anonymous"
    more = "; et al." if len(names) < len(people) else ""
    editors = " (eds)" if not work.authors else ""
    return "; ".join(names) + more + editors


def row(work: Work) -> tuple[object, ...]:
    """Return key, year, authors, title and venue."""
    return work.key, work.year, short_authors(work), work.heading, work.venue


def facts(work: Work) -> Iterator[tuple[str, str]]:
    """Yield (name, value) for what is known of a work besides title, abstract and note."""
    yield "authors", authors(work)
    yield "year", str(work.year or work.fields.get("year") or work.fields.get("date") or "n.d.")
    editors = "; ".join(p.name for p in work.editors if not p.is_others)
    yield from ((notice.kind.value, notice.told) for notice in work.notices)
    optional = (
        ("editors", editors if work.authors else ""),  # else they stand for the authors
        ("venue", work.venue),
        ("type", work.type),
        ("field", None if work.field is None else work.field.value),
        ("doi", work.doi),
        ("arxiv", work.arxiv),
        ("url", work.url),
        ("questions", ", ".join(work.questions)),
        ("tags", ", ".join(work.tags)),
        ("versions", ", ".join(work.versions)),
    )
    yield from ((name, value) for name, value in optional if value)
    # What the attributes above were read from is not said twice, nor the LaTeX of a field.
    shown = {"journal", "booktitle", "journaltitle", "year", "date"}
    other = {n: v for n, v in work.fields.items() if n not in shown and not n.startswith("latex-")}
    yield from sorted(other.items())


def about_files(files: Sequence[WorkFile]) -> str:
    """Return in a line which files a work has: name, pages, and which version they are.

    >>> about_files([WorkFile("/home/me/a.pdf", pages=12, version="arXiv:2305.00050v2")])
    'a.pdf (12 pages, arXiv:2305.00050v2)'
    """
    lines = []
    for file in files:
        pages = f"{file.pages} page{'s' * (file.pages != 1)}" if file.pages else ""
        how = "text recognised from pictures" if file.recognised else ""
        about = ", ".join(filter(None, (pages, file.version, how)))
        lines.append(PurePath(file.path).name + (f" ({about})" if about else ""))
    return "; ".join(lines)


def about_claim(claim: Claim) -> str:
    """Return in a line what hangs on a claim: design, rung, subject, place, stances."""
    parts = [str(w.value) for w in (claim.design, claim.rung) if w is not None]
    parts += [text for text in (claim.subject, claim.locator) if text]
    parts += [f"{stance.value} {slug}" for slug, stance in claim.stances.items()]
    return " · ".join(parts)


def about_annotation(one: Annotation) -> str:
    """Return in a line where an annotation is and what its maker made of it."""
    side = f"{one.colour}: {one.side}" if one.side else one.colour
    parts = (one.locator, side, one.author, one.link)
    return " · ".join(filter(None, parts))


def to_text(
    work: Work,
    claims: Sequence[Claim],
    note: str | None,
    annotations: Sequence[Annotation] = (),
) -> str:
    """Return all that is known of a work as plain text."""
    lines = [f"{work.key}: {work.heading}"]
    lines += [f"{name}: {value}" for name, value in facts(work)]
    if work.abstract:
        lines += ["", work.abstract]
    for claim in claims:
        lines += ["", f"{claim.id}: {claim.text}", f"    {about_claim(claim)}"]
        if claim.quote:
            unchecked = " (unchecked)" if claim.quote_checked is False else ""
            lines.append(f'    "{claim.quote}"{unchecked}')
    for one in annotations:
        lines += ["", f'"{one.quote}"' if one.quote else "note:", f"    {about_annotation(one)}"]
        lines += [f"    {line}" for line in one.comment.splitlines()]
    if note:
        lines += ["", note]
    return "\n".join(lines) + "\n"


def to_markdown(
    work: Work,
    claims: Sequence[Claim],
    note: str | None,
    annotations: Sequence[Annotation] = (),
) -> str:
    """Return all that is known of a work as Markdown; a note is Markdown already, but no HTML."""
    lines = [f"## {escape(work.heading or work.key)}", "", reference(work), ""]
    lines += [f"- {name}: {escape(value)}" for name, value in facts(work) if name != "authors"]
    if work.abstract:
        lines += ["", *(f"> {escape(line)}" for line in work.abstract.splitlines())]
    for claim in claims:
        lines += ["", f"- {escape(claim.text)} (`{claim.id}`)", f"  {escape(about_claim(claim))}"]
    for one in annotations:
        said = f"“{escape(one.quote)}”" if one.quote else "Note"
        lines += ["", f"- {said} ({escape(about_annotation(one))})"]
        lines += [f"  {without_html(line)}" for line in one.comment.splitlines()]
    if note:
        lines += ["", without_html(note)]
    return "\n".join(lines) + "\n"


_TAG = compiled_on_use(r"<(?=[a-zA-Z/!?])(?!https?://[^\s<>]*>)")


def without_html(markdown: str) -> str:
    """Return Markdown whose HTML is shown as it is instead of taking effect; links stay.

    >>> without_html("*yes* <b>no</b> <https://example.org>")
    '*yes* \\\\<b>no\\\\</b> <https://example.org>'
    """
    return _TAG.sub(r"\\<", markdown)
