"""A scene runs its beats in the script's order, and shows no number that nobody knows."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from manim import (
    DOWN,
    ChangeDecimalToValue,
    DecimalNumber,
    FadeIn,
    Integer,
    Text,
    Transform,
    ValueTracker,
    VGroup,
    always_redraw,
)
from tiny import TINY, change, copy_of_tiny, filled

from chainreel.draw.motion import appear
from chainreel.draw.text.card import AnswerCard
from chainreel.draw.text.counter import count_through, counter, follow
from chainreel.draw.text.lettering import lettering
from chainreel.errors import ChainreelError, InputError, UnknownNumber
from chainreel.frames.building import BuildRenderer
from chainreel.frames.canvas import set_up
from chainreel.lecture import QUALITIES, Lecture
from chainreel.number import multiply
from chainreel.scene import LectureScene
from chainreel.scene.loading import load_scene
from chainreel.theme import DARK, Look

Method = Callable[[Any], None]
FPS = QUALITIES["draft"].fps


def nothing(scene: LectureScene) -> None:
    """A beat in which nothing happens."""


def perform(factors: Method, product: Method = nothing, language: str = "en") -> LectureScene:
    """Build a chapter whose two beats are these functions."""
    set_up(QUALITIES["draft"])
    planted = type("Planted", (LectureScene,), {"factors": factors, "product": product})
    scene = planted(
        renderer=BuildRenderer(), script=filled(language=language), look=Look(DARK, language), fps=FPS
    )
    scene.construct()
    return scene


def test_beats_run_in_the_scripts_order() -> None:
    """Each beat of the script is the method of its name."""
    ran: list[str] = []
    perform(lambda s: ran.append(s.beat.name), lambda s: ran.append(s.beat.name))
    assert ran == ["factors", "product"]


def test_a_beat_without_a_method_is_refused() -> None:
    """The script's beat that the scene lacks is named."""
    with pytest.raises(InputError, match="beat 'product', but its scene has no such method"):
        perform(nothing, None)  # type: ignore[arg-type]


def test_only_wanted_beats_are_drawn() -> None:
    """Beats before a wanted one are built without drawing, those after it are left out."""
    set_up(QUALITIES["draft"])
    drawn: list[str] = []
    scene = load_scene(Lecture.load(TINY), "slopes")(
        renderer=BuildRenderer(on_still=lambda _, beat: drawn.append(beat)),
        script=filled(), look=Look(DARK, "en"), fps=FPS,
    )  # fmt: skip
    scene.perform(["product"])
    assert drawn == ["product"]
    assert scene.ledger_rows("factors")
    scene.perform(["factors"])
    assert drawn == ["product", "factors"]


def test_what_stands_beside_the_question_comes_with_it_and_stays() -> None:
    """The card waits for the word of its cue and clears away; the picture goes on from what was beside it."""
    stood: list[list[Any]] = []

    def factors(scene: LectureScene) -> None:
        known = lettering(scene.look, "known from before").shift(3 * DOWN)
        scene.open_with_question(known, until="first")
        stood.extend([[m for m in scene.mobjects if m.family_members_with_points()], [known]])
        stood.append([segment.cue for segment in scene.renderer.segments])

    perform(factors)
    assert stood[0] == stood[1]
    assert stood[2] == [None, None, "first"]


# --- numbers that nobody measured ----------------------------------------------------------------


def digit_in_a_text(scene: LectureScene) -> None:
    scene.add(lettering(scene.look, "depth 30"))


def number_word_in_a_text(scene: LectureScene) -> None:
    scene.add(lettering(scene.look, "thirty layers"))


def stray_text(scene: LectureScene) -> None:
    scene.play(FadeIn(Text("0.98")))


def stray_text_within_a_group(scene: LectureScene) -> None:
    scene.add(VGroup(VGroup(Text("hello"))))
    scene.still(1)


def stray_text_as_a_target(scene: LectureScene) -> None:
    known = lettering(scene.look, "known")
    scene.play(Transform(known, Text("0.98")))


