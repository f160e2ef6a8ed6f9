"""Kill -9 while a service learns: all that was acknowledged is there.

    python -m benchmarks.service kills [--kills 1000] [--seed 0]

Eight clients learn and forget names of their own while the service is killed, after a
random number of changes was acknowledged.  Then the file must open, check() must hold,
and for each name it must hold what was acknowledged last, or what was in flight.
"""

from __future__ import annotations

import os
import random
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import plastic
from plastic.client import Client

from .running import TOKEN, running

CLIENTS = 8
NAMES = 5  # of each client
MOST = 200  # changes acknowledged before the kill: of some batches, and amid one


class Finding(NamedTuple):
    """What a kill led to.

    Attributes
    ----------
    acknowledged : int
        How many changes were.
    in_flight : int
        How many changes were asked for and not answered.
    lost : list of str
        What the file does not hold as it was acknowledged.
    unsaid : list of str
        What it holds that nobody taught.
    """

    acknowledged: int
    in_flight: int
    lost: list[str]
    unsaid: list[str]


def kills(times: int, seed: int) -> Iterator[Finding]:
    """Kill so often, and look each time; the file is used on and on."""
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "names.plastic")
        plastic.PlasticMemory().fit(["emma", "ava"]).save(path)
        for _ in range(times):
            held = dict(plastic.load(path).samples)
            pupils = [
                _Pupil(number, held, rng.randrange(2**32)) for number in range(CLIENTS)
            ]
            with running(path, readers=0) as service:
                for pupil in pupils:
                    pupil.begin(service.address)
                most = rng.randrange(MOST)
                while sum(pupil.acknowledged for pupil in pupils) <= most:
                    time.sleep(0.0005)
                os.kill(service.process, signal.SIGKILL)
                for pupil in pupils:
                    pupil.thread.join()
            yield _look(path, pupils)


class _Pupil:
    """A client that learns and forgets its own names, and remembers what was said."""

    def __init__(self, number: int, held: dict[str, int], seed: int) -> None:
        self.names = [f"pupil{number}name{name}" for name in range(NAMES)]
        self.held = {name: held.get(name, 0) for name in self.names}
        self.maybe: tuple[str, int] | None = None  # what was asked last
        self.acknowledged = 0
        self._rng = random.Random(seed)

    def begin(self, address: str) -> None:
        """Begin to learn, in a thread."""
        self.thread = threading.Thread(target=self._learn, args=[address])
        self.thread.start()

    def _learn(self, address: str) -> None:
        with Client(address, TOKEN) as client:
            while True:
                name = self._rng.choice(self.names)
                forgets = self.held[name] > 0 and self._rng.random() < 0.3
                after = self.held[name] + (-1 if forgets else 1)
                self.maybe = name, after
                try:
                    (client.forget if forgets else client.learn)(name)
                except plastic.ServiceError:
                    return  # it was killed
                self.held[name], self.maybe = after, None
                self.acknowledged += 1


def _look(path: Path, pupils: list[_Pupil]) -> Finding:
    with plastic.open(path) as memory:
        memory.check()
        found = dict(memory.samples)
    lost = []
    known = {"emma", "ava"}
    for pupil in pupils:
        known.update(pupil.names)
        for name, times in pupil.held.items():
            allowed = {times}
            if pupil.maybe is not None and pupil.maybe[0] == name:
                allowed.add(pupil.maybe[1])
            if found.get(name, 0) not in allowed:
                lost.append(f"{name}: {found.get(name, 0)}, not {sorted(allowed)}")
    return Finding(
        sum(pupil.acknowledged for pupil in pupils),
        sum(pupil.maybe is not None for pupil in pupils),
        lost,
        sorted(found.keys() - known),
    )
