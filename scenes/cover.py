"""The lecture's cover: two towers of the same layers, and how much each of them learnt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from manim import RIGHT, Mobject, VGroup

from chainreel.draw.lettering import Lettering, lettering
from chainreel.draw.motion import appear
from chainreel.draw.shapes import verdict
from chainreel.draw.tower import Tower
from chainreel.draw.tower_figure import TowerState
from chainreel.scene import LectureScene
from chainreel.theme import GAP_L, MARGIN_X, at, px

RUNS = ("plain", "skips")  # left and right

# Layout in pixels; nothing is lower than 12 pixels where the picture is 320 wide.
COLUMNS: Mapping[str, int] = MappingProxyType({"plain": 492, "skips": 1428})
HEADLINE, TOWER_Y, RESULT_LINE, MIDDLE = 216, 540, 1000, 960
TOWER_WIDTH, TOWER_HEIGHT, VERDICT, WIDTH = 792, 440, 132, 1920 - 2 * MARGIN_X


class Cover(LectureScene):
    """Why does only one of them learn?"""

    def thumbnail(self) -> None:
        headline = self.text("headline", "poster").put(MIDDLE, HEADLINE, "center")
        headline.scale(min(1.0, px(WIDTH) / headline.width))
        self.play(*(appear(part) for part in (headline, *self._halves())))

    def _halves(self) -> Iterator[Mobject]:
        for run in RUNS:
            learns = self.holds("right_learns") if run == "skips" else not self.holds("left_guesses")
            depth = self.number("headline.settings.depth")
            tower = Tower(
                self.look, depth, width_px=TOWER_WIDTH, height_px=TOWER_HEIGHT,
                state=TowerState(alive=1.0 if learns else 0.0),
            )  # fmt: skip
            yield tower.put_at(COLUMNS[run], TOWER_Y)
            yield self._result(run, learns)

    def _result(self, run: str, learns: bool) -> VGroup:
        """The verdict and the accuracy on unseen digits, under the tower."""
        accuracy = self._accuracy(run, learns)
        row = VGroup(verdict(self.look, learns, VERDICT), accuracy).arrange(RIGHT, buff=px(GAP_L))
        row.move_to(at(COLUMNS[run], 0))
        return row.shift((0, at(0, RESULT_LINE)[1] - accuracy.baseline, 0))

    def _accuracy(self, run: str, learns: bool) -> Lettering:
        shown = self.shown(f"headline.{run}.test_accuracy.median", "%1")
        return lettering(self.look, shown, "poster", color="correct" if learns else "wrong")
