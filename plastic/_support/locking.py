"""Synchronized methods: threads may share a memory, one verb at a time.

A forked child has none of its parent's threads but the one that forked it.  If
another one was inside a verb then, its lock would stay taken for ever in the
child, and what it was changing half changed.  So the child gets a new lock, and
is told.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakSet

if TYPE_CHECKING:
    from typing_extensions import Self  # typing's own from Python 3.11 on

Method = TypeVar("Method", bound=Callable[..., Any])


class Synchronized:
    """What threads may share, and a forked child may go on with."""

    _lock: Any  # an RLock, which is a function to type checkers

    def __new__(cls, *args: Any, **kwargs: Any) -> Self:
        """Give it a lock, however it is made: new, copied, or out of a pickle."""
        made = super().__new__(cls)
        made._lock = RLock()
        _LOCKED.add(made)
        return made

    def __getstate__(self) -> dict[str, Any]:
        """Give what a copy gets: all but the lock, for it has its own."""
        state = self.__dict__.copy()
        del state["_lock"]
        return state

    def _was_interrupted(self) -> None:
        """Be told that a thread is gone in the middle of a verb."""

    @staticmethod
    def after_fork() -> None:
        """In a forked child, free what is locked by a thread that is not here.

        Examples
        --------
        >>> from plastic import PlasticMemory
        >>> memory = PlasticMemory().fit(["emma"])
        >>> PlasticMemory.after_fork()  # Python calls it in the child
        >>> memory.samples["emma"]
        1
        """
        for owner in list(_LOCKED):
            if owner._lock.acquire(blocking=False):
                owner._lock.release()
            else:
                owner._lock = RLock()
                owner._was_interrupted()


def synchronized(method: Method) -> Method:
    """Let a method run only while no other one of the same object does."""

    @wraps(method)
    def in_turn(self: Any, *args: Any, **kwargs: Any) -> Any:
        with self._lock:
            return method(self, *args, **kwargs)

    return in_turn  # type: ignore[return-value]


_LOCKED: WeakSet[Synchronized] = WeakSet()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=Synchronized.after_fork)
