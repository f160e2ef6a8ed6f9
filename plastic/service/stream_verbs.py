"""Verbs of streams: what can be asked of, and pushed to, what is watched."""

from __future__ import annotations

from typing import Any

from . import fields as field
from .schemas import COUNT, FLAG, NUMBER, many, object_of
from .settings import Limits
from .verbs import Verb
from .watching import Streams

LONGEST_NAME = 64
MOST_SETTLE = 1_000  # records that are only learned: of a wave, several of its periods

_FACTS = {
    "pushed": COUNT,
    "alarms": COUNT,
    "settled": FLAG,
    "settle": COUNT,
}
_ROW = object_of(
    at={"description": "Which record, from 1 on.", **COUNT},
    record={"description": "The record itself."},
    nats={"description": "How odd; null: nothing was expected yet.", **NUMBER},
    alarm=FLAG,
    odds={"type": "string"},
    why={"type": "string"},
)
_STREAM = {"type": "string"}
_SHOWN = object_of(stream=_STREAM, **_FACTS, rows=many(_ROW))
_ALL = object_of(streams=many(object_of(stream=_STREAM, **_FACTS)))


def stream_verbs(limits: Limits) -> dict[str, Verb]:
    """Give all verbs of streams by name, within limits."""
    stream = field.name("Which stream.", LONGEST_NAME)
    most = limits.window
    pushed = {
        "stream": stream._replace(
            schema={**stream.schema, "description": "Which; a new one begins."}
        ),
        "records": field.records(
            "What came, in order.",
            most=limits.records,
            fields=limits.fields,
            length=limits.length,
        ),
        "settle": field.whole(
            "How many records one that begins only learns at first.",
            least=10,
            most=MOST_SETTLE,
            default=200,
        ),
    }
    shown = {
        "stream": stream,
        "last": field.whole("Of how many records.", most=most, default=min(500, most)),
    }
    reads: dict[str, Any] = {"lasting": False, "of": "streams"}
    return {
        "watch": Verb(
            "Push records to a stream; tells how odd each was.",
            pushed,
            Streams.push,
            _SHOWN,
            writes=True,
            **reads,
        ),
        "watched": Verb(
            "What was said of the latest records of a stream.",
            shown,
            Streams.show,
            _SHOWN,
            **reads,
        ),
        "streams": Verb("Which streams there are.", {}, Streams.all, _ALL, **reads),
        "unwatch": Verb(
            "Let go of a stream.",
            {"stream": stream},
            Streams.drop,
            _ALL,
            writes=True,
            **reads,
        ),
    }
