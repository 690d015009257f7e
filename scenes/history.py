"""Chapter ``history``: networks as a staircase of layers, and what made each step possible."""

from __future__ import annotations

from chainreel.draw.charts.nested_squares import NestedSquares
from chainreel.draw.charts.stairs import Stairs, Step
from chainreel.draw.motion import MORPH, appear
from chainreel.number import counted
from chainreel.scene import LectureScene
from chainreel.words import Words

MIDDLE, SQUARES, AREA = (960, 505), (1404, 411), (1254, 711)  # middles, a baseline
ROOM = 558, 410  # pixels to the right of the squares' corner and above it, in which they are seen
FIRST_FULL, LAST_FULL = 24, 170  # layers that fill the picture's height, before and after stepping back
NETWORKS = ("lenet5", "alexnet", "vgg16", "googlenet", "resnet152")
ENTRIES = {
    "alexnet": "alexnet_entry",
    "vgg16": "vgg_entry",
    "googlenet": "googlenet_entry",
    "resnet152": "resnet_entry",
}
LENET, ALEXNET, VGG, GOOGLENET, RESNET = range(len(NETWORKS))


class History(LectureScene):
    """How did networks get deep?"""

    # What a beat leaves on the stage for later ones.
    stairs: Stairs

    def first_steps(self) -> None:
        self.stairs = self._stairs()
        squares, area = self._squares(), self.text("area", color="sub").put(*AREA)
        self.open_with_question(until="lenet")
        self.play(appear(self.title()), appear(self.stairs), appear(self.run_note()))
        self.play(self.stairs.raise_step(LENET))
        self.play(squares.show_smaller(), appear(area))
        self.play(self.stairs.raise_step(ALEXNET, MORPH), cue="alexnet")
        self.play(self.stairs.tell_trick(ALEXNET), squares.step_back(), cue="relu")

    def deeper_each_year(self) -> None:
        self.clear_picture(self.stairs)
        self.play(appear(self.title()), appear(self.run_note()))
        self.play(self.stairs.show_errors(), cue="error")
        for step, cue in ((VGG, "vgg"), (GOOGLENET, "googlenet")):
            self.play(self.stairs.raise_step(step), cue=cue)
            self.play(self.stairs.tell_trick(step))

    def missing_step(self) -> None:
        self.clear_picture(self.stairs)
        self.play(appear(self.title()), appear(self.run_note()))
        self.play(self.stairs.raise_step(RESNET, 2.0), cue="next")  # out of the frame
        self.play(self.stairs.step_back(counted(LAST_FULL, "layers that fill the picture"), 1.6))
        self.play(self.stairs.tell_trick(RESNET), cue="gap")
        self.close_with_answer(cue="answer")

    # --- the parts, filled from the record --------------------------------------------------------

    def _stairs(self) -> Stairs:
        full = counted(FIRST_FULL, "layers that fill the picture")
        steps = [self._step(name) for name in NETWORKS]
        return Stairs(self.look, steps, full, self.words("weights"), self.words("error")).put_at(*MIDDLE)

    def _squares(self) -> NestedSquares:
        """The weights of the first two networks, as areas."""
        pair = [NETWORKS[k] for k in (LENET, ALEXNET)]
        counts = [self.number(f"counts.{name}.parameters") for name in pair]
        names = [self.words(f"{name}_name") for name in pair]
        times = self.words("times")
        return NestedSquares(self.look, counts, names, times, room_px=ROOM).put_at(*SQUARES)

    def _step(self, name: str) -> Step:
        entry = ENTRIES.get(name)
        exits = self.record("counts").numbers(f"{name}.before_exits") if name == "googlenet" else ()
        return Step(
            self.words(f"{name}_name"), self.words(f"{name}_year"), self.number(f"counts.{name}.depth"),
            self.words(f"{name}_layers"), self.words(f"{name}_weights"), self._maybe(f"{name}_trick"),
            self.number(f"cited.{entry}") if entry else None, self._maybe(f"{name}_error"),
            tuple(exits), name == "resnet152",
        )  # fmt: skip

    def _maybe(self, key: str) -> Words | None:
        return self.words(key) if key in self.beat.show else None
