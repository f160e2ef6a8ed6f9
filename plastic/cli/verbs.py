"""The table of commands: which there are, and which module holds each.

A module is imported when one of its commands is run, and what it needs with it.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

_MODULES = {
    "training": ["train"],
    "asking": ["generate", "complete", "predict", "explain"],
    "scoring": ["score"],
    "listing": ["concepts"],
    "pictures": ["render", "graph", "animate"],
    "files": [
        *("learn", "forget", "reinforce", "depotentiate", "retract"),
        *("info", "check", "export", "import"),
    ],
    "watching": ["watch"],
    "pairs": ["tasks", "learn-pairs", "map"],
    "grids": ["arc"],
    "serving": ["serve"],
}
MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}


def find(name: str) -> Callable[..., None]:
    """Give the function that is a command.

    What Python or a module has a use for itself ends with ``_``: ``import_``.
    """
    module = import_module(f".{MODULE_OF[name]}", __package__)
    written = name.replace("-", "_")
    found: Callable[..., None] = getattr(module, f"{written}_", None) or getattr(
        module, written
    )
    return found


def example(name: str) -> str:
    """Give an example of a command, one or more lines of a shell."""
    module = import_module(f".{MODULE_OF[name]}", __package__)
    return str(module.EXAMPLES[find(name)])
