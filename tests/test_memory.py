"""The memory's verbs: exact learning, forgetting and merging, read-only looks."""

import copy
import gc
import itertools
import pickle
import sys
from collections import Counter
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from strategies import any_batches, batches, horizons, strings

import plastic
from plastic import NotLearnedError, ParameterError, PlasticMemory, SampleError
from plastic.core import learning

PACKAGE = str(Path(plastic.__file__).parent)


def same(one, other):
    return (
        nx.utils.graphs_equal(one.graph, other.graph)
        and one.samples == other.samples
        and one.state.concepts == other.state.concepts
    )


# Learning and forgetting -----------------------------------------------------------


@given(any_batches, horizons, st.data())
def test_forget_undoes_learn_bit_for_bit(samples, horizon, data):
    memory = PlasticMemory(horizon=horizon).fit(samples)
    before = copy.copy(memory)
    sample = data.draw(st.sampled_from(samples)) if samples else "new"
    new = sample + sample[:2]
    times = data.draw(st.integers(1, 4))
    memory.learn(new, times=times)
    memory.forget(new, times=times)
    assert same(memory, before)
    memory.check()


@given(batches(max_size=5), strings, st.integers(1, 6), st.data())
def test_learning_many_times_at_once_is_learning_again_and_again(
    samples, sample, times, data
):
    memory, other = PlasticMemory().fit(samples), PlasticMemory().fit(samples)
    memory.learn(sample, times=times)
    for _ in range(times):
        other.learn(sample)
    assert same(memory, other)
    fewer = data.draw(st.integers(1, times))
    memory.forget(sample, times=fewer)
    for _ in range(fewer):
        other.forget(sample)
    assert same(memory, other)
    memory.check()


def test_a_million_times_at_once():
    memory = PlasticMemory().fit(["ava", "eva"])
    memory.learn("ava", times=1_000_000)
    assert memory.samples["ava"] == len(memory) - 1 == 1_000_001
    assert memory.graph.nodes["\ufdd0ava"]["synapses"] == {plastic.STOP: 1_000_001}
    memory.forget("ava", times=1_000_000)
    assert same(memory, PlasticMemory().fit(["ava", "eva"]))


def test_forgetting_what_was_never_learned_changes_nothing():
    memory = PlasticMemory().fit(["emma", "emma", "emily"])
    before = copy.copy(memory)
    for sample, times in [("em", 1), ("emma", 3), ("", 1), ("emil", 1)]:
        with pytest.raises(NotLearnedError, match="cannot forget"):
            memory.forget(sample, times=times)
    assert same(memory, before)


def test_forgetting_everything_leaves_nothing():
    memory = PlasticMemory().fit(["rohan", "mohan", "rohan"])
    for sample in list(memory):
        memory.forget(sample)
    assert same(memory, PlasticMemory())
    assert repr(memory) == "<PlasticMemory: nothing learned yet>"


def test_fit_starts_anew_and_partial_fit_goes_on():
    memory = PlasticMemory().fit(["ava"]).partial_fit(iter(["mia", "ava"]))
    assert memory.samples == {"ava": 2, "mia": 1}
    assert memory.fit(name for name in ["zoe"]) is memory
    assert list(memory) == ["zoe"]


@given(any_batches, st.integers(0, 10))
def test_merging_is_learning_both(samples, at):
    one, other = PlasticMemory().fit(samples[:at]), PlasticMemory().fit(samples[at:])
    assert same(one.merge(other), PlasticMemory().fit(samples))
    assert other.samples == PlasticMemory().fit(samples[at:]).samples
    one.check()


def test_merging_with_itself_doubles():
    memory = PlasticMemory().fit(["ava", "mia"])
    assert same(memory.merge(memory), PlasticMemory().fit(["ava", "mia"] * 2))


