"""Sequence to sequence: pairs are explained by programs, programs are learned.

Each pair (source, target) is turned into operations of a head on a tape, and
these are learned as moments by the same concept graph that learns samples.
Kinds of program compete by their length.  Read in this order.

What all have in common: :mod:`~plastic.seq2seq.tape`, what a head sees;
:mod:`~plastic.seq2seq.decisions`, how decisions are learned;
:mod:`~plastic.seq2seq.program`, what every kind of program can do.

What copies and changes the end: :mod:`~plastic.seq2seq.suffix`, the shortest.

What computes: :mod:`~plastic.seq2seq.expression`, found by :mod:`plastic.synthesis`.

What divides its source and calls itself on the parts:
:mod:`~plastic.seq2seq.recursive.machine`, how it runs;
:mod:`~plastic.seq2seq.recursive.program`, what it consists of;
:mod:`~plastic.seq2seq.recursive.grammar` and
:mod:`~plastic.seq2seq.recursive.synthesis`, how the shortest one is found;
:mod:`~plastic.seq2seq.recursive.finding`, with which examples.

What steps along the tape: :mod:`~plastic.seq2seq.stepwise.operations`, what it
can do (of the forms in ``forms``);
:mod:`~plastic.seq2seq.stepwise.contexts`, what it knows when it decides;
:mod:`~plastic.seq2seq.stepwise.machine`, how it runs;
:mod:`~plastic.seq2seq.stepwise.search`, how the shortest program is found (with
``interning``, ``simulation``, ``costs`` and ``frontier``);
:mod:`~plastic.seq2seq.stepwise.synthesis`, with which examples (by ``subset`` and
``plan``).

What computes texts: :mod:`~plastic.seq2seq.texts`;
:mod:`~plastic.seq2seq.agreement`, how sure its answers are;
:mod:`~plastic.seq2seq.arguments`, several inputs; and
:mod:`~plastic.seq2seq.filling`, a column of a table.

Then :mod:`~plastic.seq2seq.synthesis`, which of them is taken;
:mod:`~plastic.seq2seq.task` and :mod:`~plastic.seq2seq.task_set`, one task and all
of them;
:mod:`~plastic.seq2seq.confidence`, how sure an answer is; and
:mod:`~plastic.seq2seq.memory`, the memory's verbs.
"""

from __future__ import annotations

from .arguments import Arguments
from .confidence import Answer
from .memory import Seq2SeqMemory
from .pairs import Score
from .stepwise.operations import Operation
from .views import Program, Run

__all__ = [
    "Answer",
    "Arguments",
    "Operation",
    "Program",
    "Run",
    "Score",
    "Seq2SeqMemory",
]
