"""Who a profile is of: asked of the address registry over HTTP, or where none stands, of the world around the area."""

from __future__ import annotations

import binascii
import json
from base64 import b64decode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

import urllib3

from simulator.certificates import Certificates, Subject, Use
from simulator.national.cppa.refusals import RegistryUnreachable
from simulator.serving.service import Registered
from standards.codes import Ident
from standards.cppa import Keys
from standards.parties import Party, Unit

_TIMEOUT: Final = urllib3.Timeout(connect=2.0, read=10.0)


@dataclass(frozen=True)
class Known:
    """A party with all that its profile is made of."""

    her_id: str
    name: str
    enterprise: str
    organisation_number: str
    queue: str
    """What its queues begin with, its own or those it is reached on."""
    role: str
    processes: tuple[str, ...]
    versions: tuple[str, ...]
    generation: str
    keys: Keys
    valid: bool = True

    @property
    def party(self) -> Party:
        """On two levels, with the organisation number."""
        above = Unit(self.enterprise, (Ident.enh(self.organisation_number),))
        return Party(above, Unit(self.name, (Ident.her(self.her_id),)))


Find = Callable[[str], Known | None]
"""The party with a HER-id, or None; raises `RegistryUnreachable`."""


def of_the_world(parties: Iterable[Registered], certificates: Certificates) -> Find:
    """Finds those of the world, with certificates of our own."""
    below = {one.party.her_id: one for one in parties if one.party.level2 is not None}

    def find(her_id: str) -> Known | None:
        one = below.get(her_id)
        return None if one is None else _registered(one, certificates)

    return find


def over_http(base: str, area: str) -> Find | None:
    """Finds those that the address registry has; None when the address is not that of a registry of ours.

    It is asked by the registry's control, which needs no token and tells what is, whatever fault is on there.
    """
    ending = f"/w/{area}"
    if not base.endswith(ending):
        return None
    areas = f"{base.removesuffix(ending)}/_sim/areas"
    pool = urllib3.PoolManager(retries=False, timeout=_TIMEOUT)

    def asked(her_id: str) -> urllib3.BaseHTTPResponse:
        """Once more when the area was not there: one that was made here is made there too."""
        url = f"{areas}/{area}/parties/{her_id}?with=certificates"
        answer = pool.request("GET", url)
        if answer.status == 404 and pool.request("POST", areas, json={"area": area}).status == 201:
            answer = pool.request("GET", url)
        return answer

    def find(her_id: str) -> Known | None:
        if not (her_id.isascii() and her_id.isdigit()):
            return None
        try:
            answer = asked(her_id)
            return None if answer.status == 404 else _read(json.loads(answer.data))
        except (urllib3.exceptions.HTTPError, ValueError, KeyError, TypeError, binascii.Error) as error:
            raise _unreachable(areas, error) from error

    return find


def _registered(one: Registered, certificates: Certificates) -> Known:
    her_id = one.party.her_id
    return Known(
        her_id,
        (one.party.level2 or one.party.level1).name,
        one.party.level1.name,
        one.organisation_number,
        her_id if one.own_queue else one.party.parent_her_id,
        one.role,
        one.processes,
        one.versions,
        one.generation,
        _keys(one, certificates) if one.processes and not one.ended else Keys(b"", b""),
        not one.ended,
    )


def _keys(one: Registered, certificates: Certificates) -> Keys:
    """Of one that has a profile; for others no keys are made."""
    subject = Subject(one.party.level1.name, one.organisation_number)
    return Keys(*(certificates.current(one.party.her_id, use, subject).der for use in Use))


def _read(found: dict[str, Any]) -> Known:
    certificates = found["certificates"]
    return Known(
        found["her_id"],
        found["name"],
        found["enterprise"],
        found["enterprise_number"],
        found["reached_on"],
        found["role"],
        tuple(found["processes"]),
        tuple(found["versions"]),
        found["generation"],
        Keys(b64decode(certificates["signing"]), b64decode(certificates["encryption"])),
        bool(found["valid"]),
    )


def _unreachable(root: str, error: Exception) -> RegistryUnreachable:
    return RegistryUnreachable(
        "Adresseregisteret svarer ikke, så partene er ikke kjent.",
        expected=f"et svar fra {root}",
        found=type(error).__name__,
        fix="Sjekk at det simulerte adresseregisteret er i gang, og prøv igjen.",
    )
