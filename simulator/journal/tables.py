"""The tables of one journal. Times of events are UTC; times of appointments are local (Europe/Oslo) without zone.

`service` is the HER-id of the unit that something belongs to.
"""

SCHEMA = """
CREATE TABLE IF NOT EXISTS patient (
  ident TEXT PRIMARY KEY, id TEXT NOT NULL, family TEXT NOT NULL, given TEXT NOT NULL, birth_date TEXT NOT NULL,
  kind TEXT NOT NULL, digital TEXT NOT NULL DEFAULT 'ukjent', digital_changed TEXT,
  died TEXT) STRICT;
CREATE INDEX IF NOT EXISTS patient_died ON patient (died) WHERE died IS NOT NULL;
CREATE TABLE IF NOT EXISTS guardian (
  patient TEXT NOT NULL REFERENCES patient, ident TEXT NOT NULL, name TEXT NOT NULL, relation TEXT NOT NULL,
  PRIMARY KEY (patient, ident)) STRICT;
CREATE TABLE IF NOT EXISTS seen (
  patient TEXT NOT NULL REFERENCES patient, service TEXT NOT NULL, PRIMARY KEY (patient, service)) STRICT;
CREATE TABLE IF NOT EXISTS appointment (
  id TEXT PRIMARY KEY, uid TEXT NOT NULL, related_to TEXT, patient TEXT NOT NULL REFERENCES patient,
  service TEXT NOT NULL, start TEXT NOT NULL, "end" TEXT NOT NULL, summary TEXT NOT NULL, location TEXT NOT NULL,
  category TEXT, practitioner TEXT, status TEXT NOT NULL DEFAULT 'planned', cancellation TEXT,
  exempt INTEGER NOT NULL DEFAULT 0, slot TEXT REFERENCES slot, plan TEXT REFERENCES plan, occurrence TEXT,
  employees TEXT NOT NULL DEFAULT '[]', called_off TEXT) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS taken ON appointment (practitioner, start)
  WHERE status = 'planned' AND practitioner IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS taken_slot ON appointment (slot) WHERE status = 'planned' AND slot IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS one_visit ON appointment (plan, occurrence) WHERE plan IS NOT NULL;
CREATE INDEX IF NOT EXISTS appointment_patient ON appointment (patient);
CREATE INDEX IF NOT EXISTS appointment_uid ON appointment (uid);
CREATE INDEX IF NOT EXISTS appointment_related ON appointment (related_to);
CREATE TABLE IF NOT EXISTS slot (
  id TEXT PRIMARY KEY, service TEXT NOT NULL, start TEXT NOT NULL, "end" TEXT NOT NULL, summary TEXT NOT NULL,
  location TEXT NOT NULL, practitioner TEXT NOT NULL, category TEXT, bookable_from TEXT,
  must_call INTEGER NOT NULL, approval INTEGER NOT NULL, closed INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE IF NOT EXISTS booking (
  id TEXT PRIMARY KEY, slot TEXT NOT NULL REFERENCES slot, patient TEXT NOT NULL REFERENCES patient,
  service TEXT NOT NULL, time TEXT NOT NULL, sender TEXT NOT NULL, conversation TEXT NOT NULL, text TEXT NOT NULL,
  author TEXT NOT NULL, decision TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS wish (
  id TEXT PRIMARY KEY, patient TEXT NOT NULL REFERENCES patient, service TEXT NOT NULL, process TEXT NOT NULL,
  time TEXT NOT NULL, sender TEXT NOT NULL, conversation TEXT NOT NULL, subject TEXT, text TEXT NOT NULL,
  author TEXT NOT NULL, other_practitioner TEXT, decision TEXT NOT NULL DEFAULT 'waiting',
  appointment TEXT REFERENCES appointment) STRICT;
CREATE INDEX IF NOT EXISTS wish_patient ON wish (patient);
CREATE TABLE IF NOT EXISTS plan (
  id TEXT PRIMARY KEY, patient TEXT NOT NULL REFERENCES patient, service TEXT NOT NULL, contact TEXT NOT NULL,
  summary TEXT NOT NULL, start TEXT NOT NULL, "end" TEXT NOT NULL, freq TEXT NOT NULL, every INTEGER NOT NULL,
  days TEXT NOT NULL, last TEXT, minutes INTEGER) STRICT;
CREATE INDEX IF NOT EXISTS plan_patient ON plan (patient);
CREATE TABLE IF NOT EXISTS pause (
  number INTEGER PRIMARY KEY, patient TEXT NOT NULL REFERENCES patient, service TEXT NOT NULL, first TEXT NOT NULL,
  last TEXT, reason TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS cancellation (
  msg_id TEXT PRIMARY KEY, appointment TEXT NOT NULL REFERENCES appointment, process TEXT NOT NULL,
  sender TEXT NOT NULL, conversation TEXT NOT NULL, reason TEXT NOT NULL, acting INTEGER NOT NULL,
  decision TEXT NOT NULL DEFAULT 'waiting') STRICT;
CREATE TABLE IF NOT EXISTS thread (
  id TEXT PRIMARY KEY, patient TEXT NOT NULL REFERENCES patient, process TEXT NOT NULL, service TEXT NOT NULL,
  closed INTEGER NOT NULL, party TEXT, owner TEXT) STRICT;
CREATE TABLE IF NOT EXISTS message (
  number INTEGER PRIMARY KEY, msg_id TEXT NOT NULL, thread TEXT NOT NULL REFERENCES thread, parent TEXT,
  direction TEXT NOT NULL, time TEXT NOT NULL, code TEXT NOT NULL, subject TEXT, text TEXT NOT NULL,
  author TEXT NOT NULL, author_relation TEXT, acting_id TEXT, acting_name TEXT, sender TEXT,
  read TEXT, UNIQUE (msg_id, direction)) STRICT;
CREATE INDEX IF NOT EXISTS message_thread ON message (thread);
CREATE TABLE IF NOT EXISTS attachment (
  number INTEGER PRIMARY KEY, msg_id TEXT NOT NULL, mime_type TEXT NOT NULL, description TEXT NOT NULL,
  size INTEGER NOT NULL, sha256 TEXT NOT NULL, content BLOB NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS attachment_message ON attachment (msg_id);
CREATE TABLE IF NOT EXISTS entry (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, patient TEXT NOT NULL REFERENCES patient, time TEXT NOT NULL,
  kind TEXT NOT NULL, text TEXT NOT NULL, subject TEXT, author TEXT NOT NULL, author_relation TEXT, acting_id TEXT,
  acting_name TEXT, thread TEXT, msg_id TEXT, appointment TEXT, service TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS entry_patient ON entry (patient);
CREATE TABLE IF NOT EXISTS access (
  number INTEGER PRIMARY KEY, time TEXT NOT NULL, who TEXT NOT NULL, action TEXT NOT NULL,
  patient TEXT NOT NULL, service TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS access_patient ON access (patient);
CREATE TABLE IF NOT EXISTS transport (
  number INTEGER PRIMARY KEY, msg_id TEXT, message_id TEXT NOT NULL, direction TEXT NOT NULL, time TEXT NOT NULL,
  kind TEXT NOT NULL, status TEXT NOT NULL, error_code TEXT, error_text TEXT, patient TEXT, envelope TEXT NOT NULL,
  raw BLOB NOT NULL, handled TEXT) STRICT;
CREATE INDEX IF NOT EXISTS transport_msg ON transport (msg_id);
CREATE INDEX IF NOT EXISTS transport_amqp ON transport (message_id, direction);
CREATE TABLE IF NOT EXISTS carried (
  transport INTEGER PRIMARY KEY REFERENCES transport, raw BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS receipt (
  msg_id TEXT NOT NULL, sender TEXT NOT NULL, accepted INTEGER NOT NULL,
  held INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (msg_id, sender)) STRICT;
CREATE INDEX IF NOT EXISTS receipt_held ON receipt (held) WHERE held;
CREATE TABLE IF NOT EXISTS contact (
  id TEXT PRIMARY KEY, patient TEXT NOT NULL REFERENCES patient, service TEXT NOT NULL, first TEXT NOT NULL,
  last TEXT) STRICT;
CREATE INDEX IF NOT EXISTS contact_patient ON contact (patient);
CREATE TABLE IF NOT EXISTS outbox (
  number INTEGER PRIMARY KEY AUTOINCREMENT, transport INTEGER NOT NULL REFERENCES transport,
  queue TEXT NOT NULL, urgent INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS outbox_order ON outbox (urgent DESC, number);
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS idempotency (
  key TEXT PRIMARY KEY, digest TEXT NOT NULL, time TEXT NOT NULL, answer TEXT NOT NULL) STRICT;
"""

CONTENT = (
    "outbox",
    "idempotency",
    "receipt",
    "carried",
    "transport",
    "access",
    "entry",
    "attachment",
    "message",
    "thread",
    "contact",
    "cancellation",
    "wish",
    "booking",
    "appointment",
    "slot",
    "pause",
    "plan",
    "guardian",
    "seen",
    "patient",
    "setting",
)
"""All tables, those that refer to others first."""
