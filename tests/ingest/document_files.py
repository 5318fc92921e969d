"""Word files, EPUBs and web pages of known content, as small as programs write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Crows and the causes of rain | The Crow Journal</title>
<meta name="citation_title" content="Crows and the causes of rain">
<meta name="citation_author" content="Roe, Bob"><meta name="citation_author" content="Poe, Al">
<meta name="citation_doi" content="10.1000/Crows.1">
<meta name="citation_publication_date" content="2021/03/04">
<link rel="canonical" href="https://example.org/crows"></head><body>
<nav><a href="/">Home</a> <a href="/login">Log in to read more</a></nav>
<article><h1>Crows and the causes of rain</h1>
<p>Crows that had watched clouds before rain behaved as if the clouds brought it, and they stayed
in their nests when somebody else had only sprayed water into the air above the nests.</p>
<h2>Methods</h2><p>We observed forty crows in a large aviary for a year, and we sprayed water on
some days that had been drawn by lot, so that rain and spraying were independent of each other.</p>
<table><tr><th>day</th><th>rain</th></tr><tr><td>1</td><td>no</td></tr></table></article>
<footer>Cookie policy. All rights reserved.</footer><script>var secret = 1;</script>
</body></html>"""


def archive(files: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


def paragraph(text: str, style: str = "") -> str:
    """Return a paragraph of Word."""
    said = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{said}<w:r><w:t>{text}</w:t></w:r></w:p>"


def docx(body: str = "", **others: str) -> bytes:
    """Return a Word document."""
    body = body or "".join(
        [
            paragraph("Levers and tones in rats", "Title"),
            paragraph("Bob Roe, doi:10.1000/rats.7"),
            paragraph("Introduction", "Heading1"),
            paragraph("Rats press levers."),
            paragraph("Methods", "Heading1"),
            paragraph("We used a tone."),
            f"<w:tbl><w:tr><w:tc>{paragraph('tone')}</w:tc><w:tc>{paragraph('food')}</w:tc></w:tr>"
            "</w:tbl>",
        ]
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/></w:style>'
        for id, name in (("Title", "Title"), ("Heading1", "heading 1"))
    )
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return archive(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default'
            f' Extension="rels" ContentType="application/vnd.openxmlformats-package'
            f'.relationships+xml"/><Override PartName="/word/document.xml" ContentType="{main}"/>'
            "</Types>",
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1"'
            f' Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
            "word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>",
            "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
            **others,
        }
    )


def epub(chapter: str = "", **others: str) -> bytes:
    """Return an EPUB 3 with two chapters."""
    head = '<html xmlns="http://www.w3.org/1999/xhtml"><body>'
    first = chapter or "<h1>1 Seeing</h1><p>Owls see&nbsp;mice.</p><h2>Why</h2><p>Hunger.</p>"
    return archive(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:'
            'container"><rootfiles><rootfile full-path="OEBPS/c.opf"/></rootfiles></container>',
            "OEBPS/c.opf": '<package xmlns="http://www.idpf.org/2007/opf"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>The Ladder of Owls'
            "</dc:title><dc:creator>Jude Owl</dc:creator><dc:date>2018-05-15</dc:date>"
            "<dc:identifier>urn:isbn:978-0-465-09760-9</dc:identifier></metadata><manifest>"
            '<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
            '<item id="a" href="t/c%201.xhtml" media-type="application/xhtml+xml"/>'
            '<item id="b" href="t/c2.xhtml" media-type="application/xhtml+xml"/>'
            '<item id="x" href="../../../../etc/passwd" media-type="application/xhtml+xml"/>'
            '</manifest><spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/>'
            '<itemref idref="x"/></spine></package>',
            "OEBPS/nav.xhtml": f'{head}<nav><ol><li><a href="t/c%201.xhtml">1 Seeing</a></li></ol>'
            "</nav></body></html>",
            "OEBPS/t/c 1.xhtml": f"{head}{first}</body></html>",
            "OEBPS/t/c2.xhtml": f"{head}<h1>2 Doing</h1><p>Owls catch mice.</p></body></html>",
            **others,
        }
    )
