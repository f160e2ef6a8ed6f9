"""What is plainly written is understood here, at a hundredth of a second less.

To load typer and let it build the commands takes half as long again as to load
numpy, networkx and a memory.  So a command line that consists of known options,
values of the right type and as many arguments as there must be is read right
here.  In all other cases (a wrong value, ``--help``, an abbreviation) nothing is
done, and typer reads it anew and says what it has to say.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Literal, Union, get_args, get_origin

from .declaring import Argument, Option, Parameter, parameters
from .verbs import MODULE_OF, find

COMPLETES = "_PLASTIC_COMPLETE"  # a shell that asks for completions sets it

_NUMBERS = {
    int: re.compile("-?[0-9]{1,18}"),
    float: re.compile(r"-?[0-9]+(\.[0-9]+)?"),
}


class Unclear(Exception):  # nothing is wrong yet
    """What typer must look at."""


def understood(arguments: Sequence[str]) -> Callable[[], None] | None:
    """Give what a command line asks for; None: it is not plainly written."""
    if COMPLETES in os.environ or not arguments or arguments[0] not in MODULE_OF:
        return None
    command = find(arguments[0])
    try:
        return partial(command, **values(command, arguments[1:]))
    except Unclear:
        return None


def values(command: Callable[..., None], arguments: Sequence[str]) -> dict[str, Any]:
    """Give what a command line gives to the parameters of a command.

    Raises
    ------
    Unclear
        It is not plainly written.

    Examples
    --------
    >>> values(find("complete"), ["em", "-n", "3", "--awake"])
    {'n': 3, 'awake': True, 'prefix': 'em'}
    """
    declared = [*parameters(command)]
    if any(not isinstance(each.declared, (Option, Argument)) for each in declared):
        raise Unclear
    spelled = {name: each for each in declared for name in _spellings(each)}
    found: dict[str, Any] = {}
    placed: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            placed += rest
        elif argument == "-" or not argument.startswith("-"):
            placed.append(argument)
        else:
            _take(argument, rest, spelled, found)
    _place(placed, [p for p in declared if isinstance(p.declared, Argument)], found)
    if any(each.is_required and each.name not in found for each in declared):
        raise Unclear
    return found


def _spellings(parameter: Parameter) -> list[str]:
    if isinstance(parameter.declared, Argument):
        return []
    names = parameter.declared.names or (f"--{parameter.name.replace('_', '-')}",)
    return [spelling for name in names for spelling in name.split("/")]


def _take(argument: str, rest: Any, spelled: dict[str, Parameter], found: dict) -> None:
    """Take an option, and its value from what follows."""
    name, given, value = argument.partition("=")
    if name not in spelled or (given and not name.startswith("--")):
        raise Unclear
    parameter = spelled[name]
    if parameter.type is bool:
        if given:
            raise Unclear
        found[parameter.name] = not name.startswith("--no-")
        return
    if not given:
        try:
            value = next(rest)
        except StopIteration:
            raise Unclear from None
    kind = _without_none(parameter.type)
    if kind == list[str]:
        found.setdefault(parameter.name, []).append(value)
    else:
        found[parameter.name] = _read(value, kind, parameter.declared.min)


def _place(placed: list[str], wanted: list[Parameter], found: dict) -> None:
    """Give the arguments their places; the last one may take many."""
    for parameter in wanted:
        if not placed:
            return
        if _without_none(parameter.type) == list[str]:
            found[parameter.name] = placed
            return
        found[parameter.name], *placed = placed
    if placed:
        raise Unclear


def _without_none(kind: Any) -> Any:
    """Give the type of what may be left out."""
    if get_origin(kind) is not Union:
        return kind
    return next(each for each in get_args(kind) if each is not type(None))


def _read(value: str, kind: Any, least: int | None) -> Any:
    if kind is str:
        return value
    if get_origin(kind) is Literal:
        if value not in get_args(kind):
            raise Unclear
        return value
    if kind not in _NUMBERS or not _NUMBERS[kind].fullmatch(value):
        raise Unclear
    number = kind(value)
    if least is not None and number < least:
        raise Unclear
    return number
