"""The eight families of items, one module each."""

from __future__ import annotations

from causalkb.probe.families import (
    blicket,
    choice,
    confounding,
    contingency,
    direction,
    ladder,
    monocausal,
    posthoc,
)
from causalkb.probe.families.draft import Family

FAMILIES: dict[str, Family] = {
    module.FAMILY.name: module.FAMILY
    for module in (
        ladder,
        contingency,
        direction,
        confounding,
        choice,
        blicket,
        posthoc,
        monocausal,
    )
}
"""The families by name, in the order in which they are asked."""
