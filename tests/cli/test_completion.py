"""Completion in a real shell."""

import shutil
import subprocess
import sys

import pytest
from test_cli import ENV

bash = pytest.mark.skipif(not shutil.which("bash"), reason="no bash here")

TRY = """
set -e
plastic --install-completion > /dev/null
source "$HOME/.bashrc"
try() {
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
    _plastic_completion plastic "${COMP_WORDS[$COMP_CWORD]}"
    echo "${COMPREPLY[*]}"
}
try plastic com
try plastic score x --by ""
try plastic complete --aw
"""


@pytest.mark.thorough
@bash
def test_it_is_installed_and_completes(tmp_path):
    command = tmp_path / "bin" / "plastic"
    command.parent.mkdir()
    start = "from plastic.cli.start import main; main()"
    command.write_text(f"#!/bin/sh\nexec {sys.executable} -c '{start}' \"$@\"\n")
    command.chmod(0o755)
    path = f"{command.parent}:{ENV['PATH']}"
    told = subprocess.run(
        ["bash", "-c", TRY],
        env={**ENV, "HOME": str(tmp_path), "PATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.splitlines() == ["complete", "mean sum max", "--awake"]
