"""The handbook in Chromium: it fits, axe-core finds nothing, the search finds, and nothing is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from docs.handbok.build import build

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore:.*MystReferenceResolver.*")]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the handbook as a file on this machine."""
    return build(tmp_path_factory.mktemp("bok") / "håndbok.html").as_uri()


@pytest.fixture
def page(chromium: Any, book: str) -> Iterator[Any]:
    """A tab with the handbook that asks for nothing else, and complains of nothing."""
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    tab, asked, troubles = context.new_page(), [], []
    tab.on("request", lambda one: asked.append(one.url))
    tab.on("console", lambda one: troubles.append(one.text))
    tab.on("pageerror", lambda one: troubles.append(str(one)))
    tab.goto(book)
    yield tab
    assert {url for url in asked if not url.startswith("data:")} == {book} and not troubles
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (360, "light")])
def test_the_page_fits_and_axe_finds_nothing(page: Any, width: int, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe.run(page, options={"resultTypes": ["violations"]}).response["violations"] == []


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_every_colour_can_be_told_from_what_is_behind_it(page: Any, width: int, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    wanted = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}
    assert axe.run(page, options=wanted).response["violations"] == []


def test_the_search_finds_and_leads_there(page: Any) -> None:
    page.get_by_label("Søk i håndboken").fill("nedtelling")
    assert page.locator("#antall").inner_text() == "1 treff"
    assert not page.locator("#kapitler").is_visible()
    page.locator("#treff a").click()
    assert page.url.endswith("#dagen-med-helsesykepleieren")


def test_what_stands_in_a_heading_comes_first(page: Any) -> None:
    page.get_by_label("Søk i håndboken").fill("AKSEPTERTE avvik")
    assert page.locator("#treff strong").first.inner_text() == "Aksepterte avvik"
    assert page.locator("#treff li").count() > 1


def test_a_search_that_finds_nothing_says_so_and_can_be_taken_back(page: Any) -> None:
    page.get_by_label("Søk i håndboken").fill("<b>blodtype</b>")
    assert page.locator("#antall").inner_text() == "Ingen treff" and page.locator("#treff b").count() == 0
    page.get_by_label("Søk i håndboken").fill("")
    assert page.locator("#kapitler").is_visible() and page.locator("#antall").inner_text() == ""


def test_a_command_is_copied_as_it_stands(page: Any) -> None:
    page.get_by_role("button", name="Kopier: epj check --target targets/visma_hspro.toml", exact=True).first.click()
    assert page.evaluate("navigator.clipboard.readText()") == "epj check --target targets/visma_hspro.toml"


def test_the_book_can_be_read_without_script(chromium: Any, book: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(book)
    assert not tab.locator("#sok").is_visible() and tab.locator("#kapitler a").count() > 40
    context.close()
