"""An exchange: what two parties sent each other, in order, as raw bytes with their envelopes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from standards.envelope import Envelope
from standards.errors import StandardsError, kind_of, not_json
from standards.fhir import is_json

_SIDED: Final = re.compile(r"[0-9]+-[^-]+-[^-]+\.json")
"""The name of a body in JSON; that of a sidecar is a bare number."""
_MSG_ID: Final = re.compile(rb"<(?:[\w.-]+:)?MsgId>\s*([^<\s]+)")
_HEAD: Final = 20_000
"""Bytes within which the head of a message ends."""


class Role(StrEnum):
    """Who sent a message, by the roles of the agreement (HITS 1217:2018, chapter 3)."""

    HELSENORGE = "helsenorge"
    EPJ = "epj"

    @property
    def other(self) -> Role:
        """The opposite side."""
        return Role.EPJ if self is Role.HELSENORGE else Role.HELSENORGE


@dataclass(frozen=True)
class Http:
    """The call that carried a body over REST, as far as it is known."""

    method: str = ""
    url: str = ""
    status: int | None = None

    def to_json(self) -> dict[str, str | int]:
        """What is known of it."""
        known: dict[str, str | int | None] = {"method": self.method, "url": self.url, "status": self.status}
        return {name: value for name, value in known.items() if value not in ("", None)}


@dataclass(frozen=True)
class Item:
    """One message as it was on the wire; `deliberate_fault` names what a scenario broke on purpose."""

    sender: Role
    raw: bytes
    envelope: Envelope | None = None
    time: datetime | None = None
    name: str = ""
    deliberate_fault: str = ""
    http: Http | None = None
    """How it went over REST; None for what came over the message bus."""


@dataclass(frozen=True)
class Exchange:
    """Items in the order they happened, with the facts that a rule may need about the conversation."""

    items: tuple[Item, ...] = ()
    acting_for_other: Mapping[str, bool] = field(default_factory=dict)
    """MsgId of a Helsenorge message → whether someone else than the patient wrote it (known to the sender only)."""

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def to_files(self) -> dict[str, bytes]:
        """The folder form: `NN-from-to.xml` (or .json) with the bytes as sent and `NN.json` with the envelope."""
        files: dict[str, bytes] = {}
        for number, item in enumerate(self.items, start=1):
            files[f"{number:02}-{item.sender}-{item.sender.other}{_ending(item)}"] = item.raw
            acting = self.acting_for_other.get(_msg_id(item.raw))
            files[f"{number:02}.json"] = json.dumps(_sidecar(item, acting), ensure_ascii=False, indent=1).encode()
        return files

    @classmethod
    def from_files(cls, files: Mapping[str, bytes]) -> Exchange:
        """Read the folder form; raises `StandardsError` for a name or sidecar that does not fit."""
        names = sorted((name for name in files if name.endswith(".xml") or _SIDED.fullmatch(name)), key=_place)
        acting = {_msg_id(files[name]): told for name in names if (told := _acting(name, files)) is not None}
        return cls(tuple(_item(name, files) for name in names), acting)


def _place(name: str) -> tuple[int, str]:
    """10 comes after 9, also where nobody wrote 09."""
    number = name.split("-", maxsplit=1)[0]
    return int(number) if number.isdecimal() else 0, name


def _ending(item: Item) -> str:
    return ".json" if is_json(item.raw) else ".xml"


def _msg_id(raw: bytes) -> str:
    found = _MSG_ID.search(raw[:_HEAD])
    return found[1].decode("utf-8", "replace") if found else ""


def _acting(name: str, files: Mapping[str, bytes]) -> bool | None:
    sidecar = f"{name.split('-', maxsplit=1)[0]}.json"
    told = _read_sidecar(sidecar, files).get("acting_for_other")
    if told is None or isinstance(told, bool):
        return told
    raise StandardsError(
        f"{sidecar} har et acting_for_other som verken er sant eller usant.",
        expected="true når en annen enn pasienten skrev meldingen, ellers false",
        found=json.dumps(told, ensure_ascii=False)[:60],
        fix="Rett filen, eller utelat feltet når det ikke er kjent.",
    )


def _sidecar(item: Item, acting: bool | None) -> dict[str, Any]:
    sidecar: dict[str, Any] = {} if item.envelope is None else item.envelope.to_json()
    if item.time is not None:
        sidecar["time"] = item.time.isoformat()
    if item.deliberate_fault:
        sidecar["deliberate_fault"] = item.deliberate_fault
    if item.http is not None:
        sidecar["http"] = item.http.to_json()
    if acting is not None:
        sidecar["acting_for_other"] = acting
    return sidecar


def _item(name: str, files: Mapping[str, bytes]) -> Item:
    parts = name.removesuffix(".xml").removesuffix(".json").split("-")
    if len(parts) != 3 or parts[1] not in set(Role) or parts[2] != Role(parts[1]).other:
        raise StandardsError(
            "Filnavnet passer ikke utvekslingsformatet.",
            expected="NN-helsenorge-epj.xml eller NN-epj-helsenorge.xml (.json for FHIR i JSON)",
            found=name,
            fix="Gi filen et slikt navn, eller sjekk den alene.",
        )
    sidecar = _read_sidecar(f"{parts[0]}.json", files)
    return Item(
        sender=Role(parts[1]),
        raw=files[name],
        envelope=Envelope.from_json(sidecar) if "properties" in sidecar else None,
        time=_time(sidecar.get("time"), f"{parts[0]}.json"),
        name=name,
        deliberate_fault=str(sidecar.get("deliberate_fault", "")),
        http=_http(sidecar.get("http"), f"{parts[0]}.json"),
    )


def _http(written: object, name: str) -> Http | None:
    if written is None:
        return None
    call = written if isinstance(written, dict) else {}
    method, url, status = call.get("method", ""), call.get("url", ""), call.get("status")
    if call and isinstance(method, str) and isinstance(url, str) and (status is None or type(status) is int):
        return Http(method, url, status)
    raise StandardsError(
        f"{name} har et http som ikke er et kall.",
        expected='for eksempel {"method": "PUT", "url": "…/Appointment/123", "status": 201}',
        found=json.dumps(written, ensure_ascii=False)[:60],
        fix="Rett filen.",
    )


def _time(written: object, name: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written) if isinstance(written, str) else None
    except ValueError as error:
        raise StandardsError(
            f"{name} har en time som ikke er et tidspunkt.",
            expected="for eksempel 2026-12-01T10:15:00+01:00",
            found=str(written)[:60],
            fix="Rett filen.",
        ) from error


def _read_sidecar(name: str, files: Mapping[str, bytes]) -> dict[str, Any]:
    if name not in files:
        return {}
    try:
        sidecar = json.loads(files[name])
    except (ValueError, RecursionError) as error:
        raise StandardsError(
            f"{name} er ikke JSON.", expected="et JSON-objekt med properties", found=not_json(error), fix="Rett filen."
        ) from error
    if not isinstance(sidecar, dict):
        raise StandardsError(
            f"{name} er ikke et JSON-objekt.", expected="{ … }", found=kind_of(sidecar), fix="Rett filen."
        )
    return sidecar
