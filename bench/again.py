"""What rendering again costs once the whole lecture is finished: with nothing, a word or a beat changed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
QUALITY, LANGUAGE = "720p30", "en"
CHAPTER, BEAT = "network", "bend"  # what is changed
PARTS = ("scenes", "experiments", "assets")
SAID, SHOWN = f"say.{LANGUAGE} = [", f"title.{LANGUAGE} ="  # in the beat's table, before its first string

Found = dict[str, dict[str, float]]


def rendering_again() -> Found:
    """Wall and CPU seconds of the whole spoken film, and of making it again after each change."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        shutil.copy(ROOT / "lecture.toml", folder)
        for part in PARTS:
            shutil.copytree(ROOT / part, folder / part)
        return measured(folder)


def measured(folder: Path) -> Found:
    """The same in a folder that has the lecture's files."""
    script = folder / "scenes" / f"{CHAPTER}.toml"
    found = {"whole": _render(folder), "nothing changed": _render(folder)}
    put_before(script, SAID, "Well, ")
    found["a word changed"] = _render(folder)
    put_before(script, SHOWN, "Now: ")
    found["a beat changed"] = _render(folder)
    for name, one in found.items():
        share = one["cpu"] / found["whole"]["cpu"]
        print(
            f"{name}: {one['wall']:.1f} s, {one['cpu']:.1f} CPU s, {share:.1%}; drew {one['drew']:.0f} beats"
        )
    return found


def put_before(script: Path, key: str, words: str) -> None:
    """Put words at the beginning of the beat's first string after ``key``."""
    text = script.read_text(encoding="utf-8")
    at = text.index('"', text.index(key, text.index(f"[{BEAT}]"))) + 1
    script.write_text(text[:at] + words + text[at:], encoding="utf-8")


def _render(folder: Path) -> dict[str, float]:
    command = [sys.executable, str(ROOT / "render.py"), "--lecture", "lecture.toml", "--jobs", "2"]
    command += ["--language", LANGUAGE, "--quality", QUALITY]
    started, before = time.monotonic(), os.times()
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, check=True, text=True)
    wall, after = time.monotonic() - started, os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return {"wall": round(wall, 1), "cpu": round(cpu, 1), "drew": done.stdout.count("drew ")}
