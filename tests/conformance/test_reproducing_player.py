"""The player of a recorded scenario: what is renewed, what is the same, and what a replay may say of a finding."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from conformance.reproducing.player.bus import Bus
from conformance.reproducing.player.comparing import both, relevant, same_data
from conformance.reproducing.player.documents import Document, differences
from conformance.reproducing.player.judging import GONE, STILL, UNCLEAR, Said, said_of
from conformance.reproducing.player.main import main
from conformance.reproducing.player.replay import Asked, Outcome, Pair, Replay
from conformance.reproducing.player.showing import ENDS, as_then, masked, worst
from conformance.reproducing.player.staff import Answer, PersonAsStaff
from conformance.reproducing.player.stopping import NotTaken, Stop
from conformance.reproducing.player.times import Times
from conformance.reproducing.player.validating import write
from conformance.reproducing.player.values import Values
from tests.conformance.recorded_runs import BEGAN, NORA, OURS, THEIRS, THREAD, envelope, message, receipt

NOW = BEGAN + timedelta(days=40)
NEW = "dddddddd-0000-4000-8000-dddddddddddd"
OTHER = "eeeeeeee-0000-4000-8000-eeeeeeeeeeee"


def times(*, renew: bool = True, soonest: datetime | None = None, weeks: int | None = None) -> Times:
    plans = [soonest] if soonest else []
    return Times.of(BEGAN, BEGAN + timedelta(seconds=20), NOW, renew=renew, plans=plans, weeks=weeks)


def values(*, renew: bool = True, own: tuple[str, ...] = (OURS,)) -> Values:
    found = Values(times(renew=renew))
    found.own(own)
    return found


def theirs(msg_id: str, code: str = "19", **how: Any) -> Document:
    return Document(message(msg_id, code, ours=False, **how), envelope(msg_id, ours=False).to_json(), "async")


def test_bytes_are_sent_as_they_were_when_nothing_is_to_be_renewed() -> None:
    raw = message(OURS, "HE", ours=True, text="Feber – siden i går (ref 1A2B3C4D5E)")
    assert values(renew=False).raw(raw) == raw
    latin = "<a>blåbær</a>".encode("iso-8859-1")
    assert values(renew=False).raw(latin) == latin


def test_our_ids_and_times_are_renewed_and_nothing_else() -> None:
    raw = message(OURS, "HE", ours=True, text="Født 2020-03-01 (ref 1A2B3C4D5E)")
    renewed = values(own=(OURS, "1A2B3C4D5E")).raw(raw).decode()
    assert OURS not in renewed and "1A2B3C4D5E" not in renewed
    assert "<GenDate>2027-01-10T09:00:03+01:00</GenDate>" in renewed
    assert "Født 2020-03-01" in renewed and NORA in renewed
    assert len(renewed) == len(raw.decode())


@pytest.mark.parametrize(
    ("soonest", "then", "now"),
    [
        (BEGAN + timedelta(days=90), "2027-03-01T10:15:00", "2027-04-12T10:15:00"),
        (BEGAN + timedelta(days=90), "2027-03-01", "2027-04-12"),
        (BEGAN + timedelta(days=90), "01.03.2027", "12.04.2027"),
        (BEGAN + timedelta(hours=3), "2026-12-01T12:00:00", "2027-01-10T12:05:00"),
    ],
)
def test_planned_times_move_by_weeks_or_stay_as_near_as_they_were(soonest: datetime, then: str, now: str) -> None:
    assert times(soonest=soonest).moved(then) == now
    assert times(renew=False, soonest=soonest).moved(then) == then


def test_a_time_on_a_day_when_the_clocks_change_stays_on_that_day() -> None:
    night = datetime(2027, 3, 28, 2, 30, tzinfo=UTC)
    assert times(soonest=night).moved("2027-03-28T02:30:00") == "2027-03-28T02:30:00"
    assert times(soonest=BEGAN - timedelta(days=248)).planned  # a day that is over is no use
    assert times(soonest=night, weeks=2).moved("2027-03-28T02:30:00") == "2027-04-11T02:30:00"


def test_an_id_that_was_wrong_on_purpose_is_renewed_and_still_wrong() -> None:
    found = values(own=("melding-5d8b195c",)).raw(b"<MsgId>melding-5d8b195c</MsgId>")
    assert found != b"<MsgId>melding-5d8b195c</MsgId>"
    assert re.fullmatch(rb"<MsgId>melding-[0-9a-f]{8}</MsgId>", found)


def test_an_id_that_the_epj_made_is_learnt_once_and_stands_for_one_thing() -> None:
    found = values()
    assert found.learn(THEIRS, NEW)
    assert found.learn(THEIRS, NEW)
    assert not found.learn(THEIRS, OTHER)
    assert not found.learn(THREAD, NEW)
    assert found.text(f"svar på {THEIRS}") == f"svar på {NEW}"


def test_an_id_of_another_form_is_replaced_where_it_stands_alone() -> None:
    found = values()
    assert found.learn("4711", "4712")
    assert found.anything({"appointment": "4711", "text": "rom 4711"}) == {"appointment": "4712", "text": "rom 4711"}
    assert found.raw(b'<Id>4711</Id><a b="4711">14711</a>') == b'<Id>4712</Id><a b="4712">14711</a>'


def test_persons_and_parties_of_another_installation_take_the_place_of_the_recorded_ones() -> None:
    found = Values(times(), swaps={"8210011": "8999999"})
    assert found.anything({"to": "8210011_async", "x": "182100110"}) == {"to": "8999999_async", "x": "182100110"}


def test_what_differs_in_ids_and_times_of_the_run_alone_is_the_same() -> None:
    found = values()
    then, now = theirs(THEIRS), theirs(NEW)
    later = Document(now.raw.replace(b"2026-12-01T09:00:03+01:00", b"2027-01-10T09:00:00+01:00"), now.envelope, "async")
    assert differences(then, later, found) == []
    assert found.text(THEIRS) == NEW


def test_a_wrong_value_is_a_difference_with_its_place() -> None:
    (found,) = differences(theirs(THEIRS, "19"), theirs(NEW, "26"), values())
    assert found.where.endswith("/Foresporsel/TypeForesp/@V")
    assert (found.then, found.now) == ("19", "26")


def test_an_id_that_belongs_to_another_message_now_is_a_difference() -> None:
    ref = "<ConversationRef><RefToConversation>{}</RefToConversation></ConversationRef>"
    now = theirs(NEW, more=ref.format(OURS))
    assert differences(theirs(THEIRS, more=ref.format(THREAD)), now, values(renew=False))
    assert not differences(theirs(THEIRS, more=ref.format(OURS)), now, values(renew=False))


@pytest.mark.parametrize("raw", [b"", b"{ikke json", b"<a", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"\xff\xfe"])
def test_what_cannot_be_read_is_laid_beside_each_other_as_it_is(raw: bytes) -> None:
    document = Document(raw, {}, "async")
    assert document.kind == "uleselig"
    assert differences(document, document, values()) == []
    assert differences(document, Document(b"noe annet", {}, "async"), values())


def test_only_entries_of_the_scenario_are_compared() -> None:
    ours, old = {"id": THEIRS, "status": "planned"}, {"id": OTHER, "status": "cancelled"}
    assert relevant({"appointments": [old, ours]}, [THEIRS], lambda _: False) == {"appointments": [ours]}
    assert relevant([{"time": "2026-12-01T09:00:03+01:00"}], [], times().of_the_run)
    assert not relevant([{"time": "2026-11-01T09:00:03+01:00"}], [], times().of_the_run)
    assert same_data([ours], [{**ours, "id": NEW}], values()) is None
    differs = same_data([ours], [{**ours, "status": "cancelled"}], values())
    assert differs is not None and differs.where == "[1]/status"


def test_entries_of_other_scenarios_of_the_run_are_left_out() -> None:
    mine = {"text": "feber (ref 1A2B3C4D5E)", "time": "2026-12-01T09:00:03+01:00"}
    others = {"text": "hoste", "time": "2026-12-01T09:00:10+01:00"}
    earlier = {"text": "hoste", "time": "2026-12-01T08:58:00+01:00"}
    known = values(renew=False, own=("1A2B3C4D5E",))
    assert both({"entries": [others, mine]}, {"entries": [mine]}, known) == ({"entries": [mine]}, {"entries": [mine]})
    assert both([earlier, others], [], known) == ([others], [])
    now = {"text": "hoste", "time": "2027-01-10T09:00:01+01:00"}
    before = {"text": "hoste", "time": "2027-01-10T08:59:00+01:00"}
    assert both([], [before, now], known) == ([], [now])


def test_a_message_in_base64_is_compared_by_what_is_in_it() -> None:
    def entry(raw: bytes) -> dict[str, str]:
        return {"raw_b64": base64.b64encode(raw).decode(), "status": "sendt"}

    then, now = theirs(THEIRS).raw, theirs(NEW).raw
    assert same_data([entry(then)], [entry(now)], values()) is None
    found = same_data([entry(then)], [entry(theirs(NEW, "26").raw)], values())
    assert found is not None and (found.then, found.now) == ("19", "26")
    assert same_data([{"raw_b64": "æ"}], [{"raw_b64": "ø"}], values())


# --- the replay ---


class FakeEpj:
    """Staff and bus in one: answers what it is told to, when it is told to."""

    def __init__(self, *answers: Document, settles: bool = True) -> None:
        self.settles = settles
        self.came: list[Document] = []
        self.late = False
        self.sent: list[tuple[str, Mapping[str, Any], bytes]] = []
        self.asked: list[tuple[str, Mapping[str, Any]]] = []
        self._answers = list(answers)
        self.results: dict[str, Answer] = {}
        self.refuses = False

    @property
    def came_at(self) -> list[float]:
        return [float("inf") if self.late else 0.0 for _ in self.came]

    def ask(self, intent: str, params: Mapping[str, Any], sentence: str) -> Answer:
        if intent != "settle":
            self.asked.append((intent, params))
            self.came += self._answers
            self._answers = []
        return self.results.get(intent, Answer("done"))

    def send(self, queue: str, envelope: Mapping[str, Any], raw: bytes) -> None:
        if self.refuses:
            raise NotTaken("Køen finnes ikke.")
        self.sent.append((queue, envelope, raw))
        self.came += self._answers
        self._answers = []

    def wait(self, seconds: float, seen: int) -> int:
        return len(self.came)


def steps(folder: Path, *what: tuple[str, bytes, str]) -> list[Mapping[str, Any]]:
    """Messages of a recording: who sent it, its bytes, and its message-id."""
    found = []
    for number, (kind, raw, name) in enumerate(what, start=1):
        (folder / f"{number}.xml").write_bytes(raw)
        ours = kind == "sent"
        step = {"kind": kind, "number": number, "file": f"{number}.xml", "queue": "8210011_async" if ours else "async"}
        step |= {"envelope": envelope(name, ours=ours).to_json(), "fault": "", "answers": None}
        found.append(step)
    return found


def play(folder: Path, epj: FakeEpj, recorded: list[Mapping[str, Any]], known: Values) -> Outcome:
    return Replay(folder, epj, epj, known, patience=0.01, show=lambda _: None).play(recorded)


def test_a_receipt_is_sent_for_the_message_that_came_now(tmp_path: Path) -> None:
    recorded = steps(tmp_path, ("received", message(THEIRS, "19", ours=False), THEIRS), ("sent", receipt(THEIRS), OURS))
    epj = FakeEpj()
    epj.came.append(theirs(NEW))
    outcome = play(tmp_path, epj, recorded, values())
    assert [pair.now is not None for pair in outcome.pairs] == [True]
    assert NEW.encode() in epj.sent[0][2] and THEIRS.encode() not in epj.sent[0][2]


def test_a_receipt_goes_to_whoever_sent_the_message_now(tmp_path: Path) -> None:
    recorded = steps(tmp_path, ("received", message(THEIRS, "19", ours=False), THEIRS), ("sent", receipt(THEIRS), OURS))
    recorded[1] = {**recorded[1], "answers": 1}
    epj = FakeEpj()
    now = theirs(NEW)
    turned = json.loads(json.dumps(now.envelope).replace("8210011", "8210099"))
    epj.came.append(Document(now.raw, turned, "async"))
    play(tmp_path, epj, recorded, values())
    queue, sent, _ = epj.sent[0]
    assert queue == sent["properties"]["to"] == "8210099_async"


def test_a_receipt_that_nobody_takes_stops_nothing_and_a_message_does(tmp_path: Path) -> None:
    recorded = steps(tmp_path, ("received", message(THEIRS, "19", ours=False), THEIRS), ("sent", receipt(THEIRS), OURS))
    epj = FakeEpj()
    epj.came.append(theirs(NEW))
    epj.refuses = True
    assert play(tmp_path, epj, [recorded[0], {**recorded[1], "answers": 1}], values()).pairs
    with pytest.raises(NotTaken):
        play(tmp_path, epj, [recorded[1]], values())


def test_the_nearest_message_is_laid_beside_the_one_that_came_then(tmp_path: Path) -> None:
    recorded = steps(tmp_path, ("sent", message(OURS, "HE", ours=True), OURS), ("received", theirs(THEIRS).raw, THEIRS))
    outcome = play(tmp_path, FakeEpj(theirs(NEW, "26")), recorded, values(renew=False))
    (pair,) = outcome.pairs
    assert pair.now is not None and pair.now.code == "26"
    assert [one.now for one in pair.differences] == ["26"]


def test_a_message_in_another_process_is_laid_beside_the_one_with_the_same_code(tmp_path: Path) -> None:
    wrong = theirs(THEIRS).raw.replace(b"EKONTAKT", b"UKJENT")
    recorded = steps(tmp_path, ("sent", message(OURS, "HE", ours=True), OURS), ("received", wrong, THEIRS))
    (pair,) = play(tmp_path, FakeEpj(theirs(NEW)), recorded, values(renew=False)).pairs
    assert [one.now for one in pair.differences if one.where.endswith("/Type/@V")] == ["DIALOG_INNBYGGER_EKONTAKT"]


@pytest.mark.parametrize("settles", [True, False])
def test_what_does_not_come_is_missing_and_what_is_new_is_extra(tmp_path: Path, settles: bool) -> None:
    recorded = steps(tmp_path, ("sent", message(OURS, "HE", ours=True), OURS), ("received", theirs(THEIRS).raw, THEIRS))
    answer = Document(receipt(OURS), envelope(NEW, ours=False, subject="APPREC").to_json(), "async")
    outcome = play(tmp_path, FakeEpj(answer, settles=settles), recorded, values(renew=False))
    assert [pair.now for pair in outcome.pairs] == [None]
    assert [one.kind for one in outcome.extra] == ["kvittering"]


def test_an_appointment_is_asked_for_by_the_id_that_it_has_now(tmp_path: Path) -> None:
    base = {"kind": "intent", "sentence": "", "outcome": "done", "reason": "", "after": False}
    recorded: list[Mapping[str, Any]] = [
        {**base, "intent": "create_appointment", "params": {"patient": NORA}, "data": {"appointment": THEIRS}},
        {**base, "intent": "cancel_appointment", "params": {"appointment": THEIRS}, "data": {}},
    ]
    epj = FakeEpj()
    epj.results["create_appointment"] = Answer("done", data={"appointment": NEW})
    play(tmp_path, epj, recorded, values())
    assert epj.asked[1] == ("cancel_appointment", {"appointment": NEW})


def test_a_person_is_shown_the_sentence_and_answers_in_letters() -> None:
    said = iter(["x", "u", "4711"])
    shown: list[str] = []
    staff = PersonAsStaff(shown.append, lambda _: next(said))
    assert staff.ask("create_appointment", {}, "Sett opp en time.") == Answer("done", data={"appointment": "4711"})
    assert shown == ["GJØR DETTE: Sett opp en time."]

    def nobody(_: str) -> str:
        raise EOFError

    with pytest.raises(Stop, match="terminalvindu"):
        PersonAsStaff(shown.append, nobody).ask("test_line", {}, "Prøv linjen.")


# --- what it says of a finding ---


def finding(check: str, **more: Any) -> dict[str, Any]:
    return {"rule": "A14", "check": check, "message": None, "before": 1, "where": "", **more}


def paired(number: int, then: Document, now: Document | None) -> Pair:
    return Pair(number, then, now, tuple(differences(then, now, values()) if now else ()))


def state(one: Mapping[str, Any], outcome: Outcome, rules: frozenset[tuple[str, int]] | None = None) -> str:
    return said_of(one, outcome, values(), rules).state


def test_a_rule_of_validate_is_what_validate_says() -> None:
    outcome = Outcome(pairs=[paired(2, theirs(THEIRS), theirs(NEW))])
    one = finding("rule", message=2)
    assert state(one, outcome, frozenset({("A14", 2)})) == STILL
    assert state(one, outcome, frozenset({("A14", 3)})) == GONE
    assert state(one, outcome, None) == STILL  # without validate: the message says the same


def test_a_place_is_still_wrong_while_it_says_the_same() -> None:
    where = "/mh:MsgHead/mh:Document/mh:RefDoc/mh:Content/mh:Dialogmelding/mh:Foresporsel/mh:TypeForesp"
    one = finding("place", message=2, where=where)
    assert state(one, Outcome(pairs=[paired(2, theirs(THEIRS), theirs(NEW))])) == STILL
    assert state(one, Outcome(pairs=[paired(2, theirs(THEIRS), theirs(NEW, "26"))])) == GONE
    assert state(one, Outcome(pairs=[paired(2, theirs(THEIRS), theirs(NEW, text="Hei Kari"))])) == STILL


@pytest.mark.parametrize(
    ("where", "found", "text", "said"),
    [
        ("//mh:Foresporsel/mh:TypeForesp", "", "Noe ganske annet", STILL),
        ("Foresporsel/TypeForesp", "19", "Noe ganske annet", STILL),
        ("Sporsmal eller TekstNotatInnhold", "Hei på deg, Kari!", "Hei på deg, Kari!", STILL),
        ("Sporsmal eller TekstNotatInnhold", "Hei på deg, Kari!", "Noe ganske annet", GONE),
        ("//mh:Foresporsel", "", "Noe ganske annet", GONE),
    ],
)
def test_what_else_differs_mends_nothing(where: str, found: str, text: str, said: str) -> None:
    then, now = theirs(THEIRS, text="Hei på deg, Kari!"), theirs(NEW, text=text)
    one = finding("place", message=2, where=where, found=found)
    assert state(one, Outcome(pairs=[paired(2, then, now)])) == said


def test_long_texts_are_shown_where_they_part_and_on_one_line() -> None:
    begin = "Hei på deg, Kari! " * 20
    then, now = theirs(THEIRS, text=f"{begin}\n\nSlik var det."), theirs(NEW, text=f"{begin}\n\nNå er det slik.")
    one = finding("place", message=2, where="//mh:Foresporsel")
    why = said_of(one, Outcome(pairs=[paired(2, then, now)]), values(), None).why
    assert "Slik var det. →" in why and "Nå er det slik." in why and "\n" not in why


def test_one_too_many_is_mended_when_it_does_not_come() -> None:
    def apprec(name: str) -> Document:
        return Document(receipt(OURS, name=name), {}, "async")

    first = paired(2, apprec(THEIRS), apprec(NEW))
    one = finding("place", message=3)
    assert state(one, Outcome(pairs=[first, Pair(3, apprec(THREAD), None)])) == GONE
    assert state(one, Outcome(pairs=[Pair(3, apprec(THREAD), None)])) == UNCLEAR
    assert state({**one, "expected": "ingen svar ennå"}, Outcome(pairs=[Pair(3, apprec(THREAD), None)])) == GONE


@pytest.mark.parametrize(
    ("wanted", "came", "said"),
    [
        ("kvittering (AppRec)", [Document(receipt(OURS), {}, "async")], GONE),
        ("kvittering (AppRec)", [theirs(NEW)], STILL),
        ("kvittering (AppRec)", [Document(receipt(OTHER), {}, "async")], STILL),
        ("kvittering (AppRec)", [], STILL),
        ("melding om timen med kode 08", [theirs(NEW, "08")], GONE),
        ("melding om timen med kode 08", [theirs(NEW, "8")], GONE),
        ("melding om timen med kode 08", [theirs(NEW, "05")], STILL),
        ("Svaret til innbyggeren", [theirs(NEW)], GONE),
        ("melding på feilkøen", [Document(b"", {"application_properties": {"errorCondition": "x"}}, "error")], GONE),
    ],
)
def test_what_never_came_is_there_when_it_comes(wanted: str, came: list[Document], said: str) -> None:
    one = finding("absence", waited_for=wanted)
    assert said_of(one, Outcome(extra=came), values(renew=False), None).state == said


def test_a_message_that_was_too_wrong_to_be_seen_is_another_now() -> None:
    one = finding("absence", waited_for="melding om timen med kode 05", before=3)
    then, now = theirs(THEIRS, "05"), theirs(NEW, "05", text="Hei Kari")
    assert state(one, Outcome(pairs=[paired(2, then, now)])) == GONE
    assert state(one, Outcome(pairs=[paired(2, then, theirs(NEW, "05"))])) == STILL


def test_what_came_too_late_or_answers_something_else_did_not_come() -> None:
    one = finding("absence", waited_for="Svaret på prøven")
    answer = theirs(NEW)
    assert state(one, Outcome(extra=[answer], in_time=[])) == STILL
    assert state(one, Outcome(extra=[answer], in_time=[answer])) == GONE
    other = {"properties": {"message_id": NEW, "correlation_id": OTHER}}
    assert state(one, Outcome(in_time=[Document(answer.raw, other, "syncreply")])) == STILL
    ours = {"properties": {"message_id": NEW, "correlation_id": OURS}}
    found = said_of(one, Outcome(in_time=[Document(answer.raw, ours, "syncreply")]), values(renew=False), None)
    assert found.state == GONE


def test_a_wait_is_over_when_the_epj_is_at_rest(tmp_path: Path) -> None:
    question = steps(tmp_path, ("sent", message(OURS, "HE", ours=True), OURS))
    wait = {"kind": "waited", "for": "Svaret", "came": False, "deadline": 30.0}
    answer = theirs(NEW)
    assert play(tmp_path, FakeEpj(answer), [*question, wait], values()).in_time == [answer]
    late = FakeEpj(answer)
    late.late = True
    assert play(tmp_path, late, [*question, wait], values()).in_time == []
    assert play(tmp_path, FakeEpj(settles=False), [*question, wait], values()).in_time is None
    assert play(tmp_path, FakeEpj(answer), [*question, {**wait, "came": True}], values()).in_time is None


def test_an_answer_in_real_time_is_laid_beside_that_to_the_same_question(tmp_path: Path) -> None:
    def answer(name: str, question: str) -> Document:
        sent = {"properties": {"message_id": name, "correlation_id": question}}
        return Document(message(name, "RKT", ours=False), sent, "syncreply")

    recorded = steps(tmp_path, ("sent", message(OURS, "KT", ours=True), OURS), ("received", theirs(THEIRS).raw, THEIRS))
    stray = {**recorded[1], "envelope": answer(THEIRS, THREAD).envelope, "queue": "syncreply"}
    ours = {**stray, "envelope": answer(THEIRS, OURS).envelope}
    now = answer(NEW, OURS)
    assert play(tmp_path, FakeEpj(now), [recorded[0], stray], values(renew=False)).pairs[0].now is None
    assert play(tmp_path, FakeEpj(now), [recorded[0], ours], values(renew=False)).pairs[0].now == now
    late = answer(NEW, OTHER)
    assert play(tmp_path, FakeEpj(late), [recorded[0], ours], values(renew=False)).pairs[0].now is None
    assert play(tmp_path, FakeEpj(late), [recorded[0], stray], values(renew=False)).pairs[0].now == late


def test_the_journal_is_wrong_while_it_shows_the_same() -> None:
    def read(status: str) -> Outcome:
        step = {"intent": "read_appointments", "after": False, "outcome": "done"}
        step |= {"data": {"appointments": [{"id": OURS, "status": "planned"}]}}
        return Outcome(asked=[Asked(step, Answer("done", data={"appointments": [{"id": OURS, "status": status}]}))])

    one = finding("journal", intent="read_appointments")
    known = values(renew=False)
    assert said_of(one, read("planned"), known, None).state == STILL
    assert said_of(one, read("cancelled"), known, None).state == GONE
    assert said_of(one, Outcome(), known, None).state == UNCLEAR


def test_nothing_is_said_of_what_the_replay_never_reached() -> None:
    outcome = Outcome(pairs=[Pair(1, theirs(THEIRS), None)], extra=[Document(receipt(OURS), {}, "async")])
    assert state(finding("absence", waited_for="kvittering (AppRec)", before=2), outcome) == UNCLEAR
    refused = Asked({"intent": "create_appointment", "after": False, "outcome": "done"}, Answer("refused", "opptatt"))
    said = said_of(finding("same"), Outcome(asked=[refused]), values(), None)
    assert said.state == UNCLEAR and "opptatt" in said.why


def test_an_intent_that_was_refused_is_still_refused_or_not() -> None:
    def asked(outcome: str) -> Outcome:
        return Outcome(asked=[Asked({"intent": "open_slot", "after": False, "outcome": "refused"}, Answer(outcome))])

    one = finding("intent", intent="open_slot", outcome="refused")
    assert state(one, asked("refused")) == STILL
    assert state(one, asked("done")) == GONE


def test_the_worst_decides_the_exit_code() -> None:
    def said(*states: str) -> int:
        return ENDS[worst(Said(one, "") for one in states)][0]

    assert said(GONE, GONE) == 0
    assert said(GONE, UNCLEAR) == 3
    assert said(UNCLEAR, STILL, GONE) == 1


def test_a_green_scenario_is_as_then_or_not() -> None:
    same = Outcome(pairs=[paired(1, theirs(THEIRS), theirs(NEW))])
    assert as_then(same)[0] == 0
    assert as_then(Outcome(pairs=[paired(1, theirs(THEIRS), theirs(NEW, "26"))]))[0] == 1
    assert as_then(Outcome(extra=[theirs(NEW)]))[0] == 1


def test_numbers_that_may_be_somebodys_are_not_shown() -> None:
    real = "0102" + "90" + "12345"
    assert masked(f"pasient {real}, {NORA}") == f"pasient ***********, {NORA}"


def test_what_came_now_is_an_exchange_folder_of_this_replay_alone(tmp_path: Path) -> None:
    (tmp_path / "07-epj-helsenorge.xml").write_text("gammel")
    (tmp_path / "notat.txt").write_text("min egen")
    sent = Document(message(OURS, "HE", ours=True), envelope(OURS, ours=True).to_json(), "8210011_async")
    outcome = Outcome(pairs=[paired(2, theirs(THEIRS), theirs(NEW))], sent=[(1, sent)], extra=[theirs(OTHER)])
    names = write(tmp_path, outcome, {1: True})
    assert names == {"01-helsenorge-epj.xml": 1, "02-epj-helsenorge.xml": 2, "03-epj-helsenorge.xml": 3}
    assert {path.name for path in tmp_path.iterdir()} == {*names, "01.json", "02.json", "03.json", "notat.txt"}
    assert json.loads((tmp_path / "01.json").read_text())["acting_for_other"] is True


# --- wrong use ---


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "EPJ_BUSS_PASSORD"),
        (["--tull"], "Dette kan ikke brukes slik: --tull."),
        (["tull"], "Dette kan ikke brukes slik: tull."),
        (["--testobjekt", "finnes-ikke.toml"], "finnes-ikke.toml kan ikke leses"),
        (["--vent", "lenge"], "Dette kan ikke brukes slik: --vent."),
    ],
)
def test_wrong_use_is_told_without_a_stack_trace(
    arguments: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("EPJ_BUSS_PASSORD", raising=False)
    target = {"helsenorge": {"her_id": "8200002"}, "transport": {"kind": "http", "address": ""}, "staff": {}}
    target |= {"persons": [], "parties": []}
    (tmp_path / "testobjekt.json").write_text(json.dumps(target))
    (tmp_path / "forloep.json").write_text("{}")
    assert main(tmp_path, arguments, datetime.now(UTC)) == 2
    assert says in capsys.readouterr().out


def test_the_help_is_in_bokmaal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "testobjekt.json").write_text("{}")
    (tmp_path / "forloep.json").write_text("{}")
    with pytest.raises(SystemExit) as caught:
        main(tmp_path, ["--help"], NOW)
    told = capsys.readouterr().out
    assert caught.value.code == 0 and told.startswith("Bruk: ") and "Valg:" in told and "usage" not in told


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({"transport": {"kind": "msh"}}, "innlogging"),
        ({"transport": {"kind": "amqp"}}, "AMQP"),
        ({"transport": {"kind": "http"}, "protection": {"kind": "cms"}}, "signert og kryptert"),
    ],
)
def test_what_plain_python_cannot_send_is_not_played(
    how: dict[str, Any], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EPJ_BUSS_PASSORD", "x")
    how["transport"]["address"] = ""
    target = {"helsenorge": {"her_id": "8200002"}, "staff": {}, **how}
    (tmp_path / "testobjekt.json").write_text(json.dumps(target | {"persons": [], "parties": []}))
    about = {"id": "MSG-N09", "name": "Fastlegen spør", "verdict": "bestått", "started_at": BEGAN.isoformat()}
    recorded = {"scenario": about | {"finished_at": BEGAN.isoformat()}, "steps": [], "own": [], "findings": []}
    (tmp_path / "forloep.json").write_text(json.dumps(recorded))
    assert main(tmp_path, [], NOW) == 2
    told = capsys.readouterr().out
    assert "epj accept --only MSG-N09" in told and says in told


@pytest.mark.parametrize("exclusive", [True, False])
def test_on_a_shared_queue_what_is_not_ours_is_given_back(exclusive: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = [("theirs", b"<a>noen andre</a>"), ("ours", NORA.encode())]
    calls: list[str] = []

    def call(method: str, url: str, body: Any = None, **_: Any) -> tuple[int, Any]:
        calls.append(f"{method} {url.rpartition('/w/1')[2].partition('?')[0]}")
        if "_async/lock?" not in url or "wait=0" in url or not waiting:
            return (204, {})
        name, raw = waiting.pop(0)
        return 200, {"lock_token": name, "message": {"body_b64": base64.b64encode(raw).decode()}}

    monkeypatch.setattr("conformance.reproducing.player.bus.call", call)
    bus = Bus("http://x/w/1", "8200002", "hemmelig", exclusive=exclusive, ours=lambda one: NORA.encode() in one.raw)
    bus.open()
    assert bus.wait(5, 1 if exclusive else 0) == (2 if exclusive else 1)
    bus.close()
    assert "DELETE /locks/ours" in calls
    assert ("DELETE /locks/theirs" in calls) is exclusive
    assert ("POST /locks/theirs/release" in calls) is not exclusive


def test_a_folder_that_is_not_whole_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(tmp_path, [], NOW) == 2
    assert "er ikke hel" in capsys.readouterr().out
