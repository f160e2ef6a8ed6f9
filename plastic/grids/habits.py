"""Habits: what explained other tasks is likely to explain this one, and costs less.

An explanation is a handful of *decisions*: which operation is done to what, what a
table asks, what it does then.  Each is a moment (:mod:`plastic.synthesis.moments`),
whose history says, from specific to abstract, what stands above it and in which slot it
is.  Of the table ``touches 3 = 1: write 4`` come::

    history                         next
    test                            touches #
    touches #, source               write #

Colours and numbers are holes, so that tasks in other colours share a concept.  From the
explanations that were kept the concept graph knows what is likely in a slot, and more
precisely under what stands above; where it knows nothing of that, it goes by the slot.
Half of a chance is what it is without habits, so that nothing becomes impossible.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from ..synthesis import habits as of_operations
from ..synthesis.moments import Moment, Moments
from ..synthesis.rules import Table
from ..synthesis.tables import Tables
from ..synthesis.values import Value
from .grid import COLOURS
from .operation import HALF_BITS
from .operations import OPERATIONS

SHARE = 0.5  # of habits in a chance, as in synthesis/habits.py
Path = tuple[str, ...]


class Decision(NamedTuple):
    """What was decided, and where.

    Attributes
    ----------
    path : tuple of str
        What stands above, and last the slot.
    name : str
        What was decided.
    price : float
        What it costs without habits, in half bits.
    """

    path: Path
    name: str
    price: float

    @property
    def moment(self) -> Moment:
        """The same as the concept graph learns it."""
        return tuple(map(general, self.path)), general(self.name)


def general(name: str) -> str:
    """Leave out which value is meant, which colours, and how many.

    >>> general("touches 3 (straight) of [crop]"), general("enlarge 2 times")
    ('touches # (straight)', 'enlarge # times')
    """
    return re.sub(r"\d+", "#", name.partition(" of [")[0])


def of_table(slot: str, tables: Tables, table: Table) -> list[Decision]:
    """Give the decisions of a table: its tests, and what is done after these.

    Parameters
    ----------
    slot : str
        What the table is of.
    tables : Tables
        What could be asked, and done.
    table : Table
        One of these.

    >>> import numpy as np
    >>> from plastic.synthesis.rules import Context, Source
    >>> right = np.array([[True, False], [False, True]])
    >>> sources = [Source("here", 1, right[0]), Source("write 4", 4, right[1])]
    >>> tables = Tables(sources, [Context("is marked", 3, np.array([0, 1]))], 1)
    >>> for decision in of_table("cell", tables, next(iter(tables))):
    ...     print(*decision.moment)
    ('cell test',) is marked
    ('is marked', 'cell source') here
    ('is marked', 'cell source') write #
    """
    asks = {context.name: context.price for context in tables.contexts}
    found: dict[tuple[str, ...], Decision] = {}
    for conditions, source in table.rules:
        above: Path = ()
        for i, condition in enumerate(conditions):
            test = condition.rpartition(" = ")[0]
            asked = Decision((*above, f"{slot} test"), test, asks.get(test, 0))
            found[(*conditions[:i], test)] = asked
            above = (test,)
        done = tables.sources[source]
        told = Decision((*above, f"{slot} source"), done.name, done.price)
        found[(*conditions, ":", done.name)] = told
    return [*found.values()]


def of_value(value: Value) -> list[Decision]:
    """Give the decisions of operations done one after the other."""
    found = []
    for path, part in of_operations.places(value.expression()):
        price = part.bits - sum(each.bits for each in part.arguments)
        if part.arguments:
            found.append(Decision(path[-2:], part.label, price))
    return found


class GridHabits:
    """What is likely in explanations of grids.

    Parameters
    ----------
    lived : mapping, optional
        The moments of explanations that were kept -> how often.
    """

    def __init__(self, lived: Mapping[Moment, int] | None = None) -> None:
        self._moments = Moments(lived)
        self._known: dict[Path, Mapping[Any, float]] = {}

    def chances(self, path: Path) -> Mapping[Any, float]:
        """Give what is likely after a path: general name -> probability."""
        if not self._moments.lived:
            return {}
        if path not in self._known:
            self._known[path] = self._moments.chances(path)
        return self._known[path]

    def less(self, path: Path, name: str, price: float) -> int:
        """Say how many half bits less something costs in a place."""
        known = self.chances(tuple(map(general, path))).get(general(name), 0.0)
        if general(name) != name:
            known /= COLOURS - 1  # which of the colours it is
        if not known or price <= 1:
            return 0
        mixed = (1 - SHARE) * 2.0 ** (-price / HALF_BITS) + SHARE * known
        return max(0, min(int(price) - 1, round(price + HALF_BITS * math.log2(mixed))))

    def saved(self, decisions: Iterable[Decision]) -> int:
        """Say how many half bits less some decisions cost in all."""
        return sum(self.less(*decision) for decision in decisions)

    @cached_property
    def operations(self) -> of_operations.Habits:
        """What operations cost less, as an enumeration takes it."""
        anywhere = {
            each.label: less
            for each in OPERATIONS
            if (less := self.less((each.gives,), each.label, each.bits))
        }
        inside: dict[str, dict[str, int]] = {}
        known = {path[-2] for path, _ in self._moments.lived if len(path) > 1}
        for outer in OPERATIONS:
            slot = of_operations.within(outer.label, 1)
            for each in OPERATIONS if general(slot) in known else ():
                if each.gives == outer.takes[0]:
                    less = self.less((slot, each.gives), each.label, each.bits)
                    if (more := less - anywhere.get(each.label, 0)) > 0:
                        inside.setdefault(slot, {})[each.label] = more
        return of_operations.Habits(anywhere, inside)


NONE = GridHabits()


def counted(decisions: Iterable[Decision]) -> Counter[Moment]:
    """Count the moments of an explanation, each once.

    How many cases of a table are treated alike says nothing of other tasks.
    """
    return Counter({decision.moment for decision in decisions})
