"""The workbench in Chromium: the nurse's day, no request but to this machine, and an audit by axe-core."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from simulator.app import Server
from simulator.clock import SystemClock
from simulator.landscape import start_bus, start_journal
from simulator.landscape.index import Listed, build_app
from simulator.vendors import find_profile, profiles
from standards.attachments import Attachment
from standards.codes import Code
from standards.hodemelding import Hodemelding
from standards.processes import TIMEONSKE
from tests.simulator.booking_kit import Desk, profile, request
from tests.simulator.journal_kit import Kit, cancellation, envelope_for, person, question
from tests.simulator.test_landscape import World
from tests.simulator.workbench_kit import BASE, bench
from wire.bus import BusMessage

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]
WIDTHS = (1280, 640, 390)
NORA, KARI, EMIL = person("nora"), person("kari"), person("emil")
SHOTS = os.environ.get("EPJ_SCREENSHOTS", "")


class Watched:
    """A page, and everything that it asked for or complained of."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.asked: list[str] = []
        self.troubles: list[str] = []
        page.on("request", lambda one: self.asked.append(one.url))
        page.on("console", lambda one: self.troubles.append(one.text))
        page.on("pageerror", lambda one: self.troubles.append(str(one)))

    def stayed_here(self) -> bool:
        """Whether it asked this machine only, and has nothing to complain of."""
        return bool(self.asked) and {urlsplit(url).hostname for url in self.asked} == {"127.0.0.1"}


@contextmanager
def tab(chromium: Any, **options: Any) -> Iterator[Watched]:
    """A browser of its own without script."""
    context = chromium.new_context(**{"java_script_enabled": False, **options})
    yield Watched(context.new_page())
    context.close()


@pytest.fixture(scope="module")
def busy() -> Iterator[tuple[str, dict[str, str]]]:
    """A journal where everything waits; its address, and its pages by name."""
    kit = Desk(replace(profile("helsestasjon", "jordmor", "hjemmetjeneste"), accent="#8a5a00"))
    app, _ = bench(kit.journal, kit.profile)
    pages = {**_everyday(kit), **_rare(kit)}
    with Server(app) as server:
        yield server.url, pages
    kit.journal.close()


def _everyday(kit: Desk) -> dict[str, str]:
    kit.done("change_setting", setting="cancel_approval", value="ja")
    appointment = kit.book(NORA, days=2, practitioner="Siri Testnes")
    calendar = kit.take()[0].message.calendar
    assert calendar is not None
    kit.give(cancellation(NORA, calendar, "Vi er bortreist hele uken, og rekker ikke hjem.", acting=KARI))
    for number, child in enumerate((EMIL, person("ailo"), person("maerta"))):
        kit.book(child, days=1 + number)
    kit.done("cancel_appointment", appointment=kit.book(EMIL, days=3), reason="Sykdom")
    form = Attachment("application/pdf", "Skjema fra barnehagen", b"%PDF-1.7")
    asked = question(NORA, "Hun har fått utslett.\nSkal vi komme?", form, acting=KARI)
    kit.give(asked)
    kit.done("answer_dialog", thread=asked.msg_id, text="Ja, kom i morgen.", outcome="answer")
    kit.give(question(EMIL, "Kan vi bytte time?", acting=KARI))
    kit.done("start_dialog", patient=EMIL.ident, subject="Vaksine", text="Husk skjema", answerable=False)
    sent = next(out for out in kit.take() if out.code == "EKI")
    kit.answer(sent, Code("E21", dn="Mottaker finnes ikke"))
    Kit.give(kit, question(NORA, msg_id="ikke-en-uuid"))
    faulty = max(row["number"] for row in kit.journal.tables()["transport"] if row["msg_id"] == "ikke-en-uuid")
    return {
        "innboks": "", "uke": "timebok?uke=2026-W49", "time": f"time/{appointment}", "dialog": f"dialog/{asked.msg_id}",
        "pasienter": "pasienter", "journal": "pasient/nora", "innsyn": "pasient/nora/innsyn",
        "transport": "transport", "melding": f"transport/{faulty}", "oppdrag": "oppdrag",
        "avslag": f"oppdrag/refuse_cancellation?appointment={appointment}&fast=appointment",
    }  # fmt: skip


