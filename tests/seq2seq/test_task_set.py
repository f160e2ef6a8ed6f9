"""Tasks of one memory: each is derived when needed, alone, and may fail alone."""

import copy
import gc
import pickle
import weakref
from dataclasses import replace

import numpy as np
import pytest

import plastic
from plastic import GenerationError, NotLearnedError, SampleTypeError
from plastic.seq2seq import Seq2SeqMemory, task_set

# Sequences of symbols, that a head steps along: texts are computed, and their programs
# tell later tasks the same whatever pairs they were made of.
TURNED = [(tuple("abc"), "cba"), (tuple("xy"), "yx")]
JUNK = [("ab", "zq1"), ("cde", "9x2"), ("f", "70")]
TITLE = [(tuple(name), name.title()) for name in ("ada", "bo", "charles")]
TITLES = [(line, line.title()) for line in ("ada lovelace", "bo ray lee", "x y")]


def small():
    return Seq2SeqMemory(budget=5_000)


@pytest.fixture
def derived(monkeypatch):
    """The goals of the tasks that a program was searched for, one by one."""
    goals = []

    def derive(question):
        goals.append(question.goal)
        return real(question)

    real = task_set.derive
    monkeypatch.setattr(task_set, "derive", derive)
    return goals


@pytest.fixture
def mixed():
    """A memory of two tasks with a program, and one without between them."""
    memory = small()
    for goal, pairs in (("turn", TURNED), ("junk", JUNK), ("title", TITLE)):
        for pair in pairs:
            memory.learn(*pair, goal=goal)
    return memory


# One task fails alone -----------------------------------------------------------------


def test_a_task_without_a_program_leaves_the_others_theirs(mixed):
    for _ in range(2):
        assert mixed.predict("hello", "turn") == "olleh"
        assert mixed.predict("ida", "title") == "Ida"
        for verb in (mixed.predict, mixed.predict_proba, mixed.explain):
            with pytest.raises(GenerationError, match="any of these 3 pairs in 5,000"):
                verb("ab", "junk")
        with pytest.raises(GenerationError, match="raise budget"):
            mixed.program("junk")
    assert mixed.score([("ab", "ba"), ("pq", "qp")], "turn").exact == 1
    assert mixed.score(JUNK, "junk").exact == 0
    assert mixed.goals == ["turn", "junk", "title"]
    assert len(mixed) == 8
    assert JUNK[0] in mixed


def test_what_was_searched_in_vain_is_not_searched_again(mixed, derived):
    for _ in range(3):
        for goal in mixed.goals:
            mixed.score(TURNED, goal)
    repr(mixed), mixed.graph, mixed.concepts(), mixed._repr_html_()
    assert derived == ["turn", "junk", "title"]


def test_a_task_is_searched_again_when_something_changed_that_matters(mixed, derived):
    def again(*goals):
        del derived[:]
        repr(mixed), mixed.graph
        assert derived == [*goals]

    again("turn", "junk", "title")
    mixed.learn("pq", "qp", "turn")  # which tells all later ones more
    again("turn", "junk", "title")
    mixed.learn("g", "!", "junk")  # which tells nobody anything
    again("junk")
    mixed.set_params(budget=5_000)
    mixed.budget = np.int64(5_000)
    again()
    mixed.rng = 1
    again("turn", "junk", "title")
    mixed.learn("dora", "Dora", "title")
    mixed.forget("dora", "Dora", "title")
    again()
    for pair in [*JUNK, ("g", "!")]:
        mixed.forget(*pair, goal="junk")
    again()
    assert mixed.goals == ["turn", "title"]


def test_a_larger_budget_is_tried_at_once(derived):
    memory = Seq2SeqMemory(budget=500)
    for pair in TURNED:
        memory.learn(*pair)
    with pytest.raises(GenerationError, match="in 500 steps"):
        memory.predict("hello")
    memory.budget = 5_000
    assert memory.predict("hello") == "olleh"
    assert derived == [None, None]


