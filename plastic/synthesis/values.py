"""Values: a type, and a behaviour on every source.

Two programs that give the same on all sources are one to whoever has to choose:
*observational equivalence*.  So what a search keeps is not programs but behaviours,
each with the cheapest program that shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from .expressions import Expression
from .vocabulary import Operation, Type

Rows = tuple[Any, ...]  # one value for each source; lists as tuples


class Value:
    """What an expression gives on every source.

    Attributes
    ----------
    kind : str
        Its type.
    rows : tuple
        The value on each source: first those of the pairs, then those to be answered.
    bits : int
        The price of the cheapest expression that gives it.
    operation : Operation
        What that does last.
    arguments : tuple of Value
        And to what.
    """

    __slots__ = ("arguments", "bits", "kind", "operation", "rows")

    def __init__(
        self,
        kind: Type,
        rows: Rows,
        bits: int,
        operation: Operation,
        arguments: tuple[Value, ...] = (),
    ) -> None:
        self.kind, self.rows, self.bits = kind, rows, bits
        self.operation, self.arguments = operation, arguments

    def __repr__(self) -> str:
        return f"<Value: {self.expression()}, {self.bits} bits>"

    def expression(self) -> Expression:
        """Give the program, for sources of its own."""
        return Expression(
            self.operation, tuple(each.expression() for each in self.arguments)
        )


def leaf(operation: Operation, sources: Sequence[Any]) -> Value:
    """Give the value of a leaf."""
    rows = tuple(operation.does(source) for source in sources)
    return Value(operation.gives, rows, operation.bits, operation)


def type_of(values: Iterable[Any]) -> Type:
    """Give the type that all values have.

    >>> type_of([1, 2]), type_of([(1, 2), ()]), type_of(["ab", "c"]), type_of([1, "a"])
    ('int', '[int]', 'word', 'symbol')
    >>> type_of([()]), type_of([((1,), (2, 3))])
    ('[symbol]', '[[int]]')
    """
    values = [*values]
    kinds = {type(value) for value in values}
    if kinds == {bool}:
        return "truth"
    if kinds == {int}:
        return "int"
    if kinds == {float}:
        return "float"
    if kinds == {str}:
        return "word"
    if kinds == {tuple}:
        return f"[{type_of(element for value in values for element in value)}]"
    return "symbol"


_PLAIN = {"truth": bool, "int": int, "float": float, "word": str}


def is_of(value: Any, kind: Type) -> bool:
    """Tell whether a value is of a type; of a type of anything all are.

    >>> is_of((True, 1), "[truth]"), is_of((), "[truth]"), is_of((1, "a"), "[symbol]")
    (False, True, True)
    """
    if kind.startswith("["):
        return type(value) is tuple and all(is_of(each, kind[1:-1]) for each in value)
    return kind not in _PLAIN or type(value) is _PLAIN[kind]
