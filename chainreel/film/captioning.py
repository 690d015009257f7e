"""A film's captions in every language, as tracks and as files beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chainreel.captions.caption import Caption, captions, foreign_captions
from chainreel.captions.files import srt, vtt
from chainreel.film.burned import Burned
from chainreel.film.clip import Clip, starts
from chainreel.script import FilledScript


class Captioning:
    """Captions of the film's own ``language`` and of the others; ``scripts`` by language and chapter."""

    def __init__(self, scripts: Mapping[str, Mapping[str, FilledScript]], language: str) -> None:
        self._scripts, self._language = scripts, language

    @property
    def names(self) -> list[str]:
        """The files: those of the film's own language have no language in their names."""
        return [self._name(la, kind) for la in self._scripts for kind in ("srt", "vtt")]

    def of(self, clips: Sequence[Clip]) -> dict[str, list[Caption]]:
        """By language, the captions of clips that follow one another."""
        firsts = starts(clips)
        return {
            la: [
                caption.later(first / clip.take.fps)
                for clip, first in zip(clips, firsts, strict=True)
                for caption in self._beat(clip, la)
            ]
            for la in self._scripts
        }

    def burned(self, clip: Clip) -> Burned:
        """A clip's captions in the film's own language, to be drawn over its pictures."""
        version = clip.chapter.version
        found = tuple(self._beat(clip, self._language))
        return Burned(found, self._language, version.theme, version.quality)

    def files(self, found: Mapping[str, Sequence[Caption]]) -> dict[str, str]:
        """Each file's text by name."""
        texts = {}
        for language, own in found.items():
            texts[self._name(language, "srt")] = srt(own)
            texts[self._name(language, "vtt")] = vtt(own, language)
        return texts

    def _beat(self, clip: Clip, language: str) -> list[Caption]:
        if language == self._language:
            return captions(clip.narration, language, clip.seconds)
        beat = self._scripts[language][clip.chapter.name].beat(clip.take.beat)
        return foreign_captions(clip.narration, [s.words.plain for s in beat.say], language, clip.seconds)

    def _name(self, language: str, kind: str) -> str:
        return f"lecture.{kind}" if language == self._language else f"lecture.{language}.{kind}"
