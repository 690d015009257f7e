"""LSTM classifier: tokens, two layers that read in both directions, and a linear answer."""

from __future__ import annotations

from types import SimpleNamespace

import torch
from torch import Tensor, nn
from torch.nn import functional

TOKENS, WIDTH, CLASSES = 40, 24, 4


class Reader(nn.Module):
    """The last states of both directions decide."""

    def __init__(self) -> None:
        super().__init__()
        self.embed = nn.Embedding(TOKENS, WIDTH)
        self.lstm = nn.LSTM(WIDTH, WIDTH, num_layers=2, bidirectional=True, batch_first=True)
        self.answer = nn.Linear(2 * WIDTH, CLASSES)

    def forward(self, ids: Tensor) -> Tensor:
        _, (state, _) = self.lstm(self.embed(ids))
        return self.answer(torch.cat([state[-2], state[-1]], 1))


def build() -> SimpleNamespace:
    """The classifier, and eight random sentences of twelve tokens."""
    torch.manual_seed(0)
    ids, target = torch.randint(TOKENS, (8, 12)), torch.randint(CLASSES, (8,))
    return SimpleNamespace(
        model=Reader(), inputs=(ids,), loss=lambda logits: functional.cross_entropy(logits, target)
    )
