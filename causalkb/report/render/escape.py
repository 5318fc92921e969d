"""Making untrusted text harmless in XML, Graphviz and Mermaid."""

from __future__ import annotations

from xml.sax.saxutils import escape

from causalkb.lazy import compiled_on_use
from causalkb.text import clean_line

_MERMAID = compiled_on_use(r"[!-+.-/:-@\[-`{-~]")


def xml_text(text: str) -> str:
    r"""Return text for XML, as content or in a double-quoted attribute.

    What is left of a cleaned text are characters that XML may hold.

    >>> xml_text('a ]]> "b" & \x00')
    'a ]]&gt; &quot;b&quot; &amp;'
    """
    return escape(clean_line(text), {'"': "&quot;"})


def dot_text(text: str) -> str:
    r"""Return text for a quoted string of Graphviz, without the quotes.

    The ampersand is escaped because Graphviz reads HTML entities in labels.

    >>> dot_text('a "b" \\N')
    'a \\"b\\" \\\\N'
    """
    line = clean_line(text).replace("&", "&amp;")
    return line.replace("\\", "\\\\").replace('"', '\\"')


def mermaid_text(text: str) -> str:
    """Return text for a quoted label of Mermaid; ASCII punctuation becomes entity codes.

    >>> mermaid_text('a --> "b"')
    'a --#62; #34;b#34;'
    """
    return _MERMAID.sub(lambda match: f"#{ord(match[0])};", clean_line(text))
