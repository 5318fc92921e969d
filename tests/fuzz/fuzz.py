"""Feeds mutated input to everything that reads what a stranger wrote, and keeps what fails.

usage: fuzz.py [--minutes N] [--seed N] [--found FOLDER] [TARGET ...]; ``make fuzz`` runs an hour.

Whatever the input, a reader ends in time, and ends well or with one of our own errors; anything
else is a failure. Inputs that get an answer of a new kind are mutated further. The time is shared
out among the targets, round about, and the counts of executions are printed at the end. An input
that fails is written to the folder, the shortest for each place in the code where it failed; mend
the fault and move the input to ``tests/data/fuzz/TARGET/``, which ``test_fuzz.py`` runs again.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

sys.path.insert(0, str(Path(__file__).parents[2]))

from mutate import mutated
from seeds import saved
from setting import Setting
from targets import TARGETS, Target

from causalkb.errors import CausalKBError

SECONDS = 10
"""Processor time after which an input counts as one that does not end."""
_POOL = 1_000
"""Inputs of a target that are kept for mutation."""
_SLICE = 3.0
"""Seconds that a target has before the next one has its turn."""


class TooSlow(BaseException):
    """An input took more processor time than any may; no ``except Exception`` stops it."""


@contextmanager
def bounded(seconds: int) -> Iterator[None]:
    """End a block that takes longer, counted in processor time of this process.

    Raises:
        TooSlow: It took longer.
    """

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooSlow(f"takes more than {seconds} seconds")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def answer(target: Target, setting: Setting, data: bytes) -> Hashable:
    """Return what a target makes of an input, briefly; one of our own errors is an answer too.

    Raises:
        TooSlow: It does not end.
        Exception: Anything else that it raised: a failure.
    """
    with bounded(SECONDS):
        try:
            return target.run(setting, data)
        except CausalKBError as error:
            return type(error).__name__, str(error)[:40]


@dataclass(slots=True)
class Campaign:
    """One target: its pool of inputs, and what was found."""

    target: Target
    setting: Setting
    chance: random.Random
    seeds: list[bytes]
    pool: list[bytes] = field(default_factory=list)
    executions: int = 0
    seen: set[Hashable] = field(default_factory=set)
    failures: dict[str, tuple[bytes, str]] = field(default_factory=dict)

    def step(self) -> None:
        """Try one input."""
        if self.executions < len(self.seeds):
            data = self.seeds[self.executions]
        else:
            known = self.pool if self.pool and self.chance.random() < 0.7 else self.seeds
            data = mutated(
                self.chance,
                self.chance.choice(known),
                self.seeds + self.pool[-50:],
                in_place=self.target.in_place,
            )
        self.executions += 1
        try:
            got = answer(self.target, self.setting, data)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:
            self._keep(data, error)
            return
        if got not in self.seen:
            self.seen.add(got)
            if len(self.pool) < _POOL:
                self.pool.append(data)
            else:
                self.pool[self.chance.randrange(_POOL)] = data

    def _keep(self, data: bytes, error: BaseException) -> None:
        frames = traceback.extract_tb(error.__traceback__)
        own = [f for f in frames if "/causalkb/" in f.filename]
        last = own[-1] if own else frames[-1]
        place = f"{type(error).__name__} {Path(last.filename).name}:{last.name}"
        kept = self.failures.get(place)
        if kept is None or len(data) < len(kept[0]):
            told = "".join(traceback.format_exception(error)[-12:])
            self.failures[place] = (data, told)


def run(names: list[str], minutes: float, seed: int, found: Path) -> list[Campaign]:
    """Fuzz the targets named for so long in all; write failing inputs into a folder."""
    chosen = [target for target in TARGETS if not names or target.name in names]
    with TemporaryDirectory(prefix="fuzz-") as scratch:
        setting = Setting(Path(scratch))
        # A text as seed, since hash() differs from process to process.
        campaigns = [
            Campaign(
                one,
                setting,
                random.Random(f"{seed} {one.name}"),
                saved(one.name) + one.seeds(setting),
            )
            for one in chosen
        ]
        end = time.monotonic() + 60 * minutes
        try:
            while time.monotonic() < end:
                for one in campaigns:
                    stop = min(end, time.monotonic() + _SLICE)
                    while time.monotonic() < stop:
                        one.step()
                    _write(one, found)
                _report(campaigns, found / "counts.txt")
        except KeyboardInterrupt:
            print("interrupted", file=sys.stderr)
        setting.close()
    return campaigns


def _write(one: Campaign, found: Path) -> None:
    for place, (data, told) in one.failures.items():
        folder = found / one.target.name
        folder.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(place.encode()).hexdigest()[:10]
        (folder / name).write_bytes(data)
        (folder / f"{name}.txt").write_text(f"{place}\n{told}", encoding="utf-8", errors="replace")


def _report(campaigns: list[Campaign], file: Path) -> str:
    lines = [f"{'target':16}{'executions':>12}{'kinds of answer':>17}{'failures':>10}"]
    lines += [
        f"{one.target.name:16}{one.executions:12,}{len(one.seen):17,}{len(one.failures):10}"
        for one in campaigns
    ]
    lines.append(f"{'in all':16}{sum(one.executions for one in campaigns):12,}")
    text = "\n".join(lines) + "\n"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return text


def main() -> int:
    """Run the campaign that the command line asks for; 1 where something failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--found", type=Path, default=Path("fuzz-found"))
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    asked = parser.parse_args()
    unknown = set(asked.targets) - {target.name for target in TARGETS}
    if unknown:
        parser.error(f"no target {', '.join(sorted(unknown))}")
    os.environ.setdefault("CAUSALKB_READ_SECONDS", str(SECONDS))
    campaigns = run(asked.targets, asked.minutes, asked.seed, asked.found)
    print(_report(campaigns, asked.found / "counts.txt"), end="")
    for one in campaigns:
        for place in one.failures:
            print(f"{one.target.name}: {place}")
    return int(any(one.failures for one in campaigns))


if __name__ == "__main__":
    sys.exit(main())
