"""The library is what its functional specification says; and that keeps its laws."""

import ast
import math
from collections import Counter
from functools import reduce
from pathlib import Path

import oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import any_batches, batches, horizons

import plastic
from benchmarks.theory import agreement
from spec import plastic as spec

SOURCE = Path(spec.__file__)


def taught(samples, horizon=24):
    return reduce(spec.learn, samples, spec.Memory(horizon))


# The library -------------------------------------------------------------------------


@given(any_batches, horizons, st.data())
def test_the_library_is_what_the_specification_says(samples, horizon, data):
    context = data.draw(st.sampled_from(samples or [""]))
    symbols = data.draw(st.integers(0, len(context)))
    agreement.check(samples, horizon, context[symbols:], data.draw(st.booleans()))


@pytest.mark.thorough
def test_the_library_agrees_on_ten_thousand_random_multisets():
    assert agreement.check_random(10_000, seed=0) == 10_000


@settings(max_examples=20)
@given(batches(max_size=6), horizons)
def test_the_specification_is_the_definition(samples, horizon):
    memory, expected = taught(samples, horizon), oracle.graph(samples, horizon)
    assert spec.concepts(memory) == {*expected}
    counts = spec.counts(memory)
    for concept, facts in expected.items():
        assert spec.r_level(memory, concept) == facts.r_level
        assert counts[concept] == facts.count
        assert spec.synapses(memory, concept) == facts.synapses


# Laws --------------------------------------------------------------------------------
#
# The thorough test would show most breaches, too, so that few examples do here.


@settings(max_examples=20)
@given(any_batches, st.randoms(use_true_random=False), horizons)
def test_learning_commutes(samples, random, horizon):
    shuffled = random.sample(samples, len(samples))
    assert taught(samples, horizon) == taught(shuffled, horizon)


@settings(max_examples=20)
@given(any_batches, st.data(), horizons)
def test_forgetting_inverts_learning(samples, data, horizon):
    count = data.draw(st.integers(0, len(samples)))
    gone = data.draw(st.permutations(samples))[:count]
    left = Counter(samples) - Counter(gone)
    forgetful = reduce(spec.forget, gone, taught(samples, horizon))
    assert forgetful == taught([*left.elements()], horizon)


@settings(max_examples=20)
@given(any_batches, st.integers(0, 10), st.integers(0, 10), horizons)
def test_merging_is_the_sum_of_a_commutative_monoid(samples, first, second, horizon):
    first, second = sorted((first, second))
    parts = samples[:first], samples[first:second], samples[second:]
    a, b, c = (taught(part, horizon) for part in parts)
    merge = spec.merge
    assert merge(a, spec.Memory(horizon)) == a == merge(spec.Memory(horizon), a)
    assert merge(a, b) == merge(b, a)
    assert merge(merge(a, b), c) == merge(a, merge(b, c)) == taught(samples, horizon)


@settings(max_examples=20)
@given(any_batches, st.data(), horizons)
def test_probabilities_sum_to_one(samples, data, horizon):
    context = data.draw(st.sampled_from(samples or [""]))
    chances = spec.predict(taught(samples, horizon), context)
    assert math.isclose(math.fsum(chances.values()), 1)
    assert min(chances.values()) > 0


# The page ----------------------------------------------------------------------------


def test_the_specification_fits_on_a_page_and_imports_nothing_of_the_library():
    text = SOURCE.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 150
    nodes = [*ast.walk(ast.parse(text))]
    assert not [node for node in nodes if isinstance(node, ast.Import)]
    assert {node.module for node in nodes if isinstance(node, ast.ImportFrom)} <= {
        *("__future__", "collections", "collections.abc", "functools", "typing")
    }


def test_nothing_in_the_specification_is_assigned_twice():
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"))
    forbidden = ast.For, ast.While, ast.AugAssign, ast.Delete, ast.Global, ast.Nonlocal
    assert not [node for node in ast.walk(tree) if isinstance(node, forbidden)]
    scopes = [tree, *(n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef))]
    for scope in scopes:
        stored = Counter()
        for statement in scope.body:
            if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
                continue
            for node in ast.walk(statement):
                if isinstance(node, (ast.Attribute, ast.Subscript)):
                    assert isinstance(node.ctx, ast.Load), "a value was changed"
                elif isinstance(node, ast.Assign):
                    names = ast.walk(ast.Tuple(node.targets))
                    stored.update(n.id for n in names if isinstance(n, ast.Name))
        assert {*stored.values()} <= {1}, stored


def test_values_never_change():
    memory = taught(["emma", "emily"])
    before = dict(memory.strengths)
    spec.learn(memory, "ava")
    spec.forget(memory, "emma")
    spec.merge(memory, memory)
    assert memory.strengths == before


def test_a_difference_is_seen():
    agreement.check(["emma", "emily"], 24, "em", anchored=True)
    memory = plastic.PlasticMemory().fit(["emma"] * 2)
    with pytest.raises(AssertionError, match="told"):
        agreement.assert_close(memory, taught(["emma"] * 3), "e", True, "told")
