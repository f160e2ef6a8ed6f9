"""A log and a table are watched: what is odd in them is told, also after a restart."""

import json
import random

import pytest

from plastic import DataError
from plastic.streams.logs.tables import TableWatch, cell
from plastic.streams.logs.watch import LogWatch


def requests(n, seed=0, first=0):
    """Write the lines of requests that overlap in time."""
    rng, lines = random.Random(seed), []
    for number in range(first, first + n):
        at = 2 * number
        steps = ["begins", *["reads"] * rng.randint(1, 3), "ends"]
        for step in steps:
            at += rng.randint(0, 3)
            lines.append((at, f"request {number} {step} in {rng.randint(1, 90)} ms"))
    lines.sort(key=lambda pair: pair[0])
    return [
        f"2024-03-15 {at // 3600:02}:{at // 60 % 60:02}:{at % 60:02} {line}"
        for at, line in lines
    ]


def fed(watch, lines):
    return [judged for line in lines for judged in watch.feed(line)]


@pytest.mark.parametrize("drain", [False, True])
def test_an_odd_session_is_told_with_its_reason(drain):
    if drain:
        pytest.importorskip("drain3")
    watch = LogWatch(key=r"request (\d+)", gap=20, drain=drain)
    calm = fed(watch, requests(300))
    assert sum(judged.verdict.is_alarm for judged in calm[100:]) <= 1
    broken = [
        "2024-03-15 01:00:00 request 900 begins in 3 ms",
        "2024-03-15 01:00:01 request 900 failed: disk on fire",
        "2024-03-15 01:09:00 request 901 begins in 3 ms",
    ]
    (odd,) = [judged for judged in fed(watch, broken) if judged.name == "900"]
    assert odd.verdict.is_alarm
    assert "failed: disk on fire" in odd.verdict.why
    assert (odd.at, odd.size) == ("2024-03-15 01:00:01", 2)
    assert odd.as_dict()["session"] == "900"


def test_without_a_key_minutes_are_sessions():
    watch = LogWatch(drain=False)
    lines = [
        f"2024-03-15 {n // 12:02}:{5 * n % 60:02}:{second:02} tick"
        for n in range(100)
        for second in (0, 20, 40)
    ]
    judged = [*fed(watch, lines), *watch.rest()]
    assert [each.size for each in judged] == [3] * 100
    assert judged[1].name == "2024-03-15 00:05:00"


def test_in_a_log_without_times_lines_count():
    watch = LogWatch(drain=False, gap=10)
    judged = [*fed(watch, ["tick"] * 35), *watch.rest()]
    assert [each.size for each in judged] == [10, 10, 10, 5]
    assert judged[0].name == "from line 1"
    assert judged[0].at == ""


@pytest.mark.parametrize("drain", [False, True])
def test_a_log_goes_on_after_a_restart_as_it_would_have(drain):
    pytest.importorskip("drain3")
    lines = requests(120)
    cut = len(lines) // 2
    whole = LogWatch(key=r"request (\d+)", gap=20, drain=drain)
    expected = [*fed(whole, lines), *whole.rest()]
    first = LogWatch(key=r"request (\d+)", gap=20, drain=drain)
    told = fed(first, lines[:cut])
    second = LogWatch(key=r"request (\d+)", gap=20, drain=not drain)
    second.restore(json.loads(json.dumps(first.state)))
    assert [*told, *fed(second, lines[cut:]), *second.rest()] == expected


def test_blank_and_odd_lines_do_no_harm():
    watch = LogWatch(drain=False, gap=5)
    assert fed(watch, ["", "  ", "\x1b[31mred\x1b[0m", "x" * 1_000_000, "\u2028"]) == []
    assert (
        sum(each.size for each in watch.rest()) == 2
    )  # what shows as nothing is blank


# Tables ------------------------------------------------------------------------------


def test_cells_are_numbers_nothing_or_text():
    told = ["1", " -2.5 ", "1e3", "", "NA", "null", "open", "1_0"]
    found = [cell(text) for text in told]
    assert found == [1.0, -2.5, 1000.0, None, None, None, "open", 10.0]


def table(n):
    return ["time,load,state", *[f"{60 * n},{n % 6},up" for n in range(n)]]


def test_an_odd_row_is_told():
    watch = TableWatch(time="time", values=["load"])
    rows = fed(watch, table(300))
    assert len(rows) == 300
    assert not any(row.verdict.is_alarm for row in rows)
    (odd,) = watch.feed("18000,77,up")
    assert odd.verdict.is_alarm
    assert odd.name == "18000"
    assert watch.columns == ["load"]


def test_without_columns_all_but_the_time_are_watched():
    watch = TableWatch(time="time")
    fed(watch, table(250))
    assert watch.columns == ["load", "state"]
    assert [*watch.detector.fields] == ["load", "state"]


def test_ragged_rows_and_a_table_begun_anew_go_on():
    watch = TableWatch(values=["load"], settle=50)
    for line in [
        *table(80),
        "",
        "1",
        "2,3,up,more",
        *table(20),
        "time;load",
        '"',
        "3,x",
    ]:
        for row in watch.feed(line):
            assert 0 <= row.verdict.score <= 1
    assert len(watch.detector) == 80 + 2 + 20 + 3


def test_cells_may_be_parted_by_semicolons_and_quoted():
    watch = TableWatch(values=["a;b"], settle=20)
    fed(watch, ['\ufefft;"a;b"', *[f'{n};"{n % 3}"' for n in range(40)]])
    (field,) = watch.detector.fields.values()
    assert field.field == "a;b"
    assert (field.low, field.high) == (0, 2)


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(DataError, match="no column 'lod': there are time, load, state"):
        fed(TableWatch(values=["lod"]), table(1))


def test_a_table_goes_on_after_a_restart_as_it_would_have():
    lines = table(300)
    whole = TableWatch(time="time", values=["load"], settle=50)
    expected = fed(whole, lines)
    first = TableWatch(time="time", values=["load"], settle=50)
    told = fed(first, lines[:120])
    second = TableWatch(time="time", values=["load"], settle=50)
    second.restore(json.loads(json.dumps(first.state)))
    assert told + fed(second, lines[120:]) == expected
