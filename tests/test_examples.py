"""The examples say what they promise, and run as they stand."""

import ast
import json
import re
import runpy
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"
SCRIPTS = sorted(EXAMPLES.glob("*.py"))


@pytest.fixture
def said(capsys):
    """Run an example as a user does; give what it prints."""

    def run(name):
        runpy.run_path(str(EXAMPLES / f"{name}.py"), run_name="__main__")
        return capsys.readouterr().out

    return run


def test_odd_requests_are_found_and_no_others(said):
    told = said("logs_and_anomalies")
    assert "3 of 2000 requests are odd" in told
    assert re.findall(r"request (\d+) at", told) == ["1500", "1700", "1900"]
    assert "POST /pay came" in told


def test_completion_follows_what_is_learned_and_forgotten(said):
    told = said("completion")
    before, after = re.findall(r"git c_ (.+)", told)
    assert "git commit -am 'wip'" in before
    assert "cherry-pick" not in before
    assert "cherry-pick" in after
    assert "s3cret" not in told
    assert told.endswith("never been learned: True\n")


def test_names_are_new_and_their_people_s(said):
    told = dict(re.findall(r"^([\w ,]+): (.+)$", said("names_for_a_game"), re.M))
    peoples = runpy.run_path(str(EXAMPLES / "names_for_a_game.py"))["PEOPLES"]
    assert told.keys() > peoples.keys()
    for people, names in peoples.items():
        invented = told[people].split()
        assert len({*invented}) == 10
        assert not {*invented} & {*names.split()}
        assert {*"".join(invented)} <= {*names}
    assert told["elves, beginning with mor"].startswith("mor")


@pytest.mark.thorough
@pytest.mark.filterwarnings("ignore::plastic.UnsureWarning")
def test_a_third_cell_makes_the_column_surer(said):
    two, three = said("spreadsheet").split("from three")
    assert "the badge of Edsger W. Dijkstra" in two
    for badge in ("G. Hopper (1906)", "E. Noether (1882)", "K. Johnson (1918)"):
        sure = [
            int(re.search(rf"{re.escape(badge)} +(\d+)%", part)[1])
            for part in (two, three)
        ]
        assert sure[0] < sure[1]
    assert "the year of the date in input 2" in three


def test_next_events_are_those_of_the_rule(said):
    told = said("next_event")
    assert re.search(r"compare +cart 6\d%, leave 3\d%", told)
    assert re.search(r"search > view > view > compare +leave 7\d%, cart 2\d%", told)
    nats = dict(re.findall(r"^  (\w+) +([\d.]+)$", told, re.M))
    assert max(nats, key=lambda event: float(nats[event])) == "pay"


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_an_example_is_small_and_named(script):
    text = script.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 70
    assert f"python examples/{script.name}" in ast.get_docstring(ast.parse(text))
    assert script.name in (EXAMPLES / "README.md").read_text(encoding="utf-8")


def test_what_binder_installs_is_what_the_notebook_needs():
    folder = EXAMPLES.parent / ".binder"
    assert "-e .[plot]" in (folder / "requirements.txt").read_text()
    assert "graphviz" in (folder / "apt.txt").read_text()
    (notebook,) = EXAMPLES.glob("*.ipynb")
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = "".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    assert {*re.findall(r"^(?:from|import) (\w+)", code, re.M)} <= {
        *("plastic", "names_for_a_game")
    }
