"""Templates are what the recipe says, and histories fill them as they read."""

import contextlib
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import any_batches

from plastic import START, ParameterError, PlasticMemory, Recipe, SymbolClass
from plastic.consolidation.symbol_codes import encode
from plastic.consolidation.templates import Feature
from plastic.core.symbols import wrap

SMALL = Recipe(near=2, beginning=2, together=2, exact=1, fading=((2, 4),), runs=3)


def see(feature, prefix, classes, most_runs):
    """Tell what a prefix of a sample shows of a feature, by the definition.

    `classes` are those of ``memory.classes()``; None stands for any symbol that
    sleep never saw.
    """

    def class_of(symbol, into):
        numbers = [n for n, members in enumerate(classes[into]) if symbol in members]
        return SymbolClass(into, numbers[0]) if numbers else None

    if feature.kind == "runs":
        kinds = [class_of(symbol, min(classes)) for symbol in prefix]
        runs = sum(at == 0 or kinds[at - 1] != kinds[at] for at in range(len(kinds)))
        return min(runs, most_runs)
    if feature.at > len(prefix):
        return START
    symbol = prefix[feature.at - 1 if feature.kind == "first" else -feature.at]
    if feature.kind == "class":
        return class_of(symbol, feature.classes)
    return symbol if any(symbol in members for members in classes[2]) else None


def slept(samples, recipe=SMALL):
    memory = PlasticMemory(recipe=recipe).fit(samples)
    memory.consolidate()
    return memory, memory.state.abstractions


@pytest.mark.parametrize(
    ("symbols", "templates"),
    [(2, 63), (3, 63 + 26), (8, 63 + 26), (9, 63 + 26 + 14), (500, 103)],
)
def test_how_many_templates_there_are(symbols, templates):
    # 7 atoms: 7 + 21 + 35 sets; 8 + 7 + 6 + 5 fading pasts of 2 classes and
    # 5 + 4 + 3 + 2 of 8, where there are more symbols than classes.
    assert len(Recipe().templates(symbols)) == templates


@given(
    st.builds(
        Recipe,
        near=st.integers(1, 4),
        beginning=st.integers(0, 3),
        together=st.integers(1, 4),
        exact=st.integers(0, 4),
        fading=st.lists(
            st.tuples(st.integers(2, 5), st.integers(1, 5)),
            max_size=2,
            unique_by=lambda pair: pair[0],
        ).map(tuple),
        runs=st.integers(0, 3),
    ),
    st.integers(1, 30),
)
def test_templates_run_from_simple_to_complex(recipe, symbols):
    templates = recipe.templates(symbols)
    assert [*map(len, templates)] == sorted(map(len, templates))
    assert len({frozenset(each) for each in templates}) == len(templates)
    for each in templates:
        exact = [one for one in each if one.kind != "class"]
        faded = [one for one in each if one.kind == "class"]
        assert len(set(each)) == len(each) > 0
        if not faded:
            assert len(each) <= recipe.together
            assert {one.at for one in each if one.kind == "back"} <= {
                *range(1, recipe.near + 1)
            }
            assert {one.at for one in each if one.kind == "first"} <= {
                *range(1, recipe.beginning + 1)
            }
        else:  # exact near symbols, then classes without a gap
            assert [one.at for one in each] == [*range(1, len(each) + 1)]
            assert {one.kind for one in exact} <= {"back"}
            assert len(exact) <= recipe.exact
            assert len({one.classes for one in faded}) == 1
            assert len(each) <= dict(recipe.fading)[faded[0].classes]
            assert faded[0].classes < symbols
    if not recipe.runs:
        assert all(one.kind != "runs" for each in templates for one in each)


def test_the_templates_of_a_small_recipe():
    def back(*places):
        return tuple(Feature("back", at) for at in places)

    def faded(*places):
        return tuple(Feature("class", at, 2) for at in places)

    recipe = Recipe(near=2, beginning=0, together=2, exact=1, fading=((2, 3),), runs=0)
    assert recipe.templates(2) == [back(1), back(2), back(1, 2)]
    assert set(recipe.templates(3)) == {
        back(1),
        back(2),
        back(1, 2),
        faded(1),
        faded(1, 2),
        faded(1, 2, 3),
        back(1) + faded(2),
        back(1) + faded(2, 3),
    }


