//! The life of a request: single steps, and random ones against a model that only remembers what happened.

use proptest::{prelude::*, test_runner::Config};

use super::*;

fn at(millisecond: i64) -> Timestamp {
    Timestamp::from_millisecond(1_772_366_400_000 + millisecond).unwrap()
}

fn verdict(note: &str) -> ExemptionVerdict {
    ExemptionVerdict {
        by: "00u9".to_owned(),
        note: Some(note.to_owned()),
    }
}

fn request(length: &str, now: Timestamp) -> Exemption {
    let subject = ExemptionSubject {
        user_id: "00u1".to_owned(),
        user_login: "ada".to_owned(),
        device_id: "guo1".to_owned(),
        device_name: "Mac".to_owned(),
        platform: Platform::Macos,
        policy_id: "dae1".to_owned(),
        policy_name: "Macs".to_owned(),
        checks: vec!["osVersion".to_owned()],
    };
    Exemption::new(
        "exm1".to_owned(),
        subject,
        "A talk".to_owned(),
        length.to_owned(),
        now,
    )
}

fn settings(maximum: &str) -> ExemptionSettings {
    ExemptionSettings {
        maximum_duration: maximum.to_owned(),
    }
}

#[test]
fn the_choices_are_what_is_shorter_than_the_maximum_and_the_maximum_as_it_is_written() {
    assert_eq!(settings("PT1H").choices(), ["PT1H"]);
    assert_eq!(settings("P7D").choices(), ["PT4H", "P1D", "P3D", "P7D"]);
    assert_eq!(settings("P1W").choices(), ["PT4H", "P1D", "P3D", "P1W"]);
    assert_eq!(settings("P10D").choices().last().unwrap(), "P10D");
    assert_eq!(settings("P90D").choices().len(), 7);
    assert_eq!(settings("P3M").choices().last().unwrap(), "P3M");
    for bad in ["", "PT59M", "P90DT1S", "P4M", "7 days"] {
        assert_eq!(settings(bad).maximum(), None, "{bad}");
        assert!(settings(bad).choices().is_empty(), "{bad}");
    }
}

#[test]
fn no_more_than_the_maximum_may_be_granted_and_not_nothing() {
    let policy = settings("P7D");
    for good in ["P7D", "P1W", "PT168H", "PT1M", "P6DT23H"] {
        assert!(policy.allows(good), "{good}");
    }
    for bad in ["P7DT1S", "P8D", "P1M", "PT0S", "", "soon"] {
        assert!(!policy.allows(bad), "{bad}");
    }
}

#[test]
fn it_holds_from_the_approval_to_the_last_millisecond() {
    let asked = request("P1D", at(0));
    assert_eq!(asked.holds_until(at(0)), None);
    let approved = asked.approved("PT1H", verdict("yes"), at(5)).unwrap();
    let end = at(5 + 3_600_000);
    assert_eq!(approved.holds_until(at(5)), Some(end));
    assert_eq!(approved.holds_until(at(4 + 3_600_000)), Some(end));
    assert_eq!(approved.holds_until(end), None);
    assert_eq!(approved.status(end), ExemptionStatus::Expired);
    assert_eq!(approved.revoked(verdict("late"), end), None);
}

#[test]
fn a_request_that_nobody_decides_lapses_after_fourteen_days() {
    let asked = request("P1D", at(0));
    let lapse = at(14 * 24 * 3_600_000);
    let before = at(14 * 24 * 3_600_000 - 1);
    assert_eq!(asked.status(before), ExemptionStatus::Pending);
    assert!(asked.approved("P1D", verdict("just"), before).is_some());
    assert_eq!(asked.status(lapse), ExemptionStatus::Expired);
    assert_eq!(asked.approved("P1D", verdict("late"), lapse), None);
    assert_eq!(asked.declined(verdict("late"), lapse), None);
}

