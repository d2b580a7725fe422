//! Configuration: one struct per concern, parsed at the start; secrets redacted.
