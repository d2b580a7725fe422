-- When what is periodic was last done, for all instances together.
CREATE TABLE housekeeping (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    padding TEXT
);
CREATE INDEX failed_attempts_by_time ON failed_attempts (at);
