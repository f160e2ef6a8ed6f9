"""The weights of experts.

They are mixed geometrically, ``softmax(sum of w_i log p_i)``.  The weights are a
property of the data: on names sleep sees most, on English words waking does.  They
need not add up to 1: experts who see different things and agree are more certain
together than each of them.  They are found from moments that no expert has seen.

Where the past goes far into the graph waking knows it well, and deserves another
weight than where it does not.  So there are weights by *depth*: of how many symbols
the most specific concept has that fires; and within these by how *sure* waking is:
what it gives to what it deems most probable.  And where a short past begins in the
middle they differ once more, by how many symbols are told.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple, TypeAlias

import numpy as np

# A weak belief before anything is seen, in all experts but waking together: as
# if so many moments spoke for it.
EXPECTED_WEIGHT = 0.75
STRENGTH_OF_BELIEF = 30
# In what a band has in common with all others the belief is stronger: of 3,000
# moments some hundreds are in each band.
STRENGTH_IN_BANDS = 100
DEPTHS = (3, 6, 10, 16)  # where another band begins
SURE = (0.3, 0.6, 0.9)  # where in it another part begins
PARTS = len(SURE) + 1
WHOLE = (len(DEPTHS) + 1) * PARTS  # bands of pasts that begin where a sample does
# So many symbols are told of a past that begins in the middle, and weights are its own.
# Of fewer nobody has seen more than waking, who counted what came after them.
SHORTEST_MIDDLE, LONGEST_MIDDLE = 2, 7
HALVINGS = 12  # of what a weight can gain or lose: to two thousandths of it
MOST_ROUNDS = 20
SETTLED = 1e-3  # a round that changes no weight by more is the last
MOST_GROWTH = 2.0  # of all weights together, in a round

Weights: TypeAlias = "tuple[float, ...]"  # waking's, then those of the others


class WeightTable(tuple[Weights, ...]):
    """The weights of experts: for all pasts alike, then by band (see :func:`band`)."""

    __slots__ = ()

    @classmethod
    def everywhere(cls, *weights: float) -> WeightTable:
        """Give the same weights for all: waking's, then those of the others."""
        return cls([weights] * (2 + WHOLE + LONGEST_MIDDLE - SHORTEST_MIDDLE))

    def at(self, depth: int, length: int = -1, sure: float = 0.0) -> Weights:
        """Give the weights for a past.

        Parameters
        ----------
        depth : int
            How many symbols the concept has that fires.
        length : int
            How many symbols it has, if it begins in the middle; -1: it does not.
        sure : float
            How probable waking deems what it deems most probable.
        """
        number = band(depth, length, sure)
        return self[1 + number] if number >= 0 else (1.0, *[0.0] * (len(self[0]) - 1))


def band(depth: int, length: int = -1, sure: float = 0.0) -> int:
    """Give which weights a past has, see :meth:`WeightTable.at`; -1: waking's alone.

    First come bands of depth, each in parts by how sure waking is; then lengths.
    """
    if 0 <= length < SHORTEST_MIDDLE:
        return -1
    if 0 <= length <= LONGEST_MIDDLE:
        return WHOLE + length - SHORTEST_MIDDLE
    return bisect_right(DEPTHS, depth) * PARTS + bisect_right(SURE, sure)


def bands(depths: np.ndarray, sure: np.ndarray) -> np.ndarray:
    """Give the :func:`band` of each of many pasts that begin where a sample does."""
    found: np.ndarray = np.searchsorted(DEPTHS, depths, "right") * PARTS
    return found + np.searchsorted(SURE, sure, "right")


class Held(NamedTuple):
    """What each expert says of moments.

    Attributes
    ----------
    logs : numpy.ndarray, shape (experts, moments, targets)
        Log-probabilities, up to a constant; waking's first.
    came : numpy.ndarray of int, shape (moments,)
        What came.
    bands : numpy.ndarray of int, shape (moments,)
        Which weights each has, see :func:`band`.
    """

    logs: np.ndarray
    came: np.ndarray
    bands: np.ndarray

    def part(self, at: np.ndarray | slice) -> Held:
        """Take some of the moments."""
        return Held(self.logs[:, at], self.came[at], self.bands[at])

    def rough(self) -> Held:
        """Give the same with seven digits."""
        return self._replace(logs=self.logs.astype(np.float32))

    def with_another(self, said: np.ndarray) -> Held:
        """Give the same with one more expert, who says so: (moments, targets)."""
        return self._replace(logs=np.concatenate([self.logs, said[None]]))

    def nats(self, table: WeightTable) -> float:
        """Give how surprising what came is, under the weights of a table."""
        weights = np.array(table)[1 + self.bands]
        mixed = (weights.T[..., None] * self.logs).sum(0)
        mixed -= mixed.max(1, keepdims=True)
        came = mixed[np.arange(len(mixed)), self.came]
        return float(np.log(np.exp(mixed).sum(1)).sum() - came.sum())

    def log_chances(self, weights: np.ndarray) -> np.ndarray:
        """Give the log-probability of what came, under weights: (moments,)."""
        mixed = _mixed(weights.astype(self.logs.dtype), self.logs)
        mixed -= mixed.max(1, keepdims=True)
        found: np.ndarray = mixed[np.arange(len(mixed)), self.came]
        return found - np.log(np.exp(mixed).sum(1))


