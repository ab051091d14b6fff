"""An answer has Pasientrelasjon, which only Helsenorge may send."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from simulator.faults.editing import MESSAGE, is_note, text, writing
from simulator.faults.fault import Case, Fault
from simulator.journal.hooks import Hook
from standards import xml
from standards.codes import Ident
from standards.hodemelding import Document, Hodemelding
from standards.pasientrelasjon import PARENT, Pasientrelasjon


def _change(case: Case, root: etree._Element) -> bool:
    if not is_note(root):
        return False
    relation = Pasientrelasjon("Testesen", "Tor", Ident.national(text(root, ".//{*}Patient/{*}Ident/{*}Id")), PARENT)
    added = Hodemelding.from_element(root)
    documents = (*added.documents, Document(relation))
    new = xml.parse(replace(added, documents=documents).to_xml())
    root[:] = list(new)
    return True


FAULT = Fault(
    id="pasientrelasjon_in_answer",
    title="Svaret har med hvem som handlet på vegne av barnet",
    noticed="Helsenorge kan avvise svaret, og forelderen hører ingenting.",
    caught_by=("MSG-N01", "PR-01"),
    hook=Hook.OUTGOING,
    act=writing(MESSAGE, change=_change),
)
