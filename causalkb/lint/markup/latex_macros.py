"""What the macros and environments of LaTeX do to prose; names without their star."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from causalkb.formats.latex_macros import FONTS


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


TEXTUAL = _names("""
    citet citeauthor textcite textcites citealt citefullauthor citetitle citetalias citeasnoun
    possessivecite citea shortcitea citename citeurl
    """)
"""Citations that stand for a word of the sentence; in lower case. What else has "cite" in its name
is a citation, too, but for :data:`NO_CITES`."""
NO_CITES = _names("""
    nocite citetext citestyle citesetup citereset citepunct citedelim citemid defcitealias bibcite
    declarecitecommand declaremulticitecommand setcitestyle citeform ifciteseen
    """)
HEADINGS = _names("""
    part chapter section subsection subsubsection paragraph subparagraph title frametitle
    """)
ASIDE = _names("""
    footnote footnotetext caption captionof subcaption thanks marginpar intertext shortintertext
    subfloat subfigure
    """)
"""Their argument is a text of its own, in the middle of another."""
TEXT = FONTS | _names("""
    fbox parbox centerline texorpdfstring
    href textcolor hyperref multirow raisebox multicolumn scalebox resizebox rotatebox citetext
    parentext colorbox
    """)
"""Their last argument goes on with the text."""
REFERENCES = _names("""
    ref eqref pageref autoref cref Cref nameref vref gls Gls glspl Glspl acrshort acrlong acrfull ac
    Ac num SI si qty unit ce ensuremath
    """)
"""They stand for a word: a number, a name, an address."""
BREAKS = _names("""
    par item bibitem newpage clearpage maketitle tableofcontents hline cmidrule toprule midrule
    bottomrule smallskip medskip bigskip
    """)

VERB = _names("verb Verb lstinline mintinline mint")
ADDRESSES = _names("url path nolinkurl DOI doi")
"""Macros whose argument is an address: any sign may stand in it."""
PATHS = _names("""
    href includegraphics input include lstinputlisting verbatiminput VerbatimInput bibliography
    addbibresource inputminted graphicspath
    """)
DEFINING = {
    name: groups
    for groups, names in {
        1: "newif lstset hypersetup tikzset pgfplotsset sisetup newcounter newlength captionsetup",
        2: """
            newcommand renewcommand providecommand DeclareRobustCommand newcommandx renewcommandx
            def edef gdef xdef DeclareMathOperator newtheorem newcolumntype newglossaryentry
            lstdefinestyle lstdefinelanguage newminted newsavebox excludecomment
            """,
        3: """
            newenvironment renewenvironment NewDocumentCommand RenewDocumentCommand
            ProvideDocumentCommand DeclareDocumentCommand DeclarePairedDelimiter newacronym
            lstnewenvironment DefineVerbatimEnvironment definecolor newtcolorbox
            """,
        4: """
            NewDocumentEnvironment RenewDocumentEnvironment ProvideDocumentEnvironment
            DeclareDocumentEnvironment
            """,
    }.items()
    for name in names.split()
}
"""Macros that define something, by how many groups they take; the name defined is one of them."""
NEW_VERBATIM = _names("lstnewenvironment DefineVerbatimEnvironment excludecomment")
IFS = _names("""
    if ifcat ifx ifcase ifnum ifdim ifodd ifvmode ifhmode ifmmode ifinner ifvoid ifhbox ifvbox ifeof
    iftrue iffalse ifdefined ifcsname iffontchar
    """)
MATH_ENDS = frozenset(("$", "$$", "\\)", "\\]"))

VERBATIM = _names("""
    verbatim Verbatim BVerbatim LVerbatim lstlisting minted comment tikzpicture filecontents alltt
    code forest pgfplots axis algorithmic algorithm Sinput Soutput
    """)
"""Environments that are not even parsed: anything may stand in them."""
VERBATIM_NAME = re.compile(r"(?i:verbatim|listing|listings|code|console)$")
"""The names of others that packages define for code."""
MATHS = _names("equation align gather multline eqnarray flalign alignat dmath math displaymath")
NO_PROSE = _names("thebibliography picture tikzcd array matrix")
QUOTED = _names("quote quotation displayquote verse quoting displaycquote")
QUOTING = _names("enquote textquote textcquote say")
"""Their last argument stands in quotation marks."""
BLOCK_QUOTES = _names("blockquote blockcquote foreignblockquote epigraph")
TABLES = _names("tabular tabularx tabulary longtable tabbing supertabular tblr tabu")

_ARGUMENTS = {
    "*{": """
        label nocite setcitestyle cref Cref autoref nameref vref gls Gls glspl Glspl acrshort
        acrlong acrfull
        """,
    "*[{": """
        ac Ac num si unit ce todo index enquote say frametitle caption subcaption footnote
        footnotetext thanks marginpar part chapter section subsection subsubsection paragraph
        subparagraph title vspace hspace pagestyle thispagestyle author date affil email
        """,
    "[{": """
        bibliography bibliographystyle addbibresource input include hyperref lstinputlisting
        printbibliography verbatiminput VerbatimInput graphicspath hl
        """,
    "{": "intertext shortintertext citetext parentext fbox mbox hbox",
    "[[{": "subfloat subfigure textquote textcquote blockquote blockcquote",
    "[{[": "parbox",
    "*{{": """
        SI qty captionof texorpdfstring setcounter addtocounter epigraph rotatebox scalebox
        foreignblockquote defcitealias
        """,
    "*{{{": "multirow multicolumn resizebox",
    "[{{": "textcolor colorbox href inputminted",
    "*[[{ ": "includegraphics",
}
"""Macros by the arguments that they take, as pylatexenc writes them: ``*`` a star, ``[`` an option,
``{`` an argument. Of those that it knows better, its own remain."""


@cache
def context() -> Any:
    """pylatexenc's macros, with the arguments of those that it does not know."""
    from pylatexenc.latexwalker import get_default_latex_context_db
    from pylatexenc.macrospec import std_macro

    database = get_default_latex_context_db().filter_context()
    made = [
        std_macro(name, arguments.strip())
        for arguments, names in _ARGUMENTS.items()
        for name in names.split()
    ]
    database.add_context_category("causalkb", macros=made, prepend=True)
    return database
