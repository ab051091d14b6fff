"""A simulated world that signs and encrypts: who has which certificates, and what a journal does with what comes."""

from __future__ import annotations

import base64
import stat
import threading
import tomllib
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import urllib3
from click.testing import CliRunner
from cryptography.hazmat.primitives.serialization import Encoding

from conformance.targets import loading
from epj.accept import command
from epj.accepting import simulated
from epj.simulating import chosen, plan
from simulator.certificates import Use
from simulator.certificates.directory import Spares
from simulator.clock import ManualClock, SystemClock
from simulator.landscape import RunningJournal, start_bus, start_journal, town
from simulator.landscape.citizen import CitizenAreas
from simulator.landscape.protection import PartyProtector, Wallets
from simulator.national import adresseregister, cppa
from simulator.vendors import find_profile
from standards.cms import CmsFault, Protection, RevocationUnknown, WrongSignature, thumbprint
from standards.envelope import Envelope
from standards.identifiers import is_real_range
from tests.simulator import protection_kit as kits
from tests.simulator.fault_drives import NORA, Faulty
from tests.simulator.journal_kit import NOW, Kit, envelope_for, question
from tests.simulator.protection_kit import OURS, THEIRS, Ends, asked, condition
from tests.simulator.registry_kit import few_keys, surroundings
from tests.simulator.test_line import answer_to, asked_by, status
from wire.bus import BusMessage, Carried
from wire.http import HttpBusClient
from wire.protected import Outward, ProtectedBus, outermost

SECONDS = 20.0


@dataclass
class World:
    """A bus and a journal, with Helsenorge's way in."""

    journal: RunningJournal
    helsenorge: ProtectedBus
    plain: HttpBusClient
    wallets: Wallets
    targets: Path

    @property
    def area(self) -> Any:
        return self.journal.areas.find(self.journal.area)

    def next(self, queue: str) -> BusMessage:
        received = self.helsenorge.receive(f"{THEIRS}_{queue}", SECONDS)
        assert received is not None
        self.helsenorge.complete(received)
        return received.message


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    clock, profile = SystemClock(), find_profile("visma_hspro")
    with few_keys(), ExitStack() as running:
        wallets = Wallets(None, clock)
        running.callback(wallets.close)
        bus = start_bus(None, clock, port=0)
        running.callback(bus.stop)
        journal = start_journal(profile, bus.url, None, clock, port=0, seed=1, wallets=wallets)
        running.callback(journal.stop)
        area = journal.areas.find(journal.area)
        plain = HttpBusClient(area.bus_address, THEIRS, area.config.helsenorge_password)
        client = journal.areas.helsenorge(journal.area)
        assert isinstance(client, ProtectedBus)
        running.callback(client.close)
        running.callback(plain.close)
        yield World(journal, client, plain, wallets, tmp_path_factory.mktemp("maal"))


def sent_now(message: BusMessage) -> BusMessage:
    """The message under an id of its own, for a journal that lives now."""
    fresh = {**message.envelope.properties, "message_id": str(uuid.uuid4())}
    return replace(message, envelope=replace(message.envelope, properties=fresh))


def test_a_question_and_its_receipt_go_signed_and_encrypted_both_ways(world: World) -> None:
    message = sent_now(asked())
    world.helsenorge.send(f"{OURS}_async", message)
    raw = world.plain.receive(f"{THEIRS}_async", SECONDS)
    assert raw is not None and b"AppRec" not in raw.message.body
    assert raw.message.envelope.content_type == Protection.SIGNED_AND_ENCRYPTED
    receipt = world.helsenorge.unwrap(raw.message)
    world.plain.complete(raw)
    assert b"<AppRec" in receipt.body and receipt.carried is not None and receipt.carried.fault is None
    kept = {row["direction"]: bytes(row["raw"]) for row in carried_rows(world)}
    assert kept["ut"] == raw.message.body and len(kept["inn"]) > len(message.body)
    assert message.body not in kept["inn"]


def carried_rows(world: World) -> list[Any]:
    world.area.settle(SECONDS)
    sql = "SELECT direction, carried.raw FROM carried JOIN transport ON transport = number ORDER BY number"
    rows: list[Any] = world.area.journal.view(lambda unit: unit.rows(sql))
    return rows


