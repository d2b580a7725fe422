//! The countdown's arithmetic: pure, tested on the server's side. Times are milliseconds; the browser's clocks come in as
//! numbers, so that a test can let them lie.

/// Seconds of a day, an hour, a minute, a second.
const UNITS: [u64; 4] = [86_400, 3_600, 60, 1];

/// Points at which the remaining time is spoken, in seconds (`docs/spec/ux.md` L2).
const SPOKEN: [u64; 7] = [86_400, 3_600, 900, 300, 60, 40, 20];

/// A disagreement between the two clocks, in milliseconds, from which on neither is believed: the computer slept, or
/// somebody set its clock. Also how much the time that is left may be told too short.
pub(in crate::islands) const DOUBT: f64 = 250.0;

/// A question to the server that took longer, in milliseconds, is asked again: the answer may be as old as the question.
const SLOW: f64 = 500.0;

/// The time that was left at one moment, by the server's clock.
///
/// Counting on with a clock that nobody can set is right as long as the computer is awake: some browsers' monotonic
/// clocks stand still while it sleeps. The wall clock runs on in sleep, but can be set. Where both have gone on by the
/// same, both are right; where not, the server is asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::islands) struct Anchor {
    left: f64,
    monotonic: f64,
    wall: f64,
}

impl Anchor {
    /// `left` was true at a moment that was not before the browser's clocks stood at `monotonic` and `wall`: when the
    /// question was sent, for instance.
    pub(in crate::islands) fn new(left: f64, monotonic: f64, wall: f64) -> Self {
        Self {
            left,
            monotonic,
            wall,
        }
    }

    /// The time that is left: never more than is true, and less by [`DOUBT`], by what the question took and by what the
    /// clocks disagree at most. `None` where the clocks do not let it be known.
    pub(in crate::islands) fn left(&self, monotonic: f64, wall: f64) -> Option<f64> {
        let ran = monotonic - self.monotonic;
        let apart = (wall - self.wall) - ran;
        (apart.abs() <= DOUBT).then(|| (self.left - ran - DOUBT).max(0.0))
    }

    /// Whether the answer to a question came so late, at `monotonic`, that another one is worth asking.
    pub(in crate::islands) fn is_coarse(&self, monotonic: f64) -> bool {
        monotonic - self.monotonic > SLOW
    }
}

/// Whole seconds, rounded down.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "not negative, and rounded down"
)]
pub(in crate::islands) fn seconds(left: f64) -> u64 {
    (left.max(0.0) / 1_000.0) as u64
}

/// The two largest units (index and amount) of a remaining time, rounded down; the second one only where it is not
/// nothing, and never seconds beside minutes.
pub(in crate::islands) fn parts(left: u64) -> ((usize, u64), Option<(usize, u64)>) {
    let unit = UNITS.iter().position(|unit| left >= *unit).unwrap_or(3);
    let large = (unit, left / UNITS[unit]);
    let small = (unit < 2)
        .then(|| (unit + 1, left % UNITS[unit] / UNITS[unit + 1]))
        .filter(|(_, amount)| *amount > 0);
    (large, small)
}

/// Milliseconds until the text is looked at again: when it stops being true, at the latest after a minute. So it changes
/// at most once a minute while more than a minute is left (`docs/spec/ux.md` T3).
pub(in crate::islands) fn next_tick(left: f64) -> f64 {
    let unit = if left >= 60_000.0 { 60_000.0 } else { 1_000.0 };
    left % unit + 1.0
}

/// Whether a point to speak lies between two looks at the clock, in whole seconds.
pub(in crate::islands) fn spoken(before: u64, now: u64) -> bool {
    SPOKEN.iter().any(|point| now <= *point && *point < before)
}

#[cfg(test)]
mod tests;
