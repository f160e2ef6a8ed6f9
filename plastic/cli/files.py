"""The commands for a memory that lives in a file: teach it, look at it, move it."""

from __future__ import annotations

import os
import warnings
from collections import Counter
from collections.abc import Callable
from typing import Annotated

import typer

from ..core.symbols import show
from ..errors import DamageWarning, DataError, NotLearnedError
from ..memory import PlasticMemory
from ..opened import OpenMemory, load
from ..opened import open as open_file
from . import as_json
from .options import AsJson, MaybeStrs
from .output import busy, note, show_facts
from .reading import as_text, as_words, check_unpacked, read_samples, reader
from .writing import check_folder, check_json_output, check_not_read

File = Annotated[str, typer.Argument(help="A memory's file, such as names.plastic.")]
Samples = Annotated[list[str], typer.Argument(help="What to forget, one an argument.")]


def learn(
    file: Annotated[
        str, typer.Argument(help="A memory's file; it is made if it is not there.")
    ],
    samples: Annotated[
        MaybeStrs, typer.Argument(help="What to learn, one an argument.")
    ] = None,
    from_: Annotated[
        MaybeStrs,
        typer.Option(
            "--from", metavar="FILE", help="And what is in here; - is standard input."
        ),
    ] = None,
    words: Annotated[
        bool, typer.Option("--words", help="In a new file, a symbol is a word.")
    ] = False,
) -> None:
    """Teach a memory in a file some samples."""
    taught = [*map(as_text, samples or [])]
    for source in from_ or []:  # all of them are read before anything is learned
        taught += read_samples(source)
    if not taught:
        raise DataError("nothing to learn: give samples, or --from and a file of them")
    check_folder(file)
    with _opened(file) as memory:
        read = reader(memory)
        if words and not memory:
            read = as_words
        memory.partial_fit(map(read, taught))
        note(f"{file}: {len(memory):,} samples")


def forget(file: File, samples: Samples) -> None:
    """Let a memory in a file forget samples, to the last byte."""
    lines = [*map(as_text, samples)]
    with _opened(_there(file)) as memory:
        unwanted = Counter(map(reader(memory), lines))
        for sample, times in unwanted.items():  # all of them, or none
            if memory.samples[sample] < times:
                raise NotLearnedError(
                    f"{show(sample)!r} is held {memory.samples[sample]} times, so that "
                    f"it cannot be forgotten {times} times; nothing was forgotten"
                )
        for sample, times in unwanted.items():
            memory.forget(sample, times)
        note(f"{file}: {len(memory):,} samples")


def info(file: File, json: AsJson = False) -> None:
    """Tell what a file holds."""
    memory = _loaded(file)
    params = memory.get_params()
    facts: dict[str, int] = {
        "samples": len(memory),
        "different": len(memory.samples),
        "concepts": len(memory.state.concepts),
        "slot concepts": len(memory.slots(n=None)),
        "changes since it slept": memory.changes_since_consolidation,
        "bytes": os.path.getsize(file),
    }
    if json:
        as_json.echo([{**facts, **as_json.hyperparameters(params)}])
        return
    shown = {
        name: "none" if value is None else str(value) for name, value in params.items()
    }
    show_facts({**facts, **shown})


def check(file: File) -> None:
    """Verify everything in a file; the exit code is 0 if it is sound."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", DamageWarning)
        try:
            memory = _loaded(file)
            with busy("checking"):
                memory.check()
        except (DamageWarning, AssertionError) as error:
            raise DataError(f"{file!r} is damaged: {error}") from error
    typer.echo(f"{file}: sound, {len(memory):,} samples")


def export(
    output: Annotated[str, typer.Argument(help="The readable file: ends with .json.")],
    memory: Annotated[
        str, typer.Option("--memory", "-m", metavar="FILE", help="The memory's file.")
    ],
) -> None:
    """Write what a memory holds as JSON, to read or to take elsewhere."""
    if not output.lower().endswith(".json"):
        raise DataError(f"{output!r} must end with .json")
    check_json_output(output, memory)
    _loaded(memory).save(output)
    note(f"written: {output}")


def import_(
    file: Annotated[str, typer.Argument(help="What export wrote.")],
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="The memory's file.")
    ],
    merge: Annotated[
        bool, typer.Option("--merge", help="Add to what the file holds.")
    ] = False,
) -> None:
    """Make a memory's file of what export wrote."""
    check_not_read(output, file)
    memory = _loaded(file)
    if merge:
        with _opened(_there(output)) as held:
            held.merge(memory)
    elif os.path.exists(output):
        raise DataError(f"{output!r} is there already: --merge adds to it")
    else:
        check_folder(output)
        memory.save(output)
    note(f"written: {output}")


def _opened(file: str) -> OpenMemory:
    check_unpacked(file)
    with busy(f"opening {file}"):
        return open_file(file)


def _loaded(file: str) -> PlasticMemory:
    check_unpacked(file)
    with busy(f"opening {file}"):
        return load(file)


def _there(file: str) -> str:
    if not os.path.exists(file):
        raise DataError(f"no file {file!r}: learn makes one")
    return file


EXAMPLES: dict[Callable[..., None], str] = {
    learn: "plastic learn names.plastic emma ava\n\n"
    "plastic learn names.plastic --from more.txt",
    forget: "plastic forget names.plastic emma",
    info: "plastic info names.plastic",
    check: "plastic check names.plastic",
    export: "plastic export names.json -m names.plastic",
    import_: "plastic import names.json -o names.plastic",
}
