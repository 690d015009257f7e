"""Presenter's list of slides, as manim-slides reads it: ``manim-slides present live``, beside ``slides/``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from chainreel.film.clip import Clip
from chainreel.publish.notes import speaker_notes
from chainreel.publish.rendered import Rendered
from chainreel.theme import THEMES


def presentation(rendered: Rendered, clips: Sequence[Clip], files: Sequence[Path], live: bool) -> str:
    """The JSON of one presentation: ``files`` are its slides' videos, named from the film's folder.

    A narrated slide goes on by itself; of a live one ``loops`` says whether it plays until the click.
    """
    take = clips[0].take
    background = THEMES[clips[0].chapter.version.theme].color("bg")
    slides = [
        {
            "file": name,
            "rev_file": name,  # nothing is played backwards
            "notes": speaker_notes(rendered.words(clip), rendered.language),
            "loop": live and clip.place in rendered.lecture.loops,
            "auto_next": not live,
        }
        for clip, name in zip(
            clips, (f.relative_to(rendered.edition.folder).as_posix() for f in files), strict=True
        )
    ]
    made = {"slides": slides, "resolution": [take.width, take.height], "background_color": background}
    return json.dumps(made, indent=1) + "\n"  # ASCII: manim-slides reads it in the system's encoding
