"""Tasks: the pairs of :mod:`plastic.seq2seq.datasets.tasks`, as channels of bits.

What is asked is the library's own definition of each task.  Here is only how
it is put to a network: what is fed at which step, on which channel, and at
which steps, always the last ones, what answer is expected.  All sequences of a
batch have one size, drawn anew for each batch.

T is the steps, K the steps of the answer, B the batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np
import torch
from torch import Tensor

from plastic.errors import ParameterError
from plastic.seq2seq.datasets import tasks as library


class Batch(NamedTuple):
    """Sequences of one size, and their answers."""

    inputs: Tensor  # (T, B, inputs)
    targets: Tensor  # (K, B, outputs), for the last K steps
    size: str  # how large the sequences are, in the terms of the task
    best: Tensor | None = None  # (K, B, outputs), the best that can be predicted


class Task:
    """A way to make batches.  Its fields are parameters of ``-p name=value``.

    Attributes
    ----------
    inputs, outputs : int
        The number of channels.
    examined : tuple of str
        The sizes that `evaluate` measures.
    """

    examined: ClassVar[tuple[str, ...]]
    inputs: int
    outputs: int

    def draw(self, rng: np.random.Generator, share: float = 1.0) -> str:
        """Draw the size of a batch, in a lesson of only a share of all sizes."""
        raise NotImplementedError

    def make(self, rng: np.random.Generator, number: int, size: str) -> Batch:
        """Make a batch of a size."""
        raise NotImplementedError

    def batch(
        self, rng: np.random.Generator, number: int = 1, share: float = 1.0
    ) -> Batch:
        """Make a batch of any size that is trained on, or of a share of these."""
        return self.make(rng, number, self.draw(rng, share))


def _range(rng: np.random.Generator, least: int, most: int, share: float) -> int:
    if not 1 <= least <= most:
        raise ParameterError(f"no size from {least} to {most}: from 1 on, least first")
    return int(rng.integers(least, least + int(share * (most - least)) + 1))


def _tensor(rows: Sequence) -> Tensor:
    """Turn (B, T, channels) of plain numbers to a tensor (T, B, channels)."""
    return torch.from_numpy(np.asarray(rows, dtype=np.float32)).transpose(0, 1)


def _bits(numbers: Sequence, width: int) -> np.ndarray:
    """Write numbers in binary, the highest bit first: (...) to (..., width)."""
    return (np.asarray(numbers)[..., None] >> np.arange(width)[::-1]) & 1


@dataclass(frozen=True)
class Copy(Task):
    """Hear vectors and a delimiter, then say the vectors."""

    width: int = 8
    min_length: int = 1
    max_length: int = 20

    examined: ClassVar = ("10", "20", "40", "80", "120")

    @property
    def inputs(self) -> int:
        """The vector's bits and the delimiter."""
        return self.width + 1

    @property
    def outputs(self) -> int:
        """The vector's bits."""
        return self.width

    def draw(self, rng: np.random.Generator, share: float = 1.0) -> str:
        """Draw a length."""
        return str(_range(rng, self.min_length, self.max_length, share))

    def make(self, rng: np.random.Generator, number: int, size: str) -> Batch:
        """Make a batch of a length."""
        length = int(size)
        pairs = [
            library.copy(rng, (length, length), width=self.width) for _ in range(number)
        ]
        inputs = torch.zeros(2 * length + 1, number, self.inputs)
        inputs[:length, :, : self.width] = _tensor([source for source, _ in pairs])
        inputs[length, :, self.width] = 1
        return Batch(inputs, _tensor([target for _, target in pairs]), size)


