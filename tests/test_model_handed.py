"""What a user's function may return, and the sentence that asks for what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from chainreel.errors import InputError
from chainreel.model.measuring.handed import handed_of


def loss(output: Tensor) -> Tensor:
    return output.mean()


@dataclass
class Shown:
    """A user's own class."""

    model: nn.Module
    inputs: Any
    loss: Any


class Whole(nn.Linear):
    """A model that brings its own inputs and loss."""

    inputs = (torch.ones(2, 3),)

    def loss(self, output: Tensor) -> Tensor:
        return output.mean()


MODEL = nn.Linear(3, 2)
GIVEN: Mapping[str, Any] = {"model": MODEL, "inputs": (torch.ones(2, 3),), "loss": loss}


@pytest.mark.parametrize(
    "returned",
    [dict(GIVEN), SimpleNamespace(**GIVEN), Shown(**GIVEN), tuple(GIVEN.values()), Whole(3, 2)],
    ids=["dict", "namespace", "dataclass", "tuple", "module"],
)
def test_any_object_with_the_fields_will_do(returned: Any) -> None:
    """A mapping, an object, a tuple in their order, a module that has them."""
    handed = handed_of(returned, "nets.py:build")
    assert isinstance(handed.model, nn.Linear)
    assert torch.equal(handed.args[0], torch.ones(2, 3))
    assert handed.loss(torch.ones(2)).item() == 1


@pytest.mark.parametrize("missing", ["model", "inputs", "loss"])
def test_what_is_missing_is_asked_for_with_the_line_to_write(missing: str) -> None:
    """The sentence names the field, and a line that gives it."""
    with pytest.raises(InputError, match=rf"nets.py:build returns no {missing}: .* {missing} = "):
        handed_of({k: v for k, v in GIVEN.items() if k != missing}, "nets.py:build")


def test_a_model_alone_is_asked_for_its_inputs() -> None:
    """With all lines."""
    with pytest.raises(InputError, match=r"without inputs: .*model = model, inputs = .*, loss = "):
        handed_of(MODEL, "nets.py:build")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("model", nn.Linear, "model is a class, not an nn.Module that was made"),
        ("inputs", [1, 2], "inputs is a list, and is to be a tuple"),
        ("loss", 3, "loss is no function"),
        ("batches", [1], "batches is no function"),
        ("labels", [0.5], "labels are the right answers, a whole number"),
        ("names", ["cat"], "names is a mapping"),
    ],
)
def test_a_field_of_another_kind_is_told(field: str, value: Any, sentence: str) -> None:
    """In one sentence."""
    with pytest.raises(InputError, match=sentence) as caught:
        handed_of({**GIVEN, field: value}, "nets.py:build")
    assert "\n" not in str(caught.value)


def test_inputs_by_name_are_keywords() -> None:
    """And a single tensor is the only positional one."""
    named = handed_of({**GIVEN, "inputs": {"ids": torch.ones(1)}}, "nets.py:build")
    assert named.args == ()
    assert set(named.keywords) == {"ids"}
    assert len(handed_of({**GIVEN, "inputs": torch.ones(1)}, "nets.py:build").args) == 1
