"""Plots: what is drawn is what the memory holds, whatever its symbols are."""

import math
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest

import plastic
from plastic import (
    MissingExtraError,
    NotLearnedError,
    ParameterError,
    PlasticMemory,
    SampleError,
    SampleTypeError,
)
from plastic.rendering import plots
from plastic.rendering.palette import EXCITED, INHIBITED

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")
plt = pytest.importorskip("matplotlib.pyplot")

NAMES = plastic.datasets.read(plastic.datasets.path("names.txt"))
STRANGE = ["$x$ y$", "\\$", "a\nb", "<script>", '"q"', "😀", "日", "&amp;", "_^{", "\t"]
TUPLES = [("$x$", 1, (2, "y"), None), ("to", "be"), ("a very long symbol", "<b>")]


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def memory():
    return plastic.train(NAMES[:300])


def slept(samples):
    return plastic.train(samples)


def drawn(ax):
    """Draw it all: a missing glyph or an open formula would warn or raise."""
    ax.figure.canvas.draw()
    return ax


def words(labels):
    return [label.get_text() for label in labels]


ALL = {
    "learning_curve": lambda memory, **how: plots.learning_curve(
        memory, [*memory][:3], sizes=[2, len(memory)], **how
    ),
    "growth": plots.growth,
    "transitions": plots.transitions,
    "next_symbols": lambda memory, **how: plots.next_symbols(
        memory, [one[:1] for one in memory.samples], **how
    ),
    "strengths": lambda memory, **how: plots.strengths(
        memory, memory.concepts(n=1, r_level=0)[0], **how
    ),
    "concept_strengths": plots.concept_strengths,
    "dendrogram": plots.dendrogram,
}
every_plot = pytest.mark.parametrize("plot", ALL.values(), ids=ALL)


def test_all_are_tried():
    assert ALL.keys() == set(plots.__all__)


@pytest.mark.thorough
@every_plot
def test_draws_into_the_axes_it_is_given_or_into_a_new_figure(plot, memory):
    figure, (left, right) = plt.subplots(1, 2)
    assert plot(memory, ax=right) is right
    assert right.has_data()
    assert not left.has_data()
    assert plt.get_fignums() == [figure.number]
    ax = drawn(plot(memory))
    assert ax.figure is not figure
    assert ax.get_title()
    assert ax.get_xlabel()
    assert ax.get_ylabel()


@pytest.mark.thorough
@every_plot
@pytest.mark.parametrize("samples", [STRANGE, TUPLES], ids=["strings", "tuples"])
def test_any_symbol_can_be_shown(plot, samples):
    drawn(plot(slept(samples * 3)))


@pytest.mark.thorough
@every_plot
def test_leaves_the_memory_as_it_is(plot, memory):
    awake, chances = memory.changes_since_consolidation, memory.predict_proba("ma")
    held = dict(memory.samples)
    plot(memory)
    assert memory.changes_since_consolidation == awake
    assert memory.predict_proba("ma") == chances
    assert dict(memory.samples) == held


@every_plot
@pytest.mark.parametrize("ax", ["axes", 3, np.array([1]), "polar"])
def test_axes_must_be_axes(plot, memory, ax):
    if isinstance(ax, str) and ax == "polar":
        ax = plt.figure().add_subplot(projection="polar")
    with pytest.raises(ParameterError, match="ax must be"):
        plot(memory, ax=ax)


EMPTY = {
    **ALL,
    "learning_curve": lambda memory: plots.learning_curve(memory, ["a"]),
    "next_symbols": lambda memory: plots.next_symbols(memory, ["a"]),
    "strengths": lambda memory: plots.strengths(memory, "a"),
}


@pytest.mark.parametrize("plot", EMPTY.values(), ids=EMPTY)
def test_there_must_be_a_memory_that_holds_something(plot):
    with pytest.raises(NotLearnedError, match="nothing was learned yet"):
        plot(PlasticMemory())
    for other in ["names.txt", None, PlasticMemory]:
        with pytest.raises(ParameterError, match="expected a PlasticMemory"):
            plot(other)
    assert plt.get_fignums() == []


