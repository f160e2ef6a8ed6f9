"""What a random call is, and the arguments that many have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from types import MappingProxyType
from typing import Any, NamedTuple

from . import values

PICTURES = [".html", ".csv", ".json", ".graphml", ".gexf", ".txt", ""]


class Call(NamedTuple):
    """What is to be called.

    Attributes
    ----------
    name : str
        What it is, for people.
    function : callable
        What to call.
    args, kwargs
        With what.
    streams : bool
        Whether it may have done a part of it when it fails: what came before.
    as_networkx : bool
        Whether errors of networkx, and those of a dict, are as they should be.
    """

    name: str
    function: Callable[..., Any]
    args: tuple = ()
    kwargs: Mapping[str, Any] = MappingProxyType({})
    streams: bool = False
    as_networkx: bool = False


def options(rng: Random, /, **makes: Callable[[], Any]) -> dict[str, Any]:
    """Make some of the keyword arguments, and seldom one that is not there."""
    found = {name: make() for name, make in makes.items() if rng.random() < 0.3}
    if rng.random() < 0.01:
        found["no_such_argument"] = 1
    return found


def flag(rng: Random) -> Any:
    """Give what may be a flag."""
    return rng.choice([True, False]) if rng.random() < 0.8 else values.anything(rng)


def hyperparameters(rng: Random) -> dict[str, Any]:
    """Give what may be hyperparameters."""
    symbols = [
        lambda: None,
        lambda: "abcde",
        lambda: ["a", "b", "c", "d", "e", ""],
        lambda: {"a", "b"},
    ]
    return options(
        rng,
        horizon=lambda: values.number(rng),
        alphabet=lambda: rng.choice([*symbols * 4, lambda: values.anything(rng)])(),
        recipe=lambda: values.anything(rng) if rng.random() < 0.2 else None,
        sleep_after=lambda: rng.choice([None, 0.5, 1, values.number(rng)]),
        capacity=lambda: rng.choice([None, 3, 8, values.number(rng)]),
        evict=lambda: rng.choice(["oldest", "rarest", values.anything(rng)]),
    )


def shown(thing: Any) -> tuple[Any, ...]:
    """Show a result in all its forms."""
    html = getattr(thing, "_repr_html_", str)
    return thing, str(thing), repr(thing), html()
