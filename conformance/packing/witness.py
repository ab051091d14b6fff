"""Reads every file of a package once: which are changed, where the messages come from, and what they belong to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from conformance.evidence import origin
from conformance.evidence.origin import Mark, says_simulated
from conformance.packing.layout import REPORT_JSON, folder_of, sent_by_epj
from conformance.packing.manifest import PAGE
from conformance.packing.reading import OpenPack


@dataclass
class Witness:
    """What the files themselves show."""

    changed: list[str] = field(default_factory=list)
    """Files that are not those that were listed."""
    origin: str = ""
    """Read from the messages alone."""
    page: str = ""
    report: object = None
    """The JSON report; None when it is not there or cannot be read."""
    folders: set[str] = field(default_factory=set)
    """Scenarios whose messages are there."""


def witness_of(package: OpenPack) -> Witness:
    """Look at everything; raises `BadPack` for a file that cannot be unpacked."""
    witness, mark, names = Witness(), Mark(), set(package.names())
    for entry in package.manifest.entries:
        if package.masked and not entry.masked:
            continue
        content = package.read(entry.path)
        if not entry.holds(content):
            witness.changed.append(entry.path)
        if folder := folder_of(entry.path):
            witness.folders.add(folder)
        if envelope := sent_by_epj(entry.path):
            mark.look(content, _properties(package.read(envelope)) if envelope in names else {})
        elif entry.path == PAGE:
            witness.page = content.decode("utf-8", "replace")
        elif entry.path == REPORT_JSON:
            witness.report = _json(content)
    witness.origin = mark.origin
    return witness


def origin_of(evidence: Mapping[str, bytes], target: Mapping[str, Any]) -> str:
    """Where messages come from that are about to be packed, by path in the pack; one of the words of `model`."""
    envelopes = ((content, sent_by_epj(path)) for path, content in evidence.items())
    sent = ((content, _properties(evidence.get(envelope, b""))) for content, envelope in envelopes if envelope)
    return origin.origin_of(sent, is_declared=says_simulated(target))


def _properties(envelope: bytes) -> dict[str, object]:
    found = _json(envelope)
    told = found.get("application_properties") if isinstance(found, dict) else None
    return told if isinstance(told, dict) else {}


def _json(content: bytes) -> object:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None
