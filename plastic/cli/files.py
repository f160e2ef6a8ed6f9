"""The commands for a memory that lives in a file: teach it, look at it, move it."""

from __future__ import annotations

import os
import warnings
from collections import Counter
from typing import Annotated, Any

from .._support.lines import Line
from .._support.unicode_forms import Form, hint, normalized
from ..core.symbols import Symbols, show
from ..errors import DamageWarning, DataError, NotLearnedError, SampleError
from ..inspection import json_rows
from ..memory import PlasticMemory
from ..opened import OpenMemory, load
from ..opened import open as open_file
from ..streams.stream import Stream
from . import as_json
from .counts import counted
from .declaring import Argument, option
from .options import AsJson, Counts, MaybeStrs, Normalize
from .output import busy, echo, note, show_facts
from .reading import (
    as_text,
    as_words,
    check_unpacked,
    demand_memory,
    read_lines,
    reader,
)
from .writing import check_folder, check_json_output, check_not_read

File = Annotated[str, Argument("A memory's file, such as names.plastic.")]
From = Annotated[
    MaybeStrs,
    option(
        "--from", metavar="FILE", help="A file of more of them; - is standard input."
    ),
]


def learn(
    file: Annotated[str, Argument("A memory's file; it is made if it is not there.")],
    samples: Annotated[MaybeStrs, Argument("What to learn, one an argument.")] = None,
    from_: From = None,
    counts: Counts = False,
    normalize: Normalize = None,
    words: Annotated[
        bool, option("--words", help="In a new file, a symbol is a word.")
    ] = False,
) -> None:
    """Teach a memory in a file some samples: all of them, or none."""
    taught = _given("learn", samples, from_, counts, normalize)
    check_folder(file)
    with _opened(file) as memory:
        read = reader(memory)
        if words and not memory:
            read = as_words
        found = [read(text) for _, text, _ in taught]
        if told := hint([*found, *memory.samples]):
            note(f"warning: {told}")
        for sample, (place, *_) in zip(found, taught):
            try:
                memory.state.check_sample(sample)
            except SampleError as error:
                raise type(error)(f"{place}{error}; nothing was learned") from error
        memory.partial_fit(found, sample_weight=[times for *_, times in taught])
        note(f"{file} holds {len(memory):,} samples")


def forget(
    file: File,
    samples: Annotated[MaybeStrs, Argument("What to forget, one an argument.")] = None,
    from_: From = None,
    counts: Counts = False,
    normalize: Normalize = None,
) -> None:
    """Let a memory in a file forget samples, to the last byte: all of them, or none."""
    given = _given("forget", samples, from_, counts, normalize)
    with _opened(_there(file)) as memory:
        read = reader(memory)
        unwanted: Counter[Symbols] = Counter()
        for _, text, times in given:
            unwanted[read(text)] += times
        for sample, times in unwanted.items():
            if memory.samples[sample] < times:
                raise NotLearnedError(
                    f"{show(sample)!r} is held {memory.samples[sample]} times, so that "
                    f"it cannot be forgotten {times} times; nothing was forgotten"
                )
        for sample, times in unwanted.items():
            memory.forget(sample, times)
        note(f"{file} holds {len(memory):,} samples")


Liked = Annotated[MaybeStrs, Argument("What it is about, one an argument.")]
Strength = Annotated[float, option("--strength", "-s", help="How much; a thumb is 1.")]


def reinforce(
    file: File,
    samples: Liked = None,
    strength: Strength = 1.0,
    from_: From = None,
    normalize: Normalize = None,
) -> None:
    """Tell a memory in a file that samples are liked; they need not be held."""
    _heed(
        "reinforce",
        file,
        _given("reinforce", samples, from_, False, normalize),
        strength,
    )


def depotentiate(
    file: File,
    samples: Liked = None,
    strength: Strength = 1.0,
    from_: From = None,
    normalize: Normalize = None,
) -> None:
    """Tell a memory in a file that samples are disliked; they need not be held."""
    given = _given("depotentiate", samples, from_, False, normalize)
    _heed("depotentiate", file, given, strength)


def retract(
    file: File,
    samples: Liked = None,
    from_: From = None,
    all_: Annotated[bool, option("--all", help="All feedback there is.")] = False,
    normalize: Normalize = None,
) -> None:
    """Take feedback about samples back, to the bit: as if it had never been given."""
    if all_ and (samples or from_):
        raise DataError("--all is everything: give either samples or --all")
    given = [] if all_ else _given("retract", samples, from_, False, normalize)
    with _opened(_there(file)) as memory:
        read = reader(memory)
        unwanted = dict.fromkeys(read(text) for _, text, _ in given)
        for sample in unwanted:
            if sample not in memory.feedback:
                raise NotLearnedError(
                    f"there is no feedback about {show(sample)!r}; nothing changed"
                )
        with memory.together():
            if all_:
                memory.retract()
            for sample in unwanted:
                memory.retract(sample)
        _note_feedback(file, memory)


def _heed(
    verb: str, file: str, given: list[tuple[str, str, int]], strength: float
) -> None:
    """Take note of signals: of all, or of none."""
    with _opened(_there(file)) as memory:
        read = reader(memory)
        found = [read(text) for _, text, _ in given]
        for sample, (place, *_) in zip(found, given):
            try:
                memory.state.check_sample(sample)
            except SampleError as error:
                raise type(error)(f"{place}{error}; nothing was noted") from error
        with memory.together():
            for sample in found:
                getattr(memory, verb)(sample, strength)
        _note_feedback(file, memory)


def _note_feedback(file: str, memory: PlasticMemory) -> None:
    note(f"{file}: feedback about {len(memory.feedback):,} samples")


