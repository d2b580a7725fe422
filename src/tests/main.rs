//! HTTP tests.

mod directions;
