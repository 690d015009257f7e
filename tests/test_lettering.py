"""Lettering: parts, baselines, sizes, colours and what is refused."""

import copy

import numpy as np
import pytest
from manim import VGroup, tempconfig

from chainreel.draw.evidence import evidence_in
from chainreel.draw.text.lettering import Glyph, Lettering, lettering
from chainreel.errors import InputError, UnknownNumber
from chainreel.number import counted
from chainreel.show import Shown, show
from chainreel.theme import DARK, ROLES, Look, at, px
from chainreel.words import Maths, Span, Words

JA, EN = Look(DARK, "ja"), Look(DARK, "en")


def shown(value: float, style: str, part: str = "") -> Shown:
    return show(counted(value, "a number of this test"), style, "ja", part)


def formula(*pieces: str | Shown | Span) -> Words:
    return Words((Maths(pieces),), "ja")


def color(glyph: Glyph) -> str:
    return str(glyph.get_fill_color().to_hex()).upper()


def flat(text: Lettering) -> np.ndarray:
    return np.concatenate([g.points for g in text.glyphs])


def test_a_number_can_be_picked_out_by_its_part() -> None:
    """The part of a Shown is its glyphs, and they are the permanent members of the text."""
    text = lettering(JA, Words(("係数は", shown(0.2194, ".4f", "factor"), "です"), "ja"))
    part = text.part("factor")
    assert len(part) == len("0.2194")
    assert part in text.submobjects
    assert len(text.glyphs) == len("係数は0.2194です")


def test_a_span_named_after_a_token_has_its_colour() -> None:
    """Spans are coloured by the theme, numbers inside them too, and the rest keeps the text's colour."""
    text = lettering(JA, Words(("層", Span("backward", ("勾配", shown(3, "d", "n")))), "ja"), color="sub")
    assert color(text.glyphs[0]) == DARK.sub
    assert {color(g) for g in text.part("backward").get_family() if isinstance(g, Glyph)} == {DARK.backward}
    assert color(text.part("n")[0]) == DARK.backward


def test_parts_of_a_formula_are_found_and_keep_its_spacing() -> None:
    """Naming a part of a formula moves nothing: the glyphs stand as without it."""
    plain = lettering(JA, formula("a times -b (x) + c^2"[:-2]), "formula")
    named = lettering(JA, formula("a times ", Span("forward", ("-b",)), "(x) + c"), "formula")
    assert np.allclose(flat(plain), flat(named), atol=1e-9)
    assert len(named.part("forward")) == 2


def test_an_unknown_part_is_refused() -> None:
    """The error lists the parts that exist."""
    text = lettering(JA, Words(("係数", shown(2, "d", "factor")), "ja"))
    with pytest.raises(InputError, match="no part called 'weight'; known: factor"):
        text.part("weight")


def test_every_number_is_noted_once() -> None:
    """Numbers in text, in a span and in a formula are evidence, with the text as shown."""
    words = Words(
        (shown(1, "d"), Span("sub", (shown(0.5, ".1f"),)), Maths(("x times ", shown(-0.4, ".1f")))), "ja"
    )
    noted = [(e.how, e.text) for e in evidence_in(lettering(JA, words))]
    assert sorted(noted) == sorted([("text", "1"), ("text", "0.5"), ("text", "−0.4")])


@pytest.mark.parametrize("words", ["一段", "3 layers", "thirty layers"])
def test_a_text_that_states_a_number_of_its_own_is_refused(words: str) -> None:
    """Plain strings hold no digits and no number words."""
    with pytest.raises(UnknownNumber):
        lettering(JA if words == "一段" else EN, words)


