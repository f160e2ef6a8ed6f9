"""The joint search, against an oracle that tries every program."""

import itertools
from operator import itemgetter

import pytest
from processes import told_with_hash_seeds

from plastic.seq2seq.stepwise.contexts import BEGIN, LEVELS
from plastic.seq2seq.stepwise.machine import Machine
from plastic.seq2seq.stepwise.operations import Operation, available, entry_bits
from plastic.seq2seq.stepwise.search import SLACK, Example, Search
from plastic.seq2seq.stepwise.synthesis import by_rules
from plastic.seq2seq.tape import Tape

LITTLE = [  # alphabets of two letters, programs of a few rules
    [("ab", "ab"), ("b", "b")],
    [("ab", "b"), ("aab", "b")],
    [("ab", "ba"), ("a", "a")],
    [("ab", "a"), ("bba", "b")],
    [("a", ""), ("ab", "")],
    [("ab", "aabb"), ("b", "bb")],
    [("ab", "abx"), ("b", "bx")],
]


def searched(pairs, level, delimiters=(), steps=300_000):
    examples = [Example(Tape(s, delimiters), tuple(t)) for s, t in pairs]
    search = Search(examples, delimiters, level)
    while search.steps < steps and not search.exhausted:
        search.run(steps)
    return search


def machine_of(solution, delimiters=()):
    rules = by_rules(solution.rules)
    return Machine(solution.level, delimiters, solution.translation, rules)


def price(rules, pairs, level):
    """Price a table as the search does, by asking it for one rule at a time."""
    examples = [Example(Tape(s, ()), tuple(t)) for s, t in pairs]
    search = Search(examples, (), level)
    coding, total, used = search.coding, 0.0, 0
    contexts = {coding.key(c): c for c in _contexts(coding, rules)}
    for key, operation in rules.items():
        number = coding.number(operation)
        choices = search._prices.choices(contexts[key], used, [])
        total += next(bits for chosen, bits in choices if chosen == number)
        used |= 1 << number
    return total


def _contexts(coding, rules):
    """Give the numbers of all contexts that some operations can lead to."""
    memories, ready = [coding.beginning], {coding.beginning}
    for memory in memories:
        for operation in dict.fromkeys(rules.values()):
            after = coding.rule(memory, coding.number(operation)).memory
            if after not in ready and len(ready) < 200:
                ready.add(after)
                memories.append(after)
    return [memory + look for memory in memories for look in range(coding.stride)]


def every_program(pairs, level, most_rules):
    """Give the rule tables of up to so many rules, without literals, that are right.

    They are grown where the least advanced example waits, in no clever order.
    """
    tapes = [Tape(source, ()) for source, _ in pairs]
    operations = [
        operation
        for operation in available(tapes, [target for _, target in pairs], ())
        if operation.name in ("R", "L", "COPY", "STOP", "FIRST", "LAST")
    ]
    waiting, found = [{}], []
    while waiting:
        rules = waiting.pop()
        missing, wrong = [], False
        for tape, (_, target) in zip(tapes, pairs):
            asked, written = _run(tape, rules, level, target)
            wrong |= written is None
            if asked is not None:
                missing.append((written, asked))
        if wrong:
            continue
        if not missing:
            found.append(rules)
        elif len(rules) < most_rules:
            asked = min(missing, key=itemgetter(0))[1]
            waiting += [{**rules, asked: operation} for operation in operations]
    return found


def _run(tape, rules, level, target):
    """Run a table: (the context it lacks or None, symbols written or None: wrong)."""
    at, memory, written, seen = 0, (BEGIN,) * 4, 0, set()
    while True:
        key = (tape.classes[at], 0, *memory[: level + 1])
        operation = rules.get(key)
        if operation is None:
            return key, written
        name = operation.name
        if name == "STOP":
            return None, (written if written == len(target) else None)
        if name == "COPY":
            right = 0 < at < tape.end and written < len(target)
            if not right or tape.symbols[at] != target[written]:
                return None, None
            written += 1
        elif name in ("R", "L"):
            at += 1 if name == "R" else -1
            if not 0 <= at <= tape.end:
                return None, None
        else:
            at = 0 if name == "FIRST" else tape.end
        phase = operation if name in ("FIRST", "LAST") else memory[1]
        memory = (operation, phase, memory[0], memory[2])
        state = (at, memory, written)
        if state in seen:
            return None, None
        seen.add(state)


