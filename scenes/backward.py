"""Chapter ``backward``: how far each weight is to blame, found along the paths back from the loss."""

from __future__ import annotations

from dataclasses import replace

from manim import LEFT, RIGHT, Animation, VGroup

from chainreel.draw.agreement import Agreement
from chainreel.draw.counter import Counter, count_through, counter
from chainreel.draw.factor_figure import Factor
from chainreel.draw.factors import FactorTable
from chainreel.draw.layout import place_left
from chainreel.draw.lettering import lettering
from chainreel.draw.motion import appear, glide, leave
from chainreel.draw.network import Network
from chainreel.draw.network_state import Edge, Node, Seen
from chainreel.draw.parameters import Parameters, ParameterTiles
from chainreel.draw.posing import Point
from chainreel.draw.shapes import arrow
from chainreel.draw.widths import Widths
from chainreel.number import Number, counted
from chainreel.scene import LectureScene
from chainreel.show import Shown, show
from chainreel.theme import GAP_XL, MARGIN_X, at, px
from chainreel.words import maths
from scenes.small_network import filled_state, network_of, weights_of

SIZE = 0.84  # of the network's home size: products need the room below it
FOCUS: Edge = (0, 0, 0)
WAYS_BACK: tuple[tuple[Edge, ...], ...] = (
    ((3, 0, 0), (2, 0, 0), (1, 0, 0), FOCUS),
    ((3, 0, 0), (2, 1, 0), (1, 0, 1), FOCUS),
)
FIRST_PATH: tuple[Node, ...] = ((0, 0), (1, 0), (2, 0), (3, 0), (4, 0))
NAMES = {(1, 0): "h1.0", (1, 1): "h1.1", (1, 2): "h1.2", (2, 0): "h2.0", (2, 1): "h2.1", (3, 0): "h3.0"}
KINDS = ("error", "slope", "weight", "slope", "weight", "slope", "value")
HEADS = ("h - y", "sigma'", "w", "sigma'", "w", "sigma'", "x")
STYLES = (".3f", ".4f", ".1f", ".4f", ".1f", ".4f", "d")
SLOPES = (1, 3, 5)  # the columns of the table that are slopes of the sigmoid
CHANGES = {(1, 0): "+.3f", (2, 0): ".4f", (2, 1): ".4f", (3, 0): "+.5f"}
WIDEST = 20  # pixels
BEFORE_TILE = 0.22  # of an edge: how far from the tile's middle a coin waits


