"""The hyperparameters of a sequence-to-sequence memory: defaults, checks, limits."""

from __future__ import annotations

from dataclasses import dataclass

from .._support.arguments import whole
from ..errors import ParameterError

LEAST = {"budget": 1, "rng": 0}
# What a file can ask for, too: of the budget some months, of a seed what numpy takes
# from a system's own source of chance.
LARGEST = {"budget": 10**13, "rng": 2**128 - 1}


@dataclass(frozen=True)
class Hyperparameters:
    """What a memory's programs depend on, beside its pairs.

    Whatever kind of integer is given, a plain one is kept.

    Parameters
    ----------
    budget, rng : int
        See :class:`plastic.seq2seq.Seq2SeqMemory`.

    Raises
    ------
    ParameterError
        One is no whole number, or outside its limits.

    Examples
    --------
    >>> Hyperparameters(budget=0)
    Traceback (most recent call last):
    plastic.errors.ParameterError: budget must be at least 1, not 0
    """

    budget: int = 3_000_000
    rng: int = 0

    def __post_init__(self) -> None:
        for name, given in self.as_dict().items():
            number = int(whole(given, name, LEAST[name]))
            if number > LARGEST[name]:
                raise ParameterError(f"{name} must be at most {LARGEST[name]:,}")
            object.__setattr__(self, name, number)

    def changed(self, **params: int) -> Hyperparameters:
        """Give these with some others in their place."""
        unknown = params.keys() - LEAST.keys()
        if unknown:
            raise ParameterError(
                f"no hyperparameter {', '.join(sorted(unknown))}; there are: "
                f"{', '.join(LEAST)}"
            )
        return Hyperparameters(**{**self.as_dict(), **params})

    def as_dict(self) -> dict[str, int]:
        """Give them by name."""
        return {name: getattr(self, name) for name in LEAST}
