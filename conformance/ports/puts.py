"""What the EPJ has put over REST, for one scenario: only what is about its persons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from conformance.appointment_inbox import AppointmentInbox, Put
from conformance.outcomes import NotApplicable, NotVerified
from conformance.ports.link import Link

REST_PUSH: Final = "rest_push"
"""The setting that says that appointments are put over REST."""
NATIONAL: Final = 11
"""How many digits a national number has."""


class PutsPort:
    """Sees appointments arrive at the receiver; each is kept in the evidence when it is first seen."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._inbox: AppointmentInbox | None = None
        self._seen = 0
        self._puts: list[tuple[int, Put]] = []

    def watch(self) -> None:
        """What comes from now on is this scenario's.

        Where the target tells of no receiver it is `NotVerified` if it says that appointments are put there, and
        `NotApplicable` if it says nothing of it.
        """
        target = self._link.target
        if not target.services.timenotifikasjon:
            why = "Testobjektet oppgir ikke noe mottak av timer (services.timenotifikasjon)"
            if target.settings.get(REST_PUSH) == "ja":
                fix = "Sett EPJ-en opp mot et mottak som testen kan lese, og oppgi adressen (docs/contract.md, del 4)."
                raise NotVerified(f"{why}, men sier at timer legges der.", fix=fix)
            raise NotApplicable(f"{why}.")
        self._inbox = AppointmentInbox(target.services.timenotifikasjon, target.route)
        self._seen = self._inbox.last()

    def about(self, ident: str) -> list[tuple[int, Put]]:
        """(Number in the evidence, call) for everything about a person so far, oldest first."""
        self._look()
        return [(number, put) for number, put in self._puts if ident in patients(put.resource)]

    def _look(self) -> None:
        assert self._inbox is not None, "nobody watches"
        for put in self._inbox.after(self._seen):
            self._seen = put.number
            if set(patients(put.resource)) & self._link.mailbox.patients:
                self._puts.append((self._link.mailbox.evidence.put(put.raw, put.path), put))


def patients(resource: Mapping[str, Any]) -> Iterator[str]:
    """The national ids of whom an appointment is for; FHIR lets the type of a logical reference be left out."""
    for participant in resource.get("participant") or ():
        actor = participant.get("actor", {}) if isinstance(participant, dict) else {}
        value = str((actor.get("identifier") or {}).get("value", ""))
        if actor.get("type") == "Patient" or (not actor.get("type") and len(value) == NATIONAL and value.isdigit()):
            yield value
