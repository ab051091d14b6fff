"""Rows of the register that lean on a rule of wider scope: the rule does catch a breach of just that demand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from standards.coverage import clauses
from standards.exchange import Exchange
from standards.rules.engine import judge_exchange, judge_message
from tests.standards import good
from tests.standards.calendar_cases import answer, real_time, wished
from tests.standards.catalogue_cases import practitioners, role
from tests.standards.good import EPJ, HN
from tests.standards.rule_cases import change, dialog, edit, edit_item, push, question, rejected, reply, with_file

Broken = Callable[[], bytes | Exchange]
BASE64 = '<Base64Container xmlns="http://www.kith.no/xmlstds/base64container">PD94bWw/Pg==</Base64Container>'
ROWS = {one.demand: one for one in clauses()}


def told(process: str, code: str, sender: good.Role = EPJ, *, notat: bool = False) -> Broken:
    """A message with a code, as an answer when it is a Notat."""
    dialog_ = good.note(code, "Tekst") if notat else good.request(code, subject="Emne", text="Tekst")
    answers = ("m1", "m1") if notat else None
    return lambda: good.message(process, dialog_, good.calendar(), name="m2", sender=sender, answers=answers).to_xml()


def without_document() -> bytes:
    """A report in place of the Document."""
    text = question().decode()
    return f"{text[: text.index('<Document>')]}<PatientReport/></MsgHead>".encode()


def packed() -> bytes:
    """A question whose Dialogmelding is a file."""
    text = question().decode()
    start, end = text.index("<Dialogmelding"), text.index("</Dialogmelding>") + len("</Dialogmelding>")
    return (text[:start] + BASE64 + text[end:]).encode()


def answered_by(role_xml: str) -> bytes:
    """Free slots with a practitioner told in the note."""
    return change(answer("03", good.visit())(), "</Notat>", f"{role_xml}</Notat>")


def reported_twice() -> Exchange:
    """The same delivery twice, acknowledged and then reported on the error queue."""
    asked = good.sent(HN, good.question())
    return Exchange((asked, good.item(EPJ, good.receipt(good.question())), asked, good.refused_on_queue(asked)))


CLAIMS: list[tuple[str, str, Broken]] = [
    ("Innholdet ligger i Document, ikke i PatientReport", "MH-09", without_document),
    ("HER-id er bare sifre", "MH-04", edit(question, "8210011", "82-10011")),
    ("Ack F (bare ved feil) brukes ikke i dialog med innbygger", "MH-07", edit(question, 'Ack V="J"', 'Ack V="F"')),
    (
        "En kode av typen CV har OID-en til kodeverket i S, bare sifre og punktum",
        "MH-01",
        edit(question, "1.7601", "1. 7601"),
    ),
    (
        "Når tråden har én tidligere melding, er RefToParent og RefToConversation like",
        "MH-08",
        edit_item(dialog, 2, f"Conversation>{good.uid('m1')}", f"Conversation>{good.uid('x')}"),
    ),
    (
        "Forespørselen er en Foresporsel, og svaret er alltid et Notat, uansett hvem som svarer",
        "DM-03",
        told("EKONTAKT", "19"),
    ),
    (
        "En forespørsel som er kvittert, avvises med Notat 26, 30 eller 31, og 31 bare der prosessen har den",
        "DM-03",
        told("TIMERESERVASJON", "31", notat=True),
    ),
    (
        "Utfallet av saken (26, 30, 31, 06 eller 09) står aldri i en kvittering",
        "AR-04",
        edit(rejected, 'V="E36"', 'V="26"'),
    ),
    ("XML som er en fast del av meldingen, er aldri base64-kodet", "MH-09", packed),
    (
        "XML som er en fast del av meldingen, er aldri base64-kodet",
        "AT-01",
        edit(with_file, "application/pdf", "text/xml"),
    ),
    ("Svaret fra EPJ-en har aldri Pasientrelasjon", "PR-01", lambda: good.reply(good.acting()).to_xml()),
    ("Helsenorge svarer på Avtale bare med kvittering", "DM-03", told("AVTALEUTSENDING", "19", HN, notat=True)),
    ("ERT står i 7601, men er ikke i noen prosess", "DM-03", told("TIMERESERVASJON", "ERT", HN)),
    ("AVTALEAVBESTILLING har bare ART, og svarene 08, 09, 26 og 30", "DM-03", told("AVTALEAVBESTILLING", "RT", HN)),
    ("Avtale er 05, 07, 08 eller 11 fra 7602, eller MOA fra 7601", "DM-03", edit(push, "1.7602", "1.7601")),
    ("OT har ikke xCal i TIMEONSKE", "DM-11", told("TIMEONSKE", "OT", HN)),
    (
        "HBT har ikke xCal, og 01 og 02 har ikke vedlegg",
        "DM-11",
        lambda: real_time(good.request("HBT"), good.calendar()),
    ),
    (
        "HBT har ikke xCal, og 01 og 02 har ikke vedlegg",
        "DM-11",
        answer("01", good.visit("TENTATIVE"), good.attachment()),
    ),
    ("03 og 04 har verken RollerRelatertNotat eller vedlegg", "DM-11", lambda: answered_by(role("9"))),
    ("03 og 04 har verken RollerRelatertNotat eller vedlegg", "DM-11", answer("03", good.visit(), good.attachment())),
    ("HLT har FraDato og TilDato, og verken xCal eller vedlegg", "DM-04", lambda: real_time(good.request("HLT"))),
    (
        "OT besvares med 05, 06 eller 10, OET med 07, 06, 10 eller 34, OAT med 08 eller 09, og alle med 26 eller 30",
        "DM-12",
        lambda: wished("09"),
    ),
    ("RT besvares med 05, 06, 26 eller 30", "DM-12", lambda: wished("08", "TIMERESERVASJON", "RT")),
    ("10 har listen over helsepersonell", "DM-04", told("TIMEONSKE", "10", notat=True)),
    (
        "TIMEONSKEUNGDOM gjelder bare den unge selv",
        "PR-01",
        lambda: good.message("TIMEONSKEUNGDOM", good.request("OT", text="Time"), good.acting()).to_xml(),
    ),
    (
        "EKONTAKT har ikke RollerRelatertNotat i forespørslene og i innbyggerens svar",
        "DM-11",
        lambda: change(question(), "</Sporsmal>", f"</Sporsmal>{role()}"),
    ),
    (
        "Elementene i Dialogmelding 1.0 og 1.1 står i rekkefølgen til skjemaet, også navn og identer inne i den",
        "MH-01",
        lambda: change(reply(), "<Notat>", "<Notat><Tema>Først</Tema>"),
    ),
    (
        "ConversationRef har både RefToParent og RefToConversation",
        "MH-01",
        edit(reply, f"<RefToConversation>{good.uid('m1')}</RefToConversation>", ""),
    ),
    ("Første ident blir Id, de andre AdditionalId", "AR-03", edit_item(dialog, 1, "8210001", "8210009")),
    (
        "HelsepersonelListe har navn og HPR-nummer på hver behandler",
        "DM-15",
        answer("03", good.visit(), practitioners("")),
    ),
    ("Samme message-id to ganger logges og gir verken feilmelding eller kvittering", "AR-05", reported_twice),
]


@pytest.mark.parametrize(("demand", "rule", "broken"), CLAIMS, ids=[f"{rule} {row[:40]}" for row, rule, _ in CLAIMS])
def test_the_rule_of_the_row_catches_a_breach_of_it(demand: str, rule: str, broken: Broken) -> None:
    assert rule in ROWS[demand].rules
    subject = broken()
    verdict = judge_exchange(subject) if isinstance(subject, Exchange) else judge_message(subject)
    assert rule in {found.rule for found in verdict.findings}