@dataclass(frozen=True)
class RepeatCopy(Task):
    """Hear vectors and a number, then say them as often, and that it is the end.

    The number stands on a channel of its own, at the delimiter's step, with mean
    0 and variance 1 over those that are trained on, as in the paper.  A size is
    ``length x times``.
    """

    width: int = 8
    min_length: int = 1
    max_length: int = 10
    min_repeats: int = 1
    max_repeats: int = 10

    examined: ClassVar = ("5x5", "10x10", "20x10", "10x20", "20x20")

    @property
    def inputs(self) -> int:
        """The vector's bits, the delimiter, the number."""
        return self.width + 2

    @property
    def outputs(self) -> int:
        """The vector's bits and the end."""
        return self.width + 1

    def draw(self, rng: np.random.Generator, share: float = 1.0) -> str:
        """Draw a length and a number; of numbers only a share."""
        length = _range(rng, self.min_length, self.max_length, 1.0)
        times = _range(rng, self.min_repeats, self.max_repeats, share)
        return f"{length}x{times}"

    def _normal(self, times: int) -> float:
        numbers = np.arange(self.min_repeats, self.max_repeats + 1)
        return (times - numbers.mean()) / (numbers.std() or 1)

    def make(self, rng: np.random.Generator, number: int, size: str) -> Batch:
        """Make a batch of a length and a number."""
        length, times = map(int, size.split("x"))
        pairs = [
            library.repeat_copy(rng, (length,) * 2, (times,) * 2, width=self.width)
            for _ in range(number)
        ]
        answer = length * times + 1
        inputs = torch.zeros(length + 1 + answer, number, self.inputs)
        inputs[:length, :, : self.width] = _tensor([source[:-1] for source, _ in pairs])
        inputs[length, :, self.width] = 1
        inputs[length, :, self.width + 1] = self._normal(times)
        targets = torch.zeros(answer, number, self.outputs)
        targets[:-1, :, : self.width] = _tensor([target for _, target in pairs])
        targets[-1, :, self.width] = 1
        return Batch(inputs, targets, size)


@dataclass(frozen=True)
class AssociativeRecall(Task):
    """Hear items of some vectors each and one again: say the item that followed."""

    width: int = 6
    item_length: int = 3
    min_items: int = 2
    max_items: int = 6

    examined: ClassVar = ("2", "4", "6", "8", "12", "15", "20")

    @property
    def inputs(self) -> int:
        """The vector's bits, the delimiters of items and of the question."""
        return self.width + 2

    @property
    def outputs(self) -> int:
        """The vector's bits."""
        return self.width

    def draw(self, rng: np.random.Generator, share: float = 1.0) -> str:
        """Draw a number of items."""
        return str(_range(rng, self.min_items, self.max_items, share))

    def make(self, rng: np.random.Generator, number: int, size: str) -> Batch:
        """Make a batch of a number of items."""
        pairs = [
            library.associative_recall(
                rng, (int(size),) * 2, length=self.item_length, width=self.width
            )
            for _ in range(number)
        ]
        signs = {sign: [0] * self.width + code for sign, code in _SIGNS.items()}
        heard = _tensor(
            [[signs.get(one, [*one, 0, 0]) for one in source] for source, _ in pairs]
        )
        silence = torch.zeros(self.item_length, number, self.inputs)
        targets = _tensor([target for _, target in pairs])
        return Batch(torch.cat((heard, silence)), targets, size)


_SIGNS = {"|": [1, 0], "?": [0, 1]}


@dataclass(frozen=True)
class Ngram(Task):
    """Hear a bit, say the next one: it depends on the `order` - 1 bits before it."""

    order: int = 6
    length: int = 200

    examined: ClassVar = ("50", "100", "200", "400")
    inputs: ClassVar = 1
    outputs: ClassVar = 1

    def draw(self, rng: np.random.Generator, share: float = 1.0) -> str:
        """Give the length, which is always the same."""
        return str(self.length)

    def make(self, rng: np.random.Generator, number: int, size: str) -> Batch:
        """Make a batch of a length."""
        drawn = [
            library.dynamic_ngrams(rng, int(size), self.order) for _ in range(number)
        ]
        bits = _tensor([one.bits for one in drawn]).unsqueeze(-1)
        best = _tensor([one.optimal for one in drawn]).unsqueeze(-1)
        first = self.order - 1  # nobody can say what comes before it
        return Batch(bits[:-1], bits[first:], size, best[first:])


