"""The documentation's site: every page is in it, it is built without a warning, and it works from a disk."""

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import tab_without_network
from waiting import PATIENCE

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def pages_in(nav: list[dict[str, Any]]) -> Iterator[str]:
    """The pages that a table of contents names, at any depth."""
    for entry in nav:
        for named in entry.values():
            yield from pages_in(named) if isinstance(named, list) else [named]


def test_every_page_is_in_the_contents_once() -> None:
    """None is left out, and none is named that is not there."""
    nav = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]["nav"]
    assert sorted(pages_in(nav)) == sorted(p.relative_to(DOCS).as_posix() for p in DOCS.rglob("*.md"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as ``make docs`` builds it, of a copy of what it is built from."""
    home = tmp_path_factory.mktemp("site")
    for name in ("docs", "chainreel", "tools"):
        shutil.copytree(ROOT / name, home / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "zensical.toml", home)
    (home / ".venv").symlink_to(Path(sys.prefix))
    built = subprocess.run(
        [sys.executable, "tools/site.py"], cwd=home, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stdout + built.stderr
    return home / "out" / "site"


@pytest.mark.slow
@pytest.mark.xdist_group("site")
def test_the_site_is_built_without_a_warning(site: Path) -> None:
    """A page of HTML for each of Markdown; a link that leads nowhere would have stopped it."""
    made = {p.relative_to(site).with_suffix("").as_posix() for p in site.rglob("*.html")}
    assert {p.relative_to(DOCS).with_suffix("").as_posix() for p in DOCS.rglob("*.md")} <= made


@pytest.mark.slow
@pytest.mark.xdist_group("site")
def test_a_word_is_found_from_a_disk_without_a_network(site: Path) -> None:
    """The search leads from a word to its page, and nothing is asked of the net."""
    with tab_without_network() as tab:
        asked: list[str] = []
        tab.on("request", lambda request: asked.append(request.url))
        tab.set_default_timeout(1000 * PATIENCE)
        tab.goto((site / "index.html").as_uri())
        tab.keyboard.press("Control+k")
        tab.keyboard.type("UnaSlides")
        tab.wait_for_selector("a[href*='tasks/vrchat.html']:has-text('UnaSlides')")
        assert [url for url in asked if not url.startswith(("file:", "blob:", "data:"))] == []


@pytest.mark.slow
@pytest.mark.xdist_group("site")
def test_the_reference_has_what_authors_import(site: Path) -> None:
    """Signatures with their types, and the errors they raise."""
    scene = (site / "reference" / "scene.html").read_text(encoding="utf-8")
    assert 'id="chainreel.scene.lecture_scene.LectureScene.play"' in scene
    numbers = (site / "reference" / "numbers.html").read_text(encoding="utf-8")
    assert 'id="chainreel.number.ratio"' in numbers
    assert "Raises" in numbers
