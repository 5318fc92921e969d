"""``init``, ``add``, ``edit``, ``tag`` and ``remove``: what goes in, changes and goes."""

from __future__ import annotations

import sys
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from causalkb.cli import options, output
from causalkb.cli.app import (
    COLLECT,
    DONE,
    INTERRUPTED,
    NOTHING_DONE,
    SOME_FAILED,
    Kb,
    app,
    confirmed,
    fail,
    opened,
    say,
)
from causalkb.cli.listing import Listing, write_records
from causalkb.errors import InputError
from causalkb.vocabulary import Keywords

if TYPE_CHECKING:
    from causalkb.records import AddResult, Tag

_PROPOSED = 3
"""New works for which ``add`` itself proposes links; 'suggest' does it for all."""


class AccountFormat(StrEnum):
    """How ``add`` says what became of the entries."""

    TABLE = "table"
    JSON = "json"
    KEYS = "keys"


@app.command(rich_help_panel=COLLECT)
def init(
    kb: Kb = None,
    empty: Annotated[bool, typer.Option("--empty", help="Without the shipped corpus.")] = False,
    source: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="DIR",
            help="What 'export --all DIR' wrote, instead of the shipped corpus.",
        ),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(help="Embedding model: any sentence-transformers model or path."),
    ] = None,
) -> None:
    """Create the knowledge base and load the shipped corpus; doing it again is harmless.

    After an upgrade it adds what is new in the corpus; what you edited stays as it is.
    """
    if source is not None and empty:
        raise InputError("--empty and --from exclude each other")
    with opened(kb, create=True, model=model) as base:
        base.prepare()
        if source is not None:
            if base.works.count():
                raise InputError(
                    f"{base.directory} holds works already; 'causalkb add {source}' reads the"
                    " folder into it, --kb names another"
                )
            with output.progress_bar() as progress:
                result = base.import_all(source, progress=progress)
            report_account(result, str(base.directory))
            raise typer.Exit(_exit_code(result))
        if empty:
            base.add_questions()
            base.sync()
            say(f"{base.directory}: {base.works.count()} works")
            return
        with output.progress_bar() as progress:
            result = base.add_corpus(progress)
        report_account(result, str(base.directory))
        say(f'{base.directory}: {base.works.count()} works; next: causalkb search "..."')
    raise typer.Exit(_exit_code(result))


@app.command(rich_help_panel=COLLECT)
def add(
    sources: Annotated[
        list[str],
        typer.Argument(
            help="Files or folders (.bib, .ris, .csv, .pdf, .html, .md ...), 'zotero:' for the"
            " library of Zotero, DOIs or arXiv ids; '-' reads from stdin."
        ),
    ],
    kb: Kb = None,
    embed: Annotated[
        bool, typer.Option("--embed/--no-embed", help="Embed now, or at the next search.")
    ] = True,
    input_format: Annotated[
        str | None,
        typer.Option(
            metavar="FORMAT",
            help="bibtex, ris, nbib, endnote, csl, jsonl, csv, note, pdf, html, docx, epub, text;"
            " default: by suffix and content.",
        ),
    ] = None,
    files: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="A folder with the files that bibliographies name; their own is read anyway.",
        ),
    ] = None,
    colour: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLOUR=SIDE",
            help="What a colour of highlights means, as yellow=supports; may be repeated.",
        ),
    ] = None,
    keywords: Annotated[
        Keywords,
        typer.Option(help="Make keywords of references tags, or keep them as a field only."),
    ] = Keywords.TAGS,
    ocr: options.OcrOption = True,
    format: Annotated[
        AccountFormat, typer.Option("--format", "-f", help="How to write what became of them.")
    ] = AccountFormat.TABLE,
) -> None:
    """Add bibliographies, documents and notes; adding the same again changes nothing.

    A document (PDF, web page, Word, EPUB, text) becomes the full text of its work, found by DOI,
    arXiv id or title, or of a new work. Of a folder, all is read but what .causalkbignore names.

    Bad entries are reported with file, line and reason, and never cost the good ones.
    """
    with opened(kb) as base, output.progress_bar() as progress:
        results = []
        named = [s for s in sources if s != "-"]
        if named:
            results.append(
                base.add(
                    *named,
                    format=input_format,
                    ocr=ocr,
                    colours=_colours(colour),
                    files=files,
                    keywords=keywords,
                    embed=embed,
                    progress=progress,
                )
            )
        if len(named) < len(sources) and not (results and results[0].interrupted):
            from causalkb.formats.registry import MAX_SOURCE_BYTES

            content = sys.stdin.buffer.read(MAX_SOURCE_BYTES + 1)
            results.append(
                base.add_content(
                    content,
                    "stdin" if content.strip() else "stdin.bib",
                    format=input_format,
                    keywords=keywords,
                    ocr=ocr,
                    embed=embed,
                    progress=progress,
                )
            )
        from causalkb.ingest.account import total

        result = total(results)
        unlinked = [key for key in dict.fromkeys(result.added) if not base.works.get(key).questions]
        if embed and not result.interrupted and format is AccountFormat.TABLE:
            proposals = [
                p for key in unlinked[:_PROPOSED] for p in base.proposals.list(key, limit=2)
            ]
        else:
            proposals = []
    _write_account(result, format)
    for proposal in proposals:
        say(f"perhaps {proposal.work} bears on {proposal.slug} (score {proposal.score:.2f})")
    if unlinked and not result.interrupted:
        these = output.counted(len(unlinked), "new work")
        say(f"{these} without a question: 'causalkb review' walks through proposed links")
    raise typer.Exit(_exit_code(result))


