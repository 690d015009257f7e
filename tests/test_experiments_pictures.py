"""The runs behind pictures, lanes and counts: the CNN's true step, Sobel, Inception, published networks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from chainreel.lecture import Lecture
from chainreel.records.record import Record, load

ROOT = Path(__file__).parent.parent
RECORDS = ROOT / "assets" / "records"
BRANCHES = ("ones", "threes", "fives", "pool")


def record(name: str) -> Record:
    return load(RECORDS / f"{name}.json")


def test_nine_products_and_a_bias_add_up_as_they_are_shown() -> None:
    """To two decimals, on screen: the products, the bias, their sum; and pixel times weight, nine times."""
    cnn = record("cnn")
    pixels, weights, products = (cnn.array(f"step.{part}") for part in ("pixels", "weights", "products"))
    bias, total = (cnn.number(f"step.{part}").value for part in ("bias", "sum"))
    shown = [round(float(f"{p:.2f}") * 100) for p in [*products.flat, bias]]
    assert sum(shown) == round(float(f"{total:.2f}") * 100)
    assert shown[:9] == list(cnn.array("step.shown.products").flat)
    for pixel, weight, product in zip(pixels.flat, weights.flat, products.flat, strict=True):
        assert f"{float(f'{pixel:.2f}') * float(f'{weight:.2f}'):.2f}" == f"{product:.2f}"
    assert (pixels > 0).all()


def test_the_step_is_one_value_of_the_map_that_is_shown() -> None:
    """Patch, kernel and sum are the picture's, the channel's and the map's own, at that place."""
    cnn = record("cnn")
    channel, row, column = (int(cnn.number(f"step.{part}").value) for part in ("channel", "row", "column"))
    patch = cnn.array("example.pixels")[row - 1 : row + 2, column - 1 : column + 2]
    assert np.array_equal(patch, cnn.array("step.pixels"))
    assert np.array_equal(cnn.array("first.kernels")[channel], cnn.array("step.weights"))
    total = float((patch * cnn.array("first.kernels")[channel]).sum() + cnn.array("first.biases")[channel])
    assert cnn.array("first.before")[channel, row, column] == pytest.approx(total, rel=1e-12)
    assert cnn.number("step.sum").value == pytest.approx(total, rel=1e-12)


