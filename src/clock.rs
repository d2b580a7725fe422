//! The only place that reads the time. Everything that depends on time is given a [`Clock`].

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use jiff::{SignedDuration, Timestamp};

/// A source of the current instant.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// The current instant.
    fn now(&self) -> Timestamp;
}

/// The clock that the parts of a program share.
pub type SharedClock = Arc<dyn Clock>;

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the place that reads the time"
    )]
    fn now(&self) -> Timestamp {
        // No finer than what is stored and sent: an instant is the same one when it is read again.
        let now = Timestamp::now();
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }
}

/// A clock that stands still until it is moved: for tests.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// A clock that stands at `start`, to the millisecond.
    pub fn new(start: Timestamp) -> Self {
        Self(AtomicI64::new(start.as_millisecond()))
    }

    /// Moves the clock by `by`, forwards or backwards.
    pub fn advance(&self, by: SignedDuration) {
        let milliseconds = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.0.fetch_add(milliseconds, Ordering::SeqCst);
    }

    /// Puts the clock to `at`.
    pub fn set(&self, at: Timestamp) {
        self.0.store(at.as_millisecond(), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).unwrap_or(Timestamp::MAX)
    }
}

/// The machine's clock, shifted: lets a demonstration look at what happens after a deadline.
#[derive(Debug, Default)]
pub struct ShiftedClock {
    shift: ManualShift,
}

#[derive(Debug, Default)]
struct ManualShift(AtomicI64);

impl ShiftedClock {
    /// How far the clock is ahead of the machine's.
    pub fn shift(&self) -> SignedDuration {
        SignedDuration::from_millis(self.shift.0.load(Ordering::SeqCst))
    }

    /// Sets how far the clock is ahead of the machine's.
    pub fn set_shift(&self, shift: SignedDuration) {
        self.shift.0.store(
            i64::try_from(shift.as_millis()).unwrap_or(i64::MAX),
            Ordering::SeqCst,
        );
    }
}

impl Clock for ShiftedClock {
    fn now(&self) -> Timestamp {
        SystemClock
            .now()
            .saturating_add(self.shift())
            .unwrap_or(Timestamp::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_of_the_machines_clock_is_the_same_one_when_it_was_stored() {
        let now = SystemClock.now();
        let stored = Timestamp::from_millisecond(now.as_millisecond());
        assert_eq!(stored.unwrap(), now);
    }
}
