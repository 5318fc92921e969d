"""Identifiers and keys that decide whether two works, titles or persons are the same."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from causalkb.lazy import compiled_on_use
from causalkb.records import Person

# A short DOI (shortdoi.org) has no registrant: 10/dvzd5z; doi.org resolves it as well.
_DOI = compiled_on_use(r"10\.\d{4,9}(?:\.\d+)*/\S+|10/[a-z0-9]{3,12}")
_SHORT_DOI = compiled_on_use(r"[a-z0-9]{4,8}", re.IGNORECASE)
_DOI_PREFIX = compiled_on_use(
    # A library's proxy writes the host as doi-org.proxy.example.edu.
    r"(?:(?:https?:)?//)?(?:(?:dx|www)\.)?doi\.org/|https?://(?:dx[.-])?doi-org\.[\w.-]+/(?=10\.)"
    r"|(?:urn:|info:)?doi\s*[:=]?\s*(?:/|(?=10\.|https?://))",
    re.IGNORECASE,
)
_ENCODED_DOI = compiled_on_use(r"10\.[\d.]+%2f|10\.[\d.]+/\S*%(?:2[389f]|3[ace]|5[bd])", re.I)
_REMARK = compiled_on_use(r"(\S+)\s+\([^()]*\)")
"""A DOI with a remark behind it: "10.1000/x (accessed 2020)"."""
_TWICE = compiled_on_use(
    r"(\S*?10\.\d{4,9}/\S+?)(?:[,;|]\s*|\s+)(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)?\1", re.I
)
"""A DOI that is said twice."""
_AFTER_ADDRESS = compiled_on_use(r"\?\w+=.*|#[a-z]\w+$|#$(?<!-#)", re.IGNORECASE)
_LINK = compiled_on_use(r"\\(?:href|url)\s*\{([^{}]*)\}.*", re.DOTALL)
_PUBLISHER = compiled_on_use(
    # Where publishers put the DOI in the address of a page, with the version or form behind it.
    r"https?://[\w.-]+(?:/[\w-]+)?/(?:doi|article|articles|chapter|book|content)/"
    r"(?:(?:abs|full|pdf|epdf|pdfdirect|book|epub|early)/)?"
    r"(10\.\d{4,9}/[^\s?#]+?)"
    r"(?:v\d+)?(?:\.(?:full|abstract|short|pdf))*(?:/(?:full|abstract|pdf|epdf|meta|html))?"
    r"/?(?:[?#].*)?",
    re.IGNORECASE,
)
_INVISIBLE = compiled_on_use("[\u00ad\u200b-\u200f\u2060\ufeff]")

_ARXIV_ID = (
    # Year, month and number since 2007; before, archive (with or without a class) and number.
    r"(?:\d\d(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z]{2,8}(?:-[a-z]{2,4})?(?:\.[a-z]{2})?/\d{7})"
)
_ARXIV = compiled_on_use(
    r"\s*(?:(?:https?://)?(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html|format)/"
    r"|(?:https?://(?:dx\.)?doi\.org/|doi:)?10\.48550/"
    r"|\[)?\s*(?:ar[xχ]iv(?:\s*[:.]\s*|\s+))*(?P<id>" + _ARXIV_ID + r")"
    r"(?:v\d{1,3})?(?:\.pdf)?/?(?:\s*\[[^\]]*\])?\]?\s*(?:\([^)]*\)\s*)?",
    re.IGNORECASE,
)
_ARXIV_MENTION = compiled_on_use(
    r"(?:arxiv(?:\s+(?:e-?prints?|preprints?))?[\s:,]+|arxiv:|\babs/)(" + _ARXIV_ID + r")(?!\d)",
    re.IGNORECASE,
)
_ARXIV_NOTE = compiled_on_use(
    r"(?:e-?print|preprint|(?:also\s+)?available)(?:\s+available)?(?:\s+(?:at|from|on|as))?[\s:]*"
    r"(?:\S*arxiv\.org/abs/|arxiv\s*:\s*)(" + _ARXIV_ID + r")(?:v\d+)?(?:\s*\[[^\]]*\])?\W*",
    re.IGNORECASE,
)
_ARXIV_URL = compiled_on_use(
    r"https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/(" + _ARXIV_ID + r")(?!\d)",
    re.IGNORECASE,
)
_ARXIV_ANYWHERE = (
    *("journal", "journaltitle", "volume", "number", "howpublished", "eid", "pages"),
    *("publisher", "institution", "booktitle", "series", "type"),
)

# Letters whose bare form Unicode does not give by decomposition.
_LATIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)

_VENUES_OF = {
    "article": ("journal", "journaltitle"),
    "inproceedings": ("booktitle", "eventtitle", "series"),
    "conference": ("booktitle", "eventtitle", "series"),
    "incollection": ("booktitle",),
    "inbook": ("booktitle", "publisher"),
    "book": ("publisher",),
    "phdthesis": ("school", "institution"),
    "mastersthesis": ("school", "institution"),
    "thesis": ("institution", "school"),
    "techreport": ("institution",),
    "report": ("institution",),
}
_VENUES = (
    "journal",
    "journaltitle",
    "booktitle",
    "eventtitle",
    "school",
    "institution",
    "organization",
    "publisher",
    "howpublished",
)


def normalise_doi(text: str) -> str | None:
    """Return the bare lower-case DOI, or None if ``text`` is none.

    >>> normalise_doi("https://doi.org/10.1126/Science.1121872.")
    '10.1126/science.1121872'
    >>> normalise_doi("10.2307%2F1990888")
    '10.2307/1990888'
    >>> normalise_doi("https://www.biorxiv.org/content/10.1101/2020.01.01.123456v2.full.pdf")
    '10.1101/2020.01.01.123456'
    """
    doi = html.unescape(html.unescape(_INVISIBLE.sub("", text))).strip(" \t\r\n\"'“”:=")
    for wrapped in (_LINK, _REMARK, _TWICE, _PUBLISHER):
        if match := wrapped.fullmatch(doi):
            doi = match[1].strip()
    while prefix := _DOI_PREFIX.match(doi):
        doi = doi[prefix.end() :].strip()
        if "doi.org/" in prefix[0].lower() or "doi-org." in prefix[0].lower():
            doi = unquote(_AFTER_ADDRESS.sub("", doi)).rstrip("/")
            if _SHORT_DOI.fullmatch(doi):
                doi = f"10/{doi}"
    if _ENCODED_DOI.match(doi):
        doi = unquote(doi)
    doi = _strip_trailing(doi).lower()
    return doi if _DOI.fullmatch(doi) else None


def _strip_trailing(doi: str) -> str:
    """Drop the punctuation of the sentence a DOI stood in; its own brackets are balanced."""
    while doi:
        last = doi[-1]
        opening = {")": "(", "]": "[", ">": "<", "}": "{"}.get(last)
        unbalanced = opening is not None and doi.count(opening) < doi.count(last)
        if last not in ".,;:'\"" and not unbalanced:
            break
        doi = doi[:-1]
    return doi


def normalise_arxiv(text: str) -> str | None:
    """Return the arXiv id without prefix and version, or None if ``text`` is none.

    >>> normalise_arxiv("arXiv:2305.00050v2"), normalise_arxiv("hep-th/9901001")
    ('2305.00050', 'hep-th/9901001')
    """
    match = _ARXIV.fullmatch(text)
    return _canonical_arxiv(match["id"]) if match else None


def _canonical_arxiv(identifier: str) -> str:
    """Lower case and without the subject class: math.PR/0605134 and math/0605134 are one paper."""
    return re.sub(r"\.[a-z]{2}/", "/", identifier.lower())


def arxiv_of(
    fields: Mapping[str, str], url: str | None = None, doi: str | None = None
) -> str | None:
    """Return the arXiv id that the fields of a work mention other than by ``eprint``.

    Looked at, in this order: the journal and its like ("arXiv preprint arXiv:2305.00050", DBLP's
    ``volume = {abs/2305.00050}``), a note that is nothing else ("Preprint at ..."), the URL, the
    DOI 10.48550/arXiv.x.
    """
    for name in _ARXIV_ANYWHERE:
        if mention := _ARXIV_MENTION.search(fields.get(name, "")):
            return _canonical_arxiv(mention[1])
    note = fields.get("note", "")
    if note[:6].casefold() == "arxiv:" and (found := normalise_arxiv(note)):
        return found
    if match := _ARXIV_NOTE.fullmatch(note):
        return _canonical_arxiv(match[1])
    if url and (match := _ARXIV_URL.match(url)):
        return _canonical_arxiv(match[1])
    if doi and doi.startswith("10.48550/arxiv."):
        return normalise_arxiv(doi)
    return None


def venue_of(type: str, fields: Mapping[str, str]) -> str | None:
    """Return where a work appeared: its journal, proceedings, school, publisher, ...

    >>> venue_of("article", {"journal": "Science", "publisher": "AAAS"})
    'Science'
    """
    for name in (*_VENUES_OF.get(type, ()), *_VENUES):
        value = fields.get(name)
        if value and "://" not in value:
            return value
    return None


def title_key(title: str) -> str:
    """Return a key that is equal for titles that differ in case, accents, blanks and punctuation.

    Letters, digits and marks of every script count, so titles in any script stay distinct; a title
    of symbols alone is its own key. Accents are dropped from Latin letters only.

    >>> title_key("Schölkopf's  Éléments") == title_key("Scholkopfs elements")
    True
    """
    folded = unicodedata.normalize("NFKC", title).casefold()
    if folded.isascii():
        return "".join(filter(str.isalnum, folded)) or "".join(folded.split())
    letters = "".join(char for char in _bare(folded) if unicodedata.category(char)[0] in "LNM")
    return unicodedata.normalize("NFC", letters) or "".join(folded.split())


def name_key(person: Person) -> str:
    """Return a key that is equal for a person with given names spelt out and with initials.

    >>> name_key(Person("Schölkopf", "Bernhard")) == name_key(Person("Scholkopf", "B."))
    True
    """
    words = person.given.split()
    behind: list[str] = []
    while len(words) > 1 and words[-1].islower() and words[-1].isalpha():
        behind.insert(0, words.pop())  # "Laan, Mark van der"
    family = title_key(f"{person.particle} {' '.join(behind)} {person.family}")
    initial = title_key(person.given)[:1]
    return f"{family} {initial}".strip()


def _bare(text: str) -> str:
    """Decompose, and drop the marks that follow a Latin letter."""
    kept: list[str] = []
    after_latin = False
    for char in unicodedata.normalize("NFD", text).translate(_LATIN):
        if unicodedata.category(char) == "Mn":
            if after_latin:
                continue
        else:
            after_latin = "LATIN" in unicodedata.name(char, "")
        kept.append(char)
    return "".join(kept)


def identifier_in(source: str | Path) -> tuple[str, str] | None:
    """Return the name of the register and the identifier that a source is, if it is one.

    >>> identifier_in("https://arxiv.org/abs/2305.16183v2")
    ('arxiv', '2305.16183')
    >>> identifier_in("10.1126/Science.1121872"), identifier_in("papers.bib")
    (('doi', '10.1126/science.1121872'), None)
    """
    text = str(source).strip()
    # A path loses one of the two slashes of an address.
    for scheme in ("https:/", "http:/"):
        if text.startswith(scheme) and not text.startswith(f"{scheme}/"):
            text = text.replace(scheme, f"{scheme}/", 1)
    if found := normalise_arxiv(text):
        return "arxiv", found
    doi = normalise_doi(text)
    if doi is None and urlsplit(text).scheme in ("http", "https"):
        doi = _in_address(text)
    return None if doi is None else ("doi", doi)


def _in_address(address: str) -> str | None:
    """The DOI at the end of a publisher's address: https://www.science.org/doi/abs/10.1126/x."""
    path = urlsplit(address).path
    at = path.find("/10.")
    return normalise_doi(path[at + 1 :]) if at >= 0 else None
