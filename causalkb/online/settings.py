"""Where the services are, and how politely they are asked; all from the environment.

| variable | what | default |
|---|---|---|
| ``CAUSALKB_CONTACT`` | an e-mail address that is sent with each request | none |
| ``CAUSALKB_CROSSREF_URL`` | the API of Crossref | ``https://api.crossref.org`` |
| ``CAUSALKB_ARXIV_URL`` | the API of arXiv | ``https://export.arxiv.org`` |
| ``CAUSALKB_OPENALEX_URL`` | the API of OpenAlex | ``https://api.openalex.org`` |
| ``CAUSALKB_OPENALEX_KEY`` | a key of OpenAlex, for more requests a day | none |
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from causalkb.errors import InputError

_CONTACT = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,190}")
_LOCAL = frozenset(("localhost", "127.0.0.1", "::1"))


@dataclass(frozen=True, slots=True)
class Service:
    """A service: its name, base address, and the seconds between two requests."""

    name: str
    base: str
    pause: float

    @property
    def host(self) -> str:
        """The host and port, to which alone requests go."""
        return urlsplit(self.base).netloc


@dataclass(frozen=True, slots=True)
class Settings:
    """The services, and who asks."""

    crossref: Service
    arxiv: Service
    openalex: Service
    contact: str = ""
    openalex_key: str = ""


def settings() -> Settings:
    """Return what the environment says.

    Raises:
        InputError: An address or the contact cannot be used.
    """
    contact = os.environ.get("CAUSALKB_CONTACT", "").strip()
    if contact and not _CONTACT.fullmatch(contact):
        raise InputError(f"CAUSALKB_CONTACT is {contact!r}; it has to be an e-mail address")
    return Settings(
        crossref=_service("crossref", "https://api.crossref.org", 1.0),
        # arXiv asks for three seconds between two requests.
        arxiv=_service("arxiv", "https://export.arxiv.org", 3.0),
        openalex=_service("openalex", "https://api.openalex.org", 0.2),
        contact=contact,
        openalex_key=os.environ.get("CAUSALKB_OPENALEX_KEY", "").strip(),
    )


def _service(name: str, default: str, pause: float) -> Service:
    variable = f"CAUSALKB_{name.upper()}_URL"
    base = os.environ.get(variable, "").strip().rstrip("/") or default
    parts = urlsplit(base)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError(f"{variable} is {base!r}; it has to begin with https://")
    # A copy of the service on this machine is not to be spared.
    return Service(name, base, 0.0 if parts.hostname in _LOCAL else pause)
