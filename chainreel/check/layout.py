"""The layout rules: strict for a beat's still, mild for a moment of a motion."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np

from chainreel import colour
from chainreel.check import geometry
from chainreel.check.geometry import BOTTOM, LEFT, RIGHT, TOP, Bools, Floats
from chainreel.check.picture import (
    OPAQUE,
    Picture,
    ScreenShape,
    ScreenText,
    Thing,
    name_of_shape,
    object_name,
)
from chainreel.theme import CAPTION_BAND, FRAME, MIN_CONTRAST, PIXELS_PER_UNIT, SAFE, TEXT_FLOOR, Area, px

TOUCH = px(1)  # things that meet by less do not meet
MOTION_OPACITY = 0.5  # of what a text in motion must not be crossed by


@dataclass(frozen=True)
class Fault:
    """A broken layout rule; ``second`` is ``first`` again where only one object is concerned."""

    rule: str
    first: Thing
    second: Thing
    names: tuple[str, ...]
    message: str


def still_faults(picture: Picture) -> Iterator[Fault]:
    """Every fault of a picture that stays on screen."""
    yield from place_faults(picture)
    shown = [text for text in picture.texts if not all(hidden_glyphs(picture, text))]
    for text in shown:
        yield from text_faults(picture, text)
    yield from overlaps(picture, shown, shown)


def motion_faults(picture: Picture, moving: Collection[int], first: bool) -> Iterator[Fault]:
    """Faults of opaque text that takes no part in the play; ``moving`` are the ids of what does.

    What stands still meets only at the first of a play's samples, or not at all.
    """
    resting = [t for t in picture.texts if id(t.mobject) not in moving and opaque(picture, t)]
    texts = [t for t in picture.texts if opaque(picture, t) and (first or id(t.mobject) in moving)]
    lines = {i for i, s in enumerate(picture.shapes) if first or id(s.mobject) in moving}
    for text in resting:
        if not any(hidden_glyphs(picture, text)):
            yield from crossings(picture, text, lines, MOTION_OPACITY)
    yield from overlaps(picture, resting, texts)


def opaque(picture: Picture, text: ScreenText) -> bool:
    """Whether every glyph of a text is."""
    return all(picture.shapes[i].fill_opacity > OPAQUE for i in text.glyphs)


def hidden_glyphs(picture: Picture, text: ScreenText) -> list[bool]:
    """For each glyph, whether an opaque shape drawn later hides its middle."""
    last = max(text.glyphs)
    return [picture.is_hidden_at(middle(box), last, len(picture.shapes)) for box in text.boxes]


def middle(box: Floats) -> Floats:
    """The middle (x, y) of a box."""
    return (box[:2] + box[2:]) / 2


def one(rule: str, thing: Thing, name: str, message: str) -> Fault:
    """A fault of one object."""
    return Fault(rule, thing, thing, (name,), message)


# --- where things stand ----------------------------------------------------------------------------


def place_faults(picture: Picture) -> Iterator[Fault]:
    """What leaves the screen or the margins, or stands in the caption band; the worst of each object."""
    worst: dict[tuple[str, int, bool], tuple[float, Fault]] = {}
    for index in np.flatnonzero(~within_area(picture.boxes, SAFE) | in_band(picture.boxes)):
        shape, box = picture.shapes[index], picture.boxes[index]
        if covers_frame(box):
            continue
        name = object_name(shape.text) if shape.text else name_of_shape(shape)
        for rule, by, message in place_complaints(box):
            key = (name, id(shape.text or shape.owner), rule == "caption band")
            if key not in worst or by > worst[key][0]:
                worst[key] = (by, one(rule, shape.thing, name, message))
    yield from (fault for _, fault in worst.values())


def place_complaints(box: Floats) -> Iterator[tuple[str, float, str]]:
    """Rule, by how many pixels it is broken, and message."""
    off, into = beyond(box, FRAME), beyond(box, SAFE)
    if off > 1:
        yield "off screen", into, f"it reaches beyond the picture by {off:.0f} px"
    elif into > 1:
        yield "margin", into, f"it reaches into the margin by {into:.0f} px"
    if in_band(box[None])[0]:
        yield "caption band", 0.0, "it stands where captions are, between y 912 and 1026 px"


def edges(area: Area) -> Floats:
    """An area as a box."""
    return np.array([area.left, area.bottom, area.right, area.top])


def within_area(boxes: Floats, area: Area) -> Bools:
    """Which boxes (n, 4) keep within an area."""
    wide = geometry.grow_box(edges(area), TOUCH)
    return np.asarray((boxes[:, :2] >= wide[:2]).all(axis=1) & (boxes[:, 2:] <= wide[2:]).all(axis=1))


def in_band(boxes: Floats) -> Bools:
    """Which boxes (n, 4) reach into the caption band."""
    return geometry.boxes_meet(boxes, edges(CAPTION_BAND), TOUCH)


def covers_frame(box: Floats) -> bool:
    """Whether it is a ground for the whole picture."""
    whole = edges(FRAME)
    return bool((box[:2] <= whole[:2] + TOUCH).all() and (box[2:] >= whole[2:] - TOUCH).all())


def beyond(box: Floats, area: Area) -> float:
    """By how many pixels a box leaves an area."""
    limits = edges(area)
    over = [
        limits[LEFT] - box[LEFT],
        limits[BOTTOM] - box[BOTTOM],
        box[RIGHT] - limits[RIGHT],
        box[TOP] - limits[TOP],
    ]
    return float(max(over) * PIXELS_PER_UNIT)


# --- one text --------------------------------------------------------------------------------------


def text_faults(picture: Picture, text: ScreenText) -> Iterator[Fault]:
    """Too small, too pale, half hidden, crossed."""
    if 0 < text.font_px < TEXT_FLOOR - 0.1:
        message = f"{text.font_px:.0f} px high, under 1/36 of the picture's height ({TEXT_FLOOR} px)"
        yield one("text size", text.thing, text.name, message)
    yield from pale(picture, text)
    crossed = list(crossings(picture, text, None, 0.0))
    yield from crossed
    if not crossed and any(hidden_glyphs(picture, text)):
        yield one("covered", text.thing, text.name, "part of it is hidden by what is drawn over it")


def pale(picture: Picture, text: ScreenText) -> Iterator[Fault]:
    """The glyph that stands out least against what is under it."""
    glyphs = zip(text.glyphs, text.boxes, strict=True)
    worst, where = min(contrast_of(picture, glyph, box, min(text.glyphs)) for glyph, box in glyphs)
    if worst < MIN_CONTRAST - 0.005:
        message = f"its contrast is {worst:.1f}:1 on {where}, under {MIN_CONTRAST}:1"
        yield one("contrast", text.thing, text.name, message)


def contrast_of(picture: Picture, glyph: int, box: Floats, before: int) -> tuple[float, str]:
    """The contrast of a glyph with the colour under its middle, and that colour."""
    shape = picture.shapes[glyph]
    under = picture.backdrop(middle(box), before)
    seen = colour.mix(shape.fill, under, min(1.0, shape.fill_opacity))
    return colour.contrast(seen, under), under


# --- a text and something else -----------------------------------------------------------------------


def overlaps(picture: Picture, texts: list[ScreenText], others: list[ScreenText]) -> Iterator[Fault]:
    """Texts whose glyphs meet; each pair once."""
    told: set[frozenset[int]] = set()
    boxes = np.array([t.box for t in others]).reshape(-1, 4)
    for text in texts:
        for index in np.flatnonzero(geometry.boxes_meet(boxes, text.box, TOUCH)):
            other = others[index]
            pair = frozenset((id(text.mobject), id(other.mobject)))
            if len(pair) == 2 and pair not in told and glyphs_meet(picture, text, other):
                told.add(pair)
                names = (text.name, other.name)
                yield Fault("text on text", text.thing, other.thing, names, "they overlap")


def glyphs_meet(picture: Picture, text: ScreenText, other: ScreenText) -> bool:
    """Whether glyphs of both lie over each other, and the lower text is not hidden there."""
    lower, upper = sorted((text, other), key=lambda t: min(t.glyphs))
    for box in upper.boxes:
        for meeting in lower.boxes[geometry.boxes_meet(lower.boxes, box, TOUCH)]:
            if not picture.is_hidden_at(middle(meeting), max(lower.glyphs), len(picture.shapes)):
                return True
    return False


def crossings(
    picture: Picture, text: ScreenText, lines: Collection[int] | None, opacity: float
) -> Iterator[Fault]:
    """Outlines and strokes of other objects that run through a text; ``lines`` limits them (indices)."""
    near = np.flatnonzero(geometry.boxes_meet(picture.boxes, geometry.grow_box(text.box, -TOUCH)))
    for index in map(int, near):
        shape = picture.shapes[index]
        other = shape.text is None and (lines is None or index in lines)
        if (
            other
            and max(shape.fill_opacity, shape.stroke_opacity) > opacity
            and crosses(picture, index, text)
        ):
            names = (text.name, name_of_shape(shape))
            yield Fault("text crossed", text.thing, shape.thing, names, "it runs through the text")


def crosses(picture: Picture, index: int, text: ScreenText) -> bool:
    """Whether the outline of a shape is seen within the text's lines."""
    shape = picture.shapes[index]
    half = shape.width / 2
    for box in text.lines:
        reach = geometry.grow_box(box, half - TOUCH)
        near = geometry.boxes_meet(picture.boxes[index][None], reach)[0]
        if near and any(is_in_sight(picture, index, point, text) for point in points_within(shape, reach)):
            return True
    return False


def points_within(shape: ScreenShape, box: Floats) -> Iterator[Floats]:
    """A point of each straight piece of the outline that passes through ``box``."""
    through, enter, leave = geometry.shares_in_box(shape.segments, box)
    for segment, share in zip(shape.segments[through], ((enter + leave) / 2)[through], strict=True):
        yield segment[0] + share * (segment[1] - segment[0])


def is_in_sight(picture: Picture, index: int, point: Floats, text: ScreenText) -> bool:
    """Whether a shape's outline is in sight at ``point``: over the text, or under it and not hidden."""
    over = index > max(text.glyphs)
    return over or not picture.is_hidden_at(point, index, min(text.glyphs))