def mixing_weights(
    awake: np.ndarray,
    others: Sequence[np.ndarray],
    came: np.ndarray,
    depths: np.ndarray,
    lengths: np.ndarray,
) -> WeightTable:
    """Find the weights under which what came was most probable.

    First for all depths alike; these are then what is expected of every depth, and
    its weights of each of its parts, as they are those of who has no moments.  What
    begins in the middle counts there only: first whatever its length.

    Parameters
    ----------
    awake : numpy.ndarray, shape (moments, targets)
        Waking's log-probabilities, when it did not see these moments: they add up
        to 1.
    others : sequence of numpy.ndarray, shape (moments, targets)
        Those of each other expert, likewise.
    came : numpy.ndarray of int, shape (moments,)
        What came.
    depths : numpy.ndarray of int, shape (moments,)
        How many symbols the concept had that fired.
    lengths : numpy.ndarray of int, shape (moments,)
        How many symbols the past had, if it began in the middle; -1: it did not.

    Returns
    -------
    WeightTable
        All weights are 0 or more.
    """
    logs = np.stack([awake, *others])
    sure = np.exp(awake.max(1))
    each = np.array([*map(band, depths.tolist(), lengths.tolist(), sure.tolist())])
    return weights_by_band(Held(logs, came, each))


def weights_of_all(held: Held) -> np.ndarray:
    """Find the weights that are best for all pasts alike."""
    others = len(held.logs) - 1
    each = EXPECTED_WEIGHT / max(1, others)
    expected = np.array([1 - each * others, *[each] * others])
    whole = held.part((held.bands >= 0) & (held.bands < WHOLE))
    if not len(whole.came):
        return expected
    return _most_probable(whole.logs, whole.came, expected, STRENGTH_OF_BELIEF)


def worth_of_last(held: Held, others: Weights) -> float:
    """Tell how many nats the last expert saves while the others keep their weights.

    Costs a few hundredths of what it does to find the weights of all.
    """
    held = held.part((held.bands >= 0) & (held.bands < WHOLE)).rough()
    start, direction = np.array([*others, 0.0]), np.zeros(len(held.logs))
    direction[-1] = 1
    found = _line(held.logs, held.came, start, 0.0, start, direction)
    chances = held.log_chances(start), held.log_chances(found)
    return float((chances[1] - chances[0]).sum())


def weights_by_band(held: Held) -> WeightTable:
    """Find the weights by what experts say of moments, see :func:`mixing_weights`."""
    logs, came, each_band = held

    def of(numbers: range, expected: np.ndarray, strength: float) -> np.ndarray:
        here = (each_band >= numbers.start) & (each_band < numbers.stop)
        if not here.any():
            return expected
        return _most_probable(logs[:, here], came[here], expected, strength)

    of_all = weights_of_all(held)
    table = [of_all]
    for numbers in depth_bands():
        of_depth = of(numbers, of_all, STRENGTH_IN_BANDS)
        table += [of(part, of_depth, STRENGTH_IN_BANDS) for part in parts(numbers)]
    middle = range(WHOLE, len(WeightTable.everywhere()) - 1)
    of_middle = of(middle, of_all, STRENGTH_OF_BELIEF)
    table += [of(part, of_middle, STRENGTH_IN_BANDS) for part in parts(middle)]
    return WeightTable(tuple(weights.tolist()) for weights in table)


def depth_bands() -> list[range]:
    """Give which bands each band of depth is parted into."""
    return [range(begin, begin + PARTS) for begin in range(0, WHOLE, PARTS)]


def parts(numbers: range) -> list[range]:
    """Give bands one by one."""
    return [range(number, number + 1) for number in numbers]


def _most_probable(
    logs: np.ndarray, came: np.ndarray, expected: np.ndarray, strength: float
) -> np.ndarray:
    """Find the weights under which what came was most probable.

    That probability is concave in the weights.  So they all grow or shrink
    together, as much as pays, and weight is moved between two experts at a time;
    until nothing pays any more.
    """
    weights = expected.copy()
    for _ in range(MOST_ROUNDS):
        before = weights.copy()
        # From nothing to twice as much.
        direction = MOST_GROWTH * weights
        weights = _line(
            logs, came, expected, strength, np.zeros_like(weights), direction
        )
        for giver, taker in combinations(range(len(logs)), 2):
            start, direction = weights.copy(), np.zeros_like(weights)
            both = weights[giver] + weights[taker]
            start[giver], start[taker] = both, 0.0
            direction[giver], direction[taker] = -both, both
            weights = _line(logs, came, expected, strength, start, direction)
        if np.abs(weights - before).max() < SETTLED:
            break
    return weights


def _mixed(weights: np.ndarray, logs: np.ndarray) -> np.ndarray:
    """Sum what experts say, each so many times: (moments, targets).

    (numpy.tensordot hands so few numbers to threads, and takes forty times as long.)
    """
    mixed: np.ndarray = np.einsum("e,emt->mt", weights, logs)
    return mixed


def _line(
    logs: np.ndarray,
    came: np.ndarray,
    expected: np.ndarray,
    strength: float,
    start: np.ndarray,
    direction: np.ndarray,
) -> np.ndarray:
    """Go along a line until the log-probability stops to rise, by halving."""
    rest, difference = _mixed(start, logs), _mixed(direction, logs)
    gained = difference[np.arange(len(came)), came].sum()
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        part = (low + high) / 2
        mixed = rest + part * difference
        chances = np.exp(mixed - mixed.max(1, keepdims=True))
        lost = ((chances * difference).sum(1) / chances.sum(1)).sum()
        away = start + part * direction - expected
        lost += strength * float(away @ direction)
        if lost < gained:
            low = part
        else:
            high = part
    return start + (low + high) / 2 * direction
