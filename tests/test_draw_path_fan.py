"""Paths through blocks with bridges: each as wide as its gradient, and adding up as shown."""

import numpy as np
import pytest
from moved import JA, faults, finish, record, same_at_half, same_picture, shown

from chainreel.draw.evidence import evidence_in
from chainreel.draw.gradients.path_fan import BLOCK, PathFan
from chainreel.draw.text.lettering import Lettering
from chainreel.errors import InputError
from chainreel.pitch import heard_in
from chainreel.show import show
from chainreel.theme import PIXELS_PER_UNIT
from chainreel.words import Words

RECORD = record("bridge_paths")
PRODUCTS = RECORD.numbers("paths.products")
WHOLE = Words(("橋だけ",), "ja")


def fan(**state: float) -> PathFan:
    products = [show(n, ".3f" if k else "d", "ja") for k, n in enumerate(PRODUCTS)]
    total = show(RECORD.number("paths.sum"), ".3f", "ja")
    part = PathFan(JA, RECORD.rows("paths.taken"), products, total, whole=WHOLE, width_px=1684)
    part.take(**state)
    return part.put_at(960, 510)


def light(text: Lettering) -> float:
    return float(text.glyphs[0].fill_rgbas[0, 3])


def width_px(part: PathFan, path: int) -> float:
    return float(part.ropes[path].get_stroke_width()) * PIXELS_PER_UNIT / 100


def test_a_path_is_as_wide_as_its_gradient() -> None:
    """Linear: 0.235 of the whole has 0.235 of its width; what is too thin is widened to be seen."""
    part = fan(opened=8.0)
    assert width_px(part, 0) == pytest.approx(40)
    assert width_px(part, 1) == pytest.approx(40 * PRODUCTS[1].value)
    assert width_px(part, 7) == pytest.approx(1.6)
    widths = [e.number for e in evidence_in(part) if e.how == "width"]
    assert widths == list(PRODUCTS)


def test_a_path_goes_through_its_blocks_and_over_the_other_bridges() -> None:
    """Over a block's middle it lies on the line if it takes the gate, else on the bridge's top."""
    part = fan()
    for path, row in enumerate(RECORD.rows("paths.taken")):
        points = part.along_blocks(path)
        for block, taken in enumerate(row):
            near = points[np.argmin(np.abs(points[:, 0] - part.gate_px(block)))]
            wanted = part.line_y - (0 if taken.value else BLOCK.rise)
            assert near[1] == pytest.approx(wanted, abs=2)


def test_no_two_paths_are_the_same_and_all_are_there() -> None:
    """Three blocks have two to the three ways."""
    ways = {tuple(t.value for t in row) for row in RECORD.rows("paths.taken")}
    assert len(ways) == len(PRODUCTS) == 2**3


def test_a_path_bears_the_letters_of_its_blocks() -> None:
    """On a chip each; the one over every bridge has none, and is named by words."""
    part = fan(opened=8.0)
    rows = [[m.words.plain for m in marks if m in part.submobjects] for marks in part.marks]
    assert ["".join(row) for row in rows] == ["", "a", "b", "c", "ab", "ac", "bc", "abc"]
    assert part.label.words == WHOLE
    assert part.label in part.submobjects


def test_opened_paths_lie_straight_in_their_rows() -> None:
    """After the motion every rope is level, at the height of its row."""
    part = fan()
    finish(part.open(8))
    assert same_picture(part, fan(opened=8.0))
    for path, rope in enumerate(part.ropes):
        assert np.allclose(rope.points[:, 1], part.point(0, part.row_y(path))[1])


def test_one_path_may_be_singled_out_and_the_sum_lights_all() -> None:
    """The others step back with their chips and numbers, and come again with the total."""
    part = fan(opened=8.0)
    lit = [light(part.results[1]), light(part.marks[1][0])]
    finish(part.single_out())
    first, other = (part.ropes[k].get_stroke_color().to_hex().upper() for k in (0, 1))
    assert first == JA.color("backward") != other
    assert [light(part.results[1]), light(part.marks[1][0])] == pytest.approx([0.3 * k for k in lit])
    finish(part.sum_up())
    assert [light(part.results[1]), light(part.marks[1][0])] == lit
    assert part.ropes[1].get_stroke_color().to_hex().upper() == first
    assert "1.632" in [e.text for e in evidence_in(part)]


def test_the_sum_is_the_largest_number_and_what_it_sums_is_dimmer() -> None:
    """Every product is smaller; those of paths through gates lose the colour of what is to be read."""
    part = fan(opened=8.0, summed=1.0)
    assert max(result.height for result in part.results) < part.sum.height
    colors = {str(result.glyphs[0].get_fill_color()) for result in part.results[1:]}
    assert colors == {JA.color("sub")}


def test_a_frame_needs_no_frame_before_it() -> None:
    """At one half the picture is the same, whether or not other frames were drawn."""
    assert same_at_half(fan, lambda p: p.open(3))  # type: ignore[attr-defined]


def test_the_still_keeps_the_layout_rules() -> None:
    """All paths and their sum stand without a fault."""
    assert not faults(fan(opened=8.0, summed=1.0))


def test_a_sum_that_is_false_as_shown_and_rows_that_do_not_fit_are_refused() -> None:
    """1 + 0.2 is not 1.3, rows are of one length, and there are no more paths than rows."""
    one, taken = [shown(1, "d"), shown(0.2, ".1f")], [[shown(k).number] for k in (0, 1)]
    with pytest.raises(InputError, match=r"1 \+ 0.2 is not 1.3 as shown"):
        PathFan(JA, taken, one, shown(1.3, ".1f"), whole=WHOLE)
    with pytest.raises(InputError, match="says for every block"):
        PathFan(JA, [[], *taken[1:]], one, shown(1.2, ".1f"), whole=WHOLE)
    with pytest.raises(InputError, match="there are 8 paths, not 9"):
        fan().open(9)


def test_the_paths_sum_is_heard_as_it_comes_to_rest() -> None:
    """One stroke at the end of the summing up, at the sum's pitch."""
    ((sounding, tone),) = heard_in(fan(opened=8.0).sum_up(0.8))
    assert tone.at == 0.8
    assert sounding.numbers[0] == RECORD.number("paths.sum")
