"""NBIB, the format in which PubMed saves citations."""

from __future__ import annotations

from causalkb import KnowledgeBase
from causalkb.formats.nbib import read
from causalkb.records import ParsedWork, Problem

RECORD = """
PMID- 16484500
OWN - NLM
STAT- MEDLINE
DCOM- 20060301
LR  - 20190508
IS  - 1095-9203 (Electronic)
IS  - 0036-8075 (Linking)
VI  - 311
IP  - 5763
DP  - 2006 Feb 17
TI  - Causal reasoning in crows & other birds that
      store food.
PG  - 1020-2
LID - 10.1000/crows.1 [doi]
AB  - BACKGROUND: Crows act.
      They look. METHODS: We watched.
FAU - Roe, Bob A
AU  - Roe BA
FAU - van der Laan, Mark
AU  - van der Laan M
CN  - Crow Study Group
LA  - eng
PT  - Journal Article
PT  - Retracted Publication
PL  - United States
TA  - Science
JT  - Science (New York, N.Y.)
MH  - Animals
MH  - *Crows
RIN - Science. 2007;315:1. PMID: 17000000
PMC - PMC1234567
AID - 311/5763/1020 [pii]
AID - 10.1000/crows.1 [doi]
PST - ppublish
SO  - Science. 2006 Feb 17;311(5763):1020-2.
"""


def items(text: str) -> tuple[list[ParsedWork], list[Problem]]:
    found = list(read(text.encode(), "a.nbib"))
    works = [item for item in found if isinstance(item, ParsedWork)]
    return works, [item for item in found if isinstance(item, Problem)]


def test_an_article() -> None:
    (parsed,), problems = items(RECORD)
    work = parsed.work
    assert problems == []
    assert (parsed.line, parsed.entry, work.type, work.year) == (
        2,
        "pmid:16484500",
        "article",
        2006,
    )
    assert work.title == "Causal reasoning in crows & other birds that store food"
    assert work.abstract == "BACKGROUND: Crows act. They look. METHODS: We watched."
    assert [p.name for p in work.authors] == [
        "Roe, Bob A", "van der Laan, Mark", "Crow Study Group",
    ]  # fmt: skip
    assert work.authors[2].literal
    assert (work.doi, work.venue) == ("10.1000/crows.1", "Science (New York, N.Y.)")
    assert work.fields == {
        "journal": "Science (New York, N.Y.)",
        "shortjournal": "Science",
        "date": "2006-02-17",
        "volume": "311",
        "number": "5763",
        "pages": "1020–2",
        "issn": "1095-9203, 0036-8075",
        "keywords": "Animals, Crows",
        "language": "eng",
        "address": "United States",
        "pmid": "16484500",
        "pmcid": "PMC1234567",
        "pubtype": "Journal Article; Retracted Publication",
        "nbib-rin": "Science. 2007;315:1. PMID: 17000000",
        "nbib-so": "Science. 2006 Feb 17;311(5763):1020-2.",
    }


def test_several_records_without_blank_lines_and_with_other_ends_of_lines() -> None:
    second = RECORD.replace("16484500", "2").replace("crows", "apes").strip()
    works, problems = items((RECORD.strip() + "\n" + second).replace("\n", "\r\n"))
    assert [parsed.entry for parsed in works] == ["pmid:16484500", "pmid:2"]
    assert works[1].work.title.startswith("Causal reasoning in apes")
    assert problems == []


def test_a_book_a_preprint_and_a_title_in_another_language() -> None:
    book = "PMID- 3\nBTI - Handbook of crows.\nPB  - OUP\nPT  - Book\nFED - Doe, Ann\nISBN- 123\n"
    chapter = "PMID- 4\nTI  - Tools.\nBTI - Handbook of crows.\nAU  - Poe C\nPT  - Book Chapter\n"
    preprint = "PMID- 5\nTI  - Apes.\nPT  - Preprint\nJT  - bioRxiv : the preprint server\n"
    other = "PMID- 6\nTT  - [Von Krähen].\nDP  - 2006 Winter\nPT  - Journal Article\n"
    works, problems = items("\n".join((book, chapter, preprint, other)))
    assert problems == []
    assert [p.work.type for p in works] == ["book", "incollection", "misc", "article"]
    assert [p.work.title for p in works] == ["Handbook of crows", "Tools", "Apes", "Von Krähen"]
    assert works[0].work.editors[0].family == "Doe"
    assert works[1].work.venue == "Handbook of crows"
    assert works[2].work.venue == "bioRxiv : the preprint server"
    assert (works[3].work.year, works[3].work.fields["month"]) == (2006, "Winter")


def test_what_is_odd_is_told_with_its_line() -> None:
    works, problems = items("PMID- 7\nOWN - NLM\n\nPMID 8\nTI  - Lost?\n\nPMID- 9\nAU  - Roe B\n")
    assert [(p.entry, p.work.title) for p in works] == [("pmid:8", "Lost?"), ("pmid:9", "")]
    assert {(p.line, p.severity.value) for p in problems} == {
        (1, "failed"), (4, "warning"), (7, "warning"),
    }  # fmt: skip


def test_ris_and_nbib_of_one_paper_are_one_work(empty: KnowledgeBase) -> None:
    ris = (
        "TY  - JOUR\nTI  - Causal reasoning in crows & other birds that store food\n"
        "AU  - Roe, B\nAU  - van der Laan, Mark\nAU  - Crow Study Group\n"
        "PY  - 2006\nJF  - Science\nVL  - 311\nSP  - 1020\nEP  - 1022\nER  - \n"
    )
    assert empty.add_content(RECORD.encode(), "export.txt", embed=False).added
    result = empty.add_content(ris.encode(), "export.txt", embed=False)
    assert (result.added, result.problems) == ((), ())
    assert empty.works.count() == 1
