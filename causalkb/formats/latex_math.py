r"""What pylatexenc drops from a formula, written so that it does not.

It knows neither every symbol (``\ne``, ``\models``) nor every operator (``\Pr``, ``\argmin``), and
what it does not know it leaves out without a word: ``$A \ne B$`` would become "A B".
"""

from __future__ import annotations

import re
from collections.abc import Callable

from causalkb.formats.latex_macros import LETTER_ACCENTS, NOT_TEXT, PRINTING, SYMBOLS, TRANSPARENT
from causalkb.lazy import compiled_on_use

_SIGNS = {
    "ne": "≠", "neg": "¬", "lnot": "¬", "land": "∧", "lor": "∨", "iff": "⇔", "implies": "⇒",
    "impliedby": "⇐", "gets": "←", "models": "⊨", "vDash": "⊨", "bot": "⊥", "triangle": "△",
    "ddagger": "‡", "lt": "<", "gt": ">", "colon": ":", "coloneqq": "≔", "leadsto": "⇝",
    "indep": "⊥⊥", "Perp": "⊥⊥", "bigstar": "★", "Box": "□", "Diamond": "◇", "lhd": "⊲",
    "rhd": "⊳", "unlhd": "⊴", "unrhd": "⊵", "degree": "°", "imath": "ı", "jmath": "ȷ",
    "heartsuit": "♥", "spadesuit": "♠", "clubsuit": "♣", "diamondsuit": "♦", "bmod": " mod ",
    "pmod": " mod ", "mod": " mod ",
}  # fmt: skip
_LAYOUT = frozenset(
    re.findall(
        r"\S+",
        """
        quad qquad displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits mathop
        mathrel mathbin mathopen mathclose mathord mathpunct mathinner mathstrut strut hskip hspace
        kern mkern mskip nonumber notag noindent allowbreak nobreak linebreak hfill hfil middle mit
        cal bold Bbb scr germ frak begin end left right not mathds mathbbm substack overbrace
        underbrace
        """,
    )
)
"""Macros of layout and fonts: they print nothing themselves."""
_MACRO = compiled_on_use(r"\\([a-zA-Z]+)")
_TEXT = compiled_on_use(r"\\text(?:tt|sf|sl|sc|up|md|normal)(?=\s*\{)")
_WIDE = compiled_on_use(r"\\(?:wide(tilde|hat)|over(line))\s*\{\s*([A-Za-z])\s*\}")
_BINOMIAL = compiled_on_use(r"\\[dt]?binom\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_FONT_IN_EXPONENT = compiled_on_use(r"([\^_]\{)\\(?:rm|it|bf|mathrm|text)\s+")


def is_formula(latex: str) -> bool:
    """Whether a snippet is set as mathematics."""
    return latex.startswith(("$", "\\(", "\\["))


def prepared(formula: str, prints: Callable[[str], bool]) -> str:
    r"""Return a formula with what pylatexenc does not know written in other words.

    Args:
        formula: With its delimiters.
        prints: Tells of the name of a macro whether pylatexenc makes any text of it.

    >>> print(prepared(r"$\Pr(A \ne B)$", lambda name: False))
    ${Pr}(A {≠} B)$
    """
    formula = _BINOMIAL.sub(r"(\1 choose \2)", _TEXT.sub(lambda _: r"\text", formula))
    formula = _WIDE.sub(lambda m: rf"\{m[1] or 'bar'}{{{m[3]}}}", formula)
    formula = _FONT_IN_EXPONENT.sub(r"\1", formula)

    def known(match: re.Match[str]) -> str:
        name = match[1]
        if name in _SIGNS:
            return f"{{{_SIGNS[name]}}}"
        left_alone = name in TRANSPARENT or name in PRINTING or name in SYMBOLS or name in NOT_TEXT
        if left_alone or len(name) < 2 or name in LETTER_ACCENTS or name in _LAYOUT or prints(name):
            return match[0]
        return f"{{{name}}}"

    return _MACRO.sub(known, formula)
