"""Random nets of nested bridges and lanes that know where they fork and merge."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

WIDTH = 4


@dataclass
class KnownFork:
    """A joint in the order of running: how many units each lane has, and which lanes are bridges."""

    lanes: list[int]
    bridges: list[bool]


@dataclass
class Build:
    """What is being built: layers in order, and the forks in the order in which their joints run."""

    rng: random.Random
    layers: nn.ModuleList = field(default_factory=nn.ModuleList)
    forks: list[KnownFork] = field(default_factory=list)

    def layer(self, before: int = WIDTH) -> nn.Module:
        module = nn.Linear(before, WIDTH)
        self.layers.append(module)
        return module


class Layer:
    """One layer, with an activation or not."""

    def __init__(self, build: Build, before: int = WIDTH) -> None:
        self.module, self.active = build.layer(before), build.rng.random() < 0.5

    def run(self, x: Tensor) -> Tensor:
        x = self.module(x)
        return torch.tanh(x) if self.active else x

    units = 1


class Series:
    """A layer, then more of anything, then a layer."""

    def __init__(self, build: Build, depth: int, before: int = WIDTH) -> None:
        middle = build.rng.randrange(3) if depth else 0
        self.parts: list[Layer | Bridged | Lanes] = [Layer(build, before)]
        for _ in range(middle):
            kind = build.rng.choice([Layer, Bridged, Lanes])
            self.parts.append(Layer(build) if kind is Layer else kind(build, depth - 1))
        if build.rng.random() < 0.5 or len(self.parts) > 1:
            self.parts.append(Layer(build))

    def run(self, x: Tensor) -> Tensor:
        for part in self.parts:
            x = part.run(x)
        return x

    @property
    def units(self) -> int:
        return sum(part.units for part in self.parts)


class Bridged:
    """A series beside an identity, summed."""

    def __init__(self, build: Build, depth: int) -> None:
        self.body = Series(build, depth)
        build.forks.append(KnownFork([self.body.units, 0], [False, True]))
        self.units = self.body.units + 1

    def run(self, x: Tensor) -> Tensor:
        return self.body.run(x) + x


class Lanes:
    """Two or three series side by side, of which none is a bridge, stacked; then a layer."""

    def __init__(self, build: Build, depth: int) -> None:
        self.lanes = [Series(build, depth) for _ in range(build.rng.choice([2, 3]))]
        build.forks.append(KnownFork([lane.units for lane in self.lanes], [False] * len(self.lanes)))
        self.after = Layer(build, WIDTH * len(self.lanes))
        self.units = sum(lane.units for lane in self.lanes) + 2

    def run(self, x: Tensor) -> Tensor:
        return self.after.run(torch.cat([lane.run(x) for lane in self.lanes], -1))


class RandomNet(nn.Module):
    """A net of that seed; ``forks`` is what is known of it."""

    def __init__(self, seed: int, depth: int = 3) -> None:
        super().__init__()
        build = Build(random.Random(seed))
        self.body = [Series(build, depth), Bridged(build, depth - 1), Series(build, depth)]
        self.layers, self.forks = build.layers, build.forks

    def forward(self, x: Tensor) -> Tensor:
        for part in self.body:
            x = part.run(x)
        return x
