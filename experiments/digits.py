"""Scikit-learn's 8x8 digits: 1437 to train on, 360 unseen, pixels from 0 to 1."""

from dataclasses import dataclass

import torch
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch import Tensor


@dataclass(frozen=True)
class Digits:
    """Pixels (digits, 64) and labels (digits,), for training and unseen."""

    train: Tensor
    train_labels: Tensor
    test: Tensor
    test_labels: Tensor


def digits() -> Digits:
    """The stratified split that every run here uses."""
    pixels, labels = load_digits(return_X_y=True)
    train, test, train_labels, test_labels = train_test_split(
        pixels / 16.0, labels, test_size=360, random_state=0, stratify=labels
    )
    parts = (torch.from_numpy(part) for part in (train, train_labels, test, test_labels))
    return Digits(*parts)
