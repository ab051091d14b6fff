"""Debian's chromium for all tests that look at pages; skipped where it is not installed, and never in CI."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any, Final

import pytest

FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
)
"""What keeps it quiet: it asks nobody for anything by itself."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser of a module's own, without pages."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        if os.environ.get("EPJ_REQUIRE_BROWSER"):
            pytest.fail("chromium is required here and was not found: apt-get install chromium")
        pytest.skip("needs Debian's chromium: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()
