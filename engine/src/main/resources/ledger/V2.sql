-- The analyst's day: how a case was judged, what is silenced and why, which days were worked, what arrived, what is sent.
ALTER TABLE case_file ADD COLUMN disposition TEXT;
ALTER TABLE case_file ADD COLUMN acknowledged_at BIGINT;
ALTER TABLE case_file ADD COLUMN acknowledged_by TEXT;
ALTER TABLE case_file ADD COLUMN contained_at BIGINT;
ALTER TABLE case_file ADD COLUMN score_terms TEXT;
CREATE TABLE suppression (
  id TEXT PRIMARY KEY,
  rule TEXT NOT NULL,
  account TEXT,
  actor TEXT,
  resource TEXT,
  owner TEXT NOT NULL,
  reason TEXT NOT NULL,
  granted_by TEXT NOT NULL,
  granted_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  ended_at BIGINT,
  ended_by TEXT,
  despite TEXT
);
CREATE TABLE suppressed_finding (
  finding TEXT PRIMARY KEY,
  suppression TEXT NOT NULL REFERENCES suppression (id),
  at BIGINT NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX suppressed_finding_suppression ON suppressed_finding (suppression, at);
CREATE TABLE queue_day (
  day TEXT PRIMARY KEY,
  signed_by TEXT NOT NULL,
  signed_at BIGINT NOT NULL,
  note TEXT NOT NULL,
  open_cases BIGINT NOT NULL,
  unseen_cases BIGINT NOT NULL,
  overdue_cases BIGINT NOT NULL
);
CREATE TABLE rule_day (
  rule TEXT NOT NULL,
  day TEXT NOT NULL,
  findings BIGINT NOT NULL,
  suppressed BIGINT NOT NULL,
  PRIMARY KEY (rule, day)
);
CREATE TABLE source_hour (
  source TEXT NOT NULL,
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  hour BIGINT NOT NULL,
  events BIGINT NOT NULL,
  newest_event_at BIGINT NOT NULL,
  first_read_at BIGINT NOT NULL,
  last_read_at BIGINT NOT NULL,
  PRIMARY KEY (source, account, region, hour)
);
CREATE INDEX source_hour_hour ON source_hour (hour);
CREATE TABLE source_host (
  source TEXT NOT NULL,
  host TEXT NOT NULL,
  events BIGINT NOT NULL,
  newest_event_at BIGINT NOT NULL,
  last_read_at BIGINT NOT NULL,
  PRIMARY KEY (source, host)
);
CREATE TABLE outbox (
  id TEXT PRIMARY KEY,
  door TEXT NOT NULL,
  case_id TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  next_at BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  delivered_at BIGINT,
  given_up_at BIGINT,
  last_error TEXT,
  reference TEXT
);
CREATE INDEX outbox_next ON outbox (next_at);
