"""What a call carries: media types, and the resource in its body."""

from __future__ import annotations

from typing import Any, Final

from flask import Request

from simulator.serving.refusals import Refusal
from standards.errors import StandardsError
from standards.fhir import read_element, read_json
from standards.xml import parse

FHIR_JSON, FHIR_XML = "application/fhir+json", "application/fhir+xml"
MEDIA_TYPES: Final = (FHIR_JSON, FHIR_XML, "application/json", "application/xml")
_UTF8: Final = frozenset({"", "utf-8", "utf8", "us-ascii"})


class NotFhir(Refusal):
    """The body is not declared as FHIR in JSON or XML."""

    status = 415
    headers = (("Accept", ", ".join(MEDIA_TYPES)),)


def is_xml(media_type: str) -> bool:
    """Whether it is one of the two in XML."""
    return media_type.endswith("xml")


def media_type(request: Request) -> str:
    """The declared media type; raises `NotFhir`."""
    charset = request.mimetype_params.get("charset", "").strip('"').casefold()
    coding = request.headers.get("Content-Encoding", "identity").casefold()
    if request.mimetype in MEDIA_TYPES and charset in _UTF8 and coding == "identity":
        return request.mimetype
    declared = request.content_type or "ingen Content-Type"
    raise NotFhir(
        "Innholdet er ikke oppgitt som FHIR.",
        expected=f"{', '.join(MEDIA_TYPES)}, i UTF-8 og ikke komprimert",
        found=f"{declared[:120]}, Content-Encoding {coding[:40]}" if coding != "identity" else declared[:120],
        fix="Sett Content-Type til application/fhir+json eller application/fhir+xml.",
    )


def answer_type(request: Request) -> str:
    """The media type the client wants to read: of `Accept`, or else the one it wrote."""
    own = FHIR_XML if request.mimetype in MEDIA_TYPES and is_xml(request.mimetype) else FHIR_JSON
    ordered = (own, *(one for one in MEDIA_TYPES if one != own))
    return request.accept_mimetypes.best_match(ordered) or own


def resource(raw: bytes, media: str) -> dict[str, Any]:
    """The resource in its JSON form; raises `StandardsError`."""
    if not raw.strip():
        raise StandardsError(
            "Kallet har ikke noe innhold.",
            expected="en Appointment",
            found="ingenting",
            fix="Send timen som innhold i kallet.",
        )
    return read_element(parse(raw)) if is_xml(media) else read_json(raw)
