-- The last reminder that each person has confirmed, of one policy on one device: so long they are left alone.
CREATE TABLE grace_reminders (
    policy_id TEXT NOT NULL REFERENCES device_assurances (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    confirmed_at BIGINT NOT NULL,
    deadline BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (policy_id, user_id, device_id)
);
CREATE INDEX grace_reminders_of_device ON grace_reminders (user_id, device_id);
CREATE INDEX grace_reminders_by_time ON grace_reminders (confirmed_at);
