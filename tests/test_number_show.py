"""Rounding happens once, in a style; the text states exactly the value that equations are judged by."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainreel.errors import InputError
from chainreel.number import counted
from chainreel.show import MINUS, show, stated_value, text_of

values = st.floats(-1e9, 1e9, allow_subnormal=False).filter(lambda v: v == 0 or abs(v) > 1e-9)


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        (0.0120325, ".3f", "0.012"),
        (-0.00168, ".5f", "−0.00168"),
        (0.5, "+.1f", "+0.5"),
        (-0.5, "+.1f", "−0.5"),
        (-0.0001, ".2f", "0.00"),
        (-0.0001, "+.2f", "0.00"),
        (0.0001274, "<.4f", "0.0001"),
        (0.0000574, "<.4f", "<0.0001"),  # not 0.0001: what comes after it would be "<0.0001" too
        (0.0000274, "<.4f", "<0.0001"),
        (0.0001, "<.4f", "0.0001"),
        (0.0, "<.4f", "0.0000"),
        (2_000_000.0, "s2", "2,000,000"),
        (0.00012345, "s3", "0.000123"),
        (1.5, "s3", "1.50"),
        (74112, "k2", "74k"),
        (1_180_672, "k2", "1.2M"),
        (999_600, "k3", "1.00M"),
        (460, "k2", "460"),
        (2_400_000_000, "k2", "2.4G"),
        (0, "k2", "0"),
        (999.6, "s3", "1000"),
        (2.8e-7, "e2", "2.8×10⁻⁷"),
        (-2.8e-7, "e2", "−2.8×10⁻⁷"),
        (6.02e23, "e3", "6.02×10²³"),
        (0.984, "%1", "98.4%"),
        (0.1, "%0", "10%"),
        (30, "d", "30"),
        (1210, "d", "1210"),
        (25500000, "d", "25,500,000"),
        (-3, "d", "−3"),
    ],
)
def test_styles(value: float, style: str, text: str) -> None:
    """Each style's text: a true minus, never a signed zero, no hidden rest, thousands grouped from 10,000."""
    assert text_of(value, style, "en") == text_of(value, style, "ja") == text


@pytest.mark.parametrize(
    ("value", "style", "ja", "en"),
    [
        (30, "word", "三十", "thirty"),
        (3, "tsu", "三つ", "three"),
        (1, "tsu", "ひとつ", "one"),
        (11, "tsu", "十一", "eleven"),
        (3, "Word", "三", "Three"),
        (1_968_000.0, "rough2", "二百万", "two million"),
        (1_230_000.0, "rough2", "百二十万", "one million, two hundred thousand"),
        (1_968_000.0, "rough1", "二百万", "two million"),
        (5.1e-7, "part1", "二百万分の一", "one two-millionth"),
        (0.5, "part1", "二分の一", "one half"),
    ],
)
def test_words(value: float, style: str, ja: str, en: str) -> None:
    """Numbers in words, as they are spoken in each language."""
    assert (text_of(value, style, "ja"), text_of(value, style, "en")) == (ja, en)


@given(values, st.integers(0, 8))
def test_decimals_round_to_the_nearest(value: float, digits: int) -> None:
    """What is stated lies within half a unit of the last decimal, and the text states just that."""
    shown = show(counted(value, "x"), f".{digits}f", "en")
    assert abs(shown.as_shown - Decimal(value)) <= Decimal(1).scaleb(-digits) / 2
    assert Decimal(shown.text.replace(MINUS, "-")) == shown.as_shown


@given(values.filter(bool), st.integers(1, 8))
def test_significant_digits_round_to_the_nearest(value: float, digits: int) -> None:
    """s and e state the same value, at most half a unit of the last digit away."""
    plain, power = (show(counted(value, "x"), f"{kind}{digits}", "en") for kind in "se")
    unit = Decimal(1).scaleb(Decimal(value).adjusted() - digits + 1)
    assert plain.as_shown == power.as_shown
    assert abs(plain.as_shown - Decimal(value)) <= unit / 2
    assert Decimal(plain.text.replace(MINUS, "-").replace(",", "")) == plain.as_shown


@given(values, st.sampled_from([".0f", ".3f", "+.2f", "s1", "s4", "e2", "%1", "rough1", "rough3"]))
def test_rounding_twice_changes_nothing(value: float, style: str) -> None:
    """What a text states is a fixed point of its style."""
    once = stated_value(value, style)
    assert stated_value(float(once), style) == once


@given(values, st.sampled_from([".2f", "+.2f", "s3", "e2", "%1"]))
def test_no_hyphen_and_no_signed_zero(value: float, style: str) -> None:
    """A minus is U+2212, and a rounded zero has no sign."""
    text = text_of(value, style, "en")
    mantissa = text.split("×")[0]
    assert "-" not in mantissa
    assert not (mantissa[0] in f"+{MINUS}" and set(mantissa) <= set(f"+{MINUS}0.%"))


@pytest.mark.parametrize(
    "style", ["", "3f", ".f", "s", "s0", "e0", "%", "x", "d3", ".2g", "rough", "rough0", "part0"]
)
def test_an_unknown_style_is_refused(style: str) -> None:
    """A style that does not exist is refused with the list of those that do."""
    with pytest.raises(InputError, match=r"no number style; known: \.3f"):
        show(counted(1, "x"), style, "en")


@pytest.mark.parametrize("style", ["d", "word", "tsu"])
def test_a_whole_number_style_hides_no_fraction(style: str) -> None:
    """2.5 layers are not shown as 2."""
    with pytest.raises(InputError, match="whole numbers"):
        show(counted(2.5, "layers"), style, "en")


@pytest.mark.parametrize("value", [0, 1, 2.0, -0.5])
def test_part_is_for_parts_of_one(value: float) -> None:
    """One over nothing, or over less than one, is refused in one sentence."""
    with pytest.raises(InputError, match="part of one"):
        show(counted(value, "x"), "part1", "en")


@pytest.mark.parametrize(
    ("value", "style", "exact"), [(0.25, ".2f", True), (0.25, ".1f", False), (30, "word", True)]
)
def test_exact_says_whether_anything_was_rounded_away(value: float, style: str, exact: bool) -> None:
    """An equation may say = only where every number is exact or the rounded ones agree."""
    assert show(counted(value, "x"), style, "en").exact is exact


def test_a_third_is_not_exact() -> None:
    """A float that is no short decimal is never exact in a short text."""
    assert not show(counted(1 / 3, "x"), ".3f", "en").exact
    assert math.isclose(show(counted(1 / 3, "x"), ".3f", "en").number.value, 1 / 3)


@pytest.mark.parametrize("kind", [".{}f", "+.{}f", "<.{}f", "s{}", "e{}", "%{}", "rough{}", "part{}"])
@pytest.mark.parametrize("digits", [100, 999_999_999, int("9" * 4000)])
def test_a_style_of_too_many_digits_is_refused(kind: str, digits: int) -> None:
    """No style asks for more digits than anybody reads, or a machine can hold."""
    with pytest.raises(InputError, match="at most 99 digits"):
        show(counted(0.5, "thing"), kind.format(digits), "en")
