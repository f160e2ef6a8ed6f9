"""The commands for a memory that lives in a file."""

import gzip
import json
import sqlite3

import pytest
from test_cli import really_run, run

import plastic


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def held():
    return dict(plastic.load("a.plastic").samples)


def test_learn_forget_and_check(here):
    assert run("learn", "a.plastic", "emma", "ava", "emma").stderr.endswith(
        "a.plastic holds 3 samples\n"
    )
    assert held() == {"ava": 1, "emma": 2}
    run("learn", "a.plastic", "mia")
    run("forget", "a.plastic", "emma", "emma", "mia")
    assert held() == {"ava": 1}
    assert run("check", "a.plastic").stdout == "a.plastic: sound, 1 samples\n"
    assert sorted(one.name for one in here.iterdir()) == ["a.plastic"]


def test_learn_from_a_file_and_from_standard_input(here):
    (here / "names.txt").write_text("emma\n\n  ava\n")
    told = run("learn", "a.plastic", "mia", "--from", "names.txt").stderr
    assert told == "plastic: a.plastic holds 3 samples\n"
    run("learn", "a.plastic", "--from", "-", input="ava\nzoe\n")
    assert held() == {"ava": 2, "emma": 1, "mia": 1, "zoe": 1}
    run("learn", "b.plastic", "--words", "--from", "-", input="to be\n")
    assert list(plastic.load("b.plastic")) == [("to", "be")]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        ((), "nothing to learn"),
        (("--from", "no.txt"), "no file 'no.txt'"),
        (("--from", "m.plastic"), "is a saved memory"),
        (("--from", "zo"), "is not UTF-8"),
    ],
)
def test_learning_what_cannot_be_read_makes_no_file(here, args, told):
    run("learn", "m.plastic", "emma")
    (here / "zo").write_bytes(b"emma\nzo\xeb\n")
    assert told in run("learn", "a.plastic", *args, code=1).stderr
    assert sorted(file.name for file in here.iterdir()) == ["m.plastic", "zo"]


@pytest.mark.thorough  # a file that is busy is waited for
@pytest.mark.parametrize(
    "command", [("learn", "a.plastic", "ava"), ("info", "a.plastic")]
)
def test_a_file_that_another_has_open_is_named_with_what_can_be_done(here, command):
    with plastic.open("a.plastic") as memory:
        memory.learn("emma")
        told = really_run(*command)
    assert told.returncode == 1
    assert told.stderr.startswith("plastic: error: ")
    assert "a.plastic' is open elsewhere: close it there, or try again" in told.stderr
    assert "timeout" not in told.stderr
    assert held() == {"emma": 1}


@pytest.mark.parametrize("saved", ["a.json", "a.plastic"])
@pytest.mark.parametrize(
    "command",
    [
        ("learn", "packed", "ava"),
        ("forget", "packed", "emma"),
        ("info", "packed"),
        ("check", "packed"),
        ("import", "packed", "-o", "b.plastic"),
        ("export", "b.json", "-m", "packed"),
    ],
)
def test_a_memory_that_is_packed_must_be_unpacked_first(here, saved, command):
    plastic.PlasticMemory().fit(["emma"]).save(saved)
    packed = gzip.compress((here / saved).read_bytes())
    (here / "packed").write_bytes(packed)
    told = run(*command, code=1).stderr
    assert (
        told == "plastic: error: 'packed' is packed by gzip: unpack it first (gunzip)\n"
    )
    assert (here / "packed").read_bytes() == packed


def test_samples_may_be_packed(here):
    (here / "more.txt.gz").write_bytes(gzip.compress(b"emma\nava\n"))
    run("learn", "a.plastic", "--from", "more.txt.gz")
    run("learn", "a.plastic", "--from", "-", input=gzip.compress(b"mia\n"))
    assert held() == {"ava": 1, "emma": 1, "mia": 1}
    plastic.load("a.plastic").save("a.json")
    (here / "a.gz").write_bytes(gzip.compress((here / "a.json").read_bytes()))
    assert "unpack it first" in run("generate", "-m", "a.gz", code=1).stderr
    assert "is a saved memory" in run("train", "a.gz", code=1).stderr


def test_forget_is_all_or_nothing():
    run("learn", "a.plastic", "emma", "ava")
    result = run("forget", "a.plastic", "emma", "zoe", code=1)
    assert "'zoe' is held 0 times" in result.stderr
    assert held() == {"ava": 1, "emma": 1}
    assert "no file" in run("forget", "b.plastic", "emma", code=1).stderr


