"""Charts in motion: frames follow from alpha alone, and an end is what building would have given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import chart_parts as charts
import pytest
from chart_parts import LINES, frame, measured, one, picture, same
from manim import Animation

from chainreel.draw.part.posing import Posed, between, last_reached, on_the_way, own_progress, stage
from chainreel.number import Derived

Motion = Callable[[Any], Animation]
MOTIONS: dict[str, tuple[Callable[[], Posed], Motion]] = {
    "machine sweep": (charts.machine, lambda m: m.sweep(one(-1.5))),
    "machine learns": (charts.machine, lambda m: m.step_through([measured(0.7, -0.5), measured(1.2, 0.25)])),
    "machine carries": (charts.machine, lambda m: m.grow(reach=0.5)),
    "machine stretches": (charts.machine, lambda m: m.grow(stretch=1.0)),
    "line pulled": (charts.plane, lambda p: p.step_through(LINES[1:])),
    "squares grow": (charts.plane, lambda p: p.grow(squares=1.0)),
    "tray follows": (charts.tray, lambda t: t.step_through(LINES[1:])),
    "tray empties": (charts.tray, lambda t: t.grow(flown=0.3, widened=0.0, averaged=0.0)),
    "curve zooms": (charts.curve, lambda c: c.zoom(50)),
    "point slides": (charts.curve, lambda c: c.slide(one(2.0))),
    "triangle": (charts.curve, lambda c: c.grow(rise=1.0, tangent=1.0)),
    "surface walk": (charts.surface, lambda s: s.walk()),
    "ruler turns": (charts.ruler, lambda r: r.turn()),
    "ruler hops": (charts.ruler, lambda r: r.hop()),
    "bars grow": (charts.bars, lambda b: b.grow_all()),
    "rows grow": (charts.rows, lambda r: r.grow_all()),
    "run goes on": (charts.learning_curves, lambda c: c.run()),
}
ALL = pytest.mark.parametrize(("make", "motion"), MOTIONS.values(), ids=MOTIONS.keys())


@ALL
def test_a_frame_is_the_same_whatever_frames_came_before(make: Callable[[], Posed], motion: Motion) -> None:
    """At one half a part looks the same, to the last bit, after other frames as straight away."""
    straight, wandering = motion(make()), motion(make())
    straight.begin()
    wandering.begin()
    assert same(frame(straight, 0.5), frame(wandering, 0.9, 0.1, 1.0, 0.5))
    assert not same(frame(straight, 0.5), frame(wandering, 0.3))


@ALL
def test_a_motion_ends_as_building_in_that_state_would(make: Callable[[], Posed], motion: Motion) -> None:
    """Playing to the end leaves the picture of a fresh part that is given the end's state."""
    moved, fresh = make(), make()
    animation = motion(moved)
    animation.begin()
    frame(animation, 0.2, 0.6)
    animation.finish()
    fresh.state = moved.state
    fresh.pose()
    assert same(picture(moved), picture(fresh))


@ALL
def test_a_part_may_be_moved_before_and_after_a_motion(make: Callable[[], Posed], motion: Motion) -> None:
    """A part that stands elsewhere moves in the same way there."""
    here, there = make(), make()
    there.shift((1.0, -0.5, 0.0))
    for part in (here, there):
        animation = motion(part)
        animation.begin()
        animation.finish()
    if not isinstance(there, charts.SquareTray):  # its sticks come from the plane, which did not move
        assert same(picture(here.shift((1.0, -0.5, 0.0))), picture(there), tolerance=1e-9)


def test_a_motion_through_stops_rests_only_on_recorded_values() -> None:
    """At k of n the state holds the recorded Numbers themselves; between, a derivation of two of them."""
    plane = charts.plane()
    animation = plane.step_through(LINES[1:])
    animation.begin()
    animation.interpolate(0.5)
    assert plane.state.line == LINES[1]
    animation.interpolate(0.7)
    assert isinstance(plane.state.line[0].source, Derived)
    assert plane.state.line[0].source.arguments[:2] == (LINES[1][0], LINES[2][0])
    animation.interpolate(1)
    assert plane.state.line == LINES[2]


def test_tiles_tell_recorded_numbers_only() -> None:
    """While the machine's lines are on their way the tiles still show the stop that was reached."""
    machine = charts.machine()
    first, second = measured(0.7, -0.5), measured(1.2, 0.25)
    animation = machine.step_through([first, second])
    animation.begin()
    told = []
    for alpha in (0.0, 0.3, 0.5, 0.8, 1.0):
        animation.interpolate(alpha)
        told.append(machine.tiles.members[0].figures.words.shown[0].number.value)
    assert told == [1.5, 1.5, 0.7, 0.7, 1.2]


def test_a_stage_names_the_stop_reached_and_the_share_of_the_way_on() -> None:
    """With three stops the second is reached at one half, and nothing is left at the end."""
    assert stage(0, 3) == (0, 0)
    assert stage(0.5, 3) == (1, 0)
    assert stage(1, 3) == (2, 0)
    reached, share = stage(0.25, 3)
    assert reached == 0
    assert share == pytest.approx(0.5)


def test_a_counter_can_follow_the_stops() -> None:
    """``last_reached`` gives the recorded number of the last stop."""
    numbers = measured(14.3, 6.2, 0.4)
    follow = last_reached(numbers)
    assert [follow(a) for a in (0, 0.49, 0.5, 0.99, 1)] == [numbers[i] for i in (0, 0, 1, 1, 2)]


def test_between_gives_the_ends_themselves_and_a_derived_number_on_the_way() -> None:
    """Arrived is the recorded number; a place on the way is evaluated from its two ends."""
    start, end = measured(1.0, 3.0)
    assert between(start, end, 0) is start
    assert between(start, end, 1) is end
    assert between(start, end, 0.25).value == pytest.approx(1.5)
    assert (
        between(start, end, 0.25).source
        == on_the_way(*measured(1.0, 3.0), between(start, end, 0.25).source.arguments[2]).source
    )  # type: ignore[union-attr]


def test_lagged_items_start_in_order_and_all_arrive() -> None:
    """The first of four is ahead of the last in between, and all are done at the end."""
    assert own_progress(0.4, 0, 4) > own_progress(0.4, 3, 4)
    assert [own_progress(1, i, 4) for i in range(4)] == [1, 1, 1, 1]
    assert [own_progress(0, i, 4) for i in range(4)] == [0, 0, 0, 0]
