"""A report → the files that it consists of: the document, and beside it pictures and a .bib."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from causalkb.errors import InputError

if TYPE_CHECKING:
    from causalkb.report.citations import Bibliography
    from causalkb.report.summary.records import Report


class ReportFormat(StrEnum):
    """What a report is written as."""

    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    LATEX = "latex"
    DOCX = "docx"


class Citations(StrEnum):
    """How a Markdown report cites."""

    FORMATTED = "formatted"
    PANDOC = "pandoc"


SUFFIXES = {
    ".md": ReportFormat.MARKDOWN,
    ".markdown": ReportFormat.MARKDOWN,
    ".html": ReportFormat.HTML,
    ".htm": ReportFormat.HTML,
    ".json": ReportFormat.JSON,
    ".tex": ReportFormat.LATEX,
    ".docx": ReportFormat.DOCX,
}


@dataclass(frozen=True, slots=True)
class ReportOutput:
    """How a report is written.

    Attributes:
        file: The file it goes to, or ``None`` for standard output.
        format: ``None``: by the file's suffix, else Markdown.
        style: Name of a shipped citation style, or path of a CSL file.
        citations: How Markdown cites.
        bib: Whether a BibTeX file with the works cited goes beside it.
        pictures: Whether the maps of a Markdown file go beside it as SVG, instead of tables.
        templates: The user's folder of templates.
    """

    file: Path | None = None
    format: ReportFormat | None = None
    style: str = "apa"
    citations: Citations = Citations.FORMATTED
    bib: bool = False
    pictures: bool = True
    templates: Path | None = None

    def checked(self) -> ReportOutput:
        """Return it with the format found out.

        Raises:
            InputError: What is asked for does not go together.
        """
        from causalkb.report.render_templates import check_folder

        format = self.format
        if format is None and self.file is not None:
            format = SUFFIXES.get(self.file.suffix.lower())
            if format is None:
                known = f"use {', '.join(SUFFIXES)} or --format"
                raise InputError(f"{self.file}: the suffix names no format; {known}")
        format = format or ReportFormat.MARKDOWN
        if self.file is None and format is ReportFormat.DOCX:
            raise InputError("docx needs a file: name one with -o report.docx")
        if self.file is None and self.bib:
            raise InputError("--bib writes a file beside the report: name one with -o report.md")
        if self.citations is Citations.PANDOC and format is not ReportFormat.MARKDOWN:
            raise InputError(f"--citations pandoc is for Markdown, not for {format.value}")
        check_folder(self.templates)
        return replace(self, format=format)

    def picture(self, slug: str) -> str:
        """Return the name of the file with the map of a question, or ""."""
        if self.file is None or not self.pictures or self.format is not ReportFormat.MARKDOWN:
            return ""
        last = "map" if slug == self.file.stem else slug
        return re.sub(r"[^A-Za-z0-9._-]", "-", f"{self.file.stem}-{last}.svg").lstrip(".-")

    @property
    def bib_name(self) -> str:
        """Name of the BibTeX file, or ""."""
        return self.file.with_suffix(".bib").name if self.file is not None and self.bib else ""

    def names(self, slugs: tuple[str, ...]) -> tuple[str, ...]:
        """Return the names of all files of a report on some questions."""
        pictures = tuple(name for slug in slugs if (name := self.picture(slug)))
        main = "" if self.file is None else self.file.name
        return tuple(name for name in (main, *pictures, self.bib_name) if name)

    def refuse(self, names: Iterable[str]) -> None:
        """Refuse to go on where one of some files beside the report exists.

        Raises:
            InputError: It does.
        """
        for name in names:
            if self.file is not None and self.file.with_name(name).exists():
                raise InputError(f"{self.file.with_name(name)} exists already; --force replaces it")


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A file of a report: its name without a folder, "" for the document on standard output."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ReportFiles:
    """A report, not written yet: the document, and pictures and a .bib that go beside it."""

    document: ReportFile
    beside: tuple[ReportFile, ...] = ()

    @property
    def files(self) -> tuple[ReportFile, ...]:
        """All files, the document first."""
        return (self.document, *self.beside)

    @property
    def text(self) -> str:
        """The document as text.

        Raises:
            UnicodeDecodeError: It is not a text but, for instance, docx.
        """
        return self.document.content.decode("utf-8")


def documents(report: Report, output: ReportOutput) -> ReportFiles:
    """Return a report as the files that it consists of.

    Args:
        report: The report.
        output: How to write it, as :meth:`ReportOutput.checked` returns it.

    Raises:
        InputError: The style or a template cannot be used, or pandoc is missing.
    """
    from causalkb.report.citations import Bibliography

    bibliography = Bibliography(report.cited, output.style)
    main = "" if output.file is None else output.file.name
    beside = [
        ReportFile(question.picture, question.map.svg.encode("utf-8"))
        for question in report.questions
        if question.picture
    ]
    if output.bib_name:
        from causalkb.formats.bibtex.writer import format_works

        works = sorted(report.cited, key=lambda work: work.key)
        beside.append(ReportFile(output.bib_name, format_works(works).encode("utf-8")))
    return ReportFiles(ReportFile(main, _document(report, bibliography, output)), tuple(beside))


def _document(report: Report, bibliography: Bibliography, output: ReportOutput) -> bytes:
    if output.format is ReportFormat.JSON:
        from causalkb.report.serialize.summary import to_json

        return to_json(report, bibliography).encode("utf-8")
    if output.format is ReportFormat.MARKDOWN:
        from causalkb.report.render_markdown import render_markdown

        text = render_markdown(
            report,
            bibliography,
            pandoc=output.citations is Citations.PANDOC,
            bib=output.bib_name,
            folder=output.templates,
        )
        return text.encode("utf-8")
    from causalkb.report.render_html import render_html

    plain = output.format is not ReportFormat.HTML
    page = render_html(report, bibliography, plain=plain, folder=output.templates)
    if not plain:
        return page.encode("utf-8")
    from causalkb.report.render_pandoc import convert

    assert output.format is not None
    return convert(page, output.format.value, report.made.date)
