"""Chapters are free: a lecture takes what it wants, in its order, and questions and answers stay."""

import re
from pathlib import Path

import pytest
from tiny import change, copy_of_tiny, records_of

from chainreel import check
from chainreel.command import main
from chainreel.draw.text.card import AnswerCard, QuestionCard
from chainreel.errors import InputError
from chainreel.film.request import editions, request_of
from chainreel.frames.building import BuildRenderer
from chainreel.frames.canvas import set_up
from chainreel.lecture import QUALITIES, Lecture
from chainreel.lecture.running_order import chosen_beats, running_order
from chainreel.records.fresh import fresh_records
from chainreel.scene import LectureScene
from chainreel.scene.loading import load_scene
from chainreel.script import FilledScript, load_script
from chainreel.script.scripts import Scripts
from chainreel.theme import THEMES, Look

BEATS = ("a", "b", "c", "d")
NEVER = "gates.product > 0.1"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the tiny lecture whose settings can be overridden."""
    root = copy_of_tiny(tmp_path / "lecture")
    change(
        root / "lecture.toml",
        'chapters = ["slopes"]\n',
        'chapters = ["slopes"]\nleave_out = []\nbeats = {}\n',
    )
    return root


def leaving_out(root: Path, *beats: str) -> Lecture:
    return Lecture.load(root, overrides=[f"lecture.leave_out={list(beats)}"])


def filled(lecture: Lecture) -> FilledScript:
    return load_script(lecture, "slopes").fill("en", records_of(lecture), {})


@pytest.mark.parametrize(
    ("leave_out", "beats", "expected"),
    [
        ((), None, ("a", "b", "c", "d")),
        (("x.a", "x.c", "other.b"), None, ("b", "d")),
        ((), ["d", "b"], ("d", "b")),
        (("x.d",), ["d", "b"], ("b",)),
    ],
)
def test_a_lecture_takes_beats(leave_out: tuple[str, ...], beats: list[str] | None, expected: object) -> None:
    """What is left out is not taken; a list of beats is a choice and an order."""
    lecture = Lecture(
        Path(), "f", {}, ("x",), leave_out=leave_out, beats={} if beats is None else {"x": beats}
    )
    assert chosen_beats(lecture, "x", BEATS) == expected


@pytest.mark.parametrize(
    ("leave_out", "beats", "complaint"),
    [
        (("x.bb",), {}, r"f names an unknown beat x.bb: did you mean 'b'\? the beats of x are a, b, c, d"),
        ((), {"x": ["a", "z"]}, "unknown beat x.z"),
        (("x.a",), {"x": ["a"]}, "f leaves out every beat of x"),
    ],
)
def test_a_beat_that_is_not_there(
    leave_out: tuple[str, ...], beats: dict[str, list[str]], complaint: str
) -> None:
    """Unknown beats, and a chapter without any, are one sentence with the lecture file's name."""
    with pytest.raises(InputError, match=complaint):
        chosen_beats(Lecture(Path(), "f", {}, ("x",), leave_out=leave_out, beats=beats), "x", BEATS)


