"""What the README and docs/ tell to type into a shell does what they show.

A block of ``sh`` is run as it stands, in a terminal of 80 columns, after the Quick
start; a block of ``text`` behind it is what comes out.
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```sh\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", flags=re.M | re.S)
# All blocks of these pages are run.
RUN = ["README.md", "docs/completion.md", "docs/names_for_a_game.md"]


def blocks(path):
    """Give each block of commands of a page, and what it shows, if it does."""
    text = path.read_text(encoding="utf-8")
    if path.name == "README.md":  # the Quick start is run by .ci/run
        text = text[text.index("\n## ", text.index("## Quick start")) :]
    return BLOCK.findall(text)


@pytest.fixture
def checkout(tmp_path):
    """Give a folder in which the Quick start seems to have been run."""
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    (programs / "activate").write_text(f"PATH='{programs}':$PATH\n")
    plastic = f"#!/bin/sh\nexec '{sys.executable}' -m plastic \"$@\"\n"
    (programs / "plastic").write_text(plastic)
    (programs / "plastic").chmod(0o755)
    return tmp_path


def shown_by(commands, folder):
    """Run commands in a terminal, and give what is seen there, without its colours."""
    pty = pytest.importorskip("pty")
    here, there = pty.openpty()
    look = {"COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb", "PYTHONPATH": str(ROOT)}
    script = f"set -euo pipefail; source .venv/bin/activate\n{commands}"
    with subprocess.Popen(
        ["bash", "-c", script],
        cwd=folder,
        env=os.environ | look,
        stdin=subprocess.DEVNULL,
        stdout=there,
        stderr=there,
    ) as running:
        os.close(there)
        seen = b"".join(read_all(here))
    os.close(here)
    assert running.returncode == 0, seen.decode()
    return seen.decode()


def read_all(terminal):
    """Give what is written to a terminal until nobody has it open any more."""
    try:
        while read := os.read(terminal, 4096):
            yield read
    except OSError:  # how Linux says so
        return


def lines(text):
    """Give the lines of a text, without the space that a table ends with."""
    return [line.rstrip() for line in text.strip().splitlines()]


@pytest.mark.parametrize(
    "page",
    [RUN[0], *(pytest.param(page, marks=pytest.mark.thorough) for page in RUN[1:])],
)
def test_commands_do_what_the_page_shows(page, checkout):
    found = blocks(ROOT / page)
    assert any(shown for _, shown in found)
    for commands, shown in found:
        seen = shown_by(commands, checkout)
        assert lines(seen) == lines(shown), commands


def test_the_readme_begins_its_uses_in_the_environment_of_the_quick_start():
    first, *others = blocks(ROOT / "README.md")
    assert first == ("source .venv/bin/activate\n", "")
    assert len(others) == 3


def test_the_readme_is_short():
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 150


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_are_spelt_as_the_program_knows_them(page):
    import typer.main

    from plastic.cli.commands import app

    group = typer.main.get_command(app)
    context = group.make_context("plastic", [], resilient_parsing=True)
    for commands, _ in blocks(page):
        for told in re.findall(r"(?:^|[|&] )plastic (.+)", commands, flags=re.M):
            words = shlex.split(re.split(r" [>|&] ", told)[0], comments=True)
            if words and not words[0].startswith("-"):
                command = group.get_command(context, words[0])
                assert command, told
                command.make_context(words[0], words[1:])
