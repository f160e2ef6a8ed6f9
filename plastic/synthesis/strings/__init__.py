"""Strings that are computed: tokens, places, numbers, dates, times, conditions.

:func:`~plastic.synthesis.strings.search.find_programs` is where to begin.  What
programs are made of: :mod:`~plastic.synthesis.strings.expression`;
:mod:`~plastic.synthesis.strings.classes`, kinds of tokens;
:mod:`~plastic.synthesis.strings.tokens`, ``places`` and ``texts``, pieces of texts;
:mod:`~plastic.synthesis.strings.numbers`, ``arithmetic``, ``dates``, ``names``,
``times`` and ``intervals``, what is computed with;
:mod:`~plastic.synthesis.strings.predicates`, what is tested; ``combining``, two inputs;
``mapping`` and ``arranging``, the parts of one.

How they are found: :mod:`~plastic.synthesis.strings.pool`, what is kept of thousands of
values; ``spans``, ``solving``, ``reckoning``, ``calendars`` and ``deriving``, what is
proposed, solved from the targets where it can be;
:mod:`~plastic.synthesis.strings.joining`,
``choosing`` and ``mapping``, how it is put together;
:mod:`~plastic.synthesis.strings.probes`, by what programs are told apart; and
:mod:`~plastic.synthesis.strings.search`, in which order.
"""

from __future__ import annotations

from .expression import Expression, split
from .search import find_programs

__all__ = ["Expression", "find_programs", "split"]
