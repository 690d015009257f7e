"""Loop over an LSTM cell: one and the same cell at each of forty steps."""

from __future__ import annotations

from types import SimpleNamespace

import torch
from torch import Tensor, nn
from torch.nn import functional

STEPS, WIDTH = 40, 16


class CellLoop(nn.Module):
    """What the cell holds after the last step is the answer's only source."""

    def __init__(self) -> None:
        super().__init__()
        self.cell = nn.LSTMCell(1, WIDTH)
        self.answer = nn.Linear(WIDTH, 1)

    def forward(self, series: Tensor) -> Tensor:
        state = memory = series.new_zeros(len(series), WIDTH)
        for step in range(series.shape[1]):
            state, memory = self.cell(series[:, step], (state, memory))
        return self.answer(state)


def build() -> SimpleNamespace:
    """The loop, and sixteen random series whose first value is to be remembered."""
    torch.manual_seed(0)
    series = torch.randn(16, STEPS, 1)
    return SimpleNamespace(
        model=CellLoop(), inputs=(series,), loss=lambda seen: functional.mse_loss(seen, series[:, 0])
    )
