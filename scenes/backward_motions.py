"""What happens in chapter ``backward``: motions of several parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from manim import DOWN, Animation, Mobject, VGroup

from chainreel.draw.motion import appear, glide, leave
from chainreel.draw.networks.network_state import Node
from chainreel.draw.part.posing import Point
from chainreel.draw.part.shapes import divider
from chainreel.draw.text.lettering import Lettering
from chainreel.records.record import Record
from chainreel.theme import FRAME_WIDTH, MARGIN_X, px
from scenes.backward_networks import FOCUS, LOSS, SIZE, WAYS_BACK, gradient_paths, widths_of
from scenes.backward_parts import KINDS, BackwardParts

FIRST_PATH: tuple[Node, ...] = ((0, 0), (1, 0), (2, 0), (3, 0), LOSS)
SLOPES = (1, 3, 5)  # the columns of the table that are slopes of the sigmoid
RULE_LINE = 564
EXPLAINED: Node = (2, 0)  # the neuron whose slope is worked out, over its factor in the table
TIES = (
    (76, 122),
    (198, 228),
)  # pixels from its middle down to the lines that tie its slope to it
UNDER_NODE = 96  # pixels from a node's middle to what comes out of it
RISE = 12  # pixels that a factor rises where it cannot come down
BEFORE_TILE = 0.22  # of an edge: how far from the tile's middle a coin waits
NOTHING: Mapping[int, Mobject] = MappingProxyType({})


class BackwardMotions(BackwardParts):
    """Motions of the network and of what stands beside it."""

    small: Record
    output: Lettering

    def _turn_to(self, *keep: Mobject, changing: list[Animation]) -> None:
        """The next page: its title and run-note, and what changes with them."""
        self.clear_picture(*keep)
        self.play(appear(self.title()), appear(self.run_note()), *changing)

    def _from_the_network(self, path: int) -> list[Point]:
        """Where the factors of a path come from, the loss's first: their places, a slope's under its neuron.

        A weight and the input are the numbers that stand there; a slope is not.
        """
        *stops, _, x = self.network.stops_back(WAYS_BACK[path])
        places = [stop.place for stop in (*stops, x)]
        columns = range(len(KINDS) - 1, -1, -1)
        return [
            place + px(UNDER_NODE) * DOWN if column in SLOPES else place
            for column, place in zip(columns, places, strict=True)
        ]

    def _from_below(self, path: int) -> list[Point]:
        """A little under a path's places in the table: the way down there crosses other rows."""
        columns = range(len(KINDS) - 1, -1, -1)
        return [self.table.chip_point(path, column) + px(RISE) * DOWN for column in columns]

    def _go_back(
        self,
        path: int,
        origins: Sequence[Point],
        cues: Mapping[int, str],
        seconds: float,
        beside: Mapping[int, Mobject] = NOTHING,
    ) -> None:
        """The coin goes back along a path; with each place that it has come to, a factor comes in.

        ``origins`` are where the factors come from, ``beside`` texts that come with a factor.
        """
        product, way = self._number(f"paths.products.{path}"), WAYS_BACK[path]
        *stops, tile, _ = self.network.stops_back(way)
        reaches = [*(stop.reach for stop in stops), tile.reach - BEFORE_TILE]
        for passed in range(len(KINDS) + 1):
            moves: list[Animation] = [appear(text) for k, text in beside.items() if k == passed]
            if passed < len(KINDS):
                moves.append(
                    self.network.follow_path(way, product, widths_of(self.small, SIZE), reaches[passed])
                )
            else:
                moves.append(self.network.pulse((0, 0)))
            if passed > 0:
                moves.append(self.table.bring(path, len(KINDS) - passed, origins[passed - 1]))
            self.play(*moves, cue=cues.get(passed), seconds=seconds)

    def _explain_a_slope(self) -> None:
        """The value that stayed in a neuron comes into the formula of its slope."""
        rule, example = self.text("rule", "label", color="text"), self.text("example", "body")
        rule.put(MARGIN_X, RULE_LINE)
        node = self.network.place(EXPLAINED)
        example.put(FRAME_WIDTH / 2, RULE_LINE).set_x(node[0])
        ties = [divider(self.look, *(node + px(end) * DOWN for end in tie), "sub") for tie in TIES]
        value = self.text("stayed", "body").scale(SIZE)
        value.move_to(node + px(UNDER_NODE) * DOWN)
        goal = example.part("forward")[0].get_center()
        self.play(
            self.table.single_out(0, *SLOPES), self.network.light((1, 0), (2, 0), (3, 0), LOSS), cue="stay"
        )
        self.play(appear(rule), appear(value))
        self.play(glide(value, goal, 1 / SIZE))
        self.play(appear(VGroup(example, *ties), rise=0.0), leave(value))

    def _nudge_both_ways(self) -> None:
        """The weight goes up by a little, down by a little, and back; each time the loss is computed."""
        same = {n: self.network.state.values[n].shown for n in (*FIRST_PATH[1:], (2, 1))}
        for sign, cue in (("add", "nudge"), ("subtract", None)):
            moved = self.shown(f"{sign}(small_network.W1.0.0, small_network.nudge.h)", ".4f")
            self.play(self.network.move_weight(FOCUS, moved), cue=cue)
            self.play(self.network.ripple(FOCUS, None, same), seconds=0.9)
        self.play(self.network.settle())

    def _every_gradient(self) -> None:
        """From the loss back, layer by layer, each weight gets its arrow."""
        record = self.record("small_network")
        self.play(self.network.flow_back(3), cue="compute", seconds=0.4)
        for layer in (2, 1, 0):
            self.play(self.network.grow_paths(*gradient_paths(self.network, record, layer)), seconds=0.9)
