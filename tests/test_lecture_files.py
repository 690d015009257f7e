"""The lecture files of this repository: each is whole, and says nothing that its runs do not bear out."""

import re
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from manim import Scene

from chainreel import check
from chainreel.draw.text.lettering import Lettering
from chainreel.frames.building import BuildRenderer
from chainreel.frames.canvas import set_up
from chainreel.lecture import COVER, QUALITIES, Lecture
from chainreel.records import record
from chainreel.records.fresh import fresh_records
from chainreel.records.record import Record
from chainreel.scene import LectureScene
from chainreel.scene.loading import load_scene
from chainreel.script import load_script
from chainreel.script.filled_script import FilledScript
from chainreel.script.scripts import Scripts
from chainreel.theme import THEMES, Look

ROOT = Path(__file__).parent.parent
LANGUAGES = ("ja", "en")
FILES = sorted(path.name for path in ROOT.glob("lecture*.toml"))
SCRIPTS = sorted(path.stem for path in (ROOT / "scenes").glob("*.toml") if path.stem != COVER)
SET_BACK = re.compile(r'^#\s*("\w+",|\w+ = \[)', re.M)  # a chapter that waits for its script
NOT_STARRED = {"cnn", "history", "inception", "remedies"}  # the five-minute version has none of their beats
ASKED = ("runs.headline.depth=20", "runs.headline.activation=relu")


def committed(lecture: Lecture, chapter: str) -> dict[str, Record]:
    """The chapter's records as they lie in the repository."""
    return {
        name: record.load(lecture.records_dir / f"{name}.json")
        for name in load_script(lecture, chapter).records
    }


def filled(lecture: Lecture, chapter: str, language: str, headline: Record | None = None) -> FilledScript:
    records = committed(lecture, chapter)
    if headline is not None and "headline" in records:
        records["headline"] = headline
    return load_script(lecture, chapter).fill(language, records, lecture.citations())


def texts(script: FilledScript) -> str:
    """All that a chapter says, shows and notes."""
    kept = [beat for beat in script.beats if beat.is_shown]
    words = [script.title, script.question, script.answer]
    words += [w for b in kept for w in (b.title, *b.show.values(), *(s.words for s in b.say))]
    return "\n".join(w.plain for w in words)


