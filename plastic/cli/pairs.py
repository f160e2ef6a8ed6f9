"""The commands for pairs: train and test a task, learn a table of pairs, map lines."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Annotated, Any, Optional

import typer

from ..errors import DataError
from ..inspection import json_rows
from ..seq2seq import Answer, Seq2SeqMemory
from ..seq2seq.datasets import tasks
from ..seq2seq.datasets.tasks import TASKS
from . import as_json
from .columns import count_column, text_column
from .csv_column import ColumnOption, HeaderOption, map_column
from .csv_fill import FillOption, fill_column
from .options import AsJson, MaybeInt
from .output import busy, is_terminal, note, number, show_rows, written
from .reading import read_lines

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
        int,
        typer.Option("--pairs", "-n", min=1, metavar="N", help="Pairs to learn from."),
    ] = 10,
    fresh: Annotated[
        int,
        typer.Option("--fresh", min=1, metavar="N", help="Fresh pairs to test with."),
    ] = 100,
    length: Annotated[
        MaybeInt,
        typer.Option("--length", min=1, metavar="N", help="Length of what is tested."),
    ] = None,
    wrong: Annotated[
        float, typer.Option(min=0, max=1, metavar="X", help="Share of wrong pairs.")
    ] = 0.0,
    seed: Annotated[int, typer.Option(min=0, metavar="N")] = 0,
    budget: Budget = None,
    json: AsJson = False,
) -> None:
    """Learn tasks from a few pairs each, test them on fresh ones, show the table."""
    rows, facts = [], []
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
        facts.append(
            {
                "task": name,
                "replayed": program.right,
                "pairs": pairs,
                "rules": len(program),
                "bits": program.bits,
                "seconds": seconds,
                "exact": score.exact,
                "symbols": score.symbols,
            }
        )
        shown = [f"{program.right}/{pairs}", number(len(program))]
        shown += [f"{program.bits:.1f}", f"{seconds:.2f}"]
        rows.append((name, *shown, f"{score.exact:.1%}", f"{score.symbols:.1%}"))
    if json:
        as_json.echo(facts)
        return
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


def learn_pairs(
    file: PairFile, words: Words = False, budget: Budget = None, json: AsJson = False
) -> None:
    """Learn a table of pairs and show the program that explains them."""
    program = _learned(file, words, budget).program()
    if json:
        facts = {"rules": len(program), "bits": program.bits}
        facts |= {"reproduces": program.right, "pairs": program.pairs}
        as_json.echo([{**facts, "program": str(program)}])
    else:
        typer.echo(str(program))


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
    column: ColumnOption = None,
    fill: FillOption = None,
    header: HeaderOption = True,
    json: AsJson = False,
) -> None:
    """Learn a table of pairs and do the same with other lines.

    Or fill a column of a CSV file that is partly filled in.  What the pairs do not
    make sure, by at least nine in ten, is marked.
    """
    if fill is not None:
        if sources != "-" or words or all_ or json:
            raise DataError(
                "--fill takes one CSV file, and gives CSV: leave out others"
            )
        if fill_column(file, fill, column, _new(budget), confidence, header) and strict:
            raise typer.Exit(UNSURE)
        return
    if column is not None and (all_ or json):
        raise DataError("--column gives CSV: leave out --all and --json")
    mapping = _Mapping(_learned(file, words, budget), words)
    if column is not None:
        new = ["mapped", "confidence"] if confidence else ["mapped"]
        map_column(sources, column, mapping.cells, new, header=header)
    else:
        for at, line in read_lines(sources, strip=False):
            _show_mapped(mapping, at, line, all_=all_, confidence=confidence, json=json)
    mapping.tell_more()
    if strict and mapping.unsure:
        raise typer.Exit(UNSURE)


class _Mapping:
    """Answers for lines, and a word about those that are unsure."""

    def __init__(self, memory: Seq2SeqMemory, words: bool) -> None:
        self.memory, self._words, self.unsure = memory, words, 0

    def source(self, line: str) -> Any:
        """Give the source that a line holds."""
        return _symbols(line, self._words)

    def answer(self, at: int, line: str) -> Answer:
        """Map a line."""
        answer = self.memory.answer(self.source(line))
        if not answer.is_sure:
            self.unsure += 1
            if self.unsure <= MOST_NOTED:
                note(_doubt(at, line, answer))
        return answer

    def cells(self, at: int, text: str) -> list[str]:
        """Map a cell, for the cells beside it: the target and how sure it is."""
        answer = self.answer(at, text)
        target: Any = answer.target
        plain = target if isinstance(target, str) else " ".join(map(str, target))
        return [plain, f"{answer.confidence:.4f}"]

    def tell_more(self) -> None:
        """Say how many unsure lines were not named."""
        if self.unsure > MOST_NOTED:
            note(f"unsure of {self.unsure - MOST_NOTED:,} more lines")


def _show_mapped(
    mapping: _Mapping, at: int, line: str, *, all_: bool, confidence: bool, json: bool
) -> None:
    """Show what a line is mapped to, or all that fits the pairs."""
    answer = mapping.answer(at, line)
    if all_:
        found = mapping.memory.predict_proba(mapping.source(line))
        for target, chance in found.items():
            if json:
                as_json.echo([_mapped(mapping.source(line), target, chance)])
            else:
                typer.echo(f"{line}\t{written(target)}\t{chance:.4g}")
    elif json:
        source = mapping.source(line)
        as_json.echo([_mapped(source, answer.target, answer.confidence)])
    else:
        typer.echo(_shown(answer, confidence))


def _mapped(source: Any, target: Any, chance: float) -> dict[str, Any]:
    sides = {
        "source": json_rows.sample_of(source),
        "target": json_rows.sample_of(target),
    }
    return {**sides, "probability": chance}


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
    for at, line in read_lines(file, strip=False):
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
    map_: "plastic map names.tsv more.txt\n\n"
    "plastic map names.tsv people.csv --column name > mapped.csv\n\n"
    "plastic map people.csv --fill short > filled.csv",
}
