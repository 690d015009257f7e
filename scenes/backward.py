"""Chapter ``backward``: how far each weight is to blame, found along the paths back from the loss."""

from __future__ import annotations

from manim import LEFT, RIGHT, UP

from chainreel.draw.gradients.factors import FactorTable
from chainreel.draw.motion import appear, glide, leave
from chainreel.draw.networks.network import Network
from chainreel.draw.part.shapes import arrow
from chainreel.draw.text.counter import count_through
from chainreel.draw.text.lettering import Lettering
from chainreel.number import counted
from chainreel.scene import LectureScene
from chainreel.theme import FRAME_WIDTH, GAP_XL, MARGIN_X, at, px
from scenes import backward_motions as motions
from scenes import backward_parts as parts
from scenes.backward_motions import FIRST_PATH
from scenes.backward_networks import (
    FOCUS,
    NEURONS,
    REACHED,
    WATCHED,
    WAYS_BACK,
    WEIGHT_STYLE,
    changes_of,
    updated_network,
    values_after,
    whole_network,
)
from scenes.backward_parts import KINDS
from scenes.small_network import weights_of

OUTPUT_ABOVE, TO_THE_MIDDLE = 76, 800  # pixels, as are these middles and baselines
CAUSE, EFFECT, NUDGE_LINE, NUDGE_Y, ARROW_WIDTH = 440, 1440, 776, 750, 5
ANSWERS_Y, ANSWERS_SIZE = 480, 1.2  # when they are alone
FALL_LINE = 784


class BackwardChapter(LectureScene):
    """Which weight is to blame?"""

    # What a beat leaves on the stage for later ones.
    network: Network
    output: Lettering
    table: FactorTable

    def nudge(self) -> None:
        small = self.record("small_network")
        self.network = network = whole_network(self.look, small, self.words("loss"))
        cause = self.text("cause", "result").put(CAUSE, NUDGE_LINE, "center")
        effect = self.text("effect", "result").put(EFFECT, NUDGE_LINE, "center")
        ends = (
            at(CAUSE, NUDGE_Y) + (cause.width / 2 + px(GAP_XL)) * RIGHT,
            at(EFFECT, NUDGE_Y) + (effect.width / 2 + px(GAP_XL)) * LEFT,
        )
        values = values_after(self.look, small, "ripple", "loss", list(REACHED))
        self.output = output = self.text("output", color="forward")
        output.next_to(network.place((3, 0)) + px(OUTPUT_ABOVE) * UP, UP, buff=0)
        self.open_with_question(until="net")
        self.play(appear(self.title()), appear(network), appear(self.run_note()))
        self.play(appear(output), appear(parts.below_output(self, "target", network)))
        self.play(network.show_weights(FOCUS), cue="weight")
        self.play(network.light(*FIRST_PATH, (2, 1)))
        self.play(network.move_weight(FOCUS, parts.shown_of(self, "ripple.weight", ".1f")), appear(cause))
        self.play(
            network.ripple(FOCUS, None, values, changes_of(self.look, small)), cue="ripple", seconds=2.7
        )
        self.play(appear(arrow(self.look, *ends, "forward", ARROW_WIDTH)), appear(effect))

    def slopes_multiply(self) -> None:
        network = self.network
        motions.turn_to(self, network, self.output, changing=[network.settle()])
        self.play(network.part(*FIRST_PATH), seconds=1.0)
        self.play(network.light(*FIRST_PATH), network.show_weights(*WAYS_BACK[0][1:]))
        self.table = table = parts.factor_table(self, network)
        self.add(table)
        miss = parts.under_factor(self, table, "miss", len(KINDS) - 1)
        cues = {0: "back", 1: "miss", 2: "edge"}
        origins = motions.from_the_network(network, 0)
        motions.go_back(self, network, table, 0, origins, cues, seconds=0.52, beside={1: miss})
        self.play(table.show_product(0), cue="product")
        if self.holds("stayed"):
            motions.explain_a_slope(self, network, table)

    def two_paths(self) -> None:
        network, table = self.network, self.table
        same = {n: network.state.values[n].shown for n in (*FIRST_PATH[1:], (2, 1))}
        motions.turn_to(self, network, table, changing=[table.single_out(0)])
        self.play(network.rejoin(), seconds=0.8)
        self.play(network.light(*FIRST_PATH))
        self.play(network.ripple(FOCUS, None, same), cue="paths", seconds=1.6)
        self.play(network.show_weights(*WAYS_BACK[1][1:]), table.step_back(0))
        motions.go_back(self, network, table, 1, motions.from_below(table, 1), {}, seconds=0.32)
        self.play(table.show_product(1), cue="along")
        tile = network.stops_back(WAYS_BACK[0])[-2]
        self.play(table.turn_to_products(), network.deliver(tile.reach), cue="add")
        self.play(glide(table, table.get_center() + px(TO_THE_MIDDLE) * LEFT))
        self.play(
            *(appear(table.name_product(k, self.words(key))) for k, key in enumerate(("upper", "lower")))
        )
        self.play(table.close_bracket())
        self.play(table.show_total(), appear(table.name_total(self.words("gradient"))), cue="sum")

    def three_meet(self) -> None:
        network, answers, total = self.network, parts.agreement(self), self.table.hand_over_total()
        goal = total.copy().move_to(answers.number_start(0), aligned_edge=LEFT).get_center()
        self.add(total)
        motions.turn_to(self, network, total, changing=[network.unlight(), glide(total, goal)])
        self.play(leave(total), answers.show_row(0), network.hide_weights(FOCUS))
        self.play(network.light(*network.values))
        self.play(network.flow_back(3, 2, 1, 0), cue="autograd", seconds=1.4)
        self.play(answers.show_row(1))
        motions.nudge_both_ways(self, network)
        self.play(answers.show_row(2))
        words, count = parts.decimals(self)
        alone = at(MARGIN_X, ANSWERS_Y) + ANSWERS_SIZE * answers.width / 2 * RIGHT
        steps = [counted(n, "decimals lit so far") for n in range(1, answers.decimals)]
        self.play(leave(network), glide(answers, alone, ANSWERS_SIZE), cue="same")
        self.play(appear(words), appear(count))
        light = answers.light()
        counting = count_through(
            count, [*steps, parts.number_of(self, "ways.decimals")], "d", run_time=light.run_time
        )
        self.play(light, counting)

    def one_update(self) -> None:
        small = self.record("small_network")
        network = updated_network(self.look, small, self.words("loss"))
        self.clear_picture()
        note, stepped = self.run_note(), self.run_note("stepped")
        self.play(appear(self.title()), appear(note), appear(network))
        self.play(network.show_weights(*WATCHED))
        motions.grow_every_gradient(self, network)
        weights = weights_of(self.look, small, "update.", WEIGHT_STYLE)
        values = values_after(self.look, small, "update", "loss_after", list(NEURONS))
        self.play(network.unlight(), leave(note), cue="update")
        self.play(network.update_weights(weights, values), appear(stepped))
        self.play(appear(self.text("fall", "result").put(FRAME_WIDTH / 2, FALL_LINE, "center")), cue="loss")
        self.close_with_answer(cue="answer")