@pytest.mark.parametrize(
    ("taken", "order"),
    [("abcd", "abcd"), ("bd", "abcd"), ("ad", "abcd"), ("ab", "ab"), ("db", "acdb"), ("c", "abc")],
)
def test_what_is_built_before_a_beat(taken: str, order: str) -> None:
    """Left-out beats run before the kept ones that follow them in the script; those after all do not."""
    assert "".join(running_order(BEATS, tuple(taken))) == order


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("leave_out = []", 'leave_out = ["slopes"]', "leave_out has 'slopes': write chapter.beat"),
        ("leave_out = []", 'leave_out = ["slope.product"]', "unknown chapter 'slope'; known: slopes"),
        ("leave_out = []", "leave_out = [3]", "leave_out has 3"),
        ("leave_out = []", 'loops = ["slopes"]', "loops has 'slopes': write chapter.beat"),
        ("leave_out = []", 'loops = ["slope.product"]', "unknown chapter 'slope'; known: slopes"),
        ("beats = {}", 'beats = {slope = ["product"]}', "unknown chapter 'slope'"),
        ("beats = {}", 'beats = {slopes = "product"}', r"\[lecture.beats\] slopes is 'product'"),
        ("beats = {}", 'beats = {slopes = ["product", "product"]}', "list its beats, each once"),
        ('["slopes"]', '["slopes", "slopes"]', "names 'slopes' more than once"),
    ],
)
def test_a_wrong_choice_is_one_sentence(root: Path, old: str, new: str, complaint: str) -> None:
    """Chapters and beats that do not exist, or twice, are refused with the file's name."""
    change(root / "lecture.toml", old, new)
    with pytest.raises(InputError, match=rf"lecture.toml.*{complaint}"):
        Lecture.load(root)


def test_a_left_out_beat_is_built_for_what_follows(root: Path) -> None:
    """It is in the running order, not among the kept; one that nothing follows does not run."""
    first = filled(leaving_out(root, "slopes.factors"))
    assert [(b.name, b.is_shown) for b in first.beats] == [("factors", False), ("product", True)]
    assert (first.opens_at, first.closes_at) == ("product", "")
    last = filled(leaving_out(root, "slopes.product"))
    assert (last.shown_beats, last.left_out) == (("factors",), ("product",))
    assert (last.opens_at, last.closes_at) == ("", "factors")


def cards_shown(lecture: Lecture) -> tuple[LectureScene, list[tuple[str, str]]]:
    """The scene after its kept beats, and the cards that stood in a still or a motion of each."""
    set_up(QUALITIES["draft"])
    seen: list[tuple[str, str]] = []

    def look(scene: LectureScene, _: object) -> None:
        cards = [type(m).__name__ for m in scene.mobjects if isinstance(m, QuestionCard | AnswerCard)]
        seen.extend((scene.beat.name, card) for card in cards)

    script = filled(lecture)
    scene = load_scene(lecture, "slopes")(
        renderer=BuildRenderer(look, look), script=script, look=Look(THEMES["dark"], "en"), fps=15
    )
    scene.construct()
    return scene, list(dict.fromkeys(seen))


def test_the_question_is_asked_where_the_lecture_begins_the_chapter(root: Path) -> None:
    """Without its first beat the next one shows the card, and then the picture it builds on."""
    scene, cards = cards_shown(leaving_out(root, "slopes.factors"))
    assert cards == [("product", "QuestionCard"), ("product", "AnswerCard")]
    whole, cards = cards_shown(Lecture.load(root))
    assert cards == [("factors", "QuestionCard"), ("product", "AnswerCard")]
    drawn = ([type(m) for m in s.mobjects if m.family_members_with_points()] for s in (scene, whole))
    assert next(drawn) == next(drawn)


def test_the_answer_is_given_where_the_lecture_ends_the_chapter(root: Path) -> None:
    """Without its last beat the one before it lands the answer, over the picture that it ended on."""
    scene, cards = cards_shown(leaving_out(root, "slopes.product"))
    assert cards == [("factors", "QuestionCard"), ("factors", "AnswerCard")]
    assert scene.slopes in scene.mobjects  # type: ignore[attr-defined]
    assert type(scene.mobjects[-1]) is AnswerCard


def test_a_play_whose_words_are_left_out_waits_for_none(root: Path) -> None:
    """Its segment has no cue; the scene is the same file."""
    script = root / "scenes" / "slopes.toml"
    for old in (
        '"[[multiply]]かけると、約{gates.product:.3f}になります。"',
        '"[[multiply]]Multiplied, they make about {gates.product:.3f}."',
    ):
        change(script, old, f"{{text = {old}, when = '{NEVER}'}}")
    scene, _ = cards_shown(Lecture.load(root))
    cues = [segment.cue for segment in scene.renderer.segments]
    assert "multiply" not in cues
    assert "answer" in cues


