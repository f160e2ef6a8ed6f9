"""A service in a process of its own, and what it takes of the machine."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import plastic

from ..common import makemore_names

TOKEN = "benchmark-0123456789"
ROOT = Path(__file__).parents[2]


class Running(NamedTuple):
    """A service that runs.

    Attributes
    ----------
    address : str
        Of the service.
    port : int
        Likewise.
    process : int
        The number of the process that listens.
    """

    address: str
    port: int
    process: int

    def processes(self) -> list[int]:
        """List the process that listens and its readers."""
        tasks = Path(f"/proc/{self.process}/task").glob("*/children")
        return [
            self.process,
            *(int(n) for file in tasks for n in file.read_text().split()),
        ]

    def cpu(self) -> float:
        """Give the CPU seconds that they took so far."""
        ticks = 0
        for process in self.processes():
            stat = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            ticks += int(stat[11]) + int(stat[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def megabytes(self) -> float:
        """Give the memory that they hold together; what they share counts once each."""
        pages = sum(
            int(Path(f"/proc/{process}/statm").read_text().split()[1])
            for process in self.processes()
        )
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


@contextlib.contextmanager
def running(path: Path, readers: int, *more: str) -> Iterator[Running]:
    """Serve a file; at the end it is stopped."""
    token = path.with_name(f"{path.name}.token")
    token.write_text(TOKEN)
    command = [sys.executable, "-m", "plastic", "serve", str(path), "--port", "0"]
    options = ["--token-file", str(token), "--readers", str(readers), *more]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [*command, *options], stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            line = process.stderr.readline()
            address = line.partition(" is served at ")[2].split()[0]
            yield Running(address, int(address.rpartition(":")[2]), process.pid)
        finally:
            process.terminate()
            process.communicate()


@contextlib.contextmanager
def names_served(readers: int) -> Iterator[Running]:
    """Serve makemore's names, which the memory has slept over."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "names.plastic")
        plastic.train(makemore_names()).save(path)
        with running(path, readers) as service:
            yield service
