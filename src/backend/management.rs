//! `/api/v1/…`: the management APIs.

pub mod tokens;
