"""What a stream was told: its arguments, checked, and as JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

from .._support.arguments import whole
from .._support.short import short
from ..errors import ParameterError
from .classes import Category, Flag, Missing
from .clocks import Calendar, Cycle
from .facts import Encoder
from .orders import Order, orders_of, parse
from .quantities import Difference, Number
from .view import View
from .window import Window

MOST_BACK = 100  # records; what a run of pasts hands down is a product of so many
ENCODERS: dict[str, type[Encoder]] = {
    kind.__name__: kind
    for kind in (Number, Difference, Cycle, Calendar, Category, Flag, Missing)
}


@dataclass(frozen=True)
class Settings:
    """What a stream was told.

    Attributes
    ----------
    view, target, window, horizon, decay, orders, settle, time
        See :class:`plastic.Stream`.
    """

    view: View
    target: str
    window: int | dt.timedelta | None
    horizon: int
    decay: float | None
    orders: tuple[tuple[str, ...], ...]
    settle: int
    time: str

    @classmethod
    def checked(
        cls, view: View, target: str | None, orders: Any, **others: Any
    ) -> Settings:
        """Make settings of what was given.

        Raises
        ------
        ParameterError
            Something of it cannot be.
        """
        if target is None:
            if len(view.encoders) > 1:
                raise ParameterError(
                    "which of the view is to be predicted? Give target=, one of "
                    f"{', '.join(view.encoders)}"
                )
            (target,) = view.encoders
        view.place(target)
        horizon = whole(others["horizon"], "horizon", least=1, most=MOST_BACK)
        whole(others["settle"], "settle", least=1)
        if not isinstance(others["time"], str):
            raise ParameterError(
                f"time must be the name of a field, not {short(others['time'])}"
            )
        Window(others["window"], others["decay"])  # refuses what cannot be
        named = orders_of(view, target, orders, horizon)
        return cls(view, target, orders=named, **others)

    def fitted(self, records: list[Any]) -> Settings:
        """Give the same for encoders that know their scale."""
        return replace(self, view=self.view.fitted(records))

    def as_dict(self) -> dict[str, Any]:
        """Give the arguments."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @property
    def encoder(self) -> Encoder:
        """The encoder of what is predicted."""
        return self.view.encoders[self.target]

    @cached_property
    def place(self) -> int:
        """Which of the encoders that is."""
        return self.view.place(self.target)

    @cached_property
    def limits(self) -> Window:
        """How long records are held."""
        return Window(self.window, self.decay)

    @cached_property
    def parsed(self) -> tuple[Order, ...]:
        """The orders, read."""
        return tuple(parse(self.view, self.target, order) for order in self.orders)

    @cached_property
    def lags(self) -> int:
        """How many records back the farthest look goes; 1 at least."""
        return max([1, *(order.lags for order in self.parsed)])

    # As JSON -----------------------------------------------------------------------

    def to_json(self) -> dict[str, Any]:
        """Give plain values that :meth:`from_json` reads.

        Raises
        ------
        ParameterError
            An encoder is none of plastic's.
        """
        span = self.window
        if isinstance(span, dt.timedelta):
            span = {"seconds": span.total_seconds()}  # type: ignore[assignment]
        encoders = {
            name: _encoder_json(name, encoder)
            for name, encoder in self.view.encoders.items()
        }
        return {
            **self.as_dict(),
            "window": span,
            "view": {"encoders": encoders, "alone": self.view.alone},
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Settings:
        """Read what :meth:`to_json` gave.

        Raises
        ------
        ParameterError, KeyError, TypeError, ValueError, AttributeError
            It is something else.
        """
        given = dict(values)
        seen = given.pop("view")
        encoders = {
            name: _encoder_of(kind, settings)
            for name, (kind, settings) in seen["encoders"].items()
        }
        if isinstance(given["window"], dict):
            given["window"] = dt.timedelta(**given["window"])
        return cls.checked(View(encoders, bool(seen["alone"])), **given)


def _encoder_json(name: str, encoder: Encoder) -> list[Any]:
    kind = type(encoder).__name__
    if ENCODERS.get(kind) is not type(encoder):
        raise ParameterError(
            f"{name}: a {kind} cannot be saved, only plastic's own encoders can"
        )
    told = {
        field.name: getattr(encoder, field.name)
        for field in fields(encoder)  # type: ignore[arg-type]
        if not field.name.startswith("_")
    }
    return [kind, told]


def _encoder_of(kind: str, told: dict[str, Any]) -> Encoder:
    if kind == "Calendar":
        return Calendar(*told["parts"], of=told["of"])
    return ENCODERS[kind](**told)