def test_what_is_not_protected_is_refused_with_the_condition_and_nothing_is_filed(world: World) -> None:
    before = world.area.journal.tables()["entry"]
    message = sent_now(asked())
    world.plain.send(f"{OURS}_async", message)
    told = world.next("error")
    assert told.envelope.error_condition == "transport:invalid-field-value" and told.body == b""
    assert told.envelope.original_message_id == message.envelope.message_id
    world.area.settle(SECONDS)
    assert world.area.journal.tables()["entry"] == before


def test_the_data_of_a_fault_goes_with_it_for_machines(world: World) -> None:
    here = world.wallets.directory(world.journal.area, world.journal.profile)
    wrong = Spares(here, THEIRS, OURS).unpublished()
    protector = PartyProtector(here, THEIRS, (OURS,), SystemClock().now)
    right = protector.outward(OURS)
    body = ProtectedBus(world.plain, Told(replace(right, signer=wrong), protector)).wrap(sent_now(asked()))
    world.plain.send(f"{OURS}_async", outermost(body))
    told = world.next("error").envelope
    data = told.application_properties["errorConditionData"]
    assert told.error_condition == "transport:invalid-certificate"
    assert data.endswith(f";{thumbprint(wrong.certificate)}") and thumbprint(right.signer.certificate) in data  # type: ignore[union-attr]


@dataclass
class Told:
    """Another way to protect what is sent."""

    out: Outward
    right: PartyProtector

    def outward(self, her_id: str, *, anew: bool = False) -> Outward:
        return self.out

    def inward(self, her_id: str, *, anew: bool = False) -> Any:
        return self.right.inward(her_id, anew=anew)

    def now(self) -> Any:
        return self.right.now()


def test_the_target_file_has_all_that_helsenorge_needs_and_only_its_owner_reads_it(world: World) -> None:
    path = world.journal.write_target(world.targets)
    files = list(path.with_suffix(".cms").iterdir())
    assert files and {stat.S_IMODE(one.stat().st_mode) for one in (path, *files)} == {0o600}
    protection = loading.load(path).protection
    assert protection is not None and set(protection.counterparts) == {one.her_id for one in services(world)}
    assert {"expired", "revoked", "unregistered", "successor"} <= set(protection.spares)
    here = world.wallets.directory(world.journal.area, world.journal.profile)
    registered = here.thumbprints(THEIRS)
    for name in ("expired", "revoked", "successor"):
        assert thumbprint(protection.spares[name].certificate) in registered, name
    assert thumbprint(protection.spares["unregistered"].certificate) not in registered
    assert [thumbprint(one) for one in protection.counterparts[OURS].signing] == list(here.thumbprints(OURS))
    named = tomllib.loads(path.read_text("utf-8"))["protection"]
    assert "[protection]" not in world.journal.areas.target(world.journal.area, world.journal.url) and named["roots"]


def services(world: World) -> Any:
    return world.area.journal.world.services


def test_the_registry_and_the_profiles_publish_the_same_certificates_and_a_reset_leaves_them(world: World) -> None:
    told = replace(surroundings(ManualClock(NOW)), known=(world.journal.area,), certificates=world.wallets.of)
    here = world.wallets.directory(world.journal.area, world.journal.profile)
    with ExitStack() as running:
        found = []
        for service in (adresseregister.SERVICE, cppa.SERVICE):
            app, areas = service.build(told)
            running.callback(areas.close)
            found.append((app.test_client(), areas))
        (registry, _), (_, profiles) = found
        shown = f"/_sim/areas/{world.journal.area}/parties/{OURS}?with=certificates"
        for again in range(2):
            signing = base64.b64decode(registry.get(shown).json["certificates"]["signing"])  # type: ignore[index]
            assert signing == here.wallet.current(OURS, Use.SIGNING, here.subjects[OURS]).der, again
            assert registry.post(f"/_sim/areas/{world.journal.area}/reset").status_code == 204
        assert profiles.get(world.journal.area).find(OURS).keys.signing == signing


