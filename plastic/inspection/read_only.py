"""Looking without touching: read-only views of a live graph and its parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from itertools import chain
from typing import Any

import networkx as nx


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


def read_only(graph: nx.DiGraph, other: nx.DiGraph | None = None) -> nx.DiGraph:
    """View a graph as it lives on: nothing in the view can be changed.

    Every networkx algorithm that only reads works on it; ``view.copy()`` is an
    ordinary graph of one's own.

    Parameters
    ----------
    graph : networkx.DiGraph
        What to show.
    other : networkx.DiGraph, optional
        What to show beside it, with other nodes.

    Returns
    -------
    networkx.DiGraph
        The view.  Making it costs the same for any size of graph.
    """
    view = nx.freeze(nx.DiGraph())
    tables = [(graph._node, graph._succ, graph._pred)]
    if other is not None:
        tables.append((other._node, other._succ, other._pred))
    node, succ, pred = (reduce(Union, each) for each in zip(*tables))
    view._node = ReadOnly(node)
    view._adj = ReadOnly(succ)  # sets view._succ too
    view._pred = ReadOnly(pred)
    return view
