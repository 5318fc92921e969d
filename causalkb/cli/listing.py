"""How records leave a command: one way for every format, so that what is offered is what works."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from causalkb.cli import output
from causalkb.cli.app import say

if TYPE_CHECKING:
    from rich.console import RenderableType

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Listing(Generic[Record]):
    """How records of one kind are written.

    Attributes:
        columns: The header of CSV and of a Markdown table.
        row: The cells of a record, for CSV and, without ``line``, for pipes.
        keys: The ids that ``--format keys`` writes for a record.
        data: A record as data for JSON.
        screen: The records on a terminal, for which alone rich is imported; default: their text,
            else a table.
        markdown: The records as Markdown; default: a table.
        bibtex: The records as BibTeX, for commands that offer it.
        line: The cells of a record in a pipe, where these are fewer than in CSV.
        text: A record as text with its line break, in place of cells in a pipe.
        document: What ``--format json`` writes; default: a list of the records.
    """

    columns: Sequence[str]
    row: Callable[[Record], Sequence[object]]
    keys: Callable[[Record], Iterable[str]]
    data: Callable[[Record], object]
    screen: Callable[[Sequence[Record]], RenderableType] | None = None
    markdown: Callable[[Sequence[Record]], str] | None = None
    bibtex: Callable[[Sequence[Record]], str] | None = None
    line: Callable[[Record], Sequence[object]] | None = None
    text: Callable[[Record], str] | None = None
    document: Callable[[], object] | None = None


def write_records(records: Sequence[Record], format: str, listing: Listing[Record]) -> None:
    """Write records to stdout.

    Args:
        records: What was found.
        format: A member of an enumeration of formats that the command offers.
        listing: How such records are written.
    """
    if format == output.Format.JSON:
        if listing.document is not None:
            output.write_json(listing.document())
        else:
            output.write_json([listing.data(one) for one in records])
    elif format == output.Format.JSONL:
        output.write_jsonl(listing.data(one) for one in records)
    elif format == output.Format.CSV:
        output.write_csv(listing.columns, [listing.row(one) for one in records])
    elif format == output.Format.KEYS:
        keys = dict.fromkeys(key for one in records for key in listing.keys(one))
        output.write("".join(f"{key}\n" for key in keys))
    elif format == output.Format.MARKDOWN:
        output.write(_markdown(records, listing))
    elif format == output.WorkFormat.BIBTEX and listing.bibtex is not None:
        from causalkb.formats.bibtex.clashes import same_in_bibtex

        output.write(listing.bibtex(records))
        warn_of_same_keys(same_in_bibtex(key for one in records for key in listing.keys(one)))
    elif output.to_terminal() and (listing.screen is not None or listing.text is None):
        output.show(_screen(records, listing))
    elif listing.text is not None:
        for one in records:
            output.write(listing.text(one))
    else:
        for one in records:
            output.write_row((listing.line or listing.row)(one))


def warn_of_same_keys(groups: Iterable[Sequence[str]]) -> None:
    """Say of keys that differ only in case what BibTeX makes of them, and what to do about it."""
    for first, *others in groups:
        say(
            f"warning: BibTeX takes {first} and {' and '.join(others)} for one key and prints the"
            f" first entry for both; give one another key ('causalkb edit {others[-1]}') and cite"
            " that, or use biber"
        )


def _screen(records: Sequence[Record], listing: Listing[Record]) -> RenderableType:
    if listing.screen is not None:
        return listing.screen(records)
    from causalkb.cli.render.facts import table

    return table(listing.columns, [listing.row(one) for one in records])


def _markdown(records: Sequence[Record], listing: Listing[Record]) -> str:
    if listing.markdown is not None:
        return listing.markdown(records)
    from causalkb.report.rows.tables import to_markdown

    return to_markdown(listing.columns, [listing.row(one) for one in records])


def write_facts(
    records: Sequence[Record],
    format: str,
    listing: Listing[Record],
    about: Callable[[Record], tuple[str, Sequence[tuple[str, str]]]],
) -> None:
    """Write records one by one with all that is known, where a person reads; else as a list.

    Args:
        records: What is shown.
        format: As for :func:`write_records`.
        listing: As for :func:`write_records`.
        about: The title of a record, and what is known of it, by name.
    """
    found = [about(one) for one in records]
    if format == output.Format.TABLE and output.to_terminal():
        from causalkb.cli.render.facts import Facts

        output.show(Facts(found))
    elif format in (output.Format.TABLE, output.Format.MARKDOWN):
        from causalkb.report.rows import facts

        write = facts.to_text if format == output.Format.TABLE else facts.to_markdown
        output.write("\n".join(write(*one) for one in found))
    elif format == output.Format.JSON and len(records) == 1:
        output.write_json(listing.data(records[0]))
    else:
        write_records(records, format, listing)
