"""Captions of a film in every language, as tracks and as files beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

from chainreel.captions.caption import Caption, captions, foreign_captions
from chainreel.captions.files import srt, vtt
from chainreel.film.beat import PlannedBeat
from chainreel.script import FilledScript
from chainreel.voice.narration import Narration


class Captioning:
    """Captions of the film's own ``language`` and of the others; ``scripts`` by language and chapter."""

    def __init__(self, scripts: Mapping[str, Mapping[str, FilledScript]], language: str) -> None:
        self._scripts, self._language = scripts, language

    @property
    def names(self) -> list[str]:
        """The files: those of the film's own language have no language in their names."""
        return [self._name(la, kind) for la in self._scripts for kind in ("srt", "vtt")]

    def of(self, chapter: str, beat: str, said: Narration, seconds: float) -> dict[str, list[Caption]]:
        """By language, the captions of a beat that is said so in a clip of so many seconds."""
        return {la: self._beat(la, chapter, beat, said, seconds) for la in self._scripts}

    def files(self, found: Mapping[str, Sequence[Caption]]) -> dict[str, str]:
        """Each file's text by name."""
        texts = {}
        for language, own in found.items():
            texts[self._name(language, "srt")] = srt(own)
            texts[self._name(language, "vtt")] = vtt(own, language)
        return texts

    def _beat(self, language: str, chapter: str, beat: str, said: Narration, seconds: float) -> list[Caption]:
        if language == self._language:
            return captions(said, language, seconds)
        words = self._scripts[language][chapter].beat(beat)
        return foreign_captions(said, [s.words.plain for s in words.say], language, seconds)

    def _name(self, language: str, kind: str) -> str:
        return f"lecture.{kind}" if language == self._language else f"lecture.{language}.{kind}"


def captions_of(beats: Sequence[PlannedBeat]) -> dict[str, list[Caption]]:
    """By language, the captions of beats that follow one another."""
    firsts = list(accumulate((beat.plan.length for beat in beats[:-1]), initial=0))
    return {
        la: [
            caption.later(first / beat.take.fps)
            for beat, first in zip(beats, firsts, strict=True)
            for caption in beat.captions[la]
        ]
        for la in beats[0].captions
    }
