"""Spoken words as the command prints them, and writes them down for people to read."""

from __future__ import annotations

from typing import Any

import cloup

from chainreel.command import options as shared
from chainreel.command.options import lecture_and_names, request_of
from chainreel.command.say import say, say_of_record
from chainreel.lecture import chapters_written


@cloup.command()
@cloup.argument("chapters", nargs=-1, required=True, metavar="[FOLDER] CHAPTER...")
@cloup.option_group("Voice", shared.language, shared.voice)
@shared.which_lecture
@shared.debug
def read(chapters: tuple[str, ...], **options: Any) -> None:
    """Print what will be spoken, as it is pronounced."""
    from chainreel.records.fresh import fresh_records
    from chainreel.sound.narrator import narrator_of
    from chainreel.voice.readaloud import read_aloud

    lecture, chapters = lecture_and_names(options, chapters)
    wish = request_of(lecture, chapters, options)
    records = fresh_records(lecture, wish.records(), say_of_record)
    for language in wish.languages:
        voice = narrator_of(lecture, wish.voice, language).voice
        for chapter in wish.wanted_beats():
            for line in read_aloud(lecture, chapter, language, records, voice):
                say(line)


@cloup.command()
@shared.selection
@shared.language
@shared.which_lecture
@shared.debug
def lines(selection: tuple[str, ...], **options: Any) -> None:
    """Which recordings are missing; writes the lines to read."""
    from chainreel.film import request as requests
    from chainreel.lecture.running_order import beats_written
    from chainreel.records.fresh import fresh_records
    from chainreel.voice.recordings import Recordings, missing_recordings, write_lines

    lecture, selection = lecture_and_names(options, selection)
    options = {**options, "voice": "recordings"}
    chosen = request_of(lecture, selection, options).wanted_beats()
    wish = request_of(lecture, (), options)  # lines.txt holds the whole lecture, whatever is asked for
    editions = requests.editions(wish, fresh_records(lecture, wish.records(), say_of_record))
    scripts = [script for edition in editions for script in edition.scripts.values()]
    voice = editions[0].narrator.voice
    assert isinstance(voice, Recordings)
    paths = {chapter: lecture.script_path(chapter) for chapter in chapters_written(lecture.root)}
    written = {f"{chapter}.{beat}" for chapter, path in paths.items() for beat in beats_written(path)}
    wanted = {f"{chapter}.{beat}" for chapter, beats in chosen.items() for beat in beats}
    missing = missing_recordings(voice.folder, scripts, wanted, written)
    for name in missing:
        say(f"missing: {voice.folder / name}.wav")
    for path in write_lines(voice.folder, scripts):
        say(f"lines to read: {path}")
    say(f"{len(missing)} recordings are missing." if missing else "Every beat has its recording.")
