"""A lecture's cover: words and a picture like any other, but without captions beneath it and without time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from chainreel.check.chapter import check_chapter
from chainreel.check.finding import Finding, Report
from chainreel.lecture import COVER, Lecture
from chainreel.lecture.running_order import beats_written
from chainreel.publish.cover import TAGS, THUMBNAIL
from chainreel.records.record import Record

# It may go to the edge, stands as long as it likes, and its words are read, not said.
NOT_OF_COVERS = ("caption band", "margin", "long beat", "long still", "short voice", "long sentence")


def check_cover(lecture: Lecture, language: str, theme: str, records: Mapping[str, Record]) -> Report:
    """Every finding of a cover in one language and theme."""
    as_chapter = replace(lecture, chapters=(*lecture.chapters, COVER))
    report = check_chapter(as_chapter, COVER, language, theme, records)
    kept = [f for f in report if f.rule not in NOT_OF_COVERS and f.objects != (f"show.{TAGS}",)]
    return Report.of([*kept, *without_thumbnail(lecture)], report.allowances)


def without_thumbnail(lecture: Lecture) -> list[Finding]:
    """That the beat is missing which the thumbnail is drawn from."""
    if THUMBNAIL in beats_written(lecture.script_path(COVER)):
        return []
    return [Finding(COVER, THUMBNAIL, "", "beat", (), "the cover has no such beat: give it one")]
