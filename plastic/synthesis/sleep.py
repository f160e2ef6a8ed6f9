"""Sleep: what kept programs have in common becomes operations of its own.

``take(sort(source), 2)`` and ``sum(take(sort(source), 5))`` share ``take(sort(a), b)``:
a *pattern*, a piece of a program with holes.  As an operation it is cheaper than the
operations that it is made of, so that the next program that needs it is found sooner.

A pattern stays only while it saves more bits than it takes to write it down.  It is
made of the programs anew whenever they change, so that with a program that is forgotten
goes what only that one needed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from .expressions import Expression
from .vocabulary import ARGUMENTS, Operation, Type, substituted

MOST_OPERATIONS = 3  # in a pattern: longer ones are hardly ever met twice
MOST_LIBRARY = 12  # patterns: each operation more slows every search down
LEAST_SAVED = 4  # bits, by all programs: less is chance


@dataclass(frozen=True)
class Pattern:
    """A piece of programs that is an operation of its own.

    Attributes
    ----------
    operation : Operation
        What it does; its name says what it is made of.
    uses : int
        In how many programs it is.
    saves : int
        The bits that it saves in all.
    """

    operation: Operation
    uses: int
    saves: int

    def __str__(self) -> str:
        return (
            f"{self.operation.name}: {self.operation.says}; "
            f"in {self.uses} programs, saves {self.saves} bits"
        )


def library(programs: Iterable[Expression]) -> list[Pattern]:
    """Give the patterns of some programs that are worth their bits.

    Parameters
    ----------
    programs : iterable of Expression
        Those that are kept.

    Returns
    -------
    list of Pattern
        Those that save most first.  Costs O(operations of all programs).

    Examples
    --------
    >>> from plastic.synthesis import search
    >>> sources = (6, 3, 5, 1, 2), (5, 9, 7, 6, 8)
    >>> programs = [
    ...     search([(s, tuple(sorted(s)[:n])) for s in sources]).solutions[0][0]
    ...     for n in (2, 3, 4)
    ... ]
    >>> print(*programs)
    take(sort(source), 2) take(sort(source), 3) init(sort(source))
    >>> print(*library([*programs[:2], *programs[:2]]))
    take_sort: the first {b} of ({a} in order); in 4 programs, saves 8 bits
    """
    met: dict[str, tuple[Operation, set[int]]] = {}
    for index, program in enumerate(programs):
        for node in program.nodes():
            for piece in _pieces(node, MOST_OPERATIONS):
                operation = _as_operation(piece)
                if operation is not None:
                    key = f"{operation.code} {operation.signature}"
                    met.setdefault(key, (operation, set()))[1].add(index)
    found = []
    for operation, where in met.values():
        uses, whole = len(where), operation.bits
        price = max(1, whole // 2)
        saves = uses * (whole - price) - whole
        if uses > 1 and saves >= LEAST_SAVED:
            found.append(Pattern(operation.priced(price), uses, saves))
    found.sort(key=lambda pattern: (-pattern.saves, pattern.operation.label))
    return _without_parts(found)[:MOST_LIBRARY]


def _without_parts(patterns: list[Pattern]) -> list[Pattern]:
    """Leave out what is there only as a part of another that is used as often."""
    return [
        pattern
        for pattern in patterns
        if not any(
            other is not pattern
            and other.uses == pattern.uses
            and other.operation.name.startswith(f"{pattern.operation.name}_")
            for other in patterns
        )
    ]


# A piece is an expression some of whose arguments are holes.
class Hole:
    """Where a pattern leaves open what stands there."""

    def __init__(self, kind: Type) -> None:
        self.kind = kind


@dataclass(frozen=True)
class _Piece:
    operation: Operation
    arguments: tuple[_Piece | Hole, ...]


def _pieces(node: Expression, most: int) -> Iterator[_Piece]:
    """Give all pieces that end in the last operation, of some operations at most."""
    if not node.arguments or not most:
        return
    choices: list[list[_Piece | Hole]] = []
    for argument in node.arguments:
        choice: list[_Piece | Hole] = [Hole(argument.kind)]
        if argument.operation.is_constant:
            choice.append(_Piece(argument.operation, ()))
        choice += _pieces(argument, most - 1)
        choices.append(choice)
    for chosen in product(*choices):
        piece = _Piece(node.operation, chosen)
        if 1 < _operations(piece) <= MOST_OPERATIONS or most < MOST_OPERATIONS:
            yield piece


def _operations(piece: _Piece | Hole) -> int:
    """Count the operations of a piece, constants among them."""
    if isinstance(piece, Hole):
        return 0
    return 1 + sum(map(_operations, piece.arguments))


def _as_operation(piece: _Piece) -> Operation | None:
    """Make an operation of a piece, if that can be done; its bits are the piece's."""
    takes: list[Type] = []
    names: list[str] = []
    parts: list[Operation] = []

    def told(part: _Piece | Hole) -> tuple[ast.expr, str]:
        if isinstance(part, Hole):
            takes.append(part.kind)
            name = ARGUMENTS[len(takes) - 1] if len(takes) <= len(ARGUMENTS) else "?"
            return ast.Name(name), f"{{{name}}}"
        parts.append(part.operation)
        names.append(part.operation.name)
        inner = [told(argument) for argument in part.arguments]
        code = substituted(
            part.operation.code, dict(zip(ARGUMENTS, [tree for tree, _ in inner]))
        )
        said = [f"({text})" if " " in text else text for _, text in inner]
        return code, part.operation.says.format(**dict(zip(ARGUMENTS, said)))

    tree, says = told(piece)
    is_fit = 0 < len(takes) <= len(ARGUMENTS) and not any(each.size for each in parts)
    if not is_fit or any("[" in name or " " in name for name in names):
        return None
    return Operation(
        "_".join(names),
        tuple(takes),
        piece.operation.gives,
        sum(each.bits for each in parts),
        ast.unparse(tree),
        says,
        orders=any(each.orders for each in parts),
    )
