"""Chapter ``bridges``: what comes back over each bridge, and what through the block beneath it."""

from __future__ import annotations

from chainreel.draw.charts.share_columns import ShareColumns
from chainreel.draw.motion import appear
from chainreel.model.scenes import stops
from chainreel.scene import LectureScene
from chainreel.show import show
from chainreel.theme import FRAME_WIDTH, MARGIN_X

LEFT, MIDDLE_Y, HEIGHT = 170, 500, 440
BLOCK = 0.5  # of the bridge's colour


class BridgesChapter(LectureScene):
    """How much comes back over the bridges?"""

    def shares(self) -> None:
        self.open_with_question()
        record, language = stops.seen_record(self), self.look.language
        pairs = zip(record.numbers("bridges.share"), record.numbers("bridges.block"), strict=True)
        columns = [[show(n, "%0", language) for n in pair] for pair in pairs]
        inks = ["backward", self.look.theme.mix("backward", "bg", BLOCK)]
        names = [stops.number_words(self, k) for k in range(len(columns))]
        chart = ShareColumns(
            self.look, columns, names, inks, width_px=FRAME_WIDTH - 2 * MARGIN_X - LEFT, height_px=HEIGHT
        )
        chart.take(grown=0.0)
        chart.put_at(FRAME_WIDTH / 2 + LEFT / 2, MIDDLE_Y)
        bridge = self.text("bridge", color="backward").put(MARGIN_X, MIDDLE_Y + 140)
        block = self.text("block").put(MARGIN_X, MIDDLE_Y - 120)
        self.play(appear(self.title()), appear(self.run_note()), cue="cut")
        self.play(appear(chart), appear(bridge), appear(block))
        self.play(chart.grow(2.4, grown=1.0), cue="stack")
        self.close_with_answer(cue="answer")
