"""Packs that are not to be believed, each with one thing wrong: what is done, and what must be said of it."""

from __future__ import annotations

import json
import stat
import struct
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from conformance.packing import ziplayout
from conformance.packing.keys import SigningKey
from conformance.packing.manifest import MANIFEST_JSON, PACK_JSON, PAGE, SIGNATURE_JSON
from tests.conformance.pack_kit import Bench, contents, forged, in_json, in_pack

REPORT: Final = "masked/rapport/report.json"
SENT: Final = "masked/bevis/BOOK-N01/01-epj-helsenorge.xml"
STRANGER: Final = SigningKey.new("En annen")
Make = Callable[[Bench, Path, Path], Path]
"""Bench, the true package, and where the false one goes."""


@dataclass(frozen=True)
class Forgery:
    """What is done to a true package, what it is then, and the key of the sentence that says why."""

    name: str
    make: Make
    state: str
    key: str
    simulated: bool = False
    """Made from the pack of a simulated run."""
    refused: str = ""
    """A part of what is said, where the file is no pack at all."""


def raw(change: Callable[[bytes], bytes]) -> Make:
    """The bytes of the file are changed."""

    def made(_: Bench, true: Path, out: Path) -> Path:
        out.write_bytes(change(true.read_bytes()))
        return out

    return made


def rezipped(change: Callable[[list[tuple[str, bytes]]], object]) -> Make:
    """The same files with one change, zipped as the product itself zips; listed and signed as they were."""

    def made(_: Bench, true: Path, out: Path) -> Path:
        files = list(contents(true).items())
        change(files)
        with out.open("wb") as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ziplayout.write(file, files)
        return out

    return made


def signed(change: Callable[[dict[str, bytes]], object], key: SigningKey | None = None, **more: Any) -> Make:
    """The contents are changed, listed and signed anew, with the true key unless another is given."""
    return lambda bench, true, out: forged(true, out, key or bench.key, change, **more)


