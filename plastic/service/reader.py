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
from .verbs import Verb, answer, table
from .writer import Change


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
    gc.freeze()  # what lasts need not be looked at for garbage again and again
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


def _say(told: bytes | Exception, answers: BinaryIO) -> None:
    pickle.dump(told, answers)
    answers.flush()


def _answer(
    memory: PlasticMemory, verbs: dict[str, Verb], name: str, given: dict[str, Any]
) -> bytes | Exception:
    try:
        return answer(memory, verbs[name], given)
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
