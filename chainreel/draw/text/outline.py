"""Read the outlines in Typst's SVG: glyphs once per symbol, lines as filled shapes.

The SVG is ``<g transform><use href="#symbol" x y fill/></g>``, ``<symbol><path d/></symbol>`` and
stroked or filled ``<path>``. Points here are in pixels, y upwards.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

import numpy as np
from numpy.typing import NDArray

from chainreel.errors import ChainreelError

Points = NDArray[np.float64]
Curve = tuple[complex, complex, complex, complex]
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
    return as_points(
        [point for contour in contours_of(d) for curve in close_contour(contour) for point in curve]
    )


def as_points(plane: Sequence[complex]) -> Points:
    """Points of the complex plane as an array (n, 2) that nobody may change."""
    points = np.array(plane, dtype=np.complex128).view(np.float64).reshape(-1, 2)
    points.setflags(write=False)
    return points


def contours_of(d: str) -> Iterator[list[Curve]]:
    """The curves of each contour of an SVG path, in the complex plane, where parsing is fast."""
    at = start = 0j
    curves: list[Curve] = []
    for command, numbers in commands(d):
        origin = 0j if command.isupper() else at
        kind = command.lower()
        if kind in "mz":
            if curves:
                yield curves
            curves = []
            at = start = origin + complex(*numbers) if kind == "m" else start
        else:
            curves.append(curve_from(kind, at, origin, numbers))
            at = curves[-1][3]
    if curves:
        yield curves


def commands(d: str) -> Iterator[tuple[str, list[float]]]:
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
            yield command, numbers
            numbers = []


def curve_from(kind: str, at: complex, origin: complex, numbers: Sequence[float]) -> Curve:
    """One cubic from ``at``; ``kind`` is l, h, v, q or c, ``origin`` what its numbers count from."""
    if kind == "h":
        return straight(at, complex(origin.real + numbers[0], at.imag))
    if kind == "v":
        return straight(at, complex(at.real, origin.imag + numbers[0]))
    handle, *rest = (origin + complex(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True))
    if kind == "l":
        return straight(at, handle)
    if kind == "q":
        return at, at + (handle - at) * 2 / 3, rest[0] + (handle - rest[0]) * 2 / 3, rest[0]
    return at, handle, rest[0], rest[1]


def straight(a: complex, b: complex) -> Curve:
    """The line from a to b as a cubic."""
    return a, a + (b - a) / 3, a + (b - a) * 2 / 3, b


def close_contour(curves: list[Curve]) -> list[Curve]:
    """The curves, with a line back to the start where one is missing."""
    first, last = curves[0][0], curves[-1][3]
    return [*curves, straight(last, first)] if abs(first - last) > 1e-9 else curves


def thick(d: str, width: float) -> Points:
    """Straight strokes as filled rectangles (points (n, 2)), so that scaling keeps their proportion."""
    boxes: list[complex] = []
    for start, *_, end in itertools.chain.from_iterable(contours_of(d)):
        side = 1j * (end - start) / abs(end - start) * width / 2
        corners = [start - side, end - side, end + side, start + side, start - side]
        boxes += [point for a, b in itertools.pairwise(corners) for point in straight(a, b)]
    return as_points(boxes)
