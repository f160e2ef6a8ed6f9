"""Schemathesis: requests made up from the service's own description, by the thousand.

Each answer must be one that the description has: its status, its type, its schema;
what the description allows must be taken, and what it does not must be refused.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import plastic

from ..common import Missing
from .running import TOKEN, running

BUNDLED = "names.txt"
# What refuses a request that is not as described: as schemathesis has it, and 413, for
# what it makes up can be too large as well.
SETTINGS = """
[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 428, 429]
"""


def described(folder: Path | None = None, examples: int = 700) -> tuple[int, list[str]]:
    """Try the service; give how many requests there were, and what went wrong.

    Parameters
    ----------
    folder : pathlib.Path, optional
        Where to work.
    examples : int
        How many requests a verb, besides those of all its fields' bounds.
    """
    if find_spec("schemathesis") is None:
        raise Missing("needs the package schemathesis")
    with tempfile.TemporaryDirectory(dir=folder) as inside:
        path = Path(inside, "names.plastic")
        plastic.train(BUNDLED).save(path)
        with running(path, 1, "--rate", "1000000") as service:
            return _tried(service.address, Path(inside), examples)


def _tried(address: str, folder: Path, examples: int) -> tuple[int, list[str]]:
    beside = Path(sys.executable).with_name("schemathesis")
    program = str(beside) if beside.exists() else shutil.which("schemathesis")
    (folder / "schemathesis.toml").write_text(SETTINGS)
    command = [
        *(program, "run", f"{address}/openapi.json", "--seed", "0", "--no-color"),
        *("--header", f"Authorization: Bearer {TOKEN}", "--exclude-path", "/events"),
        *("--max-examples", str(examples), "--phases", "coverage,fuzzing"),
        *("--checks", "all", "--continue-on-failure"),
    ]
    told = subprocess.run(command, capture_output=True, text=True, cwd=folder)
    counted = re.search(r"([\d,]+) generated", told.stdout)
    if counted is None:
        raise AssertionError(told.stdout[-2_000:] + told.stderr[-2_000:])
    failures = re.findall(
        r"Test Case ID: \w+\s+(.*?)\s+Reproduce with", told.stdout, re.DOTALL
    )
    if told.returncode and not failures:
        failures = [told.stdout[-2_000:]]
    return int(counted[1].replace(",", "")), failures
