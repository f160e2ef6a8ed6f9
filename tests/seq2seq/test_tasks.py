"""The tasks are what the papers say."""

import numpy as np
import pytest

import plastic
from plastic.seq2seq.datasets import tasks


def test_copy_is_of_vectors_of_eight_bits():
    for source, target in tasks.make("copy", 50, 0):
        assert source == target
        assert 1 <= len(source) <= 20
        assert {len(vector) for vector in source} == {8}
        assert {bit for vector in source for bit in vector} <= {0, 1}


def test_repeat_copy():
    for source, target in tasks.make("repeat-copy", 50, 0):
        assert target == source[:-1] * source[-1]
        assert 1 <= source[-1] <= 10


def test_associative_recall():
    for source, target in tasks.make("associative-recall", 50, 0):
        text = source[: source.index("?")]
        items = [tuple(text[i + 1 : i + 4]) for i in range(0, len(text), 4)]
        asked = tuple(source[-4:-1])
        assert 2 <= len(items) <= 6
        assert items[items.index(asked) + 1] == tuple(target)


def test_priority_sort():
    for source, target in tasks.make("priority-sort", 20, 0):
        vectors, priorities = source[::2], source[1::2]
        assert (len(vectors), len(target)) == (20, 16)
        assert all(-1 <= priority <= 1 for priority in priorities)
        ranked = [v for _, v in sorted(zip(priorities, vectors), reverse=True)]
        assert target == ranked[:16]


def test_sort_and_key_value():
    for source, target in tasks.make("sort", 20, 0):
        assert target == sorted(source)
    for source, target in tasks.make("key-value", 20, 0):
        known = dict(zip(source[:-2:2], source[1:-2:2]))
        assert [known[source[-1]]] == target


@pytest.mark.parametrize(
    ("task", "source", "target"),
    [
        ("short-name", r"(\w)\w+ (\w+)", r"\1. \2"),
        ("date", r"(\d+)-(\d+)-(\d+)", r"\3/\2/\1"),
        ("long-date", r"(\w+) (\d+), (\d+)", r"\2 \1 \3"),
        ("phone", r"\((\d+)\) (\d+)-(\d+)", r"+1-\1-\2-\3"),
        ("unit", r"(\d+) km", r"\1 kilometers"),
    ],
)
def test_string_tasks(task, source, target):
    import re

    for given, wanted in tasks.make(task, 20, 0):
        assert re.sub(f"^{source}$", target, given) == wanted


def test_the_same_seed_gives_the_same_pairs():
    for task in tasks.TASKS:
        assert tasks.make(task, 3, 7) == tasks.make(task, 3, np.random.default_rng(7))


def test_wrong_pairs():
    right = tasks.make("sort", 20, 0)
    wrong = tasks.make("sort", 20, 0, wrong=0.3)
    assert [s for s, _ in right] == [s for s, _ in wrong]
    assert sum(t != sorted(s) for s, t in wrong) == 6


def test_unknown_task():
    with pytest.raises(plastic.ParameterError, match="copy"):
        tasks.make("cpoy", 1)


def test_the_optimal_estimator_only_looks_back():
    drawn = tasks.dynamic_ngrams(np.random.default_rng(0), length=300, order=3)
    assert len(drawn.bits) == len(drawn.optimal) == 300
    counts = {}
    for at in range(2, 300):
        zeros, ones = counts.setdefault(tuple(drawn.bits[at - 2 : at]), [0, 0])
        assert drawn.optimal[at] == (ones + 0.5) / (zeros + ones + 1)
        counts[tuple(drawn.bits[at - 2 : at])][drawn.bits[at]] += 1
