"""Schemas: what answers are made of, as JSON Schema has it."""

from __future__ import annotations

from .fields import SYMBOL, Schema, sequence_schemas


def object_of(**properties: Schema) -> Schema:
    """Describe an object with these properties and no others."""
    return {
        "type": "object",
        "required": [*properties],
        "properties": properties,
        "additionalProperties": False,
    }


def many(items: Schema) -> Schema:
    """Describe a list."""
    return {"type": "array", "items": items}


def ref(name: str) -> Schema:
    """Refer to one of :data:`SCHEMAS`."""
    return {"$ref": f"#/components/schemas/{name}"}


CHANCE: Schema = {"type": "number", "minimum": 0}
COUNT: Schema = {"type": "integer", "minimum": 0}
NUMBER: Schema = {"type": ["number", "null"]}
FLAG: Schema = {"type": "boolean"}
HELD = {"samples": COUNT, "concepts": COUNT}

SCHEMAS: dict[str, Schema] = {
    "Symbol": SYMBOL,
    "Sample": {
        "description": "A string, or a list of symbols; as the memory was taught.",
        "oneOf": sequence_schemas(),
    },
    "Mark": object_of(mark={"enum": ["START", "STOP", "UNSEEN"]}),
    "Marked": {
        "description": "A symbol, or what stands before and after all samples.",
        "anyOf": [
            ref("Symbol"),
            ref("Mark"),
            object_of(shown={"type": "string"}),
        ],
    },
    "Concept": {
        "description": "A past that moments share, symbol by symbol.",
        **many(ref("Marked")),
    },
    "Chance": object_of(symbol=ref("Marked"), probability=CHANCE),
    "Completion": object_of(sample=ref("Sample"), probability=CHANCE),
    "Fired": object_of(
        concept={
            "description": "A concept, the name of a slot concept, or none.",
            "anyOf": [ref("Concept"), {"type": ["string", "null"]}],
        },
        kind={"type": "string"},
        r_level={"type": ["integer", "null"]},
        count={"type": ["integer", "null"]},
        weight=NUMBER,
        added=many(object_of(symbol=ref("Marked"), added=NUMBER)),
    ),
    "Error": object_of(
        error={"type": "string", "description": "The name of the library's error."},
        message={"type": "string", "description": "What was wrong, what to do."},
    ),
}
