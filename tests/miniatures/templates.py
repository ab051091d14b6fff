"""What a miniature sends, as plain string templates."""

from __future__ import annotations

from xml.sax.saxutils import escape as escape_text

_OID = "2.16.578.1.12.4.1.1."
PROCESS_NAMES = {
    "DIALOG_INNBYGGER_EKONTAKT": "Dialog med innbygger - eKontakt",
    "DIALOG_INNBYGGER_HELSEPERSONELL": "Dialog med innbygger - helsepersonell",
    "DIALOG_INNBYGGER_AVTALEUTSENDING": "Dialog med innbygger - avtaleutsending",
    "DIALOG_INNBYGGER_AVTALEAVBESTILLING": "Dialog med innbygger - avtaleavbestilling",
    "DIALOG_INNBYGGER_TIMERESERVASJON": "Dialog med innbygger - timereservasjon",
    "DIALOG_INNBYGGER_TEST": "Dialog med innbygger - test",
    "DIALOG_HELSEFAGLIG": "Helsefaglig dialog",
}
CODE_NAMES = {
    "01": "Bestilte timer",
    "02": "Ingen bestilte timer",
    "MOA": "Melding om avtale",
    "05": "Timereservasjon bekreftet",
    "07": "Endring av time bekreftet",
    "08": "Avbestilling av time bekreftet",
    "09": "Time kunne ikke avbestilles",
    "11": "Pasient ikke møtt",
    "06": "Time ikke tilgjengelig",
    "12": "Svar fra behandler",
    "13": "Dialog avsluttet",
    "19": "Svar på henvendelse",
    "20": "Behandlere",
    "21": "Behandlere ikke funnet",
    "26": "Forespørsel avvist",
    "30": "Ikke tilgang",
    "DI": "Dialog",
    "EKI": "Enkel informasjon",
    "RKT": "Respons på kommunikasjonstest",
}
ERROR_NAMES = {
    "E10": "Ugyldig meldingsidentifikator",
    "E36": "Pasient mangler eller er ikke godt nok identifisert",
    "T01": "Ikke gyldig XML",
    "T02": "Ikke gyldig etter skjema",
    "X99": "Annen feil",
}

Party = tuple[tuple[str, str], ...]


def escape(text: str) -> str:
    """Safe in text and in attributes."""
    return escape_text(text, {'"': "&quot;"})


def coded(tag: str, code: str, kodeverk: str, name: str) -> str:
    """A CV element."""
    return f'<{tag} V="{code}" S="{_OID}{kodeverk}" DN="{escape(name)}"/>'


def hodemelding(
    *, type_: str, msg_id: str, gen_date: str, parent: str, conversation: str, sender: Party, receiver: Party,
    documents: list[str], patient: tuple[str, str, str] | None = None, ack: str = "J",
) -> str:  # fmt: skip
    """A whole Hodemelding; `patient` is ident, family name and given name."""
    reference = ""
    if parent:
        reference = (
            f"<ConversationRef><RefToParent>{parent}</RefToParent>"
            f"<RefToConversation>{conversation}</RefToConversation></ConversationRef>"
        )
    wrapped = "".join(
        f'<Document><RefDoc><IssueDate V="{gen_date}"/>{document}</RefDoc></Document>'
        if document.startswith("<MsgType")
        else f'<Document><RefDoc><IssueDate V="{gen_date}"/><MsgType V="XML" DN="XML-instans"/>'
        f"<Content>{document}</Content></RefDoc></Document>"
        for document in documents
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<MsgHead xmlns="http://www.kith.no/xmlstds/msghead/2006-05-24"><MsgInfo>'
        f'<Type V="{type_}" DN="{PROCESS_NAMES.get(type_, type_)}"/><MIGversion>v1.2 2006-05-24</MIGversion>'
        f"<GenDate>{gen_date}</GenDate><MsgId>{msg_id}</MsgId>{coded_ack(ack)}{reference}"
        f"<Sender>{_organisation(sender)}</Sender><Receiver>{_organisation(receiver)}</Receiver>"
        f"{_patient(patient) if patient else ''}</MsgInfo>{wrapped}</MsgHead>"
    )


def file(mime_type: str, description: str, content_b64: str) -> str:
    """An attachment, with all that stands in its RefDoc after the date."""
    return (
        f'<MsgType V="A" DN="Vedlegg"/><MimeType>{mime_type}</MimeType><Description>{escape(description)}</Description>'
        f'<Content><Base64Container xmlns="http://www.kith.no/xmlstds/base64container">{content_b64}</Base64Container>'
        "</Content>"
    )


def coded_ack(ack: str) -> str:
    """Whether a receipt is wanted."""
    return f'<Ack V="{ack}" DN="{"Ja" if ack == "J" else "Nei"}"/>'


