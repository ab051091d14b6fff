"""Who may read the register: a check that is passed in. Ours are open, or ask for a token of HelseID."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flask import Request

AUDIENCE: Final = "nhn:hgd-persontjenesten-api"
Check = Callable[[str, Request], None]
"""Takes the area and the request; raises a `Refusal` with 401 or 403."""


def everybody(area: str, request: Request) -> None:
    """Open, where the area has no HelseID."""
