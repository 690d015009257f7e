"""Failures of a pass: one sentence on the layer that broke off, with the trace up to there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chainreel.errors import ChainreelError
from chainreel.recorder.places import Place, in_words, place_of_error
from chainreel.recorder.tracing import Trace

NEEDS_NO_GRADIENT = re.compile(
    r"requires?[ _]grad|not differentiable|modified by an inplace|modified inplace"
)
LONG = 160  # letters of torch's own sentence


class PassError(ChainreelError):
    """A pass that broke off, or from which no gradient comes back.

    ``trace`` is what had been recorded, ``module`` the dotted name of the layer, ``shapes`` those of the
    tensors that its last operation was given, each with what it is ("x", "2.weight").
    """

    def __init__(
        self,
        message: str,
        trace: Trace | None = None,
        module: str = "",
        shapes: Sequence[tuple[str, tuple[int, ...]]] = (),
    ) -> None:
        super().__init__(message)
        self.trace, self.module, self.shapes = trace, module, tuple(shapes)


@dataclass(frozen=True)
class Failure:
    """An operation that raised: itself, the module it ran in, and the tensors it was given."""

    error: BaseException
    operation: str
    shapes: tuple[tuple[str, tuple[int, ...]], ...]
    place: Place


def layer_in_words(module: str, kind: str, stage: str) -> str:
    """``layer '2' (Linear)``, or the model or the loss itself."""
    if stage == "loss" and not module:
        return "the loss"
    return f"layer {module!r} ({kind})" if module else f"the model ({kind})"


def sentence_of(where: str, error: BaseException, failure: Failure | None) -> str:
    """One sentence on an error: where, which operation on which shapes, why, and the line."""
    place = in_words((failure.place if failure and failure.place[0] else None) or place_of_error(error))
    why, tail = first_sentence(error), f" ({place})" if place else ""
    if failure is None or failure.error is not error:
        return f"{where} stopped with {type(error).__name__}: {why}{tail}"
    given = " and ".join(f"{what} of shape {shape}" for what, shape in failure.shapes)
    return f"{where} cannot run {failure.operation} on {given or 'what it was given'}: {why}{tail}"


def blames_gradients(error: PassError) -> bool:
    """Whether torch says that something went wrong only because a tensor was to have a gradient."""
    return isinstance(error.__cause__, RuntimeError) and bool(NEEDS_NO_GRADIENT.search(str(error.__cause__)))


def first_sentence(error: BaseException) -> str:
    """The first sentence of what an error says, without the pages that torch may put after it."""
    text = str(error).strip() or type(error).__name__
    line = re.split(r"(?<=[^\d\s])\.\s|\n", text)[0].rstrip(". ")
    return line if len(line) <= LONG else f"{line[:LONG].rsplit(' ', 1)[0]} …"
