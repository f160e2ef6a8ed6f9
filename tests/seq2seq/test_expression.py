"""Programs that compute, among the other kinds: learned, shown, forgotten, saved."""

import pytest

from plastic import GenerationError, Seq2SeqMemory
from plastic.seq2seq.decisions import NestedContext
from plastic.seq2seq.expression import ExpressionProgram

SOURCES = [[3, 8, 1, 6], [9, 4, 4, 7, 2], [5, 2], [6, 1, 9, 9, 3, 8], [2, 7, 5]]


def pairs(function, sources=SOURCES):
    return [(source, function(source)) for source in sources]


def total(s):
    return [sum(s)]


def evens(s):
    return [x for x in s if x % 2 == 0]


def run(text, source):
    names = {}
    exec(text, names)
    return names["program"](source)


def test_what_is_computed_is_learned():
    memory = Seq2SeqMemory().fit(pairs(total))
    assert memory.predict([10, 20, 30]) == [60]
    assert memory.predict([*range(10_000)]) == [sum(range(10_000))]
    assert memory.answer([1, 2, 3]).is_sure
    assert isinstance(memory._task(None).program, ExpressionProgram)


def test_a_program_is_read_in_three_ways():
    program = Seq2SeqMemory().fit(pairs(evens)).program()
    assert "filter(source, is_even(source))" in str(program)
    assert "is even" in program.sentence()
    assert run(program.python(), [4, 5, 6]) == [4, 6]
    assert "filter" in program._repr_html_()


@pytest.mark.parametrize("kind", [list, tuple])
def test_python_gives_what_predict_gives(kind):
    taught = [(kind(s), kind(evens(s))) for s in SOURCES]
    memory = Seq2SeqMemory().fit(taught)
    for source in ([4, 1, 2], [7], [], [*range(50)]):
        predicted = memory.predict(source)
        assert run(memory.program().python(), source) == predicted
        assert type(predicted) is kind


def test_rules_are_no_python():
    program = Seq2SeqMemory().fit([([1, 2, 3], [3, 2, 1]), ([4, 5], [5, 4])]).program()
    with pytest.raises(GenerationError, match="made of rules"):
        program.python()
    with pytest.raises(GenerationError, match="made of rules"):
        program.sentence()


def test_explaining_shows_values():
    explained = Seq2SeqMemory().fit(pairs(total)).explain([10, 20])
    assert explained.written == [30]
    assert explained.table()[1] == ["0", "sum(source)", "30"]
    assert "sum(source)" in str(explained)
    assert "sum(source)" in explained._repr_html_()


def test_a_run_is_drawn():
    pytest.importorskip("matplotlib")
    figure = Seq2SeqMemory().fit(pairs(total)).explain([10, 20]).plot()
    assert "sum(source)" in [text.get_text() for text in figure.axes[0].texts]


@pytest.mark.thorough
def test_some_pairs_may_be_wrong():
    sources = [[*source, at] for at, source in enumerate(SOURCES * 2)]
    taught = pairs(total, sources)
    taught[3] = (taught[3][0], [0])
    memory = Seq2SeqMemory(budget=300_000).fit(taught)
    assert memory.predict([10, 20, 30]) == [60]
    assert memory.program().right == len(taught) - 1


def test_other_pairs_test_what_is_found():
    """Of twenty pairs eight are searched with; that 0 counts as even is in none."""
    sources = [[a, b, a + b] for a in range(1, 6) for b in range(2, 6)]
    memory = Seq2SeqMemory().fit(pairs(total, sources))
    assert memory.program().right == len(sources)


def test_forgetting_is_never_having_learned():
    memory = Seq2SeqMemory()
    for source, target in [*pairs(total), ([1, 1], [7])]:
        memory.learn(source, target)
    memory.forget([1, 1], [7])
    fresh = Seq2SeqMemory().fit(pairs(total))
    assert str(memory.program()) == str(fresh.program())
    assert memory.predict([4, 4]) == fresh.predict([4, 4]) == [8]


def test_it_is_saved_as_its_pairs(tmp_path):
    path = tmp_path / "sum.json"
    Seq2SeqMemory().fit(pairs(total)).save(path)
    assert Seq2SeqMemory.load(path).predict([10, 20, 30]) == [60]


def test_the_graph_decides_each_operation():
    memory = Seq2SeqMemory().fit(pairs(evens), goal="evens")
    past = ("program", "filter: [int], [truth] -> [int] 2", "[truth]")
    (likely, *_) = memory._tasks.decisions.decider("evens")(NestedContext(past))
    assert likely.argument == "is_even: [int] -> [truth]"
    machine = memory._task("evens").machine
    assert str(machine.expression) == str(memory.program("evens").expression)


def test_what_was_never_met_is_refused_where_order_matters():
    memory = Seq2SeqMemory().fit(pairs(lambda s: [max(s) - min(s)]))
    with pytest.raises(GenerationError, match="orders numbers"):
        memory.predict(["a", "b"])


def test_what_has_no_value_is_said():
    memory = Seq2SeqMemory().fit(pairs(lambda s: [max(s) * 3]))
    with pytest.raises(GenerationError, match="no value"):
        memory.predict([])


@pytest.mark.thorough
def test_tasks_share_a_library_while_it_saves():
    memory = Seq2SeqMemory()
    tasks = {
        "sum": lambda s: [sum(evens(s))],
        "count": lambda s: [len(evens(s))],
        "twice": lambda s: evens(s) * 2,
        "largest": lambda s: [max([0, *evens(s)])],
        "tripled": lambda s: [3 * x for x in evens(s)],
    }
    for goal, function in tasks.items():
        memory.partial_fit(pairs(function), goal)
    assert any("is_even" in each.operation.name for each in memory.library)
    before = len(memory.library)
    for goal in ("twice", "tripled", "count", "largest"):
        for source, target in pairs(tasks[goal]):
            memory.forget(source, target, goal)
    assert before > len(memory.library) == 0
    assert memory.predict([2, 4, 5], "sum") == [6]


def test_truths_may_be_targets():
    memory = Seq2SeqMemory().fit(pairs(lambda s: [x > s[0] for x in s]))
    assert memory.predict([5, 9, 2]) == [False, True, False]
