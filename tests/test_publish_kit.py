"""For video sites: an upload as YouTube asks for, words within its limits, a thumbnail, an article."""

import json
import shutil
from pathlib import Path

import av
import numpy as np
import pytest
from markdown_it import MarkdownIt
from PIL import Image
from published import SMALL, made_for, probe, program, rendered, said, tracks, with_node
from tiny import change

from chainreel.captions.files import srt
from chainreel.errors import InputError
from chainreel.lecture import Quality
from chainreel.publish.article import escape
from chainreel.publish.cover import MOST, SIZE
from chainreel.publish.kit import make_publish
from chainreel.publish.rendered import Rendered
from chainreel.publish.targets import quality
from chainreel.publish.upload import ABOVE, SOUND_RATE, rate

BOTH = ("ja", "en")
SMOOTH = Quality("smooth", 512, 288, 60)
pytestmark = pytest.mark.xdist_group("publish")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """The tiny lecture with its files for publishing."""
    return made_for("publish", tmp_path_factory)


@pytest.fixture
def folder(tiny: Rendered) -> Path:
    return tiny.edition.folder / "publish"


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def copy_of_rendered(tiny: Rendered, folder: Path) -> Path:
    """A copy of the rendered lecture, not yet published, that a test may spoil."""
    return Path(
        shutil.copytree(tiny.lecture.root, folder / "lecture", ignore=shutil.ignore_patterns("publish"))
    )


# --- the upload ----------------------------------------------------------------------------------


def test_the_upload_has_short_closed_gops_with_two_b_frames_and_no_edit_list(
    tiny: Rendered, folder: Path
) -> None:
    """A keyframe each half second and at each beat; the index in front; at least YouTube's bitrate."""
    with av.open(str(folder / "upload.mp4")) as container:
        packets = [p for p in container.demux(video=0) if p.size]
        found = container.streams.video[0].bit_rate
    frames = round(SMALL.fps * sum(clip.seconds for clip in tiny.clips))
    keys = sorted(p.pts * p.time_base * SMALL.fps for p in packets if p.is_keyframe and p.pts is not None)
    assert len(packets) == frames
    assert keys[0] == 0
    assert max(np.diff([*map(int, keys), frames])) <= SMALL.fps // 2
    assert found is not None
    assert found >= 1e6 * rate(SMALL.height, SMALL.fps)
    file = (folder / "upload.mp4").read_bytes()
    assert file.find(b"moov") < file.find(b"mdat")
    assert b"elst" not in file


def test_what_is_only_there_for_the_upload_does_not_fill_the_disk(tiny: Rendered) -> None:
    """Its clips are as large as it is, and go once it is whole."""
    size = (tiny.edition.folder / "publish" / "upload.mp4").stat().st_size
    pictures = (tiny.lecture.cache_dir / "pictures").glob("*.mp4")
    assert sum(path.stat().st_size for path in pictures) < size / 2


def test_a_kit_that_is_there_is_not_made_again(tiny: Rendered, folder: Path) -> None:
    """Nothing is encoded or drawn a second time."""
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    make_publish(tiny)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()} == before


def test_bitrates_are_youtube_s_for_size_and_frame_rate() -> None:
    """YouTube Help's table; 2160p60 stays within bilibili's 60 Mbit/s."""
    assert (rate(1080, 30), rate(1080, 60), rate(720, 60)) == (8, 12, 7.5)
    assert 53 <= rate(2160, 60) <= rate(2160, 60) * ABOVE < 60


def test_uploads_are_rendered_at_60_frames_a_second_unless_told_otherwise() -> None:
    """A lecture that is 2160p60 itself stays so; other targets take the lecture's own."""
    assert quality("publish", "1080p30") == "1080p60"
    assert quality("publish", "2160p60") == "2160p60"
    assert quality("all", "1080p30") == quality("deck", "1080p30") == "1080p30"


# --- the words -----------------------------------------------------------------------------------


def test_words_are_there_in_both_languages(folder: Path) -> None:
    """The film's own without a language in their names, the other's with it."""
    assert text(folder / "title.txt") == "A chain of slopes\n"
    assert text(folder / "title.ja.txt") == "傾きのくさり\n"
    assert text(folder / "description.txt").startswith("Multiply three slopes, and 0.012 is left.\n")
    assert text(folder / "description.ja.txt").startswith("傾きを三つかけると、0.012になります。\n")
    assert text(folder / "tags.txt") == "slope, product\n"
    assert text(folder / "tags.ja.txt") == "傾き, 積\n"
    assert "素材・ライセンス" in text(folder / "description.ja.txt")


