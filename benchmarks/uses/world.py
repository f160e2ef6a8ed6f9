"""A world: a few memories and files, and a hundred random calls upon them.

After each call every memory must be sound; what a call that failed was to change
must be as it was; and it may only have failed by an error of plastic's own.
"""

from __future__ import annotations

import inspect
import os
import signal
import tempfile
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import networkx as nx

import plastic
from plastic import DamageWarning, PlasticError, PlasticMemory, Recipe, Seq2SeqMemory

from . import of_files, of_memories
from .call import Call
from .values import Own

MOST_SECONDS = 20  # of a call; then it is taken to hang
MOST_SAMPLES, MOST_SYMBOLS = 40, 400  # of a memory, which is then made anew
SMALL = Recipe(near=2, beginning=1, together=2, fading=((2, 3),))


class Outcome(NamedTuple):
    """What became of a call.

    Attributes
    ----------
    name : str
        Of what was called.
    end : str
        ``"returned"``, the name of an error, or ``"WRONG: .."``.
    """

    name: str
    end: str


class Hangs(BaseException):
    """A call does not end."""


class World:
    """What random calls are made upon.

    Parameters
    ----------
    seed, number : int
        Say which calls these are.
    folder : pathlib.Path
        An empty one, for its files.
    """

    def __init__(self, seed: int, number: int, folder: Path) -> None:
        self.rng, self.folder = Random(f"{seed} {number}"), folder
        (folder / "read_only").mkdir()
        os.chmod(folder / "read_only", 0o500)
        (folder / "a.txt").write_text("ab\nabc\n\nb\n", encoding="utf-8")
        (folder / "b.tsv").write_text("ab\tba\nabc\tcba\n", encoding="utf-8")
        (folder / "c.json").write_text("{}", encoding="utf-8")
        self.pairs = Seq2SeqMemory(budget=3_000)
        self.memories: dict[str, PlasticMemory] = {}
        for name in ("strings", "sequences", "few", "closed", "open"):
            self.begin(name)

    def close(self) -> None:
        """Let go of files."""
        self.memories["open"].close()  # type: ignore[attr-defined]

    def begin(self, name: str) -> None:
        """Make a memory anew."""
        if name == "open":
            if name in self.memories:
                self.close()
            file = self.folder / f"open{len(os.listdir(self.folder))}.plastic"
            memory: PlasticMemory = plastic.open(file, recipe=SMALL)
        elif name == "few":
            memory = PlasticMemory(capacity=4, recipe=SMALL)
        elif name == "closed":
            memory = PlasticMemory(alphabet="abcde", recipe=SMALL, horizon=4)
        else:
            memory = PlasticMemory(recipe=SMALL)
        self.memories[name] = memory

    def kind(self, name: str) -> type:
        """Say what kind of samples a memory is taught, mostly."""
        return tuple if name == "sequences" else str

    def outcomes(self, count: int) -> Iterator[Outcome]:
        """Make random calls."""
        for _ in range(count):
            name = self.rng.choice(list(self.memories))
            yield self.outcome(name, self.call(name))
            held = self.memories[name].samples
            if held.total() > MOST_SAMPLES or sum(map(len, held)) > MOST_SYMBOLS:
                self.begin(name)

    def call(self, name: str) -> Call:
        """Make up the next call."""
        rng, memory = self.rng, self.memories[name]
        at = rng.random()
        if at < 0.1:
            return of_files.pairs_call(rng, self.pairs, self.folder)
        if at < 0.14:
            return of_files.from_file(rng, self.folder)
        if at < 0.17:
            return of_files.to_file(rng, memory, self.folder)
        if at < 0.19:
            return of_files.command(rng, self.folder)
        if at < 0.195:
            return of_memories.plot(rng, memory, self.kind(name))
        if at < 0.215:
            other = rng.choice([*self.memories.values(), self.pairs, None])
            return Call("merge", memory.merge, (other,))
        make = rng.choice(
            [
                *([of_memories.teach] * 5),
                *([of_memories.ask] * 3),
                *(of_memories.make_up, of_memories.sleep, of_memories.copies),
                *(of_memories.look, of_memories.look, of_memories.look_at_graph),
                *(of_memories.draw, of_files.module),
            ]
        )
        return make(rng, memory, self.kind(name))

    def outcome(self, name: str, call: Call) -> Outcome:
        """Make a call, and tell what came of it."""
        memory, before = self.memories[name], [*map(held, self.memories.values())]
        pairs = self.pairs.pairs, self.pairs.goals, self.pairs.get_params()
        end, failed = ended(call)
        if failed and not call.streams:
            if [*map(held, self.memories.values())] != before:
                end = wrong(call, f"half done after {end}")
            if (self.pairs.pairs, self.pairs.goals, self.pairs.get_params()) != pairs:
                end = wrong(call, f"half done in pairs after {end}")
        try:
            with no_longer_than(MOST_SECONDS):
                sound(memory, call)
        except BaseException:  # noqa: BLE001 - whatever it is, it is to be told
            end = wrong(call, f"unsound after {end}: {traceback.format_exc()}")
            self.begin(name)
        return Outcome(call.name.split()[0], end)


