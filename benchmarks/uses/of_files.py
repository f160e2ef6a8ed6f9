"""Random calls with files, of the package's functions, of commands and of pairs."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from typer.testing import CliRunner

import plastic
from plastic import PlasticMemory, Seq2SeqMemory
from plastic.seq2seq.datasets import tasks

from . import values
from .call import PICTURES, Call, hyperparameters, options, shown

MEMORY_FILES = [".plastic", ".plastic", ".json", ".txt", ""]
PAIRS = [("ab", "ba"), ("abc", "cba"), ("b", "b")]


def to_file(rng: Random, memory: PlasticMemory, folder: Path) -> Call:
    """Write it, or read what is there."""
    if rng.random() < 0.3:
        return Call("export", memory.export, (values.path(rng, folder, PICTURES),))
    file = values.path(rng, folder, MEMORY_FILES)
    return Call("save", memory.save, (file,))


def from_file(rng: Random, folder: Path) -> Call:
    """Read a file, in one of the ways there are."""
    file = values.path(rng, folder, MEMORY_FILES)

    def open_and_close(*args: Any, **kwargs: Any) -> None:
        with plastic.open(*args, **kwargs) as memory:
            memory.check()
            memory.partial_fit(values.samples(rng, str))

    timeout = rng.choice([0, 0.01, -1, "x", None, float("nan")])
    given = hyperparameters(rng) if rng.random() < 0.2 else {}
    return rng.choice(
        [
            Call("load", lambda *a: plastic.load(*a).check(), (file,)),
            Call("open", open_and_close, (file,), {"timeout": timeout, **given}),
            Call("Seq2SeqMemory.load", Seq2SeqMemory.load, (file,)),
            Call("datasets.read", plastic.datasets.read, (file,)),
            Call("datasets.path", plastic.datasets.path, (file,)),
            Call("train", plastic.train, (file,), {"consolidate": False, **given}),
        ]
    )


def module(rng: Random, memory: PlasticMemory, kind: type) -> Call:
    """Call a function of the package."""
    many, given = values.samples(rng, kind), hyperparameters(rng)
    if isinstance(many, str | bytes):
        many = [many]
    return rng.choice(
        [
            Call("train", plastic.train, (many,), given),
            Call("PlasticMemory", lambda **k: PlasticMemory(**k).learn("a"), (), given),
            Call("PlasticMemory()", PlasticMemory, (values.anything(rng),)),
            Call("Recipe", lambda **k: plastic.Recipe(**k).checked(), (), recipe(rng)),
            Call("Seq2SeqMemory", Seq2SeqMemory, (), {"budget": values.number(rng)}),
            Call(
                "tasks", tasks.copy, (values.number(rng),), {"rng": values.number(rng)}
            ),
        ]
    )


def recipe(rng: Random) -> dict[str, Any]:
    """Give what may be the fields of a recipe."""
    names = ("near", "beginning", "together", "exact", "runs", "rate", "prior", "gate")
    return options(
        rng,
        **{name: lambda: values.number(rng) for name in names},
        fading=lambda: rng.choice([(), ((2, 3),), [[2, 3]], 3, ((1,),), None, "ab"]),
    )


VERBS = [
    *("train", "learn", "forget", "generate", "complete", "explain", "score"),
    *("concepts", "info", "check", "export", "import", "render", "graph"),
    *("learn-pairs", "map", "tasks"),
]


def command(rng: Random, folder: Path) -> Call:
    """Run a command, in this process."""
    endings = [".plastic", ".json", ".txt", ".csv", ".tsv", ".html", ".svg"]
    made: list[Callable[[], Any]] = [
        lambda: str(folder / f"{rng.choice('abcd')}{rng.choice(endings)}"),
        lambda: str(folder / f"{rng.choice('abcd')}{rng.choice(endings)}"),
        lambda: str(folder / rng.choice(["missing/a.txt", "", "x" * 300])),
        lambda: rng.choice(["a", "ab", "-", "", "\ud800", "\0", "é", "--", "-n", "3"]),
        lambda: rng.choice(
            ["--json", "--words", "--each", "--force", "--column", "-1"]
        ),
        lambda: rng.choice(["-m", "-o", "--model", "--from", "--seed", "--max-length"]),
    ]
    given = [rng.choice(made)() for _ in range(rng.randrange(5))]
    verb, words = rng.choice(VERBS), [str(each) for each in given]
    # Not the bundled names, which take seconds.
    args = [verb, *([str(folder / "a.txt")] if verb == "train" else []), *words]
    stdin = rng.choice(
        [b"", b"ab\nb\n", b"a\tb\n", b"\xff\n", b"\xef\xbb\xbfab", b"\0"]
    )

    def run() -> None:
        from plastic.cli.commands import app

        result = CliRunner().invoke(app, args, input=stdin)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception

    return Call(f"plastic {' '.join(map(ascii, args))}", run)


# Pairs --------------------------------------------------------------------------------


def pair(rng: Random) -> Any:
    """Give what may be a pair."""
    if rng.random() < 0.6:
        return rng.choice(PAIRS)
    kind = rng.choice([str, str, tuple])
    return rng.choice(
        [
            (values.sample(rng, kind), values.sample(rng, kind)),
            [values.sample(rng, kind), values.sample(rng, kind)],
            values.sample(rng, kind),
            values.anything(rng),
        ]
    )


def pairs(rng: Random) -> Any:
    """Give what may be pairs."""
    found = [pair(rng) for _ in range(rng.randrange(4))]
    forms: list[Callable[[], Any]] = [lambda: found] * 5 + [
        lambda: iter(found),
        lambda: tuple(found),
        lambda: values.walked_and_failing(found),
        lambda: {"ab": "ba"},
        lambda: zip(["ab"], ["ba"]),
        lambda: values.anything(rng),
    ]
    return rng.choice(forms)()


def pairs_call(rng: Random, memory: Seq2SeqMemory, folder: Path) -> Call:
    """Do something with a memory of pairs."""
    goal = {"goal": values.symbol(rng, 0.5)} if rng.random() < 0.2 else {}
    two = pair(rng)
    two = (
        two
        if isinstance(two, tuple) and len(two) == 2
        else ("ab", values.anything(rng))
    )
    source = values.sample(rng, str)
    held = memory.pairs
    known = rng.choice(held) if held else ("ab", "ba")
    return rng.choice(
        [
            Call("pairs.learn", memory.learn, two, goal),
            Call("pairs.learn", memory.learn, two, goal),
            Call("pairs.forget", memory.forget, rng.choice([two, known]), goal),
            Call("pairs.fit", memory.fit, (pairs(rng),), goal),
            Call("pairs.partial_fit", memory.partial_fit, (pairs(rng),), goal),
            Call("pairs.predict", memory.predict, (source,), goal),
            Call("pairs.predict", memory.predict, (known[0],), goal),
            Call("pairs.predict_proba", memory.predict_proba, (source,), goal),
            Call("pairs.score", memory.score, (pairs(rng),), goal),
            Call(
                "pairs.explain",
                lambda *a, **k: shown(memory.explain(*a, **k)),
                (source,),
                goal,
            ),
            Call("pairs.program", lambda **k: shown(memory.program(**k)), (), goal),
            Call("in pairs", memory.__contains__, (pair(rng),)),
            Call(
                "pairs.repr", lambda: (repr(memory), memory._repr_html_(), memory.goals)
            ),
            Call(
                "pairs.concepts",
                memory.concepts,
                (values.number(rng), values.number(rng)),
            ),
            Call(
                "pairs.save",
                memory.save,
                (values.path(rng, folder, [".json", ".plastic"]),),
            ),
            Call(
                "pairs.copy",
                lambda: pickle.loads(pickle.dumps(memory)).pairs,
            ),
            Call(
                "pairs.set_params",
                memory.set_params,
                (),
                options(
                    rng,
                    rng=lambda: values.number(rng),
                    budget=lambda: rng.choice(
                        [2_000, 10_000, None, "x", -1, 0, float("nan")]
                    ),
                ),
            ),
            Call("pairs.render", lambda: memory.render().source),
            Call("pairs.export", memory.export, (values.path(rng, folder, PICTURES),)),
        ]
    )
