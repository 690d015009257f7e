"""The whole film in one file for a stage of its own: its clips' pictures joined, its sound beneath them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from chainreel.film.clip import Clip
from chainreel.film.join import Tracks, join_clips
from chainreel.film.key import source_texts, versions
from chainreel.film.soundtrack import SOUND_LIBRARIES
from chainreel.publish.folder import TargetFolder
from chainreel.publish.rendered import Rendered
from chainreel.records.provenance import LIBRARY
from chainreel.sound.aac import BIT_RATE
from chainreel.sound.padding import at_constant_rate


def film_file(
    folder: TargetFolder,
    name: str,
    rendered: Rendered,
    clips: Sequence[Clip],
    bit_rate: int = BIT_RATE,
    constant: bool = False,
    done: Callable[[], None] = lambda: None,
) -> Path:
    """Write the film without an edit list, its index in front; ``done`` follows when it was written anew.

    Its sound spends at most ``bit_rate`` bits a second, or exactly that if ``constant``.
    """
    credit = rendered.edition.credit
    made_from = [
        [clip.pictures.name for clip in clips], rendered.soundtrack.key, rendered.title, credit, bit_rate,
        constant, joining(),
    ]  # fmt: skip

    def write(path: Path) -> None:
        """Encode what is missing, join it under its sound, then tell that it is done."""
        rendered.encode(clips)
        sound = rendered.soundtrack.packets(clips, bit_rate)
        if sound is not None and constant:
            sound = at_constant_rate(sound, bit_rate)
        tracks = Tracks(rendered.language, sound, credit=credit, bit_rate=bit_rate, edit_list=False)
        lengths = [clip.plan.length for clip in clips]
        join_clips([clip.pictures for clip in clips], lengths, [], rendered.title, path, tracks)
        done()

    return folder.file(name, made_from, write)


def joining() -> list[dict[str, str]]:
    """What puts pictures and sound together: its sources and libraries."""
    return [source_texts([LIBRARY / "film" / "join.py"]), versions(SOUND_LIBRARIES)]
