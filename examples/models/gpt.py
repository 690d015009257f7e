"""GPT in small: four blocks, causal attention, and a head tied to the embedding (Radford et al. 2019)."""

from __future__ import annotations

from types import SimpleNamespace

import torch
from torch import Tensor, nn
from torch.nn import functional

TOKENS, LENGTH, WIDTH, HEADS, BLOCKS = 12, 14, 64, 4, 4


class Attention(nn.Module):
    """Each token looks at itself and at those before it."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)

    def forward(self, x: Tensor) -> Tensor:
        batch, length, width = x.shape
        parts = self.qkv(x).split(width, dim=2)
        q, k, v = (p.view(batch, length, HEADS, width // HEADS).transpose(1, 2) for p in parts)
        seen = functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.out(seen.transpose(1, 2).reshape(batch, length, width))


class Mlp(nn.Module):
    """Two layers for each token alone."""

    def __init__(self) -> None:
        super().__init__()
        self.wide = nn.Linear(WIDTH, 4 * WIDTH)
        self.narrow = nn.Linear(4 * WIDTH, WIDTH)

    def forward(self, x: Tensor) -> Tensor:
        return self.narrow(functional.gelu(self.wide(x)))


class Block(nn.Module):
    """Attention and MLP, each added to the stream."""

    def __init__(self) -> None:
        super().__init__()
        self.norm1, self.attention = nn.LayerNorm(WIDTH), Attention()
        self.norm2, self.mlp = nn.LayerNorm(WIDTH), Mlp()

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.attention(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class Gpt(nn.Module):
    """Embeddings of tokens and places, blocks, and the embedding once more as head."""

    def __init__(self) -> None:
        super().__init__()
        self.token, self.place = nn.Embedding(TOKENS, WIDTH), nn.Embedding(LENGTH, WIDTH)
        self.blocks = nn.ModuleList(Block() for _ in range(BLOCKS))
        self.norm = nn.LayerNorm(WIDTH)
        self.head = nn.Linear(WIDTH, TOKENS, bias=False)
        self.head.weight = self.token.weight

    def forward(self, ids: Tensor) -> Tensor:
        x = self.token(ids) + self.place(torch.arange(ids.shape[1]))
        for block in self.blocks:
            x = block(x)
        return self.head(self.norm(x))


def build() -> SimpleNamespace:
    """The model, and eight texts of seven letters that are said twice; it is to foretell each next one."""
    torch.manual_seed(0)
    letters = torch.randint(1, TOKENS, (8, 7))
    text = torch.cat([letters, torch.zeros(8, 1, dtype=torch.long), letters], 1)
    ids, target = text[:, :-1], text[:, 1:]
    return SimpleNamespace(
        model=Gpt(),
        inputs=(ids,),
        loss=lambda logits: functional.cross_entropy(logits.flatten(0, 1), target.flatten()),
    )
