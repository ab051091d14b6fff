"""Sends error messages that do not say which message they are about."""

from __future__ import annotations

from typing import Any

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import Setup

FAILS = {"TRP-F18": ("KON-07", "AQ-03")}


class Wrong(HonestEpj):
    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        send = self.link.send

        def unnamed(queue: str, properties: Any, application: dict[str, str], body: bytes, **more: Any) -> None:
            send(queue, properties, {k: v for k, v in application.items() if k != "originalMessageId"}, body, **more)

        self.link.send = unnamed  # type: ignore[method-assign]
