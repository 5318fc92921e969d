"""From a model's name to the model."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from causalkb.errors import InputError
from causalkb.language_models.model import LanguageModel, Writer
from causalkb.language_models.reference import Reference

if TYPE_CHECKING:
    from causalkb.language_models.endpoint import Endpoint
    from causalkb.language_models.local import LocalModel

DEFAULT = "local:smollm2"
KEY_VARIABLE = "CAUSALKB_PROBE_KEY"
FORMS = (
    "local:smollm2, local:PATH.gguf, openai:BASE_URL#MODEL or reference:NAME "
    "(oracle, pundit, sceptic, associationist, first-letter, coin)"
)
WRITERS = "local:PATH.gguf or openai:BASE_URL#MODEL"


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
        first_wait: Seconds before an endpoint that failed is asked again; doubled each time.
        tries: How often an endpoint that fails is asked.
    """

    seed: int = 0
    threads: int | None = None
    context: int = 2048
    key_variable: str = KEY_VARIABLE
    rate: float | None = None
    timeout: float = 120.0
    method: str = "auto"
    tokens: int | None = None
    first_wait: float = 1.0
    tries: int = 6


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
    model = _that_writes(name, settings, tried=True)
    if model is None:
        raise InputError(f"{name!r} is not a model; write {FORMS}")
    return model


def open_writer(name: str, settings: Settings | None = None) -> Writer:
    """Return the model of a name to have texts written; nothing is sent before it is asked.

    Raises:
        InputError: The name is none of a model that writes.
        ModelError: It cannot be loaded.
    """
    model = _that_writes(name, settings or Settings(), tried=False)
    if model is None:
        raise InputError(f"{name!r} is not a model that writes; write {WRITERS}")
    return model


def _that_writes(name: str, settings: Settings, *, tried: bool) -> LocalModel | Endpoint | None:
    """Return a model that can be asked and writes, ``None`` where the name is of no such model."""
    kind, _, rest = name.partition(":")
    if kind == "local" and rest:
        from causalkb.language_models.local import LocalModel, smollm2

        path = smollm2() if rest == "smollm2" else Path(rest).expanduser()
        return LocalModel(name, path, settings)
    if kind == "openai" and rest:
        from causalkb.language_models.endpoint import Endpoint

        return Endpoint(name, rest, settings, tried=tried)
    return None
