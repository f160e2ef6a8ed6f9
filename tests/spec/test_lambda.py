"""The core in lambda calculus is what the specification says; its machine reduces."""

import importlib
from functools import reduce

import pytest

from spec import plastic as spec

calculus = importlib.import_module("spec.lambda")  # a keyword, for import statements

DOZEN = [
    *("rohan", "mohan", "rehan", "emma", "emily", "emmy"),
    *("ava", "eva", "mia", "maria", "anna", "hanna"),
]
TOLD = {spec.START: "START", spec.STOP: "STOP", spec.LIVED: "LIVED"}


class Taught:
    """A memory of names in lambda calculus, by its definition as a term."""

    def __init__(self, names, term):
        self.alphabet = calculus.Alphabet("".join(names))
        self.machine = self.alphabet.machine()
        self.machine.define("NAMES", calculus.listed(map(self.spelled, names)))
        self.machine.define("MEMORY", term)

    def spelled(self, symbols):
        return self.alphabet.spelled(TOLD.get(symbol, symbol) for symbol in symbols)

    def strength(self, past, symbol):
        key = self.spelled([symbol, *past])
        return self.machine.number(calculus.Delayed(["MEMORY", key], {}))

    def fires(self, past):
        term = [["FIRE", "MEMORY"], self.spelled(past)]
        found = self.machine.items(calculus.Delayed(term, {}))
        return [self.alphabet.read_past(self.machine, concept) for concept in found]


def assert_same(taught, expected):
    for (past, symbol), strength in expected.strengths.items():
        assert taught.strength(past, symbol) == strength
    pasts = {past for past, _ in expected.strengths}
    for past in pasts:
        fired = [
            tuple(TOLD.get(s, s) for s in end) for end in spec.fire(expected, past)
        ]
        assert taught.fires(past) == fired[::-1]


@pytest.mark.parametrize(
    "names",
    [["ab", "cb"], ["em", "am"], pytest.param(DOZEN, marks=pytest.mark.thorough)],
)
def test_the_lambda_calculus_is_what_the_specification_says(names):
    taught = Taught(names, "TEACH EMPTY NAMES")
    expected = reduce(spec.learn, names, spec.Memory())
    assert_same(taught, expected)
    assert taught.strength(spec.START + names[0], spec.START) == 0


def test_what_is_forgotten_was_never_learned():
    taught = Taught(["ema", "emy"], "FORGET (TEACH EMPTY NAMES) GONE")
    taught.machine.define("GONE", taught.spelled("emy"))
    expected = spec.learn(spec.Memory(), "ema")
    assert_same(taught, expected)
    for past, symbol in spec.learn(spec.Memory(), "emy").strengths:
        if (past, symbol) not in expected.strengths:
            assert taught.strength(past, symbol) == 0


def test_reading():
    read = calculus.read
    assert read("x y z") == [["x", "y"], "z"]
    assert read("x (y z)") == ["x", ["y", "z"]]
    assert read("f λx. x x") == ["f", ("x", ["x", "x"])]
    text = "A = λx.\n    x  -- the same\nB = A\n"
    assert dict(calculus.definitions(text)) == {"A": ("x", "x"), "B": "A"}


def test_the_outermost_is_reduced_first_and_nothing_twice():
    machine = calculus.Machine(calculus.PROGRAM)
    endless = "((λx. x x) (λx. x x))"
    assert machine.truth(f"TRUE TRUE {endless}")
    machine.define(
        "BOTH", "(λl. AND (EQUAL l l) (EQUAL l l)) (CONS (CONS TRUE NIL) NIL)"
    )
    assert machine.truth("BOTH")
    before = machine.steps
    assert machine.truth("BOTH")  # by now known
    assert machine.steps - before < 10


def test_a_name_inside_hides_the_one_outside():
    machine = calculus.Machine(calculus.PROGRAM)
    assert machine.number("(λx. (λx. x) (SUCC x)) ZERO") == 1
    assert machine.number("(λx y. x) (SUCC ZERO) ZERO") == 1
