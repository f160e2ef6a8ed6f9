"""Names that stand in a row: months and weekdays, read and written in any form.

``Mar`` is ``3`` is ``March``, in all directions; the next one after ``Sunday`` is
``Monday``, and who counts weekdays from Sunday only shifts them by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .classes import DIGITS, LETTERS
from .dates import MONTHS, WEEKDAYS
from .expression import Operation
from .pool import Pool, Value
from .tokens import Token

LEXICONS = {"month": MONTHS, "weekday": WEEKDAYS}
SHORT = 3  # letters of a short name
# Form -> bits.  A number is most often a number by itself.
FORMS = {"name": 2.0, "short": 2.0, "number": 4.0, "two digits": 4.5}
SHIFTS = {0: 0.0, 1: 3.0, -1: 3.5, 2: 6.0, -2: 6.0}


def place(text: str, names: list[str]) -> int | None:
    """Give which name a text is, from 0, by its name, its short name or its number.

    >>> [place(text, MONTHS) for text in ("march", "Mar", "03", "13", "Marx")]
    [2, 2, 2, None, None]
    """
    if text.isascii() and text.isdigit() and len(text) < SHORT:
        return int(text) - 1 if 0 < int(text) <= len(names) else None
    known = text.lower()
    for at, name in enumerate(names):
        if known in (name.lower(), name[:SHORT].lower()):
            return at
    return None


@dataclass(frozen=True)
class Named(Operation):
    """A month or a weekday in another form, or one that comes some places later.

    >>> Named("month", "name")("7"), Named("weekday", "short", 1)("Sunday")
    ('July', 'Mon')
    >>> Named("month", "two digits")("Mar"), Named("month", "name")("Mars")
    ('03', None)
    """

    lexicon: str
    form: str
    later: int = 0

    def __call__(self, *values: str) -> str | None:
        """Write it; None: it is none."""
        names = LEXICONS[self.lexicon]
        at = place(values[0], names)
        if at is None:
            return None
        at = (at + self.later) % len(names)
        forms = {"name": names[at], "short": names[at][:SHORT], "number": str(at + 1)}
        return forms.get(self.form, f"{at + 1:02d}")

    def sentence(self, *arguments: str) -> str:
        """Say it in English."""
        later = f", {abs(self.later)} {'later' if self.later > 0 else 'earlier'}"
        form = {"name": "by name", "short": "by its short name"}.get(
            self.form, f"as a number{' of two digits' * (self.form != 'number')}"
        )
        return f"the {self.lexicon} {arguments[0]}{later * bool(self.later)}, {form}"


def propose_names(pool: Pool, source: Value) -> None:
    """Offer the months and weekdays that a text is, or that its end tokens are."""
    for text in _names(pool, source):
        is_number = text.shown[0].isdigit()
        for lexicon in LEXICONS:
            for form, bits in FORMS.items():
                for later, more in SHIFTS.items():
                    if not is_number or form in ("name", "short"):
                        operation = Named(lexicon, form, later)
                        pool.offer(operation, text, bits=3 + bits + more)


def _names(pool: Pool, source: Value) -> Iterator[Value]:
    seen = set()
    tokens = [Token(token, k) for token in (LETTERS, DIGITS) for k in (1, -1)]
    values = [pool.compute(each, source, bits=1 + each.of.bits) for each in tokens]
    for value in (source, *values):
        if value is not None and value.shown not in seen:
            seen.add(value.shown)
            if all(
                any(place(text, names) is not None for names in LEXICONS.values())
                for text in value.shown
            ):
                yield value
