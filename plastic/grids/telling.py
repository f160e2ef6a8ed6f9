"""Telling: a program and an answer as text, and as a picture."""

from __future__ import annotations

from .answer import GridAnswer
from .drawing import explained
from .explanation import Explanation
from .grid import Grid


class GridProgram:
    """What explains the pairs of a task: print it.

    Attributes
    ----------
    explanation : Explanation
        The shortest one.
    """

    def __init__(self, explanation: Explanation) -> None:
        self.explanation = explanation

    def __str__(self) -> str:
        kind, bits = self.explanation.kind, self.explanation.bits
        return "\n".join([f"{kind}, {bits:.1f} bits:", *self.explanation.rows])

    def __repr__(self) -> str:
        return (
            f"<GridProgram: {self.explanation.kind}, {self.explanation.bits:.1f} bits>"
        )


class GridRun:
    """An answer and why it is given: print it, or look at it in a notebook.

    Attributes
    ----------
    source : Grid
        What was asked.
    answers : list of GridAnswer
        The best first.
    """

    def __init__(self, source: Grid, answers: list[GridAnswer]) -> None:
        self.source, self.answers = source, answers

    def __str__(self) -> str:
        best = self.answers[0]
        program = str(GridProgram(best.explanation))
        sure = f"right with a probability of {best.confidence:.0%}"
        return f"{best.grid}\n{sure}, by {program}"

    def _repr_svg_(self) -> str:
        return explained(self.source, self.answers)
