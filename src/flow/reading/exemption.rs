//! More time: what became of asking for it, and what administrators see of it (`docs/idx.md`).

use jiff::{Span, SpanRelativeTo};

use super::{form, remediation::assurance};
use crate::{
    flow::{
        screen::{
            AskedFor, Check, Choice, Decision, Exemption, Request, RequestList, Verdict, visible,
        },
        shape, wording,
    },
    idx::{self, ExemptionRequest, ExemptionStatus, Form, Transaction},
};

/// For how long administrators can grant more time, beside what was asked for.
const DURATIONS: [&str; 8] = ["PT1H", "PT4H", "PT8H", "P1D", "P3D", "P7D", "P14D", "P30D"];
/// How many decided requests are listed.
const MOST_DECIDED: usize = 20;

/// What became of the person's request, and the form that asks.
pub(super) fn of(transaction: &Transaction) -> Exemption {
    let ask = transaction
        .exemption
        .as_ref()
        .filter(|form| form.can_be_submitted())
        .map(|form| {
            // What it is called is the page's word: its submit posts it.
            let form = Form {
                name: wording::EXEMPTION.to_owned(),
                ..shape::straight(form)
            };
            form::view(transaction, &form)
        });
    let latest = assurance(transaction).and_then(|assurance| assurance.exemption.as_ref());
    Exemption {
        ask,
        latest: latest.map(asked_for),
    }
}

fn asked_for(latest: &idx::Exemption) -> AskedFor {
    AskedFor {
        id: latest.id.clone(),
        status: latest.status,
        requested_at: latest.requested_at,
        duration: wording::duration(&latest.duration, &latest.duration),
        expires_at: latest.expires_at,
        note: said(latest.note.as_deref()),
    }
}

/// What somebody wrote, where they wrote something.
fn said(text: Option<&str>) -> Option<String> {
    let text = visible(text?.trim());
    (!text.is_empty()).then_some(text)
}

/// The list of requests: those that wait, and of the others the latest decisions.
pub fn requests(waiting: &idx::ExemptionRequests, all: &[ExemptionRequest]) -> RequestList {
    let mut decided: Vec<Request> = all
        .iter()
        .filter(|request| request.status != ExemptionStatus::Pending)
        .map(request)
        .collect();
    decided.sort_by_key(|request| {
        std::cmp::Reverse(request.decided_at.unwrap_or(request.requested_at))
    });
    decided.truncate(MOST_DECIDED);
    RequestList {
        waiting: waiting.requests.iter().map(request).collect(),
        decided,
        more: waiting.more,
        gone: false,
    }
}

/// One request, with what can be done about it.
pub fn decision(found: &ExemptionRequest) -> Decision {
    let asked = found.requested_duration.as_str();
    let mut durations = DURATIONS.to_vec();
    if let (Some(length), false) = (seconds(asked), durations.contains(&asked)) {
        // The same time in other words (P1W, P7D) stands there once, as it was asked for.
        durations.retain(|known| seconds(known) != Some(length));
        let shorter = durations
            .iter()
            .filter(|known| seconds(known).is_some_and(|known| known < length));
        let place = shorter.count();
        durations.insert(place, asked);
    }
    let choice = |iso: &&str| Choice {
        value: (*iso).to_owned(),
        group: None,
        label: wording::duration(iso, iso),
        detail: None,
        about: None,
        due: None,
        chosen: *iso == asked,
        fields: Vec::new(),
    };
    Decision {
        request: request(found),
        durations: durations.iter().map(choice).collect(),
        note: String::new(),
        problem: None,
    }
}

/// Seconds of an ISO 8601 duration with days of 24 hours; `None` where it is none, or counts in months.
fn seconds(iso: &str) -> Option<i64> {
    let span: Span = iso.parse().ok()?;
    let time = span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()?;
    Some(time.as_secs())
}

fn request(found: &ExemptionRequest) -> Request {
    let duration = |iso: &str| wording::duration(iso, iso);
    Request {
        id: found.id.clone(),
        status: found.status,
        person: visible(&found.user_login),
        device: visible(&found.device_name),
        platform: found.platform.clone(),
        policy: visible(&found.policy_name),
        checks: found.checks.iter().map(check).collect(),
        reason: visible(&found.reason),
        requested: duration(&found.requested_duration),
        requested_at: found.requested_at,
        decided_by: said(found.decided_by.as_deref()),
        decided_at: found.decided_at,
        granted: found.duration.as_deref().map(duration),
        expires_at: found.expires_at,
        note: said(found.note.as_deref()),
    }
}

/// A check that was not met when the person asked.
fn check(found: &idx::RequestedCheck) -> Check {
    Check {
        id: found.id.clone(),
        name: found.name.as_deref().map(visible),
        verdict: Verdict::Fail,
        cause: None,
        observed: None,
        required: None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn asked(id: &str, status: &str, duration: &str, decided: Option<&str>) -> ExemptionRequest {
        serde_json::from_value(json!({
            "id": id, "status": status, "requestedAt": "2026-03-02T10:00:00Z", "requestedDuration": duration,
            "decidedAt": decided, "reason": "Travel\u{202e}", "checks": [{"id": "macOSFirewall", "name": "Firewall"}],
        }))
        .expect("a request")
    }

    #[test]
    fn what_waits_keeps_its_order_and_the_latest_decision_comes_first() {
        let waiting = idx::ExemptionRequests {
            requests: vec![
                asked("b", "PENDING", "P1D", None),
                asked("a", "PENDING", "P1D", None),
            ],
            more: true,
        };
        let all = [
            asked("b", "PENDING", "P1D", None),
            asked("c", "DECLINED", "P1D", Some("2026-03-02T11:00:00Z")),
            asked("d", "APPROVED", "P1D", Some("2026-03-02T12:00:00Z")),
        ];
        let list = requests(&waiting, &all);
        let ids = |list: &[Request]| list.iter().map(|one| one.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(&list.waiting), ["b", "a"]);
        assert_eq!(ids(&list.decided), ["d", "c"]);
        assert!(list.more);
        assert_eq!(
            list.waiting[0].reason, "Travel[U+202E]",
            "nothing turns the page around"
        );
    }

    #[test]
    fn time_is_granted_from_a_list_in_which_what_was_asked_for_is_chosen_wherever_it_belongs() {
        for (asked_for, place, count) in [
            ("P3D", 4, 8),
            ("P2D", 4, 9),
            ("PT30M", 0, 9),
            ("P90D", 8, 9),
            ("P1W", 5, 8),
        ] {
            let durations = decision(&asked("a", "PENDING", asked_for, None)).durations;
            let chosen: Vec<usize> = (0..durations.len())
                .filter(|index| durations[*index].chosen)
                .collect();
            assert_eq!(
                (chosen, durations.len()),
                (vec![place], count),
                "{asked_for}"
            );
            assert_eq!(durations[place].value, asked_for);
        }
        let odd = decision(&asked("a", "PENDING", "some time", None)).durations;
        assert_eq!(
            (odd.len(), odd.iter().any(|choice| choice.chosen)),
            (8, false)
        );
    }
}