def test_matplotlib_is_not_imported_before_it_is_needed():
    code = (
        "import sys, plastic.rendering.plots; "
        "sys.exit(not {'matplotlib', 'scipy'}.isdisjoint(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_without_matplotlib_it_says_what_to_install(memory, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    with pytest.raises(
        MissingExtraError, match=r"pip install 'plastic-memory\[plot\]'"
    ):
        plots.growth(memory)


# Learning curve and growth ---------------------------------------------------


@pytest.mark.thorough
def test_learning_curve_is_the_surprise_awake_and_after_sleep():
    names, test = NAMES[:120], NAMES[120:150]
    alphabet = set("".join(NAMES[:150]))
    memory = PlasticMemory(alphabet=alphabet)
    ax = drawn(plots.learning_curve(memory, test, names, sizes=[30, 120]))
    uniform, awake, asleep = ax.lines
    assert uniform.get_ydata()[0] == pytest.approx(math.log(len(alphabet) + 1))
    for line in (awake, asleep):
        assert line.get_xdata().tolist() == [30, 120]
    for at, size in enumerate([30, 120]):
        anew = PlasticMemory(alphabet=alphabet).fit(names[:size])
        assert awake.get_ydata()[at] == pytest.approx(-anew.score(test))
        anew.consolidate()
        assert asleep.get_ydata()[at] == pytest.approx(-anew.score(test))
    assert len(memory) == 0
    assert "surprise (nats a symbol)" in ax.get_ylabel()
    assert ax.get_xscale() == "log"


def test_learning_curve_knows_all_symbols_from_the_start():
    open_ended = plots.learning_curve(PlasticMemory(), ["xyz"], ["abc", "abd"])
    closed = PlasticMemory(alphabet="abcdxyz")
    told = plots.learning_curve(closed, ["xyz"], ["abc", "abd"])
    for one, other in zip(open_ended.lines, told.lines):
        assert one.get_ydata() == pytest.approx(other.get_ydata())
    assert open_ended.lines[0].get_label() == "uniform over 8"


def test_learning_curve_without_sleep():
    ax = plots.learning_curve(PlasticMemory(), ["ab"], ["ab", "b"], consolidate=False)
    assert words(ax.get_legend().get_texts()) == ["uniform over 3", "awake"]


@pytest.mark.parametrize("n", [1, 5, 40, 300])
def test_learning_curve_chooses_sizes_that_end_with_all(n, memory):
    one = PlasticMemory().fit(NAMES[:n])
    ax = plots.learning_curve(one, NAMES[300:310], consolidate=False)
    sizes = ax.lines[1].get_xdata().tolist()
    assert sizes[-1] == n
    assert len(sizes) <= 8
    assert all(one < other for one, other in pairwise(sizes))


def test_learning_curve_of_what_is_held_is_shuffled_the_same_way_each_time(memory):
    def curve(memory):
        ax = plots.learning_curve(memory, NAMES[300:310], consolidate=False)
        return ax.lines[1].get_ydata().tolist()

    assert curve(memory) == curve(memory)
    in_order = plots.learning_curve(
        memory, NAMES[300:310], NAMES[:300], consolidate=False
    )
    assert curve(memory) != in_order.lines[1].get_ydata().tolist()
    assert curve(memory)[-1] == in_order.lines[1].get_ydata()[-1]


@pytest.mark.parametrize(
    "sizes", [[2, 2], [3, 1], [], [0, 1], [1, 99], [1.5], 5, ["a"]], ids=repr
)
def test_sizes_must_rise_within_the_samples(sizes):
    with pytest.raises(ParameterError, match="sizes"):
        plots.learning_curve(PlasticMemory(), ["a"], ["a", "b", "c"], sizes=sizes)


