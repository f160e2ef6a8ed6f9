"""Recorders: who is told of every change before and after it happens.

A state that lives only in memory tells nobody; one that is bound to a file
tells its journal.  The state does not know which of the two it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Protocol

from ..core.symbols import Symbols
from ..hyperparameters import Hyperparameters
from .feedback import Feedback
from .samples import Samples

if TYPE_CHECKING:
    from ..consolidation.abstractions import Sleep


class Recorded(Protocol):
    """What a recorder writes down, and gives back what it holds."""

    params: Hyperparameters

    @property
    def samples(self) -> Samples:
        """What is held, the one learned longest ago first."""

    @property
    def sleep(self) -> Sleep:
        """What the last sleep left."""

    feedback: Feedback

    def replace(
        self,
        params: Hyperparameters,
        samples: Mapping[Symbols, int],
        sleep: Sleep,
        feedback: Feedback | None = None,
    ) -> None:
        """Hold something else; None: of feedback the same."""


class Recorder(Protocol):
    """Who is told of changes.

    What is noted is about to happen, and may be refused by an error; what is
    committed has happened.  If it cannot be written, the state is given what
    was written last, and the error is raised.
    """

    lasting: bool
    """Whether what is recorded outlives the state, so that forgetting must reach it."""

    def check(self, sample: Symbols) -> None:
        """Raise a SampleError if a sample could not be recorded."""

    def note(self, sample: Symbols) -> None:
        """Note that a sample is about to be learned or forgotten."""

    def note_clear(self) -> None:
        """Note that all samples are about to go, and others to come."""

    def note_sleep(self) -> None:
        """Note that what sleep found is about to change."""

    def note_feedback(self) -> None:
        """Note that feedback is about to change."""

    def note_params(self, params: Hyperparameters) -> None:
        """Note new hyperparameters."""

    def mark_for_scrub(self) -> None:
        """Note that what is about to be forgotten must leave no byte behind."""

    def commit(self, state: Recorded) -> None:
        """Write what has happened."""

    def commit_if_due(self, state: Recorded) -> None:
        """Write what has happened if it is much, or waits for too long."""

    def batch(self, state: Recorded) -> AbstractContextManager[None]:
        """Write many changes in a row in few transactions."""


class NoRecorder:
    """Of a state that lives only in memory."""

    lasting = False

    def check(self, sample: Symbols) -> None:
        """Let any sample be learned."""

    note = check

    def note_clear(self) -> None:
        """Write nothing."""

    note_sleep = note_feedback = mark_for_scrub = note_clear

    def note_params(self, params: Hyperparameters) -> None:
        """Write nothing."""

    def commit(self, state: Recorded) -> None:
        """Write nothing."""

    commit_if_due = commit

    def batch(self, state: Recorded) -> AbstractContextManager[None]:
        """Write nothing."""
        return nullcontext()


NO_RECORDER = NoRecorder()
