"""A model's film is a lecture in which nothing is said that was not measured, whatever the model."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from chainreel import check
from chainreel.errors import InputError
from chainreel.film.key import record_digest
from chainreel.lecture import Lecture
from chainreel.measured import Measured
from chainreel.model.making.film import hand_out, lecture_of_model
from chainreel.model.measuring.run import measure_pass
from chainreel.model.target import Conduct, Target, source_hash_of
from chainreel.model.writing.folder import write_experiment, write_lecture
from chainreel.model.writing.scripts import LANGUAGES
from chainreel.records.record import Record, load, record_of, save
from chainreel.records.settings import default_settings
from chainreel.script.scripts import Scripts

NETS = Path(__file__).parent / "models" / "plain_nets.py"
FUNCTIONS = (
    "build", "trains", "weightless", "single", "half_frozen", "silenced", "not_a_number", "attends", "judged",
)  # fmt: skip


@cache
def measured(function: str) -> Measured:
    """One pass of a model, measured once for all tests."""
    settings = {"file": NETS.name, "function": function, "source": source_hash_of(NETS), "seed": 0,
                "mode": "eval", "steps": 9, "gigabytes": 64.0}  # fmt: skip
    return measure_pass(settings, NETS.parent)


def film(function: str, folder: Path) -> tuple[Lecture, Record]:
    """The lecture of a model, measured in this process."""
    target = Target(NETS, function)
    experiment = write_experiment(target, Conduct(steps=9), folder)
    settings = default_settings(experiment)
    record = record_of(measured(function), "seen", settings, {}, "")
    save(record, folder / "assets" / "records" / "seen.json")
    return write_lecture(target, record, folder, LANGUAGES), record


def said(lecture: Lecture, record: Record, language: str) -> str:
    """All that is shown and said in a language."""
    scripts, texts = Scripts(lecture), []
    for chapter in lecture.chapters:
        filled = scripts.fill(chapter, language, {"seen": record})
        texts += [filled.title.plain, filled.question.plain, filled.answer.plain]
        for beat in filled.beats:
            texts += [beat.title.plain, *(s.words.plain for s in beat.say)]
            texts += [words.plain for words in beat.show.values()]
        assert not filled.changes, "what holds stands first"
    return "\n".join(texts)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_model_has_a_film_in_every_language(function: str, tmp_path: Path) -> None:
    """Its scripts can be read and filled, and no variant is a change."""
    lecture, record = film(function, tmp_path)
    for language in LANGUAGES:
        assert said(lecture, record, language)


@pytest.mark.parametrize(
    ("function", "wanted", "unwanted"),
    [
        ("weightless", "nothing that learns", "as areas"),
        ("single", "One block", "It grows and shrinks"),
        ("half_frozen", "are frozen, and get no gradient", "All of them are frozen"),
        ("silenced", "exactly zero arrives", "shrinks at every block"),
        ("not_a_number", "The loss is no finite number", "shortest"),
        ("attends", "recomputed from the recorded q and k", "training change"),
        ("trains", "What does training change?", "no batches given"),
        ("judged", "its answer to the first example: ", "no labels"),
        ("build", "training (no batches given)", "attention"),
    ],
)
def test_a_film_says_what_is_so_and_nothing_else(
    function: str, wanted: str, unwanted: str, tmp_path: Path
) -> None:
    """A model about which little can be said has a film that says so."""
    text = said(*film(function, tmp_path), "en")
    assert wanted in text
    assert unwanted not in text


def test_a_film_is_checked_like_any_lecture(tmp_path: Path) -> None:
    """Nothing is found in it: every number in picture and speech is proven, every text legible."""
    lecture = lecture_of_model(Target(NETS, "build"), Conduct(), tmp_path / "film", ("en",), lambda _: None)
    assert [str(finding) for finding in check.run(lecture, ("en",), 1)] == []


@pytest.mark.slow
@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_film_of_every_kind_of_model_is_checked(function: str, tmp_path: Path) -> None:
    """In both languages."""
    lecture = lecture_of_model(Target(NETS, function), Conduct(steps=9), tmp_path, LANGUAGES, lambda _: None)
    assert [str(finding) for finding in check.run(lecture, LANGUAGES, 2)] == []


def test_what_stands_is_not_measured_again(tmp_path: Path) -> None:
    """A second time, and after another seed; a folder with something else in it is left alone."""
    told: list[str] = []

    def make(**changes: Any) -> Record:
        lecture_of_model(Target(NETS, "single"), Conduct(**changes), tmp_path / "film", ("en",), told.append)
        return load(tmp_path / "film" / "assets" / "records" / "seen.json")

    first, second, other = make(), make(), make(seed=3)
    assert len(told) == 2
    assert record_digest(first) == record_digest(second) != record_digest(other)
    assert first.settings != other.settings
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="is not empty and holds no film of a model"):
        lecture_of_model(Target(NETS, "single"), Conduct(), tmp_path / "mine", ("en",), told.append)


def test_a_scene_that_was_edited_stays(tmp_path: Path) -> None:
    """Only scripts and the lecture file are written anew."""
    film("single", tmp_path)
    scene = tmp_path / "scenes" / "made.py"
    scene.write_text(scene.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    film("single", tmp_path)
    assert scene.read_text(encoding="utf-8").endswith("# mine\n")


def test_a_film_is_handed_out_whole(tmp_path: Path) -> None:
    """Film, captions, ledger; no part of a file under its name."""
    made, out = tmp_path / "made", tmp_path / "out"
    made.mkdir()
    for name in ("lecture.mp4", "lecture.srt", "clip.mp4"):
        (made / name).write_text(name, encoding="utf-8")
    assert [path.name for path in hand_out(made, out)] == ["lecture.mp4", "lecture.srt"]
    assert sorted(path.name for path in out.iterdir()) == ["lecture.mp4", "lecture.srt"]
