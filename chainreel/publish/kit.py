"""Kit for video sites and blogs: the upload, its words, captions, thumbnail and article."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from chainreel.captions.files import srt, vtt
from chainreel.film.edition import LEDGER
from chainreel.lecture import LANGUAGES
from chainreel.ledger import LedgerRow, distinct, row, speech_rows
from chainreel.publish import documents
from chainreel.publish.article import article
from chainreel.publish.chaptermarks import chapter_marks
from chainreel.publish.cover import cover_of
from chainreel.publish.credits import credit_lines, credits_of, papers
from chainreel.publish.description import About
from chainreel.publish.documents import file_name
from chainreel.publish.folder import TargetFolder
from chainreel.publish.pages import Page
from chainreel.publish.rendered import Rendered
from chainreel.publish.upload import upload_file
from chainreel.publish.video_sites import Limit, limits, measure_upload

FPS = 60  # of an upload, unless another quality is asked for
FOLDER, PICTURE = "publish", "thumbnail.png"
THUMBNAIL_ROW = {
    "ja": f"| `{PICTURE}` | サムネイル（1280×720） |\n",
    "en": f"| `{PICTURE}` | the thumbnail (1280 x 720) |\n",
}


def make_publish(rendered: Rendered) -> list[Path]:
    """Write ``publish``; words that a site would refuse are found before anything is encoded.

    Raises:
        InputError: a title, description or tags beyond YouTube's limits.
    """
    return Kit(rendered).make()


class Kit:
    """One film's files for publishing."""

    def __init__(self, rendered: Rendered) -> None:
        self.rendered, self.language = rendered, rendered.language
        self.cover = cover_of(rendered.lecture, self.language, rendered.edition.chapters[0].version.theme)
        self.ledger = film_ledger(rendered)
        self.abouts = {language: self.about(language) for language in LANGUAGES}

    def make(self) -> list[Path]:
        """Write every file."""
        for about in self.abouts.values():
            texts(about)  # refuses words that are too long
        self.tell_frames()
        with TargetFolder(self.rendered.edition.folder / FOLDER) as folder:
            thumbnail = self.thumbnail(folder)
            upload = upload_file(folder, self.rendered)
            pictures = self.pictures(folder)
            checked = self.check_limits(upload, thumbnail)
            self.captions(folder)
            for language in LANGUAGES:
                self.words(folder, language, pictures)
                self.guide(folder, language, upload, checked)
            folder.text("ledger.json", json.dumps(self.rows(), ensure_ascii=False, indent=1) + "\n")
        return folder.files

    # --- what is known of the film ---------------------------------------------------------------

    def about(self, language: str) -> About:
        """Everything that is said of the film in a language."""
        rendered = self.rendered
        tell = rendered.say if language == self.language else say_nothing
        engine = rendered.edition.narrator.voice.identity(self.language)[0]
        credits = credit_lines(
            credits_of(rendered.lecture, self.records), language, engine, rendered.edition.credit
        )
        return About(
            language, rendered.lecture.title(language), self.opening(language),
            chapter_marks(rendered, language, tell), papers(self.ledger), tuple(credits),
            self.cover.tags(language) if self.cover else (),
        )  # fmt: skip

    def opening(self, language: str) -> tuple[str, ...]:
        """What the cover says, or else the chapters' questions."""
        if self.cover:
            return (self.cover.opening(language),)
        return tuple(script.question.plain for script in self.rendered.scripts(language).values())

    @property
    def records(self) -> set[str]:
        """The records that the film's chapters and the cover declare."""
        chapters = [*self.rendered.edition.chapters, *([self.cover.chapter] if self.cover else [])]
        return {record for chapter in chapters for record in chapter.records}

    def rows(self) -> list[LedgerRow]:
        """Every number in the pictures and words of the folder."""
        said = [row for language in LANGUAGES for row in speech_and_titles(self.rendered, language)]
        cover = [row for language in LANGUAGES for row in self.cover.ledger(language)] if self.cover else []
        return distinct([*cover, *self.ledger, *said])

    def tell_frames(self) -> None:
        """Say so if the film has fewer frames a second than an upload usually has."""
        fps = self.rendered.clips[0].take.fps
        if fps < FPS:
            self.rendered.say(
                f"publish: the upload has {fps} frames a second, as this film has; "
                f"`--for publish` without --quality makes one of {FPS}"
            )

    # --- the files ---------------------------------------------------------------------------------

    def thumbnail(self, folder: TargetFolder) -> Path | None:
        """The thumbnail, if the lecture has a cover; else it is told how to give it one."""
        if self.cover is None:
            self.rendered.say("publish: no thumbnail, for the lecture has no scenes/cover.toml and cover.py")
            return None
        draw = partial(self.cover.draw_master, self.rendered.console)
        return folder.make(PICTURE, self.cover.thumbnail(), draw).path

    def pictures(self, folder: TargetFolder) -> list[str]:
        """The stills that the article shows."""
        names = []
        for number, clip in enumerate(self.rendered.clips, 1):
            names.append(f"pictures/{number:02}-{clip.place}.png")
            folder.make(names[-1], Page(clip.still, trimmed=True))
        return names

    def captions(self, folder: TargetFolder) -> None:
        """Captions of both languages, each file_name by its own."""
        for language, found in self.rendered.captions.items():
            folder.text(f"captions.{language}.srt", srt(found))
            folder.text(f"captions.{language}.vtt", vtt(found, language))

    def words(self, folder: TargetFolder, language: str, pictures: list[str]) -> None:
        """Title, description, tags and article in a language."""
        about = self.abouts[language]
        for name, text in texts(about).items():
            folder.text(file_name(name, language, self.language), text)
        folder.text(file_name("article.md", language, self.language), article(self.rendered, about, pictures))

    def guide(self, folder: TargetFolder, language: str, upload: Path, checked: list[Limit]) -> None:
        """Which file goes where, and the sites' limits."""
        about, found = self.abouts[language], measure_upload(upload)
        names = (file_name(name, language, self.language) for name in texts(about))
        text = documents.fill(
            "upload.md", language, title=about.title,
            format=f"{found.height}p{round(found.fps)}", size=documents.megabytes(upload.stat().st_size),
            length=documents.length(60 * found.minutes, language), words="`, `".join(names),
            article_file=file_name("article.md", language, self.language),
            thumbnail=THUMBNAIL_ROW[language] if self.cover else "",
            limits="\n".join(limit.row(language) for limit in checked),
        )  # fmt: skip
        folder.text(file_name("guide.md", language, self.language), text)

    def check_limits(self, upload: Path, thumbnail: Path | None) -> list[Limit]:
        """Every site's limits; what is beyond one is told."""
        found = limits(measure_upload(upload), list(self.abouts.values()), thumbnail)
        for limit in found:
            if not limit.holds:
                self.rendered.say(f"publish: {', '.join(limit.cells('en')[:4])}: it will refuse this")
        return found


def film_ledger(rendered: Rendered) -> list[LedgerRow]:
    """The film's ledger, as it was written."""
    return list(json.loads((rendered.edition.folder / LEDGER).read_text(encoding="utf-8")))


def speech_and_titles(rendered: Rendered, language: str) -> Iterator[LedgerRow]:
    """The numbers in what is said, asked and answered in a language, and in its titles."""
    for clip in rendered.clips:
        script, beat = rendered.scripts(language)[clip.chapter.name], rendered.words(clip, language)
        yield from speech_rows(script, [beat])
        for words in (script.title, script.question, script.answer, beat.title):
            yield from (row(script, beat.name, "text", shown.text, shown.number) for shown in words.shown)


def texts(about: About) -> dict[str, str]:
    """What a site asks for in words, by file."""
    tags = {"tags.txt": about.tag_line + "\n"} if about.tags else {}
    return {"title.txt": about.title_line + "\n", "description.txt": about.description, **tags}


def say_nothing(note: str) -> None:
    """Tell nobody: it was told for the film's own language."""
