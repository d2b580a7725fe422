-- What people take along from a sign-in, by the SHA-256 of its code.
CREATE TABLE handouts (
    hash TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE INDEX handouts_by_expiry ON handouts (expires_at);
