"""What is plainly written is understood as typer understands it, and loads less."""

import functools
import inspect
import subprocess
import sys

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from test_cli import ENV, really_run
from typer.testing import CliRunner

import plastic
from plastic.cli import plain
from plastic.cli.commands import for_typer
from plastic.cli.declaring import Argument, Option, parameters
from plastic.cli.verbs import MODULE_OF, find

PLAIN = sorted(
    name for name in MODULE_OF if MODULE_OF[name] not in ("pictures", "pairs")
)
TYPED = {
    int: st.integers(-3, 10**6).map(str),
    float: st.sampled_from(["0", "1.5", "-2", "0.25"]),
    str: st.sampled_from(["em", "a b", "", "ë", "x=y"]),
}


def as_typer_reads(name, arguments):
    """Give what typer gives to a command, or None if it says that all is wrong."""
    command, seen = find(name), []

    @functools.wraps(command)
    def record(**values):
        seen.append(values)

    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    app.command(name)(for_typer(record))
    CliRunner().invoke(app, arguments)
    return seen[0] if seen else None


def as_plainly_read(name, arguments):
    command = find(name)
    defaults = {each.name: each.default for each in parameters(command)}
    try:
        return {**defaults, **plain.values(command, arguments)}
    except plain.Unclear:
        return None


@st.composite
def command_lines(draw):
    name = draw(st.sampled_from(PLAIN))
    arguments = []
    for each in parameters(find(name)):
        kind = inspect.cleandoc(str(each.type))
        if isinstance(each.declared, Argument):
            some = st.lists(TYPED[str], max_size=2 if "list" in kind else 1)
            arguments += draw(some)
        elif isinstance(each.declared, Option) and draw(st.booleans()):
            names = each.declared.names or (f"--{each.name.replace('_', '-')}",)
            spelling = draw(st.sampled_from([s for n in names for s in n.split("/")]))
            arguments.append(spelling)
            if each.type is not bool:
                values = TYPED[
                    int if "int" in kind else float if "float" in kind else str
                ]
                if "Literal" in kind:
                    values = st.sampled_from(["NFC", "max", "no"])
                arguments.append(draw(values))
    return name, arguments


@given(command_lines())
def test_both_read_the_same(line):
    plainly = as_plainly_read(*line)
    if plainly is not None:  # if it is, typer is asked anyway
        assert plainly == as_typer_reads(*line)


@pytest.mark.parametrize(
    ("name", "arguments", "some"),
    [
        ("complete", ["em", "-n", "3", "--awake"], {"n": 3, "awake": True}),
        ("complete", ["--number=3", "--", "-em"], {"n": 3, "prefix": "-em"}),
        ("generate", ["--no-novel", "--temperature", "0"], {"temperature": 0.0}),
        ("learn", ["m", "a", "b", "--from", "x", "--from", "-"], {"from_": ["x", "-"]}),
        ("score", ["-", "--by", "max"], {"file": "-", "by": "max"}),
        ("train", [], {"file": "names.txt", "output": None}),
    ],
)
def test_what_is_plain(name, arguments, some):
    plainly = as_plainly_read(name, arguments)
    assert plainly == as_typer_reads(name, arguments)
    assert {each: plainly[each] for each in some} == some


@pytest.mark.parametrize(
    "arguments",
    [
        ["em", "--help"],
        ["em", "-n"],
        ["em", "-n", "three"],
        ["em", "-n3"],
        ["em", "--num", "3"],
        ["em", "--awake=yes"],
        ["em", "emma"],
        [],
    ],
)
def test_what_is_not_plain_is_left_to_typer(arguments):
    assert as_plainly_read("complete", arguments) is None
    assert plain.understood(["complete", *arguments]) is None


def test_who_wants_completions_gets_typer(monkeypatch):
    assert plain.understood(["complete", "em"]) is not None
    monkeypatch.setenv(plain.COMPLETES, "complete_bash")
    assert plain.understood(["complete", "em"]) is None


def test_a_short_command_loads_what_it_needs(tmp_path):
    plastic.PlasticMemory().fit(["emma", "emmy"]).save(tmp_path / "m.plastic")
    code = (
        "import sys; from plastic.cli.start import main\n"
        f"sys.argv[1:] = ['complete', 'em', '-m', {str(tmp_path / 'm.plastic')!r}]\n"
        "main(); print(*sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        env=ENV,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.startswith("emma\t")
    loaded = set(told.stdout.splitlines()[-1].split())
    assert "networkx" in loaded
    unneeded = {"typer", "click", "rich", "pydantic", "graphviz", "tqdm"}
    unneeded |= {"plastic.seq2seq", "plastic.cli.tables", "plastic.cli.commands"}
    assert not loaded & unneeded


def test_what_is_wrong_is_said_by_typer(tmp_path):
    result = really_run("complete", "em", "-n", "three")
    assert (result.returncode, result.stdout) == (2, "")
    assert "Usage: plastic complete" in result.stderr
