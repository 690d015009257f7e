"""The network: values stay where they are, widths are true, and each motion ends on its state."""

import numpy as np
import pytest
from moved import JA, drawn, faults, finish, go, number, record, same_at_half, same_picture, shown

from chainreel.draw.evidence import evidence_in
from chainreel.draw.networks.deep_network import BAR, DeepNetwork, DeepState
from chainreel.draw.networks.network import Network, edges_of
from chainreel.draw.networks.network_state import NetworkState, Seen
from chainreel.draw.part.widths import Widths
from chainreel.errors import InputError, UnknownNumber
from chainreel.show import Shown, show
from chainreel.theme import MAGNITUDE_MAX, MAGNITUDE_MIN, PIXELS_PER_UNIT

FOCUS = (0, 0, 0)
LONG_WAY = [(3, 0, 0), (2, 1, 0), (1, 0, 1)]
SHORT_WAY = [(2, 0, 0), (1, 0, 0)]
RECORD = record("small_network")


def known(path: str, style: str = ".3f") -> Shown:
    return show(RECORD.number(path), style, "ja")


def network(state: NetworkState | None = None) -> Network:
    layers = [
        [known("x.0", ".1f"), known("x.1", ".1f")],
        [known(f"h1.{i}") for i in range(3)],
        [known(f"h2.{i}") for i in range(2)],
        [known("h3.0")],
    ]
    matrices = [
        [[show(n, ".1f", "ja") for n in row] for row in RECORD.rows(name)] for name in ("W1", "W2", "W3")
    ]
    return Network(JA, layers, edges_of(matrices), known("loss"), loss_label="損失", state=state)


def filled() -> Network:
    part = network()
    finish(part.fill_forward())
    return part


def whole_state(part: Network) -> NetworkState:
    return NetworkState({n: Seen(v) for n, v in part.values.items()}, dict.fromkeys(part.values, 1.0))


def width_px(part: Network, edge: tuple[int, int, int]) -> float:
    """The shaft of an edge's arrow, measured across it."""
    arrow = part.figure.strands.arrows[edge, 0]
    corners = arrow.points[::4]
    return float(np.linalg.norm(corners[0] - corners[-1])) * PIXELS_PER_UNIT


def test_a_network_begins_without_values_and_states_none() -> None:
    """What has not been computed yet is not in the picture, and not in the ledger."""
    assert not [e for e in evidence_in(network()) if e.how == "text"]


def test_filling_forward_ends_on_the_network_built_full() -> None:
    """Values stay: after the motion the picture is that of the state in which all of them are there."""
    part = filled()
    assert same_picture(part, network(whole_state(part)))
    assert [e.text for e in evidence_in(part) if e.how == "text"][-1] == "0.241"


def test_values_arrive_layer_by_layer() -> None:
    """A node has no value before the flow has reached it."""
    part = network()
    go(part.fill_forward(), 0.5)
    assert {layer for layer, _ in part.state.values} == {0, 1}


def test_a_frame_needs_no_frame_before_it() -> None:
    """At one half every motion shows the same, whether or not other frames were drawn."""
    widths = Widths(RECORD.number("paths.products.1"))
    changed = {(1, 0): known("update.h1.0"), (4, 0): known("update.loss_after")}
    motions = [
        lambda p: p.fill_forward(),
        lambda p: p.ripple(FOCUS, known("update.W1.0.0", ".1f"), changed),
        lambda p: p.update_weights({FOCUS: known("update.W1.0.0", ".1f")}, changed),
        lambda p: p.follow_path(LONG_WAY, widths.full, widths, len(LONG_WAY)),
        lambda p: p.light((0, 0), (1, 0)),
        lambda p: p.highlight(FOCUS),
        lambda p: p.show_weights(FOCUS),
    ]
    for motion in motions:
        assert same_at_half(filled, motion)


def test_a_paths_width_is_its_product() -> None:
    """The largest product is 44 px wide, the other as much thinner as its product is smaller."""
    products, part = RECORD.numbers("paths.products"), filled()
    widths = Widths(products[1])
    finish(part.follow_path(LONG_WAY, products[1], widths, len(LONG_WAY)))
    assert width_px(part, LONG_WAY[1]) == pytest.approx(MAGNITUDE_MAX)
    part = filled()
    finish(part.follow_path(SHORT_WAY, products[0], widths, len(SHORT_WAY)))
    wanted = MAGNITUDE_MAX * abs(products[0].value / products[1].value)
    assert width_px(part, SHORT_WAY[0]) == pytest.approx(wanted)
    assert [e.number for e in evidence_in(part) if e.how == "width"] == [products[0]] * 2


def test_a_growing_path_has_its_width_from_the_first() -> None:
    """No frame shows a width between nothing and the product's."""
    products, part = RECORD.numbers("paths.products"), filled()
    go(part.follow_path(LONG_WAY, products[1], Widths(products[1]), len(LONG_WAY)), 0.4)
    assert width_px(part, LONG_WAY[0]) == pytest.approx(MAGNITUDE_MAX)


