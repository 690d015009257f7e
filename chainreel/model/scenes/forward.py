"""Chapter ``forward``: one example goes through the model, and every stop shows its real values."""

from __future__ import annotations

import math
from collections.abc import Sequence

from manim import Animation, Mobject

from chainreel.draw.geometry import box
from chainreel.draw.images.value_tiles import ValueTiles
from chainreel.draw.motion import appear
from chainreel.draw.part.shapes import arrow
from chainreel.draw.part.staging import line_shape
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.model.scenes import stops
from chainreel.scene import LectureScene
from chainreel.show import show
from chainreel.theme import FRAME_WIDTH, GAP_M, MARGIN_X, RADIUS_CHIP, STROKE_LIT, STROKE_OUTLINE, at, px
from chainreel.words import Words

MOST, A_ROW = 12, 6  # stops that find room, and in one row of two
ROWS_Y = {1: (500,), 2: (322, 668)}
SIDES = {1: 300, 2: 196}  # of a picture, at the most
ATTENTION_Y = {1: (520,), 2: (330, 680)}
GAP, EACH, LEAST = 84, 0.5, 4.0  # pixels between pictures; seconds to each stop, and to all


class ForwardChapter(LectureScene):
    """What becomes of one example on its way?"""

    def stops(self) -> None:
        self.open_with_question()
        shown = stops.stops_shown(self, MOST)
        rows = 1 if len(shown) <= A_ROW else 2
        columns = math.ceil(len(shown) / rows)
        slot = (FRAME_WIDTH - 2 * MARGIN_X) / columns
        side = min(SIDES[rows], slot - GAP)
        self.play(appear(self.title()), appear(self.run_note()), cue="go")
        places = [
            (MARGIN_X + (k % columns + 0.5) * slot, ROWS_Y[rows][k // columns]) for k in range(len(shown))
        ]
        for place, stop in enumerate(shown):
            x, y = places[place]
            parts = self._stop(stop, x, y, side)
            if place:
                before = x - slot / 2
                ends = at(before - GAP / 2 + 14, y), at(before + GAP / 2 - 14, y)
                parts += [arrow(self.look, *ends, "forward", 4)] if place % columns else []
            self.play(*(appear(part, rise=0.0) for part in parts), seconds=max(EACH, LEAST / len(shown)))
        if "remark" in self.beat.cues:
            self.play(*self._remark(shown, places, side), cue="remark")
        if not self.holds("attends"):
            self.close_with_answer(cue="answer")

    def attention(self) -> None:
        record = stops.seen_record(self)
        numbers = record.numbers("attention.number")
        rows = 1 if len(numbers) <= 4 else 2
        columns = math.ceil(len(numbers) / rows)
        slot = (FRAME_WIDTH - 2 * MARGIN_X) / columns
        side = min(440 if rows == 1 else 250, slot - 60)
        self.clear_picture()
        self.play(appear(self.title()), appear(self.run_note()))
        tiles: list[ValueTiles] = []
        names: list[Lettering] = []
        for place, number in enumerate(numbers):
            x, y = MARGIN_X + (place % columns + 0.5) * slot, ATTENTION_Y[rows][place // columns]
            cells = stops.shares_of_largest(self, f"attention.matrix.k{place}", f"attention.largest.{place}")
            tile = ValueTiles(self.look, cells, width_px=side, height_px=side, ink="forward").put_at(x, y)
            name = Words((*self.words("attention").pieces, " ", show(number, "d", self.look.language)),
                         self.look.language)  # fmt: skip
            names.append(
                lettering(self.look, name, "label_dense", color="text").put(x, y - side / 2 - GAP_M, "center")
            )
            tile.take(filled=0.0)
            tiles.append(tile)
        self.play(*(appear(part) for part in (*tiles, *names)), cue="attend")
        self.play(*(tile.grow(2.0, filled=1.0) for tile in tiles))
        first = line_shape(self.look.color("forward"), STROKE_OUTLINE)
        first.points = px(1) * box((0, 0), side + 24, side + 24, RADIUS_CHIP) + tiles[0].get_center()
        self.play(appear(first, run_time=0.8, rise=0.0), cue="again")
        self.close_with_answer(cue="answer")

    def _remark(
        self, shown: list[int], places: Sequence[tuple[float, float]], side: float
    ) -> list[Animation]:
        """A frame around the stop that is spoken of; around the last one if that is not in the picture."""
        record = stops.seen_record(self)
        odd, zeros = (int(record.array(f"forward.{key}")) for key in ("first_odd", "most_zeros"))
        said = 0 if self.holds("odd_input") else odd or zeros
        x, y = places[shown.index(said) if said in shown else -1]
        color = self.look.color("wrong" if odd or self.holds("odd_input") else "forward")
        frame = line_shape(color, STROKE_LIT)
        frame.points = px(1) * box((0, 0), side + 28, side + 28, RADIUS_CHIP) + at(x, y)
        return [appear(frame, run_time=0.8, rise=0.0)]

    def _stop(self, stop: int, x: float, y: float, side: float) -> list[Mobject]:
        names = stops.block_names(self)
        name = self.words("input") if stop == 0 else stops.numbered_name(self, stop - 1, names[stop - 1])
        over = lettering(self.look, name, "label_dense", color="text")
        under = lettering(self.look, stops.shape_words(self, stop), "label_dense", color="sub")
        over.put(x, y - side / 2 - GAP_M, "center")
        under.put(x, y + side / 2 + GAP_M + 24, "center")
        tiles = stops.put_pictures(stops.picture(self, stop, side), x, y, side)
        return [*tiles, over, under]
