"""LaTeX that would hide what follows it, and what the linter takes for a citation in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from drafts import Bare, text_at

from causalkb import KnowledgeBase
from causalkb.lint.draft import Syntax
from causalkb.lint.findings import Kind
from causalkb.lint.markup.latex import read_latex
from causalkb.lint.markup.prose import THING, sentences_of


@pytest.fixture(scope="module")
def lint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bare]:
    with KnowledgeBase.open(tmp_path_factory.mktemp("bare") / "kb", create=True) as base:
        yield Bare(base)


def subjects(lint: Bare, draft: str) -> list[str]:
    return [f.subject for f in lint(draft, Syntax.LATEX).findings if f.rule == "uncited"]


HIDING = [
    *(
        r"See \url{http://a.b/x%20y}.",
        r"See \url|http://a%b|.",
        r"See \href{http://a.b/%20}{it}.",
        r"\includegraphics[width=2cm]{a_%b}",
    ),
    *("% \\begin{comment}", "% \\begin{verbatim}", "% \\end{document}", "% {{{", "% $ \\iffalse"),
    *(r"Use \verb|\begin{verbatim}| here.", r"Line \\begin{verbatim} here."),
    "\\begin{verbatim}\n\\begin{comment}\n\\end{verbatim}",
    "\\begin{verbatim}\n\\end{document}\n\\end{verbatim}",
    "\\begin{lstlisting}\n\\begin{verbatim} $ {\n\\end{lstlisting}",
    *("It costs $5 today.", r"\lstinline{a $ b}", r"\path{a$b}", r"\mintinline{c}{a $ b}"),
    *(r"\begin{pycode}x='$'\end{pycode}", r"\begin{foo}x='$'\end{foo}", r"\emph{It costs $5}."),
    "It costs $5 today. The rate $x$ is good.",
    "It costs $5 and it is not so dry here. It costs $6.",
    *(
        r"\newcommand{\bi}{\begin{itemize}}\newcommand{\ei}{\end{itemize}}",
        r"\def\be{\begin{equation}}",
    ),
    "\\newenvironment{x}{\\begin{quote}}{\\end{quote}}",
    "\\newcommand{\\x}% why\n  {\\begin{quote}}",
    *(
        r"\begin{itemize}\item Dry.",
        r"Dry.\end{itemize}",
        r"\textbf{Dry.",
        "Dry.}",
        r"\[ x",
        r"\( x",
    ),
    *(
        r"Dry \item [x.",
        r"Dry \\[a b",
        r"\emph$a$ is dry.",
        r"\begin{equation} x",
        r"\end {itemize}",
    ),
    *(
        r"\begin {quote}Dry.\end {quote}",
        r"\iffalse a \ifx b \fi $ { \fi",
        "\\begin",
        "\\end{",
        "\\verb",
    ),
    r"\lstnewenvironment{foo}{}{}\begin{foo} { $ \end{foo}",
    r"\includegraphics{plots/gain-50%}",
]


@pytest.mark.parametrize(
    "document", ["{}", "\\begin{{document}}\n{}\n\\end{{document}} Sun causes x."]
)
@pytest.mark.parametrize("odd", HIDING)
def test_nothing_hides_the_rest_of_a_file(lint: Bare, odd: str, document: str) -> None:
    draft = document.format(f"Rain fell.\n\n{odd}\n\nRain causes floods \\cite{{nobody}}.")
    draft += "" if "document" in document else "\n\nWind causes storms."
    audit = lint(draft, Syntax.LATEX)
    unknown = [f for f in audit.findings if f.rule == "unknown-citation"]
    assert [text_at(draft, f) for f in unknown] == ["nobody"]
    assert subjects(lint, draft) == ([] if "document" in document else ["Wind causes storms."])
    assert not any("LaTeX" in one.reason for one in audit.unassessed)


@pytest.mark.parametrize(("before", "line"), [("", 1), ("Rain causes floods.\n\n", 3)])
def test_what_is_not_read_is_told(lint: Bare, before: str, line: int) -> None:
    audit = lint(before + "\\begin{verbatim}\nWind causes storms.", Syntax.LATEX)
    assert [(one.kind, one.reason) for one in audit.unassessed] == [
        (Kind.FILE, f"LaTeX after line {line} cannot be read")
    ]


@pytest.mark.parametrize(
    ("draft", "subject"),
    [
        ("Rain cau%\nses floods.", "Rain causes floods."),
        (r"Rain cau\-ses floods.", "Rain causes floods."),
        (r"Rain cau\emph{ses} floods.", "Rain causes floods."),
        ("Rain cau\u00adses floods.", "Rain causes floods."),
        (r"\foo{3cm}Rain causes floods.", "3cm Rain causes floods."),
        (r"\rotatebox{90}{Rain causes floods.}", "Rain causes floods."),
        (r"In \LaTeX [rain causes floods] now.", "In [rain causes floods] now."),
        (r"\begin{column}{0.5\textwidth}Rain causes floods.\end{column}", "Rain causes floods."),
        (
            r"\begin{description}\item[Rain causes floods] Dry.\end{description}",
            "Rain causes floods",
        ),
        (r"\subfloat[Rain causes floods.]{\includegraphics{a}}", "Rain causes floods."),
        (r"\begin{align}x\intertext{Rain causes floods.}y\end{align}", "Rain causes floods."),
        (r"It is in Table~\ref{t}. Rain causes floods.", "Rain causes floods."),
        (
            "It costs $5, and there the rain causes floods. It costs $6.",
            "It costs 5, and there the rain causes floods.",
        ),
        (r"It is $x$. Rain causes floods.", "Rain causes floods."),
        ("It costs $5.\n\nRain causes floods.\n\nIt costs $6.", "Rain causes floods."),
        (r"See \url{http://a.b}. Rain causes floods.", "Rain causes floods."),
        (r"So says \citet{a}. Rain causes floods.", "Rain causes floods."),
        (
            "It is dry.\n\\begin {document}Rain causes floods.\\end {document} Sun causes x.",
            "Rain causes floods.",
        ),
        (r"\iffalse Sun causes x.\else Rain causes floods.\fi", "Rain causes floods."),
        (r"Rain \\ causes floods.", "Rain causes floods."),
        (
            r"So it is that \begin{equation} x = y. \end{equation} Rain causes floods.",
            "Rain causes floods.",
        ),
    ],
)
def test_what_is_a_sentence(lint: Bare, draft: str, subject: str) -> None:
    assert subjects(lint, draft) == [subject]


@pytest.mark.parametrize(
    "draft",
    [
        *(r"He said \enquote{rain causes floods.}", r"\say{Rain \enquote{causes} floods.}"),
        *(r"\blockquote{Rain causes floods.}", r"\textquote[a]{Rain causes floods.}"),
        *(r"\blockcquote[3]{a}{Rain causes floods.}", r"\epigraph{Rain causes floods.}{Someone}"),
        r"\begin{quoting}Rain causes floods.\end{quoting}",
        r"\begin{quote}It was dry.\footnote{Rain causes floods.}\end{quote}",
        r"He said ``rain causes floods.'' He said `rain causes floods.' It was dry.",
        *(r"\iffalse Rain causes floods.\fi", r"\def\x#1{Rain causes floods.}"),
        *(
            r"\NewDocumentCommand{\x}{m}{Rain causes floods.}",
            r"\verbatiminput{Rain causes floods.}",
        ),
        *(r"\lstinline{Rain causes floods.}", r"\mintinline{c}{Rain causes floods.}"),
        r"\mint{c}|Rain causes floods.|",
        r"\lstnewenvironment{foo}{}{}\begin{foo}Rain causes floods.\end{foo}",
    ],
)
def test_what_is_no_claim_of_the_writer(lint: Bare, draft: str) -> None:
    assert subjects(lint, f"Rain fell.\n\n{draft}\n\nRain fell.") == []


CITING = [
    *("Citealp", "Cites", "footcitetexts", "citetalias", "citepalias", "notecite", "Pnotecite"),
    *("citeurl", "citedate", "citeA", "shortciteA", "citeasnoun", "possessivecite", "Parencites"),
    *("smartcites", "citeyearNP", "fnotecite"),
]


@pytest.mark.parametrize(
    ("cite", "keys"),
    [
        ("\\cite{a1,%\n  b2}", ["a1", "b2"]),
        ("\\cite{a1,%b2,\n  c3}", ["a1", "c3"]),
        (r"\cites(see)(p)[1]{a1}[2]{b2}", ["a1", "b2"]),
        (r"\volcite[see]{2}[3]{a1}", ["a1"]),
        (r"\Pvolcite{2}{a1}", ["a1"]),
        (r"\citep[see \citealp{b2}][]{a1}", ["b2", "a1"]),
        (r"\cite<see>[p. 3]{a1}", ["a1"]),
        (r"\blockcquote[3]{a1}{x}", ["a1"]),
        (r"\citetext{see \citealp{a1}}", ["a1"]),
        (r"$x \cite{a1}$", ["a1"]),
        *((rf"\{name}{{a1}}", ["a1"]) for name in CITING),
        *((rf"\{name}{{a1}}", []) for name in ("nocite", "citestyle", "setcitestyle", "citereset")),
    ],
)
def test_what_is_a_citation(lint: Bare, cite: str, keys: list[str]) -> None:
    draft = f"Rain causes floods {cite}."
    found = [f for f in lint(draft, Syntax.LATEX).findings if f.rule == "unknown-citation"]
    assert [f.subject for f in found] == [text_at(draft, f) for f in found] == keys
    assert bool(subjects(lint, draft)) == (not keys)


def test_a_citation_in_a_cell_speaks_for_its_row(lint: Bare) -> None:
    rows = r"Rain causes floods & \cite{a1} \\ Wind causes storms & x"
    assert subjects(lint, rf"\begin{{tabular}}{{ll}}{rows}\end{{tabular}}") == [
        "Wind causes storms"
    ]


def test_an_unclosed_brace_joins_no_words() -> None:
    prose = read_latex("Rain causes floods\\emph{\tRain causes floods")
    assert [one.text for one in sentences_of(prose)] == ["Rain causes floods Rain causes floods"]


def test_a_citation_that_bibtex_takes_for_another_is_noted(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path / "kb", create=True) as base:
        base.add_content(
            b"@book{Lee2020, title={Sleep}} @book{lee2020, title={Noise}}", "a.bib", embed=False
        )
        lint = Bare(base)
        found = lint.found("We cite \\cite{lee2020}.", Syntax.LATEX)
        assert found["same-in-bibtex"].works == ("lee2020", "Lee2020")
        # pandoc tells them apart; a key that nobody has is another matter.
        assert lint("We cite [@lee2020].").findings == ()
        assert list(lint.found("We cite \\cite{LEE2020}.", Syntax.LATEX)) == ["unknown-citation"]


@pytest.mark.parametrize(
    ("draft", "subject"),
    [(r"\cite{x} shows it.", True), (r"Dry. \cite{x} shows it.", True), (r"A\cite{x} is.", False)],
)
def test_a_citation_that_opens_a_sentence_is_its_subject(draft: str, subject: bool) -> None:
    (block,) = read_latex(draft).blocks
    assert (THING in block.text) is subject
