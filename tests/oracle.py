"""The definition of the concept graph, computed by brute force.

Nothing here is clever, nothing is shared with the library but START and STOP:
this is what the real thing is measured by.
"""

from collections import Counter, namedtuple
from itertools import combinations

from plastic import START, STOP

Facts = namedtuple("Facts", "parent r_level count synapses")


def moments(samples, horizon):
    """List every moment: the past, up to the horizon, and the next symbol."""
    found = []
    for sample in samples:
        if isinstance(sample, str):
            wrapped = START + sample + STOP
        else:
            wrapped = (START, *sample, STOP)
        for end in range(1, len(wrapped) + 1):
            following = wrapped[end] if end < len(wrapped) else None
            found.append((wrapped[max(0, end - horizon) : end], following))
    return found


def common_suffix(a, b):
    length = 0
    while length < min(len(a), len(b)) and a[-length - 1] == b[-length - 1]:
        length += 1
    return a[len(a) - length :]


def ends_with(past, concept):
    return past[len(past) - len(concept) :] == concept


def synapses(lived, concept):
    """Map each next symbol to its strength, by the definition."""
    strengths = Counter()
    branches = set()
    for past, following in lived:
        if following is None or not ends_with(past, concept):
            continue
        if past == concept:
            strengths[following] += 1
        else:
            branches.add((past[len(past) - len(concept) - 1], following))
    strengths.update(following for _, following in branches)
    return dict(strengths)


def graph(samples, horizon):
    """Map each concept to its Facts, by the definition alone."""
    root = "" if all(isinstance(sample, str) for sample in samples) else ()
    return graph_of(moments(samples, horizon), root)


def graph_of(lived, root):
    """Map each concept to its Facts, where moments are pasts and next symbols."""
    concepts = {root} | {
        common_suffix(a, b) for (a, _), (b, _) in combinations(lived, 2)
    }

    def parent(concept):
        shorter = (concept[at:] for at in range(1, len(concept) + 1))
        return next((one for one in shorter if one in concepts), None)

    def r_level(concept):
        below = parent(concept)
        return 0 if below is None else 1 + r_level(below)

    return {
        concept: Facts(
            parent(concept),
            r_level(concept),
            sum(ends_with(past, concept) for past, _ in lived),
            synapses(lived, concept),
        )
        for concept in concepts
    }


def tables(samples, horizon):
    """Map every past that was lived, and every end of one, to its synapses."""
    lived = moments(samples, horizon)
    root = "" if all(isinstance(sample, str) for sample in samples) else ()
    pasts = {past[at:] for past, _ in lived for at in range(len(past) + 1)} | {root}
    return {past: synapses(lived, past) for past in pasts}


def tally(samples, horizon, depth):
    """Count the transitions of strength 1 to 4 out of pasts of some length."""
    counts = [0] * 5
    for past, strengths in tables(samples, horizon).items():
        if min(len(past), 24) == min(depth, 24):
            for strength in strengths.values():
                if strength < 5:
                    counts[strength] += 1
    return counts
