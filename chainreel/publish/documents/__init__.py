"""Documents that people read beside a kit's files: templates in every language, filled with what was made."""

from __future__ import annotations

import importlib.resources as resources
from collections.abc import Sequence


def fill(name: str, language: str, **values: object) -> str:
    """The document ``name`` (such as ``guide.md``) in a language, with its ``{places}`` filled."""
    stem, _, kind = name.partition(".")
    template = resources.files(__name__).joinpath(f"{stem}.{language}.{kind}").read_text(encoding="utf-8")
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
    if language == "ja":
        return f"{minutes}分{rest}秒" if minutes else f"{rest}秒"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def paragraph(sentences: Sequence[str], language: str) -> str:
    """Sentences as one paragraph."""
    return ("" if language == "ja" else " ").join(sentences)


def megabytes(size: int) -> str:
    """A file's size."""
    return f"{size / 1e6:.1f} MB"
