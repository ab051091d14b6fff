"""`epj bus` against a bus over HTTP: what is shown, sent and put back, and that nothing is taken or lost."""

from __future__ import annotations

import base64
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from conformance.runner.lock import hold
from conformance.targets.loading import load
from epj.main import group
from standards.envelope import Envelope
from tests.conformance.fake_bus import FakeBus, FakeClient
from tests.epj.bus_office import ASYNC, DEAD, LIVING, Office, open_office
from tests.simulator.bus_world import EPJ, HELSENORGE, PASSWORDS, World, running
from wire.bus import BusMessage, BusUnreachable, Received


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with running() as world:
        yield world


@pytest.fixture
def office(world: World, tmp_path: Path) -> Iterator[Office]:
    with open_office(world, tmp_path) as office:
        yield office


def test_what_lies_on_a_queue_is_told_and_stays_there(office: Office) -> None:
    office.put(office.build("svar.xml", "EKONTAKT", "Svar", "--code", "19").read_bytes())
    office.put(b"", message_id="m-2", subject="APPREC")
    said = office.bus("peek", "async")
    assert said.code == 0 and "2 vist, og lagt tilbake" in said.err
    assert "DIALOG_INNBYGGER_EKONTAKT med kode 19 for pasient" in said.out
    assert f"fra {EPJ} til {HELSENORGE}" in said.out and "message-id m-1" in said.out
    assert "<MsgHead" not in said.out and "<MsgHead" in office.bus("peek", "async", "--full").out
    again = office.bus("peek", ASYNC, "-n", "1", "--json")
    (told,) = again.told
    assert told["delivery_count"] == 3 and told["kind"] == "melding" and "body" not in told
    assert told["properties"]["message_id"] == "m-1" and told["message"]["code"] == "19"  # type: ignore[index]
    assert "levert 4 ganger" in office.bus("peek", "async").out
    assert office.lies() == ["m-1", "m-2"]
    assert "er tom" in office.bus("peek", "async").err


def test_numbers_of_living_persons_and_secrets_are_hidden_also_in_attachments(office: Office) -> None:
    inside = base64.b64encode(f"Journal for {LIVING} ligger ved.".encode()).decode()
    body = f"<a>{LIVING}, {PASSWORDS[HELSENORGE]} {inside}</a>".encode()
    office.put(body, message_id=f"m {LIVING}")
    for words in (("--full",), ("--full", "--json")):
        said = office.bus("peek", "async", *words)
        assert said.code == 0 and "<a>" in said.out and "*****" in said.out
        assert not [each for each in (LIVING, PASSWORDS[HELSENORGE], inside) if each in said.out]


def test_nothing_in_a_message_moves_the_cursor_or_begins_a_line(office: Office) -> None:
    office.put(message_id="m\x1b[2J", subject="en\nto")
    said = office.bus("peek", "async")
    assert "\x1b" not in said.out and "\nto" not in said.out and "en to" in said.out


def test_a_message_that_is_soon_dead_is_warned_of(office: Office) -> None:
    office.put()
    for _ in range(7):
        received = office.ours.receive(ASYNC, 0)
        assert received is not None
        office.ours.release(received)
    assert "døde meldinger" in office.bus("peek", "async").err
    said = office.bus("tail", "--queue", "async", "--seconds", "20")
    assert said.code == 2 and "følges ikke mer" in said.err, "it ends by itself, long before the time is up"
    assert office.lies() == ["m-1"]


@pytest.mark.parametrize("name", ["foo", f"{EPJ}_async", ""])
def test_only_own_queues_are_read(office: Office, name: str) -> None:
    said = office.bus("peek", name)
    assert said.code == 2 and "Velg async, sync, syncreply, error eller dl" in said.err


