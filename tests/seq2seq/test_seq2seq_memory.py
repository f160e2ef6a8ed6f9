"""The sequence-to-sequence memory, by its verbs."""

import pickle
import random

import networkx as nx
import numpy as np
import pytest

import plastic
from plastic.seq2seq import Seq2SeqMemory
from plastic.seq2seq.datasets import tasks
from plastic.seq2seq.decisions import Decisions
from plastic.seq2seq.exporting import page_of_decisions
from plastic.seq2seq.stepwise.contexts import Goal

NAMES = [("Ada Lovelace", "A. Lovelace"), ("Bo Ray", "B. Ray")]
# As sequences of symbols, that a head steps along; texts are computed.
TAPED = [([*source], "".join(target)) for source, target in NAMES]


def taught(task, n, seed=0, **parameters):
    return Seq2SeqMemory().fit(tasks.make(task, n, seed, **parameters))


def exact(memory, task, n, goal=None, **parameters):
    return memory.score(tasks.make(task, n, 99, **parameters), goal).exact


# What it learns -----------------------------------------------------------------


@pytest.mark.parametrize("task", ["copy", "reverse"])
def test_one_example_is_enough_for_any_length(task):
    memory = taught(task, 1, lengths=(5, 7))
    for length in (1, 2, 300, 10_000):
        assert exact(memory, task, 1, lengths=(length, length)) == 1


def test_repeat_copy():
    memory = taught("repeat-copy", 5)
    for n in (1, 20, 100):
        assert exact(memory, "repeat-copy", 2, lengths=(n, n), repeats=(n, n)) == 1


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("task", "pairs", "larger"),
    [
        ("sort", 3, {"lengths": (1000, 1000)}),
        ("key-value", 5, {"pairs": (1000, 1000)}),
        ("associative-recall", 6, {"items": (100, 100)}),
        ("priority-sort", 4, {"items": 300, "kept": 16}),
    ],
)
def test_far_longer_than_taught(task, pairs, larger):
    assert exact(taught(task, pairs), task, 5, **larger) == 1


@pytest.mark.thorough
@pytest.mark.parametrize("task", ["short-name", "mail-name", "phone", "unit"])
def test_strings(task):
    memory = taught(task, 5)
    assert exact(memory, task, 50) == 1
    assert isinstance(memory.predict(tasks.make(task, 1, 5)[0][0]), str)


@pytest.mark.thorough
def test_wrong_pairs_do_no_harm():
    pairs = [("abc", "cba"), ("xyzu", "uzyx"), ("pqrs", "srqp"), ("no", "on")]
    pairs += [("efgh", "wrong"), ("klm", "bad")]
    memory = Seq2SeqMemory(budget=600_000).fit(pairs)
    assert memory.predict("hello") == "olleh"
    assert (memory.program().right, memory.program().pairs) == (4, 6)
    assert "which reproduce 4 of the pairs" in repr(memory)


def test_unknown_marks_are_treated_like_known_ones():
    assert Seq2SeqMemory().fit(NAMES[:1]).predict("Mary Ann-Lee") == "M. Ann-Lee"


def test_translations_are_learned():
    pairs = [("abcab", "xyzxy"), ("cbba", "zyyx"), ("bac", "yxz")]
    memory = Seq2SeqMemory().fit(pairs)
    assert memory.predict("cccbaab") == "zzzyxxy"
    assert memory.program().translation == {"a": "x", "b": "y", "c": "z"}
    assert "a:x" in str(memory.program())


def test_targets_come_back_as_they_were_taught():
    for kind in (list, tuple):
        memory = Seq2SeqMemory().fit([(kind([3, 1, 2]), kind([2, 1, 3]))])
        assert memory.predict([7, 8, 9]) == kind([9, 8, 7])
    mixed = Seq2SeqMemory().fit([("ab", "ba"), (("c", "d", "e"), ["e", "d", "c"])])
    assert mixed.predict("xyz") == ("z", "y", "x")


def test_numpy_integers_count():
    source = [*np.array([5, 2, 9, 4])]
    memory = Seq2SeqMemory().fit([(source, sorted(source))])
    assert memory.predict([*np.arange(9)[::-1]]) == [*range(9)]


