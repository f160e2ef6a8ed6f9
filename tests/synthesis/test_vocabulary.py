"""Operations: what they do is what their Python says."""

import pytest

from plastic.synthesis.lists import ON_LISTS, ON_VALUES, operations
from plastic.synthesis.vocabulary import (
    UNDEFINED,
    Operation,
    instances,
    lifted,
    lifts,
)

ADD = Operation.of("add", "int, int -> int", 4, "a + b", "{a} + {b}", commutes=True)
ALL = {operation.name: operation for operation in (*ON_LISTS, *ON_VALUES)}


def done(name, *arguments, kind="int"):
    (operation,) = instances(ALL[name], [kind])
    return operation.does(*arguments)


@pytest.mark.parametrize(
    ("name", "arguments", "gives"),
    [
        ("take_last", ((1, 2, 3), 0), ()),
        ("take_last", ((1, 2, 3), 9), (1, 2, 3)),
        ("drop_last", ((1, 2, 3), 0), (1, 2, 3)),
        ("drop_last", ((1, 2, 3), 2), (1,)),
        ("at", ((7, 8, 9), 2), 8),
        ("at_from_end", ((7, 8, 9), 1), 9),
        ("remove_at", ((7, 8, 9), 2), (7, 9)),
        ("insert_at", ((7, 8, 9), 2, 0), (7, 0, 8, 9)),
        ("replace_at", ((7, 8, 9), 2, 0), (7, 0, 9)),
        ("replace_at", ((7, 8, 9), 4, 0), (7, 8, 9)),
        ("swap", ((7, 8, 9), 1, 3), (9, 8, 7)),
        ("slice", ((7, 8, 9), 2, 3), (8, 9)),
        ("rotate", ((7, 8, 9), 1), (8, 9, 7)),
        ("range_by", (2, 8, 3), (2, 5, 8)),
        ("sort_by", ((7, 8, 9), (2, 1, 1)), (8, 9, 7)),
        ("occurrences", ((5, 6, 5, 5),), (0, 0, 1, 2)),
        ("frequencies", ((5, 6, 5),), (2, 1, 2)),
        ("sums", ((1, 2, 3),), (1, 3, 6)),
        ("maxima", ((1, 3, 2),), (1, 3, 3)),
        ("product", ((2, 3, 4),), 24),
        ("product", ((),), 1),
        ("find", ((False, True),), 2),
        ("before", ((4, 5),), (0, 4)),
        ("is_prime", (9,), False),
        ("is_prime", (2,), True),
        ("is_square", (16,), True),
        ("is_square", (-4,), False),
    ],
)
def test_what_operations_do(name, arguments, gives):
    assert done(name, *arguments) == gives


@pytest.mark.parametrize(
    ("name", "arguments"),
    [("first", ((),)), ("largest", ((),)), ("divide", (1, 0)), ("find", ((),))],
)
def test_what_has_no_value_is_undefined(name, arguments):
    with pytest.raises(UNDEFINED):
        done(name, *arguments)


def test_an_operation_is_lifted_to_lists():
    assert lifted(ADD, (True, False)).does((1, 2), 3) == (4, 5)
    assert lifted(ADD, (True, True)).does((1, 2), (3, 4)) == (4, 6)
    with pytest.raises(UNDEFINED):
        lifted(ADD, (True, True)).does((1, 2), (3,))


def test_what_commutes_is_lifted_once():
    assert [each.signature for each in lifts(ADD)] == [
        "[int], [int] -> [int]",
        "[int], int -> [int]",
    ]


def test_what_loops_is_lifted_without_capture():
    """``[x.count(x) for x in x]`` would be another thing."""
    (frequencies,) = instances(ALL["frequencies"], ["int"])
    assert lifted(frequencies, [True]).does(((1, 1), (2,))) == ((2, 2), (1,))


def test_only_what_has_an_order_is_sorted():
    (sort,) = [each for each in ON_LISTS if each.name == "sort"]
    kinds = ["int", "symbol", "truth", "word"]
    assert [each.gives for each in instances(sort, kinds)] == ["[int]", "[word]"]


def test_labels_tell_operations_apart():
    labels = [each.label for each in operations(["int"], ["word"])]
    assert len(labels) == len(set(labels))


def test_what_moves_symbols_does_not_order_them():
    ordering = {each.name for each in ON_LISTS if each.orders}
    assert {"sort", "largest", "sum"} <= ordering
    assert not {"take", "reverse", "at", "prepend"} & ordering
