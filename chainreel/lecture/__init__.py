"""A lecture's folder, its settings file, and the order in which its beats run."""

from chainreel.lecture.lecture import (
    COVER,
    QUALITIES,
    THEMES,
    TONES,
    VOICES,
    Lecture,
    Quality,
    chapters_written,
    require_known,
    slug,
)

__all__ = [
    "COVER",
    "QUALITIES",
    "THEMES",
    "TONES",
    "VOICES",
    "Lecture",
    "Quality",
    "chapters_written",
    "require_known",
    "slug",
]
