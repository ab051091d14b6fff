"""Pairs for messages between health actors."""

from __future__ import annotations

from collections.abc import Callable

from standards.exchange import Exchange, Role
from tests.standards import good
from tests.standards.good import EPJ, HN
from tests.standards.rule_cases import REMARK, Case, change, edit

CODE_LIST = "2.16.578.1.12.4.1.1.8117"
BORN = '<DateOfBirth>2020-03-01</DateOfBirth><Sex V="2"/>'
OLD, NEW = "dialog/2006-10-11", "dialog/2013-01-23"


def sent(kind: str, raw: bytes) -> bytes:
    """The message as one between actors."""
    return change(raw, "DIALOG_INNBYGGER_EKONTAKT", kind)


def note(kind: str = "DIALOG_NOTAT") -> Callable[[], bytes]:
    """A note."""
    return lambda: sent(kind, good.reply().to_xml())


def asked() -> bytes:
    """A request from one actor to another."""
    return sent("DIALOG_FORESPORSEL", good.question().to_xml())


def answered() -> bytes:
    """The answer in Dialogmelding 1.0, with the request."""
    echo = '<Foresporsel><TypeForesp V="1" S="2.16.578.1.12.4.1.1.9152"/></Foresporsel>'
    raw = change(note("DIALOG_SVAR")(), NEW, OLD)
    return change(raw, "</TekstNotatInnhold>", f"</TekstNotatInnhold>{echo}")


def avvik(sender: Role = EPJ) -> bytes:
    """A report that a message was wrong."""
    what = good.message("EKONTAKT", good.note("1", "Feil mottaker."), name="m2", sender=sender, answers=("m1", "m1"))
    raw = change(sent("DIALOG_AVVIK", what.to_xml()), NEW, OLD)
    return change(raw, "2.16.578.1.12.4.1.1.7602", CODE_LIST)


def reported(refused: str = "", kind: str = "DIALOG_NOTAT") -> Exchange:
    """A note, its receipt, and the report."""
    first = change(good.question().to_xml(), "DIALOG_INNBYGGER_EKONTAKT", kind)
    receipt = good.receipt(good.question(), refused=refused)
    receipts = [
        change(receipt, "DIALOG_INNBYGGER_EKONTAKT", kind),
        change(good.receipt(good.reply(), name="a2"), "DIALOG_INNBYGGER_EKONTAKT", "DIALOG_AVVIK"),
    ]
    receipts[1] = receipts[1].replace(b"apprec/2012-02-15", b"apprec/2004-11-21")
    return Exchange(
        (
            good.item(HN, first, subject=kind, name="m1"),
            good.item(EPJ, receipts[0], name="a1"),
            good.item(EPJ, avvik(), subject="DIALOG_AVVIK", name="m2"),
            good.item(HN, receipts[1], name="a2"),
        )
    )


def _patient(raw: bytes) -> str:
    text = raw.decode()
    return text[text.index("<Patient>") : text.index("</Patient>") + len("</Patient>")]


def _reference(raw: bytes) -> str:
    text = raw.decode()
    return text[text.index("<ConversationRef>") : text.index("</ConversationRef>") + len("</ConversationRef>")]


def _ident(raw: bytes) -> str:
    patient = _patient(raw)
    return patient[patient.index("<Ident>") : patient.index("</Ident>") + len("</Ident>")]


def numberless(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """The message with a patient who has birth date and sex instead of a number."""
    return lambda: change(make(), _ident(make()), BORN)


CASES = [
    Case("DM-01", "DIALOG_AVVIK i 1.1", avvik, edit(avvik, OLD, NEW)),
    Case(
        "DM-02",
        "verken forespørsel eller notat",
        asked,
        lambda: change(asked(), _body(asked()), ""),
        REMARK,
        also=frozenset({"DM-08"}),
    ),
    Case("DM-03", "notat som forespørsel", note(), note("DIALOG_FORESPORSEL"), REMARK),
    Case(
        "DM-03", "kode utenfor 8117", avvik, edit(avvik, 'V="1" S="2.16.578.1.12.4.1.1.8117"', f'V="3" S="{CODE_LIST}"')
    ),
    Case("DM-03", "avvik fra Helsenorges kodeverk", avvik, edit(avvik, CODE_LIST, "2.16.578.1.12.4.1.1.7602")),
    Case(
        "DM-04",
        "notat uten tekst",
        note(),
        edit(note(), "<TekstNotatInnhold>På tirsdag.</TekstNotatInnhold>", ""),
        REMARK,
    ),
    Case("DM-04", "svar i 1.0 uten forespørselen", answered, lambda: change(note("DIALOG_SVAR")(), NEW, OLD), REMARK),
    Case("MH-06", "ikke identifisert", asked, lambda: change(asked(), _ident(asked()), "")),
    Case("MH-06", "bare fødselsdato", numberless(asked), edit(numberless(asked), '<Sex V="2"/>', "")),
    Case("MH-06", "ikke etternavn", asked, edit(asked, "<FamilyName>Nordmann</FamilyName>", "")),
    Case("MH-06", "avvik uten pasient", avvik, lambda: change(avvik(), _patient(avvik()), "")),
    Case("MH-06", "avvik uten nummer", avvik, numberless(avvik), REMARK),
    Case("MH-08", "avvik uten referanse", avvik, lambda: change(avvik(), _reference(avvik()), "")),
    Case(
        "MH-08",
        "svar uten referanse",
        note("DIALOG_SVAR"),
        lambda: change(note("DIALOG_SVAR")(), _reference(note("DIALOG_SVAR")()), ""),
        REMARK,
    ),
    Case(
        "MH-09",
        "MsgType A mellom aktører",
        asked,
        edit(asked, 'MsgType V="XML"', 'MsgType V="A"'),
        also=frozenset({"AT-01"}),
    ),
    Case("DM-13", "etter negativ kvittering", reported, lambda: reported(refused="T02")),
    Case("DM-13", "på Helsenorge", reported, lambda: reported(kind="DIALOG_INNBYGGER_EKONTAKT")),
    Case(
        "MH-08",
        "avvik om en annen melding",
        reported,
        lambda: _moved(reported()),
    ),
    Case("AR-05", "uten kvittering mellom aktører", reported, lambda: Exchange(reported().items[:3])),
]


def _body(raw: bytes) -> str:
    text = raw.decode()
    return text[text.index("<Foresporsel>") : text.index("</Foresporsel>") + len("</Foresporsel>")]


def _moved(exchange: Exchange) -> Exchange:
    first, receipt, report, last = exchange.items
    raw = report.raw.replace(f"Conversation>{good.uid('m1')}".encode(), f"Conversation>{good.uid('x')}".encode())
    return Exchange((first, receipt, good.item(EPJ, raw, subject="DIALOG_AVVIK", name="m2"), last))