def test_captions_of_both_languages_stand_beside_the_upload(tiny: Rendered, folder: Path) -> None:
    """As SRT and as WebVTT, named by language."""
    for language in BOTH:
        assert text(folder / f"captions.{language}.srt") == srt(tiny.captions[language])
        assert text(folder / f"captions.{language}.vtt").startswith(f"WEBVTT\n\nNOTE Language: {language}\n")


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("lecture.toml", "A chain of slopes", "A chain" * 15, r"title \(en\) has 105 characters"),
        ("scenes/cover.toml", "Multiply", "Multiply " * 600, r"description \(en\) has \d+ bytes"),
        ("scenes/cover.toml", "slope, product", "slope, " * 80, r"tags \(en\) has \d+ characters"),
    ],
)
def test_words_that_youtube_would_refuse_are_refused_before_anything_is_encoded(
    tiny: Rendered, tmp_path: Path, file: str, old: str, new: str, complaint: str
) -> None:
    """One sentence says what, how much there is, how much is taken, and what to do."""
    root = copy_of_rendered(tiny, tmp_path)
    change(root / file, old, new)
    made = rendered(root)
    with pytest.raises(InputError, match=rf"{complaint}, YouTube takes \d+: "):
        make_publish(made)
    assert not (made.edition.folder / "publish" / "upload.mp4").exists()


def test_a_lecture_too_short_for_chapters_has_none_and_says_so(tiny: Rendered, folder: Path) -> None:
    """YouTube wants three of ten seconds; what was merged or left out is told."""
    told = tiny.console.file.getvalue()  # type: ignore[attr-defined]
    assert "YouTube wants 3" in told
    assert "0:00" not in text(folder / "description.txt")


def test_the_guide_names_every_file_and_every_limit(folder: Path) -> None:
    """In both languages, with nothing left to fill in."""
    for name in ("guide.md", "guide.ja.md"):
        words = text(folder / name)
        for file in ("upload.mp4", "thumbnail.png", "captions.ja.srt", "ledger.json", "pictures/"):
            assert f"`{file}`" in words
        assert all(site in words for site in ("YouTube", "bilibili", "niconico"))
        assert "{" not in words


# --- the thumbnail -------------------------------------------------------------------------------


def test_the_thumbnail_is_drawn_for_its_size_and_its_numbers_are_in_the_ledger(folder: Path) -> None:
    """1280 by 720, under 2 MB; what it shows stands in ``ledger.json`` with its record."""
    thumbnail = Image.open(folder / "thumbnail.png")
    assert thumbnail.size == SIZE == (1280, 720)
    assert (folder / "thumbnail.png").stat().st_size < MOST
    rows = json.loads(text(folder / "ledger.json"))
    shown = [row for row in rows if row["chapter"] == "cover" and row["how"] == "text"]
    assert [row["text"] for row in shown] == ["0.012"]
    assert shown[0]["source"] == {
        **shown[0]["source"],
        "kind": "recorded",
        "record": "gates",
        "path": "product",
    }


def test_a_lecture_without_a_cover_has_no_thumbnail_and_says_so(tiny: Rendered, tmp_path: Path) -> None:
    """Its description opens with the chapters' questions."""
    root = copy_of_rendered(tiny, tmp_path)
    for name in ("cover.py", "cover.toml"):
        (root / "scenes" / name).unlink()
    made = rendered(root)
    make_publish(made)
    folder = made.edition.folder / "publish"
    assert not (folder / "thumbnail.png").exists()
    assert "no thumbnail" in made.console.file.getvalue()  # type: ignore[attr-defined]
    assert text(folder / "description.txt").startswith("What happens when slopes multiply?\n")


# --- the article ---------------------------------------------------------------------------------


def test_the_article_is_the_lecture_in_words_with_its_stills(tiny: Rendered, folder: Path) -> None:
    """Every beat's title, still and sentences, in order, in both languages; every picture is there."""
    for name, language in (("article.md", "en"), ("article.ja.md", "ja")):
        words, at = text(folder / name), 0
        for clip in tiny.clips:
            beat = tiny.words(clip, language)
            for part in (f"### {beat.title.plain}", clip.place, *(s.words.plain for s in beat.say)):
                at = words.index(part, at)
        pictures = [token.attrs["src"] for token in tokens(words) if token.type == "image"]
        assert len(pictures) == len(tiny.clips)
        assert all((folder / str(picture)).is_file() for picture in pictures)


def tokens(words: str):
    """Every inline token of a Markdown text."""
    return [child for token in MarkdownIt().parse(words) for child in token.children or ()]


@pytest.mark.parametrize(
    "plain",
    ["a*b*c_d_ <b>e</b> [f](g) #h `i` |j| ~k~ \\l", "1. first", "- a dash", "p < 0.05 & q > 1", "$x$"],
)
def test_no_word_of_an_article_becomes_markup(plain: str) -> None:
    """What is escaped reads in Markdown as it was."""
    assert "".join(token.content for token in tokens(escape(plain))) == plain


def test_addresses_in_an_article_are_links() -> None:
    """An address with signs that are escaped elsewhere stays whole."""
    found = tokens(escape("see https://example.org/a_b*c and more"))
    assert [t.attrs["href"] for t in found if t.type == "link_open"] == ["https://example.org/a_b*c"]


