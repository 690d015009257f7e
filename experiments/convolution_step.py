"""One place of one map, chosen so that what is shown to two decimals is true arithmetic as shown."""

from typing import Any

import numpy as np

from chainreel.measured import Value, exact, trained

CLEAR_OF_HALF = 1e-3  # in hundredths: so far from x.xx5 a value must lie, to round alike on another CPU


def hundredths(number: Any) -> int:
    """As ``.2f`` shows it: rounded once, from the exact value."""
    return round(round(float(number), 2) * 100)


def rounds_clearly(numbers: Any) -> bool:
    """Whether none lies so near to a half hundredth that a last digit could turn."""
    cents = np.abs(np.asarray(numbers)) * 100
    return bool((np.abs(cents % 1 - 0.5) > CLEAR_OF_HALF).all())


def step(pixels: Any, kernels: Any, biases: Any, pooled: Any) -> dict[str, Value]:
    """The convolution (nine products, bias, sum) at the chosen place, and the 2x2 window it lies in.

    ``pixels`` (8, 8), ``kernels`` (channels, 3, 3), ``pooled`` the map after ReLU (channels, 8, 8).
    Among the places where products and bias, each rounded, add up to the rounded sum, that one is
    taken with the most ink under the kernel, then with the most products that are also shown pixel
    times shown weight, then where ReLU lets the sum pass, then with the largest smallest product.
    """
    places = [
        (channel, row, column)
        for channel in range(len(kernels))
        for row in range(1, len(pixels) - 1)
        for column in range(1, len(pixels) - 1)
    ]
    ranked = {place: rank(*terms(pixels, kernels, biases, place)) for place in places}
    chosen = max(places, key=lambda place: ranked[place])
    if ranked[chosen] < (0,):
        raise ValueError("no patch of this digit adds up as shown: take another seed or digit")
    patch, kernel, bias = terms(pixels, kernels, biases, chosen)
    products = patch * kernel
    sums = [hundredths(p) for p in products.ravel()]
    total = products.sum() + bias
    return {
        "step.channel": exact(chosen[0], "map, from 0"),
        "step.row": exact(chosen[1], "of the patch's centre, from 0"),
        "step.column": exact(chosen[2], "of the patch's centre, from 0"),
        "step.pixels": exact(patch, "3 x 3 under the kernel"),
        "step.weights": trained(kernel, "the kernel"),
        "step.products": trained(products, "pixel times weight"),
        "step.bias": trained(bias),
        "step.sum": trained(total, "nine products and bias: the map's value before ReLU"),
        "step.shown.products": exact(np.reshape(sums, (3, 3)), "hundredths, as shown"),
        "step.shown.bias": exact(hundredths(bias), "hundredths, as shown"),
        "step.shown.sum": exact(hundredths(total), "hundredths, as shown"),
        "step.shown.apart": exact(sum(sums) + hundredths(bias) - hundredths(total), "hundredths: 0"),
        "step.shown.alike": exact(alike(patch, kernel), "products that are shown pixel x shown weight, of 9"),
        **pool(pooled[chosen[0]], chosen),
    }


def terms(pixels: Any, kernels: Any, biases: Any, place: tuple[int, int, int]) -> tuple[Any, Any, float]:
    """Pixels (3, 3), weights (3, 3) and bias behind the value at ``place`` (channel, row, column)."""
    channel, row, column = place
    return pixels[row - 1 : row + 2, column - 1 : column + 2], kernels[channel], float(biases[channel])


def rank(patch: Any, kernel: Any, bias: float) -> tuple[float, ...]:
    """What makes a patch good to show, most important first; below (0,) when it does not add up."""
    products = (patch * kernel).ravel()
    total = products.sum() + bias
    adds_up = sum(map(hundredths, products)) + hundredths(bias) == hundredths(total)
    if not (adds_up and rounds_clearly([*products, bias, total])):
        return (-1,)
    return (np.count_nonzero(patch), alike(patch, kernel), float(total > 0), np.abs(products).min())


def alike(patch: Any, kernel: Any) -> int:
    """How many products, as shown, are the shown pixel times the shown weight, rounded again."""
    shown = [
        (hundredths(p), hundredths(w), hundredths(p * w))
        for p, w in zip(patch.flat, kernel.flat, strict=True)
    ]
    return sum(round(p * w / 100) == product for p, w, product in shown)


def pool(after: Any, place: tuple[int, int, int]) -> dict[str, Value]:
    """The 2x2 window of the same map that holds the step's place, and the largest of its four."""
    row, column = place[1] // 2, place[2] // 2
    window = after[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
    largest = int(window.argmax())
    return {
        "pool.row": exact(row, "of the pooled map, from 0"),
        "pool.column": exact(column, "of the pooled map, from 0"),
        "pool.window": trained(window, "2 x 2 after ReLU", 1e-6),
        "pool.largest": trained(window.max()),
        "pool.largest_at": exact([largest // 2, largest % 2], "row and column in the window"),
    }
