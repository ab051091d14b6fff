"""What a broker says went wrong, in bokmål; names are those of AMQP 1.0 (part 2, 2.8.14–2.8.18)."""

from __future__ import annotations

import re
from typing import Final

from wire.amqp.address import Address
from wire.amqp.pump import NO_ACCESS
from wire.amqp.reach import unreachable
from wire.bus import BusError, BusRefused, BusUnreachable, MessageTooLarge

_NOT_FOUND: Final = "amqp:not-found"
_TOO_LARGE: Final = "amqp:link:message-size-exceeded"
_LARGER: Final = re.compile(r"message size \d+ is larger than\D*(\d+)")
"""What RabbitMQ's plugin says of it, in the text of another condition."""
_FRAMING: Final = "amqp:connection:framing-error"
_SAID: Final = " got: "
"""What proton writes before that which came instead of AMQP."""
_LONGEST: Final = 200
_OTHERS: Final = {
    "\\x00\\x00\\x09\\x01": ("AMQP 0-9-1", "Slå på programtillegget rabbitmq_amqp1_0 på bussen."),
    "['\\x15\\x03": ("TLS", "Skriv amqps:// i stedet for amqp://."),
    "AMQP 1.0 layer": ("AMQP 1.0 uten innlogging", "Slå på innlogging med SASL PLAIN på bussen."),
    "HTTP/": ("HTTP", 'Bruk kind = "http", eller porten for AMQP: ofte 5671 for amqps:// og 5672 for amqp://.'),
}
"""How others answer, as proton quotes it, what they are, and what to do."""
UNAUTHORIZED, FORBIDDEN, NOT_FOUND, NOT_TAKEN = 401, 403, 404, 422


def of_connection(address: Address, name: str, description: str, *, stood: bool) -> tuple[BusError, bool]:
    """Why a connection ended, and whether another try would give the same; `stood` when we had been let in."""
    if name == NO_ACCESS:
        return (_no_access(address, description) if stood else _not_let_in(address)), True
    if name == _FRAMING and _SAID in description and not stood:
        return _other_protocol(address, description), True
    if name == _NOT_FOUND:
        return _no_area(address, description), True
    found = "bussen brøt forbindelsen uten å svare" if name == _FRAMING else _told(name, description)
    return unreachable(address, found or "forbindelsen ble brutt"), False


def of_link(address: Address, queue: str, name: str, description: str) -> BusError:
    """Why the bus does not give us a queue."""
    told = _told(name, description)
    if name == _NOT_FOUND and "exchange" in description:
        return BusRefused(
            f"Bussen har ikke navnerommet {address.namespace}.",
            expected=f"et navnerom (exchange) som finnes på {address.host}",
            found=told,
            fix="Rett det som står etter verten i adressen, for eksempel /NHNTestServiceBus.",
            status=NOT_FOUND,
        )
    if name == _NOT_FOUND:
        return BusRefused(
            f"Bussen har ingen kø {queue}.",
            expected=f"en kø med det navnet på {address}",
            found=told,
            fix="Sjekk HER-id-en, og at køene er opprettet (de lages når parten står i Adresseregisteret).",
            status=NOT_FOUND,
        )
    if name == NO_ACCESS or "ACCESS_REFUSED" in description:
        return BusRefused(
            f"Vi har ikke tilgang til køen {queue}.",
            expected=f"tilgang for brukeren {address.user}",
            found=told,
            fix="Be den som drifter bussen om tilgang, eller sjekk at brukernavnet er riktig.",
            status=FORBIDDEN,
        )
    return _too_large(name, description) or unreachable(address, told or "bussen lukket køen")


def too_large(expected: str, found: str) -> MessageTooLarge:
    """The message is over what the bus carries."""
    return MessageTooLarge(
        "Meldingen er for stor for bussen.", expected=expected, found=found, fix="Gjør vedleggene mindre."
    )


def not_taken(queue: str, outcome: str, name: str, description: str) -> BusError:
    """The bus has said no to a message."""
    return _too_large(name, description) or BusRefused(
        f"Bussen tok ikke imot meldingen til {queue}.",
        expected="at bussen tar ansvar for meldingen",
        found=_told(outcome, f"{name}: {description}" if name else ""),
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


def _no_access(address: Address, description: str) -> BusRefused:
    return BusRefused(
        f"Vi har ikke tilgang til området {address.vhost or address.namespace or address.host}.",
        expected=f"et område som finnes, og tilgang dit for brukeren {address.user}",
        found=_told("", description) or "bussen brøt forbindelsen",
        fix="Rett vhost i adressen, eller be den som drifter bussen om tilgang.",
        status=FORBIDDEN,
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
    found, fix = next(
        (words for sign, words in _OTHERS.items() if sign in description),
        ("noe annet enn AMQP", "Sjekk porten: ofte 5671 for amqps:// og 5672 for amqp://."),
    )
    return BusUnreachable(
        "Det som svarer, er ikke en buss med AMQP 1.0 og innlogging.",
        expected=f"AMQP 1.0 på {address}",
        found=found,
        fix=fix,
    )


def _too_large(name: str, description: str) -> MessageTooLarge | None:
    """Whether that is what the bus says."""
    larger = _LARGER.search(description)
    if name != _TOO_LARGE and larger is None:
        return None
    return too_large(f"høyst {larger[1]} byte" if larger else "en mindre melding", _told(name, description))


def _told(name: str, description: str) -> str:
    text = " ".join(description.split()).partition(" Ventet: ")[0]
    if len(text) > _LONGEST:
        text = text[:_LONGEST] + "…"
    return f"{name}: {text}" if name and text else name or text
