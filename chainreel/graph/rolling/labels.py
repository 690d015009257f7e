"""Labels of boxes: what a unit is called, what its second line may say, and what is in it."""

from __future__ import annotations

from collections.abc import Iterable

import torch

from chainreel.graph.rolling.operations import WEIGHTED, words_in
from chainreel.graph.rolling.repeats import module_of
from chainreel.graph.rolling.units import LANE, Unit, UnitGraph, hides
from chainreel.recorder import Operation, Ref, Trace

LONGEST_NAME = 12
KINDS = {
    "conv": "Conv1d Conv2d Conv3d conv1d conv2d conv3d",
    "up conv": """ConvTranspose1d ConvTranspose2d ConvTranspose3d
        conv_transpose1d conv_transpose2d conv_transpose3d""",
    "linear": "Linear linear",
    "norm": """BatchNorm1d BatchNorm2d BatchNorm3d LayerNorm GroupNorm RMSNorm InstanceNorm2d
        batch_norm layer_norm group_norm instance_norm rms_norm""",
    "embed": "Embedding EmbeddingBag embedding embedding_bag",
    "attention": "MultiheadAttention multi_head_attention_forward scaled_dot_product_attention",
    "pool": """MaxPool1d MaxPool2d MaxPool3d AvgPool1d AvgPool2d AvgPool3d LPPool2d
        AdaptiveAvgPool1d AdaptiveAvgPool2d AdaptiveMaxPool2d max_pool1d max_pool2d max_pool3d avg_pool1d
        avg_pool2d adaptive_avg_pool1d adaptive_avg_pool2d adaptive_max_pool2d max_pool2d_with_indices""",
    "upsample": "Upsample UpsamplingNearest2d interpolate upsample",
    "matmul": "matmul mm bmm einsum addmm",
    "encoder": "TransformerEncoderLayer",
    "decoder": "TransformerDecoderLayer",
    "encoders": "TransformerEncoder",
    "LSTM": "LSTM lstm",
    "LSTM cell": "LSTMCell lstm_cell",
    "GRU": "GRU gru",
    "GRU cell": "GRUCell gru_cell",
    "shuffle": "PixelShuffle pixel_shuffle",
    "pick": "getitem index_select",
    "gather": "index_add index_add_ scatter_add scatter_add_",
    "cosine": "CosineSimilarity cosine_similarity",
    "distance": "PairwiseDistance pairwise_distance",
}
WORDS = {name: word for word, names in KINDS.items() for name in words_in(names)}
JOINT_WORDS = {"sum": "+", "stack": "cat", "product": "×"}
CONTAINERS = ("Sequential", "ModuleList", "ModuleDict")


def name_of_unit(graph: UnitGraph, unit: Unit) -> str:
    """What is written in its box."""
    trace = graph.trace
    if unit.joint:
        if {trace.operations[i].name.strip("_") for i in unit.main} <= {"sub", "isub", "rsub"}:
            return "−"
        return JOINT_WORDS.get(unit.joint) or word_for(trace.operations[unit.main[-1]].name)
    call = main_call(graph, unit)
    if call is not None:
        return name_of_call(trace, call)
    seen = [trace.operations[i].name for i in unit.main if not hides(graph.flow, i)]
    words = dict.fromkeys(word_for(name) for name in [n for n in seen if n in WEIGHTED] or seen)
    return shorten(" ".join(list(words)[:2]) or "same")


def main_call(graph: UnitGraph, unit: Unit) -> int | None:
    """The call that a unit is named after: its own, its block's, or that of a lane's one module."""
    if unit.call is not None:
        return unit.call
    if unit.key[0] != LANE or unit.group is None:
        return None
    calls = {call_below(graph.trace, i, unit.group) for i in unit.main if not hides(graph.flow, i)}
    if len(calls) == 1:
        only = calls.pop()
        return only if is_chip(graph, unit) else unit.group
    return unit.group


