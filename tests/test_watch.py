"""A beat that is watched: saved, it is drawn again, and what is wrong with it is told with file and line."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from published import program
from tiny import change, copy_of_tiny
from waiting import PATIENCE

from chainreel.command.command import command
from chainreel.watch.board import Board
from chainreel.watch.messages import Judged, Outline, PicturesDrawn, Shot, Stumble, Taken, WatchedBeat
from chainreel.watch.server import PageServer

ROOT = Path(__file__).parents[1]
COMMAND = [sys.executable, "-c", "from chainreel.command import main; main()"]
SCRIPT, SCENE = "scenes/slopes.toml", "scenes/slopes.py"

Shown = dict[str, Any]


class Watched:
    """``chainreel watch`` on a copy of the tiny lecture, and a page that hears of it."""

    def __init__(self, root: Path, *arguments: str) -> None:
        self.root = copy_of_tiny(root)
        self.process = subprocess.Popen(
            [*COMMAND, "watch", *arguments, "--no-open", "--port", "0", "--language", "en"],
            cwd=self.root, env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True, encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        self.said = [self.line()]
        address = re.search(r"http://127\.0\.0\.1:(\d+)/", self.said[0])
        assert address, self.said
        self.url, self.port = address[0], int(address[1])
        threading.Thread(target=self._hear, daemon=True).start()
        self.events = self._events()

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def _hear(self) -> None:
        while line := self.line():
            self.said.append(line)

    def get(self, path: str, host: str = "") -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", path, headers={"Host": host} if host else {})
        return connection.getresponse()

    def _events(self) -> Iterator[Shown]:
        response = self.get("/events")
        assert response.headers["Content-Type"].startswith("text/event-stream")
        while line := response.readline():
            if line.startswith(b"data: "):
                yield json.loads(line.removeprefix(b"data: "))

    def until(self, condition: Callable[[Shown], object]) -> Shown:
        """The next thing shown of which the condition is true."""
        end = time.monotonic() + PATIENCE
        for shown in self.events:
            if condition(shown):
                return shown
            assert time.monotonic() < end, f"never came; the last was {shown}"
        raise AssertionError(f"the watch ended: {self.said}")

    def settled(self, after: int = 0) -> Shown:
        """What is shown once an order behind number ``after`` came to its end."""
        return self.until(lambda s: s["order"] > after and s["state"] in ("ready", "stumbled"))

    def until_said(self, text: str) -> None:
        """Wait for a line in the terminal."""
        end = time.monotonic() + PATIENCE
        while not any(line.strip() == text for line in self.said):
            assert time.monotonic() < end, f"never said; but {self.said}"
            time.sleep(0.05)

    def save(self, file: str, old: str, new: str) -> None:
        change(self.root / file, old, new)

    def end(self) -> int:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(PATIENCE)


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """The last beat of the tiny lecture; every test leaves its files as they were."""
    made = Watched(tmp_path_factory.mktemp("watch") / "a lecture", "slopes.product")
    yield made
    made.end()


@pytest.fixture
def shown(watched: Watched) -> Iterator[Shown]:
    """What is shown when all is well, before and after a test."""
    yield now(watched)
    for file in (SCRIPT, SCENE, "experiments/gates.py"):
        (watched.root / file).write_text(
            (ROOT / "tests" / "tiny_lecture" / file).read_text(encoding="utf-8"), encoding="utf-8"
        )
    watched.until(lambda s: s["state"] == "ready" and not s["findings"] and s["beats"][0]["title"] == TITLE)


TITLE = "Multiplied, they shrink"
pytestmark = pytest.mark.xdist_group("watch")


def now(watched: Watched) -> Shown:
    """What a page that is opened now is told first, once all is drawn and checked."""
    for shown in watched._events():
        if shown["state"] == "ready":
            return shown
    raise AssertionError("the watch ended")


def pictures(shown: Shown) -> list[str]:
    return [shot["picture"] for beat in shown["beats"] for shot in beat["shots"]]


def test_the_beat_is_shown_with_its_words_and_moments(watched: Watched, shown: Shown) -> None:
    """How it opens, each play half way and at its end, by cue; and the sentences with their numbers."""
    (beat,) = shown["beats"]
    assert (beat["place"], beat["title"]) == ("slopes.product", TITLE)
    assert beat["sentences"][0] == "Multiplied, they make about 0.012."
    labels = [shot["label"] for shot in beat["shots"]]
    assert labels[:3] == ["opening", "play 1 [[multiply]], half way", "play 1 [[multiply]], end"]
    assert "play 2 [[answer]], end" in labels
    assert shown["findings"] == []
    for picture in pictures(shown):
        response = watched.get(picture)
        assert (response.status, response.headers["Content-Type"]) == (200, "image/png")
        assert response.read(8) == b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (SCRIPT, 'title.en = "Multiplied, they shrink"', 'title.en = "Multiplied, they go"'),
        (SCRIPT, "{whole:.3f}$", "{whole:.4f}$"),
        (SCENE, "DOWN, buff=px(GAP_XL)", "DOWN, buff=2 * px(GAP_XL)"),
    ],
)
def test_a_save_is_seen(watched: Watched, shown: Shown, file: str, old: str, new: str) -> None:
    """Words or pictures are other ones, whichever file it was."""
    watched.save(file, old, new)
    changed = watched.until(lambda s: s["order"] > shown["order"] and s["state"] == "ready")
    assert changed["beats"] != shown["beats"]


# File, text, what takes its place; what stands in the line that is named, and in the sentence.
BROKEN = {
    "no toml": (SCRIPT, "[product]", "[product", "[product", "slopes.toml"),
    "no such number": (SCRIPT, "{whole:.3f}", "{hole:.3f}", "{hole", "hole"),
    "a typed number": (SCRIPT, "about {gates.product:.3f}", "about 7", "say.en", "7"),
    "no python": (SCENE, "def product(self)", "def product(self", "def product", "slopes.py"),
    "no such name": (SCENE, "        product = ", "        boom\n        product = ", "boom", "boom"),
    "an early beat": (
        SCENE,
        "        self.open_with",
        "        boom\n        self.open_with",
        "boom",
        "boom",
    ),
    "an exit": (SCENE, "        product = ", "        exit(3)\n        product = ", "exit", "sys.exit"),
    "an exit at import": (SCENE, "\nclass", "\nexit()\n\n\nclass", "exit", "sys.exit"),
    "no such text": (SCENE, 'self.text("product"', 'self.text("produce"', "produce", "produce"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_an_error_keeps_the_last_good_pictures(watched: Watched, shown: Shown, fault: str) -> None:
    """It is told in a sentence with file and line, on the page and in the terminal."""
    file, old, new, named, told = BROKEN[fault]
    watched.save(file, old, new)
    broken = watched.until(lambda s: s["state"] == "stumbled")
    spot, text = broken["stumble"]["spot"], broken["stumble"]["text"]
    assert told in text
    assert named in line_at(watched.root, spot)
    assert pictures(broken) == pictures(shown)
    assert all(watched.get(picture).status == 200 for picture in pictures(broken))
    watched.until_said(f"{spot}: {text}")


def line_at(root: Path, spot: str) -> str:
    """The line that ``file:line`` names."""
    file, _, line = spot.rpartition(":")
    return (root / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]


FOUND = {
    "a long sentence": (SCRIPT, "Multiplied, they make", f"{'So ' * 20}they make", "slopes.toml", "say.en"),
    "an unused text": (SCRIPT, "show.product =", 'show.a = "a"\nshow.product =', "slopes.toml", "show.a"),
    "a picture too low": (SCENE, "buff=px(GAP_XL))", "buff=3.2)", "slopes.py", "def product"),
    "a stale record": ("experiments/gates.py", "NUDGE = 1e-5", "NUDGE = 1.0e-5", "", ""),
}  # fmt: skip


@pytest.mark.parametrize("fault", FOUND)
def test_findings_are_told_with_file_and_line(watched: Watched, shown: Shown, fault: str) -> None:
    """The line that is named is the one to mend."""
    file, old, new, name, named = FOUND[fault]
    watched.save(file, old, new)
    found = watched.until(lambda s: s["state"] == "ready" and s["findings"])
    spots = [finding["spot"] for finding in found["findings"]]
    if name:
        mended = [line_at(watched.root, spot) for spot in spots if spot.startswith(f"scenes/{name}:")]
        assert any(line.strip().startswith(named) for line in mended), found["findings"]
    else:
        assert "gates: its experiment changed" in found["findings"][0]["text"]


def test_only_this_machine_is_answered(watched: Watched) -> None:
    """Not a site whose name was pointed here, and not what is no file of the page."""
    assert watched.get("/", host=f"evil.example:{watched.port}").status == 403
    assert watched.get("/../../lecture.toml").status == 404
    assert watched.get("/shots/none.png").status == 404
    for path in ("/", "/watch.css", "/watch.js"):
        assert watched.get(path).status == 200


def test_a_scene_that_hangs_gives_way_to_the_next_save(tmp_path: Path) -> None:
    """The process that hangs is ended; and Ctrl-C ends all, with nothing left behind."""
    watched = Watched(tmp_path / "lecture", "slopes")
    try:
        first = watched.settled()
        assert [beat["place"] for beat in first["beats"]] == ["slopes.factors", "slopes.product"]
        hanging = "        while True:\n            pass\n        product = "
        watched.save(SCENE, "        product = ", hanging)
        watched.until(lambda s: s["order"] > first["order"] and s["state"] == "drawing")
        watched.save(SCENE, hanging, "        product = ")
        again = watched.settled(first["order"] + 1)
        assert (again["state"], pictures(again)) == ("ready", pictures(first))
    finally:
        code = watched.end()
    assert code == 0
    watched.until_said("Stopped watching.")
    assert not any("Traceback" in line for line in watched.said)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["slops.product"], "unknown chapter 'slops'"),
        (["slopes.produce"], "unknown beat 'produce': did you mean 'product'?"),
        (["slopes", "--language", "fr"], "the lecture has no 'fr'"),
        (["slopes", "--theme", "pink"], "unknown theme 'pink'"),
    ],
)
def test_what_cannot_be_watched_is_refused_at_once(arguments: list[str], told: str, tmp_path: Path) -> None:
    """Before anything is drawn or served."""
    from chainreel.errors import InputError

    file = copy_of_tiny(tmp_path / "lecture") / "lecture.toml"
    with pytest.raises(InputError, match=re.escape(told)):
        command.main(["watch", *arguments, "--lecture", str(file)], standalone_mode=False)


def test_a_port_that_is_taken_is_told() -> None:
    """If it was asked for; else another is taken."""
    from chainreel.errors import InputError

    first = PageServer(Board("a"), 0)
    try:
        port = int(first.url.rstrip("/").rpartition(":")[2])
        with pytest.raises(InputError, match=f"--port {port}: "):
            PageServer(Board("b"), port)
    finally:
        first.close()


def test_the_board_drops_what_an_order_no_longer_draws() -> None:
    """Beats and pictures of the order before go once the new one is drawn, and not sooner."""
    board = Board("slopes")
    for number, place, png in ((1, "slopes.a", b"1"), (2, "slopes.b", b"2")):
        board.hear(Taken(number))
        board.hear(Outline((place,), "en", "dark"))
        if number == 2:
            board.hear(Stumble(None, "no"))
            board.hear(Taken(3))
        board.hear(WatchedBeat(place, "", (), (Shot("opening", png),)))
        board.hear(PicturesDrawn(0.1))
        board.hear(Judged((), 0.2))
    shown = board.after(0, 0)
    assert shown is not None
    assert [beat["place"] for beat in shown[1]["beats"]] == ["slopes.b"]
    assert shown[1]["stumble"] is None
    assert len(board._pictures) == 1


@pytest.mark.slow
def test_a_browser_follows_a_save(tmp_path: Path) -> None:
    """Picture, sentence and error change on the open page; nothing is asked of another machine."""
    chromium = program("chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="tools/setup.sh slow installs playwright")
    watched = Watched(tmp_path / "lecture", "slopes.product")
    try:
        with playwright.sync_playwright() as programs:
            browser = programs.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            tab = browser.new_page(viewport={"width": 1400, "height": 900})
            tab.set_default_timeout(1000 * PATIENCE)
            asked, complaints = [], []
            tab.on("request", lambda request: asked.append(request.url))
            tab.on("pageerror", lambda error: complaints.append(str(error)))
            tab.goto(watched.url)
            ready = "document.querySelector('#state').dataset.state === 'ready'"
            tab.wait_for_function(ready)
            large = "document.querySelector('.large').src"
            before = tab.evaluate(large)
            watched.save(SCRIPT, "about {gates.product:.3f}", "some {gates.product:.4f}")
            watched.save(SCENE, "DOWN, buff=px(GAP_XL)", "DOWN, buff=2 * px(GAP_XL)")
            tab.wait_for_function(f"{large} !== {before!r}")
            tab.wait_for_function("document.body.textContent.includes('they make some 0.0120')")
            tab.locator(".strip button").first.click()
            tab.wait_for_function(f"{large} === document.querySelector('.strip img').src")
            tab.keyboard.press("ArrowRight")
            tab.wait_for_function("document.querySelectorAll('[aria-pressed=true]').length === 1")
            watched.save(SCENE, "def product", "boom\n    def product")
            tab.wait_for_function("document.querySelector('#stumble').textContent.includes('boom')")
            assert tab.evaluate("document.querySelector('.large').naturalWidth") == 1280
            assert watched.end() == 0
            tab.wait_for_function("document.querySelector('#state').dataset.state === 'gone'")
            browser.close()
        assert complaints == []
        assert {url.split("/")[2] for url in asked} == {watched.url.split("/")[2]}
    finally:
        watched.end()
