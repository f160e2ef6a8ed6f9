"""What all measurements need: data, a fresh process, a table, the machine."""

from __future__ import annotations

import math
import mmap
import multiprocessing
import platform
import random
import re
import sysconfig
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from importlib import metadata
from inspect import CO_NEWLOCALS
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple

import networkx
import numpy

import plastic

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
DICTIONARY = Path("/usr/share/dict/words")  # Debian's package wamerican
FORTUNES = Path("/usr/share/games/fortunes")  # Debian's package fortunes
LETTERS = "abcdefghijklmnopqrstuvwxyz"  # all that makemore's names are made of

Split = tuple[list, list]  # samples to learn, samples to test


class Missing(Exception):
    """Data that a measurement needs and this machine lacks."""


class Table(NamedTuple):
    """A result: rows of text, and what to know when reading them."""

    title: str
    header: list[str]
    rows: list[list[str]]
    note: str = ""

    def markdown(self) -> str:
        """Write it for RESULTS.md, columns aligned."""
        cells = [self.header, *self.rows]
        widths = [max(map(len, column)) for column in zip(*cells)]
        lines = [
            f"| {' | '.join(cell.ljust(w) for cell, w in zip(row, widths))} |"
            for row in cells
        ]
        rule = "|".join(["", *("-" * (w + 2) for w in widths), ""])
        parts = [
            f"### {self.title}",
            "\n".join([lines[0], rule, *lines[1:]]),
            self.note,
        ]
        return "\n\n".join(filter(None, parts))


def machine() -> str:
    """Say what the figures were measured on."""
    info = Path("/proc/cpuinfo")
    found = (
        re.search(r"model name\s*: (.+)", info.read_text()) if info.exists() else None
    )
    cpu = found[1] if found else platform.processor() or platform.machine()
    return (
        f"{date.today()}, {cpu}, {multiprocessing.cpu_count()} cores; "
        f"Python {platform.python_version()}, numpy {numpy.__version__}, "
        f"networkx {networkx.__version__}, plastic {plastic.__version__}"
    )


def origin(command: str, on: str = "") -> str:
    """Say by which command figures were measured, when and on what."""
    return f"`{command}`, {on or machine()}."


def in_fresh_process(function: Callable, *args: Any) -> Any:
    """Call a function in a new Python, where nothing else takes memory."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as pool:
        return pool.submit(function, *args).result()


def resident_megabytes() -> float:
    """Give the memory that this process takes now; NaN where Linux's /proc is not."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return math.nan
    return int(statm.read_text().split()[1]) * mmap.PAGESIZE / 2**20


def peak_megabytes() -> float:
    """Give the most that this process took so far; NaN where Linux's /proc is not."""
    status = Path("/proc/self/status")
    if not status.exists():
        return math.nan
    # Not getrusage: its peak can be that of the process that started this one.
    return int(re.search(r"VmHWM:\s*(\d+)", status.read_text())[1]) / 2**10


def makemore_names() -> list[str]:
    """All 32,033, in the order of the file."""
    beside = SHARED / "makemore_names.txt"
    if beside.exists():
        return plastic.datasets.read(beside)
    try:
        return plastic.datasets.read(plastic.datasets.fetch("makemore"))
    except plastic.PlasticError as error:
        raise Missing(f"makemore's names: {error}") from error


def makemore_split() -> Split:
    """Split as makemore itself does with its default seed."""
    names = makemore_names()
    lines = SHARED / "makemore_test_lines.txt"
    if lines.exists():
        tested = [int(line) for line in lines.read_text().split()]
    else:
        try:
            import torch
        except ImportError as error:
            raise Missing("makemore's split: needs torch, for its shuffle") from error
        shuffled = torch.randperm(
            len(names), generator=torch.Generator().manual_seed(3407)
        )
        tested = shuffled.tolist()[-1000:]
    held_out = set(tested)
    train = [name for at, name in enumerate(names) if at not in held_out]
    return train, [names[at] for at in tested]


def english_words(seed: int = 0) -> Split:
    """30,000 and 1,000 words of a dictionary, lower case."""
    if not DICTIONARY.exists():
        raise Missing(f"English words: no {DICTIONARY} (Debian: wamerican)")
    words = DICTIONARY.read_text(encoding="utf-8").split()
    plain = {word.lower() for word in words if word.isascii() and word.isalpha()}
    return shuffled_split(sorted(plain), 30_000, seed=seed)


def surnames(seed: int = 0) -> Split:
    """30,000 and 1,000 surnames of the USA, lower case."""
    try:
        package = metadata.distribution("names")
    except metadata.PackageNotFoundError as error:
        raise Missing("US surnames: needs the package names") from error
    text = Path(package.locate_file("names/dist.all.last")).read_text(encoding="utf-8")
    found = {line.split()[0].lower() for line in text.splitlines() if line}
    return shuffled_split(sorted(filter(str.isalpha, found)), 30_000, seed=seed)


def opcodes() -> Split:
    """Functions of the standard library, as tuples of their bytecode's numbers."""
    top = Path(sysconfig.get_path("stdlib"))
    found = set()
    for file in sorted(top.rglob("*.py")):
        if "site-packages" in file.parts:
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of the library's own making
                code = compile(file.read_bytes(), file.name, "exec")
        except (SyntaxError, ValueError):  # some are there to be refused
            continue
        found |= set(functions(code))
    return shuffled_split(sorted(one for one in found if 2 <= len(one) <= 40), 30_000)


def functions(code: CodeType) -> Iterator[tuple[int, ...]]:
    """Give the instructions of all functions in a piece of code."""
    if code.co_flags & CO_NEWLOCALS:  # neither a module nor a class
        yield tuple(filter(None, code.co_code[::2]))  # 0: room for a cache
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from functions(one)


def sentences(seed: int = 0) -> Split:
    """Sentences of three words or more, as tuples of words."""
    if not FORTUNES.exists():
        raise Missing(f"sentences: no {FORTUNES} (Debian: fortunes)")
    texts = [
        file.read_text(encoding="utf-8", errors="replace").lower()
        for file in sorted(FORTUNES.iterdir())
        if not file.suffix
    ]
    found = {
        tuple(re.findall(r"[a-z']+", sentence))
        for text in texts
        for sentence in re.split(r"[.!?;:]\s|\n%\n", text)
    }
    fitting = sorted(sentence for sentence in found if 3 <= len(sentence) <= 30)
    return shuffled_split(fitting, 30_000, seed=seed)


def shuffled_split(
    samples: list, most: int, tested: int = 1_000, seed: int = 0
) -> Split:
    """Hold out some of the samples after a seeded shuffle; learn ``most`` others."""
    random.Random(seed).shuffle(samples)
    return samples[tested : tested + most], samples[:tested]
