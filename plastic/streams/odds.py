"""How rare is too rare: probabilities in plain words, and as a score.

*Evidence* is minus the log of a probability, in nats: that of something as odd as this
among what is usual.  A *score* is the same between 0 and 1, for those who compare
and plot: each factor of 1,000 halves the distance to 1.
"""

from __future__ import annotations

import math
import re

from .._support.short import short
from ..errors import ParameterError

HALVES = math.log(1_000)  # nats; so that a score of .5 is one in a thousand

_WORDS = {
    **{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5},
    **{"ten": 10, "twenty": 20, "fifty": 50, "hundred": 100},
    **{"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000},
}
_ODDS = re.compile(r"(?P<some>.+?) (?:in|of) (?P<all>.+)", re.IGNORECASE)


def as_rate(given: str | float) -> float:
    """Give a rate that is told in plain words, or as a number.

    Parameters
    ----------
    given : str or float
        ``"one in a thousand records"``, ``"2 in 1,000"`` or 0.001.  What is counted
        may be said, and is not looked at.

    Returns
    -------
    float
        Above 0, below 1.

    Raises
    ------
    ParameterError
        It is no such rate.

    Examples
    --------
    >>> as_rate("one in a thousand records"), as_rate("2 in ten thousand")
    (0.001, 0.0002)
    """
    if isinstance(given, str):
        told = _ODDS.fullmatch(given.strip())
        some, of = (_number(told["some"]), _number(told["all"])) if told else (0, 0)
        rate = some / of if of else 0.0
    else:
        try:
            rate = float(given)
        except (TypeError, ValueError, OverflowError):
            rate = 0.0
    if not 0 < rate < 1:
        raise ParameterError(
            f"{short(given)} is no rate: say it in words, such as "
            '"one in a thousand records", or as a number between 0 and 1'
        )
    return rate


def _number(words: str) -> float:
    """Multiply what is said before the first word that is no number; 0: nothing is."""
    product = 0.0
    for word in words.lower().split():
        digits = word.replace(",", "").replace("_", "")
        number = float(digits) if digits.isdecimal() else _WORDS.get(word, 0)
        if not number:
            break
        product = (product or 1.0) * number
    return product


def as_words(evidence: float) -> str:
    """Say in words how rare something is.

    >>> as_words(0.0), as_words(-math.log(0.00123)), as_words(99.0)
    ('as usual', 'one in 810', 'one in 10,000,000,000 or less')
    """
    if evidence < math.log(2):
        return "as usual"
    if evidence > math.log(1e10):
        return "one in 10,000,000,000 or less"
    odds = math.exp(evidence)
    digits = max(int(math.log10(odds)) - 1, 0)  # two of them say enough
    return f"one in {round(odds, -digits):,.0f}"


def as_score(evidence: float) -> float:
    """Give evidence as a score: from 0, as usual, up to 1.

    >>> [as_score(n * HALVES) for n in (0, 1, 2)]
    [0.0, 0.5, 0.75]
    """
    return 1 - 2 ** (-max(evidence, 0.0) / HALVES)


def as_evidence(score: float) -> float:
    """Give the evidence that a score stands for: the inverse of :func:`as_score`."""
    return math.inf if score >= 1 else -HALVES * math.log2(1 - score)
