"""Probes: made-up sources, by which programs that agree on the examples are told apart.

They are what the examples suggest could come: one word more at either end, one
less, longer runs, other digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

MOST_PROBED = 1  # examples that are varied
_RUN = re.compile(r"\d+|[^\W\d_]+|\s+|.", re.DOTALL)


def probes(sources: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Make up sources that are like some, but not quite.

    >>> for probe in probes([("Ada King 12",)]):
    ...     print(probe[0])
    Ada Ada King 12
    Ada King 12 12
    King 12
    Adaa Kingg 122
    a g 12
    Ada King 2
    Ada King 02
    Ada King 23
    Ada King 10
    Ada King -12
    aDA kING 12
    """
    made: dict[tuple[str, ...], None] = {}
    for source in sources[:MOST_PROBED]:
        for changed in zip(*map(_changed, source)):
            if changed != source:
                made.setdefault(changed)
    return [probe for probe in made if probe not in sources]


def _changed(text: str) -> Iterator[str]:
    runs = _RUN.findall(text)
    words = [at for at, run in enumerate(runs) if run.isalnum()]
    yield "".join(runs[: words[1]] + runs[words[0] :]) if len(words) > 1 else text * 2
    if len(words) > 1:
        between = runs[words[-2] + 1 : words[-1] + 1]
        last = words[-1] + 1
        yield "".join(runs[:last] + between + runs[last:])
        yield "".join(runs[words[1] :])
    else:
        yield text[1:]
        yield text[:-1]
    # Longer and shorter runs, zeros before and after digits, other cases and digits.
    yield "".join(run + run[-1] if run.isalnum() else run for run in runs)
    yield "".join(run[-1] if run.isalpha() else run for run in runs)
    yield "".join(run[-1] if run.isdigit() and len(run) < 3 else run for run in runs)
    yield "".join(
        f"0{run[-1]}" if run.isdigit() and len(run) < 3 else run for run in runs
    )
    yield re.sub(r"[0-8]", lambda match: str(int(match[0]) + 1), text)
    yield re.sub(r"\d(?!\d)", "0", text)
    yield re.sub(r"(?<!\w)(?=\d)", "-", text)
    yield text.swapcase()
