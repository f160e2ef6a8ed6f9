"""The commands that ask a memory what comes next: one symbol, or all to the end."""

from __future__ import annotations

import sys
from typing import Annotated, Any, Optional

import numpy as np

from .._support.ranked import ranked
from .._support.signs import Signs
from ..inspection import json_rows
from . import as_json
from .columns import count_column, text_column
from .declaring import Argument, option
from .options import AsJson, Awake, MaybeInt, MemoryFile, Number, Prefix, Repeats
from .output import busy, chance, echo, is_terminal, note, show_rows, written
from .reading import open_memory, reader
from .training import drawn

Stream = Annotated[
    bool, option("--stream", help="The past may begin in the middle of a sample.")
]
Past = Annotated[str, Argument("What came so far.")]


def generate(
    memory: MemoryFile = "names.txt",
    n: Number = 20,
    prefix: Annotated[str, option(metavar="TEXT", help="What they begin with.")] = "",
    temperature: Annotated[
        float,
        option(
            metavar="X",
            help="Below 1: more usual ones; above 1: more varied; 0: the likeliest.",
        ),
    ] = 1.0,
    novel: Annotated[
        bool, option("--novel/--no-novel", help="Leave out what was learned.")
    ] = False,
    unique: Annotated[
        bool, option("--unique", help="No two of them are alike.")
    ] = False,
    min_length: Annotated[
        int, option(min=0, metavar="N", help="The least length, in symbols.")
    ] = 0,
    max_length: Annotated[
        int,
        option(min=0, metavar="N", help="The greatest length: longer ones are cut."),
    ] = 1000,
    repeats: Annotated[
        Optional[Repeats],  # noqa: UP045 (as in options)
        option(
            metavar="keep|estimate",
            help="How likely known samples repeat: as it comes, or by the counts.",
        ),
    ] = None,
    seed: Annotated[
        MaybeInt,
        option(min=0, metavar="N", help="A seed, for the same ones in every run."),
    ] = None,
    awake: Awake = False,
    json: AsJson = False,
) -> None:
    """Draw samples, one a line."""
    held = open_memory(memory, awake=awake)
    beginning, rng = reader(held)(prefix), np.random.default_rng(seed)
    how: dict[str, Any] = {
        "min_length": min_length,
        "max_length": max_length,
        "unique": unique,
        "repeats": repeats,
    }
    lot = n if unique else 100  # of one lot it is known what was drawn before
    samples = drawn(held, n, lot, beginning, temperature, novel, rng, **how)
    if json:
        as_json.echo({"sample": json_rows.sample_of(sample)} for sample in samples)
        return
    for sample in samples:
        echo(written(sample))


def complete(
    prefix: Prefix,
    memory: MemoryFile = "names.txt",
    n: Number = 5,
    max_steps: Annotated[
        int, option(metavar="N", help="How long to search at the most.")
    ] = 50_000,
    known: Annotated[
        bool, option("--known", help="Only samples that were learned.")
    ] = False,
    awake: Awake = False,
    json: AsJson = False,
) -> None:
    """Find the most probable samples, with their probability."""
    held = open_memory(memory, awake=awake)
    beginning = reader(held)(prefix)
    with busy("searching"):
        found = held.complete(beginning, n, max_steps=max_steps, known=known)
    if json:
        as_json.echo(
            {"sample": json_rows.sample_of(sample), "probability": probability}
            for sample, probability in found
        )
    else:
        rows = ((written(sample), chance(value)) for sample, value in found)
        show_rows([text_column("sample"), count_column("probability", "%")], rows)
    if not found.proven:
        note(
            f"only {len(found)} of {n} could be proven in {found.steps:,} steps: "
            "raise --max-steps"
        )


def predict(
    prefix: Past = "",
    memory: MemoryFile = "names.txt",
    top_k: Annotated[
        int,
        option("--top-k", "-k", min=0, metavar="N", help="How many symbols; 0: all."),
    ] = 10,
    stream: Stream = False,
    awake: Awake = False,
    json: AsJson = False,
) -> None:
    """Tell what can come next, the most probable symbols first."""
    held = open_memory(memory, awake=awake)
    chances = held.predict_proba(reader(held)(prefix), anchored=not stream)
    order = ranked(chances)[: top_k or None]
    if json:
        as_json.echo(
            {"symbol": json_rows.symbol_of(symbol), "probability": chances[symbol]}
            for symbol in order
        )
        return
    signs = Signs(chances)
    rows = ((signs.symbol(symbol), chance(chances[symbol])) for symbol in order)
    show_rows([text_column("next"), count_column("probability", "%")], rows)


def explain(
    prefix: Prefix,
    memory: MemoryFile = "names.txt",
    stream: Stream = False,
    awake: Awake = False,
    json: AsJson = False,
) -> None:
    """Show which concepts fire, and what each adds to what comes next."""
    held = open_memory(memory, awake=awake)
    explanation = held.explain(reader(held)(prefix), anchored=not stream)
    if json:
        as_json.echo([json_rows.explained(explanation)])
    elif is_terminal(sys.stdout):
        from . import tables

        tables.show_explanation(explanation)
    else:
        echo(str(explanation))


EXAMPLES = {
    generate: "plastic generate -n 5 --novel\n\n"
    "plastic generate --prefix mar --temperature 0.7",
    complete: "plastic complete chris\n\n"
    "plastic complete chris --known\n\n"
    "plastic complete 'to be' -m words.plastic",
    predict: "plastic predict chri\n\nplastic predict an --stream --top-k 3",
    explain: "plastic explain chri\n\nplastic explain --stream an",
}
