"""A staff adapter is held to the contract: one that follows it is green, and each breach is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from conformance.checking.light import Light, State
from conformance.checking.staff import hold_to_contract
from conformance.clock import SystemClock
from conformance.targets.loading import load
from epj.check import command
from tests.conformance.samples import GOOD, KARI, NORA, changed

SECRET = "hemmelig"


class Adapter:
    """Follows the contract with what little it has: appointments of two patients in a list."""

    def __init__(self) -> None:
        self.appointments: list[dict[str, Any]] = []
        self.answers: dict[str, dict[str, Any]] = {}

    def reply(self, intent: str, body: bytes, key: str, secret: str) -> tuple[int, dict[str, Any]]:
        if not self.lets_in(secret):
            return 401, {"error": "Feil hemmelighet."}
        does: Callable[[dict[str, Any]], dict[str, Any]] | None = getattr(self, f"do_{intent}", None)
        if does is None:
            return self.unknown()
        reads = intent.startswith("read_") or intent == "settle"
        if not key and not reads and self.demands_key():
            return 400, {"error": "Idempotency-Key mangler."}
        if key in self.answers and not reads and self.remembers():
            return 200, self.answers[key]
        try:
            answer = does(json.loads(body))
        except (KeyError, ValueError) as error:
            return self.faulty(error)
        self.answers[key] = answer
        return 200, answer

    def lets_in(self, secret: str) -> bool:
        return secret == f"Bearer {SECRET}"

    def unknown(self) -> tuple[int, dict[str, Any]]:
        return 404, {"error": "Ukjent oppdrag."}

    def demands_key(self) -> bool:
        return True

    def remembers(self) -> bool:
        return True

    def faulty(self, error: Exception) -> tuple[int, dict[str, Any]]:
        return 400, {"error": f"Feil i parametrene: {error}"}

    def do_settle(self, params: dict[str, Any]) -> dict[str, Any]:
        return done()

    def do_read_appointments(self, params: dict[str, Any]) -> dict[str, Any]:
        if params["patient"] not in (NORA, KARI):
            return refused("Pasienten finnes ikke.")
        return done(appointments=[one for one in self.appointments if one["patient"] == params["patient"]])

    def do_create_appointment(self, params: dict[str, Any]) -> dict[str, Any]:
        if params["patient"] not in (NORA, KARI):
            return refused("Pasienten finnes ikke.")
        made = {"id": str(len(self.appointments) + 1), "status": "planned", "slot_free": False, "cancellation": None}
        self.appointments.append({**params, **made})
        return done(appointment=made["id"])

    def do_cancel_appointment(self, params: dict[str, Any]) -> dict[str, Any]:
        wanted = params["appointment"]
        found = next((one for one in self.appointments if one["id"] == wanted), None)
        if found is None:
            return refused("Timen finnes ikke.")
        found["status"] = "cancelled"
        return done()


def done(**data: Any) -> dict[str, Any]:
    return {"outcome": "done", "reason": None, "data": data}


def refused(reason: str) -> dict[str, Any]:
    return {"outcome": "refused", "reason": reason, "data": {}}


@contextmanager
def answering(adapter: Adapter) -> Iterator[str]:
    """The address of an adapter over HTTP."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            intent = self.path.rpartition("/")[2]
            key, secret = self.headers.get("Idempotency-Key", ""), self.headers.get("Authorization", "")
            status, content = adapter.reply(intent, body, key, secret)
            raw = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, format: str, *more: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/staff"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def target_file(folder: Path, address: str) -> Path:
    path = folder / "target.toml"
    path.write_text(
        changed(('address = "http://127.0.0.1:9/w/1/staff"', f'address = "{address}"\nsecret = "{SECRET}"'))
    )
    return path


def held(folder: Path, adapter: Adapter) -> dict[str, list[Light]]:
    """The lights of each clause."""
    with answering(adapter) as address:
        lights = hold_to_contract(load(target_file(folder, address)), SystemClock())
    found: dict[str, list[Light]] = {}
    for light in lights:
        found.setdefault(light.look, []).append(light)
    return found


def test_an_adapter_that_follows_the_contract_is_green_and_cleans_up(tmp_path: Path) -> None:
    adapter = Adapter()
    lights = held(tmp_path, adapter)
    assert len(lights) == 8
    assert [str(one) for each in lights.values() for one in each if one.state is not State.GREEN] == []
    assert [one["status"] for one in adapter.appointments] == ["cancelled"]


class LetsAnybodyIn(Adapter):
    def lets_in(self, secret: str) -> bool:
        return True


