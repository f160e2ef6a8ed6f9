"""Numbers as facts: in which part of its scale, told finely and coarsely.

A scale has so many parts between two values, and as many as are needed beyond: what
is out of range gets a part of its own, by counting on.  Told at several finenesses,
near values share the coarse parts; where two near values lie on both sides of a
border, they share those of a scale that is shifted by half a part.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .._support.arguments import flag, positive, whole
from .._support.short import short
from ..errors import ParameterError
from .facts import (
    MISSING,
    MOST_KEPT,
    Encoder,
    Fact,
    as_number,
    is_missing,
    is_strange,
    strange,
)

if TYPE_CHECKING:
    from typing_extensions import Self


@dataclass(frozen=True)
class Number(Encoder):
    """A number, by the part of a scale that it lies in.

    Parameters
    ----------
    parts : sequence of int, default (4, 8, 16)
        Into how many parts the scale is divided, at each fineness; each number
        divides the greatest.
    shift : bool, default False
        Whether the same is told of a scale shifted by half a part, too.
    step : float, optional
        How wide the finest part is.  None: the range of the values that it is
        fitted to, divided by the greatest of `parts`.
    origin : float, default 0
        Where a part begins.  Where `step` is None, the smallest of these values.
    of : str, optional
        Which field of a record it reads; None: the one that it is called by.

    Raises
    ------
    ParameterError
        One of these cannot be; or it is used before its step is known.

    Notes
    -----
    ``facts`` has a fact for each of the parts, finest first, and once more for
    the shifted ones, marked by a prime.  None and NaN are :data:`plastic.MISSING`
    in all places.  Infinite values have the part ``inf`` or ``-inf``.  What is no
    number, text too, is the fact of its type.

    Examples
    --------
    >>> number = Number(parts=(4, 8), shift=True, step=1)
    >>> number.facts(5.9)
    (('/8', 5), ('/4', 2), ("/8'", 6), ("/4'", 3))
    >>> sorted(number.sdr(5.9) & number.sdr(6.1))  # on both sides of a border
    [("/4'", 3), ("/8'", 6)]
    >>> Number().fitted([0, 10, 20, 40]).step
    2.5
    >>> number.sample([0.5, 1.5, 100.0])
    (('/8', 0), ('/8', 1), ('/8', 100))
    """

    parts: Sequence[int] = (4, 8, 16)
    shift: bool = False
    step: float | None = None
    origin: float = 0.0
    of: str | None = None
    _kept: dict[int, tuple[Fact, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        try:
            given = [whole(part, "a part", least=1) for part in self.parts]
        except TypeError as error:
            raise ParameterError(
                f"parts must be whole numbers, not {short(self.parts)}"
            ) from error
        parts = tuple(sorted({*given}))
        if not parts or any(parts[-1] % part for part in parts):
            raise ParameterError(
                f"each of parts={short(self.parts)} must divide the greatest"
            )
        object.__setattr__(self, "parts", parts)
        object.__setattr__(self, "shift", flag(self.shift, "shift"))
        if self.step is not None:
            step = positive(self.step, "step")
            origin = as_number(self.origin)
            if not math.isfinite(step) or origin is None or not math.isfinite(origin):
                raise ParameterError("step and origin must be finite numbers")
            object.__setattr__(self, "step", step)
            object.__setattr__(self, "origin", origin)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """What the facts are called: ``/16``, ``/8``, and these with a prime."""
        names = [f"/{part}" for part in reversed(self.parts)]
        return (*names, *[f"{name}'" for name in names if self.shift])

    @property
    def is_fitted(self) -> bool:
        """Whether its step is known."""
        return self.step is not None

    def fitted(self, values: Iterable[Any]) -> Self:
        """Give the encoder whose scale is the range of these values.

        What is missing, infinite or no number does not count.  Where all are
        alike, the scale is as long as that value is large, or 1.
        """
        if self.step is not None:
            return self
        numbers = [as_number(value) for value in values]
        finite = [x for x in numbers if x is not None and math.isfinite(x)]
        low, high = min(finite, default=0.0), max(finite, default=0.0)
        step = high / self.parts[-1] - low / self.parts[-1]
        if not step > 0:  # of numbers that are hardly there 0, too
            step = (abs(high) or 1.0) / self.parts[-1] or 1.0
        return replace(self, step=step, origin=low)

    def is_like(self, other: Encoder) -> bool:
        """Whether another one is the same, but for a scale that is not known yet."""
        if self.step is None and isinstance(other, Number):
            other = replace(other, step=None, origin=self.origin)
        return self == other

    def facts(self, value: Any) -> tuple[Fact, ...]:
        """Give the facts of a number: see the class."""
        if value.__class__ is not float:
            if is_missing(value):
                return self.same(MISSING)
            number = None if is_strange(value) else as_number(value)
            if number is None:
                return self.same(strange(value))
            value = number
        if value != value:
            return self.same(MISSING)
        if self.step is None:
            raise ParameterError(
                "the step of this Number is not known yet: give step=, or use what "
                "fitted(values) gives"
            )
        half = (value - self.origin) / self.step * 2
        if half - half:  # infinite, or NaN
            return self.same_part(half)
        at = math.floor(half)
        found = self._kept.get(at)
        if found is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            found = self._kept[at] = self._at(at)
        return found

    def same_part(self, part: float) -> tuple[Fact, ...]:
        """Give the facts of what lies in one part at every fineness: infinity.

        Examples
        --------
        >>> len(Number(step=1).same_part(0.5)) == len(Number(step=1).codes)
        True
        """
        return tuple((code, part) for code in self.codes)

    def _at(self, half: int) -> tuple[Fact, ...]:
        """Give the facts of what lies in a half of a finest part, counted from 0."""
        finest, found = self.parts[-1], list[Fact]()
        for shifted in range(1 + self.shift):
            for part in reversed(self.parts):
                halves = finest // part  # in half of such a part
                at = (half + halves * shifted) // (2 * halves)
                found.append((self.codes[len(found)], at))
        return tuple(found)

    def value(self, symbol: Fact) -> float | None:
        """Give the middle of the finest part that a symbol stands for.

        None: it stands for none.
        """
        if self.step is None or type(symbol) is not tuple or symbol[0] != self.codes[0]:
            return None
        part: float = symbol[1]
        return self.origin + (part + 0.5) * self.step


@dataclass(frozen=True)
class Difference(Number):
    """How much a number differs from the one before it, by the part of a scale.

    Parameters are those of :class:`Number`; `of` names the field.  Zero lies in the
    middle of a part.

    Notes
    -----
    ``facts`` is given a difference.  In a view it is worked out: where this value or
    the one before it is missing, the difference is, too.

    Examples
    --------
    >>> change = Difference(parts=(2, 4), step=10, of="load")
    >>> change.facts(3), change.facts(-8)
    ((('/4', 0), ('/2', 0)), (('/4', -1), ('/2', -1)))
    >>> change.sample([100, 103, 95])
    (('missing',), ('/4', 0), ('/4', -1))
    """

    def fitted(self, values: Iterable[Any]) -> Self:
        """Give the encoder whose scale is the range of these differences."""
        if self.step is not None:
            return self
        found = super().fitted(values)
        assert found.step is not None
        return replace(found, origin=-found.step / 2)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.step is not None and self.origin == 0.0:
            object.__setattr__(self, "origin", -self.step / 2)

    def between(self, before: Any, value: Any) -> float | None:
        """Give the difference of two values; None: one of them is no number.

        Examples
        --------
        >>> Difference().between(20, 23)
        3.0
        """
        first, second = as_number(before), as_number(value)
        if first is None or second is None:
            return None
        difference = second - first
        return None if difference != difference else difference

    def onto(self, before: Any, difference: Any) -> float | None:
        """Give the value that differs so from another; None: there is none.

        Examples
        --------
        >>> Difference().onto(20, 3)
        23.0
        """
        first, by = as_number(before), as_number(difference)
        return None if first is None or by is None else first + by

    def sample(self, values: Sequence[Any]) -> tuple[Fact, ...]:
        """Give the differences of values as a sample; the first one is missing."""
        pairs = zip([None, *values], values)
        return tuple(self.symbol(self.between(*pair)) for pair in pairs)
