"""Chapter ``inception``: every filter size at once, their maps stacked like cards, and the 1x1 squeeze."""

from __future__ import annotations

from manim import Animation, VGroup

from chainreel.draw.images.digit import DigitPicture
from chainreel.draw.motion import CAMERA, appear, glide, leave, stagger
from chainreel.scene import LectureScene
from chainreel.theme import FRAME_WIDTH, MARGIN_X, at
from scenes import inception_lanes as lanes
from scenes import inception_parts as parts
from scenes.inception_lanes import (
    BEFORE_LINE,
    DIGIT,
    DIGIT_SMALL,
    MAP_SIDE,
    PILE,
    SAME_LINE,
    SIDE,
    SIZES,
    SMALL_SIDE,
    WHICH,
    card_place,
)
from scenes.inception_parts import COST_LINE, RATIO_LINE, RIGHT

WAITING = (1660, 712)  # where the digit stands beside the question
COLUMN_LEFT, CARD_SIDE, MAPS = 1125, 168, (1644, 598)  # what the column's sum counts
NET_LINE, FORMULA_LINE, CONCAT_LINE, WHOLE_LINE = 216, 730, 808, 812  # baselines
SWEEP = 3.3  # seconds, in which all windows pass over the digit


class Inception(LectureScene):
    """Which filter size is right?"""

    # What a beat leaves on the stage for later ones.
    digit: DigitPicture
    maps: VGroup

    def which_size(self) -> None:
        self.digit = lanes.digit(self)
        which = self.text("which", "result_small").put(*WHICH)
        self.digit.scale(SMALL_SIDE / SIDE).move_to(at(*WAITING))
        self.open_with_question(self.digit, until="same")
        self.play(appear(self.title()), self.digit.fly(at(*DIGIT), SIDE), appear(self.run_note()))
        windows = {size: lanes.window_on(self, self.digit, size, lane) for size, lane in SIZES.items()}
        views = {size: lanes.view(self, self.digit, size) for size in SIZES}
        for size, cue in zip(SIZES, ("small", "middle", "large"), strict=True):
            self.add(views[size])
            self.bring_to_front(*(view for smaller, view in views.items() if smaller < size))
            self.play(appear(windows[size], rise=0.0), *lanes.lift(self, views[size], size), cue=cue)
        self.play(appear(which), cue="one")

    def four_lanes(self) -> None:
        four = lanes.lane_figure(self)
        self.maps = lanes.maps(self)
        same, before = (
            self.text(key, color="sub").put(DIGIT_SMALL[0], line, "center")
            for key, line in (("same", SAME_LINE), ("before", BEFORE_LINE))
        )
        self.clear_picture(self.digit)
        self.play(appear(self.title()), self.digit.fly(at(*DIGIT_SMALL), SMALL_SIDE), appear(self.run_note()))
        four.take(reach=0.0)
        self.play(four.grow(1.8, reach=1.0), cue="lanes")
        windows = lanes.windows(self, self.digit)
        self.play(stagger((appear(w, rise=0.0) for w in windows), step=0.5, in_all=2.0), cue="sizes")
        for feature_map in self.maps.submobjects:
            feature_map.take(known=0.0)
        self.play(appear(self.maps), appear(same), appear(before), cue="maps")
        filling = (feature_map.fill(SWEEP) for feature_map in self.maps.submobjects)
        self.play(*(window.sweep(SWEEP) for window in windows), *filling)
        blanks = [appear(name) for name in lanes.blank_names(self)]
        self.play(*(leave(window) for window in windows), *blanks)

    def stack_cards(self) -> None:
        net = self.text("net", color="sub").put(MARGIN_X, NET_LINE)
        formula = self.text("sum", "result").put(PILE[0], FORMULA_LINE, "center")
        google = self.text("google", color="sub").put(COLUMN_LEFT, NET_LINE)
        concat = self.text("concat", "result_small").put(FRAME_WIDTH / 2, CONCAT_LINE, "center")
        column, maps = parts.column(self), self.text("maps", color="sub").put(*MAPS, "center")
        self.clear_picture(self.maps)
        self.play(appear(self.title()), appear(self.run_note()))
        self.play(self._pile_up(), cue="stack")
        self.play(appear(net), appear(formula))
        self.play(appear(google), column.grow(1.6, laid=4.0), cue="google")
        self.play(column.grow(summed=1.0), appear(maps))
        self.play(appear(concat), cue="concat")

    def squeeze(self) -> None:
        lane, (full, less) = parts.lane(self), parts.costs(self)
        cost = self.text("cost", color="sub").put(MARGIN_X, COST_LINE)
        ratio = self.text("ratio", "result_large", color="lane_5x5").put(RIGHT, RATIO_LINE, "right")
        whole = self.text("whole").put(MARGIN_X, WHOLE_LINE)
        lane.take(reach=0.0)
        self.clear_picture()
        self.play(appear(self.title()), appear(self.run_note()))
        self.play(lane.grow(1.6, reach=1.0), cue="cost")
        self.play(appear(full), appear(cost))
        self.play(full.grow_all())
        self.play(lane.grow(2.0, squeezed=1.0), cue="squeeze")
        self.play(appear(less), cue="fives")
        self.play(less.grow_all())
        self.play(appear(ratio))
        self.play(appear(whole))

    def cheaper_not_better(self) -> None:
        weights, missed = parts.weights(self), parts.missed(self)
        self.clear_picture()
        self.play(appear(self.title()), appear(self.run_note()), appear(weights))
        self.play(weights.grow_all(1.8), cue="fewer")
        self.play(appear(missed), cue="missed")
        self.play(missed.grow(2.4, there=1.0))
        self.close_with_answer(cue="answer")

    # --- motions of several parts -----------------------------------------------------------------

    def _pile_up(self) -> Animation:
        """The cards go to their places on the pile, lane by lane, the hindmost first."""
        cards = self.maps.submobjects
        moves = [
            glide(card, card_place(len(cards) - 1 - index, len(cards)), CARD_SIDE / MAP_SIDE, CAMERA)
            for index, card in enumerate(cards)
        ]
        return stagger(moves, step=0.16, in_all=2.4)
