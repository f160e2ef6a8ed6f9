"""Expressions: programs as trees of operations, to run, to read and to say.

``take(sort(source), 3)`` is an expression; it runs on any source, prints as Python
and as a sentence.  Nothing in it is bound to the pairs that it was found with.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .standalone import bare
from .vocabulary import ARGUMENTS, HELPERS, UNDEFINED, Operation, Type, substituted

# A result of more symbols than these is not made: a number in the source may ask for
# billions, and a second is enough for a million.
MOST_SYMBOLS = 4_000_000
IF = "if"  # the name of the one operation that does not need all its arguments


def if_operation(kind: Type, bits: int) -> Operation:
    """Give the operation that chooses between two values by a truth.

    >>> if_operation("int", 6).signature
    'truth, int, int -> int'
    """
    says = "{b} if {a}, else {c}"
    return Operation(IF, ("truth", kind, kind), kind, bits, "b if a else c", says)


class UndefinedError(ValueError):
    """An expression has no value on this source."""


class TooLargeError(UndefinedError):
    """An expression would have one, but it is of millions of symbols."""


@dataclass(frozen=True)
class Expression:
    """An operation, done to what other expressions give.

    Attributes
    ----------
    operation : Operation
        What is done last.
    arguments : tuple of Expression
        What it is done to.
    """

    operation: Operation
    arguments: tuple[Expression, ...] = ()

    def __str__(self) -> str:
        if not self.arguments:
            return self.operation.name
        return f"{self.operation.name}({', '.join(map(str, self.arguments))})"

    @property
    def bits(self) -> int:
        """What all its operations cost, without habits."""
        return self.operation.bits + sum(each.bits for each in self.arguments)

    @property
    def label(self) -> str:
        """The last operation with its types: of one name there may be several."""
        return self.operation.label

    @property
    def kind(self) -> Type:
        """The type of what it gives."""
        return self.operation.gives

    @property
    def tests(self) -> int:
        """How many conditions there are in it."""
        return sum(node.operation.name == IF for node in self.nodes())

    @property
    def orders(self) -> bool:
        """Whether it goes by what symbols are, and not only by where they stand."""
        return any(node.operation.orders for node in self.nodes())

    def nodes(self) -> Iterator[Expression]:
        """Give all expressions in it, what is done first before what uses it."""
        for argument in self.arguments:
            yield from argument.nodes()
        yield self

    # Running ----------------------------------------------------------------------

    def run(
        self, source: Any, record: list[tuple[Expression, Any]] | None = None
    ) -> Any:
        """Give its value on a source.

        Parameters
        ----------
        source : str, tuple or Arguments
            Of the type that the leaves were made for; a list as a tuple.
        record : list, optional
            Where to put each expression that is no leaf, and its value.

        Raises
        ------
        UndefinedError
            It has none: the source is too short, or of another type.
        """
        operation = self.operation
        if operation.name == IF:  # what is not chosen need have no value
            test, then, otherwise = self.arguments
            return (then if test.run(source, record) else otherwise).run(source, record)
        values = [argument.run(source, record) for argument in self.arguments]
        try:
            if operation.weighs and operation.weighs(*values) > MOST_SYMBOLS:
                raise TooLargeError(f"{self} makes more than {MOST_SYMBOLS:,} symbols")
            value = (
                operation.does(*values) if self.arguments else operation.does(source)
            )
        except UndefinedError:
            raise
        # Types are those of the pairs; a source of others may not know an operation.
        except (*UNDEFINED, TypeError, AttributeError) as error:
            raise UndefinedError(f"{self} has no value here: {error}") from error
        if record is not None and self.arguments:
            record.append((self, value))
        return value

    # Saying -----------------------------------------------------------------------

    def sentence(self) -> str:
        """Say in English what it gives."""
        said = [argument.sentence() for argument in self.arguments]
        # What has a verb of its own is set apart from what is done to it.
        told = [
            f"({text})" if " " in text and argument.arguments else text
            for text, argument in zip(said, self.arguments)
        ]
        return self.operation.says.format(**dict(zip(ARGUMENTS, told)))

    def inline(self) -> str:
        """Give it as one piece of Python, of ``source``."""
        put = {
            name: ast.parse(argument.inline(), mode="eval").body
            for name, argument in zip(ARGUMENTS, self.arguments)
        }
        return ast.unparse(substituted(self.operation.code, put))

    def python(self, gives: str = "list") -> str:
        """Give it as the text of a Python function ``program(source)``.

        Parameters
        ----------
        gives : {"list", "tuple", "str"}
            As what it returns its result.

        Returns
        -------
        str
            It needs nothing but itself.  A step has a line of its own where it would
            be done for each element anew.
        """
        return _Printer(self).text(gives)


class _Printer:
    """Writes an expression as Python, with a name for what would be done repeatedly."""

    def __init__(self, expression: Expression) -> None:
        self.expression = expression
        self.lines: list[str] = []
        self.names: dict[str, str] = {}  # text of a step -> its name

    def text(self, gives: str) -> str:
        takes_list = any(
            node.operation.code == "source" and node.operation.gives.startswith("[")
            for node in self.expression.nodes()
        )
        body = ["source = list(source)"] * takes_list
        body += self._block(self.expression, gives)
        helpers = [
            bare(function)
            for name, function in sorted(HELPERS.items())
            if inspect.isfunction(function) and self._uses(name)
        ]
        main = "\n    ".join(["def program(source):", *body])
        return "\n\n\n".join([*helpers, main]) + "\n"

    def _block(self, expression: Expression, gives: str) -> list[str]:
        """Write the lines that return a value; what is not chosen is never done."""
        if expression.operation.name == IF:
            test, then, otherwise = expression.arguments
            told = ast.unparse(self.tree(test))
            before, names = self._taken(), {**self.names}
            inner = self._block(then, gives)
            self.names = names  # what a branch named is not known outside
            inner = [f"    {line}" for line in inner]
            return [*before, f"if {told}:", *inner, *self._block(otherwise, gives)]
        result = ast.unparse(self.tree(expression))
        kind = expression.operation.gives
        if gives == "str" and kind.startswith("["):
            result = f"''.join(map(str, {result}))"
        elif gives == "tuple" and kind.startswith("["):
            result = f"tuple({result})"
        elif gives == "list" and not result.startswith("["):
            result = f"list({result})"
        return [*self._taken(), f"return {result}"]

    def _taken(self) -> list[str]:
        taken, self.lines = self.lines, []
        return taken

    def _uses(self, name: str) -> bool:
        return any(
            isinstance(part, ast.Name) and part.id == name
            for node in self.expression.nodes()
            for part in ast.walk(ast.parse(node.operation.code, mode="eval"))
        )

    def tree(self, expression: Expression) -> ast.expr:
        code = expression.operation.code
        often = _done_often(code, len(expression.arguments))
        put: dict[str, ast.expr] = {}
        for name, argument in zip(ARGUMENTS, expression.arguments):
            tree = self.tree(argument)
            if argument.arguments and name in often:
                tree = self._named(tree)
            put[name] = tree
        return substituted(code, put)

    def _named(self, tree: ast.expr) -> ast.expr:
        text = ast.unparse(tree)
        if text not in self.names:
            name = f"step_{len(self.names) + 1}"
            self.names[text] = name
            self.lines.append(f"{name} = {text}")
        return ast.Name(self.names[text])


def _done_often(code: str, arity: int) -> set[str]:
    """Give the arguments that are evaluated more than once, for each element or so.

    >>> sorted(_done_often("[x + b for x in a]", 2)), sorted(_done_often("a + a", 1))
    (['b'], ['a'])
    """
    tree, names = ast.parse(code, mode="eval"), ARGUMENTS[:arity]
    often: set[str] = set()
    once: set[str] = set()
    first = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, (ast.ListComp, ast.GeneratorExp))
        for part in ast.walk(node.generators[0].iter)
    }
    inner = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, (ast.ListComp, ast.GeneratorExp))
        for part in ast.walk(node)
    } - first
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in names:
            (often if id(node) in inner or node.id in once else once).add(node.id)
    return often
