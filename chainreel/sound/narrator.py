"""Who speaks a film: a voice with a lecture's readings, whose words wait for the motion before them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from chainreel.lecture import Lecture
from chainreel.script import FilledScript
from chainreel.timeline import Segment, Speech, waits
from chainreel.voice.cache import Cached, Line
from chainreel.voice.choice import open_voice
from chainreel.voice.narration import Narration, narrate, spoken_forms
from chainreel.voice.readings import Readings, readings_of
from chainreel.voice.silent import Silent
from chainreel.voice.spoken import Voice


@dataclass(frozen=True)
class Narrator:
    """A voice in one language."""

    voice: Voice
    readings: Readings | None = None

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
        """A beat's narration in its clip: a sentence waits until the motion before its first cue ends."""
        said = narrate(script, beat, self.voice, self.readings, sound)
        return said.delayed([frames / fps for frames in accumulate(waits(segments, said.speech(fps)))])

    def key(self, script: FilledScript, beat: str) -> list[object]:
        """All that a beat's sound depends on, but for its times."""
        texts = self.texts(script, beat)
        speaker = self.voice.for_beat(script.chapter, beat, texts, script.language)
        return [list(speaker.identity(script.language)), list(texts)]

    def texts(self, script: FilledScript, beat: str) -> tuple[str, ...]:
        """What the voice reads, sentence by sentence."""
        return tuple(form.text for _, form in spoken_forms(script, beat, self.voice, self.readings))

    def missing(self, script: FilledScript, beat: str) -> list[Line]:
        """The lines of a beat that have still to be synthesised."""
        if not isinstance(self.voice, Cached):
            return []
        lines = [(text, script.language) for text in self.texts(script, beat)]
        return [line for line in lines if not self.voice.has(*line)]


def narrator_of(lecture: Lecture, voice: str, language: str) -> Narrator:
    """The narrator of a lecture's film, with the settings of its ``[voice]`` and its ``readings.toml``.

    Raises:
        InputError: an unknown voice, or settings or readings that are wrong.
    """
    where = f"{lecture.file}, [voice]"
    opened = open_voice(voice, lecture.voice_settings, lecture.root, lecture.cache_dir, where)
    return Narrator(opened, None if voice == "none" else readings_of(lecture.root, language))
