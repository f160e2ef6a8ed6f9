"""The command for grids: solve a task in ARC's format, and show why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from ..errors import GenerationError
from ..grids import GridMemory, tasks
from ..grids.drawing import explained
from . import as_json
from .options import AsJson, MaybeStr
from .output import busy, echo, note
from .writing import check_output


def arc(
    task: Annotated[
        str,
        typer.Argument(
            metavar="TASK",
            help="A JSON file as ARC has them, or a name such as 007bbfb7.",
        ),
    ],
    guesses: Annotated[
        int, typer.Option("--guesses", "-n", min=1, metavar="N", help="How many.")
    ] = 2,
    output: Annotated[
        MaybeStr,
        typer.Option("--output", "-o", metavar="FILE.svg", help="Draw it, too."),
    ] = None,
    json: AsJson = False,
) -> None:
    """Solve a task of grids: what is shown, what follows, and why."""
    if output is not None:
        check_output(output, task)
    found = tasks.find(task)
    memory = GridMemory().fit(found.pairs)
    facts, pictures = [], []
    for i, source in enumerate(found.asked):
        with busy(f"looking for what explains {found.name}"):
            try:
                answers = memory.answers(source)[:guesses]
            except GenerationError:
                answers = []
        if not answers:
            note(f"{found.name}: nothing that was tried explains its pairs")
            continue
        right = found.answers[i] if found.answers else None
        for rank, answer in enumerate(answers, 1):
            verdict = None if right is None else answer.grid == right
            facts.append(
                {
                    "task": found.name,
                    "test": i + 1,
                    "guess": rank,
                    "grid": answer.grid.tolist(),
                    "confidence": answer.confidence,
                    "kind": answer.explanation.kind,
                    "bits": answer.explanation.bits,
                    "rule": [*answer.explanation.rows],
                    "right": verdict,
                }
            )
        pictures.append(explained(source, answers))
    if json:
        as_json.echo(facts)
    else:
        for fact in facts:
            _show(fact)
    if output is not None and pictures:
        with open(output, "w", encoding="utf-8") as file:
            file.write(pictures[0])
        note(f"wrote {output}")


def _show(fact: dict) -> None:
    verdict = {True: ", right", False: ", wrong", None: ""}[fact["right"]]
    echo(
        f"test {fact['test']}, guess {fact['guess']}: {fact['confidence']:.0%} sure, "
        f"{fact['kind']} of {fact['bits']:.0f} bits{verdict}"
    )
    for row in fact["rule"]:
        echo(f"  {row}")
    for cells in fact["grid"]:
        echo("  " + " ".join(str(cell) if cell else "." for cell in cells))


EXAMPLES: dict[Callable[..., None], str] = {
    arc: "plastic arc 007bbfb7\n\nplastic arc task.json -n 3 -o task.svg",
}
