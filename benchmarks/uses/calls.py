"""Random public calls: of a memory, of what it shows, of pairs, files and commands.

Each maker gives a :class:`Call` that has not been made.  What takes long by what
it is asked for (a million samples drawn) is not asked for.
"""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Any, NamedTuple

import networkx as nx
from typer.testing import CliRunner

import plastic
from plastic import PlasticMemory, Seq2SeqMemory
from plastic.seq2seq.datasets import tasks

from . import values

MEMORY_FILES = [".plastic", ".plastic", ".json", ".txt", ""]
PICTURES = [".html", ".csv", ".json", ".graphml", ".gexf", ".txt", ""]
PAIRS = [("ab", "ba"), ("abc", "cba"), ("b", "b")]


class Call(NamedTuple):
    """What is to be called.

    Attributes
    ----------
    name : str
        What it is, for people.
    function : callable
        What to call.
    args, kwargs
        With what.
    streams : bool
        Whether it may have done a part of it when it fails: what came before.
    as_networkx : bool
        Whether errors of networkx, and those of a dict, are as they should be.
    """

    name: str
    function: Callable[..., Any]
    args: tuple = ()
    kwargs: Mapping[str, Any] = MappingProxyType({})
    streams: bool = False
    as_networkx: bool = False


def options(rng: Random, /, **makes: Callable[[], Any]) -> dict[str, Any]:
    """Make some of the keyword arguments, and seldom one that is not there."""
    found = {name: make() for name, make in makes.items() if rng.random() < 0.3}
    if rng.random() < 0.01:
        found["no_such_argument"] = 1
    return found


def flag(rng: Random) -> Any:
    """Give what may be a flag."""
    return rng.choice([True, False]) if rng.random() < 0.8 else values.anything(rng)


def hyperparameters(rng: Random) -> dict[str, Any]:
    """Give what may be hyperparameters."""
    symbols = [
        lambda: None,
        lambda: "abcde",
        lambda: ["a", "b", "c", "d", "e", ""],
        lambda: {"a", "b"},
    ]
    return options(
        rng,
        horizon=lambda: values.number(rng),
        alphabet=lambda: rng.choice([*symbols * 4, lambda: values.anything(rng)])(),
        recipe=lambda: values.anything(rng) if rng.random() < 0.2 else None,
        sleep_after=lambda: rng.choice([None, 0.5, 1, values.number(rng)]),
        capacity=lambda: rng.choice([None, 3, 8, values.number(rng)]),
        evict=lambda: rng.choice(["oldest", "rarest", values.anything(rng)]),
    )


# A memory -----------------------------------------------------------------------------


def teach(rng: Random, memory: PlasticMemory, kind: type) -> Call:
    """Change what is held."""
    verb = rng.choice(["learn"] * 4 + ["forget"] * 3 + ["fit", "partial_fit", "watch"])
    if verb in ("learn", "forget"):
        held = list(memory.samples)
        if verb == "forget" and held and rng.random() < 0.8:
            sample = rng.choice(held)
        else:
            sample = values.sample(rng, kind)
        extra = options(rng, times=lambda: values.number(rng))
        return Call(verb, getattr(memory, verb), (sample,), extra)
    many = values.samples(rng, kind)
    if rng.random() < 0.1:
        many = rng.choice(
            [memory, memory.samples, iter(memory), memory.samples.items()]
        )
    if verb == "watch":
        return Call(verb, memory.watch, (many,), streams=True)
    extra = options(
        rng,
        y=lambda: values.anything(rng),
        sample_weight=lambda: rng.choice(
            [[1, 2], [1], None, {}, "12", [1.0, 2.5], values.anything(rng)]
        ),
        progress=lambda: rng.choice([False, False, None, 0, 1, "no"]),
    )
    return Call(verb, getattr(memory, verb), (many,), extra, verb == "partial_fit")


def sleep(rng: Random, memory: PlasticMemory, kind: type) -> Call:
    """Sleep, or change hyperparameters."""
    if rng.random() < 0.4:
        return Call("consolidate", memory.consolidate)
    given = hyperparameters(rng)
    if rng.random() < 0.2 and given:
        name = rng.choice(sorted(given))
        return Call(f"{name} =", setattr, (memory, name, given[name]))
    return Call("set_params", memory.set_params, (), given)


def ask(rng: Random, memory: PlasticMemory, kind: type) -> Call:
    """Predict, score, explain."""
    verb = rng.choice(["predict_proba", "log_prob", "surprise", "explain", "score"])
    if verb == "score":
        return Call(verb, memory.score, (values.samples(rng, kind),))
    extra = options(rng, anchored=lambda: flag(rng))
    if verb == "surprise":
        extra |= options(rng, last=lambda: values.number(rng))
    args = (values.sample(rng, kind),) if rng.random() < 0.9 else ()
    if verb == "explain":
        return Call(verb, lambda *a, **k: shown(memory.explain(*a, **k)), args, extra)
    return Call(verb, getattr(memory, verb), args, extra)


def make_up(rng: Random, memory: PlasticMemory, kind: type) -> Call:
    """Complete, generate."""
    if rng.random() < 0.5:
        extra = options(rng, n=lambda: values.number(rng))
        extra["max_steps"] = rng.choice([0, 1, 50, 200, values.number(rng)])
        args = (values.sample(rng, kind),)
        return Call(
            "complete", lambda *a, **k: shown(memory.complete(*a, **k)), args, extra
        )
    extra = options(
        rng,
        n=lambda: values.number(rng, 5),
        prefix=lambda: values.sample(rng, kind),
        temperature=lambda: rng.choice([0, 0.1, 1, 1e-300, 1e300, values.number(rng)]),
        novel=lambda: flag(rng),
        unique=lambda: flag(rng),
        min_length=lambda: values.number(rng),
        rng=lambda: rng.choice([0, 1, 2**63, None, values.anything(rng)]),
    )
    extra["max_length"] = rng.choice([0, 5, 30, values.number(rng)])
    return Call("generate", memory.generate, (), extra)


