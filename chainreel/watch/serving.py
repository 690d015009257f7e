"""The drawing process's own side: orders come in, and whatever they bring goes out."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from multiprocessing.connection import Connection
from pathlib import Path

from chainreel.watch.messages import Order, Taken


def serve(connection: Connection) -> None:
    """Draw what is ordered until the connection closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the command hears Ctrl-C, and ends this process
    with tempfile.TemporaryDirectory(prefix="chainreel-watch-", ignore_cleanup_errors=True) as folder:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so that the folder is removed
        os.environ["CHAINREEL_MEDIA"] = folder
        from chainreel.watch import look  # manim loads here, once

        # Python tells by second and size whether a compiled file is current, which is not enough here.
        sys.dont_write_bytecode, sys.pycache_prefix = True, str(Path(folder) / "compiled")
        try:
            while True:
                order = newest(connection)
                connection.send(Taken(order.number))
                try:
                    look.look(order, connection.send, lambda: _pause(connection))
                except look.Superseded:
                    continue
        except (EOFError, OSError):
            return


def newest(connection: Connection) -> Order:
    """The last of the orders that wait, or the next one."""
    order: Order = connection.recv()
    while connection.poll():
        order = connection.recv()
    return order


def _pause(connection: Connection) -> None:
    """Break off for a newer order."""
    from chainreel.watch.look import Superseded

    if connection.poll():
        raise Superseded
