"""How fast bodies are signed, encrypted, opened and verified on one core: part of `make bench`, fails nothing.

`python -m tests.bench_cms [--rounds N]`. A round trip is all a body goes through between two parties: signature and
encryption, and then opening, signature, certificate chain, dates, key usage, registry and a revocation list. The two
operations with private keys are measured alone beside it, since no program can be faster than them.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from standards import cms
from tests.bench_services import core
from tests.standards.cms_cases import BOTH, NOW, crl, key, receiving, sending, trust

AIM = 400
ROUNDS, A_ROUND = 5, 300
DOCUMENT, LARGE = 6_000, 18 * 1024 * 1024
"""A dialogue message without attachment, and one with as much as senders let through."""


def rates(work: Callable[[], object], count: int, rounds: int = ROUNDS) -> list[float]:
    """Times a second, one figure a round."""
    found = []
    for _ in range(rounds):
        begun = time.perf_counter()
        for _ in range(count):
            work()
        found.append(count / (time.perf_counter() - begun))
    return found


def spread(values: list[float]) -> str:
    return f"{statistics.median(values):,.0f}/s ({min(values):,.0f} to {max(values):,.0f})"


def private_operations() -> Callable[[], object]:
    """One signature and one decryption with RSA-2048, and nothing else."""
    secret = key("mottaker").public_key().encrypt(b"k" * 32, PKCS1v15())

    def work() -> None:
        key("avsender").sign(b"x", PKCS1v15(), SHA256())
        key("mottaker").decrypt(secret, PKCS1v15())

    return work


def trip(content: bytes, by: cms.Sending, to: cms.Receiving) -> Callable[[], object]:
    """There and back, and the same as it was."""

    def work() -> None:
        body = cms.protect(content, BOTH, by, at=NOW)
        if cms.unprotect(body, BOTH.value, to, at=NOW).content != content:
            raise AssertionError("The content is another.")

    return work


def main(arguments: list[str] | None = None) -> None:
    """Print one line a measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=A_ROUND)
    many = parser.parse_args(arguments).rounds
    load = f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"CMS on one core, RSA-2048, {DOCUMENT:,} bytes, {os.cpu_count()} cores, {load}")
    content = b"x" * DOCUMENT
    to = receiving(trust=trust(revocations=cms.Revocations([crl("utsteder"), crl("rot")])))
    body = cms.protect(content, BOTH, sending(), at=NOW)
    sealed = replace(sending(), cipher=cms.Cipher.AES_256_GCM, transport=cms.Transport.OAEP_SHA256)
    with core(0):
        pairs = [
            (rates(trip(content, sending(), to), many, 1)[0], rates(private_operations(), many, 1)[0])
            for _ in range(ROUNDS)
        ]
        print(f"  round trip: {spread([ours for ours, _ in pairs])} (aim: {AIM}/s)")
        floor, ratio = spread([one for _, one in pairs]), statistics.median(ours / one for ours, one in pairs)
        print(f"  its two private RSA operations alone: {floor}; ours is {ratio:.2f} of that")
        print(f"  sign and encrypt: {spread(rates(lambda: cms.protect(content, BOTH, sending(), at=NOW), many))}")
        print(f"  open and verify: {spread(rates(lambda: cms.unprotect(body, BOTH.value, to, at=NOW), many))}")
        print(f"  round trip with OAEP and AES-256-GCM: {spread(rates(trip(content, sealed, to), many))}")
        large = 1 / statistics.median(rates(trip(b"x" * LARGE, sending(), to), 1))
        print(f"  round trip of {LARGE // 1024 // 1024} MB: {large:.2f} s")


if __name__ == "__main__":
    main()
