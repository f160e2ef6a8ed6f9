"""Controllers: what decides, step by step, what the heads are to do.

T is the steps, B the batch, C the controller's size, R all that the heads read
at the step before: their number times the memory's width.

What a controller makes of the input alone is computed for all steps at once
(`project`), so that a step has only what was read, and its own state, to add.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

State = tuple[Tensor, ...]  # what a controller remembers itself, each (B, C)


class FeedForward(nn.Module):
    """One layer without a state: all that it remembers stands in the memory.

    Parameters
    ----------
    inputs : int
        The width of the input.
    reads : int
        R.
    size : int
        C.
    """

    def __init__(self, inputs: int, reads: int, size: int) -> None:
        super().__init__()
        self.from_input = nn.Linear(inputs, size)
        self.from_reads = nn.Linear(reads, size, bias=False)
        for layer in (self.from_input, self.from_reads):
            nn.init.xavier_uniform_(layer.weight)
        nn.init.zeros_(self.from_input.bias)

    def start(self, batch: int) -> State:
        """Give the state before the first step: none."""
        return ()

    def project(self, inputs: Tensor) -> Tensor:
        """Take in the input of all steps: (T, B, inputs) to (T, B, C)."""
        return self.from_input(inputs)

    def forward(
        self, projected: Tensor, reads: Tensor, state: State
    ) -> tuple[Tensor, State]:
        """Take a step: what it makes of the input, (B, C), and (B, R), to (B, C)."""
        weight = self.from_reads.weight.t()
        return torch.tanh(torch.addmm(projected, reads, weight)), state


class LSTM(nn.Module):
    """A long short-term memory of one layer, with a learned state to begin with.

    Parameters
    ----------
    inputs : int
        The width of the input.
    reads : int
        R.
    size : int
        C.
    """

    def __init__(self, inputs: int, reads: int, size: int) -> None:
        super().__init__()
        self.size = size
        self.from_input = nn.Linear(inputs, 4 * size)
        self.from_past = nn.Linear(size + reads, 4 * size, bias=False)
        for layer in (self.from_input, self.from_past):
            nn.init.xavier_uniform_(layer.weight)
        nn.init.zeros_(self.from_input.bias)
        self.first = nn.Parameter(torch.randn(2, size) * 0.05)

    def start(self, batch: int) -> State:
        """Give the state before the first step: hidden and cell, each (B, C)."""
        hidden, cell = self.first.unbind()
        return hidden.expand(batch, -1), cell.expand(batch, -1)

    def project(self, inputs: Tensor) -> Tensor:
        """Take in the input of all steps: (T, B, inputs) to (T, B, 4 C)."""
        return self.from_input(inputs)

    def forward(
        self, projected: Tensor, reads: Tensor, state: State
    ) -> tuple[Tensor, State]:
        """Take a step: what it makes of the input, (B, 4 C), and (B, R), to (B, C)."""
        hidden, cell = state
        past = torch.cat((hidden, reads), dim=1)
        sums = torch.addmm(projected, past, self.from_past.weight.t())
        gates, new = sums.split((3 * self.size, self.size), dim=1)
        take, keep, show = torch.sigmoid(gates).chunk(3, dim=1)
        cell = keep * cell + take * torch.tanh(new)
        hidden = show * torch.tanh(cell)
        return hidden, (hidden, cell)


CONTROLLERS = {"lstm": LSTM, "feedforward": FeedForward}
