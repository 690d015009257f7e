"""Description for a video site, with title and tags, within YouTube's limits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chainreel.errors import InputError
from chainreel.languages.discovery import language_named
from chainreel.publish.chaptermarks import ChapterMark

TITLE_MOST, DESCRIPTION_MOST, TAGS_MOST = 100, 5000, 500  # characters, bytes, characters
FULL_WIDTH = str.maketrans("<>", "＜＞")  # YouTube takes no angle brackets


@dataclass(frozen=True)
class About:
    """What is known of a film in one language: paragraphs of its opening, chapters, papers, credits, tags."""

    language: str
    title: str
    opening: Sequence[str]
    chapters: Sequence[ChapterMark]
    papers: Sequence[str]
    credits: Sequence[str]
    tags: Sequence[str] = ()

    @property
    def title_line(self) -> str:
        """The title.

        Raises:
            InputError: it is too long.
        """
        title = self.title.translate(FULL_WIDTH)
        self._require("title", "characters", len(title), TITLE_MOST, "shorten [lecture] title")
        return title

    @property
    def description(self) -> str:
        """The description, as text.

        Raises:
            InputError: it is too long.
        """
        text = "\n\n".join(self._paragraphs()).translate(FULL_WIDTH) + "\n"
        size = len(text.encode())
        self._require("description", "bytes", size, DESCRIPTION_MOST, "say less in scenes/cover.toml")
        return text

    @property
    def tag_line(self) -> str:
        """The tags, separated by commas.

        Raises:
            InputError: they are too long.
        """
        line = ", ".join(self.tags).translate(FULL_WIDTH)
        self._require("tags", "characters", len(line), TAGS_MOST, "leave some out of scenes/cover.toml")
        return line

    def _paragraphs(self) -> Iterator[str]:
        yield from self.opening
        labels = language_named(self.language).labels
        lists = (
            (labels.chapters, [mark.line for mark in self.chapters]),
            (labels.papers, [f"- {paper}" for paper in self.papers]),
            (labels.credits, [f"- {credit}" for credit in self.credits]),
        )
        for heading, lines in lists:
            if lines:
                yield "\n".join([heading, *lines])

    def _require(self, what: str, unit: str, found: int, most: int, remedy: str) -> None:
        if found > most:
            raise InputError(
                f"the {what} ({self.language}) has {found} {unit}, YouTube takes {most}: {remedy}"
            )
