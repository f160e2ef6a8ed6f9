"""How a command says what it takes: a function whose parameters are annotated.

``Annotated[int, Option("--number", "-n", help="How many.")] = 5`` is all that is
said of an option, and said once.  Two read it: :mod:`.plain`, which understands
what is plainly written and loads next to nothing, and typer (:mod:`.commands`),
which does all the rest: help, advice where something is wrong, completion.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Annotated, Any, NamedTuple, get_args, get_origin


class Option(NamedTuple):
    """An option: its names, such as ``"--novel/--no-novel"``, and its help.

    Attributes
    ----------
    names : tuple of str
        None: it is called like the parameter.
    help : str or None
        What it is for.
    metavar : str or None
        What stands for the value in the help.
    min : int or None
        The least value of a number.
    """

    names: tuple[str, ...]
    help: str | None = None
    metavar: str | None = None
    min: int | None = None


class Argument(NamedTuple):
    """What is given by its place."""

    help: str | None = None
    metavar: str | None = None


class Parameter(NamedTuple):
    """One parameter of a command.

    Attributes
    ----------
    name : str
        Of the function's parameter.
    type : type
        What a value is; may be optional, or a list.
    declared : object
        An :class:`Option`, an :class:`Argument`, or typer's own.
    default : object
        ``inspect.Parameter.empty`` if a value must be given.
    """

    name: str
    type: Any
    declared: Any
    default: Any

    @property
    def is_required(self) -> bool:
        """Whether a value must be given."""
        return self.default is inspect.Parameter.empty


def option(
    *names: str,
    help: str | None = None,
    metavar: str | None = None,
    min: int | None = None,
) -> Option:
    """Make an option, as typer's own is made."""
    return Option(names, help, metavar, min)


def parameters(command: Callable[..., None]) -> Iterator[Parameter]:
    """Give what a command takes.

    >>> def greet(name: Annotated[str, Argument(help="Whom.")], loud: bool = False):
    ...     '''Say hello.'''
    >>> [(found.name, found.is_required) for found in parameters(greet)]
    [('name', True), ('loud', False)]
    """
    for name, found in inspect.signature(command, eval_str=True).parameters.items():
        declared, kind = None, found.annotation
        if get_origin(kind) is Annotated:
            kind, declared = get_args(kind)
        yield Parameter(name, kind, declared, found.default)
