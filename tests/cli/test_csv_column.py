"""plastic map --column: a column of a CSV file, and the answers beside it."""

import csv
import gzip
import io

import pytest
from test_cli import run

NAMES = "Ada Lovelace\tA. Lovelace\nBo Ray\tB. Ray\n"
PEOPLE = 'no,name,town\r\n1,Ada Lovelace,"London, UK"\r\n\r\n2,Alan Turing,"a\n\nb"\r\n'
MAPPED = [
    ["no", "name", "name mapped", "town"],
    ["1", "Ada Lovelace", "A. Lovelace", "London, UK"],
    [],
    ["2", "Alan Turing", "A. Turing", "a\n\nb"],
]


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "names.tsv").write_text(NAMES)
    (tmp_path / "people.csv").write_bytes(PEOPLE.encode())
    return tmp_path


def mapped(*args, delimiter=",", **how):
    told = run("map", "names.tsv", *args, **how).stdout
    return [*csv.reader(io.StringIO(told, newline=""), delimiter=delimiter)]


@pytest.mark.thorough
@pytest.mark.parametrize("column", ["name", "2"])
def test_all_columns_are_kept(column):
    assert mapped("people.csv", "--column", column) == MAPPED


def test_any_delimiter_a_byte_order_mark_and_gzip(here):
    for mark in ";\t":
        table = f"name{mark}born\nBo Day{mark}1,5\n".encode()
        (here / "other.csv").write_bytes(gzip.compress(b"\xef\xbb\xbf" + table))
        told = mapped("other.csv", "--column", "name", delimiter=mark)
        assert told == [["name", "name mapped", "born"], ["Bo Day", "B. Day", "1,5"]]


def test_without_a_header_and_from_standard_input():
    how = {"input": "Bo Day,x\nAda May,y\n"}
    told = mapped("-", "--column", 1, "--no-header", **how)
    assert told == [["Bo Day", "B. Day", "x"], ["Ada May", "A. May", "y"]]


def test_no_two_columns_get_one_name():
    told = mapped("-", "--column", "n", input="n,n mapped\nBo Day,x\n")
    assert told[0] == ["n", "n mapped again", "n mapped"]


@pytest.mark.parametrize(
    ("content", "column", "told"),
    [
        (b"a,b\n1,2\n", "c", "no column 'c'; there are: 'a', 'b'"),
        (b"a,b\n1,2\n", "3", "no column '3'"),
        (b"a,b\n1,2\n", "0", "no column '0'"),
        (b"a,b\nBo Day\n", "b", "line 2: there is no column 2"),
        (b"a,b\nzo\xeb,1\n", "a", "line 2: 0xeb is not UTF-8"),
        (b"\n", "a", "holds no row"),
    ],
)
def test_what_is_no_such_table(here, content, column, told):
    (here / "odd.csv").write_bytes(content)
    result = run("map", "names.tsv", "odd.csv", "--column", column, code=1)
    assert told in result.stderr
    assert result.stderr.count("\n") == 1


def test_what_gives_other_lines_is_refused_with_it():
    for other in ("--all", "--json"):
        asked = ["map", "names.tsv", "people.csv", "--column", "name", other]
        assert "leave out" in run(*asked, code=1).stderr
