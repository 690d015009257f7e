"""Watching of some beats: every save is an order to the studio, and what comes of it goes to the page."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from chainreel.languages.discovery import FOLDER
from chainreel.records.provenance import LIBRARY
from chainreel.watch.board import Board, lines_of
from chainreel.watch.messages import Judged, Order, PicturesDrawn, Stumble
from chainreel.watch.saves import Saves
from chainreel.watch.server import PageServer
from chainreel.watch.studio import Studio

Say = Callable[[str], None]


def watch_beats(order: Order, port: int | None, say: Say, opened: Callable[[str], None]) -> None:
    """Draw and judge the order's beats again after every save, until Ctrl-C; ``opened`` is told the page.

    Raises:
        InputError: the port is taken.
    """
    board = Board(" ".join(order.selection))
    server = PageServer(board, port)
    saves, studio = Saves(order.root), Studio(_told(board, say))
    try:
        say(f"Watching {' '.join(order.selection)}: {server.url} (Ctrl-C ends it)")
        opened(server.url)
        _follow(order, saves, studio)
    finally:
        saves.close()
        studio.close()
        board.close()
        server.close()


def _follow(order: Order, saves: Saves, studio: Studio) -> None:
    numbers = itertools.count(1)
    studio.draw(replace(order, number=next(numbers)))
    for files in saves:
        if any(is_loaded_once(file, order.root) for file in files):
            studio.restart()
        studio.draw(replace(order, number=next(numbers)))


def is_loaded_once(file: Path, root: Path) -> bool:
    """Whether a file is one that a process loads for good: of the library, or of the lecture's languages."""
    return file.is_relative_to(LIBRARY) or file.is_relative_to((root / FOLDER).resolve())


def _told(board: Board, say: Say) -> Callable[[object], None]:
    """What hears the studio: the board, and the terminal in a line for each outcome."""

    def hear(message: object) -> None:
        board.hear(message)
        for line in lines_for(message):
            say(line)

    return hear


def lines_for(message: object) -> list[str]:
    """What the terminal says of a message."""
    now = time.strftime("%H:%M:%S")
    match message:
        case PicturesDrawn(seconds):
            return [f"{now} drawn in {seconds:.1f} s"]
        case Judged(findings, _):
            return lines_of(findings) or [f"{now} nothing found"]
        case Stumble():
            return lines_of([message])
    return []
