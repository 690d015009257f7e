"""A chain of sigmoids: the slope at each gate, a gradient that goes back through them, what is left."""

from chainreel.draw.axes.ruler import Ruler
from chainreel.draw.axes.sigmoid_dots import SigmoidDots
from chainreel.draw.gradients.gates import GateChain
from chainreel.draw.motion import appear
from chainreel.draw.text.lettering import Lettering
from chainreel.scene import LectureScene
from chainreel.show import show
from chainreel.theme import at

# Layout in pixels: middles.
DOTS, DOTS_SIZE = (960, 515), (1400, 500)
CHAIN, RULER = (960, 520), (960, 320)
FLOOR = -6  # the power of ten at which the log ruler ends


class ChainOfGates(LectureScene):
    """What is left of a gradient behind many gates?"""

    # What a beat leaves on the stage for later ones.
    chain: GateChain
    note: Lettering

    def slopes(self) -> None:
        record = self.record("gates")
        dots = SigmoidDots(
            self.look, record.numbers("inputs"), record.numbers("slopes"),
            width_px=DOTS_SIZE[0], height_px=DOTS_SIZE[1],
            x_name=self.words("input"), y_name=self.words("slope"),
        )  # fmt: skip
        dots.move_to(at(*DOTS))
        self.open_with_question(until="gates")
        self.play(appear(self.title()), appear(dots), appear(self.run_note()))
        self.play(dots.drop(run_time=2.0), cue="dots")

    def coin(self) -> None:
        record, language = self.record("gates"), self.look.language
        running = [show(n, "<.3f" if k else "d", language) for k, n in enumerate(record.numbers("running"))]
        back = [show(n, ".3f", language) for n in record.numbers("back")]
        self.chain = GateChain(self.look, running, back[::-1], trail=True).put_at(*CHAIN)
        self.note = self.run_note()
        self.clear_picture()
        self.play(appear(self.title()), appear(self.chain), appear(self.note), cue="chain")
        self.play(self.chain.drop_coin())
        self.play(self.chain.pass_gate(1.6), cue="gate")
        self.play(self.chain.pass_many(seconds_each=0.8), cue="rest")

    def ruler(self) -> None:
        ruler = Ruler(
            self.look, self.record("gates").numbers("running"), FLOOR,
            linear_name=self.words("plain"), log_name=self.words("log"), digits=0.0,
        )  # fmt: skip
        ruler.shift(at(*RULER) - ruler.linear.line.get_center())
        self.clear_picture()
        self.play(appear(self.title()), appear(ruler), appear(self.run_note()))
        self.play(ruler.turn(), cue="turn")
        self.play(ruler.light_hero())
        self.play(appear(ruler.hero_label(self.words("left"))), cue="left")
        self.close_with_answer(cue="answer")
