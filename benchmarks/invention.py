"""Invented names: how good they are, and at which temperature to draw them.

python -m benchmarks.invention [--quick] [--makemore DIR] [-o OUT]

All learners learn the same nine tenths of the bundled names; the last tenth is
only for stopping makemore's Transformer.  What they draw is shown as it comes.
It is judged by names that none of them has seen: those of makemore's list.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
from collections.abc import Callable, Iterator
from random import Random
from typing import Any, NamedTuple

from tqdm import tqdm

from plastic import PlasticError

from .common import LETTERS, Missing, Split, Table, machine, makemore_names
from .compare import QUICK_STEPS, STEPS, arguments_of
from .peers.kneser_ney import KneserNey
from .peers.makemore import Makemore
from .peers.markov import Markovify
from .peers.ours import Asleep
from .peers.peer import Peer
from .peers.splits import splits

SEED = 0
SHOWN = 20  # as many as `plastic train` shows
DRAWN = 1_000
MOST = 100  # lots of DRAWN; who has nothing new to say is not asked for ever
PATIENCE = 2_500  # steps; among so few names the best comes soon
JUDGE = 5  # symbols: the order of Kneser-Ney that foretells names of this list best
TEMPERATURES = [1.0, 0.9, 0.8, 0.7, 0.6, 0.5]
VARIETY = 0.9  # of what is drawn at the demo's temperature so much is different

Draw = Callable[[Random], Iterator[str]]


class Drawn(NamedTuple):
    """What one learner drew in one way, and how good that is."""

    learner: str
    temperature: float
    repeats: str  # of plastic: how likely a known sample is thought to come again
    tried: int  # draws, to find DRAWN that are new
    distinct: float  # shares of those
    real: float  # of the distinct ones: is the name of somebody
    nats: float  # a symbol, to the judge
    shown: list[str]


class Judge:
    """Names that nobody has learned, and a model of them.

    Parameters
    ----------
    names : list of str
        Real names.
    """

    def __init__(self, names: list[str]) -> None:
        self.names = frozenset(names)
        self.model = KneserNey(LETTERS, JUDGE)
        self.model.fit(names)

    def nats(self, names: list[str]) -> float:
        """Give the mean nats a symbol, STOP counted."""
        logs = [log for name in names for log in self.model.log_probs(name)]
        return -statistics.fmean(logs)

    def judged(self, draw: Draw, taught: set[str]) -> dict[str, Any]:
        """Draw until DRAWN are new, and judge them."""
        new, tried = [], 0
        for name in draw(Random(SEED)):
            tried += 1
            if name not in taught:
                new.append(name)
            if len(new) == DRAWN:
                break
        different = sorted(set(new))
        return {
            "tried": tried,
            "distinct": len(different) / len(new),
            "real": statistics.fmean(name in self.names for name in different),
            "nats": self.nats(different),
            "shown": new[:SHOWN],
        }


def main(argv: list[str] | None = None) -> int:
    """Learn, draw, judge; write the tables."""
    options = arguments(argv)
    os.environ["OMP_NUM_THREADS"] = "1"
    try:
        train, test = splits("names")[0]
        judge = Judge(sorted({*makemore_names()} - {*train, *test}))
    except (Missing, PlasticError) as error:
        print(f"cannot measure: {error}", file=sys.stderr)
        return 1
    options.out.parent.mkdir(parents=True, exist_ok=True)
    kept: dict[str, Any] = {"machine": machine(), "drawn": [], "left out": {}}
    kept["held out"] = {"nats": judge.nats(test), "shown": test[:SHOWN]}
    kept["taught"], kept["judged by"] = len(train), len(judge.names)
    for name, drawers in tqdm(learners(options).items(), unit=" learners"):
        try:
            ways = drawers((train, test))
        except (Missing, ImportError) as error:
            kept["left out"][name] = str(error)
            continue
        for (temperature, repeats), draw in ways.items():
            found = judge.judged(draw, {*train})
            kept["drawn"].append(Drawn(name, temperature, repeats, **found)._asdict())
    file = options.out.with_suffix(".json")
    file.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    text = page(kept)
    options.out.with_suffix(".md").write_text(text, encoding="utf-8")
    print(text)
    return 0


def arguments(argv: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    return arguments_of(
        "invention", argv, "the Transformer stops early", "OUT.md and OUT.json"
    )


Drawers = Callable[[Split], dict[tuple[float, str], Draw]]  # by temperature, repeats


def learners(options: argparse.Namespace) -> dict[str, Drawers]:
    """Give for each learner what learns a split and then can draw."""
    steps = QUICK_STEPS if options.quick else STEPS

    def plastic(split: Split) -> dict[tuple[float, str], Draw]:
        peer = Asleep(LETTERS)
        peer.fit(split[0])

        def drawn(temperature: float, repeats: str) -> Draw:
            def lot(rng: Random) -> list[str]:
                how = {"temperature": temperature, "repeats": repeats}
                return peer.memory.generate(DRAWN, rng=rng.getrandbits(32), **how)

            return lots(lot)

        ways = [(how, each) for each in ("keep", "estimate") for how in TEMPERATURES]
        return {way: drawn(*way) for way in ways}

    def transformer(split: Split) -> dict[tuple[float, str], Draw]:
        folder = options.makemore.resolve()
        told = (folder, split[1], steps, options.work, PATIENCE)
        peer = Makemore(LETTERS, "transformer", *told)
        peer.fit(split[0])
        return {
            (each, ""): lots(lambda rng, each=each: peer.generate(DRAWN, rng, each))
            for each in TEMPERATURES
        }

    def chain(state: int) -> Drawers:
        def markovify(split: Split) -> dict[tuple[float, str], Draw]:
            peer: Peer = Markovify(LETTERS, state)
            peer.fit(split[0])
            return {(1.0, ""): lots(lambda rng: peer.generate(DRAWN, rng))}

        return markovify

    return {
        "plastic, after sleep": plastic,
        "makemore's Transformer": transformer,
        "markovify, state 2": chain(2),
        "markovify, state 3": chain(3),
    }


def lots(lot: Callable[[Random], list[str]]) -> Draw:
    """Draw lot after lot, so that each learner may draw many at once."""
    return lambda rng: (name for _ in range(MOST) for name in lot(rng))


def chosen(drawn: list[Drawn]) -> list[Drawn]:
    """Choose of each learner's ways the boldest that still gives variety.

    Needs no list of real names, so that they can judge what it gives.

    Examples
    --------
    >>> ways = [Drawn("x", t, "", 0, d, 0, 0, []) for t, d in [(1, .99), (.8, .91), (.6, .8)]]
    >>> [way.temperature for way in chosen(ways)]
    [0.8]
    """  # noqa: E501
    groups: dict[tuple[str, str], list[Drawn]] = {}
    for way in drawn:
        groups.setdefault((way.learner, way.repeats), []).append(way)
    return [
        min(
            [way for way in group if way.distinct >= VARIETY] or group[:1],
            key=lambda way: way.temperature,
        )
        for group in groups.values()
    ]


def page(kept: dict[str, Any]) -> str:
    """Write the tables."""
    drawn = [Drawn(**each) for each in kept["drawn"]]
    best = chosen(drawn)
    held = kept["held out"]
    shown = [[label(way), " ".join(way.shown)] for way in shown_ways(drawn, best)]
    shown.append(["real names, held out", " ".join(held["shown"])])
    tables = [
        Table(
            f"{SHOWN} each, unselected",
            ["drawn by", "the first that are new"],
            shown,
            f"Seed {SEED}; what was taught is left out, nothing else.",
        ),
        Table(
            f"{DRAWN:,} new ones each",
            ["drawn by", "new", "distinct", "real", "nats", "chosen"],
            [
                [
                    label(way),
                    f"{DRAWN / way.tried:.0%}",
                    f"{way.distinct:.1%}",
                    f"{way.real:.1%}",
                    f"{way.nats:.3f}",
                    "*" if way in best else "",
                ]
                for way in drawn
            ]
            + [["real names, held out", "", "", "", f"{held['nats']:.3f}", ""]],
            f"{kept['taught']:,} names taught. New: of all that is drawn. Distinct: of "
            "the new ones. Real: of the distinct ones, those that stand among the "
            f"{kept['judged by']:,} names of makemore's list that are not in the "
            "bundled one. Nats: a symbol, the mean of the distinct ones, by Kneser-Ney "
            f"of order {JUDGE} that learned those {kept['judged by']:,}; fewer is more "
            "like a name. Chosen: the lowest temperature at which nine of ten are "
            "distinct; that looks at no other name. markovify has no temperature.",
        ),
    ]
    out = [f"Left out: {name}: {why}." for name, why in kept["left out"].items()]
    told = f"`python -m benchmarks.invention --makemore DIR`, {kept['machine']}."
    parts = ["# Invented names", told, *(table.markdown() for table in tables), *out]
    return "\n\n".join(parts) + "\n"


def shown_ways(drawn: list[Drawn], best: list[Drawn]) -> list[Drawn]:
    """Show what each learner draws as it predicts, and what is chosen."""
    return [way for way in drawn if way.temperature == 1 or way in best]


def label(way: Drawn) -> str:
    """Name a learner and how it drew.

    Examples
    --------
    >>> label(Drawn("plastic", 0.8, "estimate", 0, 0, 0, 0, []))
    'plastic, repeats estimated, temperature 0.8'
    """
    repeats = ", repeats estimated" if way.repeats == "estimate" else ""
    return f"{way.learner}{repeats}, temperature {way.temperature:g}"


if __name__ == "__main__":
    raise SystemExit(main())
