"""The command line: each command asks a memory for one thing and shows it.

People at a terminal get tables, bars and a sign that work is going on.
Programs, that is pipes and files, get plain lines with tabs between columns.
"""

from __future__ import annotations

import io
import logging
import math
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from typing import Annotated, Any

import numpy as np
import typer
from typer.core import TyperGroup

from .. import __version__
from ..core.symbols import Symbols, show
from ..errors import GenerationError, PlasticError
from ..memory import PlasticMemory
from . import as_json, files, pairs, pictures
from .options import AsJson, MaybeInt, MaybeStr, MemoryFile, Number, Prefix, SampleFile
from .output import (
    busy,
    coming,
    count_column,
    effects,
    is_terminal,
    note,
    number,
    report,
    show_explanation,
    show_facts,
    show_rows,
    text_column,
    written,
)
from .reading import as_text, open_memory, read_samples, reader
from .writing import check_memory_output

_HORIZON = PlasticMemory().horizon


# What errors advise that a command cannot do, and what to do instead.
_ADVICE = {
    "or wait longer with timeout=": "or try again later",
    "leave out alphabet= to learn any symbol": "a memory that is trained without "
    "--alphabet learns any symbol",
    ", or raise budget": ", or raise --budget",
}


class _Group(TyperGroup):
    """The commands, which all say in the same way what went wrong."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except PlasticError as error:
            told = str(error)
            for of_python, of_a_shell in _ADVICE.items():
                told = told.replace(of_python, of_a_shell)
            note(f"error: {told}")
            raise typer.Exit(1) from error
        except KeyboardInterrupt as interrupt:
            note("interrupted")
            raise typer.Exit(130) from interrupt


app = typer.Typer(
    cls=_Group,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Start with:  plastic train",
)


def main() -> None:
    """Run the command line."""
    if hasattr(signal, "SIGPIPE"):  # which Windows has not
        # Whoever closes a pipe ends us at once and quietly, like any other tool.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # it was closed before we began
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Not every terminal can write every symbol.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        app(prog_name="plastic")
    except OSError as error:  # a full disk, say; the library's own were dealt with
        note(f"error: {error}")
        sys.exit(1)


# Commands --------------------------------------------------------------------


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"plastic {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Show the version."
        ),
    ] = False,
) -> None:
    """Learn sequences without gradient descent: names, words, anything."""
    # Without a handler Python prints the library's warnings; we say it ourselves.
    logging.getLogger("plastic").addHandler(logging.NullHandler())


@app.command(
    epilog="plastic train\n\n"
    "plastic train words.txt --words -o words.plastic\n\n"
    "cut -f1 table.tsv | plastic train -"
)
def train(
    file: SampleFile = "names.txt",
    output: Annotated[
        MaybeStr,
        typer.Option("--output", "-o", metavar="FILE", help="Save the memory here."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the memory that is there.")
    ] = False,
    horizon: Annotated[
        int, typer.Option(metavar="N", help="How many symbols of the past count.")
    ] = _HORIZON,
    alphabet: Annotated[
        MaybeStr, typer.Option(metavar="TEXT", help="The only symbols there can be.")
    ] = None,
    words: Annotated[
        bool, typer.Option("--words", help="A symbol is a word, not a character.")
    ] = False,
    sleep: Annotated[
        bool, typer.Option("--sleep/--no-sleep", help="Consolidate at the end.")
    ] = True,
    seed: Annotated[
        int, typer.Option(min=0, metavar="N", help="Of the new samples.")
    ] = 0,
) -> None:
    """Learn a file of samples and report on the memory."""
    if output is not None:
        check_memory_output(output, file, force=force)
    symbols: Any = None if alphabet is None else as_text(alphabet)
    samples: list[Any] = read_samples(file)
    if words:
        samples = [tuple(line.split()) for line in samples]
        symbols = alphabet and alphabet.split()
    memory = PlasticMemory(horizon=horizon, alphabet=symbols)
    progress = is_terminal(sys.stderr)
    begin = time.perf_counter()
    memory.fit(samples, progress=progress)
    if sleep:
        memory.consolidate(progress=progress)
    seconds = time.perf_counter() - begin
    if output is not None:
        memory.save(output)
        note(f"saved to {output}")
    report(memory, seconds, _new(memory, 20, seed))


@app.command(
    epilog="plastic generate -n 5 --novel\n\n"
    "plastic generate --prefix mar --temperature 0.7"
)
def generate(
    memory: MemoryFile = "names.txt",
    n: Number = 20,
    prefix: Annotated[
        str, typer.Option(metavar="TEXT", help="What they begin with.")
    ] = "",
    temperature: Annotated[
        float, typer.Option(metavar="X", help="Below 1 is bolder, above 1 wilder.")
    ] = 1.0,
    novel: Annotated[
        bool, typer.Option("--novel/--no-novel", help="Leave out what was learned.")
    ] = False,
    unique: Annotated[
        bool, typer.Option("--unique", help="No two of them are alike.")
    ] = False,
    min_length: Annotated[
        int, typer.Option(min=0, metavar="N", help="Of how many symbols at the least.")
    ] = 0,
    max_length: Annotated[
        int, typer.Option(min=0, metavar="N", help="Where to cut longer ones.")
    ] = 1000,
    seed: Annotated[
        MaybeInt,
        typer.Option(min=0, metavar="N", help="For the same ones in every run."),
    ] = None,
    json: AsJson = False,
) -> None:
    """Draw samples, one a line."""
    held = open_memory(memory)
    beginning, rng = reader(held)(prefix), np.random.default_rng(seed)
    how = {"min_length": min_length, "max_length": max_length, "unique": unique}
    lot = n if unique else 100  # of one lot it is known what was drawn before
    drawn = _drawn(held, n, lot, beginning, temperature, novel, rng, **how)
    if json:
        as_json.echo({"sample": as_json.sample_of(sample)} for sample in drawn)
        return
    for sample in drawn:
        typer.echo(written(sample))


@app.command(
    epilog="plastic complete chris\n\nplastic complete 'to be' -m words.plastic"
)
def complete(
    prefix: Prefix,
    memory: MemoryFile = "names.txt",
    n: Number = 5,
    max_steps: Annotated[
        int, typer.Option(metavar="N", help="How long to search at the most.")
    ] = 50_000,
    json: AsJson = False,
) -> None:
    """Find the most probable samples, with their probability."""
    held = open_memory(memory)
    with busy("searching"):
        found = held.complete(reader(held)(prefix), n, max_steps=max_steps)
    if json:
        as_json.echo(
            {"sample": as_json.sample_of(sample), "probability": chance}
            for sample, chance in found
        )
    else:
        rows = ((written(sample), f"{chance:.4g}") for sample, chance in found)
        show_rows([text_column("sample"), count_column("probability")], rows)
    if not found.proven:
        note(
            f"only {len(found)} of {n} could be proven in {found.steps:,} steps: "
            "raise --max-steps"
        )


@app.command(epilog="plastic explain chri\n\nplastic explain --stream an")
def explain(
    prefix: Prefix,
    memory: MemoryFile = "names.txt",
    stream: Annotated[
        bool, typer.Option("--stream", help="It need not be where a sample begins.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Show which concepts fire, and what each adds to what comes next."""
    held = open_memory(memory)
    explanation = held.explain(reader(held)(prefix), anchored=not stream)
    if json:
        as_json.echo([as_json.explained(explanation)])
    elif is_terminal(sys.stdout):
        show_explanation(explanation)
    else:
        typer.echo(str(explanation))


