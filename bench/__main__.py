"""`make bench`: measure, print a table, write bench/results.json."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.again import rendering_again
from bench.machine import facts
from bench.speech import speech
from bench.work import QUALITY, Measured
from chainreel.film.h264.video import frames_in
from chainreel.lecture import QUALITIES, Lecture

ROOT = Path(__file__).parents[1]
FPS = QUALITIES[QUALITY].fps
OWN, ALL = ("draw", "encode"), ("draw", "encode", "x264", "manim")
BEATS = ("line.misfit", "network.bend", "hook.guess")  # of the lecture, when it is not to take long
GROWTH = ("growing-60-2", "growing-120-2", "growing-240-2", "growing-60-4", "growing-60-8")
TARGETS = {
    "of manim": "at most 0.33", "per film second": "at most 0.90", "masters": "at most 0.40",
    "of x264": "at most 1.60", "faster than real time": "at least 1.60",
    "speech": "at most 1.0 CPU s a second",
}  # fmt: skip


def main() -> None:
    """Run the benchmark, or with ``--renderer`` one side of it."""
    wish = _wish()
    if wish.renderer:
        _one_side(wish.renderer, wish.subjects or BEATS)
        return
    lecture = Lecture.load(ROOT)
    subjects = wish.subjects or (lecture.chapters if wish.full else BEATS)
    results: dict[str, object] = {
        "machine": facts(), "quality": QUALITY, "targets": TARGETS, "side by side": wish.jobs,
    }  # fmt: skip
    print(json.dumps(results["machine"], ensure_ascii=False))
    filmed = _measured_all(subjects, wish.jobs)
    results["lecture"] = filmed | {"together": _show("together", _sum(list(filmed.values())))}
    results["growth"] = {name: _show(name, _measure(name, OWN)) for name in GROWTH}
    results["two cores"] = _real_time(list(subjects))
    results["speech"] = speech()
    print("CPU seconds for a second of speech", json.dumps(results["speech"]))
    if wish.full:
        results["again"] = rendering_again()
    (ROOT / "bench" / "results.json").write_text(
        json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )


def _wish() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("subjects", nargs="*", help="chapters, beats, growing-<objects>-<plays>")
    parser.add_argument("--full", action="store_true", help="the whole lecture, and a change in it")
    parser.add_argument("--jobs", type=int, default=1, help="how many subjects are measured side by side")
    parser.add_argument("--renderer", choices=("chainreel", "manim"), help="only this one's figures")
    return parser.parse_args()


def _one_side(renderer: str, subjects: Sequence[str]) -> None:
    for name in subjects:
        print(name, json.dumps(_measure(name, ("manim",) if renderer == "manim" else OWN)))


def _measured_all(subjects: Sequence[str], jobs: int) -> dict[str, Measured]:
    """All kinds of each subject. Side by side they slow each other, all kinds alike: the ratios stay."""
    with ThreadPoolExecutor(jobs) as pool:
        found = pool.map(lambda name: _measure(name, ALL), subjects)
        return {name: _show(name, one) for name, one in zip(subjects, found, strict=True)}


def _measure(subject: str, kinds: Sequence[str]) -> Measured:
    """Each kind in a process of its own, on an empty cache, one after the other."""
    found: Measured = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for kind in kinds:
            command = [sys.executable, "-m", "bench.work", kind, subject, folder]
            done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True)
            found |= json.loads(done.stdout.splitlines()[-1])
    return found


def _sum(all_found: Sequence[Mapping[str, float]]) -> Measured:
    keys = list(dict.fromkeys(k for found in all_found for k in found))
    return {k: (max if k.startswith("memory") else sum)(f.get(k, 0.0) for f in all_found) for k in keys}


def _show(name: str, found: Measured) -> Measured:
    """Print a line of the table; the figures with their ratios."""
    film = found["frames"] / FPS
    cost = found["drawing"] + found["encoding"]
    found["film seconds"] = film
    found["per film second"] = cost / film
    found["masters per film second"] = found["masters"] / film
    line = (
        f"{name:16} {film:6.1f} s film: drawing {found['drawing'] / film:.2f}, "
        f"film {found['encoding'] / film:.2f}, masters {found['masters'] / film:.2f} CPU s a film second"
    )
    if "manim" in found:
        per_frame = found["manim"] / found["manim frames"]
        found["of manim"] = (cost + found["masters"]) / (per_frame * found["frames"])
        found["of x264"] = cost / found["x264"]
        size = found["bytes"] / found["manim bytes"]
        line += (
            f"; manim {per_frame * FPS:.2f}; {found['of manim']:.2f} of manim, "
            f"{found['of x264']:.2f} of x264, {size:.2f} of manim's bytes"
        )
    print(line, flush=True)
    return {k: round(v, 3) for k, v in found.items()}


def _real_time(subjects: Sequence[str]) -> dict[str, float]:
    """The command itself, on two processes and an empty cache: wall time beside the film's length."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        for part in ("lecture.toml", "scenes", "experiments", "assets"):
            (folder / part).symlink_to(ROOT / part)
        own = ["--language", "en", "--quality", QUALITY, "--jobs", "2", "--lecture", "lecture.toml"]
        own += ["--voice", "none"]  # who speaks is no part of what is measured
        command = [sys.executable, str(ROOT / "render.py"), *subjects, *own]
        before, children = time.monotonic(), os.times()
        subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=True)
        wall, after = time.monotonic() - before, os.times()
        film = frames_in(next((folder / "out").rglob("lecture.mp4"))) / FPS
    cpu = after.children_user + after.children_system - children.children_user - children.children_system
    found = {"film seconds": film, "wall": wall, "cpu": cpu, "faster than real time": film / wall}
    print(f"two processes: {film:.1f} s film in {wall:.1f} s, {cpu:.1f} CPU s: {film / wall:.2f} x real time")
    return {k: round(v, 3) for k, v in found.items()}


if __name__ == "__main__":
    main()
