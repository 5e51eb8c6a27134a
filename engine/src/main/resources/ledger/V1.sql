-- Times are microseconds since 1970 in UTC and JSON is text, so that the same schema serves SQLite and PostgreSQL.
CREATE TABLE run (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  plan_digest TEXT NOT NULL,
  plan TEXT NOT NULL,
  documents TEXT NOT NULL,
  case_id TEXT,
  caller TEXT NOT NULL,
  environment TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE TABLE journal (
  run TEXT NOT NULL REFERENCES run (id),
  seq BIGINT NOT NULL,
  at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  step TEXT NOT NULL,
  body TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (run, seq)
);
CREATE TABLE approval (
  id TEXT PRIMARY KEY,
  digest TEXT NOT NULL,
  approver TEXT NOT NULL,
  given_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT,
  used_by TEXT
);
CREATE INDEX approval_digest ON approval (digest);
CREATE TABLE case_file (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  severity TEXT NOT NULL,
  body TEXT NOT NULL,
  assignee TEXT,
  opened_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  signed_off_at BIGINT
);
CREATE TABLE case_note (
  case_id TEXT NOT NULL REFERENCES case_file (id),
  seq BIGINT NOT NULL,
  at BIGINT NOT NULL,
  author TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (case_id, seq)
);
CREATE TABLE drill (
  run TEXT PRIMARY KEY REFERENCES run (id),
  scenario TEXT NOT NULL,
  kind TEXT NOT NULL,
  resource TEXT NOT NULL,
  outcome TEXT NOT NULL,
  environment TEXT NOT NULL,
  ended_at BIGINT NOT NULL,
  rto_seconds BIGINT
);
