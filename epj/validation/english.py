"""The English of our own labels and sentences; `{}` stands for a value. A test knows what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Pakket ut av base64.": "Unpacked from base64.",
        "Pakket ut av SOAP-konvolutten.": "Unpacked from the SOAP envelope.",
        "Pakket ut av base64 i JSON-feltet {}.": "Unpacked from base64 in the JSON field {}.",
        "{} ikke lest": "{} not read",
        "{} filer sjekket": "{} files checked",
        "{} av {} filer, {} igjen": "{} of {} files, {} left",
        "Applikasjonskvittering (AppRec)": "Application receipt (AppRec)",
        "Annet dokument": "Other document",
        "FHIR": "FHIR",
        "Kommunikasjonsavtale (CPP/CPA)": "Communication agreement (CPP/CPA)",
        "gyldig": "valid",
        "ikke gyldig": "not valid",
        "ikke velformet": "not well-formed",
        "ikke gyldig JSON": "not valid JSON",
        "fra EPJ-en": "from the EPJ",
        "fra Helsenorge": "from Helsenorge",
        "avsender ikke kjent": "sender not known",
        "kode": "code",
        "ingen Type": "no Type",
        "Sted": "Where",
        "Ventet": "Expected",
        "Fant": "Found",
        "Gjør": "Fix",
        "Gjør dette": "Do this",
        "melding": "message",
        "meldinger": "messages",
        "{} som samtale ({})": "{} as a conversation ({})",
        "samtale": "conversation",
        "Oppsummering": "Summary",
        "Avbrutt; resten er ikke sjekket": "Stopped; the rest is not checked",
        "Avbrutt: resten av filene er ikke sjekket.": "Stopped: the rest of the files are not checked.",
        "Avbrutt: {} filer ble sjekket.": "Stopped: {} files were checked.",
        "avbrutt; resten er ikke sjekket": "stopped; the rest is not checked",
        "ingen feil": "no errors",
        "har feil": "has errors",
        "ikke alt er lest": "not everything was read",
        "Ingen feil": "No errors",
        "Har feil": "Has errors",
        "Ikke alt er lest": "Not everything was read",
        "… og {} uten funn.": "… and {} without findings.",
        "… og {} med funn som ikke fikk plass her.": "… and {} with findings for which there was no room here.",
        "linje": "line",
        "våre egne": "our own",
        "{} var ødelagt med vilje, og er ikke vurdert": "{} were broken on purpose, and are not judged",
        "JSON-fil som ikke er en melding": "JSON file that is no message",
        "JSON-filer som ikke er meldinger": "JSON files that are no messages",
        "{}, er hoppet over": "{} skipped",
        "fil": "file",
        "filer": "files",
        "fil eller mappe": "file or folder",
        "filer eller mapper": "files or folders",
        "{} regler krever hele samtalen, og er ikke vurdert. Oppgi en mappe med bare 01-helsenorge-epj.xml osv.": (
            "{} rules need the whole conversation, and are not judged. Give a folder of only 01-helsenorge-epj.xml etc."
        ),
        "Fil": "File",
        "Filer": "Files",
        "Type": "Type",
        "Skjema": "Schema",
        "Skjemaer": "Schemas",
        "Profil": "Profile",
        "Funn": "Findings",
        "Feil": "Errors",
        "Kunne ikke lese": "Could not read",
        "Merknader": "Remarks",
        "Ikke lest": "Not read",
        "Samtale": "Conversation",
        "Resultat": "Result",
        "Ingen funn.": "No findings.",
        "Ingen funn i samtalen.": "No findings in the conversation.",
        "Ikke vurdert": "Not judged",
        "feil": "error",
        "merknad": "remark",
        "merknader": "remarks",
        "Merk": "Note",
        "Krav": "Clause",
        "Nivå": "Level",
        "Merke": "Mark",
        "merke": "mark",
        "Mer": "More",
        "Rapporten ligger i {}: {}.": "The report is in {}: {}.",
        "{} regler. Forklar én: epj rules ID": "{} rules. Explain one: epj rules ID",
        "; merknad der prosesstabellen ikke er fast": "; a remark where the process table is not firm",
        "Sier fra når": "Speaks up when",
        "Lar være når": "Stays silent when",
        "Krav som regelen dekker": "Demands that the rule covers",
        "Scenarioer": "Scenarios",
        "Eksempel": "Example",
        "godtas": "accepted",
        "tas": "caught",
        "Id": "Id",
        "Vurderer": "Judges",
        "Gir": "Gives",
        "Tittel": "Title",
        "Også kalt": "Also called",
        "Kilde": "Source",
        "Falt bort i": "Dropped in",
        "skal": "shall",
        "bør": "should",
        "kan": "may",
        "scenario": "scenario",
        "én melding": "one message",
        "en hel samtale": "a whole conversation",
        "et scenario i akseptansetesten": "a scenario of the acceptance test",
        "lest i kilden": "read in the source",
        "vår slutning; gir aldri mer enn en merknad": "our inference; never more than a remark",
        "hodemeldinger": "hodemelding messages",
        "applikasjonskvitteringer": "application receipts",
        "kommunikasjonsavtaler": "communication agreements",
        "andre dokumenter": "other documents",
        "det som ikke kan leses": "what cannot be read",
        "Innrykket her for lesing; linjenumrene er sidens egne.": (
            "Indented here for reading; the line numbers are those of this page."
        ),
        "Bare de første linjene og de nær funn er vist.": "Only the first lines and those near findings are shown.",
        "Meldingen linje for linje": "The message line by line",
        "Meldingssjekk": "Message check",
        "Vis": "Show",
        "Vis meldingen": "Show the message",
        "alle filer": "all files",
        "bare med funn": "only with findings",
        "bare med feil": "only with errors",
        "bare linjer nær funn": "only lines near findings",
        "Sammendrag": "Overview",
        "Bare de første {} meldingene er vist linje for linje. Med en mappe i --out får hver melding sin side.": (
            "Only the first {} messages are shown line by line. Give a folder with --out for a page per message."
        ),
        "Til sammendraget": "To the overview",
        "Laget av epj validate. Siden står alene og henter ingenting fra nettet. "
        "Numre som kan tilhøre levende personer, er stjernet ut.": (
            "Made by epj validate. The page stands alone and fetches nothing. "
            "Numbers that may belong to living people are starred out."
        ),
    }
)
"""What the report says about itself."""

SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Krever hele samtalen; filen er sjekket alene.": "Needs the whole conversation; the file is checked alone.",
        "Meldingen er brutt med vilje og er ikke vurdert: {}.": "The message is broken on purpose and not judged: {}.",
        "Feltet {} har ingen melding.": "The field {} holds no message.",
        "meldingen som base64": "the message as base64",
        "noe som ikke er base64": "something that is not base64",
        "en tom tekst": "an empty text",
        "Sjekk at hele svaret er lagret, og at feltet ikke er kuttet.": (
            "Check that all of the answer was saved, and that the field is not cut."
        ),
        "Innholdet er en CMS-konvolutt (signert eller kryptert), ikke XML.": (
            "The content is a CMS envelope (signed or encrypted), not XML."
        ),
        "selve meldingen": "the message itself",
        "CMS": "CMS",
        "Dekrypter og pakk ut meldingen først, og sjekk XML-en som kommer ut.": (
            "Decrypt and unpack the message first, and check the XML that comes out."
        ),
        "JSON-en rundt meldingen kan ikke leses.": "The JSON around the message cannot be read.",
        "et JSON-objekt med feltet {}": "a JSON object with the field {}",
        "Lagre svaret fra tjenesten helt, og sjekk det på nytt.": "Save all of the answer of the service, and retry.",
        "Filen ser ut som base64 av XML, men kan ikke pakkes ut.": (
            "The file looks like base64 of XML, but cannot be unpacked."
        ),
        "hele base64-teksten": "the whole base64 text",
        "{} tegn, som ikke går opp": "{} characters, which does not add up",
        "Kopier teksten på nytt uten å miste slutten.": "Copy the text again without losing the end.",
        "Arkivet kan ikke leses.": "The archive cannot be read.",
        "en hel zip-fil": "a whole zip file",
        "et arkiv som er kuttet eller ødelagt": "an archive that is cut or broken",
        "en fil i arkivet som er kuttet, ødelagt eller pakket på en uvanlig måte": (
            "a file in the archive that is cut, broken or packed in an unusual way"
        ),
        "Lag eller last ned arkivet på nytt.": "Make or download the archive again.",
        "Navnet peker ut av arkivet, så filen blir ikke lest.": "The name leads out of the archive, so it is not read.",
        "en sti uten .. og uten rot": "a path without .. and without a root",
        "Lag arkivet på nytt fra mappen med meldingene.": "Make the archive again from the folder of messages.",
        "Filen i arkivet er kryptert.": "The file in the archive is encrypted.",
        "et arkiv uten passord": "an archive without password",
        "en fil med passord": "a file with password",
        "Pakk ut arkivet med passordet, og oppgi mappen.": "Unpack the archive with the password, and give the folder.",
        "Filen i arkivet ligner en zip-bombe, så den blir ikke pakket ut.": (
            "The file in the archive looks like a zip bomb, so it is not unpacked."
        ),
        "høyst {} ganger så stor utpakket": "at most {} times as large unpacked",
        "{} ganger": "{} times",
        "Pakk den ut selv hvis du stoler på den.": "Unpack it yourself if you trust it.",
        "Arkivet er for stort utpakket.": "The archive is too large unpacked.",
        "høyst {} GB i ett arkiv": "at most {} GB in one archive",
        "mer": "more",
        "Del arkivet, eller pakk det ut og oppgi mappen.": "Split the archive, or unpack it and give the folder.",
        "Arkivet har for mange filer.": "The archive has too many files.",
        "en innholdsliste på høyst {} MB": "a table of contents of at most {} MB",
        "en større": "a larger one",
        "Pakk det ut og oppgi mappen.": "Unpack it and give the folder.",
        "Dette er bevisene fra en kjøring, ikke meldingsfiler.": "This is the evidence of a run, not message files.",
        "Les report.html ved siden av; der står funnene.": "Read report.html beside it; the findings are there.",
        "Et arkiv inne i et arkiv blir ikke åpnet.": "An archive inside an archive is not opened.",
        "meldinger rett i arkivet": "messages directly in the archive",
        "en zip-fil": "a zip file",
        "Pakk ut det indre arkivet, og sjekk det for seg.": "Unpack the inner archive, and check it by itself.",
        "Fant ingen meldinger i mappen.": "Found no messages in the folder.",
        "filer som slutter på .xml, .json (FHIR), .b64 eller .zip": "files ending in .xml, .json (FHIR), .b64 or .zip",
        "filer som slutter på .xml, .json (FHIR) eller .b64": "files ending in .xml, .json (FHIR) or .b64",
        "ingen slike": "none of those",
        "Oppgi en mappe med meldinger.": "Give a folder with messages.",
        "Dette er ikke en vanlig fil.": "This is no ordinary file.",
        "Lagre innholdet i en fil først.": "Save the content in a file first.",
        "Fant ingen meldinger i arkivet.": "Found no messages in the archive.",
        "Oppgi et arkiv med meldinger.": "Give an archive with messages.",
        "Dette er verken en fil eller en mappe.": "This is neither a file nor a folder.",
        "Oppgi en fil eller en mappe, eller send innholdet inn i epj validate -": (
            "Give a file or a folder, or pipe the content into epj validate -"
        ),
        "Lenken fører ikke til noen fil.": "The link leads to no file.",
        "Rett lenken, eller oppgi filen den skulle peke på.": "Mend the link, or give the file that it should lead to.",
        "To meldinger i mappen har samme nummer, så den er ikke sjekket som en samtale.": (
            "Two messages in the folder have the same number, so it is not checked as a conversation."
        ),
        "et nummer for hver melding, i den rekkefølgen de ble sendt": (
            "a number for each message, in the order they were sent"
        ),
        "{} filer med nummer {}": "{} files with number {}",
        "Nummerer meldingene på nytt, med konvolutten i NN.json.": (
            "Number the messages anew, each with its envelope in NN.json."
        ),
        "et objekt, ikke en liste eller en enkelt verdi": "an object, not a list or a single value",
        "en liste eller en enkelt verdi": "a list or a single value",
        "Lagre hver melding i sin egen fil.": "Save each message in a file of its own.",
        "Finnes ikke.": "Does not exist.",
        "Sjekk stien.": "Check the path.",
        "Kan ikke leses ({}).": "Cannot be read ({}).",
        "Prøv en annen fil.": "Try another file.",
        "Ingen tilgang.": "No access.",
        "Gi deg selv leserett, eller velg en annen fil.": "Give yourself the right to read it, or choose another file.",
        "Filen finnes ikke lenger.": "The file is there no longer.",
        "Filen ser ut som JSON, men er verken FHIR eller en innpakket melding.": (
            "The file looks like JSON, but is neither FHIR nor a wrapped message."
        ),
        "et objekt med resourceType, {} eller {}": "an object with resourceType, {} or {}",
        "ingen av delene": "neither",
        "Oppgi filen med selve meldingen.": "Give the file with the message itself.",
    }
)
"""What our own refusals say, before they are put together."""
