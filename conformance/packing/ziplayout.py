"""How a package lies as a zip: written so that the same contents give the same bytes, and read without trusting it."""

from __future__ import annotations

import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Final

from conformance.packing.reasons import refusal

MOST_FILES: Final = 50_000
MOST_BYTES: Final = 1024 * 1024 * 1024
"""Unpacked, all together; the largest real pack is a twentieth of it."""
LARGEST_FILE: Final = 256 * 1024 * 1024
MOST_TIMES: Final = 300
"""How many times its packed size a file may be, beyond the first megabyte; text of messages is below 60."""
_FREE: Final = 1024 * 1024
_END: Final = struct.Struct("<4s4H2LH")
_HEADER: Final = struct.Struct("<4s5H3L2H")
_LOCAL: Final = _HEADER.size
_CENTRAL: Final = 46
_TIME: Final = (1980, 1, 1, 0, 0, 0)
_DOS_TIME: Final = 0
_DOS_DATE: Final = (1 << 5) | 1
"""The first day that a zip can tell of."""
_VERSION: Final = 20
_UTF8_NAME: Final = 0x800
_LEVEL: Final = 6
_MODE: Final = stat.S_IFREG | 0o600
_UNIX: Final = 3
_ODD: Final = re.compile(r"[\x00-\x1f\x7f\\:*?\"<>|]")
_KINDS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


