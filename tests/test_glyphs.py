"""Characters the fonts have, and the refusal of those they lack."""

import pytest

from chainreel.draw.text.glyphs import FONTS, MATHS_FONTS, missing, require_glyphs
from chainreel.errors import InputError


def test_an_absent_character_is_refused_by_name_and_code_point() -> None:
    """The error names the character, its code point and the text."""
    with pytest.raises(InputError, match=r"'🙂' \(U\+1F642, SLIGHTLY SMILING FACE\) in '層🙂'"):
        require_glyphs("層🙂")


def test_what_a_lecture_writes_is_there() -> None:
    """Kana, both kanji levels, signs, Greek, powers and quotation marks can be set."""
    assert missing("勾配消失問題のナゼ？「齲齬」（々〆〜・…）①σ′·×≈−→⋯½⁻⁶“it’s” — €") == []


def test_japanese_is_not_in_the_maths_font() -> None:
    """A formula's font lacks Japanese, so it is found before Typst mixes faces."""
    assert missing("xの和", MATHS_FONTS) == ["の", "和"]


def test_each_font_carries_its_licence() -> None:
    """Beside every family lies the licence it is given under."""
    families = {f.name.split("_")[0].split("-")[0] for f in FONTS.glob("*.?tf")}
    assert families == {"Inter", "NotoSansJP", "NotoSansSC", "NotoSansKR", "ChainreelMaths"}
    assert all((FONTS / f"LICENSE-{family}.txt").is_file() for family in families)


def test_a_missing_font_file_is_an_error() -> None:
    """A font that is gone stops the work: nothing is replaced in silence."""
    with pytest.raises(InputError, match=r"Gone\.ttf is missing"):
        missing("a", ("Gone.ttf",))
