"""What is measured of a model, against plain torch, and of models about which little can be said."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from chainreel.measured import Measured
from chainreel.model.measuring.handed import build_handed
from chainreel.model.measuring.pictures import BARS, ODD, TILE, Kind, image_of, picture_of
from chainreel.model.measuring.run import measure_pass
from chainreel.model.target import source_hash_of
from chainreel.model.text_table import letters_of, rows_of

NETS = Path(__file__).parent / "models" / "plain_nets.py"


def measured(function: str, **changes: Any) -> Measured:
    settings = {"file": NETS.name, "function": function, "source": source_hash_of(NETS), "seed": 0,
                "mode": "eval", "steps": 6, "gigabytes": 64.0}  # fmt: skip
    return measure_pass({**settings, **changes}, NETS.parent)


def number(found: Measured, path: str) -> float:
    return float(found.values[path].array)


def test_loss_and_gradients_are_those_of_plain_torch() -> None:
    """The loss, and the gradient's length at the input and at the end."""
    found, handed = measured("build"), build_handed(NETS, "build", 0)
    x = handed.args[0].clone().requires_grad_(True)
    output = handed.model.eval()(x)
    output.retain_grad()
    loss = handed.loss(output)
    loss.backward()
    lengths = found.values["gradient.length"].array
    assert number(found, "loss.value") == pytest.approx(loss.item())
    assert lengths[0] == pytest.approx(float(x.grad.double().norm()))
    assert lengths[-1] == pytest.approx(float(output.grad.double().norm()))
    assert number(found, "model.weights") == 8 * 16 + 16 + 16 * 3 + 3


def test_the_same_seed_gives_the_same_numbers() -> None:
    """And another seed others."""
    first, again, other = measured("build"), measured("build"), measured("build", seed=1)
    assert all(np.array_equal(first.values[k].array, again.values[k].array) for k in first.values)
    assert number(first, "loss.value") != number(other, "loss.value")


@pytest.mark.parametrize(
    ("function", "path", "value"),
    [
        ("weightless", "model.weights", 0),
        ("single", "model.blocks", 1),
        ("half_frozen", "model.frozen", 144),
        ("silenced", "gradient.stops_zero", 1),
        ("not_a_number", "loss.finite", 0),
        ("build", "training.count", 0),
        ("trains", "training.count", 6),
        ("attends", "attention.count", 1),
        ("attends", "bridges.count", 1),
        ("build", "forward.entering", 8),
        ("pairs", "forward.entering", 8 + 8 + 1),
        ("pairs", "forward.leaving", 3),
    ],
)
def test_what_there_is_not_is_a_number_too(function: str, path: str, value: float) -> None:
    """So that a film can say it."""
    assert number(measured(function), path) == value


def test_an_attention_matrix_is_softmax_of_queries_and_keys() -> None:
    """Each row sums to 1, and no token looks ahead."""
    matrix = measured("attends").values["attention.matrix.k0"].array
    assert matrix.sum(1) == pytest.approx(1)
    assert not np.triu(matrix, 1).any()


@pytest.mark.parametrize(
    ("shape", "kind"),
    [((), Kind.BARS), ((7,), Kind.BARS), ((700,), Kind.TILE), ((9, 64), Kind.SEQUENCE),
     ((5, 9, 9), Kind.MAPS),
     ((6, 1, 1), Kind.BARS), ((0,), Kind.NOTHING), ((2, 3, 8, 8), Kind.MAPS)],
)  # fmt: skip
def test_a_value_is_drawn_by_its_shape(shape: tuple[int, ...], kind: Kind) -> None:
    """With entries from -1 to 1, the largest at an end."""
    picture = picture_of(torch.randn(shape, generator=torch.Generator().manual_seed(0)))
    assert picture.kind is kind
    assert np.abs(picture.entries).max() <= 1 + 1e-12


def test_a_long_vector_is_drawn_without_an_empty_cell() -> None:
    """Whatever its length: a cell more would be seen as a zero, in a mean too."""
    for length in (*range(BARS + 1, 300), 700, 1009):
        picture = picture_of(torch.full((length,), 3.0))
        assert picture.kind is Kind.TILE
        assert (picture.entries == 1).all(), length
        rows, columns = picture.entries.shape
        assert columns <= rows <= 3 * columns
        assert 0.75 * min(length, TILE) <= rows * columns <= min(length, TILE)


def test_what_is_no_number_is_marked_in_its_picture() -> None:
    """And the rest keeps its scale."""
    picture = picture_of(torch.tensor([2.0, float("nan"), -4.0, float("inf")]))
    assert picture.entries.tolist() == [[0.5, ODD, -1.0, ODD]]
    assert picture.largest == 4


def test_an_image_is_stretched_from_its_darkest_to_its_brightest() -> None:
    """One channel, and three."""
    ramp = torch.linspace(-3, 5, 64).reshape(1, 8, 8)
    grey, colour = image_of(ramp, None), image_of(ramp.expand(3, 8, 8), None)
    assert grey is not None
    assert colour is not None
    assert (grey.kind, colour.kind) == (Kind.IMAGE, Kind.COLOUR)
    assert grey.entries.min() == 0
    assert grey.entries.max() == 1
    assert image_of(torch.ones(5, 8, 8), None) is None


def test_names_go_through_a_record_whole() -> None:
    """In any script."""
    rows = ("conv1", "層 2", "", "a.b")
    assert rows_of(letters_of(rows)) == rows