# Too few, contradicting, too hard --------------------------------------------------


def test_too_few_examples_leave_alternatives():
    chances = Seq2SeqMemory().fit([([*"ab"], "ba")]).predict_proba("abc")
    assert {"cba", "ba"} <= chances.keys()
    assert sum(chances.values()) < 0.9  # one pair shows nothing for sure
    assert [*chances.values()] == sorted(chances.values(), reverse=True)
    assert len(Seq2SeqMemory().fit(NAMES * 2).predict_proba("Cy Lee")) < 5


def test_contradicting_pairs():
    pairs = [("abc", "cba"), ("abc", "abc"), ("xyzw", "wzyx"), ("pq", "qp")]
    memory = Seq2SeqMemory(budget=300_000).fit(pairs)
    assert memory.predict("hello") == "olleh"
    assert (memory.program().right, memory.program().pairs) == (3, 4)


def test_a_small_budget_ends_and_says_so():
    rng = random.Random(0)
    pairs = tasks.make("date", 8, 0)
    pairs = [(source, "".join(rng.sample(target, 10))) for source, target in pairs]
    with pytest.raises(plastic.GenerationError, match=r"no program found .* 20,"):
        Seq2SeqMemory(budget=20_000).fit(pairs)


def test_a_source_that_the_program_cannot_read():
    memory = taught("sort", 3)
    task = memory._task(None)
    task.machine.decide = lambda key: []
    task.machines[:] = [(1.0, task.program, task.machine)]
    with pytest.raises(plastic.GenerationError, match="nothing is known"):
        memory.predict([2, 1])
    with pytest.raises(plastic.GenerationError, match="nothing is known"):
        memory.predict_proba([2, 1])
    score = memory.score([([2, 1], [1, 2])])
    assert (score.exact, score.symbols, score.pairs) == (0, 0, 1)


@pytest.mark.parametrize(
    "pair", [(5, "a"), ("a", [[1]]), ("\ufdd0", "a"), ([1, True], "a")]
)
def test_what_cannot_be_learned_changes_nothing(pair):
    memory = Seq2SeqMemory().fit(NAMES)
    with pytest.raises(plastic.SampleError):
        memory.learn(*pair)
    with pytest.raises(plastic.SampleError):
        memory.partial_fit([NAMES[0], pair])
    assert memory.pairs == NAMES


def test_what_is_wrongly_asked():
    memory = Seq2SeqMemory()
    with pytest.raises(plastic.NotLearnedError, match="nothing was learned"):
        memory.predict("a")
    memory.fit(NAMES, "short")
    with pytest.raises(plastic.NotLearnedError, match="'short'"):
        memory.predict("a", "long")
    with pytest.raises(plastic.ParameterError):
        memory.score([], "short")
    with pytest.raises(plastic.SampleTypeError):
        memory.fit("ab")
    with pytest.raises(plastic.SampleTypeError):
        memory.fit([("a", "b", "c")])
    with pytest.raises(plastic.ParameterError):
        memory.set_params(bugdet=3)
    with pytest.raises(plastic.ParameterError):
        Seq2SeqMemory(budget=0).fit(NAMES)


# Forgetting, order, goals ------------------------------------------------------------


def same(memory, other):
    decisions, others = memory._tasks.decisions, other._tasks.decisions
    assert decisions.graph.concepts == others.graph.concepts
    decisions.graph.concepts.check()
    assert decisions.lived == others.lived
    assert memory.goals == other.goals
    for goal in other.goals:
        assert str(memory.program(goal)) == str(other.program(goal))


def test_forgetting_is_never_having_had_it():
    extra = ("Cy Lee", "C. Lee")
    memory = Seq2SeqMemory().fit([*NAMES, extra])
    assert extra in memory
    memory.forget(*extra)
    assert extra not in memory
    same(memory, Seq2SeqMemory().fit(NAMES))
    memory.forget(*NAMES[0])
    same(memory, Seq2SeqMemory().fit(NAMES[1:]))
    memory.forget(*NAMES[1])
    assert len(memory) == len(memory.graph) - 1 == 0
    with pytest.raises(plastic.NotLearnedError):
        memory.forget(*NAMES[1])


