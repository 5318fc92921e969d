"""Names as programs and hands damage them, and names that look like several."""

from __future__ import annotations

import pytest

from causalkb.formats.bibtex.names import parse_names
from causalkb.records import Person

OTHERS = Person.others()


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        # \relax and \protect have no argument: the braces behind them hold the name together.
        (r"\relax{Newton Dynamics}", [Person("Newton Dynamics", literal=True)]),
        (r"\relax {Acme Systems}", [Person("Acme Systems", literal=True)]),
        (r"{\relax Acme Systems}", [Person("Acme Systems", literal=True)]),
        (r"\protect{Acme Systems}", [Person("Acme Systems", literal=True)]),
        (r"{\relax Ch}arity, A", [Person("Charity", "A")]),
        # A letter that TeX does not know as a macro stays.
        (r"\I lhan Poe and Roe, \I{}rem", [Person("Poe", "Ilhan"), Person("Roe", "Irem")]),
        # An accent behind a dotless letter, where the next letter cannot carry it.
        (r"Poe, Beno\i\^t", [Person("Poe", "Benoît")]),
        (r"Bela\i\"d, Sonia and Poe, C", [Person("Belaïd", "Sonia"), Person("Poe", "C")]),
        # \: is a blank of mathematics, typed for \".
        (r"T Str\:{o}mlin and Poe, C", [Person("Strömlin", "T"), Person("Poe", "C")]),
        # LaTeX that was escaped once more.
        (
            r"Gazta{\textbackslash}{\textasciitilde}naga, E. and Poe, C.",
            [Person("Gaztañaga", "E."), Person("Poe", "C.")],
        ),
        (
            r"Seljak, Uro{\textbackslash}v{\textbraceleft}s{\textbraceright}",
            [Person("Seljak", "Uroš")],
        ),
        (
            r"Kara{\textbackslash}c{\textbraceleft}c{\textbraceright}ayl"
            r"{\textbraceleft}{\textbackslash}i{\textbraceright}, N. and"
            r" P{\textbackslash}'erez-R{\textbackslash}`afols, I.",
            [Person("Karaçaylı", "N."), Person("Pérez-Ràfols", "I.")],
        ),
        # A suffix between family and given name is no initials.
        (
            "Roe, Ann and Eades III, Harley D. and Poe, Cat",
            [Person("Roe", "Ann"), Person("Eades", "Harley D.", "", "III"), Person("Poe", "Cat")],
        ),
        ("Eades III, Harley D.", [Person("Eades", "Harley D.", "", "III")]),
        # Groups.
        (
            "Ann Roe and the Acme Research Group",
            [Person("Roe", "Ann"), Person("the Acme Research Group", literal=True)],
        ),
        ("The Acme Collaboration", [Person("The Acme Collaboration", literal=True)]),
        ("The Anh Roe", [Person("Roe", "The Anh")]),
        # biblatex's extended format with a comma in a value.
        (
            "family=Roe, Poe; Institute of Crows, given=Ann, given-i=A, prefix=von der",
            [Person("Roe, Poe; Institute of Crows", "Ann", "von der")],
        ),
    ],
)
def test_damage_that_can_be_read_is_read(text: str, persons: list[Person]) -> None:
    assert list(parse_names(text)[0]) == persons
    assert parse_names(text)[1] == ()


@pytest.mark.parametrize(
    ("text", "persons", "warning"),
    [
        # Where the other names have the comma behind the family name, so has this one.
        (
            "Roe, Ann and H. Poe, S. Mohammad and Doe, Dan",
            [Person("Roe", "Ann"), Person("H. Poe", "S. Mohammad"), Person("Doe", "Dan")],
            "not two",
        ),
        (
            "Roe, A. L., B. Poe and C. Doe",
            [Person("Roe", "A. L."), Person("Poe", "B."), Person("Doe", "C.")],
            "','",
        ),
        ("Roe, Leonid, A.", [Person("Roe", "Leonid A.")], "commas"),
        ("Roe, T. H.and Poe, S.", [Person("Roe", "T. H."), Person("Poe", "S.")], "blank"),
        # Family names in capitals are no initials.
        (
            "Tristan WU and Ruiji YU and Gus XIA",
            [Person("WU", "Tristan"), Person("YU", "Ruiji"), Person("XIA", "Gus")],
            "capitals",
        ),
        ("Roe MA and Poe BC", [Person("Roe", "MA"), Person("Poe", "BC")], "initials"),
        (
            "Poe F., and Roe, R.",
            [Person("Poe", "F."), Person("Roe", "R.")],
            "initials",
        ),
    ],
)
def test_what_may_be_meant_otherwise_is_told(
    text: str, persons: list[Person], warning: str
) -> None:
    found, warnings = parse_names(text)
    assert list(found) == persons
    assert any(warning in one for one in warnings)
