"""A chapter's words in one language, numbers filled in: what scenes, films and checks are given."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from chainreel.script.expression import Sources
from chainreel.script.markup import Sentence
from chainreel.script.variant import ScriptChange
from chainreel.words import Words


@dataclass(frozen=True)
class FilledBeat:
    """A beat's words in one language, numbers filled in.

    ``is_shown`` is false if it is only built, for what follows it. ``silent`` are cues of the script that
    nobody says in this lecture: their plays wait for no word.
    """

    name: str
    title: Words
    say: tuple[Sentence, ...]
    show: Mapping[str, Words]
    holds: str = ""
    notes: Mapping[str, Words] = field(default_factory=dict)
    is_shown: bool = True
    silent: tuple[str, ...] = ()

    @property
    def cues(self) -> tuple[str, ...]:
        """The names of its cues, in the order of speech."""
        return tuple(cue.name for sentence in self.say for cue in sentence.cues)


@dataclass(frozen=True)
class FilledScript:
    """A chapter's words in one language, with the sources that filled them.

    ``beats`` run in this order; ``left_out`` are those of the script that do not. ``opens_at`` and
    ``closes_at`` name the beats that ask the chapter's question and answer it in place of the script's
    first and last beat, which the lecture leaves out; else they are empty. ``conditions`` are the
    script's named ones, for scenes whose picture depends on them.
    """

    chapter: str
    language: str
    title: Words
    question: Words
    answer: Words
    beats: tuple[FilledBeat, ...]
    sources: Sources
    left_out: tuple[str, ...] = ()
    changes: tuple[ScriptChange, ...] = ()
    opens_at: str = ""
    closes_at: str = ""
    conditions: Mapping[str, bool] = field(default_factory=dict)

    def beat(self, name: str) -> FilledBeat:
        """The beat called ``name``."""
        return next(b for b in self.beats if b.name == name)

    @property
    def shown_fingerprint(self) -> str:
        """A hash over what the pictures can show: every shown word as filled, not what is said.

        Cues that nobody says count, for their plays wait for no word; so does which beats are shown.
        """
        parts: list[object] = [self.title, self.question, self.answer]
        for beat in self.beats:
            parts += [beat.name, beat.title, sorted(beat.show.items()), beat.silent, beat.is_shown]
        parts += [self.opens_at, self.closes_at, sorted(self.conditions.items())]
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    @property
    def shown_beats(self) -> tuple[str, ...]:
        """The names of the beats that are shown, in order."""
        return tuple(b.name for b in self.beats if b.is_shown)
