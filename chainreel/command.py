"""The command: films of a lecture, what it holds, what is stale, and what can be known undrawn."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click
from rich.console import Console

from chainreel.errors import ChainreelError, InputError
from chainreel.lecture import QUALITIES, VOICES, Lecture, chapters_written, require_known
from chainreel.publish import targets

if TYPE_CHECKING:
    from chainreel.film.edition import Edition
    from chainreel.film.request import Request

INTERRUPTED = 130

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("selection", nargs=-1, metavar="[CHAPTER | CHAPTER.BEAT]...")
@click.option("--language", help="ja, en or all; default: the lecture's own.")
@click.option("--quality", help=f"{', '.join(QUALITIES)} (draft is 854x480 at 15 frames a second).")
@click.option("--for", "target", default="film", show_default=True, help=f"{', '.join(targets.NAMES)}.")
@click.option("--with-voice", is_flag=True, help="Decks: slides speak and go on by themselves.")
@click.option("--voice", help=f"Who speaks: {', '.join(VOICES)} (silent, timed for reading).")
@click.option("--tones", help="Quiet tones under the voice: soft or none.")
@click.option("--burn-captions", is_flag=True, help="Draw the captions into the pictures.")
@click.option("--set", "overrides", multiple=True, metavar="KEY=VALUE", help="Change a lecture setting.")
@click.option("--lecture", "file", default="lecture.toml", show_default=True, help="The lecture file.")
@click.option("--theme", help="dark or light.")
@click.option("--jobs", type=click.IntRange(1), help="Processes; default: one a core.")
@click.option("--list", "listing", is_flag=True, help="Chapters, beats, lengths, what is stale.")
@click.option("--check", is_flag=True, help="Find all faults that can be known without drawing.")
@click.option("--read", "read", metavar="CHAPTER", help="Print what will be spoken, as it is pronounced.")
@click.option("--to-record", is_flag=True, help="Which recordings are missing; writes the lines to read.")
@click.option("--remeasure", is_flag=True, help="Run every experiment again and compare.")
@click.option("--accept", is_flag=True, help="With --remeasure: write the new records.")
@click.option("--stills", type=click.Path(path_type=Path), metavar="FOLDER", help="Only draw; write PNGs.")
@click.option("--frames", type=click.IntRange(0), default=0, help="With --stills: so many of each motion.")
@click.option("--debug", is_flag=True, help="Show where an error arose.")
def command(selection: tuple[str, ...], **options: Any) -> None:
    """Render a lecture: all of it, or only the chapters and beats that are named."""
    lecture = _lecture(options["file"], options["overrides"])
    require_known("--for", "target", options["target"], targets.NAMES)
    require_known("--voice", "voice", options["voice"] or lecture.voice, VOICES)
    if options["accept"] and not options["remeasure"]:
        raise InputError("--accept does nothing alone: write --remeasure --accept")
    if options["with_voice"]:
        _require_voice(options["target"], options["voice"] or lecture.voice)
    jobs = options["jobs"] or os.cpu_count() or 1
    if options["remeasure"]:
        _remeasure(lecture, options["accept"], jobs)
    elif options["read"]:
        _read(lecture, options)
    elif options["to_record"]:
        _to_record(lecture, selection, options)
    elif options["check"]:
        _check(lecture, selection, options, jobs)
    else:
        _films(lecture, selection, options, jobs)


def _lecture(file: str, overrides: tuple[str, ...]) -> Lecture:
    """The lecture whose file is named; its folder is the file's."""
    path = Path(file).absolute()
    return Lecture.load(path.parent, path.name, overrides)


def _require_voice(target: str, voice: str) -> None:
    if target not in ("deck", "all"):
        raise InputError("--with-voice is for decks: write --for deck --with-voice")
    if voice == "none":
        raise InputError("--with-voice needs a voice: name one with --voice, such as --voice kokoro")


def _films(lecture: Lecture, selection: tuple[str, ...], options: dict[str, Any], jobs: int) -> None:
    from chainreel.film import request as requests  # after the options are known to be right
    from chainreel.film.listing import list_editions
    from chainreel.film.render import draw_only, render
    from chainreel.film.stills import save_stills
    from chainreel.records.fresh import fresh_records

    wish = _request(lecture, selection, options)
    records = fresh_records(lecture, wish.records())
    editions = requests.editions(wish, records)
    for change in requests.changes(wish, records):
        _say(f"Changed: {change}")
    if options["listing"]:
        list_editions(editions, console)
    elif options["stills"]:
        draw_only(editions, jobs, lecture.cache_dir, console)
        for path in save_stills(editions, options["stills"], options["frames"]):
            _say(str(path))
    else:
        names = targets.chosen(options["target"])
        if names and not all(edition.finished for edition in editions):
            _say(f"{', '.join(names)}: the film is not rendered yet, so it is rendered first.")
        render(editions, jobs, lecture.cache_dir, console)
        for edition in editions:
            _say(edition.summary())
        _publish(lecture, names, editions, options, jobs)


