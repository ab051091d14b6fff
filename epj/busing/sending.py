"""What `epj bus send` sends: a document with its envelope, found in a file or a folder, or made from the document."""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from conformance.packing.scanning import NUMBER, Scanner
from conformance.reading import Inbound, read
from epj.busing.reaching import KINDS, Reached
from epj.options import WrongUse, either
from epj.validation.names import STDIN
from epj.validation.reading import LARGEST_FILE
from epj.validation.sources import is_in_exchange
from standards.apprec import AppRec
from standards.envelope import Envelope, business_envelope
from standards.errors import StandardsError, in_words
from standards.exchange import Exchange, Item, Role
from standards.identifiers import is_synthetic
from standards.rules.engine import judge_message

if TYPE_CHECKING:
    from conformance.targets.model import TargetParty
    from standards.rules.model import Finding

SECONDS_AT_ONCE: Final = 15
"""How long a question in real time lives (HITS 1216:2018, 2.2.2)."""


@dataclass(frozen=True)
class Letter:
    """One message to be sent; `fault` is what an earlier scenario broke in it on purpose."""

    name: str
    body: bytes
    envelope: Envelope
    queue: str
    fault: str = ""

    @property
    def facts(self) -> Inbound:
        """What the document says."""
        return read(self.body, self.envelope)


@dataclass(frozen=True)
class Desk:
    """Makes letters out of files, for whoever we are on the bus; `queue` goes before what an envelope says."""

    bus: Reached
    queue: str
    now: Callable[[], datetime]

    def letters(self, path: Path) -> list[Letter]:
        """Everything that a file or folder has us send, in order; raises `WrongUse`."""
        items = [item for item in _items(path, self.bus) if item.sender is self.bus.role]
        if not items:
            us = "Helsenorge" if self.bus.role is Role.HELSENORGE else "EPJ-en"
            raise WrongUse(f"{path} har ingen melding fra {us}. Oppgi en slik fil, eller mappen den ligger rett i.")
        return [self._letter(item) for item in items]

    def _letter(self, item: Item) -> Letter:
        envelope = item.envelope or self._envelope(item)
        _refuse_living(item, envelope)
        queue = (self.queue or envelope.to).rpartition("/")[2]
        self._require_party(item.name, queue)
        return Letter(item.name, item.raw, envelope, queue, item.deliberate_fault)

    def _envelope(self, item: Item) -> Envelope:
        """What belongs around the document, with a new message-id."""
        facts = read(item.raw, Envelope())
        sender, receiver = _ends(facts)
        if not (sender and receiver and facts.type):
            raise WrongUse(
                f"{item.name}: konvolutten kan ikke lages, for dokumentet sier ikke hvem det er fra og til "
                "(HER-id på nivå 2), og hva det er. Rett dokumentet, eller legg konvolutten i en fil ved siden av "
                "(01-helsenorge-epj.xml og 01.json)."
            )
        at_once = facts.ack == "N"
        return business_envelope(
            message_id=str(uuid.uuid4()),
            subject=facts.type,
            from_her_id=sender,
            to_her_id=receiver,
            time_stamp=self.now().isoformat(timespec="seconds"),
            kind="sync" if at_once else "async",
            ttl_ms=SECONDS_AT_ONCE * 1000 if at_once else None,
        )

    def _require_party(self, name: str, queue: str) -> None:
        """Only to those that the target file names: a bus may take a message to nobody, and lose it."""
        target = self.bus.target
        known = {target.helsenorge.her_id, *(one for party in target.parties for one in _her_ids(party))}
        her_id, _, kind = queue.partition("_")
        if her_id not in known or kind not in KINDS:
            raise WrongUse(
                f"{name}: {queue or 'tom'} er ikke en kø til noen av partene i testobjektet. "
                f"Ventet: HER-id {either(tuple(sorted(known)))}, og _{either(KINDS)}. "
                "Rett «to» i konvolutten, eller oppgi køen med --queue."
            )


def wrong_with(letter: Letter, bus: Reached) -> list[str]:
    """What is wrong with a message, one line each (bokmål); empty when it may go."""
    verdict = judge_message(letter.body, sender=bus.role, envelope=letter.envelope)
    wrong = [_line(one) for one in verdict.errors]
    if letter.envelope.from_her_id != bus.her_id:
        found = letter.envelope.from_her_id or "ingen"
        wrong.append(f"Konvolutten sier at avsenderen er {found}, men vi er {bus.her_id} på bussen.")
    if bus.role is Role.EPJ and bus.target.protection is not None:
        wrong.append(f"Meldinger skal signeres og krypteres, og nøklene til {bus.her_id} har vi ikke.")
    return wrong


def _items(path: Path, bus: Reached) -> list[Item]:
    """The messages of a folder in the exchange format, or of one file with the envelope that lies beside it."""
    try:
        if path.is_dir():
            names = {file.name: file for file in path.iterdir() if file.suffix in (".xml", ".json")}
            return list(Exchange.from_files({name: _read(file) for name, file in names.items()}))
        if str(path) != STDIN and is_in_exchange(path.name):
            sidecar = path.with_name(f"{path.name.split('-')[0]}.json")
            beside = {sidecar.name: _read(sidecar)} if sidecar.is_file() else {}
            return list(Exchange.from_files({path.name: _read(path), **beside}))
        return [Item(bus.role, _read(path), name=str(path))]
    except StandardsError as error:
        raise WrongUse(f"{path}: {error}") from error
    except OSError as error:
        raise WrongUse(f"{error.filename or path} kan ikke leses: {in_words(error)}. Sjekk stien.") from error


def _read(path: Path) -> bytes:
    if str(path) == STDIN:
        raw = sys.stdin.buffer.read(LARGEST_FILE + 1)
    else:
        with path.open("rb") as stream:
            raw = stream.read(LARGEST_FILE + 1)
    if len(raw) > LARGEST_FILE:
        raise WrongUse(f"{path} er for stor. Ventet: høyst {LARGEST_FILE // 1_000_000} MB.")
    return raw


def _ends(facts: Inbound) -> tuple[str, str]:
    """HER-id of whom the document is from and to, on level 2."""
    if facts.kind != "apprec" or facts.root is None:
        return facts.sender_her_id, facts.receiver_her_id
    receipt = AppRec.from_element(facts.root)
    return receipt.sender.her_id, receipt.receiver.her_id


def _refuse_living(item: Item, envelope: Envelope) -> None:
    """Nothing is sent about somebody who could be alive, whatever else is asked for."""
    facts = read(item.raw, envelope)
    told = json.dumps(envelope.to_json(), ensure_ascii=False).encode()
    found = [one for content in (item.raw, told) for one in Scanner().found(item.name, content)]
    lines = [f"linje {one.line}" for one in found if one.what.startswith(NUMBER)]
    named = [ident for ident in (facts.patient_id, facts.acting_id) if ident and not is_synthetic(ident)]
    if lines or named:
        raise WrongUse(
            f"{item.name} sendes ikke. Den har et nummer som ikke er syntetisk, og som kan tilhøre en virkelig person "
            f"({', '.join(lines) or 'pasienten'}). Bruk en testperson fra NHN (måned + 65) eller Skatteetaten "
            "(måned + 80)."
        )


def _her_ids(party: TargetParty) -> tuple[str, str]:
    return party.her_id, party.parent_her_id


def _line(finding: Finding) -> str:
    parts = [f"{finding.rule} ({finding.clause}): {finding.problem}"]
    told = (("Ventet", finding.expected), ("Fant", finding.found), ("Gjør dette", finding.fix))
    parts += [f"{label}: {text}" for label, text in told if text]
    return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts)