def test_baselines_of_different_strings_agree() -> None:
    """Texts put on one baseline stand on it, whatever ink hangs below or floats above it."""
    texts = [lettering(JA, s).put_baseline(1.5) for s in ("。", "学習", "ー", "gy")]
    x, dash = lettering(EN, "x").put_baseline(1.5), texts[2]
    assert [t.baseline for t in texts] == pytest.approx([1.5] * 4)
    assert x.get_bottom()[1] == pytest.approx(1.5, abs=px(1))
    assert dash.get_bottom()[1] > 1.5 + px(8)


def test_a_formula_that_starts_with_a_fraction_has_the_line_of_its_x_as_baseline() -> None:
    """The baseline is that of the line, not of the numerator."""
    text = lettering(JA, formula("frac(a, b) = ", Span("tail", ("x",))), "formula").put_baseline(-2)
    assert text.part("tail").get_bottom()[1] == pytest.approx(-2, abs=px(1))


def test_baseline_and_size_follow_scale_shift_and_copy() -> None:
    """They are read from the glyphs, so a parent that moves or scales them changes the answer."""
    text = lettering(JA, "学習", "title")
    VGroup(text).scale(0.5, about_point=np.zeros(3)).shift((0, 2, 0))
    twin = copy.deepcopy(text)
    for one in (text, twin):
        assert one.font_px == pytest.approx(ROLES["title"].size_px / 2)
        assert one.baseline == pytest.approx(2)


