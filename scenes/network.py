"""Chapter ``network``: lines stacked are a line; bend between them, and a network reads digits."""

from __future__ import annotations

from manim import DOWN, VGroup

from chainreel.draw.images.digit import DigitPicture
from chainreel.draw.motion import appear, leave
from chainreel.scene import LectureScene
from chainreel.theme import at
from scenes import network_motions as motions
from scenes import network_parts as parts
from scenes.bending import first_layer, hill_curve, sigmoid_to_scale
from scenes.network_motions import RIGHT
from scenes.small_network import network_of

FIRST = ((0, 0, 0), (0, 1, 0))  # the weights into the neuron whose sum is read
# Layout in pixels: middles, sizes, edges and baselines.
LEFT, MACHINES_Y = 510, 488  # the middle of the left half
WIDE, NARROW, CURVES_Y, NAMES_LINE = 620, 1522, 524, 256  # of two parts of which the left is the wider
CURVE_WIDTH, HILL_SIZE = 1000, (560, 330)
VALUE, WEIGHT, OUTPUT, DIGIT, DIGIT_SIDE, NET = (
    (175, 225),
    (357, 225),
    (1429, 430),
    (221, 480),
    250,
    (980, 490),
)
PIXEL_SIDE, REACHED, HEADING_LINE, TRAIN_LINE, TEST_LINE = 40, 1824, 536, 640, 780


class NetworkChapter(LectureScene):
    """What does stacking give?"""

    def lines_collapse(self) -> None:
        two = parts.machine(self, "xyz", self.number("collapse.two.a.0"), self.number("collapse.two.a.1"))
        one = parts.machine(self, "xz", self.number("collapse.two.slope"))
        two.move_to(at(LEFT, MACHINES_Y))
        one.move_to(at(RIGHT, MACHINES_Y))
        self.open_with_question(until="stack")
        self.play(appear(self.title()), appear(two))
        self.play(two.grow(reach=1.0), seconds=0.9)
        self.play(two.grow(reach=2.0), seconds=0.9)
        self.play(two.grow(stretch=1.0), seconds=1.0)
        self.play(appear(two.stretch_labels("d", middle=True)))
        self.play(appear(one), cue="one")
        self.play(one.grow(reach=1.0), seconds=0.9)
        self.play(one.grow(stretch=1.0), seconds=0.9)
        lengths = one.stretch_labels("d")
        self.play(appear(lengths))
        self.play(leave(one), leave(lengths), cue="hundred")
        motions.stack_a_hundred(self)

    def bend(self) -> None:
        record = self.record("collapse")
        curve, hill = (
            sigmoid_to_scale(self.look, record, CURVE_WIDTH),
            hill_curve(self.look, record, *HILL_SIZE),
        )
        for part, x_px in ((curve, WIDE), (hill, NARROW)):
            part.move_to(at(x_px, CURVES_Y))
            part.take(bent=0.0)
        hill.align_to(curve, DOWN)
        first = VGroup(*(hill.ghost(neuron) for neuron in first_layer(record)))
        name = self.text("sigmoid").put(WIDE, NAMES_LINE, "center")
        layers = self.text("bent").put(NARROW, NAMES_LINE, "center")
        self.clear_picture()
        self.play(appear(self.title()), appear(curve), appear(self.run_note()))
        self.play(curve.grow(bent=1.0), appear(name), cue="sigmoid", seconds=1.6)
        self.play(appear(first), appear(hill), appear(layers), cue="bend")
        self.play(hill.grow(bent=1.0), seconds=1.8)
        motions.slide_to_the_steepest(self, curve)

    def fill_forward(self) -> None:
        network = network_of(self.look, self.record("small_network"))
        value = self.text("value", color="forward").put(*VALUE, "center")
        weight = self.text("weight", color="weight").put(*WEIGHT, "center")
        self.clear_picture()
        self.play(appear(self.title()), appear(network), appear(self.run_note()))
        self.play(network.fill_forward(last_layer=0), appear(value), cue="net")
        self.play(network.show_weights(*FIRST), appear(weight))
        self.play(network.highlight(*FIRST))
        self.play(appear(motions.write_the_sum(self)), network.fill((1, 0)))
        self.play(network.highlight())
        self.play(network.fill((1, 1), (1, 2)))
        self.play(network.fill_forward(first_layer=2), cue="stay")
        self.play(appear(self.text("output", color="forward").put(*OUTPUT)))

    def digits_net(self) -> None:
        digit = DigitPicture(self.look, self.record("digits_net").rows("example.pixels"), DIGIT_SIDE)
        digit.move_to(at(*DIGIT))
        network = parts.digits_network(self).put_at(*NET)
        self.clear_picture()
        self.play(appear(self.title()), appear(self.run_note()), appear(digit), cue="digit")
        self.play(appear(network))
        pixels = digit.copy()
        self.play(pixels.fly(network.layer_point(0), PIXEL_SIDE), cue="pixels")
        self.play(leave(pixels))
        self.play(network.run(), cue="outputs")
        motions.show_accuracy(
            self, "train", TRAIN_LINE, self.text("accuracy", color="sub").put(REACHED, HEADING_LINE, "right")
        )
        motions.show_accuracy(self, "test", TEST_LINE)
        self.close_with_answer(cue="answer")
