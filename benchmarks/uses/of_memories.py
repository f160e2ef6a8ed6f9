"""Random calls of a memory: it is taught, asked, looked at, copied and drawn.

What takes long by what it is asked for (a million samples drawn) is not asked for.
"""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from random import Random
from typing import Any

import networkx as nx

import plastic
from plastic import PlasticMemory

from . import values
from .call import Call, flag, hyperparameters, options, shown

try:
    from matplotlib import pyplot
except ImportError:  # then plots say what to install
    pyplot = None


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
        shown_or_not = options(rng, progress=lambda: rng.choice([False, None, "no"]))
        return Call("consolidate", memory.consolidate, (), shown_or_not)
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


def plot(rng: Random, memory: PlasticMemory, kind: type) -> Call:
    """Plot something, and let go of the figure."""
    name = rng.choice(sorted(plastic.plots.__all__))
    thing = values.sample(rng, kind, 0.7)
    held = list(memory.graph)
    args = {
        "learning_curve": (values.samples(rng, kind),),
        "next_symbols": ([thing, thing],),
        "strengths": (rng.choice(held) if held and rng.random() < 0.6 else thing,),
    }.get(name, ())
    extra = options(rng, most=lambda: values.number(rng))
    if name in ("learning_curve", "growth", "concept_strengths"):
        extra = options(rng, ax=lambda: values.anything(rng))

    def draw_and_close(*args: Any, **kwargs: Any) -> None:
        if pyplot:
            pyplot.switch_backend("agg")  # or it may look for a screen
        try:
            getattr(plastic.plots, name)(memory, *args, **kwargs)
        finally:
            if pyplot:
                pyplot.close("all")

    return Call(f"plots.{name}", draw_and_close, args, extra)


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
