"""Looking without touching: read-only views of a live graph and its parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import networkx as nx


class ReadOnly(Mapping):
    """A live view of a dict, and of the dicts in it, that cannot be written to.

    >>> view = ReadOnly({"a": {"count": 2}})
    >>> view["a"]["count"]
    2
    >>> view["a"]["count"] = 3
    Traceback (most recent call last):
    TypeError: 'ReadOnly' object does not support item assignment
    """

    __slots__ = ("_dict",)

    def __init__(self, dictionary: dict) -> None:
        self._dict = dictionary

    def __getitem__(self, key: Any) -> Any:
        value = self._dict[key]
        return ReadOnly(value) if isinstance(value, dict) else value

    def __contains__(self, key: object) -> bool:
        return key in self._dict

    def __iter__(self) -> Iterator:
        return iter(self._dict)

    def __len__(self) -> int:
        return len(self._dict)

    def __repr__(self) -> str:
        return repr(self._dict)

    def copy(self) -> dict:
        """Give a plain dict of one's own, all the way down."""
        return {
            key: value.copy() if isinstance(value, ReadOnly) else value
            for key, value in self.items()
        }


def read_only(graph: nx.DiGraph) -> nx.DiGraph:
    """View a graph as it lives on: nothing in the view can be changed.

    Every networkx algorithm that only reads works on it; ``view.copy()`` is an
    ordinary graph of one's own.

    Parameters
    ----------
    graph : networkx.DiGraph
        What to show.

    Returns
    -------
    networkx.DiGraph
        The view.  Making it costs the same for any size of graph.
    """
    view = nx.freeze(nx.DiGraph())
    view._node = ReadOnly(graph._node)
    view._adj = ReadOnly(graph._succ)  # sets view._succ too
    view._pred = ReadOnly(graph._pred)
    return view
