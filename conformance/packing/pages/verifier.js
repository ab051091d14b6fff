"use strict";
// The same questions as conformance/packing asks, in the same order; the sentences come from reasons.toml.
const DATA = JSON.parse(document.getElementById("data").textContent);
const HEAD = ["pack.json", "signature.json", "manifest.json"];
const PAGE = "akseptansedokumentasjon.html", REPORT = "masked/rapport/report.json", EVIDENCE = "masked/bevis/";
const LADDER = ["bestått", "bestått med merknad", "ikke verifisert", "blokkert", "ikke bestått", "feil i testverktøyet"];
const FAULT = "feil i testverktøyet", MEGA = 1024 * 1024;
const utf8 = new TextDecoder("utf-8"), strict = new TextDecoder("utf-8", { fatal: true }), bytesOf = new TextEncoder();

class Refused extends Error {}
function sentence(key, values) {
  for (const [state, group] of Object.entries(DATA.texts)) {
    if (state !== "states" && key in group) {
      const text = group[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
      return { state, key, text: text.trim() };
    }
  }
  throw new Error(key);
}
const say = (key, values = {}) => sentence(key, values);
function refuse(key, values = {}) { throw new Refused(sentence(key, values).text); }
const some = (ids) => ids.slice(0, 8).join(", ") + (ids.length > 8 ? ` og ${ids.length - 8} til` : "");
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const sha256 = async (bytes) => hex(await crypto.subtle.digest("SHA-256", bytes));
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

// --- the zip ---
function entriesOf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length), end = bytes.length - 22;
  if (end < 0 || view.getUint32(end, true) !== 0x06054b50 || view.getUint16(end + 20, true) !== 0) refuse("not_a_zip");
  const count = view.getUint16(end + 10, true), start = view.getUint32(end + 16, true);
  if (count > DATA.limits.files) refuse("too_large", { what: `${count} filer` });
  if (view.getUint32(end + 4, true) || view.getUint16(end + 8, true) !== count) refuse("other_order");
  const entries = new Map(), folded = new Set();
  let at = start, place = 0, total = 0;
  for (let number = 0; number < count; number += 1) {
    if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) refuse("not_a_zip");
    const length = view.getUint16(at + 28, true), more = view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    const entry = { flags: view.getUint16(at + 8, true), kind: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true), size: view.getUint32(at + 24, true), at: view.getUint32(at + 42, true) };
    const raw = bytes.subarray(at + 46, at + 46 + length), name = utf8.decode(raw), mode = view.getUint32(at + 38, true) >>> 16;
    const plain = name && name.length < 300 && !/[\x00-\x1f\x7f\\:*?"<>|]/.test(name) && !name.split("/").some((part) => ["", ".", ".."].includes(part));
    if (!plain || ![0, 8].includes(entry.kind) || entry.flags & 1 || ![0, 0x8000].includes(mode & 0xf000)) refuse("bad_name", { path: name.slice(0, 100) });
    const low = name.normalize("NFC").toLowerCase();
    if (folded.has(low)) refuse("twice", { path: name });
    folded.add(low);
    if (entry.size > Math.max(MEGA, entry.packed * DATA.limits.times) || entry.size > DATA.limits.file) refuse("bomb", { path: name, size: entry.size, packed: entry.packed });
    total += entry.size;
    if (total > DATA.limits.bytes) refuse("too_large", { what: `${total} byte utpakket` });
    if (entry.at !== place || more) refuse("other_order");
    place += 30 + length + entry.packed;
    if (place > start || view.getUint32(entry.at, true) !== 0x04034b50 || view.getUint32(entry.at + 26, true) !== length) refuse("other_order");
    if (utf8.decode(bytes.subarray(entry.at + 30, entry.at + 30 + length)) !== name) refuse("damaged", { path: name });
    const kept = [[view.getUint16(at + 4, true), 0x0314], [view.getUint32(at + 34, true), 0], [view.getUint32(at + 38, true), 0x81800000], [entry.kind, 8], [view.getUint32(at + 12, true), 0x00210000]];
    for (let step = 4; step < 28; step += 1) kept.push([bytes[entry.at + step], bytes[at + step + 2]]);
    if (kept.some(([seen, written]) => seen !== written) || view.getUint16(entry.at + 28, true)) refuse("other_order");
    entry.data = bytes.subarray(entry.at + 30 + length, place);
    entries.set(name, entry);
    at += 46 + length;
  }
  if (place !== start || at !== end) refuse("other_order");
  return entries;
}
async function unpacked(entries, name) {
  const entry = entries.get(name), out = new Uint8Array(entry.size);
  if (entry.kind === 0) { if (entry.packed !== entry.size) refuse("damaged", { path: name }); return entry.data; }
  let at = 0;
  try {
    const reader = new Blob([entry.data]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      if (at + part.value.length > entry.size) { await reader.cancel(); throw new RangeError(); }
      out.set(part.value, at);
      at += part.value.length;
    }
  } catch { refuse("damaged", { path: name }); }
  if (at !== entry.size) refuse("damaged", { path: name });
  return out;
}
function json(bytes, name) {
  try { return JSON.parse(strict.decode(bytes)); } catch (error) { return refuse("wrong_document", { path: name, found: error.message }); }
}

