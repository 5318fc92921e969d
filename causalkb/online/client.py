"""One small HTTP client: polite, patient, bounded in size and time, with a cache.

A request goes to the host of its service only; redirects to another host are refused.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from contextlib import suppress
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from causalkb.errors import OnlineError
from causalkb.files import write_atomically
from causalkb.online.settings import Service, Settings
from causalkb.text import clean_line

if TYPE_CHECKING:
    import httpx2

LARGEST = 16 * 2**20
"""Bytes of one answer."""
LONGEST = 60.0
"""Seconds for one answer, however slowly it comes."""
_SILENCE = 20.0
"""Seconds without a single byte."""
_ATTEMPTS = 3
_LONGEST_WAIT = 60.0
"""Seconds that a service may ask to wait; for more, the user tries again later."""
_KEPT = 7 * 86_400
"""Seconds for which an answer in the cache is used."""
_AGAIN = frozenset((429, 500, 502, 503, 504))
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_HOPS = 3


class NotFound(OnlineError):
    """The service does not know what was asked for."""


class Client:
    """Asks services; use as a context manager."""

    def __init__(self, settings: Settings, cache: Path | None) -> None:
        """Prepare; ``cache`` is a folder for answers, ``None`` asks anew each time."""
        import httpx2

        from causalkb import __version__

        about = f"; mailto:{settings.contact}" if settings.contact else ""
        self._http = httpx2.Client(
            headers={"User-Agent": f"causalkb/{__version__} (literature knowledge base{about})"},
            timeout=httpx2.Timeout(_SILENCE),
            follow_redirects=False,
        )
        self.settings = settings
        self._cache = cache
        self._asked: dict[str, float] = {}

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def json(self, service: Service, path: str, query: Mapping[str, str] | None = None) -> Any:
        """Return the JSON that a service answers.

        Raises:
            NotFound: It does not know the thing.
            OnlineError: It cannot be reached, refuses, or answers something else than JSON.
        """
        content = self.get(service, path, query)
        try:
            return json.loads(content)
        except (ValueError, RecursionError) as error:
            self._forget(service, path, query)
            begins = clean_line(content[:60].decode("utf-8", "replace"))
            raise OnlineError(
                f"{service.name} answered something other than JSON ({begins!r}); try again later"
            ) from error

    def get(self, service: Service, path: str, query: Mapping[str, str] | None = None) -> bytes:
        """Return what a service answers, from the cache if that has it."""
        url = f"{service.base}{path}" + (f"?{urlencode(query)}" if query else "")
        kept = self._file(url)
        with suppress(OSError):
            # Of another day too where the clock was set back since.
            if kept is not None and abs(time.time() - kept.stat().st_mtime) < _KEPT:
                return kept.read_bytes()
        content = self._patiently(service, url)
        if kept is not None:
            with suppress(OSError):  # without a cache it is asked again the next time
                kept.parent.mkdir(parents=True, exist_ok=True)
                write_atomically(kept, [content])
        return content

    def _file(self, url: str) -> Path | None:
        if self._cache is None:
            return None
        return self._cache / hashlib.sha256(url.encode()).hexdigest()

    def _forget(self, service: Service, path: str, query: Mapping[str, str] | None) -> None:
        kept = self._file(f"{service.base}{path}" + (f"?{urlencode(query)}" if query else ""))
        if kept is not None:
            with suppress(OSError):
                kept.unlink(missing_ok=True)

    def _patiently(self, service: Service, url: str) -> bytes:
        import httpx2

        failure = OnlineError(f"{service.name} did not answer")
        for attempt in range(_ATTEMPTS):
            try:
                return self._once(service, url)
            except _Later as later:
                failure = OnlineError(str(later))
                wait = later.after if later.after is not None else service.pause * 2**attempt
                if wait > _LONGEST_WAIT:
                    raise OnlineError(
                        f"{service.name} asks to wait {wait:.0f} seconds; try again after that"
                    ) from later
                if attempt + 1 < _ATTEMPTS:
                    time.sleep(wait)
            except httpx2.TimeoutException as error:
                raise OnlineError(
                    f"{service.name} did not answer within {_SILENCE:.0f} seconds; try again later"
                ) from error
            except (httpx2.HTTPError, httpx2.InvalidURL) as error:
                raise OnlineError(
                    f"{service.name} cannot be reached at {service.host}"
                    f" ({clean_line(str(error))[:100]}); is this machine online?"
                ) from error
        raise failure

    def _once(self, service: Service, url: str) -> bytes:
        for _ in range(_HOPS):
            self._pause(service)
            with self._http.stream("GET", url) as response:
                if response.status_code in _REDIRECTS:
                    url = self._next(service, response)
                    continue
                _check(service, response)
                return _content(service, response)
        raise OnlineError(f"{service.name} redirects without end")

    def _pause(self, service: Service) -> None:
        """Wait until a service may be asked again."""
        wait = self._asked.get(service.name, 0.0) + service.pause - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        self._asked[service.name] = time.monotonic()

    def _next(self, service: Service, response: httpx2.Response) -> str:
        target = response.url.join(response.headers.get("location", ""))
        if target.netloc.decode() != service.host:
            raise OnlineError(f"{service.name} redirects to another host, {target.host}; refused")
        return str(target)


class _Later(OnlineError):
    """The service is busy; ``after`` are the seconds that it asks to wait, if it does."""

    def __init__(self, what: str, after: float | None) -> None:
        self.after = after
        super().__init__(what)


def _check(service: Service, response: httpx2.Response) -> None:
    status = response.status_code
    if status == 404:
        raise NotFound(f"{service.name} does not know it")
    if status in _AGAIN:
        what = "too many requests" if status == 429 else f"status {status}"
        raise _Later(f"{service.name} is busy ({what}); try again later", _after(response))
    if status != 200:
        hint = "; check CAUSALKB_OPENALEX_KEY" if status == 401 else ""
        raise OnlineError(f"{service.name} refuses the request (status {status}){hint}")


def _after(response: httpx2.Response) -> float | None:
    """The seconds that ``Retry-After`` asks for, given as a number or as a date."""
    said = response.headers.get("retry-after", "").strip()
    if said.isdecimal():
        return float(said)
    try:
        return max(0.0, parsedate_to_datetime(said).timestamp() - time.time())
    except (TypeError, ValueError, OverflowError):
        return None


def _content(service: Service, response: httpx2.Response) -> bytes:
    parts = bytearray()
    end = time.monotonic() + LONGEST
    for part in response.iter_bytes(65_536):
        parts += part
        if len(parts) > LARGEST:
            raise OnlineError(f"{service.name} answers more than {LARGEST // 2**20} MiB; left out")
        if time.monotonic() > end:
            raise OnlineError(f"{service.name} answers too slowly; try again later")
    return bytes(parts)
