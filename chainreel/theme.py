"""Colours by meaning, sizes by role, spacing by name: the look of every frame.

Lengths here are pixels at 1080p, whatever quality is rendered; ``px`` turns them into scene units.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from chainreel import colour
from chainreel.errors import InputError

PIXELS_PER_UNIT = 135.0  # manim's frame is 8 units high
FRAME_WIDTH, FRAME_HEIGHT = 1920, 1080

# Space: where things stand on the screen, y downwards.
MARGIN_X, MARGIN_Y = 96, 54
TITLE_BASELINE = 120
CONTENT_TOP, CONTENT_BOTTOM = 160, 850
RUN_NOTE_BASELINE = 886
CAPTION_TOP, CAPTION_BOTTOM = 912, 1026
CAPTION_BASELINES = (958, 1014)
CARD_QUESTION_BASELINE, CARD_LINE_BASELINE = 290, 456
UNIT = 6
GAP_S, GAP_M, GAP_L, GAP_XL, GAP_XXL = 12, 24, 36, 60, 96

STROKE_HAIR, STROKE_OUTLINE, STROKE_LIT, STROKE_FOCUS, STROKE_SKIP = 2, 3, 5, 8, 16
MAGNITUDE_MAX = 44  # the widest line that shows a magnitude
MAGNITUDE_MIN = 1.6  # a thinner one may be clamped, as its number stands beside it

RADIUS_PIXEL, RADIUS_WEIGHT, RADIUS_CHIP, RADIUS_GATE, RADIUS_BLOCK, RADIUS_CARD = 4, 8, 12, 16, 20, 24

ARROW_LENGTH_MIN, ARROW_LENGTH_MAX, ARROW_ASPECT = 18, 26, 1.04
NODE_RADIUS, NODE_NUMBER_SHARE = 58, 0.8
TEXT_FLOOR = 30  # no text is smaller: 1/36 of the height
MIN_CONTRAST = 4.5


def px(n: float) -> float:
    """Pixels at 1080p as scene units."""
    return n / PIXELS_PER_UNIT


def stroke(n: float) -> float:
    """Pixels at 1080p as manim's ``stroke_width``, of which 100 make a scene unit."""
    return 100 * n / PIXELS_PER_UNIT


def at(x: float, y: float) -> NDArray[np.float64]:
    """The scene point at screen pixel (x, y), counted from the top left corner at 1080p."""
    return np.array([px(x - FRAME_WIDTH / 2), px(FRAME_HEIGHT / 2 - y), 0.0])


@dataclass(frozen=True)
class Area:
    """A rectangle of the layout, in scene units, y upwards."""

    left: float
    right: float
    top: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right, in scene units."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top, in scene units."""
        return self.top - self.bottom

    @property
    def centre(self) -> NDArray[np.float64]:
        """Its middle (3), in scene units."""
        return np.array([(self.left + self.right) / 2, (self.top + self.bottom) / 2, 0.0])


def area(left: float, top: float, right: float, bottom: float) -> Area:
    """The area between screen pixels."""
    x0, y0, _ = at(left, top)
    x1, y1, _ = at(right, bottom)
    return Area(float(x0), float(x1), float(y0), float(y1))


FRAME = area(0, 0, FRAME_WIDTH, FRAME_HEIGHT)
SAFE = area(MARGIN_X, MARGIN_Y, FRAME_WIDTH - MARGIN_X, FRAME_HEIGHT - MARGIN_Y)
CONTENT = area(MARGIN_X, CONTENT_TOP, FRAME_WIDTH - MARGIN_X, CONTENT_BOTTOM)
CAPTION_BAND = area(MARGIN_X, CAPTION_TOP, FRAME_WIDTH - MARGIN_X, CAPTION_BOTTOM)


@dataclass(frozen=True)
class Role:
    """A kind of text: em size in pixels at 1080p, font weight, line step in em."""

    size_px: float
    weight: int
    line_step: float = 1.35


