//! How often somebody tries codes that do not exist. The codes are too long to be guessed; this keeps those who try from
//! keeping the server busy.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use jiff::Timestamp;

/// Wrong codes from one network in one minute.
const MOST: u32 = 30;
/// Networks that are counted: more than that in a minute share one count.
const NETWORKS: usize = 10_000;

/// Wrong codes in the current minute.
#[derive(Debug, Default)]
pub(super) struct Guesses(Mutex<Minute>);

#[derive(Debug, Default)]
struct Minute {
    index: i64,
    counts: HashMap<u64, u32>,
}

impl Guesses {
    /// Whether there were too many from there.
    pub(super) fn too_many(&self, address: Option<IpAddr>, now: Timestamp) -> bool {
        self.with(now, |minute| {
            let count = minute.counts.get(&minute.key(network(address)));
            count.is_some_and(|count| *count >= MOST)
        })
    }

    /// One more.
    pub(super) fn wrong(&self, address: Option<IpAddr>, now: Timestamp) {
        self.with(now, |minute| {
            let key = minute.key(network(address));
            *minute.counts.entry(key).or_default() += 1;
        });
    }

    fn with<T>(&self, now: Timestamp, work: impl FnOnce(&mut Minute) -> T) -> T {
        let index = now.as_second().div_euclid(60);
        let mut minute = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if minute.index != index {
            *minute = Minute {
                index,
                counts: HashMap::new(),
            };
        }
        work(&mut minute)
    }
}

impl Minute {
    fn key(&self, network: u64) -> u64 {
        if self.counts.len() < NETWORKS || self.counts.contains_key(&network) {
            network
        } else {
            0
        }
    }
}

/// An IPv4 address, or the 64 bits of an IPv6 address that one customer has for all of theirs.
fn network(address: Option<IpAddr>) -> u64 {
    match address.map(|address| address.to_canonical()) {
        Some(IpAddr::V4(address)) => u64::from(u32::from(address)),
        Some(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            [a, b, c, d]
                .iter()
                .fold(0, |network, part| (network << 16) | u64::from(*part))
        }
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_tries_too_many_codes_waits_for_the_next_minute_and_others_do_not() {
        let guesses = Guesses::default();
        let at = |second| Timestamp::from_second(second).unwrap();
        let address = |text: &str| Some(text.parse().unwrap());
        for _ in 0..MOST {
            assert!(!guesses.too_many(address("2001:db8::1"), at(60)));
            guesses.wrong(address("2001:db8::1"), at(60));
        }
        assert!(
            guesses.too_many(address("2001:db8::2"), at(119)),
            "one network"
        );
        assert!(!guesses.too_many(address("2001:db8:0:1::1"), at(119)));
        assert!(!guesses.too_many(address("192.0.2.1"), at(119)));
        assert!(!guesses.too_many(address("2001:db8::1"), at(120)));
    }
}
