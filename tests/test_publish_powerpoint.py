"""deck.pptx: what is in it, read with python-pptx and as XML."""

import hashlib
import io
import zipfile
from math import ceil
from pathlib import Path

import av
import pytest
from decked import deck_folder
from lxml import etree
from PIL import Image, ImageChops, ImageStat
from pptx import Presentation

from chainreel.errors import InputError
from chainreel.publish import deck as decks
from chainreel.publish.deck import make_deck
from chainreel.publish.rendered import Rendered

pytestmark = pytest.mark.xdist_group("deck")

NAMES = {
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "p14": "http://schemas.microsoft.com/office/powerpoint/2010/main",
}


def find(made: Rendered, name: str, path: str, file: str = "deck.pptx") -> list[str]:
    """What an XPath finds in a part."""
    with zipfile.ZipFile(deck_folder(made) / file) as packed:
        found = etree.fromstring(packed.read(name)).xpath(path, namespaces=NAMES)
    return [str(one) for one in found]


def related(made: Rendered, number: int, kind: str, file: str = "deck.pptx") -> bytes:
    """The part that a slide is related to, as bytes."""
    rels = f"ppt/slides/_rels/slide{number}.xml.rels"
    (target,) = set(find(made, rels, f"//*[contains(@Type, '/{kind}')]/@Target", file))
    with zipfile.ZipFile(deck_folder(made) / file) as packed:
        return packed.read(f"ppt/{target.removeprefix('../')}")


def test_a_deck_has_none_of_what_keynote_refuses(live_deck: Rendered) -> None:
    """A page size that says 4:3, notes without their master in the list, settings of somebody's printer."""
    presentation = "ppt/presentation.xml"
    assert find(live_deck, presentation, "//p:sldSz/@type") == []
    assert find(live_deck, presentation, "//p:sldSz/@cx | //p:sldSz/@cy") == ["12192000", "6858000"]
    (notes,) = find(live_deck, presentation, "//p:notesMasterIdLst/p:notesMasterId/@r:id")
    (target,) = find(live_deck, "ppt/_rels/presentation.xml.rels", f"//*[@Id='{notes}']/@Target")
    assert target == "notesMasters/notesMaster1.xml"
    with zipfile.ZipFile(deck_folder(live_deck) / "deck.pptx") as packed:
        assert not [name for name in packed.namelist() if "printer" in name.lower()]
        assert b"printerSettings" not in packed.read("ppt/_rels/presentation.xml.rels")


def test_each_slide_holds_its_clip_from_edge_to_edge_under_its_still(live_deck: Rendered) -> None:
    """The MP4 and the poster are inside, byte for byte; nothing is linked."""
    media = deck_folder(live_deck) / "media" / "01-slopes"
    for number, beat in enumerate(("01-factors", "02-product"), start=1):
        assert related(live_deck, number, "video") == related(live_deck, number, "media")
        assert related(live_deck, number, "media") == (media / f"{beat}.mp4").read_bytes()
        assert related(live_deck, number, "image") == (media / f"{beat}.png").read_bytes()
        assert not find(live_deck, f"ppt/slides/_rels/slide{number}.xml.rels", "//@TargetMode")
        movie = Presentation(deck_folder(live_deck) / "deck.pptx").slides[number - 1].shapes[1]
        assert (movie.left, movie.top, movie.width, movie.height) == (0, 0, 12192000, 6858000)


def test_a_clip_starts_by_itself_and_the_click_goes_on(live_deck: Rendered) -> None:
    """The slide's main sequence begins with playing the clip; only the beat that is told to loops."""
    for number, loops in ((1, []), (2, ["indefinite"])):
        slide = f"ppt/slides/slide{number}.xml"
        (shape,) = find(live_deck, slide, "//p:pic/p:nvPicPr/p:cNvPr/@id")
        command = "//p:cTn[@nodeType='mainSeq']//p:cTn[@nodeType='afterEffect']//p:cmd[@cmd='playFrom(0.0)']"
        assert find(live_deck, slide, f"{command}//p:spTgt/@spid") == [shape]
        assert find(live_deck, slide, "//p:video//p:spTgt/@spid") == [shape]
        assert find(live_deck, slide, "//p:video//p:cTn/@repeatCount") == loops
        assert find(live_deck, slide, "/p:sld/p:transition/@advClick") == ["1"]
        assert find(live_deck, slide, "//@advTm") == []
        (clicked,) = find(live_deck, slide, "//p:pic//p:cNvPr/a:hlinkClick/@action")
        assert clicked.endswith("jump=nextslide")
        assert len(find(live_deck, slide, "/p:sld/p:timing")) == 1


