"""The measurements of benchmarks/claims and scaling measure what they say."""

import doctest
import importlib
import math
import random
from collections import Counter

import pytest

import plastic
from benchmarks import scaling
from benchmarks.claims import (
    CLAIMS,
    continuous,
    curriculum,
    finding,
    hierarchies,
    intervals,
    locality,
    rewriting,
    sparsity,
)
from plastic import PlasticMemory
from plastic.core.symbols import wrap

NAMES = plastic.datasets.read(plastic.datasets.path("names.txt"))
TRAIN, TEST = NAMES[:120], NAMES[200:230]


@pytest.fixture(scope="module", autouse=True)
def _small():
    """Measure on few names, in few draws."""
    tiny = {
        "makemore_split": lambda: (TRAIN, TEST),
        "makemore_names": lambda: TRAIN,
        "SEEDS": range(1),
        "SIZES": [10, 30, 100],
        "CONTEXTS": 10,
        "FIRST_SLEEP": 100,
    }
    with pytest.MonkeyPatch.context() as patch:
        for module in [*CLAIMS, scaling]:
            for name, value in tiny.items():
                if hasattr(module, name):
                    patch.setattr(module, name, value)
        yield


@pytest.fixture(scope="module")
def findings(_small):
    """Measure every claim once."""
    pytest.importorskip("scipy")
    return {claim: claim.measure(quick=True) for claim in CLAIMS}


@pytest.mark.parametrize(
    "name", ["intervals", "rewriting", "continuous", "hierarchies", "curriculum"]
)
def test_the_examples_in_docstrings_are_right(name):
    pytest.importorskip("scipy")
    module = importlib.import_module(f"benchmarks.claims.{name}")
    failed, tried = doctest.testmod(module)
    assert tried
    assert not failed


# Every claim ---------------------------------------------------------------------


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda one: one.__name__)
def test_a_claim_is_measured_written_and_drawn(findings, monkeypatch, tmp_path, claim):
    pytest.importorskip("matplotlib")
    monkeypatch.setattr(finding, "RESULTS", tmp_path)
    found = findings[claim]
    assert all(len(row) == len(one.header) for one in found.tables for row in one.rows)
    written = finding.page([found])
    assert found.found in written
    finding.keep("claims", written, {found.name: found.numbers})
    finding.keep_picture(f"claims_{found.name}", claim.draw(found.numbers))
    kept = {one.name for one in tmp_path.iterdir()}
    assert kept == {"claims.md", "claims.json", f"claims_{found.name}.png"}


# Continuous learning -------------------------------------------------------------


def test_test_then_learn_meets_each_name_before_it_is_learned():
    awake, _, frozen = continuous.WAYS
    found = continuous.live(TRAIN[:50], awake)
    assert found == continuous.live(TRAIN[:50], frozen)  # fewer than 1,000
    for at in (0, 7, 49):
        memory = continuous.closed(TRAIN[:at])
        assert found[at] == -memory.log_prob(TRAIN[at])


def test_what_one_more_changes_is_what_the_lesson_says():
    memory = continuous.closed(TRAIN)
    found = continuous.one_more(memory, ["zoltan"])
    assert found["restored"]
    assert memory.samples == continuous.closed(TRAIN).samples
    lesson = memory.learn("zoltan")
    assert found["changes"]["concepts made"].middle == len(lesson.abstracted)
    assert found["changes"]["nats of the name, after"].middle == pytest.approx(
        -memory.log_prob("zoltan")
    )


def test_the_first_are_kept_and_the_others_forgotten_exactly(findings):
    found = findings[continuous].numbers["retention"]
    assert found["restored awake"]
    assert found["restored asleep"]
    for stages in found["stages"].values():
        assert stages["after all others"] == stages["taught last instead"]
        assert stages["after all others"] != stages["the first alone"]
        assert stages["the first alone"]["told apart"] > 0.5


# Hierarchies ---------------------------------------------------------------------


def test_noise_keeps_letters_and_lengths():
    dealt = hierarchies.noise(TRAIN, random.Random(0))
    assert Counter("".join(dealt)) == Counter("".join(TRAIN))
    assert [*map(len, dealt)] == [*map(len, TRAIN)]
    assert dealt != TRAIN


def test_concepts_stand_in_the_samples_that_hold_them():
    memory = PlasticMemory().fit(TRAIN)
    expected = {
        concept: [name for name in TRAIN if concept in wrap(name)]
        for concept in memory.graph
        if concept
    }
    assert hierarchies.in_wholes(memory) == expected


