"""Drawing very many samples at once, one symbol of all of them at a time.

All begin with nothing, and all draw a first symbol, then those that go on a second.
Those that begin alike are asked about once: of a thousand names some hundred begin
with ``a``, and what can follow ``>a`` is worked out once for all of these.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..arrays.scoring import Scorer
from ..arrays.text import Numbers
from ..core.generation import DEAD_END, SamplingOptions
from ..core.symbols import START, Symbols
from ..errors import GenerationError
from ..mixture.mixture import Mixture

# Beginnings x symbols that are worked out together, 8 bytes each, in some four copies.
MOST_CELLS = 1_000_000
# Of fewer samples a symbol takes as long: what numpy takes for nothing at all.
FEWEST = 100


class Levels:
    """Draws samples together, see :class:`plastic.core.generation.Sampler`.

    Parameters
    ----------
    options : SamplingOptions
        What to draw; from waking, or a mixture.
    scorer : Scorer
        Of the graph that is behind it.
    """

    def __init__(self, options: SamplingOptions, scorer: Scorer) -> None:
        self._options, self._scorer = options, scorer
        self._symbols = [*options.source.symbols, *options.prefix]
        self._known = len(options.source.symbols)
        self._number = {y: at for at, y in enumerate(options.source.symbols)}
        self._codes = scorer.translate([*self._symbols, START])
        self._most = max(1, MOST_CELLS // self._known)

    def draw(self, n: int, rng: np.random.Generator) -> Iterator[tuple[Symbols, bool]]:
        """Draw about n samples, at the most so many that there is room for them."""
        n = min(max(n, FEWEST), self._most)
        found: list[tuple[Symbols, bool]] = [("", False)] * n
        drawing = np.arange(n)  # which samples go on
        of = np.zeros(n, np.int64)  # with which beginning each does
        begun = np.arange(self._known, len(self._symbols), dtype=np.int32)[None]
        stop = self._known - 1
        while len(drawing) and begun.shape[1] < self._options.max_length:
            sums = np.cumsum(self._weights(begun), 1)
            came = _bisect(sums, of, rng.random(len(drawing)))
            ends = came == stop
            self._spell(found, drawing[ends], begun[of[ends]], False)
            drawing, of, came = drawing[~ends], of[~ends], came[~ends]
            pairs, of = np.unique(of * stop + came, return_inverse=True)
            latest = (pairs % stop).astype(np.int32)
            begun = np.column_stack([begun[pairs // stop], latest])
        self._spell(found, drawing, begun[of], True)
        return iter(found)

    def _spell(
        self,
        found: list[tuple[Symbols, bool]],
        ending: Numbers,
        drawn: Numbers,
        cut: bool,
    ) -> None:
        """Spell out the samples that end."""
        symbols, rows = self._symbols, drawn.tolist()
        spelled: list[Symbols]
        if isinstance(self._options.prefix, str):
            spelled = ["".join([symbols[at] for at in row]) for row in rows]
        else:
            spelled = [tuple([symbols[at] for at in row]) for row in rows]
        for at, sample in zip(ending.tolist(), spelled):
            found[at] = sample, cut

    def _weights(self, begun: Numbers) -> Numbers:
        """Give how likely each symbol is after each beginning: (beginnings, symbols).

        Of all symbols together that need not be 1, for no unseen one can be written.
        """
        options = self._options
        warmed = weights = self._chances(begun)
        if begun.shape[1] < options.min_length:
            weights[:, -1] = 0  # STOP's
        largest = weights.max(1, keepdims=True)
        if not largest.all():
            raise GenerationError(DEAD_END)
        if options.temperature == 0:
            warmed = np.zeros_like(weights)
            np.put_along_axis(warmed, weights.argmax(1)[:, None], 1, 1)
            return warmed
        if options.temperature != 1:
            # Relative to the largest, or a low temperature would underflow to 0.
            warmed = (weights / largest) ** (1 / options.temperature)
        return warmed

    def _chances(self, begun: Numbers) -> Numbers:
        """Give the probability of each symbol after each beginning, likewise."""
        many, length = begun.shape[0], begun.shape[1] + 1
        start = np.full((many, 1), len(self._symbols))
        pasts = self._codes[np.column_stack([start, begun])]
        chances, depths = self._scorer.masses(
            pasts.ravel(),
            np.arange(1, many + 1) * length - 1,
            np.full(many, length),
            lambda symbol: self._number.get(symbol, -1),
            np.ones(self._known),
        )
        source = self._options.source
        if not isinstance(source, Mixture):
            return chances
        said = [
            expert.log_distributions(expert.see_last(self._symbols, begun))
            for expert in source.experts
        ]
        return source.blended(chances, said, depths)


def _bisect(sums: Numbers, rows: Numbers, parts: Numbers) -> Numbers:
    """Find, in a row of rising sums for each part of 1, the first sum above that part.

    >>> _bisect(np.array([[1, 3, 4]]), np.array([0, 0, 0]), np.array([0.2, 0.25, 0.8]))
    array([0, 1, 2])
    """
    sought = parts * sums[rows, -1]
    low, high = np.zeros(len(rows), np.int64), np.full(len(rows), sums.shape[1] - 1)
    for _ in range(int(sums.shape[1] - 1).bit_length()):
        middle = (low + high) // 2
        above = sums[rows, middle] > sought
        low, high = np.where(above, low, middle + 1), np.where(above, middle, high)
        low = np.minimum(low, high)
    return low
