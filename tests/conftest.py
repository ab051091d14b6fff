"""What tests need beside Python: skipped with a reason where it is not installed, and never in CI."""

from __future__ import annotations

import importlib.util
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


@pytest.fixture(scope="session")
def amqp() -> None:
    """AMQP 1.0: the extra `amqp` is installed."""
    _require("EPJ_REQUIRE_AMQP", importlib.util.find_spec("proton") is not None, "the extra amqp: make amqp-setup")


@pytest.fixture(scope="session")
def rabbitmq(amqp: None) -> str:
    """Debian's RabbitMQ: the path of its server, which every test starts by itself on ports of its own."""
    path = shutil.which("rabbitmq-server", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/lib/rabbitmq/bin")
    _require("EPJ_REQUIRE_AMQP", path is not None, "RabbitMQ: apt-get install rabbitmq-server")
    return str(path)


@pytest.fixture(scope="session")
def locust() -> None:
    """The extra `load` is installed."""
    _require("EPJ_REQUIRE_AMQP", importlib.util.find_spec("locust") is not None, "the extra load: make amqp-setup")


def _require(variable: str, found: bool, what: str) -> None:
    if not found and os.environ.get(variable):
        pytest.fail(f"required here and not found: {what}")
    if not found:
        pytest.skip(f"needs {what}")
