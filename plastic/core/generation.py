"""Generation: from what can come next to whole samples.

:func:`draw` draws them symbol by symbol; :func:`most_probable` finds the
best ones of all by search, and proves it.
"""

from __future__ import annotations

import heapq
import math
from bisect import bisect
from collections.abc import Container, Iterable, Iterator
from itertools import accumulate
from typing import Any, NamedTuple, Protocol

import numpy as np

from ..errors import GenerationError
from .symbols import STOP, Symbol, Symbols, brief, extend

DEAD_END = "nothing but an end can come, and min_length is further"


class Source(Protocol):
    """What samples are drawn from: whoever predicts, awake or asleep."""

    @property
    def symbols(self) -> list[Symbol]:
        """The symbols that can come next, in order, :data:`STOP` the last."""

    def next_state(self, state: Any, symbol: Symbol) -> Any:
        """Give what matters of a past with one more symbol."""

    def distribution(self, state: Any) -> dict[Symbol, float]:
        """Give the probability of all that can come next, `symbols` first."""


class Searched(Protocol):
    """What is searched for samples; its states are pasts, as it keeps them."""

    def next_state(self, state: Any, symbol: Symbol) -> Any:
        """Give what matters of a past with one more symbol."""

    def by_chance(self, state: Any) -> Iterable[tuple[float, int, Symbol]]:
        """Give what can come next in order of cost: cost, rank and symbol."""


class Completion(NamedTuple):
    """A whole sample, and how probable it is given its prefix."""

    sample: Symbols
    probability: float


class Completions(list[Completion]):
    """The most probable samples, the best first.

    Attributes
    ----------
    proven : bool
        Whether the search was finished.  If not, these are still the best
        ones, each of them proven, but fewer than were asked for.
    steps : int
        How many pasts the search looked at.
    """

    def __init__(self, found: list[Completion], proven: bool, steps: int) -> None:
        super().__init__(found)
        self.proven = proven
        self.steps = steps

    def __repr__(self) -> str:
        lines = [
            f"{brief(completion.sample)}  {completion.probability:.4g}"
            for completion in self
        ]
        if not self.proven:
            lines.append(
                f"(no more proven within {self.steps:,} steps; raise max_steps)"
            )
        return "\n".join(lines)


class Drawn(list[Any]):
    """Samples that were drawn.

    Attributes
    ----------
    cut : list of bool
        Of which `max_length` was the end, and not STOP.
    """

    def __init__(self) -> None:
        super().__init__()
        self.cut: list[bool] = []


class SamplingOptions(NamedTuple):
    """How samples are drawn, symbol by symbol.

    Attributes
    ----------
    source : Source
        What to draw from.
    state : object
        Its state after the past to start from.
    prefix : str or tuple
        What the samples begin with.
    temperature : float
        1 draws by probability, less more boldly, more more wildly; 0 takes the
        most probable symbol.
    max_length : int
        A sample of that length ends there.
    min_length : int
        No shorter one does.
    """

    source: Source
    state: Any
    prefix: Symbols
    temperature: float
    max_length: int
    min_length: int = 0


class Sampler(Protocol):
    """Who draws samples: one by one, or many together."""

    def draw(self, n: int, rng: np.random.Generator) -> Iterable[tuple[Symbols, bool]]:
        """Draw some, about n; tell of each whether it was cut."""


def draw(
    sampler: Sampler,
    n: int,
    rng: np.random.Generator,
    known: Container[Symbols],
    unique: bool = False,
) -> Drawn:
    """Draw n samples, none of them known, no two alike if they are to be unique.

    Raises
    ------
    GenerationError
        A thousand in a row were known, or drawn before where that counts.
    """
    drawn, met, in_vain = Drawn(), set(), 0
    while len(drawn) < n:
        for sample, cut in sampler.draw(n - len(drawn), rng):
            in_vain += 1
            if sample not in known and sample not in met:
                drawn.append(sample)
                drawn.cut.append(cut)
                met.update([sample] if unique else [])
                in_vain = 0
            if len(drawn) == n:
                break
            if in_vain == 1000:
                raise GenerationError(
                    f"drew {len(drawn)} of {n} samples, then 1,000 in a row that were "
                    "taught or drawn before: raise the temperature or ask for fewer"
                )
    return drawn


class _Place:
    """Where samples part: the end of a beginning that they share."""

    __slots__ = ("following", "state", "sums")

    def __init__(self, state: Any) -> None:
        self.state = state
        self.sums: list[float] | None = None  # of weights, symbol after symbol
        self.following: dict[Symbol, _Place] = {}


