"""Studio: a warm process that draws orders, each from the files as they are then, the newest first."""

from __future__ import annotations

import threading
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from chainreel.watch.messages import Judged, Order, Stumble, Taken
from chainreel.watch.serving import serve

PATIENCE = 10.0  # seconds that a scene may keep a newer order waiting before its process is ended
GONE = "the process that draws ended (exit code {code}): save again to go on"


class Studio:
    """The drawing process, started when there is something to draw and again after it ended.

    ``hear(message)`` is called, from a thread of its own, for whatever an order brings.
    """

    def __init__(self, hear: Callable[[object], None]) -> None:
        self._hear = hear
        self._lock = threading.RLock()
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._waiting: threading.Timer | None = None
        self._busy = False

    def draw(self, order: Order) -> None:
        """Have an order drawn in place of the one under way."""
        with self._lock:
            self._forget_waiting()
            connection = self._connection
            if connection is not None:
                try:
                    connection.send(order)
                except OSError:  # it has just ended
                    connection = None
            if connection is None:
                self._start().send(order)
            elif self._busy:
                self._await_answer(order)
            self._busy = True

    def restart(self) -> None:
        """End the process: the next order has one that loads the library anew."""
        with self._lock:
            self._forget_waiting()
            process, connection = self._process, self._connection
            self._process = self._connection = None
            if process is not None and connection is not None:
                process.terminate()
                process.join(PATIENCE)
                if process.is_alive():
                    process.kill()
                    process.join()
                connection.close()

    close = restart

    def _start(self) -> Connection:
        self.restart()
        context = get_context("spawn")
        here, there = context.Pipe()
        self._process = context.Process(target=serve, args=(there,), daemon=True)
        self._process.start()
        there.close()
        self._connection = here
        threading.Thread(target=self._listen, args=(self._process, here), daemon=True).start()
        return here

    def _listen(self, process: SpawnProcess, connection: Connection) -> None:
        """Pass on what the process says, until it ends."""
        try:
            while True:
                message = connection.recv()
                with self._lock:
                    if connection is self._connection:
                        self._note(message)
                        self._hear(message)
        except (EOFError, OSError):
            process.join()
        with self._lock:
            if connection is self._connection:  # it was not we who ended it
                self._process = self._connection = None
                self._forget_waiting()
                self._busy = False
                self._hear(Stumble(None, GONE.format(code=process.exitcode)))

    def _note(self, message: object) -> None:
        """An order was taken, or came to its end."""
        if isinstance(message, Taken):
            self._forget_waiting()
        elif isinstance(message, Judged | Stumble):
            self._busy = False

    def _await_answer(self, order: Order) -> None:
        """Give a busy process a while to break off, then draw in a new one."""
        self._waiting = threading.Timer(PATIENCE, self._draw_in_a_new_process, [order])
        self._waiting.daemon = True
        self._waiting.start()

    def _draw_in_a_new_process(self, order: Order) -> None:
        with self._lock:
            if self._waiting is not None:
                self._start().send(order)

    def _forget_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
        self._waiting = None
