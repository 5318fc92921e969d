"""``docs/report-templates.md``: what templates may use, from the records and templates."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from causalkb.report import citations
from causalkb.report.render_templates import SHIPPED
from causalkb.report.summary import records as summary_records

_HEAD = """\
# Templates of reports

`causalkb report --template DIR` takes templates from `DIR` where it has them, else the shipped
ones. They are [Jinja2](https://jinja.palletsprojects.com/) and run in its sandbox. `report.md.j2`
makes Markdown; `report.html.j2` makes HTML and, with `plain` true, what pandoc turns into LaTeX and
DOCX. To change a part, override its block:

```jinja
{% extends "default/report.md.j2" %}
{% block about %}
{{ report.made.date }}, for the reading group.
{% endblock %}
{% block missing %}{% endblock %}
```

Everything that `{{ }}` prints is escaped for the format, and citations and references are set, so
that no title or quote can inject anything. `|ready` prints your own text as it is; never use it on
data.
"""
_FILTERS = """\
## Filters

| filter | what it does | where |
|---|---|---|
| `counted("claim")` | number and noun: "2 claims" | all |
| `ready` | prints the template's own text unescaped | all |
| `bare` | a citation without brackets and place | all |
| `code` | text as code | Markdown |
| `file_name` | text as a name of a file | Markdown |
| `anchor` | the name of the place of a reference | HTML |
| `name` | text as a name of a place | HTML |
| `picture(prefix)` | an SVG of the report, put into the page | HTML |
"""
_VARIABLES = """\
## Variables

| variable | type | meaning |
|---|---|---|
| `report` | Report | all the content |
| `references` | tuple[Reference, ...] | the references in the order of the style |
| `bibliography` | Bibliography | the style: `bibliography.title`, `bibliography.numeric` |
| `pandoc`, `bib` | bool, str | Markdown: whether pandoc sets the references, from which file |
| `plain` | bool | HTML: without navigation, style and pictures, for pandoc |
| `style` | str | HTML: the shipped style sheet |
"""


def report_variables() -> str:
    """Return ``docs/report-templates.md``."""
    parts = [_HEAD, _blocks(), _FILTERS, _VARIABLES]
    records = [
        value
        for value in vars(summary_records).values()
        if is_dataclass(value) and value.__module__ == summary_records.__name__
    ]
    parts += [_record(record) for record in [*reversed(records), citations.Reference]]
    return "\n".join(parts)


def _blocks() -> str:
    lines = ["## Blocks", "", "| template | blocks |", "|---|---|"]
    for path in sorted(SHIPPED.glob("*.j2")):
        names = re.findall(r"{%-? *block (\w+)", path.read_text(encoding="utf-8"))
        if names:
            lines.append(f"| `{path.name}` | {', '.join(f'`{name}`' for name in names)} |")
    return "\n".join([*lines, ""])


def _record(record: Any) -> str:
    summary = (record.__doc__ or "").split("\n\n")[0].replace("``", "`")
    lines = [f"### {record.__name__}", "", summary, "", "| attribute | type | meaning |"]
    lines.append("|---|---|---|")
    hints = get_type_hints(record, include_extras=True)
    for field in fields(record):
        hint = hints[field.name]
        annotated = get_origin(hint) is Annotated
        kind, meaning = get_args(hint)[:2] if annotated else (hint, _OTHERS[field.name])
        name = kind.__name__ if isinstance(kind, type) and not get_args(kind) else str(kind)
        name = re.sub(r"\b(?:causalkb\.\w+(?:\.\w+)*|typing)\.", "", name).replace("|", "\\|")
        lines.append(f"| `{field.name}` | {name} | {meaning} |")
    return "\n".join([*lines, ""])


_OTHERS = {
    "key": "Citation key of the work.",
    "label": "The number in numeric styles, else empty.",
    "pieces": "Stretches of text, each with `text`, `italic` and `link`.",
}
