"""What master and workers say to each other, beside what locust does."""

from __future__ import annotations

from typing import Final

CAME: Final = "epj_came"
"""To workers: messages that have come from the EPJ."""
FINISH: Final = "epj_finish"
"""To workers: begin nothing more."""
TALLY: Final = "epj_tally"
"""From a worker: how it went."""