def _rare(kit: Desk) -> dict[str, str]:
    kit.done("plan_visits", patient=NORA.ident, summary="Morgenstell", start="2026-12-02T08:00:00",
             end="2026-12-02T10:00:00", frequency="weekly", days=["WE"], minutes=30)  # fmt: skip
    kit.done("open_slot", start="2026-12-03T12:00:00", end="2026-12-03T12:30:00", summary="Åpen time", location="Rom 1",
             practitioner="Siri Testnes")  # fmt: skip
    kit.give(request(TIMEONSKE.code, "OT", NORA, text="Helst en mandag", subject="Time", acting=KARI))
    kit.take()
    return {
        "besøk": "pasient/nora/hjemmebesok", "ønsker": "onsker", "ledige": "ledige", "finnes-ikke": "timebøk",
        "ny-time": "oppdrag/create_appointment", "ny-plan": "oppdrag/plan_visits", "oversikt": "/",
    }  # fmt: skip


def test_the_nurses_day(chromium: Any, tmp_path: Path) -> None:
    with ExitStack() as running:
        world = _world(running, tmp_path)
        journal = world.journal.areas.find(world.journal.area)
        start = {
            "start": "2031-12-02T10:15:00",
            "end": "2031-12-02T10:45:00",
            "summary": "Kontroll",
            "location": "Rom 2",
        }
        world.staff("change_setting", setting="cancel_approval", value="ja")
        world.staff("create_appointment", patient=NORA.ident, **start)
        sent = world.next()
        assert sent.dialog is not None and sent.dialog.code == "05" and sent.calendar is not None
        watched = running.enter_context(tab(chromium))
        page = watched.page
        page.goto(world.journal.workbench)
        assert page.get_by_text("Ingenting venter.").is_visible()

        wish = cancellation(NORA, sent.calendar, "Vi er bortreist", acting=KARI)
        world.ask(BusMessage(envelope_for(wish.type.v), wish.to_xml()))
        assert journal.settle(20.0) == (True, "")
        page.get_by_role("link", name="Se etter nytt").click()
        page.get_by_role("link", name="Avbestilling: Nora Berg-Lunde").click()
        decide = page.get_by_role("region", name="Avbestillingen skal avgjøres")
        assert "Vi er bortreist" in decide.inner_text()
        assert "Kari Berg-Lunde handler for pasienten (foreldreansvar)" in decide.inner_text()
        page.get_by_label("Begrunnelse til innbyggeren").fill("Vi må se henne. Ring oss på æøå.")
        page.get_by_role("button", name="Avslå avbestillingen").click()
        assert "Avbestillingen er avslått." in page.get_by_role("status").inner_text()

        answer = _answered(world, wish.msg_id)
        assert answer.dialog is not None and answer.dialog.code == "09"
        assert answer.dialog.body.text == "Vi må se henne. Ring oss på æøå."
        page.get_by_role("link", name="Nora Berg-Lunde").click()
        assert "Avbestillingen av timen 02.12.2031 kl. 10.15 er ikke godtatt. Vi må se henne." in page.inner_text(
            "main"
        )
        page.get_by_role("link", name="Innsynslogg").click()
        assert "avslo en avbestilling" in page.inner_text("table")
        page.get_by_role("link", name="Transportlogg", exact=True).click()
        page.get_by_role("row", name="Ut").first.get_by_role("link").click()
        assert "Ingen funn" in page.inner_text("main")
        assert watched.stayed_here() and watched.troubles == []


def _world(running: ExitStack, folder: Path) -> World:
    bus = start_bus(None, SystemClock(), port=0)
    running.callback(bus.stop)
    journal = start_journal(find_profile("visma_hspro"), bus.url, None, SystemClock(), port=0, seed=1)
    running.callback(journal.stop)
    return World(bus, journal, folder)


def _answered(world: World, msg_id: str) -> Any:
    """The journal's answer to a message: its receipt comes on the same queue."""
    while True:
        received = world.client.receive("8200002_async", 10.0)
        assert received is not None
        world.client.complete(received)
        if received.message.envelope.subject != "APPREC":
            found = Hodemelding.from_xml(received.message.body)
            assert found.conversation is not None and found.conversation.parent == msg_id
            return found


