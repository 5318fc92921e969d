"""In what form a work appeared: preprint, article, conference paper, workshop paper, book, ...

Two records with one title, author and year are one work only where they can mean the same form;
the report and the article, or the thesis and the book, are two versions.
"""

from __future__ import annotations

import re
from enum import Enum

from causalkb.ingest.venues import same_venue
from causalkb.lazy import compiled_on_use
from causalkb.records import Work

_PREPRINT_VENUE = compiled_on_use(
    r"\b(arxiv|biorxiv|medrxiv|psyarxiv|chemrxiv|ssrn|corr|preprints?|osf|techrxiv)\b", re.I
)
# DOI prefixes of bioRxiv/medRxiv, PsyArXiv and OSF, SSRN, Research Square, Preprints.org.
_PREPRINT_DOI = compiled_on_use(r"10\.(48550|1101/\d{4}|31234|31219|2139|21203|20944)\b")
_WORKSHOP = compiled_on_use(r"\bworkshops?\b", re.I)
_PROCEEDINGS = compiled_on_use(
    r"\b(proceedings|proc\.|conference|conf\.|symposium|advances in neural)", re.I
)
_SERIES = compiled_on_use(
    r"\b(working papers?|discussion papers?|technical reports?|tech\.? rep|white papers?)\b", re.I
)
_SITE = compiled_on_use(r"\b(blog|weblog|less ?wrong|alignment forum|substack|medium\.com)\b", re.I)


class Form(Enum):
    """The form of a work, as far as its record tells."""

    UNKNOWN = "unknown"
    PUBLISHED = "published"
    """In some form other than a preprint."""
    PREPRINT = "preprint"
    ARTICLE = "article"
    CONFERENCE = "conference paper"
    WORKSHOP = "workshop paper"
    CHAPTER = "chapter"
    BOOK = "book"
    THESIS = "thesis"
    REPORT = "report"
    DATASET = "data set"
    SOFTWARE = "software"
    POST = "post"


_BY_TYPE = {
    "book": Form.BOOK,
    "mvbook": Form.BOOK,
    "collection": Form.BOOK,
    "mvcollection": Form.BOOK,
    "proceedings": Form.BOOK,
    "mvproceedings": Form.BOOK,
    "reference": Form.BOOK,
    "phdthesis": Form.THESIS,
    "mastersthesis": Form.THESIS,
    "thesis": Form.THESIS,
    "techreport": Form.REPORT,
    "report": Form.REPORT,
    "manual": Form.REPORT,
    "dataset": Form.DATASET,
    "software": Form.SOFTWARE,
}
_WITH_VENUE = {
    "article": Form.ARTICLE,
    "inproceedings": Form.CONFERENCE,
    "conference": Form.CONFERENCE,
    "incollection": Form.CHAPTER,
    "inbook": Form.CHAPTER,
    "bookinbook": Form.CHAPTER,
    "inreference": Form.CHAPTER,
}
"""Types that reference managers also give where they know nothing; with a venue they tell."""
_ON_THE_WEB = frozenset({"online", "electronic", "www"})
PARTS = frozenset({Form.CHAPTER, Form.CONFERENCE, Form.WORKSHOP})
"""Forms of a work that is a part of a book or of proceedings."""
_ALIKE = (
    # Springer's proceedings are books of chapters.
    frozenset({Form.CHAPTER, Form.CONFERENCE}),
)


def form_of(work: Work) -> Form:
    """Return the form of a work, as far as its record tells."""
    if is_preprint(work):
        return Form.PREPRINT
    venue = work.venue or ""
    if work.type in _BY_TYPE:
        return _BY_TYPE[work.type]
    if _WORKSHOP.search(venue) or _WORKSHOP.search(work.fields.get("series", "")):
        return Form.WORKSHOP
    if _SERIES.search(venue):
        return Form.REPORT
    if _SITE.search(venue):
        return Form.POST
    if work.type in _WITH_VENUE and (venue or "volume" in work.fields):
        form = _WITH_VENUE[work.type]
        # Google Scholar gives proceedings as journals.
        proceedings = form is Form.ARTICLE and _PROCEEDINGS.search(venue)
        return Form.CONFERENCE if proceedings else form
    if work.doi:
        return Form.PUBLISHED
    if work.type in _ON_THE_WEB and work.url and not work.arxiv:
        return Form.POST
    return Form.PUBLISHED if venue else Form.UNKNOWN


def is_preprint(work: Work) -> bool:
    """Whether a record describes a preprint and not a published version.

    A published record may carry an arXiv id as well; what counts is where it says it appeared.
    """
    if work.doi and not is_preprint_doi(work.doi):
        return False
    if work.venue and not _PREPRINT_VENUE.search(work.venue):
        return False
    return bool(
        work.arxiv
        or (work.doi and is_preprint_doi(work.doi))
        or (work.venue and _PREPRINT_VENUE.search(work.venue))
    )


def is_preprint_doi(doi: str) -> bool:
    """Whether a DOI is one that a preprint server gives."""
    return _PREPRINT_DOI.match(doi) is not None


def two_forms(one: Work, other: Work) -> bool:
    """Whether two records say that they appeared in different forms.

    A record that does not say is a poorer record of either.
    """
    forms = {form_of(one), form_of(other)}
    if len(forms) == 1 or Form.UNKNOWN in forms:
        return False
    if Form.PUBLISHED in forms:
        return Form.PREPRINT in forms
    if forms in _ALIKE:
        return False
    if one.venue and other.venue and forms <= {Form.ARTICLE, Form.CONFERENCE, Form.CHAPTER}:
        return not same_venue(one.venue, other.venue)
    return True
