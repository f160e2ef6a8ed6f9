"""Symbols: boundaries that fit strings and tuples, one order, readable text."""

import copy
import pickle

import pytest
from hypothesis import given
from processes import told_with_hash_seeds
from strategies import any_strings

from plastic import START, STOP, UNSEEN
from plastic.core.symbols import extend, in_order, order_key, show, show_symbol, wrap


@pytest.mark.parametrize("sentinel", [START, STOP, UNSEEN])
def test_sentinels_stay_themselves(sentinel):
    assert pickle.loads(pickle.dumps(sentinel)) is sentinel
    assert copy.deepcopy(sentinel) is sentinel
    assert repr(sentinel) in {"START", "STOP", "UNSEEN"}


def test_boundaries_are_characters_too():
    assert {STOP: 1}["\ufdd1"] == 1
    assert START == "\ufdd0"


@given(any_strings)
def test_wrapping_a_string_gives_a_plain_string(sample):
    wrapped = wrap(sample)
    assert type(wrapped) is str
    assert wrapped == "\ufdd0" + sample + "\ufdd1"


def test_wrapping_and_extending_tuples():
    assert wrap((1, "a")) == (START, 1, "a", STOP)
    assert extend((1,), "ab") == (1, "ab")
    assert extend("x", "y") == "xy"


@pytest.mark.parametrize(
    ("symbols", "shown"),
    [
        ("", "·"),
        ("\ufdd0em\ufdd1", ">em_"),
        ("a\tb\x1b", "a\\tb\\x1b"),
        ("é日🙂", "é日🙂"),
        ((START, "to", 2, (1, "x"), STOP), "> to 2 (1, 'x') _"),
        ((), "·"),
    ],
)
def test_showing(symbols, shown):
    assert show(symbols) == shown


def test_showing_the_unseen():
    assert show_symbol(UNSEEN) == "(unseen)"


def test_one_order_for_any_symbols():
    mixed = [
        None,
        (1, "a"),
        "b",
        2,
        frozenset({"x", "y"}),
        1.5,
        b"q",
        ("a", 1),
        "a",
        True,
    ]
    ordered = in_order(mixed)
    assert in_order(reversed(ordered)) == ordered
    assert ordered.index("a") < ordered.index("b")
    assert order_key(frozenset("abc")) == order_key(frozenset("cba"))


PLAIN_OBJECTS = """
import plastic

class Thing:
    def __init__(self, name):
        self.name = name

junk = [object() for _ in range(__import__("os").getpid() % 97)]
things = [Thing(name) for name in "cab"]
memory = plastic.PlasticMemory().fit([tuple(things), things[:2]])
print([getattr(one, "name", one) for one in memory.predict_proba(())])
print([[one.name for one in drawn] for drawn in memory.generate(9, rng=0)])
"""


def test_plain_objects_have_the_same_order_in_every_run():
    assert len(told_with_hash_seeds(PLAIN_OBJECTS, ("0", "1", "2"))) == 1
