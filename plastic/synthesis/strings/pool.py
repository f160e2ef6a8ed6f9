"""The pool: what could be a piece of every target, by what it is on the examples.

A *value* is an expression and what it is on every row: the examples first, then the
*probes*, made-up sources by which expressions are told apart that do the same on the
examples.  Of thousands of values some ten to three hundred are a substring of every
target; these are kept, of equal ones the cheapest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ...errors import PlasticError
from .expression import Constant, Expression, Operation
from .texts import FirstUpper, Headline, Method

LONGEST_PIECE = 120  # of a target: longer ones are pieces only as a whole source
MOST_ALIKE = 8  # expressions that are kept for one behaviour on the examples
CASE_BITS: dict[Operation, float] = {
    Method("lower"): 3.0,
    Method("upper"): 3.0,
    Method("title"): 3.0,
    Method("capitalize"): 4.0,
    FirstUpper(): 5.0,
    Headline(): 5.5,
}
Rows = tuple[Any, ...]


class Spent(PlasticError):
    """No steps are left."""


class Steps:
    """Steps that may be spent: values that are tried, places that are reached.

    Parameters
    ----------
    limit : int
        How many.
    """

    def __init__(self, limit: int) -> None:
        self.limit, self.spent = limit, 0

    def spend(self, steps: int = 1) -> None:
        """Spend some.

        Raises
        ------
        Spent
            None are left.
        """
        if self.spent + steps > self.limit:
            self.spent = self.limit
            raise Spent("no steps are left")
        self.spent += steps


class Value:
    """An expression with what it is on every row.

    Parameters
    ----------
    shown : tuple
        What it is on the examples.
    bits : float
        How long it is.
    operation : Operation
        What computes it.
    arguments : tuple of Value
        Of what.
    rows : tuple, optional
        What it is on all rows, where it is not computed of arguments.
    """

    __slots__ = ("_rows", "arguments", "bits", "operation", "shown")

    def __init__(
        self,
        shown: Rows,
        bits: float,
        operation: Operation,
        arguments: tuple[Value, ...] = (),
        rows: Rows | None = None,
    ) -> None:
        self.shown, self.bits, self._rows = shown, bits, rows
        self.operation, self.arguments = operation, arguments

    @property
    def rows(self) -> Rows:
        """On the examples, then on the probes; None where it is not defined.

        On the probes it is computed when that is first asked: few values are kept.
        """
        if self._rows is None:
            n, operation = len(self.shown), self.operation
            columns = zip(*(argument.rows[n:] for argument in self.arguments))
            self._rows = (*self.shown, *(operation.on(row) for row in columns))
        return self._rows

    @property
    def expression(self) -> Expression:
        """The expression."""
        arguments = tuple(argument.expression for argument in self.arguments)
        return Expression(self.operation, arguments, self.bits)


class Pool:
    """The values that could be pieces of all targets.

    Parameters
    ----------
    targets : sequence of str
        Those of the examples.
    size : int
        How many rows there are, probes included.
    steps : Steps
        What may be spent.
    """

    def __init__(self, targets: Sequence[str], size: int, steps: Steps) -> None:
        self.targets, self.n, self.steps = list(targets), len(targets), steps
        self.size = size
        self.first = targets[0]
        self.pieces = substrings(self.first)
        self.lowered = {piece.lower() for piece in self.pieces}
        self.targets_lowered = [target.lower() for target in targets]
        # Text on the first example -> that on the others -> values, the best first.
        self.values: dict[str, dict[tuple[str, ...], list[Value]]] = {}
        self._known: dict[Rows, Value] = {}

    def __len__(self) -> int:
        return len(self._known)

    def __iter__(self) -> Iterator[Value]:
        return iter(self._known.values())

    def compute(
        self, operation: Operation, *arguments: Value, bits: float
    ) -> Value | None:
        """Compute a value, whatever it is; None: an example has none.

        The bits are those of the operation alone.
        """
        self.steps.spend()
        shown: list[Any] = []
        for row in zip(*(argument.shown for argument in arguments)):
            made = operation(*row)
            if made is None:
                return None
            shown.append(made)
        total = bits + sum(argument.bits for argument in arguments)
        return Value(tuple(shown), total, operation, arguments)

    def offer(self, operation: Operation, *arguments: Value, bits: float) -> None:
        """Compute a text, and keep it where it, or its case changed, is a piece."""
        self.steps.spend()
        first = operation(*(argument.shown[0] for argument in arguments))
        if first is not None and first.lower() in self.lowered:
            value = self.compute(operation, *arguments, bits=bits)
            if value is not None:
                self.put_with_cases(value)

    def put_with_cases(self, value: Value) -> None:
        """Keep a text, and what changing its case makes of it."""
        text = value.shown[0]
        if (lowered := text.lower()) in self.lowered:
            self.put(value)
            if lowered == text.upper():
                return  # it has no case
            for operation, bits in CASE_BITS.items():
                shown = tuple(map(operation, value.shown))
                if shown != value.shown and shown[0] in self.pieces:
                    self.put(Value(shown, value.bits + bits, operation, (value,)))

    def put(self, value: Value) -> None:
        """Keep a text where it is a piece of every target."""
        shown = value.shown
        if shown[0] not in self.pieces or not self.is_piece(shown):
            return
        known = self._known.get(value.rows)
        if known is None:
            self._known[value.rows] = value
            behaviours = self.values.setdefault(shown[0], {})
            behaviours.setdefault(shown[1:], []).append(value)
        elif value.bits < known.bits:
            known.bits = value.bits
            known.operation, known.arguments = value.operation, value.arguments

    def is_piece(self, rows: Sequence[str | None]) -> bool:
        """Tell whether a text is a piece of every target but the first."""
        for row, target in zip(rows[1:], self.targets[1:]):
            if not row or row not in target:
                return False
        return True

    def pieces_from(
        self, start: int
    ) -> Iterator[tuple[int, tuple[str, ...], list[Value]]]:
        """Give what continues the first target: its end there, texts, and values."""
        for end in range(start + 1, len(self.first) + 1):
            for texts, values in self.values.get(self.first[start:end], {}).items():
                values.sort(key=_bits)
                yield end, texts, values[:MOST_ALIKE]


def always(pool: Pool, text: str, bits: float) -> Value:
    """Give what is the same on all rows."""
    return whole((text,) * pool.size, pool.n, bits, Constant(text))


def whole(
    rows: Rows,
    n: int,
    bits: float,
    operation: Operation,
    arguments: tuple[Value, ...] = (),
) -> Value:
    """Give a value of which all rows are known; so many of them are examples."""
    return Value(rows[:n], bits, operation, arguments, rows)


def _bits(value: Value) -> float:
    return value.bits


def substrings(text: str) -> set[str]:
    """Give all substrings of a text, of bounded length.

    >>> sorted(substrings("aba"))
    ['a', 'ab', 'aba', 'b', 'ba']
    """
    return {
        text[start:end]
        for start in range(len(text))
        for end in range(start + 1, min(len(text), start + LONGEST_PIECE) + 1)
    }
