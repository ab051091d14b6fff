"""A simulated journal with every national service that a check looks at, and servers of our own that misbehave."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from simulator.clock import SystemClock
from simulator.landscape import national, start_bus, start_journal
from simulator.landscape.beside import beside, new_key
from simulator.landscape.surroundings import around
from simulator.landscape.world import RunningJournal
from simulator.vendors import find_profile

PRODUCT = "visma_hspro"
SERVICES = ("adresseregister", "cppa", "folkeregister", "helseid", "helsenorge", "meldingstjener")


@dataclass(frozen=True)
class World:
    """What runs: the folder of the target file, and where each service answers."""

    folder: Path
    journal: RunningJournal
    urls: dict[str, str]

    @property
    def text(self) -> str:
        """The target file as it was written."""
        return (self.folder / f"{PRODUCT}.toml").read_text("utf-8")

    def write(self, text: str, name: str = "target") -> Path:
        """Another target file beside it."""
        path = self.folder / f"{name}.toml"
        path.write_text(text, "utf-8")
        return path


@contextmanager
def world(folder: Path) -> Iterator[World]:
    """Everything, until the block ends."""
    clock, profile = SystemClock(), find_profile(PRODUCT)
    with ExitStack() as running:
        bus = start_bus(None, clock, port=0)
        running.callback(bus.stop)
        journal = start_journal(profile, bus.url, None, clock, port=0, seed=1)
        running.callback(journal.stop)
        key = new_key()
        surroundings = around({PRODUCT: profile}, 1, None, clock, key)
        started = national.start_services([national.find(name) for name in SERVICES], surroundings, running)
        journal.write_target(folder, beside(started, PRODUCT, key))
        yield World(folder, journal, {one.service.name: one.url for one in started})


class Issuer:
    """Makes certificates for 127.0.0.1; its own is what others may trust."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        now = datetime.now(UTC)
        name = _name("Storvik kommune, egen utsteder")
        self._own = _certificate(
            name, name, self._key, self._key, begins=now - timedelta(days=30), ends=now + timedelta(days=90)
        )
        self.ca_file = folder / "utsteder.pem"
        self.ca_file.write_bytes(self._own.public_bytes(serialization.Encoding.PEM))

    def context(self, days: int) -> ssl.SSLContext:
        """What a server shows: a certificate that runs out in so many days."""
        now, key = datetime.now(UTC), ec.generate_private_key(ec.SECP256R1())
        ends = now + timedelta(days=days, minutes=5)
        made = _certificate(
            self._own.subject, _name("127.0.0.1"), self._key, key, begins=now - timedelta(days=29), ends=ends
        )
        path = self._folder / f"server{days}.pem"
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _certificate(
    issuer: x509.Name,
    subject: x509.Name,
    signer: ec.EllipticCurvePrivateKey,
    key: ec.EllipticCurvePrivateKey,
    *,
    begins: datetime,
    ends: datetime,
) -> x509.Certificate:
    from ipaddress import ip_address

    own = issuer == subject
    builder = (
        x509.CertificateBuilder()
        .issuer_name(issuer)
        .subject_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=own, path_length=None), critical=True)
    )
    if not own:
        names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
        builder = builder.add_extension(names, critical=False)
    return builder.sign(signer, hashes.SHA256())


@contextmanager
def serving(
    *, ahead: timedelta = timedelta(), context: ssl.SSLContext | None = None, simulated: bool = True
) -> Iterator[str]:
    """A server that answers 404 to everything, with its clock so far ahead; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response_only(404)
            self.send_header("Date", format_datetime(datetime.now(UTC) + ahead, usegmt=True))
            if simulated:
                self.send_header("SIMULERT", "prøve")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, format: str, *more: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    scheme = "http" if context is None else "https"
    try:
        yield f"{scheme}://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