def decimal_number(scene: LectureScene) -> None:
    scene.add(Integer(30, mob_class=Text))
    scene.still(1)


def tweened_decimal(scene: LectureScene) -> None:
    number = DecimalNumber(0, mob_class=Text)
    scene.play(ChangeDecimalToValue(number, 0.98))


def tweened_tracker(scene: LectureScene) -> None:
    tracker = ValueTracker(0)
    scene.play(tracker.animate.set_value(0.98))


def tweened_redraw(scene: LectureScene) -> None:
    tracker = ValueTracker(0)
    scene.add(always_redraw(lambda: Text(f"{tracker.get_value():.2f}")))
    scene.play(tracker.animate.set_value(0.98))


def counter_through_floats(scene: LectureScene) -> None:
    first = counter(scene.look, scene.show_number("gates.running.0", ".3f"))
    scene.play(count_through(first, [0.1, 0.2], ".3f"))  # type: ignore[list-item]


def counter_that_follows_alpha(scene: LectureScene) -> None:
    first = counter(scene.look, scene.show_number("gates.running.0", ".3f"))
    scene.play(follow(first, lambda alpha: 0.98 * alpha, ".3f"))  # type: ignore[arg-type, return-value]


@pytest.mark.parametrize(
    ("plant", "complaint"),
    [
        (digit_in_a_text, "'30' in 'depth 30' has no source"),
        (number_word_in_a_text, "'thirty' in"),
        (stray_text, r"slopes.factors \(en\): Text\('0.98'\) did not come through chainreel.draw"),
        (stray_text_within_a_group, r"slopes.factors \(en\): Text\('hello'\) did not come through"),
        (decimal_number, r"slopes.factors \(en\): Integer did not come through"),
        (tweened_decimal, r"slopes.factors \(en\): DecimalNumber did not come through"),
        (tweened_tracker, r"slopes.factors \(en\): ValueTracker tweens a value that nobody measured"),
        (tweened_redraw, r"slopes.factors \(en\): (Text|ValueTracker)"),
        (counter_through_floats, "a counter takes a Number"),
        (counter_that_follows_alpha, "a counter takes a Number"),
    ],
)
def test_a_number_that_nobody_measured_stops_the_scene(plant: Method, complaint: str) -> None:
    """Typed digits, foreign text, manim's counters and tweened values are refused, with the place."""
    with pytest.raises(UnknownNumber, match=complaint):
        perform(plant)


# --- cues, words and records -----------------------------------------------------------------------


def test_a_cue_that_the_script_does_not_say_is_refused() -> None:
    """The play's cue must be among the beat's; those are listed."""

    def wait_for_nothing(scene: LectureScene) -> None:
        scene.play(appear(scene.title()), cue="later")

    with pytest.raises(InputError, match=r"slopes.factors \(en\): .*\[\[later\]\], .* it has: first: write"):
        perform(wait_for_nothing)


def test_a_play_of_nothing_is_refused_with_its_beat() -> None:
    """As where the animation was forgotten before the cue."""
    with pytest.raises(InputError, match=r"slopes.factors \(en\): play\(\) was given no animation"):
        perform(lambda scene: scene.play(cue="first"))


def test_what_a_part_refuses_is_told_with_its_beat_once() -> None:
    """A part knows no beat; what already begins with the place is not placed again."""
    with pytest.raises(InputError, match=r"^slopes.factors \(en\): no text role is called 'loud'"):
        perform(lambda scene: scene.text("slopes", "loud"))
    with pytest.raises(InputError, match=r"^slopes.factors \(en\): the script has no show.loud"):
        perform(lambda scene: scene.text("loud"))


