"""plastic watch: a log or a table, followed or read, told in words or as JSON."""

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from test_cli import run

WATCH = ("watch", "app.log", "--no-follow", "--session", r"job (\d+)", "--gap", "5")


def jobs(first, last):
    """Write the lines of jobs, four seconds apart."""
    lines = []
    for number in range(first, last):
        for step, word in enumerate(["begins", "works", "ends"]):
            at = 4 * number + step
            clock = f"{at // 3600:02}:{at // 60 % 60:02}:{at % 60:02}"
            lines.append(f"2024-03-15 {clock} job {number} {word}")
    return lines


def write(path, lines, mode="w"):
    with open(path, mode, encoding="utf-8") as file:
        file.write("".join(f"{line}\n" for line in lines))


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write("app.log", jobs(0, 120))
    return tmp_path


def odd():
    return ["2024-03-15 01:00:00 job 900 begins", "2024-03-15 01:00:01 job 900 crashed"]


def test_an_odd_session_is_a_line_with_its_reason():
    write("app.log", odd(), "a")
    (line,) = run(*WATCH).stdout.splitlines()
    when, name, how_rare, score, why = line.split("\t")
    assert (when, name) == ("2024-03-15 01:00:01", "900")
    assert how_rare.startswith("one in ")
    assert 0.5 < float(score) < 1
    assert "crashed" in why


def test_json_is_an_object_a_line_and_all_tells_of_everything():
    told = [
        json.loads(line) for line in run(*WATCH, "--all", "--json").stdout.splitlines()
    ]
    assert len(told) == 120
    assert {*told[0]} == {"session", "time", "lines", "score", "alarm", "odds", "why"}
    assert not any(row["alarm"] for row in told)


def test_standard_input_is_watched():
    text = "\n".join([*jobs(0, 60), *odd()])
    told = run("watch", "-", "--session", r"job (\d+)", "--gap", "5", input=text).stdout
    assert "900" in told


def test_a_state_goes_on_where_it_stopped():
    known = [*WATCH, "--state", "s.json"]
    assert run(*known).stdout == ""
    write("app.log", odd(), "a")
    assert run(*known).stdout == ""  # its session may go on
    write("app.log", ["2024-03-15 01:09:00 job 901 begins"], "a")
    assert "900" in run(*known).stdout
    assert run(*known).stdout == ""  # it was told


@pytest.mark.parametrize("content", ["{}", "no json", '{"format": "plastic watch"}'])
def test_a_state_that_is_none_is_refused(content, folder):
    (folder / "s.json").write_text(content)
    ended = run(*WATCH, "--state", "s.json", code=1)
    assert "s.json" in ended.stderr
    assert (folder / "s.json").read_text() == content


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (["watch", "no.log"], "there is no file 'no.log'"),
        (["watch", "app.log", "--session", "("], "regular expression"),
        (["watch", "app.log", "--threshold", "often"], "is no rate"),
        (["watch", "app.log", "--plot", "a.png"], "--plot is for tables"),
        (["watch", "a.csv", "--value", "b", "--session", "x"], "are for logs"),
        (["watch", "a.csv", "--value", "b", "--plot", "a.gif"], "must end with"),
        (["watch", "app.log", "--state", "app.log"], "is what is read"),
        (["watch", "app.log", "--gap", "-1"], "--gap must be above 0"),
        (["watch", "app.log", "--no-follow", "--value", "b"], "there is no column 'b'"),
    ],
)
def test_what_cannot_be_is_said_in_a_line(wrong, told):
    ended = run(*wrong, code=1)
    assert told in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def table(n=260):
    rng = random.Random(0)
    rows = [f"{300 * at},{at % 6 + rng.random():.3f}" for at in range(n)]
    return ["time,load", *rows, f"{300 * n},99", f"{300 * (n + 1)},2"]


def test_a_table_is_watched():
    write("data.csv", table())
    told = run("watch", "data.csv", "--time", "time", "--value", "load", "--no-follow")
    (line,) = told.stdout.splitlines()
    when, _, _, _, why = line.split("\t")
    assert when == "78000"
    assert "load is 99.0: out of range" in why


@pytest.mark.thorough  # to import matplotlib takes seconds
def test_a_page_and_a_picture_are_drawn():
    write("data.csv", table())
    for name in ("out.html", "out.svg"):
        ended = run("watch", "data.csv", "--value", "load", "--plot", name)
        assert f"wrote {name}" in ended.stderr
    page = Path("out.html").read_text(encoding="utf-8")
    assert "load is 99.0: out of range" in page
    assert "<script" not in page
    assert run("watch", "data.csv", "--value", "load", "--plot", "app.log", code=1)


@pytest.mark.thorough
def test_a_log_is_followed_until_somebody_ends_it():
    if not hasattr(signal, "SIGTERM") or os.name == "nt":
        pytest.skip("needs signals")
    args = [sys.executable, "-m", "plastic", *WATCH, "--state", "s.json", "--all"]
    args.remove("--no-follow")
    with subprocess.Popen(args, stdout=subprocess.PIPE, text=True) as watching:
        known = [watching.stdout.readline() for _ in range(100)]  # it has begun
        assert all("as usual" in line or "one in" in line for line in known)
        os.rename("app.log", "app.log.1")
        write("app.log", [*odd(), "2024-03-15 01:09:00 job 901 begins"])
        assert any("\t900\t" in watching.stdout.readline() for _ in range(30))
        watching.send_signal(signal.SIGTERM)
        assert watching.wait(60) == 0
    state = json.loads(Path("s.json").read_text(encoding="ascii"))
    assert state["place"]["read"] == os.path.getsize("app.log")
