"""An honest EPJ where parents wish for times in their own words, and staff answer them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from types import MappingProxyType

from tests.miniatures import templates
from tests.miniatures.honest import Answer, HonestEpj, done, refused
from tests.miniatures.post import After, Setup
from tests.miniatures.reading import Letter
from tests.miniatures.records import Appointment, Cancellation

WISHES = "DIALOG_INNBYGGER_TIMEONSKE"


@dataclass
class Wish:
    """What a citizen has asked for."""

    id: str
    patient: str
    text: str
    author: str
    time: str
    decision: str = "waiting"


class FamilyEpj(HonestEpj):
    """Wrong miniatures override one method each."""

    more_processes = MappingProxyType({WISHES: "1.2"})
    supported = (*HonestEpj.supported, WISHES)

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self.wishes: list[Wish] = []
        self.asked_in_wishes: set[str] = set()

    # --- what Helsenorge sends ---

    def keep(self, letter: Letter) -> After | None:
        if letter.type != WISHES:
            return super().keep(letter)
        self.asked_in_wishes.add(letter.msg_id)
        return self.cancellation_came(letter) if letter.code == "OAT" else self.wish_came(letter)

    def wish_came(self, letter: Letter) -> After | None:
        """Journal it, and put it before staff."""
        self.file_in(letter, "melding_inn")
        self.wishes.append(self.wish_of(letter))
        return None

    def wish_of(self, letter: Letter) -> Wish:
        """As staff see it."""
        author = letter.acting.get("name") or letter.patient_name
        return Wish(letter.msg_id, letter.patient, letter.text, author, self.local_text())

    def answer_cancellation(
        self, patient: str, one: Appointment | None, wish: Cancellation, code: str, text: str
    ) -> None:
        if wish.parent not in self.asked_in_wishes:
            super().answer_cancellation(patient, one, wish, code, text)
            return
        documents = [templates.note(code, text), *([self.calendar_of(one)] if one else [])]
        self.write(patient, WISHES, documents, wish.parent, wish.conversation)

    # --- what staff do ---

    def staff_grant_wish(self, params: Answer) -> Answer:
        wish = self.wish_named(params["wish"])
        if wish is None:
            return refused("Ønsket er alt besvart.")
        times = {name: params[name] for name in ("start", "end", "summary", "location")}
        one = Appointment(id=str(uuid.uuid4()), slot=str(uuid.uuid4()), patient=wish.patient, **times)
        self.memory.appointments[one.id] = one
        wish.decision = "granted"
        self.file(wish.patient, "avtale", one.summary, appointment=one.id)
        self.give(wish, one)
        return done(appointment=one.id)

    def give(self, wish: Wish, one: Appointment) -> None:
        """05 and the calendar."""
        self.write(wish.patient, WISHES, [templates.note("05", ""), self.calendar_of(one)], wish.id, wish.id)

    def staff_decline_wish(self, params: Answer) -> Answer:
        wish = self.wish_named(params["wish"])
        if wish is None:
            return refused("Ønsket er alt besvart.")
        wish.decision = "declined"
        self.turn_down(wish, params["text"])
        return done()

    def turn_down(self, wish: Wish, text: str) -> None:
        """06 with the words of staff."""
        self.write(wish.patient, WISHES, [templates.note("06", text)], wish.id, wish.id)

    def wish_named(self, name: str) -> Wish | None:
        """The wish that waits under that id."""
        return next((one for one in self.wishes if one.id == name and one.decision == "waiting"), None)

    def staff_read_wishes(self, params: Answer) -> Answer:
        own = [one for one in self.wishes if one.patient == params.get("patient", one.patient)]
        return done(wishes=[vars(one) for one in own])
