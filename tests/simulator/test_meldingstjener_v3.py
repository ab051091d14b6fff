"""MSH v3: a second face on the messages of v2, with set-up, notices, 202 and problem details."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from simulator.national.meldingstjener import faults
from simulator.national.meldingstjener.configurations import Configuration
from simulator.national.meldingstjener.refusals import Locked
from simulator.national.meldingstjener.v3.answers import MEDIA
from simulator.national.meldingstjener.v3.refusals import CODES
from standards.apprec import AppRec
from standards.parties import Party
from tests.simulator.meldingstjener_world import (
    CLINIC,
    DOCTORS,
    HOSPITAL,
    MUNICIPALITY,
    SURGERY,
    TRUST,
    World,
    message,
    packed,
    running,
)

CLINIC_ID, HOME_ID, SURGERY_ID, HOSPITAL_ID = 8230101, 8230102, 8230201, 8230301
FIELDS = {
    "type", "title", "status", "detail", "instance", "errorCode", "requestId", "validationErrors", "stackTrace",
    "timestamp",
}  # fmt: skip
OURS, THEIRS = f"{DOCTORS}@en", f"{DOCTORS}@annen"


def call(world: World, method: str, path: str, *, as_: str = MUNICIPALITY, **more: Any) -> TestResponse:
    return world.call(method, path, as_=as_, headers={"api-version": "3", **more.pop("headers", {})}, **more)


def configure(world: World, *her_ids: int, as_: str = MUNICIPALITY, **more: Any) -> None:
    body = {"configurations": [{"herId": her_id, **more} for her_id in her_ids]}
    answer = call(world, "PUT", "/mshconfigurations", as_=as_, json=body)
    assert (answer.status_code, answer.data) == (204, b""), answer.text


def send(world: World, document: bytes, *, as_: str = MUNICIPALITY, **more: Any) -> str:
    answer = call(world, "POST", "/messages", as_=as_, json={**packed(document), **more})
    assert answer.status_code == 202, answer.text
    name = str(answer.get_json())
    assert answer.headers["Location"].endswith(f"/w/a/msh/messages/{name}")
    return name


def told(world: World, her_id: int, *, after: int = 0, as_: str = MUNICIPALITY, **more: Any) -> list[tuple[str, str]]:
    return [(one["type"], one["messageId"]) for one in notices(world, her_id, after=after, as_=as_, **more)]


def notices(world: World, *her_ids: int, after: int = 0, as_: str = MUNICIPALITY, **more: Any) -> list[dict[str, Any]]:
    query = {"HerIds": [str(one) for one in her_ids], "Offset": str(after), **more}
    answer = call(world, "GET", "/notifications", as_=as_, query_string=query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.get_json()
    return found


def problem(answer: TestResponse, status: int, code: int = 0) -> dict[str, Any]:
    assert (answer.status_code, answer.content_type) == (status, MEDIA), answer.text
    found: dict[str, Any] = answer.get_json()
    assert set(found) == FIELDS
    assert (found["status"], found["errorCode"], found["stackTrace"]) == (status, code, None)
    assert uuid.UUID(found["requestId"]) and found["title"] and found["detail"]
    return found


@pytest.fixture
def world() -> Iterator[World]:
    with running() as made:
        configure(made, CLINIC_ID)
        configure(made, SURGERY_ID, as_=DOCTORS)
        yield made


def test_a_message_is_sent_told_of_fetched_and_receipted(world: World) -> None:
    sent = message()
    name = send(
        world,
        sent.to_xml(),
        senderHerId=CLINIC_ID,
        receiverHerIds=[SURGERY_ID],
        messageTypeIdentificator="DIALOG_HELSEFAGLIG",
        applicationName="Journal",
        applicationVersion="9",
        transportMetadataOverrides={"cpaId": "x"},
    )
    assert told(world, SURGERY_ID, as_=DOCTORS) == [("NewMessage", name)]
    assert told(world, CLINIC_ID) == [("MessageSentStateUpdated", name)]
    shown = call(world, "GET", f"/messages/{name}", as_=DOCTORS).get_json()
    assert (shown["id"], shown["businessDocumentId"], shown["isAppRec"]) == (name, sent.msg_id, False)
    assert call(world, "GET", f"/messages/{name}/business-document", as_=DOCTORS).status_code == 200

    body = {
        "appRecSenderHerId": SURGERY_ID,
        "appRecStatus": "Ok",
        "applicationName": "Legen",
        "applicationVersion": "2",
    }
    answer = call(world, "POST", f"/messages/{name}/apprec", as_=DOCTORS, json=body)
    assert answer.status_code == 202
    receipt = answer.get_json()
    assert told(world, CLINIC_ID, after=2) == [("NewMessage", receipt), ("MessageApprecInfoUpdated", name)]
    assert [one["appRecStatus"] for one in call(world, "GET", f"/messages/{name}/apprec").get_json()] == ["Ok"]
    assert call(world, "GET", f"/messages/{name}/status").get_json()[0]["appRecStatus"] == "Ok"
    made = AppRec.from_xml(world.document(receipt, as_=MUNICIPALITY))
    assert (made.software_name, made.software_version) == ("Legen", "2")
    (seen,) = [one for one in world.control("GET", "/messages").get_json()["messages"] if one["id"] == name]
    assert seen["sourceSystem"] == "Journal 9"


def test_what_v2_sends_is_read_by_v3_and_the_other_way_round(world: World) -> None:
    old = world.send(message().to_xml())
    assert told(world, SURGERY_ID, as_=DOCTORS) == [("NewMessage", old)]
    new = send(world, message().to_xml())
    assert [one["id"] for one in world.unread("8230201")] == [old, new]
    assert (
        world.call("POST", f"/Messages/{new}/apprec/8230201", as_=DOCTORS, json={"appRecStatus": "Ok"}).status_code
        == 201
    )
    assert ("MessageApprecInfoUpdated", new) in told(world, CLINIC_ID)
    assert call(world, "GET", f"/messages/{new}/apprec").get_json()[0]["appRecStatus"] == "Ok"
    by_v3 = {"appRecSenderHerId": SURGERY_ID, "appRecStatus": "Ok"}
    assert call(world, "POST", f"/messages/{old}/apprec", as_=DOCTORS, json=by_v3).status_code == 202
    assert world.status(old)[0]["appRecStatus"] == "Ok"
    assert call(world, "PUT", f"/messages/{new}/read/{SURGERY_ID}", as_=DOCTORS).status_code == 204
    assert [one["id"] for one in world.unread("8230201")] == [old]


def test_neither_header_is_needed_and_another_version_is_refused(world: World) -> None:
    bare = world.client.get(
        f"/w/a/msh/notifications?herids={CLINIC_ID}&offset=0", headers={"Authorization": f"Bearer {MUNICIPALITY}"}
    )
    assert bare.status_code == 200
    found = problem(
        call(world, "GET", f"/notifications?HerIds={CLINIC_ID}&Offset=0", headers={"api-version": "2"}), 400, 1001
    )
    assert "api-version" in found["validationErrors"][0]


def test_a_receipt_without_a_name_of_the_system_can_be_made(world: World) -> None:
    name = send(world, message().to_xml())
    body = {"appRecSenderHerId": SURGERY_ID, "appRecStatus": "Ok"}
    headers = {"nhn-source-system": ""}
    answer = call(world, "POST", f"/messages/{name}/apprec", as_=DOCTORS, json=body, headers=headers)
    assert answer.status_code == 202, answer.text
    assert AppRec.from_xml(world.document(answer.get_json(), as_=MUNICIPALITY)).software_name


class TestNotices:
    """One sequence for all, in which a client goes on from where it was."""

    def test_paging(self, world: World) -> None:
        names = [send(world, message().to_xml()) for _ in range(5)]
        first = notices(world, SURGERY_ID, as_=DOCTORS, NotificationsToFetch="2")
        assert [one["messageId"] for one in first] == names[:2]
        rest = notices(world, SURGERY_ID, after=first[-1]["offset"], as_=DOCTORS)
        assert [one["messageId"] for one in rest] == names[2:]
        assert notices(world, SURGERY_ID, after=rest[-1]["offset"], as_=DOCTORS) == []
        offsets = [one["offset"] for one in first + rest]
        assert offsets == sorted(set(offsets)) and offsets[1] - offsets[0] > 1

    @pytest.mark.parametrize(
        "query",
        [
            "Offset=0", f"HerIds={CLINIC_ID}", f"HerIds={CLINIC_ID}&Offset=-1", f"HerIds={CLINIC_ID}&Offset=x",
            f"HerIds={CLINIC_ID}&Offset=0&NotificationsToFetch=0", "HerIds=0&Offset=0",
            f"HerIds={CLINIC_ID}&Offset=0&NotificationsToFetch=1001", f"HerIds={CLINIC_ID}&Offset=0&Offset=1",
        ],
    )  # fmt: skip
    def test_what_cannot_be_asked(self, world: World, query: str) -> None:
        assert problem(call(world, "GET", f"/notifications?{query}"), 400, 1001)["validationErrors"]

    def test_they_follow_the_clock_and_none_is_missed(self, world: World) -> None:
        world.control("POST", "/delivery", {"seconds": 60})
        late = send(world, message().to_xml())
        world.control("POST", "/delivery", {"seconds": 0})
        early = send(world, message().to_xml())
        (first,) = notices(world, SURGERY_ID, as_=DOCTORS)
        assert first["messageId"] == early
        world.clock.advance(timedelta(seconds=60))
        (second,) = notices(world, SURGERY_ID, after=first["offset"], as_=DOCTORS)
        assert second["messageId"] == late
        assert told(world, CLINIC_ID) == [("MessageSentStateUpdated", early), ("MessageSentStateUpdated", late)]

    def test_they_follow_the_control(self, world: World) -> None:
        world.fault(faults.REJECTED_TRANSPORT, next=1)
        name = send(world, message().to_xml())
        state = ("MessageSentStateUpdated", name)
        assert (told(world, SURGERY_ID, as_=DOCTORS), told(world, CLINIC_ID)) == ([], [state])
        world.control("POST", f"/messages/{name}/delivery", {"state": ""})
        assert told(world, SURGERY_ID, as_=DOCTORS) == [("NewMessage", name)]
        world.control("POST", f"/messages/{name}/delivery", {"state": "Unconfirmed"})
        assert told(world, CLINIC_ID)[-1] == state

    def test_a_stuck_transport_tells_the_receiver_alone(self, world: World) -> None:
        world.fault(faults.STUCK_TRANSPORT, next=1)
        name = send(world, message().to_xml())
        assert (told(world, SURGERY_ID, as_=DOCTORS), told(world, CLINIC_ID)) == ([("NewMessage", name)], [])

    def test_the_sequence_goes_on_after_a_reset(self, world: World) -> None:
        send(world, message().to_xml())
        last = notices(world, SURGERY_ID, as_=DOCTORS)[-1]["offset"]
        world.control("POST", "/reset")
        problem(call(world, "GET", f"/notifications?HerIds={CLINIC_ID}&Offset=0"), 403)
        configure(world, CLINIC_ID)
        configure(world, SURGERY_ID, as_=DOCTORS)
        name = send(world, message().to_xml())
        assert told(world, SURGERY_ID, after=last, as_=DOCTORS) == [("NewMessage", name)]

    def test_they_come_back_after_a_restart(self, tmp_path: Path) -> None:
        with running(tmp_path) as first:
            configure(first, CLINIC_ID)
            configure(first, SURGERY_ID, as_=DOCTORS, rejectMessageFilters=["X"], clientLocked=True)
            before = [send(first, message().to_xml()), notices(first, SURGERY_ID, as_=DOCTORS)]
        with running(tmp_path) as again:
            assert [before[0], notices(again, SURGERY_ID, as_=DOCTORS)] == before
            problem(call(again, "GET", f"/notifications?HerIds={SURGERY_ID}&Offset=0", as_=THEIRS), 423, 1210)


class TestSettingUp:
    """Nothing is done for a HER-id before it is set up, and it may be for one client alone."""

    def test_a_her_id_that_is_not_set_up_is_refused_in_every_call(self, world: World) -> None:
        name = send(world, message().to_xml())
        assert call(world, "DELETE", f"/mshconfigurations?HerIds={SURGERY_ID}", as_=DOCTORS).status_code == 204
        for method, path, body in calls(name):
            found = problem(call(world, method, path, as_=DOCTORS, json=body), 403)
            assert "8230201" in found["detail"] and found["validationErrors"] is None
        again = call(world, "DELETE", f"/mshconfigurations?HerIds={SURGERY_ID}", as_=DOCTORS)
        assert again.status_code == 204

    def test_another_client_is_locked_out_of_every_call_until_it_is_opened(self, world: World) -> None:
        name = send(world, message().to_xml())
        configure(world, SURGERY_ID, as_=OURS, clientLocked=True)
        setting = ("PUT", "/mshconfigurations", {"configurations": [{"herId": SURGERY_ID}]})
        for method, path, body in (
            *calls(name), setting, ("DELETE", f"/mshconfigurations?HerIds={SURGERY_ID}", None),
        ):  # fmt: skip
            problem(call(world, method, path, as_=THEIRS, json=body), 423, 1210)
        assert told(world, SURGERY_ID, as_=OURS) == [("NewMessage", name)]
        assert len(world.unread("8230201", as_=THEIRS)) == 1
        configure(world, SURGERY_ID, as_=OURS)
        assert told(world, SURGERY_ID, as_=THEIRS) == [("NewMessage", name)]

    def test_what_is_refused_reaches_nobody_and_both_are_told(self, world: World) -> None:
        configure(
            world,
            SURGERY_ID,
            as_=DOCTORS,
            rejectMessageFilters=["DIALOG_HELSEFAGLIG"],
            receiveRefusedMessageNotices=True,
        )
        name = world.send(message(CLINIC, SURGERY, HOSPITAL).to_xml())
        assert told(world, SURGERY_ID, as_=DOCTORS) == [("RefusedMessage", name)]
        assert world.unread("8230201") == []
        assert [one["transportDeliveryState"] for one in world.status(name)] == ["Rejected", "Acknowledged"]
        problem(call(world, "GET", f"/messages/{name}", as_=DOCTORS), 404, 1010)
        configure(world, SURGERY_ID, as_=DOCTORS, rejectMessageFilters=["DIALOG_HELSEFAGLIG"])
        send(world, message().to_xml())
        assert told(world, SURGERY_ID, as_=DOCTORS) == [("RefusedMessage", name)]
        configure(world, SURGERY_ID, as_=DOCTORS, rejectMessageFilters=["APPREC"])
        assert ("NewMessage", send(world, message().to_xml())) in told(world, SURGERY_ID, as_=DOCTORS)

    def test_of_many_clients_that_lock_at_once_one_has_it(self, world: World) -> None:
        box = world.areas.get("a")

        def lock(client: int) -> bool:
            try:
                box.configurations.put([Configuration(HOSPITAL_ID, str(client), locked=True)])
            except Locked:
                return False
            return True

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(lock, range(24))) == 1

    @pytest.mark.parametrize(
        "body",
        [
            {}, {"configurations": []}, {"configurations": [{}]}, {"configurations": [3]}, {"configurations": {}},
            {"configurations": [{"herId": CLINIC_ID}, {"herId": CLINIC_ID}]},
            {"configurations": [{"herId": CLINIC_ID, "receiveNotificationChannel": "Kafka"}]},
            {"configurations": [{"herId": CLINIC_ID, "receiveNotificationChannel": "Due"}]},
            {"configurations": [{"herId": CLINIC_ID, "clientLocked": "ja"}]},
            {"configurations": [{"herId": CLINIC_ID, "rejectMessageFilters": [1]}]},
        ],
    )  # fmt: skip
    def test_what_cannot_be_set(self, world: World, body: Any) -> None:
        problem(call(world, "PUT", "/mshconfigurations", json=body), 400, 1001)

    def test_all_of_them_or_none(self, world: World) -> None:
        body = {"configurations": [{"herId": HOME_ID}, {"herId": SURGERY_ID}]}
        problem(call(world, "PUT", "/mshconfigurations", json=body), 403, 1202)
        problem(call(world, "GET", f"/notifications?HerIds={HOME_ID}&Offset=0"), 403)


def calls(name: str) -> tuple[tuple[str, str, Any], ...]:
    """Every call for the surgery's HER-id that is no set-up."""
    return (
        ("GET", f"/notifications?HerIds={SURGERY_ID}&Offset=0", None),
        ("POST", "/messages", packed(message(SURGERY, CLINIC).to_xml())),
        ("GET", f"/messages/{name}", None),
        ("GET", f"/messages/{name}/business-document", None),
        ("GET", f"/messages/{name}/status", None),
        ("GET", f"/messages/{name}/apprec", None),
        ("POST", f"/messages/{name}/apprec", {"appRecSenderHerId": SURGERY_ID, "appRecStatus": "Ok"}),
        ("PUT", f"/messages/{name}/read/{SURGERY_ID}", None),
    )


