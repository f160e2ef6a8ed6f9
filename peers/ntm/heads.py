"""Heads: from what the controller says to where they are and what they write.

One linear layer speaks for all heads; many small ones would say the same and
take longer.  B is the batch, C the controller's size, H the heads, of which W
write, N and M the memory's rows and width, S the shifts.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from plastic.errors import ParameterError

from .addressing import by_content, interpolate, sharpen, shift

# Of the weights at the start: a little more than half stands on the first row.
_FOCUS = 5.0


class Said(NamedTuple):
    """What the controller asks of the heads at one step."""

    keys: Tensor  # (B, H, M), from -1 to 1
    strength: Tensor  # (B, H, 1), above 0
    gate: Tensor  # (B, H, 1), from 0 to 1
    by: Tensor  # (B, H, S), sums to 1
    power: Tensor  # (B, H, 1), above 1
    erase: Tensor  # (B, W, M), from 0 to 1
    add: Tensor  # (B, W, M), from -1 to 1


class Heads(nn.Module):
    """The heads of a machine, in the order in which they do their work.

    Parameters
    ----------
    order : str
        A letter a head: ``r`` reads, ``w`` writes.
    controller : int
        C.
    rows, width : int
        N and M.
    reach : int
        The farthest that one step can shift a head.
    """

    def __init__(
        self, order: str, controller: int, rows: int, width: int, reach: int
    ) -> None:
        super().__init__()
        if not {"r", "w"} == set(order):
            raise ParameterError(
                "heads must be letters r (reads) and w (writes), at least one of "
                f"each, such as rw or rrww, not {order!r}"
            )
        if not 0 <= 2 * reach < rows:
            raise ParameterError(
                f"shift_range {reach} needs more than {2 * reach} rows, not {rows}"
            )
        self.order, self.width = order, width
        self.reads, self.writes = order.count("r"), order.count("w")
        heads, shifts = len(order), 2 * reach + 1
        self._sizes = [
            *(heads * width, heads, heads, heads * shifts, heads),
            *(self.writes * width, self.writes * width),
        ]
        self.layer = nn.Linear(controller, sum(self._sizes))
        nn.init.xavier_uniform_(self.layer.weight, gain=1.4)
        nn.init.normal_(self.layer.bias, std=0.01)
        focus = torch.zeros(heads, rows)
        focus[:, 0] = _FOCUS
        self.first = nn.Parameter(focus)

    def start(self, batch: int) -> Tensor:
        """Give the weightings before the first step, (B, H, N)."""
        return functional.softmax(self.first, dim=-1).expand(batch, -1, -1)

    def listen(self, hidden: Tensor) -> Said:
        """Take what the controller says, (B, C), apart and into range."""
        heads = len(self.order)
        keys, strength, gate, by, power, erase, add = (
            part.unflatten(1, (number, -1))
            for part, number in zip(
                self.layer(hidden).split(self._sizes, dim=1),
                [heads] * 5 + [self.writes] * 2,
            )
        )
        return Said(
            keys=torch.tanh(keys),
            strength=functional.softplus(strength),
            gate=torch.sigmoid(gate),
            by=functional.softmax(by, dim=-1),
            power=1 + functional.softplus(power),
            erase=torch.sigmoid(erase),
            add=torch.tanh(add),
        )

    def forward(self, said: Said, memory: Tensor, before: Tensor) -> Tensor:
        """Find where the heads are now: (B, N, M) and (B, H, N) to (B, H, N)."""
        content = by_content(memory, said.keys, said.strength)
        moved = shift(interpolate(content, before, said.gate), said.by)
        return sharpen(moved, said.power)
