"""Numbers that pictures are drawn from: what a part reads and nobody states is found by the check."""

import sys
from pathlib import Path

import pytest
from manim import Square
from tiny import change, copy_of_tiny

from chainreel import check
from chainreel.check.finding import Finding
from chainreel.check.unsaid import Reads, is_stated, noted_reads, with_sources
from chainreel.lecture import Lecture
from chainreel.number import Number, Recorded, add, counted, ratio

BAR = '''
from manim import Square, VGroup, VMobject
from chainreel.draw.evidence import bear
from chainreel.draw.part.posing import Posed


class Bar(Square):
    """A square as wide as its number, which it may state."""

    def __init__(self, number, stated):
        super().__init__(1.0)
        self.stretch_to_fit_width(1 + number.value)
        if stated:
            bear(self, "length", number)


class PosedBar(Posed):
    """A bar whose width is read anew whenever it is drawn."""

    def __init__(self, number, stated):
        super().__init__()
        self.number, self.stated = number, stated
        self.pose()

    def pose(self):
        bar = Square(1.0).stretch_to_fit_height(0.5 + self._width())
        self.submobjects = [bear(bar, "length", self.number) if self.stated else bar]

    def _width(self):
        return float(self.number)


class Framed(VGroup):
    """A part within a part, which states what the outer one reads."""

    def __init__(self, number, stated):
        super().__init__(Bar(number, stated))
        self.shift([0.0, 0.1 * number.value, 0.0])


class Slopes(LectureScene):'''


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the tiny lecture, in which a part can be planted."""
    return copy_of_tiny(tmp_path / "lecture")


def found_with(root: Path, part: str) -> list[Finding]:
    """What the check finds when the second beat, which says the product as text, shows this part too."""
    scene = root / "scenes" / "slopes.py"
    change(scene, "class Slopes(LectureScene):", BAR)
    change(
        scene,
        "        self.close_with_answer",
        f"        part = {part}\n"
        "        self.play(appear(part.shift([0, -1.2, 0])))\n"
        "        self.close_with_answer",
    )
    return [f for f in check.run(Lecture.load(root), ("en",)) if f.rule == "unsaid number"]


PRODUCT = 'self.number("gates.product")'


@pytest.mark.parametrize("part", ["Bar", "PosedBar", "Framed"])
def test_a_length_drawn_from_data_without_evidence_is_found(root: Path, part: str) -> None:
    """Though the same number stands beside it as text: a text does not say how long the bar is."""
    (found,) = found_with(root, f"{part}({PRODUCT}, False)")[:1]
    assert (found.chapter, found.beat, found.objects) == ("slopes", "product", (part,))
    assert "gates.product = " in found.message
    assert "scenes.slopes." in found.message
    assert "bear() it" in found.message


@pytest.mark.parametrize("part", ["Bar", "PosedBar", "Framed"])
def test_a_length_that_is_stated_is_well(root: Path, part: str) -> None:
    """By the part, or by one within it."""
    assert found_with(root, f"{part}({PRODUCT}, True)") == []


def test_a_place_chosen_by_the_scene_itself_must_be_stated_somewhere(root: Path) -> None:
    """It belongs to no part: any in the picture may state it."""
    unsaid = 'VGroup(Square(0.5)).shift([self.number("gates.nudge").value, 0, 0])'
    assert [f.objects for f in found_with(root, unsaid)] == [("the scene",)]


def test_a_copy_of_a_part_that_states_its_number_is_well(root: Path) -> None:
    """The part that read it never stands in the picture: its copy states the same."""
    assert found_with(root, f"Bar({PRODUCT}, True).copy()") == []


def measured(value: float, path: str) -> Number:
    return Number(value, Recorded("bars", path, "a run"))


def test_counts_and_scales_are_no_data() -> None:
    """A tick or the end of an axis is chosen, not measured."""
    assert is_stated(counted(3, "tick of an axis"), [])
    assert is_stated(ratio(counted(1, "bars"), counted(2, "bars")), [])
    assert not is_stated(measured(0.5, "a"), [])


def test_what_is_derived_from_stated_numbers_is_stated() -> None:
    """And what a stated number is derived from, too: its source lists it."""
    a, b = measured(1.0, "a"), measured(2.0, "b")
    assert is_stated(add(a, b), [a, b])
    assert not is_stated(add(a, b), [a])
    assert is_stated(a, with_sources([add(a, b)]))


def test_reads_are_noted_only_while_they_are_asked_for() -> None:
    """A number costs nothing more before and after, and keeps its value in between."""
    number = measured(0.25, "a")
    with noted_reads() as reads:
        assert (number.value, float(number), number) == (0.25, 0.25, measured(0.25, "a"))
        assert reads.found == {}, "a read outside of what draws is none of a picture"
    assert "value" not in vars(Number)
    assert number.value == 0.25


def test_what_left_out_beats_read_is_nobody_s() -> None:
    """Before the first beat that is watched, between two of them, and after the last."""
    reads, beats = Reads(), {}
    for index, (beat, watched) in enumerate([("a", 0), ("b", 1), ("c", 0), ("d", 0), ("e", 1), ("f", 0)]):
        if watched:
            reads.forget()
        reads.note(beats.setdefault(beat, measured(float(index), beat)), sys._getframe())
        if watched:
            reads.end_beat(beat)
    reads.forget()
    assert [(beat, read.number.value) for beat, read in reads.unsaid()] == [("b", 1.0), ("e", 4.0)]


def test_reads_are_noted_no_more_after_an_error() -> None:
    """A scene may raise anything while it is watched."""
    with pytest.raises(ZeroDivisionError), noted_reads():
        _ = 1 / 0
    assert "value" not in vars(Number)
    assert Square(measured(2.0, "a").value).width == pytest.approx(2.0)
