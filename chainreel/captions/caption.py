"""Captions and their times: on the voice's words in its language, within its sentences in the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from chainreel.captions.breaking import LONGEST, Block, blocks, least_seconds, width
from chainreel.errors import InputError
from chainreel.voice.narration import Narration, SaidSentence

LINGER = 0.1  # seconds after the last word


@dataclass(frozen=True)
class Caption:
    """One or two lines from ``start`` to ``end``, in seconds."""

    start: float
    end: float
    lines: tuple[str, ...]

    def later(self, seconds: float) -> Caption:
        """The same, so many seconds later."""
        return Caption(self.start + seconds, self.end + seconds, self.lines)


At = Callable[[int], float]  # when the character at an offset begins to be heard


def captions(narration: Narration, language: str, length: float) -> list[Caption]:
    """A beat's captions in the voice's language; ``length`` is its clip's, in seconds."""
    texts = [sentence.plain for sentence in narration.sentences]
    found = zip(narration.sentences, texts, last_moments(narration, length), strict=True)
    return [
        c
        for said, text, limit in found
        for c in sentence_captions(text, language, on_words(said), said.end, limit)
    ]


def foreign_captions(
    narration: Narration, texts: Sequence[str], language: str, length: float
) -> list[Caption]:
    """The beat's captions in the other language: sentence by sentence, each word at its share of the time.

    Raises:
        InputError: the other language has another number of sentences.
    """
    if len(texts) != len(narration.sentences):
        raise InputError(
            f"{texts[:1]}: {len(texts)} sentences cannot be captions of {len(narration.sentences)} in the "
            "other language: give both languages the same sentences"
        )
    found = zip(narration.sentences, texts, last_moments(narration, length), strict=True)
    return [
        c
        for said, text, limit in found
        for c in sentence_captions(text, language, by_share(said, text, language, limit), said.end, limit)
    ]


def last_moments(narration: Narration, length: float) -> Iterable[float]:
    """Until when each sentence's captions may stand: the next sentence, or the clip's end."""
    return [*(sentence.start for sentence in narration.sentences[1:]), length]


def on_words(said: SaidSentence) -> At:
    """Each character when its word is heard, for captions in the voice's own language."""

    def at(offset: int) -> float:
        return next((w.start_s for w in said.words if offset < w.end), said.end)

    return at


def by_share(said: SaidSentence, text: str, language: str, limit: float) -> At:
    """Each character at its share of the sentence, and of the quiet after it if it cannot be read sooner."""
    whole = width(text, language)
    seconds = max(said.end - said.start, min(least_seconds(whole, language), limit - said.start))
    return lambda offset: said.start + seconds * width(text[:offset], language) / whole


def sentence_captions(text: str, language: str, at: At, end: float, limit: float) -> Iterator[Caption]:
    """A sentence's captions: each from its first word to the next one's, the last a little longer.

    A block that is too short to be read stands on into the pause after it.
    """

    def seconds(start: int, stop: int) -> float:
        """How long the words from ``start`` to ``stop`` (offsets) may stand, in seconds."""
        return (limit if stop >= len(text) else at(stop)) - at(start)

    parted = blocks(
        text, language, lambda a, b: min(seconds(a, b), LONGEST) if b >= len(text) else seconds(a, b)
    )
    for block, following in zip(parted, [*parted[1:], None], strict=True):
        yield Caption(at(block.start), until(block, following, language, at, end, limit), block.lines)


def until(block: Block, following: Block | None, language: str, at: At, end: float, limit: float) -> float:
    """When a caption goes: at the next one, or, the last, when it has been read."""
    if following is not None:
        return at(following.start)
    least = at(block.start) + least_seconds(width("".join(block.lines), language), language)
    return min(limit, at(block.start) + LONGEST, max(end + LINGER, least))
