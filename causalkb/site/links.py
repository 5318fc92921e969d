"""Where each page of a site is: stable names, safe on every file system and in every address."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping

from causalkb.text import fold

_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_LONGEST = 100


def page_names(keys: Iterable[str]) -> dict[str, str]:
    """Return the name of a page, without its suffix, for each key; no two are alike in any case.

    >>> page_names(["pearl2009", "DBLP:conf/x"])
    {'DBLP:conf/x': 'dblp-conf-x-31b7a0fa', 'pearl2009': 'pearl2009'}
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for key in sorted(keys):
        name = _plain(key)
        if name.lower() in taken:
            name = _marked(name, key)
        taken.add(name.lower())
        names[key] = name
    return names


def _plain(key: str) -> str:
    if re.fullmatch(rf"[A-Za-z0-9][A-Za-z0-9_.-]{{0,{_LONGEST - 1}}}(?<!\.)", key):
        return _marked(key, key) if _RESERVED.fullmatch(key) else key
    words = re.sub(r"[^a-z0-9]+", "-", fold(key)).strip("-")
    return _marked(words[:60].strip("-") or "x", key)


def _marked(name: str, key: str) -> str:
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{name}-{digest[:8]}"


class Links:
    """Addresses of pages, relative to the folder of the site; "" where there is no such page.

    Args:
        works: Citation keys of the works with a page.
        questions, hypotheses: Slugs of those with a page.
        tables: Names of the evidence tables.
    """

    def __init__(
        self,
        works: Iterable[str],
        questions: Iterable[str],
        hypotheses: Iterable[str],
        tables: Iterable[str],
    ) -> None:
        self.names = page_names(works)
        self._pages: Mapping[str, Mapping[str, str]] = {
            "works": self.names,
            "questions": page_names(questions),
            "hypotheses": page_names(hypotheses),
            "tables": page_names(tables),
        }

    def _page(self, kind: str, key: str) -> str:
        name = self._pages[kind].get(key)
        return f"{kind}/{name}.html" if name else ""

    def work(self, key: str) -> str:
        """The page of a work."""
        return self._page("works", key)

    def claim(self, claim_id: str) -> str:
        """The place of a claim on the page of its work."""
        key, _, number = claim_id.rpartition("#")
        page = self.work(key)
        return f"{page}#{claim_anchor(claim_id)}" if page and number.isdigit() else ""

    def question(self, slug: str) -> str:
        """The page of a question."""
        return self._page("questions", slug)

    def hypothesis(self, slug: str) -> str:
        """The page of a hypothesis."""
        return self._page("hypotheses", slug)

    def table(self, name: str) -> str:
        """The page of an evidence table."""
        return self._page("tables", name)


def claim_anchor(claim_id: str) -> str:
    """Return the name of a claim's place on the page of its work.

    >>> claim_anchor("pearl2009#3")
    'claim-3'
    """
    return f"claim-{claim_id.rpartition('#')[2]}"
