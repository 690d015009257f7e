"""State of a network at a moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from chainreel.draw.motion import ease_in_out_sine
from chainreel.draw.part.journey import share_of
from chainreel.draw.part.widths import Widths
from chainreel.number import Number
from chainreel.show import Shown

Node = tuple[int, int]  # layer, place in it from the top; both from 0
Edge = tuple[int, int, int]  # layer it leaves, place there, place in the next layer
Values = Mapping[Node, Sequence[Shown]]
K = TypeVar("K")
V = TypeVar("V")
ARRIVAL = 0.75  # of a flow's time, when its head is there; the tail follows


@dataclass(frozen=True)
class Seen:
    """A number in the picture; ``share`` of 1 is fully there."""

    shown: Shown
    share: float = 1.0


@dataclass(frozen=True)
class LitPath:
    """A path of arrows back through the network, in the order of travel; each edge is as wide as its product.

    ``reach`` edges of it are there, the last one perhaps in part. With a ``coin`` (its opacity) at its
    tip an edge counts from the middle of a node to the middle of the next; the coin may go ``ahead`` of
    the arrow by a part of an edge, and come ``together`` with those beside it.
    """

    edges: tuple[Edge, ...]
    products: tuple[Number, ...]
    widths: Widths
    reach: float = 0.0
    share: float = 1.0
    coin: float | None = None
    ahead: float = 0.0
    together: float = 0.0


@dataclass(frozen=True)
class Flow:
    """Values, or gradients, on their way along edges, ``share`` of the time done."""

    edges: tuple[Edge, ...]
    share: float
    backward: bool = False

    @property
    def head(self) -> float:
        """How far along its edges the front of the flow has come, 0 to 1."""
        return ease_in_out_sine(share_of(self.share, 0, ARRIVAL))

    @property
    def tail(self) -> float:
        """How far its end has come, 0 to 1."""
        return ease_in_out_sine(share_of(self.share, 1 - ARRIVAL, 1))


@dataclass(frozen=True)
class NetworkState:
    """``values`` and ``weights`` are those in sight; ``lit`` is how bright a node is, 0 to 1.

    ``changes`` are written beside the nodes whose values changed. The nodes ``alone``, one a layer, are as
    far ``apart`` from the others as that share says: at 1 they stand in a row, the others out of sight.
    """

    values: Mapping[Node, Seen] = field(default_factory=dict)
    lit: Mapping[Node, float] = field(default_factory=dict)
    weights: Mapping[Edge, Seen] = field(default_factory=dict)
    focus: Mapping[Edge, float] = field(default_factory=dict)
    paths: tuple[LitPath, ...] = ()
    flow: Flow | None = None
    pulse: Mapping[Node, float] = field(default_factory=dict)
    changes: Mapping[Node, Seen] = field(default_factory=dict)
    alone: tuple[Node, ...] = ()
    apart: float = 0.0

    def in_sight(self, node: Node) -> float:
        """How much of a node is seen."""
        return 1.0 if node in self.alone else 1.0 - self.apart


def put(old: Mapping[K, V], new: Mapping[K, V]) -> Mapping[K, V]:
    """``old`` with the entries of ``new``."""
    return {**old, **new}
