"""Who may come in: the tester on this machine. From anywhere else the secret of staff is asked for."""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from urllib.parse import urlsplit

from flask import request, session

_TOKEN, _OPENED = "token", "opened"
_NAMES = frozenset({"localhost"})


def is_here(*, local: bool) -> bool:
    """Whether the request comes from this machine to a server that only this machine reaches.

    The name asked for counts too: a page elsewhere can point a name of its own at this machine.
    """
    return local and _is_loopback(request.remote_addr or "") and _is_loopback(_host())


def is_open(area: str) -> bool:
    """Whether this browser has shown the secret of the area."""
    return area in session.get(_OPENED, [])


def open_with(area: str, secret: str) -> bool:
    """Try the secret that was sent."""
    fits = hmac.compare_digest(request.form.get("hemmelighet", "").strip().encode(), secret.encode())
    if fits:
        session[_OPENED] = sorted({*session.get(_OPENED, []), area})
    return fits


def token() -> str:
    """What forms of ours carry, so that a page elsewhere cannot send them."""
    if _TOKEN not in session:
        session[_TOKEN] = secrets.token_urlsafe(18)
    return str(session[_TOKEN])


def is_ours() -> bool:
    """Whether the sent form is one that this browser got from us."""
    sent = request.form.get(_TOKEN, "")
    return _TOKEN in session and hmac.compare_digest(sent.encode(), str(session[_TOKEN]).encode())


def _host() -> str:
    try:
        return urlsplit(f"//{request.host}").hostname or ""
    except ValueError:
        return ""


def _is_loopback(name: str) -> bool:
    if name in _NAMES:
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
