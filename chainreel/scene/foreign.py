"""Refuse what did not come through ``chainreel.draw``: text made elsewhere, pictures, counters."""

from __future__ import annotations

from collections.abc import Iterable

from manim import (
    DecimalNumber,
    ImageMobject,
    MarkupText,
    Mobject,
    Paragraph,
    SingleStringMathTex,
    SVGMobject,
    Text,
    ValueTracker,
)
from manim.mobject.svg.svg_mobject import VMobjectFromSVGPath

from chainreel.errors import UnknownNumber

FOREIGN = (
    DecimalNumber, ImageMobject, MarkupText, Paragraph, SingleStringMathTex, SVGMobject, Text,
    ValueTracker, VMobjectFromSVGPath,
)  # fmt: skip


def require_drawn(mobjects: Iterable[Mobject], where: str) -> None:
    """Refuse text and pictures whose numbers nobody can know.

    Raises:
        UnknownNumber: naming the beat and the first stray object.
    """
    for mobject in mobjects:
        for member in mobject.get_family():
            if isinstance(member, FOREIGN):
                raise UnknownNumber(f"{where}: {name_of(member)} {complaint(member)}")


def complaint(member: Mobject) -> str:
    """What is wrong with an object that may not be in a scene, and what to do."""
    if isinstance(member, ValueTracker):
        return (
            "tweens a value that nobody measured: step through recorded numbers with count_through(), "
            "or evaluate them at each frame with follow()"
        )
    return (
        "did not come through chainreel.draw, so what it states "
        "cannot be known: use lettering(), counter() or digit_picture()"
    )


def name_of(mobject: Mobject) -> str:
    """A short name of a mobject for messages: its class and, if it has one, its text."""
    text = getattr(mobject, "original_text", None) or getattr(mobject, "tex_string", None)
    return f"{type(mobject).__name__}({text!r})" if text else type(mobject).__name__
