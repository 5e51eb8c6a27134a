-- What is to be done in a case, by whom, and who gave the case to whom.
CREATE TABLE case_task (
  case_id TEXT NOT NULL REFERENCES case_file (id),
  seq BIGINT NOT NULL,
  text TEXT NOT NULL,
  assignee TEXT,
  due_at BIGINT,
  opened_at BIGINT NOT NULL,
  opened_by TEXT NOT NULL,
  ended_at BIGINT,
  ended_by TEXT,
  outcome TEXT,
  PRIMARY KEY (case_id, seq)
);
CREATE TABLE case_handover (
  case_id TEXT NOT NULL REFERENCES case_file (id),
  seq BIGINT NOT NULL,
  at BIGINT NOT NULL,
  giver TEXT,
  receiver TEXT NOT NULL,
  text TEXT NOT NULL,
  open_work TEXT NOT NULL,
  accepted_at BIGINT,
  PRIMARY KEY (case_id, seq)
);
