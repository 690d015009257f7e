"""Inputs of any structure: named, copied, with gradients, and never the caller's own."""

from __future__ import annotations

from collections import OrderedDict, UserDict, defaultdict, deque, namedtuple
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from recorder_oracle import add_up, same, seeded, watched
from torch import Tensor, nn

from chainreel.recorder import trace
from chainreel.recorder.structure import build_again, tensors_in

Pair = namedtuple("Pair", "left right")


@dataclass
class Batch:
    image: Tensor
    mask: Tensor | None = None
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Frozen:
    image: Tensor


class Own:
    def __init__(self, tensor: Tensor) -> None:
        self.tensor, self.note = tensor, "a note"
        self.itself = self


class AddsUp(nn.Module):
    """Reads every tensor of whatever it is given, writes into it, and puts more into its containers."""

    def __init__(self) -> None:
        super().__init__()
        self.linear = nn.Linear(3, 2).double()

    def forward(self, first: Any, *rest: Any, **named: Any) -> Tensor:
        total = torch.zeros(2, 2).double()
        for _, tensor in list(tensors_in((first, rest, named))):
            total = total + self.linear(tensor * 2)
            tensor.mul_(-1)
        for thing in (first, *rest, *named.values()):
            if isinstance(thing, dict):
                thing["added"] = 1
            elif isinstance(thing, list):
                thing.append(1)
            elif isinstance(thing, Own):
                thing.note = "another"
        return total


def tensor(seed: int) -> Tensor:
    return seeded(2, 3, seed=seed)


leaves = st.one_of(st.integers(0, 99).map(tensor), st.none(), st.integers(), st.text(max_size=3))
structures = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.tuples(inner, inner).map(lambda pair: Pair(*pair)),
        st.dictionaries(st.text("abc", min_size=1, max_size=2), inner, max_size=3),
        st.lists(inner, max_size=2).map(deque),
        st.dictionaries(st.text("ab", min_size=1, max_size=2), inner, max_size=2).map(OrderedDict),
        st.dictionaries(st.text("ab", min_size=1, max_size=2), inner, max_size=2).map(UserDict),
        st.builds(Batch, st.integers(0, 99).map(tensor), st.none(), st.dictionaries(st.just("k"), inner)),
        st.integers(0, 99).map(lambda seed: Frozen(tensor(seed))),
        st.integers(0, 99).map(lambda seed: Own(tensor(seed))),
    ),
    max_leaves=8,
)


def shape_of(thing: Any, seen: frozenset[int] = frozenset()) -> Any:
    """What a structure is made of, to be compared before and after."""
    if isinstance(thing, Tensor):
        return (id(thing), thing.tolist())
    if id(thing) in seen or isinstance(thing, int | str | None):
        return thing if isinstance(thing, int | str | None) else "again"
    inner = seen | {id(thing)}
    if isinstance(thing, dict | UserDict):
        return [(key, shape_of(value, inner)) for key, value in thing.items()]
    if isinstance(thing, list | tuple | deque):
        return [shape_of(part, inner) for part in thing]
    slots = {name: getattr(thing, name) for name in getattr(type(thing), "__slots__", ())}
    return [(key, shape_of(part, inner)) for key, part in {**slots, **getattr(thing, "__dict__", {})}.items()]


@settings(max_examples=60, deadline=None)
@given(first=structures, rest=st.lists(structures, max_size=2), named=structures)
def test_nested_inputs_are_copied_named_and_have_gradients(first: Any, rest: list[Any], named: Any) -> None:
    """However deep they lie; a model that writes into them all leaves the caller's structure alone."""
    before = shape_of((first, rest, named))
    model = AddsUp()
    seen = trace(model, first, *rest, loss=add_up, keywords={"named": named})
    assert shape_of((first, rest, named)) == before
    given_tensors = [t for _, t in tensors_in((first, rest, named))]
    assert len(seen.inputs) == len(given_tensors)
    for index, original in zip(seen.inputs, given_tensors, strict=True):
        node = seen.nodes[index]
        assert node.operation == "input"
        assert node.name.split(".")[0] in ("first", "rest", "named")
        assert same(node.value, original)
        assert node.gradient is not None
    names = [seen.nodes[i].name for i in seen.inputs]
    assert len(set(names)) == len(names)


class Sees(nn.Module):
    def __init__(self, see: Callable[..., Any]) -> None:
        super().__init__()
        self.see = see

    def forward(self, batch: Any, other: Any = None, *, scale: Any = None) -> Any:
        return self.see(batch, other, scale)


