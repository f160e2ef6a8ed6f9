"""What a reader does: answer questions, and follow changes, until nobody asks.

    python -m plastic.service.reader

is started by the service, which speaks to it through its standard input and
output.  See :mod:`.readers`.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
from typing import Any, BinaryIO

from ..errors import PlasticError
from ..memory import PlasticMemory
from ..state.beginnings import Unfinished
from .verbs import Verb, answer, table
from .writer import Change

NEW = (
    10_000  # objects, after which garbage is looked for among them: half a millisecond
)


def main() -> None:
    """Read questions and changes, and write answers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the service's business
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nobody may write between them
    work(sys.stdin.buffer, answers)


def work(questions: BinaryIO, answers: BinaryIO) -> None:
    """Work off what comes in, to its end."""
    limits, memory = pickle.load(questions)
    memory.state.expert  # noqa: B018 - grown now, not by the first question
    _freeze_what_lasts()
    verbs = table(limits)
    _say(b"ready", answers)
    while True:
        try:
            kind, *given = pickle.load(questions)
        except EOFError:  # the service has ended
            return
        if kind == "follow":
            follow(memory, *given)
        else:
            _say(_answer(memory, verbs, *given), answers)


def _freeze_what_lasts() -> None:
    """Let no collector look twice at what lasts, and nobody wait for that.

    What is kept of a memory are hundreds of thousands of objects, without cycles:
    a walk along all of them takes a tenth of a second.  So what has outlived one
    collection is not looked at again; it is let go, as ever, when nobody needs it.
    """

    def collected(phase: str, facts: dict[str, int]) -> None:
        if phase == "stop":
            gc.freeze()

    gc.callbacks.append(collected)
    gc.set_threshold(NEW)
    gc.freeze()


def _say(told: bytes | Exception | None, answers: BinaryIO) -> None:
    pickle.dump(told, answers)
    answers.flush()


def _answer(
    memory: PlasticMemory,
    verbs: dict[str, Verb],
    name: str,
    given: dict[str, Any],
    most: int | None,
) -> bytes | Exception | None:
    try:
        if most is not None:
            memory.state.beginnings.look_at(most)
        return answer(memory, verbs[name], given)
    except Unfinished:
        return None
    except PlasticError as error:
        return error
    except Exception as error:  # noqa: BLE001 - the service raises it
        return RuntimeError(f"{type(error).__name__}: {error}")


def follow(memory: PlasticMemory, changes: list[Change], is_awake: bool) -> None:
    """Make the changes that the memory made from which this one was copied."""
    for name, given in changes:
        getattr(memory, name)(**given)
    # One that has a file lets go of a sleep that names what is forgotten.
    if is_awake and memory.state.abstractions is not None:
        memory.state.discard_sleep()


if __name__ == "__main__":
    main()
