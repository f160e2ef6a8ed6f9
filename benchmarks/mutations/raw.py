"""Bytes: flipped, overwritten, lost, added, swapped."""

from __future__ import annotations

import random

from .values import Case

INTERESTING = [
    0,
    1,
    0x7F,
    0x80,
    0xFF,
    0x7FFF,
    0xFFFF,
    0x7FFFFFFF,
    0x80000000,
    0xFFFFFFFF,
]


def _place(rng: random.Random, data: bytes) -> int:
    """Choose a place: in the header, at the head of a page, or anywhere."""
    if not data:
        return 0
    size = 4096
    at = rng.choice(
        [
            rng.randrange(100),
            rng.randrange(-(-len(data) // size)) * size + rng.randrange(20),
            rng.randrange(len(data)),
        ]
    )
    return min(at, len(data) - 1)


def flip(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """Flip some bits."""
    changed = bytearray(data)
    for _ in range(rng.choice([1, 1, 2, 8, 64])):
        if changed:
            changed[_place(rng, data)] ^= 1 << rng.randrange(8)
    return bytes(changed)


def overwrite(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """Overwrite a run: with zeros, ones, chance, or bytes from elsewhere."""
    at, length = _place(rng, data), rng.choice([1, 2, 4, 8, 100, 1000, 4096])
    begin = rng.randrange(len(other)) if other else 0
    run = rng.choice(
        [
            bytes(length),
            b"\xff" * length,
            rng.randbytes(length),
            other[begin : begin + length],
        ]
    )
    run = run[: len(data) - at]
    return data[:at] + run + data[at + len(run) :]


def number(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """Write an extreme number, as SQLite does, over another one."""
    at, size = _place(rng, data), rng.choice([1, 2, 4])
    what = (rng.choice(INTERESTING) & (256**size - 1)).to_bytes(size, "big")
    return data[:at] + what + data[at + size :]


def cut(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """Lose the end, or a piece."""
    at, length = _place(rng, data), rng.choice([1, 100, 4096, len(data)])
    return data[:at] + data[at + length :]


def extend(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """Add to the end, or insert."""
    at = rng.choice([len(data), _place(rng, data)])
    run = rng.choice([bytes(4096), rng.randbytes(100), other, data, b"\n" * 50])
    return data[:at] + run + data[at:]


def pages(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """Swap pages, repeat one, or take one from another file."""
    size = 4096
    parts = [data[at : at + size] for at in range(0, len(data), size)]
    others = [other[at : at + size] for at in range(0, len(other), size)]
    if not parts or not others:
        return data
    a, b = rng.randrange(len(parts)), rng.randrange(len(parts))
    how = rng.randrange(3)
    if how == 0:
        parts[a], parts[b] = parts[b], parts[a]
    else:
        parts[a] = parts[b] if how == 1 else rng.choice(others)
    return b"".join(parts)


BYTES = [flip, flip, overwrite, overwrite, number, number, cut, extend, pages]


def damaged(rng: random.Random, case: Case, other: Case) -> Case:
    """Damage the bytes, of the file or of one beside it."""
    content, beside = case.content, dict(case.beside)
    for _ in range(rng.choice([1, 1, 1, 2, 4])):
        how = rng.choice(BYTES)
        if beside and rng.random() < 0.7:
            end = rng.choice(list(beside))
            beside[end] = how(rng, beside[end], other.content)
        else:
            content = how(rng, content, other.content)
    return Case(content, beside)
