-- The versions catalogue that an administrator took in after the program was made; at most one row.
CREATE TABLE version_catalogues (
    slot BIGINT PRIMARY KEY,
    as_of TEXT NOT NULL,
    document TEXT NOT NULL
);
