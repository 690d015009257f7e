"""Towers and digits: as many bars as layers, pixels in their shades, and a digit that runs through."""

import pytest
from moved import JA, faults, finish, go, number, record, same_at_half, same_picture

from chainreel.draw.evidence import evidence_in
from chainreel.draw.images.digit import DigitPicture
from chainreel.draw.networks.living_tower import FINEST, TowerState
from chainreel.draw.networks.tower import Tower
from chainreel.draw.networks.tower_batch import BatchState, BatchTower
from chainreel.draw.networks.tower_copies import TowerWithCopies
from chainreel.errors import InputError, UnknownNumber
from chainreel.number import counted
from chainreel.show import show
from chainreel.theme import at, px, stroke

RECORD = record("headline")
DEPTH = RECORD.number("settings.depth")
DIGITS = RECORD.rows("sample.pixels")[:3]


def tower(state: TowerState | None = None) -> Tower:
    answers = [show(n, "d", "ja") for n in RECORD.rows("skips.sample.answers")[0][:3]]
    return Tower(JA, DEPTH, digits=DIGITS, answers=answers, state=state)


def loaded() -> Tower:
    return tower(TowerState(digit=1))


def test_a_tower_has_as_many_bars_as_its_record_has_layers() -> None:
    """Depth follows the number."""
    assert len(tower().bars) == DEPTH.value
    assert len(Tower(JA, counted(12, "layers")).bars) == 12
    assert [e.number for e in evidence_in(Tower(JA, DEPTH))] == [DEPTH]


def test_layers_too_fine_for_gaps_are_drawn_without() -> None:
    """Bars thinner than a pixel would lie in bands that nobody recorded; thousand of them touch."""
    part = Tower(JA, counted(1000, "layers"), height_px=340)
    part.take(bridged=1.0)
    bars = [part.from_scene(bar.get_top())[1] for bar in part.bars[1:]]
    feet = [part.from_scene(bar.get_bottom())[1] for bar in part.bars[:-1]]
    assert all(foot > top for foot, top in zip(feet, bars, strict=True))
    assert all(bar.height == pytest.approx(px(FINEST)) for bar in part.bars)
    assert all(bridge.get_stroke_width() == pytest.approx(stroke(FINEST)) for bridge in part.bridges)


def test_a_digit_falls_in_and_its_answer_comes_out() -> None:
    """After the run the digit is gone and the answer stands below, as in the tower built so."""
    part = tower()
    finish(part.load(1), part.run(1))
    assert same_picture(part, tower(TowerState(answer=1)))
    finish(part.load(2), part.run(2))
    assert same_picture(part, tower(TowerState(answer=2)))


def test_a_digit_may_stay_while_its_copy_runs() -> None:
    """With keep the picture at the end has the digit above and the answer below."""
    part = loaded()
    finish(part.run(1, keep=True))
    assert same_picture(part, tower(TowerState(digit=1, answer=1)))


def test_a_sinking_digit_loses_its_rows_at_the_roof() -> None:
    """No cell is drawn inside the tower."""
    part = loaded()
    go(part.run(1), 0.25)
    cells = [c for c in part.sinking[1] if c in part.get_family()]
    assert 0 < len(cells) < 64
    assert min(c.get_bottom()[1] for c in cells) >= part.point(0, part.roof)[1] - 1e-9


def test_a_frame_needs_no_frame_before_it() -> None:
    """At one half every motion shows the same, whether or not other frames were drawn."""
    for motion in (
        lambda p: p.run(1),
        lambda p: p.load(2),
        lambda p: p.turn(alive=False),
        lambda p: p.build_bridges(),
    ):
        assert same_at_half(loaded, motion)


def test_a_dead_tower_is_grey_and_a_living_one_has_the_colour_of_values() -> None:
    """Dying ends on the tower built dead, reviving on the one built alive."""
    part = tower()
    finish(part.turn(alive=False))
    assert same_picture(part, tower(TowerState(alive=0.0)))
    assert part.bars[0].get_fill_color().to_hex().upper() == JA.color("mute")
    finish(part.turn(alive=True), part.build_bridges())
    assert same_picture(part, tower(TowerState(bridged=1.0)))
    assert part.bars[-1].get_fill_color().to_hex().upper() == JA.color("forward")


def test_the_still_keeps_the_layout_rules() -> None:
    """A tower with a digit and an answer has no layout fault."""
    assert not faults(tower(TowerState(digit=1, answer=1, bridged=1.0)).put_at(500, 480))


def test_copying_layers_come_under_those_that_compute_as_empty_bars() -> None:
    """Twenty filled bars, then thirty-six hollow ones; the first are where they were."""
    layers, copies = (record("degradation").number(p) for p in ("plain.shallow.layers", "copied.copies"))
    part = TowerWithCopies(JA, layers, copies)
    before = [bar.points.copy() for bar in part.bars[:20]]
    assert not any(copy in part.get_family() for copy in part.copies)
    finish(part.deepen())
    assert len(part.copies) == 36
    assert all(copy.get_fill_opacity() == 0 and copy in part.get_family() for copy in part.copies)
    assert all((bar.points == points).all() for bar, points in zip(part.bars[:20], before, strict=True))
    assert part.copies[0].get_top()[1] < part.bars[19].get_bottom()[1]


