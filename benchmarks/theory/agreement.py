"""Whether the library, in both forms of the graph, is what its specification says.

``spec/plastic.py`` is compared with a graph that was taught moment by moment and with
one that was grown of all samples at once: concepts, levels, counts, strengths, which
concepts fire, what can come next; and what one of the two forgets, the other two.
"""

from __future__ import annotations

import random
from collections import Counter
from functools import reduce
from typing import Any

from plastic import PlasticMemory
from plastic.core.potentiation import fire
from spec import plastic as spec

from ..common import Table

CLOSE = 1e-9  # of probabilities: the sums are made in other orders
SYMBOLS = [1, "to", (1, "x"), None, 2.5]


def table(quick: bool) -> Table:
    """Compare many random multisets."""
    multisets = 2_000 if quick else 100_000
    agreed = check_random(multisets, seed=1)
    note = (
        "`spec/plastic.py` and a memory that was taught sample by sample, and one that "
        "was grown at once: concepts, r_levels, counts, strengths, what fires, "
        f"probabilities (within {CLOSE:g}), and all of the graph once more after half "
        "of the samples were forgotten.  Strings and tuples, horizons 1, 2, 3, 5, 24, "
        "contexts with and without START."
    )
    rows = [[f"{multisets:,}", f"{agreed:,}"]]
    return Table("Specification and library", ["multisets", "agreed"], rows, note)


def check(samples: list[Any], horizon: int, context: Any, anchored: bool) -> None:
    """Compare one multiset; then forget its first half, and compare what is left.

    Raises
    ------
    AssertionError
        They differ; the message holds the samples.
    """
    told = f"samples {samples!r}, horizon {horizon}, {context!r}, anchored {anchored}"
    memory = reduce(spec.learn, samples, spec.Memory(horizon))
    one_by_one = PlasticMemory(horizon=horizon)
    for sample in samples:
        one_by_one.learn(sample)
    at_once = PlasticMemory(horizon=horizon).fit(samples)
    for form in (one_by_one, at_once):
        assert graph(form) == expected_graph(memory), told
        assert_close(form, memory, context, anchored, told)
    gone = samples[: len(samples) // 2]
    memory = reduce(spec.forget, gone, memory)
    for form in (one_by_one, at_once):
        for sample in gone:
            form.forget(sample)
        assert graph(form) == expected_graph(memory), f"{told}, half forgotten"


def graph(memory: PlasticMemory) -> dict[Any, tuple[int, int, dict[Any, int]]]:
    """Give what the library's graph says of each concept."""
    return {
        node.symbols: (node["r_level"], node["count"], node["synapses"])
        for node in memory.state.concepts.nodes()
    }


def expected_graph(memory: spec.Memory) -> dict[Any, tuple[int, int, dict[Any, int]]]:
    """Give what the specification says of each concept."""
    known, counts = spec.concepts(memory), spec.counts(memory)
    synapses: dict[Any, dict[Any, int]] = {concept: {} for concept in known}
    for (past, symbol), strength in memory.strengths.items():
        if past in known and symbol != spec.LIVED:
            synapses[past][symbol] = strength
    return {
        concept: (
            len({*spec.ends(concept)} & known) - 1,
            counts[concept],
            synapses[concept],
        )
        for concept in known
    }


def assert_close(
    form: PlasticMemory, memory: spec.Memory, context: Any, anchored: bool, told: str
) -> None:
    """Compare which concepts fire, and what is predicted."""
    begin = spec.moments(context, len(context) + 1)[-3][0] if anchored else context
    fired = [node.symbols for node in fire(form.state.concepts, begin, len(begin))]
    assert fired == spec.fire(memory, begin), told
    expected = spec.predict(memory, begin)
    found = form.predict_proba(context, anchored=anchored)
    assert found.keys() == expected.keys(), told
    worst = max(abs(found[symbol] - p) for symbol, p in expected.items())
    assert worst < CLOSE, f"{told}: off by {worst}"


def check_random(multisets: int, seed: int) -> int:
    """Compare so many random multisets; give how many."""
    rng = random.Random(seed)
    kinds: Counter[str] = Counter()
    for _ in range(multisets):
        samples = draw(rng)
        horizon = rng.choice([1, 2, 3, 5, 24])
        context = rng.choice([*samples, samples[0][:0] if samples else ""])
        at = rng.randint(0, len(context))
        check(samples, horizon, context[at:], rng.random() < 0.5)
        kinds[type(context).__name__] += 1
    return kinds.total()


def draw(rng: random.Random) -> list[Any]:
    """Draw up to eight samples of few symbols, so that pasts are shared often."""
    count, most = rng.randint(0, 8), rng.choice([2, 4, 8])
    letters = "abcdefg"[: rng.randint(1, 7)]
    sizes = [rng.randint(0, most) for _ in range(count)]
    if rng.random() < 0.5:
        samples: list[Any] = ["".join(rng.choices(letters, k=n)) for n in sizes]
    else:
        samples = [tuple(rng.choices(SYMBOLS, k=n)) for n in sizes]
    return [*samples, *rng.choices(samples, k=rng.randint(0, 3))] if samples else []
