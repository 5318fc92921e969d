"""Writes below every pin of lock files the hashes of its release, as the package index lists them.

usage: lock_hashes.py FILE..., each with a line NAME==VERSION for each package; hashes are renewed.

pip-compile downloads every file of a release to hash it where the index has no JSON interface:
gigabytes. The pages that pip reads to find a release list the hash of each file anyway. All files
of a release are listed, so that one lock serves every platform.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from packaging.version import Version
from piptools.repositories import PyPIRepository

KIND = "sha256"


def listed(repository: PyPIRepository, name: str, version: str) -> list[str]:
    """Return the hashes of all files of a release, sorted.

    Args:
        repository: The indexes that pip is configured for.
        name: Name of the package.
        version: Its pinned version.

    Raises:
        SystemExit: The index lists no file of the release, or one without a hash.
    """
    links = [
        found.link
        for found in repository.find_all_candidates(name)
        if str(found.version) == str(Version(version))  # pip has its own copy of the class
    ]
    if not links or any(link.hash_name != KIND or not link.hash for link in links):
        raise SystemExit(f"{name} {version}: the index does not list the {KIND} of its files")
    return sorted({link.hash for link in links if link.hash})


def main(files: list[Path]) -> None:
    """Renew the hashes in lock files.

    Args:
        files: What to rewrite; comments at the start of a line stay.
    """
    with TemporaryDirectory() as cache:
        repository = PyPIRepository([], cache_dir=cache)
        with repository.allow_all_wheels():
            for file in files:
                lines = []
                for line in file.read_text(encoding="utf-8").splitlines():
                    if line.startswith("#"):
                        lines.append(line)
                    elif "==" in line:
                        pin = line.removesuffix("\\").strip()
                        found = listed(repository, *pin.split("=="))
                        lines.append(
                            " \\\n    ".join([pin, *(f"--hash={KIND}:{h}" for h in found)])
                        )
                file.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