ROLES: Mapping[str, Role] = MappingProxyType(
    {
        "poster": Role(172, 700, 1.28),
        "card": Role(116, 700, 1.28),
        "hero": Role(132, 700, 1.28),
        "result_large": Role(104, 700, 1.28),
        "result": Role(72, 700, 1.28),
        "result_small": Role(54, 700, 1.28),
        "title": Role(56, 700, 1.28),
        "formula_lead": Role(96, 400),
        "formula": Role(56, 400),
        "body": Role(44, 500),
        "caption": Role(44, 500, 1.28),
        "label": Role(36, 500),
        "label_dense": Role(32, 500),
        "number": Role(34, 600),
        "run_note": Role(30, 400),
    }
)


def role_named(name: str) -> Role:
    """The role of that name.

    Raises:
        InputError: no role is called so.
    """
    if name not in ROLES:
        raise InputError(f"no text role is called {name!r}; known: {' '.join(ROLES)}")
    return ROLES[name]


@dataclass(frozen=True)
class Theme:
    """Colours by meaning, as ``#RRGGBB``; what each token means is in docs/look.md."""

    name: str
    bg: str
    panel: str
    text: str
    sub: str
    mute: str
    line: str
    forward: str
    backward: str
    weight: str
    weight_fill: str
    negative: str
    correct: str
    wrong: str
    lane_1x1: str
    lane_3x3: str
    lane_5x5: str
    lane_pool: str

    @property
    def tokens(self) -> tuple[str, ...]:
        """The names of the colours."""
        return tuple(f.name for f in fields(self) if f.name != "name")

    def color(self, token: str) -> str:
        """The colour of a token; a colour (``#RRGGBB``, as ``mix`` returns) stays as it is.

        Raises:
            InputError: no token is called so.
        """
        if token.startswith("#"):
            return token
        found = self.__dict__.get(token) if token != "name" else None
        if found is None:
            raise InputError(f"no colour token is called {token!r}; known: {' '.join(self.tokens)}")
        return str(found)

    def mix(self, token: str, over: str, amount: float) -> str:
        """``token`` over ``over`` with opacity ``amount``, as one opaque colour."""
        return colour.mix(self.color(token), self.color(over), amount)

    def ink_on(self, fill: str) -> str:
        """The token, ``text`` or ``bg``, that is read more easily on ``fill``."""
        filled = self.color(fill)
        return max(("text", "bg"), key=lambda token: colour.contrast(self.color(token), filled))


DARK = Theme(
    name="dark", bg="#0E1218", panel="#181E28", text="#F4F1EA", sub="#A7B1C0", mute="#667386", line="#333D4B",
    forward="#45BFF2", backward="#FF8A3D", weight="#F2DD5C", weight_fill="#2E2B18", negative="#A87BFF",
    correct="#86EDBD", wrong="#FF566B",
    lane_1x1="#7FE0B5", lane_3x3="#5B95FF", lane_5x5="#F07FB8", lane_pool="#94875F",
)  # fmt: skip
# backward and lane_1x1 are dark enough to be text on a panel.
LIGHT = Theme(
    name="light", bg="#FBF9F4", panel="#EFECE4", text="#15181D", sub="#4D535D", mute="#7D7F85",
    line="#CFCABF", forward="#0B6FB0", backward="#BA3E0B", weight="#453500", weight_fill="#FBEFB0",
    negative="#5A2FB8", correct="#0B7A4B", wrong="#BE1E3C",
    lane_1x1="#107552", lane_3x3="#2457C5", lane_5x5="#B0266F", lane_pool="#574B26",
)  # fmt: skip
THEMES: Mapping[str, Theme] = MappingProxyType({t.name: t for t in (DARK, LIGHT)})


@dataclass(frozen=True)
class Look:
    """What every drawing part needs to know: the theme and the language (``ja`` or ``en``)."""

    theme: Theme
    language: str

    def color(self, token: str) -> str:
        """The theme's colour of a token."""
        return self.theme.color(token)
