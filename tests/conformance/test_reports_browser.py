"""The report in Chromium: all depths in light, dark and at the width of a phone, audited, asking for nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from conformance.reports import html
from conformance.reports.language import Language
from tests.conformance.rich_run import rich_run

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]
SHOTS = os.environ.get("EPJ_SCREENSHOTS", "")
"""A folder, where the pages are to be looked at afterwards."""
PAGES = ("report.html", "meldinger/CANCEL-F01.html", "meldinger/BOOK-N02.html", "report.en.html")
LOOKS = {
    "light": {"color_scheme": "light", "viewport": {"width": 1100, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1100, "height": 900}},
    "phone": {"color_scheme": "light", "viewport": {"width": 360, "height": 780}},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("run")
    facts = rich_run(path, environment="simulert")
    for code in ("nb", "en"):
        html.write_in(facts, path, Language(code))
    return path


@pytest.mark.parametrize("look", sorted(LOOKS))
def test_every_page_is_for_everybody_and_asks_for_nothing(chromium: Any, folder: Path, look: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = chromium.new_page(**LOOKS[look])
    for name in PAGES:
        asked: list[str] = []
        troubles: list[str] = []
        page.on("request", lambda one, asked=asked: asked.append(one.url))
        page.on("console", lambda one, troubles=troubles: troubles.append(one.text))
        page.goto((folder / name).as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/{name.replace('/', '-')}-{look}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= LOOKS[look]["viewport"]["width"], name  # type: ignore[index]
        assert asked == [(folder / name).as_uri()] and troubles == []
        found = Axe().run(page)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
    page.close()


def test_the_parts_lead_to_each_other(chromium: Any, folder: Path) -> None:
    page = chromium.new_page(java_script_enabled=False)
    page.goto((folder / "report.html").as_uri())
    page.get_by_role("link", name="3. For leverandøren").click()
    page.locator("#leverandoer").get_by_role("link", name="CANCEL-F01").click()
    assert page.url.endswith("/meldinger/CANCEL-F01.html")
    page.get_by_role("link", name="Vis linjen").click()
    assert page.locator(":target").inner_text().strip() == "<MsgId>42</MsgId>"
    page.get_by_role("link", name="Tilbake til rapporten").click()
    assert page.url.endswith("/report.html#CANCEL-F01")
    assert page.locator("#CANCEL-F01").is_visible()
    page.close()


def test_a_command_is_chosen_whole_by_one_click(chromium: Any, folder: Path) -> None:
    page = chromium.new_page()
    page.goto((folder / "meldinger/CANCEL-F01.html").as_uri())
    page.locator(".copy").nth(1).click()
    assert page.evaluate("getSelection().toString()") == "epj repro CANCEL-F01 --run ."
    page.close()
