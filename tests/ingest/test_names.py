from __future__ import annotations

import pytest

from causalkb.formats.bibtex.names import parse_names
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
        # Accents and letters outside braces, also right behind "and".
        (r"Ib\'a\~nez, Luz", [Person("Ibáñez", "Luz")]),
        (r"Ra\'ul Nu\~nez and Jo\~ao Lima", [Person("Nuñez", "Raúl"), Person("Lima", "João")]),
        (r"Cat Poe and \'Emile Roe", [Person("Poe", "Cat"), Person("Roe", "Émile")]),
        (r"Poe, Cat and \O{}stby, Ann", [Person("Poe", "Cat"), Person("Østby", "Ann")]),
        (r"\L{}ucja Roe and \AA ke Poe", [Person("Roe", "Łucja"), Person("Poe", "Åke")]),
        (r"Gro\ss, Eva and Jos\'e~M. Poe", [Person("Groß", "Eva"), Person("Poe", "José M.")]),
        (r"Nguy{\~{\^e}}n, Van", [Person("Nguyễn", "Van")]),
        (
            r"Roe, A. and \ifmmode \check{C}\else \v{C}\fi{}ern\'y, K.",
            [Person("Roe", "A."), Person("Černý", "K.")],
        ),
        (r"{\'E}mile {\'e}douard Roe", [Person("Roe", "Émile", "édouard")]),
        # Formatting, sorting aids and marks at a name.
        (r"\textbf{Roe, A.} and \underline{Cat Poe}", [Person("Roe", "A."), Person("Poe", "Cat")]),
        (r"{\bf Roe, A.} and \textcolor{red}{Poe, C.}", [Person("Roe", "A."), Person("Poe", "C.")]),
        (r"\textsc{de la Roe}, Ann", [Person("Roe", "Ann", "de la")]),
        (
            r"{\noopsort{Bee}}Roe, Ann and \SortNoop{x}Poe, C.",
            [Person("Roe", "Ann"), Person("Poe", "C.")],
        ),
        (
            r"Roe$^{1,2}$, Ann and Poe*, Cat and Bob Doe$^\dagger$",
            [Person("Roe", "Ann"), Person("Poe", "Cat"), Person("Doe", "Bob")],
        ),
        ("Ann Roe 0001 and Poe 0023, Cat", [Person("Roe", "Ann"), Person("Poe", "Cat")]),
        # Particles, suffixes and names of one part.
        ("van Dyck and bell hooks", [Person("Dyck", particle="van"), Person("hooks", "bell")]),
        (r"Luis Mar\'in y Roe", [Person("Marín y Roe", "Luis")]),
        ("Roe y Poe, Ana", [Person("Roe y Poe", "Ana")]),
        ("{Van der Roe}, Mark J.", [Person("Van der Roe", "Mark J.")]),
        (
            "Ann Mary Roe, Jr. and Bob Poe III",
            [Person("Roe", "Ann Mary", suffix="Jr."), Person("Poe", "Bob", suffix="III")],
        ),
        ("Roe, Ann, Jr.", [Person("Roe", "Ann", suffix="Jr.")]),
        ("ann_roe and @bob", [Person("ann_roe", literal=True), Person("@bob", literal=True)]),
        (
            "{Roe, Ann M., Jr} and Poe, C",
            [Person("Roe, Ann M., Jr", literal=True), Person("Poe", "C")],
        ),
        ("family=Roe, given=Ann, prefix=De La", [Person("De La Roe", "Ann")]),
        (
            r"{Marks {\&} Sparks} and {\relax Ch}arity, A",
            [Person("Marks & Sparks", literal=True), Person("Charity", "A")],
        ),
        # As programs damage them.
        (r"Mat\'\ias Roe and Beno\^\it Poe", [Person("Roe", "Matías"), Person("Poe", "Benoît")]),
        (r"Gro\ss and Ann Roe", [Person("Groß"), Person("Roe", "Ann")]),
        ("a Roe, Ann and Bob a. Poe", [Person("Roe", "Ann a"), Person("Poe", "Bob a.")]),
        (
            "Roe, Ann Jr. and Ann Mary Poe, Ph.D.",
            [Person("Roe", "Ann", suffix="Jr."), Person("Poe", "Ann Mary", suffix="Ph.D.")],
        ),
        ("Ann Roe (ed.) and Poe, B. (Eds.)", [Person("Roe", "Ann"), Person("Poe", "B.")]),
        ("Jan Van den Roe", [Person("Van den Roe", "Jan")]),
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
        (
            "Roe A, Poe BC, Doe KA",
            [Person("Roe", "A"), Person("Poe", "BC"), Person("Doe", "KA")],
            "','",
        ),
        ("Roe A, Poe BC", [Person("Roe", "A"), Person("Poe", "BC")], "','"),
        ("Roe AB and Poe C", [Person("Roe", "AB"), Person("Poe", "C")], "without a comma"),
        ("Roe, Ann & Poe, Bob", [Person("Roe", "Ann"), Person("Poe", "Bob")], "'&'"),
        (r"Ann Roe \& Bob Poe", [Person("Roe", "Ann"), Person("Poe", "Bob")], "'&'"),
        (
            "Roe, A.; and Poe, B.; and Doe, C.",
            [Person("Roe", "A."), Person("Poe", "B."), Person("Doe", "C.")],
            "';'",
        ),
        (
            "A. Roe, B. Poe, and C. Doe",
            [Person("Roe", "A."), Person("Poe", "B."), Person("Doe", "C.")],
            "','",
        ),
        (
            "Roe, A., Poe, B., and Doe, C.",
            [Person("Roe", "A."), Person("Poe", "B."), Person("Doe", "C.")],
            "','",
        ),
        ("Roe, Ann, Poe, Bob", [Person("Roe", "Ann"), Person("Poe", "Bob")], "','"),
        ("A. Roe, B. Poe", [Person("Roe", "A."), Person("Poe", "B.")], "','"),
        ("Roe, A. and and Poe, B.", [Person("Roe", "A."), Person("Poe", "B.")], "twice"),
        ("{Roe, Ann and Poe, Bob}", [Person("Roe", "Ann"), Person("Poe", "Bob")], "braces"),
        (r"Roe, A. {\&} Poe, B.", [Person("Roe", "A."), Person("Poe", "B.")], "'&'"),
        (
            "Ann Roe, Bob Poe & Cat Doe",
            [Person("Roe", "Ann"), Person("Poe", "Bob"), Person("Doe", "Cat")],
            "'&'",
        ),
        ("Roe, A. and ...", [Person("Roe", "A."), OTHERS], "'...'"),
        ("et al., Ann Roe", [Person("Roe", "Ann"), OTHERS], "et al."),
        (r"Roe \& Poe Ltd", [Person("Roe & Poe Ltd", literal=True)], "institution"),
        (
            "Ann Roe, Bob Poe and Cat Doe",
            [Person("Ann Roe", "Bob Poe"), Person("Doe", "Cat")],
            "not two",
        ),
    ],
)
def test_wrong_separators_are_repaired_with_a_warning(
    text: str, persons: list[Person], warning: str
) -> None:
    found, warnings = parse_names(text)
    assert list(found) == persons
    assert warning in warnings[0]


def test_an_absurdly_long_list() -> None:
    persons, warnings = parse_names(" and ".join(f"Name{i}, A." for i in range(5000)))
    assert len(persons) == 5000
    assert persons[-1] == Person("Name4999", "A.")
    assert warnings == ()


def test_an_html_entity_is_no_separator() -> None:
    persons, warnings = parse_names("M&uuml;ller, A; Stra&szlig;e, B")
    assert persons == (Person("Müller", "A"), Person("Straße", "B"))
    assert len(warnings) == 1


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("{Group 2024}, A.", Person("Group 2024", "A.")),
        ("{Doe*}, Jane", Person("Doe*", "Jane")),
        ("{Acme (ed.)}", Person("Acme (ed.)", literal=True)),
        ("Jane {Doe 0001}", Person("Doe 0001", "Jane")),
        # Outside braces they are DBLP's numbers, footnote marks and roles.
        ("Wang, Wei 0001", Person("Wang", "Wei")),
        ("Doe*, Jane", Person("Doe", "Jane")),
    ],
)
def test_marks_in_braces_belong_to_the_name(text: str, person: Person) -> None:
    assert parse_names(text)[0] == (person,)