def is_chip(graph: UnitGraph, unit: Unit) -> bool:
    """Whether a lane of an opened block is the lesser one: fewer operations than its block's others."""
    others = [u for u in graph.units.values() if u.group == unit.group and u.key[0] == LANE and u is not unit]
    return any(len(other.operations) > len(unit.operations) for other in others)


def call_below(trace: Trace, operation: int, above: int) -> int | None:
    """The call directly inside of ``above`` in which an operation ran; None for its own code."""
    call = trace.operations[operation].call
    while call is not None and trace.calls[call].parent != above:
        call = trace.calls[call].parent
    return call


def name_of_call(trace: Trace, index: int) -> str:
    """A known layer's word, a user's class, or the attribute where the class says little."""
    call = trace.calls[index]
    attribute = attribute_of(call.module)
    if call.kind in CONTAINERS:
        return shorten(attribute) or "layers"
    if call.kind in WORDS:
        return WORDS[call.kind]
    if hasattr(torch.nn, call.kind):
        return shorten(call.kind.lower())
    return call.kind if len(call.kind) <= LONGEST_NAME or not attribute else shorten(attribute)


def attribute_of(module: str) -> str:
    """The last part of a dotted name that is no number: "blocks" of "net.blocks.3"."""
    return next((part for part in reversed(module.split(".")) if part and not part.isdigit()), "")


def word_for(operation: str) -> str:
    """An operation's word."""
    return WORDS.get(operation) or shorten(operation.strip("_").replace("_", " "))


def shorten(name: str) -> str:
    """A name of at most twelve characters."""
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip(" _") + "…"


def contents_of(graph: UnitGraph, unit: Unit) -> tuple[str, ...]:
    """Every operation in a unit that is not hidden, in words, in order: "conv 3×3", "norm", "relu"."""
    trace = graph.trace
    named = [
        " ".join((word_for(trace.operations[i].name), *kernel_of(trace, trace.operations[i])[:1]))
        for i in unit.operations
        if not hides(graph.flow, i)
    ]
    return tuple(named)


def details_of(graph: UnitGraph, unit: Unit, enters: Iterable[int], leaves: Iterable[int]) -> tuple[str, ...]:
    """A single layer's kernel, and how much smaller or larger an image becomes."""
    trace = graph.trace
    mains = [trace.operations[i] for i in unit.operations if kernel_of(trace, trace.operations[i])]
    kernel = kernel_of(trace, mains[0])[:1] if len(mains) == 1 else ()
    return (*kernel, *_scaling(trace, tuple(enters), tuple(leaves)))


def kernel_of(trace: Trace, operation: Operation) -> tuple[str, ...]:
    """ "3×3" of a convolution of two or three dimensions; nothing of another operation."""
    if not operation.name.startswith("conv") or operation.name.startswith("concat"):
        return ()
    given = [*operation.arguments[1:2], operation.keywords.get("weight")]
    weight = next((part for part in given if isinstance(part, Ref)), None)
    sides = trace.nodes[weight.node].shape[2:] if weight else ()
    return ("×".join(str(n) for n in sides),) if len(sides) > 1 else ()


def _scaling(trace: Trace, enters: tuple[int, ...], leaves: tuple[int, ...]) -> tuple[str, ...]:
    if not enters or not leaves:
        return ()
    before, after = trace.nodes[enters[0]].shape, trace.nodes[leaves[-1]].shape
    if len(before) != 4 or len(after) != 4 or 1 in (*before[2:], *after[2:]):
        return ()
    if before[2] >= 2 * after[2]:
        return (f"↓{before[2] // after[2]}",)
    return (f"↑{after[2] // before[2]}",) if after[2] >= 2 * before[2] else ()


def attribute_name(graph: UnitGraph, unit: Unit) -> str:
    """The user's own name of what a unit is, for telling lanes of one class apart; "" when it has none."""
    last = module_of(graph, unit).rpartition(".")[2]
    return "" if last.isdigit() else shorten(last)
