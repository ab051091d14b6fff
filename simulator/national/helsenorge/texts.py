"""What the SMS or e-mail says: neutral, in bokmål, and never what an appointment or a message is about."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from simulator.national.helsenorge.happenings import (
    ACCEPTED,
    ANSWERED,
    CANCELLED,
    CHANGED,
    MESSAGE,
    NEW,
    PERFORMED,
    REFUSED,
    REMINDER,
    Happening,
)
from simulator.serving.paper import moment

_TEXTS: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        (NEW, ""): "Det er satt opp en ny time{about}{sender}{when}. Logg inn på Helsenorge for å se mer.",
        (CHANGED, ""): "Timen{about}{sender} er endret. Den er nå{when}. Logg inn på Helsenorge for å se mer.",
        (CANCELLED, ""): "Timen{about}{sender}{when} er avlyst. Logg inn på Helsenorge for å se mer.",
        (ANSWERED, ACCEPTED): "Avbestillingen av timen{about}{sender}{when} er godtatt. Timen er avbestilt.",
        (ANSWERED, REFUSED): "Avbestillingen av timen{about}{sender}{when} er avslått. Timen står fortsatt.",
        (MESSAGE, ""): "Det er kommet en ny melding{about}{sender}. Logg inn på Helsenorge for å lese den.",
        (PERFORMED, ""): "Et avtalt besøk{about}{sender} er utført. Logg inn på Helsenorge for å se mer.",
        (REMINDER, ""): "Påminnelse om timen{about}{sender}{when}. Logg inn på Helsenorge for å se mer.",
    }
)
HEALTH_CONTENT: Final = " Timen gjelder vaksinering og samtale om søvn."
"""What a fault adds."""


def text(happening: Happening, about: str, *, name_sensitive: bool = False) -> str:
    """The words; `about` is the given name of the citizen, empty when the reader is the citizen."""
    named = happening.sender and (name_sensitive or not happening.sensitive)
    start = happening.start
    answer = happening.answer if happening.kind == ANSWERED else ""
    return _TEXTS[happening.kind, answer].format(
        about=f" for {about}" if about else "",
        sender=f" {_BY.get(happening.kind, 'hos')} {happening.sender}" if named else "",
        when=f" {moment(start.isoformat())}" if start is not None else "",
    )


_BY: Final[Mapping[str, str]] = MappingProxyType({MESSAGE: "fra", PERFORMED: "fra"})
