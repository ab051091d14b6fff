"""Build, write and read is identity for every message type, what is built is valid, and reading never breaks down."""

from __future__ import annotations

import pickle
import re
from copy import deepcopy
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from standards import xml
from standards.apprec import AppRec
from standards.attachments import Attachment
from standards.dialogmelding import Dialogmelding
from standards.errors import StandardsError
from standards.helsepersonell import HelsepersonelListe
from standards.hodemelding import Hodemelding
from standards.pasientrelasjon import Pasientrelasjon
from standards.payloads import FhirPayload, Payload
from standards.personer import Personer
from standards.schema import OWN_FOLDER, SchemaPack
from standards.tjenesteoversikt import TjenesteOversikt
from standards.xcal import XCal
from standards.xhtml import Xhtml
from tests.standards import codec_values as values
from tests.standards import good

OWN = SchemaPack.own()
MODEST = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
CODECS = (
    Hodemelding,
    AppRec,
    Dialogmelding,
    XCal,
    Pasientrelasjon,
    Personer,
    HelsepersonelListe,
    TjenesteOversikt,
    FhirPayload,
)


def same_again(one: Hodemelding | AppRec) -> None:
    """Reading gives the same value, which gives the same bytes."""
    raw = one.to_xml()
    read = type(one).from_xml(raw)
    assert read == one
    assert read.to_xml() == raw


def around(payload: Payload) -> Hodemelding:
    """A plain message with one payload."""
    return good.message("EKONTAKT", payload)


@pytest.mark.parametrize("name", values.PAYLOADS)
@MODEST
@given(data=st.data())
def test_every_payload_is_valid_and_reads_back_the_same(name: str, data: st.DataObject) -> None:
    message = around(data.draw(values.PAYLOADS[name]))
    same_again(message)
    assert OWN.check(xml.parse(message.to_xml())) == ()


@pytest.mark.parametrize("name", values.OUTSIDE)
@MODEST
@given(data=st.data())
def test_a_payload_that_our_schemas_lack_reads_back_the_same(name: str, data: st.DataObject) -> None:
    same_again(around(data.draw(values.OUTSIDE[name])))


@MODEST
@given(values.messages(st.one_of(*values.PAYLOADS.values())))
def test_a_hodemelding_with_any_payloads_is_valid_and_reads_back_the_same(message: Hodemelding) -> None:
    same_again(message)
    assert message.to_xml() == message.to_xml()
    assert OWN.check(xml.parse(message.to_xml())) == ()


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@MODEST
@given(data=st.data())
def test_a_receipt_is_valid_and_reads_back_the_same(version: str, data: st.DataObject) -> None:
    receipt = data.draw(values.receipts(version))
    same_again(receipt)
    assert OWN.check(xml.parse(receipt.to_xml())) == ()


@MODEST
@given(values.TIMES)
def test_gendate_is_kept_to_the_letter(time: datetime) -> None:
    message = replace(around(Personer()), gen_date=time, gen_date_text="")
    assert Hodemelding.from_xml(message.to_xml()).gen_date_text == time.isoformat()


@MODEST
@given(values.xhtml())
def test_xhtml_is_its_plain_text_and_survives_copying(text: Xhtml) -> None:
    element = text.to_element()
    assert str(text) == "".join(str(part) for part in element.itertext())
    for copy in (deepcopy(text), pickle.loads(pickle.dumps(text)), Xhtml(text.markup)):
        assert (copy, copy.markup) == (text, text.markup)
    assert text != str(text)


# Reading what nobody built.

LOCAL_NAMES = sorted(
    {name for path in OWN_FOLDER.glob("*.xsd") for name in re.findall(r' name="([^"]+)"', path.read_text("utf-8"))}
)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(("V", "S", "DN", "OT", "value", "{http://www.kith.no/xmlstds}NULL")), values.TEXTS, max_size=2
)
FACTS = (
    st.sampled_from(
        ("2026-12-01", "2026-13-41T99", "24:00:00", "-0001-01-01", "9" * 5000, "²", "YQ==", "Y", "true", "\u0661")
    )
    | values.TEXTS
)


def element(tag: str, attributes: dict[str, str], text: str, children: list[etree._Element]) -> etree._Element:
    """An element with what is given."""
    made = etree.Element(tag)
    for name, value in attributes.items():
        made.set(name, value)
    made.text = text
    made.extend(children)
    return made


TAGS = st.builds("{{{}}}{}".format, st.sampled_from(sorted(xml.NS.values())), st.sampled_from(LOCAL_NAMES))
SEEDS = st.builds(element, TAGS, ATTRIBUTES, FACTS, st.just([])) | st.just(()).map(lambda _: etree.Comment("x"))
TREES = st.recursive(
    SEEDS, lambda inner: st.builds(element, TAGS, ATTRIBUTES, FACTS, st.lists(inner, max_size=4)), max_leaves=12
)


def read_everything(root: etree._Element) -> None:
    """Every codec may refuse, and none may break down."""
    for codec in CODECS:
        try:
            codec.from_element(root)
        except StandardsError:
            continue
    Attachment.from_element(root, "", "")


@settings(MODEST, max_examples=80)
@given(TREES.filter(lambda tree: isinstance(tree.tag, str)))
def test_no_codec_breaks_down_on_random_elements(tree: etree._Element) -> None:
    read_everything(tree)


@st.composite
def broken(draw: st.DrawFn) -> etree._Element:
    """A good message or receipt with a few random changes."""
    good = draw(
        st.one_of(
            values.messages(st.one_of(*values.PAYLOADS.values(), *values.OUTSIDE.values())), values.receipts("1.0")
        )
    )
    root = xml.parse(good.to_xml())
    for _ in range(draw(st.integers(1, 4))):
        inside = [one for one in root.iter(etree.Element) if one.getparent() is not None]
        change(draw, draw(st.sampled_from(inside)))
    return root


def change(draw: st.DrawFn, at: etree._Element) -> None:
    """Drop, double, rename, move, empty or fill one element."""
    parent = at.getparent()
    assert parent is not None
    kind = draw(st.sampled_from(("drop", "double", "rename", "last", "empty", "fill", "text", "attribute")))
    if kind == "drop" and len(list(at.iterancestors())) > 1:
        parent.remove(at)
    elif kind == "double":
        parent.append(deepcopy(at))
    elif kind == "rename":
        at.tag = draw(TAGS)
    elif kind == "last":
        parent.append(at)
    elif kind == "empty":
        at.clear()
    elif kind == "fill":
        at.extend(draw(st.lists(TREES, max_size=2)))
    elif kind == "text":
        at.text = draw(FACTS)
    else:
        at.attrib.update(draw(ATTRIBUTES))


@settings(MODEST, max_examples=50)
@given(broken())
def test_no_codec_breaks_down_on_broken_messages(root: etree._Element) -> None:
    for part in (root, *root.iterfind(".//{*}Content/*")):
        if isinstance(part.tag, str):
            read_everything(part)
    try:
        Hodemelding.from_element(root).to_element()
    except StandardsError:
        return
