"""Read the outlines in Typst's SVG: glyphs once per symbol, lines as filled shapes.

The SVG is ``<g transform><use href="#symbol" x y fill/></g>``, ``<symbol><path d/></symbol>`` and
stroked or filled ``<path>``. Points here are in pixels, y upwards.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

import numpy as np
from numpy.typing import NDArray

from chainreel.errors import ChainreelError

Points = NDArray[np.float64]
SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
COMMAND = re.compile(r"([A-Za-z])|(-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)")
SIZES = {"m": 2, "l": 2, "h": 1, "v": 1, "q": 4, "c": 6, "z": 0}
FLIP = np.array([1.0, -1.0])


@dataclass(frozen=True)
class Shape:
    """A filled outline: cubic control points (4 a curve, 2), the number its colour encodes, its baseline."""

    points: Points
    ink: int
    baseline: float


@dataclass(frozen=True)
class Drawing:
    """What one SVG draws: the shapes in reading order, and the page's width."""

    shapes: tuple[Shape, ...]
    width: float


def read_drawing(svg: str) -> Drawing:
    """The filled shapes of Typst's ``svg``, in pixels, y upwards from the page's top."""
    root = ElementTree.fromstring(svg)
    symbols = {f"#{s.get('id')}": s[0].get("d", "") for s in root.iter(f"{SVG}symbol")}
    shapes = tuple(shapes_in(root, np.eye(3), symbols))
    return Drawing(shapes, float(root.get("viewBox", "0 0 0 0").split()[2]))


def shapes_in(parent: ElementTree.Element, frame: Points, symbols: dict[str, str]) -> Iterator[Shape]:
    """The shapes below ``parent``; ``frame`` (3, 3) takes its coordinates to the page."""
    for element in parent:
        here = frame @ matrix(element.get("transform", ""))
        if element.tag == f"{SVG}g":
            yield from shapes_in(element, here, symbols)
        elif element.tag == f"{SVG}use":
            place = np.array([float(element.get("x", 0)), float(element.get("y", 0))])
            points = outline(symbols[element.get(HREF, "")]) + place
            yield from shape(points, here, element.get("fill", "none"))
        elif element.tag == f"{SVG}path":
            d = element.get("d", "")
            yield from shape(outline(d), here, element.get("fill", "none"))
            if element.get("stroke", "none") != "none":
                yield from shape(
                    thick(d, float(element.get("stroke-width", 1))), here, element.get("stroke", "")
                )


def shape(points: Points, frame: Points, paint: str) -> Iterator[Shape]:
    """The shape of ``points`` on the page, y upwards, unless it is empty or unpainted."""
    if len(points) and paint != "none":
        placed = (points @ frame[:2, :2].T + frame[:2, 2]) * FLIP
        yield Shape(placed, int(paint.removeprefix("#"), 16), -float(frame[1, 2]))


def matrix(transform: str) -> Points:
    """An SVG transform, ``matrix`` or ``translate``, as a (3, 3) matrix."""
    if not transform:
        return np.eye(3)
    numbers = [float(n) for n in re.findall(r"-?[\d.]+(?:e-?\d+)?", transform)]
    if transform.startswith("translate"):
        numbers = [1, 0, 0, 1, *numbers]
    if len(numbers) != 6:
        raise ChainreelError(f"Typst drew with the transform {transform!r}, which chainreel does not read")
    a, b, c, d, x, y = numbers
    return np.array([[a, c, x], [b, d, y], [0, 0, 1]])


@functools.lru_cache(maxsize=8192)
def outline(d: str) -> Points:
    """The cubic control points (4 a curve, 2) of an SVG path's contours, each one closed."""
    contours = [closed(c) for c in contours_of(d)]
    points = np.concatenate(contours) if contours else np.zeros((0, 2))
    points.setflags(write=False)
    return points


def contours_of(d: str) -> Iterator[list[Points]]:
    """The curves (4, 2) of each contour of an SVG path in relative commands."""
    at = start = np.zeros(2)
    curves: list[Points] = []
    for command, numbers in commands(d):
        origin = np.zeros(2) if command.isupper() else at
        kind = command.lower()
        if kind in "mz":
            if curves:
                yield curves
            curves = []
            at = start = origin + numbers if kind == "m" else start
        else:
            curves.append(curve(kind, at, origin, numbers))
            at = curves[-1][3]
    if curves:
        yield curves


def commands(d: str) -> Iterator[tuple[str, Points]]:
    """Each command of a path with its numbers; repeated arguments repeat the command."""
    command, numbers = "M", list[float]()
    for letter, number in COMMAND.findall(d):
        if letter:
            command, numbers = letter, []
            if command.lower() not in SIZES:
                raise ChainreelError(f"Typst drew the path command {letter!r}, which chainreel does not read")
        else:
            numbers.append(float(number))
        if len(numbers) == SIZES[command.lower()]:
            yield command, np.array(numbers)
            numbers = []


def curve(kind: str, at: Points, origin: Points, numbers: Points) -> Points:
    """One cubic (4, 2) from ``at``; ``kind`` is l, h, v, q or c, ``origin`` what its numbers count from."""
    if kind == "c":
        return np.vstack([at, origin + numbers.reshape(3, 2)])
    if kind == "q":
        handle, end = origin + numbers.reshape(2, 2)
        return np.array([at, at + (handle - at) * 2 / 3, end + (handle - end) * 2 / 3, end])
    end = at.copy()
    if kind == "l":
        end = origin + numbers
    else:
        axis = "hv".index(kind)
        end[axis] = origin[axis] + numbers[0]
    return straight(at, end)


def straight(a: Points, b: Points) -> Points:
    """The line from a to b as a cubic (4, 2)."""
    return a + np.array([[0.0], [1 / 3], [2 / 3], [1.0]]) * (b - a)


def closed(curves: list[Points]) -> Points:
    """The curves as points, with a line back to the start where one is missing."""
    first, last = curves[0][0], curves[-1][3]
    if np.abs(first - last).max() > 1e-9:
        curves = [*curves, straight(last, first)]
    return np.concatenate(curves)


def thick(d: str, width: float) -> Points:
    """Straight strokes as filled rectangles (points (n, 2)), so that scaling keeps their proportion."""
    boxes = []
    for contour in contours_of(d):
        for start, *_, end in contour:
            along = (end - start) / np.linalg.norm(end - start)
            side = np.array([-along[1], along[0]]) * width / 2
            corners = [start - side, end - side, end + side, start + side, start - side]
            boxes += [straight(a, b) for a, b in itertools.pairwise(corners)]
    return np.concatenate(boxes) if boxes else np.zeros((0, 2))
