"""The layout rules: each kind of fault, planted in a tiny scene, is found; a clean one has none."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from manim import DOWN, RIGHT, UP, Mobject
from tiny import TINY, filled, records_of

from chainreel.check.chapter import watch_chapter
from chainreel.check.finding import Finding, Report
from chainreel.check.sources import Used
from chainreel.draw.motion import appear, leave
from chainreel.draw.part.shapes import arrow, divider, panel
from chainreel.draw.text.counter import counter
from chainreel.draw.text.layout import place
from chainreel.draw.text.lettering import Lettering, lettering
from chainreel.frames.canvas import set_up
from chainreel.lecture import QUALITIES, Lecture
from chainreel.scene import LectureScene
from chainreel.sound.narrator import narrator_of
from chainreel.theme import at, px

Method = Callable[[Any], None]
LAYOUT = {
    "off screen", "margin", "caption band", "text size", "covered", "contrast", "text crossed",
    "text on text", "too much text", "allowance",
}  # fmt: skip


def nothing(scene: LectureScene) -> None:
    """A beat in which nothing happens."""


def checked(factors: Method, language: str = "en", theme: str = "dark", product: Method = nothing) -> Report:
    """The report on a chapter whose first beat is ``factors``."""
    set_up(QUALITIES["1080p30"])
    lecture = Lecture.load(TINY)
    planted = type("Planted", (LectureScene,), {"factors": factors, "product": product})
    silent = narrator_of(lecture, "none", language)
    return watch_chapter(
        lecture, planted, filled(language=language), theme, Used(records_of(lecture)), silent
    )


def layout_findings(factors: Method, **options: Any) -> list[Finding]:
    """What is found in the planted beat."""
    found = [f for f in checked(factors, **options) if f.beat == "factors"]
    return [f for f in found if f.rule in LAYOUT or f.rule == "scene"]


def text_at(
    scene: LectureScene, x: float, y: float, words: str = "a text", role: str = "body", **style: Any
) -> Lettering:
    return lettering(scene.look, words, role, **style).put(x, y)


def only(findings: list[Finding], rule: str) -> Finding:
    """The one finding there is, of that rule."""
    assert [f.rule for f in findings] == [rule], "\n".join(map(str, findings))
    return findings[0]


# --- clean pictures ---------------------------------------------------------------------------------


def a_title_and_a_note(scene: LectureScene) -> None:
    scene.play(appear(scene.title()), appear(scene.run_note()))
    scene.play(appear(text_at(scene, 96, 500, role="formula_lead")))


def a_text_on_a_panel(scene: LectureScene) -> None:
    text = text_at(scene, 600, 500)
    scene.add(panel(scene.look, text), text)


def a_line_under_a_tile(scene: LectureScene) -> None:
    text = text_at(scene, 600, 500)
    scene.add(
        divider(scene.look, at(300, 490), at(1500, 490)), panel(scene.look, text, outline="weight"), text
    )


def an_arrow_beside_a_text(scene: LectureScene) -> None:
    text = text_at(scene, 600, 500)
    end = text.get_right() + px(24) * RIGHT
    scene.add(text, arrow(scene.look, end + px(200) * RIGHT, end))


def a_text_under_another(scene: LectureScene) -> None:
    first = text_at(scene, 600, 500)
    scene.add(first, text_at(scene, 600, 560))


def a_change_of_texts_in_one_place(scene: LectureScene) -> None:
    first, second = text_at(scene, 600, 500), text_at(scene, 600, 500, "another text")
    scene.add(first)
    scene.play(leave(first), appear(second))


def a_text_hidden_by_a_panel(scene: LectureScene) -> None:
    below = text_at(scene, 600, 500)
    card = panel(scene.look, below)
    above = text_at(scene, 600, 500, "over it")
    scene.add(below, card, above)


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    "clean",
    [
        a_title_and_a_note, a_text_on_a_panel, a_line_under_a_tile, an_arrow_beside_a_text,
        a_text_under_another, a_change_of_texts_in_one_place, a_text_hidden_by_a_panel,
    ],
)  # fmt: skip
def test_a_clean_picture_has_no_finding(clean: Method, language: str, theme: str) -> None:
    """What the rules allow passes, in both languages and themes."""
    assert layout_findings(clean, language=language, theme=theme) == []


# --- faults of a still ------------------------------------------------------------------------------


def off_screen(scene: LectureScene) -> None:
    scene.add(text_at(scene, 1850, 500))


def in_the_margin(scene: LectureScene) -> None:
    scene.add(text_at(scene, 60, 500))


def a_shape_in_the_margin(scene: LectureScene) -> None:
    scene.add(divider(scene.look, at(40, 500), at(400, 500)))


def in_the_caption_band(scene: LectureScene) -> None:
    scene.add(text_at(scene, 96, 960))


def a_line_into_the_caption_band(scene: LectureScene) -> None:
    scene.add(arrow(scene.look, at(500, 700), at(500, 930)))


def too_small(scene: LectureScene) -> None:
    scene.add(text_at(scene, 96, 500).scale(0.6))


def too_pale(scene: LectureScene) -> None:
    scene.add(text_at(scene, 96, 500, color="mute"))


def pale_on_its_tile(scene: LectureScene) -> None:
    text = text_at(scene, 600, 500, color="panel")
    scene.add(panel(scene.look, text), text)


def half_faded(scene: LectureScene) -> None:
    scene.add(text_at(scene, 96, 500).set_opacity(0.4))


def text_on_text(scene: LectureScene) -> None:
    scene.add(text_at(scene, 600, 500), text_at(scene, 620, 510, "another"))


def a_counter_on_text(scene: LectureScene) -> None:
    number = counter(scene.look, scene.show_number("gates.product", ".3f"), "body")
    number.put(600, 500)
    scene.add(text_at(scene, 600, 500), number)


def crossed_by_a_line(scene: LectureScene) -> None:
    scene.add(divider(scene.look, at(500, 488), at(900, 488)), text_at(scene, 600, 500))


def crossed_between_its_letters(scene: LectureScene) -> None:
    text = text_at(scene, 600, 500, "a b")
    x = text.get_center()[0]
    scene.add(divider(scene.look, np.array([x, 1, 0]), np.array([x, -1, 0])), text)


def crossed_from_above_its_tile(scene: LectureScene) -> None:
    text = text_at(scene, 600, 500)
    scene.add(panel(scene.look, text), text, arrow(scene.look, at(500, 488), at(900, 488)))


def clipped_by_its_panel(scene: LectureScene) -> None:
    text = text_at(scene, 600, 500)
    scene.add(panel(scene.look, text).scale(0.5), text)


def half_covered(scene: LectureScene) -> None:
    text = text_at(scene, 600, 500, "\N{IDEOGRAPHIC SPACE}".join(["seen", "hidden"]))
    card = panel(scene.look, text).set_z_index(3)
    scene.add(text, card.shift((text.get_center()[0] - card.get_left()[0]) * RIGHT))


@pytest.mark.parametrize(
    ("plant", "rule", "objects", "message"),
    [
        (off_screen, "off screen", ("Lettering('a text')",), "beyond the picture by"),
        (in_the_margin, "margin", ("Lettering('a text')",), "into the margin by 3"),
        (a_shape_in_the_margin, "margin", ("VMobject",), "into the margin by 57 px"),
        (in_the_caption_band, "caption band", ("Lettering('a text')",), "where captions are"),
        (a_line_into_the_caption_band, "caption band", ("Arrow",), "where captions are"),
        (too_small, "text size", ("Lettering('a text')",), "26 px high, under 1/36"),
        (too_pale, "contrast", ("Lettering('a text')",), "3.9:1 on #0E1218, under 4.5:1"),
        (pale_on_its_tile, "contrast", ("Lettering('a text')",), "1.0:1 on #181E28"),
        (half_faded, "contrast", ("Lettering('a text')",), ":1 on #0E1218"),
        (text_on_text, "text on text", ("Lettering('a text')", "Lettering('another')"), "they overlap"),
        (a_counter_on_text, "text on text", ("Lettering('a text')", "Counter('0.012')"), "they overlap"),
        (crossed_by_a_line, "text crossed", ("Lettering('a text')", "VMobject"), "runs through"),
        (crossed_between_its_letters, "text crossed", ("Lettering('a b')", "VMobject"), "runs through"),
        (crossed_from_above_its_tile, "text crossed", ("Lettering('a text')", "Arrow"), "runs through"),
        (half_covered, "covered", ("Lettering('seen\\u3000hidden')",), "part of it is hidden"),
        (clipped_by_its_panel, "text crossed", ("Lettering('a text')", "VMobject"), "runs through"),
    ],
)
def test_a_fault_of_a_still_is_found(
    plant: Method, rule: str, objects: tuple[str, ...], message: str
) -> None:
    """One planted fault gives one finding, with chapter, beat, language, rule and the objects."""
    found = only(layout_findings(plant, language="en"), rule)
    assert (found.chapter, found.beat, found.language) == ("slopes", "factors", "en")
    assert found.objects == objects
    assert message in found.message


def test_contrast_depends_on_the_theme() -> None:
    """A colour that is read on dark may be pale on light; the finding says so."""

    def lemon(scene: LectureScene) -> None:
        scene.add(text_at(scene, 96, 500, color="#F2DD5C"))

    assert layout_findings(lemon, theme="dark") == []
    assert "in the light theme" in only(layout_findings(lemon, theme="light"), "contrast").message


def test_too_much_text_is_found() -> None:
    """Far more words than one can read at a time; numbers, labels and run-notes do not count."""

    def wordy(role: str) -> Method:
        def plant(scene: LectureScene) -> None:
            for line in range(6):
                scene.add(text_at(scene, 96, 200 + 80 * line, "many words of text stand in a line", role))

        return plant

    assert "48 words stand there at once" in only(layout_findings(wordy("body")), "too much text").message
    assert layout_findings(wordy("run_note")) == []


def test_findings_carry_over_to_later_beats() -> None:
    """A fault that still stands at the next beat's end is found there too."""
    found = [f for f in checked(too_small) if f.rule == "text size"]
    assert [f.beat for f in found] == ["factors", "product"]