@dataclass(frozen=True)
class PrioritySort(Task):
    """Hear vectors with priorities, say those of the highest, the highest first."""

    width: int = 8
    items: int = 20
    kept: int = 16

    examined: ClassVar = ("5", "10", "20", "30")

    @property
    def inputs(self) -> int:
        """The vector's bits, the priority, the delimiter."""
        return self.width + 2

    @property
    def outputs(self) -> int:
        """The vector's bits."""
        return self.width

    def draw(self, rng: np.random.Generator, share: float = 1.0) -> str:
        """Give the number of items, which is always the same."""
        return str(self.items)

    def make(self, rng: np.random.Generator, number: int, size: str) -> Batch:
        """Make a batch of a number of items; of more, no larger share is kept."""
        items = int(size)
        kept = max(1, items * self.kept // self.items)
        pairs = [
            library.priority_sort(rng, items, kept, self.width) for _ in range(number)
        ]
        inputs = torch.zeros(items + 1 + kept, number, self.inputs)
        inputs[:items, :, : self.width] = _tensor([source[::2] for source, _ in pairs])
        inputs[:items, :, self.width] = _tensor([source[1::2] for source, _ in pairs])
        inputs[items, :, self.width + 1] = 1
        return Batch(inputs, _tensor([target for _, target in pairs]), size)


@dataclass(frozen=True)
class Sort(Copy):
    """Hear numbers in binary and a delimiter, say the smallest first.

    They are heard as the vectors of :class:`Copy` are.
    """

    width: int = 4
    min_length: int = 2
    max_length: int = 8

    examined: ClassVar = ("2", "4", "8", "12", "16")

    def make(self, rng: np.random.Generator, number: int, size: str) -> Batch:
        """Make a batch of so many numbers."""
        length = int(size)
        pairs = [
            library.sort(rng, (length, length), (0, 2**self.width - 1))
            for _ in range(number)
        ]
        inputs = torch.zeros(2 * length + 1, number, self.inputs)
        heard = _bits([source for source, _ in pairs], self.width)
        inputs[:length, :, : self.width] = _tensor(heard)
        inputs[length, :, self.width] = 1
        targets = _tensor(_bits([target for _, target in pairs], self.width))
        return Batch(inputs, targets, size)


@dataclass(frozen=True)
class Questions(Task):
    """Hear keys with their values, then one key: say its value.

    A key and its value come at one step, side by side, in binary; the question is
    a key alone, with a mark.
    """

    width: int = 8
    min_pairs: int = 2
    max_pairs: int = 6

    examined: ClassVar = ("2", "4", "6", "8", "12", "20")

    @property
    def inputs(self) -> int:
        """The key's bits, the value's bits, the mark of the question."""
        return 2 * self.width + 1

    @property
    def outputs(self) -> int:
        """The value's bits."""
        return self.width

    def draw(self, rng: np.random.Generator, share: float = 1.0) -> str:
        """Draw a number of pairs."""
        return str(_range(rng, self.min_pairs, self.max_pairs, share))

    def make(self, rng: np.random.Generator, number: int, size: str) -> Batch:
        """Make a batch of so many pairs."""
        asked = [
            library.key_value(rng, (int(size),) * 2, names=2**self.width)
            for _ in range(number)
        ]

        def bits(names: list[str]) -> np.ndarray:
            return _bits([int(name[1:]) for name in names], self.width)

        inputs = torch.zeros(int(size) + 2, number, self.inputs)
        for index, (source, _) in enumerate(asked):
            *facts, _, question = source
            inputs[: int(size), index, : self.width] = torch.from_numpy(
                bits(facts[::2])
            )
            inputs[: int(size), index, self.width : -1] = torch.from_numpy(
                bits(facts[1::2])
            )
            inputs[-2, index, : self.width] = torch.from_numpy(bits([question]))
        inputs[-2, :, -1] = 1
        return Batch(inputs, _tensor([bits(target) for _, target in asked]), size)


TASKS: dict[str, type[Task]] = {
    "copy": Copy,
    "repeat-copy": RepeatCopy,
    "associative-recall": AssociativeRecall,
    "ngram": Ngram,
    "priority-sort": PrioritySort,
    "sort": Sort,
    "qa": Questions,
}


def loss_and_cost(logits: Tensor, batch: Batch) -> tuple[Tensor, Tensor]:
    """Compare answers with what was expected.

    Parameters
    ----------
    logits : Tensor of shape (K, B, outputs)
        The answers.
    batch : Batch
        What was asked.

    Returns
    -------
    Tensor of shape (), Tensor of shape (B,)
        The mean cross-entropy of a bit, in nats; and for each sequence its cost:
        how many bits are wrong.
    """
    loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, batch.targets)
    wrong = (logits.detach() > 0) != (batch.targets > 0.5)
    return loss, wrong.sum(dim=(0, 2))
