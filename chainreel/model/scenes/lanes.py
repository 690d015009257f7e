"""Chapter ``lanes``: what comes back through each of several lanes."""

from __future__ import annotations

from chainreel.draw.charts.share_columns import ShareColumns
from chainreel.draw.motion import appear
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.model.scenes import stops
from chainreel.scene import LectureScene
from chainreel.show import show
from chainreel.theme import FRAME_WIDTH, MARGIN_X
from chainreel.words import Words

INKS = ("lane_1x1", "lane_3x3", "lane_5x5", "lane_pool", "backward", "sub")
LEFT, MIDDLE_Y, HEIGHT = 220, 500, 440


class LanesChapter(LectureScene):
    """Which lane does the gradient take?"""

    def shares(self) -> None:
        self.open_with_question()
        record, language = stops.seen_record(self), self.look.language
        count = int(record.array("lanes.count"))
        columns = [
            [show(n, "%0", language) for n in record.numbers(f"lanes.share.k{split}")]
            for split in range(count)
        ]
        names = [stops.number_words(self, k) for k in range(count)]
        chart = ShareColumns(
            self.look, columns, names, INKS, width_px=FRAME_WIDTH - 2 * MARGIN_X - LEFT, height_px=HEIGHT
        )
        chart.take(grown=0.0)
        chart.put_at(FRAME_WIDTH / 2 + LEFT / 2, MIDDLE_Y)
        self.play(appear(self.title()), appear(self.run_note()), cue="cut")
        self.play(appear(chart), *(appear(name) for name in self._legend(max(map(len, columns)))))
        self.play(chart.grow(2.4, grown=1.0), cue="stack" if "stack" in self.beat.cues else None)
        self.close_with_answer(cue="answer")

    def _legend(self, lanes: int) -> list[Lettering]:
        """The lanes by number in their colours, the first at the bottom as in the columns."""
        words = self.words("lane")
        found = []
        for lane in range(lanes):
            number = stops.number_words(self, lane)
            text = Words((*words.pieces, " ", *number.pieces), words.language, words.names)
            line = lettering(self.look, text, "label", color=INKS[lane])
            found.append(line.put(MARGIN_X, MIDDLE_Y + HEIGHT / 2 - 40 - 60 * lane))
        return found