def test_samples_to_learn_and_to_test_are_checked():
    memory = PlasticMemory(alphabet="ab")
    curve = plots.learning_curve
    with pytest.raises(SampleError, match="not in the alphabet"):
        curve(memory, ["x"], ["ab"])
    with pytest.raises(ParameterError, match="test must be one sample at least"):
        curve(memory, [], ["ab"])
    with pytest.raises(ParameterError, match="samples must be one sample at least"):
        curve(memory, ["ab"], [])
    with pytest.raises(SampleTypeError, match="many samples"):
        curve(memory, "ab", ["ab"])
    with pytest.raises(SampleTypeError, match="not hashable"):
        plots.growth(PlasticMemory(), [([], 1)])
    assert plt.get_fignums() == []


def test_growth_stacks_the_concepts_of_each_r_level(memory):
    ax = drawn(plots.growth(memory, NAMES[:40]))
    anew = PlasticMemory().fit(NAMES[:40])
    levels = [anew.graph.nodes[node]["r_level"] for node in anew.graph]
    assert words(ax.get_legend().get_texts()) == ["3", "2", "1", "0"]
    tops = [area.get_paths()[0].vertices for area in ax.collections]
    for level, outline in enumerate(tops):
        at_the_end = outline[outline[:, 0] == 40][:, 1].max()
        assert at_the_end == sum(one <= level for one in levels)
    assert ax.get_title() == "40 samples grow 116 concepts"


def test_growth_puts_the_few_highest_r_levels_together():
    ax = plots.growth(PlasticMemory(), [*NAMES[:100], "a" * 23])
    keys = words(ax.get_legend().get_texts())
    assert keys[0].endswith("+")
    anew = PlasticMemory().fit([*NAMES[:100], "a" * 23])
    heights = [area.get_paths()[0].vertices[:, 1].max() for area in ax.collections]
    assert max(heights) == len(anew.graph)


# Heat maps ---------------------------------------------------------------------


def table(ax):
    (image,) = ax.images
    return np.asarray(image.get_array())


def test_transitions_are_the_parts_of_what_followed():
    ax = drawn(plots.transitions(PlasticMemory().fit(["aba", "ab", "ab"])))
    assert words(ax.get_yticklabels()) == [">", "a", "b"]
    assert words(ax.get_xticklabels()) == ["a", "b", "_"]
    assert table(ax) == pytest.approx(
        np.array([[1, 0, 0], [0, 3 / 4, 1 / 4], [1 / 3, 0, 2 / 3]])
    )


def test_transitions_show_the_most_frequent_and_say_so():
    ax = plots.transitions(PlasticMemory().fit(["aac", "abc", "dc"]), most=2)
    assert words(ax.get_xticklabels()) == ["a", "c", "_"]
    assert ax.get_xlabel() == "next symbol (2 of 4)"
    assert ax.get_ylabel() == "symbol (2 of 4)"
    assert table(ax)[1] == pytest.approx([1 / 3, 1 / 3, 0])  # and 1/3 for b


def test_next_symbols_are_what_the_memory_predicts(memory):
    contexts = ["", "ma", "jo"]
    ax = drawn(plots.next_symbols(memory, contexts))
    assert words(ax.get_yticklabels()) == [">", ">ma", ">jo"]
    columns = words(ax.get_xticklabels())
    assert columns[-1] == "_"
    for context, row in zip(contexts, table(ax)):
        chances = memory.predict_proba(context)
        assert row.tolist() == [
            chances[plastic.STOP if one == "_" else one] for one in columns
        ]


def test_next_symbols_wherever_they_stand(memory):
    ax = plots.next_symbols(memory, ["em"], anchored=False, most=3)
    assert words(ax.get_yticklabels()) == ["em"]
    chances = memory.predict_proba("em", anchored=False)
    *columns, stop = words(ax.get_xticklabels())
    assert len(columns) == 3
    assert stop == "_"
    letters = [one for one in chances if one not in (plastic.STOP, plastic.UNSEEN)]
    likeliest = sorted(letters, key=lambda one: -chances[one])
    assert set(columns) == set(likeliest[:3])
    assert ax.get_xlabel() == f"next symbol (3 of {len(letters)})"


