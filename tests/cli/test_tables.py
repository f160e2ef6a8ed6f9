"""No table loses a column, however narrow the terminal is."""

import functools
import re

import pytest
from test_cli import look, unix, widest

import plastic

NAMES = ["christopher", "christa", "christian", "emma", "emmy", "emily"] * 3


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    plastic.train(NAMES).save("m.plastic")
    (tmp_path / "names.txt").write_text("".join(f"{name}\n" for name in NAMES))


COMMANDS = [
    ("complete", "chr"),
    ("predict", "chr"),
    ("explain", "chr"),
    ("explain", "chr", "--awake"),
    ("concepts",),
    ("concepts", "--slots"),
    ("score", "names.txt", "--each"),
]


@functools.cache
def wide_table(command):
    return look(*command, "-m", "m.plastic", columns=400)


@pytest.mark.thorough
@unix
@pytest.mark.parametrize("columns", [20, 40, 60])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_each_cell_is_there(command, columns):
    seen = look(*command, "-m", "m.plastic", columns=columns)
    assert widest(seen) <= columns
    wide = wide_table(command)
    assert seen.count("…") == wide.count("…")  # nothing is cut
    everything = re.sub(r"\s", "", seen)
    names = set(re.findall(r"\b[a-z_]{4,}\b", wide.splitlines()[0])) - {"sample"}
    assert all(name in everything for name in names)
    if "explain" in command:
        return  # it may show fewer next symbols, and says so
    figures = re.findall(r"\d+\.\d+", wide)
    assert sorted(re.findall(r"\d+\.\d+", seen)) == sorted(figures)


@unix
def test_what_an_explanation_leaves_out_is_said():
    said = r"to (\d+) of (\d+) next symbols"
    shown = re.search(said, look("explain", "chr", "-m", "m.plastic", columns=60))
    assert 1 <= int(shown[1]) < int(shown[2])
    assert not re.search(said, look("explain", "chr", "-m", "m.plastic", columns=100))


@unix
def test_facts_are_folded():
    plastic.PlasticMemory(alphabet="abcdefghijklmnopqrstuvwxyz").save("a.plastic")
    seen = look("info", "a.plastic", columns=30)
    assert widest(seen) <= 30
    assert "abcdefghijklmnopqrstuvwxyz" in re.sub(r"\s", "", seen)


@unix
def test_a_report_is_folded():
    seen = look("train", "names.txt", columns=24)
    assert widest(seen) <= 24
    assert re.search(r"r_level +concepts", seen)
    assert "2 classes" in seen