def test_tail_shows_what_lies_there_and_what_comes_and_gives_it_back(office: Office) -> None:
    office.put()
    with office_tail(office, "--json", "--queue", "async", "--queue", "error") as tail:
        first = json.loads(tail.stdout.readline())
        office.put(queue=f"{HELSENORGE}_error", message_id="m-2")
        second = json.loads(tail.stdout.readline())
        assert "bruker dette testobjektet" in office.bus("peek", "async").err
        tail.send_signal(signal.SIGTERM)
        tail.send_signal(signal.SIGINT)
        rest, errors = tail.communicate(timeout=30)
    assert [one["properties"]["message_id"] for one in (first, second)] == ["m-1", "m-2"] and not rest
    assert tail.returncode == 0 and "lagt tilbake" in errors and "Traceback" not in errors
    assert office.lies() == ["m-1"] and office.lies(f"{HELSENORGE}_error") == ["m-2"]


def test_tail_ends_well_when_nobody_reads_what_it_says(office: Office) -> None:
    office.put()
    with office_tail(office, "--queue", "async") as tail:
        assert "8200002_async" in tail.stdout.readline()
        tail.stdout.close()
        while tail.poll() is None and len(office_depth(office)) < 200:
            office.put(message_id="m-2")
            try:
                tail.wait(0.5)
            except subprocess.TimeoutExpired:
                continue
        errors = tail.stderr.read()
    assert tail.returncode == 0 and "Traceback" not in errors and "kunne ikke" not in errors
    assert set(office.lies()) == {"m-1", "m-2"}