@pytest.mark.parametrize("pairs", LITTLE)
@pytest.mark.parametrize("level", [0, 1])
def test_nothing_right_is_much_cheaper_than_what_is_found(pairs, level):
    search = searched(pairs, level)
    right = every_program(pairs, level, 5)
    if right:
        cheapest = min(price(rules, pairs, level) for rules in right)
        assert search.solutions[0].cost <= cheapest + 1e-9


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("pairs", LITTLE)
def test_what_is_found_replays_its_examples(pairs, level):
    solutions = searched(pairs, level, steps=20_000).solutions
    costs = [solution.cost for solution in solutions]
    assert costs == sorted(costs)
    for solution in solutions:
        machine = machine_of(solution)
        for source, target in pairs:
            assert machine.run(machine.tape(source)) == [*target]
        assert solution.level == level
        assert len(next(iter(solution.rules))) == 3 + level


def test_rules_come_in_the_order_in_which_they_are_needed():
    rules = searched([("ab", "ab"), ("b", "b")], 0).solutions[0].rules
    assert [*rules.values()][:2] == [Operation("R"), Operation("COPY")]
    assert [*rules.values()][-1] == Operation("STOP")


def test_alternatives_cost_little_more_than_the_cheapest():
    costs = [found.cost for found in searched([("ab", "ba")], 0).solutions]
    late = [cost for cost in costs if cost > costs[0] + SLACK]
    assert len(costs) > 1
    assert len(late) < len(costs)


def test_a_translation_costs_bits_for_each_symbol():
    few = searched([("aa", "xx"), ("aba", "xyx")], 0).solutions[0]
    many = searched([("abcd", "xyzw"), ("dcba", "wzyx")], 0).solutions[0]
    assert (few.translation, len(many.translation)) == ({"a": "x", "b": "y"}, 4)
    assert many.cost - few.cost == pytest.approx(2 * entry_bits("x"), abs=4)


def test_a_limit_keeps_out_what_is_dearer():
    examples = [Example(Tape("abc", ()), tuple("cba"))]
    search = Search(examples, (), 0)
    search.limit = 1.0 - SLACK
    search.run(100_000)
    assert search.exhausted
    assert not search.solutions


def test_nothing_is_searched_in_vain_for_ever():
    search = searched([("ab", "zq"), ("ab", "qz")], 0)
    assert search.exhausted
    assert not search.solutions


def test_it_goes_on_where_it_stopped():
    pairs = [("ab cd", "cd ab"), ("x yz", "yz x")]
    examples = [Example(Tape(s, " "), tuple(t)) for s, t in pairs]
    often, seldom = Search(examples, " ", 0), Search(examples, " ", 0)
    while not often.solutions:
        often.run(500)
    while not seldom.solutions:
        seldom.run(10_000)
    assert often.solutions[0].rules == seldom.solutions[0].rules


def test_a_prior_makes_programs_cheaper():
    examples = [Example(Tape("abc", ()), tuple("cba"))]
    plain, helped = (
        Search(examples, (), 0, prior)
        for prior in (None, lambda _, does, bits: 0.1 if does.name == "COPY" else bits)
    )
    plain.run(50_000)
    helped.run(50_000)
    assert helped.solutions[0].cost < plain.solutions[0].cost


SCRIPT = """
from plastic.seq2seq.stepwise.search import Example, Search
from plastic.seq2seq.tape import Tape
pairs = [("ab cd", "cd,ab"), ("x yz", "yz,x")]
search = Search([Example(Tape(s, " "), tuple(t)) for s, t in pairs], " ", 1)
search.run(30_000)
print(search.steps, [(found.cost, found.rules) for found in search.solutions])
"""


@pytest.mark.thorough
def test_the_same_with_every_hash_seed():
    told = told_with_hash_seeds(SCRIPT, ("0", "1"))
    assert len(told) == 1
    assert "COPY" in told.pop()


@pytest.mark.parametrize("level", LEVELS)
def test_the_search_runs_as_the_machine_does(level):
    words = ["".join(letters) for letters in itertools.product("ab", repeat=3)]
    pairs = [(word, word[::-1]) for word in words[:4]]
    for solution in searched(pairs, level, steps=30_000).solutions:
        machine = machine_of(solution)
        for source, target in pairs:
            assert "".join(machine.run(machine.tape(source))) == target
