"""Refusals: what goes wrong, as a status and JSON in the library's own words."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ..errors import (
    GenerationError,
    NotLearnedError,
    ParameterError,
    PlasticError,
    SampleError,
    ServiceError,
    StorageError,
)

# Of an error's class and those above it, the first that is here counts.
STATUSES: dict[type[BaseException], int] = {
    SampleError: 409,
    NotLearnedError: 409,
    GenerationError: 409,
    ParameterError: 409,  # of what each field allows: they do not go together
    StorageError: 503,
    ServiceError: 503,
    PlasticError: 503,  # of a file that is closed, say
}


class Refusal(Exception):
    """An answer that is an error.

    Attributes
    ----------
    status : int
        Of HTTP.
    error : str
        The name of a class in :mod:`plastic.errors`, which a client raises.
    headers : mapping
        What else to say.
    """

    def __init__(
        self,
        status: int,
        error: str,
        message: str,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.error, self.headers = status, error, headers or {}

    def body(self) -> bytes:
        """Write it as JSON."""
        return json.dumps({"error": self.error, "message": str(self)}).encode()


def refusal(error: PlasticError) -> Refusal:
    """Make a refusal of what the library raises.

    >>> told = refusal(NotLearnedError("it is not held"))
    >>> told.status, told.body()
    (409, b'{"error": "NotLearnedError", "message": "it is not held"}')
    """
    kinds = type(error).__mro__
    status = next(STATUSES[kind] for kind in kinds if kind in STATUSES)
    wait = {"retry-after": "1"} if status == 503 else {}
    return Refusal(status, type(error).__name__, str(error), wait)
