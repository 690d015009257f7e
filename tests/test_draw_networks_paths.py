"""The way back through a network: coins, strands side by side, and what a change leaves beside nodes."""

import numpy as np
import pytest
from moved import finish, go, number, same_at_half, same_picture, shown
from test_draw_networks import FOCUS, RECORD, filled, known

from chainreel.draw.evidence import evidence_in
from chainreel.draw.networks.network import Network
from chainreel.draw.networks.network_strands import offsets
from chainreel.draw.part.widths import Widths
from chainreel.theme import PIXELS_PER_UNIT

UPPER = ((3, 0, 0), (2, 0, 0), (1, 0, 0), FOCUS)
LOWER = ((3, 0, 0), (2, 1, 0), (1, 0, 1), FOCUS)
PRODUCTS = RECORD.numbers("paths.products")
WIDTHS = Widths(PRODUCTS[1], 20)


def followed(*ways: tuple[tuple[tuple[int, int, int], ...], float]) -> Network:
    part = filled()
    for product, (edges, reach) in zip(PRODUCTS, ways, strict=False):
        finish(part.follow_path(edges, product, WIDTHS, reach))
    return part


def coin_at(part: Network, index: int) -> np.ndarray:
    points = part.figure.strands.coins[index].disc.points
    return np.asarray((points.min(axis=0) + points.max(axis=0)) / 2)


def test_a_coin_at_a_whole_number_of_edges_is_inside_a_node() -> None:
    """It goes from middle to middle, so nothing jumps across a node; inside one it is not seen."""
    part = followed((UPPER, 1.6))
    start, end = part.place((3, 0)), part.place((2, 0))
    assert coin_at(part, 0) == pytest.approx(start + 0.6 * (end - start))
    finish(part.follow_path(UPPER, PRODUCTS[0], WIDTHS, 2.0))
    assert not any(coin.disc in part.get_family() for coin in part.figure.strands.coins.values())


def test_a_coin_goes_on_from_where_it_is() -> None:
    """Two motions come to the same picture as one."""
    part = followed((UPPER, 1.0))
    finish(part.follow_path(UPPER, PRODUCTS[0], WIDTHS, 2.5))
    assert same_picture(part, followed((UPPER, 2.5)))


def test_stops_alternate_between_tiles_and_nodes() -> None:
    """The first stop is the first edge's tile, the second the node it comes to, the last the input."""
    part = filled()
    stops = part.stops_back(UPPER)
    assert stops[2].place == pytest.approx(part.tile_place((2, 0, 0)))
    assert [stop.reach for stop in stops[1::2]] == [1, 2, 3, 4]
    assert stops[-1].place == pytest.approx(part.place((0, 0)))


def test_strands_on_a_shared_edge_stand_side_by_side() -> None:
    """From the loss on they do not cover each other; on an edge of its own each lies in the middle."""
    part = followed((UPPER, 4.0), (LOWER, 4.0))
    beside = offsets(part.state.paths)
    assert {edge for _, edge in beside} == {(3, 0, 0), FOCUS}
    spans = [part.figure.strands.arrows[(3, 0, 0), i].points[:, 1] for i in (0, 1)]
    assert spans[0].min() > spans[1].max() or spans[1].min() > spans[0].max()


def test_strands_part_without_a_jump() -> None:
    """When the second coin has just left, the first strand is still where it was."""
    part = followed((UPPER, 4.0), (LOWER, 0.001))
    assert max(abs(px) for px in offsets(part.state.paths).values()) < 0.1


def test_delivered_coins_come_together_and_go_out() -> None:
    """At the end no coin is drawn, and the arrows stay."""
    part = followed((UPPER, 3.4), (LOWER, 3.4))
    arrows = [a.points.copy() for a in part.figure.strands.arrows.values()]
    deliver = part.deliver(3.7)
    go(deliver, 0.74)
    assert coin_at(part, 0) == pytest.approx(coin_at(part, 1), abs=0.06)
    deliver.finish()
    assert not any(coin.disc in part.get_family() for coin in part.figure.strands.coins.values())
    assert all(
        np.allclose(a.points, old) for a, old in zip(part.figure.strands.arrows.values(), arrows, strict=True)
    )


def test_gradients_flow_leftwards() -> None:
    """The head of a backward flow moves to the left."""
    heads = []
    for alpha in (0.2, 0.5):
        part = filled()
        go(part.flow_back(1), alpha)
        heads.append(part.figure.flow_dots[1, 0, 0].get_center()[0])
    assert heads[1] < heads[0]