def test_a_task_without_a_program_tells_later_ones_nothing(mixed):
    without = small()
    for goal, pairs in (("turn", TURNED), ("title", TITLE)):
        without.partial_fit(pairs, goal)
    assert mixed._tasks.decisions.lived == without._tasks.decisions.lived
    for goal in ("turn", "title"):
        assert str(mixed.program(goal)) == str(without.program(goal))


def test_only_what_is_asked_for_is_derived_and_what_comes_before_it(mixed, derived):
    assert mixed.predict("hello", "turn") == "olleh"
    assert derived == ["turn"]
    assert "to be derived" in repr(mixed)
    mixed.program("title")
    assert derived == ["turn", "junk", "title"]


def test_all_that_shows_a_memory_shows_it_without_the_task_that_failed(mixed, tmp_path):
    mixed.program("title")
    rules = sum(len(mixed.program(goal)) for goal in ("turn", "title"))
    assert repr(mixed) == (
        f"<Seq2SeqMemory: 8 pairs, 3 tasks, {rules} rules, which reproduce 5 of the "
        "pairs, 1 task without a program>"
    )
    shown = mixed._repr_html_()
    assert shown.count("<table>") == 2
    assert "1 task without a program" in shown
    goals = {symbol for node in mixed.concepts(n=None) for symbol in node.symbols}
    assert "goal junk" not in map(str, goals)
    assert len(mixed.graph) == len(mixed.concepts(n=None)) + 1
    assert "digraph" in mixed.render().source
    (path,) = mixed.export(tmp_path / "mixed.html")
    assert "1 task without a program" in path.read_text("utf-8")


def test_a_memory_of_nothing_but_a_task_that_failed():
    memory = small()
    for pair in JUNK:
        memory.learn(*pair)
    with pytest.raises(GenerationError):
        memory.program()
    told = "<Seq2SeqMemory: 3 pairs, 1 task, 1 task without a program>"
    assert repr(memory) == told
    assert "<table>" not in memory._repr_html_()
    assert memory.concepts() == []
    assert len(memory.graph) == 1


# Fitting, all or nothing --------------------------------------------------------------


@pytest.mark.parametrize("verb", ["fit", "partial_fit"])
def test_fitting_what_no_program_explains_changes_nothing(verb):
    memory = small().fit(TURNED, "turn")
    graph, shown = memory.graph, str(memory.program("turn"))
    nodes = [*graph]
    with pytest.raises(GenerationError, match="no program found"):
        getattr(memory, verb)(JUNK, "junk")
    assert memory.pairs == TURNED
    assert memory.goals == ["turn"]
    assert str(memory.program("turn")) == shown
    assert [*graph] == [*memory.graph] == nodes
    with pytest.raises(NotLearnedError):
        memory.predict("ab", "junk")


def test_a_task_that_fitting_spoils_is_as_it_was_before():
    memory = small().fit(TURNED)
    budget = memory.budget
    with pytest.raises(GenerationError):
        memory.set_params(budget=100).partial_fit([("pqrst", "tsrqp")])
    assert memory.pairs == TURNED
    memory.budget = budget
    assert memory.predict("hello") == "olleh"


def test_fitting_one_task_does_not_fail_for_another(mixed):
    mixed.partial_fit([("dora", "Dora")], "title")
    mixed.partial_fit([("a", "b"), ("b", "a")], "new")
    assert len(mixed) == 11


def test_learning_holds_a_pair_whatever_can_be_made_of_it():
    memory = small().fit(TURNED)
    for pair in JUNK:
        memory.learn(*pair, goal="junk")
    assert memory.goals == [None, "junk"]
    for pair in JUNK:
        memory.forget(*pair, goal="junk")
    assert memory.goals == [None]


# What earlier tasks tell --------------------------------------------------------------


def grown(memory):
    memory.fit(TITLE, "title")
    memory.partial_fit(TITLES, "titles")
    return memory.partial_fit([("ab-cd", "ba-dc"), ("x-yz", "x-zy")], "parts")


