"""Word documents (.docx): mammoth turns them into HTML, whose headings become locators.

Kept: headings, paragraphs, lists, tables, footnotes and endnotes. Lost: pictures, formulas, headers
and footers, comments, page numbers (a Word file has none until it is printed).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from causalkb.formats.documents.blocks import TooLongError, blocks_of, parts_of
from causalkb.formats.documents.common import Kind, read_document
from causalkb.formats.documents.front import first_heading, front_of_blocks
from causalkb.formats.documents.zips import Archive, BadArchiveError
from causalkb.records import ParsedWork, Problem
from causalkb.text import clean_line

KIND = Kind(
    "docx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "docx-1",
    most=128 * 1024 * 1024,
)
VERSION = KIND.version
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='title'] => h1:fresh
"""
_CORE = {
    "title": "{http://purl.org/dc/elements/1.1/}title",
    "author": "{http://purl.org/dc/elements/1.1/}creator",
}
_PLACEHOLDERS = ("", "word document", "microsoft word", "document", "untitled", "manuscript")


def read(data: bytes, source: str) -> Iterator[ParsedWork | Problem]:
    """Yield the work that a Word document is, with its text, or a problem."""
    yield from read_document(KIND, data, source)


def extract(data: bytes, name: str) -> Iterator[dict[str, Any]]:
    """Yield the parts and the front matter of a document; runs in the process of the readers."""
    try:
        archive = Archive(data, "a Word document (.docx)")
        if "word/document.xml" not in archive and "[Content_Types].xml" not in archive:
            raise BadArchiveError("is a ZIP archive, not a Word document", "unpack it first")
        for member in archive.names():
            if member.endswith((".xml", ".rels")):
                archive.read(member)  # refuses entities before mammoth's parser meets them
        yield _extracted(data, archive, name)
    except (BadArchiveError, TooLongError) as error:
        hint = error.args[1] if len(error.args) > 1 else ""
        yield {"failed": str(error.args[0]), "hint": hint or "download it again, or save it anew"}


def _extracted(data: bytes, archive: Archive, name: str) -> dict[str, Any]:
    import mammoth
    from lxml import html

    result = mammoth.convert_to_html(
        io.BytesIO(data),
        style_map=_STYLES,
        convert_image=mammoth.images.img_element(lambda _: {"src": ""}),
    )
    if not result.value.strip():
        return {"parts": [], "front": {}}
    blocks = list(blocks_of(html.document_fromstring(result.value)))
    said = _core(archive)
    title = first_heading(blocks[:3]) or said.get("title", "") or first_heading(blocks)
    front = front_of_blocks(blocks, title, name)
    return {"parts": parts_of(blocks, title=title), "front": front | said | {"title": title}}


def _core(archive: Archive) -> dict[str, Any]:
    """Return what the document's own properties say; the author is often who pressed "Save"."""
    from lxml import etree

    content = archive.read("docProps/core.xml")
    if not content:
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    root = etree.fromstring(content, parser)
    if root is None:
        return {}
    title = clean_line(root.findtext(_CORE["title"]) or "")
    author = clean_line(root.findtext(_CORE["author"]) or "")
    found: dict[str, Any] = {}
    if title.casefold() not in _PLACEHOLDERS:
        found["title"] = title
    if author and " " in author:
        found["author"] = [author]
    return found