def test_what_cannot_be_merged():
    memory = PlasticMemory().fit(["ava"])
    for other, error in [
        (PlasticMemory(horizon=5), ParameterError),
        (PlasticMemory(alphabet="av"), ParameterError),
        (PlasticMemory().fit([("a", "b")]), SampleError),
        (["ava"], SampleError),
    ]:
        with pytest.raises(error):
            memory.merge(other)
    numbers, flags = PlasticMemory().fit([(1, 2)]), PlasticMemory().fit([(0,), (True,)])
    with pytest.raises(SampleError, match="different types"):
        numbers.merge(flags)
    assert list(numbers) == [(1, 2)]
    alike = PlasticMemory(alphabet=["v", "a"]).merge(
        PlasticMemory(alphabet="av").fit(["va"])
    )
    assert list(alike) == ["va"]


class Interleaved(RuleBasedStateMachine):
    """Random learning and forgetting, against a plain list as the model."""

    @initialize(horizon=horizons)
    def start(self, horizon):
        self.memory = PlasticMemory(horizon=horizon)
        self.model = []

    @rule(sample=strings, times=st.integers(1, 3))
    def learn(self, sample, times):
        self.memory.learn(sample, times=times)
        self.model += [sample] * times

    @rule(data=st.data())
    def forget(self, data):
        if self.model:
            sample = data.draw(st.sampled_from(self.model))
            self.memory.forget(sample)
            self.model.remove(sample)

    @rule(samples=batches(max_size=3))
    def partial_fit(self, samples):
        self.memory.partial_fit(samples)
        self.model += samples

    @rule()
    def copy(self):
        self.memory = copy.copy(self.memory)

    @invariant()
    def is_what_the_model_gives(self):
        if hasattr(self, "model"):
            assert sorted(self.memory) == sorted(self.model)
            self.memory.check()


Interleaved.TestCase.settings = settings(max_examples=40)
test_random_interleavings = pytest.mark.thorough(Interleaved.TestCase)


# Interruptions -----------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["learn", "forget", "partial_fit"])
@pytest.mark.parametrize("step", [0, 1, 5])
def test_an_interruption_in_the_middle_of_a_sample(monkeypatch, verb, step):
    memory = PlasticMemory().fit(["emma", "rohan", "mohan"])
    before = copy.copy(memory)
    calls = iter(range(100))
    name = "depotentiate" if verb == "forget" else "potentiate"
    whole = getattr(learning, name)

    def interrupted(*args):
        if next(calls) == step:
            raise KeyboardInterrupt
        return whole(*args)

    monkeypatch.setattr(learning, name, interrupted)
    argument = ["rohanna", "rohanna"] if verb == "partial_fit" else "rohan"
    with pytest.raises(KeyboardInterrupt):
        getattr(memory, verb)(argument)
    monkeypatch.undo()
    # The sample in which it happened is as it was before.
    memory.check()
    assert same(memory, before)


def interrupted(verb, samples, after):
    """Press Ctrl-C after so many events of plastic's code; None when all is done."""
    memory, left = PlasticMemory().fit(["xyz"]), iter(range(after))

    def watch(frame, event, _):
        ours = frame.f_code.co_filename.startswith(PACKAGE)
        if ours and next(left, None) is None:
            sys.setprofile(None)
            raise KeyboardInterrupt

    sys.setprofile(watch)
    try:
        getattr(memory, verb)(samples)
    except KeyboardInterrupt:
        return memory
    finally:
        sys.setprofile(None)
    return None


@pytest.mark.thorough
@pytest.mark.parametrize("verb", ["fit", "partial_fit"])
def test_ctrl_c_at_any_moment_of_a_fit(verb):
    # An event is a call or a return, also of a builtin: where a signal may come.
    before, samples, lengths = ["xyz"], ["emma", "emily", "emma"], set()
    for after in itertools.count():
        memory = interrupted(verb, samples, after)
        if memory is None:
            break
        memory.check()
        assert gc.isenabled()
        if verb == "fit":  # all of it, or nothing
            assert memory.samples in (Counter(before), Counter(samples))
        else:
            assert memory.samples == Counter([*before, *samples][: len(memory)])
        lengths.add(len(memory))
        memory.learn("emma")
        memory.check()
        assert len(memory) == memory.samples.total() == sum(memory.samples.values())
    assert after > 100
    assert lengths >= ({1, 3} if verb == "fit" else {1, 2, 3, 4})


# Looking -----------------------------------------------------------------------------


