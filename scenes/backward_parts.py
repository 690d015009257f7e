"""The parts of chapter ``backward``, filled from the record of the 2-3-2-1 network."""

from __future__ import annotations

from collections.abc import Mapping

from manim import DOWN, RIGHT, VGroup

from chainreel.draw.charts.agreement import Agreement
from chainreel.draw.gradients.factor_state import Factor
from chainreel.draw.gradients.factors import FactorTable
from chainreel.draw.networks.network import Network
from chainreel.draw.part.shapes import divider
from chainreel.draw.text.counter import Counter, counter
from chainreel.draw.text.layout import place_left
from chainreel.draw.text.lettering import Lettering
from chainreel.number import Number, counted
from chainreel.records.record import Record
from chainreel.scene import LectureScene
from chainreel.show import Shown, show
from chainreel.theme import Look, px
from chainreel.words import Words
from scenes.backward_networks import SIZE, widths_of
from scenes.small_network import COLUMN

# Of a path's factors, from the weight to the loss, as the network stands.
KINDS = ("value", "slope", "weight", "slope", "weight", "slope", "error")
STYLES = ("d", ".3f", ".1f", ".3f", ".1f", ".3f", ".3f")
FIRST_SLOPE = 1  # the column of the slope of layer 1's neuron
OUTPUT_BELOW = 122  # pixels from the middle of the output to a text under it and its change
FACTOR_BELOW, TIE = 96, (38, 62)  # pixels from a factor's middle to a text under it, and to the line's ends
TABLE, ANSWERS = (960, 714), (960, 728)  # middles, in pixels
DECIMALS_LEFT, DECIMALS_LINES = 1460, (366, 506, 590)


def table_of(look: Look, record: Record, heads: Mapping[str, Words]) -> FactorTable:
    """Both paths' factors, their products and the sum; ``heads`` names each kind of factor."""
    rows = [
        [
            Factor(show(n, style, look.language), kind)
            for n, style, kind in zip(reversed(row), STYLES, KINDS, strict=True)
        ]
        for row in record.rows("paths.factors")
    ]
    return FactorTable(
        look, rows, [show(n, ".5f", look.language) for n in record.numbers("paths.products")],
        heads=[heads[kind] for kind in KINDS],
        total=show(record.number("paths.sum"), ".5f", look.language), widths=widths_of(record),
        pitch_px=COLUMN * SIZE / 2, row_px=78,
    )  # fmt: skip


def number_of(scene: LectureScene, path: str) -> Number:
    return scene.number(f"small_network.{path}")


def factor_table(scene: LectureScene, network: Network) -> FactorTable:
    heads = {kind: scene.words(kind) for kind in set(KINDS)}
    table = table_of(scene.look, scene.record("small_network"), heads).put_at(*TABLE)
    under = network.place((1, 0))[0] - table.chip_point(0, FIRST_SLOPE)[0]
    return table.shift(under * RIGHT)


def agreement(scene: LectureScene) -> Agreement:
    ways = ("paths", "autograd", "nudge")
    names, numbers = [scene.words(way) for way in ways], [number_of(scene, f"ways.{way}") for way in ways]
    return place_left(
        Agreement(scene.look, names, numbers, number_of(scene, "ways.decimals")).put_at(*ANSWERS)
    )


def decimals(scene: LectureScene) -> tuple[VGroup, Counter]:
    """How many decimals agree, counted as they light."""
    first = show(counted(1, "decimals lit so far"), "d", scene.look.language)
    count = counter(scene.look, first, "hero", "correct")
    parts = (scene.text("up_to", "body"), count, scene.text("decimals", "body"))
    for part, line in zip(parts, DECIMALS_LINES, strict=True):
        part.put(DECIMALS_LEFT, line)
    return VGroup(parts[0], parts[2]), count


def below_output(scene: LectureScene, key: str, network: Network, role: str = "body") -> Lettering:
    """A text under the output, clear of the change beside it."""
    text = scene.text(key, role, color="text")
    return text.next_to(network.place((3, 0)) + px(OUTPUT_BELOW) * DOWN, DOWN, buff=0)


def under_factor(scene: LectureScene, table: FactorTable, key: str, column: int) -> VGroup:
    """What a factor of the first row is: it ends under it, tied to it by a line."""
    text, place = scene.text(key, "label", color="text"), table.chip_point(0, column)
    text.put_baseline(place[1] - px(FACTOR_BELOW))
    text.set_x(place[0] + px(table.figure.widths_px[column] / 2), RIGHT)
    return VGroup(divider(scene.look, *(place + px(end) * DOWN for end in TIE), "sub"), text)


def shown_of(scene: LectureScene, path: str, style: str) -> Shown:
    return scene.show_number(f"small_network.{path}", style)