# --- motion -----------------------------------------------------------------------------------------


def cleared(scene: LectureScene, *mobjects: Mobject) -> None:
    scene.remove(*mobjects)


def a_line_moves_over_a_resting_text(scene: LectureScene) -> None:
    text, line = text_at(scene, 600, 500), divider(scene.look, at(500, 300), at(900, 300))
    scene.add(text, line)
    scene.play(line.animate.shift(px(380) * DOWN))


def a_moving_text_crosses_a_resting_one(scene: LectureScene) -> None:
    text, mover = text_at(scene, 600, 500), text_at(scene, 600, 300, "mover")
    scene.add(text, mover)
    scene.play(mover.animate.shift(px(400) * DOWN))


def the_text_itself_moves(scene: LectureScene) -> None:
    text, line = text_at(scene, 600, 500), divider(scene.look, at(500, 400), at(900, 400))
    scene.add(text, line)
    scene.play(text.animate.shift(px(250) * UP))


def a_faint_line_moves_over_a_text(scene: LectureScene) -> None:
    text, line = text_at(scene, 600, 500), divider(scene.look, at(500, 300), at(900, 300))
    line.set_stroke(opacity=0.3)
    scene.add(text, line)
    scene.play(line.animate.shift(px(380) * DOWN))


def a_fault_that_ends_with_the_beat(scene: LectureScene) -> None:
    text, line = text_at(scene, 600, 500), divider(scene.look, at(500, 488), at(900, 488))
    scene.add(text, line)
    scene.play(appear(text_at(scene, 96, 300, "elsewhere")))
    cleared(scene, line)


