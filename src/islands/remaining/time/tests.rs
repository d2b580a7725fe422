use proptest::prelude::*;

use super::*;

#[test]
fn the_two_largest_units_are_shown_rounded_down() {
    assert_eq!(parts(7 * 86_400 - 1), ((0, 6), Some((1, 23))));
    assert_eq!(parts(86_400), ((0, 1), None));
    assert_eq!(parts(7_259), ((1, 2), None));
    assert_eq!(parts(3_599), ((2, 59), None));
    assert_eq!(parts(59), ((3, 59), None));
    assert_eq!(parts(0), ((3, 0), None));
    assert_eq!(seconds(1_999.9), 1);
    assert_eq!(seconds(-1.0), 0);
}

/// A text's parts: the larger unit, and the smaller one where it is told.
type Parts = ((usize, u64), Option<(usize, u64)>);

/// What stands on the page over a run of `from` milliseconds with exact timers: when it changed, and the text's parts.
fn run(from: f64) -> Vec<(f64, Parts)> {
    let (mut left, mut shown) = (from, Vec::new());
    while left > 0.0 {
        let text = parts(seconds(left));
        if shown.last().is_none_or(|(_, last)| *last != text) {
            shown.push((left, text));
        }
        left -= next_tick(left);
    }
    shown
}

#[test]
fn t3_the_text_changes_at_most_once_a_minute_before_the_last_one_and_hourly_above_a_day() {
    let shown = run(2.0 * 86_400_000.0 + 12_345.0);
    // What the page was opened in the middle of is shorter.
    for pair in shown[1..].windows(2) {
        let (before, after) = (pair[0].0, pair[1].0);
        let least = match before {
            before if before > 86_400_000.0 + 3_600_000.0 => 3_599_000.0,
            before if before > 120_000.0 => 59_000.0,
            _ => 0.0,
        };
        assert!(before - after >= least, "{before} {after}");
    }
}

#[test]
fn every_second_of_the_last_minute_is_shown() {
    let seconds: Vec<u64> = run(60_500.0)
        .iter()
        .filter(|(_, (large, _))| large.0 == 3)
        .map(|(_, (large, _))| large.1)
        .collect();
    assert_eq!(seconds, (0..60).rev().collect::<Vec<u64>>());
}

#[test]
fn l2_a_long_run_is_spoken_at_a_day_an_hour_a_quarter_five_minutes_one_and_every_twenty_seconds() {
    let said: Vec<u64> = (0..200_000_u64)
        .rev()
        .filter(|now| spoken(now + 1, *now))
        .collect();
    assert_eq!(said, [86_400, 3_600, 900, 300, 60, 40, 20]);
    // With "the time is over": four messages in the last minute.
    assert!(said.iter().filter(|left| **left <= 60).count() < 6);
}

#[test]
fn a_point_that_was_slept_through_is_spoken_once() {
    assert!(spoken(90_000, 3_000));
    assert!(!spoken(3_000, 2_999));
}

/// What happens to the person's computer.
#[derive(Debug, Clone)]
enum Event {
    /// It runs, for so many milliseconds.
    Run(u32),
    /// It sleeps; the monotonic clock runs on in some browsers and stands still in others.
    Sleep { length: u32, counted: bool },
    /// Somebody, or a time server, sets its clock.
    Set(i64),
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    const DAY: i64 = 86_400_000;
    let event = prop_oneof![
        4 => (1_u32..3_600_000).prop_map(Event::Run),
        1 => (1_u32..3 * 3_600_000, any::<bool>())
            .prop_map(|(length, counted)| Event::Sleep { length, counted }),
        1 => (-DAY..=DAY).prop_map(Event::Set),
        // Clocks of offices: an hour off on the wrong day of daylight saving, half an hour or a quarter in the wrong zone.
        1 => prop::sample::select(vec![3_600_000_i64, -3_600_000, 1_800_000, 2_700_000, 14 * 3_600_000, -40, 200])
            .prop_map(Event::Set),
    ];
    prop::collection::vec(event, 1..40)
}

