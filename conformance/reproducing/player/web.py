"""Calls over HTTP with JSON, past every proxy of the environment."""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any

from .stopping import Stop

_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
_LOCKED_OUT = (401, 403)


def call(
    method: str, url: str, body: Any = None, *, headers: Mapping[str, str], seconds: float, what: str
) -> tuple[int, Any]:
    """Status and what JSON the answer held; raises `Stop` where nobody answers, or the door is shut."""
    content = None if body is None else json.dumps(body).encode()
    told = {**headers, **({"Content-Type": "application/json"} if content else {})}
    request = urllib.request.Request(url, content, told, method=method)  # noqa: S310  the address of the target
    try:
        with _OPENER.open(request, timeout=seconds) as answer:
            return answer.status, _read(answer.read())
    except urllib.error.HTTPError as refusal:
        with refusal:
            if refusal.code in _LOCKED_OUT:
                raise Stop(
                    f"{what} slapp oss ikke inn (HTTP {refusal.code}). Sjekk passordet; LESMEG.md sier hvor."
                ) from None
            return refusal.code, _read(refusal.read())
    except (OSError, ValueError) as trouble:
        why = getattr(trouble, "reason", trouble)
        raise Stop(f"{what} svarer ikke på {url}: {why}. Start den, eller oppgi en annen adresse.") from None


def basic(user: str, password: str) -> dict[str, str]:
    """The header that logs in."""
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def _read(content: bytes) -> Any:
    try:
        return json.loads(content) if content else {}
    except ValueError:
        return {}
