"""Names as public reports of bugs in other programs show them."""

from __future__ import annotations

import pytest

from causalkb.formats.bibtex.names import parse_names
from causalkb.records import Person


def shown(text: str) -> list[str]:
    """Persons as ``family|given|particle|suffix``; ``!`` before a name of one part in braces."""
    return [
        "others"
        if person.is_others
        else "!" * person.literal
        + "|".join([person.family, person.given, person.particle, person.suffix]).rstrip("|")
        for person in parse_names(text)[0]
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # From "Tame the BeaST".
        ("AA bb CC dd EE", ["EE|AA|bb CC dd"]),
        ("AA 1B cc dd", ["dd|AA 1B|cc"]),
        ("AA {b}B cc dd", ["dd|AA bB|cc"]),
        ("bb CC dd EE, AA", ["EE|AA|bb CC dd"]),
        ("AA {BB} cc {DD}", ["DD|AA BB|cc"]),
        # Accents on accents, and macros of MathSciNet.
        (r"Nguy{\~\^e}n, Th{\'\u a}ng and Nguy\~{\^{e}}n, A", ["Nguyễn|Thắng", "Nguyễn|A"]),
        (r"Sz\H ol\H o, B. and Paul Erd\H os", ["Szőlő|B.", "Erdős|Paul"]),
        (r"Franc{\ocirc{u}}, J. and Pi{\polhk{a}}tek, P.", ["Franců|J.", "Piątek|P."]),
        (r"Gel{\cprime}fand, I. and Solov\cprime ev, V.", ["Gelʹfand|I.", "Solovʹev|V."]),
        (r"{\Dbar}uro {\DJ}oki\'c", ["Đokić|Đuro"]),
        (r"O{\textquotesingle}Hara, J. and O{\textquoteright}Neil, E.", ["O'Hara|J.", "O’Neil|E."]),
        # Suffixes between commas, also such as are names elsewhere.
        (r"Dumas, p{\`e}re, Alexandre and Dumas, fils, Alexandre",
         ["Dumas|Alexandre||père", "Dumas|Alexandre||fils"]),
        ("Almeida, Filho, Jos{\\'e} and Doe, Esq., Jane and Doe, Senior, Jane",
         ["Almeida|José||Filho", "Doe|Jane||Esq.", "Doe|Jane||Senior"]),
        # What tells of the person but is no part of the name.
        ("Doe, Jane (0000-0002-1825-0097) and Roe, A.", ["Doe|Jane", "Roe|A."]),
        ("Doe, Jane https://orcid.org/0000-0002-1825-009X and Roe, A.", ["Doe|Jane", "Roe|A."]),
        ("Jane Doe <jane@x.org> and Roe, A. (a.roe@y.net)", ["Doe|Jane", "Roe|A."]),
        (r"Doe, Jane\textsuperscript{1,2} and Bob Roe\textsuperscript{*}", ["Doe|Jane", "Roe|Bob"]),
        ("Doe, Jane¹ and Bob Roe²,³", ["Doe|Jane", "Roe|Bob"]),
        ("Doe, Jane, ed. and Roe, A. [Eds.] and Jane Poe (Hrsg.)",
         ["Doe|Jane", "Roe|A.", "Poe|Jane"]),
        ("Doe, Ed and Doe, Ed.", ["Doe|Ed", "Doe|Ed."]),
        ("Wang, Xiaoming (王小明) and Xiaoming Wang (王小明)",
         ["Wang|Xiaoming (王小明)", "Wang|Xiaoming (王小明)"]),
        # The extended format of biblatex has other parts as well.
        ("family=Doe, given=J., suffix=Jr., id=4bc9", ["Doe|J.||Jr."]),
        ("given=Ann, family=Roe, nametemplates=x, uniquename=y and Doe, J.", ["Roe|Ann", "Doe|J."]),
        ("family=Montclos, given=Henri, prefix=de, useprefix=false", ["Montclos|Henri|de"]),
        ('"family={Smith Jones}", given={Ann, Mary}', ["Smith Jones|Ann, Mary"]),
        ("Roe, A.<sup>1</sup> and Doe, Jane", ["Roe|A.", "Doe|Jane"]),
        (r"Poincar$\acute{\rm e}$, H. and M$\ddot{\mathrm{u}}$ller, J.",
         ["Poincaré|H.", "Müller|J."]),
        # One sign is no full name in Chinese.
        ("刘，慈欣 and 张三", ["刘|慈欣", "张三"]),
        ("{{Centers for Control and Prevention} and {Institutes of Health}}",
         ["!Centers for Control and Prevention", "!Institutes of Health"]),
    ],
)  # fmt: skip
def test_names(text: str, names: list[str]) -> None:
    assert shown(text) == names
    assert parse_names(text)[1] == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        *(
            (f"Jane Doe{sign}Rick Roe", ["Doe|Jane", "Roe|Rick"])
            for sign in (" und ", " et ", " with ", " y ", " / ", "/", " + ", " | ", " • ", " · ")
        ),
        ("Doe, Jane und Roe, Rick", ["Doe|Jane", "Roe|Rick"]),
        ("Doe, Jane/Roe, Rick", ["Doe|Jane", "Roe|Rick"]),
        ("张三，李四", ["张三", "李四"]),
        ("张三、李四、王五", ["张三", "李四", "王五"]),
        ("张三；李四", ["张三", "李四"]),
        ("Doe, J. and 25 others", ["Doe|J.", "others"]),
        ("Doe, J. and colleagues", ["Doe|J.", "others"]),
        ("Doe, J. & al.", ["Doe|J.", "others"]),
        ("Doe, J. u.a.", ["Doe|J.", "others"]),
        ("Doe, J. and et alii", ["Doe|J.", "others"]),
        ("Jane Doe (University of Chicago) and Bob Roe (MIT)", ["Doe|Jane", "Roe|Bob"]),
        # As Google Scholar turns them.
        ("Team, Gemini and Doe, J.", ["!Gemini Team", "Doe|J."]),
        ("Collaboration, Open Science", ["!Open Science Collaboration"]),
        ("R Core Team and U.S. Environmental Protection Agency",
         ["!R Core Team", "!U.S. Environmental Protection Agency"]),
        ("Doe, J. and et al. and others", ["Doe|J.", "others"]),
        ("World Health Organization and University of Chicago",
         ["!World Health Organization", "!University of Chicago"]),
    ],
)  # fmt: skip
def test_what_is_repaired_is_told(text: str, names: list[str]) -> None:
    assert shown(text) == names
    assert parse_names(text)[1] != ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("von und zu Liechtenstein, Hans", ["Liechtenstein|Hans|von und zu"]),
        ("Karl vom und zum Stein", ["Stein|Karl|vom und zum"]),
        ("Jos{\\'e} Ortega y Gasset", ["Ortega y Gasset|José"]),
        ("Ada Committee, Jane and Ann School", ["Ada Committee|Jane", "School|Ann"]),
        ("Council, Ann and Network, J.", ["Council|Ann", "Network|J."]),
        ("Doe, Jane (Janie)", ["Doe|Jane (Janie)"]),
        ("{Doe¹, Jane}", ["!Doe¹, Jane"]),
        ("卡尔·马克思", ["!卡尔·马克思"]),
    ],
)
def test_one_name_stays_one(text: str, names: list[str]) -> None:
    assert shown(text) == names


def test_two_authors_may_have_one_name() -> None:
    assert parse_names("Wang, Y. and Wang, Y.")[0] == (Person("Wang", "Y."),) * 2
