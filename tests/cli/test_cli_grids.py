"""plastic arc: a task from a file, solved, shown and drawn."""

import json

import pytest
from typer.testing import CliRunner

from plastic.cli.commands import app
from plastic.grids import tasks

FLIP = {
    "train": [
        {"input": [[1, 2, 0], [0, 0, 0]], "output": [[0, 2, 1], [0, 0, 0]]},
        {"input": [[3, 0, 0], [0, 4, 0]], "output": [[0, 0, 3], [0, 4, 0]]},
    ],
    "test": [{"input": [[5, 6, 0], [7, 0, 0]], "output": [[0, 6, 5], [0, 0, 7]]}],
}


@pytest.fixture
def task(tmp_path):
    path = tmp_path / "flip.json"
    path.write_text(json.dumps(FLIP))
    return path


def run(*arguments):
    return CliRunner().invoke(app, [str(each) for each in arguments])


def test_it_is_solved_explained_and_drawn(task, tmp_path):
    picture = tmp_path / "flip.svg"
    result = run("arc", task, "-n", 1, "-o", picture)
    assert result.exit_code == 0
    assert "flip across" in result.output
    assert ", right" in result.output
    assert "  . 6 5" in result.output
    assert picture.read_text().startswith("<svg")


def test_as_json(task):
    facts = [
        json.loads(line) for line in run("arc", task, "--json").output.splitlines()
    ]
    assert facts[0]["grid"] == [[0, 6, 5], [0, 0, 7]]
    assert facts[0]["right"] is True
    assert facts[0]["rule"] == ["The answer is the grid: flip across."]


def test_a_picture_is_not_drawn_over_the_task(task):
    before = task.read_text()
    assert run("arc", task, "-o", task).exit_code == 1
    assert task.read_text() == before


@pytest.mark.parametrize(
    "content",
    ["", "[]", '{"train": []}', '{"train": [], "test": []}', '{"train": 3, "test": 4}'],
)
def test_what_holds_no_task_is_named(tmp_path, content):
    path = tmp_path / "odd.json"
    path.write_text(content)
    with pytest.raises(tasks.DataError):
        tasks.read(path)
    result = run("arc", path)
    assert result.exit_code == 1
    assert "odd.json" in result.output


def test_no_such_file():
    result = run("arc", "none.json")
    assert result.exit_code == 1
    assert "no file" in result.output