@pytest.mark.thorough
def test_what_grew_task_by_task_is_what_is_derived_at_once(tmp_path):
    """Earlier tasks are asked as they are remembered, in either case."""
    memory = grown(Seq2SeqMemory(budget=30_000))
    memory.save(tmp_path / "three.json")
    for other in (
        Seq2SeqMemory.load(tmp_path / "three.json"),
        pickle.loads(pickle.dumps(memory)),
        copy.deepcopy(memory),
    ):
        for goal in memory.goals:
            assert str(other.program(goal)) == str(memory.program(goal))
        assert other._tasks.decisions.lived == memory._tasks.decisions.lived


@pytest.mark.thorough
def test_a_task_that_calls_an_earlier_one_calls_what_that_became():
    memory = Seq2SeqMemory(budget=100_000).fit(TITLE, "title")
    memory.partial_fit(TITLES, "titles")
    assert memory.predict("a b", "titles") == "A B"
    for pair in TITLE:
        memory.forget(*pair, goal="title")
    memory.learn("ada", "ADA", "title")
    alone = Seq2SeqMemory(budget=100_000).fit(TITLES, "titles")
    # It stands after "titles" now, which can call it no more.
    assert str(memory.program("titles")) == str(alone.program("titles"))
    assert memory.goals == ["titles", "title"]


def test_tasks_are_the_same_if_all_that_they_depend_on_is(mixed):
    task = mixed._task("title")
    question, turn = task.question, task.question.earlier["turn"]
    again = replace(turn, lived=turn.lived.copy())
    assert again != turn
    assert question.same_as(replace(question, earlier={"turn": again}))
    others = [
        replace(question, goal="titles"),
        replace(question, pairs=question.pairs[1:]),
        replace(question, params=question.params.changed(rng=1)),
        replace(question, earlier={}),
    ]
    for changed in (
        replace(turn, lived=turn.lived + turn.lived),
        replace(turn, outcome=turn.outcome._replace(programs=[task.program])),
        replace(turn, question=replace(turn.question, goal="turned")),
    ):
        others.append(replace(question, earlier={"turn": changed}))
    assert not any(map(question.same_as, others))


def test_no_machine_keeps_decisions_of_another_graph():
    """What it asked the graph for before a pair was learned is asked for anew."""
    memory, other = small(), small()
    for both in (memory, other):
        both.learn("cat", "cats")
        both.learn("dog", "dogs")
    assert memory.predict("lady") == "ladys"
    for pair in [("baby", "babies"), ("pony", "ponies")]:
        memory.learn(*pair)
        other.learn(*pair)
    assert memory.predict("lady") == other.predict("lady") == "ladies"
    task = memory._task(None)
    memory.learn("fox", "foxes", "later")  # which changes nothing for this task
    assert memory.predict("lady") == "ladies"
    assert memory._task(None) is task


def test_the_graph_follows_what_is_learned_and_forgotten():
    memory = small().fit(TURNED)
    graph = memory.graph
    before = dict(graph.nodes(data="count"))
    memory.learn("pqr", "rqp")
    assert dict(memory.graph.nodes(data="count")) != before
    assert dict(graph.nodes(data="count")) != before  # it is live
    memory.forget("pqr", "rqp")
    assert dict(memory.graph.nodes(data="count")) == before


def test_predictions_are_given_as_what_is_held_was_taught():
    memory = small().fit([("abc", ["c", "b", "a"])])
    assert memory.predict("xy") == ["y", "x"]
    memory.learn("pq", "qp")
    assert memory.predict("xy") == ("y", "x")
    memory.forget("abc", ["c", "b", "a"])
    assert memory.predict("xy") == "yx"


def test_of_a_pair_that_was_learned_twice_the_last_one_is_forgotten():
    memory = small()
    for goal in ("first", "second", "first"):
        memory.learn("ab", "ba", goal)
    memory.forget("ab", "ba", "first")
    assert memory.goals == ["first", "second"]
    assert len(memory) == 2


