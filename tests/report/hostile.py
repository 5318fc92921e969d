"""A knowledge base whose titles, names, notes and quotes attack every format of a report."""

from __future__ import annotations

import yaml

from causalkb import KnowledgeBase
from causalkb.records import Hypothesis, Question

ATTACKS = (
    "<script>document.title='pwned'</script>",
    "<img src=https://evil.example/x.png onerror=\"document.title='pwned'\">",
    "[click](javascript:alert(1))",
    "![x](https://evil.example/y.png)",
    "{{ 7*7 }} {% for x in y %} {# gone #}",
    "${7*7} \\input{/etc/passwd} \\write18{id} $x_1^2$ % & # ~",
    "| a | b |\n|---|---|\n# Heading\n- item\n> quote\n```\ncode",
    "'\"><svg/onload=alert(1)> &lt;b&gt; &copy;",
    "</title></style></textarea><iframe src=https://evil.example>",
    "@everyone [@key] `code` *bold* _it_ ~~gone~~ <!-- comment -->",
    "\u202eright to left\u202c \x1b[31mred\x00",
)
ALL = " ".join(ATTACKS)

BIB = b"""
@article{first2001, title={<script>document.title='pwned'</script> and | a pipe},
  author={<img src=x>, Eve and {Bobby "); DROP TABLE --}}, year={2001}, journal={<b>J</b> & Sons},
  url={javascript:alert(1)}, pages={1--9}}
@article{second2002, title={[click](https://evil.example) *bold* ![x](https://evil.example/y.png)},
  author={Doe, `Jane`}, year={2002}, url={https://example.org/?a=1&b=<script>}}
"""


def fill(base: KnowledgeBase) -> KnowledgeBase:
    """Add one question, two hypotheses and two works with claims."""
    with base.store.database.atomic():
        base.store.questions.put(Question("bad", f"Bad? {ALL}", f"Say {ALL}", f"Why {ALL}", ALL))
        base.store.questions.put_hypothesis(Hypothesis("yes", "bad", f"Yes {ALL}"))
        base.store.questions.put_hypothesis(Hypothesis("no", "bad", f"No {ALL}"))
    base.add_content(BIB, "bad.bib", embed=False)
    for key, stance in (("first2001", "supports"), ("second2002", "contradicts")):
        claims = [
            {
                "text": f"{attack.strip()}" if n else f"- 1. {attack.strip()}",
                "design": "experiment",
                "subject": "<b>rats</b>",
                "stance": {"yes": stance, "no": "qualifies"},
                "locator": f"p. {n} {attack.splitlines()[0]}",
                "quote": attack.replace("\n", " "),
            }
            for n, attack in enumerate(ATTACKS[:-1])
        ]
        front = yaml.safe_dump({"work": key, "questions": ["bad"], "claims": claims})
        note = f"---\n{front}---\nA note.\n".encode()
        result = base.add_content(note, f"{key}.md", embed=False)
        assert not result.failed, result.failed
    return base
