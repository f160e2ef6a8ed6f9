"""What finds pieces in samples: how far the pieces shorten them, how they nest.

These give no probabilities, so they stand in a table of their own.  All samples
are written with the pieces; what that takes, and what the pieces themselves
take, is counted in symbols, each letter or reference to a piece being one.
"""

from __future__ import annotations

import contextlib
import io
import sys
import time
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

from plastic import START, STOP, PlasticMemory
from plastic._support.extras import need

from ..common import Missing, peak_megabytes

PURPOSE = "comparing abstractions"
VOCABULARIES = [1_000, 10_000]
TOY_LEARNS = 1_000  # it takes the square of that, and more

Found = dict[str, Any]


def concepts(samples: list[str], folder: Path) -> Found:
    """Measure plastic: each concept is its parent and the symbols before it."""
    began = time.process_time()
    memory = PlasticMemory().fit(samples)
    took = time.process_time() - began
    nodes = list(memory.state.concepts.nodes())  # the public graph is a slow view
    added = {
        child.symbols: len(child.symbols) - len(node.symbols) + 1
        for node in nodes
        for child in node.children()
        if not {START, STOP} & set(child.symbols)
    }
    pieces = set(added)
    return {
        "name": "plastic, awake",
        "seconds": took,
        "rules": len(nodes),
        "depth": max(node["r_level"] for node in nodes),
        "written": sum(fewest(sample, pieces) for sample in samples),
        "dictionary": sum(added.values()),
    }


def fewest(sample: str, pieces: Collection[str]) -> int:
    """Count the fewest pieces or letters that a sample can be written with.

    Examples
    --------
    >>> fewest("emmanuel", {"emma", "manuel", "nu"})
    3
    """
    best = [0]
    for end in range(1, len(sample) + 1):
        best.append(
            1
            + min(
                best[begin]
                for begin in range(end)
                if begin == end - 1 or sample[begin:end] in pieces
            )
        )
    return best[-1]


def byte_pairs(size: int) -> Callable[[list[str], Path], Found]:
    """Give what measures BPE with a vocabulary of so many pieces."""

    def run(samples: list[str], folder: Path) -> Found:
        tokenizers = need("tokenizers", "compare", PURPOSE)
        model = tokenizers.Tokenizer(tokenizers.models.BPE())
        trainer = tokenizers.trainers.BpeTrainer(vocab_size=size, show_progress=False)
        began = time.process_time()
        model.train_from_iterator(samples, trainer)
        took = time.process_time() - began
        depths: dict[str, int] = {}
        for first, second in merges(model):
            below = max(depths.get(first, 0), depths.get(second, 0))
            depths.setdefault(first + second, below + 1)
        return {
            "name": f"tokenizers' BPE, {size:,} pieces",
            "seconds": took,
            "rules": len(depths),
            "depth": max(depths.values()),
            "written": sum(len(one.ids) for one in model.encode_batch(samples)),
            "dictionary": 2 * len(depths),
        }

    return run


def merges(model: Any) -> list[tuple[str, str]]:
    """Read the pairs that a tokenizer merges, in order."""
    import json

    found = json.loads(model.to_str())["model"]["merges"]
    return [tuple(one.split()) if isinstance(one, str) else tuple(one) for one in found]


def sequitur(samples: list[str], folder: Path) -> Found:
    """Measure Sequitur: the grammar is the text, so that nothing is written twice."""
    package = need("sksequitur", "compare", PURPOSE)
    began = time.process_time()
    parser = package.Parser()
    for sample in samples:
        parser.feed(sample)
        parser.feed([package.Mark()])
    grammar = package.Grammar(parser.tree)
    took = time.process_time() - began
    whole, *rules = [
        [one for one in right if not isinstance(one, package.Mark)]
        for _, right in sorted(grammar.items(), key=lambda item: int(item[0]))
    ]
    return {
        "name": "scikit-sequitur",
        "seconds": took,
        "rules": len(rules),
        "depth": deepest(grammar, package.Production),
        "written": len(whole),
        "dictionary": sum(map(len, rules)),
    }


def deepest(grammar: dict[Any, Sequence[Any]], kind: type) -> int:
    """Give how deep a grammar's rules nest below its first."""
    depths: dict[Any, int] = {}

    def depth(rule: Any) -> int:
        if rule not in depths:
            inner = {one for one in grammar[rule] if isinstance(one, kind)}
            depths[rule] = 1 + max(map(depth, inner), default=0)
        return depths[rule]

    return max(map(depth, grammar)) - 1


def toy(samples: list[str], folder: Path) -> Found:
    """Measure the original plastic-memory toy on the first thousand samples.

    It gives strings that follow strings, and no probability of a symbol; its
    nodes are prefixes.
    """
    source = folder / "src"
    if not (source / "plastic_prefix_network.py").exists():
        raise Missing("no src/plastic_prefix_network.py in its folder (--toy DIR)")
    sys.path.insert(0, str(source))
    from plastic_prefix_network import PlasticPrefixNetwork

    network = PlasticPrefixNetwork()
    began = time.process_time()
    with contextlib.redirect_stdout(io.StringIO()):  # it tells every step
        for sample in samples[:TOY_LEARNS]:
            network.learn(f">{sample}_")
    levels = [level for _, level in network.graph.nodes(data="r_level")]
    return {
        "name": f"plastic-memory toy, {TOY_LEARNS:,} samples only",
        "seconds": time.process_time() - began,
        "rules": len(levels),
        "depth": max(levels),
    }


ABSTRACTORS: dict[str, Callable[[list[str], Path], Found]] = {
    "concepts": concepts,
    **{f"bpe{size}": byte_pairs(size) for size in VOCABULARIES},
    "sequitur": sequitur,
    "toy": toy,
}


def abstract(key: str, samples: list[str], folder: Path) -> Found:
    """Measure one of ABSTRACTORS.  To be called in a process of its own.

    Parameters
    ----------
    key : str
        Which.
    samples : list of str
        What to find pieces in.
    folder : Path
        Where the toy is.
    """
    try:
        found = ABSTRACTORS[key](samples, folder)
    except (Missing, ImportError) as error:
        return {"name": key, "skipped": str(error)}
    return found | {"peak_megabytes": peak_megabytes()}
