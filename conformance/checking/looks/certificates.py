"""That our certificates and those of the parties can be used to sign and encrypt with, today and for some time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from conformance.checking.light import Light, Who, green, red, undeclared, yellow
from conformance.checking.looks import Look
from conformance.checking.sight import Sight
from conformance.outcomes import PreconditionMissing

if TYPE_CHECKING:
    from cryptography import x509

    from conformance.targets.model import TargetParty
    from conformance.targets.protection import Counterpart, MessageProtection
    from standards.cms import CmsFault, Use

SOON: Final = timedelta(days=30)


def see(sight: Sight) -> Iterator[Light]:
    """One light for each certificate that cannot be used, or soon cannot."""
    if sight.target.protection is None:
        yield undeclared("tabellen [protection]")
        return
    certificates = _Certificates(sight, sight.target.protection)
    lights = [*certificates.lights()] or [*certificates.spares()]
    yield from {light.seen: light for light in lights}.values()
    if not lights:
        ours = sight.target.protection.signing.certificate
        parties = "parten har" if len(sight.target.parties) == 1 else f"de {len(sight.target.parties)} partene har"
        yield green(f"vårt gjelder til {ours.not_valid_after_utc:%d.%m.%Y}, og {parties} sertifikater som kan brukes.")


class _Certificates:
    """One look at all of them."""

    def __init__(self, sight: Sight, protection: MessageProtection) -> None:
        self._target = sight.target
        self._clock = sight.clock
        self._protection = protection
        self._now = sight.clock.now()

    def lights(self) -> Iterator[Light]:
        from standards.cms import Use  # noqa: PLC0415  most targets have no certificates

        ours = self._protection
        yield from self._own(ours.signing.certificate, Use.SIGNING, "signing", ours.signing.chain)
        yield from self._own(ours.decryption[0].certificate, Use.ENCRYPTION, "decryption", ours.decryption[0].chain)
        for number, party in enumerate(self._target.parties):
            yield from self._party(number, party)
        if ours.trust.revocations is None:
            seen = "det er ingen lister over tilbakekalte sertifikater (revocations), så et som er tilbakekalt, godtas."
            yield yellow(seen, self._target.line("protection"))

    def spares(self) -> Iterator[Light]:
        """Those that are not what scenarios need them to be; looked at when all the others are in order."""
        from conformance.faults.cms import spare  # noqa: PLC0415  most targets have no certificates

        for name in self._protection.spares:
            try:
                spare(self._protection, name, self._now)
            except PreconditionMissing as wrong:
                yield yellow(f"{wrong.reason} {wrong.fix}", self._target.line("protection", name))

    def _own(self, one: x509.Certificate, use: Use, table: str, along: tuple[x509.Certificate, ...]) -> Iterator[Light]:
        line = self._target.line("protection", table)
        for fault in self._faults(one, use, along):
            seen = f"sertifikatet vårt i [protection.{table}] kan ikke brukes. {_said(fault)}"
            yield red(seen, Who.IT, f"Rett sertifikatet testbenken bruker. {_said(fault)}", line)
        left = one.not_valid_after_utc - self._now
        if timedelta() < left < SOON:
            yield yellow(f"sertifikatet vårt i [protection.{table}] går ut {one.not_valid_after_utc:%d.%m.%Y}.", line)

    def _party(self, number: int, party: TargetParty) -> Iterator[Light]:
        from standards.cms import CmsFault, Use  # noqa: PLC0415

        line = self._target.line("parties", number, "her_id")
        who = f"{party.name} (HER-id {party.her_id})"
        try:
            theirs = self._counterpart(party.her_id)
        except CmsFault as fault:
            yield red(f"{_said(fault)}", Who.NHN, f"{_said(fault)} {fault.fix}.", line)
            return
        for use, found in ((Use.SIGNING, theirs.signing), (Use.ENCRYPTION, theirs.encryption)):
            what = "å signere med" if use is Use.SIGNING else "å kryptere til"
            problems = [self._faults(one, use, ()) for one in found]
            if problems and not all(problems):
                continue
            why = _said(problems[0][0]) if problems else "Det er ikke registrert noe."
            sentence = f"Registrer et gyldig sertifikat {what} på {who} i Adresseregisteret i testmiljøet. {why}"
            yield red(f"{who} har ikke noe sertifikat {what}. {why}", Who.MUNICIPALITY, sentence, line)

    def _counterpart(self, her_id: str) -> Counterpart:
        written = self._protection.counterparts.get(her_id)
        if written is not None:
            return written
        from conformance.transports.protecting.registry import Registry  # noqa: PLC0415

        return Registry(self._target, self._clock).counterpart(her_id)

    def _faults(self, one: x509.Certificate, use: Use, along: tuple[x509.Certificate, ...]) -> list[CmsFault]:
        from standards.cms import faults  # noqa: PLC0415

        return faults(one, use, at=self._now, trust=self._protection.trust, along=along)


def _said(fault: CmsFault) -> str:
    return f"{fault.problem.rstrip('.')}. Fant: {fault.found}."


LOOK = Look(57, "Signering", see)
