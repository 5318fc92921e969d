"""The user's editor."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from causalkb.errors import InputError


def edit_text(text: str, *, suffix: str) -> str | None:
    """Let the user edit a text in $VISUAL or $EDITOR; ``None`` if the editor failed.

    Raises:
        InputError: There is no editor that can be started.
    """
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    with tempfile.TemporaryDirectory(prefix="causalkb-") as folder:
        path = Path(folder) / f"edit{suffix}"
        path.write_text(text, encoding="utf-8")
        try:
            done = subprocess.run([*shlex.split(command), str(path)], check=False)
        except (OSError, ValueError) as error:
            raise InputError(f"cannot start the editor {command!r}: {error}; set EDITOR") from error
        return path.read_text(encoding="utf-8") if done.returncode == 0 else None
