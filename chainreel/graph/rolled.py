"""Graph of a model as it is drawn: boxes and edges that stand for recorded calls and operations.

Everything in it is a plain number, a text or a tuple of such, so that ``as_plain`` and ``from_plain`` carry
it through a record. Indices of nodes, operations and calls are those of the ``Trace`` it was made of.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["input", "noise", "block", "joint", "output", "loss"]
EdgeKind = Literal["flow", "bridge", "branch", "loop"]
JointKind = Literal["", "sum", "stack", "product", "other"]
Shape = tuple[int, ...]


@dataclass(frozen=True)
class Copy:
    """One of the equal things that a box stands for: the part of the trace that it covers.

    ``enters`` are the nodes that come from outside and ``leaves`` those that are used outside, in order;
    ``parameters`` the names of the parameters that it uses. ``operations`` also hold the hidden ones.
    """

    calls: tuple[int, ...]
    operations: tuple[int, ...]
    enters: tuple[int, ...]
    leaves: tuple[int, ...]
    parameters: tuple[str, ...]
    module: str = ""

    @property
    def stop(self) -> int | None:
        """The node whose value and gradient are shown at its end; None when nothing leaves it."""
        return self.leaves[-1] if self.leaves else None


@dataclass(frozen=True)
class GraphBox:
    """Something drawn as one box: a module call, functions between modules, an input, the answer, a joint.

    ``role``: "input" and "noise" begin, "output" is the model's answer, "loss" follows it; a "joint" merges
    lanes (``joint`` says how: a circle with + for "sum", tiles for "stack"); all else is a "block".
    ``name`` is what is written in it (an input's own name, else class or operation, lower case),
    ``kind`` its class or torch's name, ``module`` the dotted name of the first copy. ``details`` are what
    its second line may say ("3×3", "↓2"), ``contents`` the layers in it, in order of their running.
    ``copies`` has one entry for each equal block that it stands for, in order, so ``count`` of them;
    ``recurrent`` says that all are one and the same module, run again. ``shapes`` are the shapes of what
    leaves, without repetition, batch first; ``shapes_last`` those of the last copy.
    ``weights`` counts the entries of the distinct parameters of all copies; those that an earlier box
    uses too count there, and ``tied_to`` is that box. ``column`` and ``lane`` place it: 0 is the road,
    1, 2, … stand below it.
    """

    id: int
    role: Role
    name: str
    kind: str
    module: str
    details: tuple[str, ...]
    contents: tuple[str, ...]
    copies: tuple[Copy, ...]
    recurrent: bool
    shapes: tuple[Shape, ...]
    shapes_last: tuple[Shape, ...]
    weights: int
    joint: JointKind = ""
    tied_to: int | None = None
    column: int = 0
    lane: int = 0

    @property
    def count(self) -> int:
        """How many equal blocks it stands for."""
        return len(self.copies)


@dataclass(frozen=True)
class GraphEdge:
    """Tensors that go from one box to another.

    ``kind``: "bridge" leads from a fork past blocks to their joint, "branch" into or out of one of several
    lanes, "loop" from the end of a repeated stretch to its beginning (it may lead from a box to itself),
    "flow" is all else. ``nodes`` are the tensors, of the first copy. ``chip`` is the box (in ``boxes``, of
    role "block") that a bridge runs through, None for an identity. ``learns`` says whether a gradient came
    back along it.
    """

    source: int
    target: int
    kind: EdgeKind
    nodes: tuple[int, ...]
    shape: Shape
    learns: bool = True
    chip: int | None = None


@dataclass(frozen=True)
class LaneOfSplit:
    """One way from a fork to its joint: the boxes on it (none for an identity), and where it is cut.

    For each copy of the split: ``readers`` are the operations on this lane that take the fork's tensor,
    ``arrives`` is the node with which the lane comes to the joint.
    """

    boxes: tuple[int, ...]
    bridge: bool
    readers: tuple[tuple[int, ...], ...]
    arrives: tuple[int, ...]


@dataclass(frozen=True)
class Split:
    """A fork and the joint where all its ways meet again, with the lanes between, in order of code.

    ``fork`` is the box that the shared tensor leaves, ``joint`` the box that merges. For each copy (equal
    blocks, in order) ``fork_nodes`` is that tensor and ``joint_operations`` the operation that merges.
    """

    fork: int
    joint: int
    lanes: tuple[LaneOfSplit, ...]
    fork_nodes: tuple[int, ...]
    joint_operations: tuple[int, ...]

    @property
    def has_bridge(self) -> bool:
        """Whether one lane is a skip connection."""
        return any(lane.bridge for lane in self.lanes)


@dataclass(frozen=True)
class Repeat:
    """A stretch of boxes that is drawn once and stands for ``count`` equal ones, one after the other.

    ``recurrent``: the same modules again, so a loop; ``dense``: each also reads the ones before the last;
    ``parallel``: they lie side by side, none reads another.
    """

    boxes: tuple[int, ...]
    count: int
    recurrent: bool
    dense: bool = False
    parallel: bool = False


@dataclass(frozen=True)
class RolledGraph:
    """All that is drawn of one model, in the order of running.

    ``hidden`` counts the operations between inputs and outputs that only change shapes; ``weights`` the
    entries of all distinct parameters the pass used. ``call`` is the call that it shows, 0 for the model.
    """

    boxes: tuple[GraphBox, ...]
    edges: tuple[GraphEdge, ...]
    splits: tuple[Split, ...]
    repeats: tuple[Repeat, ...]
    weights: int
    operations: int
    hidden: int
    call: int | None = None

    def box(self, box_id: int) -> GraphBox:
        """The box of that id. Raises: KeyError when there is none."""
        for box in self.boxes:
            if box.id == box_id:
                return box
        raise KeyError(box_id)

    def of_role(self, *roles: Role) -> tuple[GraphBox, ...]:
        """The boxes of these roles, in order."""
        return tuple(box for box in self.boxes if box.role in roles)

    @property
    def blocks(self) -> tuple[GraphBox, ...]:
        """The boxes that compute: no inputs, joints, outputs or loss."""
        return self.of_role("block")
