"""Calls of modules: a hook on each that tells when it begins and ends, taken off whatever happens."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from torch import nn

from chainreel.recorder.names import Names, settings_of
from chainreel.recorder.node import Call, Stage
from chainreel.recorder.places import NOWHERE, Place


@dataclass
class OpenCall:
    """A call that has begun; the fields are ``Call``'s."""

    index: int
    module: str
    kind: str
    times: int
    parent: int | None
    stage: Stage
    inputs: tuple[int, ...]
    first: int
    settings: Mapping[str, Any]
    place: Place = NOWHERE
    handling: BaseException | None = None
    outputs: tuple[int, ...] = ()
    last: int = 0
    finished: bool = False


class Calls:
    """The calls so far, and which of them are going on."""

    def __init__(self) -> None:
        self.all: list[OpenCall] = []
        self._open: list[OpenCall] = []
        self._broken: tuple[BaseException, OpenCall] | None = None
        self._times: Counter[str] = Counter()

    @property
    def innermost(self) -> OpenCall | None:
        """The call that is going on; None outside of all."""
        return self._open[-1] if self._open else None

    def begin(
        self, name: str, module: nn.Module, stage: Stage, inputs: tuple[int, ...], first: int, place: Place
    ) -> None:
        """A module begins to run."""
        parent = self._open[-1].index if self._open else None
        call = OpenCall(
            *(len(self.all), name, type(module).__name__, self._times[name], parent, stage, inputs, first),
            *(settings_of(module), place, sys.exception()),
            last=first,
        )
        self._times[name] += 1
        self.all.append(call)
        self._open.append(call)

    def end(self, name: str, last: int) -> OpenCall | None:
        """A module has run, or has failed: its call, which goes on no more."""
        while self._open:
            call = self._open.pop()
            call.last = last
            if call.module == name:
                self._judge(call)
                return call
        return None

    def _judge(self, call: OpenCall) -> None:
        error = sys.exception()
        call.finished = error is None or error is call.handling
        if error is not None and not call.finished and (not self._broken or self._broken[0] is not error):
            self._broken = (error, call)
        call.handling = None

    def broken_by(self, error: BaseException) -> OpenCall | None:
        """The innermost call that ended with this error, or is going on; None outside of all."""
        return self._broken[1] if self._broken and self._broken[0] is error else self.innermost

    def finish(self, nodes: int) -> tuple[Call, ...]:
        """All calls; one that is still going on has lasted until the last of ``nodes``."""
        going = {call.index for call in self._open}
        return tuple(
            Call(
                *(c.index, c.module, c.kind, c.times, c.parent, c.stage, c.inputs, c.outputs, c.first),
                *(nodes if c.index in going else c.last, c.settings, c.finished, *c.place),
            )
            for c in self.all
        )


Before = Callable[[str, nn.Module, Any, Any], None]
After = Callable[[str, nn.Module, Any], None]


class _Switch:
    """What a hook asks first; copies of a model that forward makes keep its hooks, which must do nothing."""

    def __init__(self, before: Before, after: After) -> None:
        self.before: Before | None = before
        self.after: After | None = after

    def off(self) -> None:
        """Let every hook do nothing from now on, and hold nothing."""
        self.before = self.after = None


def hook_modules(names: Names, before: Before, after: After) -> ExitStack:
    """Every module with hooks that call these as it begins and ends; closing the stack takes them off."""
    stack, switch = ExitStack(), _Switch(before, after)
    stack.callback(switch.off)
    for name, module in names.modules.items():
        first = module.register_forward_pre_hook(_before(switch, name), prepend=True, with_kwargs=True)
        stack.callback(first.remove)
        last = module.register_forward_hook(_after(switch, name), always_call=True)
        stack.callback(last.remove)
    return stack


def _before(switch: _Switch, name: str) -> Callable[[nn.Module, Any, Any], None]:
    def begin(module: nn.Module, args: Any, kwargs: Any) -> None:
        """A module begins."""
        if switch.before:
            switch.before(name, module, args, kwargs)

    return begin


def _after(switch: _Switch, name: str) -> Callable[[nn.Module, Any, Any], None]:
    def end(module: nn.Module, args: Any, output: Any) -> None:  # noqa: ARG001 (torch's signature)
        """A module ends."""
        if switch.after:
            switch.after(name, module, output)

    return end