def by_hand(_: Bench, true: Path, out: Path) -> Path:
    """Unpacked, and zipped again by another program in the order of the alphabet."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in sorted(contents(true).items()):
            package.writestr(name, content)
    return out


def with_entry(name: str, content: bytes = b"x", mode: int = 0) -> Make:
    """One more file, with a name of its own."""

    def made(_: Bench, true: Path, out: Path) -> Path:
        out.write_bytes(true.read_bytes())
        about = zipfile.ZipInfo(name)
        about.create_system, about.external_attr, about.compress_type = 3, mode << 16, zipfile.ZIP_DEFLATED
        with zipfile.ZipFile(out, "a") as package, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            package.writestr(about, content)
        return out

    return made


def many(_: Bench, true: Path, out: Path) -> Path:
    """The list of files claims to be endless."""
    whole = bytearray(true.read_bytes())
    whole[-14:-10] = struct.pack("<2H", 60_000, 60_000)
    out.write_bytes(whole)
    return out


def without(part: str) -> Callable[[list[tuple[str, bytes]]], None]:
    """Remove the first file that has this in its name."""

    def removed(files: list[tuple[str, bytes]]) -> None:
        files.remove(next(one for one in files if part in one[0]))

    return removed


def other(name: str) -> Callable[[list[tuple[str, bytes]]], None]:
    """One byte more in a file."""

    def changed(files: list[tuple[str, bytes]]) -> None:
        at = next(number for number, one in enumerate(files) if one[0] == name)
        files[at] = (name, files[at][1] + b" ")

    return changed


def in_signature(change: Callable[[dict[str, Any]], object]) -> Make:
    """What stands in `signature.json` is changed, and nothing else."""

    def changed(files: list[tuple[str, bytes]]) -> None:
        at = next(number for number, one in enumerate(files) if one[0] == SIGNATURE_JSON)
        document = json.loads(files[at][1])
        change(document)
        files[at] = (SIGNATURE_JSON, json.dumps(document, ensure_ascii=False).encode())

    return rezipped(changed)


def both(change: Callable[[Any], object]) -> Callable[[dict[str, bytes]], None]:
    """The same change of `pack.json` and of the report."""

    def changed(files: dict[str, bytes]) -> None:
        in_pack(change)(files)
        in_json(REPORT, change)(files)

    return changed


def less(document: dict[str, Any]) -> None:
    """One scenario gone."""
    document["scenarios"] = [one for one in document["scenarios"] if one["id"] != "BOOK-F02"]


def never_listed(document: dict[str, Any]) -> None:
    """One scenario gone, and the list of them made to fit."""
    less(document)
    if "suite" in document:
        document["suite"]["scenarios"].remove("BOOK-F02")
        document["plan"]["scenarios"] -= 1


def greener(document: dict[str, Any]) -> None:
    """A verdict made better."""
    document["scenarios"][0]["verdict"] = "bestått med merknad"


def with_an_error(document: dict[str, Any]) -> None:
    """What the rules found in one that is called green."""
    found = {"rule": "DM-03", "severity": "feil", "problem": "Noe var galt.", "clause": "HIS 80806 punkt 5"}
    document["scenarios"][0]["findings"] = [found]


def lighter(document: dict[str, Any]) -> None:
    """A scenario made to weigh less than it is written to."""
    document["scenarios"][0]["level"] = "kan"


def of_a_milder_class(document: dict[str, Any]) -> None:
    """A scenario made to matter less than it is written to."""
    document["scenarios"][0]["severity_class"] = "C"


def claims_real(document: dict[str, Any]) -> None:
    """A simulated pack that calls itself real."""
    document["origin"], document["simulated"], document["target"]["environment"] = "ekte", False, "test"


def plain_page(files: dict[str, bytes]) -> None:
    """The banner and the mark are taken off the page."""
    files[PAGE] = files[PAGE].replace(b'data-simulert="ja"', b'data-simulert="nei"').replace(b"SIMULERT", b"")


def real_all_over(files: dict[str, bytes]) -> None:
    """Everything but the messages says that it is real."""
    in_pack(claims_real)(files)
    plain_page(files)


def renamed(change: Callable[[str], str]) -> Make:
    """Only the name of the file is another."""

    def made(_: Bench, true: Path, out: Path) -> Path:
        place = out.with_name(change(true.name))
        place.write_bytes(true.read_bytes())
        return place

    return made


def in_future(bench: Bench, true: Path, out: Path) -> Path:
    """Signed by a machine whose clock is ahead."""
    return forged(true, out, bench.key, lambda _: None, now=bench.clock.at + timedelta(days=40))


def later(document: dict[str, Any]) -> None:
    """It began after it ended."""
    document["run"]["started_at"] = document["made_at"]
    document["run"]["finished_at"] = "2020-01-01T00:00:00+00:00"


def unfinished(document: dict[str, Any]) -> None:
    """The run was cut off."""
    if "made_at" in document:
        document["run"]["finished_at"] = ""


def stopped(document: dict[str, Any]) -> None:
    """One scenario never had its turn."""
    document["scenarios"][0]["stopped"] = True


def another_suite(document: dict[str, Any]) -> None:
    """Judged by an earlier version."""
    document["suite"] |= {"version": "epj-testbenk 0.0.9", "sha256": "0" * 64}


def silent(files: dict[str, bytes]) -> None:
    """What the EPJ sent is gone, and the pack owns up to it."""
    for name in [name for name in files if name.startswith("masked/bevis/")]:
        del files[name]
    in_pack(lambda document: document.update(origin="ukjent", simulated=False))(files)


def no_evidence(files: dict[str, bytes]) -> None:
    """The messages of the one that has any are put under another's name."""
    for name in [name for name in files if name.startswith("masked/bevis/BOOK-N01/")]:
        files[name.replace("BOOK-N01", "BOOK-F02")] = files.pop(name)


def attached(document: dict[str, Any]) -> None:
    """A person attached something that is not there."""
    told = ("scenario", "asked", "answer", "who", "time", "reviewer", "review", "file", "file_sha256")
    document["confirmations"] = [dict.fromkeys(told, "") | {"scenario": "BOOK-N01", "file": "vedlegg/borte.png"}]


