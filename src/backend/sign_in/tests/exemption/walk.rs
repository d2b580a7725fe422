//! Whatever people, administrators and the clock do, over HTTP and in any order: access is only ever inside an approved
//! window, and what is told is what a model that only remembers what happened says.

use proptest::{collection::vec, prelude::*, strategy::ValueTree as _, test_runner::TestRunner};

use super::*;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
const LENGTHS: [(&str, i64); 4] = [
    ("PT4H", 4 * HOUR),
    ("P1D", DAY),
    ("P3D", 3 * DAY),
    ("P7D", 7 * DAY),
];

#[derive(Debug, Clone)]
enum Step {
    Ask(usize),
    Decide(&'static str, usize),
    Pass(i64),
}

fn step() -> impl Strategy<Value = Step> {
    let length = 0..LENGTHS.len();
    prop_oneof![
        4 => length.clone().prop_map(Step::Ask),
        4 => length.clone().prop_map(|length| Step::Decide("approve", length)),
        1 => Just(Step::Decide("decline", 0)),
        2 => Just(Step::Decide("revoke", 0)),
        5 => prop_oneof![
            Just(1), Just(4 * HOUR - 1), Just(4 * HOUR), Just(DAY), Just(14 * DAY), 0..3 * DAY,
        ].prop_map(Step::Pass),
    ]
}

/// What happened to the latest request.
#[derive(Debug, Clone, Copy)]
enum Latest {
    Asked(i64),
    Granted { until: i64 },
    Declined,
    Revoked,
}

/// All that happened. Times are milliseconds from the start.
#[derive(Debug, Default)]
struct History {
    now: i64,
    requests: Vec<i64>,
    latest: Option<Latest>,
    id: String,
}

impl History {
    fn status(&self) -> Option<ExemptionStatus> {
        let within_a_day = |end: i64| (self.now - end < DAY).then_some(ExemptionStatus::Expired);
        match self.latest? {
            Latest::Asked(at) if self.now < at + 14 * DAY => Some(ExemptionStatus::Pending),
            Latest::Asked(at) => within_a_day(at + 14 * DAY),
            Latest::Granted { until } if self.now < until => Some(ExemptionStatus::Approved),
            Latest::Granted { until } => within_a_day(until),
            Latest::Declined => Some(ExemptionStatus::Declined),
            Latest::Revoked => Some(ExemptionStatus::Revoked),
        }
    }

    fn is_open(&self) -> bool {
        matches!(
            self.status(),
            Some(ExemptionStatus::Pending | ExemptionStatus::Approved)
        )
    }

    /// An administrator decides: whether that is possible.
    fn decide(&mut self, what: &str, length: i64) -> bool {
        let next = match (what, self.status()) {
            ("approve", Some(ExemptionStatus::Pending)) => Latest::Granted {
                until: self.now + length,
            },
            ("decline", Some(ExemptionStatus::Pending)) => Latest::Declined,
            ("revoke", Some(ExemptionStatus::Approved)) => Latest::Revoked,
            _ => return false,
        };
        self.latest = Some(next);
        true
    }
}

#[tokio::test]
async fn access_is_only_ever_inside_an_approved_window() {
    let org = Org::new(&[allowing("P7D")]).await;
    let start: Timestamp = "2026-03-01T10:00:00Z".parse().unwrap();
    let device = FakeDevice::new().firewall("0");
    let mut runner = TestRunner::deterministic();
    let steps = vec(step(), 120).new_tree(&mut runner).unwrap().current();
    let mut history = History::default();
    let mut seen = std::collections::BTreeSet::new();
    for step in steps {
        let what = format!("{step:?} after {history:?}");
        match step {
            Step::Pass(milliseconds) => {
                history.now += milliseconds;
                org.pass(SignedDuration::from_millis(milliseconds));
            }
            Step::Decide(decision, index) => {
                let (text, length) = LENGTHS[index];
                let body = match decision {
                    "approve" => json!({"duration": text}).to_string(),
                    _ => String::new(),
                };
                if !history.id.is_empty() {
                    let (status, _) = refused(&org, &org.token, &history.id, decision, &body).await;
                    let possible = history.decide(decision, length);
                    assert_eq!(status, if possible { 200 } else { 409 }, "{what}");
                }
            }
            Step::Ask(index) => {
                let handle = answered(&org, &device).await;
                let asked = ask(&org, &handle, "A fair", LENGTHS[index].0).await;
                let since = history.now - DAY;
                let recent = history.requests.iter().filter(|at| **at > since).count();
                if !history.is_open() {
                    assert_eq!(
                        asked.status.as_u16(),
                        if recent < 5 { 200 } else { 400 },
                        "{what}"
                    );
                    if recent < 5 {
                        history.requests.push(history.now);
                        history.latest = Some(Latest::Asked(history.now));
                        history.id = told(&asked.idx()).id.clone();
                    }
                }
            }
        }
        let stands = org.poll(&answered(&org, &device).await).await;
        let status = history.status();
        seen.insert(format!("{status:?}"));
        let latest = assurance(&stands).exemption.as_ref();
        assert_eq!(latest.map(|latest| latest.status), status, "{what}");
        assert_eq!(stands.exemption.is_some(), !history.is_open(), "{what}");
        let deadline = match history.latest {
            Some(Latest::Granted { until }) if history.now < until => {
                Some(start + SignedDuration::from_millis(until))
            }
            _ => None,
        };
        let (outcome, form) = match deadline {
            Some(_) => (Outcome::Grace, 1),
            None => (Outcome::Denied, 0),
        };
        assert_eq!(assurance(&stands).outcome, outcome, "{what}");
        assert_eq!(stands.forms().len(), form, "{what}");
        assert_eq!(assurance(&stands).deadline, deadline, "{what}");
    }
    assert_eq!(seen.len(), 6, "every state was there: {seen:?}");
}
