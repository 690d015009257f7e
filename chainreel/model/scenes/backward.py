"""Chapter ``backward``: the loss, and how long its gradient is at every stop on its way back."""

from __future__ import annotations

from chainreel.draw.charts.stop_bars import StopBars
from chainreel.draw.motion import STILL_BEFORE_LOG_RULER, appear
from chainreel.model.scenes import stops
from chainreel.scene import LectureScene
from chainreel.theme import FRAME_WIDTH, MARGIN_X
from chainreel.words import Words

WIDTH, BARS_Y, HEIGHT = FRAME_WIDTH - 2 * MARGIN_X, 520, 440


class BackwardChapter(LectureScene):
    """How does the gradient come back?"""

    bars: StopBars

    def way_back(self) -> None:
        self.open_with_question()
        self.bars = self._bars()
        self.bars.take(grown=0.0, ringed=0.0)
        self.bars.put_at(FRAME_WIDTH / 2, BARS_Y)
        self.play(appear(self.title()), appear(self.run_note()), cue="loss")
        self.play(appear(self.bars), cue="back")
        self.play(self.bars.grow(2.4, grown=1.0))
        if "rings" in self.beat.cues:
            self.play(self.bars.grow(ringed=1.0), cue="rings")

    def ruler(self) -> None:
        self.clear_picture(self.bars)
        self.play(appear(self.title()), appear(self.run_note()))
        self.still(STILL_BEFORE_LOG_RULER)
        self.play(self.bars.turn(), cue="turn")
        self.play(self.bars.grow(marked=1.0), cue="short")
        self.play(self.bars.grow(marked=2.0), cue="long")
        self.close_with_answer(cue="answer")

    def _bars(self) -> StopBars:
        record = stops.seen_record(self)
        lengths = record.numbers("gradient.length")
        shortest, longest = (int(record.array(f"gradient.{end}")) for end in ("shortest", "longest"))
        lit = {shortest, longest}
        reached, odd = record.array("gradient.reached"), record.array("gradient.odd")
        names: list[Words] = [self.words("input")]
        names += [stops.number_words(self, k) for k in range(len(lengths) - 1)]
        return StopBars(
            self.look, lengths, names, width_px=WIDTH, height_px=HEIGHT,
            lit=sorted(lit) if len(lit) > 1 else (),
            marks={shortest: self.words("shortest"), longest: self.words("longest")} if len(lit) > 1 else None,
            odd=[i for i, n in enumerate(odd) if n], missing=[i for i, n in enumerate(reached) if not n],
        )  # fmt: skip
