"""Where messages come from: files, folders, zip archives and standard input, one at a time."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from epj.validation.archives import Archive, Member, is_archive
from epj.validation.names import STDIN, shown
from epj.validation.reading import Bytes, read_file, read_stream, why
from standards.errors import Problem
from standards.exchange import Role

EVIDENCE: Final = "evidence.sqlite"
MESSAGES: Final = (".xml", ".json", ".b64", ".base64")
ARCHIVES: Final = (".zip",)
KINDS: Final = "filer som slutter på .xml, .json (FHIR), .b64 eller .zip"
MEMBERS: Final = "filer som slutter på .xml, .json (FHIR) eller .b64"
_NOT_OURS: Final = ("__MACOSX/", "._")
_LONGEST_NUMBER: Final = 9


@dataclass(frozen=True)
class Place:
    """Where one file lies: how its name is shown, and how its bytes are got."""

    shown: str
    name: str
    read: Callable[[], Bytes]


@dataclass(frozen=True)
class Lone:
    """One file to be judged alone; `asked` when it was named, not found in a folder."""

    place: Place
    asked: bool = False


@dataclass(frozen=True)
class Conversation:
    """A folder in the exchange format: messages and sidecars by their names."""

    shown: str
    messages: tuple[Place, ...]
    sidecars: tuple[Place, ...]


@dataclass(frozen=True)
class Unread:
    """What could not be read, with the reason."""

    shown: str
    problem: Problem


Found = Lone | Conversation | Unread


def weight(found: Found) -> int:
    """How many messages it is."""
    return len(found.messages) if isinstance(found, Conversation) else 1


def find(arguments: Iterable[str]) -> Iterator[Found]:
    """Everything that the arguments lead to, in their order; nothing is read before it is asked for."""
    for argument in dict.fromkeys(arguments):
        if argument == STDIN:
            yield from _standard_input()
            continue
        path = Path(argument)
        try:
            yield from _argument(path)
        except OSError as error:
            yield Unread(shown(path), why(error))


def _standard_input() -> Iterator[Found]:
    content = read_stream(sys.stdin.buffer)
    if is_archive(content.raw):
        yield from _archive(Archive.of_bytes(content.raw, STDIN))
    else:
        yield Lone(Place(STDIN, STDIN, lambda: content), asked=True)


def _argument(path: Path) -> Iterator[Found]:
    if path.name == EVIDENCE or (path / EVIDENCE).is_file():
        yield Unread(shown(path), _OF_A_RUN)
    elif path.is_dir():
        yield from _folder(path)
    elif path.is_file():
        yield from _file(path, asked=True)
    elif path.exists():
        yield Unread(shown(path), _SPECIAL)
    elif path.is_symlink():
        yield Unread(shown(path), _LOOSE)
    else:
        yield Unread(shown(path), Problem("Finnes ikke.", fix="Sjekk stien."))


_OF_A_RUN: Final = Problem(
    "Dette er bevisene fra en kjøring, ikke meldingsfiler.", fix="Les report.html ved siden av; der står funnene."
)


_SPECIAL: Final = Problem(
    "Dette er verken en fil eller en mappe.",
    fix="Oppgi en fil eller en mappe, eller send innholdet inn i epj validate -",
)
_LOOSE: Final = Problem("Lenken fører ikke til noen fil.", fix="Rett lenken, eller oppgi filen den skulle peke på.")


def _file(path: Path, *, asked: bool = False) -> Iterator[Found]:
    if path.is_symlink() and not path.exists():
        yield Unread(shown(path), _LOOSE)
    elif not path.is_file():
        yield Unread(shown(path), Problem("Dette er ikke en vanlig fil.", fix="Lagre innholdet i en fil først."))
    elif path.suffix.lower() in ARCHIVES or (asked and is_archive(_start(path))):
        yield from _archive(Archive.of_file(path, shown(path)))
    else:
        yield Lone(Place(shown(path), path.name, lambda: read_file(path)), asked)


def _start(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(4)


def _folder(top: Path) -> Iterator[Found]:
    empty, refused = True, list[OSError]()
    for folder, below, names in os.walk(top, onerror=refused.append):
        below.sort()
        while refused:
            yield _refused(refused.pop(), top)
            empty = False
        paths = [Path(folder) / name for name in sorted(names) if _is_ours(name)]
        empty = empty and not paths
        yield from _together(shown(folder), paths)
    for error in refused:
        yield _refused(error, top)
    if empty and not refused:
        problem = Problem(
            "Fant ingen meldinger i mappen.", expected=KINDS, found="ingen slike", fix="Oppgi en mappe med meldinger."
        )
        yield Unread(shown(top), problem)


def _refused(error: OSError, top: Path) -> Unread:
    return Unread(shown(error.filename or top), why(error))


def _is_ours(name: str) -> bool:
    return name.lower().endswith((*MESSAGES, *ARCHIVES)) and not name.startswith(_NOT_OURS)


def _together(name: str, paths: Sequence[Path]) -> Iterator[Found]:
    """The files of one folder: a conversation when the messages are named as one, else one by one."""
    conversation = _conversation(name, [Place(shown(path), path.name, _reader(path)) for path in paths])
    taken = {place.name for place in (*conversation.messages, *conversation.sidecars)} if conversation else set()
    if conversation:
        yield conversation
    for path in paths:
        if path.name not in taken:
            yield from _guarded(path)


def _guarded(path: Path) -> Iterator[Found]:
    try:
        yield from _file(path)
    except OSError as error:
        yield Unread(shown(path), why(error))


def _reader(path: Path) -> Callable[[], Bytes]:
    return lambda: read_file(path)


def _conversation(name: str, places: Sequence[Place]) -> Conversation | None:
    messages = [place for place in places if is_in_exchange(place.name)]
    if not messages or any(place.name.lower().endswith(".xml") for place in places if place not in messages):
        return None
    numbers = {place.name.split("-")[0] for place in messages}
    sidecars = [place for place in places if place.name.removesuffix(".json") in numbers]
    return Conversation(name, tuple(messages), tuple(sidecars))


def is_in_exchange(name: str) -> bool:
    """Whether a file is named as the exchange format names messages."""
    parts = name.removesuffix(".xml").removesuffix(".json").split("-")
    return len(parts) == 3 and _is_number(parts[0]) and parts[1] in set(Role) and parts[2] == Role(parts[1]).other


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) <= _LONGEST_NUMBER


def _archive(archive: Archive) -> Iterator[Found]:
    """The members folder by folder, as if the archive had been unpacked."""
    try:
        with archive:
            yield from (Unread(refused.shown, refused.problem) for refused in archive.refused)
            folders: dict[str, list[Member]] = {}
            for member in archive.members:
                if _is_ours(member.name) and not member.path.startswith(_NOT_OURS):
                    folders.setdefault(member.folder, []).append(member)
            for folder, members in sorted(folders.items()):
                yield from _members(archive, folder, sorted(members, key=lambda member: member.name))
            if not folders and not archive.refused:
                yield Unread(
                    archive.shown,
                    Problem(
                        "Fant ingen meldinger i arkivet.",
                        expected=MEMBERS,
                        found="ingen slike",
                        fix="Oppgi et arkiv med meldinger.",
                    ),
                )
    except Problem as problem:
        yield Unread(archive.shown, problem)


def _members(archive: Archive, folder: str, members: Sequence[Member]) -> Iterator[Found]:
    places = [Place(member.shown, member.name, member.read) for member in members]
    name = f"{archive.shown}!{folder}" if folder else archive.shown
    conversation = _conversation(name, places)
    taken = {place.name for place in (*conversation.messages, *conversation.sidecars)} if conversation else set()
    if conversation:
        yield conversation
    for place in places:
        if place.name.lower().endswith(ARCHIVES):
            yield Unread(place.shown, _NESTED)
        elif place.name not in taken:
            yield Lone(place)


_NESTED: Final = Problem(
    "Et arkiv inne i et arkiv blir ikke åpnet.",
    expected="meldinger rett i arkivet",
    found="en zip-fil",
    fix="Pakk ut det indre arkivet, og sjekk det for seg.",
)
