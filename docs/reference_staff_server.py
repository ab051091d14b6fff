"""The smallest staff adapter that follows docs/contract.md, part 2: copy it, and add one intent at a time.

    STAFF_SECRET=hemmelig python reference_staff_server.py 4713 answers.sqlite

It keeps appointments of its own. What it does not know it answers with 404, which the harness takes as `unable`.
Exchange the three functions for calls to your own code, and write more of them; the rest can stay as it is.
"""

import hmac
import json
import os
import sqlite3
import sys
import uuid
from http.server import BaseHTTPRequestHandler, HTTPServer

SECRET = os.environ.get("STAFF_SECRET", "")
book: dict[str, dict] = {}  # in earnest: your EPJ
answers = sqlite3.connect(sys.argv[2] if sys.argv[2:] else ":memory:", check_same_thread=False, isolation_level=None)
answers.execute("CREATE TABLE IF NOT EXISTS answer (key TEXT PRIMARY KEY, text TEXT)")


class Refused(Exception):
    """The EPJ says no, as it would to staff; the text is shown to people."""


def settle(params: dict) -> dict:
    return {}  # in earnest: wait until your inbox is handled and your outbox empty, at most params["deadline_seconds"]


def create_appointment(params: dict) -> dict:
    book[number := str(uuid.uuid4())] = params
    return {"appointment": number}


def cancel_appointment(params: dict) -> dict:
    if book.pop(params["appointment"], None) is None:
        raise Refused("Timen finnes ikke, eller den er avlyst alt.")
    return {}


INTENTS = {  # what is done, and the parameters that it needs
    "settle": (settle, {"deadline_seconds"}),
    "create_appointment": (create_appointment, {"patient", "start", "end", "summary", "location"}),
    "cancel_appointment": (cancel_appointment, {"appointment"}),
}


def answer(intent: str, key: str, body: bytes) -> tuple[int, dict]:
    if intent not in INTENTS:
        return 404, {"error": f"Ukjent oppdrag: {intent}"}
    do, needed = INTENTS[intent]
    changes = intent != "settle" and not intent.startswith("read_")
    if changes and (kept := answers.execute("SELECT text FROM answer WHERE key = ?", (key,)).fetchone()):
        return 200, json.loads(kept[0])
    try:
        params = json.loads(body)
        if missing := sorted(needed - set(params)) + ["Idempotency-Key"] * (changes and not key):
            return 400, {"error": f"Mangler: {', '.join(missing)}"}
        given = {"outcome": "done", "reason": None, "data": do(params)}
    except Refused as no:
        given = {"outcome": "refused", "reason": str(no), "data": {}}
    except (TypeError, ValueError) as error:
        return 400, {"error": f"Feil i parametrene: {error}"}
    if changes:
        answers.execute("INSERT INTO answer VALUES (?, ?)", (key, json.dumps(given)))
    return 200, given


class Handler(BaseHTTPRequestHandler):  # one call at a time, so that the same key never does anything twice
    timeout = 10

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        status, content = 401, {"error": "Feil eller manglende secret."}
        told = self.headers.get("Authorization", "").encode()
        if not SECRET or hmac.compare_digest(told, f"Bearer {SECRET}".encode()):
            intent, key = self.path.rpartition("/intents/")[2], self.headers.get("Idempotency-Key", "")
            status, content = answer(intent, key, body)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(content, ensure_ascii=False).encode())


if __name__ == "__main__":
    server = HTTPServer(("127.0.0.1", int(sys.argv[1]) if sys.argv[1:] else 0), Handler)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
