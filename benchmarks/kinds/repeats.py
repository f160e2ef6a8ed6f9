"""How likely the next sample is one that is known: Good and Turing, of whole samples.

I. J. Good, "The population frequencies of species and the estimation of population
parameters" (1953): of all that is drawn next, what was met k times before has about
the share (k + 1) n(k + 1) / N, where n(k) samples were met k times, N in all.  A list
that holds nothing twice says by that that known samples do not come again; a model of
symbols does not see it, and gives them much of its probability.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable

MOST = 3  # times and more are taken together
BELIEF = 0.5  # a sample is believed of each class before any is met


def corrections(
    log_prob: Callable[[str], float], train: list[str], test: list[str]
) -> list[float]:
    """Tell what to add to the log-probability of each test sample.

    Each class of samples, those met never, once, twice, or oftener, is given the
    share that Good and Turing foretell, instead of the one it has from the model.
    All samples together still have 1.

    Parameters
    ----------
    log_prob : callable
        Gives the model's log-probability of a sample.
    train : list of str
        What was learned.
    test : list of str
        What comes next.
    """
    met = Counter(train)
    share = dict.fromkeys(range(MOST + 1), 0.0)
    for sample, count in met.items():
        share[min(count, MOST)] += math.exp(log_prob(sample))
    share[0] = 1 - math.fsum(share.values())
    times = Counter(met.values())
    foretold = [(k + 1) * times[k + 1] for k in range(MOST)]
    foretold.append(len(train) - sum(foretold))
    classes = [k for k in share if share[k] > 0]
    wanted = {k: foretold[k] + BELIEF for k in classes}
    total = math.fsum(wanted.values())
    added = {k: math.log(wanted[k] / total / share[k]) for k in classes}
    return [added[min(met[sample], MOST)] for sample in test]