def test_a_depth_without_a_source_or_not_whole_is_refused() -> None:
    """A tower of 30 needs a run that has 30 layers."""
    with pytest.raises(UnknownNumber):
        Tower(JA, 30)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="whole number"):
        Tower(JA, number(2.5))


def test_a_pixels_shade_is_its_value() -> None:
    """0 is panel, 1 is text, between them the mix."""
    part = DigitPicture(JA, DIGITS[0], 160)
    for index, pixel in enumerate(DIGITS[0]):
        wanted = JA.theme.mix("text", "panel", pixel.value)
        assert part.cell(*divmod(index, 8)).get_fill_color().to_hex().upper() == wanted
    assert [e.number for e in evidence_in(part)] == list(DIGITS[0])


def test_a_digit_flies_to_the_picture_built_there() -> None:
    """Moved and grown it is the picture built in that size, in every frame a square grid."""
    part, goal = DigitPicture(JA, DIGITS[0], 100), DigitPicture(JA, DIGITS[0], 240).move_to(at(400, 300))
    go(part.fly(at(400, 300), 240), 0.2, 0.5)
    assert part.side_px == pytest.approx(170)
    finish(part.fly(at(400, 300), 240))
    assert same_picture(part, goal)
    assert same_at_half(lambda: DigitPicture(JA, DIGITS[0]), lambda p: p.fly(goal))


def test_pixels_without_a_source_a_shade_or_a_square_are_refused() -> None:
    """Pixels are numbers between 0 and 1, n x n of them."""
    with pytest.raises(UnknownNumber):
        DigitPicture(JA, [0.5] * 4)  # type: ignore[list-item]
    with pytest.raises(InputError, match="0 to 1"):
        DigitPicture(JA, [number(1.5)] * 4)
    with pytest.raises(InputError, match="not square"):
        DigitPicture(JA, [number(0.5)] * 5)


def batch(state: BatchState | None = None, run: str = "skips") -> BatchTower:
    answers = RECORD.rows(f"{run}.sample.answers")[0][:3]
    labels = RECORD.numbers("sample.labels")[:3]
    return BatchTower(JA, DEPTH, digits=DIGITS, labels=labels, answers=answers, state=state)


def lined_up() -> BatchTower:
    return batch(BatchState(waiting=3.0))


def test_a_tower_is_stacked_from_the_foot_up() -> None:
    """Half way the lower layers are there and the upper ones are not; at the end it is the whole tower."""
    part = tower(TowerState(stacked=0.0))
    assert not any(bar in part.get_family() for bar in part.bars)
    go(part.stack(), 0.5)
    there = [bar in part.get_family() for bar in part.bars]
    assert there[-1]
    assert not there[0]
    finish(part.stack())
    assert same_picture(part, tower())


def test_a_row_of_digits_waits_while_copies_run_and_answers_come_below_each() -> None:
    """Every motion of a batch ends on the tower built in that state."""
    part = batch()
    finish(part.line_up())
    assert same_picture(part, lined_up())
    finish(part.enter())
    assert same_picture(part, lined_up())
    finish(part.answer_each())
    assert same_picture(part, batch(BatchState(waiting=3.0, given=3.0)))
    for digit, answer in zip(part.digits, part.answers, strict=True):
        middle = (digit[0].get_left()[0] + digit[-1].get_right()[0]) / 2
        assert answer.get_center()[0] == pytest.approx(middle, abs=0.03)


def test_a_frame_of_a_batch_needs_no_frame_before_it() -> None:
    """At one half every motion shows the same, whether or not other frames were drawn."""
    for motion in (lambda p: p.enter(), lambda p: p.answer_each(), lambda p: p.stack()):
        assert same_at_half(lined_up, motion)


def test_an_answers_colour_is_its_verdict() -> None:
    """Answers that are the digit's label are right, others wrong: the plain tower answers 1 to a 7."""
    right, wrong = (batch(BatchState(given=3.0), run).answers[0] for run in ("skips", "plain"))
    assert right.glyphs[0].get_fill_color().to_hex().upper() == JA.color("correct")
    assert wrong.glyphs[0].get_fill_color().to_hex().upper() == JA.color("wrong")


def test_an_answer_is_stated_only_when_it_is_seen() -> None:
    """What has not come out yet is not in the ledger."""
    assert not [e for e in evidence_in(lined_up()) if e.how == "text"]
    assert len([e for e in evidence_in(batch(BatchState(given=2.0))) if e.how == "text"]) == 2


def test_the_still_of_a_batch_keeps_the_layout_rules() -> None:
    """A tower with its row of digits and of answers has no layout fault."""
    assert not faults(batch(BatchState(waiting=3.0, given=3.0)).put_at(500, 480))


def test_a_batch_without_an_answer_each_or_without_room_is_refused() -> None:
    """Digits, labels and answers belong together, and digits do not overlap."""
    labels = RECORD.numbers("sample.labels")
    with pytest.raises(InputError, match="one each"):
        BatchTower(JA, DEPTH, digits=DIGITS, labels=labels[:3], answers=labels[:2])
    with pytest.raises(InputError, match="do not stand"):
        BatchTower(JA, DEPTH, digits=DIGITS, labels=labels[:3], answers=labels[:3], digit_px=200)
    with pytest.raises(UnknownNumber):
        BatchTower(JA, DEPTH, digits=DIGITS[:1], labels=labels[:1], answers=[7])  # type: ignore[list-item]
