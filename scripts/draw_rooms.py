"""Draw the rooms of the package and who imports whom: ``docs/rooms.svg``.

    python -m scripts.draw_rooms

A *room* is a folder right inside ``plastic/``, or a file that stands beside the
folders.  Rooms lie on floors, and a room may import only what lies below
(``tests/test_house.py`` sees to it), so the picture needs only those arrows that
do not follow from others: who may reach ``state`` may reach ``core``.  What it
shows is read from the files themselves, imports for types only included.
"""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import NamedTuple

import graphviz
import networkx as nx

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "plastic"
PICTURE = ROOT / "docs" / "rooms.svg"

# From the ground up.
FLOORS = [
    {"errors"},
    {"core"},
    {"_support", "mixture"},
    {"datasets", "arrays"},
    {"consolidation"},
    {"hyperparameters"},
    {"state", "inspection"},
    {"storage", "rendering"},
    {"synthesis"},
    {"memory", "seq2seq", "grids", "streams"},
    {"opened"},
    {"service", "client", "distributed"},
    {"plastic"},  # plastic/__init__.py
    {"cli"},
    {"__main__"},
]

# What is alike has one colour: what a user holds, what a memory is, the idea, ...
COLOURS = {
    **dict.fromkeys(["plastic", "memory", "opened", "seq2seq", "cli"], "#dbe9f6"),
    **dict.fromkeys(["state", "storage", "hyperparameters"], "#e2f0d9"),
    **dict.fromkeys(["core", "arrays"], "#ffe08a"),
    **dict.fromkeys(["mixture", "consolidation"], "#fdebc8"),
    **dict.fromkeys(["inspection", "rendering"], "#f3e1ee"),
}
PLAIN = "#eeeeee"


class Import(NamedTuple):
    """One name that one module imports of another, or the other as a whole."""

    by: str
    module: str
    name: str | None


class House:
    """The modules of the package, and what each imports of the others."""

    def __init__(self) -> None:
        self.files = {dotted(path): path for path in sorted(PACKAGE.rglob("*.py"))}
        self.trees = {
            name: ast.parse(path.read_text(encoding="utf-8"))
            for name, path in self.files.items()
        }
        self.imports = [
            found for name in self.files for found in self._imports_of(name)
        ]

    def is_package(self, name: str) -> bool:
        """Whether it is the ``__init__.py`` of a folder."""
        return self.files[name].name == "__init__.py"

    def rooms(self) -> set[str]:
        """Give the names of all rooms."""
        return set(map(room, self.files))

    def arrows(self) -> set[tuple[str, str]]:
        """Give each pair of rooms of which the first imports the second."""
        pairs = {(room(each.by), room(each.module)) for each in self.imports}
        return {(by, other) for by, other in pairs if by != other}

    def says(self, name: str) -> str:
        """Give the first sentence of a room's docstring."""
        module = name if name == "plastic" else f"plastic.{name}"
        return (ast.get_docstring(self.trees[module]) or "").splitlines()[0]

    def lines(self, name: str) -> int:
        """Count the lines of a room."""
        return sum(
            len(path.read_text(encoding="utf-8").splitlines())
            for module, path in self.files.items()
            if room(module) == name
        )

    def _imports_of(self, by: str) -> Iterator[Import]:
        for node in ast.walk(self.trees[by]):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    if alias.name in self.files:
                        yield Import(by, alias.name, None)
            elif isinstance(node, ast.ImportFrom):
                above = node.level - self.is_package(by)
                base = by.split(".")[: -above or None] if node.level else []
                module = ".".join([*base, *filter(None, [node.module])])
                for alias in node.names:
                    if f"{module}.{alias.name}" in self.files:
                        yield Import(by, f"{module}.{alias.name}", None)
                    elif module in self.files:
                        yield Import(by, module, alias.name)


def dotted(path: Path) -> str:
    """Give a file's name as in an import statement, ``plastic.core.symbols``."""
    parts = ("plastic", *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room(module: str) -> str:
    """Give the room that a module belongs to; ``plastic`` is one of its own."""
    return [*module.split("."), "plastic"][1]


def floor(name: str) -> int:
    """Give how high a room lies."""
    return next(height for height, rooms in enumerate(FLOORS) if name in rooms)


def shown_arrows(house: House) -> set[tuple[str, str]]:
    """Leave out the arrows that follow from others."""
    downward = nx.DiGraph(
        pair
        for pair in house.arrows()
        if "__main__" not in pair and floor(pair[0]) > floor(pair[1])
    )
    return set(nx.transitive_reduction(downward).edges)


def drawn(house: House) -> graphviz.Digraph:
    """Draw the rooms, floor by floor, as DOT."""
    dot = graphviz.Digraph("rooms", format="svg")
    dot.attr(bgcolor="white", pad="0.3", nodesep="0.2", ranksep="0.35")
    dot.attr("node", shape="box", style="rounded,filled", fontname="Helvetica")
    dot.attr("node", color="#777777", fontcolor="#222222", margin="0.15,0.08")
    dot.attr("edge", color="#777777", arrowsize="0.7")
    for rooms in reversed(FLOORS):
        with dot.subgraph() as level:
            level.attr(rank="same")
            for name in sorted(rooms & house.rooms() - {"__main__"}):
                colour = COLOURS.get(name, PLAIN)
                level.node(name, label=label(house, name), fillcolor=colour)
    for by, other in sorted(shown_arrows(house)):
        dot.edge(by, other)
    return dot


def label(house: House, name: str) -> str:
    """Write a room's name, its size, and what its docstring says it is."""
    if name == "plastic":
        title = "__init__.py"
    else:
        title = f"{name}/" if house.is_package(f"plastic.{name}") else f"{name}.py"
    text = "<br/>".join(map(escape, textwrap.wrap(house.says(name), 22)))
    # To the hundred, so that the picture is not old after every line.
    lines = f"{round(house.lines(name), -2) or 100:,} lines"
    size = f'<font point-size="10" color="#666666">{lines}</font>'
    return f'<<b>{title}</b>  {size}<br/><font point-size="11">{text}</font>>'


def main() -> None:
    """Write the picture."""
    PICTURE.write_bytes(drawn(House()).pipe())
    print(PICTURE.relative_to(ROOT))


if __name__ == "__main__":
    main()
