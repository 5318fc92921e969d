"""What the macros and environments of LaTeX do to prose; names without their star."""

from __future__ import annotations

from functools import cache
from typing import Any


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


TEXTUAL = _names("""
    citet citeauthor textcite textcites citealt Citet Citeauthor Textcite citefullauthor citetitle
    Citealt
    """)
"""Citations that stand for a word of the sentence."""
CITES = TEXTUAL | _names("""
    cite citep citealp parencite autocite footcite footcitetext smartcite supercite fullcite
    footfullcite cites parencites autocites footcites Cite Citep Parencite Autocite Smartcite
    citeyear citeyearpar citenum onlinecite shortcite
    """)
HEADINGS = _names("""
    part chapter section subsection subsubsection paragraph subparagraph title frametitle
    """)
ASIDE = _names("footnote footnotetext caption captionof subcaption thanks marginpar")
"""Their argument is a text of its own, in the middle of another."""
TEXT = _names("""
    emph textit textbf textrm textsc texttt textsf textsl textup textmd textnormal text mbox hbox
    underline enquote uppercase lowercase MakeUppercase MakeLowercase textsuperscript textsubscript
    fbox parbox centerline protect texorpdfstring
    href textcolor hyperref multirow raisebox multicolumn
    """)
"""Their last argument goes on with the text."""
REFERENCES = _names("""
    ref eqref pageref autoref cref Cref nameref vref gls Gls glspl Glspl acrshort acrlong acrfull ac
    Ac num SI si qty unit url path lstinline mintinline ce ensuremath
    """)
"""They stand for a word: a number, a name, an address."""
BREAKS = _names("""
    par item bibitem newpage clearpage maketitle tableofcontents hline cmidrule toprule midrule
    bottomrule smallskip medskip bigskip
    """)
LETTERS = _names("oe OE ae AE aa AA o O ss SS l L i j dh DH th TH dj DJ ng NG")
ACCENTS = frozenset("\"'`^~=.bcdHkrtuv")

VERBATIM = _names("""
    verbatim Verbatim BVerbatim LVerbatim lstlisting minted comment tikzpicture filecontents alltt
    code forest pgfplots axis algorithmic algorithm
    """)
"""Environments that are not even parsed: anything may stand in them."""
MATHS = _names("equation align gather multline eqnarray flalign alignat dmath math displaymath")
NO_PROSE = _names("thebibliography picture tikzcd array matrix")
QUOTED = _names("quote quotation displayquote verse")
TABLES = _names("tabular tabularx tabulary longtable tabbing supertabular")

_ARGUMENTS = {
    "*[[{": " ".join(sorted(CITES)),
    "*{": """
        label nocite cref Cref autoref nameref vref gls Gls glspl Glspl acrshort acrlong acrfull
        """,
    "*[{": """
        ac Ac num si unit ce url path todo index enquote frametitle caption subcaption footnote
        footnotetext thanks marginpar part chapter section subsection subsubsection paragraph
        subparagraph title vspace hspace pagestyle thispagestyle author date affil email
        """,
    "[{": """
        bibliography bibliographystyle addbibresource input include hyperref lstinputlisting
        printbibliography
        """,
    "*{{": "SI qty href captionof texorpdfstring setcounter addtocounter inputminted",
    "*{{{": "definecolor multirow multicolumn",
    "[{{": "textcolor",
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
