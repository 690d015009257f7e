"""Names that say what they are when read alone, and modules whose first line can be searched."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

LIBRARY = Path(__file__).parent.parent / "chainreel"
# Without those that are verbs too: cut, put, read, run, set, split, spread.
IRREGULAR = {
    "begun", "born", "bound", "broken", "brought", "built", "burnt", "caught", "chosen", "dealt",
    "done", "drawn", "driven", "fed", "flown", "found", "frozen", "given", "gone", "grown", "heard",
    "held", "hidden", "hung", "kept", "known", "laid", "led", "left", "lent", "lost", "made", "meant",
    "met", "paid", "risen", "said", "seen", "sent", "shown", "sold", "spent", "spoken", "stolen",
    "struck", "sunk", "swept", "swung", "taken", "taught", "thrown", "told", "torn", "understood",
    "unheard", "won", "worn", "woven", "wound", "written",
}  # fmt: skip
NO_PARTICIPLES = {
    "bleed", "breed", "embed", "exceed", "feed", "heed", "need", "proceed", "seed", "shed", "speed",
    "succeed", "weed",
}  # fmt: skip
QUESTIONS = re.compile(r"(How|What|Whether|Which|Who|Whose|Where|When|Why)\b")

ALLOWED = {
    "number.py: counted": "a value named for its source, as the ledger writes it, beside cited and derived",
    "number.py: cited": "the same: cited(6.43, paper, place) is the number that the paper prints",
    "measured.py: trained": "a tolerance class, beside exact; the file's source is in every record",
    "measured.py: named": "a tolerance class as well",
    "graph/layout.py: left": "a side of a box, beside right, top and bottom",
    "words.py: shown": "the text's Shown pieces: a noun of this library",
}
QUESTIONS_ALLOWED = {"measured.py": "the file's source is in every record"}


def is_bare_participle(name: str) -> bool:
    """Whether a name is one word that says what was done, and not what it does or is."""
    ends_in_ed = name.endswith("ed") and name not in NO_PARTICIPLES
    return "_" not in name and (ends_in_ed or name in IRREGULAR)


def public_functions(tree: ast.Module) -> Iterator[str]:
    """The names of a module's functions and its classes' methods and properties."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.ClassDef):
            yield from (inner.name for inner in node.body if isinstance(inner, ast.FunctionDef))


def faults_of(file: str, text: str) -> Iterator[str]:
    """What a module's names and its first line do not say."""
    tree = ast.parse(text)
    for name in public_functions(tree):
        if is_bare_participle(name) and f"{file}: {name}" not in ALLOWED:
            yield f"{file}: {name}() is a bare participle: name it by a verb for what it does, or a noun"
    first = (ast.get_docstring(tree) or "").split("\n")[0]
    if QUESTIONS.match(first) and file not in QUESTIONS_ALLOWED:
        yield f"{file}: its first line begins with {first.split()[0]!r}: begin with the noun to look for"


def faults() -> dict[str, list[str]]:
    """Every fault by room; the modules of the library's own folder are a room too."""
    found: dict[str, list[str]] = {}
    for path in sorted(LIBRARY.rglob("*.py")):
        file = path.relative_to(LIBRARY)
        room = file.parts[0] if len(file.parts) > 1 else ""
        found.setdefault(room, []).extend(faults_of(file.as_posix(), path.read_text(encoding="utf-8")))
    return found


FAULTS = faults()


@pytest.mark.parametrize("room", sorted(FAULTS))
def test_names_and_first_lines_speak_for_themselves(room: str) -> None:
    """No public function is a bare participle, and no module's first line begins with a question word."""
    assert FAULTS[room] == []


@pytest.mark.parametrize("entry", sorted(ALLOWED))
def test_an_exception_is_needed(entry: str) -> None:
    """What is allowed by name is still there."""
    file, name = entry.split(": ")
    assert name in public_functions(ast.parse((LIBRARY / file).read_text(encoding="utf-8")))


def test_a_class_has_a_name_of_its_own() -> None:
    """No class takes the name of another one in the library: one word means one thing."""
    homes: dict[str, list[str]] = {}
    for path in sorted(LIBRARY.rglob("*.py")):
        classes = [node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.ClassDef)]
        for name in (node.name for node in classes if not node.name.startswith("_")):
            homes.setdefault(name, []).append(path.relative_to(LIBRARY).as_posix())
    assert {name: at for name, at in homes.items() if len(at) > 1} == {}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("def kept():\n    pass", 1),
        ("class Store:\n    def toned(self):\n        pass", 1),
        ("class Store:\n    @property\n    def told(self):\n        pass", 1),
        ("def feed():\n    pass", 0),
        ("def kept_beats():\n    pass", 0),
        ("def _kept():\n    pass", 0),
        ("def read():\n    def made():\n        pass", 0),
        ('"""How loud a sound is."""', 1),
        ('"""Loudness: how loud a sound is."""', 0),
        ('"""Whatever is shown."""', 0),
    ],
)
def test_a_name_that_says_nothing_is_found(text: str, count: int) -> None:
    """Public functions, methods and properties are read; verbs, nouns and what is private pass."""
    assert len(list(faults_of("some.py", text))) == count
