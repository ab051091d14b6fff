"""Every page and every action of the workbench, without a browser; access and transport logs are true."""

from __future__ import annotations

import base64
import io
import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from simulator.journal.intents import INTENTS, READING
from simulator.journal.profile import Profile
from simulator.vendors import find_profile, profiles
from simulator.workbench.fields import forms
from simulator.workbench.groups import GROUPS, offered
from simulator.workbench.listing import listing
from simulator.workbench.pages import number, second, size
from simulator.workbench.style import contrast, readable_on, sheet
from standards.attachments import Attachment
from standards.codes import Code
from standards.processes import TIMEONSKE
from standards.rules.model import Finding, Severity
from tests.simulator.booking_kit import Desk, profile, request
from tests.simulator.journal_kit import NOW, Kit, cancellation, person, question
from tests.simulator.workbench_kit import BASE, SECRET, Browser, OneArea, Page, bench

NORA, KARI, EMIL = person("nora"), person("kari"), person("emil")


@dataclass
class Room:
    """A journal, and a browser at its workbench."""

    kit: Kit
    browser: Browser
    area: OneArea
    app: Any

    def get(self, path: str = "") -> Page:
        return self.browser.get(path)

    def accesses(self) -> list[str]:
        found = self.kit.done("read_access_log", patient=NORA.ident)["entries"]
        return [one["action"] for one in found]

    def cancel(self, text: str = "Barnet er sykt") -> str:
        """Kari wishes to cancel Nora's appointment, and staff must decide."""
        self.kit.done("change_setting", setting="cancel_approval", value="ja")
        appointment = self.kit.book(NORA)
        calendar = self.kit.take()[0].message.calendar
        assert calendar is not None
        self.kit.give(cancellation(NORA, calendar, text, acting=KARI))
        self.kit.take()
        return appointment


@pytest.fixture
def room() -> Iterator[Room]:
    kit = Kit()
    app, area = bench(kit.journal, kit.profile)
    yield Room(kit, Browser(app), area, app)
    kit.journal.close()


@pytest.fixture
def busy() -> Iterator[Room]:
    """A product that offers everything, at three services."""
    kit = Desk(profile("helsestasjon", "jordmor", "hjemmetjeneste"))
    app, area = bench(kit.journal, kit.profile)
    yield Room(kit, Browser(app), area, app)
    kit.journal.close()


# --- what stands on every page ---


@pytest.mark.parametrize("path", [
    "/", "", "timebok", "pasienter", "pasient/nora", "pasient/nora/innsyn", "pasient/nora/hjemmebesok", "onsker",
    "ledige", "transport", "oppdrag", "oppdrag/create_appointment", "finnes-ikke",
])  # fmt: skip
def test_every_page_says_that_it_is_simulated_and_can_be_read_by_ear(busy: Room, path: str) -> None:
    page = busy.get(path)
    assert page.status == (404 if path == "finnes-ikke" else 200)
    tree = page.tree
    assert "SIMULERT" in tree.xpath("string(//header)")
    assert "simulert journal, profil HsPro" in tree.xpath("string(//header)")
    assert tree.get("lang") == "nb" and tree.xpath("string(//title)").strip()
    assert len(tree.xpath("//h1")) == len(tree.xpath("//main")) == 1
    assert tree.xpath("//a[@class='skip']/@href") == ["#innhold"] and tree.xpath("//main/@id") == ["innhold"]
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
    assert not tree.xpath("//script|//@style|//@onclick|//style")
    assert tree.xpath("//table[not(caption)]") == [] and tree.xpath("//nav[not(@aria-label)]") == []
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for field in tree.xpath("//input[@type!='hidden']|//select|//textarea"):
        assert tree.xpath(f"//label[@for='{field.get('id')}']"), field.attrib
    levels = [int(h.tag[1]) for h in tree.iter("h1", "h2", "h3")]
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))


def test_the_index_links_every_area(room: Room) -> None:
    page = room.get("/")
    assert page.links()["Testområde a"] == f"{BASE}/"
    assert room.get(page.links()["Testområde a"]).h1 == "Innboks"


@pytest.mark.parametrize("accent", ["#1f5f8b", "#ffffff", "#000000", "#8a2be2", "#ffcc00", "#757575"])
def test_what_stands_on_the_accent_can_be_read(accent: str) -> None:
    assert contrast(readable_on(accent), accent) >= 4.5
    assert f"--accent: {accent}" in sheet(accent)


