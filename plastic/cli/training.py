"""The command that learns a file and reports on the memory."""

from __future__ import annotations

import inspect
import sys
import time
from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Any

import numpy as np

from .._support.arguments import positive
from .._support.lines import Line, named_by_line
from ..core.symbols import Symbol, Symbols, show_symbol
from ..errors import GenerationError
from ..memory import PlasticMemory
from ..opened import load
from . import as_json
from .counts import counted
from .declaring import option
from .options import AsJson, Counts, MaybeStr, Normalize, Repeats, SampleFile
from .output import is_terminal, note, show_facts, show_rows, written
from .reading import as_text, read_lines
from .writing import check_memory_output

_HORIZON: int = inspect.signature(PlasticMemory).parameters["horizon"].default
_NEW = 20  # samples that it invents: a screen of a terminal
# At which they are drawn: the lowest at which nine of ten new names are still
# different ones; as learned, at 1, more of them are like no name (docs/names.md).
_TEMPERATURE = 0.7


def train(
    file: SampleFile = "names.txt",
    output: Annotated[
        MaybeStr,
        option("--output", "-o", metavar="FILE", help="Save the memory here."),
    ] = None,
    force: Annotated[
        bool, option("--force", help="Replace the memory that is there.")
    ] = False,
    horizon: Annotated[
        int, option(metavar="N", help="How many symbols of the past are looked at.")
    ] = _HORIZON,
    alphabet: Annotated[
        MaybeStr, option(metavar="TEXT", help="The only symbols there can be.")
    ] = None,
    words: Annotated[
        bool, option("--words", help="A symbol is a word, not a character.")
    ] = False,
    counts: Counts = False,
    normalize: Normalize = None,
    sleep: Annotated[
        bool, option("--sleep/--no-sleep", help="Consolidate at the end.")
    ] = True,
    repeats: Annotated[
        Repeats,
        option(
            metavar="keep|estimate",
            help="How likely known samples repeat: as it comes, or by the counts.",
        ),
    ] = "keep",
    prior: Annotated[
        MaybeStr,
        option(
            metavar="FILE",
            help="A memory behind this one: predictions of both are mixed.",
        ),
    ] = None,
    temperature: Annotated[
        float,
        option(metavar="X", help="Of the new samples: 1 as learned, below it bolder."),
    ] = _TEMPERATURE,
    seed: Annotated[int, option(min=0, metavar="N", help="Of the new samples.")] = 0,
    json: AsJson = False,
) -> None:
    """Learn a file of samples and report on the memory."""
    if temperature != 0:
        positive(temperature, "temperature")  # said before anything is learned
    if output is not None:
        check_memory_output(output, *filter(None, [file, prior]), force=force)
    behind = None if prior is None else load(prior)
    symbols: Any = None if alphabet is None else as_text(alphabet)
    read = read_lines(file, normalize=normalize)
    times = None
    if counts:
        rows = counted(read, file)
        read, times = [line for line, _ in rows], [count for _, count in rows]
    samples: list[Any] = [line.text for line in read]
    if words:
        samples = [tuple(text.split()) for text in samples]
        symbols = alphabet and alphabet.split()
    memory = PlasticMemory(
        horizon=horizon, alphabet=symbols, repeats=repeats, prior=behind
    )
    seconds = _learned(memory, file, read, samples, times, sleep)
    if output is not None:
        memory.save(output)
        note(f"saved to {output}")
    new = _new(memory, _NEW, temperature, seed)
    facts = {**_facts(memory, seconds), "temperature": temperature}
    if json:
        as_json.echo([as_json.report(facts, memory, new)])
    else:
        _report(memory, facts, new)


def _learned(
    memory: PlasticMemory,
    file: str,
    read: list[Line],
    samples: list[Any],
    times: list[int] | None,
    sleep: bool,
) -> float:
    """Let a memory learn samples; give the seconds that it took."""
    progress = is_terminal(sys.stderr)
    begin = time.perf_counter()
    with named_by_line(file, read):
        memory.fit(samples, sample_weight=times, progress=progress)
    if sleep:
        memory.consolidate(progress=progress)
    return time.perf_counter() - begin


def drawn(
    memory: PlasticMemory, n: int, lot: int, *how: Any, **limits: Any
) -> Iterator[Symbols]:
    """Draw what ``memory.generate(n, *how)`` does, but give it lot by lot."""
    while True:
        yield from memory.generate(min(n, lot), *how, **limits)
        n -= lot
        if n <= 0:
            return


def _new(memory: PlasticMemory, n: int, temperature: float, seed: int) -> list[Symbols]:
    """Draw new samples: n, or as many as can be had."""
    new: list[Symbols] = []
    rng = np.random.default_rng(seed)
    try:
        for sample in drawn(memory, n, 1, "", temperature, True, rng):
            new.append(sample)
    except GenerationError:
        note(f"only {len(new)} of {n} new samples: nearly all that it draws was taught")
    return new


def _facts(memory: PlasticMemory, seconds: float) -> dict[str, float]:
    return {
        "samples": len(memory),
        "different": len(memory.samples),
        "symbols": len({symbol for sample in memory.samples for symbol in sample}),
        "concepts": len(memory.state.concepts),
        "slot concepts": len(memory.slots(n=None)),
        "seconds": round(seconds, 2),
    }


def _report(memory: PlasticMemory, facts: dict[str, float], new: list[Symbols]) -> None:
    """Show what a memory has become, and new samples that it drew."""
    temperature = facts.pop("temperature")
    show_facts(facts)
    depths = sorted(
        Counter(node["r_level"] for node in memory.state.concepts.nodes()).items()
    )
    classes = [
        (f"{number} classes", "; ".join(map(_members, groups)))
        for number, groups in memory.classes().items()
    ]
    texts = [*map(written, new)]
    if is_terminal(sys.stdout):
        from . import tables

        tables.show_depths(depths)
        tables.show_named(classes)
        scale = "1: as learned; below: the usual more often"
        how = f"new ones, drawn at temperature {temperature:g} ({scale})"
        tables.show_side_by_side(texts, how)
        return
    show_rows((), ((f"r_level {depth}", str(n)) for depth, n in depths))
    show_rows((), classes)
    show_rows((), [("temperature", f"{temperature:g}")])
    show_rows((), (("new", text) for text in texts))


def _members(symbols: list[Symbol], most: int = 20) -> str:
    more = " ..." if len(symbols) > most else ""
    return " ".join(map(show_symbol, symbols[:most])) + more


EXAMPLES = {
    train: "plastic train\n\n"
    "plastic train words.txt --words -o words.plastic\n\n"
    "plastic train counts.csv --counts\n\n"
    "cut -f1 table.tsv | plastic train -"
}
