"""deck/index.html and deck.pdf as files; tests that open them are in test_publish_opened.py."""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from decked import deck_folder

from chainreel.errors import InputError
from chainreel.film.recipe import Source
from chainreel.publish.deckslide import DeckSlide, by_chapter
from chainreel.publish.handout import handout_pages, write_handout
from chainreel.publish.rendered import Rendered
from chainreel.publish.webpage import page
from chainreel.theme import THEMES

pytestmark = pytest.mark.xdist_group("deck")

Tag = tuple[str, dict[str, str | None]]


class Tags(HTMLParser):
    """Every tag that opens, with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[Tag] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def named(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.found if tag == name]


def tags(made: Rendered) -> Tags:
    return Tags((deck_folder(made) / "index.html").read_text(encoding="utf-8"))


def addresses(made: Rendered) -> Iterator[str]:
    """Every address that the page names."""
    for _, attributes in tags(made).found:
        yield from (
            str(attributes[key]) for key in ("src", "href", "data-src", "poster") if key in attributes
        )


def test_the_page_names_only_files_beside_it(live_deck: Rendered) -> None:
    """All are there, reveal.js with its licence; style sheets and scripts load nothing either."""
    folder = deck_folder(live_deck)
    named = list(addresses(live_deck))
    assert len(named) == 3 + 3 + 2 * 3
    assert all((folder / unquote(address)).is_file() for address in named)
    assert "Hakim El Hattab" in (folder / "reveal" / "LICENSE").read_text(encoding="utf-8")
    for style in folder.rglob("*.css"):
        assert "@import" not in style.read_text(encoding="utf-8")
        assert "url(http" not in style.read_text(encoding="utf-8")


def test_the_page_says_its_language_its_title_and_each_slide_s(live_deck: Rendered) -> None:
    """For screen readers and search; each clip has its words as its label."""
    found = tags(live_deck)
    assert found.named("html")[0]["lang"] == "ja"
    text = (deck_folder(live_deck) / "index.html").read_text(encoding="utf-8")
    assert "<title>傾きのくさり</title>" in text
    assert text.count("<h3") == 2
    assert "0.012" in str(found.named("video")[1]["aria-label"])
    assert "<p>問いかけ: 小さいでしょうか？</p></aside>" in text


def test_a_live_page_is_silent_and_loops_only_where_it_is_told_to(live_deck: Rendered) -> None:
    """Muted clips may start by themselves anywhere; a clip that waits stands on its still."""
    first, second = tags(live_deck).named("video")
    assert "muted" in first
    assert ("loop" in first, "loop" in second) == (False, True)


def test_a_speaking_page_sounds_and_loops_nowhere(spoken_deck: Rendered) -> None:
    """It goes on by itself instead."""
    assert all("muted" not in video and "loop" not in video for video in tags(spoken_deck).named("video"))
    assert [d for d in tags(spoken_deck).named("div") if d.get("data-narrated") == "yes"]


def slide(number: int, chapter: str, folder: Path, said: str = "Words.", title: str = "") -> DeckSlide:
    place = folder / "media" / "01-a" / f"{number}"
    files = (Source(place.with_suffix(kind), kind) for kind in (".mp4", ".png", ".png"))
    words = (title or chapter, 'A "title" <b>', "Alt & so", (said,), "<i>")
    return DeckSlide(f"s-{number}", chapter, *words, *files, 1.0, False)


def test_what_a_script_says_is_no_markup(tmp_path: Path) -> None:
    """Angle brackets, quotes and ampersands are shown as they are."""
    text = page([slide(1, "One", tmp_path)], "a < b", "en", THEMES["light"], (1920, 1080), False)
    assert "<title>a &lt; b</title>" in text
    assert "A &quot;title&quot; &lt;b&gt;" in text
    assert 'aria-label="Alt &amp; so"' in text
    assert "<p>&lt;i&gt;</p>" in text
    assert "--background: #FBF9F4" in text


def test_slides_are_grouped_by_chapter_whatever_its_title(tmp_path: Path) -> None:
    """A chapter is a section of the deck, a column of the page, an entry of the handout's outline."""
    slides = [slide(n, c, tmp_path, title="Alike") for n, c in enumerate(("one", "one", "two"))]
    assert [len(own) for own in by_chapter(slides)] == [2, 1]
    text = page(slides, "T", "en", THEMES["dark"], (1920, 1080), False)
    assert text.count('<h2 class="unseen">Alike</h2>') == 2
    assert [one["opens"] for one in handout_pages(slides, tmp_path)] == [True, False, True]


def test_a_character_without_a_glyph_is_refused_by_name(tmp_path: Path) -> None:
    """Rather than printed as a box."""
    with pytest.raises(InputError, match="U\\+1F600"):
        write_handout([slide(1, "One", tmp_path, "Smile \U0001f600")], "T", "en", tmp_path / "deck.pdf")
    assert not (tmp_path / "deck.pdf").exists()