def _colours(given: list[str] | None) -> dict[str, str] | None:
    if given is None:
        return None
    pairs = [text.partition("=") for text in given]
    for text, pair in zip(given, pairs, strict=True):
        if not pair[1]:
            raise InputError(f"{text!r} is not COLOUR=SIDE; write yellow=supports")
    return {colour.strip(): side.strip() for colour, _, side in pairs}


def _write_account(result: AddResult, format: AccountFormat) -> None:
    if format is AccountFormat.JSON:
        from causalkb.report.serialize.imports import account_to_dict

        output.write_json(account_to_dict(result))
    elif format is AccountFormat.KEYS:
        for key in dict.fromkeys((*result.added, *result.updated, *result.unchanged)):
            output.write(key + "\n")
    report_account(result, "your sources")


def report_account(result: AddResult, where: str) -> None:
    """Tell the person what became of every entry."""
    from causalkb.report.rows.accounts import summary

    for remark in result.remarks:
        say(f"note: {remark}")
    for problem in result.problems:
        say(f"{problem.severity.value}: {problem}")
    say(summary(result))
    if result.interrupted:
        say(f"interrupted: what was done is kept; run the same command again to go on ({where})")


def _exit_code(result: AddResult) -> int:
    if result.interrupted:
        return INTERRUPTED
    if result.entries and not result.failed:
        return DONE
    stored = result.added or result.updated or result.unchanged
    return SOME_FAILED if stored else NOTHING_DONE


@app.command(rich_help_panel=COLLECT)
def edit(key: options.Key, kb: Kb = None) -> None:
    """Edit a work as BibTeX in $EDITOR; later imports leave alone what you changed."""
    from causalkb.cli.editor import edit_and_save

    changed: list[str] = []
    with opened(kb) as base:
        text = base.works.bibtex(key)

        def save(edited: str) -> None:
            changed[:] = base.works.edit(key, edited, base=text)

        if not edit_and_save(text, name=f"{key}.bib", directory=base.directory, save=save):
            return
        base.sync()
    say(f"changed {', '.join(changed)}" if changed else "nothing changed")


@app.command(rich_help_panel=COLLECT)
def tag(
    key: Annotated[
        str | None,
        typer.Argument(
            help="Citation key of a work; - reads keys from stdin.",
            autocompletion=options.complete_key,
        ),
    ] = None,
    tags: Annotated[
        list[str] | None,
        typer.Argument(help="Tags to add.", autocompletion=options.complete_tag),
    ] = None,
    kb: Kb = None,
    remove: Annotated[bool, typer.Option("--remove", help="Remove the tags instead.")] = False,
    format: output.FormatOption = output.Format.TABLE,
) -> None:
    """Tag a work; without tags show its tags, without a key all tags with their works."""
    with opened(kb) as base:
        if key is None or not tags:
            keys = [] if key is None else options.ids([key])
            own = {name for one in keys for name in base.works.get(one).tags}
            found = [tag for tag in base.tags.list() if key is None or tag.name in own]
            write_records(found, format, _tags(of_work=key is not None))
            return
        change = base.tags.remove if remove else base.tags.add
        changed = sum(change(one, *tags) for one in options.ids([key]))
        base.sync()
    say(f"{'removed' if remove else 'added'} {changed} {'tag' if changed == 1 else 'tags'}")


def _tags(*, of_work: bool) -> Listing[Tag]:
    return Listing(
        line=(lambda tag: (tag.name,)) if of_work else None,
        columns=("tag", "works"),
        row=lambda tag: (tag.name, tag.works),
        keys=lambda tag: (tag.name,),
        data=asdict,
    )


@app.command(rich_help_panel=COLLECT)
def remove(
    keys: options.Keys,
    kb: Kb = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Remove works with their notes, passages and claims."""
    with opened(kb) as base:
        goes = [(key, len(base.claims.of(key)), base.works.note(key)) for key in options.ids(keys)]
        for key, claims, note in goes:
            if claims or note:
                parts = [
                    output.counted(claims, "claim") if claims else "",
                    "its note" if note else "",
                ]
                say(f"with {key} goes {' and '.join(p for p in parts if p)}")
        lost = any(claims or note for _, claims, note in goes)
        if lost and not confirmed(f"Remove {', '.join(key for key, _, _ in goes)}?", yes):
            fail("nothing was removed")
        base.works.remove(*(key for key, _, _ in goes))
        base.sync()
    say(f"removed {', '.join(key for key, _, _ in goes)}; 'causalkb undo' undoes it")
