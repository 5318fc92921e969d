"""Responders of known behaviour, beside which a model's results are read."""

from __future__ import annotations

import hashlib

from causalkb.errors import UnknownError
from causalkb.language_models.model import Method, ModelIdentity, Prompt, Reply

REFERENCES = {
    "oracle": "knows the causal model and answers from it",
    "pundit": "sees a cause wherever one is named, and one cause at a time",
    "sceptic": "never grants that anything causes anything",
    "associationist": "goes by what occurs together; seeing and doing are the same to it",
    "first-letter": "takes the option that stands first",
    "coin": "takes an option at random",
}
"""Every reference with what it does."""


class Reference:
    """One of :data:`REFERENCES`.

    >>> prompt = Prompt("Does it?", ("A", "B"), {"oracle": ("B",)})
    >>> Reference("oracle").ask(prompt).letters
    (0.0, 1.0)
    """

    def __init__(self, name: str, seed: int = 0) -> None:
        """Take the reference of this name; ``seed`` is the coin's.

        Raises:
            UnknownError: There is no such reference.
        """
        if name not in REFERENCES:
            raise UnknownError("reference", name, REFERENCES, f"there are {', '.join(REFERENCES)}")
        self.name = name
        self._seed = seed

    @property
    def identity(self) -> ModelIdentity:
        """Which model it is."""
        return ModelIdentity(
            f"reference:{self.name}", "causalkb", REFERENCES[self.name], Method.LETTERS, "none"
        )

    def ask(self, prompt: Prompt) -> Reply:
        """Answer; letters between which the reference does not choose share the probability."""
        chosen = self._chosen(prompt)
        return Reply(
            tuple(1 / len(chosen) if letter in chosen else 0.0 for letter in prompt.letters)
        )

    def _chosen(self, prompt: Prompt) -> tuple[str, ...]:
        if self.name == "first-letter":
            return prompt.letters[:1]
        if self.name == "coin":
            # From the text, so that an interrupted run goes on with the same answers.
            digest = hashlib.sha256(f"{self._seed}\n{prompt.text}".encode()).digest()
            return (prompt.letters[int.from_bytes(digest[:8]) % len(prompt.letters)],)
        return prompt.references.get(self.name, prompt.letters)

    def close(self) -> None:
        """Nothing is held."""
