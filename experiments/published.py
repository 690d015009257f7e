"""Published networks, written here from their papers' tables, to be counted and not to be run.

A layer is counted where weights are learnt or multiplied: a convolution or a full layer. Depth is the
number of those on the longest way through; what merely pools, normalises or bends is none, and neither
is a shortcut's projection, since the block beside it is longer. Sources stand at each network.
"""

from collections.abc import Iterable
from itertools import pairwise

import torch
from torch import Tensor, nn

RGB, IMAGENET_CLASSES = 3, 1000


class SideBySide(nn.Module):
    """Branches over the same input, concatenated by channel."""

    def __init__(self, branches: Iterable[nn.Module]) -> None:
        super().__init__()
        self.branches = nn.ModuleList(branches)

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat([branch(x) for branch in self.branches], 1)


class Residual(nn.Module):
    """The block's output added to its input, or to the input's projection where shapes differ."""

    def __init__(self, block: nn.Module, shortcut: nn.Module) -> None:
        super().__init__()
        self.block, self.shortcut = block, shortcut

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(self.block(x) + self.shortcut(x))


class Maps(nn.Module):
    """A convolution that sees only some of the maps below, as LeNet-5's C3 does."""

    def __init__(self, seen: list[int], outputs: int, size: int) -> None:
        super().__init__()
        self.seen, self.convolution = seen, nn.Conv2d(len(seen), outputs, size)

    def forward(self, x: Tensor) -> Tensor:
        return self.convolution(x[:, self.seen])


class Subsampling(nn.Module):
    """LeNet-5's S2 and S4: the sum of a 2x2 window, times a weight, plus a bias, one of each a map."""

    def __init__(self, maps: int) -> None:
        super().__init__()
        self.weight, self.bias = nn.Parameter(torch.empty(maps, 1, 1)), nn.Parameter(torch.empty(maps, 1, 1))

    def forward(self, x: Tensor) -> Tensor:
        return torch.sigmoid(4 * nn.functional.avg_pool2d(x, 2) * self.weight + self.bias)


def depth(network: nn.Module) -> int:
    """Convolutions and full layers on the longest way through."""
    if isinstance(network, nn.Conv2d | nn.Linear):
        return 1
    if isinstance(network, SideBySide):
        return max(depth(branch) for branch in network.branches)
    if isinstance(network, Residual):
        return max(depth(network.block), depth(network.shortcut))
    return sum(depth(part) for part in network.children())


def lenet5() -> nn.Module:
    """LeCun et al. 1998, section II.B and Table I, for 32x32 grey pictures.

    C1 6 maps 5x5; S2; C3 16 maps 5x5, each seeing 3, 4 or 6 of the 6; S4; C5 120; F6 84; ten outputs
    measured against fixed patterns of 84 (no weight learnt; here a full layer that is not trained).
    """
    threes = [[i, (i + 1) % 6, (i + 2) % 6] for i in range(6)]
    fours = [[i, (i + 1) % 6, (i + 2) % 6, (i + 3) % 6] for i in range(6)]
    apart = [[i, (i + 1) % 6, (i + 3) % 6, (i + 4) % 6] for i in range(3)]
    third = SideBySide(Maps(sorted(seen), 1, 5) for seen in [*threes, *fours, *apart, list(range(6))])
    patterns = nn.Linear(84, 10, bias=False).requires_grad_(False)
    first = [nn.Conv2d(1, 6, 5), Subsampling(6), third, Subsampling(16), nn.Conv2d(16, 120, 5), nn.Tanh()]
    return nn.Sequential(*first, nn.Flatten(), nn.Linear(120, 84), nn.Tanh(), patterns)


def alexnet() -> nn.Module:
    """Krizhevsky et al. 2012, section 3.5: five convolutions, three in two halves; 4096, 4096, 1000."""
    pool, relu = nn.MaxPool2d(3, 2), nn.ReLU()
    features = [nn.Conv2d(RGB, 96, 11, 4, padding=2), relu, pool]
    features += [nn.Conv2d(96, 256, 5, padding=2, groups=2), relu, pool]
    features += [nn.Conv2d(256, 384, 3, padding=1), relu]
    features += [nn.Conv2d(384, 384, 3, padding=1, groups=2), relu]
    features += [nn.Conv2d(384, 256, 3, padding=1, groups=2), relu, pool]
    return nn.Sequential(*features, nn.Flatten(), *full(256 * 6 * 6, 4096, 4096, IMAGENET_CLASSES))


def vgg16() -> nn.Module:
    """Simonyan and Zisserman 2014, Table 1, column D: thirteen 3x3 convolutions; 4096, 4096, 1000."""
    inputs, features = RGB, list[nn.Module]()
    for channels, times in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
        for _ in range(times):
            features += [nn.Conv2d(inputs, channels, 3, padding=1), nn.ReLU()]
            inputs = channels
        features.append(nn.MaxPool2d(2))
    return nn.Sequential(*features, nn.Flatten(), *full(512 * 7 * 7, 4096, 4096, IMAGENET_CLASSES))


def full(*sizes: int) -> list[nn.Module]:
    """Fully connected layers of these sizes, ReLU between them."""
    layers: list[nn.Module] = []
    for pair in pairwise(sizes):
        layers += [nn.Linear(*pair), nn.ReLU()]
    return layers[:-1]


def resnet(*times: int) -> nn.Module:
    """He et al. 2015, Table 1: four stages of ``times`` bottlenecks; projections where shapes differ.

    (3, 4, 6, 3) is ResNet-50, (3, 8, 36, 3) is ResNet-152. Each convolution is followed by BatchNorm.
    """
    inputs, layers = 64, [*normalised(RGB, 64, 7, 2), nn.ReLU(), nn.MaxPool2d(3, 2, padding=1)]
    for stage, blocks in enumerate(times):
        width = 64 * 2**stage
        for block in range(blocks):
            layers.append(bottleneck(inputs, width, stride=2 if stage and not block else 1))
            inputs = 4 * width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(inputs, IMAGENET_CLASSES))


def bottleneck(inputs: int, width: int, stride: int) -> Residual:
    """ResNet's block 1x1, 3x3, 1x1 (He et al. 2015), with a projection where shapes differ."""
    block = [*normalised(inputs, width, 1, stride), nn.ReLU(), *normalised(width, width, 3), nn.ReLU()]
    block += normalised(width, 4 * width, 1)
    alike = inputs == 4 * width and stride == 1
    shortcut = [] if alike else normalised(inputs, 4 * width, 1, stride)
    return Residual(nn.Sequential(*block), nn.Sequential(*shortcut))


def normalised(inputs: int, outputs: int, size: int, stride: int = 1) -> list[nn.Module]:
    """A convolution without bias and its batch normalisation."""
    convolution = nn.Conv2d(inputs, outputs, size, stride, padding=size // 2, bias=False)
    return [convolution, nn.BatchNorm2d(outputs)]
