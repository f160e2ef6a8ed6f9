"""Arguments and options that several commands take."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

# The first typer that we work with does not know `int | None`.
MaybeInt = Optional[int]  # noqa: UP045
MaybeStr = Optional[str]  # noqa: UP045
MaybeStrs = Optional[list[str]]  # noqa: UP045

MemoryFile = Annotated[
    str,
    typer.Option(
        "--memory",
        "-m",
        metavar="FILE",
        help="What train -o saved, or a file of samples to learn now.",
    ),
]
SampleFile = Annotated[
    str, typer.Argument(help="One sample a line; - is standard input.")
]
Prefix = Annotated[str, typer.Argument(help="What the samples begin with.")]
Number = Annotated[int, typer.Option("--number", "-n", metavar="N", help="How many.")]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON, an object a line.")]
