"""Film as a whole in one file for a stage of its own: its clips' pictures joined, its sound beneath them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from chainreel.film.clip import Clip
from chainreel.film.movie import Movie
from chainreel.publish.folder import TargetFolder, do_nothing
from chainreel.publish.rendered import Rendered
from chainreel.sound.aac import BIT_RATE


def film_file(
    folder: TargetFolder,
    name: str,
    rendered: Rendered,
    clips: Sequence[Clip],
    bit_rate: int = BIT_RATE,
    constant: bool = False,
    after: Callable[[], object] = do_nothing,
) -> Path:
    """Write the film without an edit list, its index in front; ``after`` follows when it was written anew.

    Its sound spends at most ``bit_rate`` bits a second, or exactly that if ``constant``.
    """
    beats = [clip.beat for clip in clips]
    movie = Movie(
        rendered.language, rendered.title, tuple(clip.source for clip in clips),
        tuple(clip.plan.length for clip in clips), rendered.soundtrack.row(beats, bit_rate),
        rendered.edition.credit, bit_rate=bit_rate, constant=constant, edit_list=False,
    )  # fmt: skip

    def encode() -> None:
        """Encode the pictures and sounds that are missing."""
        rendered.encode(clips)
        rendered.soundtrack.encode(beats, bit_rate)

    return folder.make(name, movie, encode, after).path
