"""An honest EPJ that tells which services follow a citizen, and who works there."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from tests.miniatures import templates, world
from tests.miniatures.buslink import Delivery
from tests.miniatures.honest import Answer, HonestEpj, done, refused
from tests.miniatures.post import OSLO, Setup
from tests.miniatures.reading import Letter

OVERVIEW = "DIALOG_INNBYGGER_TJENESTEOVERSIKT"
PRACTITIONERS = "DIALOG_INNBYGGER_BEHANDLEROVERSIKT"
LEAVES_THE_HEALTH_STATION = 6
FELLES = "http://www.kith.no/xmlstds/felleskomponent1"
LIST = "http://www.kith.no/xmlstds/helsepersonell/2015-05-04"


@dataclass
class Contact:
    """A service that follows a citizen."""

    id: str
    patient: str
    first: str
    last: str | None = None


class ContactsEpj(HonestEpj):
    """Wrong miniatures override one method each."""

    more_processes = MappingProxyType({OVERVIEW: "1.0", PRACTITIONERS: "1.0"})
    supported = (*HonestEpj.supported, OVERVIEW, PRACTITIONERS)

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self.contacts = {one.id: one for one in self.begun()}

    def begun(self) -> list[Contact]:
        """The small children have one already."""
        today = date.today()  # a day more or less makes nobody six
        small = [one for one in world.PEOPLE if today.year - one.born.year < LEAVES_THE_HEALTH_STATION]
        return [Contact(one.id, one.ident, one.born.isoformat()) for one in small]

    def today(self) -> str:
        """The day in Norway."""
        return self.setup.clock().astimezone(OSLO).date().isoformat()

    def staff_start_contact(self, params: Answer) -> Answer:
        one = Contact(uuid.uuid4().hex[:30], params["patient"], params.get("first") or self.today())
        self.contacts[one.id] = one
        self.tell(one)
        return done(contact=one.id)

    def staff_end_contact(self, params: Answer) -> Answer:
        one = self.contacts[params["contact"]]
        if one.last is not None:
            return refused("Helsekontakten er alt avsluttet.")
        one.last = params["last"]
        self.tell(one)
        return done()

    def staff_read_contacts(self, params: Answer) -> Answer:
        own = [one for one in self.contacts.values() if one.patient == params["patient"]]
        return done(contacts=[{"id": c.id, "service": self.her_id, "first": c.first, "last": c.last} for c in own])

    def died(self, patient: str) -> None:
        """Nobody follows her any more."""
        for one in self.contacts.values():
            if one.patient == patient and one.last is None:
                one.last = self.today()
                self.tell(one)

    def tell(self, changed: Contact) -> None:
        """The whole list, but what has ended before today."""
        if changed.patient not in self.memory.inactive:
            own = [one for one in self.contacts.values() if one.patient == changed.patient]
            listed = [one for one in own if one.last is None or one.last >= self.today()]
            self.write(changed.patient, OVERVIEW, [self.overview(listed)])

    def overview(self, listed: list[Contact]) -> str:
        """TjenesteOversikt."""
        body = "".join(self.listed(one) for one in listed)
        return f'<TjenesteOversikt xmlns="http://ehelse.no/xmlstds/tjenesteoversikt">{body}</TjenesteOversikt>'

    def listed(self, one: Contact) -> str:
        """One service of the list."""
        until = f"<TilDato>{one.last}</TilDato>" if one.last else ""
        kind = templates.coded("TypeId", "HER", "9051", "HER-id").replace("<TypeId", f'<TypeId xmlns="{FELLES}"')
        return (
            f"<Tjeneste><TjenesteId>{self.id_of(one)}</TjenesteId><TjenesteNavn>{self.setup.own[1][0]}</TjenesteNavn>"
            f"<TjenesteOmråde>1</TjenesteOmråde><FraDato>{one.first}</FraDato>{until}"
            f'<HERId><Id xmlns="{FELLES}">{self.her_id}</Id>{kind}</HERId></Tjeneste>'
        )

    def id_of(self, one: Contact) -> str:
        """The same as long as it lasts."""
        return one.id

    def letter_came(self, letter: Letter, delivery: Delivery) -> None:
        if letter.type != PRACTITIONERS:
            super().letter_came(letter, delivery)
            return
        self.log(letter, delivery, "mottatt")
        self.link.complete(delivery)
        if self.knows(letter.patient):
            self.answer_at_once(letter, delivery, [templates.note("20", ""), self.staff_list()])
        else:
            self.answer_unknown(letter, delivery)

    def knows(self, patient: str) -> bool:
        """Whether she has a journal here."""
        return patient in self.setup.people

    def answer_unknown(self, letter: Letter, delivery: Delivery) -> None:
        """No practitioners for one without a journal."""
        self.answer_at_once(letter, delivery, [templates.note("21", "")])

    def staff_list(self) -> str:
        """HelsepersonellListe."""
        number = f"<f:Ident><f:Id>1234567</f:Id>{templates.coded('f:TypeId', 'HPR', '8116', 'HPR-nummer')}</f:Ident>"
        named = f"<f:FamilyName>Søster</f:FamilyName><f:GivenName>Siri</f:GivenName>{number}"
        one = f"<Helsepersonell><Helsepersonell>{named}</Helsepersonell></Helsepersonell>"
        return f'<HelsepersonelListe xmlns="{LIST}" xmlns:f="{FELLES}">{one}</HelsepersonelListe>'

    def answer_at_once(self, letter: Letter, delivery: Delivery, documents: list[str]) -> None:
        """To the queue that waits, under the correlation-id of the question; no receipt."""
        family, given = self.setup.people.get(letter.patient, ("Ukjent", "Unni"))
        document = templates.hodemelding(
            type_=PRACTITIONERS,
            msg_id=self.new_msg_id(),
            gen_date=self.now_text(),
            parent=letter.msg_id,
            conversation=letter.msg_id,
            sender=self.setup.own,
            receiver=self.setup.helsenorge,
            patient=(letter.patient, family, given),
            documents=documents,
            ack="N",
        )
        queue, about = delivery.properties["reply_to"], delivery.properties["correlation_id"]
        her_id = letter.sender[1][1]
        self.transmit(document, PRACTITIONERS, queue, her_id, correlation=about, ttl_ms=15_000, log=False)
