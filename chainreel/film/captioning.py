"""Captions of a film in every language, as tracks and as files beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

from chainreel.captions.caption import Caption, captions, foreign_captions
from chainreel.captions.files import srt, vtt
from chainreel.film.beat import PlannedBeat
from chainreel.film.burned import Burned
from chainreel.script import FilledScript


class Captioning:
    """Captions of the film's own ``language`` and of the others; ``scripts`` by language and chapter."""

    def __init__(self, scripts: Mapping[str, Mapping[str, FilledScript]], language: str) -> None:
        self._scripts, self._language = scripts, language

    @property
    def names(self) -> list[str]:
        """The files: those of the film's own language have no language in their names."""
        return [self._name(la, kind) for la in self._scripts for kind in ("srt", "vtt")]

    def of(self, beats: Sequence[PlannedBeat]) -> dict[str, list[Caption]]:
        """By language, the captions of beats that follow one another."""
        firsts = list(accumulate((beat.plan.length for beat in beats[:-1]), initial=0))
        return {
            la: [
                caption.later(first / beat.take.fps)
                for beat, first in zip(beats, firsts, strict=True)
                for caption in self._beat(beat, la)
            ]
            for la in self._scripts
        }

    def burned(self, beat: PlannedBeat) -> Burned:
        """A beat's captions in the film's own language, to be drawn over its pictures."""
        version = beat.chapter.version
        found = tuple(self._beat(beat, self._language))
        return Burned(found, self._language, version.theme, version.quality)

    def files(self, found: Mapping[str, Sequence[Caption]]) -> dict[str, str]:
        """Each file's text by name."""
        texts = {}
        for language, own in found.items():
            texts[self._name(language, "srt")] = srt(own)
            texts[self._name(language, "vtt")] = vtt(own, language)
        return texts

    def _beat(self, beat: PlannedBeat, language: str) -> list[Caption]:
        if language == self._language:
            return captions(beat.narration, language, beat.seconds)
        words = self._scripts[language][beat.chapter.name].beat(beat.take.beat)
        return foreign_captions(beat.narration, [s.words.plain for s in words.say], language, beat.seconds)

    def _name(self, language: str, kind: str) -> str:
        return f"lecture.{kind}" if language == self._language else f"lecture.{language}.{kind}"