/// The true time and the two clocks of a browser.
struct World {
    left: f64,
    monotonic: f64,
    wall: f64,
    /// How much faster the monotonic clock's crystal is than the server's, in millionths.
    drift: f64,
}

impl World {
    fn pass(&mut self, milliseconds: f64, counted: bool) {
        self.left -= milliseconds;
        self.wall += milliseconds;
        if counted {
            self.monotonic += milliseconds * (1.0 + self.drift / 1e6);
        }
    }

    /// Asks the server, whose answer is as old as `way` says when it is written down.
    fn ask(&mut self, there: f64, back: f64) -> Anchor {
        let (monotonic, wall) = (self.monotonic, self.wall);
        self.pass(there, true);
        let left = self.left;
        self.pass(back, true);
        Anchor::new(left, monotonic, wall)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Whatever the computer's clock says, jumps to, or sleeps through: what is shown is never more than the truth, and
    /// never less by more than a second.
    #[test]
    fn what_is_shown_is_never_later_than_the_truth_nor_earlier_by_more_than_a_second(
        left in 0_u32..14 * 86_400,
        skew in -86_400_000_i64..=86_400_000,
        drift in -20.0_f64..20.0,
        there in 0.0_f64..300.0,
        back in 0.0_f64..200.0,
        events in events(),
    ) {
        let mut world = World {
            left: f64::from(left) * 1_000.0,
            monotonic: 1_234.5,
            #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
            wall: 1_772_000_000_000.0 + skew as f64,
            drift,
        };
        let mut anchor = world.ask(there, back);
        for event in events {
            match event {
                Event::Run(length) => {
                    // The page asks again once an hour (a crystal goes wrong by less than a tenth of a second in it).
                    world.pass(f64::from(length), true);
                }
                Event::Sleep { length, counted } => world.pass(f64::from(length), counted),
                Event::Set(by) => {
                    #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
                    let by = by as f64;
                    world.wall += by;
                }
            }
            let known = anchor.left(world.monotonic, world.wall);
            let shown = if let Some(shown) = known {
                shown
            } else {
                anchor = world.ask(there, back);
                let shown = anchor.left(world.monotonic, world.wall);
                prop_assert!(shown.is_some(), "the server's answer is believed");
                shown.unwrap_or_default()
            };
            let truth = world.left.max(0.0);
            prop_assert!(shown <= truth, "{shown} is told, {truth} is true");
            // What the question took, the doubt, and a crystal's error.
            prop_assert!(shown >= truth - 1_000.0, "{shown} is told, {truth} is true");
            if world.left <= 0.0 {
                prop_assert_eq!(seconds(shown), 0, "nothing shows time after the end");
            }
            // Every hour, and after every doubt, the page asks anew.
            if matches!(event, Event::Run(_)) {
                anchor = world.ask(there, back);
            }
        }
    }

    /// A computer that slept for hours, with a clock that stands still meanwhile, does not show what was left before.
    #[test]
    fn a_sleep_that_the_monotonic_clock_did_not_count_is_noticed(length in 251_u32..3 * 3_600_000) {
        let mut world = World { left: 86_400_000.0, monotonic: 0.0, wall: 0.0, drift: 0.0 };
        let anchor = world.ask(10.0, 10.0);
        world.pass(f64::from(length), false);
        prop_assert_eq!(anchor.left(world.monotonic, world.wall), None);
    }

    /// At every instant the text is what is left, rounded down to its smallest unit.
    #[test]
    fn the_text_is_looked_at_again_as_soon_as_it_is_not_true_any_more(left in 1.0_f64..1e9) {
        let wait = next_tick(left);
        prop_assert!(wait > 0.0 && wait <= 60_001.0);
        // Just before the next look the text is still right.
        prop_assert_eq!(parts(seconds(left)), parts(seconds((left - wait + 1.5).max(0.0))));
    }
}
