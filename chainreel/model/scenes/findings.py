"""Chapter ``findings``: the table of what was found, and of what was not measured."""

from __future__ import annotations

from chainreel.draw.motion import appear, stagger
from chainreel.draw.part.shapes import divider
from chainreel.draw.text.lettering import Lettering
from chainreel.scene import LectureScene
from chainreel.theme import FRAME_WIDTH, MARGIN_X, at

TOP, HEAD_Y, STEP, RIGHT, ROOM = 312, 232, 84, 1040, 540
MOST = 9


class FindingsChapter(LectureScene):
    """What was found, and what was not measured?"""

    def table(self) -> None:
        self.open_with_question()
        found, missing = self._rows("found_", MARGIN_X), self._rows("missing_", RIGHT)
        heads = (
            self.text("found", "label", color="correct").put(MARGIN_X, HEAD_Y),
            self.text("missing", "label").put(RIGHT, HEAD_Y),
        )
        rule = divider(self.look, at(MARGIN_X, HEAD_Y + 24), at(FRAME_WIDTH - MARGIN_X, HEAD_Y + 24))
        self.play(appear(self.title()), appear(self.run_note()))
        self.play(appear(heads[0]), appear(rule), cue="found")
        self.play(stagger([appear(row) for row in found], step=0.25, in_all=2.0))
        self.play(appear(heads[1]), cue="missing")
        self.play(stagger([appear(row) for row in missing], step=0.25, in_all=1.5))
        self.close_with_answer(cue="answer")

    def _rows(self, beginning: str, x: float) -> list[Lettering]:
        keys = [key for key in self.beat.show if key.startswith(beginning)][:MOST]
        step = min(STEP, ROOM / max(1, len(keys)))
        return [self.text(key, "label", color="text").put(x, TOP + step * k) for k, key in enumerate(keys)]