def test_the_colours_of_the_sheet_can_be_read_in_light_and_dark() -> None:
    text = sheet("#1f5f8b")
    for part in (text.split("@media")[0], text.split("@media")[1]):
        colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", part))
        for name in ("text", "dim", "link"):
            assert contrast(colours[name], colours["back"]) >= 4.5
            assert contrast(colours[name], colours["soft"]) >= 4.5
        for name in ("wish", "bad", "good", "violet"):
            assert contrast(colours[name], colours[f"{name}-back"]) >= 4.5
        assert contrast(colours["edge"], colours["back"]) >= 3


def test_the_style_and_the_mark_are_own(room: Room) -> None:
    assert room.browser.client.get("/stil.css").mimetype == "text/css"
    assert room.kit.profile.accent in room.browser.client.get("/merke.svg").get_data(as_text=True)


# --- the inbox ---


def test_an_empty_inbox_says_so(room: Room) -> None:
    assert "Ingenting venter." in room.get().text


def test_the_inbox_shows_what_waits_and_opens_nobodys_journal(room: Room) -> None:
    room.cancel()
    room.kit.give(question(NORA, acting=KARI))
    out = room.kit.take()
    before = room.accesses()
    text = room.get().text
    assert "Avbestillinger som venter på svar (1)" in text and "Meldinger som venter på svar (1)" in text
    assert room.accesses() == before and out


def test_the_inbox_shows_refused_and_missing_receipts(room: Room) -> None:
    room.kit.done("start_dialog", patient=NORA.ident, subject="Hei", text="Hei", answerable=True)
    refused, late = room.kit.take()[0], room.kit.book(EMIL)
    room.kit.take()
    assert "Ingenting venter." in room.get().text and late
    room.kit.answer(refused, Code("E21", dn="Mottaker finnes ikke"))
    assert "Avvist E21 Mottaker finnes ikke" in room.get().text
    room.kit.base.advance(timedelta(hours=97))
    page = room.get()
    assert (
        "Mangler kvittering etter 96 timer" in page.text and "Sendt, men ikke kvittert slik det skal (2)" in page.text
    )
    button = page.tree.xpath("normalize-space((//button[starts-with(normalize-space(), 'Fulgt opp')])[1])")
    page = room.browser.send(page, button)
    assert "Meldingen er fulgt opp." in page.text and "slik det skal (1)" in page.text


def test_where_staff_must_look_before_a_receipt_they_send_it_from_the_inbox() -> None:
    kit = Kit(replace(find_profile("visma_hspro"), apprec_timing="manual"))
    browser = Browser(bench(kit.journal, kit.profile)[0])
    kit.give(question(NORA))
    assert kit.codes() == []
    page = browser.get("")
    assert "Mottatt, men ikke sett over (1)" in page.text
    assert "Mottatt, men" not in browser.send(page, "Send kvitteringene").text
    assert kit.codes() == ["kvittering 1"]
    kit.journal.close()


def test_what_has_been_read_is_told_from_what_has_not(room: Room) -> None:
    asked = question(NORA)
    room.kit.give(asked)
    assert "Ulest" in room.get().text
    room.get(f"dialog/{asked.msg_id}")
    assert "Lest, ikke besvart" in room.get().text


def test_a_broken_connection_is_told(room: Room) -> None:
    room.area.trouble = "Bussen svarer ikke."
    assert "Bussen svarer ikke." in room.get().text


# --- cancellations ---


def test_the_nurse_sees_reason_and_acting_parent_and_refuses_with_a_text(room: Room) -> None:
    appointment = room.cancel("Vi er <bortreist>")
    page = room.get(f"time/{appointment}")
    assert "Vi er <bortreist>" in page.text
    assert "Kari Berg-Lunde handler for pasienten (foreldreansvar)" in page.text
    done = room.browser.send(page, "Avslå avbestillingen", {"text": "Vi trenger\r\nå se henne."})
    assert done.status == 200 and "Gjort: Avbestillingen er avslått." in done.text
    (out,) = room.kit.take()
    assert out.code == "09" and out.message.dialog is not None
    assert out.message.dialog.body.text == "Vi trenger\nå se henne."
    assert "Avbestilling avslått" in done.text and "Vi trenger å se henne." in done.text
    assert "avslo en avbestilling" in room.accesses()
    assert "avslo en avbestilling" in room.get("pasient/nora/innsyn").text
    assert "Ingenting venter." in room.get().text