def test_next_symbols_of_words():
    memory = PlasticMemory().fit([("to", "be"), ("to", "go")])
    ax = drawn(plots.next_symbols(memory, [["to"], ()]))
    assert words(ax.get_yticklabels()) == ["> to", ">"]
    assert words(ax.get_xticklabels()) == ["be", "go", "to", "_"]


def test_contexts_must_be_many(memory):
    for contexts in ["ma", 3, []]:
        with pytest.raises(ParameterError, match="contexts must be"):
            plots.next_symbols(memory, contexts)
    with pytest.raises(SampleTypeError):
        plots.next_symbols(memory, [("m", "a")])
    with pytest.raises(ParameterError, match="most must be"):
        plots.next_symbols(memory, ["ma"], most=0)


# Strengths ---------------------------------------------------------------------


def bars(ax):
    names = words(ax.get_yticklabels())
    return dict(zip(names, (bar.get_width() for bar in ax.patches)))


def test_strengths_of_a_concept_are_its_synapses(memory):
    concept = next(one for one in memory.concepts() if len(one.synapses) > 3)
    for given in (concept, concept.symbols):
        ax = drawn(plots.strengths(memory, given, most=30))
        shown = {
            "_" if y == plastic.STOP else y: s for y, s in concept.synapses.items()
        }
        assert bars(ax) == shown
        assert [*bars(ax).values()] == sorted(shown.values(), reverse=True)


def test_strengths_of_a_slot_concept_excite_and_inhibit(memory):
    slot = memory.slots(n=1)[0]
    for given in (slot, slot.concept):
        ax = drawn(plots.strengths(memory, given, most=8))
        shown = bars(ax)
        assert len(shown) == 8
        weakest = min(map(abs, shown.values()))
        assert sum(abs(one) > weakest for one in slot.synapses.values()) == 7
        for bar, strength in zip(ax.patches, shown.values()):
            colour = matplotlib.colors.to_hex(bar.get_facecolor())
            assert colour == (EXCITED if strength > 0 else INHIBITED).lower()
        assert ax.get_ylabel() == f"next symbol (8 of {len(slot.synapses)})"
        assert str(slot.concept) in ax.get_title()


def test_only_concepts_that_are_held_have_strengths(memory):
    for unknown in ["xyzzy", ("m",), 3, ["m"]]:
        with pytest.raises(NotLearnedError, match="no concept"):
            plots.strengths(memory, unknown)
    ending = next(node for node in memory.graph if str(node).endswith(plastic.STOP))
    with pytest.raises(ParameterError, match="no synapses"):
        plots.strengths(memory, ending)
    some_class = next(n for n, d in memory.graph.nodes.items() if d["kind"] == "class")
    with pytest.raises(ParameterError, match="no synapses"):
        plots.strengths(memory, some_class)


def test_concept_strengths_are_all_counts_and_all_strengths(memory):
    ax = drawn(plots.concept_strengths(memory))
    nodes = [d for _, d in memory.graph.nodes.items() if d["kind"] == "concept"]
    counts, strong = (line.get_ydata().tolist() for line in ax.lines)
    assert counts == sorted((one["count"] for one in nodes), reverse=True)
    assert strong == sorted(
        (s for one in nodes for s in one["synapses"].values()), reverse=True
    )
    assert ax.get_xscale() == ax.get_yscale() == "log"


# Dendrogram --------------------------------------------------------------------


def colours(ax):
    return {label.get_text(): label.get_color() for label in ax.get_xticklabels()}


