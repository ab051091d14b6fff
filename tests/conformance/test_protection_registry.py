"""Certificates fetched from the address registry, and everything that a registry may answer instead."""

from __future__ import annotations

import json
import threading
from base64 import b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from conformance.clock import SystemClock
from conformance.targets.services import Services
from conformance.transports.protecting.registry import Registry, RegistrySilent
from tests.conformance.bench_world import EPJ, make_target
from tests.miniatures.certified import everything


class Handler(BaseHTTPRequestHandler):
    """Answers by HER-id: one is known, one is not, and the others go wrong each in its way."""

    def do_GET(self) -> None:
        own = everything().safe
        her_id, use = self.path.split("/")[-2:]
        known = own.own_signing if use == "signing" else own.own_opening
        value = b64encode(known.certificate.public_bytes(Encoding.DER)).decode()
        status, body = {
            EPJ: (200, json.dumps({"certificateValue": value})),
            "1": (404, ""),
            "2": (500, ""),
            "3": (200, "<html>"),
            "4": (200, "{}"),
            "5": (200, json.dumps({"certificateValue": "AAAA"})),
            "6": (403, ""),
        }[her_id]
        self.send_response_only(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *more: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def registry() -> Iterator[Registry]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}/w/1"
    yield Registry(make_target(services=Services(adresseregister=address)), SystemClock())
    server.shutdown()
    server.server_close()


def test_what_is_registered_is_fetched(registry: Registry) -> None:
    found, safe = registry.counterpart(EPJ), everything().safe
    assert found.signing == (safe.own_signing.certificate,)
    assert found.encryption == (safe.own_opening.certificate,)


def test_one_that_the_registry_does_not_know_has_none(registry: Registry) -> None:
    found = registry.counterpart("1")
    assert (found.signing, found.encryption) == ((), ())


@pytest.mark.parametrize("her_id", ["", "x", "../2", f"{EPJ}/signing?", "2#"])
def test_what_is_no_her_id_has_none_and_is_not_asked_for(registry: Registry, her_id: str) -> None:
    found = registry.counterpart(her_id)
    assert (found.signing, found.encryption) == ((), ())


@pytest.mark.parametrize(
    ("her_id", "says"), [("2", "HTTP 500"), ("6", "HTTP 403"), ("3", "lesbart"), ("4", "lesbart"), ("5", "lesbart")]
)
def test_another_answer_is_told_as_what_may_pass(registry: Registry, her_id: str, says: str) -> None:
    with pytest.raises(RegistrySilent, match=says) as caught:
        registry.counterpart(her_id)
    assert caught.value.fix and caught.value.condition == "transport:revoked-certificate-offline"


def test_nobody_there_is_told_too() -> None:
    services = Services(adresseregister="http://127.0.0.1:9")
    with pytest.raises(RegistrySilent, match="forbindelsen ble brutt"):
        Registry(make_target(services=services), SystemClock()).counterpart(EPJ)