def test_there_are_three() -> None:
    """The lecture, the talk's own order, and the short version."""
    assert FILES == ["lecture-five-minutes.toml", "lecture-talk-order.toml", "lecture.toml"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", FILES)
def test_every_chapter_of_a_lecture_file_is_filled(file: str, language: str) -> None:
    """At its own settings each chapter's first variants hold: no number changes what was written."""
    lecture = Lecture.load(ROOT, file)
    for chapter in lecture.chapters:
        script = filled(lecture, chapter, language)
        assert script.shown_beats == load_script(lecture, chapter).beats
        assert [str(c) for c in script.changes] == []


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES)
def test_nothing_is_found_in_a_lecture_file(file: str) -> None:
    """Whatever beats it leaves out: layout, words, captions, numbers that a picture does not state."""
    lecture = Lecture.load(ROOT, file)
    assert [str(finding) for finding in check.run(lecture, LANGUAGES, 2)] == []


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("file", "minutes"), [("lecture.toml", 13), ("lecture-five-minutes.toml", 5.5)])
def test_a_film_is_as_long_as_it_may_be(file: str, minutes: float, language: str) -> None:
    """As it is spoken: thirteen minutes at most, and the short one five and a half."""
    listed = subprocess.run(
        [sys.executable, "-m", "chainreel", "list", "--lecture", file, "--language", language],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    (seconds,) = re.findall(r"^ +([\d.]+) s in all$", listed.stdout, re.MULTILINE)
    assert float(seconds) <= 60 * minutes


@pytest.mark.slow
@pytest.mark.parametrize("file", ["lecture.toml", "lecture-five-minutes.toml"])
def test_what_was_left_out_is_never_seen(file: str) -> None:
    """A beat that goes on from a left-out one's picture brings in what it keeps of it, and no title of it."""
    lecture = Lecture.load(ROOT, file)
    set_up(QUALITIES["draft"])
    found: list[tuple[str, str]] = []
    for chapter in lecture.chapters:
        script = filled(lecture, chapter, "en")
        unseen = {b.title.plain for b in script.beats if not b.is_shown}
        unseen -= {b.title.plain for b in script.beats if b.is_shown}

        def look(scene: Scene, _: object, unseen: set[str] = unseen) -> None:
            assert isinstance(scene, LectureScene)
            texts = (m for top in scene.mobjects for m in top.get_family() if isinstance(m, Lettering))
            found.extend((scene.beat.name, t.words.plain) for t in texts if t.words.plain in unseen)

        load_scene(lecture, chapter)(
            renderer=BuildRenderer(look, look), script=script,
            look=Look(THEMES["dark"], "en"), fps=15,
        ).construct()  # fmt: skip
    assert found == []


@pytest.mark.parametrize("file", FILES)
def test_a_lecture_file_lists_every_chapter_that_has_a_script(file: str) -> None:
    """A chapter that is set back with # comes in as soon as its script is there, with its beats."""
    lecture = Lecture.load(ROOT, file)
    left = NOT_STARRED if "five" in file else set()
    assert sorted(lecture.chapters) == [name for name in SCRIPTS if name not in left]
    if "five" in file:
        assert set(lecture.beats) == set(lecture.chapters)


@pytest.mark.parametrize("file", ["lecture-talk-order.toml", "lecture-five-minutes.toml"])
def test_what_is_set_back_is_valid_once_it_is_let_in(file: str) -> None:
    """Without its # the file still is TOML, and lists eleven chapters, or the seven with starred beats."""
    text = (ROOT / file).read_text(encoding="utf-8")
    table = tomllib.loads(SET_BACK.sub(r"\1", text))["lecture"]
    assert len(table["chapters"]) == (7 if "five" in file else 11)
    assert set(table.get("beats", table["chapters"])) == set(table["chapters"])


def test_a_sentence_that_leans_on_a_beat_changes_with_the_order() -> None:
    """Without the beat that defines the loss, or fills the network, the next one says it itself."""
    whole, short = (Lecture.load(ROOT, f) for f in ("lecture.toml", "lecture-five-minutes.toml"))
    said = {len(filled(lecture, "line", "en").beat("slope_of_loss").say) for lecture in (whole, short)}
    assert said == {4, 5}
    long, brief = (filled(lecture, "backward", "en").beat("slopes_multiply") for lecture in (whole, short))
    assert brief.say[0].words.plain == "Which weight is to blame for the loss?"
    assert brief.cues[-1] == "answer"
    assert "it stayed" in long.say[-1].words.plain


def test_an_answer_names_no_cure_that_was_not_shown() -> None:
    """A chapter's answer comes after all its beats, and changes with those that are left out."""
    without = ['lecture.leave_out=["remedies.normalise"]']
    whole, short = (Lecture.load(ROOT, overrides=o) for o in ([], without))
    answers = [filled(lecture, "remedies", "en").answer.plain for lecture in (whole, short)]
    assert ["normalising" in answer for answer in answers] == [True, False]


def test_the_hook_may_be_left_out() -> None:
    """Nobody speaks of the left tower to those who have not seen it."""
    lecture = Lecture.load(ROOT, overrides=['lecture.chapters=["line", "network", "vanishing"]'])
    assert "left tower" not in texts(filled(lecture, "vanishing", "en"))
    assert "左の塔" not in texts(filled(lecture, "vanishing", "ja"))
    assert "left tower" in texts(filled(Lecture.load(ROOT), "vanishing", "en"))


def headline(settings: dict[str, object], **accuracy: list[float]) -> Record:
    """The committed record with other settings and, by seed, other results."""
    held = record.load(ROOT / "assets" / "records" / "headline.json")
    values = dict(held.values)
    for key, by_seed in accuracy.items():
        name = key.replace("__", ".")
        parts = {"": by_seed, ".median": np.median(by_seed), ".low": min(by_seed), ".high": max(by_seed)}
        for end, part in parts.items():
            values[f"{name}{end}"] = replace(values[f"{name}{end}"], array=np.array(part))
    return replace(held, settings={**held.settings, **settings}, values=values)


SHALLOWER = headline(  # as measured, rounded
    {"depth": 20, "activation": "relu"},
    skips__train_accuracy=[0.943, 0.468, 0.551, 0.635, 0.727],
    skips__test_accuracy=[0.911, 0.506, 0.525, 0.631, 0.672],
)
BOTH_LEARN = headline(
    {"depth": 4},
    plain__train_accuracy=[0.99, 0.98, 0.99, 0.99, 1.0],
    plain__test_accuracy=[0.96, 0.95, 0.96, 0.97, 0.95],
    plain__answers=[10, 10, 10, 10, 10],
)


def changed(other: Record) -> set[str]:
    """Place and key of every change that another headline run makes, the same in both languages."""
    lecture = Lecture.load(ROOT)
    found = [
        {
            f"{c.chapter}.{c.beat} {c.key}"
            for ch in lecture.chapters
            for c in filled(lecture, ch, la, other).changes
        }
        for la in LANGUAGES
    ]
    assert found[0] == found[1]
    return found[0]


def test_a_shallower_relu_tower_changes_what_is_said_of_it() -> None:
    """Depth 20 with ReLU: what is no longer true is replaced or left out, and told."""
    assert changed(SHALLOWER) >= {
        "hook.race say, sentence 2",
        "hook.guess show.right",
        "vanishing.same_on_the_way say, sentence 4",
    }
    lecture = Lecture.load(ROOT)
    hook = texts(filled(lecture, "hook", "en", SHALLOWER))
    assert "Same 20 layers" in hook
    assert "20 ReLU layers" in hook
    for false in ("tanh", "nearly all correct", "hirty"):
        assert false not in hook
    assert "gave every digit the same answer" not in texts(filled(lecture, "vanishing", "en", SHALLOWER))


def test_two_towers_that_both_learn_are_no_riddle_of_one() -> None:
    """Where the left tower learns too, nothing says that it does not."""
    assert changed(BOTH_LEARN) >= {"hook. question", "hook.race say, sentence 3"}
    lecture = Lecture.load(ROOT)
    every = "\n".join(texts(filled(lecture, chapter, "en", BOTH_LEARN)) for chapter in lecture.chapters)
    for false in ("Why does only one", "no better than guessing", "the same answer", "Nobody needs"):
        assert false not in every
    assert not filled(lecture, "hook", "en", BOTH_LEARN).conditions["guesses"]


@pytest.mark.slow
def test_a_measured_shallower_relu_tower() -> None:
    """The same with the run itself, as the command measures it."""
    lecture = Lecture.load(ROOT, overrides=ASKED)
    records = fresh_records(lecture, Scripts(lecture).records(lecture.chapters))
    found = set()
    for chapter in lecture.chapters:
        script = load_script(lecture, chapter)
        own = {name: records[name] for name in script.records}
        for language in LANGUAGES:
            found |= {(c.beat, c.key) for c in script.fill(language, own, lecture.citations()).changes}
    assert {
        ("race", "say, sentence 2"),
        ("guess", "show.right"),
        ("same_on_the_way", "say, sentence 4"),
    } <= found
