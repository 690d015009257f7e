"""Decks opened by other people's programs: Impress, Chromium, Poppler, an HTML checker, manim-slides."""

import io
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from browser import SHOWS, VIDEO, opened
from decked import deck_folder
from PIL import Image, ImageChops, ImageStat
from published import CHECKERS, SMALL, program, said

from chainreel.publish.rendered import Rendered
from chainreel.publish.slides import make_slides

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("deck")]

TITLES = ["門ごとに、傾きがあります", "かけると、小さくなります"]


def stills(made: Rendered) -> list[Image.Image]:
    media = deck_folder(made) / "media" / "01-slopes"
    return [Image.open(media / f"{beat}.png").convert("RGB") for beat in ("01-factors", "02-product")]


def difference(first: Image.Image, second: Image.Image) -> float:
    """The mean difference of two pictures' levels, the second brought to the first one's size."""
    both = ImageChops.difference(first.convert("L"), second.convert("L").resize(first.size))
    return float(ImageStat.Stat(both).mean[0])


def impress(deck: Path, folder: Path, kind: str) -> Path:
    """The deck, converted by LibreOffice under a profile of its own."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    said(program("soffice"), profile, "--headless", "--convert-to", kind, "--outdir", folder, deck)
    return folder / f"{deck.stem}.{kind}"


def test_impress_shows_every_slide_with_its_still(live_deck: Rendered, tmp_path: Path) -> None:
    """As many pages as beats; each is the poster, edge to edge."""
    pages = impress(deck_folder(live_deck) / "deck.pptx", tmp_path, "pdf")
    size = ("-scale-to-x", str(SMALL.width), "-scale-to-y", str(SMALL.height))
    said(program("pdftoppm"), *size, "-png", pages, tmp_path / "page")
    shown = [Image.open(path) for path in sorted(tmp_path.glob("page*.png"))]
    assert len(shown) == 2
    for page, still, other in zip(shown, stills(live_deck), reversed(stills(live_deck)), strict=True):
        assert 3 * difference(still, page) < difference(other, page), difference(still, page)


def test_impress_plays_each_clip_by_itself_and_goes_on_when_it_should(
    spoken_deck: Rendered, tmp_path: Path
) -> None:
    """Read back from its own format: embedded media, a play command, notes, alternative texts, times."""
    converted = impress(deck_folder(spoken_deck) / "deck.pptx", tmp_path, "odp")
    with zipfile.ZipFile(converted) as packed:
        content = packed.read("content.xml").decode()
        assert len([name for name in packed.namelist() if name.endswith(".mp4")]) == 2
    assert content.count("<draw:plugin") == content.count('anim:command="play"') == 2
    assert re.findall(r'presentation:duration="PT(\d+)S"', content)
    assert 'presentation:transition-type="automatic"' in content
    assert "どうなるでしょうか。" in content.partition("<presentation:notes")[2]
    assert [title in content for title in TITLES] == [True, True]
    assert "シグモイド3つ · x = 0.5</svg:desc>" in content


def test_the_page_plays_every_clip_to_its_end_without_a_network(live_deck: Rendered) -> None:
    """From disk, forwards by keyboard; nothing outside is asked for, nothing is complained about."""
    with opened(deck_folder(live_deck) / "index.html") as page:
        page.until_played()
        page.tab.keyboard.press("ArrowRight")
        assert page.slide == "slopes-product"
        page.until(f"{VIDEO}.currentTime > {VIDEO}.duration - 0.3")  # it loops: it never ends
        page.until(f"{VIDEO}.currentTime < 0.5")
        assert page.complaints == []
        assert all(address.startswith("file:") for address in page.asked)


def test_going_back_shows_the_still_at_once_and_forward_never_the_last_run_s_end(live_deck: Rendered) -> None:
    """Each picture on the way is compared: nothing else flashes up."""
    first, second = stills(live_deck)
    with opened(deck_folder(live_deck) / "index.html") as page:
        page.until_played()
        page.tab.keyboard.press("ArrowRight")
        page.until(f"{SHOWS} === 'motion' && {VIDEO}.currentTime > 1")
        page.tab.keyboard.press("ArrowLeft")
        back = Image.open(io.BytesIO(page.tab.screenshot()))
        assert (page.slide, page.shows) == ("slopes-factors", "still")
        assert difference(back, first) < 1.5 < difference(back, second)
        page.tab.keyboard.press("ArrowRight")
        forward = Image.open(io.BytesIO(page.tab.screenshot()))
        assert page.second < 1
        assert difference(forward, first) < difference(forward, second)
        page.tab.keyboard.press("ArrowLeft")
        page.tab.keyboard.press("r")
        page.until(f"{SHOWS} === 'motion'")
        assert page.slide == "slopes-factors"


def test_the_page_is_turned_by_swiping(live_deck: Rendered) -> None:
    """On a tablet or a phone."""
    with opened(deck_folder(live_deck) / "index.html", has_touch=True) as page:
        assert page.slide == "slopes-factors"
        page.swipe(600, 200)
        page.until("Reveal.getCurrentSlide().id === 'slopes-product'")
        page.swipe(200, 600)
        page.until("Reveal.getCurrentSlide().id === 'slopes-factors'")
        assert page.complaints == []


def test_the_lecturer_s_window_has_the_notes(live_deck: Rendered) -> None:
    """It opens at S, shows this slide and the next, and turns no page by itself."""
    with opened(deck_folder(live_deck) / "index.html") as page:
        page.tab.keyboard.press("ArrowRight")
        with page.tab.expect_popup() as popup:
            page.tab.keyboard.press("s")
        popup.value.get_by_text("問いかけ: 小さいでしょうか？").wait_for()
        assert page.slide == "slopes-product"


def test_a_speaking_page_waits_for_the_first_key_and_then_goes_on_by_itself(spoken_deck: Rendered) -> None:
    """A browser lets nothing sound before; then each clip's end turns the page."""
    with opened(deck_folder(spoken_deck) / "index.html", may_sound=False) as page:
        page.tab.get_by_role("button", name="音声つきで始める").wait_for()
        assert page.second == 0
        page.tab.keyboard.press("Space")
        page.until(f"{VIDEO}.currentTime > 0.2")
        assert (page.slide, page.tab.evaluate(f"{VIDEO}.muted")) == ("slopes-factors", False)
        page.until("Reveal.getCurrentSlide().id === 'slopes-product'")
        page.until_played()
        assert page.complaints == []


