"""The beats of a chapter that a lecture chooses, and the order in which they run.

A lecture file leaves beats out (``leave_out = ["chapter.beat"]``) or lists those it wants, in its own
order (``[lecture.beats]``, ``chapter = ["beat", …]``). A beat that is left out before one that is shown
is still built, without being drawn, for the next one begins with its picture.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from chainreel.errors import InputError, did_you_mean
from chainreel.lecture.lecture import Lecture, chapters_written
from chainreel.lecture.toml_file import read_toml

RESERVED = ("chapter", "numbers", "conditions")  # the tables of a script that are no beats


def chosen_beats(lecture: Lecture, chapter: str, beats: Sequence[str]) -> tuple[str, ...]:
    """The beats that the lecture takes of a chapter's ``beats``, in the lecture's order.

    Raises:
        InputError: the lecture file names a beat that the chapter does not have, or leaves out all.
    """
    left_out, looping = (
        [name.partition(".")[2] for name in names if name.partition(".")[0] == chapter]
        for names in (lecture.leave_out, lecture.loops)
    )
    wanted = tuple(lecture.beats.get(chapter, beats))
    for beat in (*left_out, *looping, *wanted):
        require_beat(lecture.file, chapter, beat, beats)
    chosen = tuple(beat for beat in wanted if beat not in left_out)
    if not chosen:
        raise InputError(f"{lecture.file} leaves out every beat of {chapter}: take it out of chapters")
    return chosen


def running_order(beats: Sequence[str], chosen: Sequence[str]) -> tuple[str, ...]:
    """The chosen beats, each after the left-out ones that stand before it in the script."""
    order: list[str] = []
    for beat in chosen:
        before = beats[: beats.index(beat)]
        order += [b for b in before if b not in chosen and b not in order]
        order.append(beat)
    return tuple(order)


def comes_after(lecture: Lecture, here: tuple[str, str], name: str) -> bool:
    """Whether ``here`` (chapter, beat) comes later in the lecture than ``name``, a chapter or chapter.beat.

    False for what the lecture leaves out.
    """
    places = positions(lecture, here, name)
    return places is not None and places[0] > places[1]


def comes_before(lecture: Lecture, here: tuple[str, str], name: str) -> bool:
    """Whether ``here`` comes earlier than ``name``; false for what the lecture leaves out."""
    places = positions(lecture, here, name)
    return places is not None and places[0] < places[1]


def positions(lecture: Lecture, here: tuple[str, str], name: str) -> tuple[int, int] | None:
    """Two numbers that tell which comes first, ``here`` or ``name``; None if one is not in the lecture.

    A chapter's own texts, where ``here`` names no beat, come after all its beats, as its answer does.
    """
    (chapter, beat), (other, _, its_beat) = here, name.partition(".")
    chosen = chosen_beats_of(lecture, other, its_beat)
    if other not in lecture.chapters or (its_beat and its_beat not in chosen):
        return None
    if other != chapter:
        return lecture.chapters.index(chapter), lecture.chapters.index(other)
    if (beat and beat not in chosen) or its_beat not in chosen:
        return None
    return chosen.index(beat) if beat else len(chosen), chosen.index(its_beat)


def chosen_beats_of(lecture: Lecture, chapter: str, beat: str) -> tuple[str, ...]:
    """The beats that the lecture takes of a chapter; both must exist, for a misspelt name is never true."""
    path = lecture.script_path(chapter)
    if not path.exists():
        raise InputError(
            f"there is no chapter {chapter!r}; known: {', '.join(chapters_written(lecture.root))}"
        )
    beats = beats_written(path)
    if beat:
        require_beat("a condition", chapter, beat, beats)
    return chosen_beats(lecture, chapter, beats)


def beats_written(script: Path) -> tuple[str, ...]:
    """The beats of a script file, in its order, whether a lecture takes them or not."""
    return tuple(key for key in read_toml(script) if key not in RESERVED)


def require_beat(where: str, chapter: str, beat: str, beats: Collection[str]) -> None:
    """Refuse a beat that the chapter does not have.

    Raises:
        InputError: naming the nearest, and all.
    """
    if beat in beats:
        return
    hint = f"{did_you_mean(beat, beats)} the beats of {chapter} are {', '.join(beats)}"
    raise InputError(f"{where} names an unknown beat {chapter}.{beat}: {hint.strip()}")
