"""Narrator of a film: a voice with a lecture's readings, whose words wait for the motion before them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil

from chainreel.captions.breaking import least_seconds, width
from chainreel.captions.caption import on_words
from chainreel.errors import named_in_errors
from chainreel.lecture import Lecture
from chainreel.script import FilledScript
from chainreel.timeline import BREATH, Plan, Segment, Speech, plan_narrated, sentence_waits
from chainreel.voice.cache import Cached, SpokenLine
from chainreel.voice.choice import open_voice
from chainreel.voice.narration import Narration, SaidSentence, narrate, spoken_forms
from chainreel.voice.readings import Readings, readings_of
from chainreel.voice.silent import Silent
from chainreel.voice.spoken import Voice


@dataclass(frozen=True)
class Narrator:
    """A voice in one language, with or without ``tones`` beneath it.

    ``beside`` are the scripts, by chapter, of captions in the other languages; a chapter that is not in it
    is spoken without waiting for captions.
    """

    voice: Voice
    readings: Readings | None = None
    beside: Mapping[str, Sequence[FilledScript]] = field(default_factory=dict)
    tones: bool = True

    @property
    def silent(self) -> bool:
        """Whether nobody speaks."""
        return isinstance(self.voice, Silent)

    def speech(self, script: FilledScript, beat: str, fps: int) -> Speech:
        """A beat's speech before it is known what moves; nothing is synthesised.

        Raises:
            InputError: a sentence that the voice cannot say in full, with its place.
        """
        return narrate(script, beat, self.voice, self.readings).speech(fps)

    def narration(
        self, script: FilledScript, beat: str, segments: Sequence[Segment], fps: int, sound: bool = False
    ) -> Narration:
        """A beat's narration in its clip, with ``sound`` its samples too."""
        return self.plan(script, beat, segments, fps, sound)[0]

    def plan(
        self, script: FilledScript, beat: str, segments: Sequence[Segment], fps: int, sound: bool = False
    ) -> tuple[Narration, Plan]:
        """A beat's narration in its clip, and the clip in whole frames.

        A sentence waits until the motion before its first cue ends.

        Raises:
            ChainreelError: with the beat's place, where a play waits for what is never said; or with the
            sentence's, where it cannot be said in full.
        """
        said = narrate(script, beat, self.voice, self.readings, sound)
        rests = [ceil(rest * fps) for rest in self._rests(said, script, beat)]
        delays = sentence_waits(segments, said.speech(fps), [0, *rests[:-1]] if rests else [])
        said = replace(said.with_delays([frames / fps for frames in delays]), rest=sum(rests[-1:]) / fps)
        with named_in_errors(f"{script.chapter}.{beat} ({script.language})"):
            return said, plan_narrated(segments, said.speech(fps), fps)

    def _rests(self, said: Narration, own: FilledScript, beat: str) -> list[float]:
        """How many seconds longer than usual it is quiet after each sentence, to read all captions."""
        others = [reading_times(script, beat) for script in self.beside.get(own.chapter, ())]
        if own.chapter not in self.beside or any(len(times) != len(said.sentences) for times in others):
            return [0.0] * len(said.sentences)
        least = [
            max([late(mine) + reading_time(mine.plain, own.language), *theirs])
            for mine, *theirs in zip(said.sentences, *others, strict=True)
        ]
        ends = [*(sentence.start for sentence in said.sentences[1:]), said.seconds + BREATH]
        stands = [end - sentence.start for sentence, end in zip(said.sentences, ends, strict=True)]
        return [max(0.0, a - b) for a, b in zip(least, stands, strict=True)]

    def key(self, script: FilledScript, beat: str) -> list[object]:
        """All that a beat's sound depends on, but for its times."""
        texts = self.texts(script, beat)
        speaker = self.voice.for_beat(script.chapter, beat, texts, script.language)
        return [list(speaker.identity(script.language)), list(texts)]

    def texts(self, script: FilledScript, beat: str) -> tuple[str, ...]:
        """What the voice reads, sentence by sentence."""
        return tuple(form.text for _, form in spoken_forms(script, beat, self.voice, self.readings))

    def missing(self, script: FilledScript, beat: str) -> list[SpokenLine]:
        """The lines of a beat that have still to be synthesised."""
        if not isinstance(self.voice, Cached):
            return []
        lines = [(text, script.language) for text in self.texts(script, beat)]
        return [line for line in lines if not self.voice.has(*line)]


def late(sentence: SaidSentence) -> float:
    """The seconds from a sentence's start to its first word, on which its caption begins."""
    return on_words(sentence)(0) - sentence.start


def reading_times(script: FilledScript, beat: str) -> list[float]:
    """The least seconds that each sentence of a beat stands as a caption."""
    return [reading_time(sentence.words.plain, script.language) for sentence in script.beat(beat).say]


def reading_time(text: str, language: str) -> float:
    """The least seconds that a sentence stands as a caption."""
    return least_seconds(width(text, language), language)


def narrator_of(lecture: Lecture, voice: str, language: str) -> Narrator:
    """The narrator of a lecture's film, with the settings of its ``[voice]`` and its ``readings.toml``.

    Raises:
        InputError: an unknown voice, or settings or readings that are wrong.
    """
    where = f"{lecture.file}, [voice]"
    opened = open_voice(voice, lecture.voice_settings, lecture.root, lecture.cache_dir, where, language)
    return Narrator(opened, None if voice == "none" else readings_of(lecture.root, language))
