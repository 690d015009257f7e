"""Stills of the examples' graphs, to be looked at: ``python tools/model_stills.py FOLDER [NAME ...]``.

Each model of ``examples/models/`` is traced, rolled and drawn at 1920×1080, with shapes and weights, and
what the layout rules say of the picture is printed.
"""

from __future__ import annotations

import argparse
import runpy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from manim import Camera
from PIL import Image

from chainreel.check.layout import still_faults
from chainreel.check.picture import Picture, layer_of, owners_in
from chainreel.draw.graphs.box_panel import BoxPanel
from chainreel.draw.graphs.model_graph import CONTENT_HEIGHT, GraphFacts, GraphNotes, ModelGraph
from chainreel.draw.text.lettering import lettering
from chainreel.frames.canvas import set_up
from chainreel.graph import GraphBox, RolledGraph
from chainreel.graph.rolling import open_box, roll, roll_to_fit
from chainreel.lecture import QUALITIES
from chainreel.number import counted
from chainreel.recorder import Trace, trace
from chainreel.show import Shown, show
from chainreel.theme import MARGIN_X, THEMES, TITLE_BASELINE, Look
from chainreel.words import Words

EXAMPLES = Path(__file__).resolve().parents[1] / "examples" / "models"
LANGUAGE = "en"


def trace_example(path: Path) -> Trace:
    """One pass of the model that a file builds."""
    built = runpy.run_path(str(path))["build"]()
    named: Mapping[str, Any] = built.inputs if isinstance(built.inputs, Mapping) else {}
    inputs = () if named else built.inputs
    return trace(built.model, *inputs, loss=built.loss, seed=0, keywords=named)


def whole(value: float, what: str) -> Shown:
    """A count as it is shown."""
    return show(counted(value, what), "d", LANGUAGE)


def facts_of(graph: RolledGraph) -> GraphFacts:
    """Counts, shapes and weights of a graph."""
    weights = {b.id: counted(b.weights, "weights") for b in graph.blocks if b.weights}
    shapes = {b.id: shape_words(b) for b in graph.boxes if b.role in ("input", "block") and b.shapes}
    chips = {e.chip for e in graph.edges}
    return GraphFacts(
        counts={b.id: whole(b.count, "equal blocks") for b in graph.boxes if b.count > 1},
        notes={"shape": GraphNotes({i: words for i, words in shapes.items() if i not in chips})},
        areas={i: n for i, n in weights.items() if i not in chips},
    )


def shape_words(box: GraphBox) -> Words:
    """A shape without its batch: channels, then the size of a map."""
    sides = [whole(n, "entries of a side") for n in box.shapes[0][1:]] or [whole(1, "number")]
    pieces: list[str | Shown] = [sides[0]]
    for i, side in enumerate(sides[1:]):
        pieces += ["·" if i == 0 else "×", side]
    return Words(tuple(pieces), LANGUAGE)


def parts_of(name: str, box_id: int = 2) -> dict[str, ModelGraph | BoxPanel]:
    """The parts that show an example: its graph, and a panel with the inside of one box."""
    set_up(QUALITIES["1080p30"])
    seen, look = trace_example(EXAMPLES / name), Look(THEMES["dark"], LANGUAGE)
    graph = roll(seen)
    whole_graph = ModelGraph(look, graph, facts_of(graph)).put_at(960, 280)
    inner = open_box(seen, graph.box(box_id))
    panel = BoxPanel(look, whole_graph, box_id, ModelGraph(look, inner, facts_of(inner))).put_at(960, 700)
    whole_graph.take(note="shape")
    panel.take(opened=1.0)
    return {"ModelGraph": whole_graph, "BoxPanel": panel}


def has_room(graph: RolledGraph) -> bool:
    """Whether the stage is high enough for a graph."""
    return ModelGraph(Look(THEMES["dark"], LANGUAGE), graph, facts_of(graph)).layout.height <= CONTENT_HEIGHT


def draw(graph: RolledGraph, title: str, theme: str, file: Path) -> list[str]:
    """Draw a graph to a file; what the layout rules say of it."""
    look = Look(THEMES[theme], LANGUAGE)
    part = ModelGraph(look, graph, facts_of(graph))
    part.take(note="shape")
    part.put_at(960, 160 + max(0.0, (690 - part.layout.height) / 2) + part.layout.height / 2)
    head = lettering(look, Words((title,), LANGUAGE, names=(title,)), "title").put(MARGIN_X, TITLE_BASELINE)
    quality = QUALITIES["1080p30"]
    camera = Camera(pixel_width=quality.width, pixel_height=quality.height, background_color=look.theme.bg)
    camera.capture_mobjects([head, part])
    Image.fromarray(np.asarray(camera.pixel_array)[:, :, :3]).save(file)
    picture = Picture(layer_of([head, part], owners_in([head, part])), look.theme.bg)
    return [f"{f.rule}: {' / '.join(f.names)}: {f.message}" for f in still_faults(picture)]


def main() -> None:
    """Draw them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--theme", default="dark")
    parser.add_argument("--open", type=int, help="also the inside of the box of that number")
    args = parser.parse_args()
    set_up(QUALITIES["1080p30"])
    args.folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(EXAMPLES.glob("*.py")):
        if args.names and path.stem not in args.names:
            continue
        seen = trace_example(path)
        graph = roll_to_fit(seen, has_room)
        found = draw(graph, path.stem, args.theme, args.folder / f"{path.stem}.png")
        if args.open is not None:
            inner = open_box(seen, graph.box(args.open))
            found += draw(inner, f"{path.stem} opened", args.theme, args.folder / f"{path.stem}_open.png")
        print(path.stem, *found or ["whole"], sep="\n  ")


if __name__ == "__main__":
    main()
