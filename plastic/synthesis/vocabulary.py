"""Vocabulary: typed operations, each a line of Python with a price in bits.

An operation is what a program is made of.  *Its Python is its definition*: the text
that is compiled and run in a search is the text that a program prints, so that what
is shown cannot differ from what is done.  In it ``a``, ``b`` and ``c`` stand for the
arguments; what Python lacks is a function that was marked as a :func:`helper`.

A type is a word: ``int``, ``truth``, ``word`` (a string that is one symbol), ``text``
(a string that is a sequence), ``symbol`` (anything else), or a type in brackets, for
a sequence of that.  In a signature ``t`` stands for any type and ``o`` for one whose
values have an order::

    Operation.of("sort", "[o] -> [o]", 4, "sorted(a)", "{a} sorted")

There are no lambdas.  Instead an operation on single values is *lifted*: ``a + b`` of
two ints is also ``[x + b for x in a]`` of a list and an int, and of two lists that are
equally long.  That is map and zip; a comparison lifted is a list of truths, which is
what filter takes.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import product
from typing import Any, TypeVar

Type = str
VARIABLES = {"t": "any", "o": "ordered"}  # the letters that signatures use
ORDERED = ("int", "word", "text", "float")
ARGUMENTS = "abc"
# What an element of a, b, c is called in a lifted operation, whose own are x and y.
ELEMENTS = ("x", "y", "z")
OUTER_ELEMENTS = ("item", "other", "third")
# What an operation raises where it has no value, such as the maximum of nothing.
UNDEFINED = (ValueError, LookupError, ArithmeticError)

HELPERS: dict[str, Callable] = {}
Helper = TypeVar("Helper", bound=Callable)


def helper(function: Helper) -> Helper:
    """Let the Python of operations use a function, under its own name.

    It must need nothing but builtins, for a program that is printed as Python brings
    its source along.
    """
    HELPERS[function.__name__] = function
    return function


@dataclass(frozen=True)
class Operation:
    """What can be done in a program.

    Attributes
    ----------
    name : str
        What it is called in an expression.
    takes : tuple of str
        The types of its arguments.  None: it is a leaf, a constant or the source.
    gives : str
        The type of what it gives.
    bits : int
        What it costs, at least 1.
    code : str
        Its Python, an expression of ``a``, ``b``, ``c``; of a leaf, of ``source``.
    says : str
        In English, with ``{a}``, ``{b}``, ``{c}`` for the arguments.
    size : str
        The Python of how many symbols it gives, where that may be more than it takes:
        what is too much is never made.
    commutes : bool
        Whether its two arguments can change places.
    orders : bool
        Whether it compares or computes symbols, and does not only move them.
    """

    name: str
    takes: tuple[Type, ...]
    gives: Type
    bits: int
    code: str
    says: str
    size: str = ""
    commutes: bool = False
    orders: bool = False

    @classmethod
    def of(
        cls,
        name: str,
        signature: str,
        bits: int,
        code: str,
        says: str,
        size: str = "",
        commutes: bool = False,
    ) -> Operation:
        """Make one of a signature such as ``"[t], int -> t"``."""
        takes, gives = signature.split("->")
        types = tuple(part.strip() for part in takes.split(",") if part.strip())
        orders = re.search(r"\bo\b|\[int\]", takes) is not None
        gives = gives.strip()
        return cls(name, types, gives, bits, code, says, size, commutes, orders)

    @property
    def signature(self) -> str:
        """Its types, as a text."""
        return f"{', '.join(self.takes)} -> {self.gives}"

    @property
    def is_constant(self) -> bool:
        """Whether it is the same value, whatever the source."""
        return not self.takes and "source" not in self.code

    @cached_property
    def label(self) -> str:
        """Its name and its types: several operations may have the same name."""
        return f"{self.name}: {self.signature.strip()}"

    @cached_property
    def does(self) -> Callable[..., Any]:
        """What runs it on the values of its arguments, or of a leaf on the source."""
        return compiled(self.code, len(self.takes), self.gives)

    @cached_property
    def weighs(self) -> Callable[..., int] | None:
        """What tells how many symbols it would give, where that needs telling."""
        return compiled(self.size, len(self.takes), "int") if self.size else None

    def priced(self, bits: int) -> Operation:
        """Give it at another price."""
        return replace(self, bits=max(1, bits))


@cache
def compiled(code: str, arity: int, gives: Type) -> Callable[..., Any]:
    """Compile the Python of an operation; sequences are given as tuples.

    >>> compiled("a[::-1]", 1, "[int]")((1, 2))
    (2, 1)
    """
    if gives.startswith("["):
        code = f"tuple({code})"
    names = ", ".join(ARGUMENTS[:arity]) if arity else "source"
    # Only texts of this package come here, and constants as repr writes them.
    return eval(f"lambda {names}: {code}", HELPERS)


def constant(value: Any, kind: Type, bits: int, says: str = "") -> Operation:
    """Give the leaf that is always the same value."""
    text = repr(list(value) if isinstance(value, tuple) else value)
    return Operation(text, (), kind, bits, text, says or text)


def number_bits(number: int) -> int:
    """Give the price of a number: small and round ones are met more often.

    >>> [number_bits(number) for number in (0, 3, 7, 10, 99, -5, 4711)]
    [3, 3, 5, 4, 8, 7, 13]
    """
    size = abs(number)
    bits = 3 if size < 4 else 4 if size == 10 else 5 if size < 10 else 8
    return bits + 2 * (number < 0) + max(0, size.bit_length() - 8)


def source_leaf(kind: Type, bits: int = 1, index: int | None = None) -> Operation:
    """Give the leaf that is the source, or one of its arguments, counted from 0."""
    if index is None:
        return Operation("source", (), kind, bits, "source", "the source")
    name = f"source_{index + 1}"
    return Operation(name, (), kind, bits, f"source[{index}]", f"argument {index + 1}")


# Types in place of letters --------------------------------------------------------


def instances(operation: Operation, types: Iterable[Type]) -> Iterator[Operation]:
    """Give an operation for each way to put types in place of its letters.

    >>> sort = Operation.of("sort", "[o] -> [o]", 4, "sorted(a)", "{a} sorted")
    >>> [each.signature for each in instances(sort, ["int", "truth", "word"])]
    ['[int] -> [int]', '[word] -> [word]']
    """
    signature = operation.signature
    letters = [letter for letter in VARIABLES if re.search(rf"\b{letter}\b", signature)]
    types = [*types]
    choices = [
        types if letter == "t" else [kind for kind in types if kind in ORDERED]
        for letter in letters
    ]
    for chosen in product(*choices):
        put = dict(zip(letters, chosen))

        def at(kind: Type, put: Mapping[str, Type] = put) -> Type:
            return re.sub(r"\b[to]\b", lambda found: put[found[0]], kind)

        takes = tuple(map(at, operation.takes))
        yield replace(operation, takes=takes, gives=at(operation.gives))


# Map and zip ----------------------------------------------------------------------


def lifted(operation: Operation, over: Sequence[bool]) -> Operation:
    """Give an operation on lists in place of some of its arguments, element by element.

    >>> add = Operation.of("add", "int, int -> int", 4, "a + b", "{a} + {b}")
    >>> lifted(add, [True, False]).code, lifted(add, [True, True]).code
    ('[x + b for x in a]', '[x + y for x, y in zip(a, b, strict=True)]')
    """
    is_nested = re.search(r"\bfor\b", operation.code)
    elements = OUTER_ELEMENTS if is_nested else ELEMENTS
    named = [
        (argument, element)
        for argument, element, is_list in zip(ARGUMENTS, elements, over)
        if is_list
    ]
    inner = substituted(
        operation.code, {argument: ast.Name(element) for argument, element in named}
    )
    lists = ", ".join(argument for argument, _ in named)
    names = ", ".join(element for _, element in named)
    each = lists if len(named) == 1 else f"zip({lists}, strict=True)"
    body = ast.unparse(inner)
    if operation.gives.startswith("["):
        body = f"tuple({body})"  # a sequence that is an element is always a tuple
    takes = tuple(
        f"[{kind}]" if is_list else kind for kind, is_list in zip(operation.takes, over)
    )
    says = operation.says
    for argument, _ in named:
        says = says.replace(f"{{{argument}}}", f"each of {{{argument}}}")
    return replace(
        operation,
        takes=takes,
        gives=f"[{operation.gives}]",
        code=f"[{body} for {names} in {each}]",
        says=says,
        commutes=operation.commutes and all(over),
        orders=operation.orders or "[int]" in takes,
    )


def lifts(operation: Operation) -> Iterator[Operation]:
    """Give all ways to lift an operation, but what comes to the same in two.

    A test of a value against the elements of a list is one of these against the value.
    """
    is_turned = operation.commutes or operation.gives == "truth"
    for over in product([True, False], repeat=len(operation.takes)):
        if any(over) and not (is_turned and over == (False, True)):
            yield lifted(operation, over)


# Python as a tree -----------------------------------------------------------------


def substituted(code: str, put: Mapping[str, ast.expr]) -> ast.expr:
    """Parse a piece of Python, and put others in place of names.

    What can be worked out is: ``a[b - 1]`` with 3 for ``b`` is ``a[2]``.
    """
    return _Substitution(put).visit(_parsed(code).body)


def _parsed(code: str) -> ast.Expression:
    return ast.parse(code, mode="eval")


class _Substitution(ast.NodeTransformer):
    def __init__(self, put: Mapping[str, ast.expr]) -> None:
        self.put = put

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.put.get(node.id, node)

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        left, right = number(node.left), number(node.right)
        if left is not None and right is not None:
            if isinstance(node.op, ast.Add):
                return ast.Constant(left + right)
            if isinstance(node.op, ast.Sub):
                return ast.Constant(left - right)
        return node

    def visit_IfExp(self, node: ast.IfExp) -> ast.expr:
        self.generic_visit(node)
        value = number(node.test)
        if value is not None:
            return node.body if value else node.orelse
        return node


def number(node: ast.expr) -> int | None:
    """Give the number that a piece of Python is, if it is no more than one."""
    value = getattr(node, "value", None)
    return value if isinstance(node, ast.Constant) and type(value) is int else None