def test_what_a_memory_holds():
    memory = PlasticMemory().fit(["ava", "mia", "ava"])
    assert len(memory) == 3
    assert "ava" in memory
    assert list("ava") not in PlasticMemory().fit([("a",)])
    assert ["to", "be"] in PlasticMemory().fit([("to", "be")])
    for absent in ["av", "", 7, None, ["a", []], ("a", "v", "a")]:
        assert absent not in memory
    assert list(memory) == ["mia", "ava", "ava"]  # the one learned last comes last
    assert repr(memory) == (
        "<PlasticMemory: 3 samples (2 different) of strings, 8 concepts, r_levels 0..2>"
    )
    assert "of sequences" in repr(PlasticMemory().fit([(1, 2)]))


def test_samples_are_a_live_read_only_counter():
    memory = PlasticMemory()
    samples = memory.samples
    memory.partial_fit(["mia", "ava", "ava"])
    assert samples == {"mia": 1, "ava": 2}
    assert samples["zoe"] == 0
    assert "zoe" not in samples
    assert samples.most_common(1) == [("ava", 2)]
    assert (samples.total(), len(samples), sorted(samples.elements())) == (
        3,
        2,
        ["ava", "ava", "mia"],
    )
    with pytest.raises(TypeError):
        samples["mia"] = 5
    assert repr(samples) == "Samples({'ava': 2, 'mia': 1})"
    memory.partial_fit("abcd"[:n] for n in range(1, 5))
    assert repr(samples).endswith(", ...})")


def test_the_graph_is_live():
    memory = PlasticMemory()
    graph = memory.graph
    assert list(graph) == [""]
    memory.fit(["rohan", "mohan"])
    assert graph.nodes["ohan"]["count"] == 2
    memory.forget("mohan")
    assert "ohan" not in graph
    memory.fit([("to", "be"), ("to", "go")])
    assert ("\ufdd0", "to") in graph


def test_the_graph_cannot_be_changed():
    memory = PlasticMemory().fit(["rohan", "mohan", "rehan"])
    graph = memory.graph
    child = next(graph.successors(""))
    attempts = [
        lambda: graph.add_node("x"),
        lambda: graph.add_edge("", "x"),
        lambda: graph.remove_node("ohan"),
        lambda: graph.remove_edge("", child),
        lambda: graph.clear(),
        lambda: graph.nodes["ohan"].__setitem__("count", 9),
        lambda: graph.nodes["ohan"]["synapses"].__setitem__("x", 9),
        lambda: graph.nodes["ohan"].update(count=9),
        lambda: graph.edges["", child].__setitem__("x", 9),
        lambda: graph[""][child].__setitem__("x", 9),
        lambda: graph.pred[child][""].__setitem__("x", 9),
        lambda: graph.adj.__setitem__("x", {}),
        lambda: graph._node.__setitem__("x", {}),
    ]
    for attempt in attempts:
        with pytest.raises((nx.NetworkXError, TypeError, AttributeError)):
            attempt()
    memory.check()


def test_networkx_algorithms_work_on_the_view():
    graph = PlasticMemory().fit(["rohan", "mohan", "rehan"]).graph
    assert nx.ancestors(graph, "ohan") == {"", "han"}
    assert nx.descendants(graph, "han") == {"ohan"}
    assert nx.is_arborescence(graph)
    assert nx.dag_longest_path_length(graph) == max(
        nx.get_node_attributes(graph, "r_level").values()
    )
    assert len(nx.adjacency_data(graph)["nodes"]) == len(graph)
    assert graph.subgraph(["han", "ohan"]).number_of_edges() == 1
    assert nx.to_numpy_array(graph).sum() == len(graph) - 1
    assert nx.lowest_common_ancestor(graph, "ohan", "o") == ""


def test_a_copy_of_the_graph_is_ones_own():
    memory = PlasticMemory().fit(["rohan", "mohan"])
    own = memory.graph.copy()
    own.nodes["ohan"]["synapses"]["x"] = 1
    own.nodes["ohan"]["count"] = 0
    own.add_edge("ohan", "new")
    assert type(own) is nx.DiGraph
    assert memory.graph.nodes["ohan"]["count"] == 2
    memory.check()
    assert nx.utils.graphs_equal(pickle.loads(pickle.dumps(memory.graph)), memory.graph)


