"""The measurements of benchmarks/bulk measure what they say."""

import math
import sys

import pytest

import plastic
from benchmarks import bulk
from benchmarks.bulk import data, growing, parts, race, targets, verbs, walks
from benchmarks.bulk.contenders import CONTENDERS, Contender, moment_by_moment
from benchmarks.bulk.data import Sizes
from plastic import PlasticMemory

NAMES = plastic.datasets.read(plastic.datasets.path("names.txt"))[:200]
TINY = Sizes(200, 300, 2_000, 150, 2, 1)
OURS = ["plastic, fit", "plastic, moment by moment"]


@pytest.fixture(autouse=True)
def _small(monkeypatch, tmp_path):
    """Measure on few names, in this process, and keep nothing."""
    for module in (growing, parts, race, verbs, walks):
        monkeypatch.setattr(module, "in_fresh_process", lambda call, *args: call(*args))
    monkeypatch.setattr(data, "makemore_names", lambda: NAMES)
    monkeypatch.setattr(data, "FOLDER", tmp_path)
    monkeypatch.setattr(data, "BLOCK", 100)
    monkeypatch.setattr(data, "BIBLE", ["no-such-program"])
    monkeypatch.setattr(verbs, "HELD_OUT", 50)
    monkeypatch.setattr(verbs, "NEW", 20)
    monkeypatch.setattr(walks, "AFTERWARDS", 10)
    monkeypatch.setitem(sys.modules, "numba", sys.modules.get("numba"))


def test_all_tables_are_made(monkeypatch):
    pytest.importorskip("scipy")
    monkeypatch.setattr(Sizes, "quick", lambda: TINY)
    tables = {table.title: table for table in bulk.run(quick=True)}
    assert len(tables) == 10
    for table in tables.values():
        assert table.rows
        assert {len(row) for row in table.rows} == {len(table.header)}
    reached = tables["What was asked for"].rows
    assert all(float(row[3].replace(",", "")) >= 0 for row in reached)


def test_all_figures_are_shown_and_all_shown_are_measured():
    found = verbs.measure(TINY)
    assert set(found.numpy) == set(verbs.SHOWN)
    asked = {target.figure for target in targets.TARGETS}
    assert {figure for figure in asked if isinstance(figure, str)} < set(found.numpy)


def test_contenders_take_turns(monkeypatch):
    learned = []

    def contender(name):
        return Contender(lambda samples: learned.append((name, samples)))

    both = {name: contender(name) for name in OURS}
    monkeypatch.setattr(race, "CONTENDERS", both)
    found = race.race(data.names(200), 2)
    assert learned == [(name, NAMES) for name in OURS * 2]
    assert [len(runs) for runs in found.runs.values()] == [2, 2]


def test_who_is_not_there_is_left_out_with_a_word(monkeypatch):
    ours = CONTENDERS["plastic, fit"]
    absent = ours._replace(needs="no_such_module_or_program")
    monkeypatch.setattr(race, "CONTENDERS", {"plastic, fit": ours, "them": absent})
    found = race.race(data.names(200), 1)
    assert [row[0] for row in race.table(found).rows] == ["plastic, fit"]
    assert "Left out: them, which is not installed." in race.table(found).note
    assert math.isnan(found.least("them"))


def test_moment_by_moment_learns_what_fit_learns():
    names = [*NAMES, *NAMES[:50]]
    memory = PlasticMemory().fit(names)
    assert moment_by_moment(names).concepts == memory.state.concepts


def test_names_are_drawn_once_a_block_with_each_seed():
    drawn = data.drawn(250).samples()
    memory = PlasticMemory().fit(NAMES)
    assert drawn == memory.generate(100, rng=0) + memory.generate(
        100, rng=1
    ) + memory.generate(50, rng=2)
    data.drawn(250).path.write_text("kept\n", encoding="utf-8")
    assert data.drawn(250).samples() == ["kept"]


def test_one_text_is_one_sample():
    (text,) = data.text(TINY).samples()
    assert len(text) == min(TINY.text, data.drawn(TINY.drawn).path.stat().st_size)
