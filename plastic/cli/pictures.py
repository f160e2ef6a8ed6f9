"""The commands that draw: a tree, an animation, a graph for other programs."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from ..errors import ParameterError
from ..memory import PlasticMemory
from .options import MaybeInt, MaybeStr, MemoryFile, SampleFile
from .output import busy, note
from .reading import open_memory, read_samples, reader
from .writing import check_folder, check_output


def render(
    output: Annotated[
        str, typer.Argument(help="The picture: its ending says which format.")
    ] = "tree.svg",
    memory: MemoryFile = "names.txt",
    around: Annotated[
        MaybeStr, typer.Option(metavar="TEXT", help="Only what stands around this.")
    ] = None,
    path: Annotated[
        MaybeStr, typer.Option(metavar="TEXT", help="Show what fires after this.")
    ] = None,
    n: Annotated[
        MaybeInt,
        typer.Option("--number", "-n", metavar="N", help="About how many concepts."),
    ] = None,
    synapses: Annotated[
        bool, typer.Option("--synapses", help="Write the strongest synapses.")
    ] = False,
    samples: Annotated[
        bool, typer.Option("--samples", help="Draw the samples as leaves.")
    ] = False,
    slots: Annotated[
        int, typer.Option(metavar="N", help="Draw so many slot concepts too.")
    ] = 0,
) -> None:
    """Draw the concept tree, or a part of it."""
    check_folder(output)
    # Without an ending graphviz writes the source and, beside it, a PDF.
    beside = () if Path(output).suffix else (output, f"{output}.pdf")
    check_output(output, memory, written=beside)
    held = open_memory(memory)
    read = reader(held)
    drawing = held.render(
        None if around is None else read(around),
        path=None if path is None else read(path),
        n=n,
        synapses=synapses,
        samples=samples,
        slots=slots,
    )
    with busy("drawing"):
        drawing.render(output)
    note(f"wrote {output}")


def graph(
    output: Annotated[
        str,
        typer.Argument(
            help="Ending with .html (a page to explore), .csv, .graphml, .gexf, .json."
        ),
    ] = "memory.html",
    memory: MemoryFile = "names.txt",
) -> None:
    """Write the whole concept graph for a browser or for other programs."""
    check_output(output, memory, written=_tables(output))
    held = open_memory(memory)
    with busy("writing"):
        written = held.export(output)
    for path in written:
        note(f"wrote {os.fspath(path)}")


def _tables(output: str) -> list[str]:
    """Give the two files that an export to CSV, or to a folder, writes."""
    path = Path(output)
    if path.suffix.lower() == ".csv":
        stem = path.with_suffix("")
        return [f"{stem}_nodes.csv", f"{stem}_edges.csv"]
    if path.suffix and not path.is_dir():
        return []
    return [str(path / "nodes.csv"), str(path / "edges.csv")]


def animate(
    file: SampleFile = "names.txt",
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Ending with .gif, or .html to step."
        ),
    ] = "growth.gif",
    n: Annotated[
        int,
        typer.Option("--number", "-n", min=1, metavar="N", help="Of how many samples."),
    ] = 40,
    every: Annotated[
        str,
        typer.Option(
            metavar="STEP", help="A picture of a GIF for each signal, moment or sample."
        ),
    ] = "moment",
) -> None:
    """Watch a memory learn the first samples of a file, step by step."""
    kind = Path(output).suffix.lower()
    if kind not in (".gif", ".html"):
        raise ParameterError(f"{output!r} must end with .gif or .html")
    check_output(output, file)
    samples = read_samples(file)[:n]
    growth = PlasticMemory().watch(samples)
    with busy("drawing"):
        growth.gif(output, every) if kind == ".gif" else growth.html(output)
    note(f"wrote {output}, {len(growth):,} signals of {len(samples):,} samples")


EXAMPLES: dict[Callable[..., None], str] = {
    render: "plastic render tree.svg\n\nplastic render em.png --path em",
    graph: "plastic graph names.html\n\nplastic graph names.csv -m names.plastic",
    animate: "plastic animate names.txt -o growth.gif",
}
