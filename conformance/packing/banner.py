"""The words on a page that say that it was made on a simulator, to programs and to people."""

from __future__ import annotations

from typing import Final

MARK: Final = '<html lang="nb" data-simulert="ja">'
BANNER: Final = '<p class="banner" role="note">SIMULERT'


def says_simulated(text: str) -> bool:
    """Whether a page says both."""
    return MARK in text and BANNER in text
