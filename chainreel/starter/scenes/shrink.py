"""Three bare beats: a number of a run, then another, then both. Draw something of your own here."""

from chainreel.draw.motion import appear
from chainreel.scene import LectureScene
from chainreel.theme import at

MIDDLE = (960, 500)  # pixels


class ShrinkingValue(LectureScene):
    """What becomes of a value that is multiplied by the same factor again and again?"""

    def start(self) -> None:
        value = self.text("value", "formula_lead", align="center").move_to(at(*MIDDLE))
        self.open_with_question(until="value")
        self.play(appear(self.title()), appear(value), appear(self.run_note()))

    def later(self) -> None:
        value = self.text("value", "formula_lead", align="center").move_to(at(*MIDDLE))
        self.clear_picture()
        self.play(appear(self.title()), appear(value), appear(self.run_note()), cue="value")

    def both(self) -> None:
        values = self.text("values", "formula_lead", align="center").move_to(at(*MIDDLE))
        self.clear_picture()
        self.play(appear(self.title()), appear(values), appear(self.run_note()))
        self.close_with_answer(cue="answer")
