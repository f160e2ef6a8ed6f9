"""Joining: the cheapest pieces that, one after the other, make all targets.

A state is a place in each target.  From the start of all to the end of all leads the
shortest path, whose steps are pieces that stand there in all targets at once, or
constants, symbol by symbol.  It is found by Dijkstra's algorithm, and after it the
next ones.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator, Sequence
from itertools import count

from .dates import DateIn, DatePart
from .expression import Join
from .pool import Pool, Value, always, whole

MOST_PATHS = 10  # ways of making the targets that behave differently
MOST_TO_A_STATE = 5  # paths to a state that are gone on with
MOST_AHEAD = 14.0  # bits over the best: what is longer has no say
MOST_STATES = 6_000
PIECE_BITS = 1.5  # for one more piece
RUN_BITS = 3.0  # for one more run of constant symbols
ALNUM_BITS, MARK_BITS = 5.0, 3.5  # a constant symbol
ONLY_CONSTANT_BITS = 8.0
SUSPECT_BITS = 5.0  # a constant that could have been copied; halved by a second example
MIXED_ORDERS_BITS = 6.0  # reading one source's dates in two orders
SHARED_BITS = 1.5
MIXED_PADDING_BITS = 2.0  # of month and day
MIXED_YEARS_BITS = 4.5  # a week by ISO 8601 beside another year than that of weeks
Path = tuple["Value | str", ...]


def join(pool: Pool, inputs: Sequence[str]) -> list[Value]:
    """Give values that are the targets, the cheapest first.

    Parameters
    ----------
    pool : Pool
        The pieces.
    inputs : sequence of str
        Those of the first example: constants in them are suspect.
    """
    found: dict[tuple, Value] = {}
    best = math.inf
    for bits, path in _paths(pool, " ".join(inputs).lower()):
        value = _joined(pool, path, bits)
        if value.rows not in found:
            found[value.rows] = value
            best = min(best, value.bits)
        if len(found) >= MOST_PATHS or bits > best + MOST_AHEAD:
            break
    return sorted(found.values(), key=lambda value: value.bits)


def _paths(pool: Pool, inputs: str) -> Iterator[tuple[float, Path]]:
    """Give paths from start to end with their bits, the shortest first."""
    targets, number = pool.targets, count()
    goal = tuple(map(len, targets))
    start = (0,) * pool.n
    ahead: list[tuple[float, int, tuple[int, ...], bool, Path]] = []
    heapq.heappush(ahead, (0.0, next(number), start, False, ()))
    visits: dict[tuple[tuple[int, ...], bool], int] = {}
    for _ in range(MOST_STATES):
        if not ahead:
            return
        bits, _, state, in_run, path = heapq.heappop(ahead)
        pool.steps.spend()
        if state == goal:
            yield bits, path
            continue
        visit = visits.get((state, in_run), 0)
        if visit >= MOST_TO_A_STATE:
            continue
        visits[state, in_run] = visit + 1
        if symbol := _common_symbol(targets, state):
            price = ALNUM_BITS if symbol.isalnum() else MARK_BITS
            price += 0.0 if in_run else RUN_BITS
            price += suspicion(pool, state[0], inputs)
            longer = (*path[:-1], str(path[-1]) + symbol) if in_run else (*path, symbol)
            moved = tuple(at + 1 for at in state)
            heapq.heappush(ahead, (bits + price, next(number), moved, True, longer))
        price = bits + (PIECE_BITS if path else 0.0)
        # A second visit seeks another way, not another of the same pieces.
        most = 3 if not visit else 1
        for end, texts, values in pool.pieces_from(state[0]):
            if all(map(str.startswith, targets[1:], texts, state[1:])):
                after = (end, *(at + len(t) for at, t in zip(state[1:], texts)))
                for value in values[:most]:
                    step = (price + value.bits, next(number), after, False)
                    heapq.heappush(ahead, (*step, (*path, value)))


def _common_symbol(targets: Sequence[str], state: Sequence[int]) -> str:
    """Give the symbol that stands next in all targets; nothing: there is none."""
    symbols = {target[at : at + 1] for target, at in zip(targets, state)}
    return symbols.pop() if len(symbols) == 1 else ""


def suspicion(pool: Pool, at: int, inputs: str) -> float:
    """Give the extra price of a constant symbol where two examples, or one, show it.

    A word that stands in the source could have been copied, and a number computed.
    """
    target, symbol = pool.first, pool.first[at]
    before = target[at - 1] if at else " "
    if pool.n > 2 or not symbol.isalnum():
        return 0.0
    if before.isalnum() and before.isdigit() == symbol.isdigit():
        return 0.0  # the run has paid
    is_suspect = symbol.isdigit() or symbol.lower() in inputs
    return SUSPECT_BITS / pool.n if is_suspect else 0.0


def _joined(pool: Pool, path: Path, bits: float) -> Value:
    """Make one value of a path."""
    pieces = [
        always(pool, piece, 0.0) if isinstance(piece, str) else piece for piece in path
    ]
    bits += _surcharge(path)
    if len(pieces) == 1:
        only = pieces[0]
        return whole(only.rows, pool.n, bits, only.operation, only.arguments)
    return Value(tuple(pool.targets), bits, Join(), tuple(pieces))


def _surcharge(path: Path) -> float:
    """Give the price of what is odd about a path as a whole, less what it shares."""
    values = [piece for piece in path if isinstance(piece, Value)]
    if not values:
        return ONLY_CONSTANT_BITS
    bits, dated = 0.0, [v for v in values if isinstance(v.operation, DatePart)]
    for parts in _by_date(dated).values():
        # What two pieces are parts of is found once: the month and the day of a date.
        bits -= SHARED_BITS * (len(parts) - 1)
        if not any(_are_of(part.arguments[0], parts) for part in parts):
            bits += MIXED_ORDERS_BITS
    names = {v.operation.name for v in dated if isinstance(v.operation, DatePart)}
    if names & {"mm", "dd"} and names & {"m", "d"}:
        bits += MIXED_PADDING_BITS
    if "isoweek" in names and "Y" in names:
        bits += MIXED_YEARS_BITS
    return bits


def _by_date(parts: Sequence[Value]) -> dict[tuple, list[Value]]:
    """Give parts by the date that they are of, in whatever order that is read."""
    found: dict[tuple, list[Value]] = {}
    for part in parts:
        (day,) = part.arguments
        if isinstance(day.operation, DateIn):
            key = (day.operation.k, day.arguments[0].rows)
            found.setdefault(key, []).append(part)
    return found


def _are_of(day: Value, parts: Sequence[Value]) -> bool:
    """Tell whether all parts are what they are if the date is read in one order."""
    return all(
        part.rows == tuple(part.operation.on((row,)) for row in day.rows)
        for part in parts
    )
