"""Notes: Markdown with YAML front matter, one file per work (see "A note" in the README).

A note is read whole or not at all: a word outside a vocabulary fails it, with the line, the allowed
words and the nearest match, so that a claim is never silently stored without its design or stance.
What other programs keep in the front matter (``aliases``, ``status``) is kept and ignored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from urllib.parse import unquote

import yaml

from causalkb.errors import nearest
from causalkb.formats.note import OWN_NOTE, SUFFIXES
from causalkb.formats.note.nodes import Nodes, Wrong, compose, is_null, line_of, unknown
from causalkb.formats.note.obsidian import inline_tags, plain_link
from causalkb.formats.tagged import key_in
from causalkb.formats.yaml_text import Dumper
from causalkb.identifiers import arxiv_of, normalise_arxiv, normalise_doi
from causalkb.lazy import compiled_on_use
from causalkb.records import (
    FROM_FILE,
    Claim,
    ClaimRelation,
    Effect,
    Estimate,
    ParsedWork,
    Problem,
    Warrant,
    Work,
)
from causalkb.records.claims import NO_WARRANT
from causalkb.text import clean, clean_line, decode
from causalkb.vocabulary import (
    Design,
    Directness,
    Extent,
    Relation,
    Rung,
    Severity,
    Sign,
    Stance,
    Timing,
    Wording,
)

MAX_NOTE = 4 * 1024 * 1024
_FRONT = compiled_on_use(r"\A\ufeff?---[ \t]*\n(.*?)^---[ \t]*$\n?(.*)\Z", re.S | re.M)
_CLAIM_FIELDS = (
    *("text", "id", "design", "population", "paradigm", "rung", "extent", "version", "n"),
    *("estimate", "concern", "wording", "subject", "stance", "premises", "locator", "quote"),
    *("unchecked", "effects", "tags", "relations", "by", "at"),
)
_OWN_FIELDS = ("work", "title", "questions", "tags", "claims")
_FRONT_FIELDS = (*_OWN_FIELDS, "citekey", "causalkb")
_MARKS = ("numbers", "by-hand", "quotes")
_DOI_FIELDS = ("doi",)
_ARXIV_FIELDS = ("arxiv", "arxivid", "eprint")
_ADDRESS_FIELDS = ("url", "source", "link")
"""Fields of other programs that say which work a note is about, in small letters."""
_STANCE_FIELDS = ("side", "because", "directness", "otherwise", "timing", "by", "at")


def read(content: bytes, source: str) -> Iterator[ParsedWork | Problem]:
    """Yield the one work that a note is about, or the problems that make it unreadable.

    Exactly one item counts as an entry: the work, or the first problem; further problems are
    warnings. Never raises for any content.
    """
    if len(content) > MAX_NOTE:
        yield Problem(source, f"the note is larger than {MAX_NOTE // 2**20} MiB")
        return
    front = _FRONT.match(_text(content))
    if front is None:
        yield Problem(
            source,
            "no YAML front matter between two lines '---' at the top",
            line=1,
            hint="start the file with ---, 'work: KEY', ---; 'causalkb show KEY' has the keys",
        )
        return
    reading = _Reading(key_of_file(source))
    try:
        node = compose(front[1])
        work, claims = reading.front_matter(node)
    except Wrong as wrong:
        reading.wrong.insert(0, wrong)
    if reading.wrong:
        for n, found in enumerate(sorted(reading.wrong, key=lambda w: w.line)):
            severity = Severity.WARNING if n else Severity.FAILED
            yield Problem(source, found.reason, found.line, reading.key, found.hint, severity)
        return
    own = reading.by_name and not is_like_a_key(source)
    yield ParsedWork(
        work=_own_work(work, front[2]) if own else work,
        source=source,
        line=1,
        entry=f"@{OWN_NOTE}" if own else work.key,
        by_key=not own,
        note=front[2].strip(),
        claims=None if claims is None else tuple(claims),
        lines=reading.lines,
        front=reading.foreign,
        marks=reading.marks,
    )


def _own_work(work: Work, text: str) -> Work:
    """Return the work that a note without a key is: itself, or by an identifier that of a paper."""
    title = work.title or heading_of(text) or work.key
    tags = _with_inline(work.tags, text)
    if work.doi or work.arxiv:  # until a bibliography tells more of the paper
        return replace(work, title=title, tags=(*tags, FROM_FILE))
    return replace(work, type=OWN_NOTE, title=title, tags=tags)


def heading_of(text: str) -> str:
    """Return the first heading of a text in Markdown, "" where there is none."""
    from causalkb.formats.documents.front import first_heading
    from causalkb.formats.documents.plain import blocks_of_markdown

    return first_heading(list(blocks_of_markdown(text)))


def has_front_matter(content: bytes) -> bool:
    """Whether a file begins as one with front matter does."""
    return content.removeprefix(b"\xef\xbb\xbf").startswith(b"---")


def key_of_file(source: str) -> str:
    """Return the key that the name of a note's file stands for; "" for what is not a file."""
    path = PurePath(source)
    return clean_line(unquote(path.stem)).removeprefix("@") if path.suffix in SUFFIXES else ""