def test_a_citizens_area_is_reached_with_certificates_of_its_own(world: World) -> None:
    seat = CitizenAreas(lambda: [world.journal], world.area.bus_address.partition("/w/")[0], 1).offered()[0].open()
    client = seat.connect()
    message = sent_now(asked())
    client.send(f"{OURS}_async", message)
    received = client.receive(f"{THEIRS}_async", SECONDS)
    client.close()
    assert received is not None and received.message.carried is not None and b"AppRec" in received.message.body
    there = world.wallets.directory(seat.area, world.journal.profile)
    assert there.thumbprints(THEIRS) != world.wallets.directory(world.journal.area, world.journal.profile).thumbprints(
        THEIRS
    )


def test_a_certificate_may_change_while_messages_are_under_way() -> None:
    clock = ManualClock(NOW)
    wallets = Wallets(None, clock)
    with few_keys():
        here = wallets.directory("a", find_profile("visma_hspro"))
        ours = ProtectedBus(kits.Lying([]), PartyProtector(here, OURS, (THEIRS,), clock.now))
        theirs = ProtectedBus(kits.Lying([]), PartyProtector(here, THEIRS, (OURS,), clock.now))
        under_way = outermost(theirs.wrap(asked()))
        assert ours.unwrap(under_way).body
        clock.advance(timedelta(hours=1))
        for use in Use:
            for her_id in (OURS, THEIRS):
                here.wallet.rotate(her_id, use, here.subjects[her_id])
        assert ours.unwrap(under_way).body, "what was sent before"
        new = ProtectedBus(kits.Lying([]), PartyProtector(here, THEIRS, (OURS,), clock.now))
        after = outermost(new.wrap(asked()))
        opened = ours.unwrap(after)
        assert opened.body and opened.carried is not None
        assert opened.carried.signer == here.wallet.current(THEIRS, Use.SIGNING, here.subjects[THEIRS]).der
        assert new.unwrap(outermost(ours.wrap(answered(asked().envelope)))).body, "by the one it knew"
    wallets.close()


def answered(about: Envelope) -> BusMessage:
    return BusMessage(envelope_for(about.subject, from_her_id=OURS, to_her_id=THEIRS), b"<svar/>")


def test_what_is_revoked_is_seen_at_once() -> None:
    wallets = Wallets(None, ManualClock(NOW))
    with few_keys():
        here = wallets.directory("a", find_profile("visma_hspro"))
        ours = ProtectedBus(kits.Lying([]), PartyProtector(here, OURS, (THEIRS,), lambda: NOW))
        under_way = outermost(_signed(here, here.signer(THEIRS)))
        assert condition(ours.unwrap(under_way)) == ""
        revoked = Spares(here, THEIRS, OURS).revoked()
        assert condition(ours.unwrap(outermost(_signed(here, revoked)))) == "transport:revoked-certificate"
        assert condition(ours.unwrap(under_way)) == ""
        here.wallet.revoke(here.wallet.current(THEIRS, Use.SIGNING, here.subjects[THEIRS]))
        assert condition(ours.unwrap(under_way)) == "transport:revoked-certificate"
    wallets.close()


def _signed(here: Any, signer: Any) -> BusMessage:
    right = PartyProtector(here, THEIRS, (OURS,), lambda: NOW)
    out = replace(right.outward(OURS), signer=signer, overlooked=(CmsFault,))
    return ProtectedBus(kits.Lying([]), Told(out, right)).wrap(asked())


def test_a_world_that_starts_again_has_the_same_certificates(tmp_path: Path) -> None:
    seen = []
    with few_keys():
        for _ in range(2):
            wallets = Wallets(tmp_path, ManualClock(NOW))
            seen.append(wallets.directory("a", find_profile("visma_hspro")).thumbprints(OURS))
            wallets.close()
    assert seen[0] == seen[1] and len(seen[0]) == 1
    assert stat.S_IMODE((tmp_path / "certificates").stat().st_mode) == 0o700


