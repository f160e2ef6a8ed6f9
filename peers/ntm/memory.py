"""The memory: what stands in it at first, how it is read, how it is written.

Sections 3.1 and 3.2 of the paper, equations 2 to 4.  The memory is a matrix of
N rows of width M for each of the B sequences of a batch.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from plastic.errors import ParameterError

# Nearly empty, but not quite: the cosine with a row of zeros has no gradient.
_EMPTY = 1e-6

STARTS = ("row", "matrix", "constant")


def read(memory: Tensor, weights: Tensor) -> Tensor:
    """Read the rows as they are weighted (equation 2).

    Parameters
    ----------
    memory : Tensor of shape (B, N, M)
        The rows.
    weights : Tensor of shape (B, N)
        Of one head.

    Returns
    -------
    Tensor of shape (B, M)
    """
    return torch.bmm(weights.unsqueeze(1), memory).squeeze(1)


def write(memory: Tensor, weights: Tensor, erase: Tensor, add: Tensor) -> Tensor:
    """Erase, then add, both as the rows are weighted (equations 3 and 4).

    Parameters
    ----------
    memory : Tensor of shape (B, N, M)
        The rows.
    weights : Tensor of shape (B, N)
        Of one head.
    erase : Tensor of shape (B, M)
        From 0, keep all, to 1, erase all.
    add : Tensor of shape (B, M)
        What is added then.

    Returns
    -------
    Tensor of shape (B, N, M)
        A new one; gradients still need the old.
    """
    # memory * (1 - w e) + w a, with one large product less.
    change = add.unsqueeze(1) - memory * erase.unsqueeze(1)
    return torch.addcmul(memory, weights.unsqueeze(2), change)


class InitialMemory(nn.Module):
    """What stands in the memory before the first step.

    Parameters
    ----------
    rows, width : int
        N and M.
    start : {"row", "matrix", "constant"}
        ``row``: one row is learned, and all begin as this one; so a trained
        machine can be given more rows.  ``matrix``: each row is learned.
        ``constant``: nothing is.
    """

    def __init__(self, rows: int, width: int, start: str = "row") -> None:
        super().__init__()
        if start not in STARTS:
            raise ParameterError(
                f"memory_start must be one of {', '.join(STARTS)}, not {start!r}"
            )
        self.rows, self.width = rows, width
        content = torch.full((rows if start == "matrix" else 1, width), _EMPTY)
        if start == "constant":
            self.register_buffer("content", content)
        else:
            self.content = nn.Parameter(content)

    def forward(self, batch: int) -> Tensor:
        """Give the memory before the first step, (B, N, M)."""
        return self.content.expand(batch, self.rows, self.width)
