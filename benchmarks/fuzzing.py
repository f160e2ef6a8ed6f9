"""Hostile files: mutated ones are refused, or open to a sound memory.

python -m benchmarks.fuzzing --files 100000 --seed 0

Each file is read by ``plastic.load`` and opened by ``plastic.open`` in a process
with a limit on its memory, and watched by another one.  What goes wrong is
printed with the file's number; ``--only NUMBER`` makes that file again.
"""

from __future__ import annotations

import argparse
import logging
import multiprocessing
import os
import re
import resource
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

import plastic
from plastic import DamageWarning, NotLearnedError, PlasticError, PlasticMemory

from .common import Table, peak_megabytes, resident_megabytes
from .mutations import SHARED_MEMORY, Case, bases, mutated

MOST_SECONDS, MOST_MEGABYTES = 5.0, 100.0
SILENT = 4 * MOST_SECONDS  # after which a process is taken to hang
BATCH = 5_000  # files in a process: then a fresh one, which has no fragments


class Outcome(NamedTuple):
    """What became of a file.

    Attributes
    ----------
    number : int
        Of the file.
    made : str
        How it was made, from what.
    ends : tuple of str
        ``"opened"``, ``"damaged"`` (opened, without its sleep), the name of
        an error that refused it, or ``"WRONG: .."``: of load, and of open.
    seconds, megabytes : float
        Of the processor, which others share, for the longer one of the two; the
        most memory besides what there was.
    """

    number: int
    made: str
    ends: tuple[str, ...]
    seconds: float
    megabytes: float

    def wrong(self) -> str | None:
        """Say what must not be."""
        bad = [end for end in self.ends if end.startswith("WRONG")]
        if self.seconds > MOST_SECONDS:
            bad.append(f"it took {self.seconds:.1f} s")
        if self.megabytes > MOST_MEGABYTES:
            bad.append(f"it took {self.megabytes:.0f} MB")
        return "\n".join(bad) or None


def run(quick: bool) -> list[Table]:
    """Try mutated files, and tell what became of them."""
    return [table(list(outcomes(0, range(2_000 if quick else 100_000))))]


def table(found: list[Outcome]) -> Table:
    """Sum up what became of files, apart for each way of making them."""
    kinds = sorted({kind(one) for one in found})
    rows = [row(name, [one for one in found if kind(one) == name]) for name in kinds]
    rows.append(row("all", found))
    header = [
        "mutations of",
        "files",
        "refused",
        "opened",
        "without their sleep",
        "wrong",
        "slowest",
        "most memory",
    ]
    note = (
        "Each read by plastic.load, then opened by plastic.open, and asked for "
        "check(), predictions, explanations, samples; opened ones also learn and "
        f"forget. Asked for: none wrong, {MOST_SECONDS:.0f} s, {MOST_MEGABYTES:.0f} MB "
        "beyond what there was before."
    )
    return Table("Mutated files", header, rows, note)


def kind(one: Outcome) -> str:
    """Tell how a file was made: mutation, and kind of file."""
    how, base = one.made.split(", ")
    return f"{Path(base).suffix}: {how}"


def row(name: str, found: list[Outcome]) -> list[str]:
    """Sum up some outcomes."""
    ends = Counter(
        "wrong"
        if one.wrong()
        else one.ends[-1]
        if one.ends[-1] in ("opened", "damaged")
        else "refused"
        for one in found
    )
    return [
        name,
        f"{len(found):,}",
        *(f"{ends[one]:,}" for one in ("refused", "opened", "damaged", "wrong")),
        f"{max(one.seconds for one in found):.2f} s",
        f"{max(one.megabytes for one in found):.0f} MB",
    ]


# The one who watches -----------------------------------------------------------------


def outcomes(seed: int, numbers: range) -> Iterator[Outcome]:
    """Try files, and go on with the next one where a process hangs or dies."""
    spawn = multiprocessing.get_context("spawn")
    left = list(numbers)
    while left:
        ours, theirs = spawn.Pipe()
        batch, left = left[:BATCH], left[BATCH:]
        with tempfile.TemporaryDirectory(dir=SHARED_MEMORY) as folder:
            arguments = theirs, Path(folder), seed, tuple(batch)
            process = spawn.Process(target=work, args=arguments)
            process.start()
            theirs.close()
            for one in received(ours):
                batch.remove(one.number)
                yield one
            process.join(MOST_SECONDS)
            process.kill()
            process.join()
        if batch:
            bad = "WRONG: the process hung or died"
            yield Outcome(batch[0], "lost, x.lost", (bad,), 0.0, 0.0)
            left = [*batch[1:], *left]


def received(connection: Connection) -> Iterator[Outcome]:
    """Give what comes, until nothing comes any more."""
    try:
        connection.recv()  # it is ready
    except EOFError as error:
        raise RuntimeError("the good files alone are too much") from error
    while connection.poll(SILENT):
        try:
            yield connection.recv()
        except EOFError:
            return


