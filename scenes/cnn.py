"""Chapter ``cnn``: a filter made by hand, one that was learned, and the maps that it makes everywhere."""

from __future__ import annotations

from manim import LEFT, RIGHT, UP, Animation, VMobject

from chainreel.draw.images.digit import DigitPicture
from chainreel.draw.images.feature_map import FeatureMap
from chainreel.draw.images.sliding_window import SlidingWindow
from chainreel.draw.motion import appear, glide, leave, stagger
from chainreel.draw.part.shapes import arrow
from chainreel.scene import LectureScene
from chainreel.theme import FRAME_WIDTH, GAP_L, GAP_M, MARGIN_X, STROKE_LIT, at, px
from scenes import cnn_net as net
from scenes import cnn_parts as parts
from scenes import cnn_pooling as pooling
from scenes.cnn_net import ROW_Y, SMALL
from scenes.cnn_parts import DIGIT_SIDE, PICTURE, SIDE
from scenes.cnn_pooling import POOLING, POOLING_SIDE

NAMES_LINE, RESULT_LINE = 740, 806  # baselines under the pictures and under the whole net
WAITING = (1660, 690)  # where the digit stands beside the question
WALK = 3.4  # seconds, in which the pooling window passes over the map


class Cnn(LectureScene):
    """How does a network look at a picture?"""

    # What a beat leaves on the stage for later ones.
    digit: DigitPicture
    window: SlidingWindow
    map: FeatureMap

    def handmade(self) -> None:
        photo, edges, filters = parts.photo(self), parts.edges(self), parts.filters(self)
        band = parts.band(self, photo)
        names = [
            self.text(key, color="sub").put(0, NAMES_LINE).align_to(picture, LEFT)
            for key, picture in (("photo", photo), ("edges", edges))
        ]
        digit = parts.digit(self).move_to(at(*WAITING))
        self.open_with_question(digit, until="photo")
        self.play(
            leave(digit), appear(self.title()), photo.develop(0.8), appear(names[0]), appear(self.run_note())
        )
        self.play(stagger([appear(one) for one in filters], step=0.3), cue="sobel")
        self.play(appear(edges), appear(band), appear(names[1]), cue="slide")
        self.play(band.sweep(3.2), edges.develop(3.2))
        self.play(leave(band))

    def nine_products(self) -> None:
        self.digit = parts.digit(self)
        self.window, step = parts.kernel_window(self, self.digit), parts.step(self, self.digit)
        parts.stand_at(self, self.window, "cnn.step")
        self.clear_picture()
        self.play(appear(self.title()), appear(self.digit), appear(self.run_note()))
        self.add(step)
        self.play(step.grow(0.8, weighted=1.0), cue="kernel")
        self.play(appear(self.window), step.lift(), cue="nine")
        self.play(step.multiply(2.8), cue="times")
        self.play(step.add_up(3.0), cue="sum")

    def slide_map(self) -> None:
        pile = parts.six_maps(self)
        first, others = pile.maps[0], pile.maps[:0:-1]
        name = self.text("map", color="forward").next_to(first, -UP, buff=px(GAP_L))
        self.clear_picture(self.digit, self.window)
        larger = SIDE / DIGIT_SIDE
        carried = self.digit.fly(at(*PICTURE), SIDE), self._carried_window(larger)
        self.play(*carried, appear(self.title()), appear(self.run_note()), cue="slide")
        first.take(first=self.window.state.stop)  # the window goes on from where it stands
        self.play(appear(parts.same_kernel(self)), appear(first))
        self.play(self.window.sweep(4.2), first.fill(4.2))
        self.play(appear(name), leave(self.window), cue="map")
        self.play(first.grow(rectified=1.0), cue="relu")
        self.remove(first)
        self.add(*others, first)  # what comes now lies behind the first
        self.play(stagger([appear(one) for one in others[::-1]], step=0.2), cue="channels")
        count = self.text("count", "result_small", color="forward").next_to(pile, UP, buff=px(GAP_M))
        self.play(appear(count.align_to(pile, RIGHT)))
        self.map = first

    def pool(self) -> None:
        pooled = pooling.pooled(self)
        self.clear_picture(self.map)
        larger = POOLING_SIDE / SIDE
        self.play(glide(self.map, at(*POOLING), larger), appear(self.title()), appear(self.run_note()))
        window, marker = pooling.pooling_windows(self, self.map, pooled)
        step = pooling.pooling_step(self, self.map, pooled)
        names = [
            self.text(key, color="sub").next_to(part, -UP, buff=px(GAP_M))
            for key, part in (("before", self.map), ("after", pooled))
        ]
        self.play(appear(window), appear(names[0]), cue="four")
        self.add(step)
        self.play(step.lift(), appear(self._arrow_between(self.map, step.stage)))
        self.play(step.choose(), cue="largest")
        self.play(appear(pooled), appear(self._arrow_between(step.stage, pooled)))
        self.play(step.send())
        pooled.take(first=marker.state.stop, known=1 / len(pooled.cells))
        self.play(appear(marker, rise=0.0))
        walk = window.sweep(WALK), step.follow(WALK), pooled.fill(WALK), marker.sweep(WALK)
        self.play(*walk, cue="smaller")
        self.play(appear(names[1]))

    def cnn_whole(self) -> None:
        stages = net.stages(self)
        digit = parts.digit(self)
        digit.scale(SMALL / DIGIT_SIDE).move_to(at(MARGIN_X + SMALL / 2, ROW_Y))
        self.clear_picture()
        self.play(appear(self.title()), appear(digit), appear(self.run_note()))
        before: VMobject = digit
        cue: str | None = "turns"
        for stage, key in zip(stages, ("convolve", "pool", "convolve", "pool", "full"), strict=True):
            way = net.way(self, key, before, stage[0])
            self.play(appear(way), cue=cue)
            self.play(stage[0].deal() if key != "full" else appear(stage[0]), *map(appear, stage[1:]))
            before, cue = stage[0], None
        params = self.text("params", "result_small").put(MARGIN_X, RESULT_LINE)
        accuracy = self.text("accuracy", "result_small").put(FRAME_WIDTH - MARGIN_X, RESULT_LINE, "right")
        self.play(appear(params), cue="params")
        self.play(appear(accuracy), cue="test")
        self.close_with_answer(cue="answer")

    # --- motions of several parts -----------------------------------------------------------------

    def _carried_window(self, larger: float) -> Animation:
        """The window goes with its digit, in front of which it keeps its place."""
        goal = at(*PICTURE) + larger * (self.window.get_center() - self.digit.get_center())
        return glide(self.window, goal, larger)

    def _arrow_between(self, left: VMobject, right: VMobject) -> VMobject:
        """From one part to the next."""
        ends = left.get_right() + px(GAP_L) * RIGHT, right.get_left() + px(GAP_L) * LEFT
        return arrow(self.look, *ends, "forward", STROKE_LIT)
