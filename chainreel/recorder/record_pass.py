"""Record the forward and the backward pass of any ``nn.Module``: every operation, value and gradient.

Limits: the branch that ran is the one recorded. What one torch function does inside is one operation (an
LSTM, a whole attention), and what an operation keeps to itself (``torch.no_grad``, a detached or an
integer tensor) has no gradient. Writing into a view counts as writing to everything it shares memory with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import torch
from torch import Tensor, nn

from chainreel.errors import ChainreelError, InputError
from chainreel.recorder.calls import hook_modules
from chainreel.recorder.drafts import Desk
from chainreel.recorder.eager import run_eagerly
from chainreel.recorder.failures import (
    PassError,
    blames_gradients,
    first_sentence,
    layer_in_words,
    sentence_of,
)
from chainreel.recorder.inputs import copy_inputs, place_input
from chainreel.recorder.keeping import choice_of
from chainreel.recorder.memory import Memory
from chainreel.recorder.names import Names, names_in, plain_module
from chainreel.recorder.own_functions import watch_functions
from chainreel.recorder.places import in_words
from chainreel.recorder.recorder import Recorder
from chainreel.recorder.refusals import refuse
from chainreel.recorder.state import ModelState, RandomState, seed_all
from chainreel.recorder.structure import tensors_in
from chainreel.recorder.tracing import Trace

Mode = Literal["eval", "train"]
Loss = Callable[[Any], Tensor]


def trace(
    model: nn.Module,
    *inputs: Any,
    loss: Loss | None = None,
    keep: str | Iterable[str] = "all",
    seed: int | None = None,
    mode: Mode | None = None,
    restore: bool = True,
    keywords: Mapping[str, Any] | None = None,
    **more: Any,
) -> Trace:
    """Run ``model(*inputs, **more)``, then ``loss(output)``, a scalar, and record both directions.

    Inputs are copied, however deep they lie in structures, so that an in-place model leaves the caller's
    alone; floating and complex ones get a gradient too. Without ``loss`` only the way forward is recorded.
    ``keywords`` are further keyword inputs, for names that this function has itself. ``keep`` says of
    which tensors the entries stay: "all", "statistics" (of none), or the dotted names of modules. ``seed``
    is for torch, numpy and Python. ``mode`` sets the model to evaluation or training; None leaves it.
    Afterwards the model, its ``.grad`` fields and all random generators are as they were, unless
    ``restore`` is False, which several training steps in a row want.

    Raises: InputError for what cannot be recorded; PassError, with the trace so far, for a pass that
    breaks off or whose loss has no gradient.
    """
    given = dict(keywords or {}) | more
    model = plain_module(refuse(model, inputs, given))
    if mode not in (None, "eval", "train"):
        raise InputError(f'mode is {mode!r}; say "eval" or "train", or leave it out')
    once = _Request(model, inputs, given, loss, keep, seed, mode, restore)
    try:
        return once.carry_out(inputs_learn=True)
    except PassError as error:
        if not blames_gradients(error):
            raise
        first = error
    try:
        seen = once.carry_out(inputs_learn=False)
    except PassError:
        raise first from first.__cause__
    return replace(seen, notes=(f"the inputs have no gradient, since with one {first}",))


@dataclass(frozen=True)
class _Request:
    """What was asked for; it may have to be carried out twice."""

    model: nn.Module
    inputs: tuple[Any, ...]
    given: Mapping[str, Any]
    loss: Loss | None
    keep: str | Iterable[str]
    seed: int | None
    mode: Mode | None
    restore: bool

    def carry_out(self, inputs_learn: bool) -> Trace:
        """One pass, in which inputs are to have a gradient or not."""
        model, loss = self.model, self.loss
        roots = [("", model), *([("loss", loss)] if isinstance(loss, nn.Module) else [])]
        names, memory = names_in(*roots), Memory()
        desk = Desk(choice_of(self.keep, names.modules), memory)
        modules = [root for _, root in roots]
        with _as_before(modules, memory, self.restore) as before_backward, run_eagerly():
            if self.seed is not None:
                seed_all(self.seed)
            if self.mode is not None:
                model.train(self.mode == "train")
            desk.open_allowances(names.parameters)
            run = _Run(model, loss, names, desk, Recorder(names, desk, before_backward), inputs_learn)
            return run.record_pass(self.inputs, self.given)


@contextmanager
def _as_before(roots: list[nn.Module], memory: Memory, restore: bool) -> Iterator[Callable[[], None]]:
    """Autograd on, whatever the caller's mode; afterwards model and random generators as they were.

    After a pass that breaks off they always are.
    """
    with torch.inference_mode(False), torch.enable_grad():
        random, state = RandomState(), ModelState(roots, memory)
        try:
            yield state.before_backward
        except BaseException:
            random.put_back()
            state.put_back()
            raise
        if restore:
            random.put_back()
            state.put_back()


@dataclass
class _Run:
    """One pass, and what of it is known so far."""

    model: nn.Module
    loss: Loss | None
    names: Names
    desk: Desk
    recorder: Recorder
    inputs_learn: bool = True
    inputs: list[int] = field(default_factory=list)
    outputs: dict[str, int] = field(default_factory=dict)
    loss_node: int | None = None

    def record_pass(self, inputs: tuple[Any, ...], given: Mapping[str, Any]) -> Trace:
        """Both directions. Raises: as ``trace`` does."""
        recorder = self.recorder
        anchor = torch.zeros((), requires_grad=self.inputs_learn)

        def enter(name: str, tensor: Tensor) -> Tensor:
            placed = place_input(tensor, anchor)
            self.inputs.append(recorder.enter_input(name, placed))
            return placed

        args, kwargs = copy_inputs(self.model, inputs, given, enter)
        try:
            scalar = self._go_forward(args, kwargs)
            if scalar is not None:
                self._go_back(scalar, anchor)
        finally:
            recorder.listener.close()
        return self._trace(None if scalar is None else scalar.item())

    def _go_forward(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Tensor | None:
        recorder = self.recorder
        with ExitStack() as stack:
            stack.enter_context(hook_modules(self.names, recorder.begin_module, recorder.end_module))
            stack.enter_context(watch_functions(recorder.see_function))
            stack.enter_context(recorder)
            output = self._attempt(lambda: self.model(*args, **kwargs))
            with torch._C.DisableTorchFunction():
                self.outputs = {
                    name or "output": recorder.node_of(tensor) for name, tensor in tensors_in(output)
                }
            if not self.outputs:
                kind = type(output).__name__
                raise self._error(f"the model returned a {kind} in which there is no tensor to show")
            if self.loss is None:
                return None
            recorder.stage = "loss"
            scalar = self._attempt(lambda: self.loss(output))  # type: ignore[misc]
            with torch._C.DisableTorchFunction():
                self._judge_loss(scalar)
                self.loss_node = recorder.node_of(scalar)
                recorder.listener.listen(scalar, recorder.drafts[self.loss_node])
        assert isinstance(scalar, Tensor)
        return scalar

    def _attempt(self, run: Callable[[], Any]) -> Any:
        """What ``run`` gives; of what it raises one sentence, with the trace so far."""
        recorder = self.recorder
        try:
            result = run()
        except ChainreelError:
            raise
        except Exception as error:
            if recorder.refusal:
                raise recorder.refusal from None
            raise self._broken(error) from error
        if recorder.refusal:  # the model caught it
            raise recorder.refusal
        return result

    def _broken(self, error: Exception) -> PassError:
        call, failure = self.recorder.calls.broken_by(error), self.recorder.failure
        module = call.module if call else ""
        kind = call.kind if call else type(self.model).__name__
        where = layer_in_words(module, kind, self.recorder.stage)
        shapes = failure.shapes if failure and failure.error is error else ()
        return self._error(sentence_of(where, error, failure), module, shapes)

    def _error(
        self, sentence: str, module: str = "", shapes: tuple[tuple[str, tuple[int, ...]], ...] = ()
    ) -> PassError:
        return PassError(sentence, self._trace(None), module, shapes)

    def _judge_loss(self, loss: object) -> None:
        if not isinstance(loss, Tensor):
            raise InputError(
                f"loss returned a {type(loss).__name__}; let it return a tensor with one entry, computed "
                "by torch from the model's output"
            )
        if loss.numel() != 1:
            raise InputError(
                f"loss returned a tensor of shape {tuple(loss.shape)}; let it return one number, "
                "its mean() or sum()"
            )
        if loss.is_complex():
            raise InputError("loss returned a complex number; let it return a real one, such as its abs()")

    def _go_back(self, loss: Tensor, anchor: Tensor) -> None:
        listener = self.recorder.listener
        if not loss.requires_grad:
            if listener.has_leaves or self._inputs_learn():
                raise self._error(f"no gradient comes back from the loss: {self._cut()}")
            return
        try:
            listener.go_back(loss, anchor)
        except Exception as error:
            raise self._error(f"the backward pass stopped: {first_sentence(error)}") from error
        finally:
            self.desk.settle(self.recorder.drafts)

    def _inputs_learn(self) -> bool:
        if not self.inputs_learn:
            return False
        dtypes = [self.recorder.drafts[i].dtype for i in self.inputs]
        return any(dtype.is_floating_point or dtype.is_complex for dtype in dtypes)

    def _cut(self) -> str:
        """Where the way back from the loss ends: the last operations that gave no gradient on."""
        drafts, waiting, seen = self.recorder.drafts, [self.loss_node], set()
        while waiting:
            index = waiting.pop()
            if index is None or index in seen:
                continue
            seen.add(index)
            draft = drafts[index]
            if draft.origin is not None and any(drafts[p].listens for p in draft.parents):
                place = in_words(
                    (self.recorder.operations[draft.origin].file, self.recorder.operations[draft.origin].line)
                )
                where = f" ({place})" if place else ""
                return f"{draft.operation}{where} hands none on; compute the loss from what comes before it"
            waiting.extend(draft.parents)
        return "it does not depend on the model's parameters or inputs"

    def _trace(self, loss: float | None) -> Trace:
        recorder = self.recorder
        return Trace(
            tuple(draft.finish() for draft in recorder.drafts),
            tuple(recorder.operations),
            recorder.calls.finish(len(recorder.drafts)),
            tuple(self.inputs),
            tuple(self.outputs.values()),
            tuple(self.outputs),
            loss,
            self.loss_node,
            dict(self.names.aliases),
        )
