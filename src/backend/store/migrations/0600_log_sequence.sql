-- The order in which events were stored. Whoever polls the log reads in this order: an event that is stored late, by a
-- slow transaction or an instance whose clock is behind, still comes behind everything that was read before it.
ALTER TABLE log_events ADD COLUMN sequence BIGINT NOT NULL DEFAULT 0;
UPDATE log_events SET sequence = numbered.place
    FROM (SELECT uuid, ROW_NUMBER() OVER (ORDER BY published, uuid) AS place FROM log_events) AS numbered
    WHERE log_events.uuid = numbered.uuid;
CREATE UNIQUE INDEX log_events_by_sequence ON log_events (sequence);
DROP INDEX log_events_in_order;
CREATE INDEX log_events_in_order ON log_events (published, sequence);
-- One row. Whoever appends takes the next numbers from it and holds it until its transaction ends, so numbers become
-- visible in their order.
CREATE TABLE log_sequence (
    latest BIGINT NOT NULL
);
INSERT INTO log_sequence (latest) SELECT COALESCE(MAX(sequence), 0) FROM log_events;
-- Whether the log tells that a window of grace has ended unused.
ALTER TABLE grace_windows ADD COLUMN expiry_told BIGINT NOT NULL DEFAULT 0;
