"""The command that lists what a memory has abstracted."""

from __future__ import annotations

from typing import Annotated

from ..core.symbols import show
from ..inspection import json_rows
from ..memory import PlasticMemory
from . import as_json
from .columns import count_column, text_column
from .declaring import option
from .options import AsJson, MaybeInt, MemoryFile, Number
from .output import coming, effects, number, show_rows
from .reading import open_memory


def concepts(
    memory: MemoryFile = "names.txt",
    n: Number = 20,
    r_level: Annotated[
        MaybeInt, option("--r-level", metavar="N", help="Only those of this r_level.")
    ] = None,
    min_length: Annotated[
        int, option(min=0, metavar="N", help="Only those of so many symbols or more.")
    ] = 0,
    slots: Annotated[
        bool, option("--slots", help="Those found asleep, with gaps and classes.")
    ] = False,
    json: AsJson = False,
) -> None:
    """List the concepts that save most."""
    held = open_memory(memory, awake=not slots)
    if slots and json:
        as_json.echo(json_rows.slot_rows(held.slots(r_level, n)))
    elif slots:
        _show_slots(held, r_level, n)
    elif json:
        found = held.concepts(r_level, n, min_length=min_length)
        as_json.echo(json_rows.concept_rows(found))
    else:
        _show_concepts(held, r_level, n, min_length)


def _show_concepts(
    memory: PlasticMemory, r_level: int | None, n: int, min_length: int
) -> None:
    rows = (
        (
            show(concept.symbols),
            str(concept.r_level),
            number(concept.count),
            number(concept.usefulness),
            coming(concept.synapses),
        )
        for concept in memory.concepts(r_level, n, min_length=min_length)
    )
    numbers = [
        count_column("r_level"),
        count_column("count", "times"),
        count_column("saves", "symbols"),
    ]
    show_rows([text_column("concept"), *numbers, text_column("next", "strength")], rows)


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
    numbers = [count_column("r_level"), count_column("saved", "nats")]
    show_rows(
        [text_column("slot concept"), *numbers, text_column("next", "nats")], rows
    )


EXAMPLES = {
    concepts: "plastic concepts -n 10\n\n"
    "plastic concepts --min-length 3\n\n"
    "plastic concepts --slots"
}
