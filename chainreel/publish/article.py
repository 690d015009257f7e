"""Article in Markdown: the lecture's words, beat by beat, under its stills."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from chainreel.film.clip import Clip
from chainreel.languages.discovery import language_named
from chainreel.publish.description import About
from chainreel.publish.documents import paragraph
from chainreel.publish.rendered import Rendered

SPECIAL = re.compile(r"([\\`*_\[\]<>|#~$])")
ADDRESS = re.compile(r"(https?://[^\s()]+)")
LINE_START = re.compile(r"^(\d+)([.)])|^([-+])(?=\s)")  # what would begin a list


def escape(text: str) -> str:
    """A text in which nothing is markup but addresses, which become links."""
    parts = ADDRESS.split(text)
    return "".join(f"<{part}>" if ADDRESS.fullmatch(part) else escape_markup(part) for part in parts)


def escape_markup(text: str) -> str:
    """A text in which nothing is markup."""
    plain = SPECIAL.sub(r"\\\1", text.replace("&", "&amp;"))
    return LINE_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", plain)


def article(rendered: Rendered, about: About, pictures: Sequence[str]) -> str:
    """The article; ``pictures`` are the files of the clips' stills, as seen from it."""
    blocks = [f"# {escape(about.title)}", *map(escape, about.opening)]
    shown = zip(rendered.clips, pictures, strict=True)
    for number, (name, group) in enumerate(groupby(shown, key=lambda one: one[0].chapter.name), 1):
        blocks += chapter(rendered, about.language, number, name, list(group))
    blocks += lists(about)
    return "\n\n".join(blocks) + "\n"


def chapter(
    rendered: Rendered, language: str, number: int, name: str, shown: Sequence[tuple[Clip, str]]
) -> Iterator[str]:
    """A chapter: its question, its beats, its answer."""
    script = rendered.scripts(language)[name]
    yield f"## {number}. {escape(script.title.plain)}"
    said = [s.words.plain for clip, _ in shown for s in rendered.words(clip, language).say]
    if script.question.plain not in said:  # else it would stand there twice
        yield f"**{escape(script.question.plain)}**"
    for clip, picture in shown:
        words = rendered.words(clip, language)
        title = escape(words.title.plain)
        yield f"### {title}"
        yield f"![{title}]({picture})"
        yield escape(paragraph([sentence.words.plain for sentence in words.say], language))
    if script.answer.plain not in said:
        yield f"> {escape(script.answer.plain)}"


def lists(about: About) -> Iterator[str]:
    """Sources and credits."""
    labels = language_named(about.language).labels
    for heading, lines in ((labels.papers, about.papers), (labels.credits, about.credits)):
        if lines:
            yield f"## {heading}"
            yield "\n".join(f"- {escape(line)}" for line in lines)