@settings(max_examples=40)
@given(any_batches.filter(bool), st.sampled_from([500, 2]))
def test_all_moments_at_once_read_as_one_by_one(samples, most_symbols):
    recipe = Recipe(
        near=2,
        beginning=2,
        together=2,
        exact=1,
        fading=((2, 4), (3, 2)),
        runs=3,
        most_symbols=most_symbols,
    )
    memory, found = slept(samples, recipe)
    histories = found.histories
    text = encode(memory.samples, found.code)
    columns = histories.columns(text)
    keys = columns.T.astype(np.int64) @ histories.factors + histories.offsets[:-1]
    for sample, start in zip(text.samples, text.starts.tolist()):
        history = histories.read(wrap(sample)[:1])
        for at in range(len(sample) + 1):
            expected = keys[start + at]
            assert histories.keys(history).tolist() == expected.tolist()
            again = histories.read(wrap(sample)[: at + 1])
            assert histories.keys(again).tolist() == expected.tolist()
            if at < len(sample):
                history = histories.follow(history, sample[at])
    # No value belongs to two templates.
    at = np.searchsorted(histories.offsets, keys, "right") - 1
    assert (at == np.arange(len(histories.templates))).all()


@settings(max_examples=40)
@given(any_batches.filter(bool), st.data())
def test_two_histories_show_the_same_exactly_if_they_look_the_same(samples, data):
    memory, found = slept(samples)
    histories, classes = found.histories, memory.classes()
    known = [symbol for group in classes.get(2, []) for symbol in group]
    stranger = "?" if isinstance(samples[0], str) else ("?",)
    prefixes = [sample[:at] for sample in samples for at in range(len(sample) + 1)]
    prefixes += [prefix + stranger for prefix in prefixes[:5]]
    if not known:
        return
    shown = {}
    for prefix in prefixes:
        keys = histories.keys(histories.read(wrap(prefix)[:-1])).tolist()
        for key, template in zip(keys, histories.templates):
            pattern = tuple(see(one, prefix, classes, SMALL.runs) for one in template)
            assert shown.setdefault(key, (template, pattern)) == (template, pattern)
    assert len(set(shown.values())) == len(shown)


@settings(max_examples=40)
@given(any_batches.filter(any), st.data())
def test_part_of_a_stream_shows_nothing_that_needs_its_beginning(samples, data):
    _, found = slept(samples)
    histories = found.histories
    sample = data.draw(st.sampled_from(samples))
    part = sample[data.draw(st.integers(0, len(sample))) :]
    keys = histories.keys(histories.read(part))
    # What it shows is what it would show if more came before it.
    longer = sample[:0] + sample + part
    anchored = histories.keys(histories.read(wrap(longer)[:-1]))
    for key, other, template in zip(keys, anchored, histories.templates):
        placed = any(one.kind in ("first", "runs") for one in template)
        far = any(one.at > len(part) for one in template)
        assert key == (-1 if placed or far else other)
    followed = histories.begin(False)
    for symbol in part:
        followed = histories.follow(followed, symbol)
    assert histories.keys(followed).tolist() == keys.tolist()


def test_a_recipe_without_runs_or_beginnings_sleeps():
    recipe = Recipe(near=1, beginning=0, together=1, exact=0, fading=(), runs=0)
    _, found = slept(["abab", "aab", "ab"] * 5, recipe)
    assert found.histories.templates == [(Feature("back", 1),)]


@pytest.mark.parametrize(
    "recipe",
    [
        Recipe(near=0, beginning=0, exact=0, fading=(), runs=0),
        Recipe(near=0, beginning=0, runs=0),  # and fading needs three symbols
        Recipe(fading=((2, 40),)),  # 4**40 values
    ],
    ids=["no templates", "none for two symbols", "too far"],
)
def test_a_recipe_at_its_limits_works_or_says_what_is_wrong(recipe):
    samples = ["abab", "aab", "ab"] * 5
    if recipe.fading == ((2, 40),):
        samples.append("abc")
    memory = PlasticMemory(recipe=recipe).fit(samples)
    awake = memory.predict_proba("a")
    with contextlib.suppress(ParameterError):
        memory.consolidate()
    chances = memory.predict_proba("a")
    assert chances.keys() == awake.keys()
    assert abs(math.fsum(chances.values()) - 1) < 1e-12
