"""When somebody else takes over the conversation, the answer still names the one who began it."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.records import Thread
from tests.miniatures.templates import coded, escape

FAILS = {"MSG-F15": ("PR-01",)}


class Wrong(HonestEpj):
    def extra_documents(self, thread: Thread) -> list[str]:
        came = [message for message in thread.messages if message["direction"] == "inn"]
        first = came[0]
        if came[-1]["acting_id"] == first["acting_id"]:
            return []
        given, _, family = first["acting_name"].rpartition(" ")
        fk = "http://www.kith.no/xmlstds/felleskomponent1"
        return [
            f'<Pasientrelasjon xmlns="http://www.kith.no/xmlstds/pasientrelasjon/2014-03-28" xmlns:f="{fk}"><Person>'
            f"<f:FamilyName>{escape(family)}</f:FamilyName><f:GivenName>{escape(given)}</f:GivenName>"
            f"<f:Ident><f:Id>{first['acting_id']}</f:Id>{coded('f:TypeId', 'FNR', '8116', 'Fødselsnummer')}</f:Ident>"
            f"</Person>{coded('Relasjon', 'FO', '7611', 'Foreldreansvar')}</Pasientrelasjon>"
        ]
