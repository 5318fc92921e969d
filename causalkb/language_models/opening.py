"""From a model's name to the model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from causalkb.errors import InputError
from causalkb.language_models.model import LanguageModel
from causalkb.language_models.reference import Reference

DEFAULT = "reference:pundit"
FORMS = "reference:NAME (oracle, pundit, sceptic, associationist, first-letter, coin)"


@dataclass(frozen=True, slots=True)
class Settings:
    """How models are run and endpoints are asked.

    Attributes:
        seed: Of the coin, and of engines that take one.
        threads: Threads of a local model; ``None`` for as many as there are cores.
        context: Tokens of a local model's context.
        key_variable: Environment variable that holds the key of an endpoint.
        rate: Most calls to an endpoint in a minute; ``None`` for no limit.
        timeout: Seconds to wait for an endpoint.
        method: "letters", "text", or "auto": letters where the endpoint gives log-probabilities.
        tokens: Most tokens that are generated for an answer in text; ``None``: 16, or 4,096 where
            the model thinks before it answers.
        say: Called with messages for the person.
    """

    seed: int = 0
    threads: int | None = None
    context: int = 2048
    key_variable: str = "CAUSALKB_PROBE_KEY"
    rate: float | None = None
    timeout: float = 120.0
    method: str = "auto"
    tokens: int | None = None
    say: Callable[[str], None] | None = None


def open_model(name: str, settings: Settings | None = None) -> LanguageModel:
    """Return the model of a name; see :data:`FORMS`.

    Raises:
        InputError: The name has none of the forms.
        UnknownError: There is no such reference.
        ModelError: It cannot be loaded or asked.

    >>> open_model("reference:oracle").identity.name
    'reference:oracle'
    """
    settings = settings or Settings()
    kind, _, rest = name.partition(":")
    if kind == "reference":
        return Reference(rest, settings.seed)
    raise InputError(f"{name!r} is not a model; write {FORMS}")
