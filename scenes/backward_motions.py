"""What happens in chapter ``backward``: motions of several parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from manim import DOWN, Animation, Mobject, VGroup

from chainreel.draw.gradients.factors import FactorTable
from chainreel.draw.motion import appear, glide, leave
from chainreel.draw.networks.network import Network
from chainreel.draw.networks.network_state import Node
from chainreel.draw.part.posing import Point
from chainreel.draw.part.shapes import divider
from chainreel.scene import LectureScene
from chainreel.theme import FRAME_WIDTH, MARGIN_X, px
from scenes import backward_parts as parts
from scenes.backward_networks import FOCUS, LOSS, SIZE, WAYS_BACK, gradient_paths, widths_of
from scenes.backward_parts import KINDS

FIRST_PATH: tuple[Node, ...] = ((0, 0), (1, 0), (2, 0), (3, 0), LOSS)
SLOPES = (1, 3, 5)  # the columns of the table that are slopes of the sigmoid
RULE_LINE = 564
EXPLAINED: Node = (2, 0)  # the neuron whose slope is worked out, over its factor in the table
TIES = ((76, 122), (198, 228))  # pixels from its middle down to the lines that tie its slope to it
UNDER_NODE = 96  # pixels from a node's middle to what comes out of it
RISE = 12  # pixels that a factor rises where it cannot come down
BEFORE_TILE = 0.22  # of an edge: how far from the tile's middle a coin waits
NOTHING: Mapping[int, Mobject] = MappingProxyType({})


def turn_to(scene: LectureScene, *keep: Mobject, changing: list[Animation]) -> None:
    """The next page: its title and run-note, and what changes with them."""
    scene.clear_picture(*keep)
    scene.play(appear(scene.title()), appear(scene.run_note()), *changing)


def from_the_network(network: Network, path: int) -> list[Point]:
    """Where the factors of a path come from, the loss's first: their places, a slope's under its neuron.

    A weight and the input are the numbers that stand there; a slope is not.
    """
    *stops, _, x = network.stops_back(WAYS_BACK[path])
    places = [stop.place for stop in (*stops, x)]
    columns = range(len(KINDS) - 1, -1, -1)
    return [
        place + px(UNDER_NODE) * DOWN if column in SLOPES else place
        for column, place in zip(columns, places, strict=True)
    ]


def from_below(table: FactorTable, path: int) -> list[Point]:
    """A little under a path's places in the table: the way down there crosses other rows."""
    columns = range(len(KINDS) - 1, -1, -1)
    return [table.chip_point(path, column) + px(RISE) * DOWN for column in columns]


def go_back(
    scene: LectureScene,
    network: Network,
    table: FactorTable,
    path: int,
    origins: Sequence[Point],
    cues: Mapping[int, str],
    seconds: float,
    beside: Mapping[int, Mobject] = NOTHING,
) -> None:
    """The coin goes back along a path; with each place that it has come to, a factor comes in.

    ``origins`` are where the factors come from, ``beside`` texts that come with a factor.
    """
    product, way = parts.number_of(scene, f"paths.products.{path}"), WAYS_BACK[path]
    widths = widths_of(scene.record("small_network"), SIZE)
    *stops, tile, _ = network.stops_back(way)
    reaches = [*(stop.reach for stop in stops), tile.reach - BEFORE_TILE]
    for passed in range(len(KINDS) + 1):
        moves: list[Animation] = [appear(text) for k, text in beside.items() if k == passed]
        if passed < len(KINDS):
            moves.append(network.follow_path(way, product, widths, reaches[passed]))
        else:
            moves.append(network.pulse((0, 0)))
        if passed > 0:
            moves.append(table.bring(path, len(KINDS) - passed, origins[passed - 1]))
        scene.play(*moves, cue=cues.get(passed), seconds=seconds)


def explain_a_slope(scene: LectureScene, network: Network, table: FactorTable) -> None:
    """The value that stayed in a neuron comes into the formula of its slope."""
    rule, example = scene.text("rule", "label", color="text"), scene.text("example", "body")
    rule.put(MARGIN_X, RULE_LINE)
    node = network.place(EXPLAINED)
    example.put(FRAME_WIDTH / 2, RULE_LINE).set_x(node[0])
    ties = [divider(scene.look, *(node + px(end) * DOWN for end in tie), "sub") for tie in TIES]
    value = scene.text("stayed", "body").scale(SIZE)
    value.move_to(node + px(UNDER_NODE) * DOWN)
    goal = example.part("forward")[0].get_center()
    scene.play(table.single_out(0, *SLOPES), network.light((1, 0), (2, 0), (3, 0), LOSS), cue="stay")
    scene.play(appear(rule), appear(value))
    scene.play(glide(value, goal, 1 / SIZE))
    scene.play(appear(VGroup(example, *ties), rise=0.0), leave(value))


def nudge_both_ways(scene: LectureScene, network: Network) -> None:
    """The weight goes up by a little, down by a little, and back; each time the loss is computed."""
    same = {n: network.state.values[n].shown for n in (*FIRST_PATH[1:], (2, 1))}
    for sign, cue in (("add", "nudge"), ("subtract", None)):
        moved = scene.show_number(f"{sign}(small_network.W1.0.0, small_network.nudge.h)", ".4f")
        scene.play(network.move_weight(FOCUS, moved), cue=cue)
        scene.play(network.ripple(FOCUS, None, same), seconds=0.9)
    scene.play(network.settle())


def grow_every_gradient(scene: LectureScene, network: Network) -> None:
    """From the loss back, layer by layer, each weight gets its arrow."""
    record = scene.record("small_network")
    scene.play(network.flow_back(3), cue="compute", seconds=0.4)
    for layer in (2, 1, 0):
        scene.play(network.grow_paths(*gradient_paths(network, record, layer)), seconds=0.9)
