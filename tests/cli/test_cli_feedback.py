"""Feedback from the command line: what is liked is told, and taken back."""

import pytest
from test_cli import run

import plastic


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run("learn", "a.plastic", "marie", "maria", "marcel")
    return tmp_path


def feedback():
    return plastic.load("a.plastic").feedback


def test_what_is_liked_is_told_and_taken_back(here):
    before = run("predict", "mari", "-m", "a.plastic").stdout
    told = run("reinforce", "a.plastic", "marie", "mario", "--strength", "0.5").stderr
    assert told == "plastic: a.plastic: feedback about 2 samples\n"
    run("depotentiate", "a.plastic", "maria")
    assert feedback() == {"marie": 0.5, "mario": 0.5, "maria": -1.0}
    assert run("predict", "mari", "-m", "a.plastic").stdout != before
    run("retract", "a.plastic", "maria")
    assert set(feedback()) == {"marie", "mario"}
    run("retract", "a.plastic", "--all")
    assert feedback() == {}
    assert run("predict", "mari", "-m", "a.plastic").stdout == before
    assert dict(plastic.load("a.plastic").samples) == dict.fromkeys(
        ("marie", "maria", "marcel"), 1
    )


def test_a_file_of_samples_is_told_as_a_whole(here):
    (here / "liked.txt").write_text("marie\n\nmarcel\n")
    run("reinforce", "a.plastic", "--from", "liked.txt", "-s", "2")
    assert feedback() == {"marie": 2.0, "marcel": 2.0}


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("reinforce", "a.plastic"), "nothing to reinforce"),
        (("reinforce", "a.plastic", "marie", "-s", "0"), "strength must be"),
        (("reinforce", "b.plastic", "marie"), "no file 'b.plastic'"),
        (("retract", "a.plastic"), "nothing to retract"),
        (("retract", "a.plastic", "marie", "zoe"), "no feedback about 'zoe'"),
        (("retract", "a.plastic", "marie", "--all"), "either samples or --all"),
    ],
)
def test_what_cannot_be_done_changes_nothing(here, args, told):
    run("reinforce", "a.plastic", "marie")
    assert told in run(*args, code=1).stderr
    assert feedback() == {"marie": 1.0}
    assert not (here / "b.plastic").exists()
