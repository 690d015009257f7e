"""Trace: all that one recorded pass left, and how to find something in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from torch import Tensor

from chainreel.recorder.node import Call, Node, Operation, Stage


@dataclass(frozen=True, eq=False)
class Trace:
    """A recorded pass: its tensors, the operations that made them, and the module calls around these.

    ``inputs`` and ``outputs`` are the nodes that the model was given and returned; ``output_names`` are
    the outputs' names, by key, field or position ("output" when there is one alone). ``loss`` is the
    loss's value and ``loss_node`` its node; both None without a loss or when the pass broke off.
    ``aliases`` maps the further names of a tied parameter to the one its node bears. ``notes`` are
    sentences on what had to be left out.
    """

    nodes: tuple[Node, ...]
    operations: tuple[Operation, ...]
    calls: tuple[Call, ...]
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    output_names: tuple[str, ...]
    loss: float | None
    loss_node: int | None
    aliases: Mapping[str, str]
    notes: tuple[str, ...] = ()

    def find(
        self, operation: str | None = None, module: str | None = None, stage: Stage | None = "model"
    ) -> tuple[Node, ...]:
        """The nodes of that operation, module and stage ("model" or "loss"), in order; None matches all."""
        return tuple(
            node
            for node in self.nodes
            if operation in (None, node.operation)
            and module in (None, node.module)
            and stage in (None, node.stage)
        )

    def parameter(self, name: str) -> Node:
        """The parameter of that dotted name. Raises: KeyError when the pass did not use it."""
        return self._named("parameter", self.aliases.get(name, name))

    def input(self, name: str) -> Node:
        """The input of that name ("x", "batch.mask"). Raises: KeyError when there is none."""
        return self._named("input", name)

    def output(self, name: str = "output") -> Node:
        """The output of that name. Raises: KeyError when there is none."""
        for index, known in zip(self.outputs, self.output_names, strict=True):
            if known == name:
                return self.nodes[index]
        raise KeyError(name)

    def calls_of(self, module: str) -> tuple[Call, ...]:
        """Every time the module of that dotted name ran, in order."""
        return tuple(call for call in self.calls if call.module == module)

    def ancestors(self, index: int) -> frozenset[int]:
        """Every node that the node of that index was computed from."""
        found: set[int] = set()
        waiting = list(self.nodes[index].parents)
        while waiting:
            node = waiting.pop()
            if node not in found:
                found.add(node)
                waiting.extend(self.nodes[node].parents)
        return frozenset(found)

    def replay(self, operation: int) -> tuple[Tensor, ...]:
        """The results by part of that operation, run again on the values recorded for its arguments.

        Raises: ChainreelError when they were not kept, or the function did not go into a file.
        """
        return self.operations[operation].replay(lambda node: self.nodes[node].value)

    def _named(self, operation: str, name: str) -> Node:
        for node in self.nodes:
            if node.operation == operation and node.name == name:
                return node
        raise KeyError(name)
