"""plastic score: all together, or one by one as they come."""

import json
import math
import signal

import pytest
from test_cli import look, rows, run, start, unix, written

import plastic

NAMES = ["rohan", "mohan", "rehan", "emma", "emmy", "emily", "ana", "hannah"]
ASKED = "emma\nzoe\n\nrohan\nemmqa\n"


@pytest.fixture(autouse=True)
def memory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    memory = plastic.train(NAMES)
    memory.save("m.plastic")
    return memory


def each(*args, text=ASKED):
    return rows("score", "-", "-m", "m.plastic", *args, input=text)


def test_lines_keep_their_order_and_say_mean_sum_and_maximum(memory):
    told = each("--each")
    assert [row[0] for row in told] == ["emma", "zoe", "rohan", "emmqa"]
    for sample, *numbers, _ in told:
        nats = memory.surprise(sample)
        expected = [nats.mean(), math.fsum(nats), nats.max()]
        assert numbers == [f"{number:.4f}" for number in expected]


@pytest.mark.parametrize(("by", "column"), [("mean", 1), ("sum", 2), ("max", 3)])
def test_by_sorts(by, column):
    told = each("--by", by)
    values = [float(row[column]) for row in told]
    assert values == sorted(values, reverse=True)
    assert {row[0] for row in told} == {*ASKED.split()}
    assert told == each("--each", "--by", by)


def test_what_is_less_probable_than_by_chance_is_marked(memory):
    chance = math.log(len(memory.predict_proba("")))
    marked = {row[0]: row[-1] for row in each("--each")}
    for sample, places in marked.items():
        shown = [*sample, "_"]
        assert places.split() == [
            f"{at}:{shown[at - 1]}"
            for at, nats in enumerate(memory.surprise(sample), 1)
            if nats > chance
        ]
    assert marked["emmqa"].startswith("4:q")


def test_json_says_the_nats_of_each_symbol(memory):
    told = run("score", "-", "-m", "m.plastic", "--each", "--json", input=ASKED).stdout
    for row in map(json.loads, told.splitlines()):
        nats = memory.surprise(row["sample"])
        assert row["surprise"] == pytest.approx(nats)
        assert (row["mean"], row["max"]) == pytest.approx((nats.mean(), nats.max()))
        assert all(
            nats[at] >= sorted(nats)[-len(row["marked"])] for at in row["marked"]
        )


@unix
def test_a_line_is_answered_when_it_comes():
    with start("score", "-", "--each", "-m", "m.plastic", stdin=-1) as process:
        for name in ("emma", "zoe"):  # each is answered before the next is written
            process.stdin.write(f"{name}\n".encode())
            process.stdin.flush()
            assert process.stdout.readline().startswith(f"{name}\t".encode())
        process.stdout.close()
        process.stdin.write(b"ana\n")
        process.stdin.flush()
        assert process.wait() == -signal.SIGPIPE
        assert process.stderr.read() == b""


def test_a_line_that_cannot_be_scored_is_named(memory):
    told = run(
        "score", "-", "-m", "m.plastic", "--each", input="ana\n\na\ufdd0\n", code=1
    )
    assert told.stdout.startswith("ana\t")
    assert "line 3: " in told.stderr
    assert (
        "no sample" in run("score", "-", "-m", "m.plastic", input="\n", code=1).stderr
    )


@unix
def test_people_see_what_is_marked(tmp_path):
    file = written(tmp_path / "asked", ["emma", "emmqa"])
    seen = look("score", file, "--each", "-m", "m.plastic", colours=True)
    assert "sample" in seen
    assert "\x1b[1;4;31mq" in seen
    assert "\x1b[" not in run("score", file, "--each", "-m", "m.plastic").stdout
