"""MSH v2: what is sent is listed, fetched, receipted and marked read, each receiver for itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from simulator.clock import SystemClock
from simulator.landscape.national import find, start_services
from simulator.national.meldingstjener import faults
from simulator.national.meldingstjener.registry import RegistryUnreachable
from simulator.national.meldingstjener.registry import around as registry_owners
from simulator.serving.service import Place, Surroundings
from standards.apprec import AppRec
from standards.rules.engine import judge_message
from standards.schema import SchemaPack
from standards.xml import parse
from tests.simulator.meldingstjener_world import (
    CLINIC,
    DOCTORS,
    HEADERS,
    HOME_CARE,
    HOSPITAL,
    MUNICIPALITY,
    PARTIES,
    START,
    SURGERY,
    TRUST,
    World,
    error,
    message,
    packed,
    running,
)

OSLO_NINE = "2026-11-21T09:00:00+00:00"
CLINIC_ID, HOME_ID, SURGERY_ID, HOSPITAL_ID = 8230101, 8230102, 8230201, 8230301


@pytest.fixture
def world() -> Iterator[World]:
    with running() as made:
        yield made


def receipt(world: World, name: str, her_id: int, *, as_: str = DOCTORS, status: Any = "Ok", **more: Any) -> str:
    body = {"appRecStatus": status, **more}
    answer = world.call("POST", f"/Messages/{name}/apprec/{her_id}", as_=as_, json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.get_json())


def test_a_message_is_listed_fetched_receipted_and_marked_read(world: World) -> None:
    sent = message()
    name = world.send(sent.to_xml())
    listed = {
        "id": name,
        "contentType": "application/xml",
        "receiverHerId": SURGERY_ID,
        "senderHerId": CLINIC_ID,
        "businessDocumentId": sent.msg_id,
        "businessDocumentGenDate": OSLO_NINE,
        "isAppRec": False,
    }
    assert world.unread("8230201") == [listed]
    assert world.call("GET", f"/Messages/{name}", as_=DOCTORS).get_json() == listed
    assert world.document(name) == sent.to_xml()
    waiting = {"receiverHerId": SURGERY_ID, "transportDeliveryState": "Acknowledged", "appRecStatus": None}
    assert world.status(name) == [waiting]

    answer = receipt(world, name, SURGERY_ID)
    assert world.status(name) == [{**waiting, "appRecStatus": "Ok"}]
    told = {"receiverHerId": SURGERY_ID, "appRecStatus": "Ok", "appRecErrorList": []}
    assert world.call("GET", f"/Messages/{name}/apprec").get_json() == [told]
    (arrived,) = world.unread("8230101", as_=MUNICIPALITY)
    assert (arrived["id"], arrived["isAppRec"], arrived["senderHerId"]) == (answer, True, SURGERY_ID)

    read = world.call("PUT", f"/Messages/{name}/read/{SURGERY_ID}", as_=DOCTORS)
    assert (read.status_code, read.data) == (204, b"")
    assert world.unread("8230201") == []


def test_the_receipt_is_an_apprec_of_the_standard(world: World) -> None:
    sent = message()
    name = world.send(sent.to_xml())
    answer = receipt(world, name, SURGERY_ID, status="Rejected", appRecErrorList=[{"errorCode": "E36", "details": "x"}])
    raw = world.document(answer)
    made = AppRec.from_xml(raw)
    assert not SchemaPack.own().check(parse(raw))
    assert not [one for one in judge_message(raw).findings if one.level == "skal"]
    assert (made.version, made.status.v, made.original.msg_id) == ("1.1", "2", sent.msg_id)
    assert (made.errors[0].v, made.errors[0].dn, made.errors[0].ot) == (
        "E36",
        "Pasientopplysningene er utilstrekkelige",
        "x",
    )
    assert (made.sender.her_id, made.receiver.her_id, made.sender_role) == ("8230201", "8230101", "PRIM")
    assert (made.software_name, made.software_version) == ("Prøvejournal", "4.1")
    assert made.gen_date is not None and made.gen_date == START
    (told,) = world.call("GET", f"/Messages/{name}/apprec").get_json()
    assert told["appRecErrorList"] == [
        {
            "errorCode": "E36",
            "details": "x",
            "description": "Pasientopplysningene er utilstrekkelige",
            "oid": "2.16.578.1.12.4.1.1.8221",
        }
    ]


def test_dialogmelding_1_0_takes_apprec_1_0(world: World) -> None:
    name = world.send(message(dialog="1.0").to_xml())
    assert AppRec.from_xml(world.document(receipt(world, name, SURGERY_ID))).version == "1.0"


def test_an_apprec_that_is_sent_as_a_document_counts_as_the_receipt(world: World) -> None:
    name = world.send(message().to_xml())
    raw = world.document(receipt(world, name, SURGERY_ID))
    again = world.send(message().to_xml())
    other = AppRec.from_xml(raw)
    msg_id = world.call("GET", f"/Messages/{again}", as_=DOCTORS).get_json()["businessDocumentId"]
    own = raw.replace(other.original.msg_id.encode(), msg_id.encode())
    answer = world.send(own, as_=DOCTORS)
    assert world.call("GET", f"/Messages/{answer}", as_=DOCTORS).get_json()["isAppRec"] is True
    assert world.status(again)[0]["appRecStatus"] == "Ok"
    assert world.status(answer, as_=DOCTORS)[0]["appRecStatus"] is None


def test_the_first_receipt_is_final_and_the_next_is_delivered_all_the_same(world: World) -> None:
    name = world.send(message().to_xml())
    receipt(world, name, SURGERY_ID)
    receipt(world, name, SURGERY_ID, status="Rejected", appRecErrorList=[{"errorCode": "X99", "details": None}])
    assert world.status(name)[0]["appRecStatus"] == "Ok"
    assert len(world.unread("8230101", as_=MUNICIPALITY)) == 2


def test_no_receipt_for_a_receipt(world: World) -> None:
    answer = receipt(world, world.send(message().to_xml()), SURGERY_ID)
    refused = world.call("POST", f"/Messages/{answer}/apprec/{CLINIC_ID}", json={"appRecStatus": "Ok"})
    error(refused, 400, 1000)


def test_each_receiver_has_a_copy_of_its_own(world: World) -> None:
    sent = message(CLINIC, SURGERY, HOSPITAL)
    name = world.send(sent.to_xml())
    receipt(world, name, SURGERY_ID)
    assert world.call("PUT", f"/Messages/{name}/read/{SURGERY_ID}", as_=DOCTORS).status_code == 204
    assert world.unread("8230201") == []
    assert [one["receiverHerId"] for one in world.unread("8230301", as_=TRUST)] == [HOSPITAL_ID]
    assert [one["appRecStatus"] for one in world.status(name)] == ["Ok", None]
    assert [one["receiverHerId"] for one in world.status(name, as_=TRUST)] == [HOSPITAL_ID]
    assert [one["receiverHerId"] for one in world.call("GET", f"/Messages/{name}/apprec", as_=TRUST).get_json()] == [
        HOSPITAL_ID
    ]
    made = AppRec.from_xml(world.document(receipt(world, name, HOSPITAL_ID, as_=TRUST), as_=TRUST))
    assert (made.sender.her_id, made.sender_role) == ("8230301", "COP")


def test_a_subset_of_the_receivers(world: World) -> None:
    sent = message(CLINIC, SURGERY, HOSPITAL).to_xml()
    world.send(sent, receiverHerIdsSubset=[HOSPITAL_ID])
    assert world.unread("8230201") == []
    assert len(world.unread("8230301", as_=TRUST)) == 1
    refused = world.call("POST", "/Messages", json={**packed(sent), "receiverHerIdsSubset": [HOME_ID]})
    assert "8230102" in error(refused, 400, 1000)["validationErrors"][0]


def test_the_same_msg_id_twice_is_accepted_and_delivered(world: World) -> None:
    sent = message().to_xml()
    assert world.send(sent) != world.send(sent)
    assert len(world.unread("8230201")) == 2


def test_the_list_is_ordered_by_gen_date_and_narrowed(world: World) -> None:
    late, early = (message(made=START + timedelta(hours=hours)) for hours in (1, 0))
    home = message(HOME_CARE, made=START + timedelta(hours=2))
    names = [world.send(one.to_xml()) for one in (late, early, home)]
    assert [one["id"] for one in world.unread("8230201")] == [names[1], names[0], names[2]]
    assert [one["id"] for one in world.unread("8230201", OrderBy="2")] == [names[2], names[0], names[1]]
    assert [one["id"] for one in world.unread("8230201", MessagesToFetch="1")] == [names[1]]
    assert [one["id"] for one in world.unread("8230201", SenderHerId="8230102")] == [names[2]]
    assert [one["id"] for one in world.unread("8230201", BusinessDocumentId=late.msg_id)] == [names[0]]
    brief = world.call("GET", "/Messages?receiverHerIds=8230201&MessagesToFetch=1", as_=DOCTORS).get_json()
    assert brief == [{"id": names[1], "receiverHerId": SURGERY_ID}]


def test_several_receivers_of_one_caller_are_listed_copy_by_copy(world: World) -> None:
    name = world.send(message(SURGERY, CLINIC, HOME_CARE).to_xml(), as_=DOCTORS)
    found = world.unread("8230101", "8230102", as_=MUNICIPALITY)
    assert [(one["id"], one["receiverHerId"]) for one in found] == [(name, CLINIC_ID), (name, HOME_ID)]


def test_the_transport_follows_the_clock(world: World) -> None:
    assert world.control("POST", "/delivery", {"seconds": 60}).get_json() == {"delivery_seconds": 60}
    name = world.send(message().to_xml())
    assert world.status(name)[0]["transportDeliveryState"] == "Unconfirmed"
    assert world.unread("8230201") == []
    error(world.call("GET", f"/Messages/{name}", as_=DOCTORS), 404)
    world.clock.advance(timedelta(seconds=60))
    assert world.status(name)[0]["transportDeliveryState"] == "Acknowledged"
    assert len(world.unread("8230201")) == 1


def test_the_transport_follows_the_control(world: World) -> None:
    name = world.send(message(CLINIC, SURGERY, HOSPITAL).to_xml())
    told = world.control("POST", f"/messages/{name}/delivery", {"state": "Rejected", "receiver": SURGERY_ID})
    assert [one["transportDeliveryState"] for one in told.get_json()["copies"]] == ["Rejected", "Acknowledged"]
    assert world.unread("8230201") == []
    assert world.control("POST", f"/messages/{name}/delivery", {"state": ""}).status_code == 200
    assert len(world.unread("8230201")) == 1
    (seen,) = world.control("GET", "/messages").get_json()["messages"]
    assert seen["sourceSystem"] == "Prøvejournal 4.1"
    for content in ({"state": "Lost"}, {"state": "Rejected", "receiver": 1}):
        assert world.control("POST", f"/messages/{name}/delivery", content).status_code == 400
    assert world.control("POST", "/messages/none/delivery", {"state": ""}).status_code == 404
    assert world.control("POST", "/delivery", {"seconds": -1}).status_code == 400


def test_a_reset_forgets_everything(world: World) -> None:
    world.send(message().to_xml())
    world.fault(faults.SLOW)
    assert world.control("POST", "/reset").status_code == 204
    assert world.unread("8230201") == []
    assert world.control("GET", "/faults").get_json() == {"active": []}


def test_what_was_answered_for_comes_back(tmp_path: Path) -> None:
    with running(tmp_path) as first:
        name = first.send(message().to_xml())
        receipt(first, name, SURGERY_ID)
    with running(tmp_path) as again:
        assert [one["id"] for one in again.unread("8230201")] == [name]
        assert again.status(name)[0]["appRecStatus"] == "Ok"


def test_the_registry_says_who_owns_a_her_id() -> None:
    """Also what is changed there while it runs; and one that is not there cannot be written to."""
    around = Surroundings(None, SystemClock(), ("a",), place=lambda _: Place(1, parties=PARTIES))
    with ExitStack() as running:
        registry, msh = start_services([find("adresseregister"), find("meldingstjener")], around, running)
        url, body = f"{msh.url}/w/a/msh/Messages", packed(message().to_xml())
        assert requests.post(url, json=body, headers=HEADERS, timeout=30).status_code == 201
        owners = registry_owners(replace(around, address=lambda name, area: registry.address(area)))
        assert DOCTORS in owners("a", SURGERY_ID)
        assert owners("a", 4711) == frozenset()
        closed = f"{registry.url}/_sim/areas/a/parties/{SURGERY_ID}"
        assert requests.post(closed, json={"valid_to": "now"}, timeout=30).status_code == 200
        assert (
            registry_owners(replace(around, address=lambda name, area: registry.address(area)))("a", SURGERY_ID)
            == frozenset()
        )
        lost = registry_owners(replace(around, address=lambda name, area: f"http://127.0.0.1:1/w/{area}"))
        with pytest.raises(RegistryUnreachable):
            lost("a", SURGERY_ID)


def test_areas_know_nothing_of_each_other(world: World) -> None:
    name = world.send(message().to_xml())
    error(world.call("GET", f"/Messages/{name}", as_=DOCTORS, area="b"), 404)
    assert world.unread("8230201", area="b") == []
    error(world.call("GET", f"/Messages/{name}", area="c"), 404)


class TestFaults:
    """Each does what it says, as often as it was asked for."""

    def test_reads_early(self, world: World) -> None:
        world.send(message().to_xml())
        world.fault(faults.READS_EARLY)
        assert len(world.unread("8230201")) == 1
        assert world.unread("8230201") == []

    def test_another_client_reads(self, world: World) -> None:
        world.fault(faults.OTHER_CLIENT_READS, next=1)
        world.send(message().to_xml())
        assert world.unread("8230201") == []
        world.send(message().to_xml())
        assert len(world.unread("8230201")) == 1

    def test_loses_receipts(self, world: World) -> None:
        world.fault(faults.LOSES_RECEIPTS)
        name = world.send(message().to_xml())
        receipt(world, name, SURGERY_ID)
        assert world.status(name)[0]["appRecStatus"] is None
        assert len(world.unread("8230101", as_=MUNICIPALITY)) == 1

    @pytest.mark.parametrize(
        ("fault", "state", "seen"),
        [(faults.STUCK_TRANSPORT, "Unconfirmed", 1), (faults.REJECTED_TRANSPORT, "Rejected", 0)],
    )
    def test_transport(self, world: World, fault: str, state: str, seen: int) -> None:
        world.fault(fault)
        name = world.send(message().to_xml())
        assert world.status(name)[0]["transportDeliveryState"] == state
        assert len(world.unread("8230201")) == seen

    def test_wrong_case(self, world: World) -> None:
        name = world.send(message().to_xml())
        world.fault(faults.WRONG_CASE)
        assert "ReceiverHerId" in world.unread("8230201")[0]
        assert set(world.status(name)[0]) == {"ReceiverHerId", "TransportDeliveryState", "AppRecStatus"}
        refused = world.call("GET", "/Messages", as_="")
        assert (refused.status_code, refused.get_json()["ErrorCode"]) == (401, 0)

    def test_slow_and_server_error(self, world: World) -> None:
        world.fault(faults.SLOW, seconds=0.01, next=1)
        world.fault(faults.SERVER_ERROR, next=1)
        error(world.call("GET", "/Messages?receiverHerIds=8230201", as_=DOCTORS), 500)
        assert world.unread("8230201") == []

    def test_gen_date_without_offset(self, world: World) -> None:
        world.send(message().to_xml())
        world.fault(faults.NO_OFFSET)
        assert world.unread("8230201")[0]["businessDocumentGenDate"] == "2026-11-21T10:00:00"

    def test_old_receipt(self, world: World) -> None:
        world.fault(faults.OLD_RECEIPT)
        name = world.send(message().to_xml())
        assert AppRec.from_xml(world.document(receipt(world, name, SURGERY_ID))).version == "1.0"

    def test_lets_broken_through(self, world: World) -> None:
        broken = (
            message().to_xml().replace(b"<MIGversion>", b"<MIGversjon>").replace(b"</MIGversion>", b"</MIGversjon>")
        )
        error(world.call("POST", "/Messages", json=packed(broken)), 400, 1000)
        world.fault(faults.LETS_BROKEN_THROUGH)
        assert world.document(world.send(broken)) == broken

    def test_lists_twice(self, world: World) -> None:
        name = world.send(message().to_xml())
        world.fault(faults.LISTS_TWICE)
        assert [one["id"] for one in world.unread("8230201")] == [name, name]

    def test_every_fault_is_tried_here(self) -> None:
        source = Path(__file__).read_text("utf-8")
        ids = [one.id for one in faults.CATALOGUE]
        names = {name for name, value in vars(faults).items() if value in ids}
        assert len(names) == len(faults.CATALOGUE)
        assert not [name for name in names if f"faults.{name}" not in source]
