"""A spreadsheet by example: two cells filled in by hand, the rest follows.

The rows are dictionaries here; a pandas.DataFrame goes the same way, and on the
command line it is `plastic map people.csv --fill badge`.

    python examples/spreadsheet.py
"""

from __future__ import annotations

import plastic

ROWS = [
    {"name": "Ada Lovelace", "born": "10 Dec 1815", "badge": "A. Lovelace (1815)"},
    {"name": "Alan Turing", "born": "June 23, 1912", "badge": "A. Turing (1912)"},
    {"name": "Grace Hopper", "born": "1906-12-09"},
    {"name": "Emmy Noether", "born": "23/3/1882"},
    {"name": "Edsger W. Dijkstra", "born": "11 May 1930"},
    {"name": "Katherine Johnson", "born": "26 August 1918"},
]
COLUMNS = ("name", "born")


def main() -> None:
    """Fill the column, say by which program, how sure, and what to fill in next."""
    pairs = [
        (plastic.Arguments(*map(row.get, COLUMNS)), row["badge"])
        for row in ROWS
        if "badge" in row
    ]
    memory = plastic.Seq2SeqMemory().fit(pairs)
    empty = [
        plastic.Arguments(*map(row.get, COLUMNS)) for row in ROWS if "badge" not in row
    ]
    for source in empty:
        answer = memory.answer(source)
        print(f"{answer.target:<22} {answer.confidence:.0%} sure")
    print("\nthe program:", memory.program(), sep="\n")
    (doubtful,) = memory.most_informative(empty)
    print("\nwhat would help most to fill in next:", doubtful)


if __name__ == "__main__":
    main()
