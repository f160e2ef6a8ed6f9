"""Matches: other samples are followed where that pays, and never one that is gone."""

import copy
import math
import sqlite3

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import any_batches

import plastic
from plastic import STOP, PlasticMemory, Recipe
from plastic.consolidation import held_out
from plastic.consolidation.elsewhere import ALL_ALIKE, WINDOW, Elsewhere
from plastic.consolidation.matches import fewest_alike, follow
from plastic.consolidation.pointers import ALIKE, KINDS, RUNS, Pointers
from plastic.consolidation.symbol_codes import SymbolIndex
from plastic.core.symbols import wrap

SMALL = Recipe(near=2, together=2, exact=1, fading=(), deep=2, recall=(1, 2))
LETTERS = [*"acdefghi"]


def families(many=10, each=5, length=40, changed=0.15):
    """Make families of samples that differ from each other here and there."""
    rng = np.random.default_rng(0)
    found = []
    for _ in range(many):
        first = rng.choice(LETTERS, length)
        others = rng.choice(LETTERS, (each, length))
        kept = rng.random((each, length)) > changed
        found.append(["".join(row) for row in np.where(kept, first, others)])
    return found


HELD = [sample for family in families() for sample in family[1:]]
NEW = [family[0] for family in families()]


def slept(samples, **others):
    memory = PlasticMemory(recipe=SMALL, **others).fit(samples)
    memory.consolidate()
    return memory


@pytest.fixture(scope="module")
def copies():
    return slept(HELD)


def test_copies_are_followed_where_that_pays(copies):
    matches = copies.state.abstractions.matches
    assert matches is not None
    _, asleep, elsewhere = matches.weights[0]
    assert elsewhere > asleep
    without = slept(HELD)
    without.state.abstractions.matches = None
    without.state._mixture = without.state._expert = None
    assert copies.score(NEW) > without.score(NEW) + 0.2
    assert "of other samples" in str(copies.consolidate())


def test_where_it_does_not_pay_nothing_is_carried(slept_names):
    assert slept_names.state.abstractions.matches is None
    assert len(slept_names.state.expert.experts) == 1
    assert slept(["a"]).state.abstractions.matches is None
    assert slept([""] * 30).state.abstractions.matches is None


def test_many_at_once_as_one_by_one(copies):
    samples = [*NEW, HELD[0], HELD[1] + HELD[7], "", "zzz" + NEW[2]]
    one_by_one = [copies.log_prob(sample) for sample in samples]
    assert copies.score_samples(samples) == pytest.approx(one_by_one, rel=1e-9)
    expert = copies.state.expert.experts[1]
    seen = expert.see(samples)
    starts = np.cumsum([0, *(len(sample) + 1 for sample in samples)])
    for number, sample in enumerate(samples):
        sequence = wrap(sample)[:-1]
        state = expert.initial_state(sequence[:1])
        for end, symbol in enumerate([*sequence[1:], None]):
            said = told(expert, state)
            assert said.tolist() == seen[:, starts[number] + end].tolist()
            whole = expert.initial_state(sequence[: end + 1])
            assert told(expert, whole).tolist() == said.tolist()
            if symbol is not None:
                state = expert.next_state(state, symbol)
    pasts = np.array([[*map(LETTERS.index, sample[:9])] for sample in NEW])
    last = expert.see_last(LETTERS, pasts)
    assert last.tolist() == seen[:, starts[: len(NEW)] + 9].tolist()


def told(expert, state):
    return expert._seen(Pointers(*np.array(state.pointer)[:, None]))[:, 0]


def test_probabilities_sum_to_one_and_are_explained(copies):
    for anchored in (True, False):
        for context in ("", NEW[0][:1], NEW[0][:11], HELD[3][5:30], "zz"):
            chances = copies.predict_proba(context, anchored=anchored)
            assert math.fsum(chances.values()) == pytest.approx(1)
            explanation = copies.explain(context, anchored=anchored)
            parts = explanation.contributions
            for symbol in (STOP, *LETTERS):
                total = math.fsum(part.added[symbol] for part in parts)
                assert math.exp(total) == pytest.approx(chances[symbol])
            assert [part.kind for part in parts].count("elsewhere") == 1
    assert "(elsewhere)" in str(copies.explain(NEW[0][:11]))


def test_a_miss_is_survived(copies):
    # Of a sample with a symbol that it did not have there, what it goes on with.
    sample = HELD[0]
    other = next(letter for letter in LETTERS if letter != sample[20])
    chances = copies.predict_proba(sample[:20] + other)
    assert max(chances, key=chances.get) == sample[21]


@pytest.mark.thorough
def test_drawn_together_as_one_by_one(copies):
    drawn = copies.generate(600, rng=0)
    assert len(drawn) == 600
    assert np.mean([sample in HELD for sample in drawn]) < 0.9


def test_forgetting_undoes_learning_to_the_last_bit(copies):
    memory = copy.deepcopy(copies)
    contexts = [NEW[0][:12], HELD[0][:12]]
    before = [memory.predict_proba(context) for context in contexts]
    memory.learn(NEW[0])
    assert memory.predict_proba(contexts[0]) != before[0]
    memory.forget(NEW[0])
    assert [memory.predict_proba(context) for context in contexts] == before


def test_what_is_forgotten_is_not_followed(copies):
    memory = copy.deepcopy(copies)
    memory.forget(HELD[0])
    (expert,) = memory.state.expert.experts[1:]
    assert HELD[0] not in expert.there.text.samples
    again = slept(HELD)
    for sample in HELD[::-1]:  # taught and forgotten in another order
        if sample != HELD[5]:
            again.forget(sample)
            again.learn(sample)
    assert again.predict_proba(NEW[0][:12]) == copies.predict_proba(NEW[0][:12])


