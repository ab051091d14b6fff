"""Calls about what belongs to others: at Meldingstjener, the registries and the bus."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient

from simulator.clock import ManualClock
from simulator.landscape.registered import parties_of
from simulator.national import adresseregister, cppa
from simulator.national.tjenestebuss import build_bus
from simulator.serving.service import Place, Service, Surroundings
from simulator.vendors import find_profile
from tests.simulator import bus_world, registry_kit
from tests.simulator import meldingstjener_world as msh
from tests.simulator.meldingstjener_world import CLINIC, DOCTORS, HOME_CARE, MUNICIPALITY, SURGERY, TRUST

NOBODY = "8299999"
ALIKE_HEADERS = ("Content-Type", "WWW-Authenticate", "Allow", "SIMULERT")


@dataclass(frozen=True)
class Found:
    """A case and its answer."""

    part: str
    case: str
    expected: tuple[int, str]
    got: tuple[int, str]
    leaks: str = ""


def found() -> Iterator[Found]:
    """All of them."""
    yield from _messages()
    yield from _registries()
    yield from _bus()


def difference(one: Any, other: Any, *ids: str) -> str:
    """What two answers tell apart when the ids that were asked about, and those of the calls, are left out."""
    first, second = (_plain(answer, ids) for answer in (one, other))
    return "" if first == second else f"{first} is not {second}"


def _plain(answer: Any, ids: tuple[str, ...]) -> tuple[int, str, dict[str, str]]:
    text = answer.get_data(as_text=True)
    for one in ids:
        text = text.replace(one, "ID")
    text = re.sub(r'"requestId": ?"[^"]*"|<RequestId>[^<]*', '"requestId": ""', text, flags=re.IGNORECASE)
    return answer.status_code, text, {name: answer.headers.get(name, "") for name in ALIKE_HEADERS}


def _messages() -> Iterator[Found]:
    with msh.running() as world:
        sent = world.send(msh.message().to_xml())
        yield from _others_messages(world, sent)
        yield from _named_her_ids(world, sent)
        yield from _held(world, sent)


def _calls(name: str, her_id: str) -> tuple[tuple[str, str, str, Any], ...]:
    return (
        ("metadata", "GET", f"/Messages/{name}", None),
        ("document", "GET", f"/Messages/{name}/business-document", None),
        ("status", "GET", f"/Messages/{name}/status", None),
        ("receipts", "GET", f"/Messages/{name}/apprec", None),
        ("give a receipt", "POST", f"/Messages/{name}/apprec/{her_id}", {"appRecStatus": "Ok"}),
        ("mark as read", "PUT", f"/Messages/{name}/read/{her_id}", None),
    )


def _others_messages(world: msh.World, sent: str) -> Iterator[Found]:
    """The hospital asks about what the clinic sent to the surgery; and the surgery in an area where it is not."""
    nothing = str(uuid.uuid4())
    for who, area, own in ((TRUST, "a", "8230301"), (DOCTORS, "b", "8230201")):
        whose = "foreign message" if area == "a" else "message of another area"
        for (case, method, path, body), (_, _, other, _) in zip(_calls(sent, own), _calls(nothing, own), strict=True):
            here = world.call(method, path, as_=who, area=area, json=body)
            there = world.call(method, other, as_=who, area=area, json=body)
            yield _said(f"{whose}: {case}", (404, "0"), here, difference(here, there, sent, nothing))


def _named_her_ids(world: msh.World, sent: str) -> Iterator[Found]:
    """The surgery names a HER-id of others, and one that nobody has."""
    other = CLINIC.her_id
    for case, method, path, body in (
        ("list", "GET", "/Messages?ReceiverHerIds={}", None),
        ("receipt", "POST", f"/Messages/{sent}/apprec/{{}}", {"appRecStatus": "Ok"}),
        ("mark as read", "PUT", f"/Messages/{sent}/read/{{}}", None),
    ):
        here, there = (world.call(method, path.format(one), as_=DOCTORS, json=body) for one in (other, NOBODY))
        yield _said(f"foreign HER-id: {case}", (403, "0"), here, difference(here, there, other, NOBODY))
    mine = f"/Messages?ReceiverHerIds={SURGERY.her_id}&ReceiverHerIds="
    here, there = (world.call("GET", f"{mine}{one}", as_=DOCTORS) for one in (other, NOBODY))
    yield _said("own and foreign HER-id: list", (403, "0"), here, difference(here, there, other, NOBODY))
    forged = world.call("POST", "/Messages", as_=DOCTORS, json=msh.packed(msh.message().to_xml()))
    yield _said("foreign sender: send", (403, "0"), forged)
    for case, headers in (("no token", {}), ("empty token", {"Authorization": "Bearer "})):
        answer = world.call("GET", f"/Messages/{sent}", as_="", headers=headers)
        nothing = world.call("GET", f"/Messages/{uuid.uuid4()}", as_="", headers=headers)
        yield _said(f"{case}: metadata", (401, "0"), answer, difference(answer, nothing))


def _held(world: msh.World, sent: str) -> Iterator[Found]:
    """Another system of the same municipality, whose token is held to its own HER-id."""
    held, nothing = f"{MUNICIPALITY} {HOME_CARE.her_id}", str(uuid.uuid4())
    for (case, method, path, body), (_, _, other, _) in list(
        zip(_calls(sent, HOME_CARE.her_id), _calls(nothing, HOME_CARE.her_id), strict=True)
    ):
        here, there = (world.call(method, one, as_=held, json=body) for one in (path, other))
        yield _said(f"other system of the town: {case}", (404, "0"), here, difference(here, there, sent, nothing))
    listed, unknown = (
        world.call("GET", f"/Messages?ReceiverHerIds={one}", as_=held) for one in (CLINIC.her_id, NOBODY)
    )
    leaks = difference(listed, unknown, CLINIC.her_id, NOBODY)
    yield _said("other system of the town: list", (403, "0"), listed, leaks)


def _said(case: str, expected: tuple[int, str], answer: Any, leaks: str = "") -> Found:
    content = answer.get_json(silent=True)
    code = str(content["errorCode"]) if isinstance(content, dict) and "errorCode" in content else "?"
    return Found("Meldingstjener", case, expected, (answer.status_code, code), leaks)


def _registries() -> Iterator[Found]:
    """The station stands in area `a` and not in `b`."""
    here, gone = registry_kit.STATION, NOBODY
    with registry_kit.few_keys(), _built(adresseregister.SERVICE) as http:
        assert http.get(f"/w/a/communicationparty/{here}").status_code == 200
        for path in ("/communicationparty/{}", "/communicationparty/{}/certificates", "/api/v1/communicationparty/{}",
                     "/api/v1/certificate/{}/signing", "/CommunicationParties/{}"):  # fmt: skip
            told, nothing = (http.get(f"/w/b{path.format(one)}") for one in (here, gone))
            leaks = difference(told, nothing, here, gone)
            yield Found("Registry", f"party of another area: {path}", (404, ""), (told.status_code, ""), leaks)
    with registry_kit.few_keys(), _built(cppa.SERVICE) as http:
        assert http.get(f"/w/a/Profiles/{here}").status_code == 200
        pair = http.get(f"/w/a/Agreements/HerIds/{here}/{registry_kit.HELSENORGE}")
        known = re.search(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", pair.text)
        assert known is not None and http.get(f"/w/a/Agreements/{known[0]}").status_code == 200
        for case, path, one, other in (
            ("profile of another area", "/Profiles/{}", here, gone),
            ("profile of another area, v2", "/v2/Profiles/{}", here, gone),
            ("agreement of another area", "/Agreements/{}", known[0], str(uuid.uuid4())),
            ("agreement with one of another area", f"/Agreements/HerIds/{registry_kit.HELSENORGE}/{{}}", here, gone),
        ):
            told, nothing = (http.get(f"/w/b{path.format(asked)}") for asked in (one, other))
            leaks = difference(told, nothing, one, other)
            yield Found("CPA", case, (404, ""), (told.status_code, ""), leaks)


@contextmanager
def _built(service: Service) -> Iterator[FlaskClient]:
    parties = parties_of(find_profile("visma_hspro"))
    others = tuple(one for one in parties if one.party.her_id != registry_kit.STATION)
    clock = ManualClock(registry_kit.NOW)
    app, areas = service.build(
        Surroundings(None, clock, ("a", "b"), place=lambda area: Place(1, parties=parties if area == "a" else others))
    )
    try:
        yield app.test_client()
    finally:
        areas.close()


def _bus() -> Iterator[Found]:
    app, areas = build_bus(None, ManualClock(bus_world.START))
    areas.ensure("a", bus_world.PASSWORDS)
    areas.ensure("b", {bus_world.EPJ: "annet"})
    http, body = app.test_client(), {**bus_world.envelope().to_json(), "body_b64": "PGEvPg=="}

    def ask(method: str, path: str, who: str, password: str = "", **more: Any) -> Any:
        login = {"Authorization": bus_world.basic(who, password or bus_world.PASSWORDS[who])}
        return http.open(f"/w/a{path}", method=method, headers=login, **more)

    ask("POST", f"/queues/{bus_world.INBOX}/messages", bus_world.HELSENORGE, json=body)
    held = ask("POST", f"/queues/{bus_world.INBOX}/lock", bus_world.EPJ).get_json()
    token, nothing = str(held["lock_token"]), str(uuid.uuid4())
    queues, mine = (bus_world.INBOX, f"{NOBODY}_async"), bus_world.HELSENORGE
    for case, method, path in (("read", "POST", "/queues/{}/lock"), ("count", "GET", "/queues/{}"),
                               ("take back", "POST", "/queues/{}/recover")):  # fmt: skip
        here, there = (ask(method, path.format(one), mine) for one in queues)
        yield _bussed(
            f"foreign queue: {case}", 403, here, difference(here, there, *(one.split("_")[0] for one in queues))
        )
    for case, method, path in (("complete", "DELETE", "/locks/{}"), ("release", "POST", "/locks/{}/release")):
        here, there = (ask(method, path.format(one), mine) for one in (token, nothing))
        yield _bussed(f"foreign lock: {case}", 410, here, difference(here, there, token, nothing))
    here, there = (ask("GET", f"/queues/{bus_world.INBOX}", who, "feil") for who in (bus_world.EPJ, NOBODY))
    yield _bussed("wrong password", 401, here, difference(here, there, bus_world.EPJ, NOBODY))
    here = ask("GET", f"/queues/{bus_world.INBOX}", bus_world.EPJ, "annet")
    yield _bussed("password of another area", 401, here, difference(here, there, bus_world.EPJ, NOBODY))
    areas.close()


def _bussed(case: str, status: int, answer: Any, leaks: str) -> Found:
    return Found("Bus", case, (status, ""), (answer.status_code, ""), leaks)
