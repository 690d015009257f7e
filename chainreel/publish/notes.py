"""Notes that a lecturer reads beside a slide, and what a slide is for who cannot see it."""

from __future__ import annotations

from chainreel.languages.discovery import language_named
from chainreel.script.filled_script import FilledBeat


def speaker_notes(beat: FilledBeat, language: str) -> str:
    """The beat's words, a sentence a line, then what the script keeps for a talk."""
    labels = language_named(language).labels
    named = {"ask": labels.ask, "answer": labels.answer, "if_silent": labels.if_silent}
    talk = [f"{label}: {beat.notes[key].plain}" for key, label in named.items() if key in beat.notes]
    return "\n".join([*sentences(beat), *([""] if talk else []), *talk])


def sentences(beat: FilledBeat) -> list[str]:
    """What is said, sentence by sentence."""
    return [sentence.words.plain for sentence in beat.say]


def alternative(beat: FilledBeat) -> str:
    """The picture in words: its title, and what is written in it."""
    shown = dict.fromkeys(" ".join(words.plain.split()) for words in beat.show.values())
    return "\n".join([beat.title.plain, *shown])
