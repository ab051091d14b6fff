"""`epj validate`: archives, standard input, what messages are wrapped in, and names in any code page."""

from __future__ import annotations

import base64
import io
import json
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from epj.validate import command
from epj.validation import archives, unwrapping
from epj.validation.names import printable, shown_member
from standards.envelope import business_envelope, error_envelope
from standards.exchange import Exchange, Http, Item, Role
from standards.schema import OWN_FOLDER
from standards.soap import SoapFault
from standards.xml import SOAP_11, SOAP_12
from tests.standards import good
from tests.standards.fhir_good import as_json, station
from tests.standards.rule_cases import change, real_number

SCHEMA = json.loads((OWN_FOLDER / "validate-report.schema.json").read_text(encoding="utf-8"))
FINE = good.question().to_xml()
FAULTY = change(FINE, good.uid("m1"), "melding-1")


def run(*arguments: object, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments], input=stdin)


def report(*arguments: object, stdin: bytes | None = None) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(run(*arguments, "--format", "json", stdin=stdin).stdout)
    Draft202012Validator(SCHEMA).validate(data)
    return data


def archive(path: Path, **members: bytes) -> Path:
    return zipped(path, {name.replace("__", "/") + ".xml": raw for name, raw in members.items()})


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, raw in members.items():
            file.writestr(name, raw)
    return path


def test_members_of_an_archive_are_shown_behind_its_name(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", fin=FINE, under__feil=FAULTY)
    result = run(path)
    assert result.exit_code == 1
    assert f"{path}!fin.xml" in result.output
    assert f"{path}!under/feil.xml" in result.output
    assert "FEIL MH-02" in result.output


def test_an_archive_is_known_by_its_content_too(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", fin=FINE).rename(tmp_path / "uten-endelse")
    assert [file["file"] for file in report(path)["files"]] == [f"{path}!fin.xml"]


def test_an_archive_in_a_folder_is_opened(tmp_path: Path) -> None:
    archive(tmp_path / "a.zip", fin=FINE)
    (tmp_path / "b.xml").write_bytes(FINE)
    assert [Path(file["file"]).name for file in report(tmp_path)["files"]] == ["a.zip!fin.xml", "b.xml"]


def test_a_conversation_in_an_archive_is_judged_as_one(tmp_path: Path) -> None:
    files = good.exchange(*good.dialog_thread()).to_files()
    path = zipped(tmp_path / "a.zip", {f"samtale/{name}": raw for name, raw in files.items()})
    data = report(path)
    assert [exchange["folder"] for exchange in data["exchanges"]] == [f"{path}!samtale"]
    assert data["exchanges"][0]["findings"] == []
    assert len(data["files"]) == 8
    del files["02-epj-helsenorge.xml"], files["02.json"]
    renamed = {name.replace("03", "02", 1) if name.startswith("03") else name: raw for name, raw in files.items()}
    assert report(zipped(tmp_path / "b.zip", renamed))["exchanges"]


def test_a_member_that_leads_out_of_the_archive_is_not_read(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"../ute.xml": FINE, "/rot.xml": FINE, "C:/disk.xml": FINE, "inne.xml": FINE})
    result = run(path)
    assert result.exit_code == 2
    assert result.stderr.count("Navnet peker ut av arkivet") == 3
    assert "inne.xml" in result.stdout
    assert not (tmp_path.parent / "ute.xml").exists()


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"stor.xml": bytes(20 * 1024 * 1024), "fin.xml": FINE})
    result = run(path)
    assert result.exit_code == 2
    assert "zip-bombe" in result.stderr
    assert "Ventet: høyst 200 ganger" in result.stderr
    assert "fin.xml" in result.stdout


def test_a_member_that_lies_about_its_size_is_capped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_TOTAL", 1000)
    result = run(archive(tmp_path / "a.zip", en=FINE, to=FINE))
    assert result.exit_code == 2
    assert "for stort utpakket" in result.stderr


def test_an_encrypted_member_is_told(tmp_path: Path) -> None:
    raw = bytearray(archive(tmp_path / "a.zip", hemmelig=FINE).read_bytes())
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(sign) + offset] |= 1
    (tmp_path / "a.zip").write_bytes(raw)
    result = run(tmp_path / "a.zip")
    assert result.exit_code == 2
    assert "kryptert" in result.stderr


def test_an_archive_in_an_archive_is_told(tmp_path: Path) -> None:
    inner = archive(tmp_path / "indre.zip", fin=FINE).read_bytes()
    result = run(zipped(tmp_path / "ytre.zip", {"indre.zip": inner, "fin.xml": FINE}))
    assert result.exit_code == 2
    assert "arkiv inne i et arkiv" in result.stderr
    assert "fin.xml" in result.stdout


