"""What a command writes takes the place of nothing that somebody needs."""

import os

import pytest
from test_cli import run

import plastic


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "names.txt").write_text("emma\nava\nmia\n")
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        ("train", "names.txt", "-o", "names.txt"),
        ("train", "names.txt", "-o", "./link.txt"),
        ("render", "names.svg", "-m", "names.svg"),
        ("graph", "names.json", "-m", "names.json"),
        ("animate", "names.gif", "-o", "names.gif"),
        ("export", "names.json", "-m", "names.json"),
    ],
)
def test_an_input_is_never_an_output(here, command):
    os.symlink("names.txt", "link.txt")
    for name in ("names.svg", "names.json", "names.gif"):
        (here / name).write_text("emma\nava\n")
    before = {file.name: file.read_bytes() for file in here.iterdir()}
    assert "is what is read" in run(*command, code=1).stderr
    assert {file.name: file.read_bytes() for file in here.iterdir()} == before


@pytest.mark.parametrize("content", ["my novel", '{"format": "mine"}', "\0\1\2"])
def test_a_memory_does_not_take_the_place_of_another_file(here, content):
    (here / "other").write_text(content)
    assert "no memory" in run("train", "names.txt", "-o", "other", code=1).stderr
    assert (here / "other").read_text() == content


def test_a_memory_may_take_the_place_of_a_memory_and_of_nothing(here):
    (here / "a.plastic").touch()
    for lines in ("emma\n", "ava\nmia\n"):
        run("train", "-", "-o", "a.plastic", input=lines)
        assert list(plastic.load("a.plastic")) == lines.split()


@pytest.mark.parametrize("name", ["a.json", "a.plastic"])
def test_a_picture_does_not_take_the_place_of_a_memory(here, name):
    run("train", "names.txt", "-o", name)
    os.rename(name, "tree.svg")
    before = (here / "tree.svg").read_bytes()
    assert "saved memory" in run("render", "tree.svg", "-m", "names.txt", code=1).stderr
    assert (here / "tree.svg").read_bytes() == before


@pytest.mark.parametrize(
    "command", [("learn", "a.plastic", "zo\udceb"), ("complete", "zo\udceb")]
)
def test_arguments_must_be_utf_8(here, command):
    result = run(*command, code=1)
    assert "not UTF-8" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    if (here / "a.plastic").exists():
        assert len(plastic.load("a.plastic")) == 0


def test_a_word_is_a_number_only_if_it_is_written_as_one(here):
    table = "".join(f"zip {n}\t{n}\n" for n in ("12345", "54321", "07030", "90210"))
    (here / "zip.tsv").write_text(table)
    lines = "zip 07030\nzip -0\nzip --1\nzip " + "9" * 5000 + "\n"
    mapped = run("map", "zip.tsv", "--words", input=lines).stdout.split()
    assert mapped == ["07030", "-0", "--1", "9" * 5000]
