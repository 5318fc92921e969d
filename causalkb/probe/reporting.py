"""A report of one run or several, as Markdown or as one HTML page that loads and runs nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from causalkb.probe.conclusions import conclusions
from causalkb.probe.pictures import accuracy_picture, detection_picture
from causalkb.probe.records import ProbeResult, ProbeRun
from causalkb.probe.tables import Table, tables
from causalkb.probe.words import caption, measures
from causalkb.report.render.drawing import page, to_svg
from causalkb.report.render.escape import xml_text
from causalkb.report.render_markdown import markdown_text
from causalkb.report.render_templates import SHIPPED

TITLE = "Causal questions to language models"


def report_files(results: Sequence[ProbeResult], file: Path | None) -> dict[str, str]:
    """Return the files of a report by name: the document, and pictures beside a Markdown file.

    Args:
        results: The runs that it is about.
        file: Where it goes; ".html" or ".htm" makes a page, everything else Markdown. ``None``:
            Markdown without pictures, under the name "-".
    """
    if file is not None and file.suffix.casefold() in (".html", ".htm"):
        return {file.name: to_html(results)}
    if file is None:
        return {"-": to_markdown(results, "")}
    found = {file.name: to_markdown(results, file.stem)}
    for number, result in enumerate(results, 1):
        for name, svg in _pictures(result).items():
            found[_picture_name(file.stem, number, name)] = svg
    return found


def _pictures(result: ProbeResult) -> dict[str, str]:
    return {
        "accuracy": to_svg(accuracy_picture(result)),
        "detection": to_svg(detection_picture(result)),
    }


def _picture_name(stem: str, number: int, name: str) -> str:
    return f"{stem}-{number}-{name}.svg"


def facts(run: ProbeRun) -> Iterator[tuple[str, str]]:
    """Yield what a reader needs in order to repeat a run."""
    yield "model", run.model.name
    yield "revision", run.model.revision
    yield "engine", run.model.engine
    yield "chat template", run.model.template
    yield "answers read from", run.model.method.value
    yield "battery", f"{run.battery}, fingerprint {run.fingerprint[:16]}"
    yield "seed", str(run.seed)
    yield "instruction", run.instruction or "none"
    yield "begun", run.started
    yield "answered", f"{len(run.answers)} of {len(run.items)} items"


def to_markdown(results: Sequence[ProbeResult], pictures: str) -> str:
    """Return a report as Markdown; ``pictures`` is how the names of its pictures begin."""
    parts = [f"# {TITLE}"]
    for number, result in enumerate(results, 1):
        parts.append(f"## {markdown_text(result.run.model.name)}")
        parts.append(markdown_text(caption(result.run)) + ".")
        if pictures:
            parts += [
                f"![{name}]({_picture_name(pictures, number, name)})" for name in _pictures(result)
            ]
        for table in tables(result):
            parts += [f"**{table.title}**", table.markdown()]
        parts.append(_list(measures(result)))
        parts += ["### What may be concluded", _list(conclusions(result))]
        told = [f"{name}: {value}" for name, value in facts(result.run)]
        parts += ["### The run", _list(told)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _list(lines: Iterator[str] | Sequence[str]) -> str:
    return "\n".join(f"- {markdown_text(line, start=False)}" for line in lines)


def to_html(results: Sequence[ProbeResult]) -> str:
    """Return a report as one page."""
    style = (SHIPPED / "probe.css").read_text(encoding="utf-8").strip()
    body = "\n".join(part for result in results for part in _section(result))
    return page(xml_text(TITLE), style, f"<main>\n<h1>{TITLE}</h1>\n{body}\n</main>")


def _section(result: ProbeResult) -> Iterator[str]:
    yield f"<section>\n<h2>{xml_text(result.run.model.name)}</h2>"
    yield f"<p>{xml_text(caption(result.run))}.</p>"
    for svg in _pictures(result).values():
        yield f'<div class="wide" tabindex="0">\n{svg}</div>'
    for table in tables(result):
        yield _html_table(table)
    yield _html_list(measures(result))
    yield "<h3>What may be concluded</h3>"
    yield _html_list(conclusions(result))
    yield "<h3>The run</h3>"
    yield _html_list(f"{name}: {value}" for name, value in facts(result.run))
    yield "</section>"


def _html_table(table: Table) -> str:
    heads = "".join(f'<th scope="col">{xml_text(head)}</th>' for head in table.heads)
    rows = "\n".join(
        f'<tr><th scope="row">{xml_text(str(row[0]))}</th>'
        + "".join(f"<td>{xml_text(str(cell))}</td>" for cell in row[1:])
        + "</tr>"
        for row in table.rows
    )
    return (
        f'<div class="wide" tabindex="0">\n<table>\n<caption>{xml_text(table.title)}</caption>\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</div>"
    )


def _html_list(lines: Iterator[str]) -> str:
    items = "\n".join(f"<li>{xml_text(line)}</li>" for line in lines)
    return f"<ul>\n{items}\n</ul>" if items else ""
