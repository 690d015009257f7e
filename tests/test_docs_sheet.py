"""The README's sheet of all beats: it shows the lecture as it is."""

import importlib
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from chainreel.film.sheet import COLUMNS
from chainreel.lecture import Lecture
from chainreel.script import load_script

ROOT = Path(__file__).parent.parent
SHEET = ROOT / "docs" / "pictures" / "sheet.png"
MOST = 0.2  # of 255, in the mean of a beat's picture: another number is more, another edge of a letter less


def test_the_sheet_shows_every_beat_as_the_tool_draws_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its size is that of all beats, and the last chapter's, drawn again, stand at their places."""
    monkeypatch.syspath_prepend(ROOT / "tools")
    tool = importlib.import_module("sheet_picture")
    for module in ("sheet_picture", "part_pictures"):
        monkeypatch.delitem(sys.modules, module)
    lecture = Lecture.load(ROOT)
    beats = sum(len(load_script(lecture, chapter).beats) for chapter in lecture.chapters)
    last = tool.stills_of(lecture.chapters[-1])
    blank = Image.new("RGB", last[0][1].size)
    again = tool.small_sheet([("", blank)] * (beats - len(last)) + last)
    committed = Image.open(SHEET).convert("RGB")
    assert again.size == committed.size
    difference = np.abs(np.asarray(again, float) - np.asarray(committed, float)).mean(axis=2)
    rows = -(-beats // COLUMNS)
    height, width = difference.shape[0] / rows, difference.shape[1] / COLUMNS
    for index in range(beats - len(last), beats):
        top, left = (index // COLUMNS + 0.2) * height, (index % COLUMNS + 0.1) * width
        inner = difference[round(top) : round(top + 0.7 * height), round(left) : round(left + 0.8 * width)]
        assert inner.mean() < MOST
