"""The commands for pairs: learn a table, map lines, try tasks."""

import sys

import pytest

from plastic.cli.start import main

DATES = "2024-03-15\t15/03/2024\n1999-12-31\t31/12/1999\n2001-01-09\t09/01/2001\n"
PLURALS = (
    "cat\tcats\ncity\tcities\ndog\tdogs\npony\tponies\ntree\ttrees\nlady\tladies\n"
)
LAST = "Ada King\tKing\nBo Ray\tRay\nAl Day\tDay\n"
TURNED = "abc\tcba\nxy\tyx\n"
COMMANDS = "walk\tW\nrun\tR\nwalk twice\tW W\nrun and walk\tR W\n"
COMMANDS += "run and walk twice\tR W W\n"
WRONG = "abc\tcba\nxyzu\tuzyx\npqrs\tsrqp\nno\ton\nno\twrong\n"


@pytest.fixture
def plastic(capsys, monkeypatch):
    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["plastic", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return ended.value.code or 0, out, err

    return run


@pytest.fixture
def table(tmp_path):
    def write(text, name="pairs.tsv"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        (DATES, (), ["expression", "-> the dd/mm/year of the date", "3 of 3 pairs"]),
        (PLURALS, (), ["…y", "-> drop 1, write 'ies'", "6 of 6 pairs"]),
        (TURNED, (), ["every(text, 0, -1)", "-> the input backward", "2 of 2 pairs"]),
        (COMMANDS, ("--words",), ["LEFT 'twice' RIGHT", "-> LEFT LEFT"]),
    ],
)
def test_programs_are_shown(plastic, table, text, options, said):
    code, out, err = plastic("learn-pairs", table(text), *options)
    assert (code, err) == (0, "")
    for one in said:
        assert one in out


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("text", "options", "lines", "mapped", "unsure"),
    [
        (DATES, (), "2070-08-05\n2001-2-3\n", "05/08/2070\n03/02/2001\n", 0),
        (PLURALS, (), "berry\nbag\n", "berries\nbags\n", 1),
        (TURNED, (), "hello\nx\n", "olleh\nx\n", 0),
        (COMMANDS, ("--words",), "run twice and walk twice\n", "R R W W\n", 1),
        ("3 1 2\t1 2 3\n9 8\t8 9\n", ("--words",), "40 -7 12\n", "-7 12 40\n", 1),
    ],
)
def test_lines_are_mapped(plastic, table, text, options, lines, mapped, unsure):
    asked = table(lines, "asked.txt")
    code, out, err = plastic("map", table(text), asked, *options)
    assert (code, out, err.count("unsure of line")) == (0, mapped, unsure)


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("asked", "options", "code", "out"),
    [
        ("10/12/1999\n", (), 0, "12.10.1999\n"),
        ("10/12/1999\n", ("--strict",), 0, "12.10.1999\n"),
        ("10-12\n", ("--strict",), 3, "12.10.12\n"),
        ("10-12\n10/12/1999\n", ("--strict",), 3, "12.10.12\n12.10.1999\n"),
    ],
)
def test_what_is_unsure_is_said_and_strict_fails(
    plastic, table, asked, options, code, out
):
    pairs = table("3/14/2024\t14.3.2024\n12/1/2023\t1.12.2023\n7/4/22\t4.7.22\n")
    ended, told, err = plastic("map", pairs, table(asked, "asked.txt"), *options)
    assert (ended, told) == (code, out)
    assert ("unsure of line 1, '10-12'" in err) == ("-" in asked)
    assert "line 2" not in err


def test_a_column_tells_how_sure_each_line_is(plastic, table):
    asked = table("Alan Turing\nEdsger W. Dijkstra\n", "asked.txt")
    code, out, _ = plastic("map", table(LAST), asked, "--confidence", "--strict")
    rows = [line.split("\t") for line in out.splitlines()]
    assert [target for target, _ in rows] == ["Turing", "Dijkstra"]
    sure, unsure = (float(chance) for _, chance in rows)
    assert unsure < 0.9 <= sure <= 1
    assert code == 3


def test_many_unsure_lines_are_counted(plastic, table):
    asked = table("Edsger W. Dijkstra\n" * 50, "asked.txt")
    _, _, err = plastic("map", table(LAST), asked)
    assert err.count("unsure of line") == 20
    assert "unsure of 30 more lines" in err


@pytest.mark.parametrize("command", ["map", "learn-pairs"])
def test_a_budget_ends_a_search_and_is_what_is_advised(plastic, table, command):
    hopeless = table("ab\tqx\nba\tzzy\nbb\tv\n")
    arguments = (hopeless, table("ab\n", "x")) if command == "map" else (hopeless,)
    code, out, err = plastic(command, *arguments, "--budget", 500)
    assert (code, out) == (1, "")
    assert "500 steps" in err
    assert err.strip().endswith("or raise --budget")


def test_a_space_is_a_symbol_and_a_side_may_be_empty(plastic, table):
    spaced = table(" ab\t ab\n c\t c\nxyz \txyz \n")
    code, out, err = plastic("map", spaced, table(" pq \n", "asked.txt"))
    assert (code, out, err) == (0, " pq \n", "")
    dropped = table("abc\t\nxy\t\n\t\n", "dropped.tsv")
    code, out, err = plastic("map", dropped, table("hello\n", "asked.txt"))
    assert (code, out, err) == (0, "\n", "")


def test_all_targets_that_fit(plastic, table):
    code, out, _ = plastic("map", table("ab\tba\n"), table("abc\n", "x"), "--all")
    rows = [line.split("\t") for line in out.splitlines()]
    assert code == 0
    assert {"cba", "ba"} <= {target for _, target, _ in rows}
    assert 0.5 < sum(float(chance) for *_, chance in rows) < 1


@pytest.mark.thorough
def test_pairs_that_are_not_reproduced_are_noted(plastic, table):
    code, out, err = plastic("map", table(WRONG), table("hello\n", "x"))
    assert (code, out) == (0, "olleh\n")
    assert "reproduces 4 of 5 pairs" in err


def test_a_task(plastic):
    code, out, err = plastic("tasks", "date", "-n", 3, "--fresh", 20)
    assert (code, err) == (0, "")
    (row,) = out.splitlines()  # no header, for it is piped
    assert row.split()[:2] == ["date", "3/3"]
    assert row.split()[-2:] == ["100.0%", "100.0%"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("tasks", "dates"), "dates"),
        (("tasks", "date", "-n", "0"), "-n"),
        (("learn-pairs", "missing.tsv"), "missing.tsv"),
    ],
)
def test_what_is_wrongly_asked(plastic, arguments, said):
    code, out, err = plastic(*arguments)
    assert code != 0
    assert out == ""
    assert said in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("text", "said"),
    [("ab ba\n", "holds no tab"), ("ab\tba\nc\n", "line 2"), ("", "is empty")],
)
def test_tables_that_are_none(plastic, table, text, said):
    code, out, err = plastic("learn-pairs", table(text))
    assert (code, out) == (1, "")
    assert said in err


def test_a_source_that_cannot_be_mapped(plastic, table):
    asked = table("swim\n", "x")
    code, out, err = plastic("map", table(COMMANDS), asked, "--words")
    assert (code, out) == (1, "")
    assert "nothing is known" in err
