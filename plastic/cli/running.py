"""Running a command: what is plainly written at once, all else by typer."""

from __future__ import annotations

import atexit
import gc
import io
import os
import signal
import sys
from collections.abc import Callable, Sequence


def run(arguments: Sequence[str]) -> None:
    """Run what a command line asks for, and end as a command ends."""
    _prepare()
    command = _loaded(arguments)
    # Imported afterwards, for it imports what a command does.
    from .ending import said
    from .output import note

    try:
        with said():
            command()
    except OSError as error:  # a full disk, say; the library's own were dealt with
        note(f"error: {error}")
        sys.exit(1)


def _prepare() -> None:
    """Get ready for pipes that are closed, and for streams that are not there."""
    if hasattr(signal, "SIGPIPE"):  # which Windows has not
        # Whoever closes a pipe ends us at once and quietly, like any other tool.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # it was closed before we began
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Not every terminal can write every symbol.
        sys.stdout.reconfigure(errors="backslashreplace")


def _loaded(arguments: Sequence[str]) -> Callable[[], None]:
    """Load the command, and nothing else if it is plainly written.

    What is loaded stays to the end, so that to look for garbage in it, while it is
    loaded and once more when Python ends, finds nothing and takes a fifth of all
    the time that a short command takes.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        from .plain import understood

        command = understood(arguments)
        if command is None:
            from .commands import main

            command = main
    finally:
        atexit.register(gc.freeze)
        if collects:
            gc.enable()
    return command