@pytest.mark.parametrize(
    ("plant", "rule", "when"),
    [
        (a_line_moves_over_a_resting_text, "text crossed", "(at 0.5 of play 1)"),
        (a_moving_text_crosses_a_resting_one, "text on text", "of play 1)"),
        (a_fault_that_ends_with_the_beat, "text crossed", "(at 0.25 of play 1)"),
    ],
)
def test_a_fault_in_motion_is_found(plant: Method, rule: str, when: str) -> None:
    """Text that rests is not run over; the finding says when."""
    assert when in only(layout_findings(plant), rule).message


@pytest.mark.parametrize("plant", [the_text_itself_moves, a_faint_line_moves_over_a_text])
def test_motion_is_judged_mildly(plant: Method) -> None:
    """Text that takes part in the play, and what is faint, is not judged while it moves."""
    assert layout_findings(plant) == []


# --- exceptions -------------------------------------------------------------------------------------


def test_an_exception_is_printed_instead_of_the_finding() -> None:
    """allow(a, b, reason) takes the finding of these two objects away and lists the reason."""

    def struck(scene: LectureScene) -> None:
        text, line = text_at(scene, 600, 500), divider(scene.look, at(500, 488), at(900, 488))
        scene.add(text, line)
        scene.allow(line, text, "it is struck out")

    report = checked(struck)
    assert [f for f in report if f.rule in LAYOUT and f.beat == "factors"] == []
    (allowance,) = report.allowances
    assert (
        str(allowance) == "slopes.factors (en): allowed: VMobject and Lettering('a text'): it is struck out"
    )


