"""Progress of stock scenes: plays, frames, how fast, and how long still, where that can be known.

How long a scene is nobody knows before it has run; but most renders repeat one, so the film that lies there
from the last time says how many frames there will be.
"""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.live import Live
from rich.text import Text

from chainreel.errors import ChainreelError
from chainreel.stock.run import SceneFailed, SceneProgress, SceneRendered


class SceneDisplay:
    """Follows scenes; one line for each that runs, one for each that is done."""

    def __init__(self, console: Console) -> None:
        self._console, self._running, self._failed = console, dict[str, SceneProgress](), list[SceneFailed]()
        self._begin = dict[str, float]()
        self._live = Live(console=console, refresh_per_second=4, transient=True)

    def hear(self, message: object) -> None:
        """Take what a scene reports."""
        if isinstance(message, SceneProgress):
            self._begin.setdefault(message.scene, time.monotonic())
            self._running[message.scene] = message
        elif isinstance(message, SceneRendered | SceneFailed):
            self._running.pop(message.scene, None)
            if isinstance(message, SceneFailed):
                self._failed.append(message)
            else:
                self._say(_line(message))
        if self._console.is_terminal:
            self._live.update(Text("\n".join(self._status(frames) for frames in self._running.values())))

    def require_success(self) -> None:
        """Raise what failed. Raises: ChainreelError."""
        if self._failed:
            raise ChainreelError("; ".join(f"{failed.scene}: {failed.why}" for failed in self._failed))

    def _say(self, line: str) -> None:
        self._console.print(line, markup=False, highlight=False, soft_wrap=True)

    def _status(self, now: SceneProgress) -> str:
        took = max(time.monotonic() - self._begin[now.scene], 1e-3)
        rate = now.frames / took
        said = f"{now.scene}: play {now.plays}, {now.frames} frames, {rate:.0f} frames/s"
        if now.before > now.frames and rate > 0:
            said += f", about {(now.before - now.frames) / rate:.0f} s left"
        return said

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._console.is_terminal:
            self._live.stop()


def _line(done: SceneRendered) -> str:
    what = f"{done.plays} plays, {done.frames} frames, {done.seconds:.1f} s"
    return f"{done.scene}: {what}: {done.path}" if done.path else f"{done.scene}: {what}: nothing written"