@pytest.mark.parametrize("cut", [4, 40, -1, -10])
def test_a_broken_archive_is_told(tmp_path: Path, cut: int) -> None:
    path = archive(tmp_path / "a.zip", fin=FINE)
    path.write_bytes(path.read_bytes()[:cut])
    result = run(path)
    assert result.exit_code == 2
    assert "Arkivet kan ikke leses" in result.stderr
    assert "Traceback" not in result.output


def test_a_member_with_wrong_checksum_does_not_hide_the_others(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", en=FINE, to=FINE)
    raw = bytearray(path.read_bytes())
    raw[60] ^= 0xFF
    path.write_bytes(raw)
    data = report(path)
    assert len(data["files"]) == 1
    assert "arkivet" in data["unread"][0]["reason"]


def test_an_archive_without_messages_says_so(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"les.txt": b"hei", "__MACOSX/._m.xml": b"x"})
    result = run(path)
    assert result.exit_code == 2
    assert "Fant ingen meldinger i arkivet" in result.stderr


def test_an_archive_with_too_long_a_table_of_contents_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MAX_DIRECTORY", 10)
    assert "for mange filer" in run(archive(tmp_path / "a.zip", fin=FINE)).stderr


@pytest.mark.parametrize("page", ["cp850", "cp1252", "utf-8"])
def test_norwegian_names_in_archives_are_read_in_any_code_page(page: str) -> None:
    assert shown_member("blå tøy ærlig.xml".encode(page).decode("cp437"), False) == "blå tøy ærlig.xml"
    assert shown_member("blå.xml", True) == "blå.xml"


def test_a_name_on_disk_in_latin_1_is_shown_with_its_letters(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/f\xf8rste.xml")).write_bytes(FINE)
    assert report(tmp_path)["files"][0]["file"].endswith("/første.xml")


def test_a_name_cannot_steer_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "a\x1b[31m\nb.xml").write_bytes(FINE)
    output = run(tmp_path).output
    assert "\x1b" not in output
    assert "a\\x1b[31m\\x0ab.xml" in output
    assert printable("\u202ea") == "\\x202ea"


def test_standard_input_is_a_message() -> None:
    assert run("-", stdin=FINE).exit_code == 0
    result = run("-", stdin=FAULTY)
    assert result.exit_code == 1
    assert "FEIL MH-02" in result.output


def test_standard_input_may_be_an_archive_or_wrapped(tmp_path: Path) -> None:
    raw = archive(tmp_path / "a.zip", fin=FINE).read_bytes()
    assert report("-", stdin=raw)["files"][0]["file"] == "-!fin.xml"
    assert report("-", stdin=base64.b64encode(FINE))["files"][0]["notes"] == ["Pakket ut av base64."]


def test_standard_input_that_is_empty_is_no_message() -> None:
    assert run("-", stdin=b"").exit_code == 1


@pytest.mark.parametrize(
    "wrap",
    [
        base64.b64encode,
        base64.encodebytes,
        base64.urlsafe_b64encode,
        lambda raw: base64.b64encode(raw).rstrip(b"="),
        lambda raw: b'"' + base64.b64encode(raw) + b'"\r\n',
        lambda raw: b"\xef\xbb\xbf" + base64.b64encode(raw),
        lambda raw: b"-----BEGIN XML-----\n" + base64.encodebytes(raw) + b"-----END XML-----\n",
        lambda raw: base64.b64encode(b"\xef\xbb\xbf" + raw),
    ],
)
def test_base64_of_a_message_is_unpacked_and_said(tmp_path: Path, wrap: Any) -> None:
    path = tmp_path / "m.b64"
    path.write_bytes(wrap(FAULTY))
    data = report(tmp_path)
    assert data["files"][0]["notes"] == ["Pakket ut av base64."]
    assert [finding["rule"] for finding in data["files"][0]["findings"]] == ["MH-02"]
    assert "Merk:   Pakket ut av base64." in run(path).output


@pytest.mark.parametrize("field", ["businessDocument", "BusinessDocument", "body_b64"])
def test_a_message_in_a_service_answer_is_unpacked(tmp_path: Path, field: str) -> None:
    path = tmp_path / "svar.json"
    path.write_text(json.dumps({field: base64.b64encode(FINE).decode(), "contentType": "application/xml"}))
    data = report(path)
    assert data["files"][0]["notes"] == [f"Pakket ut av base64 i JSON-feltet {field}."]
    assert data["summary"]["ok"]


