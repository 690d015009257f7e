"""The filling of a chapter's script in one language: what holds is chosen, the numbers put in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chainreel.errors import InputError, named_in_errors
from chainreel.lecture.running_order import running_order
from chainreel.script.condition import Judge
from chainreel.script.filled_script import FilledBeat
from chainreel.script.markup import Sentence, read_sentence, read_words, require_readable
from chainreel.script.shape import is_for_all, key_in
from chainreel.script.variant import cues_of, variants
from chainreel.script.variant_choice import Chooser
from chainreel.words import Words


class Filler:
    """Fills one chapter in one language; ``raw`` is its script, which messages name by its ``file``."""

    def __init__(self, file: str, raw: Mapping[str, Any], language: str, judge: Judge) -> None:
        self.file, self.raw, self.language, self.sources = file, raw, language, judge.sources
        self.names = (*judge.lecture.names, *raw["chapter"].get("names", ()))
        self.chooser = Chooser(judge)

    def where(self, beat: str, key: str) -> str:
        """The place of a text, for messages."""
        return f"{self.file}, [{beat}] {key_in(self.language, key)}"

    def words(self, beat: str, key: str, text: Any) -> Words | None:
        """A text to show, or None if no variant of it holds; ``text`` may be one for all languages."""
        own = text if is_for_all(text) else text[self.language]
        chosen = self._chosen(beat, key, own, self.where(beat, key))
        if chosen is None:
            return None
        return read_words(chosen, self.sources, self.language, self.names, self.where(beat, key))

    def _chosen(self, beat: str, key: str, text: Any, where: str) -> str | None:
        """The variant to use; the others must be readable all the same."""
        self._require_readable(text, where)
        with named_in_errors(where):
            return self.chooser.text("" if beat == "chapter" else beat, key, text)

    def _require_readable(self, text: Any, where: str) -> None:
        for variant in variants(text):
            require_readable(variant.text, self.sources, self.language, self.names, where)

    def card(self, key: str, text: Any) -> Words:
        """The chapter's title, question or answer, which it cannot lose."""
        words = self.words("chapter", key, text)
        if words is None:
            lost = "; ".join(c.because for c in self.chooser.changes if (c.beat, c.key) == ("", key))
            because = lost or "none of its variants holds in this order"
            raise InputError(f"{self.where('chapter', key)}: the chapter loses its {key}: {because}")
        return words

    def conditions(self) -> dict[str, bool]:
        """The script's named conditions, as judged for the chapter."""
        with named_in_errors(f"{self.file}, [conditions]"):
            return {name: self.chooser.judge.verdict(name).holds for name in self.chooser.judge.named}

    def beats(self, every: Sequence[str]) -> dict[str, Any]:
        """Of ``every`` beat those that run and those that do not, and which ask or answer in its place."""
        chosen = self.chooser.judge.chosen
        found = {name: self.beat(name, name in chosen) for name in running_order(every, chosen)}
        running = trailing_cut([beat for beat in found.values() if beat is not None])
        shown = [beat.name for beat in running if beat.is_shown]
        return {
            "beats": tuple(running),
            "left_out": tuple(name for name in every if name not in {b.name for b in running}),
            "opens_at": "" if not shown or every[0] in shown else shown[0],
            "closes_at": "" if not shown or every[-1] in shown else shown[-1],
        }

    def beat(self, name: str, is_shown: bool) -> FilledBeat | None:
        """The beat's words, or None if it does not hold."""
        beat = self._beat(name, self.raw[name], is_shown)
        if not is_shown:
            self.chooser.forget(name)
        return beat

    def _beat(self, name: str, table: Mapping[str, Any], is_shown: bool) -> FilledBeat | None:
        with named_in_errors(f"{self.file}, [{name}] when"):
            holds = self.chooser.holds(name, table.get("when", ""))
        if not holds:
            for text in self._texts(table):
                self._require_readable(text, f"{self.file}, [{name}]")
            return None
        title = self.words(name, "title", table["title"])
        show = {key: self.words(name, f"show.{key}", text) for key, text in table.get("show", {}).items()}
        notes = {key: self.words(name, f"notes.{key}", text) for key, text in table.get("notes", {}).items()}
        say, silent = self._say(name, table["say"][self.language])
        lost = [] if say else ["all that is said"]
        lost += ["its title"] if title is None else []
        lost += [f"its show.{key}" for key, words in show.items() if words is None]
        if lost or title is None:
            self.chooser.leave_out(name, lost[0])
            return None
        held = {key: words for key, words in show.items() if words is not None}
        noted = {key: words for key, words in notes.items() if words is not None}
        return FilledBeat(name, title, say, held, table.get("holds", ""), noted, is_shown, silent)

    def _texts(self, table: Mapping[str, Any]) -> Iterator[Any]:
        """Every text of a beat in the language."""
        for text in (table["title"], *table.get("show", {}).values(), *table.get("notes", {}).values()):
            yield text if is_for_all(text) else text[self.language]
        yield from table["say"][self.language]

    def _say(self, name: str, texts: Sequence[Any]) -> tuple[tuple[Sentence, ...], tuple[str, ...]]:
        """The sentences that hold, and the cues of the others."""
        said = [self._sentence(name, index, text) for index, text in enumerate(texts)]
        say = tuple(sentence for sentence in said if sentence is not None)
        heard = {cue.name for sentence in say for cue in sentence.cues}
        cues = dict.fromkeys(cue for text in texts for cue in cues_of(text))
        return say, tuple(cue for cue in cues if cue not in heard)

    def _sentence(self, name: str, index: int, text: Any) -> Sentence | None:
        key = f"say, sentence {index + 1}"
        where = self.where(name, key)
        chosen = self._chosen(name, key, text, where)
        if chosen is None:
            return None
        return read_sentence(chosen, self.sources, self.language, self.names, where)


def trailing_cut(beats: list[FilledBeat]) -> list[FilledBeat]:
    """The beats without those after the last shown one: nothing follows that would need them."""
    last = max((i for i, beat in enumerate(beats) if beat.is_shown), default=-1)
    return beats[: last + 1]