# Hyperparameters and copies ----------------------------------------------------------


def test_hyperparameters_are_stored_as_given():
    alphabet = ["a", "b"]
    memory = PlasticMemory(horizon=7, alphabet=alphabet)
    assert memory.get_params() == {
        "horizon": 7,
        "alphabet": ["a", "b"],
        "recipe": None,
        "sleep_after": 0.5,
        "capacity": None,
        "evict": "oldest",
        "repeats": "keep",
        "prior": None,
    }
    assert memory.get_params()["alphabet"] is alphabet
    with pytest.raises(TypeError):
        PlasticMemory(7)


def test_setting_hyperparameters_learns_anew():
    memory = PlasticMemory().fit(["abcabc", "bcabca"])
    graph = memory.graph
    assert memory.set_params(horizon=2) is memory
    assert same(memory, PlasticMemory(horizon=2).fit(["abcabc", "bcabca"]))
    assert max(map(len, graph)) == 2
    memory.set_params(alphabet="abcd")
    assert plastic.UNSEEN not in memory.predict_proba("a")


@pytest.mark.parametrize("bad", [{"horizon": 0}, {"alphabet": "ab"}, {"depth": 3}])
def test_hyperparameters_that_cannot_be_set(bad):
    memory = PlasticMemory().fit(["abc"])
    before = copy.copy(memory)
    with pytest.raises(plastic.PlasticError):
        memory.set_params(**bad)
    assert memory.get_params() == before.get_params()
    assert same(memory, before)


def test_scikit_learn_can_clone():
    base = pytest.importorskip("sklearn.base", reason="scikit-learn is not installed")
    memory = PlasticMemory(horizon=9).fit(["abc"])
    cloned = base.clone(memory)
    assert cloned.get_params() == memory.get_params()
    assert len(cloned) == 0


@pytest.mark.parametrize(
    "duplicate",
    [copy.copy, copy.deepcopy, lambda memory: pickle.loads(pickle.dumps(memory))],
    ids=["copy", "deepcopy", "pickle"],
)
@pytest.mark.parametrize(
    "samples", [["emma", "emily", "emma"], [("to", "be"), (1, (2, "x"))]]
)
def test_copies_are_equal_and_independent(duplicate, samples):
    memory = PlasticMemory(horizon=9).fit(samples)
    other = duplicate(memory)
    assert same(memory, other)
    assert other.get_params() == memory.get_params()
    assert memory.generate(5, rng=1) == other.generate(5, rng=1)
    other.learn(samples[0])
    other.forget(samples[1])
    assert len(memory) == len(samples)
    memory.check()
    other.check()


def test_train():
    assert len(plastic.train("names.txt")) == 5163
    assert plastic.train(["ab", "abc"], horizon=3).get_params()["horizon"] == 3
    with pytest.raises(plastic.DataNotFoundError):
        plastic.train("no such file")


def test_train_reads_a_file_of_ones_own_first(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert len(plastic.train("names.txt", consolidate=False)) == 5163
    (tmp_path / "names.txt").write_text("zoe\nava\n")
    assert list(plastic.train("names.txt")) == ["zoe", "ava"]
    assert list(plastic.train(tmp_path / "names.txt")) == ["zoe", "ava"]


def test_views_of_a_graph_and_of_what_sleep_found():
    memory = plastic.train(["rohan", "mohan", "rehan", "johan", "joan", "ann"] * 4)
    graph = memory.graph
    kinds = {node["kind"] for node in graph.nodes.values()}
    assert kinds == {"concept", "slot", "class"}
    assert len(graph) == len(list(graph)) == len(graph.copy())
    assert "ohan" in graph
    assert "nobody" not in graph
    first, second = memory.classes()[2]
    assert {*first, *second} == set("rohanmej")
    one = plastic.SymbolClass(2, 0)
    assert graph.nodes[one]["members"] == tuple(first)
    with pytest.raises(TypeError):
        graph.nodes[one]["members"] = ()
    with pytest.raises(nx.NetworkXError):
        graph.add_edge(one, "ohan")
    memory.learn("xyz", times=2)
    assert "\ufdd0xyz" in graph  # what is learned awake still shows
