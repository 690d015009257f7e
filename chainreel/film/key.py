"""Key of a chapter's masters, a hash over all that they depend on: same key, same pixels."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import json
import platform
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

from chainreel.files import file_hash
from chainreel.languages.discovery import described_language, language_named
from chainreel.records.provenance import LIBRARY, project_modules, significant_text
from chainreel.records.record import Record

PICTURE_LIBRARIES = (
    "av", "budoux", "fonttools", "manim", "manimpango", "numpy", "pillow", "pycairo", "skia-pathops", "typst",
    "zstandard",
)  # fmt: skip
DRAWN_BY = ("frames/renderer", "frames/master", "frames/video_colour", "frames/sink", "film/stage")


def digest(parts: object) -> str:
    """A hash of plain values: strings, numbers, lists, dictionaries."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def picture_key(
    scene: Path, language: str, shown: str, records: Mapping[str, Record], settings: Mapping[str, object]
) -> str:
    """The key of one chapter in one language, theme, size and frame rate (``settings``).

    What is said is not in it; of the library, only what the scene, the renderer and the language import.
    """
    parts = {
        "sources": source_texts([scene]),
        "drawn by": library_hash(*DRAWN_BY),
        "language": language_texts(language),
        "shown": shown,
        "records": {name: record_digest(record) for name, record in records.items()},
        "fonts": font_hashes(language),
        "pictures": folder_hashes(scene.parent.parent / "assets", but="records"),
        "versions": versions(PICTURE_LIBRARIES),
        "settings": dict(settings),
    }
    return digest(parts)


def source_texts(files: Iterable[Path]) -> dict[str, str]:
    """The files and every project module they import, without comments, by dotted name."""
    texts: dict[str, str] = {}
    for file in files:
        texts |= {name: significant_text(path) for name, path in project_modules(file).items()}
    return texts


def language_texts(language: str) -> dict[str, str]:
    """The file that describes a language and every module that it imports, without comments."""
    return source_texts([described_language(language).file])


def language_hash(language: str) -> str:
    """A hash over all that a language brings but its documents: sources, fixed words, labels, readings."""
    own = language_named(language)
    parts = [language_texts(language), own.number_words.idioms, asdict(own.labels), file_hash(own.readings)]
    return digest([*parts, font_hashes(language)])


def font_hashes(language: str) -> dict[str, str]:
    """Every weight of the fonts that a language's texts are set in, with its hash."""
    families = {re.split("[_-]", file)[0] for file in language_named(language).fonts.files}
    hashes = folder_hashes(LIBRARY / "fonts")
    return {name: found for name, found in hashes.items() if re.split("[_-]", name)[0] in families}


@functools.cache  # what a run's own library says is read once
def library_hash(*modules: str) -> str:
    """A hash over modules of this library, such as ``film/join``, and all that they import."""
    return digest(source_texts([LIBRARY / f"{module}.py" for module in modules]))


def record_digest(record: Record) -> str:
    """A hash over what a record can show: not over its provenance."""
    hasher = hashlib.sha256(json.dumps([record.run, record.settings], sort_keys=True).encode())
    for name, held in sorted(record.values.items()):
        hasher.update(f"{name} {held.unit} {held.array.dtype} {held.array.shape}".encode())
        hasher.update(held.array.tobytes())
    return hasher.hexdigest()


@functools.cache
def folder_hashes(folder: Path, but: str = "") -> dict[str, str]:
    """Every file below ``folder`` with its hash, except those in the folder ``but``."""
    files = (f for f in sorted(folder.rglob("*")) if f.is_file())
    names = {f.relative_to(folder).as_posix(): f for f in files}
    return {name: file_hash(f) for name, f in names.items() if not but or not name.startswith(f"{but}/")}


@functools.cache
def versions(libraries: tuple[str, ...]) -> dict[str, str]:
    """Versions of Python and of those libraries that are installed."""
    found = {"python": platform.python_version()}
    for library in libraries:
        try:
            found[library] = importlib.metadata.version(library)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found
