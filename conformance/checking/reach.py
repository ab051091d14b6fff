"""Whether somebody answers at an address: name, connection, certificate. Each step has a deadline of its own."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from conformance.checking.light import Who
from standards.errors import in_words
from wire.route import Route

CONNECT_SECONDS: Final = 2.0
_PORTS: Final = {"http": 80, "https": 443, "amqp": 5672, "amqps": 5671}
_SECURE: Final = frozenset({"https", "amqps"})
_EXPIRED, _NOT_YET = 10, 9
_WRONG_NAME: Final = frozenset({62, 64})


@dataclass(frozen=True)
class Reach:
    """How it went: empty `trouble` when somebody answers. `ends` is when a certificate that is trusted runs out."""

    place: str
    trouble: str = ""
    who: Who | None = None
    sentence: str = ""
    ends: datetime | None = None


def reach(address: str, route: Route) -> Reach:
    """Look up the name, connect and shake hands; never raises for what is wrong out there.

    Raises `UnusableCertificates` for what is wrong here.
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return Reach(address, "adressen har et portnummer som ikke finnes", Who.VENDOR, f"Hva er rett for {address}?")
    if not host or not port:
        return Reach(address)
    place = f"{host}:{port}"
    trust = route.trust() if parts.scheme in _SECURE else None
    proxy = route.proxy_for(address)
    try:
        with _connected(host, port, proxy, tunnel=trust is not None) as line:
            ends = _shaken(line, host, trust) if trust is not None else None
    except _NoTunnel as refused:
        sentence = f"Åpne for {place} i proxyen {proxy} fra maskinen som kjører epj. Den svarte: {refused}"
        return Reach(place, f"proxyen slapp oss ikke til {place}: {refused}", Who.IT, sentence)
    except ssl.SSLCertVerificationError as error:
        return _untrusted(place, host, port, proxy, error)
    except OSError as error:
        return _silent(place, host, proxy, error)
    return Reach(place, ends=ends)


class _NoTunnel(Exception):
    """The proxy said no."""


def _connected(host: str, port: int, proxy: str, *, tunnel: bool) -> socket.socket:
    """A connection, by the proxy where there is one; raises `OSError`, `_NoTunnel`."""
    if not proxy:
        return _dialled(host, port)
    by = urlsplit(proxy)
    line = _dialled(by.hostname or "", by.port or 3128)
    if tunnel:
        line.sendall(f"CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode("idna"))
        said = line.recv(4096).split(b"\r\n", 1)[0].decode("latin-1")
        if " 200" not in said:
            line.close()
            raise _NoTunnel(said[:80] or "ingenting")
    return line


def _dialled(host: str, port: int) -> socket.socket:
    """A connection within the deadline; the system's own look-up of names knows none."""
    done, failed = threading.Event(), list[OSError]()

    def look_up() -> None:
        try:
            socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            failed.append(error)
        done.set()

    threading.Thread(target=look_up, name=f"navn-{host}", daemon=True).start()
    if not done.wait(CONNECT_SECONDS):
        raise socket.gaierror(socket.EAI_AGAIN, "no answer")
    if failed:
        raise failed[0]
    return socket.create_connection((host, port), CONNECT_SECONDS)


def _shaken(line: socket.socket, host: str, trust: ssl.SSLContext) -> datetime | None:
    with trust.wrap_socket(line, server_hostname=host) as secure:
        told = secure.getpeercert() or {}
    ends = told.get("notAfter")
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC) if isinstance(ends, str) else None


def _silent(place: str, host: str, proxy: str, error: OSError) -> Reach:
    """No name, or nobody there."""
    where = f"proxyen {proxy}" if proxy else place
    if isinstance(error, socket.gaierror):
        name = urlsplit(proxy).hostname if proxy else host
        sentence = f"Navnet {name} finnes ikke i navnetjeneren (DNS) på maskinen som kjører epj. Er navnet riktig?"
        return Reach(place, f"navnet {name} finnes ikke", Who.IT, sentence)
    if isinstance(error, ssl.SSLError):
        sentence = f"{place} svarer ikke med TLS slik adressen sier. Er adressen og porten riktig?"
        return Reach(place, f"{place} svarer ikke med TLS ({error.reason or 'ukjent feil'})", Who.VENDOR, sentence)
    if isinstance(error, TimeoutError):
        sentence = f"Åpne brannmuren for {where} fra maskinen som kjører epj; i dag kommer det ikke noe svar."
        return Reach(place, f"{where} svarte ikke innen {CONNECT_SECONDS:g} s", Who.IT, sentence)
    sentence = (
        f"Ingen tar imot på {where}. Sjekk at tjenesten er i gang, at adressen er riktig og at brannmuren er åpen."
    )
    return Reach(place, f"ingen tar imot på {where} ({in_words(error)})", Who.IT, sentence)


def _untrusted(place: str, host: str, port: int, proxy: str, error: ssl.SSLCertVerificationError) -> Reach:
    """Why the certificate is not good enough; the owner renews it, and IT says whom to trust."""
    issuer, begins, ends = _presented(host, port, proxy)
    if error.verify_code == _EXPIRED:
        sentence = f"Sertifikatet på {place} gikk ut {ends}. Bytt det."
        return Reach(place, f"sertifikatet på {place} gikk ut {ends}", Who.VENDOR, sentence)
    if error.verify_code == _NOT_YET:
        sentence = f"Sertifikatet på {place} gjelder først fra {begins}. Sjekk klokken på maskinen, og så sertifikatet."
        return Reach(place, f"sertifikatet på {place} gjelder først fra {begins}", Who.IT, sentence)
    if error.verify_code in _WRONG_NAME:
        sentence = f"Sertifikatet på {place} er utstedt til et annet navn. Bytt det, eller gi oss rett adresse."
        return Reach(place, f"sertifikatet på {place} er utstedt til et annet navn", Who.VENDOR, sentence)
    sentence = (
        f"Vi stoler ikke på utstederen av sertifikatet på {place}: {issuer}. Gi oss filen med utstederens sertifikat"
        " (PEM), så oppgir vi den som ca_file under [network]."
    )
    return Reach(place, f"sertifikatet på {place} er utstedt av noen vi ikke stoler på: {issuer}", Who.IT, sentence)


def _presented(host: str, port: int, proxy: str) -> tuple[str, str, str]:
    """Issuer and dates of the certificate that is shown; it is only read, and nothing is sent."""
    from cryptography import x509  # noqa: PLC0415  slow to load, and rarely needed

    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with suppress(OSError, ValueError, _NoTunnel):
        with (
            _connected(host, port, proxy, tunnel=True) as line,
            context.wrap_socket(line, server_hostname=host) as secure,
        ):
            shown = x509.load_der_x509_certificate(secure.getpeercert(binary_form=True) or b"")
        names = shown.issuer.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
        issuer = str(names[0].value) if names else shown.issuer.rfc4514_string()
        return issuer, f"{shown.not_valid_before_utc:%d.%m.%Y}", f"{shown.not_valid_after_utc:%d.%m.%Y}"
    return "ukjent", "en senere dag", "en tidligere dag"
