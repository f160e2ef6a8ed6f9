"""A spreadsheet by example: a few cells filled in by hand, the rest follows.

Two cells leave open what is meant.  The memory says how sure it is of the others,
and which one to fill in next; after that one it is surer.  The rows are dictionaries
here; a pandas.DataFrame goes through `memory.fill`, and a file through
`plastic map people.csv --fill badge`.

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


def source(row: dict[str, str]) -> plastic.Arguments:
    """Give what a badge depends on."""
    return plastic.Arguments(row["name"], row["born"])


def fill(rows: list[dict[str, str]]) -> plastic.Seq2SeqMemory:
    """Learn from the rows that have a badge; print the others."""
    filled = [(source(row), row["badge"]) for row in rows if "badge" in row]
    memory = plastic.Seq2SeqMemory().fit(filled)
    for row in rows:
        if "badge" not in row:
            answer = memory.answer(source(row))
            print(f"  {answer.target:<22} {answer.confidence:.0%} sure")
    return memory


def main() -> None:
    """Fill the column; fill in by hand what helps most; fill the rest once more."""
    print("from two cells:")
    memory = fill(ROWS)
    empty = [source(row) for row in ROWS if "badge" not in row]
    (doubtful,) = memory.most_informative(empty)
    print(f"\nwhat would help most to know: the badge of {', '.join(doubtful.values)}")
    by_hand = {"Edsger W. Dijkstra": "E. Dijkstra (1930)"}
    rows = [
        row | {"badge": by_hand[row["name"]]} if row["name"] in by_hand else row
        for row in ROWS
    ]
    print("\nfrom three:")
    memory = fill(rows)
    print("\nby this program:")
    print(f"  {memory.program().rules[0][1]}")


if __name__ == "__main__":
    main()