def test_on_names_the_vowels_stand_together(slept_names):
    ax = drawn(plots.dendrogram(slept_names))
    leaves = words(ax.get_xticklabels())
    assert sorted(leaves) == [*"abcdefghijklmnopqrstuvwxyz"]
    assert sorted(leaves[:6]) == [*"aeiouy"]
    shown = colours(ax)
    assert {shown[one] for one in "aeiouy"}.isdisjoint(shown[one] for one in leaves[6:])
    assert words(ax.texts) == ["2 classes", "8 classes"]


def test_lines_across_part_the_classes(memory):
    ax = plots.dendrogram(memory)
    leaves = words(ax.get_xticklabels())
    forks = [path for group in ax.collections for path in group.get_segments()]
    for line, size in zip(ax.lines, (2, 8)):
        height = line.get_ydata()[0]
        # Every merge above the line takes one class away.
        assert sum(fork[:, 1].max() > height for fork in forks) == size - 1
        for members in memory.classes()[size]:
            at = sorted(map(leaves.index, members))
            assert at == [*range(at[0], at[0] + len(at))]


def test_each_class_has_a_colour_of_its_own(memory):
    shown = colours(plots.dendrogram(memory))
    assert len({*shown.values()}) == 8
    of_class = [{shown[one] for one in members} for members in memory.classes()[8]]
    assert all(len(colours) == 1 for colours in of_class)
    in_order = [*shown.values()]
    changes = sum(one != other for one, other in pairwise(in_order))
    assert changes == 7


def test_many_symbols_start_from_classes():
    samples = [(i % 7, 10 + i % 5, i % 3 + 20, str(i % 11)) for i in range(200)]
    ax = drawn(plots.dendrogram(slept(samples), most=4))
    leaves = words(ax.get_xticklabels())
    assert len(leaves) == 4
    assert ax.get_xlabel() == "classes (4 of 26)"
    more = [int(leaf.partition("+")[2] or 0) for leaf in leaves]
    assert sum(more) + sum(len(leaf.split("+")[0].split()) for leaf in leaves) == 26


def test_folded_symbols_are_a_leaf():
    memory = PlasticMemory(recipe=plastic.Recipe(most_symbols=3))
    memory.fit(["aab", "abc", "cab", "xa", "yb"]).consolidate()
    assert "¤ 2" in words(drawn(plots.dendrogram(memory)).get_xticklabels())


def test_dendrogram_needs_a_sleep_and_two_symbols():
    awake = PlasticMemory().fit(["ab"])
    with pytest.raises(NotLearnedError, match=r"call its consolidate\(\)"):
        plots.dendrogram(awake)
    with pytest.raises(ParameterError, match="fewer than two symbols"):
        plots.dendrogram(slept(["a", "aa"]))
    drawn(plots.dendrogram(slept(["ab"])))


# Labels ------------------------------------------------------------------------


def test_labels_are_shown_as_they_are_and_never_as_formulas():
    memory = PlasticMemory().fit(["$x$ \n", "$\U0001fae8日$"])
    ax = drawn(plots.transitions(memory))
    labels = words(ax.get_xticklabels())
    assert "\\$" in labels  # how matplotlib is told of a plain dollar
    assert "\\n" in labels
    assert "␣" in labels
    assert "\\u65e5" in labels  # the font has no such character
    assert "日" not in labels


def test_long_labels_are_cut():
    ax = plots.transitions(PlasticMemory().fit([("x" * 50, "$" * 50)]))
    assert [len(one.replace("\\", "")) for one in words(ax.get_xticklabels())] == [
        14,
        14,
        1,
    ]


def test_one_large_cell_does_not_flatten_the_others(memory):
    ax = plots.transitions(memory)
    image = ax.images[0]
    assert image.norm(0.25 * image.norm.vmax) == pytest.approx(0.5)
    bars = [each for each in ax.figure.axes + ax.child_axes if each.get_ylabel()]
    assert "of all that followed" in [each.get_ylabel() for each in bars]
