"""What staff can do, put together by what it is about; what the product does not offer is left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from simulator.journal.profile import Profile


@dataclass(frozen=True)
class Group:
    """Intents about one thing; `offer` names the choice of the profile that they need, if any."""

    title: str
    intents: tuple[str, ...]
    offer: str = ""


GROUPS = (
    Group(
        "Timer",
        ("create_appointment", "change_appointment", "cancel_appointment", "register_no_show", "correct_patient"),
    ),
    Group("Avbestillinger", ("accept_cancellation", "refuse_cancellation")),
    Group("Meldinger", ("start_dialog", "answer_dialog", "check_inbox", "close_follow_up", "test_line")),
    Group("Ønsker om time", ("grant_wish", "decline_wish"), "wishes"),
    Group("Ledige timer", ("open_slot", "close_slot", "accept_booking", "refuse_booking"), "free_slots"),
    Group(
        "Hjemmebesøk",
        (
            *("plan_visits", "end_visits", "pause_visits", "resume_visits"),
            *("confirm_visit", "change_employees", "complete_visit", "cancel_visit"),
        ),
        "home_care",
    ),
    Group("Pasienten", ("start_contact", "end_contact", "register_death", "correct_death", "end_pregnancy")),
    Group("Innstillinger", ("change_setting", "pass_time")),
)


def offered(profile: Profile, intents: Iterable[str]) -> list[Group]:
    """The groups that the product offers, and what belongs to none of them last."""
    known = {intent for group in GROUPS for intent in group.intents}
    rest = tuple(intent for intent in intents if intent not in known)
    found = [group for group in GROUPS if not group.offer or getattr(profile, group.offer)]
    return [*found, Group("Annet", rest)] if rest else found
