"""Recipes of made files: every input counts, and no file is made without a recipe."""

import ast
import importlib
import importlib.metadata
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from published import rendered
from tiny import copy_of_tiny, records_of

import chainreel
from chainreel.film import recipe as recipes
from chainreel.film.recipe import Recipe, Source, TextFile, inputs, modules_of, plain_input
from chainreel.film.request import editions, request_of
from chainreel.lecture import QUALITIES
from chainreel.publish import deck
from chainreel.publish.folder import TargetFolder
from chainreel.publish.targets import TARGETS

pytestmark = pytest.mark.xdist_group("recipes")  # one lecture for all

LIBRARY = Path(chainreel.__file__).parent
# What is no input, since another field vouches for it: the samples of what ``spoken`` names, and a folder
# for files that are gone when the deck is whole.
NOT_KEYED = {"SoundFile.voice", "SoundFile.rate", "PowerPoint.scratch"}


def kinds() -> dict[str, type[Recipe]]:
    """Every recipe of the library, found by importing all of it."""
    for module in pkgutil.walk_packages(chainreel.__path__, "chainreel."):
        if not module.name.endswith(("__main__", "measure_run")):
            importlib.import_module(module.name)
    found, waiting = dict[str, type[Recipe]](), [Recipe]
    for kind in waiting:
        waiting += kind.__subclasses__()
        if kind is not Recipe and kind.__module__.startswith("chainreel."):
            found[kind.__name__] = kind
    return found


KINDS = kinds()


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Recipe]:
    """Of every kind the recipe with most inputs that is asked for when the tiny lecture is made for all."""
    asked: dict[str, Recipe] = {}

    def key(recipe: Recipe) -> str:
        """The key, and a note of what was asked for."""
        known = asked.get(type(recipe).__name__)
        if known is None or len(list(changed(recipe))) > len(list(changed(known))):
            asked[type(recipe).__name__] = recipe
        return Recipe.__dict__["real_key"].func(recipe)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Recipe, "real_key", Recipe.__dict__["key"], raising=False)
        patch.setattr(Recipe, "key", property(key))
        patch.setattr(deck, "LONG", 2)  # so that a smaller deck is made too
        patch.setattr(deck, "SMALL_HEIGHT", 72)
        root = copy_of_tiny(tmp_path_factory.mktemp("recipes") / "lecture")
        made = rendered(root, "ja", voice="openjtalk")
        for make in TARGETS.values():
            make(made)
        quality = made.clips[0].chapter.version.quality
        patch.setitem(QUALITIES, quality.name, quality)
        wish = request_of(made.lecture, "ja", quality.name, None, (), "openjtalk", burn_captions=True)
        burned = editions(wish, records_of(made.lecture))[0]
        assert [clip.recipe.key for clip in burned.clips()]
    return asked


def changed(value: Any) -> Iterator[tuple[str, Any]]:
    """A value with one of its inputs changed, each in turn, and which."""
    if isinstance(value, Source):
        yield "", replace(value, content=f"{value.content} changed")
    elif is_dataclass(value):
        for name, held in inputs(value).items():
            yield from ((f".{name}{place}", replace(value, **{name: new})) for place, new in changed(held))
    elif isinstance(value, Mapping):
        yield "{+}", {**value, "more": "x"}
        for name, held in value.items():
            yield from ((f"[{name}]{place}", {**value, name: new}) for place, new in changed(held))
    elif isinstance(value, tuple | list):
        yield "[+]", (*value, "x")
        for at, held in enumerate(value):
            rest = (value[:at], value[at + 1 :])
            yield from ((f"[{at}]{place}", (*rest[0], new, *rest[1])) for place, new in changed(held))
    elif isinstance(value, bool):
        yield "", not value
    else:
        yield "", f"{value}x" if isinstance(value, str) else (value or 0) + 1


