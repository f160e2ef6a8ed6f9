"""What is one but for turns and colours, and what follows from that."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from plastic.grids import Grid
from plastic.grids.deeds import actions
from plastic.grids.grid import NoResultError
from plastic.grids.isomorphism import canonical, forms, renamed
from plastic.grids.objects import objects
from plastic.grids.stamping import dressed, stamped

cells = hnp.arrays(
    np.int8, st.tuples(st.integers(1, 4), st.integers(1, 4)), elements=st.integers(0, 9)
)


@given(cells, st.integers(0, 7), st.permutations(range(1, 10)))
def test_what_is_turned_and_coloured_anew_has_the_same_form(picture, turn, colours):
    other = np.array([0, *colours], np.int8)[forms(picture)[turn]]
    assert canonical(Grid.of(picture), True) == canonical(Grid.of(other), True)


@given(cells, cells)
def test_equal_forms_mean_that_one_can_be_turned_into_the_other(one, other):
    alike = canonical(Grid.of(one)) == canonical(Grid.of(other))
    assert alike == any(np.array_equal(form, other) for form in forms(one))


@given(cells)
def test_renaming_keeps_which_cells_are_equal(picture):
    flat, named = picture.ravel(), renamed(picture).ravel()
    assert ((flat[:, None] == flat) == (named[:, None] == named)).all()
    assert ((flat == 0) == (named == 0)).all()


@pytest.mark.parametrize("turn", range(8))
@pytest.mark.parametrize("scale", [1, 2, 3])
def test_a_template_is_stamped_however_it_is_turned_and_enlarged(turn, scale):
    picture = Grid("230/010/014").cells  # 1 is the body
    whole = np.kron(forms(picture)[turn], np.ones((scale, scale), np.int8))
    grid, wanted = np.zeros((2, 25, 25), np.int8)
    for each in (grid, wanted):
        each[:3, :3] = picture
    wanted[10 : 10 + len(whole), 10 : 10 + len(whole)] = whole
    grid[10 : 10 + len(whole), 10 : 10 + len(whole)] = np.where(whole > 1, whole, 0)
    assert np.array_equal(stamped(grid, True, False), wanted)


def test_nothing_is_stamped_where_something_is_in_the_way():
    with pytest.raises(NoResultError):
        stamped(Grid("23000/11000/00000/00023/00040").cells, True, False)


def test_objects_are_dressed_as_their_fellow():
    # The template is a corner of 2, 3 and 1; its fellow of 8 is that corner turned.
    grid = Grid("230000/100000/000088/000008")
    assert Grid.of(dressed(grid.cells, False)) == Grid(
        "230000/100000/000032/000001"
    ) or (Grid.of(dressed(grid.cells, False)) == Grid("230000/100000/000012/000003"))
    gone = dressed(grid.cells, True)
    assert not gone[:2].any()
    assert sorted(gone[gone > 0].tolist()) == [1, 2, 3]


def test_an_object_goes_into_the_gap_of_its_form():
    does = {name: action for name, _, action in actions()}
    grid = Grid("4444000/4004000/4444022")
    part = next(p for p in objects(grid, False, False) if p.colour == 2)
    deed = does["goes into the gap of its form"](grid, part)
    assert deed.is_gone
    assert sorted(zip(deed.rows.tolist(), deed.columns.tolist())) == [(1, 1), (1, 2)]
