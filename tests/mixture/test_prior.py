"""A memory with another one behind it: predictions that are sums, and both forget."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import batches

import plastic
from plastic import START, STOP, UNSEEN, PlasticMemory

AMERICAN = ["emma", "emily", "anna", "hannah", "mary", "marie", "lea", "luke", "jean"]
FRENCH = ["amélie", "chloé", "jean", "luc", "marie", "noé"]


def backed(samples=FRENCH, prior=AMERICAN, **params):
    return PlasticMemory(prior=PlasticMemory().fit(prior), **params).fit(samples)


def mixed(memory, context):
    """Mix what both predict for themselves, by the definition."""
    own = PlasticMemory().fit(memory.samples).predict_proba(context)
    there = memory.prior.predict_proba(context)
    length = max(
        [0, *(len(c.concept) for c in memory.explain(context).contributions if c.count)]
    )
    rate = memory.state.expert.rates[min(length, 6)]
    here_only, there_only = own.keys() - there.keys(), there.keys() - own.keys()
    expected = {}
    for symbol in own.keys() | there.keys():
        p = own.get(symbol, own[UNSEEN] / (1 + len(there_only)))
        q = there.get(symbol, there[UNSEEN] / (1 + len(here_only)))
        if symbol == UNSEEN:
            p, q = p / (1 + len(there_only)), q / (1 + len(here_only))
        expected[symbol] = (1 - rate) * p + rate * q
    return expected


@pytest.mark.parametrize("context", ["", "am", "é", "mary", "jea", "zq", "y"])
def test_predictions_are_those_of_both_mixed(context):
    memory = backed()
    assert memory.predict_proba(context) == pytest.approx(mixed(memory, context))


@given(batches(max_size=5), batches(max_size=5), st.text("abcd", max_size=4))
@settings(max_examples=20)
def test_all_that_is_predicted_sums_to_one(samples, prior, context):
    memory = backed(samples, prior)
    for anchored in (True, False):
        chances = memory.predict_proba(context, anchored=anchored)
        assert math.fsum(chances.values()) == pytest.approx(1, abs=1e-12)
        assert min(chances.values()) > 0
        explained = memory.explain(context, anchored=anchored)
        assert explained.probabilities == pytest.approx(chances)
    symbols = {y for sample in [*samples, *prior] for y in sample}
    assert [*chances] == [*sorted(symbols), STOP, UNSEEN]


@pytest.mark.parametrize(
    ("asleep", "prior_asleep", "repeats"),
    [
        (False, False, "keep"),
        (False, True, "estimate"),
        (True, False, "estimate"),
        (True, True, "keep"),
    ],
)
def test_all_that_scores_agrees(asleep, prior_asleep, repeats):
    memory = backed(FRENCH * 2, repeats=repeats)
    if prior_asleep:
        memory.prior.consolidate()
    if asleep:
        memory.consolidate()
    names = ["jean", "amélie", "bob", "x" * 30]
    for name in names:
        steps = [memory.predict_proba(name[:at]) for at in range(len(name) + 1)]
        came = [*name, STOP]
        if name == "bob":  # known to neither
            assert "b" not in steps[0]
        chances = [step.get(y, step[UNSEEN]) for step, y in zip(steps, came)]
        expected = math.fsum(map(math.log, chances))
        assert memory.log_prob(name) == pytest.approx(expected, rel=1e-9)
    scored = memory.score_samples(names * 9)  # so many that they are scored by rows
    assert scored[:4] == pytest.approx([*map(memory.log_prob, names)], rel=1e-9)
    assert memory.surprise("jean", last=2).sum() == pytest.approx(
        memory.surprise("jean")[-2:].sum()
    )


def test_after_a_sleep_the_prior_is_part_of_what_waking_says():
    memory = backed()
    memory.consolidate()
    explained = memory.explain("am")
    assert explained.probabilities == memory.predict_proba("am")
    assert "prior" in {term.kind for term in explained.awake.contributions}


def test_the_explanation_has_a_row_and_a_legend_for_it():
    text = str(backed().explain("am"))
    assert "(prior)" in text
    assert "the memory that stands behind this one" in text


def test_each_forgets_exactly():
    memory = backed()
    before = memory.predict_proba("am"), memory.log_prob("jeanne")
    memory.learn("jeanne")
    memory.prior.learn("zoltan")
    assert memory.predict_proba("am") != before[0]
    memory.prior.forget("zoltan")
    memory.forget("jeanne")
    assert (memory.predict_proba("am"), memory.log_prob("jeanne")) == before


def test_what_the_prior_learns_counts_at_once():
    memory = backed()
    before = memory.predict_proba("zo")
    memory.prior.learn("zoltan", times=50)
    assert memory.predict_proba("zo")["l"] > before["l"]
    memory.prior.fit([])
    alone = PlasticMemory().fit(FRENCH)
    assert memory.predict_proba("zo") == alone.predict_proba("zo")


def test_order_does_not_matter():
    one, other = backed(), backed(FRENCH[::-1], AMERICAN[::-1])
    assert one.predict_proba("am") == other.predict_proba("am")


def test_a_memory_that_holds_nothing_says_what_its_prior_does():
    memory = PlasticMemory(prior=PlasticMemory().fit(AMERICAN))
    assert memory.predict_proba("em") == pytest.approx(memory.prior.predict_proba("em"))


def test_priors_stand_in_a_chain():
    last = PlasticMemory().fit(["zoltan", "zoe"] * 5)
    middle = PlasticMemory(prior=last).fit(AMERICAN)
    memory = PlasticMemory(prior=middle).fit(FRENCH)
    assert "z" in memory.predict_proba("am")
    alone = PlasticMemory(prior=PlasticMemory().fit(AMERICAN)).fit(FRENCH)
    assert memory.log_prob("zoe") > alone.log_prob("zoe")
    names = ["zoe", "jean"] * 20
    expected = [*map(memory.log_prob, names)]
    assert memory.score_samples(names) == pytest.approx(expected)
    last.forget("zoe")
    assert memory.score_samples(names)[0] != expected[0]
    last.learn("zoe")
    assert memory.score_samples(names) == pytest.approx(expected)


def test_it_draws_and_completes_with_what_the_prior_knows():
    memory = backed()
    assert memory.generate(5, rng=0) == memory.generate(5, rng=0)
    completion = memory.complete("hann", n=1)[0]
    assert completion.sample == "hannah"
    alone = PlasticMemory().fit(FRENCH)
    assert alone.log_prob("hannah") < memory.log_prob("hannah")


def test_sequences_and_other_horizons():
    prior = PlasticMemory(horizon=40).fit([("to", "be", 1), ("to", "go")])
    memory = PlasticMemory(horizon=3, prior=prior).fit([("to", "do"), (1, "to")])
    chances = memory.predict_proba(("to",))
    assert math.fsum(chances.values()) == pytest.approx(1)
    sample = ("to", "be") * 9
    steps = [memory.predict_proba(sample[:at]) for at in range(19)]
    logs = [math.log(step[y]) for step, y in zip(steps, [*sample, STOP])]
    assert memory.log_prob(sample) == pytest.approx(math.fsum(logs))
    assert memory.score_samples([sample]) == pytest.approx(math.fsum(logs))


def test_a_closed_alphabet():
    prior = PlasticMemory(alphabet="abc").fit(["abc", "acb"])
    memory = PlasticMemory(alphabet="abc", prior=prior).fit(["cab"])
    chances = memory.predict_proba("a")
    assert [*chances] == ["a", "b", "c", STOP]
    assert math.fsum(chances.values()) == pytest.approx(1)
    assert memory.log_prob("x") == -math.inf


def test_what_cannot_stand_behind_is_refused():
    prior = PlasticMemory().fit(["ab"])
    with pytest.raises(plastic.ParameterError, match="another PlasticMemory"):
        PlasticMemory(prior="names.plastic").fit(["a"])
    with pytest.raises(plastic.ParameterError, match="another kind"):
        PlasticMemory(prior=prior).fit([(1, 2)]).predict_proba((1,))
    with pytest.raises(plastic.ParameterError, match="closed alphabet"):
        PlasticMemory(prior=prior, alphabet="ab").fit(["a"]).predict_proba("a")
    memory = PlasticMemory(prior=prior).fit(["b"])
    with pytest.raises(plastic.ParameterError, match="behind itself"):
        prior.set_params(prior=memory)
    assert prior.prior is None


def test_it_is_taken_away_again():
    memory = backed()
    memory.prior = None
    assert memory.predict_proba("am") == PlasticMemory().fit(FRENCH).predict_proba("am")


def test_the_page_says_that_it_does_not_show_it(tmp_path):
    memory = backed()
    memory.export(tmp_path / "names.html")
    page = (tmp_path / "names.html").read_text(encoding="utf-8")
    assert "the prior behind it is not on this page" in page
    memory.set_params(prior=None)
    memory.export(tmp_path / "names.html")
    page = (tmp_path / "names.html").read_text(encoding="utf-8")
    assert "the prior behind it is not on this page" not in page


def test_a_context_is_told_with_its_start():
    voice = backed().state.expert.voice
    assert voice.after(START + "em", 3).chance("m") == pytest.approx(
        PlasticMemory().fit(AMERICAN).predict_proba("em")["m"]
    )
    assert voice.told(START + "a" * 2000) == START + "a" * 1000