class Counted:
    """A folder, and how often files are really made in it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.made = TargetFolder(folder), 0
        for kind in KINDS.values():
            monkeypatch.setattr(kind, "make", self._make)

    def _make(self, path: Path) -> None:
        self.made += 1
        path.write_text(str(self.made), encoding="utf-8")

    def makes(self, recipe: Recipe) -> bool:
        """Whether the file is made when the recipe asks for it."""
        before = self.made
        self.folder.make("file", recipe)
        return self.made > before


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Counted:
    return Counted(tmp_path, monkeypatch)


def test_every_kind_of_file_is_asked_for_when_all_is_made(examples: dict[str, Recipe]) -> None:
    """A recipe that no film and no target of ``TARGETS`` uses would never be tried here."""
    assert set(examples) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_made_again_when_any_input_changes_and_only_then(
    kind: str, examples: dict[str, Recipe], folder: Counted
) -> None:
    """Each input of the file, and of what it is made from, in turn."""
    recipe = examples[kind]
    assert folder.makes(recipe)
    assert not folder.makes(replace(recipe))
    places = [place for place, other in changed(recipe) if not folder.makes(other)]
    assert places == [], f"{kind} does not notice that these change"
    assert {
        place[1:].partition("[")[0].partition(".")[0].partition("{")[0] for place, _ in changed(recipe)
    } == {field.name for field in fields(recipe) if field.metadata.get("keyed", True)}


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_made_again_when_what_makes_it_changes(
    kind: str, examples: dict[str, Recipe], folder: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The recipe's module and those of the values in it; each library, which is an installed one."""
    recipe = examples[kind]
    folder.makes(recipe)
    modules = {*modules_of(recipe)}
    assert KINDS[kind].__module__ == f"chainreel.{sorted(modules & own(kind))[0].replace('/', '.')}"
    for module in modules:
        with monkeypatch.context() as patch:
            patch.setattr(recipes, "library_hash", other_for(recipes.library_hash, module))
            assert folder.makes(replace(recipe)), module
        folder.makes(replace(recipe))
    for library in recipe.libraries:
        assert importlib.metadata.version(library)
        with monkeypatch.context() as patch:
            patch.setattr(recipes, "versions", lambda names, one=library: dict.fromkeys(names, one))
            assert folder.makes(replace(recipe)), library


def own(kind: str) -> set[str]:
    return {KINDS[kind].__module__.partition(".")[2].replace(".", "/")}


def other_for(real: Any, module: str) -> Any:
    """The hashes of modules, but for one."""
    return lambda name: "other" if name == module else real(name)


def test_what_is_no_input_is_listed_here_with_its_reason() -> None:
    """A field that does not count is a hole, unless another one vouches for its content."""
    found = {
        f"{name}.{field.name}"
        for name, kind in KINDS.items()
        for field in fields(kind)  # type: ignore[arg-type]
        if not field.metadata.get("keyed", True)
    }
    assert found == NOT_KEYED


def test_keys_are_made_in_one_place() -> None:
    """No file has a key written by hand: only recipes and the check hash sources."""
    hashing = {"digest", "library_hash", "source_texts", "versions"}
    found = set()
    for file in sorted(LIBRARY.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "chainreel.film.key":
                found |= {file.relative_to(LIBRARY).as_posix() for one in node.names if one.name in hashing}
    assert found == {"film/recipe.py", "check/running.py"}


def test_a_path_is_no_input(tmp_path: Path) -> None:
    """It says where something lies, not what it holds: that is a Source."""
    with pytest.raises(TypeError, match="is no input of a recipe"):
        plain_input([tmp_path])
    assert plain_input(Source(tmp_path, "hash")) == "hash"


def test_a_target_s_file_that_is_no_longer_asked_for_goes(tmp_path: Path) -> None:
    """What was made once and is not asked for by the end of the next making."""
    with TargetFolder(tmp_path) as first:
        first.make("a.txt", TextFile("a"))
        first.make("b.txt", TextFile("b"))
    with TargetFolder(tmp_path) as second:
        second.make("b.txt", TextFile("b"))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b.txt", "manifest.json"]
