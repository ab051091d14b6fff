"""DM: the Dialogmelding — its version, its code and what the code demands (HIS 80603:2017, HITS 1217:2018 2.4)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from standards.codes import oid
from standards.exchange import Role
from standards.processes import Process, Step, find
from standards.rules import actors
from standards.rules.hodemelding import spaced
from standards.rules.model import Level
from standards.rules.profiles import not_in
from standards.rules.register import Fault, Judgement, Silent, rule
from standards.rules.view import BODIES, Message, local_name, near, text, version_of
from standards.xml import DIALOG_11, name_of

SIDE = {Role.HELSENORGE: "Helsenorge", Role.EPJ: "EPJ-en"}
UNKNOWN_PROCESS = "Prosessens koder er ikke lagt inn her."
LIMITS = (("EmneSporsmal", 50), ("Tema", 50), ("Sporsmal", 1000), ("TekstNotatInnhold", 1000))


def unknown_process(message: Message) -> str:
    """Why the table has nothing to say of the message."""
    if find(message.type) is not None:
        return not_in(message.profile, f"Prosessen {message.type}")
    return UNKNOWN_PROCESS


@rule(
    "DM-01",
    clause="HITS 1217:2018, kapittel 3",
    title="Dialogmeldingen har versjonen som prosessen bruker",
    by_step=True,
)
def dialog_version(message: Message) -> Iterator[Judgement]:
    """A process on both versions takes either."""
    if message.actor is not None:
        yield from actors.version(message, message.actor)
        return
    if message.process is None:
        if message.dialogs:
            yield Silent(unknown_process(message))
        return
    legal = message.process.dialogs
    for dialog in message.dialogs:
        found = version_of(dialog)
        if legal and found not in legal:
            wanted = legal[0]
            yield Fault(
                f"{message.type} bruker Dialogmelding {wanted}, men meldingen har {found}; "
                "mottakeren kan avvise den med T10.",
                dialog,
                expected=actors.NAMESPACES[wanted],
                found=name_of(dialog),
                fix=f"Bruk navnerommet for Dialogmelding {wanted}.",
                clause=message.process.clause,
            )


@rule(
    "DM-02",
    clause="HITS 1217:2018, 2.4; HIS 80603:2017",
    title="Dialogmeldingen har enten én Foresporsel eller ett Notat",
)
def one_body(message: Message) -> Iterator[Judgement]:
    """Both kinds or none is an error; several of one kind is only a remark, since the schema allows it."""
    if message.between_actors:
        yield from actors.body(message)
        return
    if len(message.dialogs) == len(message.bodies) == 1:
        return
    for dialog in message.dialogs[1:]:
        yield Fault(
            "Meldingen har mer enn én Dialogmelding; Helsenorge viser trolig bare den første.",
            dialog,
            expected="én Dialogmelding, i første Document",
            found=f"{len(message.dialogs)} dialogmeldinger",
            fix="Send én melding per forespørsel eller svar.",
            remark=True,
        )
    for dialog in message.dialogs:
        bodies = sorted(name for item in dialog.iterchildren("*") if (name := local_name(item)) in BODIES)
        if len(bodies) == 1:
            continue
        several = len(bodies) > 1 and len(set(bodies)) == 1
        yield Fault(
            "Dialogmeldingen har flere enn én forespørsel eller ett notat; Helsenorge viser trolig bare ett."
            if several
            else "Dialogmeldingen må ha enten en forespørsel eller et notat.",
            dialog,
            expected="én Foresporsel eller ett Notat",
            found=" og ".join(bodies) or "ingen av dem",
            fix="Send én melding per forespørsel eller svar.",
            remark=several,
        )


@rule(
    "DM-03",
    clause="HITS 1217:2018, kapittel 3",
    title="Koden er lovlig i prosessen, fra denne siden, og har riktig kodeverk",
    aliases=("A08",),
    by_step=True,
)
def legal_code(message: Message) -> Iterator[Judgement]:
    """TypeForesp or TemaKodet by process and direction."""
    process = message.process
    if message.body is None:
        return
    if message.actor is not None:
        yield from actors.code(message, message.actor)
    elif process is None:
        yield Silent(unknown_process(message))
    elif not message.coded_steps:
        yield _illegal(message, process, _sides(message, process))
    elif message.step is None and message.direction is not None:
        yield _wrong_side(message, process, message.direction)
    else:
        step = message.step or message.coded_steps[0]
        yield from _code_list(message, process, step)
        if message.coded is not None and (message.coded.get("V") or "") != message.code:
            yield spaced(message.coded, local_name(message.coded))
        if step.tolerated:
            yield _tolerated(message, process, gone=not process.has(step, message.profile))


def _sides(message: Message, process: Process) -> tuple[Step, ...]:
    if message.direction is None:
        return tuple(step for step in process.steps if step.element == message.element)
    return process.steps_of(message.direction, message.element)


def _illegal(message: Message, process: Process, legal: tuple[Step, ...]) -> Fault:
    codes = sorted({step.code for step in legal})
    name = "TypeForesp" if message.element == "Foresporsel" else "TemaKodet"
    return Fault(
        f"Koden {message.code or '(tom)'} er ikke lovlig i {message.element} i {process.code}.",
        message.body if message.coded is None else message.coded,
        expected=f"{name} med {_either(codes)}" if codes else f"ingen {message.element} i denne prosessen",
        found=f'{name} V="{message.code}"',
        fix="Bruk en kode som prosessen har, eller send meldingen i prosessen som koden hører til.",
        clause=process.clause,
        remark=not process.listed,
    )


def _wrong_side(message: Message, process: Process, direction: Role) -> Fault:
    codes = sorted({step.code for step in process.steps_of(direction)})
    return Fault(
        f"Koden {message.code} i {process.code} sendes bare av {SIDE[direction.other]}, men kom fra {SIDE[direction]}.",
        message.coded,
        expected=f"en kode som {SIDE[direction]} kan sende: {_either(codes)}" if codes else "ingen melding herfra",
        found=message.code,
        fix=f"Bruk en av kodene som {SIDE[direction]} kan sende.",
        clause=process.clause,
    )


def _either(codes: list[str]) -> str:
    return codes[0] if len(codes) == 1 else f"{', '.join(codes[:-1])} eller {codes[-1]}"


def _code_list(message: Message, process: Process, step: Step) -> Iterator[Judgement]:
    element = message.coded
    found = "" if element is None else (element.get("S") or "")
    if found != oid(step.kodeverk):
        yield Fault(
            f"Koden {message.code} er merket med feil kodeverk.",
            element,
            expected=f'S="{oid(step.kodeverk)}" (kodeverk {step.kodeverk})',
            found=f'S="{found}"' if found else "ingen S",
            fix=f'Sett S="{oid(step.kodeverk)}", uten mellomrom.',
            clause=process.clause,
        )


def _tolerated(message: Message, process: Process, *, gone: bool) -> Fault:
    return Fault(
        f"Koden {message.code} er ikke lenger med i {process.code}; vi godtar den, for eldre kilder har den."
        if gone
        else f"Kildene er uenige om koden {message.code} brukes i {process.code}; vi godtar den.",
        message.coded,
        expected="en kode som alle kildene nevner",
        found=message.code,
        fix="Avklar bruken med Helsenorge.",
        clause=process.clause,
        remark=True,
    )


@rule(
    "DM-04",
    clause="HITS 1217:2018, kapittel 3",
    title="Elementene og dokumentene som koden krever, er med og har innhold; de den utelukker, er ikke med",
    by_step=True,
)
def required_elements(message: Message) -> Iterator[Judgement]:
    """What the process table marks as required; what it only advises is a remark."""
    if message.between_actors:
        yield from actors.content(message)
        return
    if message.step is None or message.process is None:
        if message.body is not None:
            yield Silent("Prosessen, koden eller retningen er ikke kjent, så det er uvisst hvilke felter som kreves.")
        return
    for name in (*message.step.required, *message.step.advised):
        element = message.fields.get(name)
        if element is None or not _filled(element):
            yield Fault(
                f"{message.element} med kode {message.code} mangler {name}.",
                message.body if element is None else element,
                expected=f"{name} med innhold",
                found="ikke til stede" if element is None else "tomt",
                fix=f"Fyll ut {name}.",
                clause=message.process.clause,
                remark=name in message.step.advised,
            )
    yield from _documents(message, message.process, message.step)


def _filled(element: etree._Element) -> bool:
    return bool(text(element)) or any(item.get("V") for item in element.iter(etree.Element))


def _documents(message: Message, process: Process, step: Step) -> Iterator[Judgement]:
    present = {local_name(item) for item in message.payloads}
    for item in message.payloads if step.absent else ():
        if local_name(item) in step.absent:
            yield Fault(
                f"{process.code} med kode {message.code} skal ikke ha {local_name(item)}.",
                item,
                expected=f"ingen {local_name(item)}",
                found=f"{len(item)} oppføringer",
                fix="Fjern dokumentet, eller bruk koden som sier at noen er funnet.",
                clause=process.clause,
                remark=len(item) == 0,
            )
    wanted = [*step.documents, *(("Base64Container",) if step.needs_attachment else ())]
    for name in wanted:
        if name not in present:
            yield Fault(
                f"{process.code}{f' med kode {message.code}' if message.code else ''} mangler et dokument med {name}.",
                message.root,
                expected=f"et Document med {name}",
                found=", ".join(sorted(present)) or "ingen dokumenter med innhold",
                fix="Legg innholdet i et eget Document.",
                clause=process.clause,
            )


@rule(
    "DM-05",
    clause="HITS 1217:2018, 2.4",
    title="Emne er høyst 50 tegn og tekst høyst 1000",
    level=Level.BOER,
    aliases=("A28",),
)
def lengths(message: Message) -> Iterator[Judgement]:
    """Limits of Helsenorge's screens; the schema has none."""
    if message.between_actors:
        return
    for fields in message.fields_of:
        for name, limit in LIMITS:
            element = fields.get(name)
            if (length := len(text(element))) > limit:
                yield Fault(
                    f"{name} er lengre enn feltet på Helsenorge.",
                    element,
                    expected=f"høyst {limit} tegn",
                    found=f"{length} tegn",
                    fix="Kort ned teksten, eller legg resten i en ny melding eller et vedlegg.",
                )


@rule(
    "DM-06",
    clause="HITS 1217:2018, 2.4; HIS 80603:2017",
    title="Svar i Dialogmelding 1.1 gjentar ikke forespørselen",
    level=Level.BOER,
)
def no_echo(message: Message) -> Iterator[Judgement]:
    """Notat/Foresporsel is not used on Helsenorge; between actors the standard takes both."""
    if message.between_actors:
        return
    for body, fields in zip(message.bodies, message.fields_of, strict=True):
        if "Foresporsel" in fields and body.tag == f"{{{DIALOG_11}}}Notat":
            yield Fault(
                "Svaret gjentar forespørselen inne i notatet; det brukes ikke i Dialogmelding 1.1.",
                near(body, "d11:Foresporsel"),
                expected="Notat uten Foresporsel",
                found="Notat/Foresporsel",
                fix="Fjern Foresporsel fra notatet; ConversationRef viser hva det svarer på.",
            )
