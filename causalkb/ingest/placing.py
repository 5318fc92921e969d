"""Where in a journal, book or series a work stands, and titles that only that tells apart."""

from __future__ import annotations

import re

from causalkb.identifiers import title_key
from causalkb.ingest.forms import Form, form_of
from causalkb.ingest.venues import same_venue
from causalkb.lazy import compiled_on_use
from causalkb.records import Work
from causalkb.text import fold

_GENERIC = compiled_on_use(
    r"(the |an? |guest |brief |short |our |your |authors?'?s? |editors?'?s? |invited |open "
    r"|opening |closing |concluding |introductory |final |general |new |recent |research "
    r"|publishers? )*"
    r"(introductions?|editorials?|prefaces?|forewords?|afterwords?|prologues?|epilogues?"
    r"|(book |film |media |software )?reviews?|book notes?|notes?|notices?|news|updates?"
    r"|rep(ly|lies)|responses?|rejoinders?|comments?|commentar(y|ies)|discussions?|remarks?"
    r"|errat(um|a)|corrigend(um|a)|corrections?|retractions?|addend(um|a)|publishers? note"
    r"|letters?|correspondences?|obituar(y|ies)|in memoriam|interviews?|perspectives?|viewpoints?"
    r"|abstracts?|contents|table of contents|index|append(ix|ices)|supplement(ary material)?s?"
    r"|summar(y|ies)|conclusions?|acknowledge?ments?|bibliography|references|glossary|untitled"
    r"|no title|announcements?|call for papers|front matter|back matter|overview|background"
    r"|einleitung|vorwort|nachwort|rezension(en)?|buchbesprechung(en)?|einfuhrung"
    r"|comptes? rendus?|avant propos|introduccion|prologo|resenas?"
    r"|thanks|contributors|masthead|cover|frontispiece|highlights|programme?|proceedings"
    r"|(news )?in (brief|this issue)|expressions? of concern|books? received|journal club"
    r"|books|publications|(author |subject |name )index|list of (contributors|reviewers|authors)"
    r"|about the (authors?|contributors?|editors?)|editorial board|abstracts of papers"
    r"|poster sessions?|questions and answers|q a|inhalt(sverzeichnis)?|presentacion|prefazione"
    r"|premessa|序言?|前言|编者按|目录|はしめに|あとかき|предисловие|введение|рецензия|заключение"
    r"|special issue|from the (editors?|president|chair))"
    r"( (to|on|of|from|by|for|and) (the |this |our |my |an? )?(special |present |current |first "
    r"|second |third |fourth |new |revised |english |german |french )*"
    r"(commentar(y|ies)|editions?|comments?|commentators?|discussions?|discussants?|critics?"
    r"|critiques?|editors?|authors?|issue|section|symposium|volume|book|reviews?|reviewers?|introduction"
    r"|replies|responses?|target article|readers?|contributors?|forum|part [ivx\d]+))*"
)
_SCHEME = compiled_on_use(r"https?://(www\.)?")
_NUMBER = compiled_on_use(r"[^\W_]*\d[^\W_]*")
_PLACES = ("volume", "number", "pages", "version", "edition")
_ORDINALS = {
    word: str(number)
    for number, words in enumerate(
        (
            *("first erste premiere primera", "second zweite deuxieme seconde segunda"),
            *("third dritte troisieme tercera", "fourth vierte quatrieme cuarta"),
            *("fifth funfte", "sixth sechste", "seventh siebte", "eighth achte"),
            *("ninth neunte", "tenth zehnte"),
        ),
        1,
    )
    for word in words.split()
}
_LOOSE = frozenset({"misc", "online", "electronic", "www", "dataset", "software"})
"""Types of what is told apart by its address."""
_NAME = compiled_on_use(r"\b(data|datasets?|database|surveys?|corpus|census|archive|indicators)\b")
_WORDS_OF_A_NAME = 3


def has_generic_title(work: Work) -> bool:
    """Whether many works of one author and year may share the title of this one.

    >>> has_generic_title(Work("a", title="Reply to the commentaries"))
    True
    >>> has_generic_title(Work("b", title="Reply to Hume on miracles"))
    False
    """
    return _GENERIC.fullmatch(" ".join(_words(work.title))) is not None


