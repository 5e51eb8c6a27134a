-- The findings of a case, one by one, so that a case of a hundred thousand is written and read without holding them all.
-- Cases that an older Holdfast kept have theirs in the body until they are kept again.
CREATE TABLE case_finding (
  case_id TEXT NOT NULL REFERENCES case_file (id),
  seq BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (case_id, seq)
);
