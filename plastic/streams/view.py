"""A view: which facts of a record are looked at, each field by its encoder.

A record is a mapping of fields to values, or, where there is but one encoder and no
name for it, the value itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from .._support.short import short
from ..errors import ParameterError, SampleTypeError
from .facts import Encoder, Fact
from .quantities import Difference

if TYPE_CHECKING:
    from typing_extensions import Self

Facts: TypeAlias = "tuple[tuple[Fact, ...], ...]"  # of each encoder, in their order

ALONE = "value"  # what the one encoder is called of a record that is a value


@dataclass(frozen=True)
class View:
    """Which facts of a record are looked at.

    Made by :func:`plastic.view`, or by a stream of an encoder that it is given.

    Parameters
    ----------
    encoders : mapping of str to Encoder
        By what each is called.
    alone : bool
        Whether a record is the value itself, of the one encoder that there is.

    Raises
    ------
    ParameterError
        There is no encoder, or something else among them.
    """

    encoders: Mapping[str, Encoder]
    alone: bool = False

    def __post_init__(self) -> None:
        if not self.encoders:
            raise ParameterError("a view needs one encoder at least")
        for name, encoder in self.encoders.items():
            if not isinstance(encoder, Encoder):
                raise ParameterError(
                    f"{name}={short(encoder)} is no encoder: give a plastic.Number, "
                    "Cycle, Calendar, Category, Flag, Difference or Missing, with its "
                    "parentheses"
                )
            if isinstance(encoder, Difference) and encoder.of is None:
                raise ParameterError(
                    f"{name} needs to know of which field it is the difference: "
                    "Difference(of=...)"
                )
        object.__setattr__(self, "encoders", MappingProxyType(dict(self.encoders)))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (dict(self.encoders), self.alone)

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """Which field each encoder reads, in their order."""
        return tuple(
            name if encoder.of is None else encoder.of
            for name, encoder in self.encoders.items()
        )

    @cached_property
    def _readers(self) -> tuple[tuple[str, Encoder, bool], ...]:
        return tuple(
            (field, encoder, isinstance(encoder, Difference))
            for field, encoder in zip(self.fields, self.encoders.values())
        )

    def place(self, name: str) -> int:
        """Give the place of an encoder among the others.

        Raises
        ------
        ParameterError
            There is none of that name.
        """
        try:
            return [*self.encoders].index(name)
        except ValueError as error:
            raise ParameterError(
                f"there is no {short(name)} in the view: it has "
                f"{', '.join(self.encoders)}"
            ) from error

    # Records -----------------------------------------------------------------------

    def checked(self, record: Any) -> Any:
        """Give a record that can be read.

        Raises
        ------
        SampleTypeError
            It is no mapping, where fields are read.
        """
        if self.alone or isinstance(record, Mapping):
            return record
        if hasattr(record, "_asdict"):  # a named tuple, as pandas' itertuples gives
            return record._asdict()
        if hasattr(record, "to_dict"):  # a Series
            return record.to_dict()
        raise SampleTypeError(
            f"{short(record)} is no record: give a mapping with the fields "
            f"{', '.join(dict.fromkeys(self.fields))}"
        )

    def read(self, record: Any, field: str) -> Any:
        """Give a field of a record; None: it has none."""
        return record if self.alone else record.get(field)

    def facts(self, record: Any, before: Any = None) -> Facts:
        """Give the facts of a record: of each encoder, in their order.

        Parameters
        ----------
        record : mapping, or a value
            What to look at.  An absent field is missing.
        before : mapping, or a value, optional
            The record before it, for differences.
        """
        if self.alone:
            _, encoder, _ = self._readers[0]
            return (encoder.facts(record),)
        found = []
        for field, encoder, differs in self._readers:
            value = record.get(field)
            if differs:
                earlier = None if before is None else before.get(field)
                value = encoder.between(earlier, value)  # type: ignore[attr-defined]
            found.append(encoder.facts(value))
        return tuple(found)

    def sdr(self, record: Any, before: Any = None) -> frozenset[tuple[str, Fact]]:
        """Give the active bits of a record: pairs of an encoder's name and a fact."""
        return frozenset(
            (name, fact)
            for name, facts in zip(self.encoders, self.facts(record, before))
            for fact in facts
        )

    def sample(self, records: Iterable[Any]) -> tuple[Fact, ...]:
        """Give records as a sample for a memory.

        Each becomes one symbol: the finest fact of each encoder, as a tuple.
        """
        found, before = list[Fact](), None
        for record in map(self.checked, records):
            found.append(tuple(facts[0] for facts in self.facts(record, before)))
            before = record
        return tuple(found)

    # Encoders that must see data first ---------------------------------------------

    @cached_property
    def is_fitted(self) -> bool:
        """Whether all encoders know what they need to know of the data."""
        return all(encoder.is_fitted for encoder in self.encoders.values())

    def is_like(self, other: View) -> bool:
        """Whether another one is the same, but for what this one does not know yet."""
        return (
            self.alone == other.alone
            and [*self.encoders] == [*other.encoders]
            and all(
                encoder.is_like(other.encoders[name])
                for name, encoder in self.encoders.items()
            )
        )

    def fitted(self, records: Sequence[Any]) -> Self:
        """Give the same view, for records like these."""
        if self.is_fitted:
            return self
        known = [*map(self.checked, records)]
        encoders = {}
        for (field, encoder, differs), name in zip(self._readers, self.encoders):
            values = [self.read(record, field) for record in known]
            if differs and isinstance(encoder, Difference):
                values = [*map(encoder.between, values, values[1:])]
            encoders[name] = encoder.fitted(values)
        return replace(self, encoders=encoders)


def view(**encoders: Encoder) -> View:
    """Say which facts of a record are looked at.

    Parameters
    ----------
    **encoders : Encoder
        What each is called, and the encoder.  It reads the field of that name,
        unless its `of` names another one; cycles and calendars read ``"time"``.

    Returns
    -------
    View
        For :class:`plastic.Stream`; or to be used by itself.

    Raises
    ------
    ParameterError
        Something is no encoder.

    Examples
    --------
    >>> import plastic
    >>> seen = plastic.view(
    ...     load=plastic.Number(parts=(2, 4), step=1), hour=plastic.Cycle("hour", 2)
    ... )
    >>> record = {"load": 2.5, "time": "2024-03-15 23:30"}
    >>> seen.facts(record)
    ((('/4', 2), ('/2', 1)), (('hour/2', 11), ("hour/2'", 0)))
    >>> later = {"load": 3.2, "time": "2024-03-16 00:30"}
    >>> len(seen.sdr(record) & seen.sdr(later))
    2
    """
    return View(encoders)


def as_view(given: Any) -> View:
    """Give the view that a stream was told: one, an encoder, or none.

    Raises
    ------
    ParameterError
        It is neither.
    """
    if isinstance(given, View):
        return given
    if isinstance(given, Encoder):
        if isinstance(given, Difference):
            raise ParameterError(
                "a Difference needs a number beside it: plastic.view(value=Number(), "
                'change=Difference(of="value")) with target="change"'
            )
        return View({ALONE: given}, alone=True)
    if isinstance(given, Mapping):
        return View(given)
    raise ParameterError(
        f"view must be an encoder or what plastic.view() gives, not {short(given)}"
    )
