"""How fast HelseID gives tokens, beside npm oauth2-mock-server in the same run when that is installed.

`python -m tests.bench_tokens [--others DIR]`. A token of ours is two calls, as a client must do it: one that is
answered with a nonce, and one with it; each with assertion and DPoP proof, RS256 on all but the proof (ES256). What the
client signs is made before the clock starts. The other one checks neither assertion nor proof, and needs one call.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import requests

from simulator.clock import SystemClock
from simulator.national.helseid import build, token_endpoint
from simulator.national.helseid.refusals import NonceWanted
from simulator.national.helseid.token_endpoint import TokenCall
from simulator.serving.service import Surroundings
from tests.bench_load import Load, drive
from tests.bench_services import core
from wire import helseid, jose

TOKENS, ROUNDS, CONNECTIONS = 1000, 3, 8
IN_PROCESS, OVER_HTTP = 700, 400
OTHER = "oauth2-mock-server"


def bodies(issuer: str, key: jose.Key, count: int) -> list[str]:
    """Forms with an assertion each; the nonce is asked for with the same that fetches the token."""
    now = int(datetime.now(UTC).timestamp())
    header = {"typ": "client-authentication+jwt", "alg": "RS256", "kid": key.kid}
    told = []
    for _ in range(count):
        claims = {"iss": "testklient", "sub": "testklient", "aud": issuer, "jti": str(uuid.uuid4())}
        form = {
            "grant_type": "client_credentials",
            "client_id": "testklient",
            "scope": "nhn:msh/api",
            "client_assertion_type": helseid.ASSERTION_TYPE,
            "client_assertion": jose.sign(header, {**claims, "iat": now, "exp": now + 60}, key),
        }
        told.append(urlencode(form))
    return told


def proofs(endpoint: str, nonce: str, count: int) -> list[str]:
    """Proofs by one key."""
    key, now = jose.ec_key(), datetime.now(UTC)
    return [helseid.dpop_proof(key, "POST", endpoint, now, nonce=nonce) for _ in range(count)]


def in_process() -> float:
    """Tokens a second without HTTP, on one core: both calls."""
    _, areas = build(Surroundings(None, SystemClock(), ("a",)))
    area = areas.get("a")
    area.ready(lambda: "310000000")
    issuer = "http://127.0.0.1/w/a/helseid"
    endpoint = f"{issuer}{token_endpoint.PATH}"
    key = jose.private_key(area.private_key("testklient"))
    area.keys.current()
    forms = bodies(issuer, key, TOKENS)
    bare = proofs(endpoint, "", TOKENS)
    full = proofs(endpoint, area.nonces.make(area.now().timestamp()), TOKENS)
    begun = time.perf_counter()
    for form, first, second in zip(forms, bare, full, strict=True):
        try:
            token_endpoint.answer(area, TokenCall(form.encode(), endpoint, first, issuer), str)
        except NonceWanted:
            token_endpoint.answer(area, TokenCall(form.encode(), endpoint, second, issuer), str)
    return TOKENS / (time.perf_counter() - begun)


@contextmanager
def serving() -> Iterator[str]:
    """The service alone in a process of its own; its address."""
    command = [sys.executable, "-m", "simulator.national.helseid", "--area", "a"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            yield next(line for line in process.stdout if "http" in line).split()[-1]
        finally:
            process.terminate()


def post(port: int, path: str, body: str, **headers: str) -> bytes:
    """The bytes of a form that is posted."""
    lines = [f"POST {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Content-Type: application/x-www-form-urlencoded"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", body]).encode()


def over_http(url: str) -> Load:
    """Both calls of each token, over some connections; half of the calls are meant to fail, with the nonce."""
    port, issuer = urlsplit(url).port or 80, f"{url}/w/a/helseid"
    endpoint, path = f"{issuer}{token_endpoint.PATH}", f"/w/a/helseid{token_endpoint.PATH}"
    key = jose.private_key(requests.get(f"{url}/_sim/areas/a/clients/testklient/key", timeout=10).json())
    forms = bodies(issuer, key, TOKENS)
    first = proofs(endpoint, "", 1)[0]
    asked = requests.post(endpoint, data=forms.pop(), headers={"DPoP": first, **_FORM}, timeout=10)
    nonce = asked.headers["DPoP-Nonce"]
    bare, full = proofs(endpoint, "", len(forms)), proofs(endpoint, nonce, len(forms))
    calls = (
        post(port, path, form, DPoP=proof) for form, *pair in zip(forms, bare, full, strict=True) for proof in pair
    )
    load = drive(port, calls.__next__, 2 * len(forms), CONNECTIONS)
    load.failed -= len(forms)
    return load


_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@contextmanager
def beside(folder: Path | None) -> Iterator[Callable[[], Load] | None]:
    """How to drive the other one while it runs, if it is there."""
    script = None if folder is None else folder / "node_modules" / ".bin" / OTHER
    if script is None or not script.exists():
        print(f"  {OTHER}: skipped, not in a folder given by --others or EPJ_BENCH_OTHERS")
        yield None
        return
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    with subprocess.Popen([script, "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _await(port)
            raw = post(port, "/token", "grant_type=client_credentials&scope=dummy")
            yield lambda: drive(port, lambda: raw, TOKENS, CONNECTIONS)
        finally:
            process.terminate()


def _await(port: int) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            requests.get(f"http://127.0.0.1:{port}/.well-known/openid-configuration", timeout=1)
        except requests.RequestException:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def main(arguments: list[str] | None = None) -> None:
    """Print one line a measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--others", type=Path, default=os.environ.get("EPJ_BENCH_OTHERS"))
    chosen = parser.parse_args(arguments)
    with core(0):
        rates = [in_process() for _ in range(ROUNDS)]
    print(f"  tokens in process, one core: {_spread(rates)} (aim: {IN_PROCESS}/s)")
    folder = Path(chosen.others).resolve() if chosen.others else None
    with core(0), serving() as url, beside(folder) as other, core(1):
        pairs = [(over_http(url), other() if other else None) for _ in range(ROUNDS)]
    ours = [load.rate / 2 for load, _ in pairs]
    failed = sum(load.failed for load, _ in pairs)
    print(f"  tokens over HTTP, two calls each: {_spread(ours)}, {failed} failed (aim: {OVER_HTTP}/s)")
    theirs = [load.rate for _, load in pairs if load is not None]
    if theirs:
        ratio = statistics.median(one / its for one, its in zip(ours, theirs, strict=True))
        print(f"  {OTHER}, one call each: {_spread(theirs)}; ours is {ratio:.2f} times that")


def _spread(values: list[float]) -> str:
    return f"{statistics.median(values):,.0f}/s ({min(values):,.0f} to {max(values):,.0f})"


if __name__ == "__main__":
    main()
