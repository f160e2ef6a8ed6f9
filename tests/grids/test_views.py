"""Views: other names for colours, under which pairs are alike."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from plastic.grids import Grid, GridMemory
from plastic.grids.views import views

cells = st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=2).map(
    lambda rows: Grid(rows[:8])
)
tasks = st.lists(st.tuples(cells, cells), min_size=1, max_size=4)


@given(tasks, cells)
def test_what_is_seen_can_be_named_back(pairs, asked):
    sources = [*(source for source, _ in pairs), asked]
    found = [*views(sources, [target for _, target in pairs])]
    assert not found[0].name
    assert len({view.name for view in found}) == len(found)
    for view in found:
        for i, source in enumerate(sources):
            assert sorted(view.names[i]) == [*range(10)]
            assert view.back(i, view.seen(i, source)) == source


@given(st.permutations((4, 5, 6)))
def test_pictures_that_differ_by_a_renaming_become_one(order):
    # Colour 9 is written anew in all targets: it means the same everywhere.
    source, target = Grid("0111/0122/0003"), Grid("9111/0122/0003")
    names = np.array([0, *order, 1, 2, 3, 7, 8, 9])
    sources = [source, Grid(names[source.cells])]
    targets = [target, Grid(names[target.cells])]
    *_, view = views(sources, targets)
    one, other = (view.seen(i, each) for i, each in enumerate(sources))
    assert one == other
    one, other = (view.seen(i, each) for i, each in enumerate(targets))
    assert one == other


def test_a_ground_for_each_picture():
    pairs = [
        ("88888/81118/81818/81118", "88888/81118/81418/81118"),
        ("33333/33666/33636/33666", "33333/33666/33646/33666"),
        ("7222/7272/7222/7777", "7222/7242/7222/7777"),
    ]
    memory = GridMemory(budget=300).fit(pairs)
    asked = "555555/599955/595955/599955/555555"
    wanted = Grid("555555/599955/594955/599955/555555")
    assert memory.predict(asked, n=2)[0] == wanted
