"""Server of the page, on loopback alone: the page, its pictures, and an event for every change."""

from __future__ import annotations

import mimetypes
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from chainreel.errors import InputError
from chainreel.watch.board import Board, as_json

HOST = "127.0.0.1"
PORT = 8765  # tried first where none is asked for, so that a page that stayed open finds us again
PAGE = Path(__file__).resolve().parents[1] / "page" / "watch"
FILES = {"/": "watch.html", "/watch.css": "watch.css", "/watch.js": "watch.js"}
HEARTBEAT = 5.0  # seconds between two signs of life, at which a page that is gone is noticed


class PageServer:
    """Serves a board until it is closed."""

    def __init__(self, board: Board, port: int | None) -> None:
        """Take ``port``, or any that is free.

        Raises:
            InputError: the port that is asked for is taken.
        """
        self._server = _server(board, port)
        self.url = f"http://{HOST}:{self._server.server_address[1]}/"
        self._thread = Thread(target=self._server.serve_forever, args=(0.1,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Let go of the port."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int, board: Board) -> None:
        self.board = board
        super().__init__((HOST, port), _Handler)


def _server(board: Board, port: int | None) -> _Server:
    try:
        return _Server(PORT if port is None else port, board)
    except OSError as error:
        if port is None:
            return _Server(0, board)
        why = error.strerror or error
        raise InputError(f"--port {port}: {why}: name another, or none to have any that is free") from None


class _Handler(BaseHTTPRequestHandler):
    """One request of the page."""

    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        """Answer with a file, a picture or the stream of events."""
        if self.headers.get("Host", "").rpartition(":")[0] not in (HOST, "localhost"):
            self.send_error(HTTPStatus.FORBIDDEN)  # another site's name that was pointed at this machine
        elif self.path == "/events":
            self._stream()
        elif self.path in FILES:
            self._send((PAGE / FILES[self.path]).read_bytes(), mimetypes.guess_type(FILES[self.path])[0])
        elif (picture := self.server.board.picture(Path(self.path).stem)) is not None:
            self._send(picture, "image/png", "max-age=31536000, immutable")
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _send(self, content: bytes, kind: str | None, keep: str = "no-store") -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if "text" in str(kind) else str(kind))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", keep)
        self.end_headers()
        self.wfile.write(content)

    def _stream(self) -> None:
        """Send what the board shows, now and after every change, until the page or the board is gone."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        version = -1
        try:
            while True:
                found = self.server.board.after(version, HEARTBEAT)
                version = found[0] if found else version
                self._write(f"data: {as_json(found[1])}\n\n" if found else ": still here\n\n")
        except (EOFError, OSError):
            return

    def _write(self, text: str) -> None:
        self.wfile.write(text.encode())
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the terminal is for findings."""
