"""Test certificates: what each is for, who signed it, and that history, restart and rotation keep their word."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from simulator.certificates import SCHEMA, Bits, Certificate, Certificates, Subject, Use
from simulator.clock import ManualClock
from simulator.landscape.registered import parties_of
from simulator.store.database import MEMORY, Database
from simulator.vendors import profiles
from standards.cppa.der import is_certificate
from standards.identifiers import is_orgnr

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
WHO = Subject("Fjordvik helsestasjon (simulert)", "310820032")


def wallet(path: Path | str = MEMORY) -> tuple[Certificates, ManualClock]:
    clock = ManualClock(NOW)
    return Certificates(Database(path, SCHEMA), clock.now), clock


def usage(found: Certificate) -> set[str]:
    bits = x509.load_der_x509_certificate(found.der).extensions.get_extension_for_class(x509.KeyUsage).value
    names = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_cert_sign")
    return {name for name in names if getattr(bits, name)}


def test_each_use_has_its_bits_and_the_authority_signed_it() -> None:
    found, _ = wallet()
    sign, lock = (found.current("8210011", use, WHO) for use in Use)
    assert usage(sign) == {"content_commitment"}
    assert usage(lock) == {"key_encipherment", "data_encipherment"}
    authority = x509.load_der_x509_certificate(found.authority_der())
    for one in (sign, lock):
        read = x509.load_der_x509_certificate(one.der)
        read.verify_directly_issued_by(authority)
        assert read.public_key().key_size == 2048  # type: ignore[union-attr]
        assert is_certificate(one.der) and len(one.thumbprint) == 40
        assert one.valid_from < NOW < one.valid_to
        assert "310820032" in read.subject.rfc4514_string()


def test_the_same_comes_back_and_nobody_shares_a_key(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    first, _ = wallet(path)
    before = first.current("8210011", Use.SIGNING, WHO)
    again, _ = wallet(path)
    assert again.current("8210011", Use.SIGNING, WHO) == before
    assert again.current("8210012", Use.SIGNING, WHO).pem != before.pem


def test_many_who_ask_at_once_get_the_same() -> None:
    found, _ = wallet()
    got: list[Certificate] = []
    asking = [threading.Thread(target=lambda: got.append(found.current("8210011", Use.SIGNING, WHO))) for _ in range(4)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert len(got) == 4 and len({one.der for one in got}) == 1


def test_history_has_one_that_has_run_out_and_rotation_puts_a_new_one_first() -> None:
    found, clock = wallet()
    now, earlier = found.history("8210011", Use.ENCRYPTION, WHO)
    assert earlier.valid_to < NOW < now.valid_to
    assert now.valid_from < earlier.valid_to, "the two overlap, as when a certificate is changed"
    clock.advance(timedelta(hours=1))
    new = found.rotate("8210011", Use.ENCRYPTION, WHO)
    assert found.history("8210011", Use.ENCRYPTION, WHO) == (new, now, earlier)
    assert new.pem != now.pem
    found.forget()
    assert found.current("8210011", Use.ENCRYPTION, WHO).der not in {new.der, now.der, earlier.der}


@pytest.mark.parametrize("bits", [Bits.KEY_ONLY, Bits.DATA_ONLY])
def test_one_bit_alone_can_be_had(bits: Bits) -> None:
    found, _ = wallet()
    whole = found.current("8210011", Use.ENCRYPTION, WHO)
    half = found.with_one_bit(whole, WHO, bits)
    assert usage(half) == {bits.value} and half.pem == whole.pem
    assert found.current("8210011", Use.ENCRYPTION, WHO) == whole


def test_the_parties_of_every_product_have_numbers_that_can_be_and_nobody_has() -> None:
    for profile in profiles():
        parties = parties_of(profile)
        assert len({one.party.her_id for one in parties}) == len(parties)
        numbers = [one.sub_organisation_number for one in parties if one.sub_organisation_number]
        assert len(set(numbers)) == len(numbers)
        for one in parties:
            assert is_orgnr(one.organisation_number) and one.organisation_number.startswith("3")
            assert not one.sub_organisation_number or is_orgnr(one.sub_organisation_number)
            assert "(simulert)" in one.party.level1.name
            assert not one.versions or len(one.versions) == len(one.processes)
        assert {one.role for one in parties} == {"helsenorge", "epj", "other"}
        assert [one for one in parties if not one.own_queue] and [one for one in parties if one.ended]
        assert any(one.party.level2 is not None and one.party.level2.person for one in parties)


def test_what_a_party_has_beside_the_present_one_is_made_once_and_is_what_it_says() -> None:
    found, _ = wallet()
    older, newer = found.successor("8210011", Use.SIGNING, WHO)
    assert older.valid_from < newer.valid_from < NOW < older.valid_to and older.pem != newer.pem
    assert found.successor("8210011", Use.SIGNING, WHO) == (older, newer)
    revoked = found.revoked("8210011", Use.SIGNING, WHO)
    assert found.revoked("8210011", Use.SIGNING, WHO) == revoked and revoked not in (older, newer)
    unknown = found.unpublished("8210011", Use.SIGNING, WHO)
    published = found.published("8210011", Use.SIGNING, WHO)
    assert {older, newer, revoked} == set(published) and unknown not in published
    assert found.unpublished("8210011", Use.SIGNING, WHO) == unknown
    said = x509.load_der_x509_crl(found.revocation_list())
    assert [entry.serial_number for entry in said] == [x509.load_der_x509_certificate(revoked.der).serial_number]
    authority = x509.load_der_x509_certificate(found.authority_der())
    assert said.is_signature_valid(authority.public_key())  # type: ignore[arg-type]
    own = x509.load_der_x509_certificate(found.self_made("8210011", Use.SIGNING, WHO).der)
    assert own.issuer == own.subject != authority.subject
    found.forget()
    assert not list(x509.load_der_x509_crl(found.revocation_list()))


def test_an_enterprise_may_have_the_same_certificates_for_all_its_parties() -> None:
    clock = ManualClock(NOW)
    found = Certificates(Database(MEMORY, SCHEMA), clock.now, by_enterprise=True)
    assert found.current("8210011", Use.SIGNING, WHO) == found.current("8210012", Use.SIGNING, WHO)
    other = Subject("En annen", "310820016")
    assert found.current("8200002", Use.SIGNING, other) != found.current("8210012", Use.SIGNING, WHO)