def _given(
    verb: str,
    samples: list[str] | None,
    sources: list[str] | None,
    counts: bool,
    form: Form | None,
) -> list[tuple[str, str, int]]:
    """Give samples as texts, where each is from, to be named, and how often."""
    if counts and not sources:
        raise DataError("--counts is of files: give one by --from")
    given = [("", as_text(text), 1) for text in samples or []]
    for source in sources or []:  # all of them are read before anything is done
        read: list[Line] = read_lines(source)
        rows = counted(read, source) if counts else [(line, 1) for line in read]
        given += [
            (f"{source!r}, line {line.number}: ", line.text, times)
            for line, times in rows
        ]
    if not given:
        raise DataError(
            f"nothing to {verb}: give samples, or --from and a file of them"
        )
    if form is None:
        return given
    return [(place, normalized(text, form), times) for place, text, times in given]


def info(file: File, json: AsJson = False) -> None:
    """Tell what a file holds."""
    held = _loaded(file)
    if isinstance(held, Stream):
        facts, params = _of_stream(held)
        plain = params
    else:
        facts, params = _of_memory(held)
        plain = json_rows.hyperparameters(params)
    facts["bytes"] = os.path.getsize(file)
    if json:
        as_json.echo([{**facts, **plain}])
        return
    shown = {
        name: "none" if value is None else str(value) for name, value in params.items()
    }
    show_facts({**facts, **shown})


def _of_memory(memory: PlasticMemory) -> tuple[dict[str, int], dict[str, Any]]:
    facts = {
        "samples": len(memory),
        "different": len(memory.samples),
        "concepts": len(memory.state.concepts),
        "slot concepts": len(memory.slots(n=None)),
        "changes since it slept": memory.changes_since_consolidation,
    }
    return facts, memory.get_params()


def _of_stream(stream: Stream) -> tuple[dict[str, int], dict[str, Any]]:
    facts = {
        "records": len(stream),
        "records that came": stream.pushed,
        "symbols": len(stream.course.experts[0].symbols),
        "concepts": sum(map(len, stream.graphs)),
    }
    params = stream.get_params()
    params["view"] = ", ".join(
        f"{name}={type(encoder).__name__}"
        for name, encoder in params["view"].encoders.items()
    )
    params["orders"] = len(params["orders"])
    params["window"] = str(params["window"])
    return facts, params


def check(file: File, json: AsJson = False) -> None:
    """Verify everything in a file; the exit code is 0 if it is sound."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", DamageWarning)
        try:
            held = _loaded(file)
            with busy("checking"):
                held.check()
        except (DamageWarning, AssertionError) as error:
            raise DataError(f"{file!r} is damaged: {error}") from error
    what = "records" if isinstance(held, Stream) else "samples"
    if json:
        as_json.echo([{"file": file, "sound": True, what: len(held)}])
    else:
        echo(f"{file}: sound, {len(held):,} {what}")


def export(
    output: Annotated[str, Argument("The readable file: ends with .json.")],
    memory: Annotated[
        str, option("--memory", "-m", metavar="FILE", help="The memory's file.")
    ],
) -> None:
    """Write what a memory holds as JSON, to read or to take elsewhere."""
    if not output.lower().endswith(".json"):
        raise DataError(f"{output!r} must end with .json")
    check_json_output(output, memory)
    demand_memory(_loaded(memory), memory).save(output)
    note(f"wrote {output}")


def import_(
    file: Annotated[str, Argument("What export wrote.")],
    output: Annotated[
        str, option("--output", "-o", metavar="FILE", help="The memory's file.")
    ],
    merge: Annotated[
        bool, option("--merge", help="Add to what the file holds.")
    ] = False,
) -> None:
    """Make a memory's file of what export wrote."""
    check_not_read(output, file)
    memory = demand_memory(_loaded(file), file)
    if merge:
        with _opened(_there(output)) as held:
            held.merge(memory)
    elif os.path.exists(output):
        raise DataError(f"{output!r} is there already: --merge adds to it")
    else:
        check_folder(output)
        memory.save(output)
    note(f"wrote {output}")


def _opened(file: str) -> OpenMemory:
    check_unpacked(file)
    with busy(f"opening {file}"):
        held = open_file(file)
    if not isinstance(held, OpenMemory):
        held.close()
        demand_memory(held, file)
    return held


def _loaded(file: str) -> PlasticMemory | Stream:
    check_unpacked(file)
    with busy(f"opening {file}"):
        return load(file)


def checked_file(file: str) -> str:
    """Give the name of a memory's file that is there and not packed.

    Raises
    ------
    DataError
        It is not.
    """
    check_unpacked(_there(file))
    return file


def _there(file: str) -> str:
    if not os.path.exists(file):
        raise DataError(f"no file {file!r}: learn makes one")
    return file


EXAMPLES = {
    learn: "plastic learn names.plastic emma ava\n\n"
    "plastic learn names.plastic --from more.txt\n\n"
    "plastic learn names.plastic --from counts.csv --counts",
    forget: "plastic forget names.plastic emma\n\n"
    "plastic forget names.plastic --from gone.txt",
    reinforce: "plastic reinforce names.plastic marie\n\n"
    "plastic reinforce names.plastic marie --strength 0.5",
    depotentiate: "plastic depotentiate names.plastic maria",
    retract: "plastic retract names.plastic maria\n\n"
    "plastic retract names.plastic --all",
    info: "plastic info names.plastic",
    check: "plastic check names.plastic",
    export: "plastic export names.json -m names.plastic",
    import_: "plastic import names.json -o names.plastic",
}
