"""Values without a scale as facts: names, flags, and whether there is one at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from .facts import MISSING, Encoder, Fact, is_missing, strange


@dataclass(frozen=True)
class Category(Encoder):
    """A value that is one of many: a name, a code, a word.

    Parameters
    ----------
    of : str, optional
        Which field of a record it reads; None: the one that it is called by.

    Notes
    -----
    The value is its only fact, as it is.  What is equal is the same, as everywhere
    in Python: 1, 1.0 and True.  None and NaN are :data:`plastic.MISSING`; what is
    not hashable is the fact of its type.

    Examples
    --------
    >>> Category().facts("open"), Category().facts(None), Category().facts([1])
    (('open',), (('missing',),), (('type', 'list'),))
    """

    of: str | None = None
    codes: ClassVar[tuple[str, ...]] = ("",)

    def facts(self, value: Any) -> tuple[Fact, ...]:
        """Give the value itself."""
        if value.__class__ is str:
            return (value,)
        if is_missing(value):
            return (MISSING,)
        try:
            hash(value)
        except Exception:  # noqa: BLE001 - whatever somebody else's type raises
            return (strange(value),)
        return (value.item() if isinstance(value, np.generic) else value,)


@dataclass(frozen=True)
class Flag(Encoder):
    """Yes or no.

    Parameters
    ----------
    of : str, optional
        Which field of a record it reads; None: the one that it is called by.

    Notes
    -----
    What equals True or False is a flag; anything else, text too, is the fact of its
    type.

    Examples
    --------
    >>> Flag().facts(True), Flag().facts(0), Flag().facts("no")
    ((True,), (False,), (('type', 'str'),))
    """

    of: str | None = None
    codes: ClassVar[tuple[str, ...]] = ("",)

    def facts(self, value: Any) -> tuple[Fact, ...]:
        """Give True or False."""
        if is_missing(value):
            return (MISSING,)
        if isinstance(value, (bool, int, float, np.generic)) and value in (0, 1):
            return (bool(value),)
        return (strange(value),)


@dataclass(frozen=True)
class Missing(Encoder):
    """Whether a value is there at all: None, NaN and absent fields are not.

    Parameters
    ----------
    of : str, optional
        Which field of a record it reads; None: the one that it is called by.

    Examples
    --------
    >>> Missing().facts(None), Missing().facts(0.0)
    ((('missing',),), (('there',),))
    """

    of: str | None = None
    codes: ClassVar[tuple[str, ...]] = ("",)

    def facts(self, value: Any) -> tuple[Fact, ...]:
        """Give :data:`plastic.MISSING`, or ``("there",)``."""
        return (MISSING if is_missing(value) else ("there",),)