def test_from_one_decision_the_nurse_goes_straight_to_the_next(room: Room) -> None:
    first = room.cancel()
    calendar = (room.kit.book(EMIL), room.kit.take()[0].message.calendar)[1]
    assert calendar is not None
    room.kit.give(cancellation(EMIL, calendar, "Bortreist", acting=KARI))
    page = room.get(f"time/{first}")
    assert not any(text.startswith("Neste avbestilling") for text in page.links())
    done = room.browser.send(page, "Avslå avbestillingen", {"text": "Vi må se henne"})
    onward = next(path for text, path in done.links().items() if text.startswith("Neste avbestilling: Emil"))
    last = room.browser.send(room.get(onward), "Godta avbestillingen")
    assert not any(text.startswith("Neste avbestilling") for text in last.links())


def test_the_nurse_accepts(room: Room) -> None:
    page = room.get(f"time/{room.cancel()}")
    done = room.browser.send(page, "Godta avbestillingen")
    assert "Avlyst" in done.text and "Avbestilling godtatt" in done.text
    assert room.kit.codes() == ["08"]


def test_sending_the_same_form_twice_does_it_once(room: Room) -> None:
    page = room.get(f"time/{room.cancel()}")
    for _ in range(2):
        assert "Avbestillingen er avslått." in room.browser.send(page, "Avslå avbestillingen", {"text": "Nei"}).text
    assert room.kit.codes() == ["09"]
    other = room.browser.send(page, "Avslå avbestillingen", {"text": "Noe annet"})
    assert (other.status, other.value("text")) == (409, "Noe annet") and "alt sendt" in other.text


def test_a_refused_action_shows_why_and_keeps_what_was_typed(room: Room) -> None:
    page = room.get(f"time/{room.cancel()}")
    room.browser.send(page, "Godta avbestillingen")
    late = room.get(f"oppdrag/refuse_cancellation?appointment={page.value('appointment')}&fast=appointment")
    answer = room.browser.send(late, "Avslå avbestillingen", {"text": "Et langt svar"})
    assert answer.status == 409 and answer.value("text") == "Et langt svar"
    assert "Journalen sier nei: Det er ingen avbestilling av timen som venter på svar." in answer.text
    assert "Nora Berg-Lunde" in answer.text


# --- the timebok ---


def test_a_new_appointment_from_the_week(room: Room) -> None:
    week = room.get("timebok?uke=2026-W50")
    assert week.h1 == "Timebok, uke 50" and "Mandag 7. desember" in week.text
    form = room.get(next(path for text, path in week.links().items() if text == "Ny time tirsdag 8. desember"))
    assert form.value("start") == "2026-12-08T09:00"
    done = room.browser.send(
        form, "Sett opp timen", {"patient": NORA.ident, "summary": "Toårskontroll", "location": "Rom 1"}
    )
    assert done.h1 == "Time 08.12.2026 kl. 09.00" and "Timen er satt opp." in done.text
    assert room.kit.codes() == ["05"]
    assert "09.00–09.30 Nora Berg-Lunde Toårskontroll" in room.get("timebok?uke=2026-50").text
    assert "Nora" not in room.get("timebok?uke=2026-W51").text


@pytest.mark.parametrize("week", ["", "tull", "2026-W99", "0000-W01", "9999-W52", "2026-W53"])
def test_any_week_is_a_week(room: Room, week: str) -> None:
    assert room.get(f"timebok?uke={week}").h1.startswith("Timebok, uke ")


@pytest.mark.parametrize(
    ("day", "week"), [("2026-12-10", 50), ("2026-02-30", 49), ("10.12.2026", 49), ("9999-12-31", 49)]
)
def test_a_day_leads_to_its_week(room: Room, day: str, week: int) -> None:
    assert room.get(f"timebok?dato={day}").h1 == f"Timebok, uke {week}"


def test_the_page_of_an_appointment_tells_the_day_and_leads_back_to_its_week(room: Room) -> None:
    page = room.get(f"time/{room.kit.book(NORA, exempt=True)}")
    assert "NårTorsdag 31. desember 2026, " in page.text and "Unntatt foreldreinnsyn" in page.text
    assert room.get(page.links()["Timeboken den uken"]).h1 == "Timebok, uke 53"