@pytest.mark.parametrize("pixel_height", [480, 1080, 2160])
def test_a_size_in_pixels_does_not_depend_on_the_quality(pixel_height: int) -> None:
    """A kanji of the card role is as wide, in units of the frame, at any quality."""
    with tempconfig({"pixel_height": pixel_height, "pixel_width": pixel_height * 16 // 9}):
        width = lettering(JA, "国国", "card").width - lettering(JA, "国", "card").width
    assert width == pytest.approx(px(116), rel=1e-6)


def test_put_stands_the_ink_at_a_pixel() -> None:
    """The left edge of the ink and the baseline land where they were told to."""
    text = lettering(JA, "学習", "title").put(96, 120)
    assert text.get_left()[0] == pytest.approx(at(96, 120)[0])
    assert text.baseline == pytest.approx(at(96, 120)[1])


def test_the_second_instance_is_the_first() -> None:
    """A formula with a bar looks the same when drawn again."""
    first, second = (lettering(JA, formula("frac(a, b) + sqrt(x)"), "formula") for _ in range(2))
    assert np.array_equal(flat(first), flat(second))
    first.shift((1, 0, 0))
    assert not np.array_equal(flat(first), flat(second))


def test_a_fraction_bar_is_a_filled_shape_that_scales() -> None:
    """Bar and letters keep their proportion, as no stroke is left behind."""
    text = lettering(JA, formula("frac(a, b)"), "formula")
    bar = min(text.glyphs, key=lambda g: g.height)
    before = bar.height / text.height
    text.scale(0.3)
    assert bar.height / text.height == pytest.approx(before)
    assert all(g.get_stroke_width() == 0 for g in text.glyphs)


def test_japanese_breaks_between_phrases() -> None:
    """A line ends after a phrase, never within a word, and the lines are of like length."""
    text = lettering(JA, "なぜ、手前の層は学ばないのか？", "card", width_px=1200)
    lines = {round(g.points[:, 1].mean() / px(116) / 1.28) for g in text.glyphs}
    first = [g for g in text.glyphs if g.get_center()[1] > -px(40)]
    assert len(lines) == 2
    assert len(first) == len("なぜ、手前の層は")
    assert text.width <= px(1200)


def test_a_number_and_a_formula_are_not_broken() -> None:
    """Wherever lines break, a shown number stays on one line and every glyph is there."""
    words = Words(
        ("手前の層の勾配はおよそ", shown(1.4e-6, "e2", "g"), "になり、", Maths(("x = y",)), "です"), "ja"
    )
    for width in (400, 500, 600, 800):
        text = lettering(JA, words, width_px=width)
        assert text.part("g").height < px(44)
        assert text.width <= px(width + 1)
        assert len(text.glyphs) == len("手前の層の勾配はおよそ1.4×10−6になり、x=yです")


def test_lines_stand_one_line_step_apart() -> None:
    """Also where a power rises above its line."""
    text = lettering(JA, Words(("は", "\n", "は", shown(1e-6, "e1"), "\n", "は"), "ja"), "body")
    same = [g.get_bottom()[1] for g in text.glyphs if g.points.shape == text.glyphs[0].points.shape]
    assert np.diff(same[:3]) == pytest.approx([-px(44 * 1.35)] * 2, rel=1e-4)


def test_a_phrase_wider_than_its_place_is_refused() -> None:
    """It says which phrase, how wide it is and how much room there is."""
    with pytest.raises(InputError, match=r"'Backpropagation' is \d+ px wide .* 100 px: shorten it"):
        lettering(EN, "Backpropagation", width_px=100)


@pytest.mark.parametrize("text", ["- a", "+ a", "= a", "/ a", 'a *b* _c_ #d $e$ `f` @g <h> \\ ~ "i" \'j'])
def test_nothing_in_a_text_is_taken_for_markup(text: str) -> None:
    """Each visible character becomes one glyph."""
    assert len(lettering(EN, text).glyphs) >= len(text.replace(" ", ""))


def test_a_power_is_raised_and_large_enough() -> None:
    """The exponent stands above the baseline at 0.65 of the size or more."""
    text = lettering(JA, shown(1.4e-6, "e2", "g"))
    six, one = text.glyphs[-1], text.glyphs[0]
    assert six.get_bottom()[1] > one.get_bottom()[1] + 0.3 * px(44)
    assert six.height / one.height >= 0.65


def test_a_percent_sign_is_half_the_size_in_a_result() -> None:
    """In large roles the sign is small and on the same baseline; in a label it is full size."""
    large, label = (lettering(JA, shown(0.101, "%1"), role) for role in ("result_large", "label"))
    assert large.glyphs[-1].height / large.glyphs[0].height == pytest.approx(0.5, abs=0.03)
    assert label.glyphs[-1].height / label.glyphs[0].height == pytest.approx(1, abs=0.05)
    assert large.glyphs[-1].get_bottom()[1] == pytest.approx(large.glyphs[0].get_bottom()[1], abs=px(2))


def test_a_hyphen_joins_and_figures_have_one_width() -> None:
    """The gaps beside a hyphen are less than half as wide as it is, in words and between figures alike."""
    for words in (Words(("n-l",), "ja"), Words((shown(2, "d"), "-", shown(3, "d")), "ja")):
        left, hyphen, right = lettering(JA, words).glyphs
        assert hyphen.get_left()[0] - left.get_right()[0] < hyphen.width / 2
        assert right.get_left()[0] - hyphen.get_right()[0] < hyphen.width / 2
    ones, fours = (lettering(JA, Words(("n", shown(n, "d"), "n"), "ja")).width for n in (1111, 4444))
    assert ones == pytest.approx(fours)


def test_a_missing_glyph_is_refused_in_text_and_mathematics() -> None:
    """By name, before anything is drawn; Japanese in a formula as well."""
    with pytest.raises(InputError, match="U\\+1F642"):
        lettering(JA, "層🙂")
    with pytest.raises(InputError, match="U\\+306E"):
        lettering(JA, formula("x の y"))
    with pytest.raises(InputError, match="no glyph"):
        lettering(JA, formula("suit.heart.filled + a"))


def test_broken_mathematics_is_the_authors_error() -> None:
    """Typst's complaint is passed on as one sentence."""
    with pytest.raises(InputError, match="Typst cannot set"):
        lettering(JA, formula("frac(a"))


def test_an_empty_text_is_refused() -> None:
    """A text without ink is a mistake."""
    with pytest.raises(InputError, match="is empty"):
        lettering(JA, " ")