@app.command(epilog="plastic score more.txt\n\nplastic score more.txt --each | head")
def score(
    file: SampleFile,
    memory: MemoryFile = "names.txt",
    each: Annotated[
        bool,
        typer.Option("--each", help="Show every sample, the most surprising first."),
    ] = False,
    json: AsJson = False,
) -> None:
    """Tell how surprising samples are, in nats: lower is better."""
    held = open_memory(memory)
    samples = [*map(reader(held), read_samples(file))]
    with busy("scoring"):
        nats = [held.surprise(sample) for sample in samples]
    sums = [*map(math.fsum, nats)]
    if each:
        ranked = sorted(zip(sums, samples), key=lambda pair: -pair[0])
        if json:
            as_json.echo(
                {"sample": as_json.sample_of(sample), "nats": total}
                for total, sample in ranked
            )
            return
        rows = ((written(sample), f"{total:.4f}") for total, sample in ranked)
        show_rows([text_column("sample"), count_column("nats")], rows)
        return
    symbols = sum(map(len, nats))
    mean = math.fsum(sums) / symbols
    facts: dict[str, Any] = {
        "nats a symbol": round(mean, 4),
        "perplexity": round(math.exp(mean), 4),
        "samples": len(samples),
        "symbols, ends included": symbols,
    }
    if json:
        facts["symbols"] = facts.pop("symbols, ends included")
        as_json.echo([facts])
    else:
        show_facts(facts)


