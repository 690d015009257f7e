"""Parts that one beat leaves on the stage for later ones, and the sentence for one that is not there."""

from __future__ import annotations

import inspect
from collections.abc import Collection, Sequence

from chainreel.errors import InputError, did_you_mean


class NotOnStage(InputError, AttributeError):  # noqa: N818 (it names what was found)
    """A beat asked its scene for something that is not there."""


def declared_parts(scene_class: type, ground: type) -> tuple[str, ...]:
    """The parts that a chapter's beats leave for later ones: the annotated attributes of its class."""
    classes = [c for c in scene_class.__mro__ if issubclass(c, ground) and c is not ground]
    return tuple(dict.fromkeys(name for c in classes for name in inspect.get_annotations(c)))


def unknown_part(name: str, known: Collection[str]) -> str:
    """What a beat is told that asks for ``name``, which its scene neither has nor declares."""
    meant = did_you_mean(name, known)
    return f"a scene has no {name!r}" + (f": {meant}" if meant else "")


def absence(name: str, earlier: Sequence[str]) -> str:
    """What a beat is told that asks for the part ``name``, which none of the ``earlier`` beats has left."""
    ran = f"none of the beats before it ({', '.join(earlier)})" if earlier else "no beat before it"
    return f"{name!r} is not on the stage, for {ran} has left it: put the beat that makes it earlier"
