"""Blocks of a recorded pass: the boxes of the film, each with the tensors it takes and hands on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chainreel.recorder import Call, Trace

MOST = 15


@dataclass(frozen=True)
class Block:
    """A box: its name, what it is, the nodes that go in and come out, and the modules it covers."""

    name: str
    kind: str
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    modules: tuple[str, ...]


def blocks_of(trace: Trace) -> tuple[Block, ...]:
    """The calls of the deepest level at which there are at most ``MOST`` of them."""
    level = _children(trace, None)
    if len(level) == 1 and _children(trace, level[0].index):
        level = _children(trace, level[0].index)
    while True:
        deeper = [inner for call in level for inner in (_children(trace, call.index) or [call])]
        if len(deeper) > MOST or len(deeper) == len(level):
            break
        level = deeper
    return tuple(_block(call) for call in level if call.outputs)


def _children(trace: Trace, parent: int | None) -> list[Call]:
    return [call for call in trace.calls if call.parent == parent and call.stage == "model"]


def _block(call: Call) -> Block:
    return Block(call.module or call.kind, call.kind, call.inputs, call.outputs, (call.module,))


def parameters_of(block: Block, trace: Trace) -> Iterator[str]:
    """The names of the parameters that lie in the block's modules."""
    for node in trace.find("parameter"):
        if any(node.name.startswith(f"{module}.") or not module for module in block.modules):
            yield node.name
