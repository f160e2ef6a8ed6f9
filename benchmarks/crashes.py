"""Kill -9 while a memory lives in its file: all that was acknowledged is there.

python -m benchmarks.crashes [--kills 1000] [--seed 0]

A process of its own opens a file, learns, forgets, sleeps, closes, and says so
through a pipe when a verb begins and when it has returned.  It is killed at a
random point of a verb.  Then the file must open, check() must hold, and it
must hold what a memory without a file would, that was told the same.
"""

from __future__ import annotations

import argparse
import contextlib
import copy
import os
import random
import signal
import tempfile
import threading
import time
import traceback
import warnings
from collections import Counter, deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tqdm import tqdm

import plastic
from plastic import PlasticMemory, Recipe
from plastic.storage import journal

from .common import Table

SMALL = Recipe(near=2, beginning=1, together=2, exact=1, fading=((2, 3),), gate=0.0)
VERBS = {  # how often each, and how often it is the one to be killed in
    "open": 1,
    "close": 2,
    "learn": 4,
    "forget": 4,
    "consolidate": 4,
    "partial_fit": 4,
    "fit": 2,
    "merge": 2,
    "set_params": 2,
}
KINDS: list[dict[str, Any]] = [  # of memories, one after the other
    {},
    {"words": True},
    {"capacity": 12},
    {"capacity": 12, "evict": "rarest"},
]
KILLS_A_LIFE = 20  # then a new file is begun
REMEMBERED = 300  # samples taught last, of which no byte may be left if forgotten


class Act(NamedTuple):
    """A verb, and what it is given."""

    verb: str
    given: Any = None


class Finding(NamedTuple):
    """What a kill led to."""

    verb: str  # in flight
    outcome: str  # "there", "not there", "a part", or what went wrong


def run(quick: bool) -> list[Table]:
    """Measure for RESULTS.md."""
    return [table(list(kill(50 if quick else 1_000, seed=0)))]


