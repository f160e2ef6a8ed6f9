"""Expressions: programs that are computed, inside out.

An *operation* is a frozen dataclass that can be called: it knows its own name in
English and in Python.  An *expression* is an operation on the values of others, and
how many bits all of it takes.  What an operation is not defined for gives None, and
so does all that stands on it.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from dataclasses import Field, dataclass, field, fields
from functools import cached_property
from typing import Any, ClassVar

from ..expressions import UndefinedError
from ..standalone import standalone

Inputs = Sequence[Any]


class Operation:
    """What is computed of some values; see the module."""

    gives: ClassVar[str] = "text"  # the type of what it gives

    def __call__(self, *values: Any) -> Any:
        """Give the value, or None where it is not defined."""
        raise NotImplementedError

    def apply(self, arguments: Sequence[Expression], inputs: Inputs) -> Any:
        """Give the value for some inputs: by default that of all arguments' values."""
        values = [argument.evaluate(inputs) for argument in arguments]
        return None if None in values else self(*values)

    def on(self, row: Sequence[Any]) -> Any:
        """Give the value for some values, of which none may be None."""
        return None if None in row else self(*row)

    def sentence(self, *arguments: str) -> str:
        """Say it in English, given what is said of the arguments."""
        return f"{type(self).__name__.lower()} of {' and '.join(arguments)}"

    def parameters(self) -> list[str]:
        """Write what it is done with, beside its arguments, as short as can be."""
        said = self._said()
        names = [each.name for each in fields(self)]  # type: ignore[arg-type]
        written = {
            name: repr(value) if isinstance(value, str) else str(value)
            for name, value in said.items()
        }
        # A name is written where one before it is left out.
        return [
            text if names[at] == name else f"{name}={text}"
            for at, (name, text) in enumerate(written.items())
        ]

    def _said(self) -> dict[str, Any]:
        """Give the parameters that are not what they are by default."""
        known: tuple[Field, ...] = fields(self)  # type: ignore[arg-type]
        given = {each.name: getattr(self, each.name) for each in known}
        usual = {each.name: each.default for each in known}
        return {name: value for name, value in given.items() if value != usual[name]}

    def python(self, *arguments: str) -> str:
        """Write it in Python, given what is written for the arguments."""
        said = ", ".join(f"{name}={value!r}" for name, value in self._said().items())
        code = f"{type(self).__name__}({said})({', '.join(arguments)})"
        may_lack = str(inspect.signature(self).return_annotation).endswith(
            ("None", "Any")
        )
        return f"known({code})" if may_lack else code


@dataclass(frozen=True)
class Input(Operation):
    """What is given: an input, by its index from 0.

    Parameters
    ----------
    index : int
        Which one.
    among : int
        Of how many.
    """

    index: int = 0
    among: int = 1

    def apply(self, arguments: Sequence[Expression], inputs: Inputs) -> Any:
        """Give the input itself."""
        return inputs[self.index]

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        return "the input" if self.among == 1 else f"input {self.index + 1}"

    def python(self, *arguments: str) -> str:
        """Write it in Python."""
        return "text" if self.among == 1 else f"text{self.index + 1}"


@dataclass(frozen=True)
class Constant(Operation):
    """What is always the same."""

    value: Any

    def __call__(self, *values: Any) -> Any:
        """Give it."""
        return self.value

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        return repr(self.value)

    def python(self, *arguments: str) -> str:
        """Write it in Python."""
        return repr(self.value)


@dataclass(frozen=True)
class Join(Operation):
    """Texts, one after the other."""

    def __call__(self, *values: Any) -> str:
        """Give them as one."""
        return "".join(values)

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        return ", then ".join(arguments)

    def python(self, *arguments: str) -> str:
        """Write it in Python."""
        return " + ".join(
            f"({argument})" if " if " in argument else argument
            for argument in arguments
        )


@dataclass(frozen=True)
class If(Operation):
    """One of two values, by a test; only the one that is taken is computed."""

    def apply(self, arguments: Sequence[Expression], inputs: Inputs) -> Any:
        """Test, and compute the one that it says."""
        test, then, otherwise = arguments
        passed = test.evaluate(inputs)
        if passed is None:
            return None
        return (then if passed else otherwise).evaluate(inputs)

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        return "if {} {}, else {}".format(*arguments)

    def python(self, *arguments: str) -> str:
        """Write it in Python."""
        test, then, otherwise = arguments
        return f"({then} if {test} else {otherwise})"