// --- what must be there ---
function lookAtFiles(names, files) {
  const rest = (keep) => files.filter(keep).map((one) => one.path).filter((path) => !HEAD.includes(path));
  const full = rest(() => true), masked = rest((one) => one.in.includes("masked"));
  const present = names.filter((name) => !HEAD.includes(name));
  for (const path of [...present].sort()) if (!full.includes(path)) refuse("extra_file", { path });
  const isMasked = present.every((path) => masked.includes(path));
  const wanted = isMasked ? masked : full;
  for (const path of wanted) if (!present.includes(path)) refuse("missing_file", { path });
  if (names.join("\n") !== [...HEAD, ...wanted].join("\n")) refuse("other_order");
  return { isMasked, leftOut: isMasked ? full.length - masked.length : 0 };
}
async function openPack(bytes) {
  const entries = entriesOf(bytes), names = [...entries.keys()];
  for (const path of names) if (![...HEAD, PAGE].includes(path) && !/^(full|masked)\//.test(path)) refuse("unknown_file", { path });
  for (const path of [...HEAD, PAGE]) if (!entries.has(path)) refuse("missing_file", { path });
  const manifestBytes = await unpacked(entries, "manifest.json"), manifest = json(manifestBytes, "manifest.json");
  const files = Array.isArray(manifest.files) ? manifest.files : [];
  const sorted = files.every((one, at) => at === 0 || files[at - 1].path < one.path);
  if (manifest.schema !== 1 || !sorted || canonical(manifest) !== utf8.decode(manifestBytes)) refuse("wrong_document", { path: "manifest.json", found: "den er ikke skrevet slik epj pack skriver den" });
  const kind = lookAtFiles(names, files);
  const signature = json(await unpacked(entries, "signature.json"), "signature.json");
  if (signature.schema !== 1 || signature.algorithm !== "Ed25519") refuse("wrong_document", { path: "signature.json", found: "den er ikke versjon 1 med Ed25519" });
  const pack = json(await unpacked(entries, "pack.json"), "pack.json");
  if (pack.schema !== 1 || !pack.run || !pack.suite || !Array.isArray(pack.scenarios) || pack.simulated !== (pack.origin === "simulert")) refuse("wrong_document", { path: "pack.json", found: "den er ikke et dokument etter pack.schema.json, versjon 1" });
  return { entries, names, manifest, files, signature, pack, root: await sha256(manifestBytes), ...kind };
}

// --- what the files show ---
function namedSimulated(raw) {
  const text = utf8.decode(raw);
  if (!/simulert|&#|\u0000/i.test(text)) return false;
  const found = new DOMParser().parseFromString(text, "application/xml");
  const sides = [...found.getElementsByTagNameNS("*", "Sender")].filter((one) => ["MsgInfo", "AppRec"].includes(one.parentNode.localName));
  const names = sides.flatMap((one) => ["OrganisationName", "Name"].flatMap((name) => [...one.getElementsByTagNameNS("*", name)]));
  return names.some((one) => one.textContent.toLowerCase().includes("(simulert)"));
}
async function witnessOf(pack) {
  const seen = { changed: [], sent: 0, simulated: false, page: "", report: null, folders: new Set() };
  for (const file of pack.files) {
    if (pack.isMasked && !file.in.includes("masked")) continue;
    const content = await unpacked(pack.entries, file.path);
    if (content.length !== file.size || (await sha256(content)) !== file.sha256) seen.changed.push(file.path);
    if (file.path.startsWith(EVIDENCE)) seen.folders.add(file.path.slice(EVIDENCE.length).split("/")[0]);
    const sent = /^(masked\/bevis\/[^/]+\/[0-9]+)-epj-helsenorge\.(?:xml|json)$/.exec(file.path);
    if (sent) {
      const beside = pack.entries.has(`${sent[1]}.json`) ? json(await unpacked(pack.entries, `${sent[1]}.json`), `${sent[1]}.json`) : {};
      seen.sent += 1;
      seen.simulated ||= "SIMULERT" in (beside.application_properties || {}) || namedSimulated(content);
    } else if (file.path === PAGE) seen.page = utf8.decode(content);
    else if (file.path === REPORT) { try { seen.report = JSON.parse(utf8.decode(content)); } catch { seen.report = null; } }
  }
  seen.origin = seen.simulated ? "simulert" : seen.sent ? "ekte" : "ukjent";
  return seen;
}

// --- what there is to say ---
async function rightSignature(signature) {
  const decode = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const signed = { root: signature.root, simulated: signature.simulated, signed_at: signature.signed_at, key: signature.key.id };
  const key = await crypto.subtle.importKey("raw", decode(signature.key.public), { name: "Ed25519" }, false, ["verify"]);
  return crypto.subtle.verify("Ed25519", key, decode(signature.signature), bytesOf.encode(canonical(signed)));
}
async function keyId(signature) {
  return (await sha256(Uint8Array.from(atob(signature.key.public), (letter) => letter.charCodeAt(0)))).slice(0, 16);
}
async function seal(pack, seen, trusted) {
  const said = seen.changed.map((path) => say("changed", { path })), listed = new Set(pack.files.map((one) => one.path));
  if (!listed.has("pack.json")) said.push(say("missing_file", { path: "pack.json" }));
  for (const path of ["manifest.json", "signature.json"]) if (listed.has(path)) said.push(say("unknown_file", { path }));
  if (pack.root !== pack.signature.root) said.push(say("root_changed"));
  const id = await keyId(pack.signature);
  if (id !== pack.signature.key.id) said.push(say("wrong_key_id"));
  if (!(await rightSignature(pack.signature))) said.push(say("bad_signature"));
  const words = trusted.split(/\s+/);
  if (trusted && !words.includes(id) && !words.includes(pack.signature.key.public)) said.push(say("foreign_key", { key: id }));
  return said;
}
function truth(pack, seen, file) {
  const said = [], inside = pack.pack, real = pack.signature.simulated !== true;
  const origin = inside.target.environment === "simulert" || /\bsimulert\b/i.test(inside.target.name) || (seen.report || {}).simulated === true || seen.origin === "simulert" ? "simulert" : seen.origin;
  const page = /<html lang="nb" data-simulert="ja">/.test(seen.page) && seen.page.includes('<p class="banner" role="note">SIMULERT');
  const claims = { "pack.json": inside.simulated, "signature.json": !real, [PAGE]: page, filnavnet: /simulert/i.test(file) };
  for (const [where, claim] of Object.entries(claims)) {
    if (origin === "simulert" && !claim) said.push(say("claims_real", { where }));
    if (origin !== "simulert" && claim) said.push(say("claims_simulated", { where }));
  }
  if (inside.origin !== origin && inside.origin !== "simulert" && origin !== "simulert") said.push(say("origin_differs", { said: inside.origin, seen: origin }));
  const day = (moment) => new Intl.DateTimeFormat("sv", { timeZone: "Europe/Oslo" }).format(moment);
  if (day(new Date(pack.signature.signed_at)) > day(new Date())) said.push(say("signed_in_future", { when: moment(pack.signature.signed_at) }));
  const steps = [["kjøringen begynte", inside.run.started_at], ["kjøringen sluttet", inside.run.finished_at], ["pakken ble laget", inside.made_at], ["pakken ble signert", pack.signature.signed_at]].filter((one) => one[1]);
  steps.forEach(([what, when], at) => { if (at && new Date(when) < new Date(steps[at - 1][1]) - DATA.limits.seconds * 1000) said.push(say("times_disagree", { what: `${what} før ${steps[at - 1][0]}` })); });
  const rungs = inside.scenarios.map((one) => LADDER.indexOf(one.verdict)).filter((rung) => rung >= 0);
  const gives = rungs.length ? LADDER[Math.max(...rungs)] : "ikke verifisert";
  if (![gives, FAULT].includes(inside.run.verdict)) said.push(say("run_verdict", { said: inside.run.verdict, gives }));
  const rows = (seen.report && seen.report.scenarios) || [];
  const there = new Map([...(seen.report ? [["kjøringen", seen.report.verdict]] : []), ...rows.map((one) => [one.id, one.verdict])]);
  const here = new Map([["kjøringen", inside.run.verdict], ...inside.scenarios.map((one) => [one.id, one.verdict])]);
  for (const what of [...new Set([...there.keys(), ...here.keys()])].sort()) {
    if (there.get(what) !== here.get(what)) { said.push(say("verdicts_disagree", { where: REPORT, what, there: there.get(what) || "–", here: here.get(what) || "–" })); break; }
  }
  const weights = DATA.suite.sha256 === inside.suite.sha256 ? new Map(Object.entries(DATA.suite.weights)) : new Map();
  for (const one of inside.scenarios) {
    const found = one.findings.map((each) => LADDER.indexOf({ feil: "ikke bestått", merknad: "bestått med merknad" }[each.severity]));
    const rung = LADDER.indexOf(one.verdict), worst = Math.max(rung, ...found);
    const gives = rung < 0 && worst < 2 ? one.verdict : LADDER[worst];
    if (gives !== one.verdict) said.push(say("too_green", { scenario: one.id, said: one.verdict, gives }));
    const told = `${one.level}, klasse ${one.severity_class}`, here = weights.has(one.id) ? weights.get(one.id) : told;
    if (told !== here) said.push(say("other_weight", { scenario: one.id, said: told, here }));
  }
  if (pack.manifest.suite !== inside.suite.sha256) said.push(say("other_suite"));
  return said;
}
function completeness(pack, seen) {
  const said = [], inside = pack.pack, present = new Set(inside.scenarios.map((one) => one.id));
  if (inside.origin === "ukjent") said.push(say("nothing_sent"));
  if (!inside.run.finished_at) said.push(say("not_finished", { reason: inside.run.reason }));
  else if (inside.run.verdict === FAULT) said.push(say("tool_fault", { reason: inside.run.reason }));
  const missing = inside.suite.scenarios.filter((id) => !present.has(id)), of = Math.max(inside.suite.scenarios.length, inside.plan.scenarios);
  if (missing.length || present.size < of) said.push(say("missing_scenarios", { count: Math.max(missing.length, of - present.size), of, plan: inside.plan.name, ids: some(missing.length ? missing : ["–"]) }));
  const locked = DATA.suite.sha256 === inside.suite.sha256 ? DATA.suite.plans[inside.plan.id] || [] : [];
  const unlisted = locked.filter((id) => !inside.suite.scenarios.includes(id) && !present.has(id));
  if (unlisted.length) said.push(say("other_list", { plan: inside.plan.name, ids: some(unlisted) }));
  const stopped = inside.scenarios.filter((one) => one.stopped).map((one) => one.id), faulty = inside.scenarios.filter((one) => one.verdict === FAULT).map((one) => one.id);
  if (stopped.length) said.push(say("stopped_scenarios", { count: stopped.length, ids: some(stopped) }));
  if (faulty.length) said.push(say("faulty_scenarios", { count: faulty.length, ids: some(faulty) }));
  const listed = new Set(pack.files.map((one) => one.path));
  for (const one of inside.confirmations) {
    const name = one.file.split("/").pop();
    if (name && !listed.has(`full/vedlegg/${name}`) && !listed.has(`masked/rapport/vedlegg/${name}`)) said.push(say("missing_attachment", { path: one.file, scenario: one.scenario }));
  }
  const rows = (seen.report && seen.report.scenarios) || [];
  const silent = rows.filter((one) => (one.messages || []).length && !seen.folders.has(one.id)).map((one) => one.id).sort();
  if (silent.length) said.push(say("missing_evidence", { ids: some(silent) }));
  return said;
}
function freshness(pack) {
  const then = pack.pack.suite;
  if (then.sha256 === DATA.suite.sha256) return [];
  return [then.version !== DATA.suite.version ? say("other_version", { now: DATA.suite.version, then: then.version }) : say("other_rules", { then: then.version })];
}
function told(pack, file, trusted) {
  const said = [], inside = pack.pack;
  if (inside.override) said.push(inside.override);
  said.push(...inside.notes);
  if (pack.isMasked) said.push(say("masked", { count: pack.leftOut }).text);
  if (inside.released.length) said.push(say("released", { paths: inside.released.join(", ") }).text);
  if (!trusted) said.push(say("no_trust", { key: pack.signature.key.id }).text);
  return said;
}
async function verify(bytes, file, trusted) {
  try {
    const pack = await openPack(bytes), seen = await witnessOf(pack);
    const said = [...(await seal(pack, seen, trusted)), ...truth(pack, seen, file), ...completeness(pack, seen), ...freshness(pack)];
    const order = ["ugyldig", "ufullstendig", "utdatert"];
    said.sort((one, other) => order.indexOf(one.state) - order.indexOf(other.state));
    const state = order.find((one) => said.some((each) => each.state === one)) || "gyldig";
    const simulated = [pack.pack.origin, seen.origin].includes("simulert") || pack.signature.simulated === true || /simulert/i.test(file) || /\bsimulert\b/i.test(pack.pack.target.name);
    return { state, simulated, reasons: said.map((one) => one.text), keys: said.map((one) => one.key), told: told(pack, file, trusted), pack };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { state: "ugyldig", simulated: /simulert/i.test(file), reasons: [error.message], keys: ["refused"], told: [], pack: null };
  }
}

// --- the page ---
const COLOURS = { gyldig: "green", utdatert: "amber", ufullstendig: "amber", ugyldig: "red" };
const moment = (text) => (text ? new Date(text).toLocaleString("nb-NO", { timeZone: "Europe/Oslo", dateStyle: "short", timeStyle: "short" }).replace(",", " kl.") : "ukjent tid");
function element(name, text, kind) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (kind) made.className = kind;
  return made;
}
function show(found, file) {
  const answer = document.getElementById("svar");
  answer.replaceChildren();
  if (found.simulated) answer.append(element("p", say("simulated").text, "banner"));
  const state = found.simulated && found.state === "gyldig" ? "gyldig_simulert" : found.state;
  const colour = found.simulated && found.state === "gyldig" ? "violet" : COLOURS[found.state];
  answer.append(element("p", DATA.texts.states[state], `verdict ${colour}`));
  const list = (items, kind) => { const made = element("ul", "", kind); items.forEach((one) => made.append(element("li", one))); return made; };
  if (found.reasons.length) answer.append(list(found.reasons, "why"));
  const facts = element("dl"), row = (name, text) => facts.append(element("dt", name), element("dd", text));
  row("Fil", file);
  if (found.pack) {
    const inside = found.pack.pack;
    row("Dom", inside.run.verdict);
    row("Gjelder", `${inside.municipality}, ${inside.target.name} (${inside.target.product} ${inside.target.version}), plan ${inside.plan.name}`);
    row("Kjørt", `${moment(inside.run.started_at)} med ${inside.suite.version}`);
    row("Signert", `${moment(found.pack.signature.signed_at)} med nøkkel ${found.pack.signature.key.id} ${found.pack.signature.key.name}`);
    row("Rot", found.pack.root);
  }
  answer.append(facts);
  if (found.told.length) answer.append(element("h3", "Merk"), list(found.told));
  answer.dataset.state = found.state;
  answer.dataset.keys = found.keys.join(" ");
  answer.focus();
}
async function able() {
  const probe = new Uint8Array(32);
  try { await crypto.subtle.importKey("raw", probe, { name: "Ed25519" }, false, ["verify"]); return typeof DecompressionStream === "function"; } catch { return false; }
}
async function take(file) {
  const answer = document.getElementById("svar");
  if (!file) return;
  if (!(await able())) {
    answer.dataset.state = "ukjent";
    answer.replaceChildren(element("p", "IKKE KONTROLLERT: nettleseren mangler det som trengs for å kontrollere signaturen (Ed25519). Bruk en nyere nettleser, eller kommandoen epj verify.", "verdict amber"));
    return;
  }
  answer.replaceChildren(element("p", "Kontrollerer …"));
  try { show(await verify(new Uint8Array(await file.arrayBuffer()), file.name, document.getElementById("nokkel").value.trim()), file.name); }
  catch (error) {
    answer.dataset.state = "ukjent";
    answer.replaceChildren(element("p", "IKKE KONTROLLERT: siden fikk ikke lest pakken. Bruk kommandoen epj verify.", "verdict amber"), element("p", String(error)));
  }
}
const field = document.getElementById("fil"), zone = document.getElementById("slipp");
field.addEventListener("change", () => take(field.files[0]));
for (const name of ["dragover", "drop"]) document.addEventListener(name, (event) => event.preventDefault());
zone.addEventListener("dragover", () => zone.classList.add("over"));
zone.addEventListener("dragleave", () => zone.classList.remove("over"));
zone.addEventListener("drop", (event) => { zone.classList.remove("over"); take(event.dataTransfer.files[0]); });
