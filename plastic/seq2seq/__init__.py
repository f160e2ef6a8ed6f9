"""Sequence to sequence: pairs are explained by programs, programs are learned.

Each pair (source, target) is turned into a sequence of head operations on a
tape, and these are learned as moments by the same concept graph that learns
samples.  Read in this order: :mod:`~plastic.seq2seq.tape`, what a head sees;
:mod:`~plastic.seq2seq.operations`, what it can do;
:mod:`~plastic.seq2seq.contexts`, what it knows when it decides;
:mod:`~plastic.seq2seq.search`, how the shortest program is found;
:mod:`~plastic.seq2seq.solving`, with which examples;
:mod:`~plastic.seq2seq.program`, how it runs;
:mod:`~plastic.seq2seq.decisions`, how it is learned; and
:mod:`~plastic.seq2seq.memory`, the memory's verbs.
"""

from __future__ import annotations

from .memory import Score, Seq2SeqMemory
from .operations import Operation
from .showing import Program, Run

__all__ = ["Operation", "Program", "Run", "Score", "Seq2SeqMemory"]
