"""The page of the look: colours, roles and places are those of the theme."""

import re
from pathlib import Path

from chainreel import theme

PAGE = (Path(__file__).parent.parent / "docs" / "look.md").read_text(encoding="utf-8")


def test_every_colour_is_told_with_its_meaning() -> None:
    """In both themes, in the theme's order."""
    told = re.findall(r"^\| `(\w+)` \| (#\w{6}) \| (#\w{6}) \| \w.* \|", PAGE, re.MULTILINE)
    assert told == [(t, theme.DARK.color(t), theme.LIGHT.color(t)) for t in theme.DARK.tokens]


def test_every_role_is_told() -> None:
    """Size and weight."""
    told = re.findall(r"^\| `(\w+)` \| (\d+) \| (\d+) \|$", PAGE, re.MULTILINE)
    assert told == [(name, f"{role.size_px:g}", str(role.weight)) for name, role in theme.ROLES.items()]


def test_places_are_the_theme_s() -> None:
    """Margins, baselines, bands and gaps."""
    for text in (
        f"{theme.MARGIN_X} at the sides, {theme.MARGIN_Y} above and below",
        f"baseline at y = {theme.TITLE_BASELINE}, left edge at {theme.MARGIN_X}",
        f"y = {theme.CONTENT_TOP} to {theme.CONTENT_BOTTOM}",
        f"baseline at y = {theme.RUN_NOTE_BASELINE}",
        f"y = {theme.CAPTION_TOP} to {theme.CAPTION_BOTTOM}",
        f"`GAP_S` {theme.GAP_S}, `GAP_M` {theme.GAP_M}, `GAP_L` {theme.GAP_L}, `GAP_XL` {theme.GAP_XL}",
        f"smaller than {theme.TEXT_FLOOR}",
    ):
        assert text in PAGE