def test_a_task_that_is_not_held_is_let_go_of():
    memory = small().fit(TURNED, "turn").partial_fit(TITLE, "title")
    gone = weakref.ref(memory._task("title"))
    for pair in TITLE:
        memory.forget(*pair, goal="title")
    memory.learn("ab", "ba", "turn")
    memory.program("turn")
    gc.collect()
    assert gone() is None


# Copies -------------------------------------------------------------------------------


@pytest.mark.parametrize("how", [copy.copy, copy.deepcopy])
def test_a_copy_is_one_of_its_own(how):
    memory = small().fit(TURNED)
    other = how(memory)
    other.learn("only", "there", "new")
    assert memory.pairs == TURNED
    assert memory.goals == [None]


# Types --------------------------------------------------------------------------------


def test_equal_pairs_of_another_type_are_other_pairs():
    memory = small().fit([([1], [1])])
    assert memory.predict([2]) == [2]
    memory.program()
    memory.forget([1], [1])
    memory.learn([True], [True])
    assert str(memory.predict([0])) == str(small().fit([([True], [True])]).predict([0]))
    assert memory.pairs == [((True,), (True,))]
    assert memory.pairs[0][0][0] is True


def test_a_program_is_not_used_again_for_pairs_of_another_type():
    memory = small().fit([([1, 1], [1])])
    assert repr(memory.predict([5, 6])) == repr(
        small().fit([([1, 1], [1])]).predict([5, 6])
    )
    literal = small().fit([("a", [1]), ("bc", [1])])
    assert repr(literal.predict("xyz")) == "[1]"
    for source in ("a", "bc"):
        literal.forget(source, [1])
        literal.learn(source, [True])
    assert repr(literal.predict("xyz")) == "[True]"


def test_what_is_forgotten_is_of_the_type_that_is_said():
    memory = small()
    memory.learn([1], "a")
    memory.learn([True], "a")
    memory.learn([1.0], "a")
    memory.forget([1], "a")
    assert repr(memory.pairs) == "[((True,), 'a'), ((1.0,), 'a')]"
    with pytest.raises(NotLearnedError):
        memory.forget([1], "a")
    memory.learn("ab", ["b", "a"])
    memory.learn("ab", ("b", "a"))
    memory.forget("ab", ["b", "a"])
    memory.forget([True], "a")
    memory.forget([1.0], "a")
    assert memory.predict("xy") == ("y", "x")


def test_what_was_learned_is_in_the_memory_as_it_was_given():
    memory = small().fit([([3, 1, 2], [1, 2, 3])])
    assert ([3, 1, 2], [1, 2, 3]) in memory
    assert [[3, 1, 2], (1, 2, 3)] in memory
    assert ((3, 1, 2), (1, 2, 3)) in memory
    assert ([3, 1, 2], [True, 2, 3]) not in memory
    assert ([3, 1], [1, 3]) not in memory
    for never in ("ab", 5, None, ("a",), ([[1]], "a"), (5, "a"), ("\ufdd0", "a")):
        assert never not in memory


# Goals --------------------------------------------------------------------------------


def test_a_goal_that_is_not_hashable_is_refused_everywhere():
    memory = small().fit(TURNED)
    for verb, *arguments in (
        (memory.predict, "ab"),
        (memory.predict_proba, "ab"),
        (memory.explain, "ab"),
        (memory.score, TURNED),
        (memory.program,),
        (memory.learn, "ab", "ba"),
        (memory.forget, "abc", "cba"),
        (memory.fit, TURNED),
        (memory.fit, []),
        (memory.partial_fit, TURNED),
    ):
        with pytest.raises(SampleTypeError, match=r"goal \[1\] is not hashable"):
            verb(*arguments, goal=[1])
    with pytest.raises(plastic.SampleError, match="does not equal itself"):
        memory.learn("ab", "ba", float("nan"))
    assert memory.pairs == TURNED
