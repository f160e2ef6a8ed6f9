"""The service described for other programs: an OpenAPI document of its verbs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .fields import Schema, schema_of
from .schemas import SCHEMAS
from .verbs import Verb

VERSION = "1"  # of what can be asked, not of the library

# Which answers a request may get besides the one that it is for.
REFUSALS = {
    400: "The body is not JSON, or the request is not HTTP.",
    401: "It needs a token (Authorization: Bearer ...).",
    403: "Nobody may write here: the service was started without a token.",
    408: "The request did not arrive in time.",
    409: "This memory cannot do it, or the fields do not go together.",
    413: "The body is too large.",
    415: "The body must be application/json.",
    422: "A field is missing, unknown or of a wrong value.",
    429: "Too many requests of this address: wait (Retry-After, in seconds).",
    503: "Too much to do, it took too long, or the file cannot be written.",
}
_TOKEN: list[dict[str, Any]] = [{"token": []}]


def describe(verbs: Mapping[str, Verb], is_local: bool) -> dict[str, Any]:
    """Give the OpenAPI document of a service.

    Parameters
    ----------
    verbs : mapping
        By name, see :func:`plastic.service.verbs.table`.
    is_local : bool
        Whether who reads needs no token.

    Examples
    --------
    >>> from plastic.service.verbs import table
    >>> from plastic.service.settings import Limits
    >>> sorted(describe(table(Limits()), is_local=True)["paths"])[:4]
    ['/complete', '/events', '/explain', '/forget']
    """
    paths = {f"/{name}": _path(name, verb, is_local) for name, verb in verbs.items()}
    paths["/events"] = {"get": _events(is_local)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "A plastic memory",
            "version": VERSION,
            "description": "Learns, forgets, predicts, completes, explains; watches.",
        },
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _path(name: str, verb: Verb, is_local: bool) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": name,
        "summary": verb.told,
        "responses": {
            "200": {"description": "It is done.", "content": _json(verb.gives)},
            **_refusals(verb, is_local),
        },
    }
    if verb.writes or not is_local:
        operation["security"] = _TOKEN
    if not verb.fields:
        return {"get": operation}
    body = {"required": True, "content": _json(schema_of(verb.fields))}
    return {"post": {**operation, "requestBody": body}}


def _events(is_local: bool) -> dict[str, Any]:
    stream = {"text/event-stream": {"schema": {"type": "string"}}}
    operation: dict[str, Any] = {
        "operationId": "events",
        "summary": "What changes or is pushed, as it happens (server-sent events).",
        "responses": {
            "200": {"description": "Events, without end.", "content": stream},
            **_refusals(None, is_local),
        },
    }
    return operation if is_local else {**operation, "security": _TOKEN}


def _refusals(verb: Verb | None, is_local: bool) -> dict[str, Any]:
    statuses = {401, 429, 503}
    if verb is not None and verb.fields:
        statuses |= {400, 408, 409, 413, 415, 422}
    if verb is not None and verb.writes:
        statuses.add(403)
    error = {"$ref": "#/components/schemas/Error"}
    return {
        str(status): {"description": REFUSALS[status], "content": _json(error)}
        for status in sorted(statuses)
    }


def _json(schema: Schema) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}
