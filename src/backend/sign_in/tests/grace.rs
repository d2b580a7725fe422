//! Windows of grace, from the first failure to the last millisecond, and what becomes of the person at the reminder when an
//! administrator changes something.

use super::*;
use crate::idx::Outcome;

fn days(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days)
}

const MILLISECOND: SignedDuration = SignedDuration::from_millis(1);

/// The firewall policy with so much grace.
fn lasting(expiry: &str) -> Value {
    with(
        macos("Mac"),
        &json!({"gracePeriod": {"type": "BY_DURATION", "expiry": expiry}}),
    )
}

/// The same, from the first reminder on.
fn lasting_from_reminder(expiry: &str) -> Value {
    with(
        macos("Mac"),
        &json!({"gracePeriod": {"type": "BY_DURATION", "expiry": expiry, "startsOn": "FIRST_REMINDER"}}),
    )
}

/// Somebody signs in with `device`, up to its answer.
async fn answered(org: &Org, device: &FakeDevice) -> String {
    let (handle, transaction) = org.proven().await;
    let answer = device
        .answer(org, &FakeDevice::challenge(&transaction))
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    handle
}

async fn skip(org: &Org, handle: &str) -> Transaction {
    let answer = org.step("/idp/idx/skip", handle, json!({})).await;
    assert_eq!(answer.status, StatusCode::OK);
    answer.idx()
}

#[track_caller]
fn reminds(transaction: &Transaction, deadline: &str) {
    assert_eq!(assurance(transaction).outcome, Outcome::Grace);
    assert_eq!(transaction.forms()[0].name, "device-assurance-grace-period");
    assert_eq!(transaction.messages()[0].params(), [deadline]);
    assert_eq!(
        assurance(transaction).deadline,
        Some(deadline.parse().unwrap())
    );
}

#[track_caller]
fn denies(transaction: &Transaction, first: &str) {
    assert_eq!(assurance(transaction).outcome, Outcome::Denied);
    assert!(transaction.forms().is_empty());
    assert_eq!(keys(transaction)[0], first);
    assert!(transaction.success_with_interaction_code.is_none());
}

#[track_caller]
fn lets_in(transaction: &Transaction) {
    assert!(transaction.success_with_interaction_code.is_some());
}

#[tokio::test]
async fn grace_by_duration_is_a_reminder_until_its_last_millisecond() {
    let grace = json!({"gracePeriod": {"type": "BY_DURATION", "expiry": "P7D"}});
    let org = Org::new(&[with(macos("Mac"), &grace)]).await;
    let device = FakeDevice::new().firewall("0");
    let (handle, transaction) = org.proven().await;
    device
        .answer(&org, &FakeDevice::challenge(&transaction))
        .await;
    let reminder = org.poll(&handle).await;
    assert_eq!(reminder.forms()[0].name, "device-assurance-grace-period");
    assert_eq!(
        keys(&reminder),
        [
            "idx.device_assurance.grace_period.warning.title.due_by_date",
            "MACOS.macOSFirewall",
            "additional_help_default"
        ]
    );
    assert_eq!(
        reminder.messages()[0].params(),
        ["2026-03-08T10:00:00.000Z"]
    );
    assert_eq!(assurance(&reminder).outcome, Outcome::Grace);
    let skipped = org.step("/idp/idx/skip", &handle, json!({})).await.idx();
    assert_eq!(org.redeem(&skipped).await.status, StatusCode::OK);

    org.pass(days(7) - SignedDuration::from_millis(1));
    let (handle, transaction) = org.proven().await;
    let challenge = FakeDevice::challenge(&transaction);
    device.answer(&org, &challenge).await;
    assert_eq!(
        org.poll(&handle).await.forms()[0].name,
        "device-assurance-grace-period"
    );
    org.pass(SignedDuration::from_millis(1));
    let late = org.step("/idp/idx/skip", &handle, json!({})).await;
    assert_eq!(late.status, StatusCode::OK);
    assert_eq!(assurance(&late.idx()).outcome, Outcome::Denied);
    assert_eq!(keys(&late.idx())[0], "title");
}

#[tokio::test]
async fn grace_by_date_ends_for_a_page_that_is_only_reloaded() {
    let grace =
        json!({"gracePeriod": {"type": "BY_DATE_TIME", "expiry": "2026-03-01T10:10:00.000Z"}});
    let org = Org::new(&[with(macos("Mac"), &grace)]).await;
    let (handle, transaction) = org.proven().await;
    let device = FakeDevice::new().firewall("0");
    device
        .answer(&org, &FakeDevice::challenge(&transaction))
        .await;
    org.pass(SignedDuration::from_mins(10) - SignedDuration::from_millis(1));
    let reminder = org.introspect(&handle).await.idx();
    assert_eq!(assurance(&reminder).outcome, Outcome::Grace);
    org.pass(SignedDuration::from_millis(1));
    let denied = org.introspect(&handle).await.idx();
    assert_eq!(assurance(&denied).outcome, Outcome::Denied);
    assert_eq!(assurance(&denied).revision, 2);
}

