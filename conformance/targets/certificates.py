"""Reads the table [protection]: certificates, keys and lists of revoked ones from the files beside the target file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs12

from conformance.targets.file import Problem, TargetFile
from conformance.targets.protection import SPARES, Counterpart, MessageProtection
from conformance.targets.secrets import Secrets
from standards.cms import Cipher, CmsFault, Identity, Protection, Revocations, Transport, Trust
from standards.errors import in_words

MAX_BYTES: Final = 50_000_000
_BITS: Final = 2048
_UNREADABLE: Final = (ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion)
Place = tuple[str | int, ...]


class _Unusable(Exception):
    """What was expected, what came, and what to do."""


class Files:
    """Reads what the table names; what goes wrong is added to the problems, each with its line."""

    def __init__(self, source: TargetFile, secrets: Secrets, problems: list[Problem]) -> None:
        self._source = source
        self._secrets = secrets
        self._problems = problems

    def protection(self) -> MessageProtection | None:
        """The whole table; None when something in it cannot be used, which is then told."""
        table, before = self._source.data["protection"], len(self._problems)
        self._agree(table)
        lists = self._revocations(table)
        trust = Trust(
            tuple(self._certificates(table, "roots", authority=True)),
            tuple(self._certificates(table, "intermediates", authority=True)),
            Revocations(lists) if lists else None,
            frozenset(map(x509.ObjectIdentifier, table.get("policies", ()))),
        )
        signing = self._identity("protection", "signing")
        places: list[Place] = [("protection", "decryption", number) for number in range(len(table["decryption"]))]
        decryption = [self._identity(*place) for place in places]
        spares = {name: self._identity("protection", name) for name in SPARES if name in table}
        counterparts = {row["her_id"]: self._counterpart(number) for number, row in enumerate(_rows(table))}
        if len(self._problems) > before or signing is None:
            return None
        return MessageProtection(
            Protection[table.get("content", "signed_and_encrypted").upper()],
            Cipher[table.get("cipher", "AES-256-CBC").replace("-", "_")],
            Transport(table.get("key_transport", Transport.PKCS1.value)),
            trust,
            signing,
            tuple(one for one in decryption if one is not None),
            counterparts,
            table.get("registry", False),
            {name: one for name, one in spares.items() if one is not None},
        )

    def _agree(self, table: Mapping[str, Any]) -> None:
        """Every party has certificates from somewhere, and the transport is one that carries them."""
        data = self._source.data
        if data["transport"]["kind"] == "msh":
            fix = "Fjern tabellen; Meldingstjener beskytter meldingene selv"
            self._add(("protection",), "[protection] gjelder meldingsbussen", "en transport med buss", "msh", fix)
        if table.get("registry") and "adresseregister" not in data.get("services", {}):
            fix = "Skriv address under [services.adresseregister], eller [[protection.counterparts]] for hver part"
            what = "Sertifikatene skal hentes, men Adresseregisteret er ikke oppgitt"
            self._add(("protection", "registry"), what, "[services.adresseregister]", "ingenting", fix)
        known = {party["her_id"] for party in data["parties"]}
        for number, row in enumerate(_rows(table)):
            if row["her_id"] not in known:
                place: Place = ("protection", "counterparts", number, "her_id")
                fix = "Rett HER-id-en, eller fjern tabellen"
                self._add(place, "Ingen part har denne HER-id-en", ", ".join(sorted(known)), row["her_id"], fix)
        lacking = sorted(known - {row["her_id"] for row in _rows(table)})
        if lacking and not table.get("registry"):
            fix = "Skriv en [[protection.counterparts]] for hver part, eller registry = true"
            found = f"ingen for {', '.join(lacking)}"
            self._add(("protection",), "Sertifikatene til en part mangler", "sertifikater for alle parter", found, fix)

    def _counterpart(self, number: int) -> Counterpart:
        place: Place = ("protection", "counterparts", number)
        row = self._source.data["protection"]["counterparts"][number]
        return Counterpart(
            tuple(self._certificates(row, "signing", place)), tuple(self._certificates(row, "encryption", place))
        )

    def _certificates(
        self, table: Mapping[str, Any], key: str, place: Place = ("protection",), *, authority: bool = False
    ) -> Iterable[x509.Certificate]:
        for name in table.get(key, ()):
            try:
                found = _loaded(self._bytes(name), name)
                if authority and not all(map(_is_authority, found)):
                    raise _Unusable("et sertifikat som kan utstede andre (CA)", f"et vanlig sertifikat i {name}")
                yield from found
            except _Unusable as why:
                self._unusable((*place, key), "Sertifikatet kan ikke brukes", why)

    def _revocations(self, table: Mapping[str, Any]) -> list[bytes]:
        lists = []
        for name in table.get("revocations", ()):
            try:
                raw = self._bytes(name)
                Revocations([raw])
                lists.append(raw)
            except CmsFault as fault:
                place = ("protection", "revocations")
                self._add(place, fault.problem, fault.expected, f"{fault.found} i {name}", fault.fix)
            except _Unusable as why:
                self._unusable(("protection", "revocations"), "Listen over tilbakekalte kan ikke brukes", why)
        return lists

    def _identity(self, *place: str | int) -> Identity | None:
        table: Any = self._source.data
        for step in place:
            table = table[step]
        told = len(self._problems)
        password = self._secrets.get(*place, key="password").encode() or None
        pem = self._secrets.get(*place, key="key").encode()
        if len(self._problems) > told:
            return None
        name = table.get("pkcs12") or table["certificate"]
        try:
            raw = self._bytes(name)
            if "pkcs12" in table:
                return _of_pkcs12(raw, password, name)
            return _of_pem(_loaded(raw, name), pem, password, name)
        except _Unusable as why:
            self._unusable(place, "Sertifikatet med nøkkel kan ikke brukes", why)
            return None

    def _bytes(self, name: str) -> bytes:
        path = self._source.path.parent / name
        try:
            if path.stat().st_size > MAX_BYTES:
                raise _Unusable("en fil under 50 MB", f"{name} er større")
            return path.read_bytes()
        except OSError as error:
            raise _Unusable(f"filen {path}", f"den {in_words(error)}", "Legg filen der, eller rett navnet") from error

    def _unusable(self, place: Place, problem: str, why: _Unusable) -> None:
        expected, found, *fix = why.args
        self._add(place, problem, expected, found, fix[0] if fix else "Bytt ut filen")

    def _add(self, place: Place, problem: str, expected: str, found: str, fix: str) -> None:
        self._problems.append(Problem(self._source.line(*place), problem, expected, found, fix))


def _rows(table: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(table.get("counterparts", ()))


def _loaded(raw: bytes, name: str) -> list[x509.Certificate]:
    """All certificates of a file."""
    try:
        found = x509.load_pem_x509_certificates(raw) if b"-----BEGIN" in raw else [x509.load_der_x509_certificate(raw)]
    except _UNREADABLE as error:
        raise _Unusable("et sertifikat i PEM eller DER", f"noe annet i {name}") from error
    return found


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, *_UNREADABLE):
        return False


def _of_pem(certificates: list[x509.Certificate], pem: bytes, password: bytes | None, name: str) -> Identity:
    try:
        key = load_pem_private_key(pem, password)
    except TypeError as error:
        raise _password(password, "nøkkelen") from error
    except (ValueError, UnsupportedAlgorithm) as error:
        if password is not None:
            raise _password(password, "nøkkelen") from error
        raise _Unusable("en privat nøkkel i PEM (-----BEGIN …PRIVATE KEY-----)", "noe annet (vises ikke)") from error
    return _identity(key, certificates, name)


def _of_pkcs12(raw: bytes, password: bytes | None, name: str) -> Identity:
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(raw, password)
    except _UNREADABLE as error:
        found = f"{name} som ikke lar seg åpne"
        fix = "Se etter at password er riktig, og at filen er en .p12 eller .pfx"
        raise _Unusable("en PKCS#12-fil som passordet åpner", found, fix) from error
    return _identity(key, [*([certificate] if certificate else []), *others], name)


def _password(given: bytes | None, of_what: str) -> _Unusable:
    if given is None:
        return _Unusable(f"passordet til {of_what}, som er kryptert", "ingen password", "Skriv password")
    found = "et passord som ikke passer"
    return _Unusable(f"passordet til {of_what}", found, "Rett password, eller fjern det hvis nøkkelen er uten")


def _identity(key: object, certificates: list[x509.Certificate], name: str) -> Identity:
    """The certificate is the one that belongs to the key; the others are its chain, but for roots."""
    if not isinstance(key, rsa.RSAPrivateKey) or key.key_size < _BITS:
        kind = type(key).__name__.removesuffix("PrivateKey") if key is not None else "ingen nøkkel"
        found = f"{kind} på {getattr(key, 'key_size', 0)} biter" if key is not None else kind
        raise _Unusable(f"en RSA-nøkkel på minst {_BITS} biter", found, "Bestill et virksomhetssertifikat med RSA")
    own = next((one for one in certificates if one.public_key() == key.public_key()), None)
    if own is None:
        found = f"en nøkkel som ikke hører til noe sertifikat i {name}"
        raise _Unusable("nøkkelen som hører til sertifikatet", found, "Bytt ut nøkkelen eller sertifikatet")
    chain = tuple(one for one in certificates if one is not own and one.issuer != one.subject)
    return Identity(key, own, chain)