@app.command(epilog="plastic concepts -n 10\n\nplastic concepts --slots")
def concepts(
    memory: MemoryFile = "names.txt",
    n: Number = 20,
    r_level: Annotated[
        MaybeInt,
        typer.Option("--r-level", metavar="N", help="Only those of this depth."),
    ] = None,
    slots: Annotated[
        bool, typer.Option("--slots", help="Those found asleep, with gaps and classes.")
    ] = False,
    json: AsJson = False,
) -> None:
    """List the concepts that save most."""
    if json:
        listed = as_json.slot_rows if slots else as_json.concept_rows
        as_json.echo(listed(open_memory(memory), r_level, n))
        return
    if slots:
        _show_slots(open_memory(memory), r_level, n)
        return
    rows = (
        (
            show(concept.symbols),
            str(concept.r_level),
            number(concept.count),
            number(concept.usefulness),
            coming(concept.synapses),
        )
        for concept in open_memory(memory).concepts(r_level, n)
    )
    numbers = map(count_column, ("r_level", "count", "saves"))
    show_rows([text_column("concept"), *numbers, text_column("next")], rows)


def _show_slots(memory: PlasticMemory, r_level: int | None, n: int) -> None:
    rows = (
        (
            str(slot.concept),
            str(slot.r_level),
            f"{slot.saved:.1f}",
            effects(slot.synapses),
        )
        for slot in memory.slots(r_level, n)
    )
    numbers = map(count_column, ("r_level", "nats saved"))
    columns = [text_column("slot concept"), *numbers, text_column("next")]
    show_rows(columns, rows)


_MORE: dict[Callable[..., None], str] = {
    **pictures.EXAMPLES,
    **files.EXAMPLES,
    **pairs.EXAMPLES,
}
for _command, _example in _MORE.items():
    _name = _command.__name__.rstrip("_").replace("_", "-")
    app.command(_name, epilog=_example)(_command)


def _drawn(
    memory: PlasticMemory, n: int, lot: int, *how: Any, **limits: Any
) -> Iterator[Symbols]:
    """Draw what ``memory.generate(n, *how)`` does, but give it lot by lot."""
    while True:
        yield from memory.generate(min(n, lot), *how, **limits)
        n -= lot
        if n <= 0:
            return


def _new(memory: PlasticMemory, n: int, seed: int) -> list[Symbols]:
    """Draw new samples: n, or as many as can be had."""
    new: list[Symbols] = []
    try:
        for sample in _drawn(memory, n, 1, "", 1.0, True, np.random.default_rng(seed)):
            new.append(sample)
    except GenerationError:
        note(f"only {len(new)} of {n} new samples: nearly all that it draws was taught")
    return new
