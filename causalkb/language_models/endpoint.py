"""Models behind an OpenAI-compatible address: Ollama, vLLM, llama.cpp's server, hosted ones."""

from __future__ import annotations

from typing import Any

from causalkb.errors import InputError, ModelError
from causalkb.language_models.http import Caller, Refused
from causalkb.language_models.letters import from_text, from_tokens, thinks
from causalkb.language_models.model import Method, ModelIdentity, Prompt, Reply
from causalkb.language_models.opening import Settings
from causalkb.text import clean_line

_TRIAL = Prompt(
    "Is 2 + 2 equal to 4?\n\nA) Yes\nB) No\n\nAnswer with one letter: A or B.", ("A", "B")
)
_TOP = 20
"""The largest number of tokens for which the API gives log-probabilities."""
_SHORT, _LONG = 16, 4096
"""Tokens of an answer in text: of models that answer at once, of those that think first."""
_LEAST_MASS = 0.01


class Endpoint:
    """A model behind an address. It is tried once, to see how its answers can be read."""

    def __init__(
        self, name: str, rest: str, settings: Settings | None = None, *, tried: bool = True
    ) -> None:
        """Try a model.

        Args:
            name: As it was asked for.
            rest: Base URL and model, with "#" between them.
            settings: The variable of the key, the rate limit, and how answers are read.
            tried: Whether a trial question is asked now; :meth:`write` needs none.

        Raises:
            InputError: The name has no model or no usable address.
            ModelError: The endpoint cannot be asked; the message says what to change.
        """
        base, _, model = rest.rpartition("#")
        if not base or not model:
            raise InputError(f"{name!r} names no model; write openai:BASE_URL#MODEL")
        self._settings = settings or Settings()
        self._model = model
        self._name = name
        self._caller = Caller(base, self._settings)
        self._limit = "max_tokens"
        self._without: set[str] = set()
        self._tokens = self._settings.tokens or _SHORT
        self._revision = ""
        try:
            method, remarks = self._try() if tried else (Method.TEXT, [])
        except BaseException:
            self.close()
            raise
        self.identity = ModelIdentity(
            name,
            f"OpenAI-compatible endpoint at {self._caller.host}",
            self._revision or "not told",
            method,
            "of the endpoint",
            tuple(remarks),
        )

    def ask(self, prompt: Prompt) -> Reply:
        """Answer a prompt; an answer that is malformed counts as none.

        Raises:
            ModelError: The endpoint cannot be asked.
        """
        method = self.identity.method
        answer = self._call(prompt, method)
        if method is Method.LETTERS:
            return Reply(from_tokens(_first_tokens(answer) or (), prompt.letters))
        text = _text(answer)
        return Reply(from_text(text, prompt.letters), text)

    @property
    def name(self) -> str:
        """As it was asked for."""
        return self._name

    @property
    def most_tokens(self) -> int:
        """How many tokens an answer takes at most."""
        return 1 if self.identity.method is Method.LETTERS else self._tokens

    def write(self, prompt: str) -> str:
        """Return what the model writes; "" where the answer is malformed.

        Raises:
            ModelError: The endpoint cannot be asked.
        """
        self._tokens = self._settings.tokens or _LONG
        return _text(self._call(Prompt(prompt, ()), Method.TEXT))

    def close(self) -> None:
        """Close the connection."""
        self._caller.close()

    def _try(self) -> tuple[Method, list[str]]:
        wanted = self._settings.method
        remarks: list[str] = []
        if wanted != "text":
            why = self._letters_fail()
            if not why:
                return Method.LETTERS, []
            if wanted == "letters":
                raise ModelError(f"{self._name}: {why}; --method text reads generated answers")
            remarks.append(f"Answers are read from generated text: {why}.")
        answer = self._call(_TRIAL, Method.TEXT)
        if _thinking(answer):
            self._tokens = self._settings.tokens or _LONG
            remarks.append("The model thinks before it answers; its thoughts are not read.")
        return Method.TEXT, remarks

    def _letters_fail(self) -> str:
        """Return why letters cannot be read off log-probabilities; "" where they can."""
        try:
            answer = self._call(_TRIAL, Method.LETTERS)
        except _NoLogProbabilities as error:
            return f"the endpoint refuses log-probabilities ({error})"
        tokens = _first_tokens(answer)
        if tokens is None:
            return "the endpoint gives no log-probabilities"
        if _thinking(answer):
            return "the model thinks before it answers"
        if sum(from_tokens(tokens, _TRIAL.letters)) < _LEAST_MASS:
            return "its first tokens are not letters"
        return ""

    def _call(self, prompt: Prompt, method: Method) -> dict[str, Any]:
        while True:
            try:
                answer = self._caller.post(self._body(prompt, method))
            except Refused as refused:
                # Each time one thing less is asked for, so this ends.
                if not self._adapted(refused, method):
                    raise self._error(refused) from refused
                continue
            if isinstance(model := answer.get("model"), str):
                self._revision = clean_line(model)[:200]
            return answer

    def _body(self, prompt: Prompt, method: Method) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self._model,
            "messages": [{"role": "user", "content": prompt.text}],
            self._limit: 1 if method is Method.LETTERS else self._tokens,
            "temperature": 0,
            "seed": self._settings.seed,
        }
        if method is Method.LETTERS:
            body |= {"logprobs": True, "top_logprobs": _TOP}
        return {name: value for name, value in body.items() if name not in self._without}

    def _adapted(self, refused: Refused, method: Method) -> bool:
        """Ask for less where a parameter was refused; return whether that can be done."""
        if refused.status not in (400, 404, 422, 501):
            return False
        said = refused.message.casefold()
        if method is Method.LETTERS and ("logprob" in said or "log prob" in said):
            raise _NoLogProbabilities(refused.message)
        if "max_completion_tokens" in said and self._limit == "max_tokens":
            self._limit = "max_completion_tokens"
            return True
        for name in ("temperature", "seed"):
            if name in said and name not in self._without:
                self._without.add(name)
                return True
        return False

    def _error(self, refused: Refused) -> ModelError:
        said, status = refused.message, refused.status
        where = f"{self._name} (status {status}): {said}"
        if status in (401, 403):
            variable = self._settings.key_variable
            return ModelError(f"{where}; put the key into the variable {variable}")
        if "context" in said.casefold():
            return ModelError(f"{where}; an item does not fit: raise the context of the server")
        if "template" in said.casefold() or "does not support chat" in said.casefold():
            return ModelError(f"{where}; it does not chat: take the model's instruct version")
        if status in (404, 405):
            return ModelError(f"{where}; check the model, and whether the address ends in /v1")
        return ModelError(where)


class _NoLogProbabilities(Exception):
    """The endpoint refuses log-probabilities."""


def _choice(answer: dict[str, Any]) -> dict[str, Any]:
    choices = answer.get("choices")
    first = choices[0] if isinstance(choices, list) and choices else {}
    return first if isinstance(first, dict) else {}


def _message(answer: dict[str, Any]) -> dict[str, Any]:
    message = _choice(answer).get("message")
    return message if isinstance(message, dict) else {}


def _text(answer: dict[str, Any]) -> str:
    content = _message(answer).get("content")
    return content if isinstance(content, str) else ""


def _first_tokens(answer: dict[str, Any]) -> list[Any] | None:
    """Return the likeliest first tokens; ``None`` where there are no log-probabilities."""
    found = _choice(answer).get("logprobs")
    content = found.get("content") if isinstance(found, dict) else None
    first = content[0] if isinstance(content, list) and content else None
    tokens = first.get("top_logprobs") if isinstance(first, dict) else None
    return tokens if isinstance(tokens, list) and tokens else None


def _thinking(answer: dict[str, Any]) -> bool:
    message = _message(answer)
    apart = message.get("reasoning_content") or message.get("reasoning")
    return bool(apart) or thinks(_text(answer))