class Paths:
    """Draws samples along a tree of beginnings, each of which is asked about once."""

    MOST = 10_000  # of symbols as many as letters, 10 MB

    def __init__(self, options: SamplingOptions) -> None:
        self._options = options
        self._first = _Place(options.state)
        self._places = 1

    def draw(self, n: int, rng: np.random.Generator) -> Iterator[tuple[Symbols, bool]]:
        """Draw n samples, each when it is asked for; tell whether it was cut."""
        return (self._draw(rng) for _ in range(n))

    def _draw(self, rng: np.random.Generator) -> tuple[Symbols, bool]:
        sample, symbols = self._options.prefix, self._options.source.symbols
        place = self._first
        while len(sample) < self._options.max_length:
            if (sums := place.sums) is None:
                sums = place.sums = self._sums(place.state, len(sample))
            at = bisect(sums, rng.random() * sums[-1])
            symbol = symbols[min(at, len(sums) - 1)]
            if symbol is STOP:
                return sample, False
            sample = extend(sample, symbol)
            place = place.following.get(symbol) or self._go_on(place, symbol)
        return sample, True

    def _go_on(self, place: _Place, symbol: Symbol) -> _Place:
        state = self._options.source.next_state(place.state, symbol)
        following = _Place(state)
        if self._places < self.MOST:
            self._places += 1
            place.following[symbol] = following
        return following

    def _sums(self, state: Any, length: int) -> list[float]:
        """Add up the weights of the symbols that can follow a beginning."""
        weights = known_chances(self._options.source, state)
        if length < self._options.min_length:
            weights[-1] = 0.0  # STOP's
        return list(accumulate(_warmed(weights, self._options.temperature)))


def _warmed(weights: list[float], temperature: float) -> list[float]:
    """Raise weights to the power that a temperature stands for."""
    largest = max(weights)
    if not largest:
        raise GenerationError(DEAD_END)
    if temperature == 1:
        return weights
    if temperature == 0:
        first = weights.index(largest)
        return [float(place == first) for place in range(len(weights))]
    # Relative to the largest, or a low temperature would underflow to 0.
    return [(chance / largest) ** (1 / temperature) for chance in weights]


def known_chances(source: Source, state: Any) -> list[float]:
    """Give the chances of ``source.symbols``: no unseen symbol can be written."""
    chances = source.distribution(state)
    return list(chances.values())[: len(source.symbols)]


def most_probable(
    source: Searched, state: Any, prefix: Symbols, n: int, max_steps: int
) -> Completions:
    """Find the n most probable whole samples that begin with a prefix.

    Best-first search: the most probable open beginning is always the next to
    be looked at, and as no sample is more probable than its beginning, what is
    found is found in order.

    Parameters
    ----------
    source : Searched
        What to search.
    state : object
        Its state after the past to start from.
    prefix : str or tuple
        What the samples begin with.
    n : int
        How many.
    max_steps : int
        At how many pasts to look at the most.  A step costs one prediction.

    Returns
    -------
    Completions
        In order; fewer only if there are no more, or the search was stopped.
    """
    found: list[Completion] = []
    frontier, steps = _Frontier(), 0
    begun: _Beginning | None = _Beginning(0.0, None, None, state)
    while len(found) < n and (begun is not None or frontier):
        if begun is not None:
            if steps == max_steps:
                break
            steps += 1
            frontier.open(begun, source.by_chance(begun.state))
            begun = None
            continue
        cost, symbol, parent = frontier.take()
        if symbol is STOP:
            found.append(Completion(parent.sample(prefix), math.exp(-cost)))
        else:
            state = source.next_state(parent.state, symbol)
            begun = _Beginning(cost, symbol, parent, state)
    proven = len(found) == n or (begun is None and not frontier)
    return Completions(found, proven, steps)


class _Beginning(NamedTuple):
    """The beginning of a sample, as one more symbol after a shorter one."""

    cost: float  # minus log-probability
    symbol: Symbol | None
    parent: _Beginning | None
    state: Any  # what the source keeps of it

    def sample(self, prefix: Symbols) -> Symbols:
        """Spell it out, after the prefix that all beginnings have."""
        backwards: list[Any] = []
        beginning = self
        while beginning.parent is not None:
            backwards.append(beginning.symbol)
            beginning = beginning.parent
        if isinstance(prefix, str):
            return prefix + "".join(reversed(backwards))
        return prefix + tuple(reversed(backwards))


class _Frontier:
    """What the search can take next, the most probable first.

    Of all that can follow a beginning only the best waits here; the next best
    takes its place when it is taken, which keeps the frontier as short as the
    search.
    """

    def __init__(self) -> None:
        self._heap: list[tuple[Any, ...]] = []
        self._pushed = 0  # of equal costs, the first comes first

    def __len__(self) -> int:
        return len(self._heap)

    def open(
        self, beginning: _Beginning, symbols: Iterable[tuple[float, int, Symbol]]
    ) -> None:
        """Add all symbols that can follow a beginning, given in order of cost."""
        self._push(beginning, iter(symbols))

    def take(self) -> tuple[float, Symbol, _Beginning]:
        """Remove the most probable: its whole cost, symbol and beginning."""
        cost, _, symbol, beginning, others = heapq.heappop(self._heap)
        self._push(beginning, others)
        return cost, symbol, beginning

    def _push(
        self, beginning: _Beginning, symbols: Iterator[tuple[float, int, Symbol]]
    ) -> None:
        for cost, _, symbol in symbols:
            self._pushed += 1
            entry = (beginning.cost + cost, self._pushed, symbol, beginning, symbols)
            heapq.heappush(self._heap, entry)
            return
