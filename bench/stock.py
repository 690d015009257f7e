"""`python -m bench.stock`: stock scenes at 1080p60 by manim's command and by ours, imports counted.

Prints the table of docs/scenes.md and writes bench/scenes.json. Each run is a process of its own with an
empty media folder, manim at its defaults; CPU is that of the process and its children.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.machine import facts
from chainreel.film.h264.video import frames_in

ROOT = Path(__file__).parents[1]
SCENES = ROOT / "bench" / "stock_scenes.py"
RESULTS = ROOT / "bench" / "scenes.json"
MANIM = (sys.executable, "-m", "manim", "render", "--progress_bar", "none", "-v", "ERROR")
OURS = (sys.executable, "-c", "from chainreel.command import main; main()", "scene")


@dataclass(frozen=True)
class Cost:
    """One run: CPU seconds with imports, the film's frames and bytes."""

    cpu: float
    frames: int
    bytes: int


def measure(command: Sequence[str], scene: str, file: Path = SCENES) -> Cost:
    """Render a scene by a command, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        before = _children()
        arguments = [*command, str(file), scene, "-qh", "--media_dir", folder]
        subprocess.run(arguments, check=True, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        cpu = _children() - before
        film = Path(folder) / "videos" / file.stem / "1080p60" / f"{scene}.mp4"
        return Cost(round(cpu, 2), frames_in(film), film.stat().st_size)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def scene_names() -> list[str]:
    """The classes of the file, in its order."""
    lines = SCENES.read_text(encoding="utf-8").splitlines()
    return [line[6:].partition("(")[0] for line in lines if line.startswith("class ")]


def row(scene: str, manims: Cost, ours: Cost) -> str:
    """A scene's line in the table."""
    share, size = ours.cpu / manims.cpu, ours.bytes / manims.bytes
    seconds = manims.frames / 60
    return f"| `{scene}` | {seconds:.1f} s | {manims.cpu:.1f} | {ours.cpu:.1f} | {share:.2f} | {size:.2f} |"


def main() -> None:
    """Measure the scenes that are named, or all, one run after another."""
    found = {}
    print("| Scene | film | manim, CPU s | chainreel, CPU s | of manim | bytes, of manim |")
    print("|---|---|---|---|---|---|")
    for scene in sys.argv[1:] or scene_names():
        manims, ours = measure(MANIM, scene), measure(OURS, scene)
        if manims.frames != ours.frames:
            raise SystemExit(f"{scene}: {ours.frames} frames, manim has {manims.frames}")
        found[scene] = {"manim": asdict(manims), "chainreel": asdict(ours)}
        print(row(scene, manims, ours), flush=True)
        shares = [one["chainreel"]["cpu"] / one["manim"]["cpu"] for one in found.values()]
        summary = {"median": statistics.median(shares), "least": min(shares), "most": max(shares)}
        text = json.dumps({"machine": facts(), "of manim": summary, "scenes": found}, indent=1)
        if not sys.argv[1:]:
            RESULTS.write_text(text + "\n", encoding="utf-8")
    print(json.dumps(summary))


if __name__ == "__main__":
    main()