def is_like_a_key(source: str) -> bool:
    """Whether the name of a file looks like a citation key, not like a title.

    >>> is_like_a_key("notes/roe2006crows.md"), is_like_a_key("@roe.md"), is_like_a_key("Rats 1.md")
    (True, True, False)
    """
    name = clean_line(unquote(PurePath(source).stem))
    return " " not in name and (name.startswith("@") or bool(key_in([name])))


def _text(content: bytes) -> str:
    return clean(decode(content))


def _with_inline(tags: tuple[str, ...], text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*tags, *inline_tags(text))))


class _Reading(Nodes):
    """Turns nodes into records and collects all that is wrong on the way."""

    def __init__(self, named: str = "") -> None:
        """Begin; ``named`` is the work that the file is named for."""
        super().__init__()
        self._named = named
        self._foreign: list[tuple[yaml.Node, yaml.Node]] = []
        self.key: str | None = None
        self.by_name = False
        self.marks: dict[str, tuple[str, ...]] = {}

    def front_matter(self, node: yaml.Node) -> tuple[Work, list[Claim] | None]:
        """Return the work and its claims.

        A note in our own form (``work:``) without claims states that there are none; one that is
        known by another program's field, or by its name, says nothing of claims (``None``).
        """
        said = self.mapping(node, "front matter", None)
        parts = {name: value for name, value in said.items() if name in _FRONT_FIELDS}
        self._set_aside(node)
        names = (name for name in said if name.casefold().replace("-", "") == "citationkey")
        texts = [self.text(said, name) for name in ("work", "citekey", *names)]
        key = next((plain_link(text) for text in texts if text), "")
        self.by_name = not key
        key = key or self._named
        if not key:
            raise Wrong(
                1, "the front matter does not say which work it is about", "add 'work: KEY'"
            )
        self.key = key
        if "causalkb" in parts:
            said = self.mapping(parts["causalkb"], "causalkb", _MARKS)
            self.marks = {name: self.strings(said, name) for name in said}
        doi, arxiv = identifiers(self._foreign)
        work = Work(
            key=key,
            title=self.text(parts, "title") or "",
            doi=doi,
            arxiv=arxiv,
            questions=self.strings(parts, "questions"),
            tags=self.tags(parts),
        )
        if "claims" not in parts and "work" not in said:
            return work, None
        claims = self.items(parts, "claims", self.claim)
        return work, [replace(c, id=f"{key}#{c.id}") if c.id else c for c in claims]

    def tags(self, parts: Mapping[str, yaml.Node]) -> tuple[str, ...]:
        """Return tags: a list, or as Obsidian allows a text with commas or blanks between them."""
        node = parts.get("tags")
        if not isinstance(node, yaml.ScalarNode):
            found: tuple[str, ...] = self.strings(parts, "tags")
        else:
            text = self.text(parts, "tags") or ""
            found = tuple(text.split(",") if "," in text else text.split())
        names = (tag.strip().removeprefix("#") for tag in found)
        return tuple(dict.fromkeys(name for name in names if name))

    def _set_aside(self, node: yaml.Node) -> None:
        """Remember where fields stand that are not ours; one that looks misspelt is an error."""
        assert isinstance(node, yaml.MappingNode)
        for name_node, value in node.value:
            name = clean_line(str(name_node.value))
            if name in _FRONT_FIELDS:
                continue
            close = nearest(name, _OWN_FIELDS, limit=1)
            if close and _alike(name, close[0]):
                line = line_of(name_node)
                self.wrong.append(unknown(line, "field of a front matter", name, _OWN_FIELDS))
            self._foreign.append((name_node, value))

    @property
    def foreign(self) -> str:
        """The fields of the front matter that are not ours, as YAML; "" where there are none."""
        if not self._foreign:
            return ""
        node = yaml.MappingNode("tag:yaml.org,2002:map", self._foreign, flow_style=False)
        return str(yaml.serialize(node, Dumper=Dumper, allow_unicode=True, width=100))

    def claim(self, node: yaml.Node) -> Claim:
        parts = self.mapping(
            node,
            "claim",
            _CLAIM_FIELDS,
        )
        text = self.text(parts, "text")
        if not text:
            raise Wrong(line_of(node), "a claim without a text", "add 'text: ...'")
        stances, warrants = self.stances(parts)
        return Claim(
            text=text,
            id=self.number(parts, "id"),
            design=self.word(parts, "design", Design),
            rung=self.word(parts, "rung", Rung),
            wording=self.word(parts, "wording", Wording),
            subject=self.text(parts, "subject"),
            population=self.open_word(parts, "population"),
            paradigm=self.open_word(parts, "paradigm"),
            extent=self.word(parts, "extent", Extent),
            version=self.text(parts, "version"),
            n=self.count(parts, "n"),
            estimate=self.estimate(parts),
            concerns=self.strings(parts, "concern"),
            premises=self.strings(parts, "premises"),
            locator=self.text(parts, "locator"),
            quote=self.text(parts, "quote"),
            quote_checked=False if self.flag(parts, "unchecked") else None,
            stances=stances,
            warrants=warrants,
            effects=tuple(self.items(parts, "effects", self.effect)),
            tags=self.strings(parts, "tags"),
            relations=tuple(self.items(parts, "relations", self.relation)),
            by=self.text(parts, "by") or "",
            at=self.text(parts, "at") or "",
        )

    def effect(self, node: yaml.Node) -> Effect:
        parts = self.mapping(node, "effect", ("cause", "effect", "sign"))
        cause, effect = self.text(parts, "cause"), self.text(parts, "effect")
        if not (cause and effect):
            raise Wrong(line_of(node), "an effect needs both a 'cause' and an 'effect'")
        return Effect(cause, effect, self.word(parts, "sign", Sign) or Sign.UNKNOWN)

    def estimate(self, parts: Mapping[str, yaml.Node]) -> Estimate | None:
        node = parts.get("estimate")
        if node is None or is_null(node):
            return None
        if isinstance(node, yaml.ScalarNode):
            value = self.decimal(parts, "estimate")
            return None if value is None else Estimate(value)
        said = self.mapping(node, "estimate", ("value", "unit", "low", "high"))
        value, low, high = (self.decimal(said, name) for name in ("value", "low", "high"))
        if value is None:
            raise Wrong(line_of(node), "an estimate needs a 'value'")
        if (low is not None and low > value) or (high is not None and high < value):
            raise Wrong(line_of(node), "the value of an estimate lies outside its interval")
        return Estimate(value, self.text(said, "unit") or "", low, high)

    def relation(self, node: yaml.Node) -> ClaimRelation:
        parts = self.mapping(node, "relation", (*Relation, "because"))
        names = [name for name in parts if name != "because"]
        if len(names) != 1:
            reason = "a relation is one pair such as 'rebuts: \"smith2020#1\"'"
            raise Wrong(line_of(node), reason)
        because = self.text(parts, "because") or ""
        return ClaimRelation(Relation(names[0]), self.text(parts, names[0]) or "", because)

    def stances(
        self, parts: Mapping[str, yaml.Node]
    ) -> tuple[dict[str, Stance], dict[str, Warrant]]:
        """Read stances in the short form (``slug: side``) and the long one, with a warrant."""
        node = parts.get("stance")
        if node is None or is_null(node):
            return {}, {}
        sides: dict[str, Stance] = {}
        warrants: dict[str, Warrant] = {}
        for slug, value in self.mapping(node, "stance", None).items():
            self.lines.setdefault(f"stance.{slug}", line_of(value))
            short = isinstance(value, yaml.ScalarNode)
            said = {"side": value} if short else self.mapping(value, "stance", _STANCE_FIELDS)
            side = self.word(said, "side", Stance)
            if side is None:
                if not short and "side" not in said:
                    reason = f"the stance on {slug} has no 'side'"
                    self.wrong.append(Wrong(line_of(value), reason))
                continue
            sides[slug] = side
            warrant = Warrant(
                self.text(said, "because") or "",
                self.word(said, "directness", Directness) or Directness.DIRECT,
                self.text(said, "by") or "",
                self.text(said, "at") or "",
                self.text(said, "otherwise") or "",
                self.word(said, "timing", Timing),
            )
            if warrant != NO_WARRANT:
                warrants[slug] = warrant
        return sides, warrants


