"""A page in headless Chromium, the network cut; and what a deck's page can be asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from published import program
from waiting import PATIENCE

SHOWS = "Reveal.getCurrentSlide().dataset.shows"
VIDEO = "Reveal.getCurrentSlide().querySelector('video')"


@contextmanager
def opened(page: Path, may_sound: bool = True, **context: object) -> Iterator["Browsed"]:
    """A deck's page, opened from disk; ``may_sound`` before the first key or click."""
    with tab_without_network(may_sound, **context) as tab:
        yield Browsed(tab, page)


@contextmanager
def tab_without_network(may_sound: bool = True, **context: object) -> Iterator:
    """An empty tab."""
    chromium = program("chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="tools/setup.sh slow installs playwright")
    policy = ["--autoplay-policy=no-user-gesture-required"] if may_sound else []
    started = {"executable_path": chromium, "args": ["--no-sandbox", *policy], "timeout": 1000 * PATIENCE}
    with playwright.sync_playwright() as programs:
        browser = programs.chromium.launch(**started)
        size = {"width": 1280, "height": 720}
        yield browser.new_context(**{"viewport": size, "offline": True, **context}).new_page()
        browser.close()


class Browsed:
    """A page that is ready, with what it asked for and complained about."""

    def __init__(self, tab, page: Path) -> None:
        self.tab = tab
        self.asked: list[str] = []
        self.complaints: list[str] = []
        tab.on("request", lambda request: self.asked.append(request.url))
        tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        tab.on("console", lambda said: self.complaints.append(said.text))
        tab.set_default_timeout(1000 * PATIENCE)
        tab.goto(page.as_uri())
        tab.wait_for_function("window.Reveal && Reveal.isReady()")

    @property
    def slide(self) -> str:
        return str(self.tab.evaluate("Reveal.getCurrentSlide().id"))

    @property
    def shows(self) -> str:
        return str(self.tab.evaluate(SHOWS))

    @property
    def second(self) -> float:
        """Where the slide's clip is."""
        return float(self.tab.evaluate(f"{VIDEO}.currentTime"))

    def until(self, condition: str, seconds: float = PATIENCE) -> None:
        self.tab.wait_for_function(condition, timeout=1000 * seconds)

    def swipe(self, start: int, end: int) -> None:
        """A finger's way across the page, in pixels from the left."""
        finger = self.tab.context.new_cdp_session(self.tab)
        for kind, x in (("touchStart", start), ("touchMove", (start + end) // 2), ("touchMove", end)):
            points = [{"x": x, "y": 300}]
            finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def until_played(self) -> None:
        self.until(f"{VIDEO}.ended")
