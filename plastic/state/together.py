"""What a mixture makes of waking's prediction of all that is held, at once.

Samples that begin alike are predicted alike as far as they do, so that only the first
of them is asked about: of ``emma`` and ``emmy`` ``>emm`` once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..arrays.scoring import Scorer
from ..arrays.text import Numbers, Text
from ..core.symbols import STOP, Symbols
from ..mixture.mixture import Mixture

MOST_CELLS = 4_000_000  # moments x cells that are worked out together, 8 bytes each


def log_factors(
    samples: Sequence[Symbols], text: Text, scorer: Scorer, mixture: Mixture
) -> Numbers:
    """Give what is added to waking's log-probability of each symbol, in nats.

    Parameters
    ----------
    samples : sequence of (str or tuple)
        In an order in which those that begin alike are side by side.
    text : Text
        They.
    scorer : Scorer
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
    cells, widths = mixture.cells, mixture.widths
    cell_of = np.array([-1, *map(cells.target, text.symbols[1:])])[text.codes]
    moments = first - np.cumsum(ends)[first]  # START and STOP are one moment's
    seen = [expert.see(samples)[..., moments] for expert in mixture.experts]
    codes = scorer.translate(text.symbols)[text.codes]
    lengths = text.depths()
    factors = np.empty((len(first), len(widths)))
    size = max(1, MOST_CELLS // len(widths))
    for block in (slice(at, at + size) for at in range(0, len(first), size)):
        at = first[block]
        masses, depths = scorer.masses(codes, at, lengths[at], cells.target, widths)
        said = [
            expert.log_distributions(features[..., block])
            for expert, features in zip(mixture.experts, seen)
        ]
        factors[block] = mixture.log_factors(masses, said, depths)
    at = np.flatnonzero(~ends)
    row_of = np.searchsorted(first, alike[at])
    came = cell_of[at + 1]
    added = np.zeros(len(ends))
    added[at + 1] = np.where(came >= 0, factors[row_of, came], 0)
    return added


def first_alike(text: Text) -> Numbers:
    """Find the first place at which a past is that of each place.

    Samples that begin alike must be side by side.  Costs O(samples) a symbol that
    two of them share.

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
