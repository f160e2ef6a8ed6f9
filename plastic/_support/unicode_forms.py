r"""Letters that Unicode can write in two ways: ``"\xeb"``, or ``"e"`` and two dots.

They look alike and are different symbols, so that a memory that meets both learns
either half as well.  Which form is meant nobody can tell for somebody else: who
asks for it gets one (:func:`normalized`), all others a hint (:func:`hint`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any, Literal, TypeAlias, cast, get_args

from ..errors import ParameterError

Form: TypeAlias = Literal["NFC", "NFD", "NFKC", "NFKD"]
FORMS = get_args(Form)


def checked_form(form: object) -> Form | None:
    """Give the name of a form of Unicode, or None.

    Raises
    ------
    ParameterError
        It is neither.
    """
    if form is not None and (not isinstance(form, str) or form not in FORMS):
        raise ParameterError(
            f"normalize must be None or one of {', '.join(FORMS)}, not {form!r:.60}"
        )
    return cast("Form | None", form)


def normalized(sample: Any, form: Form) -> Any:
    r"""Bring a text, or each text that is a symbol of a sequence, to one form.

    >>> normalized("zoe\u0308", "NFC") == "zo\xeb", normalized(["a", 1], "NFC")
    (True, ('a', 1))
    """
    if isinstance(sample, str):
        return unicodedata.normalize(form, sample)
    if not isinstance(sample, Iterable):
        return sample  # who learns it says what is wrong
    return tuple(
        unicodedata.normalize(form, symbol) if isinstance(symbol, str) else symbol
        for symbol in sample
    )


def hint(samples: Iterable[Any]) -> str | None:
    r"""Say so if samples hold a letter both composed and decomposed.

    Parameters
    ----------
    samples : iterable
        Is walked twice at the most; what is no text is passed over.

    Returns
    -------
    str or None
        Costs next to nothing where all is ASCII, or of one form.

    Examples
    --------
    >>> hint(["zoe\u0308", "chlo\xeb"])[:33]
    'there are two forms of the letter'
    >>> hint(["zoe\u0308", "emma"])
    """
    texts = [text for text in _texts(samples) if not text.isascii()]
    decomposed = {
        letter: text
        for text in texts
        if not unicodedata.is_normalized("NFC", text)
        for letter in {*unicodedata.normalize("NFC", text)} - {*text}
    }
    if not decomposed:
        return None
    for text in texts:
        for letter in text:
            if letter in decomposed:
                return (
                    f"there are two forms of the letter {letter!r} in these samples, "
                    f"of one character in {text!r:.40} and of several in "
                    f"{decomposed[letter]!r:.40}: they count as different; "
                    "normalize='NFC' makes them one"
                )
    return None


def _texts(samples: Iterable[Any]) -> Iterable[str]:
    for sample in samples:
        if isinstance(sample, str):
            yield sample
        elif isinstance(sample, (list, tuple)):
            yield from (symbol for symbol in sample if isinstance(symbol, str))
