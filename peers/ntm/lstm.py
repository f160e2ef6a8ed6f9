"""A plain LSTM: what an NTM is without its memory, to stand beside it."""

from __future__ import annotations

from typing import Any

from torch import Tensor, nn


class PlainLSTM(nn.Module):
    """Layers of long short-term memory, and a linear layer on top.

    Parameters
    ----------
    inputs, outputs : int
        Widths of what comes in and goes out at each step.
    lstm_size, lstm_layers : int
        Cells in a layer, and layers.

    Examples
    --------
    >>> import torch
    >>> PlainLSTM(inputs=9, outputs=8)(torch.zeros(5, 3, 9)).shape
    torch.Size([5, 3, 8])
    """

    def __init__(
        self, inputs: int, outputs: int, lstm_size: int = 256, lstm_layers: int = 3
    ) -> None:
        super().__init__()
        self.settings: dict[str, Any] = {
            "inputs": inputs,
            "outputs": outputs,
            "lstm_size": lstm_size,
            "lstm_layers": lstm_layers,
        }
        self.layers = nn.LSTM(inputs, lstm_size, lstm_layers)
        self.output = nn.Linear(lstm_size, outputs)

    def forward(self, inputs: Tensor, last: int | None = None) -> Tensor:
        """Answer a batch of sequences: (T, B, inputs) to logits (last, B, outputs)."""
        hidden, _ = self.layers(inputs)
        return self.output(hidden if last is None else hidden[-last:])

    def answer(self, inputs: Tensor, last: int | None = None) -> tuple[Tensor, Tensor]:
        """Answer as `forward` does, with the effort of writing: none."""
        return self(inputs, last), inputs.new_zeros(())
