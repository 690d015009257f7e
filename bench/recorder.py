"""Size and speed of a recorded pass beside plain forward and backward, each in a process of its own.

    python bench/recorder.py gpt2 statistics      one line: seconds, and megabytes above the built model
    python bench/recorder.py                      all of them, with ratios

A GPT of GPT-2-small's size (124 M parameters, a batch of one, 128 tokens) and a hand-written RNN whose
weight is transposed at each of 200 steps.
"""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

PAGE = 4096
KEEPS: dict[str, tuple[Any, ...]] = {
    "gpt2": ("plain", "statistics", "blocks.0", "all"),
    "rnn": ("plain", "statistics", "all"),
}


class Block(nn.Module):
    """Attention and a feed-forward layer, each behind a norm and bridged."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x: Tensor) -> Tensor:
        """Shapes: (batch, tokens, width) in and out."""
        b, t, c = x.shape
        parts = self.qkv(self.norm1(x)).split(c, 2)
        q, k, v = (part.view(b, t, self.heads, c // self.heads).transpose(1, 2) for part in parts)
        y = functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.out(y.transpose(1, 2).reshape(b, t, c))
        return x + self.down(functional.gelu(self.up(self.norm2(x))))


class Gpt(nn.Module):
    """GPT-2-small's sizes, the embedding tied to the readout."""

    def __init__(self, tokens: int = 50257, width: int = 768, layers: int = 12, context: int = 1024) -> None:
        super().__init__()
        self.token, self.place = nn.Embedding(tokens, width), nn.Embedding(context, width)
        self.blocks = nn.Sequential(*(Block(width, 12) for _ in range(layers)))
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, tokens, bias=False)
        self.head.weight = self.token.weight

    def forward(self, ids: Tensor) -> Tensor:
        """Shapes: (batch, tokens) in, (batch, tokens, vocabulary) out."""
        x = self.token(ids) + self.place(torch.arange(ids.shape[1]))
        return self.head(self.norm(self.blocks(x)))


class HandRnn(nn.Module):
    """A recurrent step written out: ``tanh(x + h @ W.t())``."""

    def __init__(self, width: int = 1000) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(width, width) / width**0.5)

    def forward(self, x: Tensor) -> Tensor:
        """Shapes: (steps, batch, width) in, (batch, width) out."""
        h = torch.zeros_like(x[0])
        for step in x:
            h = torch.tanh(step + h @ self.weight.t())
        return h


def built(name: str) -> tuple[nn.Module, Tensor, Callable[[Tensor], Tensor]]:
    """Model, input and loss."""
    torch.manual_seed(0)
    if name == "rnn":
        return HandRnn(), torch.randn(200, 1, 1000), torch.sum
    ids = torch.randint(0, 50257, (1, 129))
    return Gpt(), ids[:, :-1], lambda logits: functional.cross_entropy(logits[0], ids[0, 1:])


class Peak:
    """The most memory that the process held while it was watched, in bytes."""

    def __enter__(self) -> Peak:
        gc.collect()
        self.start = self.most = resident()
        self._going = True
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def _watch(self) -> None:
        while self._going:
            self.most = max(self.most, resident())
            time.sleep(0.002)

    def __exit__(self, *_: object) -> None:
        self._going = False
        self._thread.join()


def resident() -> int:
    """The memory that the process holds now, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE


def measure(name: str, keep: str) -> None:
    """One line: seconds of the first and second pass, and megabytes above the built model."""
    torch.set_num_threads(1)
    model, x, loss = built(name)
    from chainreel.recorder import trace

    modules = keep if keep in ("all", "statistics") else [keep]
    seconds = []
    with Peak() as peak:
        for _ in range(2):
            began = time.perf_counter()
            if keep == "plain":
                kept: Any = torch.autograd.grad(loss(model(x)), list(model.parameters()))
            else:
                kept = trace(model, x, loss=loss, keep=modules)
            seconds.append(time.perf_counter() - began)
            del kept
    print(f"{seconds[0]:.2f} {seconds[1]:.2f} {(peak.most - peak.start) / 1e6:.0f}")


def main() -> None:
    """Everything, each in a process of its own."""
    for name, keeps in KEEPS.items():
        plain: list[float] = []
        for keep in keeps:
            command = [sys.executable, __file__, name, keep]
            line = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            found = [float(word) for word in line.split()]
            plain = plain or found
            ratios = "  ".join(f"x {a / b:.2f}" for a, b in zip(found, plain, strict=True))
            print(
                f"{name:5} {keep:11} first {found[0]} s, second {found[1]} s, {found[2]:.0f} MB   {ratios}",
                flush=True,
            )


if __name__ == "__main__":
    measure(*sys.argv[1:]) if len(sys.argv) > 1 else main()