def office_tail(office: Office, *words: str) -> subprocess.Popen[str]:
    """`epj bus tail` as a program."""
    return subprocess.Popen(
        [sys.executable, "-m", "epj.main", "bus", "--target", str(office.target), "tail", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=dict(os.environ),
    )


def office_depth(office: Office) -> range:
    depth = office.ours.depth(ASYNC)
    return range(depth.ready + depth.locked)


def test_tail_stops_by_itself_and_takes_every_queue(office: Office) -> None:
    office.put(queue=DEAD)
    said = office.bus("tail", "--seconds", "2,5", "--json")
    assert said.code == 0 and [one["queue"] for one in said.told] == [DEAD]
    assert all(f"{HELSENORGE}_{kind}" in said.err for kind in ("async", "sync", "syncreply", "error", "dl"))


def test_a_document_alone_gets_its_envelope_and_goes(office: Office) -> None:
    said = office.bus("send", str(office.build("m.xml", "EKONTAKT", "Foresporsel")))
    assert said.code == 0 and said.out.startswith(f"Sendt til {EPJ}_async: DIALOG_INNBYGGER_EKONTAKT med kode")
    received = office.theirs.receive(f"{EPJ}_async", 0)
    assert received is not None
    envelope = received.message.envelope
    assert (envelope.from_her_id, envelope.to_her_id, envelope.to) == (HELSENORGE, EPJ, f"{EPJ}_async")
    assert envelope.subject == "DIALOG_INNBYGGER_EKONTAKT" and envelope.message_id in said.out
    assert received.message.body == (office.target.with_name("m.xml")).read_bytes()
    office.theirs.release(received)
    piped = office.bus("send", "-", "--json", stdin=received.message.body)
    assert piped.code == 0 and piped.told[0]["sent"] == f"{EPJ}_async"
    assert office.theirs.depth(f"{EPJ}_async").ready == 2


def exchange(office: Office, folder: str = "samtale") -> Path:
    """A conversation as a folder: a question from us, and what the EPJ answered."""
    path = office.target.with_name(folder)
    words = ["build", "EKONTAKT", "Foresporsel", "--thread", "--target", str(office.target), "--out", str(path)]
    assert CliRunner().invoke(group, words).exit_code == 0
    return path


def test_of_a_folder_goes_what_is_ours_with_the_envelopes_that_lie_there(office: Office) -> None:
    folder = exchange(office)
    said = office.bus("send", str(folder), "--json")
    ours = sorted(folder.glob("*-helsenorge-epj.xml"))
    assert said.code == 0 and [one["file"] for one in said.told] == [path.name for path in ours]
    sidecar = json.loads((folder / f"{ours[0].name[:2]}.json").read_text("utf-8"))
    received = office.theirs.receive(f"{EPJ}_async", 0)
    assert received is not None and received.message.envelope.properties == sidecar["properties"]
    office.theirs.complete(received)
    alone = office.bus("send", str(ours[0]), "--json")
    assert alone.told[0]["message_id"] == sidecar["properties"]["message_id"]


def test_with_the_password_of_a_party_we_are_that_party(office: Office) -> None:
    folder, env = exchange(office), {"EPJ_BUS_PASSWORD": PASSWORDS[EPJ]}
    said = office.bus("--her-id", EPJ, "send", str(folder), "--json", env=env)
    assert said.code == 0 and {one["sent"] for one in said.told} == {ASYNC}
    assert all("-epj-" in str(one["file"]) for one in said.told)
    office.ours.send(f"{EPJ}_dl", BusMessage(Envelope(), b""))
    seen = office.bus("dead-letters", "--her-id", EPJ, "--json", env=env)
    assert seen.code == 0 and [one["queue"] for one in seen.told] == [f"{EPJ}_dl"]


@pytest.mark.parametrize(
    ("her_id", "password", "says"),
    [
        (EPJ, "", "Passordet til 8210011 mangler. Sett miljøvariabelen EPJ_BUS_PASSWORD."),
        (EPJ, "feil-passord", f"slapp ikke inn {EPJ}. Rett passordet i miljøvariabelen EPJ_BUS_PASSWORD."),
        ("8299999", "x", "ingen part med HER-id 8299999"),
        ("abc", "x", "«abc» er ikke en HER-id"),
    ],
)
def test_nobody_is_anybody_else(office: Office, her_id: str, password: str, says: str) -> None:
    said = office.bus("peek", "async", "--her-id", her_id, env={"EPJ_BUS_PASSWORD": password})
    assert said.code == 2 and says in said.err.replace("Passord", "passord" if password else "Passord")
    assert not password or password == "x" or password not in said.err


def test_a_message_with_errors_stays_at_home_unless_it_is_told_to_go(office: Office) -> None:
    path = office.build("m.xml", "EKONTAKT", "Foresporsel")
    path.write_text(path.read_text("utf-8").replace("MsgId>", "MsgID>"), "utf-8")
    said = office.bus("send", str(path))
    assert said.code == 1 and "MH-" in said.err and "Gjør dette:" in said.err and "--faulty" in said.err
    assert office.theirs.depth(f"{EPJ}_async").ready == 0
    assert office.bus("send", str(path), "--faulty").code == 0
    assert office.theirs.depth(f"{EPJ}_async").ready == 1


def test_what_was_broken_on_purpose_goes_as_it_is(office: Office) -> None:
    folder = exchange(office)
    (first, *rest) = sorted(folder.glob("*-helsenorge-epj.xml"))
    for path in [*rest, *folder.glob("*-epj-helsenorge.xml")]:
        path.unlink()
    sidecar = folder / f"{first.name[:2]}.json"
    told = {**json.loads(sidecar.read_text("utf-8")), "deliberate_fault": "uten MsgId"}
    first.write_text(first.read_text("utf-8").replace("MsgId>", "MsgID>"), "utf-8")
    assert office.bus("send", str(folder)).code == 1
    sidecar.write_text(json.dumps(told), "utf-8")
    assert office.bus("send", str(folder)).code == 0


@pytest.mark.parametrize("place", ["document", "attachment", "envelope", "patient"])
def test_nothing_is_sent_about_somebody_who_could_be_alive(office: Office, place: str) -> None:
    folder = exchange(office)
    path = sorted(folder.glob("*-helsenorge-epj.xml"))[0]
    text, sidecar = path.read_text("utf-8"), folder / f"{path.name[:2]}.json"
    if place == "envelope":
        sidecar.write_text(sidecar.read_text("utf-8").replace("DIALOG_INNBYGGER_EKONTAKT", LIVING), "utf-8")
    inside = base64.b64encode(f"Dette er journalen til {LIVING}.".encode()).decode()
    change = {"document": f"<!-- {LIVING} -->", "attachment": f"<!-- {inside} -->"}.get(place, "")
    text = text.replace("</MsgHead>", f"{change}</MsgHead>") if change else text
    if place == "patient":
        text = re.sub(r"(<Patient>.*?<Id>)\d{11}", r"\g<1>12345678901", text, flags=re.S)
    path.write_text(text, "utf-8")
    said = office.bus("send", str(folder), "--faulty")
    assert said.code == 2 and "ikke er syntetisk" in said.err and LIVING not in said.err
    assert office.theirs.depth(f"{EPJ}_async").ready == 0


@pytest.mark.parametrize(
    ("content", "words", "says"),
    [
        (b"<a/>", (), "konvolutten kan ikke lages"),
        (b"ikke xml", (), "konvolutten kan ikke lages"),
        (None, (), "kan ikke leses: finnes ikke"),
        ("m.xml", ("--queue", "8299999_async"), "er ikke en kø til noen av partene"),
        ("m.xml", ("--queue", "_async"), "er ikke en kø til noen av partene"),
        ("m.xml", ("--queue", f"{EPJ}_tull"), "er ikke en kø til noen"),
        ("other.xml", (), "er ikke en kø til noen av partene"),
    ],
)
def test_what_cannot_be_sent_is_told(office: Office, content: object, words: tuple[str, ...], says: str) -> None:
    path = office.target.with_name("x.xml")
    if isinstance(content, bytes):
        path.write_bytes(content)
    if isinstance(content, str):
        text = office.build("y.xml", "EKONTAKT", "Foresporsel").read_text("utf-8")
        path.write_text(text.replace(EPJ, "8299999") if content == "other.xml" else text, "utf-8")
    said = office.bus("send", str(path), *words)
    assert said.code == 2 and says in said.err and said.out == ""


def test_a_folder_without_anything_of_ours_is_told(office: Office) -> None:
    folder = exchange(office)
    for path in folder.glob("*-helsenorge-epj.xml"):
        path.unlink()
    said = office.bus("send", str(folder))
    assert said.code == 2 and "ingen melding fra Helsenorge" in said.err
    (folder / "03-kommunen-epj.xml").write_bytes(b"<a/>")
    assert "Filnavnet passer ikke" in office.bus("send", str(folder)).err


def test_dead_letters_are_shown_and_put_back_where_they_were_meant_for(office: Office) -> None:
    body = office.build("svar.xml", "EKONTAKT", "Svar", "--code", "19").read_bytes()
    office.put(body, queue=DEAD, message_id="AAAAAAAA-0000-4000-8000-000000000001")
    office.put(body, queue=DEAD, message_id="m-2", to=f"amqp/NS/{HELSENORGE}_error")
    listed = office.bus("dead-letters", "--json")
    assert listed.code == 0 and [one["properties"]["message_id"][:3] for one in listed.told] == ["AAA", "m-2"]  # type: ignore[index]
    said = office.bus("dead-letters", "--requeue", "aaaaaaaa000040008000000000000001")
    assert said.code == 0 and f"Lagt tilbake på {ASYNC}" in said.out and "m-2" not in said.out
    (received,) = [office.ours.receive(ASYNC, 0)]
    assert received is not None and received.message.body == body and received.delivery_count == 1
    office.ours.release(received)
    assert office.bus("dead-letters", "--all").code == 0
    assert office.lies(f"{HELSENORGE}_error") == ["m-2"] and office.lies(DEAD) == []
    assert office.bus("dead-letters").err.endswith("Ingen døde meldinger.\n")


def test_a_dead_letter_is_found_by_the_id_of_its_document(office: Office) -> None:
    body = office.build("svar.xml", "EKONTAKT", "Svar", "--code", "19").read_bytes()
    office.put(body, queue=DEAD)
    office.put(queue=DEAD, message_id="m-2")
    msg_id = re.search(rb"<MsgId>(.+?)</MsgId>", body)
    assert msg_id is not None
    said = office.bus("dead-letters", "--requeue", msg_id[1].decode(), "--requeue", "m-9", "--json")
    assert said.code == 1 and [one["message_id"] for one in said.told] == ["m-1"] and "id m-9" in said.err
    assert office.lies() == ["m-1"] and office.lies(DEAD) == ["m-2"]


@pytest.mark.parametrize("to", ["", DEAD, f"{EPJ}_async", "8200002_tull"])
def test_a_dead_letter_to_nowhere_stays(office: Office, to: str) -> None:
    office.put(queue=DEAD, to=to)
    said = office.bus("dead-letters", "--all")
    assert said.code == 1 and "Ikke lagt tilbake" in said.out and "blir liggende" in said.out
    assert office.lies(DEAD) == ["m-1"]


def test_all_or_some_but_not_both(office: Office) -> None:
    said = office.bus("dead-letters", "--all", "--requeue", "m-1")
    assert said.code == 2 and "enten den eller --requeue" in said.err


def test_production_is_refused_before_anything_is_called(office: Office) -> None:
    text = office.target.read_text("utf-8")
    office.target.write_text(text.replace(office.world.base, "https://tb.nhn.no/w/a"), "utf-8")
    for words in (("peek", "async"), ("tail",), ("send", "m.xml"), ("dead-letters",)):
        said = office.bus(*words)
        assert said.code == 2 and "meldingsbussen i produksjon" in said.err


def test_a_run_is_not_disturbed(office: Office) -> None:
    with hold(load(office.target)):
        for words in (("peek", "async"), ("tail",), ("dead-letters",)):
            said = office.bus(*words)
            assert said.code == 2 and "bruker dette testobjektet" in said.err
        assert office.bus("send", str(office.build("m.xml", "EKONTAKT", "Foresporsel"))).code == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("peek", "async"), "--target mangler"),
        (("peek", "async", "--target", "borte.toml"), "kan ikke brukes"),
        (("tail", "--seconds", "0"), "ikke et antall sekunder"),
        (("peek", "async", "-n", "0"), "er ikke et heltall fra 1 til 1000"),
    ],
)
def test_wrong_use_is_told(words: tuple[str, ...], says: str) -> None:
    done = CliRunner().invoke(group, ["bus", *words])
    assert done.exit_code == 2 and says in done.stderr + done.stdout