def look(rng: Random, memory: PlasticMemory, kind: type) -> Call:
    """Look at what is held."""
    thing = values.sample(rng, kind, 0.5)
    level = options(
        rng, r_level=lambda: values.number(rng), n=lambda: values.number(rng)
    )
    least = options(rng, min_length=lambda: values.number(rng))
    held = memory.samples
    return rng.choice(
        [
            Call("in", memory.__contains__, (thing,)),
            Call("samples[]", held.__getitem__, (thing,)),
            Call("in samples", held.__contains__, (thing,)),
            Call("samples.get", held.get, (thing, "D")),
            Call("samples.most_common", held.most_common, (values.number(rng),)),
            Call("samples", lambda: (repr(held), held.total(), list(reversed(held)))),
            Call("samples ==", lambda: (held == dict(held), held != {"ab": 1})),
            Call(
                "concepts", lambda **k: shown(memory.concepts(**k)), (), level | least
            ),
            Call("slots", lambda **k: shown(memory.slots(**k)), (), level),
            Call("classes", memory.classes),
            Call(
                "repr", lambda: (repr(memory), len(memory), list(memory), bool(memory))
            ),
            Call("_repr_html_", memory._repr_html_),
            Call("get_params", memory.get_params, (values.anything(rng),)),
            Call("==", lambda: (memory == 3, hash(memory))),
            Call("changes", lambda: memory.changes_since_consolidation),
        ]
    )


def look_at_graph(rng: Random, memory: PlasticMemory, kind: type) -> Call:
    """Read the graph, and try to change it."""
    graph, thing = memory.graph, values.sample(rng, kind, 0.7)
    if rng.random() < 0.5 and len(graph):
        thing = rng.choice(list(graph))
    do: list[Callable[[], Any]] = [
        lambda: graph.nodes[thing],
        lambda: list(graph.successors(thing)),
        lambda: nx.ancestors(graph, thing),
        lambda: thing in graph,
        lambda: (graph.copy(), graph.number_of_edges(), list(graph.edges(data=True))),
        lambda: nx.is_arborescence(graph),
        lambda: nx.shortest_path(graph, thing),
        lambda: graph.subgraph([thing]).copy(),
        lambda: graph.reverse(),
        lambda: graph.add_node(thing),
        lambda: graph.remove_node(thing),
        lambda: graph.add_edge(thing, "z"),
        lambda: graph.clear(),
        lambda: graph.nodes[thing].update(count=0),
        lambda: graph.nodes[thing]["synapses"].clear(),
        lambda: graph.adj[thing].clear(),
        lambda: graph.update(nx.path_graph(3)),
        lambda: setattr(graph, "_node", {}),
        lambda: pickle.loads(pickle.dumps(graph)),
    ]
    return Call("graph", rng.choice(do), as_networkx=True)


def copies(rng: Random, memory: PlasticMemory, kind: type) -> Call:
    """Copy it, and compare what the copy predicts."""

    def same(copied: PlasticMemory) -> None:
        copied.check()
        if list(copied.samples.items()) != list(memory.samples.items()):
            raise AssertionError("a copy holds something else")
        if copied.predict_proba() != memory.predict_proba():
            raise AssertionError("a copy predicts something else")

    how: list[Callable[[], Any]] = [
        lambda: same(copy.copy(memory)),
        lambda: same(copy.deepcopy(memory)),
        lambda: same(pickle.loads(pickle.dumps(memory))),
    ]
    return Call("copy", rng.choice(how))


def draw(rng: Random, memory: PlasticMemory, kind: type) -> Call:
    """Draw its tree, as text: what Graphviz makes of it takes longer."""
    makes = ("counts", "r_levels", "synapses", "samples", "prefixes")
    extra = options(rng, **{name: lambda: flag(rng) for name in makes})
    extra |= options(
        rng,
        around=lambda: values.sample(rng, kind),
        path=lambda: values.sample(rng, kind),
        n=lambda: values.number(rng),
        slots=lambda: values.number(rng),
        engine=lambda: rng.choice(["dot", "sfdp", None, "x", values.anything(rng)]),
    )
    return Call("render", lambda **k: memory.render(**k).source, (), extra)


def shown(thing: Any) -> tuple[Any, ...]:
    """Show a result in all its forms."""
    html = getattr(thing, "_repr_html_", str)
    return thing, str(thing), repr(thing), html()


# Files, modules, commands -------------------------------------------------------------


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
    words: list[Callable[[], Any]] = [
        lambda: values.path(rng, folder, endings),
        lambda: values.path(rng, folder, endings),
        lambda: rng.choice(["a", "ab", "-", "", "\ud800", "\0", "é", "--", "-n", "3"]),
        lambda: rng.choice(
            ["--json", "--words", "--each", "--force", "--column", "-1"]
        ),
        lambda: rng.choice(["-m", "-o", "--model", "--from", "--seed", "--max-length"]),
    ]
    given = [rng.choice(words)() for _ in range(rng.randrange(5))]
    args = [
        rng.choice(VERBS),
        *(word for word in given if isinstance(word, str | Path)),
    ]
    stdin = rng.choice(
        [b"", b"ab\nb\n", b"a\tb\n", b"\xff\n", b"\xef\xbb\xbfab", b"\0"]
    )

    def run() -> None:
        from plastic.cli.commands import app

        result = CliRunner().invoke(app, [str(word) for word in args], input=stdin)
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
                lambda: pickle.loads(pickle.dumps(copy.deepcopy(memory))).pairs,
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
