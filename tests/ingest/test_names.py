from __future__ import annotations

import pytest

from causalkb.formats.bibtex.names import parse_names, split_outside_braces
from causalkb.records import Person

OTHERS = Person.others()


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("Pearl, Judea", [Person("Pearl", "Judea")]),
        ("Judea Pearl", [Person("Pearl", "Judea")]),
        ("Ludwig van Beethoven", [Person("Beethoven", "Ludwig", "van")]),
        ("van der Waals, Johannes Diderik", [Person("Waals", "Johannes Diderik", "van der")]),
        ("King, Jr., Martin Luther", [Person("King", "Martin Luther", suffix="Jr.")]),
        ("{World Health Organization}", [Person("World Health Organization", literal=True)]),
        ("{Barnes and Noble}", [Person("Barnes and Noble", literal=True)]),
        ("Given {van der Berg}", [Person("van der Berg", "Given")]),
        ("Aristotle", [Person("Aristotle")]),
        ("Pearl, Judea and others", [Person("Pearl", "Judea"), OTHERS]),
        ("Pearl, Judea and", [Person("Pearl", "Judea")]),
        (r"Sch{\"o}lkopf, Bernhard", [Person("Schölkopf", "Bernhard")]),
        (r"Paul Erd\H{o}s", [Person("Erdős", "Paul")]),
        (r"{\'E}va Tardos", [Person("Tardos", "Éva")]),
        ("刘慈欣", [Person("刘慈欣")]),
        ("刘, 慈欣", [Person("刘", "慈欣")]),
        ("Колмогоров, Андрей Николаевич", [Person("Колмогоров", "Андрей Николаевич")]),
        ("محمد بن سلمان", [Person("سلمان", "محمد بن")]),
        ("family=Gogh, given=Vincent, prefix=van", [Person("Gogh", "Vincent", "van")]),
        ("Jean~Paul Sartre", [Person("Sartre", "Jean Paul")]),
        ("{}", []),
        ("", []),
    ],
)
def test_names(text: str, persons: list[Person]) -> None:
    assert list(parse_names(text)[0]) == persons
    assert parse_names(text)[1] == ()


@pytest.mark.parametrize(
    ("text", "persons", "warning"),
    [
        ("Smith, A.; Jones, B.", [Person("Smith", "A."), Person("Jones", "B.")], "';'"),
        ("Smith, A. and et al.", [Person("Smith", "A."), OTHERS], "et al."),
        ("Smith, A. et al", [Person("Smith", "A."), OTHERS], "et al."),
        (
            "A. Smith, B. Jones, C. Brown, D. White",
            [
                Person("Smith", "A."),
                Person("Jones", "B."),
                Person("Brown", "C."),
                Person("White", "D."),
            ],
            "','",
        ),
    ],
)
def test_wrong_separators_are_repaired_with_a_warning(
    text: str, persons: list[Person], warning: str
) -> None:
    found, warnings = parse_names(text)
    assert list(found) == persons
    assert len(warnings) == 1
    assert warning in warnings[0]


def test_an_absurdly_long_list() -> None:
    persons, warnings = parse_names(" and ".join(f"Name{i}, A." for i in range(5000)))
    assert len(persons) == 5000
    assert persons[-1] == Person("Name4999", "A.")
    assert warnings == ()


def test_an_html_entity_is_no_separator() -> None:
    assert split_outside_braces("M&uuml;ller; B", ";") == ["M&uuml;ller", " B"]
