"""Odd lines first: which requests of a web shop went wrong, and why.

The log is made up, 2,000 requests with a request's number in each line.  Three of
them are broken, each in another way; nobody tells the detector which, or what
broken means.  It judges a request when it is over, and learns it then, an odd one
like any other: what comes again and again is odd no more.  Of a log of your own say
what the lines of a session share, as `key` does here.

    python examples/logs_and_anomalies.py
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from plastic.streams.logs.watch import LogWatch

BROKEN = {
    1500: ["POST /pay", "200 OK"],  # paid, and the card was never charged
    1700: ["GET /cart", "200 OK", "200 OK"],  # answered twice
    1900: ["GET /cart", "query took 7 ms", "ERROR deadlock detected", "200 OK"],
}


def request(number: int, rng: random.Random) -> list[str]:
    """Make the events of one request, most of them as they should be."""
    if number in BROKEN:
        return BROKEN[number]
    if rng.random() < 0.3:
        return ["POST /pay", f"charged {rng.randrange(500)} euros", "200 OK"]
    queries = rng.randint(1, 3)
    return ["GET /cart", *[f"query took {rng.randrange(9)} ms"] * queries, "200 OK"]


def log(requests: int = 2000, seed: int = 0) -> Iterator[str]:
    """Write the log, a line an event, a request a second."""
    rng = random.Random(seed)
    for number in range(requests):
        clock = f"2026-11-26 {9 + number // 3600:02}:{number // 60 % 60:02}"
        for event in request(number, rng):
            yield f"{clock}:{number % 60:02} request={number} {event}"


def main() -> None:
    """Read the log as it comes; tell what is odd as soon as a request is over."""
    watch = LogWatch(key=r"request=(\d+)", gap=20, drain=False)
    judged = [verdict for line in log() for verdict in watch.feed(line)]
    judged += watch.rest()
    alarms = [told for told in judged if told.verdict.is_alarm]
    print(f"{len(alarms)} of {len(judged)} requests are odd:")
    for name, at, _, verdict in alarms:
        print(f"  request {name} at {at}: {verdict.why}")


if __name__ == "__main__":
    main()
