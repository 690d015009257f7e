"""Blocks with bridges of chapter ``resnet``, filled from the records."""

from __future__ import annotations

from manim import DOWN, LEFT, RIGHT, UP, Animation, Mobject, VGroup

from chainreel.draw.axes.digit_ruler import DigitRuler, Landmark
from chainreel.draw.gradients.bridges import Bridges
from chainreel.draw.gradients.path_fan import PathFan
from chainreel.draw.gradients.residual_block import ResidualBlock
from chainreel.draw.motion import glide
from chainreel.draw.part.shapes import divider, panel, verdict
from chainreel.draw.part.staging import width_px
from chainreel.draw.text.lettering import Lettering
from chainreel.number import counted
from chainreel.scene import LectureScene
from chainreel.show import show
from chainreel.theme import FRAME_WIDTH, GAP_L, GAP_M, GAP_S, GAP_XXL, MARGIN_X, at, px

# Layout in pixels: middles, a width, a right edge with its baseline.
BLOCK, CHAIN_Y, COINS_Y, FAN_Y, FAN_WIDTH = (960, 480), 380, 772, 487, 1684
NOT_SIDE_BY_SIDE, SUMS_LINE, AUTOGRAD, GRADIENTS = (1570, 746), 806, 118, (1802, 312)
RULER_WIDTH, CAVEAT_LINE, CAVEAT_TIE, SLOPE = 1560, 564, (482, 510), (1090, 661)


def block(scene: LectureScene) -> ResidualBlock:
    one = show(counted(1, "slope of a bridge"), "d", scene.look.language)
    running = (
        scene.show_number("chain.bridges.running.0", "d"),
        scene.show_number("chain.bridges.factors.0", ".3f"),
    )
    inner, factor = (
        scene.show_number("chain.bridges.inner.0", ".3f"),
        scene.show_number("chain.bridges.factors.0", ".3f"),
    )
    return ResidualBlock(scene.look, running, inner, factor, one).put_at(*BLOCK)


def chain(scene: LectureScene) -> Bridges:
    record, language = scene.record("chain"), scene.look.language
    styles = {"running": ".2f", "inner": ".4f", "factors": ".4f"}
    parts = [
        [show(n, style, language) for n in record.numbers(f"bridges.{name}")]
        for name, style in styles.items()
    ]
    chain = Bridges(scene.look, *parts).put_at(FRAME_WIDTH / 2, CHAIN_Y)
    chain.take(bridged=float(chain.count))
    return chain


def slope(scene: LectureScene) -> Lettering:
    """What F' is, beside the number under the lone block's gate."""
    return scene.text("slope", color="sub").put(*SLOPE)


def into_row(block: ResidualBlock, chain: Bridges, seconds: float) -> Animation:
    """The lone block shrinks into the place of the row's first."""
    size = chain.size.gate[0] / block.size.gate[0]
    return glide(block, chain.gate_point(1), size, run_time=seconds)


def side_by_side(scene: LectureScene) -> VGroup:
    """What a sum is not, with its name: x and F(x) in one row of numbers."""
    texts = VGroup(*(scene.text(key, "formula") for key in ("first", "second"))).arrange(
        RIGHT, buff=px(3 * GAP_M)
    )
    row = panel(scene.look, texts, outline="forward")
    middle = (texts[0].get_right()[0] + texts[1].get_left()[0]) / 2
    ends = (row.get_edge_center(side) * UP + middle * RIGHT for side in (UP, DOWN))
    mark = verdict(scene.look, False, 56).next_to(row, LEFT, buff=px(GAP_M))
    name = scene.text("aside", "label", color="sub").next_to(row, DOWN, buff=px(GAP_S))
    whole = VGroup(row, divider(scene.look, next(ends), next(ends), "forward"), texts, mark, name)
    return whole.shift(at(*NOT_SIDE_BY_SIDE) - row.get_center())


def first_factor(scene: LectureScene, chain: Bridges) -> VGroup:
    """The first block's factor, to which it is tied: 1 and the slope of F, which is named."""
    real = scene.text("real", "formula").put(MARGIN_X + GAP_M, CAVEAT_LINE)
    name = scene.text("slope", "label", color="sub")
    top, foot = (at(0, y)[1] * UP + chain.gate_point(1)[0] * RIGHT for y in CAVEAT_TIE)
    return VGroup(divider(scene.look, top, foot, "sub"), real, on_caveat_line(real, name, GAP_L))


def caveat(scene: LectureScene, beside: Mobject) -> Lettering:
    """What that factor would be if the slope of F were below zero: said more quietly, as it is not so."""
    return on_caveat_line(beside, scene.text("promise", "label", color="sub"), GAP_XXL)


def on_caveat_line(first: Mobject, text: Lettering, gap: float) -> Lettering:
    """A text on the caveat's line, to the right of what stands there."""
    text.put(0, CAVEAT_LINE)
    return text.shift((first.get_right()[0] + px(gap) - text.get_left()[0]) * RIGHT)


def both_coins(scene: LectureScene) -> DigitRuler:
    marks = [
        Landmark(scene.words("without"), scene.show_number("chain.w1.product", "e2"), lit=False),
        Landmark(scene.words("with"), scene.show_number("chain.bridges.product", ".2f")),
    ]
    return DigitRuler(scene.look, marks, (-8, 1), width_px=RULER_WIDTH).shift(at(FRAME_WIDTH / 2, COINS_Y))


def fan(scene: LectureScene) -> PathFan:
    record, language = scene.record("bridge_paths"), scene.look.language
    products = record.numbers("paths.products")
    shown = [show(n, ".3f" if k else "d", language) for k, n in enumerate(products)]
    total = scene.show_number("bridge_paths.paths.sum", ".3f")
    rows, whole = record.rows("paths.taken"), scene.words("whole")
    fan = PathFan(scene.look, rows, shown, total, whole=whole, width_px=FAN_WIDTH)
    return fan.put_at(FRAME_WIDTH / 2, FAN_Y)


def product(scene: LectureScene, fan: PathFan) -> Lettering:
    """What the sum of the paths is, before the sum itself."""
    right = (FRAME_WIDTH + FAN_WIDTH) / 2 - width_px(fan.sum) - GAP_M
    return scene.text("formula", "formula").put(right, SUMS_LINE, "right")


def gradients(scene: LectureScene) -> Lettering:
    """What the numbers at the paths' ends are, above them."""
    return scene.text("gradient", "label", color="sub").put(*GRADIENTS, "right")


def autograd(scene: LectureScene) -> VGroup:
    text = scene.text("autograd").put(0, SUMS_LINE)
    mark = verdict(scene.look, scene.holds("agree"), 48).next_to(text, LEFT, buff=px(GAP_M))
    both = VGroup(mark, text)
    return both.shift((at(AUTOGRAD, 0)[0] - both.get_left()[0]) * RIGHT)
