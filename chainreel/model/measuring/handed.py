"""Handed over: what a user's function returns, brought into one form, or asked for in one sentence."""

from __future__ import annotations

import importlib.util
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from chainreel.errors import ChainreelError, InputError
from chainreel.recorder.failures import first_sentence
from chainreel.recorder.state import seed_all

KNOWN = ("model", "inputs", "loss", "batches", "labels", "names", "picture", "optimizer")
LINES = {
    "model": "model = Net()",
    "inputs": "inputs = (torch.randn(2, 3, 32, 32),)",
    "loss": "loss = lambda output: nn.functional.cross_entropy(output, answers)",
}
NO_MEMORY = ("can't allocate memory", "out of memory", "MemoryError", "failed to allocate", "std::bad_alloc")


@dataclass(frozen=True)
class Handed:
    """A model with what it is run on.

    ``args`` and ``keywords`` are its inputs, ``loss`` makes a scalar of its output. ``batches(seed)`` yields
    inputs and a loss for each step, on which ``optimizer(parameters)`` trains; ``labels`` are the right
    answers of the examples, ``names`` has those of the "classes"; ``picture`` makes an array of an input.
    """

    model: nn.Module
    args: tuple[Any, ...]
    keywords: Mapping[str, Any]
    loss: Callable[[Any], Tensor]
    batches: Callable[[int], Iterable[Any]] | None = None
    labels: tuple[int, ...] = ()
    names: Mapping[str, Sequence[str]] = field(default_factory=dict)
    picture: Callable[[Any], Any] | None = None
    optimizer: Callable[[Any], torch.optim.Optimizer] | None = None


def build_handed(file: Path, function: str, seed: int) -> Handed:
    """Run the user's function with all random generators seeded, and take what it returns.

    Raises:
        InputError: what went wrong in the user's code, or what is missing, in one sentence.
    """
    where = f"{file.name}:{function}"
    with told_in_a_sentence(where, file):
        module = _import(file)
        build = getattr(module, function, None)
        if not callable(build):
            raise InputError(f"{where} is no function: write def {function}(): and let it return the model")
        seed_all(seed)
        returned = build()
    return handed_of(returned, where)


def handed_of(returned: Any, where: str) -> Handed:
    """What a function returned, in one form.

    Raises:
        InputError: something is missing or of another kind; the sentence says which lines to write.
    """
    given = _fields_of(returned)
    for name in ("model", "inputs", "loss"):
        if given.get(name) is None:
            raise InputError(_request(where, name, isinstance(returned, nn.Module)))
    model, loss = given["model"], given["loss"]
    if not isinstance(model, nn.Module):
        kind = "class" if isinstance(model, type) else type(model).__name__
        raise InputError(
            f"{where}: model is a {kind}, not an nn.Module that was made: write {LINES['model']}"
        )
    args, keywords = _inputs_of(given["inputs"], where)
    for name in ("loss", "batches", "picture", "optimizer"):
        if given.get(name) is not None and not callable(given[name]):
            raise InputError(f"{where}: {name} is no function: write {_example(name)}")
    return Handed(
        model, args, keywords, loss, given.get("batches"), _labels_of(given.get("labels"), where),
        _names_of(given.get("names"), where), given.get("picture"), given.get("optimizer"),
    )  # fmt: skip


def _fields_of(returned: Any) -> Mapping[str, Any]:
    if isinstance(returned, nn.Module) and not hasattr(returned, "inputs"):
        return {"model": returned}
    if isinstance(returned, Mapping):
        return returned
    if isinstance(returned, tuple) and not hasattr(returned, "_fields"):
        return dict(zip(KNOWN, returned, strict=False))
    found = {name: getattr(returned, name, None) for name in KNOWN}
    return found | ({"model": returned} if isinstance(returned, nn.Module) else {})


def _request(where: str, name: str, only_model: bool) -> str:
    """The sentence that asks for a field, with the lines to write."""
    if only_model:
        return (
            f"{where} returns a model without {name}: return an object with both, such as "
            f"dict({LINES['model'].replace('Net()', 'model')}, {LINES['inputs']}, {LINES['loss']})"
        )
    return f"{where} returns no {name}: give what it returns a field of that name, {_example(name)}"


def _example(name: str) -> str:
    others = {
        "batches": "def batches(seed): yield inputs, loss for each step",
        "picture": "def picture(input): return an array of (height, width) from 0 to 1",
        "optimizer": "def optimizer(parameters): return torch.optim.Adam(parameters)",
    }
    return {**LINES, **others}[name]


