"""Discovery of languages: the library's own, installed packages', and a lecture's.

A package adds one by an entry point of the group ``chainreel.languages`` that names a ``Language``; a
lecture by ``languages/<any name>.py`` in its folder. Each tag stands for one language: two that claim the
same are refused.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import pkgutil
from collections.abc import Iterable, Iterator
from dataclasses import fields
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

from chainreel import languages
from chainreel.errors import ChainreelError, InputError, did_you_mean
from chainreel.languages.language import Language

GROUP = "chainreel.languages"
FOLDER = "languages"  # in a lecture's folder


def language_named(tag: str, root: Path | None = None) -> Language:
    """The language of a tag such as ``zh-Hans``; ``root`` is the lecture's folder, if it may add some.

    Raises:
        InputError: nobody has described it.
    """
    known = known_languages(root)
    if tag not in known:
        raise InputError(unknown(tag, known))
    return known[tag]


def unknown(tag: str, known: Iterable[str]) -> str:
    """What is said of a language that nobody has described."""
    needed = ", ".join(one.name for one in fields(Language))
    hint = did_you_mean(tag, known)
    return (
        f"unknown language {tag!r}; {hint + '; ' if hint else ''}known: {', '.join(sorted(known))}; "
        f"to add it, write {FOLDER}/{tag}.py with LANGUAGE = Language({needed}) into the lecture's folder"
    )


def known_languages(root: Path | None = None) -> dict[str, Language]:
    """Every language by its tag; ``root`` is the lecture's folder, if it may add some.

    Raises:
        InputError: a module cannot be read, holds no language, or claims a tag that is taken.
    """
    return {tag: language for tag, (_, language) in languages_by_tag(root).items()}


def written_in(tag: str, root: Path | None = None) -> str:
    """Where a language is written: its module's name, its entry point, or its file in the lecture."""
    return languages_by_tag(root)[language_named(tag, root).tag][0]


def languages_by_tag(root: Path | None) -> dict[str, tuple[str, Language]]:
    """Every language by its tag, with where it is written.

    Raises:
        InputError: two claim one tag.
    """
    found: dict[str, tuple[str, Language]] = {}
    for place, language in (*installed_languages(), *(lecture_languages(root) if root else ())):
        if language.tag in found:
            raise InputError(
                f"{found[language.tag][0]} and {place} both describe {language.tag!r}: give one of them "
                "another tag, or take it away"
            )
        found[language.tag] = (place, language)
    return found


@functools.cache
def installed_languages() -> tuple[tuple[str, Language], ...]:
    """The library's and other packages' languages, each with where it is written.

    Raises:
        InputError: a package's language cannot be read.
    """
    return (*own_languages(), *packaged_languages(entry_points(group=GROUP)))


def own_languages() -> Iterator[tuple[str, Language]]:
    """The languages of this package, each with its module's name."""
    for info in pkgutil.iter_modules(languages.__path__):
        module = importlib.import_module(f"{languages.__name__}.{info.name}")
        language = getattr(module, "LANGUAGE", None)
        if isinstance(language, Language):
            yield module.__name__, language


def packaged_languages(points: Iterable[EntryPoint]) -> Iterator[tuple[str, Language]]:
    """The languages that installed packages offer, each with the entry point's name.

    Raises:
        InputError: one cannot be loaded, or is no language.
    """
    for point in points:
        place = f"the entry point {point.name} = {point.value}"
        try:
            language = point.load()
        except Exception as error:
            raise InputError(f"{place} cannot be loaded: {reason(error)}") from error
        yield place, require_language(language, place)


def lecture_languages(root: Path) -> Iterator[tuple[str, Language]]:
    """The languages of a lecture's folder, each with its file.

    Raises:
        InputError: a file cannot be read, or holds no language.
    """
    for path in sorted((root / FOLDER).glob("*.py")):
        if path.name != "__init__.py":
            stamp = path.stat().st_mtime_ns
            yield str(path), require_language(module_of(path, stamp).__dict__.get("LANGUAGE"), str(path))


@functools.lru_cache(maxsize=32)
def module_of(path: Path, stamp: int) -> ModuleType:  # noqa: ARG001  a changed file is read again
    """A language's module, read from its file.

    Raises:
        InputError: it cannot be read.
    """
    spec = importlib.util.spec_from_file_location(f"lecture_language_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise InputError(f"{path} cannot be read: {reason(error)}") from error
    return module


def reason(error: Exception) -> str:
    """What went wrong, in a sentence; of an error that is not ours also its kind."""
    return str(error) if isinstance(error, ChainreelError) else f"{type(error).__name__}: {error}"


def require_language(value: Any, place: str) -> Language:
    """Return ``value`` if it is a language.

    Raises:
        InputError: naming the place and what to write.
    """
    if not isinstance(value, Language):
        raise InputError(
            f"{place} holds no language: write LANGUAGE = Language(...), as chainreel/languages/en.py"
        )
    return value
