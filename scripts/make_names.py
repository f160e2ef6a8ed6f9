"""Make ``data/names.txt``: the first names of the 1990 US Census.

    pip install names==0.3.0
    python scripts/make_names.py

The package ``names`` carries the Census Bureau's own tables (public domain),
one for women and one for men.  A row is a name, its share of that sex in
percent, the share of all names down to this one, and its rank.

The two are merged by share.  A name in both tables (there are 331) gets the
*sum* of its shares: women and men are about equally many, so the sum puts
names in the order of how many people bear them, which the larger share would
not.  Equal shares are ordered by rank (the better of the two), then by
alphabet; so the same tables always give the same bytes.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from decimal import Decimal
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import NamedTuple

TABLES = ("names/dist.female.first", "names/dist.male.first")
OUTPUT = Path(__file__).resolve().parent.parent / "data" / "names.txt"


class Row(NamedTuple):
    """How common a name is."""

    share: Decimal  # percent; a float's sum would depend on rounding
    rank: int


def rows(table: str) -> Iterable[tuple[str, Row]]:
    """Give each name of one census table with its row."""
    for line in table.splitlines():
        name, share, _, rank = line.split()
        yield name.lower(), Row(Decimal(share), int(rank))


def merge(tables: Iterable[str]) -> list[str]:
    """List the names of all tables once each, most frequent first."""
    merged: dict[str, Row] = {}
    for table in tables:
        for name, row in rows(table):
            known = merged.get(name, Row(Decimal(0), row.rank))
            merged[name] = Row(known.share + row.share, min(known.rank, row.rank))
    return sorted(
        merged, key=lambda name: (-merged[name].share, merged[name].rank, name)
    )


def installed_tables() -> list[str]:
    """Read the census tables of the installed package, without importing it."""
    try:
        package = distribution("names")
        return [
            Path(package.locate_file(table)).read_text(encoding="ascii")
            for table in TABLES
        ]
    except PackageNotFoundError:
        sys.exit("the census tables are missing: run 'pip install names==0.3.0' first")
    except FileNotFoundError as error:
        sys.exit(
            f"the package 'names' here has no {error.filename}: "
            "run 'pip install names==0.3.0'"
        )


def main() -> None:
    """Write the file; say how many names it holds and its sha256."""
    names = merge(installed_tables())
    content = "".join(f"{name}\n" for name in names).encode("ascii")
    OUTPUT.write_bytes(content)
    print(f"{OUTPUT}: {len(names)} names, sha256 {hashlib.sha256(content).hexdigest()}")


if __name__ == "__main__":
    main()
