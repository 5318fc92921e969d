"""Storing a run: one work per model and version of the battery, claims without a stance.

All such works have one author, so that runs never count as independent of one another; the claims
name the hypotheses on which they may bear in a tag, and a person decides (``review``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from causalkb.errors import InputError
from causalkb.evidence.probes import MAY_BEAR_ON, PROBE_AUTHOR
from causalkb.files import write_atomically
from causalkb.probe.claims import claims_of
from causalkb.probe.folder import ANSWERS, ITEMS, MANIFEST
from causalkb.probe.records import ProbeResult, ProbeRun
from causalkb.probe.reporting import facts
from causalkb.records import Claim, ParsedWork, Work, WorkFile
from causalkb.session import Session
from causalkb.store.beside import RUNS
from causalkb.text import clean_line


@dataclass(frozen=True, slots=True)
class ProbeStored:
    """What became of a run in a knowledge base.

    Attributes:
        key: Citation key of the work.
        claims: Ids of the claims that were added; none where the run was stored before.
        may_bear_on: Hypotheses on which the work's claims may bear, for a person to decide.
        folder: Where the raw answers are.
    """

    key: str
    claims: tuple[str, ...]
    may_bear_on: tuple[str, ...]
    folder: Path


def store_run(session: Session, result: ProbeResult) -> ProbeStored:
    """Store a run; storing it again changes nothing.

    Raises:
        InputError: It is not finished, or the run of a reference, which is no model.
        StoreError: The knowledge base cannot be written.
    """
    run = result.run
    if run.model.name.startswith("reference:"):
        raise InputError(f"{run.model.name} is no language model: there is nothing to store")
    if not run.complete:
        raise InputError(
            f"{run.folder}: only {len(run.answers)} of {len(run.items)} items are answered; "
            "'causalkb probe run' goes on with it"
        )
    key = work_key(run)
    folder = session.directory / RUNS / key / run_label(run)
    files = list(_copied(run, folder))
    added = _write(session, key, result, files)
    session.sync()
    claims = _claims(session, key)
    named = {tag.removeprefix(MAY_BEAR_ON): None for claim in claims for tag in claim.tags}
    return ProbeStored(key, added, tuple(named), folder)


def work_key(run: ProbeRun) -> str:
    """Return the citation key of a model with a version of the battery.

    The same name may stand for different models: its revision counts as well.
    """
    # A file or an address says less than its last part.
    stem = re.split(r"[/#:\\]", run.model.name)[-1].removesuffix(".gguf")
    stem = re.sub(r"[^A-Za-z0-9.]+", "-", stem).strip("-.").lower()[:40] or "model"
    digest = sha256(f"{run.model.name}\n{run.model.revision}".encode()).hexdigest()[:8]
    return f"probe-{stem}-{digest}-b{run.battery}"


def run_label(run: ProbeRun) -> str:
    """Return what tells a run from others of the same model and battery."""
    what = f"{run.fingerprint}\n{run.instruction}\n{run.model.engine}\n{run.model.method.value}"
    return f"s{run.seed}-{sha256(what.encode()).hexdigest()[:8]}"


def _copied(run: ProbeRun, folder: Path) -> Iterator[WorkFile]:
    """Copy the raw files into the knowledge base's folder, and yield them."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in (MANIFEST, ITEMS, ANSWERS):
            content = (run.folder / name).read_bytes()
            if not (folder / name).exists():
                write_atomically(folder / name, [content])
            yield WorkFile(
                str(folder / name),
                sha256(content).hexdigest(),
                len(content),
                media_type="application/json",
                source="probe",
            )
    except OSError as error:
        raise InputError(f"cannot copy the run into {folder}: {error}") from error


def _write(
    session: Session, key: str, result: ProbeResult, files: list[WorkFile]
) -> tuple[str, ...]:
    from causalkb.ingest.importer import Importer
    from causalkb.ingest.manual import add_claim

    store, run = session.store, result.run
    with store.database.atomic():
        if not store.works.has(key):
            Importer(store, session.chunk).run([_work(key, run)], f"probe:{key}")
        work_id = store.works.id_of(key)
        for file in files:
            store.files.put(work_id, file)
        note = store.works.note(key) or _PREFACE
        paragraph = _manifest(run)
        if paragraph not in note:
            store.works.set_note(work_id, f"{note}\n\n{paragraph}", store.works.note_front(key))
            _rebuild(session, work_id)
        known = {claim.text for claim in _claims(session, key)}
        new = [claim for claim in claims_of(result) if claim.text not in known]
        if new:
            store.undo.pass_over("the last command, 'probe store', cannot be undone")
        return tuple(add_claim(store, session.chunk, key, claim) for claim in new)


def _rebuild(session: Session, work_id: int) -> None:
    from causalkb.ingest.passages import rebuild_passages

    rebuild_passages(session.store, session.chunk, work_id)


_PREFACE = (
    "What a language model answered to items of causalkb's probe battery. The items are made from "
    "structural causal models, so that the right answer is known. A run is no evidence on other "
    "models or on people, and neither failure nor success shows the absence or presence of a "
    "causal model."
)


def _manifest(run: ProbeRun) -> str:
    told = "; ".join(f"{name} {clean_line(value)}" for name, value in facts(run))
    return f"Run {run_label(run)}: {told}."


def _work(key: str, run: ProbeRun) -> ParsedWork:
    return ParsedWork(
        Work(
            key,
            title=f"Causal questions to {clean_line(run.model.name)} "
            f"({clean_line(run.model.revision)[:12]}), battery {run.battery}",
            authors=(PROBE_AUTHOR,),
            year=int(run.started[:4]),
            fields={"howpublished": f"Run of causalkb {run.generator}"},
        ),
        f"probe:{key}",
    )


def _claims(session: Session, key: str) -> list[Claim]:
    work_id = session.store.works.id_of(key)
    return session.store.claims.of_works([work_id]).get(work_id, [])
