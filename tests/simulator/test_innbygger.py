"""The citizen's pages over HTTP, with a journal and the services beside: who sees what, and what is refused."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import requests

from simulator.clock import ManualClock
from simulator.landscape.parties import HELSENORGE
from simulator.national.innbygger import doing
from standards.hodemelding import Hodemelding
from standards.processes import AVTALEAVBESTILLING, EKONTAKT, TIMEONSKEUNGDOM
from tests.simulator.innbygger_world import NOW, Browser, Town, person, town
from wire.http import HttpBusClient

pytestmark = pytest.mark.timeout(120)


@pytest.fixture(scope="module")
def hspro() -> Iterator[Town]:
    with town() as there:
        there.open()
        yield there


@pytest.fixture(scope="module")
def cgm() -> Iterator[Town]:
    with town("cgm_journal") as there:
        there.open()
        yield there


@pytest.fixture(scope="module")
def gerica() -> Iterator[Town]:
    with town("tietoevry_gerica") as there:
        there.open()
        yield there


def sent(there: Town, process: str) -> list[Hodemelding]:
    """What the journal has received in a process, oldest first."""
    journal = there.seat.journal
    rows = journal.view(lambda unit: unit.rows("SELECT raw FROM transport WHERE direction = 'inn'"), None)
    found = [Hodemelding.from_xml(row["raw"]) for row in rows if b"MsgHead" in row["raw"]]
    return [one for one in found if one.type.v == process]


def test_the_front_page_lists_the_journals(hspro: Town) -> None:
    page = Browser().get(hspro.front)
    assert "Simulert journal, profil HsPro" in page.text and "SIMULERT" in page.tree.text_content()
    assert (
        "default-src 'none'" in page.headers["Content-Security-Policy"] and page.headers["Cache-Control"] == "no-store"
    )
    assert page.tree.xpath("//script") == []
    page.press("Åpne innbyggersiden")
    assert page.path == f"/w/{hspro.area}/" and "Logg inn med ID-porten" in page.text
    assert page.tree.xpath("//a[contains(., 'arbeidsbenken')]/@href") == [hspro.seat_address]
    bench = Browser().get(hspro.front).press("Åpne arbeidsbenken til Simulert journal, profil HsPro")
    assert bench.url == hspro.seat_address and bench.status == 200
    assert Browser().get(f"{hspro.front}/journal/ukjent").status == 404


def test_nothing_is_open_before_log_in_or_without_our_form(hspro: Town) -> None:
    base = f"{hspro.front}/w/{hspro.area}"
    for path in ("/velg", "/varsler", "/for/emil/timer", "/for/emil/meldinger/ny"):
        assert Browser().get(base + path).status == 401
    kari, jonas = Browser().log_in(hspro, "kari"), Browser().log_in(hspro, "jonas")
    jonas.get(f"{base}/for/emil/meldinger/ny")
    theirs = jonas.tree.xpath("//input[@name='token']/@value")[0]
    place = f"{base}/for/emil/meldinger/ny"
    before = len(hspro.seat.journal.tables()["transport"])
    for token in ("", "x", theirs, "æ"):
        given = {"token": token, "tjeneste": "8210011", "emne": "Hei", "tekst": "Hei"}
        assert kari.post(place, given).status == 403 and "Ingenting er sendt" in kari.text
    assert kari.post(f"{base}/logg-ut", {}).status == 403
    hspro.settle()
    assert len(hspro.seat.journal.tables()["transport"]) == before


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/finnes-ikke", 404), ("GET", "/w/ukjent/", 404), ("GET", "/w/{}/finnes-ikke", 404),
        ("DELETE", "/w/{}/velg", 405), ("POST", "/", 405), ("GET", "/w/{}/for/%00/timer", 401),
        ("GET", "/w/{}/retur?state=%F0%9F%92%A9&code=%ff", 400), ("GET", "/journal/..%2f..%2f", 404),
        ("GET", "/w/{}/logg-inn?x=" + "x" * 5000, 200), ("POST", "/w/{}/logg-ut", 401),
    ],
)  # fmt: skip
def test_odd_addresses_get_a_page(hspro: Town, method: str, path: str, status: int) -> None:
    answer = requests.request(method, hspro.front + path.format(hspro.area), timeout=20)
    assert answer.status_code == status and answer.headers["Content-Type"].startswith("text/html")
    assert "SIMULERT" in answer.text and "Traceback" not in answer.text


def test_odd_texts_are_refused_or_carried_whole(hspro: Town) -> None:
    page = Browser().log_in(hspro, "kari").get(f"/w/{hspro.area}/for/vilde/meldinger/ny")
    page.send("Send meldingen", emne="Hei\x01", tekst="Hei")
    assert page.status == 422 and "tegn som ikke kan sendes" in page.text
    page.send("Send meldingen", emne="Hei", tekst="Hei\ufffe")
    assert page.status == 422 and "tegn som ikke kan sendes" in page.text
    odd = "<b>Áŋŋel</b> & ]]> 💉\n" + "æ" * 900
    page.send("Send meldingen", emne="Rart", tekst=odd)
    hspro.settle()
    last = sent(hspro, EKONTAKT.code)[-1]
    assert last.dialog is not None and last.dialog.body.text == odd
    assert "<b>Áŋŋel</b> & ]]> 💉" in page.get(page.url).text and page.tree.xpath("//main//b") == []
    token = page.tree.xpath("//input[@name='token']/@value")[0]
    page.post(f"/w/{hspro.area}/for/vilde/meldinger/ny", {"token": token, "tjeneste": "x", "emne": "a", "tekst": "b"})
    assert page.status == 422 and "Velg hvem du skriver til" in page.text
    page.post(f"/w/{hspro.area}/for/vilde/meldinger/ny", {"token": token, "tekst": "x" * 300_000})
    assert page.status == 413


def test_log_in_belongs_to_the_browser_that_began_it(hspro: Town) -> None:
    base = f"{hspro.front}/w/{hspro.area}"
    assert Browser().get(f"{base}/retur?state=x&code=y").status == 400
    mine, victim = Browser(), Browser()
    mine.get(f"{hspro.front}/journal/{hspro.product}").press("Logg inn med ID-porten")
    form = mine.tree.xpath("//form")[0]
    back = mine.http.post(mine.url, data={"person": person("kari").ident, "metode": "bankid"}, allow_redirects=False)
    assert form is not None and back.status_code == 303
    assert victim.get(back.headers["Location"]).status == 400 and "annen nettleser" in victim.text
    assert victim.get(f"{base}/velg").status == 401
    assert mine.get(back.headers["Location"]).status == 400  # the state is used


def test_one_who_gives_up_at_id_porten_is_not_logged_in(hspro: Town) -> None:
    page = Browser().get(f"{hspro.front}/journal/{hspro.product}").press("Logg inn med ID-porten")
    page.send("Avbryt", avbryt="1")
    assert page.status == 400 and "Innloggingen ble avbrutt." in page.text
    assert page.press("Logg inn med ID-porten").path.startswith(f"/w/{hspro.area}/idporten/")


def test_log_out_ends_it_here_and_there(hspro: Town) -> None:
    page = Browser().log_in(hspro, "kari")
    key = page.http.cookies.get("innbygger")
    page.send("Logg ut")
    assert page.path == f"/w/{hspro.area}/" and "Logg inn" in page.text
    old = requests.get(f"{hspro.front}/w/{hspro.area}/velg", cookies={"innbygger": key or ""}, timeout=20)
    assert old.status_code == 401


def test_a_parent_sees_writes_and_reads(hspro: Town) -> None:
    page = Browser().log_in(hspro, "kari")
    page.press("Meldinger for Nora").press("Skriv ny melding").send("Send meldingen", emne="", tekst="x" * 1001)
    assert page.status == 422 and "Skriv hva det gjelder" in page.text and "1001 nå" in page.text
    page.send("Send meldingen", emne="Vaksine", tekst="Når er neste vaksine?\nHilsen æøå")
    place = page.url
    hspro.settle()
    [asked] = [one for one in sent(hspro, EKONTAKT.code) if one.patient and one.patient.given == "Nora"]
    assert asked.acting is not None and asked.acting.relation.v == "FO" and asked.acting.given == "Kari"
    assert "ikke svart ennå" in page.get(place).text and "levert" in page.text
    hspro.staff("answer_dialog", thread=asked.msg_id, text="I mars.", outcome="answer")
    hspro.settle()
    assert "I mars." in page.get(place).text
    page.send("Send svaret", tekst="Takk!")
    hspro.settle()
    last = sent(hspro, EKONTAKT.code)[-1]
    assert last.dialog is not None and last.dialog.code == "22" and last.conversation is not None
    assert last.conversation.conversation == asked.msg_id
    other = Browser().log_in(hspro, "jonas").press("Meldinger for Nora")
    assert "Vaksine" in other.text
    assert {one["til"] for one in hspro.outbox(hendelse="melding")} >= {person("kari").ident}


def test_a_form_sent_twice_is_one_message(hspro: Town) -> None:
    page = Browser().log_in(hspro, "jonas").press("Meldinger for Vilde").press("Skriv ny melding")
    page.send("Send meldingen", emne="To ganger", tekst="Hei")
    page.post(*page.sent)
    hspro.settle()
    texts = [one.dialog.body.subject for one in sent(hspro, EKONTAKT.code) if one.dialog]
    assert texts.count("To ganger") == 1


def test_a_refused_cancellation_stands_and_says_why(hspro: Town) -> None:
    hspro.staff("change_setting", setting="cancel_approval", value="ja")
    booked = hspro.book("nora", start="2027-12-06T09:00:00", end="2027-12-06T09:30:00", summary="Vaksine")
    hspro.settle()
    page = Browser().log_in(hspro, "kari").press("Timer for Nora").press("Vaksine")
    page.send("Be om å avbestille", tekst="Syk")
    page.post(*page.sent)
    assert page.status == 409
    hspro.settle()
    hspro.staff("refuse_cancellation", appointment=booked, text="Vi må se henne.")
    hspro.settle()
    page.get(page.url)
    assert "ikke godtatt. Timen står." in page.text and "Vi må se henne." in page.text
    assert page.tree.xpath("//button[contains(., 'Be om å avbestille')]")
    assert [one["til"] for one in hspro.outbox(gjelder=person("nora").ident, hendelse="svar-avbestilling")] == [
        person("kari").ident
    ]


def test_parents_of_one_of_12_to_15_see_but_do_not_write(hspro: Town) -> None:
    booked = hspro.book("soelvi", start="2027-12-07T09:00:00", end="2027-12-07T09:30:00", summary="Helsesamtale")
    hspro.settle()
    assert booked
    page = Browser().log_in(hspro, "aase")
    assert "12 til 15 år" in page.text
    page.press("Timer for Sølvi")
    assert "Helsesamtale" in page.text
    page.press("Helsesamtale")
    assert not page.tree.xpath("//textarea") and "skriver ikke lenger" in page.text
    token = page.tree.xpath("//input[@name='token']/@value")[0]
    assert page.post(page.url, {"token": token, "tekst": "Nei"}).status == 403
    base = f"{hspro.front}/w/{hspro.area}/for/soelvi"
    for path in ("meldinger", "meldinger/ny", "onsker"):
        assert page.get(f"{base}/{path}").status == 403
    assert page.post(f"{base}/onsker", {"token": token, "tekst": "x"}).status == 403


def test_what_the_sources_dispute_is_a_setting(hspro: Town) -> None:
    hspro.book("soelvi", start="2027-12-14T09:00:00", end="2027-12-14T09:30:00", summary="Hørselstest")
    hspro.settle()
    page = Browser().log_in(hspro, "oeystein").press("Timer for Sølvi").press("Hørselstest")
    assert not page.tree.xpath("//textarea")
    settings = f"{hspro.services['folkeregister'].url}/_sim/areas/{hspro.area}/innstillinger"
    try:
        assert requests.put(settings, json={"parents_cancel_12_to_15": True}, timeout=20).status_code == 200
        page.get(page.url).send("Be om å avbestille", tekst="Skoletur")
        assert page.status == 200 and "er sendt" in page.text
    finally:
        requests.put(settings, json={"parents_cancel_12_to_15": False}, timeout=20)


def test_a_youth_with_consent_sees_and_reads_and_does_not_write(hspro: Town) -> None:
    soelvi = person("soelvi")
    helsenorge = hspro.services["helsenorge"].url
    consent = f"{helsenorge}/_sim/areas/{hspro.area}/innbyggere/{soelvi.ident}/foreldresamtykke"
    page = Browser().log_in(hspro, "soelvi")
    assert page.get(f"/w/{hspro.area}/for/soelvi/meldinger").status == 403
    try:
        assert requests.put(consent, json={"gitt": True}, timeout=20).status_code == 204
        opened = hspro.staff("start_dialog", patient=soelvi.ident, subject="Til deg", text="Hei!", answerable=True)
        hspro.settle()
        assert "Til deg" in page.get(f"/w/{hspro.area}/for/soelvi/meldinger").text and "Skriv ny" not in page.text
        page.press("Til deg")
        assert "Hei!" in page.text and not page.tree.xpath("//textarea") and opened
        assert page.get(f"/w/{hspro.area}/for/soelvi/timer").status == 200
    finally:
        requests.put(consent, json={"gitt": False}, timeout=20)


def test_one_with_protected_address_represents_nobody_and_is_represented_by_nobody(hspro: Town) -> None:
    for who, child in (("mona", "live"), ("hanne", "mikkel"), ("stian", "mikkel")):
        page = Browser().log_in(hspro, who)
        assert "Ikke tilgang" in page.text and "fortrolig adresse" in page.text.lower()
        assert page.get(f"/w/{hspro.area}/for/{child}/timer").status == 403
        assert page.get(f"/w/{hspro.area}/for/{who}/timer").status == 200


def test_nobody_learns_of_somebody_elses_child(hspro: Town) -> None:
    page = Browser().log_in(hspro, "turid")
    known, unknown = (page.get(f"/w/{hspro.area}/for/{who}/timer") for who in ("emil", "finnes-ikke"))
    assert known.status == unknown.status == 404
    booked = hspro.book("haakon", start="2027-12-08T09:00:00", end="2027-12-08T09:30:00")
    hspro.settle()
    kari = Browser().log_in(hspro, "kari")
    row = next(one for one in hspro.outbox(gjelder=person("haakon").ident))
    assert booked and kari.get(f"/w/{hspro.area}/for/emil/timer/{row['time_id']}").status == 404
    assert kari.get(f"/w/{hspro.area}/for/emil/meldinger/{uuid.uuid4()}").status == 404


def test_power_of_attorney_opens_while_it_holds(hspro: Town) -> None:
    page = Browser().log_in(hspro, "turid").press("Meldinger for Ingeborg").press("Skriv ny melding")
    page.send("Send meldingen", emne="Spørsmål", tekst="Kan dere ringe mor?")
    hspro.settle()
    asked = sent(hspro, EKONTAKT.code)[-1]
    assert asked.acting is not None and asked.acting.relation.v == "FU"
    late = Browser().log_in(hspro, "leif")
    assert "utløpt" in late.text and late.get(f"/w/{hspro.area}/for/ingeborg/timer").status == 403


def test_at_the_lower_level_only_the_youth_part_is_open(hspro: Town) -> None:
    page = Browser().log_in(hspro, "kari", "minid")
    assert "betydelig nivå" in page.text
    for path in ("kari/timer", "emil/timer", "kari/meldinger"):
        assert page.get(f"/w/{hspro.area}/for/{path}").status == 403 and "betydelig nivå" in page.text


def test_a_journal_without_wishes_says_so(hspro: Town) -> None:
    page = Browser().log_in(hspro, "soelvi", "minid").press("Be om time")
    assert "tar ikke imot ønsker" in page.text
    token = page.tree.xpath("//input[@name='token']/@value")[0]
    assert page.post(page.url, {"token": token, "tekst": "Time?"}).status == 409


def test_a_youth_wishes_for_a_time_that_her_parents_never_see(cgm: Town) -> None:
    page = Browser().log_in(cgm, "soelvi", "minid")
    assert page.get(f"/w/{cgm.area}/for/soelvi/timer").status == 403
    page.get(f"/w/{cgm.area}/for/soelvi/onsker").send("Send ønsket", emne="Prate", tekst="Etter skolen?")
    cgm.settle()
    [asked] = sent(cgm, TIMEONSKEUNGDOM.code)
    assert asked.acting is None and asked.receiver.her_id == "8210012"
    cgm.staff("grant_wish", wish=cgm.staff("read_wishes")["wishes"][-1]["id"], start="2027-12-09T14:00:00",
              end="2027-12-09T14:30:00", summary="Samtale", location="Kontoret")  # fmt: skip
    cgm.book("soelvi", start="2027-12-10T14:00:00", end="2027-12-10T14:30:00", summary="Vaksine")
    cgm.settle()
    assert "Du har fått time torsdag 9. desember 2027 kl. 14.00" in page.get(page.url).text
    mother = Browser().log_in(cgm, "aase").press("Timer for Sølvi")
    assert "Vaksine" in mother.text and "Samtale" not in mother.text and "14.00: Samtale" not in mother.text
    told = cgm.outbox(gjelder=person("soelvi").ident)
    hidden = [one for one in told if "9. desember" in one["tekst"]]
    assert {one["til"] for one in hidden} <= {person("soelvi").ident}
    place = page.tree.xpath("//form[contains(@action, 'avbestill')]/@action")[0]
    assert mother.get(f"/w/{cgm.area}/for/soelvi/timer/{place.split('/')[-2]}").status == 404
    page.send("Avbestill timen")
    cgm.settle()
    unasked = sent(cgm, TIMEONSKEUNGDOM.code)[-1]
    assert unasked.dialog is not None and unasked.dialog.code == "OAT" and unasked.acting is None
    assert "Avbestilling" in page.get(page.url).text


def test_home_visits_are_fetched_when_the_page_is_opened(gerica: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    visit = {"start": "2027-10-06T09:00:00", "end": "2027-10-06T09:30:00", "summary": "Hjelp til dusj"}
    gerica.staff("plan_visits", patient=person("ingeborg").ident, frequency="daily", **visit)
    page = Browser().log_in(gerica, "turid").press("Timer for Ingeborg")
    listed = page.url
    assert "Hjelp til dusj" in page.text and "Planlagt" in page.text
    gerica.settle()
    assert gerica.outbox() == []  # a visit that is only planned is not told of
    page.press("Hjelp til dusj").send("Be om å avbestille", tekst="Jeg er bortreist")
    gerica.settle()
    made = gerica.staff("read_appointments", patient=person("ingeborg").ident)["appointments"]
    gerica.staff("accept_cancellation", appointment=made[0]["id"])
    gerica.settle()
    assert "Avbestillingen er godtatt." in page.get(page.url).text
    [asked] = sent(gerica, AVTALEAVBESTILLING.code)
    assert asked.acting is not None and asked.acting.relation.v == "FU" and asked.calendar is not None
    assert asked.calendar.events[0].start == "2027-10-06T09:00:00"
    page.get(listed)
    assert "7. oktober 2027 kl. 09.00: Hjelp til dusj" in page.text and "6. oktober 2027 kl. 09.00" in page.text
    assert page.text.count("Avlyst") == 1 and page.text.count("Planlagt") == 1
    monkeypatch.setattr(doing, "SECONDS_IN_REAL_TIME", 0.05)
    gerica.seat.link.stop()
    assert "svarte ikke i tide" in page.get(listed).text and "Hjelp til dusj" in page.text


def test_an_appointment_for_one_who_is_not_on_helsenorge_is_rejected(hspro: Town) -> None:
    hspro.book("solveig", start="2027-12-13T09:00:00", end="2027-12-13T09:30:00")
    hspro.settle()
    [trouble] = hspro.staff("read_follow_up")["messages"]
    assert "E35" in str(trouble)
    assert hspro.outbox(gjelder=person("solveig").ident) == []
    base = f"{hspro.front}/_sim/areas"
    assert requests.get(base, timeout=20).json()["areas"][0]["waiting"] == 0


def test_the_queues_of_the_acceptance_test_are_left_alone(hspro: Town) -> None:
    target = hspro.journal.areas.find(hspro.product)
    given = {"start": "2027-12-02T10:15:00", "end": "2027-12-02T10:45:00", "summary": "Kontroll", "location": "Rom 2"}
    answer = target.journal.do("create_appointment", {"patient": person("emil").ident, **given}, str(uuid.uuid4()))
    assert answer["outcome"] == "done" and target.settle(20.0) == (True, "")
    hspro.settle()
    client = HttpBusClient(target.bus_address, HELSENORGE.her_id, target.config.helsenorge_password)
    depth = client.depth(f"{HELSENORGE.her_id}_async")
    client.close()
    assert depth is not None and (depth.ready, depth.locked) == (1, 0)
    assert Browser().get(f"{hspro.front}/w/{hspro.product}/").status == 404
    made = requests.post(
        f"{hspro.front}/_sim/areas", json={"area": hspro.product, "product": hspro.product}, timeout=20
    )
    assert made.status_code == 400
    assert {one["area"] for one in requests.get(f"{hspro.front}/_sim/areas", timeout=20).json()["areas"]} == {
        hspro.area
    }
    right = requests.post(f"{hspro.front}/_sim/areas", json={"area": hspro.area, "product": hspro.product}, timeout=20)
    assert right.status_code in (200, 201)


def test_everything_comes_back_after_a_restart(tmp_path: Path) -> None:
    with town(data=tmp_path) as before:
        before.open()
        before.book("emil")
        before.settle()
        assert "Kontroll 4 år" in Browser().log_in(before, "kari").press("Timer for Emil").text
    with town(data=tmp_path) as after:
        page = Browser().log_in(after, "kari").press("Timer for Emil").press("Kontroll 4 år")
        page.send("Be om å avbestille", tekst="Syk")
        after.settle()
        assert "Avbestillingen er godtatt." in page.get(page.url).text


def test_a_thread_names_who_wrote_and_says_what_to_do_next(hspro: Town) -> None:
    page = Browser().log_in(hspro, "silje").press("Meldinger for Iben").press("Skriv ny melding")
    page.send("Send meldingen", emne="Tvillingene", tekst="Gjelder det begge to?")
    assert "Fra deg til helsestasjonen" in page.text and "ikke svart ennå" in page.text
    father = Browser().log_in(hspro, "christian").get(page.url)
    assert "Fra Silje Nygård-Strøm til helsestasjonen" in father.text
    assert Browser().log_in(hspro, "silje").get(page.url.replace("/iben/", "/iris/")).status == 404


def test_who_has_got_a_new_number_keeps_what_came_before() -> None:
    clock = ManualClock(NOW)
    with town(clock=clock) as there:
        there.open()
        there.book("zofia", summary="Svangerskapskontroll")
        there.settle()
        page = Browser().log_in(there, "zofia").press("Meldinger for Zofia").press("Skriv ny melding")
        thread = page.send("Send meldingen", emne="Før", tekst="Fra D-nummer").url
        there.settle()
        clock.advance(timedelta(days=8))
        number = person("zofia").ident_on(clock.now().date())
        assert number != person("zofia").ident
        page.get(f"{there.front}/w/{there.area}/").press("Logg inn med ID-porten")
        page.send("Logg inn", person=number, metode="bankid").press("Timer for Zofia")
        assert "Svangerskapskontroll" in page.text
        assert "Fra deg til" in page.get(thread).text
        stranger = Browser().log_in(there, "kari")
        assert stranger.get(thread).status == 404 and stranger.get(thread.replace("zofia", "kari")).status == 404


def test_every_page_says_who_is_logged_in_and_leads_on(hspro: Town) -> None:
    page = Browser().log_in(hspro, "marte")
    for path in ("velg", "varsler", "for/ella/timer"):
        assert "du er Marte Solheim" in page.get(f"/w/{hspro.area}/{path}").tree.xpath("//header")[0].text_content()
    assert page.get(f"/w/{hspro.area}/for/emil/timer").press("Til hvem du handler for").path.endswith("/velg")
    used = page.get(f"/w/{hspro.area}/retur?state=x&code=y")
    assert used.status == 400 and "ikke logget inn" not in used.text


def test_a_journal_that_tells_of_appointments_elsewhere_says_so(hspro: Town) -> None:
    assert "FHIR" not in Browser().log_in(hspro, "marte").press("Timer for Ella").text
    with town("dips_front_cosdoc") as there:
        there.open()
        page = Browser().log_in(there, "turid").press("Timer for Ingeborg")
        assert "REST (FHIR), ikke på bussen" in page.text and "ingen varsler" in page.text


def test_a_form_from_another_log_in_in_the_same_browser_does_nothing(hspro: Town) -> None:
    page = Browser().log_in(hspro, "f1a").press("Meldinger for Petter").press("Skriv ny melding")
    token = page.tree.xpath("//input[@name='token']/@value")[0]
    form = page.url
    page.get(f"/w/{hspro.area}/logg-inn").send("Logg inn", person=person("f1b").ident, metode="bankid")
    page.post(form, {"token": token, "tjeneste": "8210011", "emne": "a", "tekst": "b"})
    assert page.status == 403 and "en annen innlogging" in page.text and "Ingenting er sendt" in page.text
    assert "Ingen meldinger" in page.get(form.removesuffix("/ny")).text


def test_who_loses_responsibility_in_mid_thread_gets_neither_the_answer_nor_a_notice() -> None:
    with town() as there:
        there.open()
        mother = Browser().log_in(there, "kari").press("Meldinger for Emil").press("Skriv ny melding")
        thread = mother.send("Send meldingen", emne="Før", tekst="Spørsmål fra mor").url
        there.settle()
        lost = {"hendelse": "tapt-ansvar", "barn": person("emil").ident, "ansvarlig": person("kari").ident}
        events = f"{there.services['folkeregister'].url}/_sim/areas/{there.area}/hendelser"
        assert requests.post(events, json=lost, timeout=20).status_code == 201
        asked = there.staff("read_journal", patient=person("emil").ident)["entries"][-1]
        there.staff("answer_dialog", thread=asked["msg_id"], text="Bare til far", outcome="answer")
        there.settle()
        assert mother.get(thread).status == 403 and "Bare til far" not in mother.text
        assert there.outbox(til=person("kari").ident) == []
        father = Browser().log_in(there, "jonas").get(thread)
        assert "Bare til far" in father.text and "Fra Kari Berg-Lunde til" in father.text
        assert [one["gjelder"] for one in there.outbox(til=person("jonas").ident)] == [person("emil").ident]
