"""Chapter ``made``: what a model is made of, its blocks and its weights as areas."""

from __future__ import annotations

from chainreel.draw.charts.area_squares import AreaSquares
from chainreel.draw.motion import appear
from chainreel.draw.text.lettering import lettering
from chainreel.model.scenes.stops import block_names, name_words, seen_record
from chainreel.scene import LectureScene
from chainreel.show import show
from chainreel.theme import FRAME_WIDTH, MARGIN_X

WIDTH, SQUARES_Y, SIDE = FRAME_WIDTH - 2 * MARGIN_X, 640, 320


class MadeChapter(LectureScene):
    """What is the model made of?"""

    def blocks(self) -> None:
        self.open_with_question()
        record = seen_record(self)
        counts = record.numbers("block.weights")
        shown = [show(n, "k2" if n.value >= 1000 else "d", self.look.language) for n in counts]
        squares = AreaSquares(self.look, shown, width_px=WIDTH, side_px=SIDE, lit=self._lit())
        squares.take(grown=0.0)
        squares.put_at(FRAME_WIDTH / 2, SQUARES_Y)
        names = [
            lettering(self.look, name_words(self, name), "label_dense", color="text").put(
                FRAME_WIDTH / 2 + squares.middle_px(k), 300 + 44 * (k % 2), "center"
            )
            for k, name in enumerate(block_names(self))
        ]
        self.play(appear(self.title()), *(appear(name) for name in names), cue="blocks")
        self.play(appear(squares), appear(self.run_note()), cue="weights")
        self.play(squares.grow(2.0, grown=1.0))
        self.close_with_answer(cue="answer")

    def _lit(self) -> int | None:
        return int(seen_record(self).array("block.largest")) if self.holds("heavy") else None
