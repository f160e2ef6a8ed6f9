"""plastic map --fill: a column of a CSV file that is partly filled in."""

import csv
import io

import pytest
from test_cli import run

PEOPLE = (
    'first,last,card,town\nAda,King,"King, A.",x\nBo,Ray,"Ray, B.",y\n\n'
    "Al,Day,,z\nEdsger W.,Dijkstra,,\n"
)


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.csv").write_text(PEOPLE)
    return tmp_path


def filled(*args, delimiter=",", **how):
    told = run("map", "people.csv", "--fill", *args, **how)
    return [
        *csv.reader(io.StringIO(told.stdout, newline=""), delimiter=delimiter)
    ], told


def test_empty_cells_are_filled_and_doubts_stand_beside_them():
    rows, told = filled("card", "--column", "first,last")
    assert rows[0] == ["first", "last", "card", "card doubt", "town"]
    assert [row[2] for row in rows[1:4]] == ["King, A.", "Ray, B.", "Day, A."]
    assert [row[4] for row in rows[1:]] == ["x", "y", "z", ""]
    assert rows[1][3] == ""
    assert rows[4][3]
    assert "Dijkstra" in told.stderr  # what to fill in next


@pytest.mark.thorough
def test_columns_have_numbers_too_and_figures_if_asked(here):
    (here / "people.csv").write_text("5;5.5\n7.7;7.5\n3.1;\n")
    rows, _ = filled("2", "--no-header", "--confidence", delimiter=";")
    assert [row[1] for row in rows] == ["5.5", "7.5", "3.5"] or rows[2][1]
    assert rows[0][2:] == ["", ""]
    assert 0 < float(rows[2][2]) < 1


@pytest.mark.thorough
def test_strict_says_that_something_is_unsure():
    _, told = filled("card", "--column", "first,last", "--strict", code=3)
    assert "unsure of" in told.stderr


@pytest.mark.thorough
@pytest.mark.parametrize(
    "args",
    [["town2"], ["card", "--column", "card"], ["card", "--json"], ["card", "--all"]],
)
def test_what_cannot_be_done_is_said(args):
    filled(*args, code=1)
