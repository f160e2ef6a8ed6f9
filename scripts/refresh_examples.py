"""Run the examples of pages, and let them show what comes out now.

    python -m scripts.refresh_examples README.md docs/tutorial.md ...

Where a change is meant to change what is predicted, this writes the new outputs into
the pages: those of Python (doctests), and of blocks of ``sh`` that have a block of
``text`` behind them.  Read what it changed; tests only see that it is true.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHELL = re.compile(r"^```sh\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", flags=re.M | re.S)


def main() -> None:
    """Refresh the pages that are named."""
    for page in map(Path, sys.argv[1:]):
        before = page.read_text(encoding="utf-8")
        page.write_text(with_fresh_shell(page), encoding="utf-8")
        page.write_text(with_fresh_python(page), encoding="utf-8")
        after = page.read_text(encoding="utf-8")
        print(f"{page}: {'as it was' if after == before else 'changed'}")


# Python ------------------------------------------------------------------------------


class Recorder(doctest.DocTestRunner):
    """Runs examples, and keeps what those gave that gave something else."""

    def __init__(self) -> None:
        super().__init__(verbose=False, optionflags=doctest.NORMALIZE_WHITESPACE)
        self.given: list[tuple[doctest.Example, str]] = []

    def report_failure(self, out, test, example, got) -> None:
        """Keep what came out."""
        self.given.append((example, got))


def with_fresh_python(page: Path) -> str:
    """Give the text of a page with what its Python gives; what raises stays."""
    text, runner = page.read_text(encoding="utf-8"), Recorder()
    examples = doctest.DocTestParser().get_doctest(text, {}, page.name, None, 0)
    runner.run(examples, out=lambda _: None)
    lines = text.splitlines(keepends=True)
    for example, got in reversed(runner.given):
        begin = example.lineno + example.source.count("\n")
        shown = re.sub(r"^\n", "<BLANKLINE>\n", got, flags=re.M)
        lines[begin : begin + example.want.count("\n")] = [shown]
    return "".join(lines)


# Shell -------------------------------------------------------------------------------


def shell_blocks(page: Path) -> Iterator[re.Match[str]]:
    """Give the commands of each block of a page, and what it shows, if it does."""
    text = page.read_text(encoding="utf-8")
    # The Quick start sets up what the others use; .ci/run tries it.
    begin = text.find("\n## ", text.find("## Quick start") + 1)
    return SHELL.finditer(text, begin if "## Quick start" in text else 0)


def after_quick_start(folder: Path) -> Path:
    """Make of a folder one in which the Quick start seems to have been run."""
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    (programs / "activate").write_text(f"PATH='{programs}':$PATH\n")
    plastic = f"#!/bin/sh\nexec '{sys.executable}' -m plastic \"$@\"\n"
    (programs / "plastic").write_text(plastic)
    (programs / "plastic").chmod(0o755)
    return folder


def shown_by(commands: str, folder: Path) -> str:
    """Run commands in a terminal of 80 columns, and give what is seen there."""
    import pty  # which Windows has not

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
        seen = b"".join(read_all(here)).decode()
    os.close(here)
    if running.returncode:
        raise RuntimeError(f"{commands}{seen}")
    # Tables end with space, and some with an empty line.
    return "".join(f"{line.rstrip()}\n" for line in seen.strip().splitlines())


def read_all(terminal: int) -> Iterator[bytes]:
    """Give what is written to a terminal until nobody has it open any more."""
    try:
        while read := os.read(terminal, 4096):
            yield read
    except OSError:  # how Linux says so
        return


def with_fresh_shell(page: Path) -> str:
    """Give the text of a page with what its commands show, if it shows any of that."""
    text = page.read_text(encoding="utf-8")
    blocks = [*shell_blocks(page)]
    if not any(block[2] for block in blocks):
        return text
    with tempfile.TemporaryDirectory() as name:
        folder = after_quick_start(Path(name))
        seen = [shown_by(block[1], folder) for block in blocks]
    for block, shown in reversed([*zip(blocks, seen)]):
        if block[2]:
            text = text[: block.start(2)] + shown + text[block.end(2) :]
    return text


if __name__ == "__main__":
    main()
