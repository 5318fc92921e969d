"""Where the draft linter says that a sentence stands, and what it takes for a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from conftest import examples
from drafts import Bare, text_at
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from causalkb import KnowledgeBase
from causalkb.lint.draft import Syntax
from causalkb.lint.findings import Finding


@pytest.fixture(scope="module")
def lint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bare]:
    with KnowledgeBase.open(tmp_path_factory.mktemp("bare") / "kb", create=True) as base:
        yield Bare(base)


def claims(lint: Bare, draft: str, syntax: Syntax = Syntax.MARKDOWN) -> list[Finding]:
    return [f for f in lint(draft.encode(), syntax).findings if f.rule == "uncited"]


def at(finding: Finding) -> tuple[int, int, int, int]:
    place = finding.place
    assert place is not None
    return place.line, place.column, place.end_line, place.end_column


@pytest.mark.parametrize("syntax", Syntax)
def test_lines_and_columns_count_from_one(lint: Bare, syntax: Syntax) -> None:
    draft = "Rain fell. Rain causes floods.\n\nÜber Äcker fiel Regen, and rain causes\n\tslides."
    first, second = claims(lint, draft, syntax)
    assert at(first) == (1, 12, 1, 31)
    assert text_at(draft, first) == "Rain causes floods."
    assert at(second) == (3, 1, 4, 9)
    assert second.subject == "Über Äcker fiel Regen, and rain causes slides."


@pytest.mark.parametrize("syntax", Syntax)
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends_and_byte_order_mark_do_not_matter(
    lint: Bare, syntax: Syntax, ending: str
) -> None:
    draft = f"\ufeffRain fell.{ending}{ending}Then rain causes{ending}floods.{ending}"
    (found,) = claims(lint, draft, syntax)
    assert at(found) == (3, 1, 4, 8)


def test_columns_count_characters_not_bytes(lint: Bare) -> None:
    (found,) = claims(lint, "Grüße 🌧 aus Köln. Rain causes floods.")
    assert at(found) == (1, 19, 1, 38)


def test_utf_16_and_windows_1252_are_read(lint: Bare) -> None:
    for encoding in ("utf-16", "cp1252"):
        audit = lint("Rain in Köln causes floods.".encode(encoding))
        assert [f.subject for f in audit.findings] == ["Rain in Köln causes floods."]


MARKDOWN = [
    ("- Rain causes\n  floods.", "Rain causes floods."),
    ("1. Rain\n2. Rain causes floods.", "Rain causes floods."),
    ("* a\n\n  - Rain **causes** _floods_.", "Rain causes floods."),
    ("## Rain causes floods ##", "Rain causes floods"),
    ("Rain causes floods\n===", "Rain causes floods"),
    ("| a | b |\n|---|---|\n| x | rain causes floods |", "rain causes floods"),
    ("Rain [causes](http://a.b/c_(d) 'title') [floods][ref].", "Rain causes floods."),
    ("Rain `x` causes $y^2$ floods.", "Rain X causes X floods."),
    ("Rain<br/> causes <b>floods</b>.", "Rain causes floods."),
    ("Rain causes floods.[^1]\n\n[^1]: A note.", "Rain causes floods."),
    ("Dry.[^1]\n\n[^1]: Rain causes floods.", "Rain causes floods."),
    ("---\ntitle: Sun causes rain\n---\nRain causes floods.", "Rain causes floods."),
    ("Mail rain@causes.org: rain causes\\\nfloods.", "Mail X: rain causes floods."),
    ("::: note\nRain causes floods.\n:::", "Rain causes floods."),
]


@pytest.mark.parametrize(("draft", "sentence"), MARKDOWN)
def test_what_is_prose_in_markdown(lint: Bare, draft: str, sentence: str) -> None:
    (found,) = claims(lint, draft)
    assert found.subject == sentence
    assert text_at(draft, found).startswith(sentence[:4])


@pytest.mark.parametrize(
    "draft",
    [
        "```\nRain causes floods.\n```",
        "Code:\n\n    Rain causes floods.",
        "~~~{r}\nx # Rain causes floods.\n~~~",
        "<script>\nRain causes floods.\n\nRain causes floods.\n</script>",
        "<!-- Rain causes floods. -->",
        "> Rain causes floods.\n> It causes storms.",
        "- > Rain causes floods.",
        "See ![Rain causes floods](x.png) here.",
        "`Rain causes floods.`",
        "$$\nrain causes floods\n$$",
        "See http://rain.org/causes/floods for it.",
    ],
)
def test_what_is_no_prose_in_markdown(lint: Bare, draft: str) -> None:
    assert claims(lint, f"Rain fell.\n\n{draft}\n\nRain fell.") == []


LATEX = [
    (r"Rain \emph{causes} \textbf{floods}.", "Rain causes floods."),
    (r"\section{Rain causes floods}", "Rain causes floods"),
    (r"\begin{itemize}\item Rain causes floods.\end{itemize}", "Rain causes floods."),
    ("Rain $x$ causes\n\\(y\\) floods.", "Rain X causes X floods."),
    (r"Dry.\footnote{Rain causes floods.} Wet.", "Rain causes floods."),
    (r"\begin{figure}\includegraphics{a}\caption[s]{Rain causes floods.}\end{figure}",
     "Rain causes floods."),
    ("Rain % as one says\ncauses floods.", "Rain causes floods."),
    (r"M\"uller: rain~causes {F}loods ``here''.", "Müller: rain causes Floods “here”."),
    (r"In stra\ss{}en rain causes 5\,\% of floods.", "In straßen rain causes 5 % of floods."),
    (r"Rain causes \href{http://x}{floods} (Fig.~\ref{a}).", "Rain causes floods (Fig. X)."),
    (r"\begin{tabular}{ll} a & rain causes floods \\ b & c\end{tabular}", "rain causes floods"),
    ("\\title{Sun causes x}\\begin{document}\nRain causes floods.\n\\end{document} Sun causes x.",
     "Rain causes floods."),
    (r"Rain causes \unknown[opt]{floods} here.", "Rain causes floods here."),
]  # fmt: skip


@pytest.mark.parametrize(("draft", "sentence"), LATEX)
def test_what_is_prose_in_latex(lint: Bare, draft: str, sentence: str) -> None:
    (found,) = claims(lint, draft, Syntax.LATEX)
    assert found.subject == sentence
    place = text_at(draft, found)
    assert place[0] == sentence[0]
    assert place[-1] in (sentence[-1], "}")


@pytest.mark.parametrize(
    "draft",
    [
        "% Rain causes floods.",
        r"\begin{verbatim}Rain causes { floods.\end{verbatim}",
        "\\begin{lstlisting}[language=C]\nRain causes } floods.\n\\end{lstlisting}",
        r"\begin{equation}\text{Rain causes floods}\end{equation}",
        r"\begin{quote}Rain causes floods.\end{quote}",
        r"\begin{tikzpicture}\node{Rain causes floods.};\end{tikzpicture}",
        r"\label{Rain causes floods} \includegraphics{rain causes floods} \todo{Rain causes x.}",
        r"\verb|Rain causes floods.| \newcommand{\x}{Rain causes floods.}",
        r"\bibliography{rain causes floods} \begin{thebibliography}{9} Rain causes floods."
        r"\end{thebibliography}",
    ],
)
def test_what_is_no_prose_in_latex(lint: Bare, draft: str) -> None:
    assert claims(lint, f"Rain fell.\n\n{draft}\n\nRain fell.", Syntax.LATEX) == []


def cited(lint: Bare, draft: str, syntax: Syntax) -> list[tuple[str, str]]:
    """The citations of a draft with the text at their places; sentences without are uncited."""
    found = [f for f in lint(draft, syntax).findings if f.rule == "unknown-citation"]
    return [(f.subject, text_at(draft, f)) for f in found]


@pytest.mark.parametrize(
    ("draft", "keys"),
    [
        ("Rain causes floods [@doe2020].", ["doe2020"]),
        (
            "Rain causes floods [see @doe2020, p. 3; -@roe:2021a; and @{a b}].",
            ["doe2020", "roe:2021a"],
        ),
        ("Rain causes floods. [@doe2020] Then it was dry.", ["doe2020"]),
        ("Rain causes floods, says @doe2020 [p. 3]. It was dry.", ["doe2020"]),
        ("@doe2020 says that rain causes floods.", ["doe2020"]),
        ("Rain causes floods \\cite{doe2020, roe2021}.", ["doe2020", "roe2021"]),
        ("Rain causes\nfloods [@doe2020;\n@roe2021].", ["doe2020", "roe2021"]),
        ("Rain causes floods.[^1]\n\n[^1]: See @doe2020.", ["doe2020"]),
    ],
)
def test_citations_of_a_sentence_in_markdown(lint: Bare, draft: str, keys: list[str]) -> None:
    found = cited(lint, draft, Syntax.MARKDOWN)
    assert [key for key, _ in found] == keys
    assert all(key == text for key, text in found)
    assert claims(lint, draft) == []


CITES = [
    *(r"\cite{doe2020}", r"\citep[see][p.~3]{doe2020}", r"\citet*{doe2020}", r"\citealp{doe2020}"),
    *(r"\citeauthor{doe2020}", r"\parencite[3]{doe2020}", r"\textcite{doe2020}"),
    *(r"\autocite{doe2020}", r"\footcite{doe2020}", r"\smartcite{doe2020}", r"\fullcite{doe2020}"),
    *(r"\footnote{See \cite{doe2020}.}", r"\emph{so \cite{doe2020}}", "\\cite\n{doe2020}"),
    *(r"\textcites[1]{doe2020}", r"\citeyear{doe2020}"),
]


@pytest.mark.parametrize("cite", CITES)
@pytest.mark.parametrize("end", ["{}.", ".{}", ". {}", "~{}. It was dry."])
def test_citations_of_a_sentence_in_latex(lint: Bare, cite: str, end: str) -> None:
    draft = f"It was dry.\n\nRain causes floods{end.format(cite)}"
    assert cited(lint, draft, Syntax.LATEX) == [("doe2020", "doe2020")]
    assert claims(lint, draft, Syntax.LATEX) == []


@pytest.mark.parametrize(
    ("draft", "syntax"),
    [
        ("See @fig:one, @sec-two, a.b@c2.org, @someone and `@code2000`.", Syntax.MARKDOWN),
        ("Write to doe2020@example.org or to @someone.", Syntax.TEXT),
        ("\\nocite{*} % \\cite{doe2020}\nRain fell on the hills.", Syntax.LATEX),
    ],
)
def test_what_is_no_citation(lint: Bare, draft: str, syntax: Syntax) -> None:
    assert cited(lint, draft, syntax) == []


def test_a_citation_that_opens_a_sentence_is_of_that_one(lint: Bare) -> None:
    draft = r"Sun causes drought. \cite{doe2020} shows that rain causes floods."
    (found,) = claims(lint, draft, Syntax.LATEX)
    assert found.subject == "Sun causes drought."


PIECES = st.sampled_from(
    [
        *("Rain causes floods", "Rain `x` causes", "leads to harm", "the effect of", "müde 🌧"),
        *(
            ". ",
            ".",
            " ",
            "\n",
            "\n\n",
            "\r\n",
            "\t",
            "- ",
            "> ",
            "# ",
            "| ",
            "|---|",
            "*",
            "**",
            "_",
        ),
        *(
            "$",
            "`",
            "```\n",
            "[",
            "]",
            "](x)",
            "(",
            ")",
            "[@doe2020]",
            "@roe2021",
            "[^1]",
            "[^1]: ",
        ),
        *(
            "<!-- ",
            "-->",
            "<b>",
            "---\n",
            "\\",
            "{",
            "}",
            "\\emph{",
            "\\cite{a}",
            "\\footnote{",
            "~",
        ),
        *("\\begin{quote}", "\\end{quote}", "%", "&", "\\[", "\\]", "# causalkb: ok why", "\x0b"),
        *("\u2028", "1. ", "    ", "noise"),
    ]
)


@pytest.mark.parametrize("syntax", Syntax)
@given(pieces=st.lists(PIECES, max_size=40))
@settings(
    max_examples=examples(150),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_every_place_lies_in_the_file_and_holds_the_sentence(
    lint: Bare, syntax: Syntax, pieces: list[str]
) -> None:
    draft = "".join(pieces)
    for finding in lint(draft, syntax).findings:
        text = text_at(draft.replace("\r", "\n") if "\n" not in draft else draft, finding)
        assert text.strip() == text != ""
        if finding.rule == "unknown-citation":
            assert text == finding.subject
        elif finding.rule == "uncited":
            # The words of the sentence stand there in their order; only markup is left out.
            words = [w for w in finding.subject.split() if w.isalpha() and "X" not in w]
            # "\\\\emph" is a line break and a word, not the command.
            assert _within(words, re.sub(r"(?<!\\)\\emph|%\r?\n|[{}*]", "", text))


def _within(words: list[str], text: str) -> bool:
    start = 0
    for word in words:
        start = text.find(word, start)
        if start < 0:
            return False
        start += len(word)
    return True