def test_forgetting_a_task_that_helped_a_later_one():
    memory = Seq2SeqMemory().fit([("abc", "cba"), ("xy", "yx")], "reverse")
    memory.partial_fit([("abc", "abccba"), ("xy", "xyyx")], "mirror")
    memory.program("mirror")
    memory.forget("abc", "cba", "reverse")
    memory.forget("xy", "yx", "reverse")
    alone = Seq2SeqMemory().fit([("abc", "abccba"), ("xy", "xyyx")], "mirror")
    same(memory, alone)


@pytest.mark.thorough
def test_the_order_of_pairs_does_not_matter():
    pairs = tasks.make("repeat-copy", 7, 3)
    memory, other = Seq2SeqMemory(), Seq2SeqMemory().fit(pairs[::-1])
    for pair in pairs:
        memory.learn(*pair)
    same(memory, other)


def test_many_tasks_in_one_memory():
    memory = Seq2SeqMemory()
    memory.fit([([*"abc"], "cba"), ([*"xy"], "yx")], "reverse")
    memory.partial_fit([([*"abc"], "abc"), ([*"xy"], "xy")], "copy")
    memory.partial_fit(tasks.make("sort", 3, 0), "sort")
    assert memory.goals == ["reverse", "copy", "sort"]
    assert memory.predict("hello", "reverse") == "olleh"
    assert memory.predict("hello", "copy") == "hello"
    assert memory.predict([3, 1, 2], "sort") == [1, 2, 3]
    shared = {concept.symbols: concept.count for concept in memory.concepts(n=None)}
    copied, turned = (
        shared[("symbol", "empty", Goal(goal))] for goal in ("copy", "reverse")
    )
    assert shared[("symbol", "empty")] == copied + turned


@pytest.mark.thorough
def test_earlier_tasks_help():
    memory = Seq2SeqMemory().fit(tasks.make("repeat-copy", 5, 1), "first")
    memory.partial_fit(tasks.make("repeat-copy", 5, 2), "again")
    alone = Seq2SeqMemory().fit(tasks.make("repeat-copy", 5, 2))
    assert memory.program("again").bits < alone.program().bits
    assert exact(memory, "repeat-copy", 5, "again", lengths=(30, 30)) == 1


# What is to be seen -------------------------------------------------------------------


def test_explain_is_what_predict_does():
    memory = Seq2SeqMemory().fit(TAPED)
    run = memory.explain("Cy Lee")
    assert "".join(run.written) == memory.predict("Cy Lee") == "C. Lee"
    does = [str(step.operation) for step in run]
    assert does[:2] == ["R", "COPY"]
    assert "NXT ' '" in does
    assert "COPY" in str(run)
    assert len(run.table()) == len(run) + 1
    assert "<table>" in run._repr_html_()
    assert "<script>" not in memory.explain("Cy <script>")._repr_html_()


def test_a_long_run_is_cut_where_it_is_shown():
    run = taught("copy", 2, alphabet="ab").explain("ab" * 100)
    assert f"and {len(run) - 60} more steps" in str(run)


def test_the_program_can_be_read():
    program = Seq2SeqMemory().fit(TAPED).program()
    assert len(str(program).splitlines()) == len(program) + 2
    assert "reproduces 2 of 2 pairs" in repr(program)
    assert "STOP" in program._repr_html_()


def test_the_graph_is_plastics_own():
    memory = Seq2SeqMemory().fit(NAMES)
    decisions = memory._tasks.decisions
    decisions.graph.concepts.check()
    assert decisions.graph.concepts == Decisions(decisions.lived).graph.concepts
    assert memory.graph.number_of_nodes() == len(memory.concepts(n=None)) + 1
    assert "digraph" in memory.render().source


