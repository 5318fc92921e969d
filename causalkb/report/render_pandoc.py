"""LaTeX and DOCX by way of pandoc, where it is installed.

pandoc gets the HTML, because every character of untrusted text is inert in it; its Markdown reader
would take TeX in the text for TeX. The page names no picture and no other file to fetch.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from causalkb.errors import InputError
from causalkb.text import clean_line

_SECONDS = 300


def convert(html: str, to: str, day: str) -> bytes:
    """Return a page as "latex" or "docx".

    Args:
        html: The page, without style and pictures.
        to: The format.
        day: Date of the report, which the file also bears inside.

    Raises:
        InputError: pandoc is not installed or fails.
    """
    program = shutil.which("pandoc")
    if program is None:
        raise InputError(
            f"{to} needs pandoc, which is not installed (https://pandoc.org/installing.html);"
            " Markdown, HTML and JSON do without"
        )
    made = datetime.fromisoformat(day).replace(tzinfo=UTC)
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(int(made.timestamp()))}
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"report.{to}"
        # Of some distributions' pandoc, the sandbox cannot even read the parts of an empty DOCX.
        sandbox = ["--sandbox"] if to == "latex" else []
        command = [program, *sandbox, "--standalone", "--from=html", f"--to={to}"]
        command += [f"--metadata=date:{day}", f"--output={target}"]
        try:
            done = subprocess.run(
                command,
                input=html.encode("utf-8"),
                capture_output=True,
                env=environment,
                check=False,
                timeout=_SECONDS,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise InputError(f"pandoc failed: {clean_line(str(error))}") from error
        if done.returncode:
            said = clean_line(done.stderr.decode("utf-8", "replace"))
            raise InputError(f"pandoc failed: {said or done.returncode}")
        return target.read_bytes()
