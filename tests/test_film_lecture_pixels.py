"""The lecture itself, in both themes, drawn by the painter and by manim's camera."""

from pathlib import Path

import pytest
from film_compare import ComparedRenderer
from film_scenes import manim_for

from chainreel.film.request import editions, request_of
from chainreel.film.stage import scene_of
from chainreel.lecture import QUALITIES, THEMES, Lecture
from chainreel.records.fresh import fresh_records

ROOT = Path(__file__).parents[1]
EVERY = 45  # frames of a motion from one that is compared to the next; every still is
QUALITY = "1080p30"
CHAPTERS = Lecture.load(ROOT).chapters


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_chapter_has_manim_s_pixels(chapter: str, theme: str) -> None:
    """At 1920x1080: no pixel off by more than 16 levels, at most 0.1 % by more than 2, 60 dB or more."""
    lecture = Lecture.load(ROOT)
    wish = request_of(lecture, lecture.language, QUALITY, theme, [chapter], voice="none")
    made = editions(wish, fresh_records(lecture, wish.records()))[0].chapters[0]
    renderer = ComparedRenderer(every=EVERY)
    with manim_for(QUALITIES[QUALITY]):
        scene_of(made, renderer).perform(made.beats)
    assert renderer.difference.frames > len(made.beats)
    assert renderer.difference.same, renderer.difference
