"""What a command writes takes the place of nothing that somebody needs."""

import os
import shutil

import pytest
from test_cli import really_run, run

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


@pytest.mark.parametrize(
    "command",
    [
        ("learn", "{}", "emma"),
        ("train", "names.txt", "-o", "{}"),
        ("render", "{}", "-m", "names.txt"),
        ("animate", "names.txt", "-o", "{}.html"),
        ("import", "m.plastic", "-o", "{}"),
    ],
)
def test_a_folder_is_no_file_to_write(here, command):
    run("learn", "m.plastic", "emma")
    os.makedirs("folder")
    os.makedirs("folder.html")
    told = run(*(each.replace("{}", "folder") for each in command), code=1).stderr
    assert "folder" in told
    assert len(told.splitlines()) == 1
    empty = run(*(each.replace("{}", "") for each in command), code=1).stderr
    assert len(empty.splitlines()) == 1
    assert sorted(os.listdir()) == ["folder", "folder.html", "m.plastic", "names.txt"]
    assert os.listdir("folder") == os.listdir("folder.html") == []


@pytest.mark.parametrize("content", ["my novel", '{"format": "mine"}', "\0\1\2"])
def test_a_memory_does_not_take_the_place_of_another_file(here, content):
    (here / "other").write_text(content)
    assert "no memory" in run("train", "names.txt", "-o", "other", code=1).stderr
    assert (here / "other").read_text() == content


@pytest.mark.parametrize("name", ["a.json", "a.plastic"])
def test_a_memory_takes_the_place_of_a_memory_only_by_force(here, name):
    (here / name).touch()  # of nothing it may
    run("train", "-", "-o", name, input="emma\n")
    before = (here / name).read_bytes()
    refused = run("train", "-", "-o", name, input="ava\nmia\n", code=1)
    assert "--force replaces it" in refused.stderr
    assert (here / name).read_bytes() == before
    run("train", "-", "-o", name, "--force", input="ava\nmia\n")
    assert list(plastic.load(name)) == ["ava", "mia"]


def test_force_replaces_a_memory_and_nothing_else(here):
    for name in ("names.txt", "novel"):
        (here / name).write_text("emma\n")
        assert run("train", "names.txt", "-o", name, "--force", code=1)
        assert (here / name).read_text() == "emma\n"


def test_standard_input_is_an_input_too(here):
    (here / "page.html").write_text("emma\n")
    with open("page.html") as stdin:
        result = really_run("animate", "-", "-o", "page.html", stdin=stdin)
    assert (result.returncode, "is what is read" in result.stderr) == (1, True)
    assert (here / "page.html").read_text() == "emma\n"


def test_a_memory_is_not_merged_with_itself(here):
    run("learn", "a.plastic", "emma")
    os.link("a.plastic", "b.plastic")
    assert run("import", "a.plastic", "-o", "b.plastic", "--merge", code=1)
    assert list(plastic.load("a.plastic")) == ["emma"]


@pytest.mark.parametrize(
    ("command", "files"),
    [
        (("render", "tree.svg"), ["tree.svg"]),
        (("render", "tree.png"), ["tree.png"]),
        (("render", "tree"), ["tree", "tree.pdf"]),
        (("graph", "graph.html"), ["graph.html"]),
        (("graph", "graph.json"), ["graph.json"]),
        (("graph", "graph.graphml"), ["graph.graphml"]),
        (("graph", "graph.gexf"), ["graph.gexf"]),
        (("graph", "graph.csv"), ["graph_nodes.csv", "graph_edges.csv"]),
        (("graph", "folder"), ["folder/nodes.csv", "folder/edges.csv"]),
        (("animate", "names.txt", "-o", "growth.html"), ["growth.html"]),
        (("export", "a.json"), ["a.json"]),
    ],
)
def test_what_is_written_takes_the_place_of_its_own_kind_only(here, command, files):
    if command[0] == "render" and not shutil.which("dot"):
        pytest.skip("needs Graphviz")
    run("train", "names.txt", "-o", "m.plastic", "--no-sleep")
    if command[0] != "animate":
        command = (*command, "-m", "m.plastic")
    for _ in range(2):  # the second time over its own
        run(*command)
    for name in files:
        ours = (here / name).read_bytes()
        for content in (b"my novel", b'{"my": "table"}', b"\0\1\2"):
            (here / name).write_bytes(content)
            assert "is there and" in run(*command, code=1).stderr
            assert (here / name).read_bytes() == content
        (here / name).write_bytes(ours)


def test_an_export_does_not_take_the_place_of_a_database(here):
    run("learn", "a.plastic", "emma")
    run("learn", "b.json", "ava")
    assert "is there" in run("export", "b.json", "-m", "a.plastic", code=1).stderr
    assert list(plastic.load("b.json")) == ["ava"]


@pytest.mark.parametrize("name", ["a.json", "a.plastic"])
def test_a_picture_does_not_take_the_place_of_a_memory(here, name):
    run("train", "names.txt", "-o", name)
    os.rename(name, "tree.svg")
    before = (here / "tree.svg").read_bytes()
    assert "saved memory" in run("render", "tree.svg", "-m", "names.txt", code=1).stderr
    assert (here / "tree.svg").read_bytes() == before


@pytest.mark.parametrize(
    "command",
    [
        ("learn", "a.plastic", "emma", "zo\udceb"),
        ("learn", "a.plastic", "--words", "zo\udceb"),
        ("forget", "m.plastic", "zo\udceb"),
        ("complete", "zo\udceb"),
        ("explain", "zo\udceb"),
        ("generate", "--prefix", "zo\udceb"),
        ("render", "--around", "zo\udceb"),
        ("render", "--path", "zo\udceb"),
        ("train", "names.txt", "--alphabet", "zo\udceb"),
    ],
)
def test_arguments_must_be_utf_8(here, command):
    run("learn", "m.plastic", "emma")
    before = {file.name: file.read_bytes() for file in here.iterdir()}
    result = run(*command, code=1)
    assert "'zo?' is not UTF-8, from letter 3" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert {file.name: file.read_bytes() for file in here.iterdir()} == before


@pytest.mark.parametrize(
    "command",
    [
        ("learn", "no/a.plastic", "emma"),
        ("train", "names.txt", "-o", "no/a.plastic"),
        ("export", "no/a.json", "-m", "m.plastic"),
        ("import", "m.plastic", "-o", "no/a.plastic"),
        ("render", "no/tree.svg"),
        ("graph", "no/graph.html"),
        ("animate", "-o", "no/growth.html"),
    ],
)
def test_a_folder_that_is_not_there_is_named(here, command):
    run("learn", "m.plastic", "emma")
    told = run(*command, code=1).stderr
    assert f"there is no folder {str(here / 'no')!r}" in told
    assert len(told.splitlines()) == 1


def test_a_word_is_a_number_only_if_it_is_written_as_one(here):
    table = "".join(f"zip {n}\t{n}\n" for n in ("12345", "54321", "07030", "90210"))
    (here / "zip.tsv").write_text(table)
    lines = "zip 07030\nzip -0\nzip --1\nzip " + "9" * 5000 + "\n"
    mapped = run("map", "zip.tsv", "--words", input=lines).stdout.split()
    assert mapped == ["07030", "-0", "--1", "9" * 5000]