@pytest.mark.parametrize(
    ("ask", "complaint"),
    [
        (
            lambda s: s.text("formula"),
            r"slopes.factors \(en\): the script has no show.formula; it has: slopes, run",
        ),
        (lambda s: s.record("chain"), r"slopes.factors \(en\): record 'chain' is not declared"),
        (lambda s: s.number("gates.slope.0"), "nothing at 'slope.0'|nothing at 'slope'"),
    ],
)
def test_what_the_script_does_not_have_is_named(ask: Method, complaint: str) -> None:
    """A missing text, record or path is one sentence."""
    with pytest.raises(InputError, match=complaint):
        perform(ask)


class Staged(LectureScene):
    """A chapter whose second beat goes on with what its first one leaves."""

    coin: object

    def factors(self) -> None:
        """Leaves nothing."""

    def product(self) -> None:
        """Goes on with the coin."""
        assert self.coin


def build(chapter: type[LectureScene]) -> None:
    set_up(QUALITIES["draft"])
    chapter(
        renderer=BuildRenderer(), script=filled(language="en"), look=Look(DARK, "en"), fps=FPS
    ).construct()


def test_a_part_that_no_earlier_beat_has_left_is_named_with_what_to_do() -> None:
    """Left by the beat before it, it is there; else the sentence names beat, part and remedy."""
    left = type("Left", (Staged,), {"factors": lambda self: setattr(self, "coin", "a coin")})
    build(left)
    with pytest.raises(
        InputError,
        match=r"^slopes.product \(en\): 'coin' is not on the stage, for none of the beats before it "
        r"\(factors\) has left it: put the beat that makes it earlier$",
    ):
        build(Staged)


def test_a_part_that_no_beat_declares_is_an_attribute_error_that_helps() -> None:
    """A slip of the pen: the name that was meant is named."""
    slip = type("Slip", (Staged,), {"product": lambda self: self.coim})
    with pytest.raises(AttributeError, match="a scene has no 'coim': did you mean 'coin'"):
        build(slip)


def test_words_belong_to_a_running_beat() -> None:
    """Outside of a beat there is no text to ask for."""
    set_up(QUALITIES["draft"])
    scene = LectureScene(renderer=BuildRenderer(), script=filled(), look=Look(DARK, "en"), fps=FPS)
    with pytest.raises(ChainreelError, match="no beat is running"):
        scene.words("title")


