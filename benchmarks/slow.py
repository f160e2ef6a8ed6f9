"""Slow paths: what was far slower than it need be, beside what is asked for."""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable
from typing import Any

from plastic import PlasticMemory

from .common import Table, in_fresh_process, makemore_names

SYMBOLS = 15_500
WINDOW = 24
SENTENCES = 660
ROUNDS = 5


def run(quick: bool) -> list[Table]:
    """Time each of them in a fresh process."""
    drawn = 30_000 if quick else 150_000
    first, later = in_fresh_process(first_and_later, drawn)
    alone, after = in_fresh_process(after_learning)
    whole, last, predict = in_fresh_process(surprise)
    learn, sleep = in_fresh_process(sentences)
    listed, streamed = in_fresh_process(partial_fit)
    rows = [
        [f"first predictions after a fit of {drawn:,} names", us(first), ""],
        ["  the same ones again", us(later), ""],
        ["  times", f"{first / later:.2f}", "1.2"],
        [f"log_prob with {SYMBOLS:,} symbols", us(alone), ""],
        ["  learn, then log_prob", us(after), "50 us"],
        [f"predict_proba after {WINDOW} symbols", us(predict), ""],
        ["  surprise(window, anchored=False, last=1)", us(last), us(2 * predict)],
        ["  surprise(window)", us(whole), ""],
        [f"learn {SENTENCES} sentences of words", f"{learn:.2f} s", ""],
        ["  sleep over them", f"{sleep:.2f} s", "5 s"],
        ["partial_fit of a list of names", f"{listed:.2f} s", ""],
        ["  of a generator of them", f"{streamed:.2f} s", ""],
    ]
    note = (
        "CPU seconds, the least of some rounds. Sentences: words drawn by Zipf's law. "
        "For a list the collector is held back, for a generator it is not, as the "
        "next sample may be long in coming."
    )
    return [Table("Slow paths", ["what", "measured", "at most"], rows, note)]


def us(seconds: float) -> str:
    """Write a time in microseconds."""
    return f"{seconds * 1e6:.1f} us"


def least(call: Callable[[], Any], times: int = 200) -> float:
    """Time a call, on average; the least of some rounds."""
    found = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(times):
            call()
        found.append((time.process_time() - began) / times)
    return min(found)


def first_and_later(drawn: int) -> tuple[float, float]:
    """Time predictions right after much was learned, and once more."""
    names = makemore_names()
    many = PlasticMemory().fit(names).generate(drawn, rng=0)
    gc.collect()
    memory = PlasticMemory().fit(many)
    prefixes = [name[:3] for name in names[::10]]
    times = []
    for _ in range(2):
        began = time.process_time()
        for prefix in prefixes:
            memory.predict_proba(prefix)
        times.append((time.process_time() - began) / len(prefixes))
    return times[0], times[1]


def after_learning() -> tuple[float, float]:
    """Score a sample of three of many symbols, and do so after learning one."""
    rng = random.Random(0)
    symbols = [chr(0x4E00 + at) for at in range(SYMBOLS)]
    samples = [symbol + "".join(rng.choices(symbols, k=2)) for symbol in symbols]
    memory = PlasticMemory().fit(samples)

    def learn_and_score() -> None:
        memory.learn(samples[5])
        memory.log_prob(samples[7])

    return least(lambda: memory.log_prob(samples[7])), least(learn_and_score)


def surprise() -> tuple[float, float, float]:
    """Ask about a whole window, about its last symbol, and predict it."""
    names = makemore_names()
    memory = PlasticMemory().fit(names)
    window = "".join(names[:10])[:WINDOW]
    return (
        least(lambda: memory.surprise(window)),
        least(lambda: memory.surprise(window, anchored=False, last=1)),
        least(lambda: memory.predict_proba(window[:-1], anchored=False)),
    )


def sentences() -> tuple[float, float]:
    """Learn sentences, and sleep over them."""
    rng = random.Random(0)
    words = [f"w{at}" for at in range(3_000)]
    often = [1 / (at + 2) for at in range(len(words))]
    samples = [
        tuple(rng.choices(words, often, k=rng.randint(5, 35))) for _ in range(SENTENCES)
    ]
    memory = PlasticMemory()
    began = time.process_time()
    memory.fit(samples)
    learned = time.process_time()
    memory.consolidate()
    return learned - began, time.process_time() - learned


def partial_fit() -> tuple[float, float]:
    """Learn a list, and what comes one by one."""
    names = makemore_names()
    return (
        least(lambda: PlasticMemory().partial_fit(names), 1),
        least(lambda: PlasticMemory().partial_fit(name for name in names), 1),
    )
