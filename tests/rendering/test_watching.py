"""What watching tells is what happens, signal by signal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_batches, batches, horizons, strings, tuples

import plastic
from plastic import PlasticMemory
from plastic._support.signs import Signs
from plastic.rendering.growth.radial import Plan, radial
from plastic.rendering.growth.signals import Peak
from plastic.rendering.growth.watching import Growth, watch

NAMES = ["rohan", "mohan", "rehan", "emma", "emmy"]


def stands(memory):
    """Give how all concepts of a memory stand, as a growth tells it."""
    graph = memory.graph
    return {
        concept: (
            next(graph.predecessors(concept), None),
            node["r_level"],
            node["count"],
            node["synapses"].copy(),
        )
        for concept, node in graph.nodes.items()
    }


def told(state):
    return {
        concept: (one.parent, one.r_level, one.count, one.synapses)
        for concept, one in state.items()
    }


@given(any_batches, horizons)
def test_the_frames_lead_to_what_the_memory_is(samples, horizon):
    memory = PlasticMemory(horizon=horizon)
    growth = watch(memory.state, samples)
    assert told(growth.state()) == stands(memory)
    assert memory.samples == PlasticMemory().fit(samples).samples
    assert growth.samples == samples


@given(batches(max_size=6), batches(max_size=4))
def test_it_may_begin_with_a_memory_that_holds_things(before, samples):
    memory = PlasticMemory().fit(before)
    held = stands(memory)
    growth = watch(memory.state, samples)
    if before:
        assert told(growth.before()) == held
    assert told(growth.state()) == stands(memory)


@given(batches(max_size=5))
def test_after_each_sample_it_is_as_if_there_were_no_more(samples):
    growth = watch(PlasticMemory().state, samples)
    memory = PlasticMemory()
    for sample, (frames, state) in zip(samples, growth.steps("sample")):
        memory.learn(sample)
        assert told(state) == stands(memory)
        assert {growth.samples[frame.sample] for frame in frames} == {sample}


@given(any_batches)
def test_at_every_frame_the_concepts_are_a_tree_of_suffixes(samples):
    growth = watch(PlasticMemory().state, samples)
    for (frame,), state in growth.steps():
        for concept, one in state.items():
            if one.parent is None:
                assert len(concept) == 0
                continue
            assert concept[len(concept) - len(one.parent) :] == one.parent != concept
            # Between being abstracted and being lifted a concept stands too low.
            if frame.kind != "abstracts":
                assert one.r_level == state[one.parent].r_level + 1


def test_the_signals_of_a_moment_in_their_order():
    growth = watch(PlasticMemory().state, ["rohan", "mohan", "xohan", "ohan"])
    moments = [[one.kind for one in frames] for frames, _ in growth.steps("moment")]
    order = ["fires", "abstracts", "lifts", "potentiates"]
    for kinds in moments:
        assert kinds == [kind for kind in order if kind in kinds]
        assert kinds[0] == "fires"
    assert len(moments) == 7 + 7 + 7 + 6


def test_what_is_inserted_takes_the_branch_and_lifts_it():
    memory = PlasticMemory().fit(["xab", "xab"])  # xab is a concept, on b's place
    growth = watch(memory.state, ["yab"])
    made = next(n for n, one in enumerate(growth) if one.concepts == ["ab"])
    abstracts, lifts = growth[made : made + 2]
    assert (abstracts.kind, lifts.kind) == ("abstracts", "lifts")
    assert abstracts.origin in lifts.concepts
    assert growth.state(made - 1)[abstracts.origin].parent == ""
    after = growth.state(made)
    assert after["ab"].parent == ""
    assert after[abstracts.origin].parent == "ab"
    assert after[abstracts.origin].r_level == 1
    assert growth.state(made + 1)[abstracts.origin].r_level == 2


def test_it_reads_like_a_story():
    growth = watch(PlasticMemory().state, ["rohan", "mohan"])
    assert repr(growth) == (
        "<Growth: 2 samples, 32 frames: 14 fires, 6 abstracts, 12 potentiates>"
    )
    assert str(growth[0]) == "> -> r: fires ·"
    assert repr(growth[1]) == "<Frame '> -> r: potentiates ·'>"
    assert "  >moh -> a: abstracts oh, shared with >roh" in str(growth).splitlines()
    long = watch(PlasticMemory().state, NAMES * 3)
    assert str(long).endswith(f"  and {len(long) - 50} more frames")


def test_it_is_a_sequence():
    growth = watch(PlasticMemory().state, NAMES)
    assert growth[-1] == list(growth)[-1]
    assert growth[2:4] == [growth[2], growth[3]]
    assert told(growth.state(-1)) == told(growth.state(len(growth) - 1))
    with pytest.raises(IndexError):
        growth.state(len(growth))


def test_states_are_ones_own():
    growth = watch(PlasticMemory().state, NAMES)
    first = told(growth.state())
    growth.state()[""].synapses.clear()
    growth.before()[""].count = 99
    for _, state in growth.steps():
        state[""].synapses["e"] = 0
    assert told(growth.state()) == first


def test_nothing_to_learn():
    growth = watch(PlasticMemory().state, [])
    assert isinstance(growth, Growth)
    assert len(growth) == 0
    assert repr(growth) == "<Growth: 0 samples, 0 frames>"
    assert list(growth.state()) == [""]
    assert list(growth.steps()) == []


def test_a_sample_in_the_middle_that_cannot_be_learned():
    memory = PlasticMemory()
    with pytest.raises(plastic.SampleTypeError, match=r"^sample 2 \(from 0\): .*7"):
        watch(memory.state, ["rohan", "mohan", 7, "rehan"])
    assert list(memory.samples) == ["rohan", "mohan"]
    memory.check()
    closed = PlasticMemory(alphabet="ab")
    with pytest.raises(plastic.SampleError, match=r"^sample 1 \(from 0\): .*'c'"):
        watch(closed.state, ["ab", "ac"])
    assert list(closed.samples) == ["ab"]


def test_a_single_sample_is_no_list_of_samples():
    memory = PlasticMemory()
    with pytest.raises(plastic.SampleTypeError, match="many samples"):
        watch(memory.state, "rohan")
    assert not memory.samples


def test_steps_of_a_kind_that_there_is_not():
    growth = watch(PlasticMemory().state, NAMES)
    with pytest.raises(plastic.ParameterError, match="signal, moment, sample"):
        next(growth.steps("second"))


# Forgetting to make room -----------------------------------------------------------

capacities = st.integers(1, 4)
evictions = st.sampled_from(["oldest", "rarest"])


@given(any_batches, any_batches, capacities, evictions, horizons)
def test_after_each_sample_it_is_the_memory_that_forgot_others(
    before, samples, capacity, evict, horizon
):
    if before and samples and type(before[0]) is not type(samples[0]):
        before = []
    how = {"capacity": capacity, "evict": evict, "horizon": horizon}
    watched, memory = (PlasticMemory(**how).fit(before) for _ in range(2))
    growth = watch(watched.state, samples)
    assert len([*growth.steps("sample")]) == len(samples)
    for sample, (frames, state) in zip(samples, growth.steps("sample")):
        evicted = memory.learn(sample).evicted
        assert told(state) == stands(memory)
        gone = [one.forgotten.sample for one in frames if one.kind == "forgets"]
        assert gone == evicted
    assert told(growth.state()) == stands(watched) == stands(memory)


@given(any_batches, capacities)
def test_what_forgetting_did_is_told(samples, capacity):
    growth = watch(PlasticMemory(capacity=capacity).state, samples)
    before = growth.before()
    for (frame,), after in growth.steps():
        if frame.kind == "forgets":
            told_of = frame.forgotten
            assert set(told_of.dissolved) == before.keys() - after.keys()
            kept = before.keys() & after.keys()
            fell = {one for one in kept if after[one].count < before[one].count}
            assert set(told_of.weakened) == fell
            fell = {one for one in kept if after[one].r_level < before[one].r_level}
            assert set(told_of.lowered) == fell
            changed = {one for one in before if before[one] != after.get(one)}
            assert set(frame.concepts) == changed
            assert len(frame.concepts) == len(changed)
        before = {concept: one.copy() for concept, one in after.items()}


def test_forgetting_reads_like_a_story():
    memory = PlasticMemory(capacity=3).fit(["ab", "cb", "dcb"])
    growth = watch(memory.state, ["x"])
    assert str(growth[0]) == "forgets >ab_: weakens > ·, dissolves b b_, lowers cb cb_"
    memory = PlasticMemory(capacity=2).fit(["ab", "cb"])
    growth = watch(memory.state, ["x"])
    assert str(growth[0]) == "forgets >ab_: weakens ·, dissolves > b b_"
    assert repr(growth).endswith("1 forgets>")
    assert (growth[0].sample, growth[0].end) == (0, 0)


def test_what_is_dissolved_in_between_is_drawn_too():
    memory = PlasticMemory(capacity=2)
    growth = watch(memory.state, ["ab", "cb", "x"])
    assert "b" not in growth.state()
    assert "b" in growth.drawn(100)
    assert growth.peaks["b"] == Peak(1, 2)


@given(any_batches, capacities, st.integers(1, 8))
def test_a_picture_has_room_for_what_vanishes(samples, capacity, most):
    growth = watch(PlasticMemory(capacity=capacity).state, samples)
    drawn = growth.drawn(most)
    assert len(drawn) == min(most, len(growth.peaks))
    for _, state in growth.steps():
        for concept in drawn.keys() & state.keys():
            assert state[concept].parent in {None, *drawn}
            assert state[concept].r_level <= growth.peaks[concept].r_level
    seen = set()
    for concept, parent in drawn.items():
        assert parent is None or parent in seen
        seen.add(concept)


def test_a_memory_may_learn_its_own_samples():
    memory = PlasticMemory().fit(["ab", "cb", "ab"])
    assert len(memory.watch(memory.samples).samples) == 2
    assert len(memory.watch(memory).samples) == 5
    memory.check()


# What is drawn, and where ---------------------------------------------------------


@given(st.one_of(batches(strings), batches(tuples)), st.integers(1, 8))
def test_with_a_concept_all_is_drawn_that_it_ever_hung_from(samples, most):
    growth = watch(PlasticMemory().fit(samples[:2]).state, samples[2:])
    drawn = growth.drawn(most)
    assert len(drawn) == min(most, len(growth.state()))
    for _, state in growth.steps():
        for concept in drawn:
            if concept in state:
                assert state[concept].parent in {None, *drawn}
    seen = set()
    for concept, parent in drawn.items():
        assert parent is None or parent in seen
        seen.add(concept)


def test_what_signals_reach_is_drawn_first():
    held = plastic.datasets.read(plastic.datasets.path("names.txt"))[:200]
    growth = watch(PlasticMemory().fit(held).state, ["zyx"])
    reached = {concept for frame in growth for concept in frame.concepts}
    assert reached <= set(growth.drawn(len(reached)))


@given(any_batches)
def test_no_two_concepts_have_one_place(samples):
    drawn = watch(PlasticMemory().state, samples).drawn(10_000)
    layout = radial(drawn)
    assert [*layout.places] == [*drawn]
    points = [(one.x, one.y) for one in layout.places.values()]
    for at, (x, y) in enumerate(points):
        assert x * x + y * y <= 1 + 1e-9
        for other_x, other_y in points[:at]:
            assert abs(x - other_x) + abs(y - other_y) > 1e-6


def test_leaves_are_apart_and_rings_are_levels():
    names = plastic.datasets.read(plastic.datasets.path("names.txt"))[:40]
    growth = watch(PlasticMemory().state, names)
    layout, state = radial(growth.drawn(150)), growth.state()
    parents = {one.parent for one in state.values()}
    leaves = [one for one in state if one not in parents]
    for concept, place in layout.places.items():
        assert place.ring == state[concept].r_level
    places = [layout.places[one] for one in leaves]
    for at, one in enumerate(places):
        for other in places[:at]:
            apart = ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5
            assert apart > 0.98 * layout.apart  # along the arc, not the chord


def test_labels_fit_where_they_stand():
    parents = {"": None, "a": "", "b" * 30: "", "ab" * 10 + "a": "a"}
    plan = Plan(parents, 700, Signs("ab "))
    assert plan.label("a") == "a"
    assert plan.is_inside("a")
    assert plan.label("b" * 30) == "…" + "b" * 13
    assert plan.shortened("a b") == "a␣b"
    assert plan.shortened((1, "x")) == "1 x"
    for concept in plan.places:
        assert all(0 < one < 700 for one in plan.at(concept))