def test_a_running_product_makes_each_edge_as_wide_as_itself() -> None:
    """One product an edge: the path thins as the product shrinks."""
    part, full = filled(), number(0.5)
    finish(part.follow_path(LONG_WAY[:2], [full, number(-0.125)], Widths(full), 2))
    assert [width_px(part, e) for e in LONG_WAY[:2]] == pytest.approx([44, 11])


def test_backward_arrows_point_to_the_left() -> None:
    """The tip of a backward edge lies at the node nearer the input."""
    part, full = filled(), number(0.5)
    finish(part.follow_path(LONG_WAY, full, Widths(full), len(LONG_WAY)))
    tips = [part.figure.strands.arrows[edge, 0].points[:, 0].min() for edge in LONG_WAY]
    assert tips == sorted(tips, reverse=True)
    assert tips[0] < part.place(part.home.loss_node)[0]


ROW = ((0, 0), (1, 0), (2, 0), (3, 0))


def test_nodes_that_part_stand_in_a_row_and_the_others_state_nothing() -> None:
    """One path is all that is seen; columns keep their places; back together it is the network it was."""
    part, home = filled(), filled()
    finish(part.part(*ROW))
    assert np.allclose([part.place(node)[1] for node in ROW], part.place(ROW[-1])[1])
    assert [part.place(node)[0] for node in ROW] == pytest.approx([home.place(node)[0] for node in ROW])
    stated = [e.number for e in evidence_in(part) if e.how == "text"]
    assert stated == [part.values[node].number for node in ROW]
    finish(part.rejoin())
    assert same_picture(part, home)


def test_parting_needs_no_frame_before() -> None:
    """Half apart is the same frame, however it was reached."""
    assert same_at_half(filled, lambda part: part.part(*ROW))  # type: ignore[attr-defined]


def test_paths_that_grow_together_end_on_whole_paths() -> None:
    """Each arrow is as wide as its own number, and both are there at once."""
    part = filled()
    widths = Widths(number(0.5), 20)
    paths = [part.path([edge], number(w), widths) for edge, w in (((2, 0, 0), 0.5), ((2, 1, 0), 0.1))]
    finish(part.grow_paths(*paths))
    assert part.state.paths == tuple(paths)


def test_a_ripple_steps_from_old_to_new_values() -> None:
    """A changed node shows recorded values only, and the motion lists those that pass."""
    part, stops = filled(), [shown(0.865), shown(0.87)]
    seen = set()
    ripple = part.ripple(FOCUS, known("update.W1.0.0", ".1f"), {(1, 0): stops})
    ripple.begin()
    for alpha in np.linspace(0, 1, 41):
        ripple.interpolate(float(alpha))
        seen.add(part.state.values[1, 0].shown.text)
    assert seen == {"0.864", "0.865", "0.870"}
    assert [e.text for e in ripple.evidence] == ["0.865"]  # type: ignore[attr-defined]


def test_a_ripple_leaves_unchanged_nodes_alone() -> None:
    """Only what depends on the weight changes."""
    part = filled()
    finish(part.ripple(FOCUS, known("update.W1.0.0", ".1f"), {(1, 0): known("update.h1.0")}))
    kept = {node: seen.shown for node, seen in part.state.values.items() if node != (1, 0)}
    assert kept == {node: value for node, value in part.values.items() if node != (1, 0)}


def test_all_weights_are_updated_at_once() -> None:
    """No frame shows one weight new and another old."""
    part, second = filled(), (0, 1, 0)
    finish(part.show_weights(FOCUS, second))
    new = {FOCUS: shown(1.6, ".1f"), second: shown(-0.2, ".1f")}
    update = part.update_weights(new, {(1, 0): known("update.h1.0")})
    update.begin()
    for alpha in np.linspace(0, 1, 31):
        update.interpolate(float(alpha))
        assert len({part.state.weights[e].shown == w for e, w in new.items()}) == 1


def test_a_negative_weight_is_a_hollow_tile_with_a_true_minus() -> None:
    """Sign is told by shape and by sign, not by colour alone."""
    part = network()
    finish(part.show_weights((1, 0, 0), (2, 0, 0)))
    negative, positive = part.figure.tiles[1, 0, 0], part.figure.tiles[2, 0, 0]
    assert negative.get_fill_color().to_hex().upper() == JA.color("bg")
    assert positive.get_fill_color().to_hex().upper() == JA.color("weight_fill")
    assert any(e.text == "\N{MINUS SIGN}0.4" for e in evidence_in(part))


def test_a_moved_network_draws_itself_where_it_stands() -> None:
    """What was hidden when the part moved appears in its place."""
    part, other = network().put_at(960, 470), filled().put_at(960, 470)
    finish(part.fill_forward())
    assert same_picture(part, other)


def test_a_scaled_network_draws_itself_at_its_size() -> None:
    """Values that appear after scaling are as large as those that were scaled."""
    part, other = network().scale(0.5), filled().scale(0.5)
    finish(part.fill_forward())
    other.pose()
    assert same_picture(part, other)


