"""The English of the titles and clauses of the rules that only the acceptance suite judges."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SCENARIO_RULES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Meldingen skal ha samme tid, sted og ansvarlig enhet som timen.": (
            "The message has the same time, place and responsible unit as the appointment."
        ),
        "Kalenderen i svaret skal vise til timen som ble avbestilt.": (
            "The calendar in the answer refers to the appointment that was cancelled."
        ),
        "En avbestilling skal besvares én gang, med 08, 09, 26 eller 30.": (
            "A cancellation is answered once, with 08, 09, 26 or 30."
        ),
        "Et spørsmål i sanntid som er for gammelt, bør ikke besvares.": (
            "A question in real time that is too old should not be answered."
        ),
        "Meldingen skal være signert og kryptert, slik konvolutten sier.": (
            "The message is signed and encrypted, as the envelope says."
        ),
        "Meldingen skal være kryptert til mottakerens sertifikat.": (
            "The message is encrypted to the receiver's certificate."
        ),
        "Signaturen skal være laget over meldingen slik den ble sendt.": (
            "The signature is made over the message as it was sent."
        ),
        "Sertifikatet skal være gyldig, og registrert på avsenderen.": (
            "The certificate is valid and registered on the sender."
        ),
        "Journalen skal ikke sende til en innbygger som ikke er aktiv.": (
            "The EPJ sends nothing to a citizen who is not active."
        ),
        "En time som innbyggeren vet om, bør ikke meldes på nytt.": (
            "What the citizen knows of an appointment should not be told again."
        ),
        "En melding om digital status bør ikke opprette en journal.": (
            "A message about digital status should not open a journal."
        ),
        "En time som er avlyst, skal ikke meldes som en time som står.": (
            "An appointment called off is not told as one that stands."
        ),
        "En ansatt bør få vite at innbyggeren ikke er aktiv, før meldingen sendes.": (
            "Staff should be told that the citizen is not active before the message is sent."
        ),
        "Å bli digitalt aktiv bør ikke i seg selv gi meldinger.": (
            "Becoming digitally active should not by itself cause messages."
        ),
        "Ungdommens egen time skal ikke meldes så foreldrene ser den.": (
            "A youth's own appointment is not told where parents see it."
        ),
        "En ansatt skal se ønsket om time, ordrett og på rett ungdom.": (
            "Staff see the wish for a time, word for word, on the right youth."
        ),
        "Et ønske om time skal besvares én gang, med lovlig kode.": (
            "A wish for a time is answered once, with a legal code."
        ),
        "En forelders ønske bør ikke tas for ungdommens eget.": (
            "A parent's wish should not be taken for the youth's own."
        ),
        "Ungdommens egen time bør ikke meldes til foreldrene når den avlyses.": (
            "A youth's own appointment should not be told to her parents when it is called off."
        ),
        "Ønsket bør stå i ungdommens journal.": "The wish should stand in the youth's journal.",
        "Tjenesteoversikten skal alltid være hele listen.": "The overview of services is always the whole list.",
        "En helsekontakt skal ha samme id så lenge den varer.": "A helsekontakt keeps its id as long as it lasts.",
        "En avsluttet helsekontakt skal ha sluttdato eller være ute av listen.": (
            "A helsekontakt that has ended has an end date or is not listed."
        ),
        "Et lite barn bør ha helsekontakt ved helsestasjonen.": (
            "A small child should have a helsekontakt at the health station."
        ),
        "Behandlere skal gis med 20 og en liste, eller 21 uten.": (
            "Practitioners are given with 20 and a list, or 21 without."
        ),
        "Meldingen bør si hvem som har kontakten, og om den er åpen.": (
            "The message should say who has the contact, and if it is open."
        ),
        "Meldingen bør ligge hos tjenesten i helsekontakten.": "The message should lie with the service it is for.",
        "En tjeneste bør ikke lese det som er ført ved en annen.": "One service should not read what others filed.",
        "Ingenting bør sendes om den som er død.": "Nothing should be sent about one who is dead.",
        "Timer som ikke lenger skal holdes, bør avlyses.": "Appointments that will not be held should be called off.",
        "En avlysning bør ikke fortelle hvorfor timen er borte.": (
            "A cancellation should not tell why the appointment is gone."
        ),
        "Hver melding skal kvitteres nøyaktig én gang.": "Each message gets exactly one receipt.",
        "Etter E35 skal journalen slutte å sende til innbyggeren.": "After E35 the EPJ stops sending to the citizen.",
        "En melding med feil skal avvises.": "A message with errors is rejected.",
        "Journalen bør vise hvem som avbestilte, og hvorfor.": "The EPJ should show who cancelled, and why.",
        "Avvisningen bør ha koden som passer feilen.": "The rejection should have the code that fits the error.",
        "Alle meldinger om en time skal kunne knyttes til samme time.": (
            "All messages about an appointment can be tied to the same appointment."
        ),
        "Svaret og timeboken skal si det samme.": "The answer and the appointment book say the same.",
        "Et spørsmål i sanntid skal besvares innen 15 sekunder.": (
            "A question in real time is to be answered within 15 seconds."
        ),
        "En behandler bør ha én time om gangen.": "A practitioner has one appointment at a time.",
        "Kalenderen skal vise de besøkene som står, og ingen andre.": "The calendar shows the visits that stand.",
        "Grunnen til avlysning skal være den som er registrert.": "The reason for calling off is the one registered.",
        "Et bekreftet besøk bør vise hvem som kommer.": "A confirmed visit shows who comes.",
        "Et tidsvindu bør vises som et vindu.": "A window of time is shown as a window.",
        "Personopplysningsloven § 12": "Personal Data Act, section 12",
        "Svaret skal ikke ha andres fødselsnummer.": "The answer has nobody else's national number.",
        "Meldingen skal si hva som er skjedd med besøket.": "The message tells what has become of the visit.",
        "Meldingen bør ha besøkets status.": "The message has the status of the visit.",
        "En avbestilling bør gjelde ett besøk.": "A cancellation is about one visit.",
        "Husregel: ett besøk om gangen": "House rule: one visit at a time",
        "Husregel: pausen gjelder alle": "House rule: the pause is for all",
        "Et bekreftet besøk bør falle bort i pausen.": "A confirmed visit falls away in the pause.",
        "Kalenderen bør vise besøk fra i dag av.": "The calendar shows visits from today on.",
        "KS, Digihelse": "KS, Digihelse",
        "Et utført besøk bør stå som utført hos Helsenorge.": "A visit carried out stands as such at Helsenorge.",
        "Et hjemmebesøk skal ha verken varsling eller påminnelse.": "A home visit has neither notice nor reminder.",
        "Husregel: én time om gangen": "House rule: one appointment at a time",
        "Husregel: det som brukes, oppgis": "House rule: what is used is declared",
        "Testobjektfilen bør oppgi alle prosessene som journalen bruker.": (
            "The target file declares every process that the EPJ uses."
        ),
        "Svaret skal ikke vise en annen pasients time.": "The answer does not show another patient's appointment.",
        "Det den ansatte skriver, bør stå ordrett i svaret.": "What staff write stands word for word in the answer.",
        "Svaret bør vise hvilken time det gjelder.": "The answer shows which appointment it is about.",
        "En avbestilt plass bør kunne gis til et annet barn.": (
            "A slot that was cancelled can be given to another child."
        ),
        "Svaret skal bare ha timer i perioden det spørres om.": "The answer has only times of the period asked about.",
        "Bare timer som er ledige, skal tilbys.": "Only times that are free are offered.",
        "En bestilling skal besvares én gang, med 05 bare når timen er gitt.": (
            "A booking is answered once, with 05 only where the time was given."
        ),
        "Bekreftelsen skal gjelde timen som ble bestilt.": "The confirmation is about the time that was booked.",
        "Bekreftelsen bør ha timen i kalenderen.": "The confirmation has the time in its calendar.",
        "Et søk skal besvares med 03 og de ledige timene, eller med 04 uten timer.": (
            "A search is answered with 03 and the free times, or with 04 and no times."
        ),
        "En bestilling som krever godkjenning, bør ikke besvares før en ansatt har tatt stilling.": (
            "A booking that needs approval is not answered before staff have decided."
        ),
        "Et ønske skal besvares én gang, med 05, 06, 10, 26 eller 30.": (
            "A wish is answered once, with 05, 06, 10, 26 or 30."
        ),
        "Et ønske som innfris, skal besvares med timen.": "A wish that is granted is answered with the time.",
        "HITS 1217:2018, 3.4.2 og 2.8": "HITS 1217:2018, 3.4.2 and 2.8",
        "Husregel: den ansatte bestemmer": "House rule: staff decide",
        "HITS 1217:2018, 3.4.1 og 3.9": "HITS 1217:2018, 3.4.1 and 3.9",
        "Husregel: ett varsel": "House rule: one notice",
        "Husregel: ingen varselstorm": "House rule: no storm of notices",
        "KS, DigiHelsestasjon for ungdom": "KS, DigiHelsestasjon for youth",
        "Norsk helsenett, helsekontakt": "Norsk helsenett, health contact",
        "Pasientjournalloven § 16": "Pasientjournalloven § 16",
        "Husregel: timer trekkes tilbake": "House rule: appointments are withdrawn",
        "Husregel: skånsom beskjed": "House rule: considerate words",
        "Husregel: plassen til andre": "House rule: the slot goes to others",
        "Når kommunen krever godkjenning, skal journalen ikke svare før en ansatt har tatt stilling.": (
            "Where the municipality requires approval, the EPJ does not answer before an employee has decided."
        ),
        "En time som er passert, bør ikke kunne avbestilles.": (
            "An appointment that is past should not be possible to cancel."
        ),
        "Meldingen skal ha rett kode og den ansattes tekst ordrett.": (
            "The message has the right code and the text of the employee word for word."
        ),
        "En tråd uten svarmulighet bør vises som lukket.": "A thread that cannot be answered is shown as closed.",
        "Meldingene i en samtale skal ligge i samme tråd.": "The messages of a conversation are in the same thread.",
        "Meldingen skal kunne hentes fram slik den ble mottatt.": "The message can be brought up as it was received.",
        "Avviste meldinger skal bare stå i transportloggen.": "Rejected messages stand only in the transport log.",
        "Journalen skal vise hvem som handlet for pasienten.": "The EPJ shows who acted for the patient.",
        "Oppslag i journalen skal logges med hvem, når og hvilken pasient.": (
            "Look-ups in the journal are logged with who, when and which patient."
        ),
        "Meldingen skal føres i journalen til pasienten som den gjelder.": (
            "The message is entered in the journal of the patient it is about."
        ),
        "Teksten skal føres ordrett i journalen.": "The text is entered in the journal word for word.",
        "Det ansatte skriver til innbyggeren, skal føres ordrett, med hvem og når.": (
            "What staff write to the citizen is entered word for word, with who and when."
        ),
        "Timen skal stå på pasienten den gjelder, slik den ble.": (
            "The appointment must stand on the patient it is about, as it became."
        ),
        "Det som er ført, bør stå urørt.": "What is entered should stand untouched.",
        "Samtalen bør kunne vises hel, i rekkefølge, med hvem som skrev.": (
            "The dialog should be shown whole, in order, with who wrote."
        ),
        "Det bør gå fram hvem meldingen gjelder.": "It should be plain whom the message is about.",
        "Svaret bør ha pasientens navn, riktig skrevet.": "The answer should have the patient's name, rightly spelt.",
        "Hver melding skal stå i transportloggen, med utfallet.": (
            "Every message stands in the transport log, with what became of it."
        ),
        "Vedlegg i svaret skal komme uendret fram til innbyggeren.": (
            "Attachments in the answer reach the citizen unchanged."
        ),
        "Oppslag i timeboken bør logges.": "Looks at the timebook should be logged.",
        "Oppslag bør bare logges på den som ble lest.": "A look should be logged on the one looked at alone.",
        "Husregel: det som er ført, blir stående": "House rule: what is entered stays",
        "En melding som kommer to ganger, skal føres én gang.": "A message that comes twice is entered once.",
        "Vedlegg skal føres uendret, med filtype og beskrivelse.": (
            "Attachments are entered unchanged, with file type and description."
        ),
        "Meldingen skal ha Type for prosessen den hører til.": "The message has the Type of the process it belongs to.",
        "Svaret skal ha avsender og mottaker byttet om.": "The answer has sender and receiver changed about.",
        "Meldingen skal gjelde samme pasient som i journalen.": "The message is about the patient of the journal.",
        "RefToParent er forrige melding, RefToConversation er den første.": (
            "RefToParent is the previous message, RefToConversation is the first."
        ),
        "Journalen skal ikke sende Pasientrelasjon.": "The EPJ does not send Pasientrelasjon.",
        "Det én ansatt ikke leser, bør andre få se etter noen dager.": (
            "What one employee does not read is seen by others after some days."
        ),
        "En melding til en bestemt behandler bør ligge på hennes liste eller på felleslisten.": (
            "A message to a certain practitioner is on her list or on the shared one."
        ),
        "Emnet bør stå helt i journalen.": "The whole subject stands in the journal.",
        "Linjeskiftene i meldingen bør stå i journalen.": "The line breaks of the message stand in the journal.",
        "Ansatte skal se koden og begrunnelsen i en avvisning.": "Staff see the code and the reason of a rejection.",
        "Svaret kan vise hvem som svarte.": "The answer may show who answered.",
        "En melding bør ikke avvises for noe som ikke hindrer noen i å lese den.": (
            "A message is not rejected for what keeps nobody from reading it."
        ),
        "Husregel: den ansattes ord": "House rule: the words of staff",
        "Meldingen bør si det den ansatte skrev.": "The message says what staff wrote.",
        "Husregel: ulest til noen har lest": "House rule: unread until somebody has read",
        "Det innbyggeren skriver, bør ligge ulest til noen har sett det.": (
            "What the citizen writes is unread until somebody has seen it."
        ),
        "Svaret bør ikke nevne en som har handlet for pasienten før.": (
            "The answer does not name one who acted before."
        ),
        "Det som ikke er i avtalen, bør avvises på feilkøen.": (
            "What the agreement does not have is rejected on the error queue."
        ),
        "En melding til en som ikke arbeider her, bør avvises.": (
            "A message to somebody who does not work here should be rejected."
        ),
        "Alle feil i en melding bør stå i avvisningen.": "All errors in a message stand in the rejection.",
        "En kvittering eller en feilmelding skal ikke besvares.": "A receipt or an error message is not answered.",
        "Kvitteringen skal vise til meldingen slik den ble sendt.": "The receipt refers to the message as it was sent.",
        "Kvitteringen skal ha partene byttet om, med roller.": "The receipt has the parties changed about, with roles.",
        "Feilmeldingen skal vise hvilken melding den gjelder, og hvorfor.": (
            "The error message shows which message it is about, and why."
        ),
        "Den som signerte, bør ikke stå i kvitteringen når tjenesten har adresse.": (
            "Whoever signed does not stand in the receipt where the service has an address."
        ),
        "En kvittering fra en annen enn mottakeren bør ikke gjelde for meldingen.": (
            "A receipt from somebody else than the receiver does not count for the message."
        ),
        "Svaret skal være bygget slik mottakeren kan lese det.": (
            "The answer is built so that the receiver can read it."
        ),
        "Svaret skal ha innhold, og navn og rolle på den det nevner.": (
            "The answer has content, and name and role of whomever it mentions."
        ),
        "Journalen skal ikke hente eller vise noe annet enn det som står.": (
            "The EPJ neither fetches nor shows anything else than what is written."
        ),
        "Én melding skal ikke hindre at den neste kommer fram.": "One message does not keep the next from arriving.",
        "En negativ kvittering skal vises for ansatte som en feil.": (
            "A negative receipt is shown to employees as an error."
        ),
        "Timen hos Helsenorge skal være som timen i journalen.": (
            "The appointment at Helsenorge is like the one in the journal."
        ),
        "En avlyst time skal legges på nytt med status cancelled.": (
            "An appointment that is called off is put again with the status cancelled."
        ),
        "En time som ikke ble brukt, bør ikke stå som planlagt.": (
            "An appointment that was not used should not stand as planned."
        ),
        "Timen skal beholde id og identifikator når den endres.": (
            "The appointment keeps its id and identifier when it changes."
        ),
        "GenDate skal være tidspunktet da meldingen ble laget.": "GenDate must be when the message was made.",
        "Helsenorge bør få det samme klokkeslettet.": "Helsenorge should get the same time of day.",
        "Den første kvitteringen for en melding skal gjelde.": "The first receipt for a message must count.",
        "En melding uten kvittering skal vises for en ansatt.": "A message without a receipt must be shown to staff.",
        "En melding skal ikke ha opplysninger om andre enn pasienten.": (
            "A message must not tell of anyone but the patient."
        ),
        "Hele stedsnavnet bør være med i meldingen.": "The whole name of the place should be in the message.",
        "En ny time skal ha sin egen identifikator.": "A new appointment must have an identifier of its own.",
        "Meldinger om en time bør sendes i rett rekkefølge.": (
            "Messages about an appointment should be sent in the right order."
        ),
        "Det samme bør bare meldes én gang.": "The same thing should be told once only.",
        "En time unntatt foreldreinnsyn bør ikke meldes.": ("An appointment kept from parents should not be told of."),
        "En sen positiv kvittering skal godtas.": "A late positive receipt must be accepted.",
        "Den ansatte skal se kodens tekst og forklaringen som følger den.": (
            "Staff must see the text of the code and the explanation that follows it."
        ),
        "Journalen bør ikke sende på nytt av seg selv.": "The journal should not send again by itself.",
        "En melding som er rettet, skal ha en ny MsgId.": "A message that is put right must have a new MsgId.",
        "Kvitteringer fra Helsenorge skal føres i transportloggen.": (
            "Receipts from Helsenorge are entered in the transport log."
        ),
        "HIS 80415:2012, 3.3.4, og TC-APPREC 19": "HIS 80415:2012, 3.3.4, and TC-APPREC 19",
        "HIS 80415:2012, 3.3.5, og HITS 1168:2016": "HIS 80415:2012, 3.3.5, and HITS 1168:2016",
        "HITS 1217:2018, 3.3 og 3.13": "HITS 1217:2018, 3.3 and 3.13",
        "HIS 1036:2011, 2.3 og 4.2": "HIS 1036:2011, 2.3 and 4.2",
        "HITS 1217:2018, 3.5 og 4.1": "HITS 1217:2018, 3.5 and 4.1",
        "HITS 1217:2018, 3.4.1 og 5.1": "HITS 1217:2018, 3.4.1 and 5.1",
        "Husregel: rett rekkefølge": "House rule: right order",
        "HIS 80415:2012, 3.3 og HITS 1217:2018, 2.13": "HIS 80415:2012, 3.3 and HITS 1217:2018, 2.13",
        "HITS 1216:2018, 2.2.3 og HIS 80415:2012, 3.3.4": "HITS 1216:2018, 2.2.3 and HIS 80415:2012, 3.3.4",
        "HITS 1217:2018, 3.7 og kodeverk 7602": "HITS 1217:2018, 3.7 and kodeverk 7602",
        "Helsepersonelloven §§ 39–40 og HITS 1217:2018, 2.5": "Helsepersonelloven §§ 39–40 and HITS 1217:2018, 2.5",
        "KS, DigiHelsestasjon innføringshåndbok, og HITS 1217:2018, 3.7": (
            "KS, the introduction handbook of DigiHelsestasjon, and HITS 1217:2018, 3.7"
        ),
        "TC-DIALOG, mottakskriterium {}": "TC-DIALOG, receiving criterion {}",
        "TC-DIALOG, sendekriterium {}": "TC-DIALOG, sending criterion {}",
        "HIS 80415:2012, Sender og Receiver": "HIS 80415:2012, Sender and Receiver",
    }
)
"""Titles and clauses of the rules that only the acceptance suite judges."""