def test_sharing_tells_wholes_from_repetitions():
    # "rohan" and "mohan" share six concepts (see Lesson).
    found = hierarchies.sharing(PlasticMemory().fit(["rohan", "mohan"]))
    assert (found["concepts"], found["several"]) == (6, 1.0)
    found = hierarchies.sharing(PlasticMemory().fit(["zz"]))
    assert (found["concepts"], found["one sample, at two places"]) == (1, 1.0)
    found = hierarchies.sharing(PlasticMemory().fit(["ev", "ev"]))
    assert found["one sample learned twice"] == 1.0


def test_growth_counts_concepts_by_r_level():
    found = hierarchies.growth([TRAIN, TRAIN[::-1]])
    memory = PlasticMemory().fit(TRAIN)
    levels = Counter(level for _, level in memory.graph.nodes(data="r_level"))
    assert found["sizes"] == [10, 30, 100, 120]
    assert found["concepts"][-1] == (len(memory.graph), 0.0)
    assert found["highest"][-1] == (max(levels), 0.0)
    assert found["histogram"][-1] == levels


# Rewriting -----------------------------------------------------------------------


def test_a_grammar_counts_all_that_is_written():
    grammar = rewriting.Grammar(
        [["roha", "n"], ["roha"]], {"ro": ["r", "o"], "roha": ["ro", "h", "a"]}
    )
    assert grammar.left() == 3 + 2 + 3
    assert grammar.depth() == 2
    assert [grammar.spelled(one) for one in grammar.samples] == ["rohan", "roha"]
    # roha twice of 8; n, r, o, ro, h, a once.
    assert grammar.bits() == pytest.approx(2 * math.log2(4) + 6 * math.log2(8))


def test_plastic_keeps_the_concepts_that_pay():
    # abc: written three times in three symbols each, or once and three references.
    grammar = rewriting.plastic(["abcx", "abcy", "abcz"])
    assert grammar.samples == [["abc", "x"], ["abc", "y"], ["abc", "z"]]
    assert grammar.spellings == {"abc": ["a", "b", "c"]}
    assert rewriting.plastic(["ab", "ab"]) == ([["a", "b"], ["a", "b"]], {})


@pytest.mark.parametrize(
    ("learner", "package"),
    [("plastic", ""), ("sequitur", "sksequitur"), ("byte_pairs", "tokenizers")],
)
def test_learners_abbreviate_and_lose_nothing(learner, package):
    if package:
        pytest.importorskip(package)
    samples = [*NAMES[:400], "anna", "anna"]
    found = rewriting.rewrite(getattr(rewriting, learner), samples)
    assert found.entries
    assert found.ratio > 1.1
    assert found.ratio == sum(map(len, samples)) / (found.samples + found.dictionary)


def test_a_learner_that_loses_something_is_refused():
    def forgetful(samples):
        return rewriting.Grammar([["x"] for _ in samples], {})

    with pytest.raises(ValueError, match="forgetful has lost something"):
        rewriting.rewrite(forgetful, ["ab"])


# Curriculum ----------------------------------------------------------------------


@pytest.mark.parametrize("name", curriculum.ORDERS)
def test_an_order_gives_each_sample_once_and_the_graph_is_the_same(name):
    samples = [*TRAIN[:60], TRAIN[0]]
    found, memory = curriculum.teach(curriculum.ORDERS[name], samples, TEST, 3, 15.0)
    assert sorted(memory) == sorted(samples)
    alone = curriculum.closed(samples)
    assert memory.state.concepts == alone.state.concepts
    assert found["stops"][-1]["samples"] == len(samples)
    assert found["stops"][-1]["nats met"] == found["nats"]
    assert found["stops"][-1]["test nats"] == -alone.score(TEST)


def test_the_easiest_is_what_surprises_least(monkeypatch):
    monkeypatch.setattr(curriculum, "CANDIDATES", len(TRAIN))
    memory, left = curriculum.closed(), [*TRAIN[:40]]
    order = curriculum.easiest_first(memory, left, random.Random(0), 0.0)
    for sample in order:
        least = min(curriculum.nats_a_symbol(memory, one) for one in left)
        assert curriculum.nats_a_symbol(memory, sample) == least
        left = [one for one in left if one != sample]
        memory.learn(sample)
    assert not left


def test_steady_information_strays_less_than_chance():
    chance, _ = curriculum.teach(curriculum.at_random, TRAIN, TEST, 0, 0.0)
    rate = chance["nats"] / len(TRAIN)
    steady, _ = curriculum.teach(curriculum.steady, TRAIN, TEST, 0, rate)
    assert steady["unsteady"] < chance["unsteady"] / 2


# Locality and sparsity -----------------------------------------------------------


