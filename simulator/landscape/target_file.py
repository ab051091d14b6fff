"""Writes the target file as standards/schemas/target.schema.json has it, with Norwegian comments."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from simulator.journal.profile import Profile
from simulator.journal.unit import Service
from simulator.landscape.beside import CLIENT, NOTHING, Beside
from simulator.landscape.config import AreaConfig
from simulator.landscape.parties import HELSENORGE, services
from simulator.people import Person
from standards.parties import Party


@dataclass(frozen=True)
class Side:
    """Who we play towards the journal, and over what; `secret` is written as TOML."""

    kind: str
    address: str
    party: Party
    secret: str = field(repr=False)
    processes: Mapping[str, str]
    plan: str

    @classmethod
    def helsenorge(cls, profile: Profile, config: AreaConfig, bus_address: str, kind: str) -> Side:
        """Helsenorge, over the bus."""
        return cls(kind, bus_address, HELSENORGE, _q(config.helsenorge_password), profile.processes, profile.plan)


def text(
    profile: Profile,
    config: AreaConfig,
    *,
    side: Side,
    staff_address: str,
    people: Iterable[Person],
    nearby: Beside = NOTHING,
    key_file: str = "",
) -> str:
    """The whole file; `nearby` are the national services that run too, and `key_file` holds the key of our client."""
    parts = [
        _HEAD,
        _target(profile, side, staff_address, config),
        *([_services(nearby, key_file)] if nearby.addresses else []),
        _PERSONS,
        *(_person(person) for person in people),
    ]
    return "\n".join(parts)


_HEAD = """\
# SIMULERT. Testobjekt skrevet av «epj simulate». Beskriver en simulert journal, ikke leverandørens eget produkt.
# Filen inneholder passord til det simulerte miljøet; bare eieren kan lese den.
schema = 1
"""


def _target(profile: Profile, side: Side, staff_address: str, config: AreaConfig) -> str:
    changeable = "kan_byttes" if profile.cancel_approval_can_change else ("ja" if profile.cancel_approval else "nei")
    processes = "\n".join(f"{code} = {_q(version)}" for code, version in side.processes.items())
    parties = "\n".join(_service(profile, service) for service in services(profile))
    return f"""\
[target]
name = {_q(profile.name)}
product = {_q(profile.product)}
vendor = {_q(profile.vendor)}
version = {_q(profile.software_version)}
# Testplanen som brukes når ingen annen er valgt; «epj plans» viser dem.
plan = {_q(side.plan)}
environment = "simulert"
# Journalen er koblet til våre egne tjenester.
topology = "own_bus"

[transport]
kind = {_q(side.kind)}
address = {_q(side.address)}
# Ingen andre henter meldingene til parten som testen spiller.
queue_exclusive = true
quiet_seconds = 3

# Parten som akseptansetesten spiller.
[helsenorge]
{_party(side.party)}
secret = {side.secret}

# Tjenestene i kommunen som utveksler meldinger.
{parties}
# Prosessene journalen støtter, med versjon.
[processes]
{processes}

[settings]
# Må en ansatt godkjenne avbestillinger? Testen kan bytte selv.
cancel_approval = {_q(changeable)}
# Legges timer hos Helsenorge over REST, og ikke på meldingsbussen?
rest_push = {_q("ja" if profile.push == "fhir" else "nei")}
# Kan innbyggere søke i ledige timer og bestille selv?
free_slots = {_q("ja" if profile.free_slots else "nei")}
# Kan en ansatt måtte godkjenne bestillingen, og kan en ledig time være bare for telefon?
slot_approval = {_q("ja" if profile.free_slots else "nei")}
slot_by_phone = {_q("ja" if profile.free_slots else "nei")}
# Kan klokken i testmiljøet flyttes?
test_clock = "ja"
# Kan mottaket av meldinger stanses og startes igjen?
downtime = "ja"
# Kan en time unntas foreldreinnsyn?
exempt = "ja"

# Ansatte i den simulerte journalen gjør det de blir bedt om over HTTP.
[staff]
kind = "http"
address = {_q(staff_address)}
secret = {_q(config.staff_secret)}
settle = true

[deadlines]
message_seconds = 10
staff_seconds = 10

# Hvor mange dager kjøringer tas vare på.
[retention]
days = 90
"""


_PERSONS = """\
# Syntetiske testpersoner; alle har journal her.
"""


def _services(nearby: Beside, key_file: str) -> str:
    parts = ["# De nasjonale tjenestene som er simulert ved siden av; «epj check» ser på dem."]
    if nearby.issuer:
        parts.append(
            f"""\
[services.helseid]
issuer = {_q(nearby.issuer)}
client_id = {_q(CLIENT)}
# Den private nøkkelen til testklienten; bare eieren kan lese filen.
key = {{ file = {_q(key_file)} }}
"""
        )
    parts += [f"[services.{name}]\naddress = {_q(address)}\n" for name, address in nearby.addresses.items()]
    return "\n".join(parts)


def _service(profile: Profile, service: Service) -> str:
    return f"""\
[[parties]]
role = {_q(service.role)}
{_party(service.party)}
level2 = {_q(profile.level2)}
"""


def _party(party: Party) -> str:
    level2 = party.level2 or party.level1
    lines = (
        f"her_id = {_q(party.her_id)}",
        f"name = {_q(level2.name)}",
        f"parent_her_id = {_q(party.parent_her_id)}",
        f"parent_name = {_q(party.level1.name)}",
    )
    return "\n".join(lines)


def _person(person: Person) -> str:
    lines = [
        "[[persons]]",
        f"id = {_q(person.id)}",
        f"ident = {_q(person.ident)}",
        f"family = {_q(person.family)}",
        f"given = {_q(person.given)}",
        f"birth_date = {person.birth_date.isoformat()}",
        f"kind = {_q(person.kind)}",
    ]
    if person.guardians:
        lines += [f"guardians = {json.dumps(list(person.guardians))}", f"relation = {_q(person.relation)}"]
    if person.traits:
        lines.append(f"traits = {json.dumps(list(person.traits), ensure_ascii=False)}")
    lines += [f"digitally_active = {str(person.digitally_active).lower()}", ""]
    return "\n".join(lines)


def _q(value: str) -> str:
    """A TOML basic string; JSON escapes are a subset of TOML's."""
    return json.dumps(value, ensure_ascii=False)
