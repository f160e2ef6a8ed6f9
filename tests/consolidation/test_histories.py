"""Histories fill templates as they read."""

import numpy as np
import pytest
from by_definition import is_told, see
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import any_batches

from plastic import PlasticMemory, Recipe
from plastic.consolidation import histories as histories_module
from plastic.consolidation import recall as recall_module
from plastic.consolidation.histories import find_rows
from plastic.consolidation.symbol_codes import encode
from plastic.consolidation.templates import RECALL
from plastic.core.symbols import wrap

SMALL = Recipe(
    near=2,
    beginning=2,
    together=2,
    exact=1,
    fading=((2, 4),),
    runs=3,
    deep=3,
    recall=(1, 3),
)
# Samples that repeat themselves, so that much is recalled.
repeating = st.lists(
    st.builds(
        lambda cycle, times, rest: (cycle * times + rest)[:40],
        st.text(alphabet="abc", min_size=1, max_size=5),
        st.integers(1, 9),
        st.text(alphabet="abc", max_size=3),
    ),
    min_size=1,
    max_size=4,
)
any_samples = any_batches.filter(bool) | repeating


def slept(samples, recipe=SMALL):
    memory = PlasticMemory(recipe=recipe).fit(samples)
    memory.consolidate()
    return memory, memory.state.abstractions


def keys_of(text, histories):
    columns = histories.columns(text)
    return columns.T.astype(np.int64) @ histories.factors + histories.offsets[:-1]


@pytest.mark.thorough
@settings(max_examples=40)
@given(any_samples, st.sampled_from([500, 2]), st.sampled_from([(1, 3), (2,), ()]))
def test_all_moments_at_once_read_as_one_by_one(samples, most_symbols, orders):
    recipe = Recipe(
        near=2,
        beginning=2,
        together=2,
        exact=1,
        fading=((2, 4), (3, 2)),
        runs=3,
        deep=3,
        recall=orders,
        most_symbols=most_symbols,
    )
    memory, found = slept(samples, recipe)
    histories = found.histories
    text = encode(memory.samples, found.code)
    keys = keys_of(text, histories)
    for length in {*map(len, text.samples)}:
        alike = np.array([len(sample) == length for sample in text.samples])
        starts = text.starts[alike]
        for so_far in range(length + 1):
            pasts = text.numbers[starts[:, None] + np.arange(so_far)]
            seen = histories.last_columns(pasts)
            assert (seen == histories.columns(text)[:, starts + so_far]).all()
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


@pytest.mark.thorough
@settings(max_examples=30)
@given(repeating, st.integers(4, 12))
def test_a_history_keeps_no_more_than_is_in_reach(samples, reach):
    with pytest.MonkeyPatch.context() as patch:
        for module in (recall_module, histories_module):
            patch.setattr(module, "REACH", reach)
        memory, found = slept(samples)
        text = encode(memory.samples, found.code)
        keys = keys_of(text, found.histories)
        for sample, start in zip(text.samples, text.starts.tolist()):
            history = found.histories.begin(True)
            for at in range(len(sample) + 1):
                assert len(history.past) == min(at, reach)
                assert (
                    found.histories.keys(history).tolist() == keys[start + at].tolist()
                )
                if at < len(sample):
                    history = found.histories.follow(history, sample[at])


def test_without_recall_a_history_keeps_what_templates_look_at():
    recipe = Recipe(near=2, exact=1, deep=3, fading=((2, 5),), recall=())
    _, found = slept(["abcabc", "cab"], recipe)
    assert len(found.histories.read("abcabcabc").past) == 5


@pytest.mark.thorough
@settings(max_examples=40)
@given(any_samples)
def test_two_histories_show_the_same_exactly_if_they_look_the_same(samples):
    memory, found = slept(samples)
    histories, classes = found.histories, memory.classes()
    known = [symbol for group in classes.get(2, []) for symbol in group]
    stranger = "?" if isinstance(samples[0], str) else ("?",)
    prefixes = [sample[:at] for sample in samples for at in range(len(sample) + 1)]
    prefixes += [prefix + stranger for prefix in prefixes[:5]]
    prefixes += [(prefix + stranger) * 2 for prefix in prefixes[:5]]
    if not known:
        return
    shown = {}
    for prefix in prefixes:
        keys = histories.keys(histories.read(wrap(prefix)[:-1])).tolist()
        seen = {
            feature: see(feature, prefix, classes, SMALL)
            for feature in histories.features
        }
        for key, template in zip(keys, histories.templates):
            pattern = tuple(seen[feature] for feature in template)
            assert shown.setdefault(key, (template, pattern)) == (template, pattern)
    assert len(set(shown.values())) == len(shown)


@settings(max_examples=40)
@given(any_samples.filter(any), st.data())
def test_part_of_a_stream_shows_nothing_that_needs_its_beginning(samples, data):
    memory, found = slept(samples)
    histories, classes = found.histories, memory.classes()
    sample = data.draw(st.sampled_from(samples))
    part = sample[data.draw(st.integers(0, len(sample))) :]
    keys = histories.keys(histories.read(part))
    # What it shows is what it would show if more came before it, or nothing; but
    # for the match, which is the longest one that came since.
    longer = histories.keys(histories.read(wrap(sample + part)[:-1]))
    alone = histories.keys(histories.read(wrap(part)[:-1]))
    told = {
        feature: is_told(feature, part, classes, SMALL)
        for feature in histories.features
    }
    for key, more, same, template in zip(keys, longer, alone, histories.templates):
        if not all(told[feature] for feature in template):
            assert key == -1
            continue
        assert key == same
        if not {feature.kind for feature in template} & (RECALL - {"recall"}):
            assert key == more
    followed = histories.begin(False)
    for symbol in part:
        followed = histories.follow(followed, symbol)
    assert histories.keys(followed).tolist() == keys.tolist()


@given(st.sets(st.integers(0, 20)), st.lists(st.integers(0, 20)))
def test_keys_are_found_where_they_are_held(held, keys):
    held = np.array(sorted(held), int)
    for key, row in zip(keys, find_rows(held, np.array(keys, int)).tolist()):
        assert (held[row] == key) if key in held else (row == len(held))
