from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from tiny_model import DIMENSION, make_tiny_model

from causalkb import KnowledgeBase
from causalkb.search.embedding.encoder import DEFAULT_MODEL, load_encoder

SUBJECTS = {
    "rats": ("Rats press levers", "Rats that intervened on a lever expected less food."),
    "prices": ("Prices and demand", "A natural experiment on the price of bread and its demand."),
    "agents": ("Agents with models", "An agent that generalises must have learned a causal model."),
}
QUERY = "what do rats expect after an intervention?"


def entry(key: str) -> bytes:
    title, abstract = SUBJECTS[key]
    return f"@article{{{key}, title={{{title}}}, abstract={{{abstract}}}, year={{2020}}}}".encode()


def everything() -> bytes:
    return b"\n".join(map(entry, SUBJECTS))


def found(kb: KnowledgeBase, mode: str = "hybrid", query: str = QUERY) -> list[str]:
    return [hit.work.key for hit in kb.search(query, mode=mode)]


def fingerprints(kb: KnowledgeBase) -> set[str]:
    rows = kb.store.database.conn.execute("SELECT DISTINCT fingerprint FROM vectors")
    return {row[0] for row in rows}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A knowledge base of three works, indexed, and closed again."""
    with KnowledgeBase.open(tmp_path / "three", create=True) as kb:
        kb.add_content(everything(), "three.bib")
    return tmp_path / "three"


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_model(tmp_path_factory.mktemp("model"))


@pytest.fixture
def torch_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Saves exporting the other model."""
    monkeypatch.setenv("CAUSALKB_ENGINE", "torch")


# --- indexes that are behind


@pytest.mark.parametrize("mode", ["hybrid", "semantic", "keyword"])
def test_the_next_search_indexes_what_was_stored_only(tmp_path: Path, mode: str) -> None:
    with KnowledgeBase.open(tmp_path, create=True) as kb:
        kb.add_content(everything(), "three.bib", embed=False)
    with KnowledgeBase.open(tmp_path) as kb:
        assert found(kb, mode)[0] == "rats"


@pytest.mark.parametrize("mode", ["hybrid", "semantic", "keyword"])
def test_the_next_search_follows_additions_and_removals(folder: Path, mode: str) -> None:
    with KnowledgeBase.open(folder) as kb:
        kb.works.remove("rats")
        kb.add_content(
            b"@book{mice, title={Mice and rats expect food after an intervention}}", "m.bib",
            embed=False,
        )  # fmt: skip
    with KnowledgeBase.open(folder) as kb:
        keys = found(kb, mode)
        assert keys[0] == "mice"
        assert "rats" not in keys
        missing, _, keyword = kb.indexes.behind()
        # Words alone need no vectors, so nothing is embedded for them.
        assert (missing, keyword) == (mode == "keyword", 0)


