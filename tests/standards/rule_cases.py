"""One good and one bad thing per rule; the bad one is the good one with a single change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from standards.attachments import JPEG, PDF, Attachment
from standards.exchange import Exchange, Item, Role
from standards.rules.model import Scope, Severity
from tests.standards import good
from tests.standards.good import EPJ, HN

Input = bytes | Exchange
BODY = "Når er neste kontroll?"
ERROR, REMARK = Severity.ERROR, Severity.REMARK


@dataclass(frozen=True)
class Case:
    """`also` names rules that the same single change rightly breaks too."""

    rule: str
    name: str
    good: Callable[[], Input]
    bad: Callable[[], Input]
    severity: Severity = ERROR
    sender: Role | None = None
    also: frozenset[str] = field(default_factory=frozenset)

    @property
    def scope(self) -> Scope:
        """Message or exchange, by what is judged."""
        return Scope.MESSAGE if isinstance(self.good(), bytes) else Scope.EXCHANGE


def change(raw: bytes, old: str, new: str, count: int = 1) -> bytes:
    """Replace text that must be there."""
    text = raw.decode()
    assert old in text, f"{old} is not in the message"
    return text.replace(old, new, count).encode()


def edit(make: Callable[[], bytes], old: str, new: str, count: int = 1) -> Callable[[], bytes]:
    """A maker of the message with one text replaced."""
    return lambda: change(make(), old, new, count)


def question() -> bytes:
    """A citizen's question."""
    return good.question().to_xml()


def reply() -> bytes:
    """The EPJ's answer."""
    return good.reply().to_xml()


def push() -> bytes:
    """A pushed appointment."""
    return good.avtale().to_xml()


def parent() -> bytes:
    """A parent's question."""
    return good.question(good.acting()).to_xml()


AUTHOR = '<RolleNotat V="1" S="2.16.578.1.12.4.1.1.9057"/>'
TREATS = '<RoleToPatient V="9" S="2.16.578.1.12.4.1.1.9034"/>'
PERSON = "<Person><GivenName>Ada</GivenName><FamilyName>Lie</FamilyName></Person>"
ROLE = f"<RollerRelatertNotat>{AUTHOR}{PERSON}</RollerRelatertNotat>"
XHTML = "http://www.w3.org/1999/xhtml"


def _twice(raw: bytes, name: str) -> bytes:
    """The Document that holds the payload, once more at the end."""
    documents = raw.decode().split("<Document>")[1:]
    held = next(document for document in documents if f"<{name}" in document)
    whole = held.removesuffix("</MsgHead>")
    return change(raw, "</MsgHead>", f"<Document>{whole.rpartition('</Document>')[0]}</Document></MsgHead>")


def _other_list(raw: bytes) -> bytes:
    """The number of who acts, under the list for organisations."""
    before, relation, after = raw.decode().partition("<Pasientrelasjon")
    return (before + relation + change(after.encode(), "1.8116", "1.9051").decode()).encode()


def _without_file(raw: bytes) -> bytes:
    """The attachment with all of its Document but the content."""
    before, _, rest = raw.decode().rpartition("<Content>")
    return (before + rest.partition("</Content>")[2]).encode()


def signed() -> bytes:
    """The EPJ's answer with its author."""
    return change(reply(), "</TekstNotatInnhold>", f"</TekstNotatInnhold>{ROLE}")


def wished() -> bytes:
    """The EPJ's answer with who treats the patient."""
    return change(signed(), AUTHOR, TREATS)


def formatted() -> bytes:
    """A question in XHTML."""
    return change(question(), BODY, f'<div xmlns="{XHTML}">Når er <b>neste</b> kontroll?</div>')


def with_file() -> bytes:
    """A question with a PDF."""
    return good.question(good.attachment()).to_xml()


def picture() -> bytes:
    """A question with a picture."""
    return good.question(Attachment(JPEG, "Bilde", b"\xff\xd8\xff\xe0")).to_xml()


