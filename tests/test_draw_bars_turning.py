"""Bars whose plain axis turns into one of digits: each length is true to the axis that is seen."""

import pytest
from chart_parts import LOOK, measured
from manim import Mobject
from moved import finish, same_picture

from chainreel.draw.axes.axis import Linear, Logarithmic, decades, ticks
from chainreel.draw.charts.bar_labels import Lit
from chainreel.draw.charts.bars import Bars
from chainreel.draw.charts.bars_turning import TurningBars
from chainreel.draw.text.text import Glyph
from chainreel.pitch import heard_in


def turning() -> TurningBars:
    values = measured(1e-6, 1e-2, 0.5)
    return TurningBars(
        LOOK, values, Logarithmic(1e-8, 1), decades(-8, 0, 2), lit={0: Lit("e2")}, y_name="log scale",
        plain=Linear(0, 1), plain_ticks=ticks(0, 1, 0.5, ".1f"), plain_name="plain ruler",
    )  # fmt: skip


def test_bars_turn_from_lengths_as_their_values_to_lengths_as_their_logarithms() -> None:
    """Before the turn half is half the axis; after it a bar of 1e-6 is a quarter of it."""
    bars = turning()
    height = bars.plot.box.top - bars.plot.box.bottom
    assert [bar.height / height for bar in bars.bars] == pytest.approx([1e-6, 1e-2, 0.5], rel=1e-3)
    finish(bars.turn())
    assert bars.bars[0].height / height == pytest.approx(0.25)
    assert same_picture(bars.bars, Bars(
        LOOK, bars.values, Logarithmic(1e-8, 1), decades(-8, 0, 2), lit={0: Lit("e2")}
    ).bars)  # fmt: skip


def test_only_the_axis_that_is_meant_is_read() -> None:
    """Labels of one axis at a time are seen, and a bar's value only when the turn is over."""
    bars = turning()
    for turned, plain, digits in ((0.0, 1.0, 0.0), (1.0, 0.0, 1.0)):
        bars.take(turned=turned)
        assert opacity(bars.plain.y_axis.labels) == plain
        assert opacity(bars.plot.y_axis.labels) == opacity(bars.labels) == digits


def opacity(texts: Mobject) -> float:
    """Of every glyph."""
    seen = {m.get_fill_opacity() for m in texts.get_family() if isinstance(m, Glyph)}
    assert len(seen) == 1
    return float(seen.pop())


def test_the_turn_is_heard_from_the_largest_bar_to_the_smallest() -> None:
    """One glide, as long as the turn, whichever bar stands first."""
    ((sounding, tone),) = heard_in(turning().turn(2.0))
    assert (tone.at, tone.seconds) == (0.0, 2.0)
    assert [n.value for n in sounding.numbers] == [0.5, 1e-6]


def test_on_a_log_axis_bars_appear_at_their_full_length() -> None:
    """A bar that grew there would name values that are decades too small on its way up."""
    bars = Bars(LOOK, measured(1e-6, 0.03, 0.5), Logarithmic(1e-8, 1), decades(-8, 0, 2), lit={0: Lit("e2")})
    whole = [bar.height for bar in bars.bars]
    bars.take(grown=0.2)
    assert [bar.height for bar in bars.bars] == whole
    assert 0 < bars.bars[0].fill_opacity < 1
    assert bars.bars[2].fill_opacity == 0
