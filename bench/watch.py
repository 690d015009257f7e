"""Seconds from a save to the picture on the page of `chainreel watch`, and to the findings.

    python bench/watch.py                       beats of this lecture and of the tests' tiny one
    python bench/watch.py resnet.no_guarantee   one of this lecture

Scripts and scenes are saved in turn, with a comment more each time, in a copy of the lecture. CPU seconds of
the drawing process stand beside: they say what a machine with nothing else to do would take.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TINY = ROOT / "tests" / "tiny_lecture"
BEATS = (
    (TINY, "slopes.product"),
    (ROOT, "line.misfit"),
    (ROOT, "vanishing.two_dials"),
    (ROOT, "resnet.eight_paths"),
)
PARTS = ("scenes", "experiments", "assets", "lecture.toml", "readings.toml")
SAVES = 6
COMMAND = [sys.executable, "-c", "from chainreel.command import main; main()", "watch"]


def main() -> None:
    """Print a line a beat."""
    print("beat                     save to picture   CPU   save to findings   (medians, seconds)")
    for source, beat in [(ROOT, beat) for beat in sys.argv[1:]] or BEATS:
        with tempfile.TemporaryDirectory() as folder:
            root = copy_of(source, Path(folder) / "lecture")
            picture, cpu, findings = (
                statistics.median(column) for column in zip(*saves(root, beat), strict=True)
            )
        print(f"{beat:24} {picture:15.2f} {cpu:5.2f} {findings:18.2f}", flush=True)


def copy_of(source: Path, root: Path) -> Path:
    """The parts of a lecture that are read."""
    for name in PARTS:
        if (source / name).is_dir():
            shutil.copytree(source / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif (source / name).exists():
            shutil.copy(source / name, root / name)
    return root


def saves(root: Path, beat: str) -> Iterator[tuple[float, float, float]]:
    """Of each save: seconds to the picture, CPU seconds of that, seconds to the findings."""
    watch = subprocess.Popen(
        [*COMMAND, beat, "--no-open", "--port", "0"], cwd=root, env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert watch.stdout is not None
    port = re.search(r":(\d+)/", watch.stdout.readline())
    assert port
    events = heard(int(port[1]))
    until(events, "ready", 0)
    chapter = beat.partition(".")[0]
    try:
        for number in range(SAVES):
            file = root / "scenes" / f"{chapter}.{'toml' if number % 2 else 'py'}"
            cpu, began = cpu_seconds(watch.pid), time.monotonic()
            file.write_text(f"{file.read_text(encoding='utf-8')}# {number}\n", encoding="utf-8")
            order = until(events, "checking", number + 1)["order"]
            drawn, cpu = time.monotonic() - began, cpu_seconds(watch.pid) - cpu
            until(events, "ready", order)
            yield drawn, cpu, time.monotonic() - began
    finally:
        watch.send_signal(signal.SIGINT)
        watch.wait()


def heard(port: int) -> Iterator[dict[str, Any]]:
    """What the page is sent."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/events")
    response = connection.getresponse()
    while line := response.readline():
        if line.startswith(b"data: "):
            yield json.loads(line.removeprefix(b"data: "))


def until(events: Iterator[dict[str, Any]], state: str, order: int) -> dict[str, Any]:
    """The first event in that state, of that order or a later one."""
    return next(e for e in events if e["state"] == state and e["order"] >= order)


def cpu_seconds(process: int) -> float:
    """What the watch and all processes below it have taken so far (Linux)."""
    below = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(cpu_seconds(int(child)) for child in below)


if __name__ == "__main__":
    main()
