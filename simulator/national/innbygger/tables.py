"""What the citizen's side keeps in one test area: every message whole, and what it has come to mean."""

from __future__ import annotations

from typing import Final

from simulator.serving import area

SCHEMA: Final = (
    area.SCHEMA
    + """
CREATE TABLE IF NOT EXISTS message (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  direction TEXT NOT NULL,               -- inn, ut
  kind TEXT NOT NULL,                    -- melding, svar, kvittering, feil, uleselig, duplikat, avvist
  message_id TEXT NOT NULL,
  msg_id TEXT NOT NULL,
  process TEXT NOT NULL,
  code TEXT NOT NULL,
  patient TEXT NOT NULL,
  party TEXT NOT NULL,                   -- HER-id of the service
  parent TEXT NOT NULL,
  thread TEXT NOT NULL,
  issued TEXT NOT NULL,
  time TEXT NOT NULL,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  author TEXT NOT NULL,                  -- number of who wrote for the citizen
  status TEXT NOT NULL DEFAULT '',       -- of ours: venter, levert, avvist
  reason TEXT NOT NULL DEFAULT '',
  envelope TEXT NOT NULL,
  raw BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS once ON message (msg_id) WHERE direction = 'inn' AND kind = 'melding';
CREATE INDEX IF NOT EXISTS threads ON message (thread);
CREATE TABLE IF NOT EXISTS outbox (
  number INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, envelope TEXT NOT NULL, raw BLOB NOT NULL,
  message INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS event (number INTEGER PRIMARY KEY AUTOINCREMENT, content TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS appointment (
  id TEXT PRIMARY KEY,
  patient TEXT NOT NULL,
  party TEXT NOT NULL,
  uid TEXT NOT NULL,
  related_to TEXT,
  related_form TEXT NOT NULL,
  start TEXT NOT NULL,
  "end" TEXT NOT NULL,
  summary TEXT NOT NULL,
  description TEXT NOT NULL,
  location TEXT NOT NULL,
  employees TEXT NOT NULL,
  category TEXT NOT NULL,
  status TEXT NOT NULL,                  -- avtalt, planlagt, avlyst, ikke møtt, utført
  source TEXT NOT NULL,                  -- avtale, plan, ønske
  hidden INTEGER NOT NULL DEFAULT 0,     -- kept from the parents
  issued TEXT NOT NULL,
  asked TEXT NOT NULL DEFAULT '',        -- MsgId of the latest request to cancel
  answer TEXT NOT NULL DEFAULT '',       -- venter, godtatt, avslått, ikke levert
  answered TEXT NOT NULL DEFAULT ''      -- in the words of the service
) STRICT;
CREATE INDEX IF NOT EXISTS whose ON appointment (patient);
CREATE TABLE IF NOT EXISTS attempt (
  state TEXT PRIMARY KEY, browser TEXT NOT NULL, nonce TEXT NOT NULL, verifier TEXT NOT NULL, expires REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS login (
  digest TEXT PRIMARY KEY, pid TEXT NOT NULL, acr TEXT NOT NULL, id_token TEXT NOT NULL, expires REAL NOT NULL,
  notice TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE IF NOT EXISTS form (key TEXT PRIMARY KEY, msg_id TEXT NOT NULL) STRICT;
"""
)
KEPT: Final = ("message", "outbox", "event", "appointment", "attempt", "login", "form")