#[tokio::test]
async fn a_device_that_is_fixed_during_the_reminder_goes_straight_on() {
    let grace = json!({"gracePeriod": {"type": "BY_DURATION", "expiry": "P7D"}});
    let org = Org::new(&[with(macos("Mac"), &grace)]).await;
    let (handle, transaction) = org.proven().await;
    let challenge = FakeDevice::challenge(&transaction);
    let device = FakeDevice::new().firewall("0");
    device.answer(&org, &challenge).await;
    device.firewall("1").answer(&org, &challenge).await;
    let success = org.introspect(&handle).await.idx();
    assert_eq!(assurance(&success).outcome, Outcome::Compliant);
    assert!(success.success_with_interaction_code.is_some());
}

#[tokio::test]
async fn a_skip_is_good_one_millisecond_before_the_deadline_and_refused_at_it_and_after() {
    for (early, good) in [
        (MILLISECOND, true),
        (SignedDuration::ZERO, false),
        (-MILLISECOND, false),
    ] {
        let org = Org::new(&[lasting("P7D")]).await;
        let device = FakeDevice::new().firewall("0");
        org.poll(&answered(&org, &device).await).await;
        // Another sign-in, whose reminder is given shortly before the end of the window that the first began.
        org.pass(days(7) - SignedDuration::from_mins(1));
        let handle = answered(&org, &device).await;
        reminds(&org.poll(&handle).await, "2026-03-08T10:00:00.000Z");
        org.pass(SignedDuration::from_mins(1) - early);
        let skipped = skip(&org, &handle).await;
        if good {
            lets_in(&skipped);
        } else {
            denies(&skipped, "title");
            denies(&skip(&org, &handle).await, "title");
        }
    }
}

#[tokio::test]
async fn a_window_is_one_policys_one_persons_and_one_devices() {
    let org = Org::new(&[
        lasting("P7D"),
        with(lasting("P9D"), &json!({"name": "Later", "osVersion": {"minimum": "15.0"}, "devicePostureChecks": null})),
    ])
    .await;
    let first = FakeDevice::new().firewall("0");
    reminds(
        &org.poll(&answered(&org, &first).await).await,
        "2026-03-08T10:00:00.000Z",
    );
    org.pass(days(1));
    let second = FakeDevice::new().firewall("0");
    reminds(
        &org.poll(&answered(&org, &second).await).await,
        "2026-03-09T10:00:00.000Z",
    );
    let bob = json!({
        "profile": {"login": "bob@example.com", "email": "bob@example.com", "firstName": "Bob", "lastName": "B"},
        "credentials": {"password": {"value": "correct horse battery"}},
    });
    org.manage("POST", "/api/v1/users", &bob).await;
    let handle = org.begin().await;
    org.step(
        "/idp/idx/identify",
        &handle,
        json!({"identifier": "bob@example.com"}),
    )
    .await;
    let asked = org.password(&handle, "correct horse battery").await.idx();
    first.answer(&org, &FakeDevice::challenge(&asked)).await;
    reminds(&org.poll(&handle).await, "2026-03-09T10:00:00.000Z");
    // When the first policy's window is over, the second one's goes on.
    org.pass(days(6));
    reminds(
        &org.poll(&answered(&org, &first).await).await,
        "2026-03-10T10:00:00.000Z",
    );
    org.pass(days(2));
    denies(&org.poll(&answered(&org, &first).await).await, "title");
}

#[tokio::test]
async fn a_compliant_device_ends_its_window_and_a_later_failure_begins_a_new_one() {
    let org = Org::new(&[lasting("P7D")]).await;
    let device = FakeDevice::new().firewall("0");
    reminds(
        &org.poll(&answered(&org, &device).await).await,
        "2026-03-08T10:00:00.000Z",
    );
    org.pass(days(2));
    let device = device.firewall("1");
    lets_in(&org.poll(&answered(&org, &device).await).await);
    org.pass(days(10));
    let device = device.firewall("0");
    reminds(
        &org.poll(&answered(&org, &device).await).await,
        "2026-03-20T10:00:00.000Z",
    );
}

#[tokio::test]
async fn a_shorter_period_is_told_before_it_can_be_skipped() {
    let org = Org::new(&[lasting("P7D")]).await;
    let device = FakeDevice::new().firewall("0");
    let handle = answered(&org, &device).await;
    reminds(&org.poll(&handle).await, "2026-03-08T10:00:00.000Z");
    org.change(
        0,
        &json!({"gracePeriod": {"type": "BY_DURATION", "expiry": "P2D"}}),
    )
    .await;
    reminds(&skip(&org, &handle).await, "2026-03-03T10:00:00.000Z");
    lets_in(&skip(&org, &handle).await);
    // Counted from the stored start, it is over for the next sign-in.
    org.pass(days(2));
    denies(&org.poll(&answered(&org, &device).await).await, "title");
}

