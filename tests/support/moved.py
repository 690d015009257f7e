"""What the tests of drawn parts share: numbers, pictures as arrays, motions at chosen moments."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from manim import Animation, Mobject, VMobject

from chainreel.check.layout import still_faults
from chainreel.check.picture import Picture, layer_of, owners_in
from chainreel.number import Number, Recorded
from chainreel.records.record import Record, load
from chainreel.show import Shown, show
from chainreel.theme import DARK, PIXELS_PER_UNIT, Look

RECORDS = Path(__file__).parents[2] / "assets" / "records"
JA = Look(DARK, "ja")


def record(name: str) -> Record:
    return load(RECORDS / f"{name}.json")


def number(value: float) -> Number:
    return Number(value, Recorded("test", "value", "a run of this test"))


def shown(value: float, style: str = ".3f") -> Shown:
    return show(number(value), style, "ja")


def drawn(part: Mobject) -> list[np.ndarray]:
    """Points, fill and stroke of everything that can be seen of a part, in drawing order."""
    rows = []
    for member in part.get_family():
        if isinstance(member, VMobject) and len(member.points):
            seen = member.get_fill_opacity() > 0 or member.get_stroke_width() > 0
            if seen:
                style = [*member.fill_rgbas.ravel(), *member.stroke_rgbas.ravel(), member.get_stroke_width()]
                rows.append(np.concatenate([member.points.ravel(), style]))
    return rows


def same_picture(one: Mobject, other: Mobject) -> bool:
    first, second = drawn(one), drawn(other)
    return len(first) == len(second) and all(
        a.shape == b.shape and np.allclose(a, b, atol=1e-9) for a, b in zip(first, second, strict=True)
    )


def finish(*animations: Animation) -> None:
    for animation in animations:
        animation.begin()
        animation.finish()


def go(animation: Animation, *alphas: float) -> None:
    animation.begin()
    for alpha in alphas:
        animation.interpolate(alpha)


def same_at_half(make: Callable[[], Mobject], motion: Callable[[Mobject], Animation]) -> bool:
    """Whether the frame at one half is the same with and without frames before it."""
    straight, wandering = make(), make()
    go(motion(straight), 0.5)
    go(motion(wandering), 0.1, 0.35, 0.8, 0.5)
    return same_picture(straight, wandering)


def faults(*mobjects: Mobject) -> Sequence[str]:
    """What the layout rules say of the still that these make."""
    picture = Picture(layer_of(mobjects, owners_in(mobjects)), JA.theme.bg)
    return [f"{f.rule}: {' / '.join(f.names)}: {f.message}" for f in still_faults(picture)]


def extent_px(mobject: VMobject) -> tuple[float, float]:
    """Width and height in pixels, of its points."""
    low, high = mobject.points.min(axis=0), mobject.points.max(axis=0)
    width, height, _ = (high - low) * PIXELS_PER_UNIT
    return float(width), float(height)
