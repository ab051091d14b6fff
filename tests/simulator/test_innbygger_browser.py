"""A mother in Chromium cancels her four-year-old's appointment, and a nurse says yes; then every page is audited."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.simulator.innbygger_world import Town, person, town
from tests.simulator.test_workbench_browser import tab

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]
SHOTS = os.environ.get("EPJ_SCREENSHOTS", "")


def log_in(page: Any, there: Town, who: str, method: str) -> None:
    page.goto(there.front)
    page.get_by_role("link", name="Åpne innbyggersiden").click()
    page.get_by_role("link", name="Logg inn med ID-porten").click()
    page.get_by_label("Hvem logger du inn som?").select_option(person(who).ident)
    page.get_by_label(method, exact=True).check()
    page.get_by_role("button", name="Logg inn").click()


def test_a_mother_cancels_and_the_nurse_says_yes(chromium: Any) -> None:
    with town() as there, tab(chromium) as mother, tab(chromium) as nurse:
        log_in(mother.page, there, "kari", "BankID")
        there.staff("change_setting", setting="cancel_approval", value="ja")
        bench = nurse.page
        bench.goto(there.seat_address)
        assert bench.get_by_text("Ingenting venter.").is_visible()
        bench.get_by_role("link", name="Flere oppdrag").click()
        bench.get_by_role("link", name="Ny time").click()
        bench.get_by_label("Pasient", exact=False).select_option(person("emil").ident)
        bench.get_by_label("Begynner").fill("2027-12-02T10:15")
        bench.get_by_label("Slutter").fill("2027-12-02T10:45")
        bench.get_by_label("Hva timen gjelder").fill("Kontroll 4 år")
        bench.get_by_label("Sted").fill("Rom 2")
        bench.get_by_role("button", name="Sett opp timen").click()
        there.settle()

        page = mother.page
        page.get_by_role("link", name="Timer for Emil Berg-Lunde").click()
        page.get_by_role("link", name="torsdag 2. desember 2027 kl. 10.15: Kontroll 4 år").click()
        page.get_by_label("Hvorfor passer det ikke?").fill("Emil har vannkopper")
        page.get_by_role("button", name="Be om å avbestille timen").click()
        assert "er sendt" in page.get_by_role("status").inner_text()
        assert "Timen står til tjenesten har svart." in page.inner_text("main")
        there.settle()

        bench.goto(there.seat_address)
        bench.get_by_role("link", name="Avbestilling: Emil Berg-Lunde").click()
        decide = bench.get_by_role("region", name="Avbestillingen skal avgjøres")
        assert "Emil har vannkopper" in decide.inner_text()
        assert "Kari Berg-Lunde handler for pasienten (foreldreansvar)" in decide.inner_text()
        bench.get_by_role("button", name="Godta avbestillingen").click()
        there.settle()

        page.reload()
        assert "Avbestillingen er godtatt." in page.inner_text("main")
        page.get_by_role("link", name="Alle timer").click()
        assert "Avlyst" in page.get_by_role("listitem").filter(has_text="Kontroll 4 år").inner_text()
        [notice] = there.outbox(hendelse="svar-avbestilling")
        assert notice["til"] == person("kari").ident and "vannkopper" not in notice["tekst"]
        page.get_by_role("link", name="Varsler til deg").click()
        assert "er godtatt" in page.inner_text("main")
        page.get_by_role("button", name="Logg ut").click()
        assert page.get_by_role("link", name="Logg inn med ID-porten").is_visible()
        for watched in (mother, nurse):
            assert watched.stayed_here() and watched.troubles == []


@pytest.fixture(scope="module")
def busy() -> Iterator[Town]:
    """A journal that takes wishes too."""
    with town("cgm_journal") as there:
        yield there


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "light"), (390, "dark")])
def test_every_page_fits_and_axe_finds_nothing(chromium: Any, busy: Town, width: int, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    there = busy
    view = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme, "java_script_enabled": True}

    with tab(chromium, **view) as watched:
        page = watched.page

        def audit(name: str) -> None:
            found = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
            assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == [], name
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
            if SHOTS and scheme == "light":
                page.screenshot(path=Path(SHOTS) / f"innbygger-{name}-{width}.png", full_page=True)

        page.goto(there.front)
        audit("forside")
        page.get_by_role("link", name="Åpne innbyggersiden").click()
        audit("journal")
        page.get_by_role("link", name="Logg inn med ID-porten").click()
        audit("innlogging")
        page.get_by_role("button", name="Logg inn").click()
        audit("innlogging-feil")
        page.get_by_label("Hvem logger du inn som?").select_option(person("kari").ident)
        page.get_by_role("button", name="Logg inn").click()
        audit("hvem")
        _fill(there)
        page.get_by_role("link", name="Timer for Emil Berg-Lunde").click()
        audit("timer")
        stands = page.get_by_role("listitem").filter(has_text="Kontroll").filter(has_text="Avtalt")
        stands.get_by_role("link").first.click()
        audit("time")
        page.get_by_role("button", name="Be om å avbestille timen").click()
        audit("avbestilt")
        page.get_by_role("link", name="Meldinger").click()
        audit("meldinger")
        page.get_by_role("link", name="Skriv ny melding").click()
        page.get_by_role("button", name="Send meldingen").click()
        audit("ny-melding-feil")
        page.get_by_label("Hva gjelder det?").fill("Spørsmål om maten")
        page.get_by_label("Melding", exact=True).fill("Hei!\nNår kan vi begynne med grøt?")
        page.get_by_role("button", name="Send meldingen").click()
        there.settle()
        _answer(there)
        page.reload()
        audit("samtale")
        page.get_by_role("link", name="Varsler til deg").click()
        audit("varsler")
        page.get_by_role("button", name="Logg ut").click()
        page.get_by_role("link", name="Logg inn med ID-porten").click()
        page.get_by_label("Hvem logger du inn som?").select_option(person("soelvi").ident)
        page.get_by_label("MinID").check()
        page.get_by_role("button", name="Logg inn").click()
        page.get_by_role("link", name="Be om time for Sølvi").click()
        page.get_by_label("Skriv hva du ønsker").fill("Kan jeg få en time etter skolen?")
        page.get_by_role("button", name="Send ønsket").click()
        audit("onsker")
        assert watched.stayed_here()
        assert [one for one in watched.troubles if "422" not in one] == []


def _fill(there: Town) -> None:
    """Three appointments for Emil, in three states; each time the audit runs there are three more."""
    there.book("emil")
    there.book("emil", start="2027-11-09T12:00:00", end="2027-11-09T12:30:00", summary="Vaksine")
    gone = there.book("emil", start="2027-11-10T12:00:00", end="2027-11-10T12:30:00", summary="Veiing")
    there.staff("cancel_appointment", appointment=gone, reason="Sykdom")
    there.settle()


def _answer(there: Town) -> None:
    asked = there.staff("read_journal", patient=person("emil").ident)["entries"][-1]
    there.staff("answer_dialog", thread=asked["msg_id"], text="Fra seks måneder.\nRing oss gjerne.", outcome="answer")
    there.settle()
