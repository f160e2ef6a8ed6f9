r"""Arguments: several inputs of one program, written as one source.

``Arguments("report_2024.xlsx", 2)`` is what a function would be given.  A tuple would
be a sequence, of symbols.  Inputs are texts, or numbers as they are written, and stand
in one text with tabs between, as the cells of a table do.
"""

from __future__ import annotations

import numbers
from typing import TYPE_CHECKING, Any

from .._support.short import short
from ..errors import SampleError, SampleTypeError

if TYPE_CHECKING:
    from typing_extensions import Self

TAB = "\t"


class Arguments(str):
    r"""Several inputs as one source.

    Parameters
    ----------
    *values : str, int or float
        The inputs.

    Raises
    ------
    SampleTypeError
        One of them is neither a text nor a number.
    SampleError
        A text holds a tab, which parts one input from the next, or there is none.

    Examples
    --------
    >>> import plastic
    >>> from plastic import Arguments
    >>> pairs = [(Arguments("a_b_c", 2), "b"), (Arguments("x_y", 1), "x")]
    >>> memory = plastic.Seq2SeqMemory().fit(pairs)
    >>> memory.predict(Arguments("red_green_blue", 3))
    'blue'
    """

    __slots__ = ()

    def __new__(cls, *values: Any) -> Self:
        """Write them as one text."""
        if not values:
            raise SampleError("there are no arguments: give one input or several")
        return super().__new__(cls, TAB.join(map(_text, values)))

    @property
    def values(self) -> tuple[str, ...]:
        """The inputs, as texts.

        Examples
        --------
        >>> from plastic import Arguments
        >>> Arguments("red_green_blue", 3).values
        ('red_green_blue', '3')
        """
        return tuple(self.split(TAB))

    def __repr__(self) -> str:
        return f"Arguments({', '.join(map(repr, self.values))})"


def _text(value: Any) -> str:
    is_number = isinstance(value, numbers.Real) and not isinstance(value, bool)
    if not isinstance(value, str) and not is_number:
        raise SampleTypeError(
            f"an argument is a text or a number, not {short(value)}: a task whose "
            "sources are sequences of symbols takes one sequence"
        )
    text = str(value)
    if TAB in text:
        raise SampleError(
            f"the argument {short(text)} holds a tab, which parts arguments: replace it"
        )
    return text
