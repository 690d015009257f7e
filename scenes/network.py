"""Chapter ``network``: lines stacked are a line; bend between them, and a network reads digits."""

from __future__ import annotations

from manim import DOWN, VGroup

from chainreel.draw.images.digit import DigitPicture
from chainreel.draw.motion import appear, leave
from chainreel.theme import at
from scenes.bending import first_layer, hill_curve, sigmoid_to_scale
from scenes.network_motions import RIGHT, NetworkMotions
from scenes.small_network import network_of

FIRST = ((0, 0, 0), (0, 1, 0))  # the weights into the neuron whose sum is read
LEFT = 510  # the middle of the left half, in pixels
WIDE, NARROW, NAMES_LINE = 620, 1522, 256  # and of two parts of which the left is the wider


class NetworkChapter(NetworkMotions):
    """What does stacking give?"""

    def lines_collapse(self) -> None:
        two = self._machine("xyz", self.number("collapse.two.a.0"), self.number("collapse.two.a.1"))
        one = self._machine("xz", self.number("collapse.two.slope"))
        two.move_to(at(LEFT, 488))
        one.move_to(at(RIGHT, 488))
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
        self._stack_a_hundred()

    def bend(self) -> None:
        record = self.record("collapse")
        curve, hill = sigmoid_to_scale(self.look, record, 1000), hill_curve(self.look, record, 560, 330)
        for part, x_px in ((curve, WIDE), (hill, NARROW)):
            part.move_to(at(x_px, 524))
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
        self._steepest(curve)

    def fill_forward(self) -> None:
        network = network_of(self.look, self.record("small_network"))
        value = self.text("value", color="forward").put(175, 225, "center")
        weight = self.text("weight", color="weight").put(357, 225, "center")
        self.clear_picture()
        self.play(appear(self.title()), appear(network), appear(self.run_note()))
        self.play(network.fill_forward(last_layer=0), appear(value), cue="net")
        self.play(network.show_weights(*FIRST), appear(weight))
        self.play(network.highlight(*FIRST))
        self.play(appear(self._sum()), network.fill((1, 0)))
        self.play(network.highlight())
        self.play(network.fill((1, 1), (1, 2)))
        self.play(network.fill_forward(first_layer=2), cue="stay")
        self.play(appear(self.text("output", color="forward").put(1429, 430)))

    def digits_net(self) -> None:
        digit = DigitPicture(self.look, self.record("digits_net").rows("example.pixels"), 250)
        digit.move_to(at(221, 480))
        network = self._digits_network().put_at(980, 490)
        self.clear_picture()
        self.play(appear(self.title()), appear(self.run_note()), appear(digit), cue="digit")
        self.play(appear(network))
        pixels = digit.copy()
        self.play(pixels.fly(network.layer_point(0), 40), cue="pixels")
        self.play(leave(pixels))
        self.play(network.run(), cue="outputs")
        self._accuracy("train", 640, self.text("accuracy", color="sub").put(1824, 536, "right"))
        self._accuracy("test", 780)
        self.close_with_answer(cue="answer")
