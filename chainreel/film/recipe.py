"""Recipe of a made file: all that it is made from, and how. Its key follows from these: nothing is left out.

A file is made by a frozen dataclass: its fields are its inputs, and ``make`` has nothing else to work with.
What it is made from besides, the sources of the library and the versions of other people's, is found from
where the class stands and from its ``libraries``. Whoever keeps files asks for a recipe's ``key``, and for
nothing more: ``TargetFolder`` and ``Manifest`` for files with names, ``cached`` for those in the cache.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from chainreel.files import write_text
from chainreel.film.key import digest, library_hash, versions

NOT_KEYED = {"keyed": False}  # metadata of a field whose content another field vouches for


@dataclass(frozen=True)
class Source:
    """A file that another is made from; ``content`` is a hash over what it holds, wherever it lies."""

    path: Path
    content: str


class Recipe:
    """How one file is made, and from what; subclasses are frozen dataclasses."""

    libraries: ClassVar[tuple[str, ...]] = ()  # other people's, whose versions may change the file

    def make(self, path: Path) -> None:
        """Write the file, whole or not at all."""
        raise NotImplementedError

    @cached_property
    def key(self) -> str:
        """A hash over every input: the fields, the sources that make it, the libraries' versions."""
        sources = {module: library_hash(module) for module in sorted({*modules_of(self)})}
        return digest([plain_input(self), sources, versions(self.libraries)])

    def cache_path(self, folder: Path, suffix: str) -> Path:
        """Where the file lies in a cache: under its key."""
        return folder / f"{self.key[:32]}{suffix}"


@dataclass(frozen=True)
class TextFile(Recipe):
    """A text, UTF-8 with plain line ends."""

    text: str

    def make(self, path: Path) -> None:
        """Write it."""
        write_text(path, self.text)


def plain_input(value: Any) -> Any:
    """An input in plain values, for hashing.

    Raises:
        TypeError: a kind of value that nothing is known of, such as a bare path.
    """
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Source):
        return value.content
    if is_dataclass(value):
        return [type(value).__name__, {name: plain_input(held) for name, held in inputs(value).items()}]
    if isinstance(value, Mapping):
        return {str(name): plain_input(held) for name, held in value.items()}
    if isinstance(value, tuple | list):
        return [plain_input(held) for held in value]
    raise TypeError(
        f"{value!r} is no input of a recipe: a file is one as a Source, with a hash of its content"
    )


def inputs(value: Any) -> dict[str, Any]:
    """The fields of a recipe, or of a value in it, by name; without those that are not keyed."""
    keyed = (field.name for field in fields(value) if field.metadata.get("keyed", True))
    return {name: getattr(value, name) for name in keyed}


def modules_of(value: Any) -> Iterator[str]:
    """The modules of this library, such as ``film/sheet``, that a recipe and the values in it come from."""
    if is_dataclass(value):
        yield type(value).__module__.partition(".")[2].replace(".", "/")
        value = inputs(value)
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, tuple | list):
        for held in value:
            yield from modules_of(held)
