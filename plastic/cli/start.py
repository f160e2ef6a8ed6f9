"""Where the command line begins: one that can be interrupted while it loads."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; an interrupt ends it with one line."""
    try:
        # Only now, for it takes a while, in which somebody may press Ctrl-C.
        from .running import run

        run(sys.argv[1:])
    except KeyboardInterrupt:
        sys.stderr.write("plastic: interrupted\n")
        sys.exit(130)
