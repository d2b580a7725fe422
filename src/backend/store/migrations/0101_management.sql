-- What the management APIs write. Documents are JSON in the APIs' own field names; columns beside them are what is
-- searched, unique or referred to. References are held by the database: what is in use cannot be deleted.
CREATE TABLE users (
    id TEXT PRIMARY KEY,
    login_key TEXT NOT NULL UNIQUE,
    document TEXT NOT NULL,
    password_hash TEXT
);
CREATE TABLE access_policies (
    id TEXT PRIMARY KEY,
    name_key TEXT NOT NULL UNIQUE,
    created BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE TABLE apps (
    id TEXT PRIMARY KEY,
    label_key TEXT NOT NULL UNIQUE,
    policy_id TEXT NOT NULL REFERENCES access_policies (id),
    created BIGINT NOT NULL,
    document TEXT NOT NULL,
    secret_hash TEXT
);
CREATE TABLE device_assurances (
    id TEXT PRIMARY KEY,
    name_key TEXT NOT NULL UNIQUE,
    created BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE TABLE access_rules (
    id TEXT PRIMARY KEY,
    policy_id TEXT NOT NULL REFERENCES access_policies (id) ON DELETE CASCADE,
    priority BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE INDEX access_rules_of_policy ON access_rules (policy_id, priority);
CREATE TABLE rule_assurances (
    rule_id TEXT NOT NULL REFERENCES access_rules (id) ON DELETE CASCADE,
    assurance_id TEXT NOT NULL REFERENCES device_assurances (id),
    PRIMARY KEY (rule_id, assurance_id)
);
CREATE TABLE posture_checks (
    id TEXT PRIMARY KEY,
    variable_name TEXT NOT NULL UNIQUE,
    created BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE TABLE assurance_checks (
    assurance_id TEXT NOT NULL REFERENCES device_assurances (id) ON DELETE CASCADE,
    variable_name TEXT NOT NULL REFERENCES posture_checks (variable_name),
    PRIMARY KEY (assurance_id, variable_name)
);
CREATE TABLE grace_windows (
    policy_id TEXT NOT NULL REFERENCES device_assurances (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    first_noncompliant_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (policy_id, user_id, device_id)
);
CREATE INDEX grace_windows_of_device ON grace_windows (user_id, device_id);
CREATE TABLE api_tokens (
    id TEXT PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created BIGINT NOT NULL
);
CREATE TABLE log_events (
    uuid TEXT PRIMARY KEY,
    published BIGINT NOT NULL,
    document TEXT NOT NULL
);
CREATE INDEX log_events_in_order ON log_events (published, uuid);
CREATE TABLE integrations (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL
);