# The one who is watched --------------------------------------------------------------


def work(
    connection: Connection, folder: Path, seed: int, numbers: tuple[int, ...]
) -> None:
    """Try files and report each."""
    logging.disable(logging.CRITICAL)
    good = bases(folder)
    for number, case in enumerate(good.values()):
        attempt(folder, number, "warm, x.warm", case)
    limit_memory()
    connection.send(None)  # ready
    for number in numbers:
        made, case = mutated(seed, number, good)
        connection.send(attempt(folder, number, made, case))


def limit_memory() -> None:
    """Let this process take but little more than it has."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        taken = int(statm.read_text().split()[0]) * resource.getpagesize()
        most = taken + int(2 * MOST_MEGABYTES) * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def attempt(folder: Path, number: int, made: str, case: Case) -> Outcome:
    """Try one file."""
    file = Path(folder, f"{number}.plastic")
    before = resident_megabytes()
    forget_peak()
    ends, seconds = [], 0.0
    for use in (load, open_and_change):
        file.write_bytes(case.content)
        for end, content in case.beside.items():
            Path(f"{file}{end}").write_bytes(content)
        began = time.process_time()
        ends.append(end_of(use, file))
        seconds = max(seconds, time.process_time() - began)
        for left in folder.glob("*"):
            left.unlink()
    return Outcome(number, made, tuple(ends), seconds, peak_megabytes() - before)


def forget_peak() -> None:
    """Let Linux count the most memory that this process took from now on."""
    counter = Path("/proc/self/clear_refs")
    if counter.exists():
        counter.write_text("5")


def end_of(use: object, file: Path) -> str:
    """Use a file, and tell what came of it."""
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            use(file)
            end = "opened"
        except PlasticError as error:
            end = type(error).__name__
            if out_of_memory(error):
                end = "WRONG: out of memory"
        except BaseException:  # noqa: BLE001 - whatever it is, it is to be told
            end = f"WRONG: {traceback.format_exc()}"
    others = [one for one in warned if one.category is not DamageWarning]
    if others:
        return f"WRONG: {others[0].filename}:{others[0].lineno} {others[0].message}"
    return "damaged" if warned and end == "opened" else end


def out_of_memory(error: BaseException | None) -> bool:
    """Tell whether an error comes of having no memory."""
    while error is not None:
        if isinstance(error, MemoryError):
            return True
        error = error.__cause__
    return False


def load(file: Path) -> None:
    """Read a file, and use the memory."""
    memory = plastic.load(file)
    use_up(memory)


def open_and_change(file: Path) -> None:
    """Open a file, use the memory, and change it."""
    with plastic.open(file, timeout=0.1) as memory:
        use_up(memory)
        for sample in [*memory.samples][:1]:
            memory.learn(sample)
            memory.forget(sample)
        held = dict(memory.samples)
    with plastic.open(file, timeout=0.1) as memory:
        if memory.samples != held:
            raise AssertionError("it holds something else when it is opened again")


def use_up(memory: PlasticMemory) -> None:
    """Do what a memory must be able to."""
    memory.check()
    if not abs(sum(memory.predict_proba().values()) - 1) < 1e-6:
        raise AssertionError("probabilities do not add up to 1")
    str(memory.explain())
    repr(memory)
    memory.classes()
    try:
        memory.generate(2, rng=0, max_length=30)
        memory.complete(n=1, max_steps=300)
    except NotLearnedError:
        if len(memory):
            raise AssertionError("it holds samples and says that it does not") from None


def main() -> None:
    """Try files, and print what went wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzzing")
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--first", type=int, default=0, help="number of the first")
    parser.add_argument("--only", type=int, metavar="NUMBER", help="write FUZZED files")
    options = parser.parse_args()
    if options.only is not None:
        keep(options.seed, options.only)
        return
    found, told = [], Counter()
    for one in outcomes(
        options.seed, range(options.first, options.first + options.files)
    ):
        found.append(one)
        if one.wrong():
            sign = re.sub(r"\d+", "", one.wrong())[-200:]
            told[sign] += 1
            if told[sign] <= 3:
                print(f"\n{one.number} ({one.made}): {one.wrong()}", flush=True)
        if len(found) % 5000 == 0:
            print(f"{len(found):,} files", file=sys.stderr, flush=True)
    print(table(found).markdown())
    print(Counter(end.split(":")[0] for one in found for end in one.ends))
    sys.exit(any(one.wrong() for one in found))


def keep(seed: int, number: int) -> None:
    """Make one file again, here."""
    with tempfile.TemporaryDirectory() as name:
        made, case = mutated(seed, number, bases(Path(name)))
    path = Path(f"fuzzed-{seed}-{number}.plastic")
    path.write_bytes(case.content)
    for end, content in case.beside.items():
        Path(f"{path}{end}").write_bytes(content)
    print(f"{made}: {path}, {os.path.getsize(path):,} bytes")


if __name__ == "__main__":
    main()
