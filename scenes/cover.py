"""The lecture's cover: two towers of the same layers, and how much each of them learnt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from manim import RIGHT, UP, Mobject, VGroup

from chainreel.draw.motion import appear
from chainreel.draw.networks.living_tower import TowerState
from chainreel.draw.networks.tower import Tower
from chainreel.draw.part.shapes import verdict
from chainreel.draw.text.lettering import lettering
from chainreel.draw.text.text import Align
from chainreel.scene import LectureScene
from chainreel.theme import FRAME_WIDTH, GAP_L, MARGIN_X, at, px

# Layout in pixels; no text is lower than 12 pixels where the picture is 320 wide, and none stands in the
# lower right corner, where sites put the film's length.
EDGES: Mapping[str, tuple[int, Align]] = MappingProxyType(
    {"plain": (MARGIN_X, "left"), "skips": (FRAME_WIDTH - MARGIN_X, "right")}
)
HEADLINE, RESULT_LINE, MIDDLE, WIDTH = 210, 452, FRAME_WIDTH / 2, FRAME_WIDTH - 2 * MARGIN_X
TOWER_Y, TOWER_WIDTH, TOWER_HEIGHT, VERDICT = 772, 792, 500, 132


class Cover(LectureScene):
    """Why does only one of them learn?"""

    def thumbnail(self) -> None:
        headline = self.text("headline", "poster").put(MIDDLE, HEADLINE, "center")
        headline.scale(min(1.0, px(WIDTH) / headline.width))
        accuracy = self.text("accuracy", "result", color="sub").put(MIDDLE, RESULT_LINE, "center")
        self.play(*(appear(part) for part in (headline, accuracy, *self._halves())))

    def _halves(self) -> Iterator[Mobject]:
        for run, (edge, side) in EDGES.items():
            learns = self.holds("right_learns") if run == "skips" else not self.holds("left_guesses")
            depth = self.number("headline.settings.depth")
            tower = Tower(
                self.look, depth, width_px=TOWER_WIDTH, height_px=TOWER_HEIGHT,
                state=TowerState(alive=1.0 if learns else 0.0),
            )  # fmt: skip
            inwards = TOWER_WIDTH / 2 if side == "left" else -TOWER_WIDTH / 2
            yield tower.put_at(edge + inwards, TOWER_Y)
            yield self._result(run, learns)

    def _result(self, run: str, learns: bool) -> VGroup:
        """The verdict and the accuracy on unseen digits, over the tower and flush with its outer edge."""
        edge, side = EDGES[run]
        shown = self.show_number(f"headline.{run}.test_accuracy.median", "%1")
        accuracy = lettering(self.look, shown, "poster", color="correct" if learns else "wrong")
        mark = verdict(self.look, learns, VERDICT)
        row = VGroup(mark, accuracy).arrange(RIGHT, buff=px(GAP_L))
        goal, rim = at(edge, RESULT_LINE), mark.get_x() - px(VERDICT) / 2
        reached = rim if side == "left" else row.get_right()[0]
        return row.shift((goal[0] - reached) * RIGHT + (goal[1] - accuracy.baseline) * UP)
