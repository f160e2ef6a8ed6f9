"""Grids, and what belongs together in them, by definition."""

import os
import pickle
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from plastic import SampleError, SampleTypeError
from plastic.grids.completing import periodic, symmetric
from plastic.grids.features import FEATURES
from plastic.grids.grid import DIRECTIONS, Grid, NoResultError, seen
from plastic.grids.isomorphism import canonical, forms
from plastic.grids.objects import components, enclosed, objects, separators
from plastic.grids.operations import OPERATIONS

shapes = st.tuples(st.integers(1, 6), st.integers(1, 6))
grids = shapes.flatmap(
    lambda shape: arrays.arrays(np.int8, shape, elements=st.integers(0, 3))
).map(Grid)


@pytest.mark.parametrize(
    "cells",
    [[[1, 2], [3]], [[1.5]], "a", 3, [1, 2], [[[1]]], [["1"]], None, [[True]]],
    ids=repr,
)
def test_what_is_no_grid_is_refused(cells):
    with pytest.raises((SampleTypeError, SampleError)):
        Grid(cells)


@pytest.mark.parametrize(
    "cells", [[[]], [[10]], [[-1]], [[0] * 101], [[0] * 31] * 31], ids=str
)
def test_what_no_grid_can_hold_is_refused(cells):
    with pytest.raises(SampleError):
        Grid(cells)


@given(grids)
def test_all_ways_to_write_a_grid_are_one(grid):
    text = "/".join("".join(map(str, row)) for row in grid)
    assert Grid(text) == Grid(grid.tolist()) == Grid(np.array(grid)) == grid
    assert len({Grid(text), grid}) == 1
    with pytest.raises(ValueError, match="read-only"):
        grid.cells[0, 0] = 1


def test_a_grid_of_another_process_is_the_same():
    code = "import pickle, sys; from plastic.grids import Grid; "
    code += "sys.stdout.buffer.write(pickle.dumps(Grid('03/30')))"
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    run = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, check=True
    )
    assert pickle.loads(run.stdout) == Grid("03/30")
    assert {pickle.loads(run.stdout)} == {Grid("03/30")}


def test_a_grid_is_not_changed_by_who_gave_its_cells():
    cells = np.array([[1, 2]])
    grid = Grid(cells)
    cells[0, 0] = 5
    assert grid == Grid("12")


@given(grids, st.booleans(), st.booleans())
def test_components_are_what_a_walk_can_reach(grid, corners, mixed):
    cells = grid.cells != 0 if mixed else grid.cells
    steps = [*DIRECTIONS.values()][: 8 if corners else 4]
    found = components(grid, corners, mixed)
    for start in np.ndindex(grid.shape):
        reached, open_cells = {start}, [start]
        while open_cells:
            row, column = open_cells.pop()
            for down, right in steps:
                there = row + down, column + right
                inside = 0 <= there[0] < grid.height and 0 <= there[1] < grid.width
                if inside and there not in reached and cells[there] == cells[start]:
                    reached.add(there)
                    open_cells.append(there)
        mine = found.labels[start]
        assert {*map(tuple, np.argwhere(found.labels == mine).tolist())} == reached
        assert found.size[mine] == len(reached)
        assert found.is_figure[mine] == bool(grid.cells[start])


@given(grids, st.booleans(), st.booleans())
def test_objects_put_back_are_the_grid(grid, corners, mixed):
    canvas = np.zeros(grid.shape, np.int8)
    for part in objects(grid, corners, mixed):
        canvas[part.top : part.bottom, part.left : part.right] += part.own.cells
    assert Grid(canvas) == grid


@given(grids, st.sampled_from([*DIRECTIONS]))
def test_what_is_seen_is_the_first_that_is_met(grid, way):
    down, right = DIRECTIONS[way]
    view = seen(grid.cells, way)
    for row, column in np.ndindex(grid.shape):
        y, x, met = row + down, column + right, 0
        while 0 <= y < grid.height and 0 <= x < grid.width and not met:
            met = grid.cells[y, x]
            y, x = y + down, x + right
        assert view[row, column] == met


@given(grids)
def test_what_is_enclosed_reaches_no_border(grid):
    inside = enclosed(grid)
    found = components(grid, False, False)
    border = np.ones(grid.shape, bool)
    border[1:-1, 1:-1] = False
    for i, is_figure in enumerate(found.is_figure):
        mine = found.labels == i
        expected = not is_figure and not (mine & border).any()
        assert (inside[mine] == expected).all()


@given(grids)
def test_a_form_is_named_alike_however_it_is_turned(grid):
    assert len({canonical(Grid.of(form)) for form in forms(grid.cells)}) == 1


@given(arrays.arrays(np.int8, (2, 3), elements=st.integers(1, 4)), st.integers(0, 35))
def test_a_hidden_cell_follows_from_the_period(tile, hidden):
    whole = np.tile(tile, (3, 2))
    covered = whole.copy()
    covered.flat[hidden] = 0
    assert Grid(periodic(Grid(covered), 0)) == Grid(whole)


def test_hidden_cells_follow_from_mirrors():
    whole = Grid("1221/2332/2332/1221")
    covered = whole.cells.copy()
    covered[0, :2] = 9
    assert Grid(symmetric(Grid(covered), 9)) == whole
    with pytest.raises(NoResultError):
        symmetric(whole, 9)


def test_lines_divide():
    layout = separators(Grid("1051/2252/5555/3353"), False)
    assert layout == (((0, 2), (3, 4)), ((0, 2), (3, 4)), 5)
    with pytest.raises(NoResultError):
        separators(Grid("12/21"), False)


@given(grids)
def test_features_say_something_of_each_cell_or_nothing_at_all(grid):
    for feature in FEATURES:
        try:
            said = feature.of(grid)
        except NoResultError:
            continue
        assert said.shape == grid.shape
        if feature.is_colour:
            assert ((said >= 0) & (said <= 9)).all()


@given(grids)
def test_operations_give_what_they_say_or_nothing(grid):
    parts = objects(grid, True, False)
    for operation in OPERATIONS:
        given_ = grid if operation.takes == ("grid",) else parts
        try:
            found = operation.does(given_)
        except NoResultError:
            continue
        assert isinstance(found, Grid if operation.gives == "grid" else tuple)


def test_no_two_operations_or_features_are_called_the_same():
    for named in (OPERATIONS, FEATURES):
        assert len({each.name for each in named}) == len(named)
