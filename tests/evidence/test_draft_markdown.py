"""What the linter reads in Markdown, what it leaves to others, and what is a citation in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from drafts import Bare, text_at

from causalkb import KnowledgeBase
from causalkb.lint.draft import Syntax
from causalkb.lint.findings import Finding
from causalkb.lint.markup.markdown import read_markdown


@pytest.fixture(scope="module")
def lint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bare]:
    with KnowledgeBase.open(tmp_path_factory.mktemp("bare") / "kb", create=True) as base:
        yield Bare(base)


def claims(lint: Bare, draft: str | bytes, syntax: Syntax = Syntax.MARKDOWN) -> list[Finding]:
    return [f for f in lint(draft, syntax).findings if f.rule == "uncited"]


LOOKED_AT = [
    ("<!-- TODO --> Rain causes floods.", "Rain causes floods."),
    ("- <!-- TODO --> Rain causes floods.", "Rain causes floods."),
    ("<!-- TODO --> Rain causes\nfloods.", "Rain causes floods."),
    ("<!-- a --> <!-- b --> Rain causes\nfloods.", "Rain causes floods."),
    ("<!--\nSun causes x.\n--> Rain causes floods.", "Rain causes floods."),
    ("A note.[^1]\n\n[^1]: One.\n\n    Rain causes\n    floods.", "Rain causes floods."),
    ("Term\n\n:   One.\n\n\tRain causes floods.", "Rain causes floods."),
    ("!!! note\n\n    Rain causes floods.", "Rain causes floods."),
    ("![Rain causes floods.](a.png)", "Rain causes floods."),
    ("![Rain causes floods.](a.png){#fig:a width=5}", "Rain causes floods."),
    ("<figure>\n<figcaption>Rain causes floods.</figcaption>\n</figure>", "Rain causes floods."),
    ("<p>Rain causes floods.</p>\n<p>Dry.</p>", "Rain causes floods."),
    ("<div>\nRain causes <b>floods</b>.\n</div>", "Rain causes floods."),
    ("---\n\nRain causes floods.\n\n---", "Rain causes floods."),
    ("Rain cau**ses** floods.", "Rain causes floods."),
    ("Rain <span class='a b'>causes</span> <b >floods</b>.<br />", "Rain causes floods."),
    ("Rain of <http://a.b/c> and <a@b.org> causes floods.", "Rain of X and X causes floods."),
    (
        "Rain at a<b, it is said, causes floods. Then c>d.",
        "Rain at a<b, it is said, causes floods.",
    ),
    ("Rain cau\u00adses floods.", "Rain causes floods."),
    ("\u200eRain causes floods\u200e.", "Rain causes floods."),
    ("Run `make`. Rain causes floods.", "Rain causes floods."),
    ("It is $x$. Rain causes floods.", "Rain causes floods."),
    ("See http://a.b/c. Rain causes floods.", "Rain causes floods."),
    ("See @fig-one. Rain causes floods.", "Rain causes floods."),
    ("So says @roe2021. Rain causes floods.", "Rain causes floods."),
    ("He said “it is so bad.” Rain causes floods.", "Rain causes floods."),
    ("| Dry | [@a1] |\n|---|---|\n| Rain causes floods | x |", "Rain causes floods"),
    ("See https://x.y/# causalkb: ok now rain causes floods.", None),
    ("C# causalkb: ok why rain causes floods.", None),
    ("`# causalkb: ok yes` silences. Rain causes floods.", "Rain causes floods."),
]


@pytest.mark.parametrize(("draft", "subject"), LOOKED_AT)
def test_what_is_looked_at(lint: Bare, draft: str, subject: str | None) -> None:
    (found,) = claims(lint, draft)
    assert subject in (None, found.subject)
    assert found.suppressed == ""
    assert text_at(draft, found).strip("\u200e").startswith("Rain" if subject else ("See", "C#"))


@pytest.mark.parametrize("syntax", [Syntax.MARKDOWN, Syntax.TEXT])
def test_a_sentence_may_end_in_a_citation(lint: Bare, syntax: Syntax) -> None:
    (found,) = claims(lint, "Press releases @sumner2014association. Rain causes floods.", syntax)
    assert found.place is not None
    assert (found.place.line, found.place.column) == (1, 40)


@pytest.mark.parametrize(
    "draft",
    [
        *("He said «rain causes floods.»", "He said „rain causes floods.“"),
        *("He said ‘rain causes floods.’", "‘Rain doesn’t wait; rain causes floods.’"),
        *("„Rain causes floods” is said.", "»Rain causes floods« is said."),
        "~~Rain causes floods.~~ It was dry.",
        "A note.[^1]\n\n[^1]: One.\n\n        Rain causes floods.",
        "<blockquote>\n<p>Rain causes floods.</p>\n\nRain causes floods.\n\n</blockquote>",
        "<pre>\nRain causes floods.\n\nRain causes floods.\n</pre>",
        "<p>Run <code>Rain causes floods.</code></p>",
        "<!--\nRain causes floods.\n\nRain causes floods.\n-->",
        "<!-- Rain causes floods.",
        "<p><pre><code>x</code></pre> and <code>Rain causes floods.</code></p>",
    ],
)  # fmt: skip
def test_what_is_no_claim_of_the_writer(lint: Bare, draft: str) -> None:
    assert claims(lint, draft) == []


@pytest.mark.parametrize("syntax", [Syntax.MARKDOWN, Syntax.TEXT])
@pytest.mark.parametrize(
    ("cite", "keys"),
    [
        (r"\citep[see][p. 3]{a,b}", ["a", "b"]),
        (r"\cites(see)(p)[1]{a1}{b2}", ["a1", "b2"]),
        ("[@a2001][@b2002]", ["a2001", "b2002"]),
        ("[@doi:10.1000/182]", ["doi:10.1000/182"]),
        ("[@https://doi.org/10.1/a]", ["https://doi.org/10.1/a"]),
        (
            "[@{https://example.com/bib?name=foobar&date=2000}, p. 33]",
            ["https://example.com/bib?name=foobar&date=2000"],
        ),
        ("[see @a2001, https://doi.org/10.1/x]", ["a2001"]),
        ("_@a2001_", ["a2001"]),
        ("@a2001 [@b2002]", ["a2001", "b2002"]),
        ("[@ch:a2001; @tab:b2002]", ["ch:a2001", "tab:b2002"]),
        ("@fig:a2001, @Fig:a1, @tbl-b2, @thm-c3, see https://x.y/@a1 and a_@b2.org", []),
        ("[@a2001, a@b.org]", ["a2001"]),
    ],
)
def test_what_is_a_citation(lint: Bare, cite: str, keys: list[str], syntax: Syntax) -> None:
    draft = f"Rain causes floods {cite}."
    found = [f for f in lint(draft, syntax).findings if f.rule == "unknown-citation"]
    assert [f.subject for f in found] == [text_at(draft, f) for f in found] == keys
    assert bool(claims(lint, draft, syntax)) == (not keys)


@pytest.mark.parametrize("syntax", Syntax)
def test_accents_of_keys_are_composed(lint: Bare, syntax: Syntax) -> None:
    cite = "\\cite{{{}}}" if syntax is Syntax.LATEX else "[@{}]"
    draft = f"Rain causes floods {cite}.".format("e\u0301tude2001")
    (found,) = lint(draft, syntax).findings
    assert found.subject == "\u00e9tude2001"
    assert text_at(draft, found) == "e\u0301tude2001"


@pytest.mark.parametrize("draft", [
    "Rain causes floods.[^1]\n\n[^1]: One.\n\n    See @a2001.",
    "| Rain causes floods | [@a2001] |\n|---|---|\n| x | y |",
    "![Rain causes floods [@a2001].](a.png)",
    "<p>Rain causes floods [@a2001].</p>",
])  # fmt: skip
def test_what_a_citation_speaks_for(lint: Bare, draft: str) -> None:
    assert [f.rule for f in lint(draft).findings] == ["unknown-citation"]


@pytest.mark.parametrize(
    ("draft", "syntax", "rules"),
    [
        ("Rain causes floods. <!-- causalkb: ok . -->", Syntax.MARKDOWN, ["uncited", "no-reason"]),
        ("Rain causes floods. # causalkb: ok -", Syntax.TEXT, ["uncited", "no-reason"]),
        ("Rain causes floods. % causalkb: ok \u200b", Syntax.LATEX, ["uncited", "no-reason"]),
        ("<!-- causalkb: ok why --> <!-- other -->\nRain causes floods.", Syntax.MARKDOWN, []),
        ("<!-- other --> <!-- causalkb: ok why -->\nRain causes floods.", Syntax.MARKDOWN, []),
        ("It was dry.\n\n    x # causalkb: ok", Syntax.MARKDOWN, []),
        ("<p>\n<!-- causalkb: ok why -->\nRain causes floods.</p>", Syntax.MARKDOWN, []),
    ],
)
def test_reasons(lint: Bare, draft: str, syntax: Syntax, rules: list[str]) -> None:
    assert [f.rule for f in lint(draft, syntax).open()] == rules


@pytest.mark.parametrize(
    "text",
    [
        "👨‍👩‍👧 " * 9,
        "می‌خواهم می‌روم نمی‌دانم خانه‌ها",
        "re\u00adduces " * 9,
        "a \ue000\ue001\ue002\ue003",
    ],
)
def test_unseen_signs_are_text(lint: Bare, text: str) -> None:
    assert not any(one.reason == "not text" for one in lint(text).unassessed)


@pytest.mark.parametrize(
    "draft",
    [
        "It causes floods. " * 5500,
        "x[^1] " * 4000 + "\n\n[^1]: " + "[@a1] " * 4000,
        "x `a` # causalkb: ok r\n" * 4000,
        "<!-- causalkb: ok r -->" * 4000,
        "<p><!-- a -->" * 8000,
        "<code>" * 16000,
        "[^1]: [@a1]\n\n    a\n\n" * 4000,
        "|" + " Rain causes floods [@a1] |" * 2000,
        "|" + " [@a1] | a |" * 4000 + "\n|" + "-|" * 8000,
        "![a [@b1]](c) " * 6000,
    ],
)  # fmt: skip
@pytest.mark.timeout(120)  # quadratic, each takes many minutes
def test_long_drafts_are_done_soon(lint: Bare, draft: str) -> None:
    lint(draft)


def test_a_rule_at_the_beginning_hides_nothing(lint: Bare) -> None:
    draft = "---\n\nIn the hills the rain causes floods.\n\n---\n\nMore.\n"
    assert [text_at(draft, finding) for finding in lint(draft).findings] == [
        "In the hills the rain causes floods."
    ]


@pytest.mark.parametrize(
    ("indent", "read"),
    [(" " * 7, True), (" " * 8, False), ("\t", True), ("\t\t", False), ("    \t", False)],
)
@pytest.mark.parametrize("before", ["It was dry.[^1]\n\n[^1]: It was so.", "Term\n: It was so."])
def test_what_is_indented_twice_in_a_footnote_or_definition_is_code(
    lint: Bare, before: str, indent: str, read: bool
) -> None:
    draft = f"{before}\n\n{indent}Rain causes floods.\n"
    assert bool(lint(draft).findings) is read


def test_paragraphs_of_a_footnote_count_for_its_reference_and_what_follows_does_not() -> None:
    draft = (
        "Noise harms.[^1]\n\n[^1]: Shown [@a2020].\n\n    Again [@b2020].\n\nOutside [@c2020].\n"
    )
    prose = read_markdown(draft)
    assert [(one.key, draft.index("[^1]") in one.at) for one in prose.citations] == [
        ("a2020", True),
        ("b2020", True),
        ("c2020", False),
    ]


def test_the_words_of_an_address_in_plain_text_say_nothing(lint: Bare) -> None:
    draft = "It is at https://rain.org/rain_causes_floods;rain-causes-floods,causes here."
    assert claims(lint, draft, Syntax.TEXT) == []


def test_a_heading_in_html_ends_where_its_tag_does() -> None:
    prose = read_markdown("<h2>Rain causes floods</h2>\n<p>So we found.</p>\n")
    assert [block.heading for block in prose.blocks] == [True, False]


def test_a_comment_takes_nothing_of_the_paragraph_below_it() -> None:
    prose = read_markdown("<!-- a comment -->\nRain fell.\n")
    assert [block.text for block in prose.blocks] == ["Rain fell."]
