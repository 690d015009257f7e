"""Lines from a value before to a value after, on one scale."""

import pytest
from manim import Animation, Mobject
from moved import JA, faults, finish, number, same_at_half

from chainreel.draw.charts.slope_graph import APART, Slope, SlopeGraph
from chainreel.draw.evidence import evidence_in
from chainreel.errors import InputError, UnknownNumber
from chainreel.show import show
from chainreel.theme import px
from chainreel.words import Words

BEFORE, AFTER = (Words((word,), "ja") for word in ("前", "後"))


def slope(name: str, before: float, after: float, color: str = "sub") -> Slope:
    values = number(before), number(after)
    told = [Words((show(value, "%0", "ja"),), "ja") for value in values]
    return Slope(Words((name,), "ja"), values, (told[0], told[1]), color)


def graph(*slopes: Slope, top: float = 0.8) -> SlopeGraph:
    part = SlopeGraph(JA, slopes, top, before=BEFORE, after=AFTER, height_px=400)
    return part.put_at(960, 540)


def drawing(part: Mobject) -> Animation:
    assert isinstance(part, SlopeGraph)
    return part.draw_next()


def both() -> SlopeGraph:
    part = graph(slope("橋なし", 0.2, 0.8), slope("橋あり", 0.2, 0.1, "forward"))
    finish(part.draw_next())
    finish(part.draw_next())
    return part


def test_heights_are_as_the_values() -> None:
    """Four times the value stands four times as high over the floor; every value is known."""
    part = both()
    start, end = part.lines[0].points[0], part.lines[0].points[-1]
    floor = part.point(0, part.floor)[1]
    assert end[1] - floor == pytest.approx(px(400))
    assert start[1] - floor == pytest.approx(px(100))
    assert [e.number.value for e in evidence_in(part) if e.how == "position"] == [0.2, 0.8, 0.2, 0.1]


def test_lines_come_one_by_one_from_left_to_right() -> None:
    """At first no value is there; half way the first line has its start and is not at its end."""
    part = graph(slope("橋なし", 0.2, 0.8))
    assert not list(evidence_in(part))
    part.take(there=0.5)
    assert part.lines[0].points[0][0] == pytest.approx(part.point(part.ends[0], 0)[0])
    assert part.lines[0].points[-1][0] < part.point(part.ends[1], 0)[0]
    assert part.told[0][1] not in part.submobjects
    assert same_at_half(lambda: graph(slope("橋なし", 0.2, 0.8)), drawing)


def test_equal_values_are_told_apart() -> None:
    """Where two lines meet, their texts stand over each other, and nothing crosses them."""
    part = both()
    first, second = (told[0] for told in part.told)
    assert abs(first.baseline - second.baseline) == pytest.approx(px(APART))
    assert not faults(part)


def test_what_does_not_fit_is_refused() -> None:
    """A third line, a value over the top, and a value without a source."""
    with pytest.raises(InputError, match="two lines"):
        graph(*(slope("橋", 0.1, 0.2) for _ in range(3)))
    with pytest.raises(InputError, match=r"from 0 to 0\.5"):
        graph(slope("橋", 0.1, 0.6), top=0.5)
    with pytest.raises(UnknownNumber):
        graph(Slope(BEFORE, (0.1, 0.2), (BEFORE, AFTER), "sub"))  # type: ignore[arg-type]
