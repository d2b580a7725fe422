//! The countdown's arithmetic: pure, tested on the server's side.

/// Seconds of a day, an hour, a minute, a second.
const UNITS: [u64; 4] = [86_400, 3_600, 60, 1];

/// Points at which the remaining time is spoken, in seconds (`docs/spec/ux.md` L2).
const SPOKEN: [u64; 7] = [86_400, 3_600, 900, 300, 60, 40, 20];

/// The two largest units (index and amount) of a remaining time, rounded down; the second one only where it is not
/// nothing, and never seconds beside minutes.
pub(super) fn parts(left: u64) -> ((usize, u64), Option<(usize, u64)>) {
    let unit = UNITS.iter().position(|unit| left >= *unit).unwrap_or(3);
    let large = (unit, left / UNITS[unit]);
    let small = (unit < 2)
        .then(|| (unit + 1, left % UNITS[unit] / UNITS[unit + 1]))
        .filter(|(_, amount)| *amount > 0);
    (large, small)
}

/// Seconds until the text changes: at most once a minute while more than a minute is left (T3).
pub(super) fn next_tick(left: u64) -> u64 {
    if left > 60 {
        (left % 60 + 1).min(left - 59)
    } else {
        1
    }
}

/// Whether a point to speak lies between two looks at the clock.
pub(super) fn spoken(before: u64, now: u64) -> bool {
    SPOKEN.iter().any(|point| now <= *point && *point < before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_largest_units_are_shown_rounded_down() {
        assert_eq!(parts(7 * 86_400 - 1), ((0, 6), Some((1, 23))));
        assert_eq!(parts(86_400), ((0, 1), None));
        assert_eq!(parts(7_259), ((1, 2), None));
        assert_eq!(parts(3_599), ((2, 59), None));
        assert_eq!(parts(59), ((3, 59), None));
        assert_eq!(parts(0), ((3, 0), None));
    }

    #[test]
    fn the_text_changes_at_most_once_a_minute_before_the_last_one() {
        let mut left: u64 = 3 * 3_600 + 17;
        let mut ticks = 0;
        while left > 60 {
            let wait = next_tick(left);
            assert!((1..=60).contains(&wait), "{left}: {wait}");
            left -= wait;
            ticks += 1;
        }
        assert!(ticks <= 3 * 60 + 1, "{ticks}");
        assert_eq!(next_tick(60), 1);
    }

    #[test]
    fn the_last_minute_is_spoken_three_times() {
        let spoken_at: Vec<u64> = (0..120_u64)
            .rev()
            .filter(|now| spoken(now + 1, *now))
            .collect();
        assert_eq!(spoken_at, [60, 40, 20]);
    }

    #[test]
    fn a_point_that_was_slept_through_is_spoken_once() {
        assert!(spoken(90_000, 3_000));
        assert!(!spoken(3_000, 2_999));
    }
}
