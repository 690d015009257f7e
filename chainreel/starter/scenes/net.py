"""A small net: what it answers before it has learned, how its loss falls, what it answers then."""

from chainreel.draw.axes.axis import Linear, ticks
from chainreel.draw.charts.learning_curves import LearningCurves, Series
from chainreel.draw.motion import appear
from chainreel.draw.networks.network import Network, edges_of
from chainreel.draw.networks.network_state import Edge, NetworkState, Seen
from chainreel.scene import LectureScene
from chainreel.show import Shown
from chainreel.theme import at

# Layout in pixels: middles, distances, and the text at the answer (left edge, baselines).
NET, COLUMN, ROW, RADIUS = (740, 510), 500, 225, 82
ANSWER, GOAL = (1350, 440), (1350, 530)
CORNER, CURVE_SIZE = (230, 250), (1200, 500)  # the curve's upper left, its size


class LearningNet(LectureScene):
    """How does a net learn?"""

    def guess(self) -> None:
        network = self._network("before").put_at(*NET)
        self.open_with_question(until="net")
        self.play(appear(self.title()), appear(network), appear(self.run_note()))
        self.play(network.show_weights(), cue="weights")
        self.play(network.fill_forward(), cue="flow")
        self.play(appear(self.text("answer", color="forward").put(*ANSWER)), cue="answers")
        self.play(appear(self.text("goal", color="sub").put(*GOAL)))

    def loss(self) -> None:
        curve = self._curve()
        curve.take(step=0.0)
        self.clear_picture()
        self.play(appear(self.title()), appear(curve), appear(self.run_note()), cue="loss")
        self.play(curve.run(run_time=4.0), cue="falls")

    def new_weights(self) -> None:
        network = self._network("before").put_at(*NET)
        network.take(**vars(self._filled(network)))
        after = self._network("after")
        self.clear_picture()
        self.play(appear(self.title()), appear(network), appear(self.run_note()))
        later = {node: value for node, value in after.values.items() if node[0] > 0}
        self.play(network.update_weights(after.weights, later), cue="update")
        self.play(appear(self.text("answer", color="forward").put(*ANSWER)))
        self.play(appear(self.text("goal", color="sub").put(*GOAL)))
        self.close_with_answer(cue="answer")

    def _network(self, when: str) -> Network:
        """The net as it is then, with its values and weights."""
        layers = [
            self._shown("net.x", 2, "d"),
            self._shown(f"net.{when}.hidden", self._hidden, ".2f"),
            [self.show_number(f"net.{when}.answer", ".2f")],
        ]
        return Network(
            self.look, layers, self._weights(when), column_px=COLUMN, row_px=ROW, radius_px=RADIUS,
            number_role="body", tile_role="label", tile_at=self._tiles(),
        )  # fmt: skip

    @property
    def _hidden(self) -> int:
        """How many units lie between the inputs and the answer."""
        return len(self.record("net").numbers("before.hidden"))

    def _shown(self, path: str, count: int, style: str) -> list[Shown]:
        """The numbers under a path, rounded for the picture."""
        return [self.show_number(f"{path}.{index}", style) for index in range(count)]

    def _weights(self, when: str) -> dict[Edge, Shown]:
        """The weights by edge."""
        first = [self._shown(f"net.{when}.w1.{unit}", 2, ".1f") for unit in range(self._hidden)]
        return edges_of([first, [self._shown(f"net.{when}.w2", self._hidden, ".1f")]])

    def _tiles(self) -> dict[Edge, float]:
        """Where on its edge each weight stands, so that none lies on another (default: the middle)."""
        crossing = {(0, 0, self._hidden - 1), (0, 1, 0)}
        first = [(0, source, unit) for unit in range(self._hidden) for source in (0, 1)]
        return {edge: 0.75 if edge in crossing else 0.3 for edge in first}

    def _filled(self, network: Network) -> NetworkState:
        """Every value in its node, every weight on its edge."""
        return NetworkState(
            values={node: Seen(value) for node, value in network.values.items()},
            weights={edge: Seen(weight) for edge, weight in network.weights.items()},
            lit=dict.fromkeys(network.values, 1.0),
        )

    def _curve(self) -> LearningCurves:
        """The loss, every few steps."""
        record = self.record("net")
        steps, losses = record.numbers("step"), record.numbers("loss")
        top = 0.5 * round(losses[0].value / 0.5 + 0.5)
        curve = LearningCurves(
            self.look, [Series(self.words("loss"), steps, losses, "backward")],
            Linear(0, steps[-1].value), Linear(0, top), style=".2f",
            width_px=CURVE_SIZE[0], height_px=CURVE_SIZE[1],
            x_ticks=ticks(0, steps[-1].value, 100), y_ticks=ticks(0, top, 0.5, ".1f"),
            x_name=self.words("step"),
        )  # fmt: skip
        return curve.shift(at(*CORNER) - curve.plot.at(0, top))