def test_the_still_keeps_the_layout_rules() -> None:
    """A full network with paths, tiles and a weight in question has no layout fault."""
    products, part = RECORD.numbers("paths.products"), filled().put_at(960, 470)
    finish(part.show_weights(FOCUS, *LONG_WAY[1:], *SHORT_WAY), part.highlight(FOCUS))
    finish(part.light((0, 0), (1, 0), (2, 0), (2, 1), (3, 0), part.home.loss_node))
    finish(part.follow_path(LONG_WAY, products[1], Widths(products[1]), len(LONG_WAY)))
    assert not faults(part)


def test_numbers_without_a_source_are_refused() -> None:
    """Floats are no data: values, weights, products and scales need a source."""
    with pytest.raises(UnknownNumber):
        Network(JA, [[0.5], [known("h3.0")]])  # type: ignore[list-item]
    with pytest.raises(UnknownNumber):
        Network(JA, [[known("x.0")], [known("h3.0")]], {FOCUS: 1.5})  # type: ignore[dict-item]
    with pytest.raises(UnknownNumber):
        Widths(0.5)  # type: ignore[arg-type]
    with pytest.raises(UnknownNumber):
        filled().follow_path(LONG_WAY, [0.1, 0.2, 0.3], Widths(number(1)), len(LONG_WAY))  # type: ignore[list-item]
    with pytest.raises(UnknownNumber):
        filled().ripple(FOCUS, 1.6, {})  # type: ignore[arg-type]


def test_a_number_too_long_for_its_node_is_refused() -> None:
    """A value that would touch its ring is rounded by whoever shows it, not squeezed."""
    with pytest.raises(InputError, match="too long"):
        finish(Network(JA, [[shown(0.5)], [shown(0.12345678, ".7f")]]).fill_forward())


def test_a_path_off_the_network_is_refused() -> None:
    """Edges that are not there, and products that do not match, are errors."""
    with pytest.raises(InputError):
        filled().follow_path([(0, 0, 7)], number(1), Widths(number(1)), 1)
    with pytest.raises(InputError):
        filled().follow_path(LONG_WAY, [number(1)], Widths(number(1)), len(LONG_WAY))


def test_a_width_beyond_the_scale_is_refused_and_a_hair_is_clamped() -> None:
    """The scale's full value is the widest; a line too thin to see is drawn 1.6 px wide."""
    widths = Widths(number(-2))
    with pytest.raises(InputError, match="wider"):
        widths.px_of(number(2.1))
    assert widths.px_of(number(0.001)) == MAGNITUDE_MIN
    assert widths.px_of(number(1)) == MAGNITUDE_MAX / 2


def deep(state: DeepState | None = None) -> DeepNetwork:
    run = record("digits_net")
    pixels = [n for row in run.rows("example.pixels") for n in row]
    outputs = [show(n, ".2f", "ja") for n in run.numbers("example.probability")]
    layers = [pixels, run.numbers("example.h1"), run.numbers("example.h2")]
    return DeepNetwork(JA, layers, outputs, state=state)


def test_a_deep_network_ends_on_its_state_and_needs_no_frame_before() -> None:
    """Running it gives the picture of the network built with all shades and bars."""
    part = deep()
    finish(part.run())
    assert same_picture(part, deep(DeepState(filled=4, bars=1.0)))
    assert same_at_half(deep, lambda p: p.run())


def test_a_neurons_shade_is_its_activation_and_a_bar_its_probability() -> None:
    """Shade and length are the recorded values."""
    part, run = deep(DeepState(filled=4, bars=1.0)), record("digits_net")
    activation = run.number("example.h1.2").value
    wanted = JA.theme.mix("text", "panel", activation)
    assert part.neurons[1, 2].get_fill_color().to_hex().upper() == wanted
    best = run.number("example.probability.3").value
    assert part.bars[3].width * PIXELS_PER_UNIT == pytest.approx(BAR * best)


def test_a_deep_network_draws_an_ellipsis_and_says_how_many_neurons_there_are() -> None:
    """Of 64 inputs eight are drawn, and 64 is written below."""
    part = deep()
    assert len(part.columns[0]) == 8
    assert {"64", "32", "10"} <= {e.text for e in evidence_in(part)}
    assert not faults(deep(DeepState(filled=4, bars=1.0)).put_at(1150, 500))


def test_a_deep_network_refuses_floats_and_values_without_a_shade() -> None:
    """Activations have a source and lie between 0 and 1."""
    with pytest.raises(UnknownNumber):
        DeepNetwork(JA, [[0.1, 0.2]], [shown(0.5)])  # type: ignore[list-item]
    with pytest.raises(InputError):
        DeepNetwork(JA, [[number(-0.1)]], [shown(0.5)])
    with pytest.raises(InputError):
        DeepNetwork(JA, [[number(0.1)]], [shown(1.5)])


def test_the_pictures_compared_here_are_not_empty() -> None:
    """The comparisons above would fail on nothing."""
    assert len(drawn(filled())) > 30
    assert not same_picture(network(), filled())


def test_a_copy_lives_on_its_own() -> None:
    """A copy has the picture of its original and keeps it when that one goes on."""
    part = filled()
    twin = part.copy()
    assert same_picture(part, twin)
    finish(part.light((0, 0)))
    assert same_picture(twin, filled())