class TestCodes:
    """Each code that can be reached, and that nothing of others shows."""

    def test_1001(self, world: World) -> None:
        for body in ([], {}, {**packed(b"<x/>"), "senderHerId": "x"}, {**packed(b"x"), "applicationName": "a\nb"}):
            problem(call(world, "POST", "/messages", json=body), 400, 1001)
        half = json.dumps({**packed(b"x"), "applicationName": "\ud800"})
        problem(call(world, "POST", "/messages", data=half, content_type="application/json"), 400, 1001)
        sent = packed(message().to_xml())
        problem(call(world, "POST", "/messages", json={**sent, "receiverHerIds": [HOSPITAL_ID]}), 400, 1001)
        configure(world, HOME_ID)
        problem(call(world, "POST", "/messages", json={**sent, "senderHerId": HOME_ID}), 400, 1001)
        problem(call(world, "GET", "/messages/17"), 400, 1001)
        name = send(world, message().to_xml())
        problem(call(world, "POST", f"/messages/{name}/apprec", as_=DOCTORS, json={"appRecStatus": "Ok"}), 400, 1001)

    def test_1010_is_the_same_for_what_is_of_others(self, world: World) -> None:
        name, none = send(world, message().to_xml()), str(uuid.uuid4())
        configure(world, HOSPITAL_ID, as_=TRUST)
        for (method, path, body), (_, other, _) in zip(calls(name)[2:], calls(none)[2:], strict=True):
            paths = (one.replace("8230201", "8230301") for one in (path, other))
            own = None if body is None else {**body, "appRecSenderHerId": HOSPITAL_ID}
            theirs, nobodys = (problem(call(world, method, one, as_=TRUST, json=own), 404, 1010) for one in paths)
            assert theirs["detail"].replace(name, none) == nobodys["detail"]

    def test_1100(self, world: World) -> None:
        name = send(world, message().to_xml())
        body = {"appRecSenderHerId": SURGERY_ID, "appRecStatus": "Ok"}
        receipt = call(world, "POST", f"/messages/{name}/apprec", as_=DOCTORS, json=body).get_json()
        back = {"appRecSenderHerId": CLINIC_ID, "appRecStatus": "Ok"}
        problem(call(world, "POST", f"/messages/{receipt}/apprec", json=back), 400, 1100)

    def test_1102(self, world: World) -> None:
        name = send(world, message().to_xml())
        body = {"appRecSenderHerId": CLINIC_ID, "appRecStatus": "Ok"}
        problem(call(world, "POST", f"/messages/{name}/apprec", json=body), 400, 1102)

    def test_1200(self, world: World) -> None:
        lost = message(CLINIC, Party.service("a", "", "b", "")).to_xml()
        problem(call(world, "POST", "/messages", json=packed(lost)), 400, 1200)

    def test_1202_tells_nothing_of_how_a_her_id_is_set_up(self, world: World) -> None:
        configure(world, SURGERY_ID, as_=OURS, clientLocked=True)
        for her_id in (SURGERY_ID, HOSPITAL_ID, 4711):
            answer = call(world, "GET", f"/notifications?HerIds={her_id}&Offset=0")
            assert str(her_id) in problem(answer, 403, 1202)["detail"]
        problem(call(world, "POST", "/messages", json=packed(message(HOSPITAL).to_xml())), 403, 1202)

    def test_uncoded(self, world: World) -> None:
        unknown = call(world, "GET", "/notifications", as_="")
        assert problem(unknown, 401) and unknown.headers["WWW-Authenticate"].startswith("DPoP")
        problem(call(world, "GET", "/notifications", area="nowhere"), 404)
        problem(call(world, "GET", "/messages/a/b"), 404)
        wrong = call(world, "GET", "/messages")
        assert problem(wrong, 405) and wrong.headers["Allow"] == "POST"
        problem(call(world, "POST", "/messages", data="x"), 415)
        world.fault(faults.SERVER_ERROR, next=1)
        problem(call(world, "GET", "/notifications"), 500)
        with running(max_body_bytes=100) as small:
            problem(call(small, "POST", "/messages", json=packed(b"x" * 200)), 413)

    def test_every_code_is_tried_here(self) -> None:
        source = Path(__file__).read_text("utf-8")
        assert not [code for code in CODES.values() if code and f", {code})" not in source]

    def test_control_of_an_area_that_is_called_msh_has_four_fields(self, world: World) -> None:
        assert "errorCode" not in json.loads(world.control("GET", "/messages", area="msh").data)


def test_a_sender_that_is_locked_sees_only_the_copies_of_its_open_receivers(world: World) -> None:
    """Of two HER-ids of one organisation, the client has one: it sees what that one may."""
    configure(world, CLINIC_ID, as_=f"{MUNICIPALITY}@en", clientLocked=True)
    configure(world, HOME_ID, as_=f"{MUNICIPALITY}@to")
    inside = message(CLINIC, Party.service("Fjordvik kommune", "8230100", "Hjemme", "8230102"), HOSPITAL)
    name = world.send(inside.to_xml())
    seen = call(world, "GET", f"/messages/{name}/status", as_=f"{MUNICIPALITY}@to").get_json()
    assert [one["receiverHerId"] for one in seen] == [HOME_ID]
    problem(call(world, "GET", f"/messages/{name}/status", as_=DOCTORS), 404, 1010)
