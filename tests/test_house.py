"""The house is in order: who may import whom, what each file may hold."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import defaultdict

import networkx as nx
import pytest

from scripts.draw_rooms import (
    FLOORS,
    PACKAGE,
    PICTURE,
    House,
    floor,
    room,
    shown_arrows,
)

HOUSE = House()
FILES, TREES, IMPORTS = HOUSE.files, HOUSE.trees, HOUSE.imports

# Private attributes that may be touched from elsewhere, and why.
ALLOWED = {
    "_adj": "networkx's dict of neighbours",
    "_asdict": "public, of every NamedTuple",
    "_node": "networkx's dict of nodes",
    "_pred": "networkx's dict of parents",
    "_succ": "networkx's dict of children",
    "_replace": "public, of every NamedTuple",
}


def defined_in(module):
    """Give the names that a module makes itself, not imports."""
    found = set()
    for node in ast.walk(TREES[module]):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
    return found


# Imports -----------------------------------------------------------------------------


def test_every_room_has_its_floor():
    assert {*map(room, FILES)} <= set().union(*FLOORS)


def test_the_picture_of_the_rooms_shows_them_as_they_are():
    # Graphviz writes the name of what it draws into the picture.
    titles = re.findall(r"<title>(.+?)</title>", PICTURE.read_text(encoding="utf-8"))
    arrows = {tuple(each.split("&#45;&gt;")) for each in titles if "&gt;" in each}
    assert arrows == shown_arrows(HOUSE), "run python -m scripts.draw_rooms"


@pytest.mark.parametrize("which", sorted(HOUSE.rooms()))
def test_arrows_between_rooms_point_down(which):
    up = {
        (each.by, each.module)
        for each in IMPORTS
        if room(each.by) == which != room(each.module)
        and floor(room(each.module)) >= floor(which)
    }
    assert not up


def test_no_module_imports_itself_by_way_of_others():
    # Imports for types only count, too: they are knowledge all the same.
    graph = nx.DiGraph((each.by, each.module) for each in IMPORTS)
    circles = [
        each for each in nx.strongly_connected_components(graph) if len(each) > 1
    ]
    assert not circles


def test_the_core_stands_on_its_own_and_is_read_in_an_evening():
    others = {
        (each.by, each.module)
        for each in IMPORTS
        if room(each.by) == "core" and room(each.module) not in {"core", "errors"}
    }
    assert not others
    lines = sum(
        len(path.read_text(encoding="utf-8").splitlines())
        for path in (PACKAGE / "core").glob("*.py")
    )
    assert 500 < lines < 1400


def test_what_is_imported_is_defined_there():
    # A name that a module only imported has two addresses; one must be wrong.
    borrowed = {
        each
        for each in IMPORTS
        if each.name
        and not HOUSE.is_package(each.module)
        and each.name not in defined_in(each.module)
    }
    assert not borrowed


def test_from_outside_a_room_a_name_has_one_address():
    home = {
        (each.by, each.name): each.module
        for each in IMPORTS
        if each.name and HOUSE.is_package(each.by)
    }
    addresses = defaultdict(set)
    for each in IMPORTS:
        if each.name and room(each.by) != room(each.module):
            origin = home.get((each.module, each.name), each.module)
            addresses[origin, each.name].add(each.module)
    assert len(addresses) > 100
    assert not {name: found for name, found in addresses.items() if len(found) > 1}


@pytest.fixture(scope="module")
def loaded():
    """Give all that ``import plastic`` loads."""
    code = "import sys, plastic; print(*sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", code], stdout=-1, text=True, check=True
    )
    return set(told.stdout.split())


HEAVY = [
    *("graphviz", "sqlite3", "rich", "matplotlib"),
    *("typer", "PIL", "scipy", "multiprocessing"),
]


@pytest.mark.parametrize("name", HEAVY)
def test_importing_plastic_does_not_import(name, loaded):
    assert "plastic" in loaded
    assert name not in loaded


# Files -------------------------------------------------------------------------------


def test_packages_only_hand_on():
    for name, tree in TREES.items():
        if name == "plastic" or not HOUSE.is_package(name):
            continue
        docstring, *rest = tree.body
        assert isinstance(docstring, ast.Expr), name
        for node in rest:
            hands_on = isinstance(node, ast.ImportFrom) or (
                isinstance(node, ast.Assign) and node.targets[0].id == "__all__"
            )
            assert hands_on, f"{name}: line {node.lineno} does more than hand on"


def test_a_name_means_one_file():
    # Not views.py beside views/, nor Tree.py beside tree.py.
    seen = defaultdict(set)
    for path in PACKAGE.rglob("*"):
        if path.suffix == ".py" or (path / "__init__.py").exists():
            seen[path.parent, path.stem.lower()].add(path.name)
    assert not {name: found for name, found in seen.items() if len(found) > 1}


# Privacy -----------------------------------------------------------------------------


def is_private(name):
    return name.startswith("_") and not name.startswith("__")


def own(cls):
    """Give the private names that a class makes: its methods and attributes."""
    for node in ast.walk(cls):
        if isinstance(node, ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def trespasses(node, known=frozenset()):
    """Give each private attribute of something else that code touches.

    What a class makes itself it may touch in another of its kind, too:
    ``other._counts`` in a method of the class that has ``self._counts``.
    """
    if isinstance(node, ast.ClassDef):
        known = known | set(own(node))
    if isinstance(node, ast.Attribute) and is_private(node.attr):
        its_own = isinstance(node.value, ast.Name) and node.value.id in {"self", "cls"}
        if not (its_own or node.attr in known or node.attr in ALLOWED):
            yield node
    for child in ast.iter_child_nodes(node):
        yield from trespasses(child, known)


@pytest.mark.parametrize("which", sorted(HOUSE.rooms()))
def test_what_is_private_stays_private(which):
    touched = {
        f"{name}:{node.lineno} {ast.unparse(node)}"
        for name, tree in TREES.items()
        if room(name) == which
        for node in trespasses(tree)
    }
    imported = {
        each
        for each in IMPORTS
        if room(each.by) == which and each.name and is_private(each.name)
    }
    assert not touched
    assert not imported


def test_trespasses_are_seen():
    code = "class A:\n def f(self, o): o._x = self._x; o._y\no._x; o._adj; o.__dict__"
    touched = [(n.lineno, n.attr) for n in trespasses(ast.parse(code))]
    assert touched == [(2, "_y"), (3, "_x")]


def test_every_exception_is_used():
    used = {
        node.attr
        for tree in TREES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
    }
    assert used >= ALLOWED.keys()