def test_touches_are_those_of_a_known_lesson():
    lesson = PlasticMemory().fit(["rohan"]).learn("mohan")
    found = locality.touches(lesson)
    # > m: new to > and to the root.  m o: no concept yet, the root knows o.
    assert found["fired"] == [2, 1, 2, 2, 2, 2, 2]
    assert found["hops"] == [1, 0, 0, 0, 0, 0]
    assert found["abstracted"] == [1, 0, 1, 1, 1, 1, 1]
    assert sum(found["lifted"]) == len(lesson.lifted) == 0
    assert found["touched"] == found["fired"]


def test_a_lifted_concept_is_touched():
    memory = PlasticMemory().fit(["xan", "xan", "yan"])
    lesson = memory.learn("n")
    lifted = [len(one.lifted) for one in lesson]
    assert sum(lifted)
    found = locality.touches(lesson)
    assert found["lifted"] == lifted
    assert sum(found["touched"]) == sum(found["fired"]) + sum(lifted)


def test_probing_leaves_the_memory_as_it_was():
    memory = PlasticMemory().fit(TRAIN)
    found = locality.probed(memory, TEST)
    assert memory.state.concepts == PlasticMemory().fit(TRAIN).state.concepts
    moments = sum(len(name) + 2 for name in TEST)
    assert sum(found["hops counted"]) == moments - len(TEST)  # none at the end
    assert found["touched"].middle >= found["fired"].middle


def test_what_fires_awake_is_every_suffix_among_the_concepts():
    memory = PlasticMemory().fit(TRAIN)
    found = sparsity.awake_at(memory, TEST)
    pasts = [wrap(name)[:end] for name in TEST for end in range(1, len(name) + 2)]
    fired = [
        concept for past in pasts for concept in memory.graph if past.endswith(concept)
    ]
    assert found["fired"].middle == pytest.approx(len(fired) / len(pasts))
    assert found["ever"] == len(set(fired)) / len(memory.graph)


def test_what_fires_asleep_is_what_explain_tells():
    found = sparsity.asleep_at(TRAIN, TEST[:3])
    memory = sparsity.closed(TRAIN)
    memory.consolidate()
    prefixes = [name[:at] for name in TEST[:3] for at in range(len(name) + 1)]
    slots = [
        one.concept
        for prefix in prefixes
        for one in memory.explain(prefix).contributions
        if one.kind == "slot"
    ]
    assert slots
    assert found["fired"].middle == pytest.approx(len(slots) / len(prefixes))
    assert found["ever"] == len(set(slots)) / found["concepts"]


# Intervals and scaling -----------------------------------------------------------


def test_a_bootstrap_surrounds_the_mean_and_narrows():
    rng = random.Random(0)
    values = [rng.gauss(5, 1) for _ in range(400)]
    few, many = (
        intervals.bootstrap(part, [1] * len(part)) for part in (values[:20], values)
    )
    assert few.low < 5 < few.high
    assert many.low < many.middle < many.high
    # of the mean of 400, with a deviation of 1: 2 * 1.96 / 20
    assert many.high - many.low == pytest.approx(0.196, rel=0.2)


def test_an_exponent_is_found_among_errors():
    pytest.importorskip("scipy")
    rng = random.Random(0)
    sizes = [10**n for n in range(1, 8)]
    found = intervals.exponent(sizes, [n**0.8 * rng.uniform(0.9, 1.1) for n in sizes])
    assert found.low < 0.8 < found.high
    assert found.high - found.low < 0.1


def test_scaling_rows_are_those_of_the_memories():
    rows = scaling.grown(TRAIN, [50, 120])
    assert [row["samples"] for row in rows] == [50, 120]
    for row in rows:
        memory = PlasticMemory().fit(TRAIN[: row["samples"]])
        assert row["concepts"] == len(memory.graph)
        assert row["symbols"] == sum(len(name) + 1 for name in memory)
    assert rows[0]["seconds"] < rows[1]["seconds"]
    slept = scaling.asleep_at(TRAIN)
    assert slept["slots"] == PlasticMemory().fit(TRAIN).consolidate().kept


def test_scaling_fits_what_grows():
    pytest.importorskip("scipy")
    grown = [
        {**dict.fromkeys(scaling.AWAKE, 5.0), "samples": n, "seconds": n * 1e-5}
        for n in (10, 100, 1_000, 10_000)
    ]
    slept = [
        {"samples": n, "seconds": n**2, "megabytes": 0, "slots": n} for n in (1, 2, 4)
    ]
    found = scaling.fits({"drawn": grown, "makemore's own": grown, "asleep": slept})
    assert found["drawn", "seconds"].all.middle == pytest.approx(1)
    assert found["drawn", "concepts"].last == pytest.approx(0)
    assert found["asleep", "seconds"].last == pytest.approx(2)
    assert ("asleep", "megabytes") not in found