def large() -> bytes:
    """A question with two large files."""
    return good.question(*(Attachment(PDF, "Stor", b"%PDF-" + bytes(5_300_000)) for _ in range(2))).to_xml()


def query() -> bytes:
    """SIDAB."""
    return good.status_query().to_xml()


def accepted() -> bytes:
    """A positive receipt."""
    return good.receipt(good.question())


def rejected() -> bytes:
    """A negative receipt."""
    return good.receipt(good.question(), refused="E36")


def dialog() -> Exchange:
    """A whole dialog."""
    return good.exchange(*good.dialog_thread(), acting_for_other=False)


def booking() -> Exchange:
    """An appointment pushed and cancelled."""
    return good.exchange(*good.appointment_thread())


def put(make: Callable[[], Exchange], index: int, *items: Item) -> Callable[[], Exchange]:
    """The exchange with the item at an index replaced by others (none removes it)."""

    def build() -> Exchange:
        base = make()
        return Exchange((*base.items[:index], *items, *base.items[index + 1 :]), base.acting_for_other)

    return build


def edit_item(make: Callable[[], Exchange], index: int, old: str, new: str, count: int = 1) -> Callable[[], Exchange]:
    """The exchange with one text replaced in one item."""

    def build() -> Exchange:
        item = make().items[index]
        return put(make, index, Item(item.sender, change(item.raw, old, new, count), item.envelope, item.time))()

    return build


