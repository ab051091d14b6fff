"""How a service is reached: which certificates are trusted beside the usual ones, and through which proxy."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from standards.errors import Problem, in_words

if TYPE_CHECKING:
    import requests
    import urllib3


class UnusableCertificates(Problem):
    """The file of certificates to trust cannot be used."""


@dataclass(frozen=True)
class Route:
    """The file of certificates (PEM) and the proxy, empty for none. This machine itself is never behind the proxy."""

    ca_file: str = ""
    proxy: str = ""

    def proxy_for(self, url: str) -> str:
        """The proxy on the way to an address; empty when there is none."""
        try:
            host = urlsplit(url).hostname or ""
        except ValueError:
            return self.proxy
        return "" if _is_here(host) else self.proxy

    def trust(self) -> ssl.SSLContext:
        """What is trusted: the certificates of the system, those that `requests` brings, and our own file.

        Raises `UnusableCertificates`.
        """
        return _trust(self.ca_file)

    def session(self) -> requests.Session:
        """A session that goes this way and takes nothing from the environment."""
        from wire.routed import RoutedSession  # noqa: PLC0415  a bus over plain HTTP needs no `requests`

        return RoutedSession(self)

    def pool(self, url: str, **how: Any) -> urllib3.PoolManager:
        """Connections to one address; `how` is as for `urllib3.PoolManager`. Raises `UnusableCertificates`."""
        import urllib3  # noqa: PLC0415

        if urlsplit(url).scheme == "https":
            how["ssl_context"] = self.trust()
        proxy = self.proxy_for(url)
        return urllib3.ProxyManager(proxy, **how) if proxy else urllib3.PoolManager(**how)


DIRECT = Route()
"""No proxy, and the usual certificates."""


@lru_cache(maxsize=8)
def _trust(ca_file: str) -> ssl.SSLContext:
    from certifi import where  # noqa: PLC0415

    context = ssl.create_default_context()
    context.load_verify_locations(where())
    if not ca_file:
        return context
    try:
        context.load_verify_locations(ca_file)
    except (OSError, ssl.SSLError) as error:
        found = "ingen sertifikater i PEM" if isinstance(error, ssl.SSLError) else in_words(error)
        raise UnusableCertificates(
            "Filen med sertifikater å stole på kan ikke brukes.",
            expected=f"sertifikater i PEM i {ca_file}",
            found=found,
            fix="Rett ca_file under [network], eller be IT om filen med kommunens egne sertifikater.",
        ) from error
    return context


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
