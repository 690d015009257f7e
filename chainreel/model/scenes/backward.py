"""Chapter ``backward``: the loss, and how long its gradient is at every stop on its way back."""

from __future__ import annotations

from chainreel.draw.charts.stop_bars import StopBars
from chainreel.draw.motion import appear
from chainreel.model.scenes import stops
from chainreel.model.scenes.graphs import graph_of_gradient
from chainreel.scene import LectureScene
from chainreel.theme import FRAME_WIDTH, MARGIN_X
from chainreel.words import Words

EDGE = 6  # pixels that strokes and glyphs keep from the margin
WIDTH, BARS_Y, HEIGHT = FRAME_WIDTH - 2 * (MARGIN_X + EDGE), 520, 440
BACK = 3.0  # seconds of the gradient's way back


class BackwardChapter(LectureScene):
    """How does the gradient come back?"""

    def way_back(self) -> None:
        self.open_with_question()
        odd = self.words("no_number") if "no_number" in self.beat.show else None
        graph = graph_of_gradient(self, odd)
        self.play(appear(self.title()), appear(graph), cue="loss")
        self.play(graph.send(back=True, note="length", run_time=BACK), appear(self.run_note()), cue="back")
        if not self.holds("comparable"):
            self._end()

    def _end(self) -> None:
        """Without a ruler, the bars that there are, with rings and crosses, and the answer."""
        bars = self._bars()
        bars.take(grown=0.0, ringed=0.0)
        bars.put_at(FRAME_WIDTH / 2, BARS_Y)
        self.clear_picture(*self._titles, *self._notes)
        self.play(appear(bars))
        self.play(bars.grow(1.6, grown=1.0))
        self.play(bars.grow(ringed=1.0), cue="rings" if "rings" in self.beat.cues else None)
        self.close_with_answer(cue="answer")

    def ruler(self) -> None:
        bars = self._bars()
        bars.take(grown=0.0, ringed=0.0)
        bars.put_at(FRAME_WIDTH / 2, BARS_Y)
        self.clear_picture()
        self.play(appear(self.title()), appear(self.run_note()), appear(bars))
        self.play(bars.grow(2.0, grown=1.0), cue="bars")
        if "rings" in self.beat.cues:
            self.play(bars.grow(ringed=1.0), cue="rings")
        self.play(bars.turn(), cue="turn")
        self.play(bars.grow(marked=1.0), cue="short")
        self.play(bars.grow(marked=2.0), cue="long")
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
            marks=self._marks(shortest, longest),
            odd=[i for i, n in enumerate(odd) if n], missing=[i for i, n in enumerate(reached) if not n],
        )  # fmt: skip

    def _marks(self, shortest: int, longest: int) -> dict[int, Words]:
        if not self.holds("comparable") or shortest == longest:
            return {}
        return {shortest: self.words("shortest"), longest: self.words("longest")}
