"""Discovery of languages: the library's own, installed packages', and a lecture's.

A package adds one by an entry point of the group ``chainreel.languages`` that names a ``Language``; a
lecture by ``languages/<any name>.py`` in its folder. Each tag stands for one language: two that claim the
same are refused. Whoever opens a lecture has its languages found by their tags in this process and in its
workers (``find_in``).
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import pkgutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import fields
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from chainreel import languages
from chainreel.errors import ChainreelError, InputError, did_you_mean
from chainreel.languages.language import Language

GROUP = "chainreel.languages"
FOLDER = "languages"  # in a lecture's folder


class Described(NamedTuple):
    """A language and where it is described: for messages (a module, an entry point, a file), and the file."""

    place: str
    language: Language
    file: Path


_opened: list[Path] = []  # folders of lectures with languages of their own, the last opened first


def language_named(tag: str, root: Path | None = None) -> Language:
    """The language of a tag such as ``zh-Hans``; ``root`` is the lecture's folder, if it may add some.

    Without ``root`` it may be one of a lecture that this process has opened.

    Raises:
        InputError: nobody has described it.
    """
    return described_language(tag, root).language


def described_language(tag: str, root: Path | None = None) -> Described:
    """The language of a tag with where it is described, as ``language_named`` finds it.

    Raises:
        InputError: nobody has described it.
    """
    for folder in (root,) if root else (None, *_opened):
        known = languages_by_tag(folder)
        if tag in known:
            return known[tag]
    raise InputError(unknown(tag, languages_by_tag(root)))


def find_in(root: Path) -> None:
    """From now on find the languages of a lecture's folder, if it has some, wherever a tag is named."""
    if (root / FOLDER).is_dir():
        _opened[:] = [root, *lecture_roots(but=root)]


def lecture_roots(but: Path | None = None) -> tuple[Path, ...]:
    """The folders whose languages are found: what a worker has to be told."""
    return tuple(folder for folder in _opened if folder != but)


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
    return {tag: found.language for tag, found in languages_by_tag(root).items()}


def languages_by_tag(root: Path | None) -> dict[str, Described]:
    """Every language by its tag, with where it is described.

    Raises:
        InputError: two claim one tag.
    """
    installed = installed_by_tag()
    if root is None:
        return installed
    return by_tag((*installed.values(), *lecture_languages(root)))


def by_tag(languages: Iterable[Described]) -> dict[str, Described]:
    """Languages by their tags.

    Raises:
        InputError: two claim one tag.
    """
    found: dict[str, Described] = {}
    for one in languages:
        tag = one.language.tag
        if tag in found:
            raise InputError(
                f"{found[tag].place} and {one.place} both describe {tag!r}: give one of them another tag, or "
                "take it away"
            )
        found[tag] = one
    return found


@functools.cache
def installed_by_tag() -> dict[str, Described]:
    """The library's and other packages' languages by tag.

    Raises:
        InputError: a package's language cannot be read, or claims a tag that is taken.
    """
    return by_tag((*own_languages(), *packaged_languages(entry_points(group=GROUP))))


def own_languages() -> Iterator[Described]:
    """The languages of this package, each with its module's name."""
    for info in pkgutil.iter_modules(languages.__path__):
        module = importlib.import_module(f"{languages.__name__}.{info.name}")
        language = getattr(module, "LANGUAGE", None)
        if isinstance(language, Language):
            yield Described(module.__name__, language, file_of(module))


def packaged_languages(points: Iterable[EntryPoint]) -> Iterator[Described]:
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
        yield Described(place, require_language(language, place), file_of(sys.modules[point.module]))


def file_of(module: ModuleType) -> Path:
    """A module's file."""
    assert module.__file__ is not None
    return Path(module.__file__)


def lecture_languages(root: Path) -> Iterator[Described]:
    """The languages of a lecture's folder, each with its file.

    Raises:
        InputError: a file cannot be read, or holds no language.
    """
    for path in sorted((root / FOLDER).glob("*.py")):
        if path.name != "__init__.py":
            stamp = path.stat().st_mtime_ns
            language = require_language(module_of(path, stamp).__dict__.get("LANGUAGE"), str(path))
            yield Described(str(path), language, path)


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
