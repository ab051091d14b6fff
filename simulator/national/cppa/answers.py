"""How things are answered: XML to who reads profiles, and the four fields to who controls."""

from __future__ import annotations

import re
from typing import Final
from uuid import uuid4

from flask import Response, request
from lxml import etree

from simulator.serving.answers import four_fields
from standards.errors import Problem
from standards.xml import serialize

XML: Final = "application/xml"
_UNWRITABLE: Final = re.compile("[\x00-\x1f\ud800-\udfff\ufffe\uffff]")
MEDIA: Final = f"{XML}; charset=utf-8"


def document(raw: bytes) -> Response:
    """A profile or an agreement."""
    return Response(raw, content_type=MEDIA)


def shape(problem: Problem, status: int) -> Response:
    """Why the call was refused. No source shows the shape of the real one; this is ours."""
    if not request.path.startswith("/w/"):
        return four_fields(problem, status)
    root = etree.Element("Error")
    for name, text in (("Message", str(problem)), ("Status", str(status)), ("RequestId", str(uuid4()))):
        etree.SubElement(root, name).text = _writable(text)
    return Response(serialize(root), status=status, content_type=MEDIA)


def _writable(text: str) -> str:
    """Without what XML cannot hold."""
    return _UNWRITABLE.sub("?", text)
