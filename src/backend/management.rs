//! `/api/v1/…`: the management APIs.
