"""Standalone: Python that needs nothing but Python.

A program that is printed calls functions and classes of this package.  What it calls
is brought along: its own source, and that of what it calls in turn, without what only
explains.  So what is printed cannot differ from what runs here, and nobody writes any
of it twice.  Of a table that is asked by name only the rows are brought that are named.
"""

from __future__ import annotations

import ast
import copy
import inspect
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module, util

# What of a class only tells people what it does, or makes it quicker.
EXPLAINING = {"Operation", "sentence", "python", "parameters", "__str__", "__repr__"}
CACHING = {"cache", "lru_cache", "helper"}


def bare(function: Callable) -> str:
    """Give the source of a function, without decorators and types.

    >>> def twice(x: int) -> int:
    ...     return 2 * x
    >>> print(bare(twice))  # doctest: +SKIP
    def twice(x):
        return 2 * x
    """
    (tree,) = ast.parse(inspect.getsource(function)).body
    return ast.unparse(_Bare().visit(tree))


def standalone(code: str, homes: Mapping[str, str]) -> str:
    """Give all that a piece of Python needs to run by itself.

    Parameters
    ----------
    code : str
        Some Python.
    homes : mapping
        Name -> the module in which it is defined or imported, of what `code` may use.

    Returns
    -------
    str
        Imports of the standard library, and definitions; nothing where it needs none.

    Examples
    --------
    >>> print(standalone("ordinal(3)", {"ordinal": "plastic.synthesis.strings.tokens"}))
    def ordinal(number):
        teen = 10 < number % 100 < 14
        ending = 'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')
        return f'{number}{ending}'
    """
    tree = ast.parse(code)
    bundle = _Bundle(_texts(tree))
    bundle.add(tree, homes)
    return bundle.text()


class _Bundle:
    """Definitions that are brought along, each after those that it needs."""

    def __init__(self, texts: set[str]) -> None:
        self.texts = texts  # those in the program, names of rows among them
        self.imports: set[str] = set()
        self.parts: list[str] = []
        self.known: set[int] = set()  # statements

    def add(self, tree: ast.AST, homes: Mapping[str, str]) -> None:
        """Bring along what a piece of Python uses."""
        for node in _loads(tree):
            if node.id in homes:
                self._define(homes[node.id], node.id)

    def _define(self, module: str, name: str) -> None:
        home = _read(module)
        if name in home.imported:
            line, origin = home.imported[name]
            if origin is None:
                self.imports.add(line)
            else:
                self._define(origin, name)
        for statement in home.defined.get(name, ()):
            if id(statement) not in self.known:
                self.known.add(id(statement))
                text, tree = self._bared(home, statement)
                self.add(tree, home.names)
                self.parts.append(text)

    def _bared(self, home: _Module, statement: ast.stmt) -> tuple[str, ast.AST]:
        """Give a statement without what is not needed, as a text and as a tree."""
        if home.is_asked_by_name(statement):
            statement = self._with_named_rows(statement)
        elif isinstance(statement, (ast.Assign, ast.AugAssign)):
            return home.segment(statement), statement  # with its comments
        tree = _Bare().visit(copy.deepcopy(statement))
        return ast.unparse(ast.fix_missing_locations(tree)), tree

    def _with_named_rows(self, statement: ast.stmt) -> ast.stmt:
        table = copy.deepcopy(statement)
        rows = table.value  # type: ignore[attr-defined]
        kept = [
            at
            for at, key in enumerate(rows.keys)
            if getattr(key, "value", None) in self.texts
        ]
        rows.keys = [rows.keys[at] for at in kept]
        rows.values = [rows.values[at] for at in kept]
        return table

    def text(self) -> str:
        """Give all of it, the imports first."""
        imports = sorted(self.imports, key=lambda line: (line[0] == "f", line))
        return "\n\n\n".join(["\n".join(imports)] * bool(imports) + self.parts)


class _Module:
    """The source of a module, by the names that it defines and imports."""

    def __init__(self, name: str) -> None:
        self.source = inspect.getsource(import_module(name))
        self.tree = ast.parse(self.source)
        self.imported: dict[str, tuple[str, str | None]] = {}  # with its module here
        self.defined: dict[str, list[ast.stmt]] = {}
        for statement in self.tree.body:
            if isinstance(statement, (ast.Import, ast.ImportFrom)):
                self._take(statement, name.rpartition(".")[0])
            for each in _defines(statement):
                self.defined.setdefault(each, []).append(statement)
        self.names = dict.fromkeys([*self.imported, *self.defined], name)

    def _take(self, statement: ast.Import | ast.ImportFrom, package: str) -> None:
        for alias in statement.names:
            line, origin = f"import {alias.name}", None
            if isinstance(statement, ast.ImportFrom):
                line = f"from {statement.module} import {alias.name}"
                if statement.level:
                    relative = "." * statement.level + (statement.module or "")
                    origin = util.resolve_name(relative, package)
            self.imported[alias.name] = (line, origin)

    def segment(self, statement: ast.stmt) -> str:
        """Give a statement as it is written."""
        return ast.get_source_segment(self.source, statement) or ""

    def is_asked_by_name(self, statement: ast.stmt) -> bool:
        """Tell whether it is a table that is only ever asked ``TABLE[self.name]``."""
        if not isinstance(getattr(statement, "value", None), ast.Dict):
            return False
        (name,) = _defines(statement)
        asked = {
            id(node.value)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Subscript)
            and isinstance(node.slice, ast.Attribute)
            and getattr(node.slice.value, "id", "") == "self"
        }
        return all(id(node) in asked for node in _loads(self.tree) if node.id == name)


_read = cache(_Module)


def _defines(statement: ast.stmt) -> Iterator[str]:
    """Give the names that a statement of a module defines, or changes."""
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
        yield statement.name
        return
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, (ast.AugAssign, ast.AnnAssign)):
        targets = [statement.target]
    for target in targets:
        yield from (node.id for node in ast.walk(target) if isinstance(node, ast.Name))


def _loads(tree: ast.AST) -> Iterator[ast.Name]:
    """Give the names that are read, and not set."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node


def _texts(tree: ast.AST) -> set[str]:
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


class _Bare(ast.NodeTransformer):
    """Leaves out what a definition has for people, and for type checkers."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST | None:
        if node.name in EXPLAINING:
            return None
        node.decorator_list = [
            each
            for each in node.decorator_list
            if getattr(getattr(each, "func", each), "id", "") not in CACHING
        ]
        node.returns, node.body = None, _undocumented(node.body)
        return self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.bases = [
            each for each in node.bases if getattr(each, "id", "") not in EXPLAINING
        ]
        body: list[ast.stmt | None] = []
        for part in _undocumented(node.body):
            if isinstance(part, ast.FunctionDef):
                body.append(self.visit(part))
            elif not isinstance(part, ast.AnnAssign):
                body.append(part)
            elif "ClassVar" not in ast.unparse(part.annotation):
                part.annotation = ast.Name("object", ast.Load())  # a field stays one
                body.append(part)
        node.body = [part for part in body if part is not None] or [ast.Pass()]
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return ast.arg(node.arg)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        value = node.value or ast.Constant(None)
        return ast.copy_location(ast.Assign([node.target], value), node)


def _undocumented(body: list[ast.stmt]) -> list[ast.stmt]:
    first = body[0]
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return body[1:] if is_text else body
