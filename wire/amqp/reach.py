"""The way to the bus: a socket, over TLS where the address says so."""

from __future__ import annotations

import socket
import ssl
from base64 import b64encode
from http.client import HTTPConnection, HTTPException
from typing import Final, cast
from urllib.parse import unquote, urlsplit

from standards.errors import in_words
from wire.amqp.address import Address
from wire.bus import BusError, BusUnreachable
from wire.route import Route

Stream = socket.socket | ssl.SSLSocket

_PROXY_PORT: Final = 80
_WRONG_NAME: Final = frozenset({62, 64})
"""X509_V_ERR_HOSTNAME_MISMATCH and X509_V_ERR_IP_ADDRESS_MISMATCH of OpenSSL."""


class NotTrusted(BusUnreachable):
    """TLS with the bus cannot be made, and another try would give the same."""


def connected(address: Address, route: Route, seconds: float) -> Stream:
    """A socket that does not block; raises `NotTrusted`, `BusUnreachable`, `UnusableCertificates`."""
    proxy = route.proxy_for(f"https://{address.host}")
    try:
        plain = _through(proxy, address, seconds) if proxy else _straight(address, seconds)
    except OSError as error:
        through = f" gjennom {proxy.rpartition('@')[2]}" if proxy else ""
        raise unreachable(address, _reason(error) + through) from error
    try:
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        made = _secured(plain, address, route) if address.secure else plain
        made.setblocking(False)
    except OSError as error:
        plain.close()
        raise _broken(address, error) from error
    except BaseException:
        plain.close()
        raise
    return made


def _straight(address: Address, seconds: float) -> socket.socket:
    return socket.create_connection((address.host, address.port), max(seconds, 0.01))


def _through(proxy: str, address: Address, seconds: float) -> socket.socket:
    """A tunnel that an HTTP proxy makes; raises `OSError` with its answer when it will not."""
    parts = urlsplit(proxy)
    way = HTTPConnection(parts.hostname or "", parts.port or _PROXY_PORT, timeout=max(seconds, 0.01))
    login = f"{unquote(parts.username)}:{unquote(parts.password or '')}" if parts.username else ""
    coded = b64encode(login.encode()).decode("ascii")
    way.set_tunnel(address.host, address.port, {"Proxy-Authorization": f"Basic {coded}"} if login else {})
    try:
        way.connect()
    except HTTPException as error:
        way.close()
        raise OSError(0, "noe annet enn et svar fra en proxy") from error
    except BaseException:
        way.close()
        raise
    return cast(socket.socket, way.sock)


def unreachable(address: Address, found: str) -> BusUnreachable:
    """The bus does not answer, in bokmål."""
    return BusUnreachable(
        "Får ikke kontakt med bussen.",
        expected=f"svar over AMQP fra {address}",
        found=found,
        fix="Sjekk at bussen er i gang, og at adressen og porten i testobjektfilen er riktige.",
    )


def _secured(plain: socket.socket, address: Address, route: Route) -> Stream:
    context = route.trust()
    context.minimum_version = max(context.minimum_version, ssl.TLSVersion.TLSv1_2)
    return context.wrap_socket(plain, server_hostname=address.host)


def _reason(error: OSError) -> str:
    if isinstance(error, socket.gaierror):
        return "maskinnavnet finnes ikke"
    if isinstance(error, TimeoutError):
        return "ikke noe svar i tide"
    return in_words(error)


def _broken(address: Address, error: OSError) -> BusError:
    """Why there is no TLS: a certificate, another protocol behind the port, or a line that broke."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _not_trusted(address, error)
    if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return NotTrusted(
            "Forbindelsen til bussen kan ikke sikres.",
            expected=f"TLS 1.2 eller nyere på {address}",
            found=error.reason or str(error),
            fix="Bruk amqps:// og porten for TLS (ofte 5671). Har bussen ikke TLS, så bruk amqp:// og ofte 5672.",
        )
    return unreachable(address, _reason(error))


def _not_trusted(address: Address, error: ssl.SSLCertVerificationError) -> NotTrusted:
    if error.verify_code in _WRONG_NAME:
        return NotTrusted(
            "Sertifikatet til bussen er utstedt til et annet navn.",
            expected=f"et sertifikat for {address.host}",
            found=error.verify_message,
            fix="Skriv vertsnavnet slik det står i sertifikatet til bussen.",
        )
    return NotTrusted(
        "Sertifikatet til bussen er ikke til å stole på.",
        expected="et sertifikat fra en utsteder som maskinen kjenner, eller som står i ca_file",
        found=error.verify_message,
        fix="Sett ca_file under [network] til filen med utstederen sitt sertifikat.",
    )
