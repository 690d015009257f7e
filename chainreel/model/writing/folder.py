"""Folder of a model's lecture: its experiment, then, from what that measured, its scripts and scenes."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from pprint import pformat

from chainreel.files import write_text
from chainreel.lecture import Lecture
from chainreel.model.target import Conduct, Target, source_hash_of
from chainreel.model.text_table import rows_of
from chainreel.model.writing.scripts import chapters_of, script_of
from chainreel.model.writing.toml_text import toml_text
from chainreel.records.record import Record
from chainreel.show import length_style

FEW = 100_000  # counts under it are written out
NAME = "seen"  # of the experiment and its record
EXPERIMENT = '''"""The model of {target}: one pass forward and back, measured."""

from pathlib import Path

from chainreel.measured import Measured, Settings
from chainreel.model.measuring.run import measure_model

SETTINGS = {settings}


def measure(settings: Settings) -> Measured:
    return measure_model(settings, Path(__file__).resolve().parents[1])
'''
SCENE = '''"""Chapter {chapter} of a model's film: as the library draws it, until you change it."""

from chainreel.model.scenes import {chapter}


class {name}({chapter}.{name}Chapter):
    """As in the library; a method of a beat's name draws that beat otherwise."""
'''
TITLES = {"en": "Inside {name}", "ja": "{name} の中身"}


def write_experiment(target: Target, conduct: Conduct, folder: Path) -> Path:
    """Write the experiment that measures the model into the lecture's ``folder``: its file."""
    run = {key: value for key, value in asdict(conduct).items() if key != "seconds"}
    settings = {
        "file": Path(os.path.relpath(target.file, folder)).as_posix(),
        "function": target.function,
        "source": source_hash_of(target.file),
        **run,
    }
    path = folder / "experiments" / f"{NAME}.py"
    text = EXPERIMENT.format(target=target, settings=pformat(settings, sort_dicts=False, width=100))
    _write(path, text)
    return path


def write_lecture(target: Target, record: Record, folder: Path, languages: Sequence[str]) -> Lecture:
    """Write scripts, scenes and the lecture file for what was measured; what was edited by hand stays.

    Only the scripts and the lecture file are written anew; a scene that stands there is left alone.
    """
    model = rows_of(record.array("model.name"))[0]
    chapters = chapters_of(record)
    titles = {language: TITLES[language].format(name=model) for language in languages}
    lecture = Lecture(folder, "lecture.toml", tuple(languages), titles, chapters)
    texts = marker_texts(target, record, model)
    for chapter in chapters:
        _write(folder / "scenes" / f"{chapter}.toml", toml_text(script_of(chapter, record, texts, lecture)))
        scene = folder / "scenes" / f"{chapter}.py"
        if not scene.exists():
            _write(scene, SCENE.format(chapter=chapter, name=chapter.capitalize()))
    table = {"languages": list(languages), "title": titles, "chapters": list(chapters),
             "names": names_in(target, record, model)}  # fmt: skip
    _write(folder / "lecture.toml", toml_text({"lecture": table}))
    return Lecture.load(folder)


def names_in(target: Target, record: Record, model: str) -> list[str]:
    """The names in which digits may stand: the model's, its file's, its blocks'."""
    named = [
        model,
        str(target),
        _answer(record),
        *rows_of(record.array("block.names")),
        *rows_of(record.array("block.kinds")),
    ]
    return list(dict.fromkeys(name for name in named if name))


def marker_texts(target: Target, record: Record, model: str) -> Mapping[str, str]:
    """What stands for the templates' markers."""
    return {
        "name": plain(model),
        "target": plain(str(target)),
        "block_s": _plural(record, "model.blocks", "block"),
        "numbers_in": _plural(record, "forward.entering", "number"),
        "factor": length_style(float(record.array("gradient.whole_factor"))),
        "range": length_style(float(record.array("gradient.range"))),
        "shown_weights": count_style(record, "model.weights", "k3"),
        "said_weights": count_style(record, "model.weights", "s3"),
        "shown_unused": count_style(record, "model.unused", "k3"),
        "answer": plain(_answer(record)),
        "answer_index": str(_answer_index(record)),
        "offset_tokens": _plural(record, "attention.offset", "token"),
        "bridge_s": _plural(record, "bridges.count", "bridge"),
        "odd_stops": _plural(record, "gradient.stops_odd", "stop"),
        "zero_stops": _plural(record, "gradient.stops_zero", "stop"),
    }


def plain(name: str) -> str:
    """A name in a script, where braces, dollars and angle brackets are written twice."""
    for mark in "{}$<":
        name = name.replace(mark, 2 * mark)
    return name


def _answer(record: Record) -> str:
    """The class that the model gives the first example, by its name; nothing where there is none."""
    named = "answers.name" in record.values
    return rows_of(record.array("answers.name"))[0] if named else ""


def _answer_index(record: Record) -> int:
    return int(record.array("answers.first")) if "answers.first" in record.values else 0


def count_style(record: Record, path: str, style: str) -> str:
    """The style of a count: all its digits as long as they are few."""
    return "d" if record.array(path) < FEW else style


def _plural(record: Record, path: str, word: str) -> str:
    return word if path in record.values and record.array(path) == 1 else f"{word}s"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        write_text(path, text)
