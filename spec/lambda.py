r"""The core in untyped lambda calculus: potentiate, refactor and fire, from nothing.

There are only functions of one argument here.  A truth value chooses one of two
things, a number tells what to do with nothing or with the number before it, a list
likewise; *a finite map is a function* from keys to numbers, and to learn is to make
another function of it.  ``PROGRAM`` is all of the core; docs/theory.md derives it.

The rest of the file is what runs it: a reader, and a machine that reduces outermost
first (normal order) and works out no argument twice (sharing), after Krivine ("A
call-by-name lambda-calculus machine", 2007) and Sestoft ("Deriving a lazy abstract
machine", 1997).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

PROGRAM = r"""
TRUE    = λa b. a
FALSE   = λa b. b
AND     = λp q. p q FALSE
OR      = λp q. p TRUE q
NOT     = λp. p FALSE TRUE

ZERO    = λz s. z                      -- nothing,
SUCC    = λn. λz s. s n                -- or one more than n
PRED    = λn. n ZERO (λm. m)
IS_ZERO = λn. n TRUE (λm. FALSE)
SEVERAL = λn. n FALSE (λm. NOT (IS_ZERO m))

NIL     = λe c. e                      -- empty,
CONS    = λx xs. λe c. c x xs          -- or x and then xs
IS_NIL  = λl. l TRUE (λx xs. FALSE)
TAIL    = λl. l NIL (λx xs. xs)
Y       = λf. (λx. f (x x)) (λx. f (x x))
FOLD    = Y (λfold f a l. l a (λx xs. fold f (f a x) xs))
EACH    = Y (λeach f g l. l g (λx xs. f x (each f g xs)))
SNOC    = λl x. EACH CONS (CONS x NIL) l

-- Symbols are lists of truth values, pasts are lists of symbols, the latest last.
XNOR    = λp q. p q (NOT q)
LIKE    = λsame. Y (λlike a b. a (IS_NIL b)
            (λx xs. b FALSE (λy ys. AND (same x y) (like xs ys))))
SAME    = LIKE XNOR
EQUAL   = LIKE SAME

-- A memory is a function from transitions to strengths; a transition is a past with
-- what followed it in front.  EMPTY knows none.
EMPTY   = λkey. ZERO
PUT     = λmap key n. λother. EQUAL key other n (map other)

-- Potentiate: add 1.  Where the transition is new, tell the past without its oldest
-- symbol.  Depotentiate: the same walk, one less, until something is left.
SIGNAL  = λchange stops. Y (λsignal map past y.
            (λkey. (λbefore. (λafter.
               (λchanged. OR (stops before after) (IS_NIL past)
                  changed
                  (signal changed (TAIL past) y))
               (PUT map key after)) (change before)) (map key))
            (CONS y past))
POTENTIATE   = SIGNAL SUCC (λbefore after. NOT (IS_ZERO before))
DEPOTENTIATE = SIGNAL PRED (λbefore after. NOT (IS_ZERO after))

-- Refactor: that a past was lived at all is a transition, too, to the symbol LIVED.
-- What has it with a strength of 2 or more was arrived at in two ways: a concept.
CONCEPT = λmap past. OR (IS_NIL past) (SEVERAL (map (CONS LIVED past)))
ENDS    = Y (λends past. CONS past (IS_NIL past NIL (ends (TAIL past))))
FIRE    = λmap past. EACH (λend rest. CONCEPT map end (CONS end rest) rest) NIL
            (ENDS past)

-- A sample is lived symbol by symbol: each is a moment of the past before it.
SAMPLE  = λsignal. Y (λlive map past l. l
            (signal map past LIVED)
            (λy ys. live (signal (signal map past LIVED) past y) (SNOC past y) ys))