def is_data(work: Work) -> bool:
    """Whether a record describes a data set or a program, whose title is only its name."""
    return form_of(work) in (Form.DATASET, Form.SOFTWARE)


def is_a_name(work: Work) -> bool:
    """Whether a title may be the name of a data set or a series, whatever the record's type."""
    return is_short(work) or _NAME.search(" ".join(_words(work.title))) is not None


def is_short(work: Work) -> bool:
    """Whether a title has so few words ("Causality") that two works may well share it."""
    return len(_words(work.title)) <= _WORDS_OF_A_NAME


def other_people(one: Work, other: Work) -> bool:
    """Whether two records name different authors, both of them in full."""
    mine, theirs = ({fold(p.family) for p in work.authors} for work in (one, other))
    everyone = not any(p.is_others for p in (*one.authors, *other.authors))
    return everyone and bool(mine and theirs) and mine != theirs


def _words(title: str) -> list[str]:
    return re.findall(r"[\w']+", fold(title).replace("’", "'"))


def place(work: Work) -> dict[str, str]:
    """Return where a work stands: volume, number, first page, ... in comparable form."""
    fields = {**work.fields, "number": work.fields.get("number") or work.fields.get("issue", "")}
    fields["pages"] = fields.get("pages") or fields.get("eid") or fields.get("articleno", "")
    found = {}
    for name in _PLACES:
        value = fields.get(name, "")
        if name == "edition":
            value = next((_ORDINALS[word] for word in _words(value) if word in _ORDINALS), value)
        number = _NUMBER.search(value)
        if number is not None and name != "version":
            digits = number[0].lstrip("0").casefold()
            # "2nd" and "2" are one edition.
            found[name] = digits if name != "edition" else re.sub(r"\D+$", "", digits)
        elif value:
            found[name] = value.casefold() if name == "version" else title_key(value)
    if work.url and work.type in _LOOSE:
        found["url"] = _SCHEME.sub("", work.url.casefold()).rstrip("/")
    return found


def same_place(one: Work, other: Work) -> bool:
    """Whether two records say, as far as they say it, that they stand in the same place.

    Both have to say as much, or to name the same first page: of two that only share a journal,
    one may be any other piece in it.
    """
    mine, theirs = place(one), place(other)
    if disagreeing(one, other) or not _venues_agree(one, other):
        return False
    if "pages" in mine and "pages" in theirs:
        return True
    return mine.keys() == theirs.keys() and bool(mine or one.venue or _said(one) == _said(other))


def other_part(one: Work, other: Work) -> bool:
    """Whether two records of one form say that they are two parts or volumes of something."""
    apart = disagreeing(one, other)
    if form_of(one) is Form.BOOK or form_of(other) is Form.BOOK:
        editions = [place(work).get("edition", "") for work in (one, other)]
        numbered = all(map(str.isdigit, editions)) and "edition" in apart
        return "volume" in apart or numbered or _other_translators(one, other)
    # The pages alone may be those of the first edition online.
    return "pages" in apart and bool(apart & {"volume", "number"})


def _other_translators(one: Work, other: Work) -> bool:
    """Whether two records name translators of whom none is the same."""
    mine, theirs = (
        {fold(name.partition(",")[0]) for name in work.fields.get("translator", "").split(" and ")}
        for work in (one, other)
    )
    return "" not in mine | theirs and not mine & theirs


def disagreeing(one: Work, other: Work) -> frozenset[str]:
    """Return what both records say of their place, but differently."""
    mine, theirs = place(one), place(other)
    return frozenset(n for n in mine.keys() & theirs.keys() if mine[n] != theirs[n])


def _venues_agree(one: Work, other: Work) -> bool:
    if one.venue and other.venue:
        return same_venue(one.venue, other.venue)
    return not one.venue and not other.venue


def _said(work: Work) -> tuple[object, ...]:
    people = tuple(p.name for p in (*work.authors, *work.editors))
    return work.title, people, work.year, work.url, sorted(work.fields.items())