def kill(kills: int, seed: int) -> Iterator[Finding]:
    """Kill so often, and look each time."""
    # Its own lock is shared between processes, and a killed one may have had it.
    tqdm.set_lock(threading.RLock())
    tqdm.monitor_interval = 0
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        life = None
        for number in range(kills):
            if number % KILLS_A_LIFE == 0 or life.broken:
                kind = KINDS[number // KILLS_A_LIFE % len(KINDS)]
                life = Life(Path(folder, f"{number}.plastic"), rng, **kind)
            yield life.kill()


class Life:
    """A file that is used, and killed in use, again and again.

    Parameters
    ----------
    path : pathlib.Path
        The file; there is none yet.
    rng : random.Random
        Chooses everything.
    words : bool
        Whether its samples are sequences of words.
    **params
        Its hyperparameters.
    """

    def __init__(
        self, path: Path, rng: random.Random, words: bool = False, **params: Any
    ) -> None:
        self.path, self.rng, self.words = path, rng, words
        self.params = {"recipe": SMALL, **params}
        self.model = PlasticMemory(**self.params)  # what the file must hold
        self.taught: deque[str] = deque(maxlen=REMEMBERED)
        self.seconds = dict.fromkeys(VERBS, 0.01)  # that a verb takes
        self.broken = False

    def kill(self) -> Finding:
        """Let a process use the file, kill it, and look what is left."""
        again = self.rng.random() < 0.25  # while it recovers from the last time
        acts = [Act("open")] if again else list(self._plan())
        begun, done = self._strike(acts)
        for act in acts[:done]:
            perform(self.model, act)
        verb = acts[done].verb if begun > done else "between verbs"
        if again or self.rng.random() < 0.25:
            self._strike([Act("open")])
            verb += ", then open" if verb != "open" else ""
        in_flight = acts[done] if begun > done else Act("open")
        try:
            return Finding(verb, self._look(in_flight))
        except Exception as error:  # noqa: BLE001 - it is what we look for
            self.broken = True
            return Finding(verb, f"BROKEN: {error!r:.300}")

    def _plan(self) -> Iterator[Act]:
        """Give some acts; the last one is to be killed in."""
        yield Act("open")
        verbs = self.rng.choices(list(VERBS), list(VERBS.values()), k=5)
        is_open = True
        for verb in verbs:
            if verb == "open" or not is_open:
                if is_open:
                    yield Act("close")
                yield Act("open")
                is_open = True
            if verb != "open":
                yield Act(verb, self._given(verb))
                is_open = verb != "close"

    def _given(self, verb: str) -> Any:
        if verb == "forget":
            return self.rng.randrange(1_000)
        if verb == "set_params":
            return {"horizon": self.rng.choice([3, 24])}
        if verb in ("consolidate", "close"):
            return None
        samples = [self._sample() for _ in range(self.rng.randint(1, 8))]
        return samples[0] if verb == "learn" else samples

    def _sample(self) -> str | tuple[str, ...]:
        if self.taught and self.rng.random() < 0.3:  # an old one, again
            text = self.rng.choice(self.taught)
        else:
            text = "".join(self.rng.choices("abcdefgh", k=10))
            self.taught.append(text)
        return (text, "and", text) if self.words else text

    def _strike(self, acts: list[Act]) -> tuple[int, int]:
        """Kill a process in its last act; tell how many it began and finished."""
        span = 1.1 * self.seconds[acts[-1].verb]
        with in_child(lambda say: live(self.path, self.params, acts, say)) as child:
            began = []
            while len(began) < 2 * len(acts) - 1 and child.hear():
                began.append(time.monotonic())
            if began and len(acts) > 1:
                for act, first, last in zip(acts, began[::2], began[1::2]):
                    self.seconds[act.verb] += (
                        last - first - self.seconds[act.verb]
                    ) / 4
            time.sleep(self.rng.uniform(0, span))
            said = len(began) + child.end()
        return (said + 1) // 2, said // 2

    def _look(self, act: Act) -> str:
        """Find the file as it must be, or raise an error."""
        with plastic.open(self.path, **self.params) as memory:
            memory.check()
            found = [one for one in outcomes(self.model, act) if same(memory, one[1])]
            if not found:
                raise AssertionError(
                    f"{act} led from {dict(self.model.samples)} to "
                    f"{dict(memory.samples)}"
                )
        outcome, self.model = found[0]
        if self.model.capacity is None:
            self._look_for_bytes()
        return outcome

    def _look_for_bytes(self) -> None:
        """Demand that nothing is left of what was forgotten."""
        beside = self.path.parent.glob(f"{self.path.name}*")
        content = b"".join(file.read_bytes() for file in beside)
        held = {one[0] if self.words else one for one in self.model.samples}
        left = [one for one in self.taught if one.encode() in content]
        if not held.issuperset(left):
            raise AssertionError(f"bytes of {set(left) - held} are left")


def live(
    path: Path, params: dict[str, Any], acts: list[Act], say: Callable[[], Any]
) -> None:
    """Do all acts, and say when each begins and when it is done."""
    journal.MOST_PENDING = 4  # so that there are many transactions in a row
    memory = None
    for act in acts:
        say()
        if act.verb == "open":
            memory = plastic.open(path, **params)
        elif act.verb == "close":
            memory.close()
        else:
            perform(memory, act)
        say()


def perform(memory: PlasticMemory, act: Act) -> None:
    """Do what an act says; without a file there is nothing to open and close."""
    verb, given = act
    held = list(memory.samples)
    if verb == "forget" and held:
        memory.forget(held[given % len(held)])
        if memory.state._sleep_names_what_is_gone():  # as plastic.open() promises
            memory.state.discard_sleep()
    elif verb == "consolidate" and held:
        memory.consolidate()
    elif verb == "merge":
        memory.merge(PlasticMemory(**memory.get_params()).fit(given))
    elif verb == "set_params":
        memory.set_params(**given)
    elif verb in ("learn", "fit", "partial_fit"):
        getattr(memory, verb)(given)


def outcomes(model: PlasticMemory, act: Act) -> Iterator[tuple[str, PlasticMemory]]:
    """Give all memories that there may be after a crash during an act."""
    yield "not there", model
    after = copy.copy(model)
    perform(after, act)
    yield "there", after
    if act.verb not in ("partial_fit", "merge"):
        return
    part = copy.copy(model)
    other = PlasticMemory(**model.get_params()).fit(act.given).samples
    samples = other.items() if act.verb == "merge" else [(s, 1) for s in act.given]
    for sample, times in samples:
        part.learn(sample, times)
        yield "a part", copy.copy(part)
        if act.verb == "partial_fit" and part._is_tired():
            part.consolidate()
            yield "a part", copy.copy(part)


def same(one: PlasticMemory, other: PlasticMemory) -> bool:
    """Whether two memories are the same, the order of their samples included."""
    mine, theirs = one.state.sleep, other.state.sleep
    return (
        list(one.samples.items()) == list(other.samples.items())
        and one.get_params() == other.get_params()
        and mine[1:] == theirs[1:]
        and (mine.found is None) == (theirs.found is None)
        and one.predict_proba() == other.predict_proba()
    )


# Processes -------------------------------------------------------------------------


class Child:
    """A process that says a byte now and then."""

    def __init__(self, process: int, pipe: int) -> None:
        self.process, self.pipe, self.ended = process, pipe, False

    def hear(self) -> bool:
        """Wait for a byte; tell whether there was one before the end."""
        said = os.read(self.pipe, 1)
        if said == b"!":
            raise AssertionError(os.read(self.pipe, 100_000).decode())
        return bool(said)

    def end(self) -> int:
        """Kill it; count the bytes that it said and nobody heard."""
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        self.ended = True
        heard = 0
        while self.hear():
            heard += 1
        return heard


@contextlib.contextmanager
def in_child(work: Callable[[Callable[[], Any]], None]) -> Iterator[Child]:
    """Call a function in a forked process, with a function by which to say a byte."""
    hear, say = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # numpy has threads
        process = os.fork()
    if process == 0:
        try:
            work(lambda: os.write(say, b"."))
        except BaseException:  # noqa: BLE001 - the parent raises it
            os.write(say, b"!" + traceback.format_exc().encode())
        finally:
            os._exit(0)
    os.close(say)
    child = Child(process, hear)
    try:
        yield child
    finally:
        if not child.ended:
            child.end()
        os.close(hear)


# Telling ---------------------------------------------------------------------------


def table(findings: list[Finding]) -> Table:
    """Count what was found, by the verb in flight."""
    columns = ["there", "not there", "a part"]
    counted = Counter(
        (one.verb, one.outcome if one.outcome in columns else "BROKEN")
        for one in findings
    )
    rows = []
    for verb in sorted({one.verb for one in findings}):
        counts = [counted[verb, column] for column in [*columns, "BROKEN"]]
        rows.append([verb, str(sum(counts)), *map(str, counts)])
    totals = [sum(int(row[at]) for row in rows) for at in range(1, 6)]
    rows.append(["all", *map(str, totals)])
    note = (
        "*there*, *not there*: what the verb in flight was to change; before it, all "
        "that was acknowledged was there, in its order, and nothing twice. *BROKEN*: "
        "anything else. *then open*: killed once more while it recovered."
    )
    header = ["killed in", "kills", *columns, "BROKEN"]
    return Table(f"Kill -9 at {len(findings):,} random points", header, rows, note)


def main() -> None:
    """Kill, and tell; exit with 1 if anything was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    findings = list(kill(options.kills, options.seed))
    broken = [one for one in findings if "BROKEN" in one.outcome]
    for one in broken:
        print(one)
    print(table(findings).markdown())
    raise SystemExit(bool(broken))


if __name__ == "__main__":
    main()
