"""The rules that only a whole scenario can show, each with its clause, level and mark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from standards.rules.model import Finding, Level, Mark, Severity, severity


@dataclass(frozen=True)
class ScenarioRule:
    """One duty that a scenario can show; `says` is the duty in bokmål."""

    id: str
    clause: str
    says: str
    level: Level = Level.SKAL
    mark: Mark = Mark.VERIFIED

    @property
    def severity(self) -> Severity:
        """An inferred rule, and one that is not skal, is never more than a remark."""
        return severity(self.level, self.mark)

    def finding(
        self,
        problem: str,
        *,
        expected: str = "",
        found: str = "",
        fix: str = "",
        where: str = "",
        line: int = 0,
        item: int | None = None,
    ) -> Finding:
        """A breach of this rule, with the duty itself as the fix when nothing closer is known."""
        return Finding(
            rule=self.id,
            clause=self.clause,
            severity=self.severity,
            problem=problem,
            where=where,
            line=line,
            expected=expected,
            found=found,
            fix=fix or self.says,
            item=item,
        )


_LAW = "Helsepersonelloven §§ 39–40"
_MARK_I = Mark.INFERRED

_ALL = (
    ScenarioRule("A10", "HITS 1217:2018, 2.8", "Meldingen skal ha samme tid, sted og ansvarlig enhet som timen."),
    ScenarioRule("A13", "HITS 1217:2018, 3.4.3.1", "Kalenderen i svaret skal vise til timen som ble avbestilt."),
    ScenarioRule("A14", "HITS 1217:2018, 3.7", "En avbestilling skal besvares én gang, med 08, 09, 26 eller 30."),
    ScenarioRule("A15", "HITS 1217:2018, 3.4.1 og 3.7", "Send ikke flere meldinger om timen enn svaret.", mark=_MARK_I),
    ScenarioRule("A16", "HITS 1217:2018, 3.4.1", "En endring skal gi nøyaktig én melding, og en flytting koden 07."),
    ScenarioRule("A17", "HITS 1217:2018, 3.4.1", "En pasient som ikke møter, skal meldes med Avtale 11."),
    ScenarioRule("A19", "HITS 1217:2018, 3.4.4", "Kalenderen skal vise de besøkene som står, og ingen andre."),
    ScenarioRule("A20", "HITS 1216:2018, 2.2.2", "Et spørsmål i sanntid skal besvares innen 15 sekunder."),
    ScenarioRule("A21", "HIS 80415:2012, 3.3 og HITS 1217:2018, 2.13", "Hver melding skal kvitteres nøyaktig én gang."),
    ScenarioRule("A22", "HITS 1217:2018, 2.13", "Etter E35 skal journalen slutte å sende til innbyggeren."),
    ScenarioRule("A23", "HITS 1216:2018, 2.2.3 og HIS 80415:2012, 3.3.4", "En melding med feil skal avvises."),
    ScenarioRule("A24", "HITS 1217:2018, 2.5", "Journalen bør vise hvem som avbestilte, og hvorfor.", mark=_MARK_I),
    ScenarioRule("A27", "HITS 1217:2018, 2.8", "Grunnen til avlysning skal være den som er registrert."),
    ScenarioRule("A33", "HNFHIR 2.5.5", "Et hjemmebesøk skal ha verken varsling eller påminnelse."),
    ScenarioRule("AR-07", "HIS 80415:2012, 3.3.4", "Avvisningen bør ha koden som passer feilen.", Level.BOER),
    ScenarioRule("AVT-01", "HITS 1217:2018, 2.8", "Alle meldinger om en time skal kunne knyttes til samme time."),
    ScenarioRule("AVT-02", "HITS 1217:2018, 3.7 og kodeverk 7602", "Svaret og timeboken skal si det samme."),
    ScenarioRule(
        "AVT-03",
        "KS, DigiHelsestasjon innføringshåndbok, og HITS 1217:2018, 3.7",
        "Når kommunen krever godkjenning, skal journalen ikke svare før en ansatt har tatt stilling.",
    ),
    ScenarioRule("AVT-04", "HITS 1217:2018, 3.7", "En time som er passert, bør ikke kunne avbestilles.", mark=_MARK_I),
    ScenarioRule("AVT-21", "Helsepersonelloven § 21", "En melding skal ikke ha opplysninger om andre enn pasienten."),
    ScenarioRule("AVT-22", "Husregel: hele stedet", "Hele stedsnavnet bør være med i meldingen.", mark=_MARK_I),
    ScenarioRule("AVT-23", "HITS 1217:2018, 2.8", "En ny time skal ha sin egen identifikator."),
    ScenarioRule(
        "AVT-24", "Husregel: rett rekkefølge", "Meldinger om en time bør sendes i rett rekkefølge.", mark=_MARK_I
    ),
    ScenarioRule("AVT-25", "Husregel: én beskjed", "Det samme bør bare meldes én gang.", Level.BOER, _MARK_I),
    ScenarioRule(
        "AVT-26", "Husregel: unntatt innsyn", "En time unntatt foreldreinnsyn bør ikke meldes.", Level.BOER, _MARK_I
    ),
    ScenarioRule("AVT-05", "Husregel: én time om gangen", "En behandler bør ha én time om gangen.", mark=_MARK_I),
    ScenarioRule("AVT-11", "Helsepersonelloven § 21", "Svaret skal ikke vise en annen pasients time."),
    ScenarioRule(
        "AVT-12", "HITS 1217:2018, 3.4.3.2", "Det den ansatte skriver, bør stå ordrett i svaret.", mark=_MARK_I
    ),
    ScenarioRule("AVT-13", "HITS 1217:2018, 3.7", "Svaret bør vise hvilken time det gjelder.", mark=_MARK_I),
    ScenarioRule(
        "AVT-14", "Husregel: plassen til andre", "En avbestilt plass bør kunne gis til et annet barn.", mark=_MARK_I
    ),
    ScenarioRule("CMS-01", "HITS 1216:2018, 2.1.5", "Meldingen skal være signert og kryptert, slik konvolutten sier."),
    ScenarioRule("CMS-02", "HITS 1216:2018, 2.1.5", "Meldingen skal være kryptert til mottakerens sertifikat."),
    ScenarioRule("CMS-03", "HITS 1216:2018, 2.1.5", "Signaturen skal være laget over meldingen slik den ble sendt."),
    ScenarioRule("CMS-04", "HITS 1216:2018, 2.1.4", "Sertifikatet skal være gyldig, og registrert på avsenderen."),
    ScenarioRule("DIA-01", "HITS 1217:2018, 2.4", "Emnet bør stå helt i journalen.", mark=_MARK_I),
    ScenarioRule("DIA-02", _LAW, "Linjeskiftene i meldingen bør stå i journalen.", mark=_MARK_I),
    ScenarioRule(
        "DIA-03", "HIS 80415:2012, 3.3.5, og HITS 1168:2016", "Ansatte skal se koden og begrunnelsen i en avvisning."
    ),
    ScenarioRule("DIA-05", "HITS 1217:2018, 3.3 og 3.13", "Svaret kan vise hvem som svarte.", Level.KAN),
    ScenarioRule(
        "DIA-06",
        "HIS 80415:2012, 3.3.4",
        "En melding bør ikke avvises for noe som ikke hindrer noen i å lese den.",
        mark=_MARK_I,
    ),
    ScenarioRule(
        "DIA-07",
        "Husregel: ulest til noen har lest",
        "Det innbyggeren skriver, bør ligge ulest til noen har sett det.",
        mark=_MARK_I,
    ),
    ScenarioRule(
        "DEKL-01",
        "Husregel: det som brukes, oppgis",
        "Testobjektfilen bør oppgi alle prosessene som journalen bruker.",
        Level.BOER,
        mark=_MARK_I,
    ),
    ScenarioRule(
        "DIA-08",
        "Husregel: ulest til noen har lest",
        "Det én ansatt ikke leser, bør andre få se etter noen dager.",
        mark=_MARK_I,
    ),
    ScenarioRule(
        "DIA-09",
        "HITS 1217:2018, 3.13",
        "En melding til en bestemt behandler bør ligge på hennes liste eller på felleslisten.",
        mark=_MARK_I,
    ),
    ScenarioRule("EK-01", "HITS 1217:2018, 3.3 og 3.13", "Meldingen skal ha rett kode og den ansattes tekst ordrett."),
    ScenarioRule("EK-02", "HITS 1217:2018, 3.3", "En tråd uten svarmulighet bør vises som lukket.", mark=_MARK_I),
    ScenarioRule("EK-03", "Husregel: den ansattes ord", "Meldingen bør si det den ansatte skrev.", mark=_MARK_I),
    ScenarioRule("HV-01", "HITS 1217:2018, 3.4.4", "Et bekreftet besøk bør vise hvem som kommer.", Level.BOER),
    ScenarioRule("HV-02", "HITS 1217:2018, 2.8.2.1", "Et tidsvindu bør vises som et vindu.", Level.BOER),
    ScenarioRule("HV-03", "Personopplysningsloven § 12", "Svaret skal ikke ha andres fødselsnummer."),
    ScenarioRule("HV-04", "HITS 1217:2018, 3.4.1 og 5.1", "Meldingen skal si hva som er skjedd med besøket."),
    ScenarioRule("HV-05", "HITS 1217:2018, 5.1", "Meldingen bør ha besøkets status.", mark=_MARK_I),
    ScenarioRule("HV-06", "KS, Digihelse", "Et utført besøk bør stå som utført hos Helsenorge.", mark=_MARK_I),
    ScenarioRule("HV-07", "HITS 1217:2018, 3.4.4", "Kalenderen bør vise besøk fra i dag av.", Level.BOER),
    ScenarioRule("HV-08", "Husregel: ett besøk om gangen", "En avbestilling bør gjelde ett besøk.", mark=_MARK_I),
    ScenarioRule("HV-09", "Husregel: pausen gjelder alle", "Et bekreftet besøk bør falle bort i pausen.", mark=_MARK_I),
    ScenarioRule("LT-01", "HITS 1217:2018, 3.4.2", "Svaret skal bare ha timer i perioden det spørres om."),
    ScenarioRule("LT-02", "HITS 1217:2018, 3.4.2 og 2.8", "Bare timer som er ledige, skal tilbys."),
    ScenarioRule(
        "LT-03", "HITS 1217:2018, 3.4.3", "En bestilling skal besvares én gang, med 05 bare når timen er gitt."
    ),
    ScenarioRule("LT-04", "HITS 1217:2018, 2.8", "Bekreftelsen skal gjelde timen som ble bestilt."),
    ScenarioRule("LT-05", "HITS 1217:2018, 3.4.3.2", "Bekreftelsen bør ha timen i kalenderen.", mark=_MARK_I),
    ScenarioRule(
        "LT-06", "HITS 1217:2018, 3.4.2", "Et søk skal besvares med 03 og de ledige timene, eller med 04 uten timer."
    ),
    ScenarioRule(
        "LT-07",
        "Husregel: den ansatte bestemmer",
        "En bestilling som krever godkjenning, bør ikke besvares før en ansatt har tatt stilling.",
        mark=_MARK_I,
    ),
    ScenarioRule("MH-03", "HITS 1217:2018, 2.3.2", "Meldingen skal ha Type for prosessen den hører til."),
    ScenarioRule("MH-05", "HITS 1216:2018, 2.1.2", "Svaret skal ha avsender og mottaker byttet om."),
    ScenarioRule("MH-06", "HITS 1217:2018, 2.3.6", "Meldingen skal gjelde samme pasient som i journalen."),
    ScenarioRule("MH-08", "HITS 1217:2018, 2.3.3", "RefToParent er forrige melding, RefToConversation er den første."),
    ScenarioRule("ON-01", "HITS 1217:2018, 3.5", "Et ønske skal besvares én gang, med 05, 06, 10, 26 eller 30."),
    ScenarioRule("ON-02", "HITS 1217:2018, 3.5", "Et ønske som innfris, skal besvares med timen."),
    ScenarioRule("PR-01", "HITS 1217:2018, 2.5", "Journalen skal ikke sende Pasientrelasjon."),
    ScenarioRule(
        "PR-05", "HITS 1217:2018, 2.5", "Svaret bør ikke nevne en som har handlet for pasienten før.", mark=_MARK_I
    ),
    ScenarioRule("JR-01", "TC-DIALOG, mottakskriterium 7", "Meldingene i en samtale skal ligge i samme tråd."),
    ScenarioRule("JR-02", "TC-DIALOG, mottakskriterium 8", "Meldingen skal kunne hentes fram slik den ble mottatt."),
    ScenarioRule("JR-03", "HIS 80415:2012, 3.3.4", "Avviste meldinger skal bare stå i transportloggen."),
    ScenarioRule("JR-04", f"{_LAW} og HITS 1217:2018, 2.5", "Journalen skal vise hvem som handlet for pasienten."),
    ScenarioRule(
        "JR-05", "Pasientjournalloven § 22", "Oppslag i journalen skal logges med hvem, når og hvilken pasient."
    ),
    ScenarioRule("JR-06", _LAW, "Meldingen skal føres i journalen til pasienten som den gjelder."),
    ScenarioRule("JR-07", _LAW, "Teksten skal føres ordrett i journalen."),
    ScenarioRule("JR-08", "HITS 1216:2018, 2.2.5", "En melding som kommer to ganger, skal føres én gang."),
    ScenarioRule("JR-09", "HIS 1036:2011, 2.3 og 4.2", "Vedlegg skal føres uendret, med filtype og beskrivelse."),
    ScenarioRule("JR-10", _LAW, "Det ansatte skriver til innbyggeren, skal føres ordrett, med hvem og når."),
    ScenarioRule("JR-11", _LAW, "Timen skal stå på pasienten den gjelder, slik den ble."),
    ScenarioRule("JR-12", "Husregel: det som er ført, blir stående", "Det som er ført, bør stå urørt.", mark=_MARK_I),
    ScenarioRule("JR-13", _LAW, "Samtalen bør kunne vises hel, i rekkefølge, med hvem som skrev.", mark=_MARK_I),
    ScenarioRule(
        "JR-14",
        "HITS 1217:2018, 2.3.6",
        "Det bør gå fram hvem meldingen gjelder.",
        mark=_MARK_I,
    ),
    ScenarioRule("JR-15", "HITS 1217:2018, 2.3.6", "Svaret bør ha pasientens navn, riktig skrevet.", mark=_MARK_I),
    ScenarioRule("JR-16", "TC-DIALOG, mottakskriterium 6", "Hver melding skal stå i transportloggen, med utfallet."),
    ScenarioRule("JR-17", "HIS 1036:2011, 4.2", "Vedlegg i svaret skal komme uendret fram til innbyggeren."),
    ScenarioRule("JR-18", "Pasientjournalloven § 22", "Oppslag bør bare logges på den som ble lest.", mark=_MARK_I),
    ScenarioRule("JR-19", "Pasientjournalloven § 22", "Oppslag i timeboken bør logges.", mark=_MARK_I),
    ScenarioRule(
        "DS-01", "HITS 1217:2018, 3.4.1 og 3.9", "Journalen skal ikke sende til en innbygger som ikke er aktiv."
    ),
    ScenarioRule(
        "DS-02", "Husregel: ett varsel", "En time som innbyggeren vet om, bør ikke meldes på nytt.", mark=_MARK_I
    ),
    ScenarioRule(
        "DS-03", "HITS 1217:2018, 3.9", "En melding om digital status bør ikke opprette en journal.", mark=_MARK_I
    ),
    ScenarioRule("DS-04", "HITS 1217:2018, 3.4.1", "En time som er avlyst, skal ikke meldes som en time som står."),
    ScenarioRule(
        "DS-05", "Husregel: ingen varselstorm", "Å bli digitalt aktiv bør ikke i seg selv gi meldinger.", mark=_MARK_I
    ),
    ScenarioRule(
        "DS-06",
        "HITS 1217:2018, 3.9",
        "En ansatt bør få vite at innbyggeren ikke er aktiv, før meldingen sendes.",
        mark=_MARK_I,
    ),
    ScenarioRule(
        "YU-01", "KS, DigiHelsestasjon for ungdom", "Ungdommens egen time skal ikke meldes så foreldrene ser den."
    ),
    ScenarioRule("YU-02", "HITS 1217:2018, 3.5", "En ansatt skal se ønsket om time, ordrett og på rett ungdom."),
    ScenarioRule("YU-03", "HITS 1217:2018, 3.5 og 4.1", "Et ønske om time skal besvares én gang, med lovlig kode."),
    ScenarioRule("YU-04", "HITS 1217:2018, 3.5", "En forelders ønske bør ikke tas for ungdommens eget.", mark=_MARK_I),
    ScenarioRule(
        "YU-05",
        "KS, DigiHelsestasjon for ungdom",
        "Ungdommens egen time bør ikke meldes til foreldrene når den avlyses.",
        mark=_MARK_I,
    ),
    ScenarioRule("YU-06", "KS, DigiHelsestasjon for ungdom", "Ønsket bør stå i ungdommens journal.", mark=_MARK_I),
    ScenarioRule("HK-01", "HITS 1218:2018", "Tjenesteoversikten skal alltid være hele listen."),
    ScenarioRule("HK-02", "HITS 1218:2018", "En helsekontakt skal ha samme id så lenge den varer."),
    ScenarioRule("HK-03", "HITS 1218:2018", "En avsluttet helsekontakt skal ha sluttdato eller være ute av listen."),
    ScenarioRule("HK-04", "KS, DigiHelsestasjon", "Et lite barn bør ha helsekontakt ved helsestasjonen.", mark=_MARK_I),
    ScenarioRule("HK-05", "HITS 1217:2018, 3.11", "Behandlere skal gis med 20 og en liste, eller 21 uten."),
    ScenarioRule(
        "HK-06",
        "Norsk helsenett, helsekontakt",
        "Meldingen bør si hvem som har kontakten, og om den er åpen.",
        mark=_MARK_I,
    ),
    ScenarioRule("HK-07", "HITS 1217:2018, 2.4.1", "Meldingen bør ligge hos tjenesten i helsekontakten.", mark=_MARK_I),
    ScenarioRule(
        "TG-01", "Pasientjournalloven § 16", "En tjeneste bør ikke lese det som er ført ved en annen.", mark=_MARK_I
    ),
    ScenarioRule("WD-01", "Husregel: timer trekkes tilbake", "Ingenting bør sendes om den som er død.", mark=_MARK_I),
    ScenarioRule(
        "WD-03", "Husregel: timer trekkes tilbake", "Timer som ikke lenger skal holdes, bør avlyses.", mark=_MARK_I
    ),
    ScenarioRule(
        "WD-02", "Husregel: skånsom beskjed", "En avlysning bør ikke fortelle hvorfor timen er borte.", mark=_MARK_I
    ),
    ScenarioRule("RT-01", "Helsenorge, FHIR over REST", "Timen hos Helsenorge skal være som timen i journalen."),
    ScenarioRule("RT-02", "Helsenorge, FHIR over REST", "En avlyst time skal legges på nytt med status cancelled."),
    ScenarioRule(
        "RT-03", "FHIR R4, Appointment.status", "En time som ikke ble brukt, bør ikke stå som planlagt.", mark=_MARK_I
    ),
    ScenarioRule("A30", "Helsenorge, FHIR over REST", "Timen skal beholde id og identifikator når den endres."),
    ScenarioRule("TL-01", "HIS 80415:2012, 3.3.5", "En negativ kvittering skal vises for ansatte som en feil."),
    ScenarioRule("TID-01", "HIS 80601:2006, GenDate", "GenDate skal være tidspunktet da meldingen ble laget."),
    ScenarioRule("TID-02", "Husregel: samme klokkeslett", "Helsenorge bør få det samme klokkeslettet.", mark=_MARK_I),
    ScenarioRule("TL-02", "HIS 80415:2012, 3.3.5", "Kvitteringer fra Helsenorge skal føres i transportloggen."),
    ScenarioRule("TL-03", "HIS 80415:2012, 3.3 (TC-APPREC 13)", "Den første kvitteringen for en melding skal gjelde."),
    ScenarioRule("TL-04", "HIS 80415:2012, 3.3 (96 timer)", "En melding uten kvittering skal vises for en ansatt."),
    ScenarioRule("TL-05", "HIS 80415:2012, rettelse 4 (2018)", "En sen positiv kvittering skal godtas."),
    ScenarioRule("TL-06", "HIS 80415:2012, Error", "Den ansatte skal se kodens tekst og forklaringen som følger den."),
    ScenarioRule("TL-07", "HITS 1216:2018, 2.2.5", "Journalen bør ikke sende på nytt av seg selv.", Level.BOER),
    ScenarioRule("TL-08", "HITS 1216:2018, 2.2.5", "En melding som er rettet, skal ha en ny MsgId."),
    ScenarioRule("KON-01", "HITS 1216:2018, 2.2.6", "Det som ikke er i avtalen, bør avvises på feilkøen.", Level.BOER),
    ScenarioRule(
        "KON-02", "HIS 80415:2012, 3.3.4 og Error", "Alle feil i en melding bør stå i avvisningen.", Level.BOER
    ),
    ScenarioRule("KON-04", "HITS 1216:2018, 2.2", "En kvittering eller en feilmelding skal ikke besvares."),
    ScenarioRule("KON-05", "HIS 80415:2012, OriginalMsgId", "Kvitteringen skal vise til meldingen slik den ble sendt."),
    ScenarioRule("KON-06", "HIS 80415:2012, Sender og Receiver", "Kvitteringen skal ha partene byttet om, med roller."),
    ScenarioRule("KON-07", "HITS 1216:2018, 2.2.6", "Feilmeldingen skal vise hvilken melding den gjelder, og hvorfor."),
    ScenarioRule(
        "KON-08",
        "HIS 80415:2012, Sender og Receiver",
        "Den som signerte, bør ikke stå i kvitteringen når tjenesten har adresse.",
        Level.BOER,
    ),
    ScenarioRule(
        "KON-09",
        "HIS 80415:2012, 3.3.4, og TC-APPREC 19",
        "En melding til en som ikke arbeider her, bør avvises.",
        Level.BOER,
    ),
    ScenarioRule(
        "KON-10",
        "HITS 1216:2018, 2.2.2",
        "Et spørsmål i sanntid som er for gammelt, bør ikke besvares.",
        Level.BOER,
        mark=_MARK_I,
    ),
    ScenarioRule(
        "SI-03",
        "HIS 80415:2012, 3.3",
        "En kvittering fra en annen enn mottakeren bør ikke gjelde for meldingen.",
        Level.BOER,
    ),
    ScenarioRule("HD-01", "TC-DIALOG, sendekriterium 4–19", "Svaret skal være bygget slik mottakeren kan lese det."),
    ScenarioRule(
        "HD-02", "TC-DIALOG, sendekriterium 20–22", "Svaret skal ha innhold, og navn og rolle på den det nevner."
    ),
    ScenarioRule(
        "SI-01", "Pasientjournalloven § 22", "Journalen skal ikke hente eller vise noe annet enn det som står."
    ),
    ScenarioRule("SI-02", "Pasientjournalloven § 22", "Én melding skal ikke hindre at den neste kommer fram."),
)

RULES: Mapping[str, ScenarioRule] = MappingProxyType({rule.id: rule for rule in _ALL})
