"""``kb.competitions``: what data said of structures, stored as works with claims."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from causalkb.collections.collection import Collection
from causalkb.errors import InputError
from causalkb.text import clean_line

if TYPE_CHECKING:
    from causalkb.records import Claim, Competition, Effect, ParsedWork

SURE = 0.9
"""The probability from which an edge, or that there is none, becomes a claim of its own."""
AUTHOR = "causalkb compete"
_PREFACE = (
    "Causal structures weighed by how well they predict data of the user's own. Holds only if the"
    " rows are independent, nothing runs in a circle, and, of more than two variables, no common"
    " cause is left out."
)


class Competitions(Collection):
    """Competitions of structures; weighing them is ``kb.compete``."""

    def store(self, found: Competition, key: str, data: str = "data") -> tuple[str, ...]:
        """Store a competition as a work with claims that take no stance, and return their ids.

        The first claim is the verdict, the others are edges, or pairs without, of at least 0.9.
        Their design is an experiment if a variable was set in some rows, else observational. All
        such works have one author, so that they are one independent group. Storing the same again
        adds nothing.

        Args:
            found: What ``kb.compete`` returned.
            key: Citation key of the work; another competition's claims are added to it.
            data: What the data are called, as a file.

        Raises:
            InputError: The key is that of another work.
            StoreError: The knowledge base cannot be written.
        """
        from causalkb.ingest.importer import Importer
        from causalkb.ingest.keys import tidy
        from causalkb.ingest.manual import add_claim

        store, session = self._store, self._session
        if not key or tidy(key) != key:
            raise InputError(f"{key!r} is no citation key; letters, digits and -_:. make one")
        with store.database.atomic():
            if not store.works.has(key):
                parsed = _work(found, key, clean_line(data))
                Importer(store, session.chunk).run([parsed], f"compete:{key}")
            work_id = store.works.id_of(key)
            authors = [one.name for one in store.works.many([work_id])[work_id].authors]
            if authors != [AUTHOR]:
                raise InputError(f"{key} is another work; choose a key that is free")
            known = {one.text for one in store.claims.of_works([work_id]).get(work_id, ())}
            new = [one for one in _claims(found, clean_line(data)) if one.text not in known]
            added = tuple(add_claim(store, session.chunk, key, one) for one in new)
            if added:
                self._not_undoable("compete --store")
        session.sync()
        return added


def _work(found: Competition, key: str, data: str) -> ParsedWork:
    from causalkb.records import ParsedWork, Person, Work

    names = ", ".join(map(clean_line, found.variables))
    work = Work(
        key,
        # With the key, so that data that are weighed again make another work of another key.
        title=f"{key}: causal structures of {names}, weighed by {data}",
        authors=(Person(AUTHOR, literal=True),),
        year=date.today().year,
        abstract=_PREFACE,
    )
    return ParsedWork(work, f"compete:{key}")


def _claims(found: Competition, data: str) -> Iterator[Claim]:
    """Yield the verdict, then what is sure of each pair."""
    from causalkb.records import Effect
    from causalkb.report.render import competition_words as words
    from causalkb.vocabulary import Sign

    names = ", ".join(found.variables)
    rows = words.data_of(found).rstrip(".")
    about = f"Of the causal structures of {names}, weighed by {found.score} on {data} ({rows})"
    yield _claim(found, f"{about}: {words.verdict(found)}")
    for a, b, probabilities in words.pairs(found):
        for (cause, effect), probability in zip(((a, b), (b, a)), probabilities[:2], strict=True):
            if probability >= SURE:
                text = f"{about}, {cause} is a cause of {effect} in {words.share(probability)}."
                yield _claim(found, text, Effect(cause, effect, Sign.UNKNOWN))
        if probabilities[-1] >= SURE:
            text = f"{about}, {a} and {b} have no edge in {words.share(probabilities[-1])}."
            nothing = (Effect(a, b, Sign.NONE), Effect(b, a, Sign.NONE))
            yield _claim(found, text, *nothing)


def _claim(found: Competition, text: str, *effects: Effect) -> Claim:
    from causalkb.records import Claim
    from causalkb.vocabulary import Design, Extent, Rung

    was_set = found.rows_set > 0
    return Claim(
        clean_line(text),
        design=Design.EXPERIMENT if was_set else Design.OBSERVATIONAL,
        rung=Rung.INTERVENTION if was_set else Rung.ASSOCIATION,
        extent=Extent.FULL,
        n=found.rows,
        effects=effects,
    )
