"""Fields: what a request may hold, declared once.

A field is a JSON Schema for who reads the service's description and a check
for who sends a request; both are made here, side by side, of the same bounds.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from .._support.json_codec import decode_all
from .._support.short import short
from ..core.symbols import START, STOP, UNSEEN, Symbol, Symbols
from ..errors import ParameterError

Schema = dict[str, Any]
REQUIRED: Any = object()

_UNFIT = "".join(map(str.__str__, (START, STOP, UNSEEN)))
_PLAIN = f"^[^{_UNFIT}]*$"
_HEX = "^([0-9a-f]{2})*$"
_NAME = "^[A-Za-z0-9._:-]+$"


class Field(NamedTuple):
    """One thing that a request may hold.

    Attributes
    ----------
    schema : dict
        JSON Schema, its description included.
    check : callable
        Gives the value as a memory takes it, or raises a ParameterError.
    default : object
        What it is if it is left out; REQUIRED: it must not be.
    """

    schema: Schema
    check: Callable[[str, Any], Any]
    default: Any = REQUIRED


def read(fields: Mapping[str, Field], given: Any) -> dict[str, Any]:
    """Give a value for each field.

    Raises
    ------
    ParameterError
        A field is missing, unknown or of a wrong value.

    Examples
    --------
    >>> fields = {"n": whole("How many.", most=100, default=5)}
    >>> read(fields, {}), read(fields, {"n": 7})
    ({'n': 5}, {'n': 7})
    >>> read(fields, {"m": 7})
    Traceback (most recent call last):
    plastic.errors.ParameterError: there is no field 'm': there are n
    """
    if not isinstance(given, dict):
        raise ParameterError(f"give a JSON object with fields, not {short(given)}")
    for name in given:
        if name not in fields:
            known = ", ".join(fields)
            raise ParameterError(f"there is no field {short(name)}: there are {known}")
    found = {}
    for name, field in fields.items():
        if name in given:
            found[name] = field.check(name, given[name])
        elif field.default is REQUIRED:
            raise ParameterError(f"the field {name} is missing")
        else:
            found[name] = field.default
    return found


def schema_of(fields: Mapping[str, Field]) -> Schema:
    """Give the JSON Schema of an object with these fields."""
    found: Schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: field.schema for name, field in fields.items()},
    }
    if needed := [name for name, field in fields.items() if field.default is REQUIRED]:
        found["required"] = needed
    return found


def sample(told: str, most: int, default: Any = REQUIRED, none: bool = False) -> Field:
    """Declare a sample, prefix or context of so many symbols at the most."""
    kinds = sequence_schemas(most) + [{"type": "null"}] * none
    schema: Schema = {"description": told, "oneOf": kinds}
    if default is not REQUIRED:
        schema["default"] = default

    def check(name: str, value: Any) -> Symbols | None:
        if none and value is None:
            return None
        if not isinstance(value, (str, list)):
            raise ParameterError(
                f"{name} must be a string or a list of symbols, not {short(value)}"
            )
        if len(value) > most:
            raise ParameterError(
                f"{name} may have {most:,} symbols, not {len(value):,}"
            )
        try:
            return _sequence(value)
        except (ValueError, KeyError, TypeError) as error:
            raise ParameterError(f"{name} is no sample: {error}") from error

    return Field(schema, check, default)


def _sequence(value: str | list[Any]) -> Symbols:
    found = decode_all(value)  # first, for it ends where nesting is too deep
    for part in [value] if isinstance(value, str) else value:
        _check_symbol(part)
    assert found is not None  # only null becomes that
    return found


def _check_symbol(symbol: Any) -> None:
    """Refuse what no memory takes, or no answer could hold."""
    if isinstance(symbol, str):
        if any(mark in symbol for mark in _UNFIT):
            raise ValueError("it holds a character that Unicode reserves, U+FDD0 to 2")
    elif isinstance(symbol, dict):
        if not re.fullmatch(_HEX, symbol.get("bytes", "")):
            raise ValueError("bytes are written as pairs of hexadecimal digits, 0 to f")
        for part in symbol.get("tuple", ()):
            _check_symbol(part)


def sequence_schemas(most: int | None = None) -> list[Schema]:
    """Give the schemas of a string and of a list of symbols."""
    text: Schema = {"type": "string", "pattern": _PLAIN}
    many: Schema = {"type": "array", "items": {"$ref": "#/components/schemas/Symbol"}}
    if most is not None:
        text["maxLength"] = many["maxItems"] = most
    return [text, many]


SYMBOL: Schema = {
    "description": "A symbol as plastic export writes it.",
    "anyOf": [
        {"type": "string", "pattern": _PLAIN},
        {"type": ["integer", "number", "boolean", "null"]},
        {
            "type": "object",
            "additionalProperties": False,
            "required": ["tuple"],
            "properties": {
                "tuple": {
                    "type": "array",
                    "items": {"$ref": "#/components/schemas/Symbol"},
                }
            },
        },
        {
            "type": "object",
            "additionalProperties": False,
            "required": ["bytes"],
            "properties": {
                "bytes": {"type": "string", "pattern": _HEX},
            },
        },
        {
            "type": "object",
            "additionalProperties": False,
            "required": ["float"],
            "properties": {"float": {"enum": ["inf", "-inf"]}},
        },
    ],
}


def whole(
    told: str, *, least: int = 0, most: int, default: Any = REQUIRED, none: bool = False
) -> Field:
    """Declare a whole number; null too, if that means something."""
    schema: Schema = {"description": told, "minimum": least, "maximum": most}
    schema["type"] = ["integer", "null"] if none else "integer"
    if default is not REQUIRED:
        schema["default"] = default

    def check(name: str, value: Any) -> int | None:
        if none and value is None:
            return None
        # To JSON Schema 5.0 is an integer, as some languages write it.
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if type(value) is not int or not least <= value <= most:
            raise ParameterError(
                f"{name} must be a whole number from {least} to {most:,}, not "
                f"{short(value)}"
            )
        return value

    return Field(schema, check, default)


def number(told: str, *, least: float = 0, most: float, default: float) -> Field:
    """Declare a number."""
    schema: Schema = {"description": told, "type": "number", "default": default}
    schema.update(minimum=least, maximum=most)

    def check(name: str, value: Any) -> float:
        fits = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not fits or not least <= value <= most or math.isnan(value):
            raise ParameterError(
                f"{name} must be a number from {least} to {most}, not {short(value)}"
            )
        return value if isinstance(value, float) else float(value)

    return Field(schema, check, default)


def flag(told: str, default: bool) -> Field:
    """Declare what is true or false."""
    schema: Schema = {"description": told, "type": "boolean", "default": default}

    def check(name: str, value: Any) -> bool:
        if not isinstance(value, bool):
            raise ParameterError(f"{name} must be true or false, not {short(value)}")
        return value

    return Field(schema, check, default)


def choice(told: str, choices: Sequence[str]) -> Field:
    """Declare one of some words, or null."""
    schema: Schema = {"description": told, "enum": [*choices, None], "default": None}

    def check(name: str, value: Any) -> str | None:
        if value is not None and value not in choices:
            known = " or ".join(choices)
            raise ParameterError(f"{name} must be {known}, not {short(value)}")
        return value

    return Field(schema, check, None)


def name(told: str, most: int) -> Field:
    """Declare a name: letters, digits, and what stands between them."""
    schema: Schema = {"description": told, "type": "string", "pattern": _NAME}
    schema.update(minLength=1, maxLength=most)

    def check(name: str, value: Any) -> str:
        fits = isinstance(value, str) and len(value) <= most
        if not fits or not re.fullmatch(_NAME, value):
            raise ParameterError(
                f"{name} must be 1 to {most} ASCII letters, digits or any of ._:-, not "
                f"{short(value)}"
            )
        return str(value)

    return Field(schema, check)


def records(told: str, *, most: int, fields: int, length: int) -> Field:
    """Declare a list of records: values, or objects of fields with values."""
    text: Schema = {"type": "string", "pattern": _PLAIN, "maxLength": length}
    values: list[Schema] = [text, {"type": ["number", "boolean", "null"]}]
    whole_record: Schema = {
        "type": "object",
        "maxProperties": fields,
        "propertyNames": text,
        "additionalProperties": {"anyOf": values},
    }
    schema: Schema = {
        "description": told,
        "type": "array",
        "minItems": 1,
        "maxItems": most,
        "items": {"anyOf": [*values, whole_record]},
    }

    def check_value(name: str, value: Any) -> None:
        if isinstance(value, str):
            if len(value) > length or not re.fullmatch(_PLAIN, value):
                raise ParameterError(
                    f"a text in {name} may have {length:,} characters, and none that "
                    f"Unicode reserves, not {short(value)}"
                )
        elif not (value is None or isinstance(value, (bool, int, float))) or (
            isinstance(value, float) and not math.isfinite(value)  # as 1e999 is read
        ):
            raise ParameterError(
                f"{name} must be numbers, texts, true, false or null, or objects of "
                f"them, not {short(value)}"
            )

    def check(name: str, value: Any) -> list[Any]:
        if not isinstance(value, list) or not 1 <= len(value) <= most:
            raise ParameterError(f"{name} must be a list of 1 to {most:,} records")
        for record in value:
            if isinstance(record, dict):
                if len(record) > fields:
                    raise ParameterError(
                        f"a record of {name} may have {fields} fields, not "
                        f"{len(record)}"
                    )
                for part in (*record, *record.values()):
                    check_value(name, part)
            else:
                check_value(name, record)
        return value

    return Field(schema, check)


_MARKS: dict[str, Symbol] = {mark.name: mark for mark in (START, STOP, UNSEEN)}


def concepts(told: str, most: int) -> Field:
    """Declare a list of concepts, as answers name them, marks included."""
    schema: Schema = {
        "description": told,
        "type": "array",
        "maxItems": most,
        "default": [],
        "items": {
            "type": "array",
            "items": {
                "anyOf": [
                    {"$ref": "#/components/schemas/Symbol"},
                    {"$ref": "#/components/schemas/Mark"},
                ]
            },
        },
    }

    def check(name: str, value: Any) -> list[tuple[Symbol, ...]]:
        if not isinstance(value, list) or len(value) > most:
            raise ParameterError(f"{name} must be a list of up to {most:,} concepts")
        if not all(isinstance(concept, list) for concept in value):
            raise ParameterError(f"each of {name} must be a list of symbols")
        try:
            return [tuple(map(_marked, concept)) for concept in value]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ParameterError(f"{name} holds what is no concept: {error}") from error

    return Field(schema, check, [])


def _marked(symbol: Any) -> Symbol:
    if isinstance(symbol, dict) and [*symbol] == ["mark"]:
        return _MARKS[symbol["mark"]]
    return _sequence([symbol])[0]
