"""Each fault of home visits: how to bring it out, and what shows it."""

from __future__ import annotations

from tests.simulator import visit_drives as drives
from tests.simulator.fault_drives import Drive
from tests.simulator.visit_drives import WHO, Says

CASES: dict[str, tuple[Drive, Says]] = {
    "sync_answer_on_another_queue": (drives.looks, lambda s: s.sent[0].message.envelope.to.endswith("_async")),
    "hides_planned_visits": (drives.looks, lambda s: s.codes == ["02"]),
    "shows_the_neighbours_visits": (drives.looks_beside_another, lambda s: s.about["other"] in s.calendar("dtstart")),
    "drops_exceptions": (drives.looks_while_away, lambda s: not s.texts("exdate")),
    "series_without_end": (drives.looks_at_an_end, lambda s: not s.texts("until")),
    "series_every_day": (drives.looks_at_some_days, lambda s: s.texts("freq") == ["DAILY"] and not s.texts("byday")),
    "new_visit_ids": (drives.looks, lambda s: s.about["plan"] not in s.calendar("uid")),
    "night_ends_where_it_began": (drives.looks_at_night, lambda s: s.calendar("dtend") < s.calendar("dtstart")),
    "employee_number_in_calendar": (drives.looks_at_who_comes, lambda s: f"{WHO}, " in s.calendar("cn")),
    "window_as_length": (drives.looks_at_a_window, lambda s: "Tidsvindu" not in s.calendar("categories")),
    "guesses_what_was_asked": (drives.looks_with_a_fault, lambda s: s.codes == ["01"]),
    "visit_done_as_cancelled": (drives.carried_out, lambda s: s.calendar("status") == "CANCELLED"),
    "tells_nothing_of_visits": (drives.carried_out, lambda s: not s.codes),
    "blames_home_care": (drives.nobody_home, lambda s: s.calendar("x-cancellation-reason") == "Avlyst av tjeneste"),
    "cancels_for_anybody": (drives.cancelled_by_another, lambda s: s.about["status"] == "cancelled"),
    "rest_reminds_of_visits": (drives.put_carried_out, lambda s: "tag" in s.about["puts"][0][1]["meta"]),
    "rest_visit_not_done": (drives.put_carried_out, lambda s: s.about["puts"][0][1]["status"] == "booked"),
    "series_by_month": (drives.looks_at_some_days, lambda s: s.texts("freq") == ["MONTHLY"]),
    "exceptions_in_one": (drives.looks_while_away, lambda s: len(s.texts("exdate")) == 1),
    "reason_on_what_stands": (drives.looks_at_what_is_off, lambda s: "CANCELLED" not in s.calendar("status")),
}
