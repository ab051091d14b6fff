"""A signed pack of each product's run, and what `epj verify` says of it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from conformance.packing.keys import SigningKey
from conformance.packing.layout import MASKED_WORD
from conformance.packing.reasons import INVALID
from conformance.packing.suite import Suite
from conformance.packing.verifying import verify
from epj.packing.telling import today

FOLDER: Final = "pakker"
MASKED: Final = "maskert"
"""Below it: the packages that may be passed on."""
KEY: Final = "proevenoekkel.pem"
_NAME: Final = "Prøvenøkkel, laget for denne kjøringen"


@dataclass(frozen=True)
class Packed:
    """The pack of one run: its file seen from the folder of all, what verify says, and why there is none."""

    file: str = ""
    state: str = ""
    simulated: bool = False
    reason: str = ""

    @property
    def answer(self) -> str:
        """What verify says, in a few words."""
        return f"{'SIMULERT, ' if self.simulated else ''}{self.state}" if self.file else "ingen pakke"

    @property
    def is_sound(self) -> bool:
        """Whether there is a pack, and it is what it says."""
        return bool(self.file) and self.state != INVALID


@dataclass(frozen=True)
class Packer:
    """Packs the runs in one folder with a key that is made for them."""

    folder: Path

    @property
    def key(self) -> Path:
        """Where the key lies."""
        return self.folder / KEY

    @classmethod
    def begin(cls, folder: Path) -> Packer:
        """Make the key; raises `BadKey`."""
        packer = cls(folder)
        SigningKey.new(_NAME).keep(packer.key)
        return packer

    def pack(self, product: str) -> str:
        """Pack one run by `epj pack`; gives why there is no pack (bokmål), or nothing."""
        words = [sys.executable, "-m", "epj.main", "pack", str(self.folder / product), "--key", str(self.key)]
        words += ["--out", str(self.folder / FOLDER)]
        done = subprocess.run(words, capture_output=True, encoding="utf-8", errors="replace", check=False)
        for path in (self.folder / FOLDER).glob(f"*-{product}-*{MASKED_WORD}*"):
            (path.parent / MASKED).mkdir(exist_ok=True)
            path.rename(path.parent / MASKED / path.name)
        said = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        return "" if done.returncode == 0 else " ".join(map(str.strip, said)) or "epj pack sa ingenting."

    def verified(self, product: str, problem: str, suite: Suite) -> Packed:
        """What verify says of the full pack of a run."""
        packs = sorted((self.folder / FOLDER).glob(f"*-{product}-*.zip"))
        if problem or not packs:
            return Packed(reason=problem or "Pakken ble ikke laget.")
        trusted = SigningKey.read(self.key).public.text
        answer = verify(packs[0], today=today(), suite=suite, trusted=[trusted])
        told = " ".join(answer.reasons)
        return Packed(packs[0].relative_to(self.folder).as_posix(), answer.state, answer.simulated, told)