BOMB: Final = b"0" * (8 * 1024 * 1024)
FORGERIES: Final = (
    Forgery("cut short", raw(lambda whole: whole[:-100]), "ugyldig", "not_a_zip", refused="ikke en hel pakke"),
    Forgery(
        "cut in half", raw(lambda whole: whole[: len(whole) // 2]), "ugyldig", "not_a_zip", refused="ikke en hel pakke"
    ),
    Forgery("empty", raw(lambda _: b""), "ugyldig", "not_a_zip", refused="ikke en hel pakke"),
    Forgery("something else", raw(lambda _: b"%PDF-1.7" * 50), "ugyldig", "not_a_zip", refused="ikke en hel pakke"),
    Forgery("something behind", raw(lambda whole: whole + b"mer"), "ugyldig", "not_a_zip", refused="ikke en hel pakke"),
    Forgery("something in front", raw(lambda whole: b"mer" + whole), "ugyldig", "other_order", refused="pakket om"),
    Forgery("zipped again", by_hand, "ugyldig", "other_order", refused="pakket om"),
    Forgery("other order", rezipped(lambda files: files.reverse()), "ugyldig", "other_order", refused="pakket om"),
    Forgery(
        "two files swapped",
        rezipped(lambda files: files.append(files.pop(5))),
        "ugyldig",
        "other_order",
        refused="pakket om",
    ),
    Forgery(
        "out of the folder",
        with_entry("../../ut.txt"),
        "ugyldig",
        "bad_name",
        refused="har ikke noe i en pakke å gjøre",
    ),
    Forgery(
        "from the root", with_entry("/etc/ut.txt"), "ugyldig", "bad_name", refused="har ikke noe i en pakke å gjøre"
    ),
    Forgery("by a drive", with_entry("C:ut.txt"), "ugyldig", "bad_name", refused="har ikke noe i en pakke å gjøre"),
    Forgery(
        "backwards", with_entry("masked\\..\\ut.txt"), "ugyldig", "bad_name", refused="har ikke noe i en pakke å gjøre"
    ),
    Forgery("a link", with_entry("masked/l", b"/etc/passwd", stat.S_IFLNK), "ugyldig", "bad_name", refused="å gjøre"),
    Forgery(
        "a folder", with_entry("masked/mappe/", b""), "ugyldig", "bad_name", refused="har ikke noe i en pakke å gjøre"
    ),
    Forgery("twice", with_entry("pack.json"), "ugyldig", "twice", refused="pack.json ligger to ganger"),
    Forgery("twice in capitals", with_entry("PACK.JSON"), "ugyldig", "twice", refused="PACK.JSON ligger to ganger"),
    Forgery("bomb", with_entry("masked/b.txt", BOMB), "ugyldig", "bomb", refused="urimelig stor"),
    Forgery("endless list", many, "ugyldig", "too_large", refused="for stor: 60000 filer"),
    Forgery(
        "unknown file",
        rezipped(lambda files: files.append(("mer.txt", b""))),
        "ugyldig",
        "unknown_file",
        refused="mer.txt hører ikke hjemme",
    ),
    Forgery(
        "extra file",
        rezipped(lambda files: files.append(("masked/zz.txt", b""))),
        "ugyldig",
        "extra_file",
        refused="masked/zz.txt er lagt til",
    ),
    Forgery(
        "a file removed",
        rezipped(without("bevis/BOOK-N01/01.json")),
        "ugyldig",
        "missing_file",
        refused="masked/bevis/BOOK-N01/01.json mangler",
    ),
    Forgery("no page", rezipped(without(PAGE)), "ugyldig", "missing_file", refused=f"{PAGE} mangler"),
    Forgery(
        "no signature", rezipped(without(SIGNATURE_JSON)), "ugyldig", "missing_file", refused="signature.json mangler"
    ),
    Forgery("one byte more", rezipped(other(SENT)), "ugyldig", "changed"),
    Forgery("the page is changed", rezipped(other(PAGE)), "ugyldig", "changed"),
    Forgery("pack.json is changed", rezipped(other(PACK_JSON)), "ugyldig", "changed"),
    Forgery(
        "the list is changed",
        rezipped(other(MANIFEST_JSON)),
        "ugyldig",
        "wrong_document",
        refused="manifest.json er ikke slik",
    ),
    Forgery("the list is another", in_signature(lambda told: told.update(root="0" * 64)), "ugyldig", "root_changed"),
    Forgery(
        "not simulated after all",
        in_signature(lambda told: told.update(simulated=False)),
        "ugyldig",
        "bad_signature",
        simulated=True,
    ),
    Forgery(
        "signed earlier",
        in_signature(lambda told: told.update(signed_at="2020-01-01T00:00:00+00:00")),
        "ugyldig",
        "bad_signature",
    ),
    Forgery("another key id", in_signature(lambda told: told["key"].update(id="0" * 16)), "ugyldig", "wrong_key_id"),
    Forgery(
        "another algorithm",
        in_signature(lambda told: told.update(algorithm="none")),
        "ugyldig",
        "wrong_document",
        refused="signature.json er ikke slik",
    ),
    Forgery("foreign key", signed(lambda _: None, STRANGER), "ugyldig", "foreign_key"),
    Forgery("clock in the future", in_future, "ugyldig", "signed_in_future"),
    Forgery("times in disorder", signed(in_pack(later)), "ugyldig", "times_disagree"),
    Forgery("a scenario removed", signed(in_pack(less)), "ugyldig", "verdicts_disagree"),
    Forgery("a greener verdict", signed(in_pack(greener)), "ugyldig", "verdicts_disagree"),
    Forgery(
        "a greener run",
        signed(both(lambda document: document["scenarios"][0].update(verdict="ikke bestått"))),
        "ugyldig",
        "run_verdict",
    ),
    Forgery("greener than what was found", signed(in_pack(with_an_error)), "ugyldig", "too_green"),
    Forgery("a lighter level", signed(in_pack(lighter)), "ugyldig", "other_weight"),
    Forgery("a milder class", signed(in_pack(of_a_milder_class)), "ugyldig", "other_weight"),
    Forgery(
        "real, with the name of a simulated journal",
        signed(in_pack(lambda document: document["target"].update(name="Simulert journal, profil HsPro"))),
        "ugyldig",
        "claims_real",
    ),
    Forgery("of two suites", signed(lambda _: None, suite="0" * 64), "ugyldig", "other_suite"),
    Forgery(
        "real calls itself simulated",
        renamed(lambda name: name.replace(".zip", ".SIMULERT.zip")),
        "ugyldig",
        "claims_simulated",
    ),
    Forgery(
        "says real in the file's name",
        renamed(lambda name: name.replace(".SIMULERT", "")),
        "ugyldig",
        "claims_real",
        simulated=True,
    ),
    Forgery("says real in pack.json", signed(in_pack(claims_real)), "ugyldig", "claims_real", simulated=True),
    Forgery("says real on the page", signed(plain_page), "ugyldig", "claims_real", simulated=True),
    Forgery(
        "says real in the signature", signed(lambda _: None, simulated=False), "ugyldig", "claims_real", simulated=True
    ),
    Forgery(
        "the whole lie",
        lambda bench, true, out: renamed(lambda _: "akseptanse-ekte.zip")(
            bench, forged(true, out, bench.key, real_all_over, simulated=False), out
        ),
        "ugyldig",
        "claims_real",
        simulated=True,
    ),
    Forgery("a scenario removed everywhere", signed(both(less)), "ufullstendig", "missing_scenarios"),
    Forgery("a scenario never listed", signed(both(never_listed)), "ufullstendig", "other_list"),
    Forgery("unfinished", signed(in_pack(unfinished)), "ufullstendig", "not_finished"),
    Forgery("stopped", signed(in_pack(stopped)), "ufullstendig", "stopped_scenarios"),
    Forgery("nothing sent", signed(silent), "ufullstendig", "nothing_sent"),
    Forgery("evidence moved", signed(no_evidence), "ufullstendig", "missing_evidence"),
    Forgery("attachment gone", signed(in_pack(attached)), "ufullstendig", "missing_attachment"),
    Forgery("another version", signed(in_pack(another_suite)), "utdatert", "other_version"),
)
