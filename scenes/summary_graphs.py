"""What the paper reports and what was measured here, as lines from the smaller depth to the larger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from manim import VGroup

from chainreel.draw.charts.slope_graph import Slope, SlopeGraph
from chainreel.number import Number
from chainreel.scene import LectureScene
from chainreel.theme import GAP_M, MARGIN_X

PLAIN, RESIDUAL = "degradation.plain", "degradation.residual"

# Layout in pixels: left edges, baselines, a middle, sizes.
SIDES: Mapping[str, int] = MappingProxyType({"paper": MARGIN_X, "ours": 1010})  # left edges
HEAD_LINE, KIND_LINE, GRAPH_Y, GRAPH_WIDTH, SOURCES_LINE = 250, 298, 482, 814, 842
JUDGED, JUDGED_LINES, MARK = 360, (682, 744), 140  # left edge and baselines of verdicts, a verdict's width

KINDS: Mapping[str, str] = MappingProxyType({"plain": "sub", "bridged": "forward"})  # with their colours
WHOLES: Mapping[str, float] = MappingProxyType(
    {"paper": 100, "ours": 1}
)  # what all wrong is in their records
ERRORS: Mapping[tuple[str, str], tuple[str, str]] = MappingProxyType(
    {
        ("paper", "plain"): ("cited.plain18_error", "cited.plain34_error"),
        ("paper", "bridged"): ("cited.resnet18_error", "cited.resnet34_error"),
        ("ours", "plain"): (
            f"{PLAIN}.shallow.late.test_error.median",
            f"{PLAIN}.deep.late.test_error.median",
        ),
        ("ours", "bridged"): (
            f"{RESIDUAL}.shallow.late.test_error.median",
            f"{RESIDUAL}.deep.late.test_error.median",
        ),
    }
)


def head(scene: LectureScene, key: str, left: float) -> VGroup:
    """Whose numbers a graph shows, and of what."""
    kind = scene.text(f"{key}_kind", "label", color="sub").put(left, KIND_LINE)
    return VGroup(scene.text(key).put(left, HEAD_LINE), kind)


def graphs(scene: LectureScene) -> dict[str, SlopeGraph]:
    """Errors at both depths, without bridges and with them: the paper's and ours, on one scale."""
    values = {key: [errors(scene, key, kind) for kind in KINDS] for key in SIDES}
    shares = [v.value / WHOLES[key] for key, pairs in values.items() for pair in pairs for v in pair]
    return {key: graph(scene, key, pairs, WHOLES[key] * max(shares)) for key, pairs in values.items()}


def graph(scene: LectureScene, key: str, values: Sequence[tuple[Number, Number]], top: float) -> SlopeGraph:
    slopes = [
        Slope(
            scene.words(f"{kind}_claim"), pair,
            (scene.words(f"{kind}_{key}_shallow"), scene.words(f"{kind}_{key}_deep")), KINDS[kind],
        )
        for kind, pair in zip(KINDS, values, strict=True)
    ]  # fmt: skip
    before, after = (scene.words(f"{key}_{depth}") for depth in ("shallow", "deep"))
    graph = SlopeGraph(scene.look, slopes, top, before=before, after=after, width_px=GRAPH_WIDTH)
    return graph.put_at(SIDES[key] + GRAPH_WIDTH / 2, GRAPH_Y)


def errors(scene: LectureScene, key: str, kind: str) -> tuple[Number, Number]:
    """At the smaller depth and at the larger."""
    shallow, deep = ERRORS[key, kind]
    return scene.number(shallow), scene.number(deep)


def verdict(scene: LectureScene, kind: str, baseline: float, *, alike: bool) -> VGroup:
    """Whether what was measured here goes the paper's way: no judgement, so in no verdict's colour."""
    claim = scene.text(f"{kind}_claim", color=KINDS[kind]).put(MARGIN_X, baseline)
    mark = scene.text("alike" if alike else "unlike", color="sub").put(JUDGED, baseline)
    told = scene.text(f"{kind}_differs").put(JUDGED + MARK + GAP_M, baseline)
    return VGroup(claim, mark, told)