def test_the_check_passes_a_chapter_without_its_first_or_last_beat(root: Path) -> None:
    """The cards stay, so a lecturer may leave out either."""
    for beat in ("factors", "product"):
        found = [f for f in check.run(leaving_out(root, f"slopes.{beat}"), ("ja", "en")) if f.rule != "late"]
        assert found == []


def test_a_record_that_only_a_left_out_beat_uses_is_no_finding(root: Path) -> None:
    """The script declares it for the whole chapter."""
    script = root / "scenes" / "slopes.toml"
    text = script.read_text(encoding="utf-8")
    head, tail = text.split("[factors]")
    first, second = tail.split("[product]")
    no_number = re.sub(r"\{(gates|whole)[^}]*\}", "x", first)
    script.write_text(
        re.sub(r"\{#1 bound:word\}", "x", head) + "[factors]" + no_number + "[product]" + second, "utf-8"
    )
    found = check.run(leaving_out(root, "slopes.product"), ("en",))
    assert not [f for f in found if f.rule == "unused record"]


@pytest.mark.parametrize(("beat", "what"), [("factors", "question"), ("product", "answer")])
def test_the_check_fails_when_a_condition_takes_question_or_answer(root: Path, beat: str, what: str) -> None:
    """The first or last beat of a script whose condition fails is a finding, and the change is listed."""
    change(root / "scenes" / "slopes.toml", f"[{beat}]", f"[{beat}]\nwhen = '{NEVER}'")
    report = check.run(Lecture.load(root), ("ja", "en"))
    assert any(f"slopes.{beat}: {what}: the chapter loses its {what}" in str(f) for f in report)
    assert [c.beat for c in report.changes] == [beat]


def test_clips_are_numbered_as_they_are_shown(root: Path) -> None:
    """A beat that is left out leaves no gap in the numbers."""
    lecture = leaving_out(root, "slopes.factors")
    wish = request_of(lecture, "en", "draft", None, ())
    (edition,) = editions(wish, fresh_records(lecture, Scripts(lecture).records(lecture.chapters)))
    assert edition.names()[0] == "clips/01-slopes/01-product.mp4"


def test_what_is_asked_for_but_does_not_hold_is_told(root: Path) -> None:
    """Nothing is drawn of a beat whose condition fails; alone, it is wrong input."""
    change(root / "scenes" / "slopes.toml", "[product]", f"[product]\nwhen = '{NEVER}'")
    lecture = Lecture.load(root)
    records = fresh_records(lecture, Scripts(lecture).records(lecture.chapters))
    (edition,) = editions(request_of(lecture, "en", "draft", None, ()), records)
    assert [chapter.beats for chapter in edition.chapters] == [("factors",)]
    with pytest.raises(
        InputError, match=r"nothing of what is asked for holds .*slopes.product: left out: gates"
    ):
        editions(request_of(lecture, "en", "draft", None, ("slopes.product",)), records)


@pytest.mark.parametrize("verb", ["list", "check"])
def test_the_command_tells_what_conditions_changed(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], verb: str
) -> None:
    """A line for each beat or text that is left out or said otherwise."""
    for old in ('show.run.ja = "シ', 'show.run.en = "{'):
        start, first = old.rsplit('"', 1)
        change(root / "scenes" / "slopes.toml", old, f'{start}[{{text = "x", when = \'{NEVER}\'}}, "{first}')
    for old in ('つ · x = {gates.settings.x:.1f}"', 'in a chain · x = {gates.settings.x:.1f}"'):
        change(root / "scenes" / "slopes.toml", old, f"{old}]")
    monkeypatch.chdir(root)
    with pytest.raises(SystemExit) as left:
        main([verb])
    assert left.value.code == 0
    said = capsys.readouterr().out
    assert (
        "Changed: slopes.factors, show.run: variant 2 instead of the first: gates.product > 0.1 does not hold"
        in said
    )
