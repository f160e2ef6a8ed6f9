"""Parts that are picked, parts as cells, and a second table on a first one."""

import numpy as np

from plastic.grids import Grid, GridMemory
from plastic.grids.picking import picked
from plastic.grids.solving import Solver
from plastic.synthesis.rules import Context, Source
from plastic.synthesis.tables import Tables


def test_the_part_is_picked_that_passes_a_test():
    # Neither the largest nor the first: that with a hole.
    sources = [
        Grid("11100333/11000303/11100333"),
        Grid("22200550/20200555/22200550"),
        Grid("0400000/0400777/0400707/0400777"),
    ]
    targets = [Grid("333/303/333"), Grid("222/202/222")]
    found = sorted(picked(sources, targets, 1), key=lambda each: each[0])
    assert Grid("777/707/777") in [grids[2] for _, grids, *_ in found]
    assert all([*grids[:2]] == targets for _, grids, *_ in found)


def test_what_is_found_of_parts_is_spread_over_them():
    pairs = [
        ("10500/00500/55555/00502/00500", "11500/11500/55555/00522/00522"),
        ("00530/00500/55555/00500/40500", "00533/00533/55555/44500/44500"),
    ]
    memory = GridMemory(budget=1_500).fit(pairs)
    asked = "00500/00506/55555/07500/00500"
    wanted = Grid("00566/00566/55555/77500/77500")
    assert wanted in memory.predict(asked, n=2)


def test_almost_gives_the_table_of_one_test_that_misses_fewest():
    right = np.array([[1, 1, 0, 0, 0], [0, 0, 1, 1, 1]], bool)
    sources = [Source("copy", 1, right[0]), Source("write", 4, right[1])]
    good = Context("good", 3, np.array([0, 0, 1, 1, 0, 1]))
    poor = Context("poor", 3, np.array([0, 1, 0, 1, 0, 1]))
    first = next(Tables(sources, [poor, good], 1).almost(1))
    assert "good" in first.rules[0].conditions[0]
    assert first.choice.tolist() == [0, 0, 1, 1, 0, 1]


def test_two_tables_may_say_shorter_what_one_cannot():
    # Columns of 3 grow downwards, and then what is beside them becomes 8.
    pairs = [
        ("00300/00000/00000", "08380/08380/08380"),
        ("30000/00000/00000", "38000/38000/38000"),
    ]
    sources = [(Grid(a), Grid(b)) for a, b in pairs]
    guesses = Solver(sources, [Grid("00030/00000/00000")], 300).solve()
    assert guesses[0].grids == (Grid("00838/00838/00838"),)
