"""A tower of the headline that three chapters share: the same picture, the same digits."""

from __future__ import annotations

from typing import Any, Literal

from chainreel.draw.networks.tower_batch import BatchTower
from chainreel.draw.networks.tower_lit import LitTower
from chainreel.records.record import Record
from chainreel.theme import Look

# Of the twelve recorded unseen digits: of each kind the first that a person reads without doubt in 8 x 8
# pixels, chosen by eye (the first 7 may be a 9, both 2s a 1). It favours no tower: with the committed record
# the left one says 1 to all twelve and the right one reads all twelve.
SAMPLE = (1, 2, 3, 7, 8)
WIDTH, HEIGHT = 460, 340
BRIDGED_FROM = 2  # the first layer turns 64 values into 32, so it has no bridge
Run = Literal["plain", "skips"]


def headline_tower(look: Look, record: Record, run: Run, height_px: float = HEIGHT) -> BatchTower:
    """The tower of a run of the record ``headline``, with the digits it is given and what it answers.

    ``height_px`` is that of its layers.
    """
    return BatchTower(look, record.number("settings.depth"), **_sample(record, run), **_shape(height_px))


def lit_tower(look: Look, headline: Record, light: Record, run: Run, height_px: float = HEIGHT) -> LitTower:
    """The same tower with its light: how long each layer's gradient is through the training of ``light``."""
    depth, lengths = headline.number("settings.depth"), light.rows(f"{run}.dloss_dw.0")
    return LitTower(look, depth, lengths, **_sample(headline, run), **_shape(height_px))


def _sample(record: Record, run: Run) -> dict[str, Any]:
    """The digits it is shown, what they are, and what it answers."""
    pixels, labels = record.rows("sample.pixels"), record.numbers("sample.labels")
    answers = record.numbers(f"{run}.sample.answers.0")
    every = {"digits": pixels, "labels": labels, "answers": answers}
    return {key: [values[i] for i in SAMPLE] for key, values in every.items()}


def _shape(height_px: float) -> dict[str, Any]:
    return {"width_px": WIDTH, "height_px": height_px, "bridged_from": BRIDGED_FROM}
