"""Anything in the middle of a message, be it too long or impossible to show."""

from __future__ import annotations


def short(thing: object, most: int = 60) -> str:
    """Write anything in the middle of a message.

    Not with ``!r``: a repr may be megabytes, may fail, and of an int of 5,000 digits
    it does.

    >>> short("emma"), short(10**5000), short("a" * 20, most=10)
    ("'emma'", 'an int', "'aaaaaaaa…")
    """
    try:
        text = repr(thing)
    except Exception:  # noqa: BLE001 - it is somebody else's, and fails as it likes
        kind = type(thing).__name__
        return f"{'an' if kind[:1] in 'aeiouAEIOU' else 'a'} {kind}"
    return text if len(text) <= most else f"{text[: most - 1]}…"
