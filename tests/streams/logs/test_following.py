"""A file is followed as it grows, also when it is rotated or truncated meanwhile."""

import itertools
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plastic import DataNotFoundError, StorageError
from plastic.streams.logs.following import LONGEST, PAUSE, Follower, decoded, followed


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "app.log"
    path.write_bytes(b"")
    return path


@pytest.fixture
def follow():
    """Make followers, which are closed at the end."""
    made = []

    def make(path, place=None):
        made.append(Follower(str(path), place))
        return made[-1]

    yield make
    for follower in made:
        follower.close()


def append(path, content):
    with open(path, "ab") as file:
        file.write(content)


def test_lines_are_given_when_they_end(log, follow):
    follower = follow(log)
    append(log, b"one\ntw")
    assert [*follower.lines()] == ["one"]
    append(log, b"o\r\n\nthree")
    assert [*follower.lines()] == ["two", ""]
    assert [*follower.rest()] == ["three"]
    assert [*follower.lines()] == []


def test_a_rotated_file_is_read_to_its_end_and_the_new_one_from_its_beginning(
    log, follow
):
    follower = follow(log)
    append(log, b"one\n")
    assert [*follower.lines()] == ["one"]
    append(log, b"two\nthr")
    os.rename(log, log.with_suffix(".1"))
    assert [*follower.lines()] == ["two"]  # the new one is not there yet
    append(log.with_suffix(".1"), b"ee\nlast")
    append(log, b"new\n")
    assert [*follower.lines()] == ["three", "last", "new"]
    append(log, b"newer\n")
    assert [*follower.lines()] == ["newer"]


def test_a_truncated_file_is_read_from_its_beginning(log, follow):
    follower = follow(log)
    append(log, b"one\ntwo\nthree\n")
    assert len([*follower.lines()]) == 3
    log.write_bytes(b"1\n")
    assert [*follower.lines()] == ["1"]
    # Also if it has grown beyond where it was before anybody looked again.
    log.write_bytes(b"another beginning\nand more\nand more still\n")
    assert [*follower.lines()] == ["another beginning", "and more", "and more still"]


def test_who_comes_back_goes_on_where_they_stopped(log, follow):
    append(log, b"one\ntwo\nthr")
    first = follow(log)
    assert [*first.lines()] == ["one", "two"]
    place = first.place
    append(log, b"ee\nfour\n")
    assert [*follow(log, place).lines()] == ["three", "four"]
    log.write_bytes(b"begun anew\n")
    assert [*follow(log, place).lines()] == ["begun anew"]
    log.write_bytes(b"begun anew, and longer than it was\n")
    assert len([*follow(log, place).lines()]) == 1


def test_a_place_in_the_middle_of_what_was_read_counts_lines_that_were_taken(
    log, follow
):
    append(log, b"one\ntwo\nthree\n")
    follower = follow(log)
    lines = follower.lines()
    assert [*itertools.islice(lines, 2)] == ["one", "two"]
    assert [*follow(log, follower.place).lines()] == ["three"]


def test_of_a_line_of_a_megabyte_the_beginning_is_given(log, follow):
    append(log, b"x" * 1_000_000)
    follower = follow(log)
    assert [*follower.lines()] == []
    place = follower.place
    append(log, b"y" * 1_000_000 + b"\nshort\n")
    expected = ["x" * LONGEST, "short"]
    assert [*follower.lines()] == expected
    assert [*follow(log, place).lines()] == expected
    assert follower.place["read"] == 2_000_007


def test_bytes_that_are_no_text_do_no_harm():
    assert decoded(b"\0\0a\xffb\xe2\x82\r") == "a\ufffdb\ufffd"


@given(st.lists(st.binary(max_size=9)), st.integers(0, 60))
def test_however_it_is_read_nothing_is_lost_or_read_twice(tmp_path_factory, parts, cut):
    path = tmp_path_factory.mktemp("logs") / "a.log"
    whole = b"".join(parts)
    path.write_bytes(whole[:cut])
    follower = Follower(str(path))
    first = [*follower.lines()]
    append(path, whole[cut:])
    again = Follower(str(path), follower.place)
    later = [*again.lines(), *again.rest()]
    follower.close()
    again.close()
    expected = [decoded(line) for line in whole.split(b"\n")]
    if not whole.rpartition(b"\n")[2]:
        expected.pop()
    assert first + later == expected


def test_a_follower_waits_and_goes_on(log, follow):
    append(log, b"one\n")
    waited = []

    def wait(seconds):
        waited.append(seconds)
        append(log, f"line {len(waited)}\n".encode())

    lines = followed(follow(log), wait)
    told = [*itertools.islice(lines, 6)]
    assert told == ["one", None, "line 1", None, "line 2", None]
    assert waited == [PAUSE, PAUSE]


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(DataNotFoundError, match=r"no\.log"):
        Follower(str(tmp_path / "no.log"))
    with pytest.raises(StorageError):
        Follower(str(tmp_path))
