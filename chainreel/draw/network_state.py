"""What a network shows at a moment, and the legs its motions are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil
from typing import TypeVar

from chainreel.draw.journey import Leg, share_of
from chainreel.draw.motion import APPEAR, FLOW_AGAIN, FLOW_FIRST, MORPH, ease_in_out_sine, ease_out_cubic
from chainreel.draw.widths import Widths
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
    """A path of arrows, in the order of travel; each edge is as wide as its product.

    ``reach`` edges of it are there, the last one perhaps in part. With a ``coin`` (its opacity) at its
    tip an edge counts from the middle of a node to the middle of the next; the coin may go ``ahead`` of
    the arrow by a part of an edge, and come ``together`` with those beside it.
    """

    edges: tuple[Edge, ...]
    products: tuple[Number, ...]
    widths: Widths
    backward: bool = True
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
        return ease_in_out_sine(share_of(self.share, 0, ARRIVAL))

    @property
    def tail(self) -> float:
        return ease_in_out_sine(share_of(self.share, 1 - ARRIVAL, 1))


@dataclass(frozen=True)
class NetworkState:
    """``values`` and ``weights`` are those in sight; ``lit`` is how bright a node is, 0 to 1.

    ``changes`` are written beside the nodes whose values changed.
    """

    values: Mapping[Node, Seen] = field(default_factory=dict)
    lit: Mapping[Node, float] = field(default_factory=dict)
    weights: Mapping[Edge, Seen] = field(default_factory=dict)
    focus: Mapping[Edge, float] = field(default_factory=dict)
    paths: tuple[LitPath, ...] = ()
    flow: Flow | None = None
    pulse: Mapping[Node, float] = field(default_factory=dict)
    changes: Mapping[Node, Seen] = field(default_factory=dict)


def put(old: Mapping[K, V], new: Mapping[K, V]) -> Mapping[K, V]:
    """``old`` with the entries of ``new``."""
    return {**old, **new}


def inputs_appear(values: Mapping[Node, Shown]) -> Leg[NetworkState]:
    """Values fade in where they stand, and their nodes light."""

    def state_at(state: NetworkState, share: float) -> NetworkState:
        grown = ease_out_cubic(share)
        return replace(
            state,
            values=put(state.values, {n: Seen(v, grown) for n, v in values.items()}),
            lit=put(state.lit, dict.fromkeys(values, grown)),
        )

    return Leg(APPEAR, state_at)


def values_flow(
    edges: Iterable[Edge], values: Values, again: bool, changes: Mapping[Node, Shown] | None = None
) -> Leg[NetworkState]:
    """Values run along ``edges``; at arrival each node lights, steps through its values, and its
    change is written beside it."""
    running, written = tuple(edges), changes or {}

    def state_at(state: NetworkState, share: float) -> NetworkState:
        arrived = share_of(share, ARRIVAL, 1)
        flow = Flow(running, share) if share < 1 else None
        if arrived <= 0:
            return replace(state, flow=flow)
        seen = {n: step(state.values.get(n), new, arrived) for n, new in values.items()}
        bright = {n: max(state.lit.get(n, 0.0), ease_out_cubic(arrived)) for n in values}
        changed = [n for n in values if n in state.values]
        pulse = dict.fromkeys(changed, 4 * arrived * (1 - arrived)) if share < 1 else {}
        grown = {n: Seen(c, ease_out_cubic(arrived)) for n, c in written.items()}
        return replace(
            state,
            flow=flow,
            values=put(state.values, seen),
            lit=put(state.lit, bright),
            pulse=pulse,
            changes=put(state.changes, grown),
        )

    return Leg((FLOW_AGAIN if again else FLOW_FIRST) / ARRIVAL, state_at)


def step(old: Seen | None, new: Sequence[Shown], share: float) -> Seen:
    """What a node shows while it takes ``new``: it steps from value to value; a first one fades in."""
    reached = min(len(new) - 1, int(share * len(new)))
    first = old is None and reached == 0
    return Seen(new[reached], ease_out_cubic(min(1.0, share * len(new))) if first else 1.0)


def weight_steps(edge: Edge, new: Sequence[Shown], seconds: float = FLOW_FIRST) -> Leg[NetworkState]:
    """A weight's tile steps through its new values, in focus."""

    def state_at(state: NetworkState, share: float) -> NetworkState:
        old = state.weights.get(edge)
        stops = new if old is None else [old.shown, *new]
        reached = min(len(stops) - 1, int(share * len(stops)))
        return replace(
            state,
            weights=put(state.weights, {edge: Seen(stops[reached])}),
            focus=put(state.focus, {edge: max(state.focus.get(edge, 0.0), ease_out_cubic(share))}),
        )

    return Leg(seconds, state_at)


