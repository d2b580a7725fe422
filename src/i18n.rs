//! Locales, negotiation, Fluent messages, dates and durations.
