"""Calls to an OpenAI-compatible endpoint: retries, a rate limit, bounded answers, plain messages.

What the endpoint says is untrusted input. The key goes to the named host alone: redirects are not
followed, and over plain HTTP only to this machine.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from typing import Any

from causalkb.errors import InputError, ModelError
from causalkb.language_models.opening import Settings
from causalkb.text import clean_line

_MOST_BYTES = 8 * 2**20
_LONGEST_WAIT = 60.0
_AGAIN = {408, 409, 425, 429, 500, 502, 503, 504, 529}
_HERE = {"localhost", "127.0.0.1", "::1", "[::1]"}


class Refused(Exception):
    """The endpoint does not take a request as it is.

    Attributes:
        status: Of HTTP.
        message: What it says.
    """

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        self.message = message
        super().__init__(message)


class Caller:
    """Sends requests to one address, one after the other."""

    def __init__(self, base: str, settings: Settings) -> None:
        """Take the base URL, such as "http://localhost:11434/v1".

        Raises:
            InputError: It is not the address of an endpoint, or the key would go out in plain.
        """
        import httpx2

        self._settings = settings
        try:
            url = httpx2.URL(base)
        except httpx2.InvalidURL as error:
            raise InputError(f"{base!r} is not an address: {error}") from error
        if url.scheme not in ("http", "https") or not url.host:
            raise InputError(f"{base!r} is not an address; write openai:http://HOST/v1#MODEL")
        if url.userinfo:
            raise InputError(
                f"a key in the address would be kept with the run; put it into the variable "
                f"{settings.key_variable}"
            )
        key = os.environ.get(settings.key_variable, "").strip()
        if key and url.scheme == "http" and url.host not in _HERE:
            raise InputError(
                f"the key in {settings.key_variable} would go to {url.host} unencrypted; use "
                "https, or unset the variable"
            )
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self.host = url.host
        self._url = base.rstrip("/") + "/chat/completions"
        # No proxy or key of the environment but the one that was named.
        self._client = httpx2.Client(timeout=settings.timeout, headers=headers)
        self._last = 0.0
        self._reached = False

    def post(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Send a request and return the JSON object that comes back.

        Raises:
            Refused: The endpoint does not take it.
            ModelError: It cannot be reached or does not answer, after several tries.
        """
        import httpx2

        said, tries = "", self._settings.tries
        for attempt in range(tries):
            self._wait_for_turn()
            try:
                status, headers, content = self._send(body)
            except httpx2.TimeoutException:
                said, wait = f"no answer within {self._settings.timeout:g} seconds", 0.0
            except httpx2.HTTPError as error:
                said, wait = clean_line(str(error)) or type(error).__name__, 0.0
                if isinstance(error, httpx2.ConnectError) and not self._reached and attempt:
                    raise ModelError(
                        f"{self._url} cannot be reached: {said}; is the server running, and is "
                        "that its address?"
                    ) from error
            else:
                self._reached = True
                answer = _object(content)
                if status == 200 and answer is not None:
                    return answer
                said = _said(answer, status)
                if status != 200 and status not in _AGAIN:
                    raise Refused(status, said)
                wait = _asked_to_wait(headers)
            if attempt + 1 < tries:
                time.sleep(max(wait, min(_LONGEST_WAIT, self._settings.first_wait * 2**attempt)))
        raise ModelError(
            f"{self.host} does not answer: {said} ({tries} tries); the answers so far are kept, "
            "and the same command goes on with them"
        )

    def _send(self, body: Mapping[str, Any]) -> tuple[int, Mapping[str, str], bytes]:
        with self._client.stream("POST", self._url, json=dict(body)) as response:
            content = b""
            for part in response.iter_bytes():
                content += part
                if len(content) > _MOST_BYTES:
                    raise ModelError(f"{self.host} answers with more than 8 MiB; is it a chat API?")
            return response.status_code, response.headers, content

    def _wait_for_turn(self) -> None:
        if self._settings.rate:
            pause = self._last + 60 / self._settings.rate - time.monotonic()
            if pause > 0:
                time.sleep(pause)
        self._last = time.monotonic()

    def close(self) -> None:
        """Close the connection."""
        self._client.close()


def _object(content: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _said(answer: Mapping[str, Any] | None, status: int) -> str:
    if answer is None:
        return f"what comes back (status {status}) is not a JSON object"
    error = answer.get("error", answer.get("detail", answer.get("message", "")))
    message = error.get("message", "") if isinstance(error, dict) else error
    return clean_line(str(message))[:300] or f"status {status}"


def _asked_to_wait(headers: Mapping[str, str]) -> float:
    try:
        return min(_LONGEST_WAIT, max(0.0, float(headers.get("retry-after", ""))))
    except ValueError:
        return 0.0
