"""The whole net of chapter ``cnn``, from the digit to the answer."""

from __future__ import annotations

from manim import RIGHT, UP, VGroup, VMobject

from chainreel.draw.part.shapes import arrow
from chainreel.scene import LectureScene
from chainreel.theme import FRAME_WIDTH, GAP_M, MARGIN_X, STROKE_LIT, at, px
from scenes import cnn_parts as parts

# Layout in pixels.
SMALL, ROW_Y = 208, 450  # the side of 8 x 8 maps, and the height of the net's middle
STEP_SIX, STEP_TWELVE, BETWEEN = (16, 12), (14, 12), 96  # from map to map on a pile, and from pile to pile
WAYS_LINE, COUNTS_LINE = 272, 668  # baselines


def stages(scene: LectureScene) -> list[VGroup]:
    """The net from left to right, each stage with its count below it; arrows are apart."""
    piles: list[tuple[str, VMobject]] = [
        ("six", parts.pile_of_maps(scene, "first.after", SMALL, STEP_SIX, own(scene))),
        ("six_small", parts.pile_of_maps(scene, "first.pooled", SMALL / 2, STEP_SIX, own(scene))),
        ("twelve", parts.pile_of_maps(scene, "second.after", SMALL / 2, STEP_TWELVE)),
        ("twelve_small", parts.pile_of_maps(scene, "second.pooled", SMALL / 4, STEP_TWELVE)),
        ("three", scene.text("three", "hero", color="forward")),
    ]
    row = VGroup(*(pile for _, pile in piles)).arrange(RIGHT, buff=px(BETWEEN))
    row.shift((at(FRAME_WIDTH - MARGIN_X, 0)[0] - row.get_right()[0]) * RIGHT).set_y(at(0, ROW_Y)[1])
    keys = [*(key for key, _ in piles[:-1]), "answer"]
    counts = [
        scene.text(key, "label").set_x(pile.get_x()) for key, (_, pile) in zip(keys, piles, strict=True)
    ]
    for count in counts:
        count.put_baseline(at(0, COUNTS_LINE)[1])
        count.shift(min(0.0, at(FRAME_WIDTH - MARGIN_X, 0)[0] - count.get_right()[0]) * RIGHT)
    return [VGroup(pile, count) for (_, pile), count in zip(piles, counts, strict=True)]


def own(scene: LectureScene) -> int:
    """The map that the chapter has followed: it lies in front."""
    return parts.index_at(scene, "cnn.step.channel")


def way(scene: LectureScene, key: str, before: VMobject, after: VMobject) -> VGroup:
    """The arrow from one stage to the next, with what happens on it."""
    height = at(0, ROW_Y)[1]
    left, right = before.get_right()[0] + px(GAP_M), after.get_left()[0] - px(GAP_M)
    ends = [height * UP + x * RIGHT for x in (left, right)]
    name = scene.text(key, "label", color="sub" if key == "pool" else "weight")
    name.set_x((left + right) / 2).put_baseline(at(0, WAYS_LINE)[1])
    name.shift(min(0.0, at(FRAME_WIDTH - MARGIN_X, 0)[0] - name.get_right()[0]) * RIGHT)
    return VGroup(arrow(scene.look, ends[0], ends[1], "forward", STROKE_LIT), name)
