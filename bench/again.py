"""What rendering again costs once the whole lecture is finished: with nothing, a word or a beat changed.

Alone, of some chapters (``network`` among them): ``python -m bench.again line network backward``.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
QUALITY, LANGUAGE = "720p30", "en"
CHAPTER, BEAT = "network", "bend"  # what is changed
PARTS = ("scenes", "experiments", "assets")
SAID, SHOWN = f"say.{LANGUAGE} = [", f"title.{LANGUAGE} ="  # in the beat's table, before its first string

Found = dict[str, dict[str, float]]


def rendering_again(chapters: Sequence[str] = ()) -> Found:
    """Wall and CPU seconds of the whole spoken film, and of making it again after each change.

    With ``chapters``, of a lecture of those only.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        text = (ROOT / "lecture.toml").read_text(encoding="utf-8")
        if chapters:
            text = re.sub(
                r"chapters = \[.*?\]", f"chapters = {list(chapters)}", text, count=1, flags=re.DOTALL
            )
        (folder / "lecture.toml").write_text(text, encoding="utf-8")
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
            f"{name}: {one['wall']:.1f} s, {one['cpu']:.1f} CPU s, {share:.1%}; "
            f"drew {one['drew']:.0f} beats, encoded {one['encoded']:.0f} clips",
            flush=True,
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
    drew, encoded = (done.stdout.count(did) for did in ("drew ", "encoded "))
    return {"wall": round(wall, 1), "cpu": round(cpu, 1), "drew": drew, "encoded": encoded}


if __name__ == "__main__":
    rendering_again(sys.argv[1:])
