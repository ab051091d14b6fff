"""Profiles and agreements: what is written is valid and reads back the same; reading is strict where it matters."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standards import xml
from standards.cppa import Agreement, Generation, Keys, Mode, Profile, model, profile_for, read
from standards.cppa import roles as roles_of
from standards.cppa.der import decoded, is_certificate
from standards.errors import ForbiddenXml, NotThisMessage, NotWellFormed, StandardsError
from standards.exchange import Role
from standards.rules.engine import judge_message
from standards.rules.register import Kind
from standards.schema import SchemaPack
from tests.standards import cppa_cases as cases
from tests.standards import good
from tests.standards.rule_cases import change

EKONTAKT = "DIALOG_INNBYGGER_EKONTAKT"

NAMES = st.text("abcdefgh", min_size=1, max_size=5)
WORDS = st.text("abcæøå <&\"'.-1", min_size=1, max_size=12).map(str.strip).filter(bool)
MAYBE = st.one_of(st.just(""), WORDS)
URIS = st.sampled_from(("", "amqps://buss.example/1_async", "urn:x:y", "#"))
TRAITS = st.builds(
    model.Characteristics,
    is_confidential=st.sampled_from(("", "none", "persistent")),
    is_authenticated=st.sampled_from(("", "transient")),
    is_non_repudiation_required=st.sampled_from(("", "true", "0")),
    time_to_perform=st.sampled_from(("", "P180M")),
    retry_count=st.sampled_from(("", "3")),
)
CHANNELS = ("k1", "k2", "k3")


class Ids:
    """Ids that stand once in a document."""

    def __init__(self) -> None:
        self.last = 0

    def next(self) -> str:
        self.last += 1
        return f"id{self.last}"


@st.composite
def bindings(draw: st.DrawFn, ids: Ids, prefix: str, depth: int = 2) -> tuple[model.Binding, ...]:
    return tuple(
        model.Binding(
            id=ids.next(),
            action=draw(WORDS),
            package_id="pakke",
            channels=tuple(prefix + name for name in draw(st.lists(st.sampled_from(CHANNELS), min_size=1, max_size=2))),
            characteristics=draw(TRAITS),
            other=draw(st.sampled_from(("", "pakke"))),
            replies=draw(bindings(ids, prefix, depth - 1)) if depth else (),
        )
        for _ in range(draw(st.integers(0, 2)))
    )


@st.composite
def roles(draw: st.DrawFn, ids: Ids, prefix: str) -> model.CollaborationRole:
    return model.CollaborationRole(
        process=draw(WORDS),
        version=draw(WORDS),
        role=draw(WORDS),
        service=model.Service(draw(WORDS), draw(MAYBE)),
        can_send=draw(bindings(ids, prefix)),
        can_receive=draw(bindings(ids, prefix)),
        uuid=draw(URIS),
        process_href=draw(URIS),
        role_href=draw(URIS),
        certificates=draw(st.sampled_from(((), ("pakke",)))),
    )


PROTOCOLS = st.builds(model.Protocol, WORDS, MAYBE)
ALGORITHMS = st.lists(WORDS, min_size=1, max_size=2).map(tuple)


@st.composite
def parties(draw: st.DrawFn, ids: Ids, prefix: str) -> model.Party:
    modes = st.sampled_from(("", "none", "mshSignalsOnly", "responseOnly"))
    often = st.sampled_from(("", "never", "always"))
    receiving = draw(st.one_of(st.none(), PROTOCOLS))
    certificate = draw(st.sampled_from(("", "aGVp")))
    return model.Party(
        name=draw(WORDS),
        ids=tuple(draw(st.lists(st.builds(model.PartyId, WORDS, URIS), min_size=1, max_size=3))),
        default_channel=f"{prefix}k1",
        default_package="pakke",
        refs=tuple(draw(st.lists(URIS, min_size=1, max_size=2))),
        roles=tuple(draw(roles(ids, prefix)) for _ in range(draw(st.integers(1, 3)))),
        channels=tuple(
            model.DeliveryChannel(
                prefix + name, f"{prefix}t", f"{prefix}d", draw(modes), draw(often), draw(often), draw(often)
            )
            for name in CHANNELS
        ),
        transports=(
            model.Transport(
                f"{prefix}t",
                draw(st.one_of(st.none(), PROTOCOLS)),
                receiving,
                (model.Endpoint(draw(URIS), draw(st.sampled_from(("", "request")))),) if receiving else (),
            ),
        ),
        doc_exchanges=(
            model.DocExchange(
                f"{prefix}d",
                "2.0",
                "2.0",
                draw(
                    st.one_of(st.none(), st.builds(model.Signing, st.just(f"{prefix}c"), PROTOCOLS, WORDS, ALGORITHMS))
                ),
                draw(st.one_of(st.none(), st.builds(model.Encryption, st.just(f"{prefix}c"), PROTOCOLS, ALGORITHMS))),
            ),
            model.DocExchange(ids.next()),
        ),
        certificates=(model.Certificate(f"{prefix}c", certificate, draw(MAYBE)),),
        security=(model.SecurityDetails(ids.next(), draw(st.sampled_from(((), (f"{prefix}c",))))),),
    )


@st.composite
def closings(draw: st.DrawFn, ids: Ids) -> tuple[tuple[model.SimplePart, ...], tuple[model.Packaging, ...]]:
    spaces = st.lists(st.builds(model.Namespace, URIS, URIS, MAYBE), max_size=2).map(tuple)
    part = model.SimplePart("del", draw(WORDS), draw(spaces), draw(MAYBE), draw(st.sampled_from(("", "urn:x"))))
    limits = st.sampled_from(("", "0", "2"))
    one = (model.Constituent("del", draw(limits), draw(limits)),)
    composites = (
        model.Composite(ids.next(), draw(WORDS), one * draw(st.integers(1, 3)), draw(MAYBE)),
        model.Composite(ids.next(), draw(WORDS), one, encapsulation=True),
    )
    return (part,), (model.Packaging("pakke", composites, draw(st.booleans()), draw(st.booleans())),)


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    ids = Ids()
    held = tuple(draw(parties(ids, f"p{number}")) for number in range(draw(st.integers(1, 2))))
    return Profile(draw(WORDS), held, *draw(closings(ids)))


@st.composite
def agreements(draw: st.DrawFn) -> Agreement:
    ids = Ids()
    times = st.datetimes(timezones=st.sampled_from((None, UTC)))
    status = draw(st.sampled_from(("agreed", "signed", "proposed")))
    held = (draw(parties(ids, "a")), draw(parties(ids, "b")))
    return Agreement(draw(WORDS), status, draw(times), draw(times), held, *draw(closings(ids)))


@settings(max_examples=60, deadline=None)
@given(st.one_of(profiles(), agreements()))
def test_what_is_written_is_valid_and_reads_back_the_same(document: Profile | Agreement) -> None:
    raw = document.to_xml()
    assert read(raw) == document
    assert [fault.message for fault in SchemaPack.own().check(xml.parse(raw))] == []


@pytest.mark.parametrize("make", [cases.cpp, cases.cpa, cases.old])
def test_a_document_of_ours_is_valid_and_reads_back(make: Callable[[], bytes]) -> None:
    raw = make()
    assert read(raw).to_xml() == raw
    verdict = judge_message(raw)
    assert (verdict.schema, verdict.kind, verdict.errors) == ("valid", Kind.AGREEMENT, ())
    assert verdict.type in {"CPP", "CPA"} and verdict.msg_id


def test_every_attribute_has_a_prefix() -> None:
    for element in xml.parse(cases.cpa()).iter():
        assert all(str(name).startswith("{") for name in element.attrib)


def test_a_profile_tells_who_it_is_of_and_how_to_reach_it() -> None:
    profile = read(cases.cpp())
    assert isinstance(profile, Profile)
    party = profile.party
    assert (party.her_id, party.is_("999999999"), party.is_("1")) == ("8210011", True, False)
    assert party.queue(Mode.ASYNC).endswith("8210011_async") and party.queue(Mode.SYNC).endswith("8210011_sync")
    assert party.signing_certificate is not None and party.encryption_certificate is not None
    assert party.signing_certificate.id != party.encryption_certificate.id


def test_a_profile_without_certificates_has_none_and_is_remarked() -> None:
    bare = profile_for(good.STATION, (EKONTAKT,), Role.EPJ, cases.queues(good.STATION), cpp_id="x")
    party = bare.party
    assert (party.certificates, party.signing_certificate, party.encryption_certificate) == ((), None, None)
    named = cases.profile(keys=Keys(b"", b""))
    for profile, times in ((bare, 1), (named, 2)):
        assert read(profile.to_xml()) == profile
        found = [one.severity.value for one in judge_message(profile.to_xml()).findings if one.rule == "CP-04"]
        assert found == ["merknad"] * times


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (' tns:cppid="', ' cppid="', "prefiks"),
        (' tns:syncReplyMode="none"', ' syncReplyMode="none"', "prefiks"),
        (' tns:action="Svar"', "", "attributtet action"),
        ("<tns:ChannelId>async", "<tns:ChannelId>x", "kanal som ikke finnes"),
        ('<tns:Role tns:name="Helsepersonell" xlink:type="simple" xlink:href="#"/>', "", "elementet Role"),
        (">8210011</tns:PartyId>", "></tns:PartyId>", "innhold"),
        ("tns:PartyInfo", "tns:Part", "PartyInfo"),
    ],
)
def test_what_must_be_known_is_refused_in_plain_words(old: str, new: str, said: str) -> None:
    with pytest.raises(StandardsError, match=said) as caught:
        read(change(cases.cpp(), old, new, -1 if old == "tns:PartyInfo" else 1))
    assert caught.value.expected and caught.value.found and caught.value.fix and caught.value.line


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('tns:value="agreed"', 'tns:value="enig"', "status"),
        ("2026-01-01T00:00:00+00:00", "i går", "tidspunkt"),
        ("<tns:Status", "<tns:Tilstand", "Status"),
    ],
)
def test_an_agreement_says_when_it_holds(old: str, new: str, said: str) -> None:
    with pytest.raises(StandardsError, match=said):
        read(change(cases.cpa(), old, new))


def test_an_agreement_is_between_two() -> None:
    raw = cases.drop(cases.cpa, "<tns:PartyInfo", "</tns:PartyInfo>")()
    with pytest.raises(StandardsError, match="to parter"):
        read(raw)
    assert judge_message(raw).schema == "invalid"


def test_what_it_need_not_know_is_passed_over() -> None:
    comment = '<tns:Comment xml:lang="nb">Hei</tns:Comment></tns:CollaborationProtocolProfile>'
    raw = change(cases.cpp(), "</tns:CollaborationProtocolProfile>", comment)
    assert read(raw) == read(cases.cpp())
    assert judge_message(raw).schema == "valid"


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"<x/>", NotThisMessage),
        (b"<x", NotWellFormed),
        (b"<!DOCTYPE x><x/>", ForbiddenXml),
        (f'<Service xmlns="{xml.CPPA}">x</Service>'.encode(), NotThisMessage),
    ],
)
def test_other_documents_are_refused(raw: bytes, kind: type[StandardsError]) -> None:
    with pytest.raises(kind):
        read(raw)


def test_a_certificate_is_known_by_its_form() -> None:
    assert is_certificate(cases.CERTIFICATE)
    for wrong in (
        b"",
        b"hei",
        cases.CERTIFICATE[:-1],
        cases.CERTIFICATE + b"x",
        cases.sequence(),
        b"\x30\x85",
        b"\x30",
    ):
        assert not is_certificate(wrong)
    assert decoded(" aGV\n p ") == b"hei"
    assert decoded("hei!") is None and decoded("ø") is None


def test_the_old_and_the_new_role_names_are_told_apart() -> None:
    assert roles_of.generation_of("DIALOG_INNBYGGER_EKONTAKTsender") is Generation.OLD
    assert roles_of.generation_of("Innbyggerportal") is Generation.NEW
    assert (roles_of.side_of("innbygger"), roles_of.side_of("Tjenestetilbyder")) == (Role.HELSENORGE, Role.EPJ)
    assert roles_of.side_of("DIALOG_INNBYGGER_EKONTAKTsender") is None


def as_in_use() -> bytes:
    """An agreement spelled as real ones are: other names, no Avtale, and one channel astray."""
    met = cases.agreement(codes=("DIALOG_INNBYGGER_TIMERESERVASJON",))
    text = met.to_xml().decode()
    text = text.replace("SvarTimeReservasjon", "SvarAvtaleReservasjon").replace('"APPREC"', '"Apprec"')
    for action in ("Avtale", "HentPlanlagteTimer", "SvarPlanlagteTimer"):
        text = re.sub(rf"<tns:Can(\w+)><[^<>]*:action=\"{action}\".*?</tns:Can\1>", "", text)
    last = text.rindex('tns:action="SvarAvtaleReservasjon"')
    at = text.index("</tns:ChannelId>", last) + len("</tns:ChannelId>")
    binding = text[text.rindex("<tns:CanReceive>", 0, last) : text.index("</tns:CanReceive>", last)]
    stray = re.sub(r'tns:id="[^"]*"', 'tns:id="stray"', binding, count=1)
    stray = re.sub(r"<tns:ChannelId>asyncAMQPChannelC1", "<tns:ChannelId>syncAMQPChannelC2", stray)
    end = text.index("</tns:CanReceive>", at)
    return (text[:end] + "</tns:CanReceive>" + stray + text[end:]).encode()


def test_an_agreement_as_in_use_has_only_its_stray_channel_remarked() -> None:
    raw = as_in_use()
    met = read(raw)
    assert isinstance(met, Agreement)
    times = "DIALOG_INNBYGGER_TIMERESERVASJON"
    for name in ("SvarTimeReservasjon", "SvarAvtaleReservasjon"):
        assert met.supports(times, "1.2", name, good.STATION.her_id)
    assert not met.supports(times, "1.2", "Avtale", good.STATION.her_id)
    assert met.supports(times, None, "APPREC", good.HELSENORGE.her_id)
    verdict = judge_message(raw)
    assert (verdict.schema, verdict.errors) == ("valid", ())
    assert [(one.rule, "feil kanal" in one.problem) for one in verdict.findings] == [("CP-03", True)]
