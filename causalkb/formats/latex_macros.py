"""What LaTeX macros stand for, where pylatexenc does not say it: in bibliographies and drafts."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FONTS = _words(
    """
    emph textit textbf textrm textsc texttt textsf textsl textup textmd textnormal text mbox hbox
    textsubscript textsuperscript underline uline uppercase lowercase MakeUppercase MakeLowercase
    hl protect
    """
)
"""Font and box macros: their argument goes on with the text."""
TRANSPARENT = FONTS | _words(
    """
    mkbibemph mkbibitalic mkbibbold ensuremath NoCaseChange relax alert
    em it bf rm sc tt sf sl bfseries itshape scshape upshape slshape rmfamily sffamily ttfamily
    mdseries normalfont tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge
    """
)
"""Macros that are gone in plain text, but not what they apply to."""
QUOTING = _words("enquote mkbibquote textquote blockquote")
"""Macros that put their argument in quotation marks."""
NO_ARGUMENT = _words("relax protect")
"""Those that apply to nothing: braces behind them have a meaning of their own."""

LETTERS = _words("oe OE ae AE aa AA o O ss SS l L i j dh DH th TH dj DJ ng NG")
WITHIN_WORDS = LETTERS | {"textbackslash", "cprime", "cdprime", "lasp", "rasp", "Dbar", "dbar"}
"""TeX swallows the blanks after a macro; one is wanted except after letters within a word."""
LETTER_ACCENTS = frozenset("bcdHkrtuvG")
ACCENTS = frozenset("\"'`^~=.") | LETTER_ACCENTS

COMBINING = {
    "textcommabelow": "\u0326",
    "textogonekcentered": "\u0328",
    "textpolhook": "\u0328",
    # From here on as MathSciNet writes them.
    "ocirc": "\u030a",
    "polhk": "\u0328",
    "udot": "\u0323",
    "dudot": "\u0324",
    "lfhook": "\u0326",
    "cfudot": "\u0302\u0323",
    "cftil": "\u0302\u0303",
    "cfgrv": "\u0302\u0300",
    "cfac": "\u0302\u0301",
    "uarc": "\u0311",
    "utilde": "\u0330",
    "soft": "\u030c",
}
"""Macros that put a mark on the letter behind them, with the mark."""
BEFORE_A_WORD = _words(
    """
    textquotedblleft textquoteleft textquotesingle textquotedbl quotedblbase quotesinglbase
    guillemotleft guillemetleft guilsinglleft glqq glq flqq flq lq textendash textemdash slash
    textquestiondown textexclamdown
    textunderscore textasciitilde textasciigrave textasciicircum textmu textmicro lbrack
    """
)
"""Symbols that belong to the word behind them: the blank that TeX swallows is not wanted."""

SYMBOLS = {
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textgreater": ">",
    "textless": "<",
    "textbar": "|",
    "textdollar": "$",
    "textcopyright": "©",
    "copyright": "©",
    "TeX": "TeX",
    "LaTeX": "LaTeX",
    "LaTeXe": "LaTeX2e",
    "BibTeX": "BibTeX",
    "lbrace": "{",
    "rbrace": "}",
    "par": " ",
    "and": " and ",
    "S": "§",
    "P": "¶",
    "dag": "†",
    "ddag": "‡",
    "pounds": "£",
    "euro": "€",
    "degree": "°",
    "celsius": "°C",
    "ohm": "Ω",
    "micro": "µ",
    "cent": "¢",
    "percent": "%",
    "textpercent": "%",
    "textminus": "−",
    "glqq": "„",
    "grqq": "“",
    "glq": "‚",
    "grq": "‘",
    "flqq": "«",
    "frqq": "»",
    "flq": "‹",
    "frq": "›",
    "lq": "‘",
    "rq": "’",
    "slash": "/",
    "space": " ",
    "newline": " ",
    "linebreak": " ",
    "newblock": " ",
    "enspace": " ",
    "thinspace": " ",
    "quad": " ",
    "qquad": " ",
    "checkmark": "✓",
    "numero": "№",
    "etal": "et al.",
    "IJ": "IJ",
    "ij": "ij",
    "hyp": "-",
    "nobreakdash": "",
    "lbrack": "[",
    "rbrack": "]",
    "textunderscore": "_",
    "cprime": "ʹ",
    "cdprime": "ʺ",
    "lasp": "ʿ",
    "rasp": "ʾ",
    "Dbar": "Đ",
    "dbar": "đ",
    "dots": "…",
}

NOT_TEXT = _words(
    """
    cite citep citet citealp citeauthor citeyear ref label eqref autoref vphantom hphantom phantom
    href textcolor color colorbox hspace vspace thanks footnote footnotemark orcidlink index
    hypertarget hyperlink foreignlanguage selectlanguage
    """
)
"""Macros whose first argument is no text: keys, colours, footnotes, the address of a link."""

PRINTING = _words(
    """
    url path nolinkurl href frac dfrac tfrac sqrt mathrm mathit mathbf mathcal mathbb mathsf mathtt
    mathfrak mathscr boldsymbol bm left right big Big bigl bigr operatorname overline hat bar tilde
    vec dot ddot widehat widetilde stackrel overset underset displaystyle textstyle limits noopsort
    enquote mkbibquote
    """
)
"""Macros that print their arguments, or only change how: safe to hand on as they are."""


def is_sorting_aid(word: str) -> bool:
    r"""Whether a macro such as ``\noopsort{1973a}`` only says where an entry is sorted.

    >>> is_sorting_aid("noopsort"), is_sorting_aid("SortNoop"), is_sorting_aid("emph")
    (True, True, False)
    """
    return "noop" in word.lower() or word.lower() in ("sortkey", "sortas", "lsort")
