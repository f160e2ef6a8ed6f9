"""The part of the graph that the live page draws."""

import plastic
from plastic.core.symbols import show
from plastic.rendering.part import describe_part

NAMES = plastic.datasets.read(plastic.datasets.path("names.txt"))[:200]


def part(memory, context, n, marked=()):
    return describe_part(memory.state.graph.predictor, repr(memory), context, n, marked)


def names_of(told):
    names, at = [], 0
    for dot, parent in enumerate(told["parents"]):
        more = told["added"][at : at + told["addedLengths"][dot]]
        at += len(more)
        own = "".join(told["shown"][symbol] for symbol in more)
        names.append(own + (names[parent] if dot else ""))
    return names


def test_it_holds_the_most_frequent_concepts_what_fires_and_what_is_marked():
    memory = plastic.PlasticMemory().fit(NAMES)
    rare = min(memory.concepts(n=None), key=lambda concept: concept.count).symbols
    told = part(memory, "\ufdd0em", 50, [tuple(rare), ("no", "concept")])
    names = names_of(told)
    frequent = sorted((f["count"] for _, f in memory.graph.nodes(data=True)), reverse=1)
    assert sorted(told["counts"], reverse=True)[:50] == frequent[:50]
    graph = {
        show(concept) if concept else "": f for concept, f in memory.graph.nodes.items()
    }
    for name, count, level in zip(names, told["counts"], told["levels"]):
        assert (graph[name]["count"], graph[name]["r_level"]) == (count, level)
    fired = [names[dot] for dot in told["path"]]
    assert fired[0] == ""
    assert ">em".endswith(fired[-1])
    assert [names[dot] for dot in told["marked"]] == [show(rare)]
    assert told["of"] == len(memory.state.concepts)


def test_all_of_a_small_one_whatever_the_order_of_teaching():
    memory = plastic.PlasticMemory().fit(NAMES[:20])
    told = part(memory, "", 10_000)
    assert len(told["parents"]) == len(memory.state.concepts)
    backward = plastic.PlasticMemory().fit(NAMES[:20][::-1])
    assert part(backward, "", 10_000) == told
    assert part(plastic.PlasticMemory(), "", 10)["path"] == [0]
    words = plastic.PlasticMemory().fit([("a", 1), ("b", 1)])
    assert part(words, ("a", 1), 10, [(1,), ("x",)])["marked"] == [
        part(words, (1,), 10)["path"][-1]
    ]
