"""The table [protection]: what is read, what is told when it is wrong, and how it is used on the bus."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from conformance.checking.light import State
from conformance.checking.looks import certificates as look
from conformance.checking.round import look_around
from conformance.checks import carrying
from conformance.clock import SystemClock
from conformance.evidence.store import Evidence
from conformance.outcomes import NotApplicable, PreconditionMissing, ToolFault
from conformance.reading import read
from conformance.runner.judging import judge
from conformance.scene import Scene
from conformance.steps import protection as steps
from conformance.steps.story import Story
from conformance.targets.file import Problem, TargetError
from conformance.targets.interlock import refusals
from conformance.targets.loading import load
from conformance.targets.model import Target
from conformance.targets.protection import Counterpart, MessageProtection, Otherwise
from conformance.targets.services import Override
from conformance.transports.protecting.bus import ProtectingBus, protecting
from conformance.transports.protecting.keys import TargetKeys
from conformance.transports.protecting.registry import RegistrySilent
from standards import cms
from standards.cms import Cipher, Identity, Protection, Revocations, Trust
from standards.envelope import Envelope, business_envelope
from standards.processes import TEST
from standards.rules.model import Severity
from tests.conformance.bench_world import EPJ, EPJ_ASYNC, EPJ_ERROR, HN_ASYNC, NORA, World, make_target, running
from tests.conformance.fake_bus import FakeBus, FakeClient
from tests.conformance.samples import GOOD
from tests.conformance.test_looks import AheadClock
from tests.miniatures import der
from tests.miniatures.certified import SPARES, everything, table
from tests.standards.cms_cases import certificate, policy
from wire.bus import BusMessage, Carried

BOTH = str(Protection.SIGNED_AND_ENCRYPTED)


def written(folder: Path, *exchanges: tuple[str, str], spares: tuple[str, ...] = ()) -> Path:
    """A target file with the table, in which some words are exchanged; each spare takes its time to read."""
    text = GOOD + table(folder, EPJ, spares)
    for was, now in exchanges:
        assert was in text
        text = text.replace(was, now, 1)
    path = folder / "target.toml"
    path.write_text(text, "utf-8")
    return path


@cache
def protection() -> MessageProtection:
    """The whole table, read once."""
    with tempfile.TemporaryDirectory() as folder:
        found = load(written(Path(folder), spares=SPARES)).protection
    assert found is not None
    return found


def problems(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(TargetError) as caught:
        load(path)
    return caught.value.problems


def line(path: Path, start: str) -> int:
    """The first line of the file that begins so."""
    return next(number for number, text in enumerate(path.read_text("utf-8").splitlines(), 1) if text.startswith(start))


# --- the file ---


def test_the_table_is_read_with_its_files() -> None:
    found, made = protection(), everything()
    assert (found.content, found.cipher, found.registry) == (BOTH, Cipher.AES_256_CBC, False)
    assert found.signing.certificate == made.helsenorge["signing"].certificate
    assert [one.certificate for one in found.decryption] == [made.helsenorge["decryption"].certificate]
    assert found.counterparts[EPJ].signing == (made.safe.own_signing.certificate,)
    assert set(found.spares) == set(SPARES)
    assert found.trust.revocations is not None and found.trust.roots == (made.safe.root,)


def test_a_file_without_the_table_has_no_protection(tmp_path: Path) -> None:
    path = tmp_path / "target.toml"
    path.write_text(GOOD, "utf-8")
    target = load(path)
    assert target.protection is None
    assert {target.setting("protection"), target.setting("expired_certificate")} == {"nei"}


def test_what_the_table_answers_is_asked_for_as_a_setting(tmp_path: Path) -> None:
    target = load(written(tmp_path, spares=("revoked",)))
    assert (target.setting("protection"), target.setting("revoked_certificate")) == ("ja", "ja")
    assert target.setting("expired_certificate") == "nei"


def test_no_key_is_shown_or_kept(tmp_path: Path) -> None:
    target = load(written(tmp_path))
    pem = (tmp_path / "signing.key").read_text().splitlines()[1]
    for shown in (repr(target), str(target.public())):
        assert pem not in shown and "PRIVATE" not in shown
    assert target.public()["protection"]["signing"]["thumbprint"] == cms.thumbprint(
        everything().helsenorge["signing"].certificate
    )


@pytest.mark.parametrize("password", [b"", b"hysj"])
def test_pkcs12_and_encrypted_keys_are_read_too(tmp_path: Path, password: bytes) -> None:
    own = everything().helsenorge["signing"]
    closed = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    packed = serialization.pkcs12.serialize_key_and_certificates(None, own.key, own.certificate, None, closed)
    (tmp_path / "signing.p12").write_bytes(packed)
    more = f'\npassword = "{password.decode()}"' if password else ""
    plain = 'certificate = "signing.pem"\nkey = { file = "signing.key" }'
    found = load(written(tmp_path, (plain, f'pkcs12 = "signing.p12"{more}'))).protection
    assert found is not None and found.signing.certificate == own.certificate
    path = written(tmp_path, (plain, f"{plain}{more}"))
    key = own.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, closed)
    (tmp_path / "signing.key").write_bytes(key)
    assert load(path).protection is not None


MISTAKES = [
    # what is exchanged, the line it shows up on begins with, what the text must say
    (('kind = "cms"', 'kind = "pgp"'), 'kind = "pgp"', ("«cms»", "«pgp»")),
    (('"rot.pem"', '"borte.pem"'), "roots", ("borte.pem", "finnes ikke")),
    (('"rot.pem"', '"signing.pem"'), "roots", ("CA", "vanlig sertifikat")),
    (('"rot.pem"', '"signing.key"'), "roots", ("sertifikat i PEM eller DER", "noe annet i signing.key")),
    (('"rot.crl"', '"rot.pem"'), "revocations", ("CRL", "rot.pem")),
    (('certificate = "signing.pem"', 'certificate = "rot.pem"'), "[protection.signing]", ("hører til",)),
    (('file = "signing.key"', 'file = "borte.key"'), "key", ("Nøkkelen i [protection.signing] mangler", "borte.key")),
    (('file = "signing.key"', 'file = "rot.pem"'), "[protection.signing]", ("privat nøkkel", "vises ikke")),
    (('certificate = "signing.pem"\n', ""), "[protection.signing]", ("certificate og key",)),
    (("[protection.signing]", "[protection.signering]"), None, ("Mente du signing?",)),
    ((f'her_id = "{EPJ}"\nsigning', 'her_id = "8210099"\nsigning'), None, ("Ingen part", "mangler")),
    (('kind = "cms"', 'kind = "cms"\nregistry = true'), "registry", ("[services.adresseregister]",)),
    (('kind = "http"\naddress = "http://127.0.0.1:9/w/1"\nq', 'kind = "msh"\naddress = "http://x"\nq'), None, ("msh",)),
]


@pytest.mark.parametrize(("exchange", "start", "says"), MISTAKES)
def test_a_mistake_is_told_with_its_line(
    tmp_path: Path, exchange: tuple[str, str], start: str | None, says: tuple[str, ...]
) -> None:
    path = written(tmp_path, exchange)
    found = problems(path)
    told = " ".join(map(str, found))
    assert all(piece in told for piece in says), told
    assert all(one.line > 0 for one in found)
    if start is not None:
        assert line(path, start) in {one.line for one in found}


@pytest.mark.parametrize("name", ["ec", "short"])
def test_a_key_that_the_standard_does_not_have_is_refused(tmp_path: Path, name: str) -> None:
    path = written(tmp_path)
    key = ec.generate_private_key(ec.SECP256R1()) if name == "ec" else rsa.generate_private_key(65537, 1024)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (tmp_path / "signing.key").write_bytes(pem)
    (problem,) = problems(path)
    assert "RSA-nøkkel på minst 2048 biter" in str(problem)


def test_a_wrong_password_is_told_and_not_shown(tmp_path: Path) -> None:
    path = written(
        tmp_path, ('key = { file = "signing.key" }', 'key = { file = "signing.key" }\npassword = "feil-ord"')
    )
    key = everything().helsenorge["signing"].key
    closed = serialization.BestAvailableEncryption(b"rett-ord")
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, closed)
    (tmp_path / "signing.key").write_bytes(pem)
    (problem,) = problems(path)
    assert "passordet til nøkkelen" in str(problem) and "feil-ord" not in str(problem)


def test_a_certificate_of_production_is_refused_unless_somebody_answers_for_it() -> None:
    key = everything().helsenorge["signing"].key
    of_production = certificate("Helsenorge", "rot", policy(cms.PRODUCTION_POLICY))
    of_test = certificate("Helsenorge", "rot", policy(cms.TEST_POLICY))
    wrong, right = (replace(protection(), signing=Identity(key, one)) for one in (of_production, of_test))
    today = date(2026, 12, 1)
    (refusal,) = refusals(make_target(protection=wrong), today)
    assert "produksjon" in str(refusal) and "[protection.signing]" in str(refusal)
    assert refusals(make_target(protection=right), today) == ()
    answered = Override("Kari", "avtalt", "2026-12-31", (refusal.kind,))
    assert refusals(make_target(protection=wrong, override=answered), today) == ()


# --- the keys that apply ---


def test_certificates_are_fetched_once_and_again_when_something_does_not_fit() -> None:
    asked: list[str] = []
    safe = everything().safe

    def fetch(her_id: str) -> Counterpart:
        asked.append(her_id)
        return Counterpart((safe.own_signing.certificate,), (safe.own_opening.certificate,))

    keys = TargetKeys(replace(protection(), counterparts={}, registry=True), fetch, SystemClock().now)
    assert keys.outward(EPJ).recipients == (safe.own_opening.certificate,)
    assert keys.inward(EPJ).registered == (cms.thumbprint(safe.own_signing.certificate),)
    assert asked == [EPJ]
    keys.inward(EPJ, anew=True)
    assert asked == [EPJ, EPJ]
    assert keys.inward("").registered == ()


# --- on the bus ---


@contextmanager
def protected(folder: Path, *, exclusive: bool = True, **more: object) -> Iterator[World]:
    """The bench against an EPJ that has certificates; `more` changes the table."""
    table_ = replace(protection(), **more)  # type: ignore[arg-type]
    target = make_target(protection=table_)
    target = replace(
        target,
        transport=replace(target.transport, queue_exclusive=exclusive),
        processes={**target.processes, TEST.code: "1.0"},  # so that answers in real time are read
    )
    bus = FakeBus()
    client = protecting(FakeClient(bus), target, table_)
    with running(folder, target=target, bus=bus, client=client) as world:  # type: ignore[arg-type]
        yield world


def from_epj(world: World, raw: bytes, body: bytes, kind: str = BOTH, *, queue: str = HN_ASYNC) -> None:
    """A message from the EPJ that is carried so."""
    envelope = world.epj.envelope("DIALOG_INNBYGGER_AVTALEUTSENDING")
    properties = {**envelope.properties, "content_type": kind}
    world.bus.put(queue, BusMessage(replace(envelope, properties=properties), body or raw))


def test_what_we_send_is_signed_and_encrypted_and_the_evidence_has_both(tmp_path: Path) -> None:
    with protected(tmp_path) as world:
        sent = world.scene.citizen.send(world.scene.writer.enquiry(world.scene.people.child()))
        (at_epj,) = world.bus.bodies(EPJ_ASYNC)
        assert at_epj.envelope.content_type == BOTH
        signed = der.read_signed(der.decrypt(at_epj.body, everything().safe.own_opening))
        assert signed.fits and signed.content == sent.raw
        (kept,) = world.writer.record().messages
        assert kept.raw == sent.raw and kept.carried is not None
        assert kept.carried.raw == at_epj.body
        assert x509.load_der_x509_certificate(kept.carried.signer) == signed.signer


def test_what_comes_is_opened_and_acknowledged_in_the_same_way(tmp_path: Path) -> None:
    safe = everything().safe
    with protected(tmp_path) as world:
        world.scene.people.child()
        raw = world.epj.avtale(NORA).to_xml()
        from_epj(world, raw, der.wrap(raw, safe.own_signing, safe.theirs))
        came = world.scene.citizen.await_message(lambda one: True, "timen")
        assert came.raw == raw and came.carried is not None
        receipt = world.bus.take(EPJ_ASYNC)
        opened = der.read_signed(der.decrypt(receipt.body, safe.own_opening))
        assert opened.fits and b"AppRec" in opened.content
        judge(world.writer, complete=False)
        assert not [one for one in world.writer.record().findings if one.finding.rule.startswith("CMS")]


@pytest.mark.parametrize("lists", [True, False])
def test_that_nobody_looked_for_what_is_revoked_is_told(tmp_path: Path, lists: bool) -> None:
    safe = everything().safe
    evidence = Evidence.create(
        tmp_path / "evidence.sqlite", {"target": {"processes": {}, "protection": {"revocations": lists}}}
    )
    writer = evidence.scenario("MSG-N01", name="Spørsmål", feature="Meldinger")
    signer = safe.own_signing.certificate.public_bytes(serialization.Encoding.DER)
    writer.received(b"<a/>", _envelope(), carried=Carried(b"0", signer))
    judge(writer, complete=False)
    told = [one.reason for one in writer.record().not_judged if one.rule == "CMS-04"]
    assert bool(told) is not lists
    evidence.close()


WRONG = {
    "open": ("transport:invalid-field-value", "CMS-01"),
    "rubbish": ("transport:invalid-cms-pkcs", "CMS-01"),
    "to another": ("transport:invalid-certificate", "CMS-02"),
    "wrong usage": ("transport:invalid-certificate", "CMS-04"),
    "stranger": ("transport:invalid-certificate", "CMS-04"),
}


@pytest.mark.parametrize("what", sorted(WRONG))
def test_what_cannot_be_taken_is_found_and_answered_on_the_error_queue(tmp_path: Path, what: str) -> None:
    made = everything()
    safe, (condition, rule) = made.safe, WRONG[what]
    with protected(tmp_path) as world:
        world.scene.people.child()
        raw = world.epj.avtale(NORA).to_xml()
        body = {
            "open": raw,
            "rubbish": b"0\x03abc",
            "to another": der.wrap(raw, safe.own_signing, safe.own_opening.certificate),
            "wrong usage": der.wrap(raw, safe.own_opening, safe.theirs),
            "stranger": der.wrap(raw, made.helsenorge["unregistered"], safe.theirs),
        }[what]
        from_epj(world, raw, body, "text/plain" if what == "open" else BOTH)
        error = world.bus.take(EPJ_ERROR)
        assert error.envelope.error_condition == condition
        assert bool(error.envelope.application_properties.get("errorConditionData")) is (
            condition == "transport:invalid-certificate"
        )
        assert not error.body
        world.scene.citizen.settle()
        judge(world.writer, complete=True)
        record = world.writer.record()
        (found,) = (one for one in record.findings if one.finding.severity is Severity.ERROR)
        assert (found.finding.rule, found.finding.by) == (rule, None)
        kept = next(one for one in record.messages if one.number == found.message)
        assert not kept.was_opened and kept.raw == b"" and kept.carried is not None and kept.carried.raw == body
        judge(world.writer, complete=True)
        assert len(world.writer.record().errors) == 1, "a judgement that is taken up finds nothing twice"


def test_a_list_that_has_run_out_is_no_fault_of_the_epj(tmp_path: Path) -> None:
    made = everything()
    issuer = made.safe.root
    old = Trust((issuer,), revocations=Revocations([]))
    with protected(tmp_path, trust=old) as world:
        world.scene.people.child()
        raw = world.epj.avtale(NORA).to_xml()
        from_epj(world, raw, der.wrap(raw, made.safe.own_signing, made.safe.theirs))
        with pytest.raises(PreconditionMissing, match="tilbakekalt"):
            world.scene.citizen.await_message(lambda one: True, "timen")
        judge(world.writer, complete=True)
        assert not world.writer.record().errors and not world.bus.bodies(EPJ_ERROR)
        with pytest.raises(PreconditionMissing, match="epj check"):
            world.scene.citizen.send(world.scene.writer.enquiry(NORA))


@pytest.mark.parametrize("queue", [HN_ASYNC, "8200002_syncreply"])
@pytest.mark.parametrize("exclusive", [True, False])
def test_what_we_lack_the_means_to_judge_is_no_silence_of_the_epj(tmp_path: Path, queue: str, exclusive: bool) -> None:
    made = everything()
    with protected(tmp_path, exclusive=exclusive, trust=Trust((made.safe.root,), revocations=Revocations([]))) as world:
        world.scene.people.child()
        raw = world.epj.avtale(NORA).to_xml()
        from_epj(world, raw, der.wrap(raw, made.safe.own_signing, made.safe.theirs), queue=queue)
        with pytest.raises(PreconditionMissing, match="tilbakekalt"):
            world.scene.citizen.await_message(lambda one: True, "svaret", 5)


def test_on_a_shared_queue_a_letter_that_nothing_protects_is_a_remark(tmp_path: Path) -> None:
    with protected(tmp_path, exclusive=False) as world:
        raw = world.epj.avtale(NORA).to_xml()
        from_epj(world, raw, raw, "text/plain")
        world.scene.citizen.settle()
        (found,) = world.writer.record().findings
        assert (found.finding.rule, found.finding.severity) == ("CMS-01", Severity.REMARK)
        assert "mindre beskyttet" in found.finding.found


def test_what_could_not_be_opened_is_not_another_message_than_what_could(tmp_path: Path) -> None:
    safe = everything().safe
    with protected(tmp_path) as world:
        world.scene.people.child()
        raw = world.epj.avtale(NORA).to_xml()
        envelope = world.epj.envelope("DIALOG_INNBYGGER_AVTALEUTSENDING")
        envelope = replace(envelope, properties={**envelope.properties, "content_type": BOTH})
        for body in (b"0\x03abc", der.wrap(raw, safe.own_signing, safe.theirs)):
            world.bus.put(HN_ASYNC, BusMessage(envelope, body))
        world.scene.citizen.settle()
        assert [one.finding.rule for one in world.writer.record().findings] == []


def test_a_registry_that_is_silent_stops_nobody_for_good(tmp_path: Path) -> None:
    def fetch(her_id: str) -> Counterpart:
        raise RegistrySilent("Sertifikatet kan ikke hentes", found="ikke noe svar i tide")

    found = replace(protection(), counterparts={}, registry=True)
    client = ProtectingBus(FakeClient(FakeBus()), TargetKeys(found, fetch, SystemClock().now))
    target = make_target(protection=found)
    with (
        running(tmp_path, target=target, client=client) as world,  # type: ignore[arg-type]
        pytest.raises(PreconditionMissing, match="kan ikke hentes"),
    ):
        world.scene.citizen.send(world.scene.writer.enquiry(NORA))


def test_a_receipt_that_nothing_protects_is_found() -> None:
    envelope = _envelope()
    assert not carrying.is_protected([read(b"<a/>", envelope, carried=Carried(b"cms"))], protection().content)
    (found,) = carrying.is_protected([read(b"<a/>", envelope)], protection().content)
    assert (found.rule, found.found) == ("CMS-01", "text/plain")


# --- faults on purpose ---


def test_each_fault_makes_what_the_standard_has_a_condition_for() -> None:
    from conformance.faults import cms as faults

    ours, made, now = protection(), everything(), datetime.now(UTC)
    word = b"hei hei hei"
    expected = {
        cms.WrongContentType: [faults.odd_content_type()],
        cms.NotCms: [faults.not_cms()],
        cms.WrongSignature: [faults.altered(b"hei", b"nei")],
        cms.WrongCertificate: [faults.to_another(now), faults.wrong_usage(ours, now), faults.unregistered(ours, now)],
        cms.CertificateUnverified: [faults.unknown_issuer(ours, now)],
        cms.CertificateExpired: [faults.expired(ours, now)],
        cms.CertificateRevoked: [faults.revoked(ours, now)],
    }
    opener = Identity(made.safe.own_opening.key, made.safe.own_opening.certificate)
    names = ("signing", "expired", "revoked")
    known = [cms.thumbprint(made.helsenorge[name].certificate) for name in names]
    client = protecting(FakeClient(FakeBus()), make_target(protection=ours), ours)
    for fault, ways in expected.items():
        for way in ways:
            going = client.wrapped(BusMessage(_envelope(), word), way.otherwise)
            assert going.carried is not None and way.fault
            registered = None if fault is cms.CertificateUnverified else known
            receiving = cms.Receiving((opener,), ours.trust, registered)
            with pytest.raises(fault):
                cms.unprotect(going.carried.raw, going.envelope.content_type, receiving, at=now)
    plain = client.wrapped(BusMessage(_envelope(), word), faults.open_letter().otherwise)
    assert plain.carried is not None and plain.carried.raw == word and plain.carried.signer == b""
    assert plain.envelope.content_type == "text/plain"


def test_a_fault_that_cannot_be_made_is_ours() -> None:
    from conformance.faults import cms as faults

    ours = protection()
    with pytest.raises(ToolFault):
        faults.altered(b"kort", b"lengre")
    client = protecting(FakeClient(FakeBus()), make_target(protection=ours), ours)
    with pytest.raises(ToolFault):
        client.wrapped(BusMessage(_envelope(), b"annet"), faults.altered(b"hei", b"nei").otherwise)
    with pytest.raises(NotApplicable, match=r"\[protection.revoked\]"):
        faults.revoked(replace(ours, spares={}), datetime.now(UTC))


NOT_WHAT_IT_SAYS = [
    # the spare, what the file has in its place, whether there are lists of what is revoked
    ("expired", "signing", True),
    ("expired", "successor", True),
    ("expired", "revoked", True),
    ("revoked", "successor", True),
    ("revoked", "expired", True),
    ("revoked", "expired", False),
    ("unregistered", "signing", True),
    ("unregistered", "expired", True),
    ("unregistered", "revoked", True),
    ("unregistered", "decryption", True),
    ("successor", "signing", True),
    ("successor", "expired", True),
    ("successor", "decryption", True),
]


@pytest.mark.parametrize(("name", "instead", "lists"), NOT_WHAT_IT_SAYS)
def test_a_spare_that_is_not_what_it_says_blames_nobody(name: str, instead: str, lists: bool) -> None:
    from conformance.faults import cms as faults

    ours, own = protection(), everything().helsenorge[instead]
    trust = ours.trust if lists else replace(ours.trust, revocations=None)
    wrong = replace(ours, trust=trust, spares={name: Identity(own.key, own.certificate)})
    with pytest.raises(PreconditionMissing, match=rf"\[protection.{name}\]"):
        faults.spare(wrong, name, datetime.now(UTC))


def test_every_spare_is_what_it_says() -> None:
    from conformance.faults import cms as faults

    ours, now = protection(), datetime.now(UTC)
    for name, one in ours.spares.items():
        assert faults.spare(ours, name, now) is one
    blind = replace(ours, trust=replace(ours.trust, revocations=None))
    assert faults.spare(blind, "revoked", now) is ours.spares["revoked"], "nobody can tell, so the file is believed"


def test_a_certificate_that_signs_as_well_is_not_wrong_to_sign_with() -> None:
    from conformance.faults import cms as faults

    ours = protection()
    with pytest.raises(NotApplicable, match="signere også"):
        faults.wrong_usage(replace(ours, decryption=(ours.signing,)), datetime.now(UTC))


@pytest.mark.parametrize(
    ("content", "step"),
    [
        (Protection.SIGNED, lambda scene: steps.comes_to_another(scene, Story(scene))),
        (Protection.ENCRYPTED, lambda scene: steps.comes_altered(scene, Story(scene))),
        (Protection.ENCRYPTED, lambda scene: steps.comes_unregistered(scene, Story(scene))),
        (Protection.ENCRYPTED, lambda scene: steps.comes_from_nobody(scene, Story(scene))),
        (Protection.ENCRYPTED, lambda scene: steps.comes_with_successor(scene, Story(scene))),
        *(
            (Protection.ENCRYPTED, lambda scene, what=what: steps.comes_with_spare(scene, Story(scene), what))
            for what in ("gått ut på dato", "tilbakekalt", "laget for kryptering")
        ),
    ],
)
def test_what_is_never_done_cannot_be_done_wrongly(
    tmp_path: Path, content: Protection, step: Callable[[Scene], None]
) -> None:
    with protected(tmp_path, content=content) as world, pytest.raises(NotApplicable, match="bare"):
        step(world.scene)


def test_a_successor_is_as_good_as_the_one_before() -> None:
    ours, safe = protection(), everything().safe
    client = protecting(FakeClient(FakeBus()), make_target(protection=ours), ours)
    going = client.wrapped(BusMessage(_envelope(), b"hei"), Otherwise(signer=ours.spares["successor"]))
    assert going.carried is not None
    assert der.read_signed(der.decrypt(going.carried.raw, safe.own_opening)).signer == (
        ours.spares["successor"].certificate
    )


def _envelope() -> Envelope:
    return business_envelope(
        message_id=str(uuid.uuid4()),
        subject="DIALOG_INNBYGGER_EKONTAKT",
        from_her_id="8200002",
        to_her_id=EPJ,
        time_stamp="2026-11-21T09:00:00Z",
    )


# --- the look before a run ---


def look_at(target: Target, clock: SystemClock | None = None) -> list[tuple[State, str]]:
    return [(one.state, str(one)) for one in look_around(target, clock or SystemClock(), chosen=[look.LOOK])]


def test_certificates_in_order_are_green_and_none_at_all_are_grey(tmp_path: Path) -> None:
    assert [state for state, _ in look_at(load(written(tmp_path)))] == [State.GREEN]
    assert [state for state, _ in look_at(make_target())] == [State.GREY]


def test_certificates_that_run_out_are_told_in_time_and_then_stop() -> None:
    ours = protection()
    lasting = replace(ours, trust=replace(ours.trust, revocations=None))
    target = make_target(protection=lasting)
    soon = look_at(target, AheadClock(timedelta(days=280)))
    assert {state for state, _ in soon} == {State.YELLOW} and any("går ut" in text for _, text in soon)
    late = look_at(target, AheadClock(timedelta(days=310)))
    assert {state for state, text in late if "revocations" not in text} == {State.RED}
    assert any("vårt i [protection.signing]" in text for _, text in late)
    assert any("Storvik helsestasjon" in text and "å kryptere til" in text for _, text in late)


def test_that_nobody_looks_for_what_is_revoked_is_yellow() -> None:
    ours = protection()
    found = look_at(make_target(protection=replace(ours, trust=replace(ours.trust, revocations=None))))
    assert [state for state, _ in found] == [State.YELLOW] and "revocations" in found[0][1]


def test_a_spare_that_is_not_what_it_says_is_yellow() -> None:
    ours = protection()
    assert [state for state, _ in look_at(make_target(protection=ours))] == [State.GREEN]
    wrong = replace(ours, spares={**ours.spares, "expired": ours.spares["successor"]})
    ((state, text),) = look_at(make_target(protection=wrong))
    assert state is State.YELLOW and "[protection.expired]" in text and "ikke noe galt" in text


def test_an_old_list_of_what_is_revoked_is_red() -> None:
    late = look_at(make_target(protection=protection()), AheadClock(timedelta(days=60)))
    assert {state for state, _ in late} == {State.RED} and all("liste" in text for _, text in late)


def test_certificates_that_are_swapped_are_red() -> None:
    ours = protection()
    swapped = replace(ours, signing=ours.decryption[0], decryption=(ours.signing,))
    found = look_at(make_target(protection=swapped))
    assert [state for state, _ in found] == [State.RED, State.RED]
    assert all("ikke laget for denne bruken" in text for _, text in found)
