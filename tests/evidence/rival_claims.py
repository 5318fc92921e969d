"""Claims made up of bare effects, for the tests of competing explanations."""

from __future__ import annotations

from causalkb.records import Claim, Effect
from causalkb.vocabulary import Rung, Sign

Pair = tuple[str, str] | tuple[str, str, str]


def claims_of(*pairs: Pair) -> dict[str, Claim]:
    """A claim of its own for each (cause, effect, sign)."""
    made = {}
    for n, (cause, effect, *sign) in enumerate(pairs):
        one = Effect(cause, effect, Sign(sign[0] if sign else "+"))
        made[f"w{n}#1"] = Claim("", f"w{n}#1", f"w{n}", rung=Rung.INTERVENTION, effects=(one,))
    return made