def write(file: IO[bytes], files: Iterable[tuple[str, bytes]]) -> None:
    """Write the files in the order they come; times, rights and packing are always the same. Raises `OSError`."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=False, compresslevel=_LEVEL) as package:
        for name, content in files:
            about = zipfile.ZipInfo(name, _TIME)
            about.compress_type = zipfile.ZIP_DEFLATED
            about.create_system = _UNIX
            about.external_attr = _MODE << 16
            package.writestr(about, content)


def opened(path: Path) -> zipfile.ZipFile:
    """Open a package whose layout is sound; raises `BadPack`, and `OSError` when it cannot be read."""
    with path.open("rb") as file:
        _look_at_end(file, path.stat().st_size)
    try:
        package = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError) as error:
        raise refusal("not_a_zip") from error
    try:
        _look_at_names(package)
        _look_at_sizes(package)
        _look_at_places(package, path.stat().st_size)
        with path.open("rb") as file:
            _look_at_headers(package, file)
    except BaseException:
        package.close()
        raise
    return package


def unpacked(package: zipfile.ZipFile, name: str) -> bytes:
    """The content of a file, never more than it says; raises `BadPack`."""
    about = package.getinfo(name)
    try:
        with package.open(about) as file:
            content = file.read(about.file_size)
            more = file.read(1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise refusal("damaged", path=name) from error
    if more or len(content) != about.file_size:
        raise refusal("damaged", path=name)
    return content


def _look_at_end(file: IO[bytes], size: int) -> None:
    """Nothing may stand after the list of files, and the list may not be long enough to hurt."""
    if size < _END.size:
        raise refusal("not_a_zip")
    file.seek(size - _END.size)
    mark, *numbers, comment = _END.unpack(file.read(_END.size))
    if mark != b"PK\x05\x06" or comment:
        raise refusal("not_a_zip")
    if numbers[:2] != [0, 0] or numbers[2] != numbers[3]:
        raise refusal("other_order")
    if numbers[3] > MOST_FILES:
        raise refusal("too_large", what=f"{numbers[3]} filer")


def _look_at_names(package: zipfile.ZipFile) -> None:
    seen: set[str] = set()
    for about in package.infolist():
        name = about.orig_filename
        if not _is_plain(name) or not _is_file(about):
            raise refusal("bad_name", path=name[:100].replace("\x00", "?"))
        folded = unicodedata.normalize("NFC", name).casefold()
        if folded in seen:
            raise refusal("twice", path=name)
        seen.add(folded)


def _is_plain(name: str) -> bool:
    parts = name.split("/")
    return bool(name) and len(name) < 300 and not _ODD.search(name) and not {"", ".", ".."} & set(parts)


def _is_file(about: zipfile.ZipInfo) -> bool:
    mode = about.external_attr >> 16
    return about.compress_type in _KINDS and not about.flag_bits & 1 and stat.S_IFMT(mode) in (0, stat.S_IFREG)


def _look_at_sizes(package: zipfile.ZipFile) -> None:
    total = 0
    for about in package.infolist():
        total += about.file_size
        allowed = max(_FREE, about.compress_size * MOST_TIMES)
        if about.file_size > allowed or about.file_size > LARGEST_FILE:
            raise refusal("bomb", path=about.filename, size=about.file_size, packed=about.compress_size)
    if total > MOST_BYTES:
        raise refusal("too_large", what=f"{total} byte utpakket")


def _look_at_places(package: zipfile.ZipFile, size: int) -> None:
    """Each file must lie right after the one before, and the list right after the last: nothing hides between."""
    place = 0
    for about in package.infolist():
        if about.header_offset != place:
            raise refusal("other_order")
        place += _LOCAL + len(_as_written(about)) + about.compress_size
    listed = sum(_CENTRAL + len(_as_written(about)) for about in package.infolist())
    if package.start_dir != place or place + listed + _END.size != size or package.comment:
        raise refusal("other_order")


def _look_at_headers(package: zipfile.ZipFile, file: IO[bytes]) -> None:
    """Everything around the contents must be as `write` has it, so that nothing can be hidden or changed there."""
    for about in package.infolist():
        written = (about.create_version, about.extract_version, about.reserved, about.create_system, about.volume)
        rights = (about.external_attr, about.internal_attr, about.date_time, about.compress_type)
        flags = 0 if about.orig_filename.isascii() else _UTF8_NAME
        if written != (_VERSION, _VERSION, 0, _UNIX, 0) or rights != (_MODE << 16, 0, _TIME, zipfile.ZIP_DEFLATED):
            raise refusal("other_order")
        name = _as_written(about)
        numbers = (about.CRC, about.compress_size, about.file_size, len(name), 0)
        head = _HEADER.pack(b"PK\x03\x04", _VERSION, flags, zipfile.ZIP_DEFLATED, _DOS_TIME, _DOS_DATE, *numbers)
        file.seek(about.header_offset)
        if about.flag_bits != flags or file.read(_LOCAL + len(name)) != head + name:
            raise refusal("other_order")


def _as_written(about: zipfile.ZipInfo) -> bytes:
    return about.orig_filename.encode("utf-8" if about.flag_bits & _UTF8_NAME else "cp437")


def beginning(path: Path, names: tuple[str, ...]) -> Iterator[bytes]:
    """The first files of a package without looking at the rest, when they have these names.

    Raises `BadPack`, and `OSError` when the file cannot be read. Nothing is believed until the whole is verified.
    """
    with path.open("rb") as file:
        for name in names:
            yield _next(file, name)


def _next(file: IO[bytes], name: str) -> bytes:
    head = file.read(_LOCAL)
    if len(head) < _LOCAL or head[:4] != b"PK\x03\x04":
        raise refusal("not_a_zip")
    flags, kind = struct.unpack("<2H", head[6:10])
    packed, size, name_length, more = struct.unpack("<2L2H", head[18:30])
    if file.read(name_length) != name.encode() or more or flags & 0x9 or kind not in _KINDS:
        raise refusal("other_order")
    if size > max(_FREE, packed * MOST_TIMES) or size > LARGEST_FILE:
        raise refusal("bomb", path=name, size=size, packed=packed)
    content = file.read(packed)
    try:
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        content = unpacker.decompress(content, size + 1) if kind == zipfile.ZIP_DEFLATED else content
    except zlib.error as error:
        raise refusal("damaged", path=name) from error
    if len(content) != size:
        raise refusal("damaged", path=name)
    return content