class BackwardChapter(LectureScene):
    """Which weight is to blame?"""

    def nudge(self) -> None:
        self.network = self._network()
        cause = self.text("cause", "result").move_to(at(440, 750))
        effect = self.text("effect", "result").move_to(at(1440, 750))
        ends = cause.get_right() + px(GAP_XL) * RIGHT, effect.get_left() + px(GAP_XL) * LEFT
        values, changes = self._rippled()
        self.open_with_question(until="net")
        self.play(appear(self.title()), appear(self.network), appear(self.run_note()))
        self.play(self.network.show_weights(FOCUS), cue="weight")
        self.play(self.network.move_weight(FOCUS, self._recorded("ripple.weight", ".1f")), appear(cause))
        self.play(self.network.ripple(FOCUS, None, values, changes), cue="ripple", seconds=4.0)
        self.play(appear(arrow(self.look, *ends, "forward", 5)), appear(effect))

    def slopes_multiply(self) -> None:
        self.table = self._table()
        self.table_home = self.table.put_at(960, 733)
        self._turn_to(self.network, with_them=[self.network.settle()])
        self.play(self.network.light(*FIRST_PATH))
        self.play(self.network.show_weights(*WAYS_BACK[0][1:]))
        self.add(self.table)
        self._go_back(0, {0: "back", 1: "edge"}, seconds=0.6)
        self.play(self.table.show_product(0))
        self._explain_a_slope()

    def two_paths(self) -> None:
        same = {n: self.network.state.values[n].shown for n in (*FIRST_PATH[1:], (2, 1))}
        self._turn_to(self.network, self.table, with_them=[self.table.single_out(0)])
        self.play(self.network.light(*FIRST_PATH))
        self.play(self.network.ripple(FOCUS, None, same), cue="paths", seconds=2.0)
        self.play(self.network.show_weights(*WAYS_BACK[1][1:]), self.table.step_back(0), cue="other")
        self._go_back(1, {}, seconds=0.45)
        self.play(self.table.show_product(1), cue="along")
        self.play(
            self.table.step_back(),
            self.network.deliver(self.network.stops_back(WAYS_BACK[0])[-2].reach),
            cue="add",
        )
        self.play(self.table.close_bracket())
        self.play(self.table.show_total(), cue="sum")

    def three_meet(self) -> None:
        network, answers = self.network, self._agreement()
        total = lettering(self.look, self._recorded("paths.sum", ".5f"), "result_small", color="negative")
        total.move_to(self.table.total_start(), aligned_edge=LEFT)
        goal = total.copy().move_to(answers.number_start(0), aligned_edge=LEFT).get_center()
        self.add(total)
        self._turn_to(network, total, with_them=[network.unlight(), glide(total, goal)])
        self.play(leave(total), answers.show_row(0))
        self.play(network.light(*network.values))
        self.play(network.flow_back(3, 2, 1, 0), cue="autograd", seconds=2.0)
        self.play(answers.show_row(1))
        self._nudge_both_ways()
        self.play(answers.show_row(2))
        words, count = self._decimals()
        self.play(appear(words), appear(count), cue="same")
        steps = [counted(n, "decimals lit so far") for n in range(1, answers.decimals)]
        self.play(answers.light(), count_through(count, [*steps, self._number("ways.decimals")], "d"))

    def one_update(self) -> None:
        network, tiles, (loss, value) = self.network, self._tiles(), self._loss()
        self._turn_to(network, with_them=[network.hide_weights(), appear(tiles), appear(loss)])
        self.play(network.flow_back(3), cue="compute")
        for layer in (2, 1, 0):
            landing = [tiles.receive(layer + 1, self._origins(layer + 1))] if layer < 2 else []
            self.play(network.flow_back(layer), *landing, seconds=0.7)
        self.play(tiles.receive(0, self._origins(0)), seconds=0.7)
        weights = weights_of(self.look, self.record("small_network"), "update.", ".3f")
        values = {node: self._recorded(f"update.{name}", ".3f") for node, name in NAMES.items()}
        values[4, 0] = self._recorded("update.loss_after", ".3f")
        self.play(tiles.step_all(), network.update_weights(weights, values), cue="update")
        fall = [self._number("update.loss_before"), self._number("update.loss_after")]
        self.play(count_through(value, fall, ".3f"), cue="loss", seconds=0.8)
        self.close_with_answer(cue="answer")

    # --- what happens -------------------------------------------------------------------------

    def _turn_to(self, *keep: Animation, with_them: list[Animation]) -> None:
        """The next page: its title and run-note, and what changes with them."""
        self.clear_picture(*keep)
        self.play(appear(self.title()), appear(self.run_note()), *with_them)

    def _go_back(self, path: int, cues: dict[int, str], seconds: float) -> None:
        """The coin goes back along a path; from each place it has come to, a factor comes to the table."""
        product, way = self._number(f"paths.products.{path}"), WAYS_BACK[path]
        *stops, tile, x = self.network.stops_back(way)
        reaches, origins = (
            [*(s.reach for s in stops), tile.reach - BEFORE_TILE],
            [*(s.place for s in stops), x.place],
        )
        moves = [
            [self.network.follow_path(way, product, self._widths(WIDEST / SIZE), reach)] for reach in reaches
        ]
        for column in range(len(KINDS) + 1):
            coming = [self.table.bring(path, column - 1, origins[column - 1])] if column else []
            going = moves[column] if column < len(KINDS) else []
            self.play(*going, *coming, cue=cues.get(column), seconds=seconds)

    def _explain_a_slope(self) -> None:
        rule, example = self.text("rule", "formula"), self.text("example", "body")
        example.put(MARGIN_X + 620, 828)
        rule.put(MARGIN_X + 200, 828)
        value = self.text("value", "body").scale(SIZE).move_to(self.network.place((2, 0)))
        first = example.part("forward")[0]
        self.play(self.table.single_out(0, *SLOPES), self.network.light((1, 0), (2, 0), (3, 0)), cue="stay")
        self.play(appear(rule))
        self.play(glide(value, first.get_center(), 1 / SIZE))
        self.play(appear(example, rise=0.0), leave(value))

    def _nudge_both_ways(self) -> None:
        """The weight up by a little, down by a little, and back; each time the change runs to the loss."""
        same = {n: seen.shown for n, seen in self.network.state.values.items() if n[0] > 1 or n == (1, 0)}
        for sign, cue in (("add", "nudge"), ("subtract", None)):
            moved = self.shown(f"{sign}(small_network.W1.0.0, small_network.nudge.h)", ".4f")
            self.play(self.network.move_weight(FOCUS, moved), cue=cue)
            self.play(self.network.ripple(FOCUS, None, same), seconds=1.4)
        self.play(self.network.settle())

    # --- the parts, filled from the record ----------------------------------------------------

    def _number(self, path: str) -> Number:
        return self.number(f"small_network.{path}")

    def _recorded(self, path: str, style: str) -> Shown:
        return self.shown(f"small_network.{path}", style)

    def _network(self) -> Network:
        """The network, with its loss, as the forward pass left it."""
        network = network_of(
            self.look, self.record("small_network"), with_loss=True, loss_label=self.words("loss")
        )
        state, loss = filled_state(network), network.loss_node
        network.state = replace(
            state, values={**state.values, loss: Seen(network.values[loss])}, lit={**state.lit, loss: 1.0}
        )
        network.scale(SIZE).put_at(960, 404).pose()
        return network

    def _rippled(self) -> tuple[dict[Node, Shown], dict[Node, Shown]]:
        """The values after the nudge, and by how much they changed, of the nodes that it reaches."""
        values = {n: self._recorded(f"ripple.{NAMES[n]}", ".3f") for n in CHANGES}
        changes = {
            n: self._recorded("ripple.{}_change.{}".format(*NAMES[n].split(".")), s) for n, s in CHANGES.items()
        }
        values[4, 0] = self._recorded("ripple.loss", ".3f")
        return values, changes

    def _widths(self, full_px: float) -> Widths:
        return Widths(self._number("paths.products.1"), full_px)

    def _table(self) -> FactorTable:
        record, language = self.record("small_network"), self.look.language
        rows = [
            [
                Factor(show(n, style, language), kind)
                for n, style, kind in zip(row, STYLES, KINDS, strict=True)
            ]
            for row in record.rows("paths.factors")
        ]
        return FactorTable(
            self.look, rows, [show(n, ".5f", language) for n in record.numbers("paths.products")],
            heads=[maths(head, language) for head in HEADS], total=self._recorded("paths.sum", ".5f"),
            widths=self._widths(WIDEST), row_px=78,
        )  # fmt: skip

    def _agreement(self) -> Agreement:
        ways = ("paths", "autograd", "nudge")
        answers = Agreement(
            self.look, [self.words(way) for way in ways], [self._number(f"ways.{way}") for way in ways],
            self._number("ways.decimals"),
        )  # fmt: skip
        return place_left(answers.put_at(960, 742))

    def _decimals(self) -> tuple[VGroup, Counter]:
        count = counter(
            self.look,
            show(counted(1, "decimals lit so far"), "d", self.look.language),
            "result_large",
            "correct",
            "right",
        )
        up_to, decimals = self.text("up_to", "body"), self.text("decimals", "body")
        count.put(1420, 800, "right")
        up_to.put(1250, 690)
        decimals.put(1440, 800)
        return VGroup(up_to, decimals), count

    def _tiles(self) -> ParameterTiles:
        record, language = self.record("small_network"), self.look.language

        def parameters(prefix: str, layer: int) -> Parameters:
            weights = [[show(n, ".3f", language) for n in row] for row in record.rows(f"{prefix}W{layer}")]
            return Parameters(
                weights, [show(n, ".3f", language) for n in record.numbers(f"{prefix}b{layer}")]
            )

        before, after = ([parameters(prefix, k) for k in (1, 2, 3)] for prefix in ("", "update."))
        return place_left(ParameterTiles(self.look, before, after).put_at(960, 740))

    def _origins(self, group: int) -> dict[tuple[int, int, int], Point]:
        """Where the gradients of a layer's parameters come from: its edges, and for a bias its neuron."""
        columns = len(self.network.layers[group])
        rows = range(len(self.network.layers[group + 1]))
        weights = {
            (group, r, c): self.network.tile_place((group, c, r)) for r in rows for c in range(columns)
        }
        return weights | {(group, r, columns): self.network.place((group + 1, r)) for r in rows}

    def _loss(self) -> tuple[VGroup, Counter]:
        value = counter(self.look, self._recorded("update.loss_before", ".3f"), "result_large", "backward")
        value.put(1536, 800)
        return VGroup(self.text("loss", "body", color="sub").put(1536, 690), value), value
