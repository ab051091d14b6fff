"""One way to write a JSON document as bytes, so that the same contents always have the same hash."""

from __future__ import annotations

import json


def canonical(value: object) -> bytes:
    """Sorted keys, no spaces, UTF-8; raises `ValueError` for a number that JSON does not have."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