NAMES: dict[str, tuple[Callable[[], tuple[tuple[Any, ...], dict[str, Any]]], list[str]]] = {
    "one": (lambda: ((tensor(1),), {}), ["batch"]),
    "two": (lambda: ((tensor(1), tensor(2)), {}), ["batch", "other"]),
    "keyword": (lambda: ((tensor(1),), {"scale": tensor(2)}), ["batch", "scale"]),
    "pair": (lambda: (((tensor(1), tensor(2)),), {}), ["batch.0", "batch.1"]),
    "dict": (lambda: (({"ids": tensor(1), "mask": tensor(2)},), {}), ["batch.ids", "batch.mask"]),
    "dataclass": (lambda: ((Batch(tensor(1), tensor(2)),), {}), ["batch.image", "batch.mask"]),
    "namedtuple": (lambda: ((Pair(tensor(1), [tensor(2)]),), {}), ["batch.left", "batch.right.0"]),
}


@pytest.mark.parametrize("name", NAMES)
def test_an_input_is_named_after_forwards_parameter_and_its_way_from_there(name: str) -> None:
    """ "batch.mask" for a dict's or a dataclass's mask."""
    make, wanted = NAMES[name]
    args, kwargs = make()
    model = Sees(lambda *things: sum(t.sum() for _, t in tensors_in(things)))
    seen = watched(model, *args, keywords=kwargs)
    assert [seen.nodes[i].name for i in seen.inputs] == wanted
    assert same(seen.input(wanted[-1]).value, [t for _, t in tensors_in((args, kwargs))][-1])


def test_the_same_tensor_given_twice_is_one_input() -> None:
    """A Siamese pair of one picture: one node, with the sum of both gradients."""
    x = tensor(1)
    seen = trace(Sees(lambda a, b, _: (a * b).sum()), x, x, loss=lambda total: total)
    assert len(seen.inputs) == 1
    assert same(seen.nodes[seen.inputs[0]].gradient, 2 * x)


def test_arrays_and_plain_containers_are_copied_too() -> None:
    """What the model does to them is not seen outside."""
    array, items = np.zeros(3), [1, {"n": 2}]

    def spoils(batch: Any, other: Any, scale: Any) -> Tensor:
        other[0] = 9
        scale[1]["n"] = 9
        return batch * other[0]

    trace(Sees(spoils), tensor(1), array, scale=items, loss=add_up)
    assert not array.any()
    assert items == [1, {"n": 2}]


def test_a_defaultdict_and_a_subclass_of_dict_stay_what_they_are() -> None:
    """The model sees the class that it was given."""

    class Encoding(dict[str, Any]):
        def device(self) -> str:
            return "cpu"

    kinds: list[str] = []

    def looks(batch: Any, other: Any, scale: Any) -> Tensor:
        kinds.extend([batch.device(), type(other).__name__])
        return batch["x"] * other["y"]

    trace(Sees(looks), Encoding(x=tensor(1)), defaultdict(list, y=tensor(2)), loss=add_up)
    assert kinds == ["cpu", "defaultdict"]


@pytest.mark.parametrize("dtype", [torch.int64, torch.bool, torch.uint8])
def test_inputs_without_slopes_have_no_gradient(dtype: torch.dtype) -> None:
    """Integers and booleans."""
    seen = trace(Sees(lambda a, b, _: a * b), torch.ones(2, 3).to(dtype), tensor(1), loss=add_up)
    assert seen.input("batch").gradient is None
    assert seen.input("other").gradient is not None


def test_a_model_may_go_back_itself_and_read_its_inputs_grad() -> None:
    """``x.requires_grad_(); energy.backward(); x.grad``."""

    def forces(x: Tensor, _: Any, __: Any) -> Tensor:
        x.requires_grad_()
        (x**3).sum().backward()
        return x.grad * 2

    model = nn.Sequential(Sees(forces), nn.Linear(3, 1).double())
    seen = trace(model, tensor(1), loss=add_up)
    assert torch.allclose(seen.calls_of("0")[0] and seen.find("mul")[0].value, 6 * tensor(1) ** 2)


def test_build_again_keeps_a_cycle_a_cycle() -> None:
    """An object that holds itself holds its copy."""
    own = Own(tensor(1))
    built = build_again(own, lambda _, t: t.clone())
    assert built is not own
    assert built.itself is built
