"""What kept programs change for later ones: habits, and a library."""

from plastic.synthesis import search
from plastic.synthesis.habits import Habits, habits, places
from plastic.synthesis.sleep import library

SOURCES = [(6, 3, 5, 1, 2), (5, 9, 7, 6, 8), (4, 2, 3, 9), (8, 8, 1)]
TAKE = "take: [int], int -> [int]"
SORT = "sort: [int] -> [int]"


def program(function, sources=SOURCES, **options):
    return search([(s, tuple(function(s))) for s in sources], **options)


TWO, THREE = (program(lambda s, n=n: sorted(s)[:n]).solutions[0][0] for n in (2, 3))


def test_places_are_written_from_the_outside_in():
    assert [(path, part.label) for path, part in places(TWO)] == [
        (("program", "[int]"), TAKE),
        (("program", f"{TAKE} 1", "[int]"), SORT),
        (("program", f"{TAKE} 1", f"{SORT} 1", "[int]"), "source: -> [int]"),
        (("program", f"{TAKE} 2", "int"), "2: -> int"),
    ]


def test_what_is_usual_in_a_place_is_cheaper_there():
    def chances(path):
        if path == (f"{TAKE} 1", "[int]"):
            return {SORT: 0.9}
        return {}

    learned = habits([TWO], chances)
    assert learned.anywhere == {}
    assert learned.within == {f"{TAKE} 1": {SORT: 3}}


def test_what_nobody_knows_costs_what_it_did():
    assert habits([TWO], lambda path: {}) == Habits({}, {})


def test_habits_save_steps_and_bits():
    learned = Habits({}, {f"{TAKE} 1": {SORT: 3}})
    plain = program(lambda s: sorted(s)[:3])
    usual = program(lambda s: sorted(s)[:3], habits=learned)
    assert str(plain.solutions[0][0]) == str(usual.solutions[0][0])
    assert usual.solutions[0][1] == plain.solutions[0][1] - 3
    assert usual.steps < plain.steps


def test_what_programs_share_becomes_an_operation():
    patterns = library([TWO, THREE, TWO, THREE])
    assert [each.operation.name for each in patterns] == ["take_sort"]
    (pattern,) = patterns
    assert pattern.uses == 4
    assert pattern.operation.does((3, 1, 2), 2) == (1, 2)
    assert pattern.operation.takes == ("[int]", "int")
    assert pattern.operation.bits < TWO.operation.bits + 4


def test_it_stays_only_while_it_saves():
    assert library([TWO, THREE, TWO, THREE])
    assert not library([TWO, THREE])
    assert not library([TWO])
    assert not library([])


def test_the_library_saves_steps():
    patterns = [each.operation for each in library([TWO, THREE, TWO, THREE])]

    def falling(s):
        return sorted(s)[:3][::-1]

    plain, short = program(falling), program(falling, library=patterns)
    assert short.solutions[0][0].run((9, 1, 2, 3)) == (3, 2, 1)
    assert "take_sort" in str(short.solutions[0][0])
    assert short.steps < plain.steps
    names = {}
    exec(short.solutions[0][0].python(), names)
    assert names["program"]([9, 1, 2, 3]) == [3, 2, 1]
