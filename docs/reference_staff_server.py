"""The smallest staff adapter that follows docs/contract.md, part 2: copy it, and add one intent at a time.

    python reference_staff_server.py 4713

It answers `settle` and `change_setting`; every other intent is `unable`, which the harness shows as «ikke verifisert».
"""

from __future__ import annotations

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KNOWN = """create_appointment change_appointment cancel_appointment register_no_show start_dialog answer_dialog
accept_cancellation refuse_cancellation change_setting settle read_journal read_appointments read_thread
read_access_log read_transport_log"""
settings = {"cancel_approval": "nei"}
answers: dict[str, dict] = {}  # in earnest: a table in your database, so that a key survives a restart
lock = threading.Lock()


def perform(intent: str, params: dict) -> dict:
    """Do what staff are asked, through your own code; raise KeyError or ValueError for faulty parameters."""
    if intent == "settle":  # wait here until your inbox is handled and your outbox is empty
        return {"outcome": "done", "reason": None, "data": {}}
    if intent == "change_setting":
        if params["value"] not in ("ja", "nei"):
            raise ValueError("value må være ja eller nei")
        previous, settings[params["setting"]] = settings[params["setting"]], params["value"]
        return {"outcome": "done", "reason": None, "data": {"previous": previous}}
    return {"outcome": "unable", "reason": "Ikke laget ennå.", "data": {}}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        *_, kind, intent = ["", *self.path.strip("/").split("/")]
        key = self.headers.get("Idempotency-Key", "")
        if kind != "intents" or intent not in KNOWN.split():
            return self.reply(404, {"error": f"Ukjent oppdrag: {intent}"})
        if not key and intent != "settle" and not intent.startswith("read_"):
            return self.reply(400, {"error": "Idempotency-Key mangler."})
        try:
            with lock:  # the same key gets the same answer, and nothing is done twice
                if not key or key not in answers:
                    answers[key] = perform(intent, json.loads(body))
                return self.reply(200, answers[key])
        except (KeyError, TypeError, ValueError) as error:
            return self.reply(400, {"error": f"Feil i parametrene: {error}"})

    def reply(self, status: int, content: dict) -> None:
        body = json.dumps(content, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1]) if sys.argv[1:] else 0), Handler)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