def test_the_envelope_of_the_bus_is_used(tmp_path: Path) -> None:
    envelope = business_envelope(
        message_id=good.uid("x"),
        subject="DIALOG_INNBYGGER_EKONTAKT",
        from_her_id="1",
        to_her_id="2",
        time_stamp="2026-12-01T10:00:00Z",
    )
    refusal = error_envelope(
        envelope, message_id=good.uid("y"), condition="transport:x", description="", time_stamp="2026-12-01T10:00:00Z"
    )
    path = tmp_path / "feil.json"
    path.write_text(json.dumps({"message": {**refusal.to_json(), "body_b64": ""}}))
    assert "ingen kropp" in report(path)["files"][0]["not_judged"][0]["reason"]
    path.write_text(json.dumps({**envelope.to_json(), "body_b64": ""}))
    assert "har ingen melding" in run(path).stderr


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'{"businessDocument": "PD94', "JSON-en rundt meldingen kan ikke leses"),
        (b'{"businessDocument": 12}', "Fant: et tall"),
        (b'{"businessDocument": "PD9?"}', "noe som ikke er base64"),
        (b'{"navn": "noe annet"}', "verken FHIR eller en innpakket melding"),
        (b"PD94bWwgdmVyc2lvbj0iMS4wIj8+P", "ser ut som base64 av XML"),
        (base64.b64encode(bytes.fromhex("3082010006092a864886f70d010703") + bytes(40)), "CMS-konvolutt"),
        (bytes.fromhex("3082010006092a864886f70d010703") + bytes(40), "CMS-konvolutt"),
    ],
)
def test_a_broken_wrapping_is_told_and_hides_nothing(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "m.json"
    path.write_bytes(content)
    (tmp_path / "fin.xml").write_bytes(FINE)
    result = run(path, tmp_path / "fin.xml")
    assert result.exit_code == 2
    assert says in result.stderr
    assert "fin.xml" in result.stdout


def test_json_that_is_no_message_is_skipped_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text("{}")
    (tmp_path / "fin.xml").write_bytes(FINE)
    result = run(tmp_path)
    assert result.exit_code == 0
    assert "1 JSON-fil som ikke er en melding, er hoppet over" in result.output
    assert report(tmp_path)["summary"]["skipped"] == 1


def test_fhir_in_json_is_judged(tmp_path: Path) -> None:
    (tmp_path / "time.json").write_bytes(as_json(station)())
    data = report(tmp_path)
    assert data["files"][0]["kind"] == "fhir"
    assert "FHIR" in run(tmp_path).output


def test_a_conversation_over_rest_is_judged_as_one(tmp_path: Path) -> None:
    call = Http("PUT", "https://eksternapi.example/timeavtaler/api/v1/Appointment/time-1", 200)
    exchange = Exchange((Item(Role.EPJ, as_json(station)(), http=call),))
    for name, raw in exchange.to_files().items():
        (tmp_path / name).write_bytes(raw)
    data = report(tmp_path)
    assert [Path(file["file"]).name for file in data["files"]] == ["01-epj-helsenorge.json"]
    assert len(data["exchanges"]) == 1
    assert data["summary"]["skipped"] == 0


@pytest.mark.parametrize(
    "raw",
    [
        FINE.decode().replace("UTF-8", "ISO-8859-1").replace("utf-8", "ISO-8859-1").encode("iso-8859-1"),
        b"\xef\xbb\xbf" + FINE,
    ],
)
def test_latin_1_and_bom_are_read(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "m.xml").write_bytes(raw)
    (file,) = report(tmp_path)["files"]
    assert file["schema"] == "valid"
    assert {finding["rule"] for finding in file["findings"]} <= {"MH-01"}
    assert "Når er neste kontroll?" in run(tmp_path, "--format", "html").output


def test_layers_of_wrapping_end() -> None:
    raw = FINE
    for _ in range(unwrapping.MAX_LAYERS + 3):
        raw = json.dumps({"body_b64": base64.b64encode(raw).decode()}).encode()
    assert report("-", stdin=raw)["summary"]["ok"] is False


def test_a_number_in_what_was_unpacked_is_starred_out() -> None:
    number = real_number()
    raw = base64.b64encode(change(FINE, good.CHILD, number))
    for form in ("text", "json", "sarif", "junit", "html"):
        output = run("-", "--format", form, stdin=raw).output
        assert number not in output
        assert "ID-01" in output


def test_ctrl_c_leaves_what_was_judged(tmp_path: Path) -> None:
    slow = (
        "import os, signal, sys\n"
        "from epj.validation import judging\n"
        "real = judging.judge_message\n"
        "count = [0]\n"
        "def judge(*a, **k):\n"
        "    count[0] += 1\n"
        "    if count[0] == 3:\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "    return real(*a, **k)\n"
        "judging.judge_message = judge\n"
        "from epj.main import main\n"
        "main(sys.argv[1:])\n"
    )
    for number in range(5):
        (tmp_path / f"m{number}.xml").write_bytes(FINE)
    for form in ("text", "json"):
        done = subprocess.run(
            [sys.executable, "-c", slow, "validate", str(tmp_path), "--format", form],
            capture_output=True,
            check=False,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
        assert done.returncode == 2
        assert "Avbrutt: 2 filer ble sjekket." in done.stderr.decode()
        if form == "json":
            data = json.loads(done.stdout)
            assert len(data["files"]) == 2
            assert data["summary"]["interrupted"]
            assert not data["summary"]["ok"]
        else:
            assert "avbrutt; resten er ikke sjekket" in done.stdout.decode()


def test_it_reads_a_pipe_as_a_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "epj.main", "validate", "-", "--format", "json"],
        input=FINE,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert json.loads(done.stdout)["files"][0]["file"] == "-"


def test_a_reader_that_goes_away_is_no_stack_trace(tmp_path: Path) -> None:
    for number in range(200):
        (tmp_path / f"m{number}.xml").write_bytes(FAULTY)
    process = subprocess.Popen(
        [sys.executable, "-m", "epj.main", "validate", str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    said = process.stderr.read().decode()
    process.stderr.close()
    process.wait(30)
    assert "Traceback" not in said


def test_an_archive_in_memory_is_read_without_touching_the_disk() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("fin.xml", FINE)
    with archives.Archive.of_bytes(buffer.getvalue(), "a.zip") as opened:
        assert [member.read().raw for member in opened.members] == [FINE]


@pytest.mark.parametrize("namespace", [SOAP_11, SOAP_12])
def test_a_message_in_soap_is_taken_out_and_judged(namespace: str) -> None:
    body = FAULTY.split(b"?>", 1)[1]
    soap = b'<s:Envelope xmlns:s="%b"><s:Header/><s:Body>%b</s:Body></s:Envelope>' % (namespace.encode(), body)
    data = report("-", stdin=soap)
    assert data["files"][0]["notes"] == ["Pakket ut av SOAP-konvolutten."]
    assert [finding["rule"] for finding in data["files"][0]["findings"]] == ["MH-02"]


def test_a_soap_fault_and_what_is_not_ours_stay_in_their_envelope() -> None:
    others = b'<s:Envelope xmlns:s="%b"><s:Body><x/></s:Body></s:Envelope>' % SOAP_12.encode()
    for raw in (SoapFault("Sender", "nei").to_xml(), others, others[:-4]):
        assert report("-", stdin=raw)["files"][0]["notes"] == []


@pytest.mark.parametrize("raw", [b"[]", b'[{"businessDocument": "PD94"}]', b" null", b"12"])
def test_json_that_is_no_object_is_told_when_named_and_skipped_in_a_folder(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(raw)
    (tmp_path / "b.xml").write_bytes(FINE)
    named = run(tmp_path / "a.json")
    assert named.exit_code == 2
    assert "Ventet: et objekt, ikke en liste eller en enkelt verdi." in named.output
    found = report(tmp_path)
    assert found["summary"]["skipped"] == 1
    assert [Path(file["file"]).name for file in found["files"]] == ["b.xml"]


def test_broken_json_is_not_called_xml(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{ // en kommentar\n "resourceType": "Appointment"}')
    output = run(tmp_path / "a.json").output
    assert "Skjema: ikke velformet\n" in output
    assert "Ressursen er ikke JSON." in output


def test_a_link_that_leads_nowhere_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.xml").symlink_to("b.xml")
    (tmp_path / "b.xml").symlink_to("a.xml")
    for path in (tmp_path, tmp_path / "a.xml"):
        result = run(path)
        assert result.exit_code == 2
        assert "Lenken fører ikke til noen fil." in result.output


def test_what_is_named_twice_is_judged_once() -> None:
    assert len(report("-", "-", stdin=FINE)["files"]) == 1


def test_a_message_of_a_conversation_may_be_wrapped(tmp_path: Path) -> None:
    for name, raw in good.exchange(*good.dialog_thread()).to_files().items():
        (tmp_path / name).write_bytes(base64.encodebytes(raw) if name == "01-helsenorge-epj.xml" else raw)
    data = report(tmp_path)
    assert data["files"][0]["notes"] == ["Pakket ut av base64."]
    assert data["summary"]["errors"] == 0
    assert len(data["exchanges"]) == 1


def test_a_sidecar_nested_too_deep_is_told(tmp_path: Path) -> None:
    for name, raw in good.exchange(*good.dialog_thread()).to_files().items():
        (tmp_path / name).write_bytes(b"[" * 200_000 if name == "02.json" else raw)
    (unread,) = report(tmp_path)["unread"]
    assert "Fant: noe som er nøstet for dypt." in unread["reason"]


def test_a_number_without_end_is_no_number(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {f"{'9' * 5000}-helsenorge-epj.xml": FINE})
    data = report(path)
    assert len(data["files"]) == 1
    assert data["exchanges"] == []
