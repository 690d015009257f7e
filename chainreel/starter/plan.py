"""Plan of a new lecture: where it is to lie, in which languages, about which run, for what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from chainreel.errors import InputError, require_name
from chainreel.languages.discovery import language_named

RUNS = ("line", "gates", "net")
TEMPLATES = ("short", "talk", "blank")
BLANK = "shrink"  # the run of the template of that name: there is to be as little as possible to take out
WORDS = Path(__file__).parent / "words"
SPEAKER = "kokoro"


@dataclass(frozen=True)
class StarterPlan:
    """A lecture that is to be made; ``titles`` are the author's own, by language.

    ``run`` names the experiment, its record and the chapter.
    """

    folder: Path
    languages: tuple[str, ...]
    titles: tuple[tuple[str, str], ...]
    run: str
    template: str

    @property
    def voice(self) -> str:
        """Who speaks: nobody in a talk, or where a language has no voice that comes with the library."""
        speaks = all(SPEAKER in language_named(tag).voices for tag in self.languages)
        return SPEAKER if speaks and self.template != "talk" else "none"


def plan_of(
    folder: Path, languages: Sequence[str], titles: Sequence[str] = (), run: str = "", template: str = ""
) -> StarterPlan:
    """A plan that can be carried out. ``languages`` may hold lists parted by commas.

    A title belongs to the main language, or as ``fr=Un titre`` to another; without one the example's stands.

    Raises:
        InputError: the folder is taken, or nobody knows a language, run or template.
    """
    template = template or TEMPLATES[0]
    require_name(template, TEMPLATES, "template", "the templates are")
    if run:
        require_name(run, RUNS, "run", "the runs are")
    if run and template == "blank":
        raise InputError(
            f"--template blank has a run of its own: leave --run {run} out, or take another template"
        )
    tags = require_tags([tag.strip() for given in languages for tag in given.split(",")])
    own = dict(title_of(text, tags) for text in titles)
    run = BLANK if template == "blank" else run or RUNS[0]
    return StarterPlan(require_free(folder.absolute()), tags, tuple(own.items()), run, template)


def require_tags(tags: Sequence[str]) -> tuple[str, ...]:
    """Languages that starting lectures are written in, each named once.

    Raises:
        InputError: none or one twice, nobody knows one, or there are no words in it.
    """
    for tag in tags:
        if tags.count(tag) > 1:
            raise InputError(f"--language names {tag!r} more than once: name each language once")
        language_named(tag)
        require_name(tag, written_languages(), "language of starting lectures", "they are written in")
    if not tags:
        raise InputError("--language names no language: name the main one first, as in --language en,ja")
    return tuple(tags)


def written_languages() -> tuple[str, ...]:
    """The languages that every starting lecture has words in."""
    tags = {path.name.split(".")[1] for path in WORDS.glob("*.toml")}
    return tuple(
        sorted(tag for tag in tags if all((WORDS / f"{run}.{tag}.toml").is_file() for run in (*RUNS, BLANK)))
    )


def title_of(text: str, languages: Sequence[str]) -> tuple[str, str]:
    """The language of a title and the title.

    Raises:
        InputError: it is empty.
    """
    tag, _, rest = text.partition("=")
    language, title = (tag, rest) if tag in languages else (languages[0], text)
    if not title.strip():
        raise InputError(f"--title {text!r} says nothing: write --title TEXT, or leave it out")
    return language, title.strip()


def require_free(folder: Path) -> Path:
    """A folder that is not there or empty, beside which may be written.

    Raises:
        InputError: something lies there, or the folder around it is missing.
    """
    if folder == Path.cwd():
        raise InputError(f"{folder} is the current folder: go one up, and name it there")
    if folder.is_dir() and any(folder.iterdir()):
        raise InputError(f"{folder} is not empty: name a new folder, for nothing is ever overwritten")
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file: name a new folder")
    if not folder.parent.is_dir():
        raise InputError(f"{folder.parent} is no folder: make it first, then name a lecture in it")
    return folder
