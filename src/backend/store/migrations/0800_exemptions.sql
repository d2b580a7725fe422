-- What people have asked for and administrators have decided. The key is there while a request is to be decided or runs:
-- of one person's requests for one device and policy, one at a time. The number is the order of a person's requests for
-- one device.
CREATE TABLE exemptions (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    device_id TEXT NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
    policy_id TEXT NOT NULL REFERENCES device_assurances (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    open_key TEXT UNIQUE,
    status TEXT NOT NULL,
    requested_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    expiry_told BIGINT NOT NULL DEFAULT 0,
    document TEXT NOT NULL,
    UNIQUE (user_id, device_id, number)
);
CREATE INDEX exemptions_in_order ON exemptions (requested_at, id);
CREATE INDEX exemptions_by_end ON exemptions (ends_at);
-- Whose token it is, where it is somebody's: nobody decides about a request of their own.
ALTER TABLE api_tokens ADD COLUMN user_id TEXT REFERENCES users (id) ON DELETE CASCADE;
