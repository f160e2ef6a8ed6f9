"""How a command ends that cannot be done: by one line, and a number for the shell."""

from __future__ import annotations

import contextlib
import logging
import warnings
from collections.abc import Iterator
from typing import Any

from ..errors import PlasticError
from .output import note

INTERRUPTED = 130  # what shells make of a program that Ctrl-C ended

# What errors advise that a command cannot do, and what to do instead.
_ADVICE = {
    "or wait longer with timeout=": "or try again later",
    "leave out alphabet= to learn any symbol": "a memory that is trained without "
    "--alphabet learns any symbol",
    ", or raise budget": ", or raise --budget",
}


@contextlib.contextmanager
def said() -> Iterator[None]:
    """Say in one line what goes wrong inside, warnings too, and end."""
    # Without a handler Python prints the library's log; commands say it themselves.
    logging.getLogger("plastic").addHandler(logging.NullHandler())
    with warnings.catch_warnings():
        warnings.showwarning = _show_warning  # type: ignore[assignment]
        try:
            yield
        except PlasticError as error:
            note(f"error: {_for_a_shell(str(error))}")
            raise SystemExit(1) from error
        except KeyboardInterrupt as interrupt:
            note("interrupted")
            raise SystemExit(INTERRUPTED) from interrupt


def _for_a_shell(told: str) -> str:
    for of_python, of_a_shell in _ADVICE.items():
        told = told.replace(of_python, of_a_shell)
    return told


def _show_warning(message: Any, *_: Any) -> None:
    note(f"warning: {message}")
