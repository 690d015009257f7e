"""Purity of scenes: what makes a frame depend on more than its play's start and its own index is refused."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from manim import Mobject, Scene, TracedPath

from chainreel.errors import ChainreelError

REMEDY = "every frame must follow from the play's start and its progress alone, so animate it instead"


def require_pure(scene: Scene) -> None:
    """Refuse updaters that count time, traced paths and waits for a condition.

    Raises:
        ChainreelError: naming the scene and the first object.
    """
    if scene.updaters or scene.always_update_mobjects:
        raise ChainreelError(f"{_where(scene)}: the scene itself has an updater: {REMEDY}")
    if scene.stop_condition is not None:
        raise ChainreelError(f"{_where(scene)}: a wait for a condition has no fixed length: give it seconds")
    for mobject in _members(scene):
        if isinstance(mobject, TracedPath):
            raise ChainreelError(f"{_where(scene)}: a TracedPath remembers earlier frames: {REMEDY}")
        if mobject.updaters and mobject.has_time_based_updater():
            raise _refusal(scene, mobject, "counts time")


def require_settled(scene: Scene) -> None:
    """Refuse updaters that change their object each time they run, such as ``m.shift(RIGHT)``.

    Raises:
        ChainreelError: naming the scene and the first object.
    """
    updated = [m for m in _members(scene) if m.updaters]
    if not updated:
        return
    before = [_points(m) for m in updated]
    scene.update_mobjects(0)
    for mobject, points in zip(updated, before, strict=True):
        if not np.array_equal(points, _points(mobject)):
            raise _refusal(scene, mobject, "accumulates")


def _refusal(scene: Scene, mobject: Mobject, what: str) -> ChainreelError:
    return ChainreelError(f"{_where(scene)}: {type(mobject).__name__} has an updater that {what}: {REMEDY}")


def _members(scene: Scene) -> Iterator[Mobject]:
    for mobject in scene.mobjects:
        yield from mobject.get_family()
    for animation in scene.animations or ():
        if isinstance(animation.mobject, Mobject):
            yield from animation.mobject.get_family()


def _points(mobject: Mobject) -> np.ndarray:
    parts = [member.points for member in mobject.get_family()]
    return np.concatenate(parts) if parts else np.zeros((0, 3))


def _where(scene: Scene) -> str:
    return str(getattr(scene, "where", type(scene).__name__))
