"""Picking: a table says of each part of a grid whether it is the answer.

The part that is the most of something can be chosen by an operation.  But what is asked
for may be the part that is symmetric, or the one of two colours that no other is like:
a test of each part, or a test after a test, that only one of them passes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from ..synthesis.rules import Context, Source
from ..synthesis.tables import Tables
from .choosing import ARBITRARY, KINDS, MEASURES, measured
from .explanation import Found, said
from .grid import Grid, NoResultError
from .habits import of_table
from .objects import Part
from .parting import PARTINGS

MULTIPLICATIONS = 200  # millions
MOST_TRIED = 20  # tables that are tried, of each way to part
MOST_CONTEXTS_PARTS = 60  # parts of a grid; of more nobody picks one
COUNTED = ("area", "height", "width")  # of which a certain number may be asked for
MOST_COUNTED = 9
PICKING = 6  # the price of a part that is picked

# What is shown of the part that is picked.
SHOWN: dict[str, Callable[[Part], Grid]] = {
    "": lambda part: part.own,
    ", with all around them": lambda part: part.box,
    ", a cell of their colour": lambda part: Grid.of(np.array([[part.colour]])),
}


def picked(
    sources: Sequence[Grid], targets: Sequence[Grid], effort: float
) -> Iterator[Found]:
    """Find tests that one part passes: price, the grids they give, what they say.

    Parameters
    ----------
    sources : sequence of Grid
        Those of the pairs first.
    targets : sequence of Grid
        Each is a part of its source.
    effort : float
        1: as much as usual.
    """
    for parting in PARTINGS:
        try:
            parts = [parting.does(grid) for grid in sources]
        except NoResultError:
            continue
        if max(map(len, parts)) > MOST_CONTEXTS_PARTS:
            continue
        for more, shown in SHOWN.items():
            pictures = [[shown(part) for part in each] for each in parts]
            if all(t in each for t, each in zip(targets, pictures)):
                label = f"{parting.name}{more}"
                for found in _picked(parts, pictures, targets, effort):
                    yield found._replace(
                        price=found.price + parting.bits,
                        rows=[f"of {label}:", *found.rows],
                    )


def _picked(
    parts: Sequence[Sequence[Part]],
    pictures: Sequence[Sequence[Grid]],
    targets: Sequence[Grid],
    effort: float,
) -> Iterator[Found]:
    wanted = np.array(
        [picture == t for t, each in zip(targets, pictures) for picture in each]
    )
    sources = [Source("is the answer", 1, wanted), Source("is not", 1, ~wanted)]
    tables = Tables(sources, contexts(parts), MULTIPLICATIONS * effort)
    ends = np.cumsum([len(each) for each in pictures])[:-1]
    for tried, table in enumerate(tables):
        if tried == MOST_TRIED:
            return
        is_picked = table.choice == next(
            i for i, source in enumerate(tables.sources) if source is sources[0]
        )
        chosen = [
            {picture for picture, is_it in zip(each, mine) if is_it}
            for each, mine in zip(pictures, np.split(is_picked, ends))
        ]
        if all(len(each) == 1 for each in chosen):
            yield Found(
                table.price + PICKING,
                [each.pop() for each in chosen],
                said(tables, table),
                of_table("part", tables, table),
            )


def contexts(parts: Sequence[Sequence[Part]]) -> list[Context]:
    """Say what can be observed of parts, and how they differ from all others."""
    found: dict[str, tuple[int, list[int]]] = {}

    def say(name: str, price: int, values: Sequence[float]) -> None:
        # Shares of one, such as how full a box is, in hundredths.
        whole = [round(100 * v) if 0 < v < 1 else int(v) for v in values]
        found.setdefault(name, (price, []))[1].extend(whole)

    for each in parts:
        if not each:
            continue
        for measure in (*MEASURES, *KINDS):
            try:
                values = measured(tuple(each), measure)
            except NoResultError:  # of an object that falls apart into too many
                values = [0.0] * len(each)
            say(measure, 12, values)
            price = 10 + ARBITRARY.get(measure, 0)
            say(f"most {measure}", price, [value == max(values) for value in values])
            say(f"least {measure}", price, [value == min(values) for value in values])
            say(
                f"another {measure}", 12, [values.count(value) == 1 for value in values]
            )
        for measure in COUNTED:
            values = measured(tuple(each), measure)
            for number in range(1, MOST_COUNTED + 1):
                say(f"{measure} is {number}", 13, [v == number for v in values])
        say("how many there are", 14, [len(each)] * len(each))
        say("is long", 12, [np.sign(p.own.height - p.own.width) for p in each])
        say("is first", 12, [i == 0 for i in range(len(each))])
    return [
        Context(name, price, np.array(values))
        for name, (price, values) in found.items()
    ]
