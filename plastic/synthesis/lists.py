"""Operations on lists and numbers.

Lists of anything: parts, places, order, counts.  Numbers: arithmetic and comparisons,
which are lifted to lists.  A list of truths is what tests give, and what filters take.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import product

from .vocabulary import Operation, Type, helper, instances, lifted, lifts


@helper
def is_prime(n: int) -> bool:
    """Tell whether n has no divisors but 1 and itself."""
    return n > 1 and all(n % d for d in range(2, int(n**0.5) + 1))


@helper
def is_square(n: int) -> bool:
    """Tell whether n is the square of a whole number."""
    return n >= 0 and round(n**0.5) ** 2 == n


@helper
def running(step: Callable, items: Iterable) -> list:
    """Combine each item with all before it."""
    done: list = []
    for item in items:
        done.append(step(done[-1], item) if done else item)
    return done


@helper
def occurrences(items: Iterable) -> list[int]:
    """Count for each item how often it came before."""
    before: list[int] = []
    met: dict = {}
    for item in items:
        before.append(met.get(item, 0))
        met[item] = before[-1] + 1
    return before


@helper
def ranked(items: Iterable, keys: Iterable) -> list:
    """Sort items by their keys; equals keep their order."""
    return [x for _, x in sorted(zip(keys, items, strict=True), key=lambda y: y[0])]


@helper
def runs(items: Iterable) -> list[tuple]:
    """Part items into runs of equal ones."""
    done: list[tuple] = []
    for item in items:
        if done and done[-1][0] == item:
            done[-1] = (*done[-1], item)
        else:
            done.append((item,))
    return done


of = Operation.of
ON_LISTS = (
    # Parts.
    of("tail", "[t] -> [t]", 3, "a[1:]", "{a} without its first"),
    of("init", "[t] -> [t]", 4, "a[:-1]", "{a} without its last"),
    of("take", "[t], int -> [t]", 4, "a[:b]", "the first {b} of {a}"),
    of("drop", "[t], int -> [t]", 4, "a[b:]", "{a} without the first {b}"),
    of(
        "take_last",
        "[t], int -> [t]",
        5,
        "a[-b:] if b else a[:0]",
        "the last {b} of {a}",
    ),
    of(
        "drop_last",
        "[t], int -> [t]",
        5,
        "a[:-b] if b else a",
        "{a} without the last {b}",
    ),
    of("every_other", "[t] -> [t]", 6, "a[::2]", "every other one of {a}"),
    of("every_second", "[t] -> [t]", 6, "a[1::2]", "every second one of {a}"),
    of("first", "[t] -> t", 3, "a[0]", "the first of {a}"),
    of("last", "[t] -> t", 3, "a[-1]", "the last of {a}"),
    of("at", "[t], int -> t", 4, "a[b - 1]", "number {b} of {a}"),
    of("at_from_end", "[t], int -> t", 5, "a[-b]", "number {b} from the end of {a}"),
    of("slice", "[t], int, int -> [t]", 6, "a[b - 1:c]", "numbers {b} to {c} of {a}"),
    of(
        "remove_at",
        "[t], int -> [t]",
        5,
        "[*a[:b - 1], *a[b:]]",
        "{a} without number {b}",
    ),
    # Putting together.
    of("list_of", "t -> [t]", 2, "[a]", "a list of {a}"),
    of("prepend", "[t], t -> [t]", 4, "[b, *a]", "{b} before {a}"),
    of("append", "[t], t -> [t]", 4, "[*a, b]", "{b} after {a}"),
    of("join", "[t], [t] -> [t]", 4, "[*a, *b]", "{a} and then {b}"),
    of(
        "insert_at",
        "[t], int, t -> [t]",
        5,
        "[*a[:b - 1], c, *a[b - 1:]]",
        "{a} with {c} put in as number {b}",
    ),
    of(
        "replace_at",
        "[t], int, t -> [t]",
        5,
        "[c if x == b - 1 else y for x, y in enumerate(a)]",
        "{a} with {c} in place of number {b}",
    ),
    of("repeat", "t, int -> [t]", 5, "[a] * b", "{a}, {b} times", size="b"),
    of(
        "repeat_all",
        "[t], int -> [t]",
        7,
        "[*a] * b",
        "{a}, {b} times over",
        size="len(a) * b",
    ),
    of(
        "repeat_each",
        "[t], [int] -> [t]",
        7,
        "[x for x, y in zip(a, b, strict=True) for _ in range(y)]",
        "each of {a} as often as {b} says",
        size="sum(b)",
    ),
    of(
        "repeat_each",
        "[t], int -> [t]",
        6,
        "[x for x in a for _ in range(b)]",
        "each of {a}, {b} times",
        size="len(a) * b",
    ),
    of("range_to", "int -> [int]", 5, "range(1, a + 1)", "1 to {a}", size="a"),
    of(
        "range_between",
        "int, int -> [int]",
        6,
        "range(a, b + 1)",
        "{a} to {b}",
        size="b - a",
    ),
    of(
        "range_by",
        "int, int, int -> [int]",
        7,
        "range(a, b + 1, c)",
        "{a} to {b} in steps of {c}",
        size="b - a",
    ),
    # Order and places.
    of("reverse", "[t] -> [t]", 4, "a[::-1]", "{a} backwards"),
    of("sort", "[o] -> [o]", 4, "sorted(a)", "{a} in order"),
    of("sort_by", "[t], [o] -> [t]", 6, "ranked(a, b)", "{a} in the order of {b}"),
    of(
        "rotate",
        "[t], int -> [t]",
        6,
        "[*a[b:], *a[:b]]",
        "{a} with the first {b} moved to its end",
    ),
    of("places", "[t] -> [int]", 4, "range(1, len(a) + 1)", "the places in {a}"),
    of(
        "before",
        "[int] -> [int]",
        6,
        "[0, *a[:-1]][:len(a)]",
        "what stands before each of {a}",
    ),
    of(
        "after",
        "[int] -> [int]",
        6,
        "[*a[1:], 0][:len(a)]",
        "what stands after each of {a}",
    ),
    of(
        "swap",
        "[t], int, int -> [t]",
        6,
        "[a[c - 1] if x == b - 1 else a[b - 1] if x == c - 1 else y "
        "for x, y in enumerate(a)]",
        "{a} with numbers {b} and {c} exchanged",
        commutes=False,
    ),
    # Numbers of a list.
    of("length", "[t] -> int", 3, "len(a)", "the length of {a}"),
    of("sum", "[int] -> int", 4, "sum(a)", "the sum of {a}"),
    of("largest", "[o] -> o", 4, "max(a)", "the largest of {a}"),
    of("smallest", "[o] -> o", 4, "min(a)", "the smallest of {a}"),
    of(
        "sums",
        "[int] -> [int]",
        6,
        "running(lambda x, y: x + y, a)",
        "the running sums of {a}",
    ),
    of("maxima", "[o] -> [o]", 7, "running(max, a)", "the running maxima of {a}"),
    of(
        "product",
        "[int] -> int",
        7,
        "running(lambda x, y: x * y, [1, *a])[-1]",
        "the product of {a}",
    ),
    # How often.
    of("unique", "[t] -> [t]", 4, "dict.fromkeys(a)", "{a} without repetitions"),
    of(
        "frequencies",
        "[t] -> [int]",
        5,
        "[a.count(x) for x in a]",
        "how often each of {a} is there",
    ),
    of(
        "occurrences",
        "[t] -> [int]",
        8,
        "occurrences(a)",
        "how often each of {a} came before",
    ),
    of(
        "is_in",
        "[t], [t] -> [truth]",
        6,
        "[x in b for x in a]",
        "whether each of {a} is in {b}",
    ),
    of("contains", "[t], t -> truth", 6, "b in a", "whether {a} contains {b}"),
    # Truths.
    of(
        "filter",
        "[t], [truth] -> [t]",
        3,
        "[x for x, y in zip(a, b, strict=True) if y]",
        "those of {a} of which {b} holds",
    ),
    of(
        "reject",
        "[t], [truth] -> [t]",
        3,
        "[x for x, y in zip(a, b, strict=True) if not y]",
        "those of {a} of which {b} does not hold",
    ),
    of("count", "[truth] -> int", 4, "sum(a)", "how often {a} holds"),
    of(
        "find",
        "[truth] -> int",
        6,
        "[*a].index(True) + 1",
        "the first place where {a} holds",
    ),
    of("all", "[truth] -> truth", 3, "all(a)", "whether {a} holds always"),
    of("any", "[truth] -> truth", 3, "any(a)", "whether {a} holds somewhere"),
)
# Lists of lists.
NESTED = (
    of("flatten", "[[t]] -> [t]", 4, "[y for x in a for y in x]", "all that is in {a}"),
    of("runs", "[t] -> [[t]]", 5, "runs(a)", "the runs of equals in {a}"),
)
# On single values; and lifted, on the elements of lists.
ON_VALUES = (
    of("add", "int, int -> int", 4, "a + b", "{a} + {b}", commutes=True),
    of("subtract", "int, int -> int", 4, "a - b", "{a} - {b}"),
    of("multiply", "int, int -> int", 5, "a * b", "{a} * {b}", commutes=True),
    of("divide", "int, int -> int", 6, "a // b", "{a} / {b}, rounded down"),
    of(
        "distance",
        "int, int -> int",
        6,
        "abs(a - b)",
        "how far {a} is from {b}",
        commutes=True,
    ),
    of("modulo", "int, int -> int", 5, "a % b", "the rest of {a} / {b}"),
    of(
        "larger",
        "int, int -> int",
        7,
        "max(a, b)",
        "the larger of {a} and {b}",
        commutes=True,
    ),
    of(
        "smaller",
        "int, int -> int",
        7,
        "min(a, b)",
        "the smaller of {a} and {b}",
        commutes=True,
    ),
    of("equals", "t, t -> truth", 4, "a == b", "{a} = {b}", commutes=True),
    of("less", "o, o -> truth", 3, "a < b", "{a} < {b}"),
    of("greater", "o, o -> truth", 3, "a > b", "{a} > {b}"),
    of("is_even", "int -> truth", 4, "a % 2 == 0", "{a} is even"),
    of("is_multiple", "int, int -> truth", 5, "a % b == 0", "{a} is a multiple of {b}"),
    of("is_prime", "int -> truth", 7, "is_prime(a)", "{a} is prime"),
    of("is_square", "int -> truth", 7, "is_square(a)", "{a} is a square"),
    of("both", "truth, truth -> truth", 5, "a and b", "{a} and {b}", commutes=True),
    of("either", "truth, truth -> truth", 6, "a or b", "{a} or {b}", commutes=True),
    of("one_if", "truth -> int", 4, "int(a)", "1 if {a}, else 0"),
    of("opposite", "truth -> truth", 4, "not a", "not {a}"),
)
# Element by element, what a test decides.
CHOOSE = of("choose", "truth, t, t -> t", 6, "b if a else c", "{b} where {a}, else {c}")


# What is done with symbols that only targets have: they are put there, and that is all.
MADE = ("list_of", "repeat", "append", "prepend", "join")


# Bits more for a test of a single number than of each in a list: of one number it is
# true by chance, and would tell pairs apart that differ otherwise.
ALONE = {"less": 1, "greater": 1}
ALONE |= dict.fromkeys(["is_even", "is_multiple", "is_prime", "is_square"], 3)


def operations(taken: Iterable[Type], made: Iterable[Type]) -> Iterator[Operation]:
    """Give all operations on lists of elements of some types.

    Parameters
    ----------
    taken : iterable of str
        The types of what stands in sources, such as ``int``.
    made : iterable of str
        The types of what stands in targets.
    """
    taken = [*taken]
    inner = dict.fromkeys(kind[1:-1] for kind in taken if kind.startswith("["))
    known = dict.fromkeys([*taken, *inner, "int"])
    for operation in ON_LISTS:
        yield from instances(operation, known)
    for operation in ON_VALUES:
        for instance in instances(operation, known):
            dearer = ALONE.get(instance.name, 0)
            yield instance.priced(instance.bits + dearer) if dearer else instance
            yield from lifts(instance)
    new = [kind for kind in made if kind not in known]
    for operation in ON_LISTS:
        if operation.name in MADE:
            yield from instances(operation, new)
    for instance in instances(CHOOSE, [*known, *new]):
        for over in product([True], [True, False], [True, False]):
            yield lifted(instance, over)
    if inner:
        yield from _nested(inner)


def _nested(inner: Iterable[Type]) -> Iterator[Operation]:
    """Give what is done to lists of lists: also all that is done to each of them."""
    for operation in NESTED:
        yield from instances(operation, inner)
    for operation in ON_LISTS:
        if operation.takes[0].startswith("["):
            for instance in instances(operation, inner):
                yield lifted(instance, [True] + [False] * (len(instance.takes) - 1))
