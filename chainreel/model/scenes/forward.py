"""Chapter ``forward``: one example goes through the model, and every stop shows its real values."""

from __future__ import annotations

from manim import Mobject

from chainreel.draw.motion import APPEAR, appear
from chainreel.draw.part.shapes import arrow
from chainreel.draw.text.lettering import lettering
from chainreel.model.scenes import stops
from chainreel.scene import LectureScene
from chainreel.theme import FRAME_WIDTH, GAP_M, MARGIN_X, at

MOST = 8  # stops beside each other
MIDDLE_Y, SIDE_MAX = 480, 190
EACH = 0.55  # seconds to each stop


class Forward(LectureScene):
    """What becomes of one example on its way?"""

    def stops(self) -> None:
        self.open_with_question()
        shown = stops.stops_shown(self, MOST)
        slot = (FRAME_WIDTH - 2 * MARGIN_X) / len(shown)
        side = min(SIDE_MAX, slot - 60)
        self.play(appear(self.title()), appear(self.run_note()), cue="go")
        for place, stop in enumerate(shown):
            x = MARGIN_X + (place + 0.5) * slot
            parts = self._stop(stop, x, side)
            if place:
                edge = (slot - side) / 2 - 8
                start, end = x - slot / 2 - edge + 8, x - slot / 2 + edge - 8
                parts.append(arrow(self.look, at(start, MIDDLE_Y), at(end, MIDDLE_Y), "forward", 4))
            self.play(*(appear(part, rise=0.0) for part in parts), seconds=APPEAR if place < 2 else EACH)
        self.close_with_answer(cue="answer")

    def _stop(self, stop: int, x: float, side: float) -> list[Mobject]:
        names = stops.block_names(self)
        name = self.words("input") if stop == 0 else stops.name_words(self, names[stop - 1])
        over = lettering(self.look, name, "label_dense", color="text")
        under = lettering(self.look, stops.shape_words(self, stop), "label_dense", color="sub")
        over.put(x, MIDDLE_Y - side / 2 - GAP_M, "center")
        under.put(x, MIDDLE_Y + side / 2 + GAP_M + 24, "center")
        tiles = stops.put_pictures(stops.picture(self, stop, side), x, MIDDLE_Y, side)
        return [*tiles, over, under]
