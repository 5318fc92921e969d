"""Web pages, Word files, EPUBs, Markdown and text become the full text of a work."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Cli
from document_files import PAGE, archive, docx, epub, paragraph

from causalkb import KnowledgeBase
from causalkb.vocabulary import PassageKind

TEXT = "Of rooks and rain\n\n" + "Rooks act as if they knew why it rains. " * 12


def parts(kb: KnowledgeBase, key: str) -> dict[str, str]:
    """The text of each part by its heading, or by its page."""
    found: dict[str, str] = {}
    for passage in kb.store.passages.of_work(kb.store.works.id_of(key)):
        if passage.kind is PassageKind.TEXT:
            place = re.sub(r"(?:, )?¶.*", "", passage.locator or "")
            found[place] = f"{found[place]}\n\n{passage.text}" if place in found else passage.text
    return found


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "crows.html").write_text(PAGE, encoding="utf-8")
    (folder / "rats.docx").write_bytes(docx())
    (folder / "owls.epub").write_bytes(epub())
    (folder / "rooks.txt").write_text(TEXT, encoding="utf-8")
    (folder / "todo.txt").write_text("call Bob", encoding="utf-8")
    return folder


def test_a_folder_of_documents(empty: KnowledgeBase, papers: Path) -> None:
    result = empty.add(papers)
    assert result.failed == ()
    works = {work.title: work for work in empty.works.list()}
    assert set(works) == {
        "Crows and the causes of rain", "Levers and tones in rats", "The Ladder of Owls",
        "Of rooks and rain",
    }  # fmt: skip
    page = works["Crows and the causes of rain"]
    assert (page.doi, page.url, page.year) == ("10.1000/crows.1", "https://example.org/crows", 2021)
    assert [p.name for p in page.authors] == ["Roe, Bob", "Poe, Al"]
    found = parts(empty, page.key)
    assert list(found) == ["", "§ Methods"]
    assert "day | rain\n1 | no" in found["§ Methods"]
    assert not any("Cookie" in t or "secret" in t or "Log in" in t for t in found.values())
    rats = works["Levers and tones in rats"]
    assert rats.doi == "10.1000/rats.7"
    assert parts(empty, rats.key)["§ Methods"] == "Methods\nWe used a tone.\n\ntone | food"
    owls = works["The Ladder of Owls"]
    assert (owls.type, owls.year, owls.fields["isbn"]) == ("book", 2018, "9780465097609")
    assert parts(empty, owls.key) == {
        "§ 1 Seeing": "Owls see mice.",
        "§ 1 Seeing, § Why": "Why\nHunger.",
        "§ 2 Doing": "Owls catch mice.",
    }
    hit = empty.search("rats press levers", kind="passages", limit=1)[0]
    assert (hit.work.key, hit.passage.locator) == (rats.key, "§ Introduction, ¶ 1")
    again = empty.add(papers)
    assert (len(again.unchanged), again.added, again.updated) == (4, (), ())


def test_a_document_becomes_the_text_of_the_work_that_is_there(
    empty: KnowledgeBase, papers: Path
) -> None:
    bib = (
        "@article{roe2021, title={Crows and the Causes of Rain}, doi={10.1000/crows.1},"
        " author={Roe, Bob and Poe, Al}, journal={The Crow Journal}, year={2021}}"
        "@book{owl2018, title={The ladder of owls}, author={Owl, Jude}, year={2018}}"
    )
    (papers / "library.bib").write_text(bib, encoding="utf-8")
    empty.add(papers, embed=False)
    assert {"roe2021", "owl2018"} <= set(empty.works.keys())
    assert len(empty.works.list()) == 4
    assert empty.works.get("roe2021").type == "article"
    empty.sync()
    assert "§ Methods" in parts(empty, "roe2021")
    assert "§ 2 Doing" in parts(empty, "owl2018")


def test_a_quote_is_looked_up_in_the_text(empty: KnowledgeBase, papers: Path, cli: Cli) -> None:
    key = empty.add(papers / "rats.docx").added[0]
    good = cli("claim", "add", key, "Rats press.", "--quote", "Rats press levers")
    assert good.exit_code == 0
    assert cli("claim", "add", key, "Rats fly.", "--quote", "Rats fly to Mars").exit_code == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-2"])
def test_encodings_of_pages(empty: KnowledgeBase, encoding: str) -> None:
    page = PAGE.replace("utf-8", encoding).replace("Roe, Bob", "Łukasiewicz, Jan")
    key = empty.add_content(page.encode(encoding), "a.html", embed=False).added[0]
    assert empty.works.get(key).authors[0].family == "Łukasiewicz"


def test_pages_of_a_text_with_form_feeds(empty: KnowledgeBase) -> None:
    key = empty.add_content(b"Of rooks and rain\n\nOne.\x0cTwo.", "a.txt").added[0]
    assert parts(empty, key) == {"p. 1": "Of rooks and rain\n\nOne.", "p. 2": "Two."}


def test_a_long_text_in_markdown_is_a_document(empty: KnowledgeBase) -> None:
    text = "# Of rooks and rain\n\n## Methods\n\n" + "Rooks act as if they knew. " * 400
    key = empty.add_content(text.encode(), "rooks and rain.md").added[0]
    assert empty.works.get(key).title == "Of rooks and rain"
    assert set(parts(empty, key)) == {"§ Methods"}


def test_a_format_that_is_named(empty: KnowledgeBase, papers: Path, cli: Cli) -> None:
    odd = papers / "page.dat"
    odd.write_text("Of rooks and rain.\n", encoding="utf-8")
    assert cli("add", odd).exit_code == 2
    done = cli("add", odd, "--input-format", "text", "--no-embed", "-f", "json")
    assert json.loads(done.stdout)["added"]
    unsuffixed = papers / "page"
    unsuffixed.write_text(PAGE, encoding="utf-8")
    assert cli("add", unsuffixed, "--no-embed").exit_code == 0
    assert "Crows and the causes of rain" in cli("list").stdout.replace("\n", " ")


def test_documents_from_standard_input_are_known_by_their_content(
    empty: KnowledgeBase, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    for content, title in ((PAGE.encode(), "Crows and the causes of rain"), (docx(), "Levers and")):
        done = cli("add", "-", "--no-embed", "-f", "keys", stdin=content)
        assert done.exit_code == 0, done.stderr
        assert empty.works.get(done.stdout.strip()).title.startswith(title)
    monkeypatch.setattr("causalkb.formats.registry.MAX_SOURCE_BYTES", 1 << 20)
    done = cli("add", "-", stdin=b"@misc{a, title={" + b"x" * (2 << 20))
    assert (done.exit_code, "larger than 1 MiB" in done.stderr) == (2, True)


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
LOCKED = '<e xmlns="a"><EncryptionMethod Algorithm="b"/></e>'
BAD: list[tuple[str, Callable[[], bytes], str]] = [
    ("a.docx", lambda: docx("<w:p/>" * 2_000_000), "unpacks to"),
    ("a.docx", lambda: docx(**{"word/comments.xml": LAUGHS + "<x>&b;</x>"}), "XML entities"),
    ("a.docx", lambda: docx()[:-400], "is damaged or not a Word document"),
    ("a.docx", lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "an old or an encrypted Office file"),
    ("a.docx", lambda: b"Dear all", "is damaged or not a Word document"),
    ("a.docx", lambda: archive({"a.txt": "x"}), "is a ZIP archive, not a Word document"),
    ("a.docx", lambda: docx(paragraph("")), "holds no text"),
    ("a.docx", lambda: docx("<w:tbl><w:tr><w:tc>" * 5000), "cannot be read"),
    ("a.epub", lambda: epub("<p>x</p>" * 2_000_000), "unpacks to"),
    ("a.epub", lambda: epub(LAUGHS + "<p>&b;</p>"), "XML entities"),
    ("a.epub", lambda: archive({"mimetype": "application/epub+zip"}), "is a ZIP archive without"),
    ("a.epub", lambda: epub(**{"META-INF/encryption.xml": LOCKED}), "protected against copying"),
    ("a.html", lambda: b"", "is empty"),
    ("a.html", lambda: b"<html><script>x</script></html>", "holds no text"),
    ("a.html", lambda: b"<div>" * 300_000 + b"x", "holds no text"),
    ("a.html", lambda: b"<p>x</p>" * (5 << 20), "is larger than 32 MiB"),
    ("a.txt", lambda: b"\x00\x01\x02" * 1000, "is a binary file"),
    ("a.txt", lambda: b"x" * (33 << 20), "is larger than 32 MiB"),
    ("a.txt", lambda: b" \n", "is empty"),
]


def test_bad_documents_are_refused_with_a_reason_and_cost_the_good_ones_nothing(
    empty: KnowledgeBase, papers: Path
) -> None:
    """One after the other in one folder, as a person would add them."""
    for n, (name, make, _) in enumerate(BAD):
        (papers / f"bad{n:02}{name[1:]}").write_bytes(make())
    named = [papers / f"bad{n:02}{name[1:]}" for n, (name, _, _) in enumerate(BAD)]
    result = empty.add(*named, papers / "rats.docx", embed=False)
    assert len(result.added) == 1
    reasons = {Path(p.source).stem: p.reason for p in result.failed}
    expected = {f"bad{n:02}": reason for n, (_, _, reason) in enumerate(BAD)}
    assert reasons.keys() == expected.keys()
    wrong = {k: (reasons[k], why) for k, why in expected.items() if why not in reasons[k]}
    assert wrong == {}
    assert all(p.hint for p in result.failed if "empty" not in p.reason)


def test_nothing_outside_a_book_is_read(empty: KnowledgeBase) -> None:
    key = empty.add_content(epub(), "a.epub").added[0]
    assert not any("root:" in text for text in parts(empty, key).values())
