"""Three slopes, and what they multiply to."""

from manim import DOWN

from chainreel.draw.motion import appear
from chainreel.scene import LectureScene
from chainreel.theme import GAP_XL, px


class Slopes(LectureScene):
    def factors(self) -> None:
        self.open_with_question()
        self.slopes = self.text("slopes", "formula_lead", align="center")
        self.play(appear(self.title()), appear(self.run_note()))
        self.play(appear(self.slopes), cue="first")

    def product(self) -> None:
        product = self.text("product", "formula", align="center").next_to(self.slopes, DOWN, buff=px(GAP_XL))
        self.play(appear(product), cue="multiply")
        self.close_with_answer(cue="answer")
