"""Which kind of line a line is: its template, what it shares with others of its kind.

``Receiving block blk_7 src: /10.0.0.1`` and the same of another block are one event.
Numbers and what is written in them are masked first, which is enough for many logs.
Names that vary, too, are found by Drain ("Drain: an online log parsing approach with
fixed depth tree", He, Zhu, Zheng and Lyu, 2017), as the package ``drain3`` has it:
``pip install 'plastic-memory[logs]'``.  Without it masked lines are the templates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.util import find_spec
from typing import Any

from ..._support.extras import need

LONGEST = 500  # characters of a line that are looked at: what tells is said by then

ANY = "<*>"
# The share of words that two lines of a template have in common.  Drain's own .4 is
# for lines whose numbers are not masked: "job <*> begins" and "job <*> ends" are two.
ALIKE = 0.6
_TIMES = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d([.,]\d+)?(Z|[+-]\d\d:?\d\d)?"
_NUMBERS = re.compile(
    rf"{_TIMES}"
    r"|\b[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b"  # a UUID
    r"|\b0[xX][0-9a-fA-F]+\b"
    r"|\b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{8,}\b"  # a hash: letters and digits
    r"|-?\d+([.,:/-]\d+)*"
)


def masked(line: str) -> str:
    """Give a line with a mark in the place of all that is written in numbers.

    >>> masked("2024-03-15 12:00:00 block blk_-38 from 10.0.0.1:80 in 7ms, id 0xff")
    '<*> block blk_<*> from <*> in <*>ms, id <*>'
    """
    return " ".join(_NUMBERS.sub(ANY, line[:LONGEST]).split())


class Templates:
    """The templates of a log's lines: masked lines."""

    def of(self, line: str) -> str:
        """Give the template of a line; it stays the same for ever."""
        return masked(line)

    @property
    def state(self) -> list[Any]:
        """What :func:`templates` needs to go on, as JSON can hold it."""
        return []


class DrainTemplates(Templates):
    """The templates of a log's lines, by Drain.

    A template grows more general as lines come.  What stands for it, here, is the
    masked line with which it began, so that it stays the same symbol.

    Parameters
    ----------
    state : sequence
        :attr:`state` of an older one.

    Raises
    ------
    MissingExtraError
        The package drain3 is not there.
    """

    def __init__(self, state: Iterable[Any] = ()) -> None:
        drain = need("drain3.drain", "logs", "finding templates")
        self._drain = drain.Drain(sim_th=ALIKE, max_clusters=None)
        self._symbols: dict[int, str] = {}
        for number, (words, symbol, size) in enumerate(state, start=1):
            cluster = drain.LogCluster(words.split(" "), number)
            cluster.size = size
            self._drain.id_to_cluster[number] = cluster
            self._drain.clusters_counter = number
            self._drain.add_seq_to_prefix_tree(self._drain.root_node, cluster)
            self._symbols[number] = symbol

    def of(self, line: str) -> str:
        """Give what stands for the template of a line."""
        plain = masked(line)
        cluster, _ = self._drain.add_log_message(plain)
        return self._symbols.setdefault(cluster.cluster_id, plain)

    @property
    def state(self) -> list[Any]:
        """What another one needs to go on, as JSON can hold it."""
        return [
            [cluster.get_template(), self._symbols[number], cluster.size]
            for number, cluster in self._drain.id_to_cluster.items()
        ]


def templates(drain: bool | None = None, state: Iterable[Any] = ()) -> Templates:
    """Give what finds templates.

    Parameters
    ----------
    drain : bool, optional
        Whether by Drain; None: if its package is there.
    state : sequence
        Of an older one of the same kind.
    """
    if find_spec("drain3") is not None if drain is None else drain:
        return DrainTemplates(state)
    return Templates()