def identifiers(fields: Sequence[tuple[yaml.Node, yaml.Node]]) -> tuple[str | None, str | None]:
    """Return the DOI and the arXiv id that fields of other programs give, by name or as address.

    >>> identifiers(compose("{DOI: 10.1000/x, source: https://arxiv.org/abs/2305.00050}").value)
    ('10.1000/x', '2305.00050')
    """
    texts = {
        re.sub(r"[ _-]", "", str(name.value)).casefold(): str(value.value)
        for name, value in fields
        if isinstance(name, yaml.ScalarNode) and isinstance(value, yaml.ScalarNode)
    }
    dois = [normalise_doi(texts[name]) for name in _DOI_FIELDS if name in texts]
    arxivs = [normalise_arxiv(texts[name]) for name in _ARXIV_FIELDS if name in texts]
    for address in (texts[name] for name in _ADDRESS_FIELDS if name in texts):
        dois.append(normalise_doi(address) if "doi.org/" in address.casefold() else None)
        arxivs.append(arxiv_of({}, address))
    doi, arxiv = (next(filter(None, found), None) for found in (dois, arxivs))
    return doi, arxiv or arxiv_of({}, None, doi)


def _alike(name: str, word: str) -> bool:
    """Whether a field is one of ours misspelt: another letter case, one letter more or less."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(name.casefold(), word) <= 1