def test_a_ripple_writes_by_how_much_a_value_changed() -> None:
    """The change stands beside its node when the ripple has come there, and leaves when all settles."""
    part, before = filled(), filled()
    finish(part.show_weights(FOCUS), before.show_weights(FOCUS))
    change = known("ripple.h1_change.0", "+.3f")
    finish(part.move_weight(FOCUS, known("ripple.weight", ".1f")))
    ripple = part.ripple(FOCUS, None, {(1, 0): known("ripple.h1.0")}, {(1, 0): change})
    go(ripple, 0.5)
    assert "+0.011" not in [e.text for e in evidence_in(part)]
    ripple.finish()
    assert {"+0.011", "0.875", "1.6"} <= {e.text for e in evidence_in(part)}
    finish(part.settle(), part.hide_weights(), before.hide_weights())
    assert same_picture(part, before)


def test_the_change_of_a_lone_neuron_stands_under_it() -> None:
    """Beside it, the loss would seem to own it: it lies within the neuron's own width, more or less."""
    part, node = filled(), (3, 0)
    finish(
        part.ripple(FOCUS, None, {node: known("ripple.h3.0")}, {node: known("ripple.h3_change.0", "+.5f")})
    )
    change = part.figure.texts[("change", node), part.state.changes[node].shown]
    assert change.get_center()[0] == pytest.approx(part.place(node)[0], abs=0.02)
    assert change.get_top()[1] < part.figure.discs[node].get_bottom()[1]


def test_a_flow_that_has_arrived_leaves_no_dot_at_the_rim() -> None:
    """Its head is gone when the node lights, though its tail still follows."""
    part = filled()
    go(part.flow_back(1), 0.7)
    assert part.figure.flow_dots[1, 0, 0] in part.get_family()
    go(part.flow_back(1), 0.8)
    assert part.figure.flow_dots[1, 0, 0] not in part.get_family()
    assert part.figure.flow_lines[1, 0, 0] in part.get_family()


def test_a_coin_goes_into_a_node_and_out_of_it_whole() -> None:
    """No crescent of it shows at a rim: it is as large as it has room, and gone inside."""
    for reach in np.arange(0.05, 2, 0.05):
        part = followed((UPPER, float(reach)))
        coin = part.figure.strands.coins.get(0)
        if coin is None or coin.disc not in part.get_family():
            continue
        middle, radius = coin.disc.get_center(), coin.disc.width / 2
        for node, disc in part.figure.discs.items():
            apart = float(np.linalg.norm(middle - part.place(node)))
            assert apart - radius > disc.width / 2 - 0.05, (reach, node)


def test_a_tile_that_is_there_does_not_come_again() -> None:
    """Shown once more beside others, it stays as bright as it was."""
    part = filled()
    finish(part.show_weights(FOCUS))
    go(part.show_weights(FOCUS, (2, 0, 0)), 0.1)
    assert part.state.weights[FOCUS].share == 1
    assert part.state.weights[2, 0, 0].share < 1


def test_hidden_weights_are_gone_but_those_kept() -> None:
    """A tile that is kept stays in question."""
    part = filled()
    finish(part.show_weights(FOCUS, (2, 0, 0)))
    finish(part.highlight(FOCUS))
    finish(part.hide_weights(FOCUS))
    assert set(part.state.weights) == {FOCUS} == set(part.state.focus)
    finish(part.hide_weights())
    assert not part.state.weights
    assert not part.state.focus


def test_only_tiles_in_sight_change_in_an_update() -> None:
    """An update does not bring tiles in; every edge of it flashes."""
    part = filled()
    update = part.update_weights({FOCUS: shown(1.6, ".1f"), (2, 0, 0): shown(0.5, ".1f")}, {})
    go(update, 0.5)
    assert set(part.state.focus) == {FOCUS, (2, 0, 0)}
    update.finish()
    assert not part.state.weights


def test_a_frame_needs_no_frame_before_it() -> None:
    """At one half every motion on the way back shows the same, whatever was drawn before."""
    full = number(0.5)
    for motion in (
        lambda p: p.follow_path(UPPER, full, Widths(full), 3.4),
        lambda p: p.flow_back(2, 1),
        lambda p: p.settle(),
        lambda p: p.pulse((0, 0)),
        lambda p: p.move_weight(FOCUS, shown(1.6, ".1f")),
    ):
        assert same_at_half(filled, motion)
    assert same_at_half(lambda: followed((UPPER, 3.4), (LOWER, 3.4)), lambda p: p.deliver(3.7))


def test_a_coin_in_a_scaled_part_is_where_its_node_is() -> None:
    """Scaled and moved, the part still draws it in its place."""
    part = filled().scale(0.8).put_at(700, 400)
    finish(part.follow_path(UPPER, PRODUCTS[0], WIDTHS, 1.5))
    half_way = (part.place((3, 0)) + part.place((2, 0))) / 2
    off = np.linalg.norm(coin_at(part, 0) - half_way) * PIXELS_PER_UNIT
    assert off < 0.5
