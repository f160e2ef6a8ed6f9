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
from .habits import NONE, Habits
from .values import leaf, type_of
from .vocabulary import Operation, Type, constant, number_bits, source_leaf

BUDGET = 200_000  # steps, about a second
WORD_BITS = 5
MOST_WORDS = 8  # different ones in targets; of more none is there for its own sake


def search(
    pairs: Sequence[tuple[Any, Any]],
    asked: Sequence[Any] = (),
    budget: int = BUDGET,
    library: Iterable[Operation] = (),
    habits: Habits = NONE,
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
        More operations, such as :func:`plastic.synthesis.sleep.library` makes.
    habits : Habits, optional
        What is likely; see :mod:`plastic.synthesis.habits`.

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
        found = search_of_its_kind(pairs, asked, budget, library, habits)
        if found is not None:
            return found
    return Found([])


def search_lists(
    pairs: Sequence[tuple[Any, Any]],
    asked: Sequence[Any],
    budget: int,
    library: Iterable[Operation],
    habits: Habits,
) -> Found | None:
    """Search for expressions of lists; None: the pairs are of other kinds.

    Parameters and result are those of :func:`search`.
    """
    sources = [source for source, _ in pairs] + [*asked]
    targets = tuple(target for _, target in pairs)
    goal, kind = Goal(type_of(targets), targets), type_of(sources)
    if not (kind.startswith("[") and goal.kind.startswith("[")):
        return None
    leaves = [source_leaf(kind), *_constants(pairs, goal.kind)]
    values = [leaf(each, sources) for each in leaves]
    operations = [*lists.operations([kind[1:-1]], [goal.kind[1:-1]]), *library]
    return explore(Enumeration(values, operations, goal, budget, habits))


SEARCHES: tuple[Callable[..., Found | None], ...] = (search_lists,)


def _constants(pairs: Sequence[tuple[Any, Any]], kind: Type) -> list[Operation]:
    """Give the constants that programs may use.

    Small numbers; what stands in every target, and what all of them begin or end with;
    words, if there are few.
    """
    found = [constant((), kind, 3, "nothing")]
    found += [constant(each, "int", number_bits(each)) for each in range(11)]
    targets = [target for _, target in pairs]
    always = set.intersection(*map(set, targets))
    held = sorted(x for x in always if type(x) is int and not 0 <= x <= 10)
    found += [constant(each, "int", number_bits(each)) for each in held]
    for common in (_common(targets), _common([t[::-1] for t in targets])[::-1]):
        if len(common) > 1:
            bits = 3 + sum(
                number_bits(each) if type(each) is int else WORD_BITS for each in common
            )
            found.append(constant(common, kind, bits))
    written = {x for target in targets for x in target if isinstance(x, str)}
    if len(written) <= MOST_WORDS:
        found += [constant(each, "word", WORD_BITS) for each in sorted(written)]
    return found


def _common(targets: Sequence[tuple]) -> tuple:
    """Give what all sequences begin with."""
    same = 0
    for symbols in zip(*targets):
        if any(symbol != symbols[0] for symbol in symbols):
            break
        same += 1
    return targets[0][:same]
