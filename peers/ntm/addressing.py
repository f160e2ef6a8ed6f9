"""Addressing: from what a head asks for to a weighting over the memory's rows.

Section 3.3 of Graves, Wayne and Danihelka, "Neural Turing Machines" (2014,
arXiv 1410.5401), equations 5 to 9, in their order.  All heads of a step are
addressed at once: B is the batch, H the heads, N the rows, M their width, and
S = 2 r + 1 the shifts from -r to r.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

# Keeps the cosine of an empty row, and the logarithm of a weight 0, finite.
_SMALL = 1e-8


def similarity(memory: Tensor, keys: Tensor) -> Tensor:
    """Compare each key with each row: their cosine (equation 6).

    Parameters
    ----------
    memory : Tensor of shape (B, N, M)
        The rows.
    keys : Tensor of shape (B, H, M)
        What each head looks for.

    Returns
    -------
    Tensor of shape (B, H, N)
        From -1 to 1; about 0 where the row or the key is all but empty.
    """
    rows = torch.linalg.vector_norm(memory, dim=-1).unsqueeze(-2)
    lengths = torch.linalg.vector_norm(keys, dim=-1, keepdim=True)
    return torch.bmm(keys, memory.mT) / (lengths * rows + _SMALL)


def by_content(memory: Tensor, keys: Tensor, strength: Tensor) -> Tensor:
    """Weigh the rows by how much they are like the key (equation 5).

    Parameters
    ----------
    memory : Tensor of shape (B, N, M)
        The rows.
    keys : Tensor of shape (B, H, M)
        What each head looks for.
    strength : Tensor of shape (B, H, 1)
        At least 0; 0 weighs all rows alike.

    Returns
    -------
    Tensor of shape (B, H, N)
        Each weighting sums to 1, as all that follow.
    """
    return functional.softmax(strength * similarity(memory, keys), dim=-1)


def interpolate(content: Tensor, before: Tensor, gate: Tensor) -> Tensor:
    """Mix what the content says with the weighting of the step before (equation 7).

    Parameters
    ----------
    content : Tensor of shape (B, H, N)
        What `by_content` gave.
    before : Tensor of shape (B, H, N)
        Where the heads were.
    gate : Tensor of shape (B, H, 1)
        1: only the content; 0: only the weighting of the step before.

    Returns
    -------
    Tensor of shape (B, H, N)
    """
    return torch.lerp(before, content, gate)


def shift(weights: Tensor, by: Tensor) -> Tensor:
    """Move weightings along the rows, around the ends: circular convolution (8).

    Parameters
    ----------
    weights : Tensor of shape (B, H, N)
        What `interpolate` gave.
    by : Tensor of shape (B, H, S)
        How much of the weighting goes each way: -r, ..., 0, ..., r rows.

    Returns
    -------
    Tensor of shape (B, H, N)
    """
    reach = by.shape[-1] // 2
    steps = range(-reach, reach + 1)
    shares = by.unsqueeze(-2).unbind(-1)
    return sum(
        share * (weights.roll(step, -1) if step else weights)
        for share, step in zip(shares, steps)
    )


def sharpen(weights: Tensor, power: Tensor) -> Tensor:
    """Raise weightings to a power and let them sum to 1 again (equation 9).

    In logarithms, so that no power is so high that all weights become 0.

    Parameters
    ----------
    weights : Tensor of shape (B, H, N)
        What `shift` gave.
    power : Tensor of shape (B, H, 1)
        At least 1.

    Returns
    -------
    Tensor of shape (B, H, N)
    """
    return functional.softmax(power * torch.log(weights + _SMALL), dim=-1)
