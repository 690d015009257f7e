"""Transformer encoder of torch's own layers: six of them, then the mean over the tokens."""

from __future__ import annotations

from types import SimpleNamespace

import torch
from torch import Tensor, nn
from torch.nn import functional

TOKENS, LENGTH, WIDTH, HEADS, LAYERS, CLASSES = 30, 10, 32, 4, 6, 3


class Classifier(nn.Module):
    """Tokens with a learnt place each, six encoder layers, and a linear answer."""

    def __init__(self) -> None:
        super().__init__()
        self.embed = nn.Embedding(TOKENS, WIDTH)
        self.place = nn.Parameter(torch.randn(LENGTH, WIDTH))
        layer = nn.TransformerEncoderLayer(WIDTH, HEADS, 4 * WIDTH, dropout=0.0, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, LAYERS)
        self.answer = nn.Linear(WIDTH, CLASSES)

    def forward(self, ids: Tensor) -> Tensor:
        return self.answer(self.encoder(self.embed(ids) + self.place).mean(1))


def build() -> SimpleNamespace:
    """The classifier, and eight random sentences of ten tokens."""
    torch.manual_seed(0)
    ids, target = torch.randint(TOKENS, (8, LENGTH)), torch.randint(CLASSES, (8,))
    return SimpleNamespace(
        model=Classifier(), inputs=(ids,), loss=lambda logits: functional.cross_entropy(logits, target)
    )
