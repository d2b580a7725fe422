//! How long a page waits between two questions: pure. `random` is from 0 to 1; times are milliseconds.

/// The longest pause after failures, before its spread.
const LONGEST: f64 = 60_000.0;
/// The longest time that a server can ask for, in seconds: who asks for more is asked once more then.
const LONGEST_BUSY: f64 = 300.0;

/// After so many failures in a row: 2, 4, 8 … seconds, at most a minute, and half as much more or less, so that pages
/// that lost the server together do not come back together.
pub(super) fn back_off(failures: u32, random: f64) -> f64 {
    let pause = f64::from(1_u32 << failures.clamp(1, 6)) * 1_000.0;
    pause.min(LONGEST) * (0.5 + random)
}

/// After the server asked for `seconds`: never sooner, and up to half as long again.
pub(super) fn busy(seconds: f64, random: f64) -> f64 {
    seconds.clamp(1.0, LONGEST_BUSY) * 1_000.0 * (1.0 + random / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_minute() {
        let middle: Vec<f64> = (1..=8).map(|failures| back_off(failures, 0.5)).collect();
        assert_eq!(
            middle,
            [2e3, 4e3, 8e3, 16e3, 32e3, 60e3, 60e3, 60e3],
            "in the middle of the spread"
        );
        assert!(back_off(1, 0.0) >= 1_000.0 && back_off(u32::MAX, 1.0) <= 90_000.0);
    }

    #[test]
    fn nobody_comes_back_sooner_than_the_server_asked() {
        for random in [0.0, 0.3, 1.0] {
            assert!(busy(30.0, random) >= 30_000.0);
            assert!(busy(30.0, random) <= 45_000.0);
        }
        assert!(busy(1e9, 1.0) <= 450_000.0, "nobody waits for ever");
        assert!(busy(-5.0, 0.0) >= 1_000.0);
    }

    /// A thousand pages that lost the server in the same second: no second of their return has many of them.
    #[test]
    fn pages_that_lost_the_server_together_come_back_apart() {
        let arrivals = (0..1_000).map(|page| back_off(5, f64::from(page) / 1_000.0));
        let mut seconds = std::collections::BTreeMap::<u64, u32>::new();
        for arrival in arrivals {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a histogram"
            )]
            let second = (arrival / 1_000.0) as u64;
            *seconds.entry(second).or_default() += 1;
        }
        assert!(seconds.values().all(|count| *count <= 40), "{seconds:?}");
    }
}
