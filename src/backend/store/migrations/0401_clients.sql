-- What apps may do in their own name, and which of their assertions were used. Identifiers of assertions are kept as
-- SHA-256: clients choose them freely.
CREATE TABLE app_grants (
    id TEXT PRIMARY KEY,
    app_id TEXT NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    scope TEXT NOT NULL,
    created BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    UNIQUE (app_id, scope)
);
CREATE TABLE used_assertions (
    client_id TEXT NOT NULL,
    jti_hash TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (client_id, jti_hash)
);
CREATE INDEX used_assertions_by_expiry ON used_assertions (expires_at);
