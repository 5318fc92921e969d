"""``kb.probes``: runs of the probe battery, stored as works with claims."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from causalkb.collections.collection import Collection

if TYPE_CHECKING:
    from causalkb.probe.storing import ProbeStored


class Probes(Collection):
    """Runs of language models; asking a model needs no knowledge base, see ``run_probe``."""

    def store(self, run: str | Path) -> ProbeStored:
        """Store a run: one work for its model, with claims that take no stance.

        All such works have one author, so that they are one independent group. On which
        hypotheses a claim may bear is in its tags; ``kb.proposals`` offers them to a person.

        Args:
            run: Its folder, or its name in the user's data folder.

        Raises:
            InputError: It cannot be read, is not finished, or is the run of a reference.
        """
        from causalkb.probe.api import read_probe
        from causalkb.probe.storing import store_run

        return store_run(self._session, read_probe(run))
