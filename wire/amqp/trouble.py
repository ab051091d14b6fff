"""What a broker says went wrong, in bokmål; names are those of AMQP 1.0 (part 2, 2.8.14–2.8.18)."""

from __future__ import annotations

from typing import Final

from wire.amqp.address import Address
from wire.amqp.reach import unreachable
from wire.bus import BusError, BusRefused, BusUnreachable, MessageTooLarge

_NOT_FOUND: Final = "amqp:not-found"
_NO_ACCESS: Final = "amqp:unauthorized-access"
_TOO_LARGE: Final = frozenset({"amqp:link:message-size-exceeded", "amqp:resource-limit-exceeded"})
_FRAMING: Final = "amqp:connection:framing-error"
_LONGEST: Final = 200
UNAUTHORIZED, FORBIDDEN, NOT_FOUND, NOT_TAKEN = 401, 403, 404, 422


def of_connection(address: Address, name: str, description: str) -> tuple[BusError, bool]:
    """Why the connection ended, and whether another try would give the same."""
    if name == _NO_ACCESS:
        return _not_let_in(address), True
    if name == _FRAMING:
        return _other_protocol(address, description), True
    if name == _NOT_FOUND:
        return _no_area(address, description), True
    return unreachable(address, _told(name, description) or "forbindelsen ble brutt"), False


def of_link(address: Address, queue: str, name: str, description: str) -> BusError:
    """Why the bus does not give us a queue."""
    told = _told(name, description)
    if name == _NOT_FOUND:
        return BusRefused(
            f"Bussen har ingen kø {queue}.",
            expected=f"en kø med det navnet på {address}",
            found=told,
            fix="Sjekk HER-id-en, og at køene er opprettet (de lages når parten står i Adresseregisteret).",
            status=NOT_FOUND,
        )
    if name == _NO_ACCESS or "access_refused" in description.lower() or "ACCESS_REFUSED" in description:
        return BusRefused(
            f"Vi har ikke tilgang til køen {queue}.",
            expected=f"tilgang for brukeren {address.user}",
            found=told,
            fix="Be den som drifter bussen om tilgang, eller sjekk at brukernavnet er riktig.",
            status=FORBIDDEN,
        )
    if name in _TOO_LARGE:
        return MessageTooLarge(
            "Meldingen er for stor for bussen.", expected="en mindre melding", found=told, fix="Gjør vedleggene mindre."
        )
    return unreachable(address, told or "bussen lukket køen")


def not_taken(queue: str, outcome: str, description: str) -> BusRefused:
    """The bus has said no to a message."""
    return BusRefused(
        f"Bussen tok ikke imot meldingen til {queue}.",
        expected="at bussen tar ansvar for meldingen",
        found=_told(outcome, description),
        fix="Sjekk om køen finnes, er full eller har en grense som meldingen bryter.",
        status=NOT_TAKEN,
    )


def not_confirmed(address: Address, queue: str, seconds: float) -> BusUnreachable:
    """Sent, but nothing came back: it may lie in the queue."""
    return BusUnreachable(
        f"Bussen bekreftet ikke meldingen til {queue}.",
        expected=f"svar fra {address} innen {seconds:g} sekunder",
        found="forbindelsen står, men det kom ikke noe svar",
        fix="Sjekk om bussen er full (minne eller disk). Meldingen kan være kommet fram; den kan sendes en gang til.",
    )


def no_answer(address: Address, queue: str, seconds: float) -> BusUnreachable:
    """The connection stands, and the bus does not do what it was asked."""
    return BusUnreachable(
        f"Bussen svarer ikke for køen {queue}.",
        expected=f"svar fra {address} innen {seconds:g} sekunder",
        found="forbindelsen står, men det kom ikke noe svar",
        fix="Sjekk om bussen er overbelastet eller full.",
    )


def _not_let_in(address: Address) -> BusRefused:
    return BusRefused(
        "Bussen slapp oss ikke inn: feil brukernavn eller passord.",
        expected=f"brukeren {address.user} med passordet for {address}",
        found="innloggingen ble avvist",
        fix="Rett secret under [helsenorge] i testobjektfilen, eller be den som drifter bussen om nytt passord.",
        status=UNAUTHORIZED,
    )


def _no_area(address: Address, description: str) -> BusRefused:
    return BusRefused(
        "Bussen kjenner ikke området.",
        expected=f"området {address.vhost or address.namespace or address.host}",
        found=_told("", description),
        fix="Rett vhost eller navnerommet i adressen.",
        status=NOT_FOUND,
    )


def _other_protocol(address: Address, description: str) -> BusUnreachable:
    if "AMQP" in description and "\\x00\\x00\\x09\\x01" in description:
        found, fix = "AMQP 0-9-1", "Slå på programtillegget rabbitmq_amqp1_0 på bussen."
    else:
        found = "noe annet enn AMQP"
        fix = "Sjekk porten: 5671 for amqps://, 5672 for amqp://. Andre porter tilhører gjerne andre tjenester."
    return BusUnreachable(
        "Det som svarer er ikke en buss med AMQP 1.0.", expected=f"AMQP 1.0 på {address}", found=found, fix=fix
    )


def _told(name: str, description: str) -> str:
    text = " ".join(description.split())
    if len(text) > _LONGEST:
        text = text[:_LONGEST] + "…"
    return f"{name}: {text}" if name and text else name or text