BEGIN   = CONS START NIL
LEARN   = λmap sample. SAMPLE POTENTIATE map BEGIN (SNOC sample STOP)
FORGET  = λmap sample. SAMPLE DEPOTENTIATE map BEGIN (SNOC sample STOP)
TEACH   = FOLD LEARN
"""


# Reading -----------------------------------------------------------------------------
#
# A term is a name (str), an abstraction (name, body), or an application [f, a].


def read(text: str) -> Any:
    r"""Read a term: ``λx y. f x`` is a function of x that gives one of y.

    >>> read("λx y. x (y x)")
    ('x', ('y', ['x', ['y', 'x']]))
    """
    tokens = re.findall(r"[λ.()]|[^\s λ.()]+", text)[::-1]

    def term() -> Any:
        if tokens[-1] == "λ":
            tokens.pop()
            names = []
            while (name := tokens.pop()) != ".":
                names.append(name)
            body = term()
            for name in reversed(names):
                body = (name, body)
            return body
        applied = part()
        while tokens and tokens[-1] != ")":
            applied = [applied, term() if tokens[-1] == "λ" else part()]
        return applied

    def part() -> Any:
        token = tokens.pop()
        if token != "(":
            return token
        inner = term()
        tokens.pop()  # the closing one
        return inner

    return term()


def definitions(program: str) -> Iterator[tuple[str, Any]]:
    """Read ``NAME = term``, each beginning at the start of a line."""
    bare = re.sub(r"--.*", "", program)
    for name, text in re.findall(r"^(\w+)\s*=((?:.*\n(?!\S))*.*)", bare, re.MULTILINE):
        yield name, read(text)


# Reducing ----------------------------------------------------------------------------


class Delayed:
    """A term that is worked out once, when somebody asks, in the scope it stands in."""

    __slots__ = ("scope", "term")

    def __init__(self, term: Any, scope: dict[str, Delayed]) -> None:
        self.term, self.scope = term, scope


class Machine:
    """Reduces terms to the function, or the free name, that they are.

    Parameters
    ----------
    program : str
        Definitions that terms may name.

    Attributes
    ----------
    steps : int
        How many were taken so far.

    Examples
    --------
    >>> machine = Machine(PROGRAM)
    >>> machine.number("SUCC (SUCC ZERO)")
    2
    >>> machine.number("(λx. SUCC ZERO) ((λx. x x) (λx. x x))")  # outermost first
    1
    """

    def __init__(self, program: str) -> None:
        self.names = {name: Delayed(term, {}) for name, term in definitions(program)}
        self.steps = 0

    def define(self, name: str, term: Any) -> None:
        """Give a name to a term, which is read if it is text."""
        term = read(term) if isinstance(term, str) else term
        self.names[name] = Delayed(term, {})

    def reduce(
        self, term: Any, scope: dict[str, Delayed]
    ) -> tuple[Any, dict[str, Delayed], list[Delayed]]:
        """Reduce to a function, or to a free name and what it is applied to."""
        # What waits: arguments, and, as ``(delayed,)``, who is to be told the result.
        waiting: list[Any] = []
        while True:
            self.steps += 1
            kind = type(term)
            if kind is list:
                function, argument = term
                waiting.append(Delayed(argument, scope))
                term = function
            elif kind is tuple:
                if not waiting:
                    return term, scope, []
                top = waiting.pop()
                if type(top) is tuple:  # here is the sharing
                    top[0].term, top[0].scope = term, scope
                else:
                    name, term = term
                    scope = {**scope, name: top}
            else:
                found = scope.get(term) or self.names.get(term)
                if found is None:  # a free name
                    arguments = [each for each in waiting if type(each) is Delayed]
                    return term, scope, arguments[::-1]
                term, scope = found.term, found.scope
                if type(term) is not tuple:
                    waiting.append((found,))

    # What comes out: terms are applied to names that are free, and tell by these. ----

    def head(self, term: Any, *arguments: Any) -> tuple[Any, list[Delayed]]:
        """Apply a term to free names; give the one that it comes to, and its own."""
        at = term if isinstance(term, Delayed) else Delayed(read(term), {})
        applied: Any = "it"
        for argument in arguments:
            applied = [applied, argument]
        name, _, own = self.reduce(applied, {"it": at})
        return name, own

    def truth(self, term: Any) -> bool:
        """Give a truth value of Python's."""
        return self.head(term, "yes", "no")[0] == "yes"

    def number(self, term: Any) -> int:
        """Give a number of Python's."""
        counted = 0
        while (found := self.head(term, "zero", "more"))[0] == "more":
            (term,) = found[1]
            counted += 1
        return counted

    def items(self, term: Any) -> Iterator[Delayed]:
        """Give what is in a list."""
        while (found := self.head(term, "end", "item"))[0] == "item":
            item, term = found[1]
            yield item


# Symbols and lists -------------------------------------------------------------------


def listed(terms: Iterable[Any]) -> Any:
    """Write a list of terms."""
    written: Any = "NIL"
    for term in reversed([*terms]):
        written = [["CONS", term], written]
    return written


class Alphabet:
    """Symbols as lists of truth values, so many that each has its own.

    Parameters
    ----------
    symbols : iterable of str
        They; START, STOP and LIVED are added.
    """

    def __init__(self, symbols: Iterable[str]) -> None:
        self.symbols = ["START", "STOP", "LIVED", *sorted(set(symbols))]
        self.bits = (len(self.symbols) - 1).bit_length()

    def term(self, symbol: str) -> Any:
        """Write a symbol."""
        code = self.symbols.index(symbol)
        bits = [code >> bit & 1 for bit in range(self.bits)]
        return listed("TRUE" if bit else "FALSE" for bit in bits)

    def machine(self) -> Machine:
        """Make a machine that knows the program, and a name for each symbol."""
        machine = Machine(PROGRAM)
        for symbol in self.symbols:
            name = symbol if len(symbol) > 1 else f"'{symbol}"
            machine.define(name, self.term(symbol))
        return machine

    def spelled(self, symbols: Iterable[str]) -> Any:
        """Write a list of symbols, each by its name."""
        return listed(s if len(s) > 1 else f"'{s}" for s in symbols)

    def read_past(self, machine: Machine, past: Delayed) -> tuple[str, ...]:
        """Tell which symbols a list holds."""
        found = []
        for symbol in machine.items(past):
            bits = [*map(machine.truth, machine.items(symbol))]
            found.append(self.symbols[sum(bit << at for at, bit in enumerate(bits))])
        return tuple(found)
