"""An EPJ that does everything right, in a few hundred lines, with other legal choices than the simulated journal.

Its choices: uid is the slot and changes when the appointment moves, related-to is the appointment and stays; times in
xCal are UTC; a spoofed sender gets AppRec E10; an unknown appointment gets Notat 26.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from tests.miniatures import templates
from tests.miniatures.booktime import Timekeeping
from tests.miniatures.inbox import Inbox
from tests.miniatures.lives import Lives
from tests.miniatures.post import ACTORS, AVBESTILLING, DIGITALBRUKER, EKONTAKT, OSLO, UTSENDING, After, Setup
from tests.miniatures.reading import Letter
from tests.miniatures.records import Appointment, Cancellation, Entry, Thread

STAFF = ("Siri", "Søster")
ANSWERS = {"answer": "19", "reject": "26", "no_access": "30"}

Answer = dict[str, Any]


def done(**data: Any) -> Answer:
    """The staff answer for something that was done."""
    return {"outcome": "done", "reason": None, "data": data}


def refused(reason: str) -> Answer:
    """The staff answer for something that cannot be done now."""
    return {"outcome": "refused", "reason": reason, "data": {}}


class HonestEpj(Lives, Inbox, Timekeeping):
    """Wrong miniatures override one method each."""

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self.files: list[str] = []
        self.settings = {"cancel_approval": "nei", "receiving": "ja"}

    # --- what Helsenorge sends ---

    def keep(self, letter: Letter) -> After | None:
        if letter.type == DIGITALBRUKER:
            self.status_came(letter)
            return None
        if letter.type == AVBESTILLING:
            return self.cancellation_came(letter)
        return self.message_came(letter)

    def status_came(self, letter: Letter) -> None:
        """SDAB: 1 active, 2 not."""
        (self.memory.inactive.discard if letter.coded == "1" else self.memory.inactive.add)(letter.patient)

    def message_came(self, letter: Letter) -> After | None:
        """A question or an answer in the journal of the patient it is about."""
        thread = self.thread_for(letter)
        self.file_in(letter, "melding_inn", thread=thread.id)
        thread.messages.append(self.message_view(letter))
        self.came_in(thread)
        if thread.closed:
            return lambda: self.answer_closed(thread, letter)
        return None

    def thread_for(self, letter: Letter) -> Thread:
        """The thread that RefToConversation names, or a new one."""
        root = letter.conversation or letter.msg_id
        return self.memory.threads.setdefault(root, Thread(root, letter.patient, letter.subject, type=letter.type))

    def answer_closed(self, thread: Thread, letter: Letter) -> None:
        """Nobody can answer one-way information."""
        self.send_note(thread, letter.msg_id, "26", "Meldingen kan ikke besvares.")

    def cancellation_came(self, letter: Letter) -> After | None:
        """ART: wait for staff, or decide at once."""
        found = self.find_appointment(letter)
        self.file_in(letter, "avbestilling", appointment=found.id if found else None)
        wish = Cancellation(letter.msg_id, letter.conversation or letter.msg_id)
        code, text = self.decide(found)
        if code == "08" and found is not None:
            found.cancellation = wish
            if self.must_ask():
                return None
            return lambda: self.accept(found, wish, text)
        return lambda: self.answer_cancellation(letter.patient, found, wish, code, text)

    def must_ask(self) -> bool:
        """Whether staff decide on every cancellation."""
        return self.settings["cancel_approval"] == "ja"

    def find_appointment(self, letter: Letter) -> Appointment | None:
        """By either id, and only the patient's own."""
        ids = {letter.event.get("uid", ""), letter.event.get("related-to", "")} - {""}
        own = (one for one in self.memory.appointments.values() if one.patient == letter.patient)
        return next((one for one in own if ids & self.ids_of(one)), None)

    def ids_of(self, one: Appointment) -> set[str]:
        """What Helsenorge may call it."""
        return {one.slot, one.id}

    def decide(self, one: Appointment | None) -> tuple[str, str]:
        """Code and text of the answer; 08 means that it can be cancelled."""
        if one is None:
            return "26", "Vi finner ikke timen."
        if one.status != "planned":
            return "09", "Timen er ikke lenger satt opp."
        if one.cancellation and one.cancellation.state == "waiting":
            return "09", "Avbestillingen ligger allerede til behandling."
        if self.is_past(one):
            return "09", "Timen har allerede vært."
        return "08", "Timen er avbestilt."

    def is_past(self, one: Appointment) -> bool:
        """Whether it has begun."""
        return datetime.fromisoformat(one.start).replace(tzinfo=OSLO) <= self.setup.clock()

    def accept(self, one: Appointment, wish: Cancellation, text: str) -> None:
        """Free the slot and say so, once."""
        one.status, one.slot_free, wish.state = "cancelled", True, "accepted"
        self.answer_cancellation(one.patient, one, wish, "08", text)

    def answer_cancellation(
        self, patient: str, one: Appointment | None, wish: Cancellation, code: str, text: str
    ) -> None:
        """The Notat that answers an ART."""
        documents = [templates.note(code, text)]
        if one is not None:
            documents.append(self.calendar_of(one))
        self.write(patient, AVBESTILLING, documents, wish.parent, wish.conversation)

    # --- what staff do ---

    def do(self, name: str, params: Answer) -> Answer | None:
        """One intent; None when it is not known."""
        if name == "settle":
            quiet = self.settle(float(params["deadline_seconds"]))
            return done() if quiet else {"outcome": "unable", "reason": "Det ligger fortsatt noe i køen.", "data": {}}
        handler = getattr(self, f"staff_{name}", None)
        if handler is None:
            return None
        with self._changed:
            answer: Answer = handler(params)
            return answer

    def staff_create_appointment(self, params: Answer) -> Answer:
        one = Appointment(
            id=str(uuid.uuid4()),
            slot=str(uuid.uuid4()),
            patient=params["patient"],
            start=params["start"],
            end=params["end"],
            summary=params["summary"],
            location=params["location"],
            category=params.get("category") or "",
            practitioner=params.get("practitioner") or "",
            exempt=bool(params.get("exempt")),
        )
        if not self.may_be_planned_for(one.patient):
            return refused("Pasienten er registrert død.")
        if self.is_taken(one):
            return refused(f"{one.practitioner} har alt en time da.")
        if not self.is_on_the_clock(one.start):
            return refused("Klokkeslettet finnes ikke den natten.")
        self.memory.appointments[one.id] = one
        self.file(one.patient, "avtale", one.summary, appointment=one.id)
        self.push("05", one)
        return done(appointment=one.id)

    def is_taken(self, new: Appointment) -> bool:
        """Whether the practitioner has somebody else then."""
        planned = (one for one in self.memory.appointments.values() if one.status == "planned")
        return any(
            new.practitioner == one.practitioner != "" and one.start < new.end and new.start < one.end
            for one in planned
        )

    def staff_change_appointment(self, params: Answer) -> Answer:
        one = self.memory.appointments[params["appointment"]]
        if one.status != "planned":
            return refused("Timen er ikke lenger satt opp.")
        if self.is_unchanged(one, params):
            return done(appointment=one.id)
        one.start, one.end = params["start"], params["end"]
        one.location = params.get("location") or one.location
        one.slot = self.slot_after_move(one)
        self.moved(one)
        return done(appointment=one.id)

    def slot_after_move(self, one: Appointment) -> str:
        """A new slot; the appointment id stays."""
        return str(uuid.uuid4())

    def moved(self, one: Appointment) -> None:
        """One message for one move."""
        self.push("07", one)

    def staff_cancel_appointment(self, params: Answer) -> Answer:
        one = self.memory.appointments[params["appointment"]]
        if one.status != "planned":
            return refused("Timen er ikke lenger satt opp.")
        self.called_off(one)
        return done()

    def called_off(self, one: Appointment) -> None:
        """One message: where the citizen waits for an answer, the answer is what she gets."""
        if one.cancellation and one.cancellation.state == "waiting":
            self.accept(one, one.cancellation, "Timen er avlyst.")
            return
        one.status, one.slot_free = "cancelled", True
        self.push("08", one)

    def staff_register_no_show(self, params: Answer) -> Answer:
        one = self.memory.appointments[params["appointment"]]
        if one.status != "planned":
            return refused("Timen er ikke lenger satt opp.")
        one.status = "no_show"
        self.push("11", one)
        return done()

    def push(self, code: str, one: Appointment) -> None:
        """Avtale to Helsenorge, unless the citizen is not there."""
        if one.patient in self.memory.inactive or self.is_withheld(one):
            return
        self.write(one.patient, UTSENDING, [self.push_dialog(code), self.calendar_of(one)])

    def push_dialog(self, code: str) -> str:
        """The code is from 7602 although the element is TypeForesp."""
        return templates.request(code, "7602")

    def calendar_of(self, one: Appointment) -> str:
        """One vevent for the appointment."""
        return templates.calendar(
            {
                "dtstart": self.calendar_time(one.start),
                "dtend": self.calendar_time(one.end),
                "summary": one.summary,
                "uid": one.slot,
                "related-to": one.id,
                "contact": self.her_id,
                "location": one.location,
                "categories": one.category,
            }
        )

    def calendar_time(self, local: str) -> str:
        """UTC, with a Z that says so."""
        return datetime.fromisoformat(local).replace(tzinfo=OSLO).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def staff_start_dialog(self, params: Answer) -> Answer:
        patient, subject, text = params["patient"], params["subject"], params["text"]
        if patient in self.memory.inactive:
            return refused("Innbyggeren er ikke digitalt aktiv på Helsenorge.")
        code = self.dialog_code(params["answerable"])
        msg_id = self.write(patient, EKONTAKT, [templates.request(code, "7601", subject, text)])
        thread = Thread(msg_id, patient, subject, closed=not params["answerable"])
        self.memory.threads[msg_id] = thread
        self.filed_out(thread, msg_id, "", text)
        return done(thread=msg_id)

    def dialog_code(self, answerable: bool) -> str:
        """Which request it is."""
        return "DI" if answerable else "EKI"

    def staff_answer_dialog(self, params: Answer) -> Answer:
        thread = self.memory.threads[params["thread"]]
        came = [message for message in thread.messages if message["direction"] == "inn"]
        if not came or thread.closed:
            return refused("Det er ingen henvendelse å svare på.")
        self.files = [templates.file(**one) for one in params.get("attachments") or []]
        self.send_note(thread, came[-1]["msg_id"], ANSWERS[params["outcome"]], params["text"])
        self.seen(thread.id)
        return done()

    def send_note(self, thread: Thread, parent: str, code: str, text: str) -> None:
        """An answer in a thread."""
        note = templates.in_words(text) if thread.type == ACTORS else templates.note(code, text, STAFF)
        msg_id = self.write(thread.patient, thread.type, [note, *self.extra_documents(thread)], parent, thread.id)
        self.filed_out(thread, msg_id, parent, text)

    def extra_documents(self, thread: Thread) -> list[str]:
        """The files that staff chose go with an answer, once."""
        files, self.files = self.files, []
        return files

    def staff_accept_cancellation(self, params: Answer) -> Answer:
        one = self.memory.appointments[params["appointment"]]
        if one.cancellation is None or one.cancellation.state != "waiting" or one.status != "planned":
            return refused("Ingen avbestilling venter på svar.")
        self.accept(one, one.cancellation, params.get("text") or "Timen er avbestilt.")
        return done()

    def staff_refuse_cancellation(self, params: Answer) -> Answer:
        one = self.memory.appointments[params["appointment"]]
        if one.cancellation is None or one.cancellation.state != "waiting":
            return refused("Ingen avbestilling venter på svar.")
        one.cancellation.state = "refused"
        self.refuse(one, one.cancellation, params.get("text") or "Timen kan ikke avbestilles.")
        return done()

    def refuse(self, one: Appointment, wish: Cancellation, text: str) -> None:
        """09, and the appointment stands."""
        self.answer_cancellation(one.patient, one, wish, "09", text)

    def staff_change_setting(self, params: Answer) -> Answer:
        if params["setting"] not in self.settings:
            return refused(f"Innstillingen {params['setting']} finnes ikke.")
        previous = self.settings[params["setting"]]
        self.settings[params["setting"]] = params["value"]
        self.go_down(self.settings["receiving"] == "nei")
        return done(previous=previous)

    # --- what staff see ---

    def staff_read_journal(self, params: Answer) -> Answer:
        self.opened(params["patient"], "leste journalen")
        return done(entries=[one.view for one in self.memory.journal if one.patient == params["patient"]])

    def staff_read_appointments(self, params: Answer) -> Answer:
        self.opened(params["patient"], "så på timene")
        own = [one for one in self.memory.appointments.values() if one.patient == params["patient"]]
        return done(appointments=[one.view() for one in own])

    def staff_read_thread(self, params: Answer) -> Answer:
        thread = self.memory.threads.get(params["thread"])
        if thread is None:
            return refused("Tråden finnes ikke.")
        self.opened(thread.patient, "leste en tråd")
        self.seen(thread.id)
        return done(patient=thread.patient, closed_for_answer=thread.closed, messages=thread.messages)

    def staff_read_access_log(self, params: Answer) -> Answer:
        return done(entries=[line for line in self.memory.access if line["patient"] == params["patient"]])

    def staff_read_transport_log(self, params: Answer) -> Answer:
        wanted = params.get("msg_id")
        return done(entries=[one.view() for one in self.memory.transport if wanted in (None, one.msg_id)])

    def opened(self, patient: str, action: str) -> None:
        """Every look is logged."""
        line = {"time": self.local_text(), "who": " ".join(STAFF), "action": action, "patient": patient}
        self.memory.access.append(line)

    # --- filing ---

    def file_in(self, letter: Letter, kind: str, **links: str | None) -> None:
        """Something the citizen sent."""
        acting = self.acting_of(letter)
        self.file(
            letter.patient,
            kind,
            letter.text,
            subject=letter.subject or None,
            author=acting.get("name") or letter.patient_name,
            author_relation=acting.get("relation"),
            acting_id=acting.get("id"),
            acting_name=acting.get("name"),
            msg_id=letter.msg_id,
            attachments=letter.attachments,
            **links,
        )

    def acting_of(self, letter: Letter) -> dict[str, str]:
        """Who wrote on behalf of the patient."""
        return letter.acting

    def filed_out(self, thread: Thread, msg_id: str, parent: str, text: str) -> None:
        """Something staff sent, in journal and thread."""
        self.file(thread.patient, "melding_ut", text, subject=thread.subject, thread=thread.id, msg_id=msg_id)
        thread.messages.append(
            {
                "msg_id": msg_id,
                "parent": parent or None,
                "direction": "ut",
                "time": self.local_text(),
                "text": text,
                "subject": thread.subject,
                "author": " ".join(STAFF),
                "attachments": [],
            }
        )

    def message_view(self, letter: Letter) -> Answer:
        """A citizen's message as the thread shows it."""
        acting = self.acting_of(letter)
        return {
            "msg_id": letter.msg_id,
            "parent": letter.parent or None,
            "direction": "inn",
            "time": self.local_text(),
            "text": letter.text,
            "subject": letter.subject,
            "author": acting.get("name") or letter.patient_name,
            "acting_name": acting.get("name"),
            "acting_id": acting.get("id"),
            "attachments": letter.attachments,
        }

    def file(self, patient: str, kind: str, text: str, **more: Any) -> None:
        """A line in the journal."""
        view: Answer = {"id": str(uuid.uuid4()), "time": self.local_text(), "kind": kind, "text": text}
        view |= {"author": " ".join(STAFF), "attachments": [], **more}
        self.memory.journal.append(Entry(patient, view))
