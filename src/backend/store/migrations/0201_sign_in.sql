-- What the sign-in endpoints remember. Handles and codes are kept as SHA-256 only.
CREATE TABLE sign_ins (
    id TEXT PRIMARY KEY,
    handle_hash TEXT NOT NULL UNIQUE,
    challenge_id TEXT UNIQUE,
    revision BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE INDEX sign_ins_by_expiry ON sign_ins (expires_at);
CREATE TABLE interaction_codes (
    hash TEXT PRIMARY KEY,
    sign_in_id TEXT NOT NULL UNIQUE REFERENCES sign_ins (id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL,
    used BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE TABLE devices (
    id TEXT PRIMARY KEY,
    key_id TEXT NOT NULL UNIQUE,
    document TEXT NOT NULL
);
CREATE TABLE user_devices (
    user_id TEXT NOT NULL,
    device_id TEXT NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
    registered_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, device_id)
);
CREATE TABLE seen_answers (
    sign_in_id TEXT NOT NULL REFERENCES sign_ins (id) ON DELETE CASCADE,
    jti TEXT NOT NULL,
    PRIMARY KEY (sign_in_id, jti)
);
CREATE TABLE failed_attempts (
    id TEXT PRIMARY KEY,
    login_key TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX failed_attempts_of_login ON failed_attempts (login_key, at);
CREATE TABLE signing_keys (
    id TEXT PRIMARY KEY,
    slot BIGINT NOT NULL UNIQUE,
    pkcs8 TEXT NOT NULL
);
