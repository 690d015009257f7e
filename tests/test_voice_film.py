"""Films with voices from outside: recordings and VOICEVOX are heard, credited and followed."""

import shutil
from io import StringIO
from pathlib import Path

import av
import numpy as np
import pytest
from rich.console import Console
from test_command import run
from test_film_render import hashes
from test_voice_people import Engine, hum, port, write
from tiny import change, copy_of_tiny, records_of

from chainreel.film.edition import Edition
from chainreel.film.render import render
from chainreel.film.request import editions, request_of
from chainreel.lecture import QUALITIES, Lecture, Quality
from chainreel.sound.levels import RATE, loudness

__all__ = ["Engine", "port"]  # the engine's fixture
BEATS = {"slopes.factors": (2.0, 2.4), "slopes.product": (1.8, 1.2)}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(QUALITIES, "small", Quality("small", 256, 144, 15))
    return copy_of_tiny(tmp_path / "lecture")


def film(root: Path, voice: str, language: str = "ja") -> tuple[Edition, str]:
    lecture = Lecture.load(root)
    made = editions(request_of(lecture, language, "small", None, (), voice), records_of(lecture))
    said = StringIO()
    render(made, 1, lecture.cache_dir, Console(file=said))
    return made[0], said.getvalue()


def heard(path: Path) -> np.ndarray:
    with av.open(str(path)) as container:
        return np.concatenate([f.to_ndarray() for f in container.decode(audio=0)], axis=1)


def record(root: Path, beat: str, first: float, second: float, language: str = "ja") -> None:
    """A recording of two sentences of these lengths, with a pause between."""
    gap = np.zeros(round(0.7 * 16_000))
    whole = np.concatenate([gap, hum(first, 16_000), gap, hum(second, 16_000), gap])
    write(root / "recordings" / language / f"{beat}.flac", whole, 16_000)


def test_a_film_is_narrated_by_recordings_and_follows_them(root: Path) -> None:
    """As long as they are, at the lecture's loudness; one recorded anew is heard, nothing is drawn."""
    for beat, lengths in BEATS.items():
        record(root, beat, *lengths)
    made, _ = film(root, "recordings")
    sound = heard(made.folder / "lecture.mp4")
    assert loudness(sound) == pytest.approx(-14.0, abs=0.5)
    before = [clip.seconds for clip in made.clips()]
    record(root, "slopes.product", 3.8, 3.2)
    again, said = film(root, "recordings")
    after = [clip.seconds for clip in again.clips()]
    assert after[0] == before[0]
    assert after[1] > before[1] + 2
    assert "encoded slopes.product" in said
    assert "drew" not in said
    assert heard(again.folder / "lecture.mp4").shape[1] > sound.shape[1] + 2 * RATE


def test_a_beat_said_anew_is_all_that_is_encoded_and_a_fresh_render_has_the_same_bytes(
    root: Path, tmp_path: Path
) -> None:
    """What the other beat's sound was made into stays in the cache; that it was there changes nothing."""
    for beat, lengths in BEATS.items():
        record(root, beat, *lengths)
    film(root, "recordings")
    before = sounds(root)
    record(root, "slopes.product", 1.9, 1.2)
    again, _ = film(root, "recordings")
    assert before < sounds(root)
    assert len(sounds(root) - before) == len(before) / len(BEATS)
    anew = copy_of_tiny(tmp_path / "anew")
    shutil.copytree(root / "recordings", anew / "recordings")
    fresh, _ = film(anew, "recordings")
    assert hashes(fresh.folder) == hashes(again.folder)


def test_a_spoilt_sound_in_the_cache_is_made_again(root: Path) -> None:
    """Half a file, as no full disk leaves it but a bad one may: it is not joined into a film."""
    for beat, lengths in BEATS.items():
        record(root, beat, *lengths)
    made, _ = film(root, "recordings")
    before = hashes(made.folder)
    spoilt = max((root / ".cache" / "sound").glob("*.npz"))
    spoilt.write_bytes(spoilt.read_bytes()[:-2000])
    (made.folder / "lecture.mp4").unlink()
    again, _ = film(root, "recordings")
    assert hashes(again.folder) == before


def sounds(root: Path) -> set[tuple[str, int]]:
    """The encoded sounds in the cache: each file's name, and when it was written."""
    return {(path.name, path.stat().st_ino) for path in (root / ".cache" / "sound").glob("*.npz")}


def test_voicevox_narrates_a_film_and_is_named_in_it(root: Path, port: int) -> None:
    """The speaker's credit stands in the file and is told at the end."""
    settings = f'\n[voice.voicevox]\nspeaker = 3\ncredit = "VOICEVOX:ずんだもん"\nport = {port}\n'
    (root / "lecture.toml").write_text((root / "lecture.toml").read_text("utf-8") + settings, "utf-8")
    made, _ = film(root, "voicevox")
    with av.open(str(made.folder / "lecture.mp4")) as container:
        assert container.metadata["comment"] == "VOICEVOX:ずんだもん"
        assert container.streams.audio[0].metadata["language"] == "jpn"
    assert made.summary().endswith("Name where you show it: VOICEVOX:ずんだもん")


def test_what_is_still_to_be_recorded_is_listed_with_the_lines_to_read(
    root: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """By file name; a recorded beat is no longer listed, one of a beat that does not exist is an error."""
    record(root, "slopes.factors", 2.0, 2.4)
    arguments = ("lines", "--lecture", str(root / "lecture.toml"), "--language", "ja")
    assert run(*arguments) == 0
    said = capfd.readouterr().out
    assert str(root / "recordings" / "ja" / "slopes.product.wav") in said
    assert "slopes.factors.wav" not in said
    lines = (root / "recordings" / "ja" / "lines.txt").read_text(encoding="utf-8")
    assert "slopes.product\n" in lines
    assert "[[" not in lines
    shutil.move(root / "recordings/ja/slopes.factors.flac", root / "recordings/ja/slopes.facts.flac")
    assert run(*arguments) == 2
    assert "no beat 'slopes.facts'" in capfd.readouterr().err


def test_the_lines_to_read_are_the_whole_lecture_s_whatever_is_asked_for(
    root: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Asking what one chapter lacks does not take the others' lines away."""
    for kind in ("py", "toml"):
        shutil.copy(root / "scenes" / f"slopes.{kind}", root / "scenes" / f"again.{kind}")
    change(root / "lecture.toml", '["slopes"]', '["slopes", "again"]')
    assert run("lines", "--lecture", str(root / "lecture.toml"), "--language", "en", "again.product") == 0
    said = capfd.readouterr().out
    assert "again.product.wav" in said
    assert "again.factors.wav" not in said
    assert "slopes" not in said.replace(str(root), "")
    lines = (root / "recordings" / "en" / "lines.txt").read_text(encoding="utf-8")
    names = ("slopes.factors", "slopes.product", "again.factors", "again.product")
    assert [line for line in lines.splitlines() if line in names] == list(names)


def test_a_missing_recording_stops_the_film_with_what_to_do(
    root: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Nothing is drawn for a film that could not be heard."""
    change(root / "lecture.toml", "[lecture]\n", '[lecture]\nvoice = "recordings"\n')
    assert (
        run("render", "--lecture", str(root / "lecture.toml"), "--language", "en", "--quality", "draft") == 2
    )
    assert "chainreel lines lists all that are missing" in capfd.readouterr().err
    assert not list((root / ".cache").glob("masters/*/*.master"))
