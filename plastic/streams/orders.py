"""Orders: in which order facts become a past, from fine and old to coarse and near.

A record shares some of its facts with any earlier one.  All such intersections
would be a lattice, and far too many.  *A tree needs an order*: facts in a row, the
one that matters most last, so that what two moments share is the common suffix of
two rows, and nothing about the concept graph has to change.  One order sees only
some of the intersections; several orders see more, and each has its own graph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import Any, NamedTuple

from .._support.short import short
from ..errors import ParameterError
from .facts import MISSING, Fact
from .view import Facts, View

_ITEM = re.compile(r"(?P<name>.+?)(?:@(?P<lag>\d{1,4}))?(?P<code>'|/[^@]*)?")


class Look(NamedTuple):
    """One fact in an order."""

    encoder: int  # its place in the view
    at: int  # the fact's place among the encoder's
    lag: int  # so many records back; 0: of the record itself
    named: str  # as people are told


@dataclass(frozen=True)
class Order:
    """Which facts make a past, the farthest first.

    Attributes
    ----------
    text : tuple of str
        As it was written.
    looks : tuple of Look
        The facts, from fine and old to coarse and near.
    """

    text: tuple[str, ...]
    looks: tuple[Look, ...]

    @cached_property
    def lags(self) -> int:
        """How many records back it looks."""
        return max((look.lag for look in self.looks), default=0)

    def context(self, given: Facts, past: Sequence[Facts]) -> tuple[Fact, ...]:
        """Give the past of a record, as symbols.

        Parameters
        ----------
        given : tuple
            What is known of the record itself.
        past : sequence of tuple
            Of those before it, the latest last.

        Returns
        -------
        tuple
            Shorter where the stream had not begun: what is far is cut off.
        """
        looks, known = self.looks, len(past)
        if known < self.lags:
            near = takewhile(lambda look: look.lag <= known, reversed(looks))
            looks = looks[len(looks) - sum(1 for _ in near) :]
        return tuple(
            [
                (past[-lag] if lag else given)[encoder][at]
                for encoder, at, lag, _ in looks
            ]
        )

    def named(self, past: Sequence[Fact]) -> tuple[str, ...]:
        """Write the facts of a past for people: ``"load@1/8=3"``."""
        looks = self.looks[len(self.looks) - len(past) :]
        return tuple(f"{look.named}={_value(fact)}" for look, fact in zip(looks, past))


def _value(fact: Fact) -> str:
    """Write a fact without the code that it begins with, as ``("/8", 3)`` does."""
    if type(fact) is tuple and len(fact) == 2 and isinstance(fact[0], str):
        return fact[1] if fact[0] == "type" else short(fact[1])
    return "missing" if fact == MISSING else short(fact)


def orders_of(
    view: View, target: str, given: Any, horizon: int
) -> tuple[tuple[str, ...], ...]:
    """Give the orders that a stream was told, as text, checked.

    Parameters
    ----------
    view : View
        What is known of a record.
    target : str
        What is predicted.
    given : "all", "flat", or sequence of sequences of str
        See :class:`plastic.Stream`.
    horizon : int
        How many records back the flat order looks.

    Raises
    ------
    ParameterError
        There is no such fact, or it would tell what is to be predicted.
    """
    if given == "flat":
        return (flat(target, view, horizon),)
    if given == "all":
        found = tuple(dict.fromkeys(_default(view, target, horizon)))
    elif isinstance(given, str) or not isinstance(given, Iterable):
        raise ParameterError(
            f'orders must be "all", "flat" or lists of facts, not {short(given)}'
        )
    else:
        found = tuple(
            (order,) if isinstance(order, str) else (*order,) for order in given
        )
    if not found:
        raise ParameterError("orders must be one at least")
    for order in found:
        parse(view, target, order)
    return found


def flat(target: str, view: View, horizon: int) -> tuple[str, ...]:
    """Give the order of what came last, told as finely as it is predicted."""
    code = view.encoders[target].codes[0]
    return tuple(_item(target, lag, code) for lag in range(horizon, 0, -1))


def _item(name: str, lag: int, code: str) -> str:
    """Write one fact as :func:`parse` reads it."""
    return f"{name}@{lag}{_code(code)}"


def _code(code: str) -> str:
    return code if not code or code[0] == "/" else f"/{code}"


def _default(view: View, target: str, horizon: int) -> Iterable[tuple[str, ...]]:
    """Give the orders that were best together on what we looked at.

    What came last, flat; the last two with all else between them; the last two told
    finely and coarsely; each other fact nearest; and the shifted codes.
    """
    encoder, field = view.encoders[target], view.fields[view.place(target)]
    others = [
        name
        for name, read in zip(view.encoders, view.fields)
        if name != target and read != field
    ]
    related = [
        name
        for name, read in zip(view.encoders, view.fields)
        if name != target and read == field
    ]
    plain = [code for code in encoder.codes if not code.endswith("'")]
    finest = plain[0]
    yield flat(target, view, horizon)
    if others:
        yield _item(target, 2, finest), *others, _item(target, 1, finest)
    if len(plain) > 1:
        far = [_item(target, 2, code) for code in plain[:: len(plain) - 1]]
        yield *far, *others, f"{target}@1"
    for name in others:
        yield f"{target}@1", name
    for name in related:
        near = [_item(target, 1, code) for code in plain[:2]]
        yield _item(target, 2, finest), f"{name}@1", *near
    if len(plain) < len(encoder.codes):
        yield f"{target}@2'", *others, f"{target}@1'"


def parse(view: View, target: str, order: Sequence[str]) -> Order:
    """Read an order that is written as text.

    Each item names an encoder of the view, how many records back, and which of its
    facts: ``"load@1"`` all, finest first, but for shifted ones; ``"load@1'"``
    these; ``"load@2/8"`` the one of that code.  Without ``@`` it is the record
    itself, of which all may be known but what reads the target's field.

    Raises
    ------
    ParameterError
        It cannot be read, or would tell what is to be predicted.
    """
    field = view.fields[view.place(target)]
    looks: list[Look] = []
    for item in order:
        match = _ITEM.fullmatch(item) if isinstance(item, str) else None
        if match is None:
            raise ParameterError(
                f'{short(item)} is no fact: write it as "load@1", "load@2/8" or "hour"'
            )
        name, code = match["name"], match["code"] or ""
        lag = int(match["lag"] or 0)
        place = view.place(name)
        if not lag and view.fields[place] == field:
            raise ParameterError(
                f"{item!r} tells of the record itself what is to be predicted: look "
                f'further back, as in "{name}@1"'
            )
        looks += _looks(view, place, lag, code, item)
    return Order(tuple(order), tuple(looks))


def _looks(view: View, place: int, lag: int, code: str, item: str) -> list[Look]:
    name = [*view.encoders][place]
    codes = view.encoders[name].codes
    wanted = {
        "": [each for each in codes if not each.endswith("'")],
        "'": [each for each in codes if each.endswith("'")],
    }.get(code)
    if wanted is None:
        wanted = [each for each in codes if code in (each, f"/{each}")]
    if not wanted:
        raise ParameterError(
            f"{short(item)}: {name} has no such code; it has "
            f"{', '.join(map(_code, codes))}"
        )
    when = f"@{lag}" if lag else ""
    return [
        Look(place, codes.index(each), lag, f"{name}{when}{_code(each)}")
        for each in wanted
    ]