# --- other people's programs -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a film with sound at 60 frames a second."""
    made = made_for("publish", tmp_path_factory, quality=SMOOTH, voice="openjtalk", language="ja")
    return made.edition.folder / "publish"


@pytest.mark.slow
def test_mediainfo_finds_youtube_s_profile_in_the_upload(spoken: Path) -> None:
    """High, progressive, 4:2:0, GOP of two B-frames and half the frame rate, BT.709, 320 kbit/s of AAC-LC."""
    found = tracks(spoken / "upload.mp4")
    video, audio = found["Video"], found["Audio"]
    assert video["Format_Profile"] == "High"
    assert video["Format_Settings_GOP"] == "M=3, N=30"
    assert (video["ScanType"], video["ChromaSubsampling"], video["BitDepth"]) == ("Progressive", "4:2:0", "8")
    assert (video["FrameRate_Mode"], float(video["FrameRate"])) == ("CFR", 60)
    assert video["matrix_coefficients"] == video["colour_primaries"] == "BT.709"
    assert int(video["BitRate"]) >= 1e6 * rate(SMOOTH.height, SMOOTH.fps)
    assert (audio["Format"], audio["Format_AdditionalFeatures"]) == ("AAC", "LC")
    assert (audio["SamplingRate"], audio["Channels"]) == ("48000", "2")
    assert int(audio["BitRate"]) == pytest.approx(SOUND_RATE, rel=0.01)
    assert found["General"]["IsStreamable"] == "Yes"


@pytest.mark.slow
def test_ffprobe_finds_two_b_frames_in_closed_gops_from_time_0(spoken: Path) -> None:
    """Each GOP opens with a keyframe that nothing before it in showing order leans on."""
    streams = probe(spoken / "upload.mp4", "-show_streams")["streams"]
    assert [float(stream["start_time"]) for stream in streams] == [0, 0]
    frames = probe(
        spoken / "upload.mp4", "-select_streams", "v", "-show_entries", "frame=pict_type,key_frame"
    )["frames"]
    kinds = "".join("K" if frame["key_frame"] else frame["pict_type"] for frame in frames)
    assert "IBB" not in kinds  # an I-frame without a keyframe would open a GOP that is not closed
    assert "BBB" not in kinds
    assert kinds.startswith("KBBP")


@pytest.mark.slow
def test_mp4box_finds_no_edits_and_the_index_in_front(spoken: Path) -> None:
    """GPAC's reader."""
    script = """
const MP4Box = require('mp4box'), fs = require('fs');
const bytes = fs.readFileSync(process.argv[1]), file = MP4Box.createFile();
file.onReady = info => console.log(JSON.stringify({progressive: info.isProgressive, brands: info.brands,
  edits: info.tracks.some(t => file.getTrackById(t.id).edts), codecs: info.tracks.map(t => t.codec)}));
const data = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
data.fileStart = 0; file.appendBuffer(data); file.flush();
"""
    found = json.loads(with_node(script, "mp4box", [spoken / "upload.mp4"]))
    assert (found["progressive"], found["edits"]) == (True, False)
    assert [codec[:6] for codec in found["codecs"]] == ["avc1.6", "mp4a.4"]


@pytest.mark.slow
def test_a_webvtt_validator_accepts_the_captions(spoken: Path) -> None:
    """webvtt-parser reports no error in either language."""
    script = """
const { WebVTTParser } = require('webvtt-parser'), fs = require('fs');
const tree = new WebVTTParser().parse(fs.readFileSync(process.argv[1], 'utf8'), 'subtitles');
console.log(JSON.stringify({cues: tree.cues.length, errors: tree.errors.map(e => e.message)}));
"""
    for language in BOTH:
        found = json.loads(with_node(script, "webvtt-parser", [spoken / f"captions.{language}.vtt"]))
        assert found["errors"] == []
        assert found["cues"] > 0


@pytest.mark.slow
def test_an_html_validator_accepts_the_articles(spoken: Path, tmp_path: Path) -> None:
    """Rendered as CommonMark, they are valid HTML."""
    jar = Path(__file__).parent.parent / ".venv/slow/node_modules/vnu-jar/build/dist/vnu.jar"
    if not jar.exists():
        pytest.skip("vnu-jar is not installed: tools/setup.sh slow does it")
    for name, language in (("article.md", "ja"), ("article.en.md", "en")):
        body = MarkdownIt("commonmark", {"xhtmlOut": False}).render(text(spoken / name))
        page = tmp_path / f"{name}.html"
        head = f'<head><meta charset="utf-8"><title>{name}</title></head>'
        page.write_text(
            f'<!DOCTYPE html>\n<html lang="{language}">{head}<body>{body}</body></html>', encoding="utf-8"
        )
        assert said(program("java"), "-jar", jar, "--exit-zero-always", "--stdout", page) == ""
