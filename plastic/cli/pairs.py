"""The commands for pairs: train and test a task, learn a table of pairs, map lines."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Annotated, Any, Optional

import typer

from ..errors import DataError
from ..seq2seq import Answer, Seq2SeqMemory
from ..seq2seq.datasets import tasks
from ..seq2seq.datasets.tasks import TASKS
from .options import MaybeInt
from .output import (
    busy,
    count_column,
    is_terminal,
    note,
    number,
    show_rows,
    text_column,
    written,
)
from .reading import read_samples

PairFile = Annotated[
    str,
    typer.Argument(
        metavar="FILE.tsv",
        help="A source, a tab and a target a line; - is standard input.",
    ),
]
Words = Annotated[
    bool, typer.Option("--words", help="A symbol is a word, or a whole number.")
]
Budget = Annotated[
    MaybeInt,
    typer.Option(
        "--budget", min=1, metavar="N", help="Steps to search, 3,000,000 by default."
    ),
]
UNSURE = 3  # what a strict command ends with: 1 is an error, 2 is wrong usage
MOST_NOTED = 20  # unsure lines; who maps many wants to know how many more there are


def tasks_(
    names: Annotated[
        Optional[list[str]],  # noqa: UP045 (as in options)
        typer.Argument(
            metavar="[TASK]...", help=f"{', '.join(TASKS)}; all by default."
        ),
    ] = None,
    pairs: Annotated[
        int, typer.Option("--pairs", "-n", min=1, metavar="N", help="To learn from.")
    ] = 10,
    fresh: Annotated[
        int, typer.Option("--fresh", min=1, metavar="N", help="To test with.")
    ] = 100,
    length: Annotated[
        MaybeInt,
        typer.Option("--length", min=1, metavar="N", help="Of what is tested."),
    ] = None,
    wrong: Annotated[
        float, typer.Option(min=0, max=1, metavar="X", help="Share of wrong pairs.")
    ] = 0.0,
    seed: Annotated[int, typer.Option(min=0, metavar="N")] = 0,
    budget: Budget = None,
) -> None:
    """Learn tasks from a few pairs each, test them on fresh ones, show the table."""
    rows = []
    for name in names or TASKS:
        taught = tasks.make(name, pairs, seed, wrong=wrong)
        longer: dict[str, Any] = {}
        if length is not None:
            longer = {_LENGTH[name]: (length, length)} if name in _LENGTH else {}
        tested = tasks.make(name, fresh, seed + 1, **longer)
        began = time.perf_counter()
        with busy(f"learning {name}"):
            memory = _new(budget).fit(taught)
        seconds = time.perf_counter() - began
        score, program = memory.score(tested), memory.program()
        facts = (program.right, len(program), program.bits, seconds)
        shown = [f"{facts[0]}/{pairs}", number(facts[1])]
        shown += [f"{facts[2]:.1f}", f"{facts[3]:.2f}"]
        rows.append((name, *shown, f"{score.exact:.1%}", f"{score.symbols:.1%}"))
    numbers = ("replayed", "rules", "bits", "seconds", "exact", "symbols")
    show_rows([text_column("task"), *map(count_column, numbers)], rows)


_LENGTH = {
    "copy": "lengths",
    "reverse": "lengths",
    "sort": "lengths",
    "repeat-copy": "lengths",
    "associative-recall": "items",
    "key-value": "pairs",
}


def learn_pairs(file: PairFile, words: Words = False, budget: Budget = None) -> None:
    """Learn a table of pairs and show the program that explains them."""
    memory = _learned(file, words, budget)
    typer.echo(str(memory.program()))


def map_(
    file: PairFile,
    sources: Annotated[
        str, typer.Argument(help="What to map, one source a line; - is standard input.")
    ] = "-",
    words: Words = False,
    all_: Annotated[
        bool, typer.Option("--all", help="Show every target that fits the pairs.")
    ] = False,
    confidence: Annotated[
        bool,
        typer.Option("--confidence", help="Add a column: how probably each is right."),
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help=f"Exit with {UNSURE} if a line is unsure.")
    ] = False,
    budget: Budget = None,
) -> None:
    """Learn a table of pairs and do the same with other lines.

    What the pairs do not make sure, by at least nine in ten, is marked.
    """
    memory, unsure = _learned(file, words, budget), 0
    for at, line in enumerate(read_samples(sources, strip=False), 1):
        source = _symbols(line, words)
        answer = memory.answer(source)
        if all_:
            for target, chance in memory.predict_proba(source).items():
                typer.echo(f"{line}\t{written(target)}\t{chance:.4g}")
        else:
            typer.echo(_shown(answer, confidence))
        if not answer.is_sure:
            unsure += 1
            if unsure <= MOST_NOTED:
                note(_doubt(at, line, answer))
    if unsure > MOST_NOTED:
        note(f"unsure of {unsure - MOST_NOTED:,} more lines")
    if strict and unsure:
        raise typer.Exit(UNSURE)


def _shown(answer: Answer, confidence: bool) -> str:
    """Write an answer; people see beside it that it is unsure, programs may ask."""
    target: Any = answer.target  # as targets are: a str or a tuple
    if confidence:
        return f"{written(target)}\t{answer.confidence:.4f}"
    doubted = is_terminal(sys.stdout) and not answer.is_sure
    return written(target) + f"  ? {answer.confidence:.2f}" * doubted


def _doubt(at: int, line: str, answer: Answer) -> str:
    """Say that a line is unsure, and why.

    >>> _doubt(2, "a.b", Answer("b", 0.414, "the pairs are too few"))
    "unsure of line 2, 'a.b' (0.41): the pairs are too few"
    """
    told = f"unsure of line {at}, {line!r:.60} ({answer.confidence:.2f})"
    return f"{told}: {answer.reason}"


def _new(budget: int | None) -> Seq2SeqMemory:
    return Seq2SeqMemory() if budget is None else Seq2SeqMemory(budget=budget)


def _learned(file: str, words: bool, budget: int | None) -> Seq2SeqMemory:
    pairs = []
    # A space is a symbol like any other, and an empty side is one, too.
    for at, line in enumerate(read_samples(file, strip=False), 1):
        source, tab, target = line.partition("\t")
        if not tab:
            raise DataError(f"line {at} of {file!r} holds no tab: {line!r:.60}")
        pairs.append((_symbols(source, words), _symbols(target, words)))
    with busy("searching"):
        memory = _new(budget).fit(pairs)
    program = memory.program()
    if program.right < program.pairs:
        note(
            f"the program reproduces {program.right} of {program.pairs} pairs: some "
            "contradict each other, or they need what no program here can do"
        )
    return memory


def _symbols(text: str, words: bool) -> str | tuple:
    if not words:
        return text
    return tuple(map(_symbol, text.split()))


def _symbol(word: str) -> str | int:
    """Give a word as a number, if it is written as that number is.

    >>> _symbol("12"), _symbol("-3"), _symbol("07030"), _symbol("--1"), _symbol("1.5")
    (12, -3, '07030', '--1', '1.5')
    """
    if len(word) > LONGEST_NUMBER:
        return word
    try:
        number = int(word)
    except ValueError:
        return word
    return number if str(number) == word else word


LONGEST_NUMBER = 300  # digits: Python refuses to read some thousand


EXAMPLES: dict[Callable[..., None], str] = {
    tasks_: "plastic tasks copy sort --length 1000",
    learn_pairs: "plastic learn-pairs names.tsv",
    map_: "plastic map names.tsv more.txt",
}
