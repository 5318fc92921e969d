"""EPUB: the texts of the spine in reading order, with chapters and headings as locators.

Kept: title, authors, publisher, date, ISBN, and all text. Lost: pictures, formulas that are
pictures, page numbers. Books with copy protection cannot be read.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from causalkb.formats.documents.blocks import Block, TooLongError, blocks_of, parts_of
from causalkb.formats.documents.common import Kind, read_document
from causalkb.formats.documents.html import decoded
from causalkb.formats.documents.zips import Archive, BadArchiveError
from causalkb.identifiers import normalise_doi
from causalkb.records import ParsedWork, Problem
from causalkb.text import clean, clean_line

KIND = Kind("epub", "application/epub+zip", "epub-1", "book", most=256 * 1024 * 1024)
VERSION = KIND.version
_DC = "{http://purl.org/dc/elements/1.1/}"
_HTML = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_OBFUSCATED = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""Fonts may be encrypted without the book being protected."""


def read(data: bytes, source: str) -> Iterator[ParsedWork | Problem]:
    """Yield the work that an EPUB is, with its text, or a problem."""
    yield from read_document(KIND, data, source)


def extract(data: bytes, name: str) -> Iterator[dict[str, Any]]:
    """Yield the parts and the front matter of a book; runs in the process of the readers."""
    del name
    try:
        archive = Archive(data, "an EPUB")
        _refuse_protected(archive)
        yield _extracted(archive)
    except (BadArchiveError, TooLongError) as error:
        hint = error.args[1] if len(error.args) > 1 else ""
        yield {"failed": str(error.args[0]), "hint": hint or "download it again"}


def _extracted(archive: Archive) -> dict[str, Any]:
    package_name = _package_name(archive)
    package = _xml(archive.read(package_name))
    folder = posixpath.dirname(package_name)
    items = {
        item.get("id"): (item.get("href") or "", item.get("media-type") or "", item)
        for item in package.iter("{*}item")
    }
    titles = _contents(archive, items, folder)
    front = _front(package)
    parts: list[tuple[str | None, str]] = []
    characters = 0
    for number, reference in enumerate(package.iter("{*}itemref"), 1):
        href, media, item = items.get(reference.get("idref"), ("", "", None))
        path = _inside(folder, href)
        if media not in _HTML or "nav" in (item.get("properties") or "").split():
            continue
        blocks = _blocks(archive.read(path))
        chapter = titles.get(path) or next((b.text for b in blocks if b.level), f"part {number}")
        if titles.get(path) is None and not any(b.level for b in blocks):
            chapter = parts[-1][0].removeprefix("§ ") if parts and parts[-1][0] else chapter
        found = parts_of(blocks, title=chapter, chapter=chapter)
        characters += sum(len(text) for _, text in found)
        if characters > 4 * 20_000_000:
            raise TooLongError("holds more than 80 million characters")
        parts += found
    return {"parts": parts, "front": front}


def _refuse_protected(archive: Archive) -> None:
    content = archive.read("META-INF/encryption.xml")
    if not content:
        return
    methods = [m.get("Algorithm") or "" for m in _xml(content).iter("{*}EncryptionMethod")]
    if any(method not in _OBFUSCATED for method in methods):
        raise BadArchiveError(
            "is protected against copying (DRM)", "only the publisher's own program can read it"
        )


def _package_name(archive: Archive) -> str:
    root = _xml(archive.read("META-INF/container.xml"))
    names = (unquote(one.get("full-path") or "") for one in root.iter("{*}rootfile"))
    name = next((name for name in names if name in archive), "")
    name = name or next((n for n in archive.names() if n.endswith(".opf")), "")
    if not name:
        raise BadArchiveError("is a ZIP archive without the list of an EPUB's texts", "")
    return name


def _front(package: Any) -> dict[str, Any]:
    def texts(name: str) -> list[str]:
        found = [clean_line("".join(e.itertext())) for e in package.iter(f"{_DC}{name}")]
        return [text for text in found if text]

    front: dict[str, Any] = {"titles": texts("title"), "author": texts("creator")}
    for name, field in (("title", "title"), ("publisher", "publisher"), ("language", "language")):
        front[field] = next(iter(texts(name)), "")
    front["date"] = next((text[:10] for text in texts("date")), "")
    for text in texts("identifier"):
        number = text.casefold().removeprefix("urn:").removeprefix("isbn:").replace("-", "")
        if number.removesuffix("x").isdigit() and len(number) in (10, 13):
            front.setdefault("isbn", number.upper())
        elif doi := normalise_doi(text):
            front.setdefault("doi", doi)
    return front


def _contents(archive: Archive, items: dict[Any, Any], folder: str) -> dict[str, str]:
    """Return the titles of chapters by file, from the navigation (EPUB 3) or the NCX (EPUB 2)."""
    found: dict[str, str] = {}
    for href, media, item in items.values():
        path = _inside(folder, href)
        base = posixpath.dirname(path)
        if "nav" in (item.get("properties") or "").split():
            for link in _tree(archive.read(path)).iter("a"):
                title = clean_line(link.text_content())
                if title and link.get("href"):
                    found.setdefault(_inside(base, link.get("href")), title)
        elif media == "application/x-dtbncx+xml":
            for point in _xml(archive.read(path)).iter("{*}navPoint"):
                label, content = point.find("{*}navLabel"), point.find("{*}content")
                if label is not None and content is not None:
                    title = clean_line("".join(label.itertext()))
                    if title:
                        found.setdefault(_inside(base, content.get("src") or ""), title)
    return found


def _inside(folder: str, href: str) -> str:
    """Return the name in the archive that an address stands for."""
    path = unquote(href.partition("#")[0])
    return posixpath.normpath(posixpath.join(folder, path)).lstrip("/")


def _blocks(content: bytes) -> list[Block]:
    if not content.strip():
        return []
    tree = _tree(content)
    body = tree.find("body")
    return list(blocks_of(tree if body is None else body))


def _tree(content: bytes) -> Any:
    from lxml import html

    text = clean(decoded(content))
    if text.lstrip().startswith("<?xml"):
        text = text.partition("?>")[2]
    return html.document_fromstring(text if text.strip() else "<html><body></body></html>")


def _xml(content: bytes) -> Any:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, recover=True
    )
    root = etree.fromstring(content, parser) if content.strip() else None
    if root is None:
        raise BadArchiveError("is a ZIP archive without what an EPUB needs", "")
    return root
