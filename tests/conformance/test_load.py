"""Load without locust: what is waited for, what is counted, who may be loaded, and how it is told."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import islice
from random import Random
from typing import Any

import pytest

from conformance.load.arrivals import ERROR, Arrival, of_plain, read_arrival
from conformance.load.kinds import Limits, Timed
from conformance.load.ledger import Appointment, Ledger, Letter
from conformance.load.permission import why_not
from conformance.load.persons import errands
from conformance.load.talks import TALKS, day_of, left_out, talks_for
from conformance.load.tally import MOST_PROBLEMS, Row, Tally, together
from conformance.load.tally import of_plain as tally_of_plain
from conformance.reading import Inbound, read
from conformance.targets.model import LoadTerms, Staff, Target, Transport
from conformance.targets.services import Override
from standards.apprec import error, receipt_for
from standards.envelope import Envelope, business_envelope, error_envelope
from tests.conformance.bench_world import EPJ, HN, KARI, NORA, PER, make_target, person

TODAY = date(2026, 12, 1)
LIMITS = Limits({Timed.RECEIPT: 10, Timed.AT_ONCE: 15, Timed.ANSWER: 20, Timed.APPOINTMENT: 20})


class Book:
    """A ledger, and what it told locust."""

    def __init__(self) -> None:
        self.told: list[tuple[Timed, str, float, str]] = []
        self.tally = Tally()
        self.ledger = Ledger(self.tally, self.tell)

    def tell(self, timed: Timed, process: str, seconds: float, problem: str = "") -> None:
        self.told.append((timed, process, round(seconds, 3), problem))

    def letter(self, *waits_for: Timed, number: str = "1", at: float = 100.0) -> Letter:
        letter = Letter(f"AB-{number}", f"cd-{number}", "P", at, frozenset(waits_for))
        self.ledger.sent(letter)
        return letter


def receipt(number: str = "1", at: float = 100.5, **more: Any) -> Arrival:
    return Arrival(Timed.RECEIPT, at, (f"ab{number}",), **more)


def test_a_receipt_is_timed_from_send_to_receipt_and_matched_however_the_id_is_written() -> None:
    book = Book()
    letter = book.letter(Timed.RECEIPT)
    assert not book.ledger.settled
    assert not book.ledger.came(receipt("2"))
    assert book.ledger.came(receipt(at=102.25))
    assert book.ledger.settled and not letter.waiting()
    assert book.told == [(Timed.RECEIPT, "P", 2.25, "")]
    row = book.tally.row(Timed.RECEIPT, "P")
    assert (row.waits, row.wrong) == ([2250], 0)


def test_what_never_comes_is_missing_and_what_comes_twice_is_counted() -> None:
    book = Book()
    book.letter(Timed.RECEIPT, number="1")
    book.letter(Timed.RECEIPT, Timed.AT_ONCE, number="2")
    book.ledger.came(receipt("1"))
    book.ledger.came(receipt("1", 101.0))
    book.ledger.close(120.0)
    assert book.tally.row(Timed.RECEIPT, "P").twice == 1
    assert book.tally.row(Timed.RECEIPT, "P").missing == 1
    assert book.tally.row(Timed.AT_ONCE, "P").missing == 1
    assert [problem for *_, problem in book.told if problem] == ["kom en gang til", "kom ikke", "kom ikke"]
    assert any("AB-2" in problem and "kom ikke innen 20 s" in problem for problem in book.tally.problems)


def test_a_second_answer_is_nothing_wrong_since_staff_may_write_again() -> None:
    book = Book()
    book.letter(Timed.RECEIPT)
    for at in (101.0, 102.0):
        book.ledger.came(Arrival(Timed.ANSWER, at, ("ab1",)))
    row = book.tally.row(Timed.ANSWER, "P")
    assert (row.waits, row.wrong) == ([1000], 0)


def test_a_rejection_is_timed_and_counted_and_an_error_ends_the_wait() -> None:
    book = Book()
    book.letter(Timed.RECEIPT, number="1")
    book.letter(Timed.RECEIPT, number="2")
    book.ledger.came(receipt("1", rejected=True, told="avvist (E35)"))
    book.ledger.came(Arrival(ERROR, 100.1, ("cd2",), True, "feil transport:unsupported-message"))
    row = book.tally.row(Timed.RECEIPT, "P")
    assert (row.waits, row.refused, row.failed) == ([500], 1, 1)
    assert book.ledger.settled
    assert [problem for *_, problem in book.told] == ["avvist (E35)", "feil transport:unsupported-message"]


def test_what_could_not_be_sent_is_waited_for_by_nobody() -> None:
    book = Book()
    letter = book.letter(Timed.RECEIPT)
    book.ledger.withdraw(letter, 110.0, "Får ikke kontakt med bussen.")
    book.ledger.close(130.0)
    assert book.tally.row(Timed.SENT, "P").failed == 1
    assert (Timed.RECEIPT, "P") not in book.tally.rows


def test_an_appointment_is_known_by_patient_and_time() -> None:
    book = Book()
    waiting = Appointment("P", 100.0)
    book.ledger.await_appointment(NORA.ident, "2027-01-04T09:15", waiting)
    came = Arrival(Timed.APPOINTMENT, 100.4, patient=NORA.ident, start="2027-01-04T09:15")
    assert not book.ledger.came(replace(came, patient=KARI.ident))
    assert book.ledger.came(came)
    assert waiting.arrival == came and book.ledger.settled
    late = Appointment("P", 100.0)
    book.ledger.await_appointment(NORA.ident, "2027-01-04T10:15", late)
    book.ledger.close(130.0)
    assert (book.tally.row(Timed.APPOINTMENT, "P").waits, book.tally.row(Timed.APPOINTMENT, "P").missing) == ([400], 1)


def test_nobody_is_waited_for_longer_than_her_own_limit() -> None:
    book = Book()
    book.letter(Timed.RECEIPT, at=100.0, number="1")
    assert book.ledger.deadline(LIMITS) == 110.0
    book.letter(Timed.AT_ONCE, at=99.0, number="2")
    assert book.ledger.deadline(LIMITS) == 114.0
    book.ledger.came(Arrival(Timed.AT_ONCE, 101.0, ("cd2",)))
    assert book.ledger.deadline(LIMITS) == 110.0


def test_percentiles_are_of_times_that_were_and_over_is_strictly_over() -> None:
    row = Row(Timed.RECEIPT, "P", [*range(1, 100), 10_000])
    assert [row.percentile(percent) for percent in (50, 95, 99, 100)] == [50, 95, 99, 10_000]
    assert (row.over(0.099), row.over(10.0), row.over(9.999), row.over(None)) == (1, 0, 1, 0)
    assert Row(Timed.RECEIPT, "P").percentile(99) is None


def test_tallies_of_several_processes_are_one() -> None:
    one, other = Tally(), Tally()
    one.row(Timed.RECEIPT, "P").waits.append(5)
    other.row(Timed.RECEIPT, "P").waits.append(7)
    other.row(Timed.RECEIPT, "P").missing = 2
    other.row(Timed.SENT, "P").failed = 1
    other.fault("en feil")
    for number in range(MOST_PROBLEMS + 5):
        one.problem(f"problem {number}")
        one.problem(f"problem {number}")
    assert len(one.problems) == MOST_PROBLEMS
    whole = together(tally_of_plain(tally.to_plain()) for tally in (one, other))
    assert [(row.timed, row.waits, row.wrong) for row in whole.in_order()] == [
        (Timed.SENT, [], 1),
        (Timed.RECEIPT, [5, 7], 2),
    ]
    assert whole.faults == ["en feil"]


def sent_by_epj(raw: bytes, *, queue: str = "async", **more: Any) -> Inbound:
    values = {"message_id": "m-1", "subject": "X", "from_her_id": EPJ, "to_her_id": HN, "time_stamp": "nå"}
    return read(raw, business_envelope(**{**values, **more}), queue=queue)


def the_receipt(*errors: Any) -> bytes:
    from conformance.clock import SystemClock
    from conformance.writing.helsenorge import HelsenorgeWriter

    message = HelsenorgeWriter(make_target(), SystemClock(), lambda: "AB-1").enquiry(NORA, acting=KARI)
    now = datetime(2026, 12, 1, tzinfo=UTC)
    return receipt_for(message, receipt_id="r-1", now=now, errors=errors).to_xml()


def test_arrivals_are_read_for_what_they_answer() -> None:
    good = read_arrival(sent_by_epj(the_receipt()), 1.0)
    assert good == Arrival(Timed.RECEIPT, 1.0, ("ab1",))
    bad = read_arrival(sent_by_epj(the_receipt(error("E35", "Finnes ikke"))), 1.0)
    assert bad is not None and (bad.rejected, bad.told) == (True, "avvist (E35)")
    at_once = read_arrival(sent_by_epj(the_receipt(), queue="syncreply", correlation_id="CD-1"), 1.0)
    assert at_once is not None and (at_once.kind, at_once.about) == (Timed.AT_ONCE, ("cd1", "ab1"))
    original = business_envelope(
        message_id="CD-1", subject="X", from_her_id=HN, to_her_id=EPJ, time_stamp="2026-12-01T08:00:00Z"
    )
    told = error_envelope(original, message_id="e", condition="transport:x", description="d", time_stamp="nå")
    failed = read_arrival(read(b"", told, queue="error"), 1.0)
    assert failed is not None and (failed.kind, failed.about, failed.told) == (ERROR, ("cd1",), "feil transport:x")
    assert read_arrival(read(b"rot", Envelope(), queue="async"), 1.0) is None
    for arrival in (good, bad, at_once, failed):
        assert arrival is not None and of_plain(arrival.to_plain()) == arrival


def simulated(**more: Any) -> Target:
    return make_target(**more)


REAL = Transport("http", "http://bus.test.example", queue_exclusive=False, quiet_seconds=1)
PRODUCTION = Transport("http", "https://tb.nhn.no/x", queue_exclusive=False, quiet_seconds=1)
OVERRIDE = Override("Ola", "Må", "2099-01-01", ("produksjonsadresse",))
LIVING = replace(person("x", "X", "Y", date(1980, 1, 1), "voksen"), ident="01018012345")


@pytest.mark.parametrize(
    ("target", "users", "says"),
    [
        (simulated(), 500, ""),
        (simulated(transport=REAL), 1, "ikke på denne maskinen"),
        (simulated(environment="test"), 1, "ikke simulert (test)"),
        (simulated(environment="test", transport=REAL, load=LoadTerms(allow=True)), 1, ""),
        (simulated(environment="test", load=LoadTerms(allow=False)), 1, "allow = false"),
        (simulated(load=LoadTerms(allow=False)), 1, "allow = false"),
        (simulated(load=LoadTerms(allow=True, max_users=5)), 5, ""),
        (simulated(load=LoadTerms(allow=True, max_users=5)), 6, "høyst 5 brukere samtidig. Fant: 6"),
        (simulated(transport=PRODUCTION, load=LoadTerms(allow=True)), 1, "meldingsbussen i produksjon"),
        (simulated(transport=PRODUCTION, load=LoadTerms(allow=True), override=OVERRIDE), 1, "gjelder ikke for last"),
        (simulated(persons=(LIVING,), load=LoadTerms(allow=True)), 1, "syntetisk"),
    ],
)
def test_load_is_for_our_own_and_for_those_who_have_agreed_and_never_for_production(
    target: Target, users: int, says: str
) -> None:
    reasons = " ".join(why_not(target, TODAY, users))
    assert (says in reasons) if says else not reasons


def test_limits_are_those_of_the_target_and_fifteen_seconds_in_real_time() -> None:
    target = make_target(load=LoadTerms(allow=True, over_percent=2.5))
    limits = Limits.of(target)
    assert limits.seconds[Timed.RECEIPT] == target.deadlines.apprec_seconds
    assert limits.seconds[Timed.ANSWER] == target.deadlines.answer_seconds
    assert limits.seconds[Timed.AT_ONCE] == limits.longest == 15
    assert (limits.over_percent, Limits.of(make_target()).over_percent) == (2.5, 0.0)


def test_citizens_do_what_the_target_can_take_and_the_rest_is_told() -> None:
    target = make_target()
    assert [talk.id for talk in talks_for(target)] == ["dialog", "cancel"]
    assert len(left_out(target)) == len(TALKS) - 2
    by_hand = make_target(staff=Staff("manual", "", settle=False))
    assert any("avbestille en time: timene må settes opp av en adapter" in line for line in left_out(by_hand))
    processes = {**target.processes, "DIALOG_INNBYGGER_TIMERESERVASJON": "1.2", "DIALOG_INNBYGGER_TIMEONSKE": "1.2"}
    assert "search" not in [talk.id for talk in talks_for(make_target(processes=processes))]
    free = make_target(processes=processes, settings={"free_slots": "ja"})
    assert {talk.id for talk in talks_for(free)} == {"dialog", "cancel", "wish", "search"}


def test_the_same_seed_gives_the_same_errands_and_the_first_citizens_do_each_of_them() -> None:
    days = [[talk.id for talk in islice(day_of(TALKS, place, Random("1/3")), 40)] for place in range(len(TALKS))]
    assert [day[0] for day in days] == [talk.id for talk in TALKS]
    assert days[0] == [talk.id for talk in islice(day_of(TALKS, 0, Random("1/3")), 40)]
    assert days[0] != [talk.id for talk in islice(day_of(TALKS, 0, Random("2/3")), 40)]
    drawn = Counter(talk.id for talk in islice(day_of(TALKS, 0, Random("1")), 1301))
    assert all(abs(drawn[talk.id] - 100 * talk.weight) < 50 for talk in TALKS)


def test_only_active_persons_act_and_children_through_a_guardian() -> None:
    found = errands(make_target())
    assert (NORA, KARI) in [(one.patient, one.acting) for one in found]
    assert (KARI, None) in [(one.patient, one.acting) for one in found]
    assert all(one.patient.digitally_active and one.patient != PER for one in found)
    assert all(one.acting is not None for one in found if one.patient.kind == "barn")
