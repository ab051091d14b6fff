"""Messages that are out to harm whoever reads them: each takes a good message and adds exactly one hostile thing.

The text of the message has a mark in parentheses; what is added to the text stands before it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from conformance.faults.messages import Faulty
from conformance.faults.transport import with_field
from conformance.outcomes import ToolFault
from standards.codes import Ident
from standards.envelope import Envelope
from standards.hodemelding import Hodemelding
from standards.parties import Party, Unit

Attack = Callable[[bytes, Envelope], Faulty]
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
XINCLUDE: Final = "http://www.w3.org/2001/XInclude"
DEPTH: Final = 5000
LONG: Final = 300_000
LEVELS: Final = 9
_MARK: Final = b" (ref "
_ROOT: Final = b"<MsgHead"


def external_entity(raw: bytes, envelope: Envelope, url: str) -> Faulty:
    """A document type asks the reader to fetch something and put it in the text (XXE)."""
    doctype = f'<!DOCTYPE MsgHead [<!ENTITY hent SYSTEM "{url}">]>'
    changed = _in_text(_before_root(raw, doctype), "&hent;")
    return Faulty(changed, envelope, "Meldingen ber leseren hente en fil og sette den inn i teksten")


def entity_expansion(raw: bytes, envelope: Envelope) -> Faulty:
    """A few lines that grow to gigabytes when they are read (billion laughs)."""
    entities = '<!ENTITY a0 "lol">'
    for level in range(1, LEVELS + 1):
        entities += f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">'
    changed = _in_text(_before_root(raw, f"<!DOCTYPE MsgHead [{entities}]>"), f"&a{LEVELS};")
    return Faulty(changed, envelope, "Meldingen vokser til flere gigabyte når den leses")


def include(raw: bytes, envelope: Envelope, url: str) -> Faulty:
    """The text asks for another document to be put in (XInclude)."""
    wanted = f'<xi:include xmlns:xi="{XINCLUDE}" href="{url}" parse="text"/>'
    return Faulty(_in_text(raw, wanted), envelope, "Meldingen ber leseren sette inn et annet dokument")


def schema_location(raw: bytes, envelope: Envelope, url: str) -> Faulty:
    """The root says where on the web its schema is."""
    head = f'<MsgHead xmlns:xsi="{XSI}" xsi:schemaLocation="http://www.kith.no/xmlstds/msghead/2006-05-24 {url}"'
    return Faulty(_once(raw, _ROOT, head.encode()), envelope, "Meldingen viser til et skjema på nettet")


def stylesheet(raw: bytes, envelope: Envelope, url: str) -> Faulty:
    """An instruction says where on the web its style sheet is."""
    changed = _before_root(raw, f'<?xml-stylesheet type="text/xsl" href="{url}"?>')
    return Faulty(changed, envelope, "Meldingen viser til et stilark på nettet")


def too_deep(raw: bytes, envelope: Envelope) -> Faulty:
    """Thousands of elements inside each other."""
    return Faulty(
        _in_text(raw, "<d>" * DEPTH + "</d>" * DEPTH), envelope, f"Meldingen har {DEPTH} nivåer inni hverandre"
    )


def too_long(raw: bytes, envelope: Envelope) -> Faulty:
    """One attribute of some hundred thousand letters, in a name that people read."""
    head, body = raw.split(b"<RefDoc", 1)  # what stands in the header is repeated in the receipt
    changed = head + b"<RefDoc" + _once(body, b' DN="', b' DN="' + b"A" * LONG)
    return Faulty(changed, envelope, f"Ett felt i meldingen er på {LONG} tegn")


def sent_by_stranger(raw: bytes, envelope: Envelope, her_id: str) -> Faulty:
    """Envelope and document agree on a sender, and that is not Helsenorge."""
    message = Hodemelding.from_xml(raw)
    stranger = Party(
        Unit("Ukjent virksomhet", (Ident.her(f"{int(her_id) - 1}"),)), Unit("Ukjent", (Ident.her(her_id),))
    )
    wrong = with_field(replace(message, sender=stranger).to_xml(), envelope, "fromHerId", her_id)
    return replace(wrong, fault="En annen enn Helsenorge sender en melding fra innbyggeren", queue=envelope.to)


def _in_text(raw: bytes, hostile: str) -> bytes:
    return _once(raw, _MARK, hostile.encode() + _MARK)


def _before_root(raw: bytes, hostile: str) -> bytes:
    return _once(raw, _ROOT, hostile.encode() + _ROOT)


def _once(raw: bytes, before: bytes, after: bytes) -> bytes:
    if before not in raw:
        raise ToolFault(f"Feilen kan ikke lages: meldingen har ikke {before.decode()}.")
    return raw.replace(before, after, 1)
