"""Who is written to, gets a helsekontakt with it: Helsenorge is sent the list of services, after the letter."""

from __future__ import annotations

from tests.miniatures.contacts import ContactsEpj
from tests.miniatures.honest import Answer

ONLY = ("MSG-N03", "MSG-N04", "MSG-N24", "MSG-F23")


class Legal(ContactsEpj):
    def staff_start_dialog(self, params: Answer) -> Answer:
        answer = super().staff_start_dialog(params)
        self.staff_start_contact({"patient": params["patient"]})
        return answer