def real_number() -> str:
    """A number of the real range, made here and nowhere written down."""
    for individual in range(900, 1000):
        nine = f"{1:02}{1:02}{85:02}{individual:03}"
        k1 = -sum(int(d) * w for d, w in zip(nine, (3, 7, 6, 1, 8, 9, 4, 5, 2), strict=True)) % 11
        k2 = -sum(int(d) * w for d, w in zip(f"{nine}{k1}", (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=False)) % 11
        if k1 < 10 and k2 < 10:
            return f"{nine}{k1}{k2}"
    raise AssertionError("no such number")


def wrong_digits() -> str:
    """A synthetic number with the last digit wrong."""
    return good.CHILD[:-1] + str((int(good.CHILD[-1]) + 1) % 10)


EMPTY = frozenset({"DM-08"})
D_NUMBER = good.make_fnr(date(2020, 3, 1), 501, d_number=True)
ACK_J = '<Ack V="J" DN="Ja"/>'
HER_1 = '<Ident><Id>8210001</Id><TypeId V="HER"'
PATIENT = good.CHILD


def _patient(raw: bytes) -> str:
    text = raw.decode()
    return text[text.index("<Patient>") : text.index("</Patient>") + len("</Patient>")]


def _reference(raw: bytes) -> str:
    text = raw.decode()
    return text[text.index("<ConversationRef>") : text.index("</ConversationRef>") + len("</ConversationRef>")]


def _calendar(raw: bytes) -> str:
    text = raw.decode()
    start = text.index("<Document>", text.index("</Document>"))
    return text[start : text.index("</Document>", start) + len("</Document>")]


HEAD = [
    Case("MH-01", "ikke velformet", question, lambda: question()[:-5]),
    Case("MH-01", "ukjent element", question, edit(question, "<MsgId>", "<Finnesikke/><MsgId>"), also=EMPTY),
    Case(
        "MH-01",
        "annen tegnkoding",
        question,
        lambda: question().decode().replace("UTF-8", "ISO-8859-1").encode("latin-1"),
    ),
    Case("MH-02", "ikke UUID", question, edit(question, good.uid("m1"), "melding-1")),
    Case("MH-03", "ukjent prosess", question, edit(question, "_EKONTAKT", "_EKONTAKTT"), REMARK),
    Case("MH-03", "ingen kode", question, edit(question, 'Type V="DIALOG_INNBYGGER_EKONTAKT"', "Type")),
    Case("MH-04", "bare ENH på nivå 1", question, edit(question, HER_1, HER_1.replace("HER", "ENH"))),
    Case("MH-04", "feil kodeverk på organisasjon", question, edit(question, "1.9051", "1.8116")),
    Case("MH-06", "ingen pasient", question, lambda: change(question(), _patient(question()), "")),
    Case("MH-06", "ikke fornavn", question, edit(question, "<GivenName>Nora</GivenName>", "<GivenName/>"), also=EMPTY),
    Case("MH-06", "DUF-nummer", question, edit(question, 'V="FNR"', 'V="DUF"')),
    Case("MH-06", "FH-nummer er omstridt", question, edit(question, 'V="FNR"', 'V="FHN"'), REMARK),
    Case("MH-06", "kontrollsifre", question, lambda: change(question(), PATIENT, wrong_digits()), REMARK),
    Case("MH-06", "D-nummer merket FNR", question, edit(question, PATIENT, D_NUMBER), REMARK),
    Case("MH-06", "pasient i SIDAB", query, lambda: change(query(), "</MsgInfo>", _patient(question()) + "</MsgInfo>")),
    Case("MH-07", "Ack N", question, edit(question, ACK_J, '<Ack V="N" DN="Nei"/>')),
    Case("MH-07", "ingen Ack", question, edit(question, ACK_J, "")),
    Case("MH-08", "svar uten referanse", reply, lambda: change(reply(), _reference(reply()), "")),
    Case(
        "MH-09",
        "MsgType A",
        question,
        edit(question, 'MsgType V="XML"', 'MsgType V="A"'),
        also=frozenset({"AT-01"}),
    ),
    Case(
        "MH-10",
        "merket som opplæring",
        question,
        edit(question, "<Ack ", '<ProcessingStatus V="T" DN="Opplæring"/><Ack '),
        REMARK,
    ),
]

DIALOG = [
    Case("DM-01", "Dialogmelding 1.0", question, edit(question, "dialog/2013-01-23", "dialog/2006-10-11")),
    Case("DM-02", "to notater", reply, lambda: change(reply(), _note(), _note() * 2), REMARK),
    Case("DM-03", "ukjent kode", question, edit(question, 'V="HE"', 'V="XX"')),
    Case("DM-03", "svarkode fra feil side", reply, edit(reply, 'V="19"', 'V="22"'), sender=EPJ),
    Case("DM-03", "feil kodeverk", question, edit(question, "1.7601", "1.7602")),
    Case("DM-03", "omstridt kode", reply, edit(reply, 'V="19"', 'V="13"'), REMARK),
    Case("DM-04", "tom tekst", reply, edit(reply, "På tirsdag.", " "), also=EMPTY),
    Case("DM-05", "for lang tekst", question, edit(question, BODY, "å" * 1001), REMARK),
    Case("DM-06", "gjentatt forespørsel", reply, lambda: change(reply(), "</TekstNotatInnhold>", _echo()), REMARK),
    Case("DM-07", "ingen rolle", signed, edit(signed, AUTHOR, "")),
    Case(
        "DM-07",
        "ønsket behandler fra EPJ-en",
        wished,
        edit(wished, 'RoleToPatient V="9"', 'RoleToPatient V="23"'),
        REMARK,
    ),
    Case("DM-08", "tomt Sporsmal", question, edit(question, BODY, ""), REMARK),
    Case("DM-09", "HTML uten navnerom", formatted, edit(formatted, f' xmlns="{XHTML}"', "")),
    Case("DM-09", "skript", formatted, edit(formatted, "<b>neste</b>", "<script>x</script>"), REMARK),
    Case("DM-09", "ikke i en div", formatted, edit(formatted, "div", "p", 2), REMARK),
    Case("DM-11", "time i en henvendelse", question, lambda: good.question(good.calendar()).to_xml(), REMARK),
    Case("DM-11", "rolle i en henvendelse", question, edit(question, "</Sporsmal>", f"</Sporsmal>{ROLE}"), REMARK),
]

ATTACHMENT = [
    Case("AT-01", "merket som XML", with_file, edit(with_file, 'MsgType V="A"', 'MsgType V="XML"')),
    Case("AT-01", "ingen beskrivelse", with_file, edit(with_file, "<Description>Skjema</Description>", "")),
    Case("AT-01", "ingen dato", with_file, lambda: _without_issue_date(with_file())),
    Case("AT-01", "annen type", with_file, edit(with_file, "application/pdf", "application/zip")),
    Case("AT-01", "uten fil", with_file, lambda: _without_file(with_file()), REMARK),
    Case("MH-03", "mellomrom i koden", question, edit(question, '_EKONTAKT"', '_EKONTAKT "'), REMARK),
    Case("DM-03", "mellomrom i koden", reply, edit(reply, 'V="19"', 'V=" 19"'), REMARK),
    Case("AT-01", "ikke base64", with_file, edit(with_file, "JVBERi0x", "%JVBERi0x")),
    Case(
        "AT-01",
        "type med navn",
        with_file,
        edit(with_file, "application/pdf", 'application/pdf; name="a.pdf"'),
        REMARK,
    ),
    Case("AT-01", "image/jpg", picture, edit(picture, "image/jpeg", "image/jpg"), REMARK),
    Case("AT-01", "innholdet er noe annet", with_file, edit(with_file, "application/pdf", "image/png"), REMARK),
    Case("AT-02", "over 10 MB", with_file, large, REMARK, also=frozenset({"TR-01"})),
]

RELATION = [
    Case("PR-01", "fra EPJ", reply, lambda: good.reply(good.acting()).to_xml(), sender=EPJ),
    Case("PR-02", "ukjent relasjon", parent, edit(parent, 'V="FO"', 'V="TANTE"')),
    Case("PR-02", "nummer fra annet kodeverk", parent, lambda: _other_list(parent())),
    Case("PR-02", "to ganger", parent, lambda: _twice(parent(), "Pasientrelasjon"), REMARK),
    Case("DM-02", "to dialogmeldinger", reply, lambda: _twice(reply(), "Dialogmelding"), REMARK),
    Case("PR-02", "gammelt kodeverk", parent, edit(parent, "1.7611", "1.9033"), REMARK),
    Case("PR-02", "FH-nummer", parent, edit(parent, 'V="FNR"', 'V="FHN"', 2), also=frozenset({"MH-06"})),
    Case("PR-02", "pasienten selv", parent, edit(parent, good.MOTHER, PATIENT), REMARK),
]

RECEIPT = [
    Case("AR-01", "feil MIGversion", accepted, edit(accepted, "v1.1 2012-02-15", "1.0 2004-11-21")),
    Case("AR-01", "bryter skjemaet", accepted, edit(accepted, "<Status", "<Finnesikke/><Status"), also=EMPTY),
    Case("AR-03", "ingen rolle", accepted, edit(accepted, '<Role V="PRIM" DN="Primærmottaker"/>', "")),
    Case("AR-04", "avvist uten feil", accepted, edit(accepted, '<Status V="1"', '<Status V="2"')),
    Case("AR-04", "OK med feil", rejected, edit(rejected, '<Status V="2"', '<Status V="1"')),
    Case("AR-04", "status 3", accepted, edit(accepted, '<Status V="1"', '<Status V="3"')),
    Case("AR-04", "feil kodeverk", rejected, edit(rejected, "1.8221", "1.8220")),
    Case("AR-04", "ukjent kode", rejected, edit(rejected, 'V="E36"', 'V="E99"')),
]

APPOINTMENT = [
    Case(
        "A09",
        "spørsmål i Avtale",
        push,
        lambda: good.message(
            "AVTALEUTSENDING", good.request("05", 7602, text="Hei"), good.calendar(), name="p1", sender=EPJ
        ).to_xml(),
    ),
    Case("A10", "ingen xCal", push, lambda: change(push(), _calendar(push()), "")),
    Case("A10", "ingen contact", push, edit(push, "<contact><text>8210011</text></contact>", "")),
    Case(
        "A10",
        "varighet i stedet for slutt",
        push,
        edit(
            push,
            "<dtend><date-time>2026-12-01T10:30:00</date-time></dtend>",
            "<duration><duration>PT30M</duration></duration>",
        ),
        REMARK,
    ),
    Case("A11", "slutt før start", push, edit(push, "T10:30:00", "T09:30:00"), REMARK),
    Case("A11", "ukjent contact", push, edit(push, "<contact><text>8210011", "<contact><text>8219999"), REMARK),
    Case("A12", "uid ikke UUID", push, edit(push, good.uid("time"), "time-1"), REMARK),
]

OTHER = [
    Case("ID-01", "ekte nummer", question, lambda: change(question(), PATIENT, real_number()), REMARK),
    Case(
        "TR-01", "over 1 MB", question, edit(question, "</MsgHead>", "<!--" + "x" * 1_100_000 + "--></MsgHead>"), REMARK
    ),
    Case("TR-01", "over 40 MB", question, lambda: question() + b" " * (41 * 1024 * 1024)),
]

EXCHANGE = [
    Case("A02", "feil emne", dialog, put(dialog, 0, good.item(HN, question(), subject="DIALOG_INNBYGGER_TEST"))),
    Case(
        "MH-05",
        "annen avsender",
        dialog,
        put(dialog, 2, good.envelope_of(good.dialog_thread()[2], fromHerId="8219999")),
    ),
    Case(
        "MH-05", "annen mottaker", dialog, put(dialog, 2, good.envelope_of(good.dialog_thread()[2], toHerId="8219999"))
    ),
    Case(
        "MH-08", "ukjent forelder", dialog, edit_item(dialog, 2, f"Parent>{good.uid('m1')}", f"Parent>{good.uid('x')}")
    ),
    Case(
        "MH-08",
        "feil rot",
        dialog,
        edit_item(dialog, 6, f"RefToConversation>{good.uid('m1')}", f"RefToConversation>{good.uid('m3')}"),
    ),
    Case(
        "MH-08",
        "alltid den første som forelder",
        dialog,
        edit_item(dialog, 6, f"Parent>{good.uid('m3')}", f"Parent>{good.uid('m1')}"),
    ),
    Case(
        "MH-08",
        "åpner med referanse",
        dialog,
        put(dialog, 0, good.sent(HN, good.message("EKONTAKT", good.request("HE", text="Hei"), answers=("x", "x")))),
    ),
    Case(
        "PR-01",
        "mangler for forelder",
        lambda: good.exchange(*_asked(good.question(good.acting())), acting_for_other=True),
        lambda: good.exchange(*_asked(good.question()), acting_for_other=True),
    ),
    Case(
        "AR-02", "annen MsgId", dialog, edit_item(dialog, 1, good.uid("m1"), good.uid("x")), also=frozenset({"AR-05"})
    ),
    Case("AR-02", "annen IssueDate", dialog, edit_item(dialog, 1, "<IssueDate>2026", "<IssueDate>2025")),
    Case(
        "AR-02",
        "samme tid i en annen sone",
        dialog,
        edit_item(dialog, 1, "<IssueDate>2026-11-21T10:00:00+01:00", "<IssueDate>2026-11-21T09:00:00+00:00"),
        REMARK,
    ),
    Case("AR-02", "annen prosess", dialog, edit_item(dialog, 1, "_EKONTAKT", "_TEST")),
    Case("AR-03", "ikke speilet", dialog, edit_item(dialog, 1, "8210011", "8210012"), also=frozenset({"MH-05"})),
    Case("AR-05", "ingen kvittering", dialog, put(dialog, 1)),
    Case(
        "AR-05",
        "to kvitteringer",
        dialog,
        put(dialog, 1, good.dialog_thread()[1], good.item(EPJ, good.receipt(good.question(), name="a to"))),
    ),
    Case(
        "AR-05",
        "kvitterer en kvittering",
        dialog,
        put(
            dialog,
            1,
            good.dialog_thread()[1],
            good.item(
                HN,
                change(
                    change(good.receipt(good.reply(), name="a to"), good.uid("m2"), good.uid(f"a {good.uid('m1')}")),
                    'V="DIALOG_INNBYGGER_EKONTAKT"',
                    'V="APPREC"',
                ),
            ),
        ),
    ),
    Case(
        "AR-10",
        "avvist og besvart",
        dialog,
        put(dialog, 1, good.item(EPJ, good.receipt(good.question(), name=f"a {good.uid('m1')}", refused="T02"))),
    ),
    Case("AR-06", "AppRec 1.0", dialog, edit_item(dialog, 1, "apprec/2012-02-15", "apprec/2004-11-21")),
    Case("MH-14", "en annen pasient", dialog, edit_item(dialog, 2, good.CHILD, good.MOTHER), REMARK),
    Case("DM-10", "svar på engangskontakt", lambda: one_way("26"), lambda: one_way("22")),
    Case("A13", "annen uid", booking, edit_item(booking, 2, good.uid("time"), good.uid("annen"))),
    Case(
        "A13",
        "mangler related-to",
        booking,
        edit_item(booking, 2, f"<related-to><text>{good.uid('rel')}</text></related-to>", ""),
    ),
    Case(
        "A14",
        "to svar",
        booking,
        put(
            booking,
            4,
            *good.appointment_thread()[4:],
            good.sent(EPJ, good.cancel_answer("09", name="c3")),
            good.item(HN, good.receipt(good.cancel_answer("09", name="c3"), name="a9")),
        ),
    ),
    Case(
        "A14",
        "08 på en time i en annen prosess",
        booking,
        put(
            booking,
            4,
            good.sent(
                EPJ, good.message("TIMERESERVASJON", good.note("06"), name="c2", sender=EPJ, answers=("c1", "c1"))
            ),
        ),
        also=frozenset({"AR-02"}),
    ),
]

CASES = [*HEAD, *DIALOG, *ATTACHMENT, *RELATION, *RECEIPT, *APPOINTMENT, *OTHER, *EXCHANGE]


def one_way(code: str) -> Exchange:
    """A thread that the EPJ opened without asking for an answer, and what Helsenorge sent in it."""
    opened = good.message("EKONTAKT", good.request("EKI", subject="Sykdom", text="Vi har stengt."), sender=EPJ)
    answer = good.message("EKONTAKT", good.note(code, "Takk"), name="m2", answers=("m1", "m1"))
    items = []
    for sender, what in ((EPJ, opened), (HN, answer)):
        items += [good.sent(sender, what), good.item(sender.other, good.receipt(what, name=f"a {what.msg_id}"))]
    return good.exchange(*items)


def _note() -> str:
    text = reply().decode()
    return text[text.index("<Notat>") : text.index("</Notat>") + len("</Notat>")]


def _without_issue_date(raw: bytes) -> bytes:
    text = raw.decode()
    start = text.rindex("<IssueDate")
    return (text[:start] + text[text.index("/>", start) + 2 :]).encode()


def _echo() -> str:
    code = '<TypeForesp V="HE" S="2.16.578.1.12.4.1.1.7601"/>'
    return f"</TekstNotatInnhold><Foresporsel>{code}</Foresporsel>"


def _asked(what: good.Hodemelding) -> tuple[Item, ...]:
    return good.sent(HN, what), good.item(EPJ, good.receipt(what))
