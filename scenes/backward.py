"""Chapter ``backward``: how far each weight is to blame, found along the paths back from the loss."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from manim import LEFT, RIGHT, UP, Animation, Mobject

from chainreel.draw.counter import count_through
from chainreel.draw.layout import place_right
from chainreel.draw.motion import appear, glide, leave
from chainreel.draw.network_state import Node
from chainreel.draw.shapes import arrow
from chainreel.number import counted
from chainreel.show import Shown
from chainreel.theme import FRAME_WIDTH, GAP_XL, MARGIN_X, at, px
from scenes.backward_parts import (
    FOCUS,
    KINDS,
    LOSS,
    NEURONS,
    REACHED,
    SIZE,
    WAYS_BACK,
    BackwardParts,
    changes_of,
    origins_of,
    tiles_of,
    values_after,
    whole_network,
    widths_of,
)
from scenes.small_network import weights_of

FIRST_PATH: tuple[Node, ...] = ((0, 0), (1, 0), (2, 0), (3, 0), LOSS)
SLOPES = (1, 3, 5)  # the columns of the table that are slopes of the sigmoid
BEFORE_TILE = 0.22  # of an edge: how far from the tile's middle a coin waits
OUTPUT_ABOVE, TO_THE_MIDDLE = 76, 300  # pixels
NOTHING: Mapping[int, Mobject] = MappingProxyType({})


class BackwardChapter(BackwardParts):
    """Which weight is to blame?"""

    def nudge(self) -> None:
        self.small = self.record("small_network")
        self.network = network = whole_network(self.look, self.small, self.words("loss"))
        cause = self.text("cause", "result").put(440, 776, "center")
        effect = self.text("effect", "result").put(1440, 776, "center")
        ends = (
            at(440, 750) + (cause.width / 2 + px(GAP_XL)) * RIGHT,
            at(1440, 750) + (effect.width / 2 + px(GAP_XL)) * LEFT,
        )
        values = values_after(self.look, self.small, "ripple", "loss", list(REACHED))
        output = self.text("output", color="forward")
        output.next_to(network.place((3, 0)) + px(OUTPUT_ABOVE) * UP, UP, buff=0)
        self.open_with_question(until="net")
        self.play(appear(self.title()), appear(network), appear(self.run_note()))
        self.play(appear(output), appear(self._below_loss("target", network)))
        self.play(network.show_weights(FOCUS), cue="weight")
        self.play(network.light(*FIRST_PATH, (2, 1)))
        self.play(network.move_weight(FOCUS, self._recorded("ripple.weight", ".1f")), appear(cause))
        self.play(
            network.ripple(FOCUS, None, values, changes_of(self.look, self.small)), cue="ripple", seconds=3.2
        )
        self.play(appear(arrow(self.look, *ends, "forward", 5)), appear(effect))

    def slopes_multiply(self) -> None:
        self.table = self._table()
        self._turn_to(self.network, changing=[self.network.settle()])
        self.play(self.network.light(*FIRST_PATH))
        self.play(self.network.show_weights(*WAYS_BACK[0][1:]))
        self.add(self.table)
        miss = place_right(self._below_loss("miss", self.network))
        self._go_back(0, {0: "back", 1: "miss", 2: "edge"}, seconds=0.6, beside={1: miss})
        self.play(self.table.show_product(0), cue="product")
        self._explain_a_slope()

    def two_paths(self) -> None:
        network, table = self.network, self.table
        same = {n: network.state.values[n].shown for n in (*FIRST_PATH[1:], (2, 1))}
        self._turn_to(network, table, changing=[table.single_out(0)])
        self.play(network.light(*FIRST_PATH))
        self.play(network.ripple(FOCUS, None, same), cue="paths", seconds=2.0)
        self.play(network.show_weights(*WAYS_BACK[1][1:]), table.step_back(0))
        self._go_back(1, {}, seconds=0.42)
        self.play(table.show_product(1), cue="along")
        tile = network.stops_back(WAYS_BACK[0])[-2]
        self.play(table.turn_to_products(), network.deliver(tile.reach), cue="add")
        self.play(glide(table, table.get_center() + px(TO_THE_MIDDLE) * LEFT))
        self.play(
            *(appear(table.name_product(k, self.words(key))) for k, key in enumerate(("upper", "lower")))
        )
        self.play(table.close_bracket())
        self.play(table.show_total(), cue="sum")

    def three_meet(self) -> None:
        network, answers, total = self.network, self._agreement(), self.table.hand_over_total()
        goal = total.copy().move_to(answers.number_start(0), aligned_edge=LEFT).get_center()
        self.add(total)
        self._turn_to(network, total, changing=[network.unlight(), glide(total, goal)])
        self.play(leave(total), answers.show_row(0), network.hide_weights(FOCUS))
        self.play(network.light(*network.values))
        self.play(network.flow_back(3, 2, 1, 0), cue="autograd", seconds=1.8)
        self.play(answers.show_row(1))
        self._nudge_both_ways()
        self.play(answers.show_row(2))
        words, count = self._decimals()
        steps = [counted(n, "decimals lit so far") for n in range(1, answers.decimals)]
        self.play(appear(words), appear(count), network.light(LOSS), cue="same")
        self.play(answers.light(), count_through(count, [*steps, self._number("ways.decimals")], "d"))

    def one_update(self) -> None:
        network, tiles = self.network, tiles_of(self.look, self.small).put_at(960, 738)
        self._turn_to(network, changing=[network.hide_weights(), appear(tiles)])
        self.play(network.light(*network.values))
        self.play(network.flow_back(3), cue="compute", seconds=0.4)
        for layer in (2, 1, 0):
            landing = [tiles.receive(layer + 1, origins_of(network, layer + 1))] if layer < 2 else []
            self.play(network.flow_back(layer), *landing, seconds=0.6)
        self.play(tiles.receive(0, origins_of(network, 0)), seconds=0.6)
        weights = weights_of(self.look, self.small, "update.", ".3f")
        values = values_after(self.look, self.small, "update", "loss_after", list(NEURONS))
        self.play(tiles.step_all(), network.update_weights(weights, values), cue="update")
        self.play(appear(self._below_loss("fall", network, "result_small")), cue="loss")
        self.close_with_answer(cue="answer")

    # --- what happens -------------------------------------------------------------------------

    def _turn_to(self, *keep: Mobject, changing: list[Animation]) -> None:
        """The next page: its title and run-note, and what changes with them."""
        self.clear_picture(*keep)
        self.play(appear(self.title()), appear(self.run_note()), *changing)

    def _go_back(
        self, path: int, cues: Mapping[int, str], seconds: float, beside: Mapping[int, Mobject] = NOTHING
    ) -> None:
        """The coin goes back along a path; from each place that it has come to, a factor joins the row.

        ``beside`` are texts that come with a factor.
        """
        product, way = self._number(f"paths.products.{path}"), WAYS_BACK[path]
        *stops, tile, x = self.network.stops_back(way)
        reaches = [*(stop.reach for stop in stops), tile.reach - BEFORE_TILE]
        origins = [stop.place for stop in (*stops, x)]
        for column in range(len(KINDS) + 1):
            moves: list[Animation] = [appear(text) for k, text in beside.items() if k == column]
            if column < len(KINDS):
                moves.append(
                    self.network.follow_path(way, product, widths_of(self.small, SIZE), reaches[column])
                )
            else:
                moves.append(self.network.pulse((0, 0)))
            if column > 0:
                moves.append(self.table.bring(path, column - 1, origins[column - 1]))
            self.play(*moves, cue=cues.get(column), seconds=seconds)

    def _explain_a_slope(self) -> None:
        """The value that stayed in a neuron comes down into the formula of its slope."""
        rule, example = self.text("rule", "body"), self.text("example", "body")
        rule.put(MARGIN_X + 136, 812)
        example.put(FRAME_WIDTH - MARGIN_X - 136, 812, "right")
        value = self.text("stayed", "body").scale(SIZE).move_to(self.network.place((2, 0)))
        goal = example.part("forward")[0].get_center()
        self.play(
            self.table.single_out(0, *SLOPES), self.network.light((1, 0), (2, 0), (3, 0), LOSS), cue="stay"
        )
        self.play(appear(rule))
        self.play(glide(value, goal, 1 / SIZE))
        self.play(appear(example, rise=0.0), leave(value))

    def _nudge_both_ways(self) -> None:
        """The weight goes up by a little, down by a little, and back; each time the loss is computed."""
        same = {n: self.network.state.values[n].shown for n in (*FIRST_PATH[1:], (2, 1))}
        for sign, cue in (("add", "nudge"), ("subtract", None)):
            moved = self.shown(f"{sign}(small_network.W1.0.0, small_network.nudge.h)", ".4f")
            self.play(self.network.move_weight(FOCUS, moved), cue=cue)
            self.play(self.network.ripple(FOCUS, None, same), seconds=1.4)
        self.play(self.network.settle())

    # --- the parts, with the beat's words -----------------------------------------------------

    def _recorded(self, path: str, style: str) -> Shown:
        return self.shown(f"small_network.{path}", style)
