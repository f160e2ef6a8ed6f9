"""Lines: when they were written, which kind they are, which belong together."""

import datetime as dt
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plastic import MissingExtraError, ParameterError
from plastic.streams.logs import templates as templates_module
from plastic.streams.logs.grouping import MOST_LINES, Sessions
from plastic.streams.logs.templates import (
    LONGEST,
    DrainTemplates,
    Templates,
    masked,
    templates,
)
from plastic.streams.logs.times import LineTimes

NOW = dt.datetime(2024, 6, 1)


# When --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "expected", "rest"),
    [
        ("2024-03-15 12:30:05,250 INFO up", "2024-03-15 12:30:05.250000", " INFO up"),
        ("2024-03-15T12:30:05.1Z up", "2024-03-15 12:30:05.100000", "Z up"),
        ("[2024/03/15 12:30:05] up", "2024-03-15 12:30:05", "[] up"),
        ("Mar 15 12:30:05 host x", "2024-03-15 12:30:05", " host x"),
        ("Dec 31 23:59:59 host x", "2023-12-31 23:59:59", " host x"),
        ("[Sun Dec 04 04:47:44 2005] [n]", "2005-12-04 04:47:44", "[] [n]"),
        ('1.2.3.4 - - [15/Mar/2024:12:30:05 +0] "G"', "2024-03-15 12:30:05", None),
        ("17/06/09 20:10:40 INFO x", "2017-06-09 20:10:40", " INFO x"),
        ("081109 203615 148 INFO x", "2008-11-09 20:36:15", " 148 INFO x"),
        ("1117838570 node x", "2005-06-03 22:42:50", " node x"),
        ("03-17 16:13:38.811 D W", "2024-03-17 16:13:38.811000", " D W"),
    ],
)
def test_times_are_read_in_the_usual_forms(line, expected, rest):
    found, left = LineTimes(lambda: NOW).read(line)
    assert found == dt.datetime.fromisoformat(expected)
    if rest is not None:
        assert left == rest


@pytest.mark.parametrize(
    "line",
    ["", "   at Main.java:7", "version 10.2.3", "x" * 80 + "2024-03-15 12:00:00"],
)
def test_what_tells_no_time_is_left_as_it_is(line):
    assert LineTimes(lambda: NOW).read(line) == (None, line)


def test_the_first_form_that_was_found_is_kept():
    times = LineTimes(lambda: NOW)
    times.read("2024-03-15 12:30:05 up")
    assert times.read("Mar 15 12:30:05 up")[0] is None
    assert times.read("2024-02-30 12:30:05 up")[0] is None  # no such day


@given(st.text(max_size=90))
def test_any_line_can_be_read(line):
    found, left = LineTimes(lambda: NOW).read(line)
    assert found is None or len(left) < len(line)


# Which kind --------------------------------------------------------------------------


def test_what_is_written_in_numbers_is_masked():
    lines = {
        "block blk_-38 src: /10.0.0.1:50010": "block blk_<*> src: /<*>",
        "took 7ms, 3.5 of 1,000": "took <*>ms, <*> of <*>",
        "id 123e4567-e89b-12d3-a456-426614174000 at 0xFFee": "id <*> at <*>",
        "commit deadbeef0042": "commit <*>",
        "a decade of facades": "a decade of facades",
        "  two\t words ": "two words",
        "2005-06-03-15.42.50.675872 x": "<*> x",
    }
    assert {line: masked(line) for line in lines} == lines
    assert len(masked("x" * 1_000_000)) == LONGEST


def test_without_drain_masked_lines_are_the_templates(monkeypatch):
    assert Templates().of("user 7 from 10.0.0.1") == "user <*> from <*>"
    monkeypatch.setattr(templates_module, "find_spec", lambda name: None)
    assert type(templates()) is Templates

    def missing(*_):
        raise MissingExtraError("finding templates needs the package drain3")

    monkeypatch.setattr(templates_module, "need", missing)
    with pytest.raises(MissingExtraError, match="drain3"):
        templates(drain=True)


def logins(n, seed=0):
    rng = random.Random(seed)
    names = ["anna", "bert", "carla", "dora", "emil"]
    for _ in range(n):
        name, host = rng.choice(names), rng.randint(1, 9)
        yield f"Accepted password for {name} from 10.0.0.{host}"
        yield f"Connection closed by {rng.choice(names)}"


def test_drain_finds_what_varies():
    pytest.importorskip("drain3")
    found = templates()
    symbols = {found.of(line) for line in logins(50)}
    # The symbol of a template is the line with which it began.
    assert len(symbols) == 2
    assert len({Templates().of(line) for line in logins(50)}) == 10


def test_drain_goes_on_where_it_stopped():
    pytest.importorskip("drain3")
    first = templates()
    for line in logins(20):
        first.of(line)
    second = templates(True, json.loads(json.dumps(first.state)))
    assert isinstance(second, DrainTemplates)
    later = [
        *logins(30, seed=1),
        "Out of memory",
        "Accepted key for anna from 10.0.0.1",
    ]
    assert [second.of(line) for line in later] == [first.of(line) for line in later]


# Which belong together ---------------------------------------------------------------


def grouped(sessions, lines):
    found = [s for at, line in lines for s in sessions.add(line, line, at)]
    return [*found, *sessions.rest()]


def test_lines_with_a_key_end_when_none_came_for_a_while():
    sessions = Sessions(r"job=(\w+)", gap=10)
    lines = [
        (0, "job=a begins"),
        (4, "job=b begins"),
        (8, "job=a goes on"),
        (15, "nothing"),
        (18, "job=c job=b"),
        (19, "x"),
    ]
    found = grouped(sessions, lines)
    assert [session.key for session in found] == ["b", "a", "c", "b"]
    assert found[1].events == ["job=a begins", "job=a goes on"]
    assert (found[1].begun, found[1].last) == (0, 8)


def test_without_a_key_each_stretch_of_time_is_one():
    found = grouped(Sessions(None, gap=60), [(at, "x") for at in (0, 59, 60, 119, 300)])
    assert [len(session.events) for session in found] == [2, 2, 1]


def test_a_clock_that_goes_back_stands():
    sessions = Sessions(r"\d", gap=10)
    found = grouped(sessions, [(100, "1"), (5, "2"), (None, "2"), (109, "3")])
    assert [session.begun for session in found] == [100, 100, 109]


def test_what_goes_on_for_ever_is_judged_in_parts():
    sessions = Sessions("x", gap=10)
    found = grouped(sessions, [(0, "x")] * (2 * MOST_LINES + 1))
    assert [len(session.events) for session in found] == [MOST_LINES, MOST_LINES, 1]


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from("abc")), max_size=30))
def test_every_line_is_in_one_session_and_restarts_change_nothing(steps):
    at, lines = 0, []
    for step, key in steps:
        at += step
        lines.append((at, key))
    whole = grouped(Sessions("[abc]", gap=7), lines)
    assert sorted(e for s in whole for e in s.events) == sorted(key for _, key in lines)
    first, half = Sessions("[abc]", gap=7), len(lines) // 2
    found = [s for at, line in lines[:half] for s in first.add(line, line, at)]
    second = Sessions("[abc]", gap=7)
    second.restore(json.loads(json.dumps(first.state)))
    assert found + grouped(second, lines[half:]) == whole


def test_what_is_no_expression_is_refused():
    with pytest.raises(ParameterError, match="regular expression"):
        Sessions("(", gap=1)
