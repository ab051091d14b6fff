"""Zip archives: members are read in memory, capped, and never unpacked to disk."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

from epj.validation.names import shown_member
from epj.validation.reading import LARGEST_FILE, Bytes, why
from standards.errors import Problem

MAX_DIRECTORY: Final = 64 * 1024 * 1024
"""Bytes of the archive's table of contents: some half a million members."""

MAX_RATIO: Final = 200
"""Unpacked over packed size; XML rarely passes 20."""

SMALL: Final = 4 * 1024 * 1024
"""Bytes: below this a good ratio is no bomb."""

MAX_TOTAL: Final = 4 * 1024 * 1024 * 1024
"""Bytes unpacked from one archive."""

_STARTS: Final = (b"PK\x03\x04", b"PK\x05\x06")
_ENCRYPTED, _UTF8 = 0x1, 0x800
_FAULTS: Final = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, struct.error, ValueError)


def is_archive(raw: bytes) -> bool:
    """Whether these bytes begin a zip archive."""
    return raw.startswith(_STARTS)


@dataclass(frozen=True)
class Refused:
    """A member that is not opened, with the reason."""

    shown: str
    problem: Problem


@dataclass(frozen=True)
class Member:
    """One file in an archive: its path as text, and how it is shown."""

    archive: Archive
    info: zipfile.ZipInfo
    path: str

    @property
    def shown(self) -> str:
        """`archive.zip!path`."""
        return f"{self.archive.shown}!{self.path}"

    @property
    def folder(self) -> str:
        """The folder in the archive, empty at the top."""
        return self.path.rpartition("/")[0]

    @property
    def name(self) -> str:
        """The name without folders."""
        return self.path.rpartition("/")[2]

    def read(self) -> Bytes:
        """The bytes, capped; raises `Problem`."""
        return self.archive.read(self.info)


class Archive:
    """An archive that is open while it is used as a context; raises `Problem` when it cannot be."""

    def __init__(self, source: Path | IO[bytes], shown: str) -> None:
        self._source = source
        self.shown = shown
        self._left = MAX_TOTAL

    @classmethod
    def of_file(cls, path: Path, shown: str) -> Archive:
        """An archive on disk."""
        return cls(path, shown)

    @classmethod
    def of_bytes(cls, raw: bytes, shown: str) -> Archive:
        """An archive in memory."""
        return cls(io.BytesIO(raw), shown)

    def __enter__(self) -> Self:
        try:
            self._refuse_directory()
            self._zip = zipfile.ZipFile(self._source)
        except OSError as error:
            raise why(error) from error
        except _FAULTS as error:
            raise _broken("et arkiv som er kuttet eller ødelagt") from error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._zip.close()

    @cached_property
    def _sorted_out(self) -> tuple[list[Member], list[Refused]]:
        members, refused = list[Member](), list[Refused]()
        for info in self._zip.infolist():
            member = Member(self, info, shown_member(info.filename, bool(info.flag_bits & _UTF8)))
            if info.is_dir():
                continue
            if problem := _refusal(info, member.path):
                refused.append(Refused(member.shown, problem))
            else:
                members.append(member)
        return members, refused

    @property
    def members(self) -> list[Member]:
        """The files that may be read."""
        return self._sorted_out[0]

    @property
    def refused(self) -> list[Refused]:
        """The files that are not opened."""
        return self._sorted_out[1]

    def read(self, info: zipfile.ZipInfo) -> Bytes:
        """Unpack one member in memory, never more than the caps."""
        try:
            with self._zip.open(info) as stream:
                raw = stream.read(min(LARGEST_FILE, self._left))
        except OSError as error:
            raise why(error) from error
        except _FAULTS as error:
            raise _broken("en fil i arkivet som er kuttet, ødelagt eller pakket på en uvanlig måte") from error
        self._left -= len(raw)
        if self._left <= 0:
            raise Problem(
                "Arkivet er for stort utpakket.",
                expected=f"høyst {MAX_TOTAL // 1024**3} GB i ett arkiv",
                found="mer",
                fix="Del arkivet, eller pakk det ut og oppgi mappen.",
            )
        return Bytes(raw, max(info.file_size, len(raw)))

    def _refuse_directory(self) -> None:
        """Look at the size of the table of contents before all of it is read."""
        if _directory_size(self._source) > MAX_DIRECTORY:
            raise Problem(
                "Arkivet har for mange filer.",
                expected=f"en innholdsliste på høyst {MAX_DIRECTORY // 1024**2} MB",
                found="en større",
                fix="Pakk det ut og oppgi mappen.",
            )


def _directory_size(source: Path | IO[bytes]) -> int:
    stream = source.open("rb") if isinstance(source, Path) else source
    try:
        stream.seek(0, io.SEEK_END)
        stream.seek(max(0, stream.tell() - 66_000))
        tail = stream.read()
    finally:
        stream.close() if isinstance(source, Path) else stream.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    return int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0


def _refusal(info: zipfile.ZipInfo, path: str) -> Problem | None:
    steps = path.replace("\\", "/").split("/")
    if ".." in steps or steps[0] == "" or steps[0].endswith(":"):
        return Problem(
            "Navnet peker ut av arkivet, så filen blir ikke lest.",
            expected="en sti uten .. og uten rot",
            found=path,
            fix="Lag arkivet på nytt fra mappen med meldingene.",
        )
    if info.flag_bits & _ENCRYPTED:
        return Problem(
            "Filen i arkivet er kryptert.",
            expected="et arkiv uten passord",
            found="en fil med passord",
            fix="Pakk ut arkivet med passordet, og oppgi mappen.",
        )
    if info.file_size > SMALL and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        return Problem(
            "Filen i arkivet ligner en zip-bombe, så den blir ikke pakket ut.",
            expected=f"høyst {MAX_RATIO} ganger så stor utpakket",
            found=f"{info.file_size // max(info.compress_size, 1)} ganger",
            fix="Pakk den ut selv hvis du stoler på den.",
        )
    return None


def _broken(found: str) -> Problem:
    return Problem(
        "Arkivet kan ikke leses.", expected="en hel zip-fil", found=found, fix="Lag eller last ned arkivet på nytt."
    )