@pytest.mark.parametrize("fps", [24, 30, 60])
def test_a_play_is_whole_frames(fps: int) -> None:
    """Seconds become frames at the scene's rate; a still stores one frame."""
    segments: list[Any] = []

    def two_plays(scene: LectureScene) -> None:
        scene.fps = fps
        scene.play(appear(scene.title()), seconds=0.5)
        scene.still(2)
        segments.extend(scene.renderer.segments)

    perform(two_plays)
    assert [(s.frames, s.stored) for s in segments] == [(fps // 2, fps // 2), (2 * fps, 1)]


# --- the ledger ------------------------------------------------------------------------------------


def shown_in(scene: LectureScene, beat: str) -> set[str]:
    return {r["text"] for r in scene.ledger_rows(beat) if r["how"] != "pitch"}


def test_a_still_may_wait_for_a_word_too() -> None:
    """Time without motion keeps the cue it was given, and its length."""
    cues: list[Any] = []

    def factors(scene: LectureScene) -> None:
        scene.still(2, cue=scene.beat.cues[0])
        cues.extend(scene.renderer.segments)

    perform(factors)
    assert [(s.frames, s.stored, s.cue) for s in cues] == [
        (2 * FPS, 1, filled(language="en").beats[0].cues[0])
    ]


def test_every_number_in_the_picture_is_in_the_ledger() -> None:
    """Numbers of texts that appear, or still stand from the beat before, are listed by beat."""

    def show_slopes(scene: LectureScene) -> None:
        scene.play(appear(scene.text("slopes")))

    scene = perform(show_slopes)
    assert shown_in(scene, "factors") == {"0.235", "0.227", "0.225"}
    assert shown_in(scene, "product") == {"0.235", "0.227", "0.225"}
    row = scene.ledger_rows("factors")[0]
    assert (row["chapter"], row["beat"], row["language"], row["how"]) == ("slopes", "factors", "en", "text")
    assert (row["source"]["record"], row["source"]["path"]) == ("gates", "slopes.0")


def test_what_a_counter_passes_through_is_in_the_ledger() -> None:
    """Recorded values that are stepped through are all listed, not only the last."""

    def count(scene: LectureScene) -> None:
        running = scene.record("gates").numbers("running")
        number = counter(scene.look, scene.show_number("gates.running.0", ".3f"))
        scene.add(number)
        scene.play(count_through(number, running, ".3f"))

    assert shown_in(perform(count), "factors") == {"0.235", "0.053", "0.012"}


def test_what_a_counter_evaluates_is_in_the_ledger() -> None:
    """A value that is evaluated at each frame is listed for the frames that were looked at."""

    def count(scene: LectureScene) -> None:
        slopes = scene.record("gates").numbers("slopes")
        number = counter(scene.look, scene.show_number("gates.slopes.0", ".3f"))
        scene.add(number)
        scene.play(follow(number, lambda t: multiply(*slopes[: 1 + round(2 * t)]), ".3f"))
        scene.remove(number)

    set_up(QUALITIES["draft"])
    planted = type("Planted", (LectureScene,), {"factors": count, "product": nothing})
    look = Look(DARK, "en")
    scene = planted(
        renderer=BuildRenderer(lambda s, a: None, samples=(0.5,)), script=filled(), look=look, fps=FPS
    )
    scene.construct()
    assert shown_in(scene, "factors") == {"0.053", "0.012"}


# --- the whole chapter -------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_tiny_lecture_runs_on_the_library_alone(language: str) -> None:
    """The question opens the chapter, the answer closes it, and the numbers are those of the record."""
    set_up(QUALITIES["draft"])
    scene = load_scene(Lecture.load(TINY), "slopes")(
        renderer=BuildRenderer(), script=filled(language=language), look=Look(DARK, language), fps=FPS
    )
    scene.construct()
    assert {"0.235", "0.012"} <= shown_in(scene, "product")
    assert type(scene.mobjects[-1]) is AnswerCard


def test_building_up_to_a_beat_gives_the_same_points() -> None:
    """The state at a beat's end does not depend on whether it was sampled on the way."""
    ends = []
    for hook in (None, lambda scene, alpha: None):
        set_up(QUALITIES["draft"])
        scene = load_scene(Lecture.load(TINY), "slopes")(
            renderer=BuildRenderer(hook), script=filled(), look=Look(DARK, "en"), fps=FPS
        )
        scene.perform(["factors"])
        ends.append([m.points.copy() for top in scene.mobjects for m in top.get_family()])
    assert all(np.array_equal(a, b) for a, b in zip(*ends, strict=True))


# --- loading -----------------------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the tiny lecture."""
    return copy_of_tiny(tmp_path / "lecture")


def test_a_file_holds_one_scene(root: Path) -> None:
    """No scene, or two, is refused with their number."""
    file = root / "scenes" / "slopes.py"
    file.write_text(
        file.read_text(encoding="utf-8") + "\n\nclass More(LectureScene):\n    pass\n", encoding="utf-8"
    )
    with pytest.raises(InputError, match="holds 2 lecture scenes: write one"):
        load_scene(Lecture.load(root), "slopes")


def test_a_file_without_a_scene(root: Path) -> None:
    """A scene that was only imported does not count."""
    change(root / "scenes" / "slopes.py", "class Slopes(LectureScene):", "class Slopes:")
    with pytest.raises(InputError, match="holds 0 lecture scenes"):
        load_scene(Lecture.load(root), "slopes")


def test_lectures_do_not_mix_in_one_process(root: Path) -> None:
    """A chapter of the same name is each lecture's own, back and forth."""
    change(root / "scenes" / "slopes.py", "class Slopes", "class Other")
    names = [load_scene(Lecture.load(r), "slopes").__name__ for r in (TINY, root, TINY, root)]
    assert names == ["Slopes", "Other", "Slopes", "Other"]
