"""What a detector says: how odd something is, whether that is an alarm, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from .odds import as_words


class Verdict(NamedTuple):
    """What a detector says of a record, or of a session.

    Attributes
    ----------
    score : float
        How odd it is: 0 is as usual, .5 one in a thousand, .75 one in a million.
    is_alarm : bool
        It is rarer than the detector's threshold, and no alarm goes on already.
    evidence : float
        Minus the log of how rare it is, in nats.
    of : mapping of str to float
        The same in each of the ways in which it was looked at.
    why : str
        What made it odd, of an alarm.
    is_resting : bool
        Something as odd came within the rest before it.

    Examples
    --------
    >>> import plastic
    >>> detector = plastic.AnomalyDetector(settle=20)
    >>> verdict = [detector.push(t % 5) for t in range(100)][-1]
    >>> verdict.is_alarm, detector.push(99).is_alarm
    (False, True)
    """

    score: float
    is_alarm: bool
    evidence: float
    of: Mapping[str, float]
    why: str = ""
    is_resting: bool = False

    def __str__(self) -> str:
        alarm = "alarm: " if self.is_alarm else ""
        why = f": {self.why}" if self.why else ""
        return f"{alarm}{as_words(self.evidence)} (score {self.score:.3f}){why}"

    def as_dict(self) -> dict[str, Any]:
        """Give it as what JSON, or a row of a table, can hold.

        Examples
        --------
        >>> Verdict(0.0, False, 0.0, {}).as_dict()
        {'score': 0.0, 'alarm': False, 'odds': 'as usual', 'why': ''}
        """
        return {
            "score": round(self.score, 6),
            "alarm": self.is_alarm,
            "odds": as_words(self.evidence),
            "why": self.why,
        }
