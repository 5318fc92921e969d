from __future__ import annotations

import pytest
from bibtex_files import only_work

from causalkb.formats.latex import decode, decode_paragraphs, decode_verbatim


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"{B}ayesian {{DNA}}", "Bayesian DNA"),
        (r"\emph{a} \textit{b} \textbf{c}", "a b c"),
        (r"CO\textsubscript{2}", "CO2"),
        (r"Ion \textcommabelow{T}epe\textcommabelow{s}", "Ion Țepeș"),
        (r"R\&D 5\% \#1 a\_b \$5", "R&D 5% #1 a_b $5"),
        (r"5% of $100 and $20", "5% of $100 and $20"),
        (r"\emph{5% of {x}} rest", "5% of x rest"),
        (r"1--2 --- ``quoted'' a~b", "1–2 — “quoted” a b"),
        (r"\'{\i} \'\i{} \'e \'{e} {\'e}", "í í é é é"),
        (r"\o stergaard {\o} \ss{} stra{\ss}e", "østergaard ø ß straße"),
        (r"\v{c} \v c {\"o} {\c c} \c{c} \H{o} \k{a} \r{a} \~n \=a", "č č ö ç ç ő ą å ñ ā"),
        (r"a\textendash b \textemdash{} \ldots", "a–b — …"),
        (r"see \url{https://x.org/a%20b_c~d}", "see https://x.org/a%20b_c~d"),
        (r"$\alpha$ \(\beta\) $x^2$ $x_{ij}$", "α β x^2 x_ij"),
        (r"$\frac{1}{2}$ $p < 0.05$", "1/2 p < 0.05"),
        (r"\textbackslash{}a \{b\} \textasciitilde{} \^{}", "\\a {b} ~ ^"),
        # The names of macros that only the author knows are all that there is to read.
        (r"\OurTool: on $\R^n$ and \N in {\Large Big}", "OurTool: on R^n and N in Big"),
        (r"Surveys \&amp$\mathsemicolon$ Lensing", "Surveys & Lensing"),
        (r"Surveys \&amp\$\textbackslash mathsemicolon\$ Lensing", "Surveys & Lensing"),
        (r"the \{\textbackslash lambda\} calculus of \{x\}", "the λ calculus of {x}"),
        (r"\LaTeX{} and \unknown{kept} \cite{gone}x", "LaTeX and kept x"),
        ("a\n\n  b\tc\u00a0d", "a b c d"),
        (r"AT&amp;T &lt;5", "AT&T <5"),
        (r"{\it a} {\em b}", "a b"),
        (r"see \href{https://x.org/a%20b}{the {P}age}", "see the Page"),
        ("\\", "\\"),
        (r"$\frac{$", None),
        (r"\begin{itemize}\item a\end{itemize}", "* a"),
        ("naïve 三体 🙂", "naïve 三体 🙂"),
        # Mathematics before a digit; amounts of money are none.
        (r"3$\times$3 and $\sim$20\% of 5$^\circ$C", "3×3 and ∼20% of 5∘C"),
        (r"A$\beta$42, $>$3, $\pm$0.1 mm$^2$, $x$2", "Aβ42, >3, ±0.1 mm^2, x2"),
        ("from US$5 to US$10", "from US$5 to US$10"),
        ("`One' and ``two'' and {`}three{'}, Bob's", "‘One’ and “two” and ‘three’, Bob's"),
        (r"\S 5, \P\ \dag\ \ddag\ \pounds 3 \textdegree{} \textalpha{}", "§ 5, ¶ † ‡ £ 3 ° α"),
        (r"\textbackslash alpha", r"\alpha"),
        (r"\ifmmode\times\else\texttimes\fi{}2", "×2"),
        (r"{\noopsort{1973b}}1973", "1973"),
        (
            "Al<sub>2</sub>O<sub>3</sub> at 10<sup>6</sup> by the 1<sup>st</sup>",
            "Al2O3 at 10^6 by the 1st",
        ),
        # TeX that a program has escaped.
        (r"at \$M\_\textbackslash oplus\$, \$10\^\{-2\}\$ for \$5", "at M_⊕, 10^-2 for $5"),
        (r"SPD\$\$\textbackslash{}mathbb\{Z\}\_2\$\$: a", "SPDℤ_2: a"),
        (r"the \textbackslash textit\{Mus\} for \$5 to \$6", "the Mus for $5 to $6"),
        ("Al\n      <sub>2</sub>\n      O", "Al2O"),
        ("<i>Homo</i> &amp; &lt;b&gt;more&lt;/b&gt; &amp;amp; R\\&amp;D", "Homo & more & R&D"),
        (r"{\textless}i{\textgreater}Mus{\textless}/i{\textgreater}", "Mus"),
        (
            "if a <b and c> d, p < 0.05, predict <label>",
            "if a <b and c> d, p < 0.05, predict <label>",
        ),
    ],
)
def test_latex(latex: str, text: str | None) -> None:
    decoded = decode(latex)
    assert text is None or decoded == text


def test_paragraphs_survive_in_abstracts_only() -> None:
    assert decode_paragraphs("One\ntwo.\n \n\n{T}hree") == "One two.\n\nThree"
    work = only_work("@misc{a, title={A\n\nB}, abstract={A\n\nB}, note={A\n\nB}}")
    assert (work.title, work.abstract, work.fields["note"]) == ("A B", "A\n\nB", "A\n\nB")


def test_a_publishers_abstract() -> None:
    abstract = (
        "<jats:title>Abstract</jats:title><jats:p>We show <jats:italic>x</jats:italic> &amp; y;"
        " p &lt; 0.05.</jats:p><jats:p>Second.</jats:p>"
    )
    assert decode_paragraphs(abstract) == "We show x & y; p < 0.05.\n\nSecond."


def test_addresses_are_not_decoded() -> None:
    assert decode_verbatim("https://x.org/~a/b%20c--d", address=True) == "https://x.org/~a/b%20c--d"
    assert decode_verbatim(r"{10.1000/a\_b{\_}c}", address=True) == "10.1000/a_b_c"
    sici = r"10.1/(SICI)1{\textless}2::A{\textgreater}3$<$4\textless{}5"
    assert decode_verbatim(sici, address=True) == "10.1/(SICI)1<2::A>3<4<5"
    assert decode_verbatim(r"C\:\\a\_b") == r"C\:\\a\_b"