def test_an_exception_covers_parts_and_motion() -> None:
    """Allowing an object allows its parts, and what happened in a motion before."""

    def run_over(scene: LectureScene) -> None:
        a_line_moves_over_a_resting_text(scene)
        text, line = scene.mobjects
        scene.allow(text, line, "the sweep is the point")

    assert layout_findings(run_over) == []


def test_an_exception_holds_for_its_objects_and_its_beat_only() -> None:
    """Another pair, or the next beat, is judged as ever."""

    def one_of_two(scene: LectureScene) -> None:
        text, line = text_at(scene, 600, 500), divider(scene.look, at(500, 488), at(900, 488))
        other, pale = text_at(scene, 600, 700, "other"), text_at(scene, 96, 300, "pale", color="mute")
        scene.add(text, line, other, pale, arrow(scene.look, at(500, 688), at(900, 688)))
        scene.allow(text, line, "it is struck out")

    report = checked(one_of_two)
    found = {(f.beat, f.rule, f.objects[0]) for f in report if f.rule in LAYOUT}
    assert found == {
        ("factors", "text crossed", "Lettering('other')"),
        ("factors", "contrast", "Lettering('pale')"),
        ("product", "text crossed", "Lettering('other')"),
        ("product", "text crossed", "Lettering('a text')"),
        ("product", "contrast", "Lettering('pale')"),
    }


def test_an_exception_for_one_object() -> None:
    """What concerns one object is allowed by naming it twice."""

    def pale(scene: LectureScene) -> None:
        text = text_at(scene, 96, 500, color="mute")
        scene.add(text)
        scene.allow(text, text, "it is meant to be dead")

    assert [f.beat for f in checked(pale) if f.rule == "contrast"] == ["product"]


def test_an_exception_that_is_not_needed_is_found() -> None:
    """Exceptions do not outlive their reason."""

    def in_vain(scene: LectureScene) -> None:
        a_text_under_another(scene)
        scene.allow(*scene.mobjects, "they used to overlap")

    assert "what does not happen" in only(layout_findings(in_vain), "allowance").message


def test_the_place_of_a_title() -> None:
    """The layout's own places satisfy the layout's rules."""

    def titled(scene: LectureScene) -> None:
        scene.add(place(lettering(scene.look, "gyp", "title"), baseline_px=120))

    assert layout_findings(titled) == []


def test_an_exception_for_one_line_shelters_no_other() -> None:
    """Two lines of the same kind through one text: the one that is not allowed is found."""

    def two_lines(scene: LectureScene) -> None:
        text = text_at(scene, 600, 500)
        lines = [divider(scene.look, at(500, y), at(900, y)) for y in (485, 492)]
        scene.add(text, *lines)
        scene.allow(text, lines[0], "it is struck out")

    assert only(layout_findings(two_lines), "text crossed").objects == ("Lettering('a text')", "VMobject")
