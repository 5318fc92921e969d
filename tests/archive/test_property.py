"""Whatever is in a knowledge base comes back from its text files as it was."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp

from conftest import examples
from everything import everything, files
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from causalkb import KnowledgeBase
from causalkb.ingest.importer import Importer
from causalkb.records import (
    Claim,
    ClaimRelation,
    Effect,
    Estimate,
    Hypothesis,
    ParsedWork,
    Question,
    Warrant,
    Work,
)
from causalkb.text import clean, clean_line
from causalkb.vocabulary import (
    Design,
    Directness,
    Extent,
    Field,
    Form,
    Relation,
    Rung,
    Sign,
    Stance,
    Timing,
    Wording,
)

LINE = st.one_of(
    st.sampled_from(["yes", "null", "~", "3", "- a", "a: b", "# no", "'", '"', "{x}", "[", "%", "&",
                     "*x", "!!str", "---", "...", "<<<<<<< HEAD", "\\alpha", "\u2028 x", "😀"]),
    st.text(min_size=1, max_size=60),
).map(clean_line).filter(bool)  # fmt: skip
TEXT = st.text(max_size=120).map(lambda text: clean(text).strip())
KEYS = ("a2020", "A2020", "b:c/d", "é2021")
SLUGS = ("h-one", "h-two", "h-three")


def maybe(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | strategy


WARRANT = st.builds(
    Warrant,
    st.just("") | LINE,
    st.sampled_from(Directness),
    st.sampled_from(["", "AB"]),
    st.sampled_from(["", "2026-01-02"]),
    st.just("") | LINE,
    maybe(st.sampled_from(Timing)),
).map(lambda w: w if w.by else replace(w, at=""))
CLAIM = st.builds(
    Claim,
    text=LINE,
    design=maybe(st.sampled_from(Design)),
    rung=maybe(st.sampled_from(Rung)),
    wording=maybe(st.sampled_from(Wording)),
    subject=maybe(LINE),
    population=maybe(st.sampled_from(["animals/rats", "humans"])),
    extent=maybe(st.sampled_from(Extent)),
    version=maybe(LINE),
    n=maybe(st.integers(1, 2**40)),
    estimate=maybe(
        st.builds(Estimate, st.floats(-1e300, 1e300, allow_nan=False), st.just("") | LINE)
    ),
    premises=st.lists(LINE, max_size=2, unique=True).map(tuple),
    locator=maybe(LINE),
    quote=maybe(LINE.map(lambda text: f"two words {text}")),
    stances=st.dictionaries(st.sampled_from(SLUGS), st.sampled_from(Stance), max_size=3),
    warrants=st.dictionaries(st.sampled_from(SLUGS), WARRANT, max_size=3),
    effects=st.lists(st.builds(Effect, LINE, LINE, st.sampled_from(Sign)), max_size=2).map(tuple),
    tags=st.lists(LINE, max_size=2, unique=True).map(lambda tags: tuple(sorted(tags))),
    relations=st.lists(
        st.builds(
            ClaimRelation,
            st.sampled_from(Relation),
            st.sampled_from([f"{key}#{n}" for key in KEYS for n in (1, 2, 9)]),
            st.just("") | LINE,
        ),
        max_size=2,
        unique_by=lambda r: r[:2],
    ).map(tuple),
    by=st.sampled_from(["", "CD"]),
    at=st.sampled_from(["", "2026-03-04"]),
)
NOTE = st.tuples(
    TEXT,
    st.sampled_from(["", "aliases: [x]\n", "status: |-\n  a\n  b\n"]),
    st.lists(CLAIM, max_size=3, unique_by=lambda claim: claim.text),
    st.booleans(),
)
WORK = st.builds(
    Work,
    key=st.just(""),
    type=st.sampled_from(["article", "misc"]),
    title=st.just(""),
    year=maybe(st.integers(1000, 2030)),
    field=maybe(st.sampled_from(Field)),
    tags=st.lists(LINE, max_size=2, unique=True).map(lambda tags: tuple(sorted(tags))),
    questions=st.sampled_from([(), ("q-one",)]),
    fields=st.dictionaries(st.sampled_from(["journal", "volume", "x-own"]), LINE, max_size=3),
)


@given(st.lists(st.tuples(WORK, NOTE), max_size=len(KEYS)), LINE, st.lists(LINE, max_size=2))
@settings(
    max_examples=examples(25),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_knowledge_base_comes_back(
    works: list[tuple[Work, tuple[str, str, list[Claim], bool]]], statement: str, why: list[str]
) -> None:
    folder = Path(mkdtemp(prefix="causalkb-text-"))
    try:
        with (
            KnowledgeBase.open(folder / "a", create=True) as kb,
            KnowledgeBase.open(folder / "b", create=True) as other,
        ):
            fill(kb, works, statement, " ".join(why))
            kb.export_all(folder / "out")
            result = other.import_all(folder / "out", embed=False)
            assert [str(p) for p in result.failed] == []
            assert everything(other) == everything(kb)
            other.export_all(folder / "again")
            assert files(folder / "again") == files(folder / "out")
            again = kb.add(folder / "out", embed=False)
            assert (again.added, again.updated, again.failed) == ((), (), ())
            assert everything(other) == everything(kb)
    finally:
        shutil.rmtree(folder)


def fill(
    kb: KnowledgeBase,
    works: list[tuple[Work, tuple[str, str, list[Claim], bool]]],
    statement: str,
    why: str,
) -> None:
    from dataclasses import replace

    kb.questions.put(Question("q-one", statement, statement, why))
    for n, slug in enumerate(SLUGS):
        kb.hypotheses.put(
            Hypothesis(slug, "q-one", statement, retired=n == 2, form=list(Form)[n], wrong_if=why)
        )
    importer = Importer(kb.store, None)
    make: Callable[..., ParsedWork] = ParsedWork
    for n, (key, (work, (text, front, claims, _))) in enumerate(zip(KEYS, works, strict=False)):
        named = replace(work, key=key, title=f"Title number {n}")
        assert not importer.run([make(named, "a.bib", entry=key)], "a.bib").failed
        checked = [replace(c, warrants={s: w for s, w in c.warrants.items() if s in c.stances})
                   for c in claims]  # fmt: skip
        note = make(
            Work(key), f"{key}.md", entry=key, by_key=True, note=text, claims=tuple(checked)
        )
        note = replace(note, front=front)
        assert not importer.run([note], f"{key}.md").failed
    importer.relate()
    for key, (_, (_, _, claims, by_hand)) in zip(KEYS, works, strict=False):
        for claim in kb.claims.of(key) if by_hand else ():
            kb.claims.link(claim.id, {"h-one": Stance.QUALIFIES})
        if len(claims) > 1 and by_hand:
            kb.claims.remove(kb.claims.of(key)[-1].id)