def test_where_nobody_knows_of_a_certificate_nothing_is_stored_and_nobody_is_told() -> None:
    kit = Kit()
    fault = RevocationUnknown("Det er ikke kjent om sertifikatet er tilbakekalt")
    with pytest.raises(RevocationUnknown):
        kit.journal.receive(replace(asked(), body=b"", carried=Carried(b"0x", fault=fault)))
    assert kit.codes() == [] and kit.journal.tables()["transport"] == []
    known = replace(asked(), carried=Carried(b"0x"))
    assert kit.journal.receive(known) and kit.codes() == ["kvittering 1"]


def test_a_message_to_a_party_that_is_not_here_goes_to_other_health_actors_and_one_from_there_must_be_protected() -> (
    None
):
    ends = Ends(Faulty())
    elsewhere = BusMessage(envelope_for("X", from_her_id=OURS, to_her_id="8220011"), b"<x/>")
    assert ends.journal.wrap(elsewhere) is elsewhere
    odd = BusMessage(envelope_for("X", from_her_id="8220011", to_her_id=OURS), b"<x/>")
    assert condition(ends.journal.unwrap(odd)) == "transport:invalid-field-value"


def test_an_answer_in_real_time_that_cannot_be_opened_answers_nothing() -> None:
    kit = Kit()
    msg_id, question_sent = asked_by(kit)
    answer = answer_to(question_sent)
    fault = WrongSignature("Signaturen passer ikke")
    kit.journal.take_answer(replace(answer, body=b"", carried=Carried(b"0x", fault=fault)))
    assert status(kit, msg_id)[0] == "feilkø" and kit.codes() == ["transport:invalid-signature"]


def test_signed_bytes_with_the_number_of_somebody_real_are_not_kept() -> None:
    kit = Kit()
    real = next(number for last in range(100) if is_real_range(number := f"010180100{last:02}"))
    for text, kept in (("Hei", 1), (f"Mitt nummer er {real}", 1)):
        body = question(NORA, text).to_xml()
        kit.journal.receive(BusMessage(envelope_for("DIALOG_INNBYGGER_EKONTAKT"), body, Carried(b"0 der")))
        assert len(kit.journal.tables()["carried"]) == kept, text


def test_the_option_goes_with_a_simulated_journal_only() -> None:
    told = CliRunner().invoke(command, ["--target", "x.toml", "--cms"])
    assert told.exit_code == 2 and "--simulate" in told.output and "[protection]" in told.output


def test_the_option_reaches_the_journals_that_are_named_and_the_whole_town(tmp_path: Path) -> None:
    profile = find_profile("visma_profil")
    with few_keys(), ExitStack() as running:
        asked_for = plan.Plan((profile,), "", 0, None, tmp_path / "named", 1, services=("adresseregister",), cms=True)
        ready = chosen.start(asked_for, running, threading.Event(), "visma_hspro")
        town_plan = town.Plan((profile,), "", "", 0, None, tmp_path / "town", 1, cms=True)
        whole = town.start_town(town_plan, SystemClock(), running)
        for folder in ("named", "town"):
            assert loading.load(tmp_path / folder / "visma_profil.toml").protection is not None
        registries = [str(dict(ready["services"])["adresseregister"])]  # type: ignore[call-overload]
        registries += [one.url for one in whole.services if one.service.name == "adresseregister"]
        for folder, registry in zip(("named", "town"), registries, strict=True):
            address = f"{registry}/_sim/areas/visma_profil/parties/8210015?with=certificates"
            shown = urllib3.request("GET", address, timeout=20).json()["certificates"]["encryption"]
            [first, *_] = (
                loading.load(tmp_path / folder / "visma_profil.toml")
                .protection.counterparts[  # type: ignore[union-attr]
                    "8210015"
                ]
                .encryption
            )
            assert base64.b64decode(shown) == first.public_bytes(Encoding.DER), folder


def test_the_option_is_passed_on_to_the_journal_that_a_run_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[list[str]] = []

    def started(words: list[str], **_: Any) -> None:
        said.append(words)
        raise OSError("not in a test")

    monkeypatch.setattr("epj.accepting.simulated.subprocess.Popen", started)
    for cms in (True, False):
        with pytest.raises(OSError, match="not in a test"), simulated.simulated("visma_hspro", cms=cms):
            pass
    assert ["--cms" in words for words in said] == [True, False]
