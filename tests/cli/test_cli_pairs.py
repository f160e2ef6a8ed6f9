"""The commands for pairs: learn a table, map lines, try tasks."""

import sys

import pytest

from plastic.cli.start import main

DATES = "2024-03-15\t15/03/2024\n1999-12-31\t31/12/1999\n2001-01-09\t09/01/2001\n"
PLURALS = (
    "cat\tcats\ncity\tcities\ndog\tdogs\npony\tponies\ntree\ttrees\nlady\tladies\n"
)
TURNED = "abc\tcba\nxy\tyx\n"
COMMANDS = "walk\tW\nrun\tR\nwalk twice\tW W\nrun and walk\tR W\n"
COMMANDS += "run and walk twice\tR W W\n"
WRONG = "abc\tcba\nxyzu\tuzyx\npqrs\tsrqp\nno\ton\nefgh\twrong\n"


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
        (DATES, (), ["LEFT '-' RIGHT", "-> RIGHT EMIT '/' LEFT", "3 of 3 pairs"]),
        (PLURALS, (), ["…y", "-> drop 1, write 'ies'", "6 of 6 pairs"]),
        (TURNED, (), ["at", "register", "-> COPY", "2 of 2 pairs"]),
        (COMMANDS, ("--words",), ["LEFT 'twice' RIGHT", "-> LEFT LEFT"]),
    ],
)
def test_programs_are_shown(plastic, table, text, options, said):
    code, out, err = plastic("learn-pairs", table(text), *options)
    assert (code, err) == (0, "")
    for one in said:
        assert one in out


@pytest.mark.parametrize(
    ("text", "options", "lines", "mapped"),
    [
        (DATES, (), "2070-08-05\n1-2-3-4\n", "05/08/2070\n4/3/2/1\n"),
        (PLURALS, (), "berry\nbag\n", "berries\nbags\n"),
        (TURNED, (), "hello\nx\n", "olleh\nx\n"),
        (COMMANDS, ("--words",), "run twice and walk twice\n", "R R W W\n"),
        ("3 1 2\t1 2 3\n9 8\t8 9\n", ("--words",), "40 -7 12\n", "-7 12 40\n"),
    ],
)
def test_lines_are_mapped(plastic, table, text, options, lines, mapped):
    asked = table(lines, "asked.txt")
    code, out, err = plastic("map", table(text), asked, *options)
    assert (code, out, err) == (0, mapped, "")


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
