"""Chapter ``made``: what a model is made of, its blocks on a road, and its weights as areas."""

from __future__ import annotations

from chainreel.draw.charts.area_squares import AreaSquares
from chainreel.draw.motion import appear
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.model.scenes import stops
from chainreel.model.scenes.graphs import graph_of_shapes
from chainreel.scene import LectureScene
from chainreel.show import show
from chainreel.theme import FRAME_WIDTH, MARGIN_X, PIXELS_PER_UNIT

WIDTH, SQUARES_Y, SIDE = FRAME_WIDTH - 2 * MARGIN_X, 600, 300
NAMES_Y, NAME_STEP, NAMED = 316, 46, 120  # the names' baselines; slots that are narrower have numbers alone
THOUSAND = 1000  # counts under it are written out


class MadeChapter(LectureScene):
    """What is the model made of?"""

    def blocks(self) -> None:
        self.open_with_question()
        graph = graph_of_shapes(self)
        graph.take(built=0.0, bridged=0.0)
        self.play(appear(self.title()), appear(graph), cue="blocks")
        self.play(graph.build(), appear(self.run_note()))
        if graph.graph.splits:
            self.play(graph.build_bridges())
        self.play(graph.show_notes("shape"), cue="shapes")
        if self.holds("weightless"):
            self.close_with_answer(cue="answer")

    def weights(self) -> None:
        record = stops.seen_record(self)
        counts = record.numbers("block.weights")
        shown = [show(n, "k2" if n.value >= THOUSAND else "d", self.look.language) for n in counts]
        lit = int(record.array("block.largest")) if self.holds("heavy") else None
        squares = AreaSquares(self.look, shown, width_px=WIDTH, side_px=SIDE, lit=lit)
        squares.take(grown=0.0)
        squares.put_at(FRAME_WIDTH / 2, SQUARES_Y)
        self.clear_picture()
        self.play(appear(self.title()), appear(self.run_note()))
        self.play(appear(squares), *(appear(name) for name in self._names(squares)), cue="weights")
        self.play(squares.grow(2.4, grown=1.0))
        self.close_with_answer(cue="answer")

    def _names(self, squares: AreaSquares) -> list[Lettering]:
        """Number and name over each square, every other one lower; numbers alone where there is no room."""
        found = []
        for k, name in enumerate(stops.block_names(self)):
            words = (
                stops.numbered_name(self, k, name) if squares.slot >= NAMED else stops.number_words(self, k)
            )
            text = lettering(self.look, words, "label_dense", color="sub")
            half = text.width * PIXELS_PER_UNIT / 2
            x = min(
                max(FRAME_WIDTH / 2 + squares.middle_px(k), MARGIN_X + half), FRAME_WIDTH - MARGIN_X - half
            )
            found.append(
                text.put(x, NAMES_Y + (NAME_STEP * (k % 2) if squares.slot >= NAMED else NAME_STEP), "center")
            )
        return found
