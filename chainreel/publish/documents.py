"""Documents that people read beside a kit's files: each language's templates, filled with what was made."""

from __future__ import annotations

from collections.abc import Sequence

from chainreel.languages.discovery import language_named


def fill(name: str, language: str, **values: object) -> str:
    """The document ``name`` (such as ``guide.md``) in a language, with its ``{places}`` filled."""
    template = language_named(language).document(name).read_text(encoding="utf-8")
    return template.format(**values)


def file_name(name: str, language: str, own: str) -> str:
    """The file's name in a language; in the film's ``own`` it has no language in it, as captions have."""
    stem, _, kind = name.partition(".")
    return name if language == own else f"{stem}.{language}.{kind}"


def clock(seconds: float) -> str:
    """Whole seconds as video sites write them, rounded down: ``0:00``, ``12:05``, ``1:02:03``."""
    whole = int(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def length(seconds: float, language: str) -> str:
    """A film's length in words: ``2 min 5 s``, ``2分5秒``, ``16秒``."""
    minutes, rest = divmod(round(seconds), 60)
    labels = language_named(language).labels
    if not minutes:
        return labels.seconds.format(seconds=rest)
    return labels.minutes_and_seconds.format(minutes=minutes, seconds=rest)


def paragraph(sentences: Sequence[str], language: str) -> str:
    """Sentences as one paragraph."""
    return language_named(language).between_sentences.join(sentences)


def megabytes(size: int, language: str) -> str:
    """A file's size."""
    return language_named(language).numerals.localise(f"{size / 1e6:.1f} MB")