def weights_step(new: Mapping[Edge, Shown]) -> Leg[NetworkState]:
    """Several weights step together: their edges flash, and those tiles that are in sight change."""

    def state_at(state: NetworkState, share: float) -> NetworkState:
        seen = {edge: Seen(weight) for edge, weight in new.items() if edge in state.weights}
        shown = seen if share >= 0.5 else {}
        kept = {edge: bright for edge, bright in state.focus.items() if edge not in new}
        flash = dict.fromkeys(new, 4 * share * (1 - share)) if share < 1 else {}
        return replace(state, weights=put(state.weights, shown), focus=put(kept, flash))

    return Leg(MORPH, state_at)


def settles(values: Mapping[Node, Shown], weights: Mapping[Edge, Shown]) -> Leg[NetworkState]:
    """What is in sight steps back to ``values`` and ``weights``, and what is written beside nodes fades."""

    def state_at(state: NetworkState, share: float) -> NetworkState:
        left = {n: Seen(c.shown, c.share * (1 - ease_out_cubic(share))) for n, c in state.changes.items()}
        if share < 0.5:
            return replace(state, changes=left)
        return replace(
            state,
            values={n: Seen(values[n], seen.share) for n, seen in state.values.items()},
            weights={e: Seen(weights[e], seen.share) for e, seen in state.weights.items()},
            changes=left if share < 1 else {},
        )

    return Leg(APPEAR, state_at)


def path_grows(edge_index: int, path: LitPath, again: bool) -> Leg[NetworkState]:
    """One more edge of a path grows, from the node that it has come to; the node it reaches lights."""
    layer, source, target = path.edges[edge_index]
    ends: list[Node] = [(layer, source), (layer + 1, target)]
    left, reached = reversed(ends) if path.backward else ends

    def state_at(state: NetworkState, share: float) -> NetworkState:
        grown = replace(path, reach=edge_index + ease_in_out_sine(share))
        others = tuple(p for p in state.paths if p.edges != path.edges)
        light = {left: share_of(share, 0, 1 - ARRIVAL), reached: share_of(share, ARRIVAL, 1)}
        bright = {n: max(state.lit.get(n, 0.0), ease_out_cubic(b)) for n, b in light.items()}
        return replace(state, paths=(*others, grown), lit=put(state.lit, bright))

    return Leg(FLOW_AGAIN if again else FLOW_FIRST, state_at)


def path_travels(path: LitPath, reach: float) -> Callable[[NetworkState, float], NetworkState]:
    """A path's coin goes on to ``reach``; the node it comes to pulses."""
    layer, source, target = path.edges[max(0, ceil(reach) - 1)]
    reached: Node = (layer, source) if path.backward else (layer + 1, target)

    def state_at(state: NetworkState, share: float) -> NetworkState:
        old = next((p for p in state.paths if p.edges == path.edges), path)
        grown = replace(old, reach=old.reach + ease_in_out_sine(share) * (reach - old.reach))
        paths = [grown if p.edges == path.edges else p for p in state.paths]
        arrived = share_of(share, ARRIVAL, 1) if reach == int(reach) else 0.0
        pulse = {reached: 4 * arrived * (1 - arrived)} if 0 < arrived < 1 else {}
        return replace(state, paths=tuple(paths if grown in paths else [*paths, grown]), pulse=pulse)

    return state_at


def coins_arrive(reach: float) -> Leg[NetworkState]:
    """Every coin goes on to ``reach``, where they come together and go out."""

    def state_at(state: NetworkState, share: float) -> NetworkState:
        gone_on, gone = ease_in_out_sine(share), share_of(share, ARRIVAL, 1)
        paths = [
            replace(p, ahead=gone_on * (reach - p.reach), together=gone_on, coin=p.coin * (1 - gone))
            if p.coin is not None
            else p
            for p in state.paths
        ]
        return replace(state, paths=tuple(paths))

    return Leg(MORPH, state_at)


def gradients_flow(edges: Iterable[Edge], seconds: float) -> Leg[NetworkState]:
    """Gradients run back along ``edges``."""
    running = tuple(edges)

    def state_at(state: NetworkState, share: float) -> NetworkState:
        return replace(state, flow=Flow(running, share, backward=True) if share < 1 else None)

    return Leg(seconds, state_at)
