"""The program ``causalkb``: Ctrl-C ends it quietly from its first moment on.

The modules of the command line take a fifth of a second to import. A Ctrl-C within that time would
show where Python was just then.
"""

from __future__ import annotations

# What signal is made of; that imports enum, and with it the better part of a small program.
import _signal  # type: ignore[import-not-found]  # typeshed leaves it out


def main() -> None:
    """Run ``causalkb``."""
    _signal.signal(_signal.SIGINT, _signal.SIG_DFL)
    from causalkb.cli.main import main as run

    run()


if __name__ == "__main__":
    main()
