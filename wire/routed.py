"""A `requests` session that goes by a `Route`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import requests
from requests.adapters import HTTPAdapter

if TYPE_CHECKING:
    from wire.route import Route


class RoutedSession(requests.Session):
    """What the environment says of proxies and certificates does not count: a run is the same on every machine."""

    def __init__(self, route: Route) -> None:
        super().__init__()
        self.trust_env = False
        self._route = route
        self._secured = False

    def request(self, method: str | bytes, url: str | bytes, *more: Any, **how: Any) -> requests.Response:
        """As `requests` does, through the proxy where there is one. Raises `UnusableCertificates` too."""
        proxy = self._route.proxy_for(str(url))
        if proxy:
            how.setdefault("proxies", {"http": proxy, "https": proxy})
        return super().request(method, url, *more, **how)

    def get_adapter(self, url: str) -> Any:
        """What is trusted is read when the first secure address is asked."""
        if not self._secured and url.lower().startswith("https"):
            self._secured = True
            self.mount("https://", _Trusting(self._route))
        return super().get_adapter(url)


class _Trusting(HTTPAdapter):
    def __init__(self, route: Route) -> None:
        self._context = route.trust()
        super().__init__()

    def init_poolmanager(self, *sizes: Any, **how: Any) -> None:
        super().init_poolmanager(*sizes, **how, ssl_context=self._context)

    def proxy_manager_for(self, proxy: str, **how: Any) -> Any:
        return super().proxy_manager_for(proxy, **how, ssl_context=self._context)
