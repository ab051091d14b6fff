"""Whatever is sent to a service over HTTP, it answers quickly, in its own shape and with no 5xx, and goes on."""

from __future__ import annotations

import base64
import gzip
import json
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from typing import Final

import pytest

from simulator.app import Server
from tests.simulator.meldingstjener_world import HEADERS, packed
from tests.simulator.national_apps import FOLDERS, apps
from tests.simulator.registry_kit import STATION

SECONDS: Final = 5.0
"""Nothing hostile may take longer; most are answered in a few milliseconds."""
JSON, FORM, XML = "application/json", "application/x-www-form-urlencoded", "application/xml"
BASIC = {"Authorization": "Basic " + base64.b64encode(b"simulert:simulert").decode()}
MSH = dict(HEADERS)
DOORS: Final[Mapping[str, tuple[tuple[str, str, str, dict[str, str]], ...]]] = {
    "adresseregister": (
        ("POST", "/w/a/communicationparty", JSON, {}),
        ("POST", "/w/a/v1/AR", "application/soap+xml", BASIC),
        ("POST", "/w/a/v1/AR/Basic", "text/xml", BASIC),
    ),
    "cppa": (("GET", f"/w/a/Profiles/{STATION}", JSON, {}), ("POST", f"/_sim/areas/a/parties/{STATION}", JSON, {})),
    "folkeregister": (
        ("POST", "/w/a/folkeregisteret/api/v1/personer/bulkoppslag", JSON, {}),
        ("POST", "/w/a/persontjenesten/api/legal-basis/person/get-by-nin", JSON, {}),
        ("PUT", "/w/a/representasjon/bruk", JSON, {}),
    ),
    "helseid": (
        ("POST", "/w/a/helseid/connect/token", FORM, {}),
        ("POST", "/w/a/helseid/v2/create-test-token-with-key", JSON, {}),
    ),
    "helsenorge": (
        ("POST", "/w/a/digitaltaktiv/helsenorgeaktivsjekken/v1", JSON, {}),
        ("POST", "/w/a/varsel/hendelser", JSON, {}),
    ),
    "idporten": (
        ("POST", "/w/a/idporten/par", FORM, {}),
        ("POST", "/w/a/idporten/token", FORM, {}),
        ("POST", "/w/a/idporten/authorize", FORM, {}),
    ),
    "innbygger": (("POST", "/w/a/logg-ut", FORM, {}),),
    "meldingstjener": (("POST", "/w/a/msh/Messages", JSON, MSH),),
    "timeavtaler": (
        ("PUT", "/w/a/timeavtaler/api/v1/Appointment/x", "application/fhir+json", {}),
        ("PUT", "/w/a/timeavtaler/api/v1/Appointment/x", "application/fhir+xml", {}),
    ),
    "tjenestebuss": (("POST", "/w/a/queues/8210011_async/messages", JSON, BASIC),),
}
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
XMLS: Final = {
    "dtd": b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://127.0.0.1:9/x"><a/>',
    "a file as entity": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "billion laughs": f'<!DOCTYPE a [<!ENTITY a0 "ha">{LAUGHS}]><a>&a9;</a>'.encode(),
    "deep XML": b"<a>" * 20_000 + b"</a>" * 20_000,
    "an attribute of 10 MB": b'<a b="' + b"x" * 10_000_000 + b'"/>',
    "XML cut off": b"<a><b>",
}
JSONS: Final = {
    "deep JSON": b"[" * 10_000 + b"]" * 10_000,
    "deep objects": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "NaN": b'{"area": NaN, "n": Infinity}',
    "duplicate keys": b'{"area": "a", "area": "b"}',
    "a number without end": b'{"area": 1' + b"0" * 5000 + b"}",
    "half a surrogate": b'{"area": "\\ud800"}',
    "zero in a text": b'{"area": "a\\u0000b"}',
    "a list": b"[1]",
    "null": b"null",
    "nothing": b"",
    "not UTF-8": b'{"area": "\xe6\xff"}',
    "UTF-16": '{"area": "a"}'.encode("utf-16"),
    "form": b"grant_type=%00&client_id=%ff%fe&" + b"a=b&" * 5000,
}
HIDDEN: Final = {name: json.dumps(packed(raw)).encode() for name, raw in XMLS.items()}
ADDRESSES: Final = (
    "/w/a/../../../../etc/passwd",
    "/w/a/..%2f..%2fetc%2fpasswd",
    "/w/..%2f..%2f..%2fetc/x",
    "/w/a%00/x",
    "/w/a/%00",
    "/w/%ff%fe/x",
    "/_sim/areas/..%2f..%2fx/reset",
    "/_sim/areas/a%00b/clock",
    "//w//a//",
    f"/w/a/?{'q=' + 'x' * 30_000}",
    f"/w/a/{'x' * 20_000}",
)