def _patient(patient: tuple[str, str, str]) -> str:
    ident, family, given = patient
    kind, kind_name = ("DNR", "D-nummer") if ident[:1] in "4567" else ("FNR", "Fødselsnummer")
    return (
        f"<Patient><FamilyName>{escape(family)}</FamilyName><GivenName>{escape(given)}</GivenName>"
        f"<Ident><Id>{ident}</Id>{coded('TypeId', kind, '8116', kind_name)}</Ident></Patient>"
    )


def _organisation(party: Party) -> str:
    (name, her_id), *below = party
    inner = _organisation(tuple(below)) if below else ""
    return (
        f"<Organisation><OrganisationName>{escape(name)}</OrganisationName>"
        f"<Ident><Id>{her_id}</Id>{coded('TypeId', 'HER', '9051', 'HER-id')}</Ident>{inner}</Organisation>"
    )


def request(code: str, kodeverk: str, subject: str = "", text: str = "") -> str:
    """A Dialogmelding with Foresporsel."""
    content = coded("TypeForesp", code, kodeverk, CODE_NAMES[code])
    if subject or text:
        content += f"<EmneSporsmal>{escape(subject)}</EmneSporsmal><Sporsmal>{escape(text)}</Sporsmal>"
    return _dialog(f"<Foresporsel>{content}</Foresporsel>")


def note(code: str, text: str, author: tuple[str, str] | None = None, *, kodeverk: str = "7602") -> str:
    """A Dialogmelding with Notat; `author` is given and family name."""
    content = coded("TemaKodet", code, kodeverk, CODE_NAMES[code])
    if text:
        content += f"<TekstNotatInnhold>{escape(text)}</TekstNotatInnhold>"
    if author:
        content += (
            f"<RollerRelatertNotat>{coded('RolleNotat', '1', '9057', 'Forfatter')}<Person>"
            f"<GivenName>{author[0]}</GivenName><FamilyName>{author[1]}</FamilyName></Person></RollerRelatertNotat>"
        )
    return _dialog(f"<Notat>{content}</Notat>")


def in_words(text: str) -> str:
    """A note to another health actor, where no source lists the codes."""
    return _dialog(
        f'<Notat><TemaKodet OT="Opplysninger om pasient"/><TekstNotatInnhold>{escape(text)}</TekstNotatInnhold></Notat>'
    )


def _dialog(content: str) -> str:
    return f'<Dialogmelding xmlns="http://www.kith.no/xmlstds/dialog/2013-01-23">{content}</Dialogmelding>'


def calendar(values: dict[str, str]) -> str:
    """One vevent; keys are property names in the order they shall stand."""
    kinds = {"dtstart": "date-time", "dtend": "date-time"}
    properties = "".join(
        f"<{name}><{kinds.get(name, 'text')}>{escape(value)}</{kinds.get(name, 'text')}></{name}>"
        for name, value in values.items()
        if value
    )
    return (
        '<icalendar xmlns="urn:ietf:params:xml:ns:icalendar-2.0"><vcalendar><properties><version><text>2.0</text>'
        "</version><prodid><text>Miniatyr</text></prodid></properties><components><vevent>"
        f"<properties>{properties}</properties><components/></vevent></components></vcalendar></icalendar>"
    )


def apprec(
    *, id_: str, gen_date: str, sender: Party, receiver: Party, errors: list[tuple[str, str]],
    original: tuple[str, str, str, str],
) -> str:  # fmt: skip
    """An application receipt; `errors` are code and OT, `original` is type, its name, GenDate and MsgId."""
    status = '<Status V="2" DN="Avvist"/>' if errors else '<Status V="1" DN="OK"/>'
    reasons = "".join(
        f'<Error V="{code}" S="{_OID}8221" DN="{ERROR_NAMES[code]}" OT="{escape(why)}"/>' for code, why in errors
    )
    type_, name, issued, msg_id = original
    return (
        '<?xml version="1.0" encoding="UTF-8"?><AppRec xmlns="http://www.kith.no/xmlstds/apprec/2012-02-15">'
        '<MsgType V="APPREC" DN="Applikasjonskvittering"/><MIGversion>v1.1 2012-02-15</MIGversion>'
        f"<SoftwareName>Miniatyr</SoftwareName><GenDate>{gen_date}</GenDate><Id>{id_}</Id>"
        f'<Sender><Role V="PRIM" DN="Kun mottaker"/>{_hcp(sender)}</Sender>'
        f'<Receiver><Role V="AVS" DN="Avsender"/>{_hcp(receiver)}</Receiver>{status}{reasons}'
        f'<OriginalMsgId><MsgType V="{type_}" DN="{escape(name)}"/><IssueDate>{issued}</IssueDate>'
        f"<Id>{escape(msg_id)}</Id></OriginalMsgId></AppRec>"
    )


def _hcp(party: Party) -> str:
    (name, her_id), (service, service_her_id) = party
    kind = '<TypeId V="HER" DN="HER-id"/>'
    return (
        f"<HCP><Inst><Name>{escape(name)}</Name><Id>{her_id}</Id>{kind}<Dept><Name>{escape(service)}</Name>"
        f"<Id>{service_her_id}</Id>{kind}</Dept></Inst></HCP>"
    )
