"""How to cite an edition: in words, and as ``CITATION.cff`` (Citation File Format 1.2)."""

from __future__ import annotations

import json

from causalkb.site.content import Content


def edition_name(content: Content) -> str:
    """Return the name of an edition: its date, if it bears one, and its number."""
    number = content.edition[:12]
    return f"{content.options.day}, {number}" if content.options.day else number


def citation_file(content: Content) -> str:
    """Return ``CITATION.cff``. Words are quoted as in JSON, which YAML reads."""
    day, url = content.options.day, content.options.base_url
    lines = [
        "cff-version: 1.2.0",
        'message: "If you use this edition of the evidence, please cite it as below."',
        f"title: {json.dumps(content.title, ensure_ascii=False)}",
        "type: dataset",
        "authors:",
        f"  - name: {json.dumps(f'The editors of “{content.title}”', ensure_ascii=False)}",
        f'version: "{content.edition[:12]}"',
        *([f"date-released: {day}"] if day else []),
        *([f"url: {json.dumps(url)}"] if url else []),
        "identifiers:",
        "  - type: other",
        f'    value: "sha256:{content.edition}"',
        '    description: "SHA-256 of the content of this edition"',
        f'abstract: "Made by causalkb {content.version} from {len(content.works)} works and'
        f' {len(content.all_claims)} claims."',
    ]
    return "\n".join([*lines, ""])
