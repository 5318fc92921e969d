"""PDFs for the tests, made with reportlab: papers in one or two columns, and broken files."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageBreak, PageTemplate, Paragraph

WIDTH, HEIGHT = A4
_BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=10, leading=12, alignment=4)
_TITLE = ParagraphStyle("title", fontName="Times-Bold", fontSize=18, leading=22)
_HEADING = ParagraphStyle("heading", fontName="Times-Bold", fontSize=11, leading=16)
RATS = (
    "Rats that pressed the lever themselves expected less food than rats that only saw it move.",
    "The difference vanished when the tone was never paired with the light.",
    "We take this to mean that an action cuts the link that observation had taught.",
)


@dataclass
class Paper:
    """What a paper says; each page is a list of paragraphs."""

    title: str = "Rats learn causes from their own interventions"
    authors: str = "Ann Author and Bo Writer"
    pages: Sequence[Sequence[str]] = ((RATS[0], RATS[1]), (RATS[2],))
    references: Sequence[str] = ()
    foot: str = ""
    stamp: str = ""
    head: str = ""
    columns: int = 1
    metadata: dict[str, str] = field(default_factory=dict)

    def write(self, path: Path) -> Path:
        """Write the paper to a file and return its path."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.content())
        return path

    def content(self) -> bytes:
        """Return the PDF."""
        buffer = BytesIO()
        width = (WIDTH - 100 - 20 * (self.columns - 1)) / self.columns
        frames = [
            Frame(50 + n * (width + 20), 60, width, HEIGHT - 130, 0, 0, 0, 0)
            for n in range(self.columns)
        ]
        document = BaseDocTemplate(buffer, pagesize=A4, invariant=1, **self.metadata)
        document.addPageTemplates(PageTemplate("page", frames, onPage=self._furniture))
        document.build(self._story())
        return buffer.getvalue()

    def _story(self) -> list[object]:
        story: list[object] = [Paragraph(self.title, _TITLE), Paragraph(self.authors, _BODY)]
        story.append(Paragraph("Abstract", _HEADING))
        for n, page in enumerate(self.pages):
            if n:
                story.append(PageBreak())
            story += [Paragraph(text, _BODY) for text in page]
        if self.references:
            story.append(Paragraph("References", _HEADING))
            story += [Paragraph(text, _BODY) for text in self.references]
        return story

    def _furniture(self, canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.saveState()
        canvas.setFont("Times-Roman", 8)
        if self.head:
            canvas.drawString(50, HEIGHT - 40, f"{self.head} {document.page}")
        if self.foot and document.page == 1:
            canvas.drawString(50, 30, self.foot)
        if self.stamp and document.page == 1:
            canvas.translate(25, 250)
            canvas.rotate(90)
            canvas.setFont("Times-Roman", 20)
            canvas.drawString(0, 0, self.stamp)
        canvas.restoreState()


def numbered_lines(lines: Sequence[str], *, after: bool = False, a_page: int = 50) -> bytes:
    """Return a PDF whose lines are counted in the margin, as for reviewers."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    for start in range(0, len(lines), a_page):
        for n, line in enumerate(lines[start : start + a_page]):
            y = HEIGHT - 60 - 14 * n
            number = f"{start + n + 1:03d}"
            if not after:
                canvas.setFont("Helvetica", 6)
                canvas.drawRightString(40, y, number)
            canvas.setFont("Times-Roman", 10)
            canvas.drawString(60, y, line)
            if after:
                canvas.setFont("Helvetica", 6)
                canvas.drawString(WIDTH - 40, y, number)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def scanned(pages: int = 1, text_on: Sequence[int] = ()) -> bytes:
    """Return a PDF of pages that are drawn, not written, but for some."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    for page in range(1, pages + 1):
        canvas.rect(100, 100, 300, 500, fill=1)
        if page in text_on:
            canvas.drawString(60, 700, f"{RATS[1]} This is said on page {page}.")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def encrypted(user: str, owner: str = "owner") -> bytes:
    """Return a PDF that needs a password to be opened, or with an empty one only to be printed."""
    buffer = BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption(user, owner, canPrint=0, canCopy=0))
    canvas.setFont("Times-Roman", 10)
    canvas.drawString(60, 750, RATS[0])
    canvas.save()
    return buffer.getvalue()


def nested_forms(depth: int = 12, calls: int = 10) -> bytes:
    """Return a small PDF that draws a line ``calls ** depth`` times: no reader comes to its end."""
    forms = [b"BT /F1 9 Tf 10 10 Td (ever and ever) Tj ET"]
    forms += [b"/X Do " * calls] * depth
    parts = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"]
    font = b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    last = 4 + len(forms)
    parts.append(
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents %d 0 R /Resources"
        b" << /XObject << /X %d 0 R >> >> >>" % (last, last - 1)
    )
    for n, form in enumerate(forms):
        inner = b"/XObject << /X %d 0 R >>" % (3 + n) if n else b""
        parts.append(
            b"<< /Type /XObject /Subtype /Form /BBox [0 0 300 300] /Resources << %s %s >>"
            b" /Length %d >> stream\n%s\nendstream" % (font, inner, len(form), form)
        )
    parts.append(b"<< /Length 6 >> stream\n/X Do \nendstream")
    return _assembled(parts)


def inflating(size: int) -> bytes:
    """Return a small PDF whose page becomes ``size`` bytes of instructions."""
    packer = zlib.compressobj(9)
    block = b" " * (1 << 20)
    packed = b"".join(packer.compress(block) for _ in range(size >> 20)) + packer.flush()
    return _assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R >>",
            b"<< /Length %d /Filter /FlateDecode >> stream\n%s\nendstream" % (len(packed), packed),
        ]
    )


def _assembled(parts: Sequence[bytes]) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for n, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, part)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return out + table + trailer % (len(parts) + 1, len(out))