def test_a_deck_with_voice_goes_on_when_the_clip_has_ended(spoken_deck: Rendered) -> None:
    """Each slide stays until its narrated clip has ended, whose sound is inside; nothing loops."""
    for number, clip in enumerate(spoken_deck.clips, start=1):
        slide = f"ppt/slides/slide{number}.xml"
        assert find(spoken_deck, slide, "//p:transition/@advTm") == [str(1000 * ceil(clip.seconds))]
        assert find(spoken_deck, slide, "//@repeatCount") == []
        with av.open(io.BytesIO(related(spoken_deck, number, "media"))) as container:
            assert [stream.type for stream in container.streams] == ["video", "audio"]
            assert container.streams.video[0].frames == clip.plan.length


def test_the_beat_s_words_are_its_notes(live_deck: Rendered) -> None:
    """A sentence a line; then what the script keeps for a talk."""
    deck = Presentation(deck_folder(live_deck) / "deck.pptx")
    notes = [slide.notes_slide.notes_text_frame.text for slide in deck.slides]
    assert notes[0].startswith("傾きをかけ続けると、どうなるでしょうか。\n")
    assert notes[1].endswith("\n問いかけ: 小さいでしょうか？")
    assert "約0.012になります。" in notes[1]


def test_slides_have_titles_languages_and_alternative_texts(live_deck: Rendered) -> None:
    """For outlines, for screen readers, and for whoever searches a folder of decks."""
    deck = Presentation(deck_folder(live_deck) / "deck.pptx")
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert titles == ["門ごとに、傾きがあります", "かけると、小さくなります"]
    assert deck.slides[0].shapes.title.top < 0
    for number in (1, 2):
        assert set(find(live_deck, f"ppt/slides/slide{number}.xml", "//a:r/a:rPr/@lang")) == {"ja-JP"}
        assert "ja-JP" in find(live_deck, f"ppt/notesSlides/notesSlide{number}.xml", "//a:r/a:rPr/@lang")
    (told,) = find(live_deck, "ppt/slides/slide2.xml", "//p:pic//p:cNvPr/@descr")
    assert told.splitlines() == ["かけると、小さくなります", "0.235·0.227·0.225 ≈ 0.012"]
    assert (deck.core_properties.title, deck.core_properties.language) == ("傾きのくさり", "ja")


def test_sections_are_the_chapters(live_deck: Rendered) -> None:
    """Every slide is in one, under the chapter's title."""
    presentation = "ppt/presentation.xml"
    assert find(live_deck, presentation, "//p14:section/@name") == ["傾きのくさり"]
    slides = find(live_deck, presentation, "//p:sldIdLst/p:sldId/@id")
    assert find(live_deck, presentation, "//p14:section//p14:sldId/@id") == slides
    assert len(slides) == 2


def test_the_same_deck_is_the_same_bytes(live_deck: Rendered, tmp_path: Path) -> None:
    """Whenever it is made; and while nothing changed it is not made again."""
    path = deck_folder(live_deck) / "deck.pptx"
    before, written = hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns
    make_deck(live_deck)
    assert path.stat().st_mtime_ns == written
    path.unlink()
    make_deck(live_deck)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


def test_a_long_deck_comes_in_a_smaller_size_too(
    live_deck: Rendered, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same slides with smaller clips; a short deck has none, and what is no longer made goes."""
    small = deck_folder(live_deck) / "deck-720p.pptx"
    assert not small.exists()
    monkeypatch.setattr(decks, "LONG", 2)
    monkeypatch.setattr(decks, "SMALL_HEIGHT", 72)
    make_deck(live_deck)
    with av.open(io.BytesIO(related(live_deck, 2, "media", "deck-720p.pptx"))) as container:
        assert (container.streams.video[0].width, container.streams.video[0].height) == (128, 72)
    monkeypatch.undo()
    make_deck(live_deck)
    assert not small.exists()


@pytest.mark.parametrize(
    ("lock", "program"), [(".~lock.deck.pptx#", "LibreOffice"), ("~$deck.pptx", "PowerPoint")]
)
def test_a_deck_that_is_open_is_not_written(live_deck: Rendered, lock: str, program: str) -> None:
    """The program is named, and what is there stays."""
    path = deck_folder(live_deck) / "deck.pptx"
    before = path.read_bytes()
    (path.parent / lock).write_text("somebody")
    try:
        with pytest.raises(InputError, match=f"deck.pptx is open in {program}: close it there"):
            make_deck(live_deck)
    finally:
        (path.parent / lock).unlink()
    assert path.read_bytes() == before


def test_the_small_picture_of_the_file_is_its_first_slide(live_deck: Rendered) -> None:
    """What a file manager shows."""
    with zipfile.ZipFile(deck_folder(live_deck) / "deck.pptx") as packed:
        picture = Image.open(io.BytesIO(packed.read("docProps/thumbnail.jpeg")))
    assert picture.size == (256, 144)
    with Image.open(deck_folder(live_deck) / "media" / "01-slopes" / "01-factors.png") as still:
        difference = ImageChops.difference(picture.convert("L"), still.convert("L").resize((256, 144)))
    assert ImageStat.Stat(difference).mean[0] < 3