@pytest.mark.parametrize("mode", ["hybrid", "semantic", "keyword"])
@pytest.mark.parametrize("damage", ["delete", "truncate", "garble", "empty"])
def test_damaged_index_files_come_back_without_embedding(
    folder: Path, mode: str, damage: str
) -> None:
    with KnowledgeBase.open(folder) as kb:
        before = [(hit.work.key, round(hit.score, 6)) for hit in kb.search(QUERY, mode=mode)]
        vectors = kb.store.database.conn.execute("SELECT * FROM vectors").fetchall()
    for file in (folder / "index").rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            if damage == "delete":
                file.unlink()
            else:
                cut = {"truncate": content[: len(content) // 2], "empty": b""}
                file.write_bytes(cut.get(damage, b"\x07" * len(content)))
    with KnowledgeBase.open(folder) as kb:
        after = [(hit.work.key, round(hit.score, 6)) for hit in kb.search(QUERY, mode=mode)]
        assert after == before
        assert kb.store.database.conn.execute("SELECT * FROM vectors").fetchall() == vectors


def test_an_older_copy_of_the_indexes_is_brought_up_to_date(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder / "index", tmp_path / "older")
    with KnowledgeBase.open(folder) as kb:
        kb.works.remove("rats")
        kb.add_content(b"@book{mice, title={Mice expect an intervention}}", "m.bib")
    shutil.rmtree(folder / "index")
    shutil.copytree(tmp_path / "older", folder / "index")
    with KnowledgeBase.open(folder) as kb:
        for mode in ("hybrid", "semantic", "keyword"):
            keys = found(kb, mode, "mice expect an intervention")
            assert keys[0] == "mice"
            assert "rats" not in keys
        assert kb.indexes.behind() == (0, 0, 0)


def test_the_index_of_another_knowledge_base_is_not_believed(folder: Path, tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path / "other", create=True) as kb:
        for number in range(3):
            kb.add_content(f"@book{{b{number}, title={{Copper {number}}}}}".encode(), "b.bib")
    shutil.rmtree(folder / "index")
    shutil.copytree(tmp_path / "other" / "index", folder / "index")
    with KnowledgeBase.open(folder) as kb:
        kb.reindex()
        assert found(kb)[0] == "rats"


def test_discarded_indexes_come_back(folder: Path) -> None:
    with KnowledgeBase.open(folder) as kb:
        kb.indexes.discard()
        assert kb.indexes.behind() == (0, 3, 3)
        assert found(kb)[0] == "rats"
        assert kb.indexes.behind() == (0, 0, 0)


# --- an interruption


def test_interrupted_embedding_goes_on_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("causalkb.search.missing_vectors._BATCH", 1)

    def interrupt(what: str, done: int, total: int) -> None:
        if what.startswith("Embedding") and done == 2:
            raise KeyboardInterrupt

    with KnowledgeBase.open(tmp_path, create=True) as kb:
        kb.add_content(everything(), "three.bib", embed=False)
        with pytest.raises(KeyboardInterrupt):
            kb.sync(interrupt)
    with KnowledgeBase.open(tmp_path) as kb:
        fingerprint = load_encoder().fingerprint
        assert len(kb.store.passages.missing(fingerprint)) == 1
        assert found(kb)[0] == "rats"
        assert kb.indexes.behind() == (0, 0, 0)


# --- another model


@pytest.mark.usefixtures("torch_engine")
def test_another_model_embeds_everything_and_mixes_nothing(folder: Path, tiny: Path) -> None:
    with KnowledgeBase.open(folder) as kb:
        before = kb.indexes.fingerprint
        kb.reindex(model=str(tiny))
    with KnowledgeBase.open(folder) as kb:  # it is remembered
        assert kb.encoder.name == str(tiny)
        assert kb.indexes.dimension == DIMENSION
        assert fingerprints(kb) == {kb.indexes.fingerprint} != {before}
        assert set(found(kb, "semantic")) == set(SUBJECTS)
        passages = kb.store.passages
        texts = {p.id: p.text for _, p in passages.many(passages.ids().tolist()).values()}
        ids, vectors = passages.vectors(kb.indexes.fingerprint, texts, DIMENSION)
        expected = kb.encoder.encode([texts[n] for n in ids.tolist()])
        np.testing.assert_allclose(vectors, expected, atol=1e-5)
        assert kb.indexes.behind() == (0, 0, 0)


@pytest.mark.usefixtures("torch_engine")
def test_searching_with_another_model_embeds_first(folder: Path, tiny: Path) -> None:
    with KnowledgeBase.open(folder, model=str(tiny)) as kb:
        assert set(found(kb, "semantic")) == set(SUBJECTS)
        assert fingerprints(kb) == {kb.encoder.fingerprint}
    with KnowledgeBase.open(folder, model=DEFAULT_MODEL) as kb:  # and back
        assert found(kb, "semantic")[0] == "rats"
        assert fingerprints(kb) == {kb.encoder.fingerprint}


@pytest.mark.usefixtures("torch_engine")
def test_interrupted_change_of_model_leaves_the_old_one_at_work(
    folder: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("causalkb.search.missing_vectors._BATCH", 1)

    def interrupt(what: str, done: int, total: int) -> None:
        if what.startswith("Embedding") and done == 2:
            raise KeyboardInterrupt

    with KnowledgeBase.open(folder, model=str(tiny)) as kb:
        before = kb.indexes.fingerprint
        with pytest.raises(KeyboardInterrupt):
            kb.sync(interrupt)
    with KnowledgeBase.open(folder) as kb:
        assert (kb.encoder.name, kb.indexes.fingerprint) == (
            DEFAULT_MODEL,
            before,
        )
        assert found(kb, "semantic")[0] == "rats"
    with KnowledgeBase.open(folder, model=str(tiny)) as kb:
        kb.sync()
        assert fingerprints(kb) == {kb.encoder.fingerprint}


# --- a read-only knowledge base: root may write everywhere, so the flag is set by hand


@pytest.mark.parametrize("mode", ["hybrid", "semantic", "keyword"])
def test_a_read_only_knowledge_base_is_searched_as_it_is(folder: Path, mode: str) -> None:
    with KnowledgeBase.open(folder) as kb:
        kb.add_content(b"@book{mice, title={Mice expect it}}", "m.bib", embed=False)
    files = {f: f.stat().st_mtime_ns for f in (folder / "index").rglob("*")}
    with KnowledgeBase.open(folder) as kb:
        kb.store.database.writable = False
        keys = found(kb, mode)
        assert keys[0] == "rats"
        assert "mice" not in keys
    assert {f: f.stat().st_mtime_ns for f in (folder / "index").rglob("*")} == files