def test_move_and_call_off(room: Room) -> None:
    appointment = room.kit.book(NORA)
    room.kit.take()
    page = room.get(f"time/{appointment}")
    form = room.get(page.links()["Flytt timen"])
    assert form.value("location") == "Rom 2"
    moved = room.browser.send(form, "Flytt timen", {"start": "2027-01-04T12:00", "end": "2027-01-04T12:30"})
    assert moved.h1 == "Time 04.01.2027 kl. 12.00" and room.kit.codes() == ["07"]
    off = room.browser.send(room.get(moved.links()["Avlys timen"]), "Avlys timen", {"reason": "Sykdom"})
    assert "Avlyst" in off.text and "Årsak: Sykdom" in off.text and room.kit.codes() == ["08"]
    assert "Flytt timen" not in off.links()


def test_no_show_when_the_time_has_begun(room: Room) -> None:
    appointment = room.kit.book(NORA, days=1)
    room.kit.take()
    assert "Ikke møtt" not in room.get(f"time/{appointment}").links()
    room.kit.base.advance(timedelta(days=2))
    page = room.get(f"time/{appointment}")
    done = room.browser.send(room.get(page.links()["Ikke møtt"]), "Registrer ikke møtt")
    assert "Ikke møtt" in done.text and room.kit.codes() == ["11"]


@pytest.mark.parametrize(("field", "value", "said"), [
    ("patient", "", "Velg en pasient."),
    ("start", "i morgen", "Skriv dato og klokkeslett"),
    ("summary", "", "Fyll ut feltet."),
    ("summary", "x" * 201, "Skriv høyst 200 tegn; det er 201 nå."),
    ("end", "2026-12-01T08:00", "Timen må slutte etter at den begynner."),
    ("start", "2026-13-45T99:99", "finnes ikke i kalenderen"),
    ("start", "2027-02-30T10:00", "finnes ikke i kalenderen"),
    ("start", "", "Skriv dato og klokkeslett."),
    ("summary", "bjelle \x07", "Feltet «Hva timen gjelder» har et tegn som ikke kan sendes"),
])  # fmt: skip
def test_what_is_wrong_is_said_and_what_is_typed_is_kept(room: Room, field: str, value: str, said: str) -> None:
    form = room.get("oppdrag/create_appointment")
    typed = {
        "patient": NORA.ident, "start": "2026-12-08T09:00", "end": "2026-12-08T09:30", "summary": "Kontroll",
        "location": "Rom Æ", field: value,
    }  # fmt: skip
    answer = room.browser.send(form, "Sett opp timen", typed)
    assert answer.status in (409, 422) and said in answer.text
    assert answer.value("location") == "Rom Æ"
    assert answer.tree.xpath("//*[@role='alert']") and room.kit.take() == []


# --- dialogs ---


