"""The answer carries Pasientrelasjon, which only Helsenorge may send."""

from __future__ import annotations

from tests.miniatures.honest import HonestEpj
from tests.miniatures.post import After
from tests.miniatures.reading import Letter
from tests.miniatures.records import Thread
from tests.miniatures.templates import coded

FAILS = {"MSG-N05": ("PR-01",)}


class Wrong(HonestEpj):
    def extra_documents(self, thread: Thread) -> list[str]:
        fk, schema = (
            "http://www.kith.no/xmlstds/felleskomponent1",
            "http://www.kith.no/xmlstds/pasientrelasjon/2014-03-28",
        )
        return [
            f'<Pasientrelasjon xmlns="{schema}" xmlns:f="{fk}"><Person><f:FamilyName>Ås</f:FamilyName>'
            f"<f:GivenName>Kari</f:GivenName><f:Ident><f:Id>{self.parent_ident}</f:Id>"
            f"{coded('f:TypeId', 'FNR', '8116', 'Fødselsnummer')}</f:Ident></Person>"
            f"{coded('Relasjon', 'FO', '7611', 'Foreldreansvar')}</Pasientrelasjon>"
        ]

    def message_came(self, letter: Letter) -> After | None:
        self.parent_ident = letter.acting.get("id", "")
        return super().message_came(letter)
