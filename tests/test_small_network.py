"""The network that two chapters share: one picture, one place."""

import numpy as np
import pytest
from moved import JA, faults, finish, record

from chainreel.draw.networks.network_state import Seen
from scenes.small_network import filled_state, network_of

RECORD = record("small_network")


def test_the_loss_moves_no_other_node() -> None:
    """With its loss the network is longer, and every other node stands where it stood."""
    plain, whole = network_of(JA, RECORD), network_of(JA, RECORD, with_loss=True, loss_label="損失")
    assert all(np.allclose(plain.place(node), whole.place(node)) for node in plain.values)


def test_all_weights_may_be_shown_at_once() -> None:
    """Fourteen tiles keep clear of each other, and of the nodes."""
    network = network_of(JA, RECORD, with_loss=True, loss_label="損失")
    finish(network.fill_forward())
    network.take(weights={edge: Seen(weight) for edge, weight in network.weights.items()})
    assert len(network.weights) == 14
    assert not faults(network)


def test_the_filled_state_is_what_a_forward_pass_leaves() -> None:
    """A chapter may begin where the other ended."""
    network = network_of(JA, RECORD)
    finish(network.fill_forward())
    assert network.state == filled_state(network)


def test_tiles_are_smaller_than_values() -> None:
    """A node's value is read across the room; a tile has less room."""
    network = network_of(JA, RECORD, state=filled_state(network_of(JA, RECORD)))
    finish(network.show_weights((0, 0, 0)))
    assert network.figure.texts[(0, 0, 0), network.weights[0, 0, 0]].font_px == pytest.approx(36)
    assert network.figure.texts[(0, 0), network.values[0, 0]].font_px == pytest.approx(44)
