"""The folder of a run: what was asked of which model, and every answer as it came.

``run.json`` says which model and which items, ``items.jsonl`` holds the items, ``answers.jsonl``
one answer a line. A line is written before the next item is asked, so that a run that was killed
goes on where it was; half a line at the end is cut off.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import IO, Any

from causalkb.errors import InputError
from causalkb.files import read_file, write_atomically
from causalkb.language_models.model import Method, ModelIdentity
from causalkb.probe.items import Item, Words, fingerprint
from causalkb.probe.records import Answer, ProbeRun

MANIFEST, ITEMS, ANSWERS = "run.json", "items.jsonl", "answers.jsonl"
_MOST = 256 * 2**20


def write_new(run: ProbeRun) -> None:
    """Write the manifest and the items of a run that begins.

    Raises:
        InputError: The folder cannot be written, or has something else in it.
    """
    folder = run.folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(path.name != ".lock" for path in folder.iterdir()):
            raise InputError(f"{folder} has files in it but no run; name another folder with --out")
        lines = "".join(json.dumps(item.to_dict(), ensure_ascii=False) + "\n" for item in run.items)
        write_atomically(folder / ITEMS, [lines.encode()])
        # Last: a folder with a manifest is a run.
        text = json.dumps(_manifest(run), ensure_ascii=False, indent=2) + "\n"
        write_atomically(folder / MANIFEST, [text.encode()])
    except OSError as error:
        raise InputError(f"cannot write {folder}: {error.strerror or error}") from error


def _manifest(run: ProbeRun) -> dict[str, Any]:
    return {
        "battery": run.battery,
        "fingerprint": run.fingerprint,
        "seed": run.seed,
        "instruction": run.instruction,
        "model": asdict(run.model),
        "started": run.started,
        "causalkb": run.generator,
    }


def has_run(folder: Path) -> bool:
    """Whether there is a run in a folder."""
    return (folder / MANIFEST).is_file()


def read_run(folder: Path) -> ProbeRun:
    """Read a run, finished or not.

    Raises:
        InputError: There is none, a file is damaged, or the items were changed.
    """
    if not folder.is_dir():
        raise InputError(
            f"{folder}: there is no such run; 'causalkb probe list' shows those there are"
        )
    if not has_run(folder):
        raise InputError(f"{folder} holds no run of the battery: it has no {MANIFEST}")
    manifest = _read_manifest(folder / MANIFEST)
    try:
        items = tuple(_item(line) for line in _lines(folder / ITEMS))
        answers = tuple(_answer(line) for line in _lines(folder / ANSWERS))
        model = dict(manifest["model"])
        model["method"] = Method(model["method"])
        model["remarks"] = tuple(model.get("remarks", ()))
        run = ProbeRun(
            folder,
            ModelIdentity(**model),
            str(manifest["battery"]),
            str(manifest["fingerprint"]),
            int(manifest["seed"]),
            str(manifest["instruction"]),
            _moment(str(manifest["started"])),
            items,
            answers,
            str(manifest["causalkb"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"{folder} is damaged: {error!r}; run the battery again") from error
    _check(run)
    return run


def _moment(text: str) -> str:
    datetime.fromisoformat(text)  # a ValueError where it is not a moment
    return text


def _check(run: ProbeRun) -> None:
    if fingerprint(run.items) != run.fingerprint:
        raise InputError(
            f"{run.folder / ITEMS} was changed since the run began: its fingerprint is not that in "
            f"{MANIFEST}; put the file back, or run the battery again"
        )
    places = {item.id: item for item in run.items}
    for line, (item, answer) in enumerate(zip(run.items, run.answers, strict=False), 1):
        counts = {len(letters) for letters in (*answer.orders, *answer.neutral)}
        if answer.item != item.id or counts != {len(item.options)}:
            what = "is no item" if answer.item not in places else "is not in its place"
            raise InputError(f"{run.folder / ANSWERS}:{line}: {answer.item!r} {what}")
    if len(run.answers) > len(run.items):
        raise InputError(f"{run.folder / ANSWERS} has more answers than there are items")


def _read_manifest(path: Path) -> Mapping[str, Any]:
    try:
        manifest = json.loads(read_file(path, _MOST))
    except ValueError as error:
        raise InputError(f"{path} is not JSON: {error}") from error
    if not isinstance(manifest, dict):
        raise InputError(f"{path} is not a JSON object")
    return manifest


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    if path.name == ANSWERS and not path.exists():
        return
    content = read_file(path, _MOST)
    # What follows the last line break was being written when the run ended.
    for number, line in enumerate(content.split(b"\n")[:-1], 1):
        try:
            found = json.loads(line)
        except ValueError as error:
            raise InputError(f"{path}:{number}: is not JSON: {error}") from error
        if not isinstance(found, dict):
            raise InputError(f"{path}:{number}: is not a JSON object")
        yield found


def _item(data: dict[str, Any]) -> Item:
    question, options = data["neutral"]
    return Item(
        str(data["id"]),
        str(data["family"]),
        str(data["cell"]),
        str(data["pair"]),
        str(data["twin"]),
        Words(data["words"]),
        str(data["text"]),
        str(data["question"]),
        tuple(map(str, data["options"])),
        int(data["answer"]),
        {str(name): tuple(map(int, places)) for name, places in data["foils"].items()},
        tuple(map(int, data["asserts"])),
        data["signal"],
        (str(question), tuple(map(str, options))),
        str(data["grounds"]),
    )


def _answer(data: dict[str, Any]) -> Answer:
    return Answer(
        str(data["item"]),
        _numbers(data["orders"]),
        _numbers(data.get("neutral", ())),
        tuple(map(str, data.get("texts", ()))),
    )


def _numbers(rows: Sequence[Sequence[float]]) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(map(float, row)) for row in rows)


@contextmanager
def appending(folder: Path) -> Iterator[Appender]:
    """Open the answers of a run to add to them, without the half line of one that was killed.

    Raises:
        InputError: Another process is running it.
    """
    from filelock import FileLock, Timeout

    try:
        with FileLock(folder / ".lock", timeout=0), (folder / ANSWERS).open("ab+") as file:
            _cut(file)
            adding = Appender(file)
            yield adding
            adding.sync()
    except Timeout:
        raise InputError(f"{folder}: another process is running this; wait for it") from None


def _cut(file: IO[bytes]) -> None:
    file.seek(0)
    content = file.read()
    file.truncate(content.rfind(b"\n") + 1)
    file.seek(0, os.SEEK_END)


class Appender:
    """Adds answers to a file, each whole before the next item is asked.

    The disk is made to keep them at most five times a second: a power cut then costs a fifth of a
    second of work, a process that is killed none.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._synced = 0.0

    def add(self, answer: Answer) -> None:
        """Add an answer."""
        data = {name: value for name, value in asdict(answer).items() if value}
        self._file.write(json.dumps(data, ensure_ascii=False).encode() + b"\n")
        self._file.flush()
        if monotonic() - self._synced > _SYNC_EVERY:
            self.sync()

    def sync(self) -> None:
        """Make sure that everything is on the disk."""
        os.fsync(self._file.fileno())
        self._synced = monotonic()


_SYNC_EVERY = 0.2
"""Seconds."""