def test_words(here):
    run("learn", "a.plastic", "--words", "to be", "or not")
    run("learn", "a.plastic", "to go")
    run("forget", "a.plastic", "or not")
    assert held() == {("to", "be"): 1, ("to", "go"): 1}


def test_info():
    run("train", "-", "--horizon", 9, "-o", "a.plastic", input="emma\nemma\nava\n")
    facts = dict(
        line.split("\t") for line in run("info", "a.plastic").stdout.splitlines()
    )
    assert facts["samples"] == "3"
    assert facts["different"] == "2"
    assert facts["horizon"] == "9"
    assert facts["capacity"] == "none"
    assert facts["changes since it slept"] == "0"
    assert int(facts["bytes"]) > 4096


def test_damage_is_found(here):
    run("learn", "a.plastic", "emma", "ava")
    whole = (here / "a.plastic").read_bytes()
    (here / "a.plastic").write_bytes(whole[: len(whole) // 2])
    assert "a.plastic" in run("check", "a.plastic", code=1).stderr
    (here / "b.plastic").write_text("emma\n")
    assert "not a saved memory" in run("check", "b.plastic", code=1).stderr
    assert "no file" in run("info", "c.plastic", code=1).stderr


@pytest.mark.thorough
def test_damaged_sleep_fails_the_check(here):
    run("train", "-o", "a.plastic")
    run("check", "a.plastic")
    with sqlite3.connect("a.plastic") as connection:
        connection.execute("UPDATE sleep SET sha256 = 'x' WHERE name = 'strengths'")
    connection.close()
    assert "what the last sleep found" in run("check", "a.plastic", code=1).stderr


def test_export_and_import(here):
    run("learn", "a.plastic", "emma", "ava")
    run("export", "a.json", "-m", "a.plastic")
    assert json.loads((here / "a.json").read_text())["samples"] == [
        ["emma", 1],
        ["ava", 1],
    ]
    run("import", "a.json", "-o", "b.plastic")
    assert dict(plastic.load("b.plastic").samples) == held()
    assert "there already" in run("import", "a.json", "-o", "b.plastic", code=1).stderr
    run("import", "a.json", "-o", "b.plastic", "--merge")
    assert plastic.load("b.plastic").samples.total() == 4
    assert "must end" in run("export", "a.txt", "-m", "a.plastic", code=1).stderr


def test_a_saved_memory_serves_all_other_commands():
    run("train", "-", "-o", "a.plastic", input="emma\nemmy\nava\n")
    assert run("generate", "-m", "a.plastic", "-n", 2, "--seed", 1).stdout
    assert "is a saved memory" in run("train", "a.plastic", code=1).stderr


def test_learn_from_files(here):
    (here / "names.txt").write_text("emma\nava\n")
    run(
        "learn", "a.plastic", "zoe", "--from", "names.txt", "--from", "-", input="mia\n"
    )
    assert held() == {"zoe": 1, "emma": 1, "ava": 1, "mia": 1}
    before = held()
    run("learn", "a.plastic", "eva", "--from", "nothing.txt", code=1)
    assert "nothing to learn" in run("learn", "a.plastic", code=1).stderr
    assert held() == before


def test_generate_has_limits(here):
    run("learn", "a.plastic", *(["a"] * 9), "b", "abcdef")
    how = ("-m", "a.plastic", "--unique", "--min-length", 2, "--max-length", 4)
    drawn = run("generate", "-n", 5, "--seed", 1, *how).stdout.split()
    assert len(set(drawn)) == 5
    assert all(2 <= len(sample) <= 4 for sample in drawn)
    assert (
        len({*run("generate", "-m", "a.plastic", "--temperature", 0).stdout.split()})
        == 1
    )


def test_a_stream_is_told_of_and_else_refused(here):
    stream = plastic.Stream(window=5)
    for symbol in "abcabc":
        stream.push(symbol)
    stream.save("s.plastic")
    lines = run("info", "s.plastic").stdout.splitlines()
    told = dict(line.split("\t") for line in lines)
    assert told["records"] == "5"
    assert told["records that came"] == "6"
    assert told["view"] == "value=Category"
    assert json.loads(run("info", "s.plastic", "--json").stdout)["window"] == "5"
    assert run("check", "s.plastic").stdout == "s.plastic: sound, 5 records\n"
    for command in (
        ("learn", "s.plastic", "emma"),
        ("export", "s.json", "-m", "s.plastic"),
        ("predict", "-m", "s.plastic", "a"),
    ):
        assert "holds a stream" in run(*command, code=1).stderr
    assert plastic.load("s.plastic").pushed == 6
