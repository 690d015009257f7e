"""Writer of a stock scene's files: where manim would have put them, each whole before it has its name."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, ClassVar

from manim import logger
from manim.scene.scene_file_writer import SceneFileWriter
from manim.scene.section import Section
from numpy.typing import NDArray

from chainreel.files import whole, write_text
from chainreel.frames.region import Changed
from chainreel.stock.film import SceneFilm
from chainreel.stock.sound import add_sound_to

Listen = Callable[[int, int], None]  # plays begun, frames written


def hear_nothing(plays: int, frames: int) -> None:
    """Nobody wants to know."""


class OpenFilm:
    """A film under way beside its final path."""

    def __init__(self, path: Path, film: Callable[[Path], SceneFilm]) -> None:
        self.path, self._files = path, ExitStack()
        self.part = self._files.enter_context(whole(path))
        self.film = film(self.part)

    def finish(self) -> None:
        """Close the encoder; the file stays a part."""
        self.film.finish()

    def publish(self) -> None:
        """Give the finished part its name."""
        self._files.close()

    def drop(self) -> None:
        """Leave nothing behind."""
        try:
            self.film.abort()
        finally:
            self.part.unlink(missing_ok=True)
            self._files.__exit__(RuntimeError, RuntimeError("dropped"), None)


class StraightWriter(SceneFileWriter):
    """Manim's writer without its film for every play: all plays go to one encoder as they are drawn.

    ``listen`` is told of every frame. With ``save_sections`` each section has an encoder of its own beside.
    """

    listen: ClassVar[Listen] = staticmethod(hear_nothing)

    def __init__(self, settings: Any) -> None:
        self._film: OpenFilm | None = None
        self._section_film: OpenFilm | None = None
        self._section: Section | None = None
        self._finished_sections: list[tuple[Section, OpenFilm]] = []
        self._writes, self._plays, self.frames_written = False, 0, 0
        self._missed = False  # a picture came between two plays, and belongs to no film
        super().__init__(settings)

    def is_already_cached(self, hash_invocation: str) -> bool:  # noqa: ARG002
        """Never: what manim left of earlier runs is no part of this film."""
        return False

    def begin_animation(
        self,
        allow_write: bool = False,
        *,
        animation_index: int,
        file_path: Any = None,  # noqa: ARG002
    ) -> None:
        """A play begins, which is written or not."""
        self._writes, self._plays = allow_write, animation_index + 1

    def end_animation(self, allow_write: bool = False) -> None:  # noqa: ARG002
        """A play has ended."""
        self._writes = False

    def write_frame(self, pixels: NDArray[Any], *, repeat: int = 1, changed: Changed = None) -> None:
        """The next picture, ``repeat`` frames long; it differs from the last only in ``changed``."""
        if self.output_spec.is_video:
            if not self._writes:
                self._missed = True
                return
            for film in self._open_films():
                film.film.write(pixels, repeat, None if self._missed else changed)
            self._missed = False
        else:
            super().write_frame(pixels, repeat=repeat)
        self.frames_written += repeat
        type(self).listen(self._plays, self.frames_written)

    def _open_films(self) -> list[OpenFilm]:
        if self._film is None:
            self._film = self._open(self.movie_file_path)
        section = self.sections[-1]
        if section is not self._section:
            self._end_section()
            self._section = section
            if section.video is not None:
                self._section_film = self._open(self.sections_output_dir / section.video)
        return [film for film in (self._film, self._section_film) if film is not None]

    def _open(self, path: Path) -> OpenFilm:
        spec = self.video_encoder
        assert spec is not None
        return OpenFilm(path, lambda part: SceneFilm(part, spec))

    def _end_section(self) -> None:
        if self._section_film is not None and self._section is not None:
            self._section_film.finish()
            self._finished_sections.append((self._section, self._section_film))
        self._section_film = None

    def finish(self) -> None:
        """Close the films, add the sound, and give all files their names."""
        if self.output_spec.is_video:
            self._finish_video()
        elif self.output_spec.is_image_sequence:
            self.final_file_path = self.image_sequence_directory
        if self.subcaptions:
            self.write_subcaption_file()

    def _finish_video(self) -> None:
        if self._film is None:
            logger.info("No animations are contained in this scene.")
            return
        self._film.finish()
        part = self._film.part
        if self.output_spec.is_gif:
            made = part.with_name(f"{part.stem}.made.gif")
            self.combine_files([str(part)], made, create_gif=True)
            made.replace(part)
        elif self.includes_sound:
            add_sound_to(part, self.audio_segment)
        self._film.publish()
        self.print_file_ready_message(str(self._film.path))
        self._film = None
        if self.output_spec.save_sections:
            self._finish_sections()

    def _finish_sections(self) -> None:
        self._end_section()
        for _, film in self._finished_sections:
            film.publish()
        index = self.output_plan.section_index
        assert index is not None
        entries = [section.get_dict(self.sections_output_dir) for section, _ in self._finished_sections]
        write_text(index, json.dumps(entries, indent=4))
        self._finished_sections = []

    def abort_encode_jobs(self, reraise_encoder_failures: bool = False) -> None:  # noqa: ARG002
        """The scene failed: no half of a film stays."""
        sections = [film for _, film in self._finished_sections]
        for film in (self._film, self._section_film):
            if film is not None:
                film.drop()
        for film in sections:
            film.part.unlink(missing_ok=True)
        self._film = self._section_film = None
        self._finished_sections = []
