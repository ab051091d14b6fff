"""The SOAP addresses: /v1/AR/Basic for 1.1, /v1/AR for 1.2; GET gives the description."""

from __future__ import annotations

import re
from typing import Final
from uuid import uuid4

from flask import Blueprint, Response, g, request
from lxml import etree

from simulator.national.adresseregister.areas import Registries, knows
from simulator.national.adresseregister.refusals import NoPassword
from simulator.national.adresseregister.registry import Registry
from simulator.national.adresseregister.soap import writing
from simulator.national.adresseregister.soap.calls import perform
from simulator.national.adresseregister.soap.description import wsdl
from simulator.national.adresseregister.soap.faults import WSA, SoapRefusal, envelope
from simulator.national.adresseregister.soap.reading import MEDIA, SoapCall, read
from standards.errors import Problem
from standards.xml import SOAP_11, SOAP_12, serialize

MEDIA_OF_WSDL: Final = "text/xml; charset=utf-8"
_ADDRESS: Final = re.compile(r"/w/[^/]+/v1/A[Rr](/Basic)?/?")
_FAULT_ACTION: Final = f"{WSA}/soap/fault"


def blueprint(areas: Registries) -> Blueprint:
    """Both addresses, also as the production address spells them."""
    soap = Blueprint("soap", __name__, url_prefix="/w/<area>/v1")

    def answer(area: str, version: str) -> Response:
        registry = areas.get(area)
        if request.method == "GET":
            return Response(wsdl(version, request.base_url), content_type=MEDIA_OF_WSDL)
        _require_password(registry)
        registry.faults.linger("slow")
        call = g.soap_call = read(request, version)
        return _said(writing.answer(call.operation, perform(registry, call)), version, call)

    for name in ("AR", "Ar"):
        soap.add_url_rule(f"/{name}", f"soap12_{name}", lambda area: answer(area, "1.2"), methods=["GET", "POST"])
        soap.add_url_rule(f"/{name}/Basic", f"soap11_{name}", lambda area: answer(area, "1.1"), methods=["GET", "POST"])
    return soap


def version_at(path: str) -> str:
    """The SOAP version that an address speaks; empty for other addresses."""
    found = _ADDRESS.fullmatch(path)
    return "" if found is None else "1.1" if found[1] else "1.2"


def shape(problem: Problem, status: int) -> Response:
    """The fault, in the version that was spoken; that of the address when it was none of the two."""
    spoken = next((version for version, media in MEDIA.items() if request.mimetype == media), "")
    version = spoken or version_at(request.path)
    root = envelope(problem, version, status)
    if version == "1.2":
        call: SoapCall | None = g.get("soap_call")
        generic = call is not None and isinstance(problem, SoapRefusal) and problem.error_code
        action = f"{call.operation.action}GenericFaultFault" if call is not None and generic else _FAULT_ACTION
        _head(root, action, "" if call is None else call.message_id)
    answer = Response(serialize(root), status=status, content_type=f"{MEDIA[version]}; charset=utf-8")
    answer.headers["X-Request-Id"] = str(uuid4())
    return answer


def _said(content: etree._Element, version: str, call: SoapCall) -> Response:
    names = SOAP_11 if version == "1.1" else SOAP_12
    root = etree.Element(f"{{{names}}}Envelope", nsmap={"s": names})
    etree.SubElement(root, f"{{{names}}}Body").append(content)
    if version == "1.2":
        _head(root, f"{call.operation.action}Response", call.message_id)
    return Response(serialize(root), content_type=f"{MEDIA[version]}; charset=utf-8")


def _head(root: etree._Element, action: str, about: str) -> None:
    header = etree.Element(f"{{{SOAP_12}}}Header", nsmap={"a": WSA})
    root.insert(0, header)
    element = etree.SubElement(header, f"{{{WSA}}}Action")
    element.text = action
    element.set(f"{{{SOAP_12}}}mustUnderstand", "1")
    if about:
        etree.SubElement(header, f"{{{WSA}}}RelatesTo").text = about


def _require_password(registry: Registry) -> None:
    given = request.authorization
    basic = given if given is not None and given.type == "basic" else None
    if basic is not None and knows(registry, basic.username or "", basic.password or ""):
        return
    raise NoPassword(
        "Kallet har ikke riktig bruker og passord.",
        expected="HTTP Basic med bruker og passord; simulert og simulert når ikke annet er satt",
        found="ingen" if basic is None else "feil bruker eller passord",
        fix="Rett dem, eller sett nye med POST /_sim/areas.",
    )