#[tokio::test]
async fn a_longer_period_lets_the_person_go_on_and_reopens_what_was_over() {
    let org = Org::new(&[lasting("P2D")]).await;
    let device = FakeDevice::new().firewall("0");
    let handle = answered(&org, &device).await;
    reminds(&org.poll(&handle).await, "2026-03-03T10:00:00.000Z");
    let longer = json!({"gracePeriod": {"type": "BY_DURATION", "expiry": "P9D"}});
    org.change(0, &longer).await;
    lets_in(&skip(&org, &handle).await);

    org.change(0, &json!({})).await;
    org.pass(days(3));
    let waiting = answered(&org, &device).await;
    denies(&org.poll(&waiting).await, "title");
    org.change(0, &longer).await;
    reminds(&org.poll(&waiting).await, "2026-03-10T10:00:00.000Z");
    lets_in(&skip(&org, &waiting).await);
}

#[tokio::test]
async fn a_period_that_is_taken_away_is_over_at_the_next_step() {
    for path in [
        "/idp/idx/skip",
        "/idp/idx/authenticators/poll",
        "/idp/idx/device/watch",
    ] {
        let org = Org::new(&[lasting("P7D")]).await;
        let device = FakeDevice::new().firewall("0");
        let handle = answered(&org, &device).await;
        org.poll(&handle).await;
        org.change(0, &json!({"gracePeriod": null})).await;
        let body = json!({"revision": 0});
        denies(&org.step(path, &handle, body).await.idx(), "title");
    }
}

#[tokio::test]
async fn a_date_instead_of_a_duration_is_the_deadline_from_the_next_step_on() {
    let org = Org::new(&[lasting("P7D")]).await;
    let handle = answered(&org, &FakeDevice::new().firewall("0")).await;
    org.poll(&handle).await;
    let date = json!({"gracePeriod": {"type": "BY_DATE_TIME", "expiry": "2026-03-01T10:05:00Z"}});
    org.change(0, &date).await;
    reminds(&skip(&org, &handle).await, "2026-03-01T10:05:00.000Z");
    org.pass(SignedDuration::from_mins(5));
    denies(&skip(&org, &handle).await, "title");
}

#[tokio::test]
async fn instructions_that_are_hidden_meanwhile_are_not_told_any_more() {
    let org = Org::new(&[lasting("P7D")]).await;
    let device = FakeDevice::new().firewall("0");
    let handle = answered(&org, &device).await;
    org.poll(&handle).await;
    org.change(
        0,
        &json!({"gracePeriod": null, "displayRemediationMode": "HIDE"}),
    )
    .await;
    let denied = skip(&org, &handle).await;
    denies(&denied, "security.access_denied");
    assert!(assurance(&denied).checks.is_empty());
    org.change(0, &json!({"gracePeriod": null})).await;
    denies(&org.poll(&handle).await, "title");
}

#[tokio::test]
async fn a_rule_that_is_switched_off_no_longer_lets_anybody_in() {
    let org = Org::new(&[lasting("P7D")]).await;
    let handle = answered(&org, &FakeDevice::new().firewall("0")).await;
    org.poll(&handle).await;
    let path = format!("{}/lifecycle/deactivate", org.rule_path);
    org.manage("POST", &path, &Value::Null).await;
    denies(&skip(&org, &handle).await, "security.access_denied");
    let path = format!("{}/lifecycle/activate", org.rule_path);
    org.manage("POST", &path, &Value::Null).await;
    reminds(&org.poll(&handle).await, "2026-03-08T10:00:00.000Z");
}

#[tokio::test]
async fn a_rule_that_asks_for_no_device_any_more_lets_in_and_its_policy_can_go() {
    let org = Org::new(&[lasting("P7D")]).await;
    let handle = answered(&org, &FakeDevice::new().firewall("0")).await;
    org.poll(&handle).await;
    let open = with(org.rule.clone(), &json!({"conditions": null}));
    org.manage("PUT", &org.rule_path, &open).await;
    let path = format!(
        "/api/v1/device-assurances/{}",
        org.assurances[0]["id"].as_str().unwrap()
    );
    org.manage("DELETE", &path, &Value::Null).await;
    lets_in(&org.poll(&handle).await);
}

