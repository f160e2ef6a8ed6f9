"""Symbols: boundaries that fit strings and tuples, one order, readable text."""

import copy
import pickle

import pytest
from hypothesis import given
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
