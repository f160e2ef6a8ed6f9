"""The commands for pairs: train and test a task, learn a table of pairs, map lines."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Annotated, Any, Optional

import typer

from ..errors import DataError
from ..seq2seq import Seq2SeqMemory
from ..seq2seq.datasets import tasks
from ..seq2seq.datasets.tasks import TASKS
from . import as_json
from .columns import count_column, text_column
from .csv_column import ColumnOption, HeaderOption, map_column
from .options import AsJson, MaybeInt
from .output import busy, note, number, show_rows, written
from .reading import read_lines, read_samples

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
            memory = Seq2SeqMemory().fit(taught)
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


def learn_pairs(file: PairFile, words: Words = False, json: AsJson = False) -> None:
    """Learn a table of pairs and show the program that explains them."""
    program = _learned(file, words).program()
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
    column: ColumnOption = None,
    header: HeaderOption = True,
    json: AsJson = False,
) -> None:
    """Learn a table of pairs and do the same with other lines."""
    if column is not None and (all_ or json):
        raise DataError("--column gives CSV: leave out --all and --json")
    memory = _learned(file, words)
    if column is not None:
        map_column(
            sources,
            column,
            lambda text: memory.predict(_symbols(text, words)),
            header=header,
        )
        return
    for line in read_samples(sources, strip=False):
        source = _symbols(line, words)
        answers: Iterable[tuple[Any, float | None]]
        if all_:
            answers = memory.predict_proba(source).items()
        else:
            answers = [(memory.predict(source), None)]
        for target, chance in answers:
            if json:
                as_json.echo([_mapped(source, target, chance)])
            elif chance is None:
                typer.echo(written(target))
            else:
                typer.echo(f"{line}\t{written(target)}\t{chance:.4g}")


def _mapped(source: Any, target: Any, chance: float | None) -> dict[str, Any]:
    sides = {"source": as_json.sample_of(source), "target": as_json.sample_of(target)}
    return sides if chance is None else {**sides, "probability": chance}


def _learned(file: str, words: bool) -> Seq2SeqMemory:
    pairs = []
    # A space is a symbol like any other, and an empty side is one, too.
    for at, line in read_lines(file, strip=False):
        source, tab, target = line.partition("\t")
        if not tab:
            raise DataError(f"line {at} of {file!r} holds no tab: {line!r:.60}")
        pairs.append((_symbols(source, words), _symbols(target, words)))
    with busy("searching"):
        memory = Seq2SeqMemory().fit(pairs)
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
    "plastic map names.tsv people.csv --column name > mapped.csv",
}
