"""Adding bibliographies through the knowledge base: the account, failures, keys, round trips."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from bibtex_files import FILES
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from test_bibtex_round_trip import _works as works_that_bibtex_can_say

from causalkb import KnowledgeBase
from causalkb.formats.bibtex.writer import format_works
from causalkb.identifiers import title_key
from causalkb.ingest.identity import identity_of
from causalkb.records import AddResult, ParsedWork, Question, Work

NOTES = Path(__file__).parent.parent / "data" / "notes"


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """A knowledge base for property tests, which only ask what holds whatever it contains."""
    with KnowledgeBase.open(tmp_path_factory.mktemp("scratch"), create=True) as base:
        base.add_questions(NOTES / "questions.yaml")
        yield base


def add(kb: KnowledgeBase, text: str | bytes, name: str = "a.bib") -> AddResult:
    data = text.encode() if isinstance(text, str) else text
    return kb.add_content(data, name, embed=False)


# The account


def check_account(kb: KnowledgeBase, result: AddResult, count_before: int) -> None:
    stored = [*result.added, *result.updated, *result.unchanged]
    assert result.entries == len(stored) + len(result.failed)
    assert kb.store.works.count() == count_before + len(result.added)
    assert all(kb.store.works.has(key) for key in stored)
    assert len(set(result.added)) == len(result.added)
    assert kb.store.database.check_integrity() == []


@st.composite
def _mutated(draw: st.DrawFn) -> bytes:
    """A real file with a few stretches cut, doubled, swapped or overwritten."""
    data = bytearray(draw(st.sampled_from(FILES)).read_bytes())
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, max(len(data) - 1, 0)))
        end = min(len(data), start + draw(st.integers(0, 80)))
        piece = draw(
            st.sampled_from([b"", b"{", b"}", b'"', b"@", b",", b"=", b"\\", b"%", b"#", b"\n"])
            | st.binary(max_size=6)
            | st.just(bytes(data[start:end]) * 2)
        )
        data[start:end] = piece
    return bytes(data)


@given(_mutated())
@settings(max_examples=examples(120), deadline=None)
def test_mutated_real_files_never_raise_and_the_account_adds_up(
    scratch: KnowledgeBase, data: bytes
) -> None:
    count = scratch.store.works.count()
    check_account(scratch, add(scratch, data), count)
    count = scratch.store.works.count()
    again = add(scratch, data)
    check_account(scratch, again, count)
    assert (again.added, again.updated) == ((), ())


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace")),
       st.sampled_from(["x.bib", "x.md"]))  # fmt: skip
@settings(max_examples=examples(150), deadline=None)
def test_random_bytes_never_raise(scratch: KnowledgeBase, data: bytes, name: str) -> None:
    count = scratch.store.works.count()
    check_account(scratch, add(scratch, data, name), count)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_real_exports_are_stored_whole_and_a_second_time_change_nothing(
    empty: KnowledgeBase, path: Path
) -> None:
    first = empty.add(path, embed=False)
    assert first.added
    assert not first.failed
    generation = empty.store.database.generation
    second = empty.add(path, embed=False)
    assert len(second.unchanged) == second.entries == first.entries
    assert empty.store.database.generation == generation


# Failures


def test_failures_are_remembered_shown_and_forgotten_once_mended(
    empty: KnowledgeBase, tmp_path: Path
) -> None:
    path = tmp_path / "a.bib"
    path.write_text("@misc{good, title = {Good}}\n\n@misc{bad, title = {Bad\n", encoding="utf-8")
    result = empty.add(path, embed=False)
    assert (result.added, len(result.failed)) == (("good",), 1)
    (problem,) = result.failed
    assert (problem.line, problem.key, problem.source) == (3, "bad", str(path))
    assert any(str(problem) in f.what for f in empty.doctor())
    # Adding it again does not hide it.
    assert empty.add(path, embed=False).failed == (problem,)
    path.write_text("@misc{good, title = {Good}}\n\n@misc{bad, title = {Bad}}", encoding="utf-8")
    assert empty.add(path, embed=False).added == ("bad",)
    assert empty.store.problems.all() == []


def test_a_failed_source_does_not_disturb_what_is_remembered_of_another(
    empty: KnowledgeBase,
) -> None:
    add(empty, "@misc{bad, title = {Bad\n", "one.bib")
    add(empty, "@misc{good, title = {Good}}", "two.bib")
    assert [p.source for p in empty.store.problems.all()] == ["one.bib"]


# Keys


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ("@book{,", "pearl2009causality"),
        ("@book{ ,", "pearl2009causality"),
        ("@book{", "pearl2009causality"),
        ("@book{Smith \"2020\",", "Smith2020"),
        ("@book{two words,", "twowords"),
    ],
)  # fmt: skip
def test_a_missing_or_unfit_key_is_replaced_and_the_user_told(
    empty: KnowledgeBase, head: str, key: str
) -> None:
    fields = "title = {Causality}, author = {Pearl, Judea}, year = 2009}"
    result = add(empty, f"{head} {fields}")
    assert result.added == (key,)
    assert key in result.warnings[0].reason
    assert add(empty, f"{head} {fields}").unchanged == (key,)


def test_a_key_of_another_work_gets_a_suffix_and_the_user_is_told(empty: KnowledgeBase) -> None:
    entries = [f"@misc{{k, title = {{{word} is a title}}}}" for word in ("One", "Two", "Three")]
    result = add(empty, "\n".join(entries))
    assert result.added == ("k", "ka", "kb")
    assert ["stored as ka" in w.reason or "stored as kb" in w.reason for w in result.warnings]
    assert [empty.works.get(k).title.split()[0] for k in ("k", "ka", "kb")] == [
        "One",
        "Two",
        "Three",
    ]
    assert len(add(empty, "\n".join(entries)).unchanged) == 3


def test_generated_keys_are_told_apart(empty: KnowledgeBase) -> None:
    author = "author = {Roe, Ann}, year = 2000"
    result = add(empty, f"@misc{{, title = {{Causes here}}, {author}}}\n"
                        f"@misc{{, title = {{Causes there}}, {author}}}")  # fmt: skip
    assert result.added == ("roe2000causes", "roe2000causesa")


@pytest.mark.parametrize(
    "key", ["Łukasz:2020/1", "doi:10.1/x", "DBLP:conf/nips/A20", "三体", "a#1"]
)
def test_unusual_keys_of_real_programs_are_kept(empty: KnowledgeBase, key: str) -> None:
    assert add(empty, f"@misc{{{key}, title = {{T}}}}").added == (key,)


# Nothing is lost on the way through the store and out again


def test_unknown_fields_come_out_on_export(empty: KnowledgeBase) -> None:
    add(empty, "@thing{k, title = {T}, mendeley-groups = {g}, x-mine = {50% of \\& all}}")
    text, count = empty.export("bibtex")
    assert count == 1
    assert "@thing{k" in text
    assert "mendeley-groups = {g}" in text
    assert "x-mine = {50\\% of \\& all}" in text


@given(st.lists(works_that_bibtex_can_say(), min_size=1, max_size=2, unique_by=lambda w: w.key))
@settings(max_examples=examples(40), deadline=None)
def test_import_export_import_is_the_identity_on_every_field(
    tmp_path_factory: pytest.TempPathFactory, works: list[Work]
) -> None:
    folder = tmp_path_factory.mktemp("trip")
    works = [w for n, w in enumerate(works) if not (n and _alike(works[0], w))]
    with (
        KnowledgeBase.open(folder / "one", create=True) as one,
        KnowledgeBase.open(folder / "two", create=True) as two,
    ):
        for base in (one, two):
            for slug in ("interventions", "definition"):
                base.store.questions.put(Question(slug, slug, slug))
        first = one.add_content(
            format_works(works).encode(), "a.bib", keywords="fields", embed=False
        )
        assert len(first.added) == len(works)
        text, count = one.export("bibtex")
        second = two.add_content(text.encode(), "a.bib", keywords="fields", embed=False)
        assert count == len(second.added) == len(works)
        assert [_plain(w) for w in two.works.list()] == [_plain(w) for w in one.works.list()]
        # And what went in is what is there.
        stored = {w.key: _plain(w) for w in one.works.list()}
        for work, key in zip(works, first.added, strict=True):
            there, given = stored[key], _plain(replace(work, key=key))
            for people in ("authors", "editors"):
                names = [[p.name for p in getattr(w, people)] for w in (there, given)]
                assert names[0] == names[1]
            assert replace(there, authors=given.authors, editors=given.editors) == given
    shutil.rmtree(folder)


def _alike(one: Work, other: Work) -> bool:
    mine, theirs = identity_of(one), identity_of(other)
    return bool(
        (mine.doi and mine.doi == theirs.doi)
        or (mine.arxiv and mine.arxiv == theirs.arxiv)
        or title_key(one.title) == title_key(other.title)
    )


def _plain(work: Work) -> Work:
    """Without the order of tags and questions, which are sets."""
    return replace(
        work,
        tags=tuple(sorted(set(work.tags))),
        questions=tuple(sorted(work.questions)),
        fields=dict(sorted(work.fields.items())),
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_real_exports_survive_the_round_trip(
    empty: KnowledgeBase, tmp_path: Path, path: Path
) -> None:
    empty.add(path, embed=False)
    text, _ = empty.export("bibtex")
    with KnowledgeBase.open(tmp_path / "second", create=True) as second:
        result = add(second, text)
        assert not result.failed
        assert [_plain(w) for w in second.works.list()] == [
            _plain(replace(w, versions=second.works.get(w.key).versions))
            for w in empty.works.list()
        ]


def test_what_the_reader_found_is_what_is_stored(empty: KnowledgeBase) -> None:
    from causalkb.formats.registry import read_source

    for path in FILES:
        with_empty_store = {
            item.work.key: item.work for item in read_source(path) if isinstance(item, ParsedWork)
        }
        result = empty.add(path, keywords="fields", embed=False)
        for key in set(result.added) & with_empty_store.keys():
            assert replace(_plain(empty.works.get(key)), versions=()) == _plain(
                with_empty_store[key]
            )


def test_an_address_in_a_file_field_is_no_missing_file(
    empty: KnowledgeBase, tmp_path: Path
) -> None:
    file = tmp_path / "refs.bib"
    file.write_text(
        "@article{a, title={A}, file={http://x.org/a.pdf:PDF}}\n"
        r"@article{b, title={B}, file={Full text:https\://x.org/b.pdf:PDF}}",
        encoding="utf-8",
    )
    result = empty.add(file, embed=False)
    assert (result.added, result.problems) == (("a", "b"), ())


def test_questions_that_are_stored_again_change_nothing(empty: KnowledgeBase) -> None:
    empty.add_questions()
    assert empty.add_questions() == 0
