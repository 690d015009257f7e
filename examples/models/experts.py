"""Mixture of experts: a gate sends each row to one of three small nets; which ones run, the data decide."""

from __future__ import annotations

from types import SimpleNamespace

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, EXPERTS, CLASSES = 12, 3, 4


class Expert(nn.Module):
    """Two layers."""

    def __init__(self) -> None:
        super().__init__()
        self.wide, self.narrow = nn.Linear(WIDTH, 2 * WIDTH), nn.Linear(2 * WIDTH, WIDTH)

    def forward(self, x: Tensor) -> Tensor:
        return self.narrow(functional.gelu(self.wide(x)))


class Mixture(nn.Module):
    """An embedding, the gate and its experts, and a linear answer."""

    def __init__(self) -> None:
        super().__init__()
        self.embed, self.gate = nn.Linear(6, WIDTH), nn.Linear(WIDTH, EXPERTS)
        self.experts = nn.ModuleList(Expert() for _ in range(EXPERTS))
        self.answer = nn.Linear(WIDTH, CLASSES)

    def forward(self, x: Tensor) -> Tensor:
        x = torch.relu(self.embed(x))
        weight, choice = self.gate(x).softmax(-1).max(-1)
        mixed = torch.zeros_like(x)
        for index, expert in enumerate(self.experts):
            rows = (choice == index).nonzero(as_tuple=True)[0]
            if len(rows):
                mixed = mixed.index_add(0, rows, expert(x[rows]) * weight[rows, None])
        return self.answer(mixed)


def build() -> SimpleNamespace:
    """The mixture, and thirty-two random rows."""
    torch.manual_seed(0)
    rows, target = torch.randn(32, 6), torch.randint(CLASSES, (32,))
    return SimpleNamespace(
        model=Mixture(), inputs=(rows,), loss=lambda logits: functional.cross_entropy(logits, target)
    )
