"""Packages that only some uses need: imported there, named where they lack."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from ..errors import MissingExtraError


def need(module: str, extra: str, purpose: str) -> ModuleType:
    """Import a module of an optional package.

    Parameters
    ----------
    module : str
        Its name, as in an import statement.
    extra : str
        The extra that brings it.
    purpose : str
        What is being done, for the message: "drawing plots".

    Returns
    -------
    module

    Raises
    ------
    MissingExtraError
        It is not installed.

    Examples
    --------
    >>> need("no_such_package", "plot", "drawing plots")
    Traceback (most recent call last):
    plastic.errors.MissingExtraError: drawing plots needs the package no_such_package:
    pip install 'plastic-memory[plot]', or pip install -e '.[plot]' in a checkout
    """
    try:
        return import_module(module)
    except ImportError as error:
        package = module.partition(".")[0]
        raise MissingExtraError(
            f"{purpose} needs the package {package}: pip install "
            f"'plastic-memory[{extra}]', or pip install -e '.[{extra}]' in a checkout"
        ) from error
