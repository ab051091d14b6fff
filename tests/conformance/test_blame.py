"""Whatever an EPJ sends, the fault is never ours: mangled messages through the whole bench, judged to the end."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from conformance.outcomes import PreconditionMissing
from conformance.runner.judging import judge
from conformance.scene import Scene
from standards.apprec import receipt_for
from standards.envelope import Envelope
from standards.hodemelding import Hodemelding
from tests.conformance.bench_world import NOW, TestPerson, World, running

Damage = Callable[[etree._Element], None]


def drop(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def blank(element: etree._Element) -> None:
    element.text = ""


def garble(element: etree._Element) -> None:
    element.text = "xxx"
    for name in element.attrib:
        element.set(name, "feil")


def double(element: etree._Element) -> None:
    element.addnext(copy.deepcopy(element))


def rename(element: etree._Element) -> None:
    element.tag = f"{element.tag}x"


def strip(element: etree._Element) -> None:
    element.attrib.clear()


DAMAGES: tuple[Damage, ...] = (drop, blank, garble, double, rename, strip)


def damaged(raw: bytes, chance: random.Random) -> bytes:
    root = etree.fromstring(raw)
    chance.choice(DAMAGES)(chance.choice([element for element in root.iter(etree.Element) if element is not root]))
    return etree.tostring(root)


def other_envelope(envelope: Envelope, chance: random.Random) -> Envelope:
    values = dict(envelope.application_properties)
    values[chance.choice(sorted(values))] = "999"
    return replace(envelope, application_properties=values) if chance.random() < 0.2 else envelope


def epj_sends(world: World, enquiry: Hodemelding, child: TestPerson, chance: random.Random) -> None:
    receipt = receipt_for(enquiry, receipt_id=enquiry.msg_id[::-1].replace("-", "a"), now=NOW)
    avtale, answer = world.epj.avtale(child), world.epj.answer(enquiry)
    raw, subject = chance.choice(
        [(avtale.to_xml(), avtale.type.v), (answer.to_xml(), answer.type.v), (receipt.to_xml(), "APPREC")]
    )
    world.epj.send_raw(damaged(raw, chance), other_envelope(world.epj.envelope(subject), chance))


def helsenorge_goes_on(scene: Scene, child: TestPerson) -> None:
    """Answer or cancel what came, as the next step of a scenario would."""
    for came in scene.citizen.messages():
        with suppress(PreconditionMissing):
            write = scene.writer.follow_up if came.element == "Notat" else scene.writer.cancellation
            scene.citizen.send(write(came, child))


@pytest.mark.parametrize("seed", range(4))
def test_what_the_epj_breaks_is_never_our_fault(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    with running(tmp_path) as world:
        for number in range(25):
            evidence = world.evidence.scenario(f"S-{number}", name="S", feature="S")
            with world.bench.scene(f"S-{number}", evidence) as scene:
                child = scene.people.child()
                enquiry = scene.writer.enquiry(child)
                scene.citizen.send(enquiry)
                epj_sends(world, enquiry, child, chance)
                scene.citizen.settle()
                helsenorge_goes_on(scene, child)
                scene.citizen.settle()
                judge(evidence, complete=True)
