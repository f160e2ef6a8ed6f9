"""The eleven kinds, and how the files of each become samples to learn and to test."""

from __future__ import annotations

import hashlib
import io
import re
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from ..common import (
    Split,
    english_words,
    makemore_split,
    sentences,
    shuffled_split,
    surnames,
)
from . import sources

AMINO_ACIDS = set("ACDEFGHIKLMNPQRSTVWYX")  # X: any
SYSTEMS = ["Linux", "OpenSSH", "Apache", "HDFS", "Zookeeper"]  # of loghub
ALL = 10**9  # samples: all that there are


class Kind(NamedTuple):
    """A kind of data.

    Attributes
    ----------
    load : callable
        Gives the split of a seed.
    asked : str
        Nats a symbol asked for, asleep.
    seeds : int
        How many splits are drawn; 1: it is a given one.
    known : bool
        Only moments are judged whose symbol was met in training: where many
        symbols of the test are new, the rest would drown in them.
    digest : str
        The sha256 of the first split, where it is read from what is installed;
        "": its files are pinned.
    """

    load: Callable[[int], Split]
    asked: str
    seeds: int = 3
    known: bool = False
    digest: str = ""


def logs(seed: int) -> Split:
    """Lines of the logs of five systems, cut at 200 letters; some are the same."""
    lines = [
        line[:200]
        for system in SYSTEMS
        for line in sources.text(f"loghub/{system}/{system}_2k.log").splitlines()[:800]
        if line.strip()
    ]
    return shuffled_split(lines, ALL, 400, seed)


def chess(seed: int) -> Split:
    """Take openings that have a name, as tuples of moves."""
    rows = [
        line.split("\t")
        for file in sources.files("chess-openings/")
        for line in file.read_text(encoding="utf-8").splitlines()[1:]
    ]
    # "1. e4 e5 2. Nf3": the numbers of the moves tell nothing
    played = {tuple(re.sub(r"\d+\.", "", moves).split()) for _, _, moves in rows}
    return shuffled_split(sorted(played), ALL, 300, seed)


def music(seed: int) -> Split:
    """Tunes of the Nottingham Music Database in ABC notation, without their heads."""
    tunes = set()
    for file in sources.files("nottingham-dataset/"):
        for block in re.split(r"\n\s*\n", file.read_text(encoding="utf-8")):
            lines = [
                line.rstrip("\\")
                for line in block.splitlines()
                if line and not re.match(r"[A-Z]:|%", line)
            ]
            tunes.add("".join(lines))
    return shuffled_split(sorted(tunes - {""}), ALL, 100, seed)


def proteins(seed: int) -> Split:
    """Amino acids of the proteins in the test files of Biopython."""
    (archive,) = sources.files("biopython/")
    found = set()
    with tarfile.open(archive) as tar:
        for member in tar:
            suffix = Path(member.name).suffix
            if not member.isfile() or member.size > 3_000_000:  # whole genomes
                continue
            if suffix in {".gb", ".gbk"}:
                found |= set(translations(content(tar, member)))
            elif suffix in {".faa", ".pep", ".fasta", ".fa", ".pro"}:
                found |= set(entries(content(tar, member)))
    wanted = sorted(
        protein
        for protein in found
        if set(protein) <= AMINO_ACIDS and 20 <= len(protein) <= 2_000
    )
    return shuffled_split(wanted, ALL, 30, seed)


def content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> str:
    """Read a file of an archive."""
    return tar.extractfile(member).read().decode("utf-8", "replace")


def translations(text: str) -> Iterator[str]:
    """Give the proteins of a GenBank file."""
    for found in re.finditer(r'/translation="([^"]+)"', text):
        yield re.sub(r"\s", "", found[1])


def entries(text: str) -> Iterator[str]:
    """Give the proteins of a FASTA file; DNA has too few letters to be one."""
    for entry in text.split(">")[1:]:
        letters = "".join(entry.splitlines()[1:])
        protein = letters.replace("-", "").replace("*", "").strip().upper()
        if len(set(protein)) > 8:
            yield protein


def paths(seed: int) -> Split:
    """Paths of the files in five packages of Debian."""
    found = {path for file in sources.files("debian/") for path in packed(file)}
    return shuffled_split(sorted(filter(str.isascii, found)), 8_000, 500, seed)


def packed(package: Path) -> Iterator[str]:
    """List the files that a package of Debian installs.

    It is an archive of ar: a line of 8 letters, then members, each with a head of
    60 letters (the name the first 16, the size from the 48th) at an even place.
    """
    whole = package.read_bytes()
    at = 8
    while at < len(whole):
        name, size = whole[at : at + 16].decode().strip(), int(whole[at + 48 : at + 58])
        if name.startswith("control.tar"):
            inside = io.BytesIO(whole[at + 60 : at + 60 + size])
            with tarfile.open(fileobj=inside) as tar:
                for line in tar.extractfile("./md5sums").read().decode().splitlines():
                    yield "/" + line.split(maxsplit=1)[1]
        at += 60 + size + size % 2


def python_lines(seed: int) -> Split:
    """Lines of CPython's standard library, 5 to 80 letters, without comments."""
    lines = {
        line.strip()
        for file in sources.files("cpython/")
        for line in file.read_text(encoding="utf-8").splitlines()
    }
    found = (
        line
        for line in lines
        if 5 <= len(line) <= 80 and line.isascii() and not line.startswith("#")
    )
    return shuffled_split(sorted(found), 10_000, 500, seed)


def shakespeare(seed: int) -> Split:
    """Plays as one text, split as nanoGPT splits it: the last tenth is the test."""
    text = sources.text("char-rnn/data/tinyshakespeare/input.txt")
    split = int(0.9 * len(text))
    return [text[:split]], [text[split:]]


def another(name: str) -> bool:
    """Tell whether what is installed holds other samples than those pinned."""
    kind = KINDS[name]
    if not kind.digest:
        return False
    text = repr(kind.load(0)).encode()
    return hashlib.sha256(text).hexdigest() != kind.digest


KINDS = {
    "names": Kind(lambda seed: makemore_split(), "1.815", seeds=1),
    "surnames": Kind(
        surnames,
        "2.07",
        digest="2042a873e2cb1ef5db61032c4448020cf815e4e48a763752317320840f2e937b",
    ),
    "English words": Kind(
        english_words,
        "1.69",
        digest="5671842f6af8cd72911e97225ecb055116d327643807f7d0cb8f0b22ca3c65ca",
    ),
    "chess openings": Kind(chess, "1.41", known=True),
    "log lines": Kind(logs, ".32"),
    "music": Kind(music, ".90"),
    "lines of Python": Kind(python_lines, "1.32"),
    "file paths": Kind(paths, ".235"),
    "proteins": Kind(proteins, "2.43"),
    "sentences of words": Kind(
        sentences,
        "5.50",
        digest="274d0ae35075162a0a271b7728225250c587cfacb35fafd3ca9cd125fd420979",
    ),
    "tinyshakespeare": Kind(shakespeare, "1.36", seeds=1),
}
