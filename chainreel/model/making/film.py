"""Film of a model as a lecture's folder: written, measured where nothing stands, written anew."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from chainreel.errors import InputError
from chainreel.lecture import Lecture
from chainreel.model.making.running import measure_target
from chainreel.model.target import Conduct, Target
from chainreel.model.writing.folder import NAME, write_experiment, write_lecture
from chainreel.records.measure import staleness
from chainreel.records.record import Record, load
from chainreel.records.settings import default_settings

SHOWN = ("lecture.mp4", "lecture.srt", "lecture.vtt", "ledger.json", "sheet.png")
Say = Callable[[str], None]


def lecture_of_model(
    target: Target, conduct: Conduct, folder: Path, languages: Sequence[str], say: Say
) -> Lecture:
    """The lecture that shows the model, in ``folder``; measured anew where its record does not stand.

    Raises:
        InputError: what is wrong with the model, in one sentence, or the folder holds something else.
    """
    _require_own(folder)
    experiment = write_experiment(target, conduct, folder)
    record = _record(target, conduct, folder, experiment, say)
    return write_lecture(target, record, folder, languages)


def _record(target: Target, conduct: Conduct, folder: Path, experiment: Path, say: Say) -> Record:
    path, settings = folder / "assets" / "records" / f"{NAME}.json", default_settings(experiment)
    if path.exists() and staleness(experiment, path, settings) is None:
        return load(path)
    say(f"{target}: one pass forward and back is measured.")
    path.unlink(missing_ok=True)
    return measure_target(target, conduct, experiment, settings, path)


def _require_own(folder: Path) -> None:
    """Refuse a folder in which something else lies.

    Raises:
        InputError: it is not empty, and no film of a model was written there.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / "experiments" / f"{NAME}.py").is_file():
        raise InputError(f"{folder} is not empty and holds no film of a model: name another one with --keep")


def hand_out(made: Path, folder: Path) -> tuple[Path, ...]:
    """Copy what a film consists of from where it was rendered into ``folder``: the files there."""
    folder.mkdir(parents=True, exist_ok=True)
    copied = [folder / name for name in SHOWN if (made / name).is_file()]
    for path in copied:
        partial = path.with_name(f".{path.name}.part")
        shutil.copyfile(made / path.name, partial)
        partial.replace(path)
    return tuple(copied)
