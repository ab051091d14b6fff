"""The staff adapter of a miniature: POST /intents/{name} on http.server, one answer per idempotency key."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol


class Desk(Protocol):
    """Whoever does what staff are asked."""

    def do(self, name: str, params: dict[str, Any]) -> dict[str, Any] | None:
        """The outcome, or None for an intent that is not known; raises `KeyError` for a missing parameter."""


class StaffServer:
    """Listens on a free port until stopped."""

    def __init__(self, desk: Desk) -> None:
        answers: dict[str, tuple[int, Any]] = {}
        guard = threading.Lock()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                with guard:
                    known = answers.get(self.headers.get("Idempotency-Key", ""))
                status, answer = known or self._answered(json.loads(body or b"{}"))
                with guard:
                    answers[self.headers.get("Idempotency-Key", "")] = (status, answer)
                content = json.dumps(answer, ensure_ascii=False).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def _answered(self, params: dict[str, Any]) -> tuple[int, Any]:
                try:
                    found = desk.do(self.path.rpartition("/")[2], params)
                except KeyError as error:
                    return 400, {"error": f"mangler {error}"}
                return (404, {"error": "ukjent ønske"}) if found is None else (200, found)

            def log_message(self, format: str, *args: Any) -> None:
                """Silence."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}/staff"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close the port."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
