"""Says whether a pack is to be believed: whole, unchanged, complete and fresh; offline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from conformance.evidence.origin import is_called_simulated
from conformance.packing import completeness, freshness, truth
from conformance.packing.keys import is_trusted
from conformance.packing.layout import says_simulated
from conformance.packing.manifest import MANIFEST_JSON, PACK_JSON, SIGNATURE_JSON, root_of
from conformance.packing.model import SIMULATED, BadPack, Pack
from conformance.packing.reading import OpenPack, open_pack
from conformance.packing.reasons import INVALID, TOLD, VALID, WORST_FIRST, Reason, reason, state_of
from conformance.packing.suite import Suite
from conformance.packing.witness import Witness, witness_of


@dataclass(frozen=True)
class Verification:
    """What there is to say of a pack; `pack` is None where the file is none, and is not to be believed if `ugyldig`."""

    state: str
    """`gyldig`, `utdatert`, `ufullstendig` or `ugyldig`."""
    reasons: tuple[str, ...]
    """Why it is not `gyldig` (bokmål)."""
    pack: Pack | None = None
    simulated: bool = False
    """Whether anything at all in it says that it was made on a simulator."""
    root: str = ""
    key_id: str = ""
    key_name: str = ""
    """What the owner of the key calls it; nobody has proven that."""
    signed_at: str = ""
    masked: bool = False
    told: tuple[str, ...] = ()
    """What else the reader should know (bokmål)."""
    keys: tuple[str, ...] = field(default=())
    """The key of each reason, as in `reasons.toml`."""

    @property
    def real(self) -> bool:
        """Whether it may count for a product; never for what was made on a simulator."""
        return self.state == VALID and not self.simulated and self.pack is not None


@dataclass(frozen=True)
class _Now:
    """What there is now to compare with, and whether that is every process and setting."""

    versions: Mapping[str, str] | None
    is_all: bool


def verify(
    path: Path,
    *,
    today: date,
    suite: Suite | None = None,
    versions: Mapping[str, str] | None = None,
    trusted: Iterable[str] = (),
    is_all: bool = False,
) -> Verification:
    """Verify a package, full or masked; raises `OSError` when the file cannot be read, and nothing else.

    `suite` is compared with the one that judged, and `versions` (of product and environment now) with those that were
    tested; None compares nothing, and with `is_all` a process or setting that is not among them is gone. `trusted`
    holds keys or their ids; empty trusts any key, and says so.
    """
    try:
        with open_pack(path) as package:
            return _verified(package, today, suite, _Now(versions, is_all=is_all), tuple(trusted))
    except BadPack as refused:
        text = refused.problem if not refused.found else f"{refused.problem} Fant: {refused.found}."
        return Verification(INVALID, (text,), simulated=says_simulated(path.name), keys=("refused",))


def _verified(
    package: OpenPack,
    today: date,
    suite: Suite | None,
    now: _Now,
    trusted: tuple[str, ...],
) -> Verification:
    pack, signature = package.pack, package.signature
    witness = witness_of(package)
    said = [
        *_seal(package, witness, trusted),
        *truth.reasons(package, witness, today, suite),
        *completeness.reasons(package, witness, suite),
        *freshness.reasons(pack, suite, now.versions, is_all=now.is_all),
    ]
    if suite is None:
        said.append(reason("not_compared"))
    said.sort(key=lambda one: (*WORST_FIRST, TOLD).index(one.state))
    named = says_simulated(package.path.name) or is_called_simulated(pack.target.name)
    simulated = SIMULATED in (pack.origin, witness.origin) or signature.simulated or named
    counted = [one for one in said if one.state != TOLD]
    return Verification(
        state=state_of(said),
        reasons=tuple(one.text for one in counted),
        pack=pack,
        simulated=simulated,
        root=root_of(package.manifest_bytes),
        key_id=signature.key.id,
        key_name=signature.key.name,
        signed_at=signature.signed_at,
        masked=package.masked,
        told=tuple(_told(package, trusted, simulated=simulated)) + tuple(one.text for one in said if one.state == TOLD),
        keys=tuple(one.key for one in counted),
    )


def _seal(package: OpenPack, witness: Witness, trusted: tuple[str, ...]) -> Iterator[Reason]:
    """Whether everything is what was signed, and by whom."""
    signature = package.signature
    for path in witness.changed:
        yield reason("changed", path=path)
    if PACK_JSON not in {one.path for one in package.manifest.entries}:
        yield reason("missing_file", path=PACK_JSON)
    for path in (MANIFEST_JSON, SIGNATURE_JSON):
        if path in {one.path for one in package.manifest.entries}:
            yield reason("unknown_file", path=path)
    if root_of(package.manifest_bytes) != signature.root:
        yield reason("root_changed")
    if signature.key_id != signature.key.id:
        yield reason("wrong_key_id")
    if not signature.is_right:
        yield reason("bad_signature")
    if trusted and not is_trusted(signature.key, trusted):
        yield reason("foreign_key", key=signature.key.id)


def _told(package: OpenPack, trusted: tuple[str, ...], *, simulated: bool) -> Iterator[str]:
    if simulated:
        yield reason("simulated").text
    if package.pack.override:
        yield reason("overridden", override=package.pack.override).text
    yield from package.pack.notes
    if package.masked:
        yield reason("masked", count=package.left_out).text
    if package.pack.released:
        yield reason("released", paths=", ".join(package.pack.released)).text
    if not trusted:
        yield reason("no_trust", key=package.signature.key.id).text
