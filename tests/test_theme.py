"""The theme: readable, distinguishable colours, and pixels that mean pixels at 1080p."""

import itertools

import pytest
from colour_vision import MACHADO, Deficiency, lab, lab_distance

from chainreel import colour, theme
from chainreel.errors import InputError
from chainreel.theme import DARK, LIGHT, Theme

TEXT = (
    "text", "sub", "forward", "backward", "weight", "negative", "correct", "wrong",
    "lane_1x1", "lane_3x3", "lane_5x5", "lane_pool",
)  # fmt: skip
GROUPS = {
    "roles": ("forward", "backward", "weight", "negative"),
    "verdicts": ("correct", "wrong"),
    "lanes": ("lane_1x1", "lane_3x3", "lane_5x5", "lane_pool"),
}
LEAST = {  # smallest Lab distance allowed within a group
    "dark": {"roles": 15, "verdicts": 25, "lanes": 15},
    "light": {"roles": 20, "verdicts": 15, "lanes": 10},
}
BOTH = pytest.mark.parametrize("chosen", [DARK, LIGHT], ids=lambda t: t.name)


@BOTH
@pytest.mark.parametrize("token", TEXT)
def test_every_text_colour_is_read_on_background_and_panel(chosen: Theme, token: str) -> None:
    """A text token has at least 4.5:1 against the room and against a card."""
    for ground in (chosen.bg, chosen.panel):
        assert colour.contrast(chosen.color(token), ground) >= theme.MIN_CONTRAST


@BOTH
@pytest.mark.parametrize("token", ["text", "weight", "negative"])
def test_a_weight_is_read_on_its_tile(chosen: Theme, token: str) -> None:
    """Text on the tinted fill of a weight has at least 4.5:1."""
    assert colour.contrast(chosen.color(token), chosen.weight_fill) >= theme.MIN_CONTRAST


@BOTH
@pytest.mark.parametrize("sight", [None, *MACHADO])
@pytest.mark.parametrize("group", GROUPS)
def test_colours_of_a_group_differ_for_every_sight(
    chosen: Theme, sight: Deficiency | None, group: str
) -> None:
    """Colours that mean different things stay apart for normal and for colour-deficient viewers."""
    for a, b in itertools.combinations(GROUPS[group], 2):
        distance = lab_distance(chosen.color(a), chosen.color(b), sight)
        assert distance >= LEAST[chosen.name][group], f"{a} and {b}: {distance:.1f}"


def test_a_violet_that_looks_blue_is_found() -> None:
    """The rejected violet C9A0FF falls onto forward for a deuteranope: the measure can fail."""
    assert min(lab_distance("#C9A0FF", DARK.forward, s) for s in MACHADO) < 6


def test_contrast_agrees_with_known_pairs() -> None:
    """Black on white is 21:1, and #767676 on white is the well-known 4.54:1."""
    assert colour.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert colour.contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.005)


def test_lab_agrees_with_a_known_colour() -> None:
    """Pure sRGB red is Lab (53.2, 80.1, 67.2)."""
    assert lab(colour.linear_light("#FF0000")) == pytest.approx([53.24, 80.09, 67.20], abs=0.05)


def test_mixing_is_opaque_and_between() -> None:
    """Half white over black is middle grey; mixing keeps a colour at amount one."""
    assert colour.mix("#FFFFFF", "#000000", 0.5) == "#808080"
    assert DARK.mix("forward", "bg", 1) == DARK.forward


def test_ink_on_a_fill_is_the_readable_one() -> None:
    """A coin gets dark ink in the dark theme and light ink in the light one."""
    assert DARK.ink_on("backward") == "bg"
    assert LIGHT.ink_on("backward") == "bg"
    assert DARK.ink_on("panel") == "text"


def test_an_unknown_token_or_role_is_refused() -> None:
    """A colour or a role that does not exist is an error that lists those that do."""
    with pytest.raises(InputError, match="no colour token is called 'gold'"):
        DARK.color("gold")
    with pytest.raises(InputError, match="no text role is called 'tiny'"):
        theme.role_named("tiny")


def test_no_role_is_below_the_floor() -> None:
    """Text is at least 1/36 of the frame's height."""
    assert min(role.size_px for role in theme.ROLES.values()) >= theme.TEXT_FLOOR


def test_pixels_become_scene_points() -> None:
    """The screen's corners are the frame's corners, 135 pixels to a unit."""
    assert theme.at(960, 540) == pytest.approx([0, 0, 0])
    assert theme.at(0, 0) == pytest.approx([-64 / 9, 4, 0])
    assert theme.CAPTION_BAND.top < theme.CONTENT.bottom