#[tokio::test]
async fn what_the_device_was_not_asked_it_is_asked_before_anything_is_decided() {
    let org = Org::new(&[lasting("P7D")]).await;
    let device = FakeDevice::new().firewall("0");
    let handle = answered(&org, &device).await;
    org.poll(&handle).await;
    org.change(0, &json!({"secureHardwarePresent": true})).await;
    let asked = skip(&org, &handle).await;
    assert_eq!(asked.forms()[0].name, "device-challenge-poll");
    let challenge = FakeDevice::challenge(&asked);
    assert!(
        challenge["signals"]
            .as_array()
            .unwrap()
            .contains(&json!("secureHardwarePresent"))
    );
    device.answer(&org, &challenge).await;
    reminds(&org.poll(&handle).await, "2026-03-08T10:00:00.000Z");
}

#[tokio::test]
async fn a_reminder_that_is_being_checked_again_cannot_be_skipped_meanwhile() {
    let org = Org::new(&[lasting("P7D")]).await;
    let device = FakeDevice::new().firewall("0");
    let handle = answered(&org, &device).await;
    org.poll(&handle).await;
    let asked = org
        .step("/idp/idx/device/recheck", &handle, json!({}))
        .await
        .idx();
    let still = skip(&org, &handle).await;
    assert_eq!(still.forms()[0].name, "device-challenge-poll");
    device.answer(&org, &FakeDevice::challenge(&asked)).await;
    reminds(&org.poll(&handle).await, "2026-03-08T10:00:00.000Z");
}

#[tokio::test]
async fn whoever_may_not_use_the_app_any_more_is_not_let_in_at_the_reminder() {
    let org = Org::new(&[lasting("P7D")]).await;
    let handle = answered(&org, &FakeDevice::new().firewall("0")).await;
    org.poll(&handle).await;
    let policy = json!({"name": "Closed", "type": "ACCESS_POLICY"});
    let policy = org.manage("POST", "/api/v1/policies", &policy).await;
    let path = format!(
        "/api/v1/apps/{}/policies/{}",
        org.client_id,
        policy["id"].as_str().unwrap()
    );
    org.manage("PUT", &path, &Value::Null).await;
    denies(&skip(&org, &handle).await, "security.access_denied");
}

#[tokio::test]
async fn time_can_be_counted_from_the_first_reminder_instead_of_the_first_failure() {
    let org = Org::new(&[lasting_from_reminder("P7D")]).await;
    assert_eq!(
        org.assurances[0]["gracePeriod"]["startsOn"],
        "FIRST_REMINDER"
    );
    let device = FakeDevice::new().firewall("0");
    // The browser is closed before the answer of the device gets to it: twice, a day apart.
    answered(&org, &device).await;
    org.pass(days(1));
    let handle = answered(&org, &device).await;
    org.pass(SignedDuration::from_mins(3));
    // The third time it is seen, three minutes after the evaluation.
    reminds(&org.poll(&handle).await, "2026-03-09T10:03:00.000Z");
    org.pass(SignedDuration::from_mins(3));
    reminds(
        &org.introspect(&handle).await.idx(),
        "2026-03-09T10:03:00.000Z",
    );
    lets_in(&skip(&org, &handle).await);
    // From then on the window is the same for every sign-in.
    org.pass(days(7) - SignedDuration::from_mins(3) - MILLISECOND);
    let handle = answered(&org, &device).await;
    reminds(&org.poll(&handle).await, "2026-03-09T10:03:00.000Z");
    org.pass(MILLISECOND);
    denies(&skip(&org, &handle).await, "title");
}

#[tokio::test]
async fn a_reminder_that_nobody_was_given_cannot_be_skipped() {
    let org = Org::new(&[lasting_from_reminder("P7D")]).await;
    let handle = answered(&org, &FakeDevice::new().firewall("0")).await;
    org.pass(SignedDuration::from_mins(1));
    reminds(&skip(&org, &handle).await, "2026-03-08T10:01:00.000Z");
    lets_in(&skip(&org, &handle).await);
}

#[tokio::test]
async fn of_two_sign_ins_the_first_that_is_reminded_begins_the_window() {
    let org = Org::new(&[lasting_from_reminder("P7D")]).await;
    let device = FakeDevice::new().firewall("0");
    let first = answered(&org, &device).await;
    let second = answered(&org, &device).await;
    org.pass(SignedDuration::from_mins(1));
    reminds(&org.poll(&second).await, "2026-03-08T10:01:00.000Z");
    org.pass(SignedDuration::from_mins(1));
    reminds(&org.poll(&first).await, "2026-03-08T10:01:00.000Z");
}

#[tokio::test]
async fn the_default_is_the_first_failure_whoever_hears_of_it() {
    let org = Org::new(&[lasting("P7D")]).await;
    let device = FakeDevice::new().firewall("0");
    answered(&org, &device).await;
    org.pass(days(1));
    let handle = answered(&org, &device).await;
    reminds(&org.poll(&handle).await, "2026-03-08T10:00:00.000Z");
}
