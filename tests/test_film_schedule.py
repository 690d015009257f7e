"""How drawing is cut into tasks, and what is remembered of how long it takes."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from chainreel.film.chapter import Version
from chainreel.film.schedule import BUILD_SHARE, Estimates, Stretch, cut, makespan
from chainreel.lecture import QUALITIES


def stretch(chapter: int, *seconds: float) -> Stretch:
    return Stretch(chapter, tuple(f"b{i}" for i in range(len(seconds))), seconds)


def test_chapters_that_fill_the_cores_evenly_stay_whole_and_go_longest_first() -> None:
    """Nothing is built twice where no core would wait."""
    pieces = cut([stretch(0, 5, 5), stretch(1, 20), stretch(2, 10)], 2)
    assert [p.chapter for p in pieces] == [1, 0, 2]


def test_a_chapter_that_would_keep_one_core_busy_alone_is_split_at_a_beat() -> None:
    """A long chapter is shared; its second half pays for building up to it."""
    first, second = sorted(cut([stretch(0, 10, 10, 10, 10)], 2), key=lambda p: p.beats)
    assert first.beats + second.beats == ("b0", "b1", "b2", "b3")
    assert second.lead == BUILD_SHARE * sum(first.seconds)
    assert makespan([first, second], 2) < 30


def test_a_single_beat_is_never_split() -> None:
    """A beat is the smallest piece."""
    assert cut([stretch(0, 100)], 4) == [stretch(0, 100)]


@given(
    st.lists(st.lists(st.floats(0.1, 100), min_size=1, max_size=8), min_size=1, max_size=6),
    st.integers(1, 8),
)
def test_every_beat_is_drawn_exactly_once(chapters: list[list[float]], workers: int) -> None:
    """However it is cut, no beat is left out or drawn twice, and no core count makes it slower than one."""
    whole = [stretch(i, *seconds) for i, seconds in enumerate(chapters)]
    pieces = cut(whole, workers)
    drawn = sorted((p.chapter, beat) for p in pieces for beat in p.beats)
    assert drawn == sorted((s.chapter, beat) for s in whole for beat in s.beats)
    assert makespan(pieces, workers) <= makespan(whole, workers) + 1e-9


def test_what_a_beat_took_is_expected_the_next_time(tmp_path: Path) -> None:
    """Estimates survive in the cache, one for each quality and language; a damaged file is started anew."""
    version, path = Version("ja", QUALITIES["draft"], "dark"), tmp_path / "estimates.json"
    estimates = Estimates(path)
    guess = estimates.beat(version, "line.fit", 150)
    estimates.learn(version, "line.fit", 12.34)
    estimates.save()
    assert Estimates(path).beat(version, "line.fit", 150) == 12.34
    assert Estimates(path).beat(Version("en", QUALITIES["draft"], "dark"), "line.fit", 150) == guess
    path.write_text("[")
    assert Estimates(path).beat(version, "line.fit", 150) == guess
