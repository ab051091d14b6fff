"""Other people's simulators, each answering the same JSON: found in a folder, never fetched (see `bench_others.sh`)."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATH = "/bench/answer.json"
AUTHORIZATION = (
    "AWS4-HMAC-SHA256 Credential=AKIASIMULERT/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=none"
)
"""Sent to everyone: moto serves its objects to nobody without, and checks no signature."""
_SECONDS_TO_START = 30.0


@dataclass(frozen=True)
class Other:
    """One of them: what must be in the folder, the command, and what is said to it when it is up."""

    name: str
    needs: tuple[str, ...]
    program: str
    arguments: tuple[str, ...]


OTHERS = (
    Other(
        "mountebank 2.9.1",
        ("node_modules/.bin/mb",),
        "node",
        ("node_modules/.bin/mb", "start", "--port", "{admin}", "--configfile", "{work}/mb.json", "--nologfile",
         "--loglevel", "error", "--pidfile", "{work}/mb.pid"),
    ),
    Other(
        "Prism 5.16.0",
        ("node_modules/.bin/prism",),
        "node",
        ("node_modules/.bin/prism", "mock", "--port", "{port}", "--host", "127.0.0.1", "--verboseLevel", "silent",
         "{work}/openapi.json"),
    ),
    Other("moto 5.2.5", ("moto/bin/moto_server",), "moto/bin/moto_server", ("--host", "127.0.0.1", "--port", "{port}")),
    Other(
        "WireMock 3.13.2",
        ("wiremock-standalone-3.13.2.jar",),
        "java",
        ("-jar", "wiremock-standalone-3.13.2.jar", "--port", "{port}", "--root-dir", "{work}", "--no-request-journal",
         "--async-response-enabled", "false", "--disable-banner"),
    ),
)  # fmt: skip


@contextmanager
def running(other: Other, folder: Path, work: Path, answer: bytes) -> Iterator[int]:
    """Start it in `folder` with its files in `work`; gives the port where `PATH` is answered with 200."""
    port, admin = _free_port(), _free_port()
    _write(work, port, answer)
    arguments = [text.format(port=port, admin=admin, work=work) for text in other.arguments]
    program = str(folder / other.program) if "/" in other.program else other.program
    with (work / f"{other.name}.log").open("wb") as log:
        process = subprocess.Popen([program, *arguments], cwd=folder, stdout=log, stderr=log)
        try:
            _wait(other, port, answer)
            yield port
        finally:
            process.terminate()
            process.wait()


def missing(other: Other, folder: Path | None) -> str:
    """Why it cannot stand beside us, or an empty text."""
    if folder is None:
        return "no folder: give --others DIR or EPJ_BENCH_OTHERS (tests/bench_others.sh DIR installs)"
    for need in other.needs:
        if not (folder / need).exists():
            return f"{need} is not in the folder"
    if "/" not in other.program and shutil.which(other.program) is None:
        return f"{other.program} is not on this machine"
    return ""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _write(work: Path, port: int, answer: bytes) -> None:
    """The same answer in the words of each."""
    text, headers = answer.decode(), {"Content-Type": "application/json", "Connection": "keep-alive"}
    stub = {"predicates": [{"equals": {"path": PATH}}], "responses": [{"is": {"headers": headers, "body": text}}]}
    imposter = {"port": port, "protocol": "http", "host": "127.0.0.1", "stubs": [stub]}
    (work / "mb.json").write_text(json.dumps({"imposters": [imposter]}))
    example = {"description": "ok", "content": {"application/json": {"example": json.loads(answer)}}}
    document = {
        "openapi": "3.0.3",
        "info": {"title": "bench", "version": "1"},
        "paths": {PATH: {"get": {"responses": {"200": example}}}},
    }
    (work / "openapi.json").write_text(json.dumps(document))
    (work / "mappings").mkdir(exist_ok=True)
    plain = {"status": 200, "body": text, "headers": {"Content-Type": "application/json"}}
    mapping = {"request": {"method": "GET", "url": PATH}, "response": plain}
    (work / "mappings" / "bench.json").write_text(json.dumps(mapping))


def _wait(other: Other, port: int, answer: bytes) -> None:
    """Until it answers; moto is first given an object to serve."""
    deadline = time.monotonic() + _SECONDS_TO_START
    while True:
        try:
            if other.name.startswith("moto"):
                for path, body in (("/bench", b""), (PATH, answer)):
                    _ask(port, path, "PUT", body)
            _ask(port, PATH)
        except OSError as error:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{other.name} did not answer in {_SECONDS_TO_START:g} seconds: {error}") from error
            time.sleep(0.1)
        else:
            return


def _ask(port: int, path: str, method: str = "GET", body: bytes | None = None) -> None:
    with urllib.request.urlopen(
        urllib.request.Request(f"http://127.0.0.1:{port}{path}", body, {"Authorization": AUTHORIZATION}, method=method),
        timeout=5,
    ) as answer:
        answer.read()
