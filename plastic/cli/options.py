"""Arguments and options that several commands take."""

from __future__ import annotations

from typing import Annotated, Literal, Optional

from .declaring import Argument, option

# The first typer that we work with does not know `int | None`.
MaybeInt = Optional[int]  # noqa: UP045
MaybeStr = Optional[str]  # noqa: UP045
MaybeStrs = Optional[list[str]]  # noqa: UP045

MemoryFile = Annotated[
    str,
    option(
        "--memory",
        "-m",
        metavar="FILE",
        help="What train -o saved, or a file of samples to learn now.",
    ),
]
SampleFile = Annotated[str, Argument("One sample a line; - is standard input.")]
Prefix = Annotated[str, Argument("What the samples begin with.")]
Number = Annotated[int, option("--number", "-n", metavar="N", help="How many.")]
AsJson = Annotated[bool, option("--json", help="Write JSON, an object a line.")]
Awake = Annotated[
    bool, option("--awake", help="Without what sleep found: only the concept graph.")
]
# What it may be is said once more than in the hyperparameters, for typer to read.
Repeats = Literal["keep", "estimate"]
Counts = Annotated[
    bool,
    option(
        "--counts",
        help="A line is a sample, a tab (or in CSV a comma) and how often it counts.",
    ),
]
Normalize = Annotated[
    Optional[Literal["NFC", "NFD", "NFKC", "NFKD"]],  # noqa: UP045
    option(
        "--normalize",
        metavar="FORM",
        help="Bring letters to one form of Unicode: NFC, NFD, NFKC or NFKD.",
    ),
]
