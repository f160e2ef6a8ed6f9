"""Feedback: a layer of its own, bounded, and taken back to the bit."""

import copy
import math
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import batches, strings

import plastic
from plastic import NotLearnedError, ParameterError, PlasticMemory
from plastic.core.symbols import wrap

NAMES = ["emma", "emily", "emmy", "anna", "hannah", "ava"]
strengths = st.one_of(st.sampled_from([1.0, -1.0, 0.5]), st.floats(-9, 9).filter(bool))
signals = st.lists(st.tuples(strings, strengths), max_size=6)


def expected(memory, said, prefix):
    """Work factors out by the definition, from a memory that was told nothing."""
    before, context = memory.predict_proba(prefix), wrap(prefix)[:-1]
    wanted, unwanted = dict(before), dict(before)
    named = False
    for length in range(min(3, len(context)) + 1):
        past = context[len(context) - length :]
        for table, sign in ((wanted, 1), (unwanted, -1)):
            came = [
                (wrap(sample)[end], abs(strength))
                for sample, strength in said
                for end in range(1, len(sample) + 2)
                if strength * sign > 0 and wrap(sample)[:end].endswith(past)
            ]
            named |= any(y in before for y, _ in came)
            total = math.fsum(worth for _, worth in came)
            for y in table:
                evidence = math.fsum(worth for symbol, worth in came if symbol == y)
                table[y] = (evidence + table[y]) / (total + 1)
    if not named:
        return before
    made = {
        y: p * min(8, max(1 / 8, wanted[y] / unwanted[y])) for y, p in before.items()
    }
    return {y: p / math.fsum(made.values()) for y, p in made.items()}


@given(batches(strings, max_size=4), signals, strings)
@settings(max_examples=25)
def test_predictions_follow_the_definition(samples, said, prefix):
    memory = PlasticMemory().fit(samples)
    for sample, strength in said:
        memory.reinforce(sample, strength)
    alone = PlasticMemory().fit(samples)
    chances = memory.predict_proba(prefix)
    assert chances == pytest.approx(expected(alone, said, prefix), rel=1e-9)
    assert math.fsum(chances.values()) == pytest.approx(1)
    explained = memory.explain(prefix)
    assert explained.probabilities == pytest.approx(chances)


@given(signals, st.randoms(use_true_random=False), strings)
@settings(max_examples=25)
def test_what_is_taken_back_was_never_there(said, random, prefix):
    memory = PlasticMemory().fit(["ab", "abc", "ca"])
    memory.reinforce("ab", 0.1)
    before = memory.predict_proba(prefix)
    for sample, strength in said:
        memory.reinforce(sample, strength)
    for sample, strength in random.sample(said, len(said)):
        if (sample, strength) != ("ab", 0.1):
            memory.retract(sample, strength)
        else:
            memory.state.heed(sample, strength, -1)
    assert memory.predict_proba(prefix) == before
    assert memory.feedback == {"ab": 0.1}


@pytest.mark.parametrize("asleep", [False, True])
@pytest.mark.parametrize("repeats", ["keep", "estimate"])
def test_all_that_scores_agrees(asleep, repeats):
    memory = PlasticMemory(repeats=repeats).fit(NAMES * 3)
    if asleep:
        memory.consolidate()
    before = memory.log_prob("emmy")
    memory.reinforce("emmy", 2)
    memory.depotentiate("hannah")
    assert memory.log_prob("emmy") > before
    for name in ("emmy", "hannah", "bob"):
        steps = [memory.predict_proba(name[:at]) for at in range(len(name) + 1)]
        chances = [
            step.get(y, step[plastic.UNSEEN])
            for step, y in zip(steps, [*name, plastic.STOP])
        ]
        logs = math.fsum(map(math.log, chances))
        assert memory.log_prob(name) == pytest.approx(logs)
    assert memory.score_samples(["emmy"] * 40)[0] == pytest.approx(
        memory.log_prob("emmy")
    )
    explained = memory.explain("em")
    assert explained.contributions[-1].kind == "feedback"
    assert "(feedback) what was" in str(explained)
    for symbol, chance in memory.predict_proba("em").items():
        terms = [term.added.get(symbol, 0.0) for term in explained.contributions]
        total = math.fsum(terms)
        assert (math.exp(total) if asleep else total) == pytest.approx(chance)


def test_counts_concepts_and_samples_stay_as_they_are():
    memory = PlasticMemory().fit(NAMES)
    before = PlasticMemory().fit(NAMES)
    memory.reinforce("emma")
    assert memory.state.concepts == before.state.concepts
    assert memory.samples == before.samples
    memory.check()