def test_what_is_saved_is_what_predicts(copies, tmp_path):
    path = tmp_path / "copies.plastic"
    copies.save(path)
    loaded = plastic.load(path)
    for context in (NEW[0][:12], HELD[0][:12], ""):
        assert loaded.predict_proba(context) == copies.predict_proba(context)
    assert (loaded.score_samples(NEW) == copies.score_samples(NEW)).all()
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM sleep WHERE name = 'instead'")
    connection.close()
    with pytest.warns(plastic.DamageWarning):
        assert len(plastic.load(path)) == len(copies)


def test_repeats_can_be_estimated():
    memory = slept(HELD[::2] * 2, repeats="estimate")
    chances = memory.predict_proba(HELD[0][:12])
    assert math.fsum(chances.values()) == pytest.approx(1)
    one_by_one = [memory.log_prob(sample) for sample in NEW[:3]]
    assert memory.score_samples(NEW[:3]) == pytest.approx(one_by_one)


def test_each_is_counted_as_if_it_were_new():
    # Both differ from each other in one symbol; without the other each has nothing.
    samples = {"acdefghacdefgiihg": 1, "acdefghacdhfgiihg": 1}
    code = SymbolIndex(samples, 500)
    followed = follow(samples, code)
    matches, said, kinds = followed.matches(), followed.said, followed.kinds
    there = Elsewhere(samples, code)
    came = there.text.numbers
    least = matches.least
    for start in there.text.starts:
        places = start + np.arange(len("acdefghacdefgiihg") + 1)
        assert (said[places[: least - 1]] == -1).all()
        follows = places[least - 1 :]
        wrong = follows[said[follows] != came[follows]]
        assert wrong.tolist() == [start + 10]
    assert (kinds < KINDS).all()
    first, second = "eh"
    assert matches.instead[code.target(first)].argmax() == code.target(first)  # itself
    others = matches.instead[code.target(first)].copy()
    others[code.target(first)] = 0
    assert others.argmax() == code.target(second)
    assert others.sum() == pytest.approx(1)
    alone, _ = {**samples}.popitem()
    assert follow({alone: 1}, code) is None
    # Without both misses an h comes instead of an e as often as it comes at all.
    misses = np.flatnonzero((said >= 0) & (said != followed.came))
    less = followed.matches(misses).instead[code.target(first), code.target(second)]
    assert less < others[code.target(second)]
    assert (followed.matches(misses).right >= matches.right).all()


def test_a_pointer_goes_on_and_stops_where_its_sample_does():
    samples = {"acd": 1, "gh": 1}
    code = SymbolIndex(samples, 500)
    there = Elsewhere(samples, code)
    pointer = Pointers(*(np.array([value]) for value in (0, 0, 0)))
    ran = []
    for came in "axd":
        pointer = pointer.went_on(there, np.array([code.number(came)]))
        ran.append((*pointer.places.tolist(), *pointer.runs.tolist()))
    assert ran == [(1, 1), (2, 0), (3, 1)]
    assert pointer.alike.tolist() == [0b101]
    assert there.said(pointer.places).tolist() == [code.boundary]
    gone = pointer.went_on(there, np.array([code.number("g")]))
    assert gone.places.tolist() == [-1]
    assert there.said(gone.places).tolist() == [-1]
    assert pointer.kinds().tolist() == [
        (1 + RUNS.index(1)) * (WINDOW + 1) + ALIKE[0b101]
    ]
    assert ALIKE[ALL_ALIKE] == WINDOW


@pytest.mark.parametrize(
    ("counts", "least"), [([5, 5], 1 + 4), ([9], WINDOW), ([10**6] * 300, 1 + 4)]
)
def test_so_many_alike_that_it_is_no_chance(counts, least):
    assert fewest_alike(np.array(counts)) == least


@pytest.fixture
def always(monkeypatch):
    """Carry matches whatever they save."""
    monkeypatch.setattr(held_out, "LEAST_SAVED", -math.inf)
    monkeypatch.setattr(held_out, "LEAST_PART_SAVED", -math.inf)


@pytest.mark.thorough
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(any_batches.filter(any), st.data(), st.integers(1, 4))
def test_whatever_is_held(always, samples, data, horizon):
    memory = slept(samples * 2, horizon=horizon)
    if memory.state.abstractions.matches is None:  # nothing was found asleep
        return
    asked = [*samples, samples[0] + samples[-1]]
    one_by_one = [memory.log_prob(sample) for sample in asked]
    assert memory.score_samples(asked) == pytest.approx(one_by_one, rel=1e-9)
    sample = data.draw(st.sampled_from(asked))
    prefix = sample[: data.draw(st.integers(0, len(sample)))]
    for anchored in (True, False):
        chances = memory.predict_proba(prefix, anchored=anchored)
        assert math.fsum(chances.values()) == pytest.approx(1)
        parts = memory.explain(prefix, anchored=anchored).contributions
        for symbol in memory.state.expert.symbols:
            total = math.fsum(part.added[symbol] for part in parts)
            assert math.exp(total) == pytest.approx(chances[symbol])
    before = memory.predict_proba(prefix)
    memory.learn(samples[0] + samples[-1])
    memory.forget(samples[0] + samples[-1])
    assert memory.predict_proba(prefix) == before
