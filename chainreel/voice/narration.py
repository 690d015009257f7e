"""A beat's sentences as they are heard: when each word, each cue and each sentence falls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import cast

import numpy as np

from chainreel.errors import named_in_errors
from chainreel.script import FilledScript
from chainreel.script.markup import Sentence
from chainreel.timeline import LEAD_IN, SENTENCE_GAP, Speech
from chainreel.voice.readings import Readings
from chainreel.voice.recordings import Recordings
from chainreel.voice.silent import Silent
from chainreel.voice.spoken import Samples, Spoken, Timed, Voice, WordTime
from chainreel.voice.spokenform import Fragment, SpokenForm, spoken_form

PLAIN = (Silent, Recordings)  # voices that read the text as it is written


@dataclass(frozen=True)
class SaidSentence:
    """One sentence in the beat's time, in seconds; ``words`` count characters of its plain text."""

    plain: str
    start: float
    end: float
    words: tuple[WordTime, ...]

    def later(self, seconds: float) -> SaidSentence:
        """The sentence, so many seconds later."""
        words = tuple(WordTime(w.start, w.end, w.start_s + seconds, w.end_s + seconds) for w in self.words)
        return SaidSentence(self.plain, self.start + seconds, self.end + seconds, words)


@dataclass(frozen=True)
class Narration:
    """A beat's speech in seconds. ``samples`` (count,) mono from the beat's start, if they were made.

    ``rest`` is for how long after the last word something is still to be read.
    """

    sentences: tuple[SaidSentence, ...]
    cues: Mapping[str, float]
    samples: Samples | None = None
    rate: int = 0
    rest: float = 0.0

    @property
    def seconds(self) -> float:
        """From the beat's start to the last word's end."""
        return self.sentences[-1].end if self.sentences else 0.0

    def with_delays(self, delays: Sequence[float]) -> Narration:
        """The same with each sentence so many seconds later, its words, cues and sound with it."""
        said = tuple(s.later(by) for s, by in zip(self.sentences, delays, strict=True))
        cues = {name: at + delays[self.holder(at)] for name, at in self.cues.items()}
        samples = None if self.samples is None else self._moved(said)
        return Narration(said, cues, samples, self.rate)

    def holder(self, at: float) -> int:
        """The sentence in which a time falls."""
        return max((i for i, s in enumerate(self.sentences) if s.start <= at + 1e-9), default=0)

    def _moved(self, said: Sequence[SaidSentence]) -> Samples:
        assert self.samples is not None
        line = np.zeros(round(said[-1].end * self.rate) + 1 if said else 0, np.float32)
        for old, new in zip(self.sentences, said, strict=True):
            piece = self.samples[round(old.start * self.rate) : round(old.end * self.rate)]
            start = round(new.start * self.rate)
            line[start : start + len(piece)] += piece[: len(line) - start]
        return line

    def speech(self, fps: int) -> Speech:
        """The same in whole frames, for the plan."""
        spans = tuple((round(s.start * fps), round(s.end * fps)) for s in self.sentences)
        cues = {name: round(at * fps) for name, at in self.cues.items()}
        return Speech(spans[-1][1] + ceil(self.rest * fps) if spans else 0, cues, spans)


def narrate(
    script: FilledScript, beat: str, voice: Voice, readings: Readings | None = None, sound: bool = False
) -> Narration:
    """Say a beat; with ``sound`` its samples too. Both ways have the same times, to the sample.

    Raises:
        InputError: a sentence that the voice cannot say in full, with its place.
    """
    forms = list(spoken_forms(script, beat, voice, readings))
    texts = tuple(form.text for _, form in forms)
    speaker = voice.for_beat(script.chapter, beat, texts, script.language)
    heard = [hear(form, speaker, place, sound) for place, form in forms]
    at, said, cues = LEAD_IN, [], {}
    for sentence, (_, form), timed in zip(script.beat(beat).say, forms, heard, strict=True):
        cues.update({cue.name: at + timed.at(form.offset(cue.offset)) for cue in sentence.cues})
        words = plain_times(form, timed, at)
        said.append(SaidSentence(sentence.words.plain, at, at + timed.seconds, words))
        at += timed.seconds + SENTENCE_GAP
    if not sound:
        return Narration(tuple(said), cues)
    spoken = [cast(Spoken, timed) for timed in heard]
    return Narration(tuple(said), cues, laid_out(said, spoken), spoken[0].rate if spoken else 0)


def spoken_forms(
    script: FilledScript, beat: str, voice: Voice, readings: Readings | None = None
) -> Iterator[tuple[str, SpokenForm]]:
    """What the voice reads for each sentence of a beat, with the sentence's place."""
    for number, sentence in enumerate(script.beat(beat).say, 1):
        place = f"{script.chapter}.toml, [{beat}] say.{script.language}, sentence {number}"
        plain = isinstance(voice, PLAIN)
        yield place, as_written(sentence) if plain else spoken_form(sentence.words, readings, place)


def as_written(sentence: Sentence) -> SpokenForm:
    """The plain text: what needs no dictionary, for silence and for people."""
    plain = sentence.words.plain
    whole = Fragment(0, len(plain), 0, len(plain), same=True)
    return SpokenForm(plain, sentence.words.language, (whole,))


def hear(form: SpokenForm, voice: Voice, where: str, sound: bool) -> Timed:
    """A sentence with its times, and with ``sound`` its samples.

    Raises:
        InputError: the voice cannot say it in full; with the place ``where`` it stands.
    """
    with named_in_errors(where):
        return voice.speak(form.text, form.language) if sound else voice.timing(form.text, form.language)


def plain_times(form: SpokenForm, timed: Timed, start: float) -> tuple[WordTime, ...]:
    """The words' times with plain characters: a number read as five words is one."""
    found: list[WordTime] = []
    for word in timed.times:
        a, b = form.plain_span(word.start, word.end)
        if found and a < found[-1].end:
            found[-1] = found[-1]._replace(end=max(b, found[-1].end), end_s=word.end_s + start)
        elif a < b:
            found.append(WordTime(a, b, word.start_s + start, word.end_s + start))
    return tuple(found)


def laid_out(sentences: Sequence[SaidSentence], sounds: Sequence[Spoken]) -> Samples:
    """The sentences' sounds at their places in the beat."""
    if not sounds:
        return np.zeros(0, np.float32)
    rate = sounds[0].rate
    starts = [round(sentence.start * rate) for sentence in sentences]
    line = np.zeros(starts[-1] + len(sounds[-1].samples), np.float32)
    for start, spoken in zip(starts, sounds, strict=True):
        line[start : start + len(spoken.samples)] += spoken.samples
    return line