def _inputs_of(inputs: Any, where: str) -> tuple[tuple[Any, ...], Mapping[str, Any]]:
    if isinstance(inputs, Mapping):
        return (), {str(key): value for key, value in inputs.items()}
    if isinstance(inputs, tuple):
        return inputs, {}
    if isinstance(inputs, Tensor):
        return (inputs,), {}
    kind = type(inputs).__name__
    raise InputError(
        f"{where}: inputs is a {kind}, and is to be a tuple, or a mapping of names: {LINES['inputs']}"
    )


def _labels_of(labels: Any, where: str) -> tuple[int, ...]:
    if labels is None:
        return ()
    array = np.asarray(labels.detach().cpu() if isinstance(labels, Tensor) else labels)
    if array.ndim != 1 or array.dtype.kind not in "iu":
        raise InputError(f"{where}: labels are the right answers, a whole number for each example of inputs")
    return tuple(int(label) for label in array)


def _names_of(names: Any, where: str) -> Mapping[str, Sequence[str]]:
    if names is None:
        return {}
    if not isinstance(names, Mapping) or set(names) - {"classes"}:
        raise InputError(f'{where}: names is a mapping such as dict(classes=["cat", "dog"])')
    return {key: tuple(map(str, value)) for key, value in names.items()}


def _import(file: Path) -> ModuleType:
    """The user's file as a module, with its folder first on the path, so that its neighbours are found."""
    sys.path.insert(0, str(file.parent))
    spec = importlib.util.spec_from_file_location(file.stem, file)
    if spec is None or spec.loader is None:
        raise InputError(f"{file.name} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    if file.stem not in sys.stdlib_module_names:
        sys.modules[file.stem] = module
    spec.loader.exec_module(module)
    return module


@contextmanager
def told_in_a_sentence(where: str, file: Path) -> Iterator[None]:
    """Turn whatever a user's code does, an exit too, into one sentence with the line of the user's file.

    Raises:
        InputError: for all that is raised inside.
    """
    try:
        yield
    except ChainreelError as error:
        if lacks_memory(error):
            raise InputError(_too_large(where)) from error
        raise
    except ModuleNotFoundError as error:
        raise InputError(
            f"{where} needs {error.name}, which is not installed: install it with pip"
        ) from error
    except SystemExit as error:
        raise InputError(
            f"{where} ends the process (exit code {error.code}): let it return the model instead"
        ) from error
    except BaseException as error:
        if lacks_memory(error):
            raise InputError(_too_large(where)) from error
        raise InputError(_broken(where, file, error)) from error


def _broken(where: str, file: Path, error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).parent == file.parent]
    if isinstance(error, SyntaxError) and error.filename:
        return f"{Path(error.filename).name}, line {error.lineno}, is no Python: {error.msg}"
    line = f" ({Path(own[-1].filename).name}, line {own[-1].lineno})" if own else ""
    return f"{where} stopped with {type(error).__name__}: {first_sentence_of(error)}{line}"


def first_sentence_of(error: BaseException) -> str:
    """The first sentence of what an error says."""
    return first_sentence(error) if isinstance(error, Exception) else str(error) or type(error).__name__


def lacks_memory(error: BaseException) -> bool:
    """Whether an error, or what caused it, says that there was no memory."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, MemoryError) or any(word in str(seen) for word in NO_MEMORY):
            return True
        seen = seen.__cause__
    return False


def _too_large(where: str) -> str:
    return (
        f"{where} needs more memory than it may take: allow more with --set-memory GIGABYTES, "
        "or give it a smaller batch"
    )


def batch_size_of(handed: Handed) -> int | None:
    """The length of the first dimension that all tensors among the inputs share; None if they share none."""
    tensors = [t for t in (*handed.args, *handed.keywords.values()) if isinstance(t, Tensor) and t.ndim]
    sizes = {int(t.shape[0]) for t in tensors}
    return sizes.pop() if len(sizes) == 1 else None


def count_parameters(model: nn.Module) -> tuple[int, int]:
    """How many numbers its parameters hold, each once, and how many of them are frozen."""
    counts = {id(p): (p.numel(), p.requires_grad) for p in model.parameters()}
    return sum(n for n, _ in counts.values()), sum(n for n, learns in counts.values() if not learns)


def threads_of_one() -> None:
    """Let torch compute on one core, so that a run repeats bit by bit."""
    torch.set_num_threads(1)
