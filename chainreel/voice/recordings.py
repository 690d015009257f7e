"""The lecturer's own voice: a recording a beat, ``<folder>/<language>/<chapter>.<beat>.wav``."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from chainreel.errors import InputError
from chainreel.files import file_hash, write_text
from chainreel.script import FilledScript
from chainreel.voice import sound
from chainreel.voice.silent import Silent, evenly
from chainreel.voice.spoken import Samples, Spoken, Timed

KINDS = (".wav", ".mp3", ".flac", ".m4a")


@dataclass(frozen=True)
class Recordings:
    """The recordings of a folder; ``parts`` are those of one beat, by text."""

    folder: Path
    credit: str = ""
    parts: Mapping[str, Spoken] = field(default_factory=dict)
    source: str = ""

    def for_beat(self, chapter: str, beat: str, texts: tuple[str, ...], language: str) -> Recordings:
        """A beat's recording, parted into its sentences.

        Raises:
            InputError: no recording, or one that is silent, clipped or cannot be read.
        """
        path = recording_of(self.folder, chapter, beat, language)
        if path is None:
            wanted = self.folder / language / f"{chapter}.{beat}.wav"
            raise InputError(
                f"{wanted} is missing (or .mp3, .flac, .m4a): record it, or choose another voice; "
                "chainreel lines lists all that are missing and writes the lines to read"
            )
        data = file_hash(path)
        parts = dict(zip(texts, sentences_of(path, data, texts, language), strict=True))
        return Recordings(self.folder, self.credit, parts, data)

    def speak(self, text: str, language: str) -> Spoken:  # noqa: ARG002
        """The sentence's part of the beat's recording."""
        if text not in self.parts:
            raise InputError(f"the recording of this beat was not parted for {text!r}: use for_beat first")
        return self.parts[text]

    def timing(self, text: str, language: str) -> Timed:
        """The times of ``speak``."""
        spoken = self.speak(text, language)
        return Timed(spoken.seconds, spoken.times)

    def length(self, text: str, language: str) -> float:
        """Seconds."""
        return self.speak(text, language).seconds

    def pronunciation(self, text: str, language: str) -> str:  # noqa: ARG002
        """The text: the lecturer knows how to say it."""
        return text

    def identity(self, language: str) -> tuple[str, ...]:
        """A beat's recording by its content; before it is known which beat, every one of the language."""
        if self.source:
            return ("recordings", self.source, *self.parts)
        files = sound_files(self.folder / language)
        return ("recordings", *(f"{file.name} {file_hash(file)}" for file in files))


def recording_of(folder: Path, chapter: str, beat: str, language: str) -> Path | None:
    """A beat's recording, if there is one."""
    return next((path for path in sound_files(folder / language) if path.stem == f"{chapter}.{beat}"), None)


def sound_files(folder: Path) -> list[Path]:
    """The recordings in a folder, by name; none if it is not there."""
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return [path for path in found if path.suffix.lower() in KINDS]


@lru_cache(maxsize=64)
def sentences_of(path: Path, data: str, texts: tuple[str, ...], language: str) -> tuple[Spoken, ...]:  # noqa: ARG001
    """A recording parted into its sentences; ``data`` is its hash, for the memory's sake."""
    samples = sound.level_speech(sound.trim_silence(sound.require_recording(sound.decode_file(path), path)))
    cuts = boundaries(sound.pauses(samples), [Silent().length(t, language) for t in texts], len(samples))
    pieces = [samples[a:b] for a, b in zip([0, *cuts], [*cuts, len(samples)], strict=True)]
    return tuple(sentence_sound(piece, text) for piece, text in zip(pieces, texts, strict=True))


def sentence_sound(piece: Samples, text: str) -> Spoken:
    """A sentence's part of a recording, its words at their share of it."""
    seconds = len(piece) / sound.RATE
    return Spoken(seconds, evenly(text, seconds), piece, sound.RATE)


def boundaries(pauses: Sequence[tuple[float, float]], weights: Sequence[float], count: int) -> list[int]:
    """Where each sentence but the last ends, in samples.

    A long pause near the place that the reading times foretell; that place itself if there is none.
    """
    total, seconds = sum(weights), count / sound.RATE
    cuts: list[int] = []
    for index in range(1, len(weights)):
        foretold = seconds * sum(weights[:index]) / total
        reach = 0.5 * seconds * min(weights[index - 1], weights[index]) / total
        after = last(cuts) / sound.RATE
        near = [
            p for p in pauses if abs(middle_of_pause(p) - foretold) < reach and middle_of_pause(p) > after
        ]
        best = max(near, key=lambda p: (p[1] - p[0]) - 0.1 * abs(middle_of_pause(p) - foretold), default=None)
        cuts.append(round((middle_of_pause(best) if best else foretold) * sound.RATE))
    return cuts


def middle_of_pause(pause: tuple[float, float]) -> float:
    """The middle of a pause, in seconds."""
    return (pause[0] + pause[1]) / 2


def last(cuts: Sequence[int]) -> int:
    """The last cut, in samples; the beginning if there is none."""
    return cuts[-1] if cuts else 0


def missing_recordings(
    folder: Path, scripts: Sequence[FilledScript], wanted: Collection[str], written: Collection[str]
) -> list[str]:
    """The ``wanted`` beats of ``scripts`` without a recording, in the lecture's order.

    ``wanted`` and all that are ``written`` are named ``chapter.beat``.

    Raises:
        InputError: a recording for a beat that does not exist.
    """
    missing = []
    for language in sorted({s.language for s in scripts}):
        own = [script for script in scripts if script.language == language]
        require_beats(folder / language, written)
        missing += [
            f"{language}/{script.chapter}.{beat}"
            for script in own
            for beat in script.shown_beats
            if f"{script.chapter}.{beat}" in wanted
            and recording_of(folder, script.chapter, beat, language) is None
        ]
    return missing


def require_beats(folder: Path, names: Collection[str]) -> None:
    """Refuse recordings of beats that do not exist.

    Raises:
        InputError: naming the file, and how recordings are named.
    """
    for path in sound_files(folder):
        if path.stem not in names:
            raise InputError(f"{path}: there is no beat {path.stem!r}; name it <chapter>.<beat>{path.suffix}")


def write_lines(folder: Path, scripts: Sequence[FilledScript]) -> list[Path]:
    """Write ``<language>/lines.txt``, what is to be read for every beat; return the files."""
    written = []
    for language in sorted({s.language for s in scripts}):
        path = folder / language / "lines.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_text(path, "\n".join(lines_to_read(s) for s in scripts if s.language == language))
        written.append(path)
    return written


def lines_to_read(script: FilledScript) -> str:
    """A chapter's lines as plain text to read from, each beat under its recording's name."""
    blocks = [
        "\n".join([f"{script.chapter}.{beat.name}", *(sentence.words.plain for sentence in beat.say)])
        for beat in script.beats
        if beat.name in script.shown_beats
    ]
    return "\n\n".join(blocks) + "\n"
