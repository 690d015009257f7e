"""Stops of a model's pass as a film shows them: names, shapes and pictures, read from the record."""

from __future__ import annotations

from collections.abc import Sequence

from manim import Mobject

from chainreel.draw.images.value_tiles import ValueTiles
from chainreel.model.text_table import rows_of
from chainreel.number import Number, counted, ratio
from chainreel.records.record import Record
from chainreel.scene import LectureScene
from chainreel.show import Shown, show
from chainreel.words import Words

RECORD = "seen"
NAME_LETTERS = 12
COLOUR, MAPS = 6, 3  # kinds of pictures (chainreel/model/measuring/pictures.py)


def seen_record(scene: LectureScene) -> Record:
    """The record of the pass."""
    return scene.record(RECORD)


def block_names(scene: LectureScene) -> tuple[str, ...]:
    """The blocks' names, as the model's author gave them."""
    return rows_of(seen_record(scene).array("block.names"))


def name_words(scene: LectureScene, name: str) -> Words:
    """A name as a text, digits in it and all; a long one keeps its end."""
    short = name if len(name) <= NAME_LETTERS else f"…{name[-NAME_LETTERS + 1 :]}"
    return Words((short,), scene.look.language, (short,))


def number_words(scene: LectureScene, index: int) -> Words:
    """The number of a block, counted from 1."""
    return Words((show(counted(index + 1, "block"), "d", scene.look.language),), scene.look.language)


def numbered_name(scene: LectureScene, index: int, name: str) -> Words:
    """A block's number and name: ``3 · conv``."""
    words = name_words(scene, name)
    return Words((*number_words(scene, index).pieces, " · ", *words.pieces), words.language, words.names)


def factor_words(scene: LectureScene, factor: Number) -> Words:
    """A factor, as it stands beside a row: ×0.64."""
    return Words(("×", show(factor, "s2", scene.look.language)), scene.look.language)


def shape_words(scene: LectureScene, stop: int) -> Words:
    """The shape of what passes a stop, without the batch: 64 · 32×32."""
    return sides_words(scene, f"stop.shape.s{stop}")


def sides_words(scene: LectureScene, path: str, parting: str = " · ") -> Words:
    """A recorded shape: 64 · 32×32, or 14×64 where it has two sides."""
    first, *rest = (show(n, "d", scene.look.language) for n in seen_record(scene).numbers(path))
    pieces: list[str | Shown] = [first]
    for place, size in enumerate(rest):
        pieces += ["×" if place or len(rest) == 1 else parting, size]
    return Words(tuple(pieces), scene.look.language)


def stops_shown(scene: LectureScene, most: int) -> list[int]:
    """The stops that find room: all, or so many from the first to the last, evenly."""
    count = seen_record(scene).array("stop.kinds").shape[0]
    if count <= most:
        return list(range(count))
    return sorted({round(k * (count - 1) / (most - 1)) for k in range(most)})


def picture(scene: LectureScene, stop: int, side_px: float) -> list[ValueTiles]:
    """What passes a stop, drawn by its kind: one rectangle of cells, or up to four maps."""
    record, path = seen_record(scene), f"stop.picture.s{stop}"
    kind = int(record.array(f"stop.kinds.{stop}"))
    if kind == MAPS:
        count = record.array(path).shape[0]
        room = side_px if count == 1 else (side_px - 8) / 2
        return [_tiles(scene, record.rows(f"{path}.{k}"), room) for k in range(count)]
    if kind == COLOUR:
        rows = range(record.array(path).shape[0])
        return [_tiles(scene, [record.rows(f"{path}.{row}") for row in rows], side_px)]
    return [_tiles(scene, record.rows(path), side_px)]


def _tiles(scene: LectureScene, rows: Sequence[Sequence[Number]] | Sequence[Sequence[Sequence[Number]]],
           side_px: float) -> ValueTiles:  # fmt: skip
    return ValueTiles(scene.look, rows, width_px=side_px, height_px=side_px)


def shares_of_largest(scene: LectureScene, path: str, largest: str) -> list[list[Number]]:
    """A recorded matrix with each cell as a share of its largest."""
    record = seen_record(scene)
    most = record.number(largest)
    return [[ratio(cell, most) for cell in row] for row in record.rows(path)]


def put_pictures(tiles: Sequence[ValueTiles], x_px: float, y_px: float, side_px: float) -> Sequence[Mobject]:
    """Stand pictures around a place: one in the middle, more in two rows of two."""
    if len(tiles) == 1:
        tiles[0].put_at(x_px, y_px)
        return tiles
    step = (side_px + 8) / 4
    for index, tile in enumerate(tiles):
        tile.put_at(x_px + step * (2 * (index % 2) - 1), y_px + step * (2 * (index // 2) - 1))
    return tiles
