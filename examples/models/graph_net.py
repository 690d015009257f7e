"""Graph net: messages run along edges and are added up where they arrive, three rounds."""

from __future__ import annotations

from types import SimpleNamespace

import torch
from torch import Tensor, nn
from torch.nn import functional

NODES, FEATURES, WIDTH, CLASSES, ROUNDS = 20, 5, 16, 3, 3


class Round(nn.Module):
    """A message along each edge; what a node receives and what it was make what it becomes."""

    def __init__(self) -> None:
        super().__init__()
        self.message = nn.Linear(2 * WIDTH, WIDTH)
        self.update = nn.GRUCell(WIDTH, WIDTH)

    def forward(self, x: Tensor, edges: Tensor) -> Tensor:
        start, end = edges
        sent = functional.relu(self.message(torch.cat([x[start], x[end]], 1)))
        return self.update(torch.zeros_like(x).index_add(0, end, sent), x)


class GraphNet(nn.Module):
    """Features are embedded, three rounds, then a class for each node."""

    def __init__(self) -> None:
        super().__init__()
        self.embed = nn.Linear(FEATURES, WIDTH)
        self.rounds = nn.ModuleList(Round() for _ in range(ROUNDS))
        self.answer = nn.Linear(WIDTH, CLASSES)

    def forward(self, features: Tensor, edges: Tensor) -> Tensor:
        x = torch.tanh(self.embed(features))
        for step in self.rounds:
            x = step(x, edges)
        return self.answer(x)


def build() -> SimpleNamespace:
    """The net, and a random graph of twenty nodes and sixty edges."""
    torch.manual_seed(0)
    features, edges = torch.randn(NODES, FEATURES), torch.randint(NODES, (2, 60))
    target = torch.randint(CLASSES, (NODES,))
    return SimpleNamespace(
        model=GraphNet(),
        inputs={"features": features, "edges": edges},
        loss=lambda logits: functional.cross_entropy(logits, target),
    )
