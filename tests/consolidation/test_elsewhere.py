"""Elsewhere: the longest match among other pasts, by comparing each with each."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_batches

from plastic.consolidation.elsewhere import WINDOW, Elsewhere, Pasts
from plastic.consolidation.symbol_codes import SymbolIndex, write
from plastic.core.symbols import START

several = any_batches.filter(lambda batch: sum(map(len, batch)) > 0)


def pasts_of(samples):
    """List each moment's sample and its past with START."""
    return [
        (number, (START, *sample[:end]))
        for number, sample in enumerate(samples)
        for end in range(len(sample) + 1)
    ]


def shared(one, other):
    count = 0
    while count < min(len(one), len(other)) and one[-1 - count] == other[-1 - count]:
        count += 1
    return count


def alike(one, other):
    pairs = [*zip(reversed(one), reversed(other))][:WINDOW]
    return sum((mine == there) << back for back, (mine, there) in enumerate(pairs))


def most(there):
    return 2 * (64 // there._width)


def check(found, asked, held, there, others):
    for at, (number, past) in enumerate(asked):
        lengths = [
            shared(past, other) if others(number, which) else 0 for which, other in held
        ]
        assert found.lengths[at] == min(max(lengths, default=0), most(there))
        place = found.places[at]
        if place >= 0 and found.lengths[at]:
            which, other = held[place]
            assert others(number, which)
            assert shared(past, other) >= found.lengths[at]
            assert found.alike[at] == alike(past, other)


@given(several, several)
def test_the_longest_match_of_new_pasts(held, new):
    samples = dict.fromkeys(held, 1)
    code = SymbolIndex(samples, 500)
    there = Elsewhere(samples, code)
    corpus = write(new, [1] * len(new), code)
    pasts = Pasts.of(corpus, code)
    found = there.match(pasts, np.arange(len(pasts.codes)))
    known = {START, *code.symbols}
    asked = [
        (number, tuple([y if y in known else "other" for y in past]))
        for number, past in pasts_of(new)
    ]
    check(found, asked, pasts_of(there.text.samples), there, lambda *_: True)


@given(several, st.data())
def test_the_longest_match_in_other_samples(held, data):
    times = st.integers(1, 2)
    samples = {sample: data.draw(times) for sample in dict.fromkeys(held)}
    there = Elsewhere(samples, SymbolIndex(samples, 500))
    pasts = pasts_of(there.text.samples)
    of = [samples[sample] for sample in there.text.samples]
    check(
        there.match_others(),
        pasts,
        pasts,
        there,
        lambda mine, other: mine != other or of[mine] > 1,
    )


def test_of_those_that_are_alike_it_is_the_first_that_is_found():
    # Not the one beside it in the order of samples, which goes on as it does.
    samples = dict.fromkeys(["xxxa", "xxxb", "xxxc", "xxxd"], 1)
    there = Elsewhere(samples, SymbolIndex(samples, 500))
    found = there.match_others()
    (end,) = there.text.starts[2:3] + 3  # after the xxx of xxxc
    assert found.places[end] == 3  # after that of xxxa
    begun = there.text.starts[0] + 3
    assert found.places[begun] == there.text.starts[1] + 3


def test_where_nothing_is_held_nothing_is_found():
    there = Elsewhere({}, SymbolIndex({}, 500))
    pasts = Pasts(np.array([3, 1]), np.array([1, 2]))
    assert there.match(pasts, np.arange(2)).places.tolist() == [-1, -1]
    assert there.said(np.array([-1, -1])).tolist() == [-1, -1]
