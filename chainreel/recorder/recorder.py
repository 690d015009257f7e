"""Recorder of one pass: sees every torch function as it runs, and drafts nodes and operations.

Operations are seen by a ``TorchFunctionMode``, which also sees what module hooks miss (relu, add, cat, a
data-dependent ``if``); hooks add the calls of modules; gradients come from tensor hooks, which unlike
``retain_grad`` also tell those of values that were written over later.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode
from torch.utils.weak import TensorWeakRef

from chainreel.errors import InputError
from chainreel.recorder.calls import Calls
from chainreel.recorder.drafts import Desk, Draft, SeenTensor
from chainreel.recorder.failures import Failure
from chainreel.recorder.listening import Listener
from chainreel.recorder.memory import Memory
from chainreel.recorder.names import Names
from chainreel.recorder.node import Operation, Ref, Stage
from chainreel.recorder.places import in_words, place_of_caller
from chainreel.recorder.refusals import unfit
from chainreel.recorder.structure import arguments_in, swap_tensors, tensors_in
from chainreel.recorder.writes import exposed_by, name_of, quietly_written, written_by

CHECKPOINT = (
    "the model uses torch.utils.checkpoint with use_reentrant=True, whose backward pass cannot be recorded; "
    "say use_reentrant=False"
)


FOREIGN = {"grad", "as_tensor", "asarray", "frombuffer"}  # their results lie in memory that was there before


@dataclass
class _Step:
    """An operation about to run: what it takes, and how often that had been written before.

    ``args`` and ``kwargs`` hold a ``Ref`` for each tensor once it is described; ``call`` is what runs.
    """

    func: Any
    name: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    taken: list[Tensor]
    targets: list[Tensor] = field(default_factory=list)
    versions: list[int | None] = field(default_factory=list)
    quiet: list[tuple[Tensor, Tensor]] = field(default_factory=list)  # with what they held
    nodes: dict[int, int] = field(default_factory=dict)  # of its tensors, by id
    described: bool = False

    def __post_init__(self) -> None:
        self.call = (self.args, self.kwargs)


class Recorder(TorchFunctionMode):
    """What a pass leaves, in drafts; ``stage`` says whether the model or the loss is running."""

    def __init__(self, names: Names, desk: Desk, before_backward: Callable[[], None]) -> None:
        super().__init__()
        self.drafts: list[Draft] = []
        self.operations: list[Operation] = []
        self.calls = Calls()
        self.stage: Stage = "model"
        self.failure: Failure | None = None
        self.refusal: InputError | None = None
        self.listener = Listener(desk)
        self._names, self._desk, self._before_backward = names, desk, before_backward
        self._memory: Memory = desk.memory
        self._seen: dict[int, SeenTensor] = {}
        self._thread = threading.get_ident()
        self._silent: set[Any] = set()  # functions that have returned no tensor, such as size()
        self._busy = False

    # What torch and the modules call

    def __torch_function__(
        self, func: Any, types: Any, args: Any = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        if self._busy:
            return func(*args, **(kwargs or {}))
        return self._watch(func, name_of(func), tuple(args), dict(kwargs or {}))

    def see_function(
        self, kind: Any, apply: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        """Run an own ``autograd.Function`` as one operation, which bears its class's name."""
        if self._busy:
            return apply(*args, **kwargs)
        if kind.__name__ == "CheckpointFunction":
            raise self.refuse(CHECKPOINT)
        with torch._C.DisableTorchFunction():
            return self._watch(apply, str(kind.__name__), args, kwargs)

    def begin_module(self, name: str, module: nn.Module, args: Any, kwargs: Any) -> None:
        """A module begins to run."""
        if threading.get_ident() != self._thread:
            raise self.refuse(
                f"layer {name!r} runs in another thread, where the recorder cannot look; "
                "run it in the model's own thread"
            )
        if self._busy:
            return
        with torch._C.DisableTorchFunction():
            whole = self._desk.choice.takes(name)
            inputs = tuple(self._enter_call(t, whole) for _, t in tensors_in((args, kwargs)))
            self.calls.begin(name, module, self.stage, inputs, len(self.drafts), place_of_caller())

    def _enter_call(self, tensor: Tensor, whole: bool) -> int:
        index = self.node_of(tensor)
        draft = self.drafts[index]
        if whole and not draft.whole:  # a chosen module's inputs are kept, wherever they were made
            draft.whole = True
            self._desk.keep_value(draft, tensor)
        return index

    def end_module(self, name: str, module: nn.Module, output: Any) -> None:  # noqa: ARG002 (the hook's)
        """A module has run, or failed."""
        if self._busy or threading.get_ident() != self._thread:
            return
        with torch._C.DisableTorchFunction():
            outputs = tuple(self.node_of(t) for _, t in tensors_in(output))
            call = self.calls.end(name, len(self.drafts))
            if call is not None:
                call.outputs = outputs

    def refuse(self, sentence: str) -> InputError:
        """An error to raise, which is remembered in case the model catches it."""
        self.refusal = InputError(sentence)
        return self.refusal

    # One operation

    def _watch(self, func: Any, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        mark = len(self.drafts)
        step = self._prepare(func, name, args, kwargs)
        result = self._run(step)
        returned, written = list(arguments_in(result)), self._written(step)
        if returned or written:
            self._silent.discard(func)
            if not step.described:
                self._describe(step)
            self._record(step, returned, written)
        else:
            self._forget(mark)
            self._silent.add(func)
        return result

    def _prepare(self, func: Any, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> _Step:
        step = _Step(func, name, args, kwargs, list(arguments_in((args, kwargs))))
        step.targets, quiet = written_by(func, args, kwargs), quietly_written(func, args, kwargs)
        self._memory.protect([*step.targets, *quiet, *exposed_by(func, args, kwargs)])
        if name == "backward":
            self._before_backward()
        step.versions = [_version(tensor) for tensor in step.taken]
        step.quiet = [(tensor, tensor.detach().clone()) for tensor in quiet]
        if func not in self._silent or step.targets or quiet:
            self._describe(step)  # before it runs: what it writes into is met as it was
            self._listen(step.targets)
        return step

    def _listen(self, tensors: Iterable[Tensor]) -> None:
        """Listen to what an operation takes, after it ran unless it is written over.

        Autograd gives a view of what was written a new place in its graph when somebody first asks. An
        operation asks; asking before it would change the order in which gradients are added up.
        """
        for tensor in tensors:
            self.listener.listen(tensor, self._seen[id(tensor)].draft)

    def _describe(self, step: _Step) -> None:
        step.described = True

        def ref(tensor: Tensor) -> Ref:
            return Ref(step.nodes.setdefault(id(tensor), self.node_of(tensor)))

        step.args, step.kwargs = swap_tensors((step.args, step.kwargs), ref)

    def _run(self, step: _Step) -> Any:
        args, kwargs = step.call
        self._busy = True
        try:
            return step.func(*args, **kwargs)
        except Exception as error:
            self.failure = Failure(error, step.name, self._shapes(step.taken), place_of_caller())
            raise
        finally:
            self._busy = False

    def _written(self, step: _Step) -> list[Tensor]:
        """What was written: first what the function says, then one tensor of each other memory that moved."""
        pairs = zip(step.taken, step.versions, strict=True)
        moved = {id(t): t for t, version in pairs if version is not None and _version(t) != version}
        sure = step.name in ("data", "detach_")
        found = {id(t): t for t in step.targets if sure or id(t) in moved or t.is_inference()}
        reached = {self._memory.key(t) for t in (*found.values(), *(t for t, _ in step.quiet))}
        for tensor in moved.values():
            key = self._memory.key(tensor)
            if key not in reached:
                reached.add(key)
                found[id(tensor)] = tensor
        return list(found.values())

    def _record(self, step: _Step, returned: list[Tensor], written: list[Tensor]) -> None:
        index, changed = len(self.operations), {id(t) for t in written}
        if any(tensor.requires_grad for tensor in (*returned, *written)):
            self._listen(t for t in step.taken if id(t) not in changed)
        for tensor in written:
            self._memory.write(self._memory.key(tensor), None)
        made: list[int | None] = []
        parents, silent = tuple(dict.fromkeys(step.nodes.values())), _others(written, returned)
        for part, tensor in enumerate(returned + silent):
            if id(tensor) in changed or not self._knows(tensor):
                draft = self._add(tensor, step.name, "", parents, part, index)
                self.listener.listen(tensor, draft)
                made.append(draft.index)
            else:  # dropout in evaluation, say, hands back its input
                self.node_of(tensor)
                made.append(None)
        for tensor in written:
            self._memory.sign(self._memory.key(tensor), self._seen[id(tensor)].draft.index)
        for tensor, before in step.quiet:
            if not torch.equal(tensor, before):
                self._memory.write(self._memory.key(tensor), made[0])
        call = self.calls.innermost
        self.operations.append(
            Operation(
                *(index, step.name, step.func, step.args, step.kwargs, tuple(made)),
                tuple(step.nodes[id(tensor)] for tensor in silent),
                *(call.module if call else "", call.index if call else None, self.stage, *place_of_caller()),
            )
        )

    def _forget(self, mark: int) -> None:
        """Drop what was met only to be looked at, such as a weight asked for its size."""
        while len(self.drafts) > mark and self.drafts[-1].operation != "written":
            dropped = self.drafts.pop()
            self.listener.drop(dropped)
            self._seen = {i: seen for i, seen in self._seen.items() if seen.draft is not dropped}

    # One tensor

    def node_of(self, tensor: Tensor) -> int:
        """The index of the node of a tensor as it is now.

        One not seen before enters as parameter, buffer or constant; one whose memory was written through
        another tensor gets a node of its own, "written".
        """
        if not self._knows(tensor):
            return self._enter(tensor).index
        seen, key = self._seen[id(tensor)], self._memory.key(tensor)
        if key == seen.draft.key and self._memory.writes(key) == seen.writes:
            return seen.draft.index
        writer = self._memory.writer(key)
        parents = (seen.draft.index,) if writer in (None, seen.draft.index) else (seen.draft.index, writer)
        return self._add(tensor, "written", seen.draft.name, parents, 0, None).index

    def enter_input(self, name: str, tensor: Tensor) -> int:
        """An input, which is the pass's own copy, stands as a node."""
        draft = self._add(tensor, "input", name, (), 0, None)
        self.listener.listen(tensor, draft)
        return draft.index

    def _knows(self, tensor: Tensor) -> bool:
        seen = self._seen.get(id(tensor))
        return seen is not None and seen.tensor() is tensor

    def _enter(self, tensor: Tensor) -> Draft:
        operation, name = self._names.tensors.get(id(tensor), ("constant", ""))
        if operation == "constant" and tensor.grad_fn is not None and self.listener.knows_origin(tensor):
            raise self.refuse(
                f"a tensor of shape {tuple(tensor.shape)}{self._where()} was made where the recorder cannot "
                "look (another thread, a scripted function or a C++ extension); compute it with torch's own "
                "functions in the model's thread"
            )
        writer = self._memory.writer(self._memory.key(tensor)) if not unfit(tensor) else None
        parents = () if writer is None else (writer,)
        draft = self._add(tensor, operation, name, parents, 0, None, made_here=False)
        if operation == "parameter":  # even if only its data are taken, and written
            self.listener.listen(tensor, draft)
        return draft

    def _add(
        self,
        tensor: Tensor,
        operation: str,
        name: str,
        parents: tuple[int, ...],
        part: int,
        origin: int | None,
        made_here: bool = True,
    ) -> Draft:
        if why := unfit(tensor):
            raise self.refuse(f"a tensor that {operation} gives{self._where()} {why}")
        key, call = self._memory.key(tensor), self.calls.innermost
        self._memory.meet(key, made_here and operation not in FOREIGN)
        module = call.module if call else ""
        owner = name.rpartition(".")[0] if operation in ("parameter", "buffer") else module
        draft = Draft(
            *(len(self.drafts), operation, name, module, parents, part, origin, call.index if call else None),
            *(self.stage, tuple(tensor.shape), tensor.dtype, self._desk.choice.takes(owner), key),
        )
        self.drafts.append(draft)
        self._desk.keep_value(draft, tensor)
        self._seen[id(tensor)] = SeenTensor(TensorWeakRef(tensor), draft, self._memory.writes(key))
        return draft

    def _where(self) -> str:
        place, call = in_words(place_of_caller()), self.calls.innermost
        inside = f" in layer {call.module!r}" if call and call.module else ""
        return f"{inside} ({place})" if place else inside

    def _shapes(self, tensors: list[Tensor]) -> tuple[tuple[str, tuple[int, ...]], ...]:
        return tuple((self._word_for(tensor), tuple(tensor.shape)) for tensor in tensors)

    def _word_for(self, tensor: Tensor) -> str:
        if not self._knows(tensor):
            return self._names.tensors.get(id(tensor), ("constant", ""))[1] or "a tensor"
        draft = self._seen[id(tensor)].draft
        inside = f" of layer {draft.module!r}" if draft.module else ""
        return f"{draft.operation} {draft.name}" if draft.name else f"the {draft.operation}{inside}"


def _version(tensor: Tensor) -> int | None:
    return None if tensor.is_inference() else tensor._version


def _others(tensors: list[Tensor], known: list[Tensor]) -> list[Tensor]:
    ids = {id(t) for t in known}
    return [t for t in tensors if id(t) not in ids]
