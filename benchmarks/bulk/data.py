"""What is learned: real names, names drawn from a memory of them, one long text."""

from __future__ import annotations

import math
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from plastic import PlasticMemory

from ..common import makemore_names

FOLDER = Path(tempfile.gettempdir()) / "plastic-bulk"
BLOCK = 10_000  # names that are drawn with one seed
BIBLE = ["bible", "-f", "ge1:1-rev22:21"]  # Debian's package bible-kjv


class Sizes(NamedTuple):
    """How much is learned, and how often it is tried.

    Attributes
    ----------
    names : int
        Real names.
    drawn : int
        Names drawn from a memory of them.
    text : int
        Characters of one long text.
    asleep : int
        Drawn names that are slept over.
    rounds : int
        Of real names.
    long_rounds : int
        Of what takes seconds.
    """

    names: int = 32_033
    drawn: int = 1_000_000
    text: int = 4_200_000
    asleep: int = 300_000
    rounds: int = 7
    long_rounds: int = 3

    @classmethod
    def quick(cls) -> Sizes:
        """Give sizes that take a minute or two."""
        return cls(10_000, 50_000, 200_000, 10_000, 3, 1)


class Data(NamedTuple):
    """Samples in a file: one a line, or the whole of it as one.

    Attributes
    ----------
    title : str
        What it is.
    path : Path
        The file.
    count : int
        How many lines, or characters, of it.
    whole : bool
        It is one sample.
    """

    title: str
    path: Path
    count: int
    whole: bool = False

    def samples(self) -> list[str]:
        """Read them."""
        if self.whole:
            return [self.path.read_text(encoding="utf-8")[: self.count]]
        return list(self.lines())

    def lines(self) -> Iterator[str]:
        """Give one sample after the other."""
        with self.path.open(encoding="utf-8") as file:
            for line in islice(file, self.count):
                yield line.rstrip("\n")


def names(count: int) -> Data:
    """Give makemore's names."""
    path = kept("names.txt", lambda: "\n".join(makemore_names()) + "\n")
    return Data(f"{count:,} names", path, count)


def drawn(count: int) -> Data:
    """Give names drawn from a memory of makemore's: minutes for a million, once."""
    path = kept(f"drawn-{count}.txt", lambda: "".join(blocks(count)))
    return Data(f"{count:,} drawn names", path, count)


def blocks(count: int) -> Iterator[str]:
    """Draw names, a block with each seed."""
    print(f"bulk: drawing {count:,} names, once", file=sys.stderr)
    memory = PlasticMemory().fit(makemore_names())
    for seed, begin in enumerate(range(0, count, BLOCK)):
        # One by one: drawn together they would be others than older figures are of.
        with mock.patch("plastic.state.state.MANY_DRAWN", math.inf):
            names = memory.generate(min(BLOCK, count - begin), rng=seed)
        yield "\n".join([*names, ""])


def text(sizes: Sizes) -> Data:
    """Give one long text: the Bible if it is there, else drawn names in a row."""
    if shutil.which(BIBLE[0]):
        path = kept("bible.txt", bible)
        return Data(
            f"one text of {sizes.text:,} letters, the Bible", path, sizes.text, True
        )
    path = drawn(sizes.drawn).path
    title = f"one text of {sizes.text:,} letters, drawn names a line each"
    return Data(title, path, sizes.text, True)


def bible() -> str:
    """Read the King James Version, one verse a line."""
    told = subprocess.run(BIBLE, stdin=subprocess.DEVNULL, stdout=-1, check=True)
    return told.stdout.decode()


def kept(name: str, make) -> Path:
    """Give a file that is made once and kept in the temporary folder."""
    path = FOLDER / name
    if not path.exists():
        FOLDER.mkdir(exist_ok=True)
        made = path.with_suffix(".part")
        made.write_text(make(), encoding="utf-8")
        made.replace(path)  # never half of it
    return path
