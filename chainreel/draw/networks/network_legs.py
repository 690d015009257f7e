"""The legs that a network's motions are made of: what its state is on the way."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from math import ceil

from chainreel.draw.motion import (
    APPEAR,
    CAMERA,
    FLOW_AGAIN,
    FLOW_FIRST,
    MORPH,
    ease_in_out_cubic,
    ease_in_out_sine,
    ease_out_cubic,
)
from chainreel.draw.networks.network_state import (
    ARRIVAL,
    Edge,
    Flow,
    K,
    LitPath,
    NetworkState,
    Node,
    Seen,
    V,
    Values,
    put,
)
from chainreel.draw.part.journey import Leg, share_of
from chainreel.show import Shown


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


def paths_grow(paths: Sequence[LitPath]) -> Leg[NetworkState]:
    """Paths grow together from end to end, beside those that are there."""

    def state_at(state: NetworkState, share: float) -> NetworkState:
        reach = ease_in_out_sine(share)
        grown = tuple(replace(path, reach=reach * len(path.edges)) for path in paths)
        return replace(state, paths=(*state.paths, *grown))

    return Leg(FLOW_FIRST, state_at)


def stands_apart(nodes: tuple[Node, ...], goal: float) -> Leg[NetworkState]:
    """These nodes part from the others (goal 1), or go home to them (0)."""

    def state_at(state: NetworkState, share: float) -> NetworkState:
        apart = state.apart + ease_in_out_cubic(share) * (goal - state.apart)
        return replace(state, alone=nodes if apart > 0 else (), apart=apart)

    return Leg(CAMERA, state_at)


def path_travels(path: LitPath, reach: float) -> Callable[[NetworkState, float], NetworkState]:
    """A path's coin goes on to ``reach``; the node it comes to pulses."""
    layer, source, _ = path.edges[max(0, ceil(reach) - 1)]
    reached: Node = (layer, source)

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


def blend(old: Mapping[K, float], goal: Mapping[K, float], share: float) -> Mapping[K, float]:
    """Brightness on its way from ``old`` to ``goal``; what ends dark is dropped."""
    mixed = {n: (1 - share) * old.get(n, 0.0) + share * goal.get(n, 0.0) for n in {**old, **goal}}
    return put({}, {n: v for n, v in mixed.items() if v > 0})


def only(old: Mapping[K, V], keep: Collection[K]) -> Mapping[K, V]:
    """The entries of ``old`` under the keys ``keep``."""
    return {key: value for key, value in old.items() if key in keep}