#[test]
fn what_is_finer_than_a_millisecond_is_not_kept() {
    let finer = at(7) + SignedDuration::from_nanos(999_999);
    let asked = request("P1D", finer);
    assert_eq!(asked.requested_at, at(7));
    let approved = asked.approved("PT1H", verdict(""), finer).unwrap();
    assert_eq!(approved.expires_at, Some(at(7 + 3_600_000)));
}

/// What may happen to a person's exemptions, one after the other.
#[derive(Debug, Clone)]
enum Step {
    Ask(usize),
    Approve(usize),
    Decline,
    Revoke,
    Pass(i64),
}

const LENGTHS: [(&str, i64); 4] = [
    ("PT1H", 3_600_000),
    ("PT4H", 4 * 3_600_000),
    ("P1D", 24 * 3_600_000),
    ("P30D", 30 * 24 * 3_600_000),
];

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0..LENGTHS.len()).prop_map(Step::Ask),
        3 => (0..LENGTHS.len()).prop_map(Step::Approve),
        1 => Just(Step::Decline),
        2 => Just(Step::Revoke),
        5 => prop_oneof![
            Just(1), Just(3_599_999), Just(3_600_000), Just(24 * 3_600_000 - 1), Just(14 * 24 * 3_600_000),
            0..40 * 24 * 3_600_000_i64,
        ].prop_map(Step::Pass),
    ]
}

/// The model: what happened, with its time. Nothing of the machine's own fields.
#[derive(Debug, Default)]
struct History {
    now: i64,
    /// Of the latest request: when it was made, what came of it and when.
    asked: Option<i64>,
    granted: Option<(i64, i64)>,
    ended: bool,
}

impl History {
    fn is_pending(&self) -> bool {
        self.asked
            .is_some_and(|asked| self.now - asked < 14 * 24 * 3_600_000)
            && self.granted.is_none()
            && !self.ended
    }

    fn may_enter(&self) -> bool {
        !self.ended
            && self
                .granted
                .is_some_and(|(from, until)| from <= self.now && self.now < until)
    }
}

proptest! {
    #![proptest_config(Config { cases: 2000, failure_persistence: None, ..Config::default() })]
    #[test]
    fn access_is_only_ever_inside_an_approved_window(steps in prop::collection::vec(step(), 1..40)) {
        let mut history = History::default();
        let mut latest: Option<Exemption> = None;
        for step in steps {
            let now = at(history.now);
            match step {
                Step::Ask(length) => {
                    let open = latest.as_ref().is_some_and(|latest| latest.is_open(now));
                    prop_assert_eq!(open, history.is_pending() || history.may_enter());
                    if !open {
                        latest = Some(request(LENGTHS[length].0, now));
                        history = History { now: history.now, asked: Some(history.now), ..History::default() };
                    }
                }
                Step::Approve(length) => {
                    let (text, milliseconds) = LENGTHS[length];
                    let next = latest.as_ref().and_then(|latest| latest.approved(text, verdict("yes"), now));
                    prop_assert_eq!(next.is_some(), history.is_pending());
                    if next.is_some() {
                        history.granted = Some((history.now, history.now + milliseconds));
                        latest = next;
                    }
                }
                Step::Decline => {
                    let next = latest.as_ref().and_then(|latest| latest.declined(verdict("no"), now));
                    prop_assert_eq!(next.is_some(), history.is_pending());
                    if next.is_some() {
                        history.ended = true;
                        latest = next;
                    }
                }
                Step::Revoke => {
                    let next = latest.as_ref().and_then(|latest| latest.revoked(verdict("over"), now));
                    prop_assert_eq!(next.is_some(), history.may_enter());
                    if next.is_some() {
                        history.ended = true;
                        latest = next;
                    }
                }
                Step::Pass(milliseconds) => history.now += milliseconds,
            }
            let now = at(history.now);
            let holds = latest.as_ref().and_then(|latest| latest.holds_until(now));
            prop_assert_eq!(holds.is_some(), history.may_enter());
            prop_assert_eq!(holds, history.granted.filter(|_| history.may_enter()).map(|(_, until)| at(until)));
        }
    }
}
