"""Habits and sleep: what explains tasks is likelier in others, and is forgotten."""

import pickle

import pytest

from plastic.grids import Grid, GridMemory
from plastic.grids.habits import Decision, GridHabits, counted, general
from plastic.grids.operations import OPERATIONS

SOURCES = [Grid(text) for text in ("020/103/000/040", "01000/20030/00400", "500/060")]
BY_NAME = {operation.name: operation for operation in OPERATIONS}
FALL, MIRROR = "cells fall down", "and its mirror to the right"
TASKS = {"fall": [FALL], "again": [FALL], "mirror": [MIRROR], "twice": [MIRROR]}


def pairs_of(names, sources=SOURCES):
    pairs = []
    for source in sources:
        target = source
        for name in names:
            target = BY_NAME[name].does(target)
        pairs.append((source, target))
    return pairs


def memory_of(tasks):
    memory = GridMemory(budget=100)
    for goal, names in tasks.items():
        memory.partial_fit(pairs_of(names), goal)
    return memory


@pytest.fixture(scope="module")
def slept():
    memory = memory_of({**TASKS, "both": [FALL, MIRROR]})
    return str(memory.program("both")), memory.consolidate(), memory


def test_what_explains_other_tasks_is_found_sooner(slept):
    before, report, memory = slept
    assert not before.startswith("operations")
    assert [*report.kept, *report.found] == memory.goals
    after = str(memory.program("both"))
    assert after.splitlines()[1] == f"The answer is the grid: {FALL}, then {MIRROR}."


def test_of_a_forgotten_task_nothing_is_left(slept):
    *_, memory = slept
    copy = pickle.loads(pickle.dumps(memory))
    for goal in ("again", "fall", "twice", "mirror"):
        for source, target in pairs_of(TASKS[goal]):
            copy.forget(source, target, goal)
    never = memory_of({"both": [FALL, MIRROR]})
    never.consolidate()
    assert str(copy.program("both")) == str(never.program("both")) == slept[0]


@pytest.mark.thorough
def test_a_sleep_does_not_depend_on_the_order_of_tasks(slept):
    *_, memory = slept
    other = memory_of({"both": [FALL, MIRROR], **dict(reversed(TASKS.items()))})
    assert sorted(other.consolidate().kept) == sorted(slept[1].kept)
    assert str(other.program("both")) == str(memory.program("both"))


@pytest.mark.thorough
def test_a_task_that_changes_helps_no_other_until_the_next_sleep(slept):
    *_, memory = slept
    copy = pickle.loads(pickle.dumps(memory))
    for goal, names in TASKS.items():
        (pair,) = pairs_of(names, [Grid("070/000")])
        copy.learn(*pair, goal)
    assert str(copy.program("both")) == slept[0]
    copy.consolidate()
    assert str(copy.program("both")) == str(memory.program("both"))


@pytest.mark.thorough
def test_a_sleep_comes_back_from_a_file(slept, tmp_path):
    *_, memory = slept
    memory.save(tmp_path / "grids.json")
    back = GridMemory.load(tmp_path / "grids.json")
    assert str(back.program("both")) == str(memory.program("both"))


def test_what_is_likely_costs_less_and_least_where_it_is_likely():
    written = Decision(("here", "cell source"), "write 3", 9)
    seen = Decision(("cell source",), "ray up", 12)
    decisions = [written, seen]
    habits = GridHabits({written.moment: 3, seen.moment: 9})
    anywhere = habits.less(("cell source",), "write 5", 9)
    assert habits.less(("here", "cell source"), "write 5", 9) > anywhere >= 0
    assert habits.less(("cell source",), "ray left", 12) == 0
    assert habits.saved(decisions) > 0
    assert GridHabits().saved(decisions) == 0


def test_nothing_becomes_free():
    habits = GridHabits({(("cell test",), "here"): 50})
    assert all(
        habits.less(("cell test",), "here", price) < price for price in (1, 2, 9)
    )


def test_a_moment_is_lived_once_by_an_explanation():
    decision = Decision(("cell source",), "write 3", 9)
    assert counted([decision, decision._replace(name="write 4")]) == {
        (("cell source",), "write #"): 1
    }


def test_colours_and_numbers_are_holes():
    assert general("touches 3 (straight)") == general("touches 4 (straight)")
    assert general("only 3: grid -> grid") != general("without 3: grid -> grid")
