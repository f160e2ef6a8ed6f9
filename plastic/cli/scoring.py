"""The command that tells how surprising samples are, all together or one by one."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Annotated, Any, Literal, NamedTuple, Optional

from .._support.lines import Line
from ..core.symbols import Symbols, show_symbol
from ..errors import DataError, SampleError
from ..inspection import json_rows
from ..memory import PlasticMemory
from . import as_json
from .columns import count_column
from .declaring import option
from .options import AsJson, Awake, MemoryFile, Normalize, SampleFile
from .output import busy, echo, is_terminal, show_facts, written
from .reading import open_memory, open_samples, reader

By = Annotated[
    Optional[Literal["mean", "sum", "max"]],  # noqa: UP045 (as in options)
    option(
        "--by",
        metavar="mean|sum|max",
        help="Sort by this number of nats, the most surprising first.",
    ),
]


class Scored(NamedTuple):
    """A sample, and how surprising it is.

    Attributes
    ----------
    sample : str or tuple
        The sample.
    nats : list of float
        Of each symbol, and of the end.
    marked : list of int
        The places of those that are less probable than if all were alike.
    """

    sample: Symbols
    nats: list[float]
    marked: list[int]

    @property
    def numbers(self) -> dict[str, float]:
        """The nats of a symbol on average, of all of it, and at the most."""
        total = math.fsum(self.nats)
        mean = total / len(self.nats)
        return {"mean": mean, "sum": total, "max": max(self.nats)}


def score(
    file: SampleFile,
    memory: MemoryFile = "names.txt",
    each: Annotated[
        bool,
        option("--each", help="Show every sample, as it comes, and what surprises."),
    ] = False,
    by: By = None,
    normalize: Normalize = None,
    awake: Awake = False,
    json: AsJson = False,
) -> None:
    """Tell how surprising samples are, in nats: lower is better."""
    held = open_memory(memory, awake=awake)
    with open_samples(file, normalize=normalize) as read:
        scored = _scored(held, read, file)
        if by is not None:
            with busy("scoring"):
                scored = iter(sorted(scored, key=lambda row: -row.numbers[by]))
        if not each and by is None:
            with busy("scoring"):
                facts = _summed(scored)
            _show_sum(facts, json)
        elif json:
            as_json.echo(map(_as_json, scored))
        elif is_terminal(sys.stdout):
            _show_lines(scored)
        else:
            for row in scored:
                echo("\t".join(_plain(row)))


def _scored(held: PlasticMemory, read: Iterable[Line], file: str) -> Iterator[Scored]:
    """Score lines as they come."""
    sample_of: Callable[[str], Symbols] = reader(held)
    # What a symbol would surprise if all that can come next were alike.
    alike = math.log(len(held.predict_proba(())))
    line = None
    for line in read:
        try:
            sample = sample_of(line.text)
            nats = held.surprise(sample).tolist()
        except SampleError as error:
            raise type(error)(f"{file!r}, line {line.number}: {error}") from error
        marked = [at for at, value in enumerate(nats) if value > alike]
        yield Scored(sample, nats, marked)
    if line is None:
        raise DataError(f"{file!r} holds no sample to score")


def _summed(scored: Iterable[Scored]) -> dict[str, Any]:
    samples = symbols = 0
    total = 0.0
    for row in scored:
        samples += 1
        symbols += len(row.nats)
        total += math.fsum(row.nats)
    mean = total / symbols
    return {
        "nats a symbol": round(mean, 4),
        "bits a symbol": round(mean / math.log(2), 4),
        "perplexity": round(math.exp(mean), 4),
        "samples": samples,
        "symbols, ends included": symbols,
    }


def _show_sum(facts: dict[str, Any], json: bool) -> None:
    if json:
        facts["symbols"] = facts.pop("symbols, ends included")
        as_json.echo([facts])
    else:
        show_facts(facts)


def _as_json(row: Scored) -> dict[str, Any]:
    return {
        "sample": json_rows.sample_of(row.sample),
        **row.numbers,
        "surprise": [*map(json_rows.finite, row.nats)],
        "marked": row.marked,
    }


def _plain(row: Scored) -> list[str]:
    r"""Give the cells of a line: the last one tells what surprises, and where.

    >>> _plain(Scored("exp", [1.0, 7.0, 1.0, 0.5], [1]))
    ['exp', '2.3750', '9.5000', '7.0000', '2:x']
    """
    numbers = [f"{value:.4f}" for value in row.numbers.values()]
    symbols = [*map(show_symbol, row.sample), "_"]
    marked = " ".join(f"{at + 1}:{symbols[at]}" for at in row.marked)
    return [written(row.sample), *numbers, marked]


def _show_lines(scored: Iterable[Scored]) -> None:
    from . import tables

    heads = [
        count_column("mean", "nats"),
        count_column("sum", "nats"),
        count_column("max", "nats"),
    ]
    shown = tables.Lines(heads)
    for row in scored:
        numbers = [f"{value:.2f}" for value in row.numbers.values()]
        shown.show(numbers, row.sample, row.marked)


EXAMPLES = {
    score: "plastic score more.txt\n\n"
    "plastic score more.txt --by mean | head\n\n"
    "tail -f log | plastic score - --each -m log.plastic"
}