class SaysDoneToAnything(Adapter):
    def unknown(self) -> tuple[int, dict[str, Any]]:
        return 200, done()


class IsUnableOfWhatIsUnknown(Adapter):
    def unknown(self) -> tuple[int, dict[str, Any]]:
        return 200, {"outcome": "unable", "reason": "Ukjent.", "data": {}}


class DoesTheSameTwice(Adapter):
    def remembers(self) -> bool:
        return False


class NeedsNoKey(Adapter):
    def demands_key(self) -> bool:
        return False


class CrashesOnFaultyParams(Adapter):
    def faulty(self, error: Exception) -> tuple[int, dict[str, Any]]:
        return 500, {"error": "KeyError"}


class ForgetsTheStatus(Adapter):
    def do_read_appointments(self, params: dict[str, Any]) -> dict[str, Any]:
        return done(appointments=[{"id": "1"}])


class RefusesWithoutWhy(Adapter):
    def do_cancel_appointment(self, params: dict[str, Any]) -> dict[str, Any]:
        return {**refused(""), "reason": None} if params["appointment"] else done()


class CancelsWhatIsNotThere(Adapter):
    def do_cancel_appointment(self, params: dict[str, Any]) -> dict[str, Any]:
        assert params["appointment"]
        return done()


class Answers400ToANo(Adapter):
    def do_cancel_appointment(self, params: dict[str, Any]) -> dict[str, Any]:
        raise KeyError(params["appointment"])


class NeverSettles(Adapter):
    def do_settle(self, params: dict[str, Any]) -> dict[str, Any]:
        return refused("Utboksen er ikke tom.")


@pytest.mark.parametrize(
    ("adapter", "clause", "says"),
    [
        (LetsAnybodyIn(), "Hemmelighet", "feil secret ble svart HTTP 200"),
        (SaysDoneToAnything(), "Ukjent oppdrag", "Ventet 404"),
        (IsUnableOfWhatIsUnknown(), "Ukjent oppdrag", "Ventet 404"),
        (DoesTheSameTwice(), "Samme nøkkel", "ga 2 timer"),
        (NeedsNoKey(), "Nøkkel må til", "uten Idempotency-Key ble svart HTTP 200"),
        (CrashesOnFaultyParams(), "Feil i parametre", "ble svart HTTP 500"),
        (
            ForgetsTheStatus(),
            "Svar på å lese",
            "read_appointments: Svaret på «read_appointments» følger ikke kontrakten",
        ),
        (RefusesWithoutWhy(), "Svar på å gjøre", "svarte refused uten reason"),
        (CancelsWhatIsNotThere(), "Svar på å gjøre", "svarte done om noe som ikke finnes"),
        (Answers400ToANo(), "Svar på å gjøre", "svarte 400 på riktige parametre"),
        (NeverSettles(), "Alt er behandlet", "settle ble nektet (Utboksen er ikke tom.)"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Adapter) else "",
)
def test_a_breach_is_told_where_it_belongs(tmp_path: Path, adapter: Adapter, clause: str, says: str) -> None:
    lights = held(tmp_path, adapter)
    reds = [light for light in lights[clause] if light.state is State.RED]
    assert any(says in light.seen for light in reds), lights
    assert all("docs/contract.md, del 2" in light.sentence and light.line for light in reds)


def test_the_command_holds_the_adapter_alone(tmp_path: Path) -> None:
    with answering(Adapter()) as address:
        path = str(target_file(tmp_path, address))
        result = CliRunner().invoke(command, ["--staff", "--target", path], standalone_mode=False)
    assert result.return_value == 0
    assert result.output.splitlines()[-1].startswith("Adapteren følger kontrakten. (8 grønne; ")


def test_there_is_nothing_to_hold_where_a_person_answers(tmp_path: Path) -> None:
    path = tmp_path / "target.toml"
    by_hand = GOOD.replace('kind = "http"\naddress = "http://127.0.0.1:9/w/1/staff"', 'kind = "manual"')
    path.write_text(by_hand)
    result = CliRunner().invoke(command, ["--staff", "--target", str(path)], standalone_mode=False)
    assert result.return_value == 2
    assert "ingen ansatt-adapter å prøve" in result.output


def test_an_adapter_that_nobody_answers_at_is_one_red_line(tmp_path: Path) -> None:
    with answering(Adapter()) as address:
        path = target_file(tmp_path, address)
    (light,) = hold_to_contract(load(path), SystemClock())
    assert light.state is State.RED and "ingen tar imot" in light.seen