@dataclass(frozen=True)
class Expression:
    r"""An operation on the values of other expressions.

    It is told apart by the same names as :class:`plastic.synthesis.Expression`, which
    is made of operations that are a line of Python each; these have parameters.

    Attributes
    ----------
    operation : Operation
        What is computed.
    arguments : tuple of Expression
        Of what.
    bits : float
        How long all of it is.

    Examples
    --------
    >>> first, second = Expression(Input(0, 2)), Expression(Input(1, 2))
    >>> both = Expression(Join(), (second, Expression(Constant(", ")), first))
    >>> both.run("Ada\tLovelace")
    'Lovelace, Ada'
    >>> both.sentence()
    "input 2, then ', ', then input 1"
    >>> print(both.python())
    def program(source):
        text1, text2 = [*source.split('\t', 1), ''][:2]
        return text2 + ', ' + text1
    """

    operation: Operation
    arguments: tuple[Expression, ...] = ()
    bits: float = field(default=0.0, compare=False)

    def evaluate(self, inputs: Inputs) -> Any:
        """Compute it for some inputs; None where something in it is not defined."""
        return self.operation.apply(self.arguments, inputs)

    def run(
        self, source: Any, record: list[tuple[Expression, Any]] | None = None
    ) -> Any:
        """Compute it for a source.

        Parameters
        ----------
        source : str or tuple of str
            Of several inputs, either they, or they joined by tabs.
        record : list, optional
            Where to put each expression that is no leaf, and its value.

        Raises
        ------
        UndefinedError
            It has no value here.
        """
        inputs = split(source, self.among)
        try:
            value = self.evaluate(inputs)
        except (ValueError, LookupError, ArithmeticError) as error:
            raise UndefinedError(f"no value here: {error}") from error
        if value is None:
            raise UndefinedError(f"there is no value of: {self.sentence()}")
        if record is not None:
            for node in self.nodes():
                if node.arguments:
                    record.append((node, node.evaluate(inputs)))
        return value

    @cached_property
    def among(self) -> int:
        """How many inputs it takes."""
        found = (node.operation for node in self.nodes())
        return max((each.among for each in found if isinstance(each, Input)), default=1)

    @property
    def label(self) -> str:
        """The last operation, so that it cannot be mistaken for another one."""
        name = type(self.operation).__name__.lower()
        if isinstance(self.operation, Join):  # of which there may be one in another
            name += f" of {len(self.arguments)}"
        return " ".join([name, *self.operation.parameters()])

    @property
    def kind(self) -> str:
        """The type of what it gives."""
        return self.operation.gives

    @property
    def tests(self) -> int:
        """How many conditions there are in it."""
        return sum(isinstance(node.operation, If) for node in self.nodes())

    @property
    def orders(self) -> bool:
        """Whether it goes by an order of its symbols: no text does."""
        return False

    def nodes(self) -> Iterator[Expression]:
        """Give all expressions in it, what is done first before what uses it."""
        for argument in self.arguments:
            yield from argument.nodes()
        yield self

    # Saying ---------------------------------------------------------------------------

    def sentence(self) -> str:
        """Say it in English."""
        return self.operation.sentence(*(each.sentence() for each in self.arguments))

    def code(self) -> str:
        """Write it in Python, as an expression."""
        return self.operation.python(*(each.code() for each in self.arguments))

    def python(self, gives: str = "str") -> str:
        """Write it in Python, as a function ``program(source)`` with all it needs.

        Parameters
        ----------
        gives : {"str", "list", "tuple"}
            As what it returns its result.
        """
        code = self.code() if gives == "str" else f"{gives}({self.code()})"
        found = dict(pair for node in self.nodes() for pair in homes(node.operation))
        needed = standalone(code, HOMES | found)
        names = ", ".join(
            Input(index, self.among).python() for index in range(self.among)
        )
        lines = ["def program(source):", f"    {names} = {_taken(self.among)}"]
        lines.append(f"    return {code}")
        return "\n\n\n".join([needed] * bool(needed) + ["\n".join(lines)])

    def __str__(self) -> str:
        if isinstance(self.operation, (Input, Constant)):
            return self.operation.python()
        parts = [*map(str, self.arguments), *self.operation.parameters()]
        return f"{type(self.operation).__name__.lower()}({', '.join(parts)})"


def split(source: str | Sequence[str], among: int) -> tuple[str, ...]:
    r"""Give the inputs that a source holds.

    What lacks at its end is empty, as in a table; what is too much stays with the last.

    >>> split("a\tb", 2), split("a", 2), split("a\tb\tc", 2), split("a\tb", 1)
    (('a', 'b'), ('a', ''), ('a', 'b\tc'), ('a\tb',))
    """
    parts = [source] if among == 1 else source
    if isinstance(parts, str):
        parts = parts.split("\t", among - 1)
    return (*parts, *[""] * (among - len(parts)))


def _taken(among: int) -> str:
    r"""Write how Python takes a source as :func:`split` does.

    >>> [eval(_taken(2), {"source": text}) for text in ("a\tb", "a", "a\tb\tc")]
    [['a', 'b'], ['a', ''], ['a', 'b\tc']]
    """
    if among == 1:
        return "source"
    lacking = ", ".join(["''"] * (among - 1))
    return f"[*source.split('\\t', {among - 1}), {lacking}][:{among}]"


def known(value: Any) -> Any:
    """Give a value, where there is one: in Python nothing goes on without."""
    if value is None:
        raise ValueError("there is no such value")
    return value


def homes(operation: Operation) -> Iterator[tuple[str, str]]:
    """Give the names that an operation's Python may use, and where they are known."""
    for each in (operation, *vars(operation).values()):
        kind = type(each)
        if isinstance(each, Expression):
            for node in each.nodes():
                yield from homes(node.operation)
        elif kind.__module__.startswith(__package__):
            yield kind.__name__, kind.__module__
            if each is not operation:
                yield from homes(each)


# What is used beside operations, and where that is known.
HOMES = {"known": __name__, "re": f"{__package__}.classes"}
HOMES |= dict.fromkeys(("Decimal", "parse"), f"{__package__}.numbers")
