"""The house asks nobody which language it is: no code outside of ``chainreel/languages`` names a tag."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from chainreel.languages.discovery import known_languages

ROOT = Path(__file__).parent.parent
FOLDERS = ("chainreel", "scenes", "experiments", "render.py")
OWN = ROOT / "chainreel" / "languages"
TAGS = frozenset(known_languages())
CODES = TAGS | {language.locale.iso639 for language in known_languages().values()}


def tags_in(source: str) -> Iterator[tuple[int, str]]:
    """Where a program names a language: by a text that is its tag or its code, or by a keyword."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and node.value in CODES:
            yield node.lineno, str(node.value)
        if isinstance(node, ast.keyword) and node.arg in TAGS:
            yield node.value.lineno, str(node.arg)


def files() -> Iterator[Path]:
    """Every program that could decide by language."""
    for name in FOLDERS:
        path = ROOT / name
        yield from (path.rglob("*.py") if path.is_dir() else [path])


def test_no_code_names_a_language() -> None:
    """A comparison, a key, a default or an argument that is a tag would decide for one language alone."""
    looked_at = [path for path in files() if OWN not in path.parents]
    assert len(looked_at) > 200
    found = [
        f"{path.relative_to(ROOT)}, line {line}: {tag!r}"
        for path in looked_at
        for line, tag in tags_in(path.read_text(encoding="utf-8"))
    ]
    assert found == [], "let chainreel/languages say it, in a field of Language"


@pytest.mark.parametrize(
    "line",
    [
        'if language == "ja": pass',
        'words = "en" if language != "fr" else ""',
        'known = language in ("zh-Hans", other)',
        'WIDEST = {"ko": 16}',
        'widest = WIDEST["es"]',
        'def f(language="en"): pass',
        'f("ja")',
        "dict(ja=1)",
        'match language:\n    case "fr": pass',
        'TAGS = {tag: "jpn"}',
    ],
)
def test_a_decision_by_language_is_found(line: str) -> None:
    """However it is written."""
    assert list(tags_in(line))


@pytest.mark.parametrize("line", ["language = lecture.languages[0]", '"""In ja and en."""', 'print("japan")'])
def test_what_is_no_decision_passes(line: str) -> None:
    """Tags within a longer text decide nothing."""
    assert list(tags_in(line)) == []
