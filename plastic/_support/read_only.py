"""Looking without touching: read-only views of a live graph and its parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from itertools import chain
from typing import Any, TypeAlias

import networkx as nx

Table: TypeAlias = Mapping[Any, Any]
Tables: TypeAlias = "tuple[Table, Table, Table]"


class ReadOnly(Mapping[Any, Any]):
    """A live view of a dict, and of the dicts in it, that cannot be written to.

    >>> view = ReadOnly({"a": {"count": 2}})
    >>> view["a"]["count"]
    2
    >>> view["a"]["count"] = 3
    Traceback (most recent call last):
    TypeError: 'ReadOnly' object does not support item assignment
    """

    __slots__ = ("_dict",)

    def __init__(self, dictionary: Mapping[Any, Any]) -> None:
        self._dict = dictionary

    def __getitem__(self, key: Any) -> Any:
        value = self._dict[key]
        return ReadOnly(value) if isinstance(value, dict) else value

    def __contains__(self, key: object) -> bool:
        return key in self._dict

    def __iter__(self) -> Iterator[Any]:
        return iter(self._dict)

    def __len__(self) -> int:
        return len(self._dict)

    def __repr__(self) -> str:
        return repr(self._dict)

    def copy(self) -> dict[Any, Any]:
        """Give a plain dict of one's own, all the way down."""
        return {
            key: value.copy() if isinstance(value, ReadOnly) else value
            for key, value in self.items()
        }


NOTHING = ReadOnly({})  # what is known of an edge


class Union(Mapping[Any, Any]):
    """A live view of two mappings that have no key in common."""

    __slots__ = ("_one", "_other")

    def __init__(self, one: Mapping[Any, Any], other: Mapping[Any, Any]) -> None:
        self._one, self._other = one, other

    def __getitem__(self, key: Any) -> Any:
        return self._one[key] if key in self._one else self._other[key]

    def __contains__(self, key: object) -> bool:
        return key in self._one or key in self._other

    def __iter__(self) -> Iterator[Any]:
        return chain(self._one, self._other)

    def __len__(self) -> int:
        return len(self._one) + len(self._other)


def digraph(*tables: Tables) -> nx.DiGraph:
    """Make a graph of tables that live on: nothing in it can be changed.

    Every networkx algorithm that only reads works on it; ``copy()`` of it is an
    ordinary graph of one's own.

    Parameters
    ----------
    *tables : tuple of mapping
        What networkx keeps of nodes, of what comes after them and before them, by
        node; several have no node in common.

    Returns
    -------
    networkx.DiGraph
        Making it costs the same for any size of graph.
    """
    view = nx.freeze(nx.DiGraph())
    node, succ, pred = (reduce(Union, each) for each in zip(*tables))
    view._node = node
    view._adj = succ  # sets view._succ too
    view._pred = pred
    return view


def tables(graph: nx.DiGraph) -> Tables:
    """Give the tables of a graph, to look at."""
    return ReadOnly(graph._node), ReadOnly(graph._succ), ReadOnly(graph._pred)