@pytest.mark.parametrize("layer", ["first", "second"])
def test_relu_cuts_and_pooling_keeps_the_largest_of_four(layer: str) -> None:
    """Every map after ReLU and after pooling follows from the one before it."""
    cnn = record("cnn")
    after = cnn.array(f"{layer}.after")
    assert np.array_equal(after, np.maximum(cnn.array(f"{layer}.before"), 0))
    channels, side, _ = after.shape
    windows = after.reshape(channels, side // 2, 2, side // 2, 2)
    assert np.array_equal(cnn.array(f"{layer}.pooled"), windows.max((2, 4)))


def test_the_pooled_window_holds_the_step() -> None:
    """So that the sum just made is seen to go on, or to be beaten."""
    cnn = record("cnn")
    channel, row, column = (int(cnn.number(p).value) for p in ("step.channel", "pool.row", "pool.column"))
    assert max(cnn.number("step.sum").value, 0.0) == pytest.approx(
        cnn.array("pool.window")[
            int(cnn.number("step.row").value) % 2, int(cnn.number("step.column").value) % 2
        ]
    )
    assert cnn.number("pool.largest").value == cnn.array("first.pooled")[channel, row, column]


def test_the_cnn_reads_its_three_and_unseen_digits() -> None:
    """1210 parameters; over nine in ten unseen digits in every seed."""
    cnn = record("cnn")
    assert cnn.number("parameters").value == sum(cnn.array("parameters_by_layer")) == 1210
    assert cnn.array("example.probability").argmax() == cnn.number("example.label").value == 3
    assert (cnn.array("seeds.test_accuracy") > 0.95).all()


def test_eight_paths_sum_to_autograd() -> None:
    """Each path is the product of the slopes of its blocks; the widest takes the bridges only."""
    bridge = record("bridge_paths")
    a, b, c = bridge.array("slopes")
    expected = [1, a, b, c, a * b, a * c, b * c, a * b * c]
    assert bridge.array("paths.products") == pytest.approx(expected, rel=1e-12)
    assert sum(expected) == pytest.approx(bridge.number("autograd").value, rel=1e-12)
    assert (1 + a) * (1 + b) * (1 + c) == pytest.approx(bridge.number("autograd").value, rel=1e-12)
    assert [list(row) for row in bridge.array("paths.taken")][4] == [1, 1, 0]


def test_sobel_answers_to_edges_by_hand() -> None:
    """Right column minus left column, weighted 1, 2, 1, at a place worked out here without PyTorch."""
    sobel = record("sobel")
    grey = sobel.array("grey")
    for row, column in ((5, 40), (30, 60), (61, 93)):
        window = grey[row : row + 3, column : column + 3]
        across = (window[:, 2] - window[:, 0]) @ [1, 2, 1]
        down = (window[2] - window[0]) @ [1, 2, 1]
        assert [sobel.array(axis)[row, column] for axis in "xy"] == [across, down]
        assert sobel.array("magnitude")[row, column] == round(float(np.hypot(across, down)))


@pytest.mark.parametrize(
    ("network", "parameters", "depth"),
    [
        ("lenet5", 60_000, 5),
        ("alexnet", 60_965_224, 8),
        ("vgg16", 138_357_544, 16),
        ("googlenet", 6_998_552, 22),
        ("resnet50", 25_557_032, 50),
        ("resnet152", 60_192_808, 152),
    ],
)
def test_published_networks_have_their_known_sizes(network: str, parameters: int, depth: int) -> None:
    """LeNet-5's 60,000 as its paper's layers add up; the rest as widely used copies have them."""
    counts = record("counts")
    assert counts.number(f"{network}.parameters").value == parameters
    assert counts.number(f"{network}.depth").value == depth


def test_inception_3a_is_counted_as_by_hand() -> None:
    """Channels in times channels out times kernel, and that at every place of the map."""
    counts = record("counts")
    full = {"ones": 192 * 64, "threes": 192 * 128 * 9, "fives": 192 * 32 * 25, "pool": 192 * 32}
    reduced = full | {"threes": 192 * 96 + 96 * 128 * 9, "fives": 192 * 16 + 16 * 32 * 25}
    for kind, by_branch in (("full", full), ("reduced", reduced)):
        for branch, weights in by_branch.items():
            assert counts.number(f"inception.{kind}.{branch}.weights").value == weights
            assert counts.number(f"inception.{kind}.{branch}.multiply_adds").value == weights * 28 * 28
        assert counts.number(f"inception.{kind}.channels").value == 256
    assert counts.number("inception.saving.weights").value == pytest.approx(2.41, abs=5e-3)
    assert counts.number("inception.saving.fives").value == pytest.approx(9.7, abs=5e-2)


def test_reductions_make_the_digits_module_three_times_cheaper_and_cost_little() -> None:
    """Never more than a few of 360 unseen digits either way, whichever the seed: no better, no worse."""
    inception = record("inception")
    assert inception.number("reduced.parameters").value == 544
    assert inception.number("full.parameters").value == 1648
    assert (np.abs(inception.array("worse")) <= 5).all()
    for kind in ("reduced", "full"):
        assert sum(len(inception.array(f"{kind}.{branch}.maps")) for branch in BRANCHES) == 16
        assert inception.array(f"{kind}.example.probability").argmax() == 3


def test_cited_figures_agree_with_what_we_count() -> None:
    """The papers' channels and layers are those of our definitions."""
    citations, counts = Lecture.load(ROOT).citations(), record("counts")
    named = [citations[f"inception3a_{branch}"].value for branch in BRANCHES]
    assert named == list(counts.array("inception.outputs"))
    assert citations["inception3a_outputs"].value == sum(named)
    for key in ("inputs", "side"):
        assert citations[f"inception3a_{key}"].value == counts.number(f"inception.{key}").value
    assert citations["googlenet_layers"].value == counts.number("googlenet.depth").value
    layers = [citations[f"alexnet_{kind}"].value for kind in ("convolutions", "full_layers")]
    assert sum(layers) == counts.number("alexnet.depth").value
    millions = counts.number("alexnet.parameters").value / 1e6
    assert millions == pytest.approx(citations["alexnet_parameters_millions"].value, rel=0.02)


def test_side_exits_leave_googlenet_after_4a_and_4d() -> None:
    """Before them lie three convolutions and two a module: three modules, then three more."""
    assert list(record("counts").array("googlenet.before_exits")) == [3 + 2 * 3, 3 + 2 * 6]


def test_orthogonal_weights_keep_every_length() -> None:
    """What has length 1 has it behind the weights, in each direction that was tried."""
    assert record("cures").array("orthogonal.lengths") == pytest.approx(1, abs=1e-12)


def test_xavier_throws_the_same_dice_larger() -> None:
    """In the first layer each weight is the default's, times one number; the batch ends even."""
    cures = record("cures")
    times = cures.array("xavier.weights") / cures.array("default.weights")
    assert np.ptp(times) < 1e-9
    after = cures.array("batch.after")
    assert abs(after.mean()) < 1e-9
    assert after.std() == pytest.approx(1, abs=1e-3)