def held(memory: PlasticMemory) -> tuple[Any, ...]:
    """Give what must not change when a call fails."""
    sleep = memory._state.sleep
    found = sleep.found  # which is read anew where a file goes back to what it was
    told = None if found is None else (found.keys.tolist(), found.strengths.tolist())
    params = sorted((name, repr(each)) for name, each in memory.get_params().items())
    return list(memory.samples.items()), told, sleep[1:], params


def sound(memory: PlasticMemory, call: Call) -> None:
    """Assert that a memory is sound."""
    memory.check()
    if not abs(sum(memory.predict_proba().values()) - 1) < 1e-6:
        raise AssertionError("probabilities do not add up to 1")
    held, total = memory.samples, memory.samples.total()
    if total != sum(held.values()) or min(held.values(), default=1) < 1:
        raise AssertionError("samples are not counted")
    capacity = memory.get_params()["capacity"]
    if capacity is not None and total > capacity:
        raise AssertionError("it holds more than it may")


def ended(call: Call) -> tuple[str, bool]:
    """Make a call; tell how it ended, and whether it failed."""
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            with no_longer_than(MOST_SECONDS):
                call.function(*call.args, **call.kwargs)
            end, failed = "returned", False
        except (PlasticError, Own) as error:
            end, failed = type(error).__name__, True
        except BaseException as error:  # noqa: BLE001 - whatever it is
            fits = fits_signature(call)
            # Of what cannot be hashed or shown networkx cannot say that it is missing.
            as_networkx = (
                *(nx.NetworkXException, KeyError, TypeError, AttributeError),
                RuntimeError,
            )
            if isinstance(error, TypeError) and not fits:
                end, failed = "TypeError", True
            elif call.as_networkx and isinstance(error, as_networkx):
                end, failed = "networkx", True
            else:
                return wrong(call, traceback.format_exc()), True
    ours = [
        each
        for each in warned
        if Path(plastic.__file__).parent in Path(each.filename).parents
        and each.category is not DamageWarning
    ]
    return (wrong(call, f"warned: {ours[0]}") if ours else end), failed


def fits_signature(call: Call) -> bool:
    """Tell whether Python lets a function be called with such arguments at all."""
    if "no_such_argument" in call.kwargs:
        return False
    try:
        inspect.signature(call.function).bind(*call.args, **call.kwargs)
    except TypeError:
        return False
    return True


def wrong(call: Call, what: str) -> str:
    """Tell what must not be, and of which call."""
    given = [*map(brief, call.args)]
    given += [f"{name}={brief(each)}" for name, each in call.kwargs.items()]
    return f"WRONG: {call.name}({', '.join(given)})\n{what}"


def brief(thing: object) -> str:
    """Show any argument."""
    try:
        return ascii(thing)[:300]
    except Exception:  # noqa: BLE001 - some cannot be shown
        return f"a {type(thing).__name__}"


@contextmanager
def no_longer_than(seconds: int) -> Iterator[None]:
    """Interrupt what takes longer, where the system can."""

    def interrupt(*_: object) -> None:
        raise Hangs

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def made(seed: int, number: int) -> Iterator[World]:
    """Make a world in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        there = Path.cwd()
        os.chdir(folder)  # for what writes where it stands
        world = World(seed, number, Path(folder))
        try:
            yield world
        finally:
            os.chdir(there)
            world.close()
            os.chmod(Path(folder, "read_only"), 0o700)
