"""The checks of a certificate: what is in order passes, and each thing that is wrong has its own error condition."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from standards import cms
from standards.cms import Identity, Revocations, Use
from standards.cms.faults import CmsFault
from tests.standards.cms_cases import (
    AUTHORITY,
    BOTH,
    CONTENT,
    DAY,
    NOW,
    OPENS,
    SIGNS,
    body,
    certificate,
    crl,
    key,
    middle,
    opener,
    policy,
    receiving,
    root,
    sending,
    signer,
    trust,
    usage,
)

SECOND = timedelta(seconds=1)


def conditions(one: x509.Certificate, use: Use = Use.SIGNING, at: datetime = NOW, **more: object) -> list[str]:
    told = {"trust": trust(), "along": [middle()], **more}
    found = cms.faults(one, use, at=at, **told)  # type: ignore[arg-type]
    for fault in found:
        assert fault.expected and fault.found and fault.fix, fault
    return [fault.condition.removeprefix("transport:") for fault in found]


def with_lists(*lists: bytes) -> cms.Trust:
    return trust(revocations=Revocations(lists))


def test_what_is_in_order_passes() -> None:
    everything = trust(
        revocations=Revocations([crl("utsteder"), crl("rot")]),
        policies=frozenset({cms.TEST_POLICY, cms.PRODUCTION_POLICY}),
    )
    registered = ["AB" * 20, cms.thumbprint(signer().certificate)]
    told = {"at": NOW, "trust": everything, "along": [middle()]}
    cms.check(signer().certificate, Use.SIGNING, registered=registered, **told)  # type: ignore[arg-type]
    cms.check(opener().certificate, Use.ENCRYPTION, **told)  # type: ignore[arg-type]


def test_the_first_fault_is_raised() -> None:
    with pytest.raises(cms.WrongCertificate, match="Adresseregisteret"):
        cms.check(opener().certificate, Use.SIGNING, at=NOW, trust=trust(), registered=[])


def test_all_faults_are_told() -> None:
    odd = certificate("en", "ukjent", OPENS, end=NOW - DAY)
    wanted = trust(policies=frozenset({cms.TEST_POLICY}))
    found = conditions(odd, trust=wanted, registered=["AB" * 20])
    assert found == [
        *("invalid-certificate", "expired-certificate"),
        *("invalid-certificate", "invalid-certificate", "unverified-certificate"),
    ]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (NOW, []),
        (NOW - 100 * DAY, []),
        (NOW + 100 * DAY, []),
        (NOW - 100 * DAY - SECOND, ["expired-certificate"]),
        (NOW + 100 * DAY + SECOND, ["expired-certificate"]),
    ],
)
def test_dates(at: datetime, expected: list[str]) -> None:
    assert conditions(signer().certificate, at=at) == expected


def test_the_dates_are_in_the_data() -> None:
    (fault,) = cms.faults(signer().certificate, Use.SIGNING, at=NOW + 101 * DAY, trust=trust(), along=[middle()])
    assert fault.condition_data == "2026-03-07T12:00:05Z;2026-09-23T12:00:05Z"
    assert "gått ut" in str(fault)
    (fault,) = cms.faults(signer().certificate, Use.SIGNING, at=NOW - 101 * DAY, trust=trust(), along=[middle()])
    assert "gjelder ikke ennå" in str(fault)


def test_a_time_without_zone_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="zone"):
        cms.faults(signer().certificate, Use.SIGNING, at=NOW.replace(tzinfo=None), trust=trust())


@pytest.mark.parametrize(
    ("bits", "fit"),
    [
        (("content_commitment",), {Use.SIGNING}),
        (("key_encipherment",), {Use.ENCRYPTION, Use.KEY_ENCIPHERMENT}),
        (("data_encipherment",), {Use.ENCRYPTION, Use.DATA_ENCIPHERMENT}),
        (("key_encipherment", "data_encipherment"), {Use.ENCRYPTION, Use.KEY_ENCIPHERMENT, Use.DATA_ENCIPHERMENT}),
        (("digital_signature",), set()),
    ],
)
def test_key_usage(bits: tuple[str, ...], fit: set[Use]) -> None:
    made = certificate("en", "utsteder", usage(*bits))
    assert {use for use in Use if not conditions(made, use)} == fit
    assert all(conditions(made, use) == ["invalid-certificate"] for use in set(Use) - fit)


def test_no_key_usage_at_all() -> None:
    assert conditions(certificate("en", "utsteder")) == ["invalid-certificate"]


@pytest.mark.parametrize("write", [str.lower, lambda text: " ".join(text[i : i + 2] for i in range(0, 40, 2))])
def test_a_thumbprint_may_be_written_in_several_ways(write: Callable[[str], str]) -> None:
    print_ = write(cms.thumbprint(signer().certificate))
    assert conditions(signer().certificate, registered=[f"\u200e{print_}"]) == []


def test_a_thumbprint_may_be_sha_256() -> None:
    longer = sha256(signer().certificate.public_bytes(Encoding.DER)).hexdigest()
    assert conditions(signer().certificate, registered=[longer]) == []
    assert conditions(signer().certificate, registered=[f"{longer[:-1]}x"]) == ["invalid-certificate"]


def test_another_certificate_than_the_registered_ones() -> None:
    other = cms.thumbprint(opener().certificate)
    (fault,) = cms.faults(
        signer().certificate, Use.SIGNING, at=NOW, trust=trust(), registered=[other], along=[middle()]
    )
    assert fault.condition_data == f"{other};{cms.thumbprint(signer().certificate)}"
    assert conditions(signer().certificate, registered=[]) == ["invalid-certificate"]
    assert conditions(signer().certificate, registered=None) == []


def test_policy() -> None:
    of_test = trust(policies=frozenset({cms.TEST_POLICY}))
    of_production = trust(policies=frozenset({cms.PRODUCTION_POLICY}))
    assert conditions(signer().certificate, trust=of_test) == []
    assert conditions(signer().certificate, trust=of_production) == ["invalid-certificate"]
    assert conditions(certificate("en", "utsteder", SIGNS), trust=of_test) == ["invalid-certificate"]


def test_the_chain_may_come_along_or_be_known() -> None:
    assert conditions(signer().certificate, along=[]) == ["unverified-certificate"]
    assert conditions(signer().certificate, along=[], trust=trust(intermediates=(middle(),))) == []


NOT_AUTHORITY = (x509.BasicConstraints(False, None), True)


@pytest.mark.parametrize(
    ("issuer", "made"),
    [
        ("ukjent", lambda: certificate("ukjent", "ukjent", *AUTHORITY)),
        ("ukjent ikke-ca", lambda: certificate("ukjent ikke-ca", "rot", NOT_AUTHORITY, usage("key_cert_sign"))),
        ("ukjent uten-utvidelser", lambda: certificate("ukjent uten-utvidelser", "rot")),
        ("ukjent feil-bruk", lambda: certificate("ukjent feil-bruk", "rot", AUTHORITY[0], usage("digital_signature"))),
        ("ukjent utløpt", lambda: certificate("ukjent utløpt", "rot", *AUTHORITY, end=NOW - DAY)),
        ("ukjent forfalsket", lambda: certificate("ukjent forfalsket", "rot", *AUTHORITY, signed_by="ukjent")),
    ],
)
def test_an_issuer_that_is_not_to_be_trusted(issuer: str, made: Callable[[], x509.Certificate]) -> None:
    assert conditions(certificate("en", issuer, SIGNS), along=[made()]) == ["unverified-certificate"]


def test_a_certificate_forged_in_the_issuers_name() -> None:
    forged = certificate("en", "utsteder", SIGNS, signed_by="ukjent")
    assert conditions(forged) == ["unverified-certificate"]


def test_a_root_that_came_along_is_not_trusted() -> None:
    own = certificate("ukjent", "ukjent", *AUTHORITY)
    assert conditions(certificate("en", "ukjent", SIGNS), along=[own]) == ["unverified-certificate"]


def test_no_roots_at_all() -> None:
    assert conditions(signer().certificate, trust=cms.Trust(())) == ["unverified-certificate"]


def test_an_unknown_critical_extension() -> None:
    odd = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00")
    assert conditions(certificate("en", "utsteder", SIGNS, (odd, True))) == ["unverified-certificate"]
    assert conditions(certificate("en", "utsteder", SIGNS, (odd, False))) == []


def test_what_organisation_certificates_carry_is_no_hindrance() -> None:
    extended = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
    place = x509.DistributionPoint([x509.UniformResourceIdentifier("http://crl.invalid/a.crl")], None, None, None)
    more = ((extended, False), (x509.CRLDistributionPoints([place]), False), policy(cms.TEST_POLICY))
    assert conditions(certificate("en", "utsteder", SIGNS, *more)) == []


def test_revoked() -> None:
    listed = crl("utsteder", [(signer().certificate, NOW - DAY)])
    assert conditions(signer().certificate, trust=with_lists(listed, crl("rot"))) == ["revoked-certificate"]
    assert conditions(opener().certificate, Use.ENCRYPTION, trust=with_lists(listed, crl("rot"))) == []


def test_revoked_later_than_the_time_asked_about() -> None:
    listed = with_lists(
        crl("utsteder", [(signer().certificate, NOW)], until=NOW + 9 * DAY), crl("rot", until=NOW + 9 * DAY)
    )
    assert conditions(signer().certificate, trust=listed, at=NOW - SECOND) == []
    assert conditions(signer().certificate, trust=listed, at=NOW) == ["revoked-certificate"]


def test_a_revoked_issuer() -> None:
    lists = with_lists(crl("utsteder"), crl("rot", [(middle(), NOW - DAY)]))
    assert conditions(signer().certificate, trust=lists) == ["revoked-certificate"]


PEM = lambda raw: x509.load_der_x509_crl(raw).public_bytes(serialization.Encoding.PEM)  # noqa: E731
DELTA = x509.DeltaCRLIndicator(1)
INDIRECT = x509.IssuingDistributionPoint(None, None, False, False, None, True, False)
ONLY_AUTHORITIES = x509.IssuingDistributionPoint(None, None, False, True, None, False, False)
ONLY_USERS = x509.IssuingDistributionPoint(None, None, True, False, None, False, False)


@pytest.mark.parametrize(
    ("lists", "expected"),
    [
        (lambda: [crl("utsteder"), crl("rot")], []),
        (lambda: [PEM(crl("utsteder")), PEM(crl("rot"))], []),
        (lambda: [crl("utsteder", (), (ONLY_USERS, True)), crl("rot", (), (ONLY_AUTHORITIES, True))], []),
        (lambda: [crl("utsteder", until=NOW - SECOND, updated=NOW - DAY), crl("utsteder"), crl("rot")], []),
        (lambda: [], ["revoked-certificate-offline"] * 2),
        (lambda: [crl("rot")], ["revoked-certificate-offline"]),
        (lambda: [crl("ukjent"), crl("rot")], ["revoked-certificate-offline"]),
        (lambda: [crl("utsteder", until=NOW - SECOND), crl("rot")], ["revoked-certificate-offline"]),
        (lambda: [crl("utsteder", signed_by="ukjent"), crl("rot")], ["revoked-certificate-offline"]),
        (lambda: [crl("utsteder", (), (INDIRECT, True)), crl("rot")], ["revoked-certificate-offline"]),
        (lambda: [crl("utsteder", (), (ONLY_AUTHORITIES, True)), crl("rot")], ["revoked-certificate-offline"]),
        (lambda: [crl("utsteder"), crl("rot", (), (ONLY_USERS, True))], ["revoked-certificate-offline"]),
        (lambda: [crl("ukjent", signed_by="utsteder"), crl("rot")], ["revoked-certificate-offline"]),
        (
            lambda: [crl("utsteder", (), (DELTA, False)), crl("rot")],
            ["revoked-certificate-offline"],
        ),
        (lambda: [crl("utsteder", (), (DELTA, True)), crl("rot")], ["revoked-certificate-offline"]),
    ],
)
def test_lists_that_do_and_do_not_tell(lists: Callable[[], list[bytes]], expected: list[str]) -> None:
    assert conditions(signer().certificate, trust=with_lists(*lists())) == expected


def test_an_issuer_that_may_not_sign_lists() -> None:
    without = certificate("ukjent uten-liste", "rot", AUTHORITY[0], usage("key_cert_sign"))
    lists = with_lists(crl("ukjent uten-liste"), crl("rot"))
    made = certificate("en", "ukjent uten-liste", SIGNS)
    assert conditions(made, along=[without], trust=lists) == ["revoked-certificate-offline"]


@pytest.mark.parametrize("raw", [b"", b"tull", b"-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n"])
def test_a_list_that_cannot_be_read(raw: bytes) -> None:
    with pytest.raises(cms.RevocationUnknown, match="kan ikke leses"):
        Revocations([raw])


def test_the_newest_usable_of_several_in_parallel() -> None:
    old, new = (certificate("en", "utsteder", OPENS, start=NOW - days * DAY) for days in (50, 10))
    coming = certificate("en", "utsteder", OPENS, start=NOW + DAY)
    signs = certificate("en", "utsteder", SIGNS, start=NOW - DAY)
    every = [coming, old, new, signs]
    assert cms.newest_usable(every, Use.ENCRYPTION, at=NOW) == new
    assert cms.newest_usable(every, Use.ENCRYPTION, at=NOW - 20 * DAY) == old
    assert cms.newest_usable(every, Use.SIGNING, at=NOW) == signs
    with pytest.raises(cms.CertificateMissing) as caught:
        cms.newest_usable(every, Use.SIGNING, at=NOW - 20 * DAY)
    assert caught.value.condition == "transport:missing-certificate"


def _raised(**more: object) -> type[CmsFault] | None:
    try:
        cms.unprotect(body(), BOTH.value, receiving(**more), at=NOW)  # type: ignore[arg-type]
    except CmsFault as fault:
        return type(fault)
    return None


def test_a_body_is_judged_by_its_signers_certificate() -> None:
    revoked = with_lists(crl("utsteder", [(signer().certificate, NOW - DAY)]), crl("rot"))
    assert _raised() is None
    assert _raised(trust=with_lists(crl("utsteder"), crl("rot"))) is None
    assert _raised(trust=revoked) is cms.CertificateRevoked
    assert _raised(trust=with_lists()) is cms.RevocationUnknown
    assert _raised(trust=cms.Trust((signer().certificate,)), registered=None) is None
    assert _raised(trust=cms.Trust((opener().certificate,))) is cms.CertificateUnverified
    assert _raised(registered=["AB" * 20]) is cms.WrongCertificate
    with pytest.raises(cms.CertificateExpired):
        cms.unprotect(body(), BOTH.value, receiving(), at=NOW + 101 * DAY)


def test_a_body_signed_with_the_encryption_certificate() -> None:
    mixed_up = cms.Sending(opener(), sending().recipients)
    raw = cms.protect(CONTENT, BOTH, mixed_up, at=NOW)
    by = receiving(registered=[cms.thumbprint(opener().certificate)])
    with pytest.raises(cms.WrongCertificate, match="ikke laget for denne bruken"):
        cms.unprotect(raw, BOTH.value, by, at=NOW)


def test_parallel_certificates_of_the_signer() -> None:
    """Both are registered while one replaces the other, and messages by either are right."""
    new = Identity(key("en ny"), certificate("en ny", "utsteder", SIGNS, start=NOW - DAY), (middle(),))
    registered = [cms.thumbprint(one.certificate) for one in (signer(), new)]
    for identity in (signer(), new):
        raw = cms.protect(CONTENT, BOTH, cms.Sending(identity, sending().recipients), at=NOW)
        found = cms.unprotect(raw, BOTH.value, receiving(registered=registered), at=NOW)
        assert found.signer == identity.certificate
    assert root() not in (signer().certificate, new.certificate)
