"""Search: from pairs to the shortest expressions that explain them.

What the pairs are says which vocabulary they need: each has a search of its own, that
makes leaves and operations of the pairs and explores them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from . import lists
from .enumerate import Enumeration, Goal
from .explore import Found, explore
from .values import leaf, type_of
from .vocabulary import Operation, Type, constant, source_leaf

BUDGET = 200_000  # steps, about a second


def search(
    pairs: Sequence[tuple[Any, Any]],
    asked: Sequence[Any] = (),
    budget: int = BUDGET,
    library: Iterable[Operation] = (),
) -> Found:
    """Search for expressions that explain pairs.

    Parameters
    ----------
    pairs : sequence of (source, target)
        Lists as tuples.
    asked : sequence, optional
        Other sources; what has no value on these is no answer.
    budget : int, optional
        Steps at the most; some three to five microseconds each.
    library : iterable of Operation, optional
        More operations.

    Returns
    -------
    Found

    Examples
    --------
    >>> found = search([((3, 1, 2), (1, 2)), ((5, 9, 7, 6), (5, 6, 7))])
    >>> print(*found.solutions[0])
    init(sort(source)) 9
    >>> found.solutions[0][0].run((2, 8, 4))
    (2, 4)
    """
    for search_of_its_kind in SEARCHES:
        found = search_of_its_kind(pairs, asked, budget, library)
        if found is not None:
            return found
    return Found([])


def search_lists(
    pairs: Sequence[tuple[Any, Any]],
    asked: Sequence[Any],
    budget: int,
    library: Iterable[Operation],
) -> Found | None:
    """Search for expressions of lists; None: the pairs are of other kinds.

    Parameters and result are those of :func:`search`.
    """
    sources = [source for source, _ in pairs] + [*asked]
    targets = tuple(target for _, target in pairs)
    goal, kind = Goal(type_of(targets), targets), type_of(sources)
    if not (kind.startswith("[") and goal.kind.startswith("[")):
        return None
    elements = _elements(kind, goal.kind)
    leaves = [source_leaf(kind), *_constants(pairs, goal.kind)]
    values = [leaf(each, sources) for each in leaves]
    operations = [*lists.operations(elements), *library]
    return explore(Enumeration(values, operations, goal, budget))


SEARCHES: tuple[Callable[..., Found | None], ...] = (search_lists,)


def _elements(*kinds: Type) -> list[Type]:
    """Give the types of what stands in lists of some types."""
    found: dict[Type, None] = {}
    for kind in kinds:
        inner = kind[1:-1]
        found[inner] = None
    if len(found) > 1:
        found.pop("symbol", None)
    return [*found]


def _constants(pairs: Sequence[tuple[Any, Any]], kind: Type) -> list[Operation]:
    """Give the constants that programs may use."""
    found = [constant((), kind, 3, "nothing")]
    always = set.intersection(*[set(target) for _, target in pairs])
    for number in range(11):
        found.append(constant(number, "int", 3 if number < 4 else 5))
    held = sorted(x for x in always if type(x) is int and not 0 <= x <= 10)
    found += [constant(x, "int", 8) for x in held]
    written = {x for _, target in pairs for x in target if isinstance(x, str)}
    if len(written) <= 8:
        found += [constant(x, "word", 5) for x in sorted(written)]
    return found