def test_a_wrong_password_is_told_without_it(office: Office) -> None:
    text = office.target.read_text("utf-8")
    office.target.write_text(text.replace(PASSWORDS[HELSENORGE], "noe-annet"), "utf-8")
    for words in (("peek", "async"), ("tail", "--seconds", "30")):
        said = office.bus(*words)
        assert said.code == 2 and "assord" in said.err and "noe-annet" not in said.err


@pytest.mark.parametrize("words", [("peek", "async"), ("tail",), ("dead-letters", "--all"), ("send", "m.xml")])
def test_a_bus_that_does_not_answer_is_told_once(
    office: Office, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    bus = FakeBus()
    bus.down = True
    monkeypatch.setattr("conformance.transports.connect", lambda _: FakeClient(bus))
    path = str(office.build("m.xml", "EKONTAKT", "Foresporsel"))
    said = office.bus(*(path if word == "m.xml" else word for word in words))
    assert said.code == 2 and said.err.count("Får ikke kontakt med bussen.") == 1


def test_tail_tells_that_the_bus_went_away_and_goes_on(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    bus = FakeBus()
    bus.put(ASYNC, BusMessage(Envelope({"message_id": "m-1"}), b""))
    bus.put(ASYNC, BusMessage(Envelope({"message_id": "m-2"}), b""))
    client = Faltering(bus)
    monkeypatch.setattr("conformance.transports.connect", lambda _: client)
    said = office.bus("tail", "--queue", "async", "--seconds", "3", "--json")
    assert said.code == 0 and "Prøver igjen" in said.err
    assert [one["properties"]["message_id"] for one in said.told] == ["m-1", "m-2"]  # type: ignore[index]


class Faltering(FakeClient):
    """A bus that is away the second time that it is asked."""

    asked = 0

    def receive(self, queue: str, wait_seconds: float) -> Received | None:
        self.asked += 1
        if self.asked == 2:
            raise BusUnreachable("Får ikke kontakt med bussen.")
        return super().receive(queue, wait_seconds)