@pytest.fixture(scope="module")
def servers() -> Iterator[Mapping[str, Server]]:
    with apps() as found, ExitStack() as running:
        yield {name: running.enter_context(Server(app, threads=4)) for name, app in found.items()}


class Answer:
    """What came back, read from the socket as it is."""

    def __init__(self, raw: bytes, seconds: float) -> None:
        self.head, _, self.body = raw.partition(b"\r\n\r\n")
        self.status = int(self.head.split()[1]) if self.head else 0
        self.headers = self.head.decode("latin-1").casefold()
        self.seconds = seconds


def send(server: Server, head: str, body: bytes = b"") -> Answer:
    """Write to the socket; what is not read before the answer is not the service's fault."""
    began = time.monotonic()
    with socket.create_connection((server.host, server.port), timeout=SECONDS) as connection:
        with suppress(ConnectionError):
            connection.sendall(head.encode("latin-1") + body)
        raw = b""
        with suppress(ConnectionError):
            while part := connection.recv(65536):
                raw += part
    return Answer(raw, time.monotonic() - began)


def request(method: str, path: str, **headers: str) -> str:
    """The head of a request that closes afterwards."""
    named = {"Host": "x", "Connection": "close", **{name.replace("_", "-"): value for name, value in headers.items()}}
    return f"{method} {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in named.items()) + "\r\n"


def held(answer: Answer, *, by_service: bool = True) -> None:
    """An answer of the service, with a 2xx, 3xx or 4xx."""
    assert 200 <= answer.status < 500, (answer.status, answer.body[:300])
    assert answer.seconds < SECONDS
    assert b"root:" not in answer.body and b"Traceback" not in answer.body
    if by_service:
        assert "simulert:" in answer.headers, answer.headers
        if answer.status >= 400:
            assert any(form in answer.headers for form in ("json", "xml", "text/html; charset=utf-8")), answer.headers


def alive(server: Server) -> None:
    answer = send(server, request("GET", "/_sim/health"))
    assert answer.status == 200 and b'"ready":true' in answer.body.replace(b" ", b"")


def bodies(media: str, name: str) -> Mapping[str, bytes]:
    """What is hostile to who reads that media type."""
    if "xml" in media:
        return XMLS
    return {**JSONS, **HIDDEN} if name == "meldingstjener" else JSONS


@pytest.mark.parametrize("name", FOLDERS)
def test_bodies(name: str, servers: Mapping[str, Server]) -> None:
    server = servers[name]
    for method, path, media, more in (*DOORS[name], ("POST", "/_sim/areas", JSON, {})):
        for case, body in bodies(media, name).items():
            sent = {"Content_Type": media, "Content_Length": str(len(body)), **more}
            answer = send(server, request(method, path, **sent), body)
            # With cheroot a body that nobody reads may end the connection before the answer is read.
            if answer.status == 0 and len(body) > 1_000_000:
                continue
            assert answer.status < 500, (path, case, answer.body[:300])
            held(answer)
    alive(server)


@pytest.mark.parametrize("name", FOLDERS)
def test_how_a_body_comes(name: str, servers: Mapping[str, Server]) -> None:
    server, good = servers[name], b'{"area": "a"}'
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (good[:5], good[5:])) + b"0\r\n\r\n"
    for method, path, media, more in DOORS[name]:
        length = {"Content_Length": str(len(good)), **more}
        packed_body = gzip.compress(good)
        zipped = {"Content_Length": str(len(packed_body)), "Content_Encoding": "gzip", "Content_Type": media, **more}
        held(send(server, request(method, path, **zipped), packed_body))
        held(send(server, request(method, path, Content_Type=media, Transfer_Encoding="chunked", **more), chunks))
        for odd in ("text/plain", "application/json; charset=utf-16", "application/xml; charset=nonsense", "x", ""):
            held(send(server, request(method, path, Content_Type=odd, **length), good))
        held(send(server, request(method, path, Content_Type=media, Content_Length="-1", **more)), by_service=False)
        held(send(server, request(method, path, Content_Type=media, Content_Length="x", **more)), by_service=False)
    alive(server)


@pytest.mark.parametrize("name", FOLDERS)
def test_addresses_and_headers(name: str, servers: Mapping[str, Server]) -> None:
    server = servers[name]
    for path in ADDRESSES:
        for method in ("GET", "POST", "TRACE", "NONSENSE"):
            held(send(server, request(method, path)), by_service=False)
    method, path, _, _ = DOORS[name][0]
    for odd in ({"Authorization": "DPoP " + "x" * 30_000}, {"X": "y" * 64 * 1024}, {"DPoP": "\xe6" * 100},
                {"Authorization": "Basic ////"}, {"Cookie": "a=" + "b" * 20_000}):  # fmt: skip
        held(send(server, request(method, path, **odd)), by_service=False)
    alive(server)
