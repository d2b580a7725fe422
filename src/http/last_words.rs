//! What the IDX server said last of a sign-in, where it says it only once.
//!
//! A post is answered with a redirect to the page, which asks the server how the sign-in stands; event streams ask
//! while nobody loads anything. A server that keeps its sign-ins tells the same again. One that forgets them with their
//! last answer (a denial, an interaction code), or gives another state handle each time, does not: its last words are
//! kept here for a while. Each instance keeps its own, and only as long as a browser takes to follow a redirect.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use jiff::{SignedDuration, Timestamp};

use crate::{
    flow,
    idx::{Error, Reply, Transaction},
};

/// How long they are kept.
const KEPT: SignedDuration = SignedDuration::from_mins(5);
/// Of how many sign-ins.
const MOST: usize = 512;
/// Bytes of an answer: larger ones are not kept.
const LARGEST: usize = 32 * 1024;

/// The last words of many sign-ins.
#[derive(Default)]
pub(super) struct LastWords(Mutex<VecDeque<Entry>>);

// State handles and codes are in it.
impl std::fmt::Debug for LastWords {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("LastWords(…)")
    }
}

struct Entry {
    /// As the browser's cookie has it.
    handle: String,
    /// What the server calls the sign-in now.
    newer: Option<String>,
    end: Option<Transaction>,
    heard: Timestamp,
}

impl LastWords {
    /// Hears an answer to a form of the sign-in that the browser knows by `handle`.
    pub(super) fn hear(&self, handle: &str, reply: &Reply, now: Timestamp) {
        let newer = reply
            .transaction
            .state_handle
            .clone()
            .filter(|newer| reply.status < 400 && newer != handle);
        let end = flow::is_last_word(reply)
            .then(|| reply.transaction.clone())
            .filter(|end| serde_json::to_vec(end).is_ok_and(|bytes| bytes.len() <= LARGEST));
        if newer.is_none() && end.is_none() {
            return;
        }
        let mut entries = self.lock();
        entries.retain(|entry| entry.handle != handle && now.duration_since(entry.heard) < KEPT);
        entries.truncate(MOST - 1);
        entries.push_front(Entry {
            handle: handle.to_owned(),
            newer,
            end,
            heard: now,
        });
    }

    /// The state handle by which the server knows the sign-in `handle` now.
    pub(super) fn newest(&self, handle: &str, now: Timestamp) -> Option<String> {
        self.find(handle, now, |entry| entry.newer.clone())
    }

    /// `answer`, or the last words where the server has forgotten the sign-in `handle`.
    pub(super) fn recall(
        &self,
        handle: &str,
        answer: Result<Reply, Error>,
        now: Timestamp,
    ) -> Result<Reply, Error> {
        if !flow::is_forgotten(&answer) {
            return answer;
        }
        match self.find(handle, now, |entry| entry.end.clone()) {
            Some(transaction) => Ok(Reply {
                transaction,
                status: 200,
                wait: None,
            }),
            None => answer,
        }
    }

    fn find<T>(
        &self,
        handle: &str,
        now: Timestamp,
        get: impl Fn(&Entry) -> Option<T>,
    ) -> Option<T> {
        let entries = self.lock();
        let entry = entries
            .iter()
            .find(|entry| entry.handle == handle && now.duration_since(entry.heard) < KEPT)?;
        get(entry)
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Entry>> {
        // Nobody leaves it half changed.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(status: u16, body: &str) -> Result<Reply, Error> {
        Reply::read(status, None, body.as_bytes())
    }

    fn time(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    const DENIED: &str = r#"{"version":"1.0.0","messages":{"type":"array","value":[{"message":"No.","class":"ERROR"}]}}"#;
    const EXPIRED: &str = r#"{"version":"1.0.0","messages":{"type":"array","value":[{"message":"Over.","i18n":{"key":"idx.session.expired"}}]}}"#;

    #[test]
    fn the_end_is_told_for_a_while_where_the_server_has_forgotten_it() {
        let words = LastWords::default();
        let now = time("2026-03-02T10:00:00Z");
        let denied = reply(403, DENIED).expect("a transaction");
        words.hear("a", &denied, now);
        let recalled = |handle: &str, now| words.recall(handle, reply(401, EXPIRED), now);
        let told = recalled("a", time("2026-03-02T10:04:59Z")).expect("a transaction");
        assert_eq!(told.transaction, denied.transaction);
        for (handle, now) in [("a", "2026-03-02T10:05:00Z"), ("b", "2026-03-02T10:00:01Z")] {
            assert_eq!(recalled(handle, time(now)), reply(401, EXPIRED), "{handle}");
        }
        assert_eq!(
            words.recall("a", Err(Error::Slow), now),
            Err(Error::Slow),
            "a server that does not answer has forgotten nothing"
        );
    }

    #[test]
    fn a_newer_handle_is_followed_but_not_one_that_came_with_an_error() {
        let words = LastWords::default();
        let now = time("2026-03-02T10:00:00Z");
        let body = r#"{"version":"1.0.0","stateHandle":"b","remediation":{"type":"array","value":[{"name":"identify"}]}}"#;
        words.hear("a", &reply(401, body).expect("a transaction"), now);
        assert_eq!(words.newest("a", now), None);
        words.hear("a", &reply(200, body).expect("a transaction"), now);
        assert_eq!(words.newest("a", now).as_deref(), Some("b"));
    }

    #[test]
    fn only_so_many_are_kept() {
        let words = LastWords::default();
        let now = time("2026-03-02T10:00:00Z");
        let denied = reply(200, DENIED).expect("a transaction");
        for number in 0..=MOST {
            words.hear(&number.to_string(), &denied, now);
        }
        assert_eq!(words.lock().len(), MOST);
        let oldest = words.recall("0", reply(401, EXPIRED), now);
        assert_eq!(oldest, reply(401, EXPIRED));
    }
}