def _publish(
    lecture: Lecture,
    names: Sequence[str],
    editions: Sequence[Edition],
    options: dict[str, Any],
    jobs: int,
) -> None:
    if not names:
        return
    from chainreel.publish.rendered import Choices

    choices = Choices(with_voice=options["with_voice"])
    targets.make(names, lecture, editions, choices, jobs, console)


def _check(lecture: Lecture, selection: tuple[str, ...], options: dict[str, Any], jobs: int) -> None:
    from chainreel import check

    wish = _request(lecture, selection, {**options, "language": options["language"] or "all"})
    chapters, themes = tuple(wish.wanted()), (wish.theme,)
    report = check.run(lecture, wish.languages, jobs, chapters=chapters, themes=themes, voice=wish.voice)
    for line in (*(f"Changed: {change}" for change in report.changes), *report.allowances, *report):
        _say(str(line))
    if report:
        raise ChainreelError(f"--check found {len(report)} fault(s)")
    _say("Nothing found.")


def _request(lecture: Lecture, selection: tuple[str, ...], options: dict[str, Any]) -> Request:
    from chainreel.film.request import request_of

    language, quality, theme = (options[name] for name in ("language", "quality", "theme"))
    sound = (options["voice"], options["tones"], options["burn_captions"])
    quality = quality or targets.quality(options["target"], lecture.quality)
    return request_of(lecture, language, quality, theme, selection, *sound)


def _read(lecture: Lecture, options: dict[str, Any]) -> None:
    from chainreel.records.fresh import fresh_records
    from chainreel.sound.narrator import narrator_of
    from chainreel.voice.readaloud import read_aloud

    chapter = options["read"]
    wish = _request(lecture, (chapter,), options)
    records = fresh_records(lecture, wish.records())
    for language in wish.languages:
        voice = narrator_of(lecture, wish.voice, language).voice
        for line in read_aloud(lecture, chapter, language, records, voice):
            _say(line)


def _to_record(lecture: Lecture, selection: tuple[str, ...], options: dict[str, Any]) -> None:
    from chainreel.film import request as requests
    from chainreel.lecture.running_order import beats_written
    from chainreel.records.fresh import fresh_records
    from chainreel.voice.recordings import Recordings, missing_recordings, write_lines

    options = {**options, "voice": "recordings"}
    chosen = _request(lecture, selection, options).wanted()
    wish = _request(lecture, (), options)  # lines.txt holds the whole lecture, whatever is asked for
    editions = requests.editions(wish, fresh_records(lecture, wish.records()))
    scripts = [script for edition in editions for script in edition.scripts.values()]
    voice = editions[0].narrator.voice
    assert isinstance(voice, Recordings)
    paths = {chapter: lecture.script_path(chapter) for chapter in chapters_written(lecture.root)}
    written = {f"{chapter}.{beat}" for chapter, path in paths.items() for beat in beats_written(path)}
    wanted = {f"{chapter}.{beat}" for chapter, beats in chosen.items() for beat in beats}
    missing = missing_recordings(voice.folder, scripts, wanted, written)
    for name in missing:
        _say(f"missing: {voice.folder / name}.wav")
    for path in write_lines(voice.folder, scripts):
        _say(f"lines to read: {path}")
    _say(f"{len(missing)} recordings are missing." if missing else "Every beat has its recording.")


def _remeasure(lecture: Lecture, accept: bool, jobs: int) -> None:
    from chainreel.records.fresh import measurements

    outcomes = measurements(lecture).remeasure_all(
        lecture.runs, accept=accept, jobs=jobs, progress=lambda name, state: _say(f"{name}: {state}")
    )
    for outcome in outcomes:
        for difference in outcome.differences:
            _say(f"{outcome.name}: {difference}")
    differing = [outcome.name for outcome in outcomes if not outcome.agrees]
    if differing and not accept:
        raise ChainreelError(
            f"{', '.join(differing)}: the runs differ from the records; take the new numbers with "
            "--remeasure --accept"
        )


def _say(line: str) -> None:
    console.print(line, markup=False, soft_wrap=True)


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command and leave with its exit code: 0, 1 (failed), 2 (wrong input), 130 (interrupted)."""
    given = sys.argv[1:] if arguments is None else arguments
    _let_all_be_printed()
    sys.exit(_code(lambda: command.main(given, standalone_mode=False), "--debug" in given))


def _let_all_be_printed() -> None:
    """What a terminal or a pipe has no characters for becomes question marks, not an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _code(work: Callable[[], Any], debug: bool) -> int:
    try:
        work()
    except ChainreelError as error:
        return _complain(str(error), error.exit_code, debug)
    except click.UsageError as error:
        return _complain(error.format_message(), InputError.exit_code, debug)
    except (KeyboardInterrupt, click.Abort):
        errors.print("Stopped: what is finished stays; run the same command to go on.")
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001  the last resort: even a fault of ours is told in a sentence
        return _complain(f"{type(error).__name__}: {error} (run again with --debug for details)", 1, debug)
    return 0


def _complain(sentence: str, code: int, debug: bool) -> int:
    if debug:
        traceback.print_exc()
    errors.print(f"Error: {sentence}", markup=False, soft_wrap=True)
    return code
