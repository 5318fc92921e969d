"""All that a knowledge base says → text files: the same contents give the same bytes."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from causalkb.archive import layout
from causalkb.archive.contents import Contents, NoteEntry
from causalkb.archive.marked import annotations_text, notices_text
from causalkb.archive.proposed import candidates_text
from causalkb.archive.shipped import shipped
from causalkb.archive.work_files import FILE_COLUMNS, files_rows
from causalkb.formats import codings, questions, suppressions, words
from causalkb.formats.bibtex.writer import format_works
from causalkb.formats.note.writer import format_note
from causalkb.formats.suppressions import Stated
from causalkb.formats.yaml_text import dump
from causalkb.records import Work

SHIPPED_COLUMNS = ("work", "source", "entry", "said")


def files_of(contents: Contents) -> dict[str, str]:
    """Return the text of each file by its path within the folder, sorted."""
    files = {layout.MARKER: _marker(contents), layout.QUESTIONS: _questions(contents)}
    files |= _bibliographies(contents)
    names = layout.note_files(contents.notes)
    for key, note in contents.notes.items():
        files[names[key]] = _note(key, note)
    for document in contents.documents.values():
        files[layout.document_file(document.kind, document.name)] = document.text
    if contents.words:
        ordered = sorted(contents.words.values(), key=lambda term: term.kind)
        files[layout.VOCABULARY] = words.write(ordered)
    if contents.suppressions:
        files[layout.SUPPRESSIONS] = _suppressions(contents)
    if contents.codings:
        files[layout.CODINGS] = _codings(contents)
    if contents.decisions:
        files[layout.DECISIONS] = _decisions(contents)
    if contents.candidates:
        files[layout.CANDIDATES] = candidates_text(contents.candidates.values())
    if contents.annotations:
        files[layout.ANNOTATIONS] = annotations_text(contents.annotations.values())
    if contents.notices:
        files[layout.NOTICES] = notices_text(contents.notices.values())
    if contents.files:
        files[layout.FILES] = _rows(FILE_COLUMNS, files_rows(contents.files.values()))
    if contents.shipped:
        files[layout.SHIPPED] = _rows(SHIPPED_COLUMNS, contents.shipped)
    return dict(sorted(files.items()))


def _marker(contents: Contents) -> str:
    """Say which version this is, and which documents ship although they differ from ours."""
    older = [
        layout.document_file(d.kind, d.name)
        for d in contents.documents.values()
        if d.shipped and shipped().document(d.kind, d.name) != d.text
    ]
    return layout.READ_ME + (dump({"shipped": older}) if older else "")


def _questions(contents: Contents) -> str:
    """Say of questions whether they are a user's own where that is not to be expected."""
    ours = shipped()
    mine = {
        slug: entry.edited
        for slug, entry in contents.questions.items()
        if entry.edited is (slug in ours.questions)
    }
    own = {
        slug: entry.edited
        for slug, entry in contents.hypotheses.items()
        if entry.edited is (slug in ours.hypotheses)
    }
    answers = [entry.hypothesis for entry in contents.hypotheses.values()]
    listed = [
        (entry.question, [h for h in answers if h.question == slug])
        for slug, entry in contents.questions.items()
    ]
    return questions.write(listed, mine, own)


def _bibliographies(contents: Contents) -> dict[str, str]:
    files: defaultdict[str, list[Work]] = defaultdict(list)
    for key in sorted(contents.works):
        record = contents.works[key].record
        files[layout.bibliography(record)].append(record)
    return {name: format_works(works) for name, works in files.items()}


def _note(key: str, note: NoteEntry) -> str:
    """Return a note; tags and questions stand in the bibliography alone."""
    claims = [
        replace(claim, relations=tuple(sorted(claim.relations, key=lambda r: (r.other, r[0]))))
        for claim in note.claims
    ]
    marks = {
        "numbers": [str(note.numbers)] if note.numbers else None,
        "by-hand": list(note.by_hand),
        "quotes": list(note.quotes),
    }
    own = {name: value for name, value in marks.items() if value}
    front = note.front + (dump({"causalkb": own}) if own else "")
    return format_note(Work(key), claims, note.text, front, numbered=True)


def _suppressions(contents: Contents) -> str:
    ours = shipped().suppressions
    return suppressions.write(
        Stated(one, None if one.shipped is (name in ours) else one.shipped, gone)
        for name, (one, gone) in sorted(contents.suppressions.items())
    )


def _codings(contents: Contents) -> str:
    return codings.write(contents.codings.values())


def _decisions(contents: Contents) -> str:
    items = []
    for entry in contents.decisions.values():
        said = {
            "work": entry.work,
            "question": entry.question,
            "hypothesis": entry.hypothesis,
            "decision": "accepted" if entry.accepted else "rejected",
            "at": entry.at,
            "passage": entry.passage,
        }
        items.append({name: value for name, value in said.items() if value})
    return dump(items)


def _rows(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()
