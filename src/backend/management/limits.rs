//! Rate limits (`docs/spec/management-api.md` 2.3): so many requests per minute, family of paths and caller.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use axum::http::{HeaderMap, HeaderValue};
use jiff::Timestamp;

/// Length of a window in seconds.
const WINDOW: i64 = 60;

/// Requests per minute and caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For posture checks, and for device assurance policies: 50 was recorded from a real organization.
    pub device: u32,
    /// For every other family of paths.
    pub other: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            device: 50,
            other: 600,
        }
    }
}

/// How many requests were made in the current minute.
#[derive(Debug, Default)]
pub(super) struct Counters(Mutex<Minute>);

#[derive(Debug, Default)]
struct Minute {
    index: i64,
    /// By family of paths and caller.
    counts: HashMap<(String, String), u32>,
}

/// What became of counting a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Standing {
    limit: u32,
    remaining: u32,
    /// Unix seconds at which the window ends.
    reset: i64,
    /// Whether the request may go on.
    pub(super) allowed: bool,
}

impl Counters {
    /// Counts a request of `caller` to `path` (under `/api/v1`).
    pub(super) fn count(
        &self,
        limits: Limits,
        path: &str,
        caller: &str,
        now: Timestamp,
    ) -> Standing {
        let path = path.trim_start_matches('/');
        // What is internal of a family belongs to it.
        let path = path.strip_prefix("internal/").unwrap_or(path);
        let family = path.split('/').next().unwrap_or_default();
        let limit = match family {
            "device-assurances" | "device-posture-checks" => limits.device,
            _ => limits.other,
        };
        let index = now.as_second().div_euclid(WINDOW);
        let mut minute = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if minute.index != index {
            *minute = Minute {
                index,
                counts: HashMap::new(),
            };
        }
        // Unknown families share one counter: the table must not grow with made-up paths.
        let known = [
            "device-assurances",
            "device-posture-checks",
            "device-assurance-exemptions",
            "policies",
            "apps",
            "users",
            "logs",
            "device-integrations",
            "helpdesk",
        ];
        let family = if known.contains(&family) { family } else { "" };
        let count = minute
            .counts
            .entry((family.to_owned(), caller.to_owned()))
            .or_default();
        *count = count.saturating_add(1);
        let allowed = *count <= limit;
        Standing {
            limit,
            remaining: limit.saturating_sub(*count),
            reset: (index + 1) * WINDOW,
            allowed,
        }
    }
}

impl Standing {
    /// Writes the headers that every answer carries, and `Date`, which clients need to know how long to wait.
    pub(super) fn write(self, headers: &mut HeaderMap, now: Timestamp) {
        headers.insert("x-rate-limit-limit", HeaderValue::from(self.limit));
        headers.insert("x-rate-limit-remaining", HeaderValue::from(self.remaining));
        headers.insert("x-rate-limit-reset", HeaderValue::from(self.reset));
        let date = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&now);
        if let Some(date) = date.ok().and_then(|date| HeaderValue::from_str(&date).ok()) {
            headers.insert("date", date);
        }
    }
}