def test_exports(tmp_path):
    memory = Seq2SeqMemory().fit(TAPED)
    for name in ("one.graphml", "one.gexf", "one.json", "one.html"):
        (path,) = memory.export(tmp_path / name)
        assert path.stat().st_size > 1000
    graph = nx.read_graphml(tmp_path / "one.graphml", node_type=int)
    assert len(graph) == len(memory.graph)
    labels = nx.get_node_attributes(graph, "label").values()
    assert sum("NXT ' '" in label for label in labels) > 1
    page = (tmp_path / "one.html").read_text("utf-8")
    assert "2 pairs, 1 task" in page
    assert [path.name for path in memory.export(tmp_path / "one.csv")] == [
        "one_nodes.csv",
        "one_edges.csv",
    ]
    with pytest.raises(plastic.ParameterError, match=r"\.html, \.csv, \.graphml"):
        memory.export(tmp_path / "one.docx")


def test_the_page_knows_all_that_stands_in_contexts():
    memory = Seq2SeqMemory().fit([("<b> </b>", "</b> <b>"), ("p q r", "r q p")])
    concepts = memory._tasks.decisions.graph.concepts
    told = page_of_decisions(concepts, repr(memory)).describe()
    assert len(told["parents"]) == len(memory.graph)
    assert len(told["shown"]) > max(told["added"])
    assert told["about"].startswith("2 pairs, 1 task")


def test_in_a_notebook():
    memory = Seq2SeqMemory()
    assert "nothing learned yet" in memory._repr_html_()
    memory.learn("<a> b", "b <a>", goal="<script>")
    assert "to be derived" in memory._repr_html_()  # nobody waits for a look
    memory.program("<script>")
    shown = memory._repr_html_()
    assert shown.count("<table>") == 1
    assert "reproduces 1 of 1 pairs" in shown
    assert "<script>" not in shown
    many = Seq2SeqMemory()
    for goal in range(22):
        many.learn("ab", "ba", goal)
    many.program(21)
    assert "and 2 more tasks" in many._repr_html_()


def test_drawing():
    pytest.importorskip("matplotlib").use("Agg")
    from matplotlib import pyplot

    memory = Seq2SeqMemory().fit(TAPED)
    figure = memory.explain("Cy $x$ Lee").plot()
    names = [label.get_text() for label in figure.axes[0].get_xticklabels()]
    assert names[1] == "COPY"
    pyplot.close(figure)
    figure = memory.explain("Cy " + "x" * 200).plot(most=20)
    assert "the first 20 of" in figure.axes[0].get_title(loc="left")
    pyplot.close(figure)


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("pairs", "source", "does"),
    [
        (
            [([*"2024-03-15"], "15/03/2024"), ([*"1999-12-31"], "31/12/1999")],
            "a-b",
            ["RIGHT EMIT '/' LEFT", "COPY", "EMIT '/'", "COPY"],
        ),
        ([("baby", "babies"), ("lady", "ladies")] * 2, "y", ["drop 1, write 'ies'"]),
        ([([*"a-b"], "b-a"), ([*"cd-ef"], "ef-cd")], "", []),
    ],
)
def test_drawing_other_kinds(pairs, source, does):
    pytest.importorskip("matplotlib").use("Agg")
    from matplotlib import pyplot

    run = Seq2SeqMemory().fit(pairs).explain(source)
    figure = run.plot()
    (axes,) = figure.axes
    assert [label.get_text() for label in axes.get_xticklabels()] == does
    names = [label.get_text() for label in axes.get_yticklabels()]
    assert names == ["START", *source, "END"]  # also where the head never was
    assert axes.get_ylim() == (len(source) + 1.6, -0.6)
    if not source:
        assert axes.get_title(loc="left") == "writes nothing"
    pyplot.close(figure)


def test_copies():
    memory = Seq2SeqMemory(budget=500_000, rng=3).fit(NAMES, "short")
    copy = pickle.loads(pickle.dumps(memory))
    assert copy.get_params() == {"budget": 500_000, "rng": 3}
    same(copy, memory)


def test_representations():
    memory = Seq2SeqMemory()
    assert repr(memory) == "<Seq2SeqMemory: nothing learned yet>"
    memory.learn(*TAPED[0])
    assert repr(memory) == "<Seq2SeqMemory: 1 pair, 1 task, to be derived>"
    memory.program()
    assert "rules" in repr(memory)
