"""Isomorphic symbols: those whose merging loses least, whatever they are."""

import math
import random
from collections import Counter
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import any_batches

import plastic
from plastic import PlasticMemory, Recipe
from plastic.consolidation.isomorphism import merges, partitions
from plastic.consolidation.symbol_codes import SymbolIndex, encode
from plastic.core.symbols import in_order


def recipe(*sizes, **others):
    fading = tuple((size, 2) for size in sizes)
    return Recipe(near=1, beginning=0, together=1, exact=0, fading=fading, **others)


def classes(samples, *sizes, **others):
    memory = PlasticMemory(recipe=recipe(*sizes, **others)).fit(samples)
    memory.consolidate()
    return memory.classes()


def company(samples):
    """Count each symbol's next and previous neighbours; None is the boundary."""
    after, before = {}, {}
    for sample in samples:
        padded = [None, *sample, None]
        for one, other in pairwise(padded):
            after.setdefault(one, Counter())[other] += 1
            before.setdefault(other, Counter())[one] += 1
    return {symbol: (before[symbol], after[symbol]) for symbol in set().union(*samples)}


def total_surprise(neighbours):
    """How many nats it takes to tell the neighbours, knowing the class."""
    total = sum(neighbours.values())
    return -sum(n * math.log(n / total) for n in neighbours.values())


def merged(samples, size):
    """Merge greedily the two that lose least; tell by how little they won, too."""
    groups = {(symbol,): sides for symbol, sides in company(samples).items()}
    closest = math.inf
    while len(groups) > size:
        losses = []
        for one, other in combinations(groups, 2):
            loss = 0
            for side in (0, 1):
                both = groups[one][side] + groups[other][side]
                loss += total_surprise(both)
                loss -= total_surprise(groups[one][side])
                loss -= total_surprise(groups[other][side])
            losses.append((loss, one, other))
        losses.sort(key=lambda entry: entry[0])
        if len(losses) > 1:
            closest = min(closest, losses[1][0] - losses[0][0])
        _, one, other = losses[0]
        before, after = groups.pop(one), groups.pop(other)
        groups[one + other] = before[0] + after[0], before[1] + after[1]
    return sorted(sorted(group) for group in groups), closest


def test_on_names_the_vowels_are_found_unasked(slept_names):
    vowels, others = slept_names.classes()[2]
    assert vowels == [*"aeiouy"]
    assert others == [*"bcdfghjklmnpqrstvwxz"]
    assert len(slept_names.classes()[8]) == 8


def drawn(seed):
    """Draw text of which each symbol has tastes of its own: no two losses tie."""
    rng = random.Random(seed)
    tastes = {one: [rng.random() ** 3 for _ in "abcdefg"] for one in "abcdefg"}
    samples = []
    for _ in range(40):
        sample = rng.choice("abcdefg")
        while rng.random() < 0.85:
            sample += rng.choices("abcdefg", tastes[sample[-1]])[0]
        samples.append(sample)
    return samples


@pytest.mark.parametrize("seed", range(6))
def test_classes_are_those_of_a_greedy_merge(seed):
    samples = drawn(seed)
    found = classes(samples, 2, 3, 5)
    assert found.keys() == {2, 3, 5}
    for size, groups in found.items():
        expected, closest = merged(samples, size)
        assert closest > 1e-6  # or this text would show nothing
        assert groups == expected


def history(samples, most=500):
    code = SymbolIndex(Counter(samples), most)
    return [*merges(encode(Counter(samples), code), code)], code


@pytest.mark.parametrize("seed", range(6))
def test_merges_go_on_to_the_last_class_and_tell_what_each_lost(seed):
    samples = drawn(seed)
    steps, code = history(samples)
    sides = company(samples)
    groups = [{symbol} for symbol in code.symbols]

    def told(members):
        both = [
            sum((sides[one][side] for one in members), Counter()) for side in (0, 1)
        ]
        return sum(map(total_surprise, both))

    for into, gone, lost in steps:
        assert into < gone
        loss = told(groups[into] | groups[gone])
        loss -= told(groups[into]) + told(groups[gone])
        assert lost == pytest.approx(loss, abs=1e-9)
        groups[into] |= groups[gone]
    assert groups[0] == set(code.symbols)
    assert len({one.gone for one in steps}) == len(steps) == len(code.symbols) - 1


def test_partitions_are_cut_out_of_the_merges():
    samples = plastic.datasets.read(plastic.datasets.path("names.txt"))[:300]
    steps, code = history(samples)
    text = encode(Counter(samples), code)
    for size, table in partitions(text, code, (2, 8, 99)).items():
        class_of = list(range(len(code.symbols)))
        for into, gone, _ in steps[: max(0, len(class_of) - size)]:
            class_of = [into if one == gone else one for one in class_of]
        firsts = sorted(set(class_of))
        assert [firsts.index(one) for one in class_of] == table[
            : len(class_of)
        ].tolist()


def test_what_was_folded_is_merged_too():
    steps, code = history(["ab", "ba", "xc", "aab"], most=2)
    assert code.folded
    assert {one.gone for one in steps} == {1, 2}
    assert history([""])[0] == history(["a"])[0] == []


def test_strength_of_repetition_counts():
    samples = drawn(0)
    often = samples + samples[:7] * 9
    expected, closest = merged(often, 3)
    assert closest > 1e-6
    assert classes(often, 2, 3)[3] == expected


def test_any_symbols_have_classes():
    rng = random.Random(1)
    nouns, verbs, numbers = ["dog", "man", "sea"], [("be",), ("go",)], [1, 2, 3]
    samples = [
        tuple(rng.choice(kind) for _ in range(2) for kind in (nouns, verbs, numbers))
        for _ in range(60)
    ]
    assert classes(samples, 3)[3] == [numbers, nouns, verbs]


@pytest.mark.thorough
@settings(max_examples=40)
@given(any_batches, st.randoms(use_true_random=False))
def test_each_partition_covers_all_symbols_once(samples, shuffler):
    symbols = in_order(set().union(*samples))
    if not symbols:
        return
    found = classes(samples, 2, 3)
    for size, groups in found.items():
        assert in_order(one for group in groups for one in group) == symbols
        assert len(groups) == min(size, len(symbols))
        assert all(group == in_order(group) for group in groups)
        firsts = [group[0] for group in groups]
        assert firsts == in_order(firsts)
    assert set(found) == {2, 3}
    again = shuffler.sample(samples, len(samples))
    assert classes(again, 2, 3) == found


def test_folded_symbols_may_be_a_class_of_their_own():
    rng = random.Random(0)
    samples = [rare + "".join(rng.choices("abc", k=4)) for rare in "stuvwxyz" * 5]
    memory = PlasticMemory(recipe=recipe(2, most_symbols=3, gate=0.0)).fit(samples)
    memory.consolidate()
    kept, *_ = memory.classes()[2]
    assert kept == ["a", "b", "c"]
    nodes = memory.graph.nodes
    for node in nodes:
        assert nodes[node].keys() >= {"kind", "r_level"}, node
    assert sum(facts["kind"] == "class" for _, facts in nodes.items()) == 2


def test_before_the_first_sleep_there_are_none():
    assert PlasticMemory().classes() == {}
    assert PlasticMemory().fit(["ab"]).classes() == {}
