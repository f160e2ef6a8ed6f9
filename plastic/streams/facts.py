"""A record is a set of facts; an encoder tells those of one value.

A fact is a bit of a sparse distributed representation: hardly any of all the facts
that there could be hold of a value, and values that are alike share many.  An
encoder gives them in an order, *from fine to coarse*, so that what two values share
is an end of both: just what a concept is, the common suffix of two pasts.

What cannot be encoded is a fact, too, for a sensor that is silent says something:
:data:`MISSING` for None and NaN, ``("type", "list")`` for what is of a type that
does not belong there.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

if TYPE_CHECKING:
    from typing_extensions import Self

Fact: TypeAlias = Hashable  # a tuple that says what it tells, and then what it is

MISSING = ("missing",)  # what None, NaN and an absent field are

MOST_KEPT = 10_000  # values whose facts are kept for the next time


class Encoder(ABC):
    """What turns a value into facts.

    Encoders are frozen dataclasses: pure functions with their settings.  `of` names
    the field of a record that one reads, where it is not the one that it is
    called by in a view.
    """

    of: str | None
    has_values: ClassVar[bool] = True  # a symbol stands for one, see :meth:`value`

    @abstractmethod
    def facts(self, value: Any) -> tuple[Fact, ...]:
        """Give the facts of a value, from fine to coarse: always equally many.

        Examples
        --------
        >>> import plastic
        >>> plastic.Number(step=0.5).facts(20.3)
        (('/16', 40), ('/8', 20), ('/4', 10))
        """

    @property
    @abstractmethod
    def codes(self) -> tuple[str, ...]:
        """What the facts are called, each at its place, as in ``"value/8"``."""

    @property
    def is_fitted(self) -> bool:
        """Whether all is known that it needs to know of the data."""
        return True

    def fitted(self, values: Iterable[Any]) -> Self:
        """Give the same encoder, for data like these.

        Examples
        --------
        >>> import plastic
        >>> thermometer = plastic.Number().fitted([20.1, 20.6, 21.4, 20.9])
        >>> thermometer.is_fitted, thermometer.step
        (True, 0.08124999999999982)
        """
        return self

    def is_like(self, other: Encoder) -> bool:
        """Whether another one is the same, but for what this one does not know yet.

        Examples
        --------
        >>> import plastic
        >>> plastic.Number(step=1).is_like(plastic.Number(step=2))
        False
        """
        return self == other

    def symbol(self, value: Any) -> Fact:
        """Give the finest fact of a value: the symbol that stands for it.

        Examples
        --------
        >>> import plastic
        >>> plastic.Category().symbol("red"), plastic.Number(step=0.5).symbol(20.3)
        ('red', ('/16', 40))
        """
        return self.facts(value)[0]

    def value(self, symbol: Fact) -> Any:
        """Give a value that a symbol stands for; None: there is none.

        Examples
        --------
        >>> import plastic
        >>> number = plastic.Number(step=0.5)
        >>> number.value(number.symbol(20.3))
        20.25
        """
        return None if symbol == MISSING or is_strange(symbol) else symbol

    def sdr(self, value: Any) -> frozenset[Fact]:
        """Give the active bits of a value's sparse distributed representation.

        How many bits two values share, ``len(a & b)``, says how alike they are.

        Examples
        --------
        >>> import plastic
        >>> number = plastic.Number(step=1)
        >>> near, far = (len(number.sdr(20) & number.sdr(other)) for other in (21, 90))
        >>> near > far
        True
        """
        return frozenset(self.facts(value))

    def sample(self, values: Sequence[Any]) -> tuple[Fact, ...]:
        """Give a sequence of values as a sample for a memory: a symbol for each.

        Examples
        --------
        >>> import plastic
        >>> plastic.Category().sample(["red", "green", None])
        ('red', 'green', ('missing',))
        """
        return tuple(map(self.symbol, values))

    def same(self, fact: Fact) -> tuple[Fact, ...]:
        """Give one fact in the place of all: of what cannot be encoded.

        Examples
        --------
        >>> import plastic
        >>> hour = plastic.Cycle("hour")
        >>> hour.codes, hour.same("?")
        (('hour/1', "hour/1'"), ('?', '?'))
        """
        return (fact,) * len(self.codes)


def is_missing(value: Any) -> bool:
    """Whether a value is None or NaN: what pandas, polars and sensors leave out.

    >>> is_missing(None), is_missing(float("nan")), is_missing(0), is_missing("")
    (True, True, False, False)
    """
    if value is None:
        return True
    try:
        return bool(value != value)
    except Exception:  # noqa: BLE001 - an array, or pandas.NA, which has no truth
        return type(value).__name__ == "NAType"


def strange(value: Any) -> Fact:
    """Give the fact that a value is of a type that does not belong there.

    >>> strange([1, 2])
    ('type', 'list')
    """
    if is_strange(value):  # it was one when the stream was saved
        return value
    return ("type", type(value).__name__)


def is_strange(value: Any) -> bool:
    """Whether this is a fact as :func:`strange` gives it."""
    return type(value) is tuple and len(value) == 2 and value[0] == "type"


def as_number(value: Any) -> float | None:
    """Give a value as a float; None: it is no number.  Text is none.

    >>> import decimal, numpy
    >>> as_number(decimal.Decimal("1.5")), as_number(numpy.int8(3)), as_number("3")
    (1.5, 3.0, None)
    """
    if isinstance(value, (str, bytes, bytearray)):
        return None
    try:
        return float(value)
    except OverflowError:  # an int beyond all floats
        return math.inf if value > 0 else -math.inf
    except Exception:  # noqa: BLE001 - whatever somebody else's type raises
        return None
