"""Shapes: what a source looks like, to tell whether the examples show its like.

A shape is the classes of a text's runs: ``Ada Lovelace 1815`` is *word blank word
blank digits*.  What no example looks like may be an edge case that has an answer of its
own, and no program can know that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_RUN = re.compile(r"\d+|[^\W\d_]+|\s+|.", re.DOTALL)


def shape(text: str) -> tuple[str, ...]:
    """Give the classes of a text's runs; a mark is a class of its own.

    >>> shape("Ada LOVELACE, 1815")
    ('Aa', ' ', 'A', ',', ' ', '0')
    """
    return tuple(map(_class_of, _RUN.findall(text)))


def _class_of(run: str) -> str:
    if run.isdigit():
        return "0"
    if run.isalpha():
        upper, lower = run != run.lower(), run != run.upper()
        return "A" * upper + "a" * lower or "x"
    return " " if run.isspace() else run


def is_new(inputs: Sequence[str], known: Sequence[Sequence[str]]) -> bool:
    """Tell whether a source looks like that of no example.

    Parameters
    ----------
    inputs : sequence of str
        Those that are asked for.
    known : sequence of sequence of str
        Those of the examples.

    Returns
    -------
    bool
        Whether an input has the shape of none in an example.

    Examples
    --------
    >>> examples = [("Ada King",), ("Bo Ray",)]
    >>> [is_new((text,), examples) for text in ("Alan Turing", "Alan M Turing", "N/A")]
    [False, True, True]
    """
    shapes = [{shape(each[index]) for each in known} for index in range(len(inputs))]
    return any(shape(text) not in some for text, some in zip(inputs, shapes))
