"""Logs and journals beside a database, which SQLite takes for its own."""

from __future__ import annotations

import random
import struct

from .raw import damaged
from .values import Case


def sum_of_log(data: bytes, sums: tuple[int, int] = (0, 0)) -> tuple[int, int]:
    """Give the checksum that SQLite's logs carry, of big-endian words."""
    a, b = sums
    words = struct.unpack(f">{len(data) // 4}I", data)
    for x, y in zip(words[::2], words[1::2]):
        a = (a + x + b) & 0xFFFFFFFF
        b = (b + y + a) & 0xFFFFFFFF
    return a, b


def log(written: list[tuple[int, int, bytes]], size: int = 4096) -> bytes:
    """Write a log that SQLite believes: page number, pages in all, page, each."""
    head = struct.pack(">6I", 0x377F0683, 3007000, size, 0, 1, 2)
    sums = sum_of_log(head)
    parts = [head, struct.pack(">2I", *sums)]
    for at, count, page in written:
        begin = struct.pack(">2I", at, count)
        sums = sum_of_log(page, sum_of_log(begin, sums))
        parts += [begin, struct.pack(">4I", 1, 2, *sums), page]
    return b"".join(parts)


def journal(count: int, written: list[tuple[int, bytes]], names: bytes = b"") -> bytes:
    """Write a journal that SQLite believes, perhaps one that names another file."""
    magic = bytes.fromhex("d9d505f920a163d7")
    head = magic + struct.pack(">5I", len(written), 0, count, 512, 4096)
    parts = [head.ljust(512, b"\0")]
    for at, page in written:
        total = sum(page[i] for i in range(len(page) - 200, 0, -200)) & 0xFFFFFFFF
        parts += [struct.pack(">I", at), page, struct.pack(">I", total)]
    if names:
        lock_page = struct.pack(">I", 2**30 // 4096 + 1)
        parts += [lock_page, names, struct.pack(">2I", len(names), sum(names)), magic]
    return b"".join(parts)


def beside(rng: random.Random, case: Case, other: Case) -> Case:
    """Put a log or a journal beside it: another's, nonsense, or a sound lie."""
    size = 4096
    content, source = bytearray(case.content), rng.choice([case, other]).content
    found = [source[at : at + size] for at in range(0, len(source), size)]
    found = [page.ljust(size, b"\0") for page in found] or [bytes(size)]
    count = rng.choice([len(found), 1, 0, 2**32 - 1, 2**31, 10**6, 1000])
    chosen = [(rng.choice([at, at, 99]), page) for at, page in enumerate(found[:5], 1)]
    if rng.random() < 0.3:
        first = bytearray(found[0])
        if rng.random() < 0.5:
            struct.pack_into(">i", first, 60, rng.choice([0, 1, 2, -1, 7]))
        else:
            struct.pack_into(">I", first, 28, count)
        chosen[0] = (1, bytes(first))
    if rng.random() < 0.7:
        if len(content) > 20:
            content[18:20] = b"\2\2"  # it uses a log
        lied = log([(at, count, page) for at, page in chosen])
        made = rng.choice(
            [lied, lied, lied, rng.randbytes(200), case.beside.get("-wal", b"")]
        )
        around = {"-wal": made}
        if rng.random() < 0.2:
            around["-shm"] = rng.choice(
                [rng.randbytes(32_768), bytes(32_768), b"\xff" * 99]
            )
    else:
        names = rng.choice([b"", b"", b"other", b"../x"])
        around = {"-journal": journal(count, chosen, names)}
    made = Case(bytes(content), around)
    return damaged(rng, made, other) if rng.random() < 0.3 else made