def test_the_page_is_valid_html(live_deck: Rendered, spoken_deck: Rendered) -> None:
    """By the W3C's checker."""
    jar = CHECKERS / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if not jar.is_file():
        pytest.skip("vnu-jar is not installed: tools/setup.sh slow does it")
    pages = [deck_folder(made) / "index.html" for made in (live_deck, spoken_deck)]
    command = [program("java"), "-jar", str(jar), "--Werror", *map(str, pages)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_the_handout_has_a_page_a_beat_with_its_words_as_text(live_deck: Rendered) -> None:
    """Read back by Poppler: pages, words, outline, title, language, tags."""
    path = deck_folder(live_deck) / "deck.pdf"
    told = said(program("pdfinfo"), path)
    assert re.search(r"Title: +傾きのくさり", told)
    assert re.search(r"Pages: +2", told)
    assert re.search(r"Tagged: +yes", told)
    pages = said(program("pdftotext"), path, "-").split("\f")
    assert "シグモイドを三つつなぐと、傾きも三つ出てきます。" in pages[0]
    assert "かけると、約 0.012 になります。" in pages[1] or "かけると、約0.012になります。" in pages[1]
    outline = said(program("pdftohtml"), "-xml", "-i", "-stdout", path).partition("<outline>")[2]
    assert re.findall(r"page=\"(\d)\">([^<]+)<", outline) == [
        ("1", "傾きのくさり"), ("1", TITLES[0]), ("2", TITLES[1])
    ]  # fmt: skip


def test_the_handout_shows_each_still(live_deck: Rendered, tmp_path: Path) -> None:
    """The picture inside is the still itself."""
    said(program("pdfimages"), "-png", deck_folder(live_deck) / "deck.pdf", tmp_path / "picture")
    found = [Image.open(path) for path in sorted(tmp_path.glob("picture*.png"))]
    assert [difference(a, b) for a, b in zip(found, stills(live_deck), strict=True)] == [0, 0]


def test_manim_slides_takes_both_presentations(live_deck: Rendered, tmp_path: Path) -> None:
    """Its own reader checks every field and file; its converter makes a page of them."""
    config = pytest.importorskip("manim_slides.config", reason="tools/setup.sh slow installs manim-slides")
    make_slides(live_deck)
    folder = live_deck.edition.folder / "slides"
    for kind, loops in (("live", [False, True]), ("narrated", [False, False])):
        read = config.PresentationConfig.from_file(folder / f"{kind}.json")
        assert [slide.loop for slide in read.slides] == loops
        assert all(slide.file.is_file() for slide in read.slides)
        assert read.slides[1].notes.endswith("問いかけ: 小さいでしょうか？")
