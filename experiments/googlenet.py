"""GoogLeNet and its Inception module, written here from Szegedy et al. 2014, Table 1."""

from dataclasses import dataclass

from torch import nn

from experiments.published import IMAGENET_CLASSES, RGB, SideBySide

BRANCHES = ("1x1", "3x3", "5x5", "pool")


@dataclass(frozen=True)
class Inception:
    """One row of the table: channels in, of each branch, and of the reductions before the large kernels."""

    inputs: int
    ones: int
    reduce3: int
    threes: int
    reduce5: int
    fives: int
    pool: int

    @property
    def outputs(self) -> int:
        """The channels that the four lanes hand on together."""
        return self.ones + self.threes + self.fives + self.pool


ROWS = {
    "3a": Inception(192, 64, 96, 128, 16, 32, 32),
    "3b": Inception(256, 128, 128, 192, 32, 96, 64),
    "4a": Inception(480, 192, 96, 208, 16, 48, 64),
    "4b": Inception(512, 160, 112, 224, 24, 64, 64),
    "4c": Inception(512, 128, 128, 256, 24, 64, 64),
    "4d": Inception(512, 112, 144, 288, 32, 64, 64),
    "4e": Inception(528, 256, 160, 320, 32, 128, 128),
    "5a": Inception(832, 256, 160, 320, 32, 128, 128),
    "5b": Inception(832, 384, 192, 384, 48, 128, 128),
}
POOL_BEFORE = ("4a", "5a")
EXITS = ("4a", "4d")  # after which a side exit leaves the trunk while it is trained (section 5)


def branches(row: Inception, reduced: bool = True, bias: bool = True) -> list[nn.Module]:
    """1x1, 3x3, 5x5 and pooling over the same input; without reductions the kernels see all of it."""
    pooled = [nn.MaxPool2d(3, 1, padding=1), *kernels(row.inputs, row.pool, 1, bias)]
    return [
        nn.Sequential(*kernels(row.inputs, row.ones, 1, bias)),
        lane(row.inputs, row.reduce3 if reduced else None, row.threes, 3, bias),
        lane(row.inputs, row.reduce5 if reduced else None, row.fives, 5, bias),
        nn.Sequential(*pooled),
    ]


def lane(inputs: int, reduce: int | None, outputs: int, size: int, bias: bool) -> nn.Sequential:
    """A convolution, after a 1x1 that thins the channels to ``reduce`` unless that is None."""
    if reduce is None:
        return nn.Sequential(*kernels(inputs, outputs, size, bias))
    return nn.Sequential(*kernels(inputs, reduce, 1, bias), *kernels(reduce, outputs, size, bias))


def kernels(inputs: int, outputs: int, size: int, bias: bool) -> list[nn.Module]:
    """A convolution that keeps the size, and its ReLU."""
    return [nn.Conv2d(inputs, outputs, size, padding=size // 2, bias=bias), nn.ReLU()]


def googlenet() -> nn.Module:
    """The main branch: without the two auxiliary classifiers, which are dropped after training."""
    readout = nn.Linear(ROWS["5b"].outputs, IMAGENET_CLASSES)
    return nn.Sequential(*trunk("5b"), nn.AvgPool2d(7), nn.Flatten(), nn.Dropout(0.4), readout)


def trunk(last: str) -> nn.Sequential:
    """From the picture through the row ``last``."""
    halve = nn.MaxPool2d(3, 2, padding=1)
    layers = [nn.Conv2d(RGB, 64, 7, 2, padding=3), nn.ReLU(), halve, nn.LocalResponseNorm(5)]
    layers += [*kernels(64, 64, 1, True), *kernels(64, 192, 3, True), nn.LocalResponseNorm(5), halve]
    for name, row in ROWS.items():
        layers += [halve] * (name in POOL_BEFORE) + [SideBySide(branches(row))]
        if name == last:
            break
    return nn.Sequential(*layers)


def auxiliary(inputs: int) -> nn.Module:
    """A side exit (section 5), on 14x14 maps of ``inputs`` channels: after 4a (512) and after 4d (528)."""
    seen = [nn.AvgPool2d(5, 3), *kernels(inputs, 128, 1, True), nn.Flatten()]
    return nn.Sequential(*seen, nn.Linear(128 * 4 * 4, 1024), nn.ReLU(), nn.Linear(1024, IMAGENET_CLASSES))