def test_no_symbol_is_moved_by_more_than_eight_times_beside_another():
    memory = PlasticMemory().fit(NAMES)
    before = memory.predict_proba("em")
    memory.reinforce("emily", 1e6)
    memory.depotentiate("emma", 1e6)
    after = memory.predict_proba("em")
    ratios = [after[y] / before[y] for y in before]
    assert max(ratios) / min(ratios) <= 64 * (1 + 1e-9)
    assert after["i"] > before["i"] * 1.5
    assert min(after.values()) > 0


def test_halves_are_worth_half():
    memory, halves = (PlasticMemory().fit(NAMES) for _ in range(2))
    memory.reinforce("ava")
    halves.reinforce("ava", 0.5)
    assert halves.predict_proba("a")["v"] < memory.predict_proba("a")["v"]
    halves.reinforce("ava", 0.5)
    assert halves.predict_proba("a") == memory.predict_proba("a")
    assert halves.feedback == {"ava": 1.0}


def test_what_is_drawn_follows():
    memory = PlasticMemory().fit(NAMES)
    before = memory.generate(200, rng=0)
    for _ in range(5):
        memory.reinforce("ava")
        memory.depotentiate("emma")
    after = memory.generate(200, rng=0)
    assert sum(name[:1] == "a" for name in after) > sum(n[:1] == "a" for n in before)
    memory.retract()
    assert memory.generate(200, rng=0) == before
    assert memory.feedback == {}


def test_sequences_can_be_liked():
    memory = PlasticMemory().fit([("to", "be"), ("to", "go")])
    memory.reinforce(("to", "go"))
    chances = memory.predict_proba(("to",))
    assert chances["go"] > chances["be"]


def test_the_prior_s_feedback_counts_with_the_prior():
    prior = PlasticMemory().fit(NAMES)
    memory = PlasticMemory(prior=prior).fit(["eve"])
    before = memory.predict_proba("em")
    prior.reinforce("emily", 3)
    assert memory.predict_proba("em")["i"] > before["i"]
    prior.retract("emily")
    assert memory.predict_proba("em") == before


@pytest.mark.parametrize("strength", [0, math.nan, math.inf, "much", None])
def test_strengths_that_are_none_are_refused(strength):
    memory = PlasticMemory().fit(NAMES)
    with pytest.raises(ParameterError, match="strength"):
        memory.reinforce("emma", strength)
    assert memory.feedback == {}


def test_what_was_never_said_cannot_be_taken_back():
    memory = PlasticMemory().fit(NAMES)
    memory.reinforce("emma", 0.5)
    with pytest.raises(NotLearnedError, match="no such feedback"):
        memory.retract("emma", 1.0)
    with pytest.raises(NotLearnedError, match="no such feedback"):
        memory.retract("ava")
    with pytest.raises(plastic.SampleError):
        memory.reinforce(("e", "m"))
    assert memory.feedback == {"emma": 0.5}


def test_merging_adds_it():
    memory, other = PlasticMemory().fit(NAMES), PlasticMemory().fit(NAMES)
    memory.reinforce("emma", 0.5)
    other.reinforce("emma", 0.25)
    assert memory.merge(other).feedback == {"emma": 0.75}


@pytest.mark.parametrize("name", ["names.plastic", "names.json"])
def test_it_is_saved(name, tmp_path):
    memory = PlasticMemory().fit(NAMES)
    memory.reinforce("ava", 0.1)
    memory.depotentiate("emma")
    memory.save(tmp_path / name)
    loaded = plastic.load(tmp_path / name)
    for other in (loaded, copy.deepcopy(memory), pickle.loads(pickle.dumps(memory))):
        assert other.feedback == {"ava": 0.1, "emma": -1.0}
        assert other.predict_proba("em") == memory.predict_proba("em")


def test_of_a_bound_file_it_is_on_disk_at_once_and_gone_at_once(tmp_path):
    path = tmp_path / "names.plastic"
    with plastic.open(path) as memory:
        memory.reinforce("zoltan", 0.5)
    with plastic.open(path) as memory:
        assert memory.feedback == {"zoltan": 0.5}
        memory.retract("zoltan")
        assert b"zoltan" not in path.read_bytes()
    with plastic.open(path) as memory:
        assert memory.feedback == {}


def test_damaged_feedback_is_refused(tmp_path):
    path = tmp_path / "names.json"
    memory = PlasticMemory().fit(NAMES)
    memory.reinforce("ava")
    memory.save(path)
    text = path.read_text()
    for wrong in ('["ava",0.0,1]', '["ava",1.0,0]', "[null,1.0,1]", "3", '["ava",1]'):
        path.write_text(text.replace('["ava",1.0,1]', wrong))
        with pytest.raises(plastic.DataError, match="damaged"):
            plastic.load(path)
