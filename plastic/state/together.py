"""What a mixture makes of waking's prediction of many samples, at once.

Samples that begin alike are predicted alike as far as they do, so that only the first
of them is asked about: of ``emma`` and ``emmy`` ``>emm`` once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

import numpy as np

from ..arrays.scoring import ScoresMany
from ..arrays.text import Numbers, Text
from ..core.symbols import STOP, Symbols
from ..mixture.mixture import Mixture

MOST_CELLS = 4_000_000  # moments x cells that are worked out together, 8 bytes each


def log_factors(
    samples: Sequence[Symbols], text: Text, scorer: ScoresMany, mixture: Mixture
) -> Numbers:
    """Give what is added to waking's log-probability of each symbol, in nats.

    Parameters
    ----------
    samples : sequence of (str or tuple)
        Best in an order in which those that begin alike are side by side.
    text : Text
        They.
    scorer : ScoresMany
        Of the graph that they give.
    mixture : Mixture
        Who predicts.

    Returns
    -------
    numpy.ndarray, shape (places,)
        Of START 0.  Costs O(moments x cells), where moments are those whose pasts
        differ, and what its experts cost.
    """
    alike = first_alike(text)
    ends = text.codes == text.symbols.index(STOP)
    first = np.flatnonzero((alike == np.arange(len(alike))) & ~ends)
    widths = mixture.widths
    cell_of = np.array([-1, *map(mixture.cells.target, text.symbols[1:])])[text.codes]
    seen = [expert.see(samples) for expert in mixture.experts]
    at = np.flatnonzero(~ends)
    at = at[np.argsort(alike[at], kind="stable")]
    added = np.zeros(len(ends))
    size = max(1, MOST_CELLS // len(widths))
    for pasts in (first[begin : begin + size] for begin in range(0, len(first), size)):
        told = ask(seen, text, pasts, scorer, mixture)
        factors = mixture.log_factors(*told)
        there = slice(*np.searchsorted(alike[at], [pasts[0], pasts[-1] + 1]))
        came = cell_of[at[there] + 1]
        rows = np.searchsorted(pasts, alike[at[there]])
        added[at[there] + 1] = np.where(came >= 0, factors[rows, came], 0)
    return added


def ask(
    seen: Sequence[Any], text: Text, at: Numbers, scorer: ScoresMany, mixture: Mixture
) -> tuple[Numbers, list[Numbers], Numbers]:
    """Ask all experts of a mixture what comes next.

    Parameters
    ----------
    seen : sequence
        What each expert but waking saw of the text's samples.
    text : Text
        They.
    at : numpy.ndarray
        Where in it the pasts end that are asked about.
    scorer, mixture
        See :func:`log_factors`.

    Returns
    -------
    masses : numpy.ndarray, shape (moments, cells)
        What waking gives to each cell.
    said : list of numpy.ndarray, shape (moments, cells)
        What each other expert gives, logarithms up to a constant.
    depths : numpy.ndarray, shape (moments,)
        How many symbols the concept has that fires.
    """
    codes, lengths = scorer.translate(text.symbols)[text.codes], text.depths()[at]
    target, widths = mixture.cells.target, mixture.widths
    masses, depths = scorer.masses(codes, at, lengths, target, widths)
    ends = text.codes == text.symbols.index(STOP)
    moments = at - np.cumsum(ends)[at]  # START and STOP are one moment's
    said = [
        expert.log_distributions(features[..., moments])
        for expert, features in zip(mixture.experts, seen)
    ]
    return masses, mixture.on_cells(masses, said), depths


def side_by_side(samples: Iterable[Symbols]) -> list[Symbols]:
    """Bring samples in an order in which those that begin alike are side by side.

    Examples
    --------
    >>> side_by_side(["ba", "a", "bb", "ab"])
    ['a', 'ab', 'ba', 'bb']
    """
    samples = [*samples]
    if all(isinstance(sample, str) for sample in samples):
        return sorted(samples)
    met = dict.fromkeys(chain.from_iterable(samples))
    codes = {symbol: code for code, symbol in enumerate(met)}
    return sorted(samples, key=lambda sample: [codes[symbol] for symbol in sample])


def first_alike(text: Text) -> Numbers:
    """Find the first place at which a past is that of each place.

    Samples that begin alike should be side by side: of others it is not seen.  Costs
    O(samples) a symbol that two of them share.

    Examples
    --------
    >>> from plastic.arrays.text import encode
    >>> first_alike(encode({"ab": 1, "ac": 1})).tolist()  # >ab_>ac_
    [0, 1, 2, 3, 0, 1, 6, 7]
    """
    begins, codes = text.begins.astype(np.int64), text.codes
    alike = np.arange(len(codes))
    going = np.arange(1, len(begins))  # those that begin as the one before, so far
    at = 0
    while len(going):
        same = codes[begins[going] + at] == codes[begins[going - 1] + at]
        going = going[same]
        heads = np.arange(len(begins))
        heads[going] = 0
        heads = np.maximum.accumulate(heads)
        alike[begins[going] + at] = begins[heads[going]] + at
        at += 1
    return alike