@pytest.mark.parametrize(("width", "scheme"), [*((width, "light") for width in WIDTHS), (WIDTHS[-1], "dark")])
def test_every_page_fits_and_axe_finds_nothing(
    chromium: Any, busy: tuple[str, dict[str, str]], width: int, scheme: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    url, pages = busy
    view = {
        "viewport": {"width": width, "height": 900},
        "color_scheme": scheme,
        "java_script_enabled": True,
        "locale": "nb-NO",
    }
    with tab(chromium, **view) as watched:
        for name, path in pages.items():
            watched.page.goto(url + (path if path.startswith("/") else f"{BASE}/{path}"))
            found = axe.run(watched.page, options={"resultTypes": ["violations"]}).response["violations"]
            assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == [], name
            assert watched.page.evaluate("document.documentElement.scrollWidth") <= width, name
            if SHOTS and scheme == "light":
                watched.page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
        assert watched.stayed_here()
        assert [one for one in watched.troubles if "404" not in one] == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_that_links_everything_fits_and_axe_finds_nothing(chromium: Any, width: int, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    journals = [
        Listed(
            one.name, "http://127.0.0.1:1", f"journal for {', '.join(one.services)}", "/", f"targets/{one.product}.toml"
        )
        for one in profiles()
    ]
    listed = [
        *journals,
        Listed("Tjenestebuss", "http://127.0.0.1:2", "simulert buss", "/_sim/areas"),
        Listed("MSH", "", "annens"),
    ]
    view = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme, "java_script_enabled": True}
    with Server(build_app(listed)) as server, tab(chromium, **view) as watched:
        watched.page.goto(server.url)
        assert axe.run(watched.page).response["violations"] == []
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= width
        assert watched.page.get_by_role("list", name="Journalene", exact=True).get_by_role("link").count() == len(
            journals
        )
        assert [one for one in watched.troubles if "404" not in one] == []


def test_a_refusal_is_audited_too(chromium: Any, busy: tuple[str, dict[str, str]]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    url, _ = busy
    with tab(chromium, viewport={"width": 390, "height": 900}, java_script_enabled=True) as watched:
        watched.page.goto(f"{url}{BASE}/oppdrag/create_appointment")
        watched.page.get_by_label("Sted").fill("Rom 9")
        watched.page.get_by_role("button", name="Sett opp timen").click()
        assert "Rett dette" in watched.page.get_by_role("alert").inner_text()
        assert watched.page.get_by_label("Sted").input_value() == "Rom 9"
        assert axe.run(watched.page).response["violations"] == []
        if SHOTS:
            watched.page.screenshot(path=Path(SHOTS) / "avvist-390.png", full_page=True)


def test_the_keyboard_is_enough(chromium: Any, busy: tuple[str, dict[str, str]]) -> None:
    url, pages = busy
    with tab(chromium, java_script_enabled=True) as watched:
        page = watched.page
        page.goto(f"{url}{BASE}/{pages['time']}")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Hopp til innholdet"
        assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
        outline = "getComputedStyle(document.activeElement).outlineStyle"
        assert page.evaluate(outline) == "solid"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "innhold"
        names = []
        while "Avslå avbestillingen" not in names:
            page.keyboard.press("Tab")
            names.append(page.evaluate("document.activeElement.textContent.trim()"))
            assert page.evaluate(outline) == "solid" and len(names) < 30


def test_readable_at_twice_the_size(chromium: Any, busy: tuple[str, dict[str, str]]) -> None:
    """200 % in a window of 1280 is a window of 640; here the letters alone are made twice as large."""
    url, pages = busy
    with tab(chromium, viewport={"width": 1280, "height": 900}, java_script_enabled=True) as watched:
        for name, path in pages.items():
            watched.page.goto(url + (path if path.startswith("/") else f"{BASE}/{path}"))
            watched.page.evaluate("document.documentElement.style.fontSize = '200%'")
            assert watched.page.evaluate("document.documentElement.scrollWidth") <= 1280, name
