"""Load: sixteen clients, each of which asks again as soon as it is answered."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ..common import makemore_split
from .running import TOKEN, Running, names_served

CLIENTS = 16
LETTERS = range(1, 7)  # of a prefix, each as often


class Measured(NamedTuple):
    """What a load led to.

    Attributes
    ----------
    what : str
        Was asked.
    readers : int
        How many there were.
    rate : float
        Answers a second.
    cpu : float
        Microseconds of CPU an answer, of all processes of the service.
    times : dict
        Letters of the prefix (0: not a matter of it) -> milliseconds that each
        answer took, in order.
    """

    what: str
    readers: int
    rate: float
    cpu: float
    times: dict[int, list[float]]

    def percentile(self, part: float, least: int = 0) -> float:
        """Give the milliseconds that so many of the answers took at the most."""
        times = sorted(
            t
            for letters, found in self.times.items()
            if letters >= least
            for t in found
        )
        return times[min(len(times) - 1, int(part * len(times)))]


class Question(NamedTuple):
    """What is asked, and how many letters its prefix has."""

    path: str
    body: dict
    letters: int = 0


def measure(seconds: float, readers: int) -> list[Measured]:
    """Ask in four ways, one after the other."""
    _, tested = makemore_split()
    rng = random.Random(0)
    measured = []
    with names_served(readers) as service:
        for what, make in KINDS.items():
            if what == KNOWN:  # or it would be a matter of how long it is asked
                under_load(service, readers, "once", _each_once(tested), 600)
            found = under_load(service, readers, what, make(tested, rng), seconds)
            measured.append(found)
    return measured


def _each_once(names: list[str]) -> Iterator[Question]:
    for letters in LETTERS:
        for prefix in sorted({name[:letters] for name in names}):
            yield Question("/complete", {"prefix": prefix, "n": 5})


def _completions(
    names: list[str], rng: random.Random, fresh: bool
) -> Iterator[Question]:
    while True:
        letters = rng.choice(LETTERS)
        name = rng.choice(names)
        if len(name) < letters:
            continue
        body = {"prefix": name[:letters], "n": 5}
        if fresh:  # the same work, and yet a question that was not asked before
            body["max_steps"] = 4_000 + rng.randrange(1_000)
        yield Question("/complete", body, letters)


def _predictions(names: list[str], rng: random.Random) -> Iterator[Question]:
    while True:
        name = rng.choice(names)
        context = name[: rng.randrange(len(name) + 1)]
        yield Question(
            "/predict", {"context": context, "top": 100 + rng.randrange(900)}
        )


def _lessons(names: list[str], rng: random.Random) -> Iterator[Question]:
    while True:
        yield Question("/learn", {"sample": rng.choice(names) + rng.choice(names)})


KNOWN = "complete, of 5, from the cache"
KINDS: dict[str, Callable[[list[str], random.Random], Iterator[Question]]] = {
    "complete, of 5, not in the cache": lambda n, rng: _completions(n, rng, fresh=True),
    KNOWN: lambda n, rng: _completions(n, rng, fresh=False),
    "predict, not in the cache": _predictions,
    "learn, on disk": _lessons,
}


def under_load(
    service: Running,
    readers: int,
    what: str,
    questions: Iterator[Question],
    seconds: float,
    clients: int = CLIENTS,
) -> Measured:
    """Ask for so long, and measure."""
    times: dict[int, list[float]] = {}
    before, begun = service.cpu(), time.perf_counter()
    asyncio.run(_all_ask(service.port, questions, begun + seconds, times, clients))
    took, cpu = time.perf_counter() - begun, service.cpu() - before
    answers = sum(map(len, times.values()))
    return Measured(what, readers, answers / took, 1e6 * cpu / answers, times)


async def _all_ask(
    port: int,
    questions: Iterator[Question],
    until: float,
    times: dict[int, list[float]],
    clients: int,
) -> None:
    await asyncio.gather(*(_ask(port, questions, until, times) for _ in range(clients)))


async def _ask(
    port: int,
    questions: Iterator[Question],
    until: float,
    times: dict[int, list[float]],
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while (begun := time.perf_counter()) < until:  # what is drawn is asked, too
        if (question := next(questions, None)) is None:
            break
        writer.write(written(question))
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].split()[0])
        content = await reader.readexactly(length)
        if not head.startswith(b"HTTP/1.1 200"):
            raise AssertionError(f"{question} was answered with {head!r} {content!r}")
        took = 1_000 * (time.perf_counter() - begun)
        times.setdefault(question.letters, []).append(took)
    writer.close()
    await writer.wait_closed()


def written(question: Question) -> bytes:
    """Write a question as HTTP."""
    body = json.dumps(question.body).encode()
    return (
        b"POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        b"Authorization: Bearer %s\r\nContent-Length: %d\r\n\r\n%s"
    ) % (question.path.encode(), TOKEN.encode(), len(body), body)