def test_a_dialog_with_attachment_is_read_and_answered(room: Room) -> None:
    asked = question(NORA, "Hei <b>dere</b>", Attachment("application/pdf", "Skjema æ", b"%PDF-1"), acting=KARI)
    room.kit.give(asked)
    room.kit.take()
    page = room.get(f"dialog/{asked.msg_id}")
    assert "Hei <b>dere</b>" in page.text and "Kari Berg-Lunde handler for pasienten (foreldreansvar)" in page.text
    file = room.browser.client.get(page.links()["Skjema æ"], **room.browser.environ)
    assert file.data == b"%PDF-1" and "attachment" in file.headers["Content-Disposition"]
    assert (file.mimetype, file.headers["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")
    done = room.browser.send(page, "Send svaret", {"text": "Kom i morgen"})
    assert "Svaret er sendt." in done.text and "Kom i morgen" in done.text
    assert room.kit.codes() == ["19"] and "Ingenting venter." in room.get().text
    assert room.accesses().count("leste en dialog") == 3


@pytest.mark.parametrize(("button", "code"), [
    ("Avvis meldingen", "26"), ("Si at innbyggeren ikke har tilgang", "30"),
])  # fmt: skip
def test_a_dialog_is_rejected(room: Room, button: str, code: str) -> None:
    asked = question(NORA, acting=KARI)
    room.kit.give(asked)
    room.kit.take()
    assert room.browser.send(room.get(f"dialog/{asked.msg_id}"), button).status == 200
    assert room.kit.codes() == [code]


def test_an_answer_without_words_is_stopped(room: Room) -> None:
    asked = question(NORA)
    room.kit.give(asked)
    room.kit.take()
    answer = room.browser.send(room.get(f"dialog/{asked.msg_id}"), "Send svaret", {"text": " "})
    assert answer.status == 422 and "Fyll ut feltet." in answer.text and room.kit.take() == []


def test_a_new_dialog_from_the_journal(room: Room) -> None:
    form = room.get(room.get("pasient/nora").links()["Ny melding"])
    done = room.browser.send(form, "Send meldingen", {"subject": "Vaksine", "text": "Husk skjema"})
    assert done.h1 == "Dialog om Nora Berg-Lunde" and "Husk skjema" in done.text
    assert room.kit.codes() == ["DI"]
    form = room.get("oppdrag/start_dialog")
    typed = {"patient": NORA.ident, "subject": "Til orientering", "text": "Hei"}
    assert "kan ikke svare" in room.browser.send(form, "Send meldingen", typed).text
    assert room.kit.codes() == ["EKI"]


def test_files_go_with_an_answer(room: Room) -> None:
    asked = question(NORA)
    room.kit.give(asked)
    room.kit.take()
    page = room.get(f"dialog/{asked.msg_id}")
    file = (io.BytesIO(b"%PDF-1.7"), "Brosjyre.pdf", "application/pdf")
    done = room.browser.send(page, "Send svaret", {"text": "Se vedlegget", "attachments": file})
    assert "Svaret er sendt." in done.text and "Brosjyre.pdf" in done.links()
    (out,) = room.kit.take()
    assert [one.content for one in out.message.files] == [b"%PDF-1.7"]
    page = room.get(f"dialog/{asked.msg_id}")
    other = (io.BytesIO(b"MZ"), "virus.exe", "application/x-msdownload")
    answer = room.browser.send(page, "Send svaret", {"text": "Hei", "attachments": other})
    assert answer.status == 422 and answer.value("text") == "Hei" and room.kit.take() == []


def test_a_dialog_is_closed_with_a_last_word(room: Room) -> None:
    asked = question(NORA)
    room.kit.give(asked)
    room.kit.take()
    page = room.browser.send(room.get(f"dialog/{asked.msg_id}"), "Svar og avslutt", {"text": "Ha det"})
    assert page.status in (200, 409) and ("Ha det" in page.text or page.value("text") == "Ha det")


# --- patients and logs ---


@pytest.mark.parametrize(("sought", "names"), [
    ("nora", ["Nora Berg-Lunde"]), ("lunde NORA", ["Nora Berg-Lunde"]), ("ødegård åse", ["Åse Bjørg Sæther Ødegård"]),
    ("áilo", ["Áilo Máhtte Hætta Guhttor"]), ("2020-03-01", ["Nora Berg-Lunde"]), (NORA.ident, ["Nora Berg-Lunde"]),
    ("' OR 1=1 --", []), ("<script>", []),
])  # fmt: skip
def test_patients_are_found(room: Room, sought: str, names: list[str]) -> None:
    answer = room.browser.client.get(f"{BASE}/pasienter", query_string={"sok": sought}, **room.browser.environ)
    assert [name.text_content() for name in Page(answer).tree.xpath("//tbody/tr/th")] == names


def test_a_helsekontakt_begins_and_ends(room: Room) -> None:
    page = room.get("pasient/nora")
    if "Avslutt" not in page.links():
        page = room.browser.send(room.get(page.links()["Ny helsekontakt"]), "Start helsekontakten")
    form = room.get(page.links()["Avslutt"])
    page = room.browser.send(form, "Avslutt helsekontakten", {"last": "2026-12-02"})
    assert "til 02.12.2026" in page.text


def test_opening_a_journal_stands_in_the_access_log(room: Room) -> None:
    room.get("pasient/nora")
    assert room.accesses() == ["leste journalen", "leste timelisten"]
    assert "leste journalen" in room.get("pasient/nora/innsyn").text
    assert room.get(f"pasient/{NORA.ident}").status == 200


def test_the_transport_log_shows_the_bytes_and_what_the_rules_say(room: Room) -> None:
    room.kit.give(question(NORA, msg_id="ikke-en-uuid"))
    room.kit.give(question(NORA), raw=b"<uferdig")
    room.kit.take()
    log = room.get("transport")
    assert "Feilkø" in log.text and "Avvist" in log.text
    assert "Feilkø" not in room.get("transport?retning=ut").text.split("Feil ", 1)[-1]
    pages = [room.get(f"transport/{number}") for number in range(1, 5)]
    page = next(one for one in pages if "mottatt" in one.h1 and "ikke-en-uuid" in one.text)
    assert "MH-" in page.text and page.tree.xpath("//li[@class='marked']")
    raw = room.browser.client.get(page.links()["Last ned meldingen byte for byte"], **room.browser.environ)
    stored = {one["raw_b64"] for one in room.kit.transport()}
    assert base64.b64encode(raw.data).decode() in stored
    assert any("<uferdig" in one.text for one in pages)
    assert "Nora" in room.get("transport?pasient=nora").h1


def test_what_we_send_has_no_findings(room: Room) -> None:
    room.kit.book(NORA)
    room.kit.take()
    assert "Ingen funn" in room.get("transport/1").text


def test_json_is_laid_out_with_the_finding_at_its_line() -> None:
    raw = b'{"resourceType":"Appointment","a/b":[{"x":"\xc3\xa6"},[],2],"c":{}}'
    fault = Finding("FH-1", "x", Severity.ERROR, "p", where="/a~1b/0/x")
    lines, indented = listing(raw, [fault])
    assert indented and json.loads("\n".join(line.text for line in lines)) == json.loads(raw)
    assert [(line.text.strip(), line.findings) for line in lines if line.findings] == [('"x": "æ"', (0,))]
    assert listing(b'{"uferdig', [])[1] is False and listing(b"{" + b'"a":[' * 9000, [])[1] is False


@pytest.mark.parametrize("path", [
    "transport/9", f"transport/{2**70}", "time/x", "dialog/x", "pasient/x", "oppdrag/danse", "vedlegg/1/x/y",
    "oppdrag/read_journal",
])  # fmt: skip
def test_what_is_not_there_is_a_clear_page(room: Room, path: str) -> None:
    page = room.get(path)
    assert page.status in (403, 404) and page.h1 and f"{BASE}/" in page.links().values()


def test_an_unknown_page_names_the_nearest(room: Room) -> None:
    page = room.get("timebook")
    assert next(iter(page.links())) == "Timebok" and "Mente du Timebok?" in page.text and "/timebook" in page.text
    assert "Mente du" not in room.get("xyz").text
    wrong = room.get("/w/b/arbeidsbenk/")
    assert wrong.status == 404 and wrong.links() == {"Arbeidsbenken i testområdet a": f"{BASE}/"}


def test_a_fault_of_ours_is_a_page_too(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("hemmelig detalj")

    monkeypatch.setattr("simulator.journal.lists.undecided", broken)
    page = room.get()
    assert page.status == 500 and "hemmelig detalj" not in page.text and "Feil i den simulerte journalen" in page.h1


# --- every intent has its form ---


def test_every_intent_that_does_something_has_a_form(busy: Room) -> None:
    assert set(forms()) == set(INTENTS) - READING
    listed = set(busy.get("oppdrag").links().values())
    for intent in forms():
        path = f"{BASE}/oppdrag/{intent}"
        assert path in listed
        page = busy.get(path)
        assert page.status == 200 and not page.tree.xpath("//main//*[normalize-space(text())='None']")
        button = page.tree.xpath("normalize-space(//main//form//button)")
        assert busy.browser.send(page, button).status in (422, 409, 200)


def test_every_intent_is_in_one_group_and_what_is_in_none_is_shown_too(busy: Room) -> None:
    listed = [intent for group in GROUPS for intent in group.intents]
    assert sorted(listed) == sorted(forms())
    assert offered(busy.kit.profile, [*forms(), "noe_nytt"])[-1].intents == ("noe_nytt",)


def test_files_and_numbers_are_told_as_people_say_them() -> None:
    assert [size(count) for count in (4, 8_200, 2_340_000)] == ["4 byte", "8 kB", "2,3 MB"]
    assert [number(ident) for ident in (NORA.ident, "41719000012")] == ["Fødselsnummer", "D-nummer"]
    assert second("2026-12-01T08:00:07Z") == "01.12.2026 kl. 09.00.07" and second(None) == "–"


def test_settings_are_changed(room: Room) -> None:
    form = room.get("oppdrag/change_setting")
    room.browser.send(form, "Lagre innstillingen", {"setting": "cancel_approval", "value": "ja"})
    assert "godkjenne avbestillinger: ja" in room.get("oppdrag").text


def test_a_home_visit_is_planned_confirmed_and_carried_out(busy: Room) -> None:
    page = busy.get("pasient/nora/hjemmebesok")
    form = busy.get(page.links()["Ny plan for hjemmebesøk"])
    typed = {
        "summary": "Morgenstell", "start": "2026-12-02T08:00", "end": "2026-12-02T10:00", "frequency": "weekly",
        "days": ["WE", "FR"], "count": "4", "minutes": "30",
    }  # fmt: skip
    page = busy.browser.send(form, "Lagre planen", typed)
    assert "Planen er lagret." in page.text and "onsdag, fredag" in page.text
    form = busy.get(page.links()["Bekreft 02.12.2026 kl. 08.00"])
    page = busy.browser.send(form, "Bekreft besøket", {"employees": "Ola Testnes\r\nLise Testnes"})
    assert "Besøket er bekreftet." in page.text
    confirmed = busy.get(next(path for path in page.links().values() if "/time/" in path))
    assert confirmed.h1.startswith("Hjemmebesøk") and "Hvem som kommerOla Testnes, Lise Testnes" in confirmed.text
    busy.kit.base.advance(timedelta(days=40))
    visit = next(path for path in page.links().values() if "/time/" in path)
    done = busy.browser.send(busy.get(busy.get(visit).links()["Besøket er utført"]), "Registrer som utført")
    assert "Utført" in done.text


def test_a_slot_and_a_wish(busy: Room) -> None:
    form = busy.get(busy.get("ledige").links()["Ny ledig time"])
    typed = {
        "start": "2026-12-08T09:00", "end": "2026-12-08T09:30", "summary": "Åpen time", "location": "Rom 1",
        "practitioner": "Siri Testnes",
    }  # fmt: skip
    opened = busy.browser.send(form, "Legg ut timen", typed).text
    assert "Tirsdag 8. desember 2026 kl. 09.00–09.30 Åpen time, Siri Testnes, Rom 1" in opened
    assert "Ledig" in busy.get("timebok?uke=2026-W50").text
    busy.kit.give(request(TIMEONSKE.code, "OT", NORA, text="Helst en mandag", subject="Time", acting=KARI))
    busy.kit.take()
    assert "Ønsker om time (1)" in busy.get().text
    wishes = busy.get("onsker")
    assert "Helst en mandag" in wishes.text
    done = busy.browser.send(busy.get(wishes.links()["Avslå ønske om time"]), "Avslå ønsket", {"text": "Fullt"})
    assert "Avslått" in done.text and busy.kit.codes() == ["06"]


def test_staff_at_one_service_see_its_own_only(busy: Room) -> None:
    busy.kit.book(NORA, unit="helsestasjon")
    busy.kit.take()
    week = "timebok?uke=2026-W53"
    assert "Nora" in busy.get(week).text
    chosen = busy.browser.send(busy.get(), "Bytt enhet", {"tjeneste": "jordmor"})
    assert "Du arbeider nå ved" in chosen.text and "jordmortjeneste" in chosen.text
    assert "Nora" not in busy.get(week).text
    appointment = busy.kit.done("read_appointments", patient=NORA.ident)["appointments"][0]["id"]
    assert busy.get(f"time/{appointment}").status in (403, 404)
    assert "Nora" in (busy.browser.send(busy.get(), "Bytt enhet", {"tjeneste": ""}), busy.get(week))[1].text


def test_what_is_another_services_is_not_named_in_a_form(busy: Room) -> None:
    busy.kit.book(NORA, unit="helsestasjon")
    appointment = busy.kit.done("read_appointments", patient=NORA.ident)["appointments"][0]["id"]
    path = f"oppdrag/cancel_appointment?appointment={appointment}&fast=appointment"
    assert "Nora" in busy.get(path).text
    busy.browser.send(busy.get(), "Bytt enhet", {"tjeneste": "jordmor"})
    page = busy.get(path)
    assert "Nora" not in page.text
    assert "Du har bare tilgang til det som er ført ved" in busy.browser.send(page, "Avlys timen").text


@pytest.mark.parametrize("product", profiles(), ids=lambda one: one.product)
def test_every_product_has_its_workbench(product: Profile) -> None:
    kit = Kit(product)
    browser = Browser(bench(kit.journal, product)[0])
    kit.book(NORA)
    kit.take()
    paths = list(browser.get("").tree.xpath("//header//nav//a/@href"))
    paths += [f"{BASE}/pasient/nora", *browser.get("pasient/nora").links().values()]
    paths += [*browser.get("transport").links().values(), *browser.get("oppdrag").links().values()]
    assert len(paths) > 20
    offers = {"open_slot": product.free_slots, "plan_visits": product.home_care, "grant_wish": product.wishes}
    assert {name: any(path.endswith(f"/{name}") for path in paths) for name in offers} == offers
    for path in paths:
        page = browser.get(path)
        assert page.status == 200, (path, page.text)
        assert page.tree is None or product.name.split(", ")[1] in page.tree.xpath("string(//header)")
    assert product.accent in browser.client.get("/stil.css").get_data(as_text=True)
    kit.journal.close()


@pytest.mark.parametrize("query", ["start=tull&fast=start", "fast=patient&patient=1", "fast=plan&plan=x", "patient=<b>",
                                   "fast=appointment&appointment='", "end=2026", "fast=fast"])  # fmt: skip
def test_a_form_takes_any_address(busy: Room, query: str) -> None:
    for intent in ("create_appointment", "confirm_visit"):
        assert busy.get(f"oppdrag/{intent}?{query}").status == 200


# --- who may come in ---


def test_a_form_that_is_too_large_is_a_clear_page(room: Room) -> None:
    room.app.config["MAX_CONTENT_LENGTH"] = 1000
    page = room.browser.post(f"{BASE}/oppdrag/start_dialog", {"text": "x" * 2000})
    assert page.status == 413 and page.h1 == "Skjemaet er for stort"


def test_a_form_from_elsewhere_does_nothing(room: Room) -> None:
    appointment = room.cancel()
    values = {"appointment": appointment, "text": "Nei", "key": "k"}
    answer = room.browser.post(f"{BASE}/oppdrag/refuse_cancellation", values)
    assert answer.status == 403 and answer.value("text") == "Nei" and room.kit.take() == []
    assert room.browser.post(f"{BASE}/tjeneste", {"tjeneste": "helsestasjon"}).status == 403
    assert room.browser.post(f"{BASE}/hva-som-helst", {}).status == 403
    fresh = Browser(room.app)
    cookie = fresh.client.get(f"{BASE}/oppdrag/start_dialog", **fresh.environ).headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie


def test_staff_are_not_led_elsewhere(room: Room) -> None:
    for place in ("https://example.org/", "//example.org", f"{BASE}\\..\\x", "javascript:alert(1)"):
        page = room.browser.client.get(
            f"{BASE}/oppdrag/start_dialog", query_string={"tilbake": place}, **room.browser.environ
        )
        assert Page(page).links()["Avbryt"] == f"{BASE}/"


@pytest.mark.parametrize(("local", "environ"), [
    (False, {}),
    (True, {"base_url": "http://ond.example:8081"}),
    (True, {"base_url": "http://10.0.0.5:8081"}),
    (True, {"environ_overrides": {"REMOTE_ADDR": "10.0.0.7"}}),
])  # fmt: skip
def test_beyond_this_machine_the_secret_is_asked_for(local: bool, environ: dict[str, Any]) -> None:
    kit = Kit()
    kit.book(NORA)
    browser = Browser(bench(kit.journal, kit.profile, local=local)[0], **environ)
    for path in ("", "timebok", "pasient/nora", "transport/1/melding", "finnes-ikke"):
        page = browser.get(path)
        assert page.status == 401 and "låst" in page.h1 and "Nora" not in page.text
    assert browser.get("/w/b/arbeidsbenk/").links() == {} and "Testområde a" not in browser.get("/").links()
    page = browser.send(browser.get(""), "Lås opp", {"hemmelighet": "feil"})
    assert page.status == 401 and "feil" in page.text
    assert browser.send(page, "Lås opp", {"hemmelighet": SECRET}).h1 == "Innboks"
    assert browser.get("pasient/nora").status == 200
    kit.journal.close()


@pytest.mark.parametrize("host", ["http://localhost:8081", "http://127.0.0.1", "http://[::1]:8081"])
def test_names_of_this_machine_are_let_in(room: Room, host: str) -> None:
    assert Browser(room.app, base_url=host).get("").status == 200


def test_the_pages_have_the_accent_of_the_product() -> None:
    kit = Kit(replace(find_profile("visma_hspro"), accent="#8a2be2"))
    app, _ = bench(kit.journal, kit.profile)
    assert "--accent: #8a2be2" in Browser(app).client.get("/stil.css").get_data(as_text=True)
    assert NOW
    kit.journal.close()
