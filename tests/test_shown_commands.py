"""What the README and docs/ tell to type into a shell does what they show.

A block of ``sh`` is run as it stands, in a terminal of 80 columns, after the Quick
start; a block of ``text`` behind it is what comes out.
"""

import re
import shlex
from pathlib import Path

import pytest

from scripts.refresh_examples import (
    after_quick_start,
    shell_blocks,
    shown_by,
    with_fresh_python,
    with_fresh_shell,
)

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
# All blocks of these pages are run.
RUN = ["README.md", "docs/completion.md", "docs/names_for_a_game.md"]


@pytest.mark.parametrize(
    "page",
    [RUN[0], *(pytest.param(page, marks=pytest.mark.thorough) for page in RUN[1:])],
)
def test_commands_do_what_the_page_shows(page, tmp_path):
    pytest.importorskip("pty")
    folder, blocks = after_quick_start(tmp_path), [*shell_blocks(ROOT / page)]
    assert any(shown for _, shown in (block.groups() for block in blocks))
    for block in blocks:
        assert shown_by(block[1], folder) == (block[2] or ""), block[1]


def test_the_readme_begins_its_uses_in_the_environment_of_the_quick_start():
    first, *others = (block.groups() for block in shell_blocks(ROOT / "README.md"))
    assert first == ("source .venv/bin/activate\n", None)
    assert len(others) == 3


def test_the_readme_is_short():
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 150


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_are_spelt_as_the_program_knows_them(page):
    import typer.main

    from plastic.cli.commands import app

    group = typer.main.get_command(app)
    context = group.make_context("plastic", [], resilient_parsing=True)
    for block in shell_blocks(page):
        for told in re.findall(r"(?:^|[|&] )plastic (.+)", block[1], flags=re.M):
            words = shlex.split(re.split(r" [>|&] ", told)[0], comments=True)
            if words and not words[0].startswith("-"):
                command = group.get_command(context, words[0])
                assert command, told
                command.make_context(words[0], words[1:])


def test_examples_are_refreshed(tmp_path):
    pytest.importorskip("pty")
    page = tmp_path / "page.md"
    python = "```python\n>>> 1 + 1\n3\n>>> x = 5\n>>> print(x)\n\n```\n"
    page.write_text(f"# Page\n\n```sh\necho a\n```\n\n```text\nb\n```\n\n{python}")
    assert with_fresh_shell(page) == page.read_text().replace("\nb\n", "\na\n")
    fresh = "```python\n>>> 1 + 1\n2\n>>> x = 5\n>>> print(x)\n5\n\n```\n"
    assert with_fresh_python(page) == page.read_text().replace(python, fresh)
