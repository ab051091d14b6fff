"""An honest EPJ of a service for youth, who wish for a time on their own and have e-consultations from 16."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from types import MappingProxyType

from tests.miniatures import templates
from tests.miniatures.honest import Answer, HonestEpj, done, refused
from tests.miniatures.post import After, Setup
from tests.miniatures.reading import Letter
from tests.miniatures.records import Appointment, Cancellation

WISHES = "DIALOG_INNBYGGER_TIMEONSKEUNGDOM"
CONSULTATIONS = "DIALOG_INNBYGGER_EKONSULTASJON"
IN_A_CONSULTATION = {"answer": "12", "close": "13", "reject": "26", "no_access": "30"}


@dataclass
class Wish:
    """What a youth has asked for."""

    id: str
    patient: str
    text: str
    author: str
    time: str
    decision: str = "waiting"
    appointment: str | None = None


class YouthEpj(HonestEpj):
    """Wrong miniatures override one method each."""

    role = "ungdom"
    more_processes = MappingProxyType({WISHES: "1.0", CONSULTATIONS: "1.2"})
    supported = (*HonestEpj.supported, WISHES, CONSULTATIONS)

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self.wishes: dict[str, Wish] = {}
        self.kept_private: set[str] = set()
        self.asked_alone: set[str] = set()

    # --- what Helsenorge sends ---

    def keep(self, letter: Letter) -> After | None:
        if letter.type != WISHES:
            return super().keep(letter)
        self.asked_alone.add(letter.msg_id)
        return self.cancellation_came(letter) if letter.code == "OAT" else self.wish_came(letter)

    def wish_came(self, letter: Letter) -> After | None:
        """Only the youth herself may wish here."""
        if letter.acting:
            return lambda: self.say(letter, "30", "Bare ungdommen selv kan ønske time her.")
        self.file_in(letter, "melding_inn")
        self.wishes[letter.msg_id] = self.wish_of(letter)
        return None

    def wish_of(self, letter: Letter) -> Wish:
        """As staff see it."""
        return Wish(letter.msg_id, letter.patient, letter.text, letter.patient_name, self.local_text())

    def say(self, letter: Letter, code: str, text: str) -> None:
        """Answer a wish that is not kept."""
        self.write(letter.patient, WISHES, [templates.note(code, text)], letter.msg_id, letter.msg_id)

    def answer_cancellation(
        self, patient: str, one: Appointment | None, wish: Cancellation, code: str, text: str
    ) -> None:
        if wish.parent not in self.asked_alone:
            super().answer_cancellation(patient, one, wish, code, text)
            return
        documents = [templates.note(code, text), *([self.calendar_of(one)] if one else [])]
        self.write(patient, WISHES, documents, wish.parent, wish.conversation)

    # --- what staff do ---

    def staff_grant_wish(self, params: Answer) -> Answer:
        wish = self.wishes[params["wish"]]
        if not self.is_open(wish):
            return refused("Ønsket er alt besvart.")
        times = {name: params[name] for name in ("start", "end", "summary", "location")}
        one = Appointment(id=str(uuid.uuid4()), slot=str(uuid.uuid4()), patient=wish.patient, **times)
        self.memory.appointments[one.id] = one
        self.kept_private.add(one.id)
        wish.decision, wish.appointment = "granted", one.id
        self.file(wish.patient, "avtale", one.summary, appointment=one.id)
        self.give(wish, one)
        return done(appointment=one.id)

    def give(self, wish: Wish, one: Appointment) -> None:
        """05 and the calendar, in her own dialog and nowhere else."""
        self.write(wish.patient, WISHES, [templates.note("05", ""), self.calendar_of(one)], wish.id, wish.id)

    def staff_decline_wish(self, params: Answer) -> Answer:
        wish = self.wishes[params["wish"]]
        if not self.is_open(wish):
            return refused("Ønsket er alt besvart.")
        wish.decision = "declined"
        self.turn_down(wish, params["text"])
        return done()

    def is_open(self, wish: Wish) -> bool:
        """Whether nobody has answered it."""
        return wish.decision == "waiting"

    def turn_down(self, wish: Wish, text: str) -> None:
        """06 with the words of staff."""
        self.write(wish.patient, WISHES, [templates.note("06", text)], wish.id, wish.id)

    def staff_read_wishes(self, params: Answer) -> Answer:
        own = [one for one in self.wishes.values() if one.patient == params.get("patient", one.patient)]
        return done(wishes=[vars(one) for one in own])

    def push(self, code: str, one: Appointment) -> None:
        if one.id not in self.kept_private:
            super().push(code, one)

    def staff_answer_dialog(self, params: Answer) -> Answer:
        thread = self.memory.threads[params["thread"]]
        came = [message for message in thread.messages if message["direction"] == "inn"]
        if thread.type != CONSULTATIONS or not came:
            return super().staff_answer_dialog(params)
        self.send_note(thread, came[-1]["msg_id"], self.code_in_consultation(params["outcome"]), params["text"])
        return done()

    def code_in_consultation(self, outcome: str) -> str:
        """12 answers, 13 closes."""
        return IN_A_CONSULTATION[outcome]
