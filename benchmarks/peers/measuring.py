"""Everything that is measured of one learner on one split."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Iterable
from functools import partial
from random import Random
from typing import Any

from ..common import Missing, Split, peak_megabytes
from . import PEERS, Setting
from .makemore import Makemore
from .peer import Peer

GENERATED = 1_000
PREDICTIONS = 1_000
FORGOTTEN = 20


def measure(key: str, split: Split, setting: Setting) -> dict[str, Any]:
    """Train, score, time.  To be called in a process of its own.

    Parameters
    ----------
    key : str
        Which of PEERS.
    split : (list of str, list of str)
        What to learn, what to test.
    setting : Setting
        What it is told besides.

    Returns
    -------
    dict
        What JSON can hold: figures by name; ``nats`` of each test sample, None
        where the learner held it impossible; or only ``skipped``, a reason.
    """
    train, test = split
    peer = PEERS[key](setting)
    try:
        fitting = seconds(lambda: peer.fit(train))
    except (Missing, ImportError) as error:
        return {"name": peer.name, "skipped": str(error)}
    nats = [-math.fsum(peer.log_probs(sample)) for sample in test]
    found = {
        "name": peer.name,
        "fit_seconds": fitting,
        "nats": [round(one, 6) if math.isfinite(one) else None for one in nats],
        "symbols": [len(sample) + 1 for sample in test],
        "peak_megabytes": peak_megabytes(),
        "bytes": peer.size_bytes(),
        "predict_seconds": predicting(peer, test),
    }
    if isinstance(peer, Makemore):
        found |= of_its_program(peer)
    return found | inventing(peer, train) | changing(peer, key, split, setting)


def seconds(action: Callable[[], object]) -> float:
    """Give how long a call computes; what else the machine does hardly counts."""
    began = time.process_time()
    action()
    return time.process_time() - began


def of_its_program(peer: Makemore) -> dict[str, Any]:
    """Give what makemore's program said of itself."""
    return {
        "fit_seconds": peer.best.seconds,
        "peak_megabytes": peer.peak_megabytes,
        "evaluations": peer.evaluations,
    }


def predicting(peer: Peer, test: list[str]) -> float:
    """Time whole distributions, one after the other; seconds for a thousand."""
    pasts = [one[:at] for one in test for at in range(len(one) + 1)][:PREDICTIONS]
    took = seconds(lambda: [peer.probabilities(past) for past in pasts])
    return took / len(pasts) * 1000


def inventing(peer: Peer, train: list[str]) -> dict[str, float]:
    """Invent samples, and see how many are new and how many differ."""
    began = time.process_time()
    invented = peer.generate(GENERATED, Random(0))
    took = time.process_time() - began
    known = set(train)
    return {
        "generate_seconds": took,
        "new": sum(sample not in known for sample in invented) / GENERATED,
        "distinct": len(set(invented)) / GENERATED,
    }


def changing(peer: Peer, key: str, split: Split, setting: Setting) -> dict[str, Any]:
    """See whether it can learn one more sample, and forget one."""
    train, test = split
    extra = test[:100]
    found: dict[str, Any] = {}
    try:
        found["learn_seconds"] = median(peer.learn, extra)
        found["forget_seconds"] = median(peer.forget, extra)
    except NotImplementedError:
        return found
    for sample in train[:FORGOTTEN]:
        peer.forget(sample)
    other = PEERS[key](setting)
    other.fit(train[FORGOTTEN:])
    if same(peer, other, test):
        return found | {"forgets": "exactly"}
    peer.settle()
    other.settle()
    settled = same(peer, other, test)
    return found | {"forgets": "after the next sleep" if settled else "roughly"}


def median(action: Callable[[str], None], samples: Iterable[str]) -> float:
    """Time an action on each sample; give the median in seconds."""
    return statistics.median(seconds(partial(action, one)) for one in samples)


def same(one: Peer, other: Peer, test: list[str]) -> bool:
    """Tell whether two learners predict the same, to the last bit."""
    return all(one.log_probs(sample) == other.log_probs(sample) for sample in test)
