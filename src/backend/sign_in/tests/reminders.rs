//! Reminders that are left out because one was confirmed lately: on the wire, in the log, until when.

use super::*;
use crate::{
    backend::store::testing::{Database, on_both_databases},
    idx::Outcome,
};

on_both_databases!(
    a_confirmed_reminder_is_good_at_every_instance_until_its_interval_is_over,
    of_two_browsers_that_confirm_at_once_the_later_confirmation_counts,
);

const MILLISECOND: SignedDuration = SignedDuration::from_millis(1);
const REMINDER: &str = "device-assurance-grace-period";

fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}

/// The firewall policy with a week of grace and a reminder every so often.
fn reminding(interval: &str) -> Value {
    with(
        macos("Mac"),
        &json!({"gracePeriod": {"type": "BY_DURATION", "expiry": "P7D", "reminderInterval": interval}}),
    )
}

/// Somebody signs in with `device`, up to what they see.
async fn signs_in(org: &Org, device: &FakeDevice) -> (String, Transaction) {
    let (handle, transaction) = org.proven().await;
    let answer = device
        .answer(org, &FakeDevice::challenge(&transaction))
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    let seen = org.poll(&handle).await;
    (handle, seen)
}

/// Somebody signs in, must see the reminder, and confirms it.
async fn confirms(org: &Org, device: &FakeDevice) {
    let (handle, reminder) = signs_in(org, device).await;
    assert_eq!(reminder.forms()[0].name, REMINDER);
    let skipped = org.step("/idp/idx/skip", &handle, json!({})).await.idx();
    code(&skipped);
}

/// Whether somebody who signs in sees the reminder; they are let in without it otherwise.
async fn is_reminded(org: &Org, device: &FakeDevice) -> bool {
    let (_, seen) = signs_in(org, device).await;
    if seen.success_with_interaction_code.is_some() {
        // A success like any other: the page has nothing to tell.
        assert!(seen.device_assurance.is_none());
        return false;
    }
    assert_eq!(assurance(&seen).outcome, Outcome::Grace);
    true
}

fn again(transaction: &Transaction) -> Option<String> {
    let at = assurance(transaction).reminds_again_at?;
    Some(at.to_string())
}

#[tokio::test]
async fn the_reminder_says_when_it_comes_again_and_comes_then_to_the_millisecond() {
    let org = Org::new(&[reminding("P1D")]).await;
    let device = FakeDevice::new().firewall("0");
    let (handle, reminder) = signs_in(&org, &device).await;
    assert_eq!(again(&reminder).as_deref(), Some("2026-03-02T10:00:00Z"));
    org.pass(SignedDuration::from_mins(15));
    let reminder = org.introspect(&handle).await.idx();
    assert_eq!(again(&reminder).as_deref(), Some("2026-03-02T10:15:00Z"));
    let skipped = org.step("/idp/idx/skip", &handle, json!({})).await.idx();
    assert_eq!(org.redeem(&skipped).await.status, StatusCode::OK);
    assert!(!is_reminded(&org, &device).await);
    org.pass(hours(24) - MILLISECOND);
    assert!(!is_reminded(&org, &device).await);
    org.pass(MILLISECOND);
    assert!(is_reminded(&org, &device).await);
    assert!(
        is_reminded(&org, &device).await,
        "shown is not yet confirmed"
    );
}

#[tokio::test]
async fn without_an_interval_every_sign_in_is_reminded_and_the_wire_says_nothing_of_it() {
    let grace = json!({"gracePeriod": {"type": "BY_DURATION", "expiry": "P7D"}});
    let org = Org::new(&[with(macos("Mac"), &grace)]).await;
    let device = FakeDevice::new().firewall("0");
    let (_, reminder) = signs_in(&org, &device).await;
    let told = serde_json::to_value(assurance(&reminder)).unwrap();
    assert!(told.get("remindsAgainAt").is_none());
    confirms(&org, &device).await;
    assert!(is_reminded(&org, &device).await);
}

#[tokio::test]
async fn the_last_day_is_told_of_once_more_and_then_no_more_until_the_end() {
    let org = Org::new(&[reminding("P30D")]).await;
    let device = FakeDevice::new().firewall("0");
    confirms(&org, &device).await;
    org.pass(hours(6 * 24));
    assert!(!is_reminded(&org, &device).await, "exactly a day is left");
    org.pass(MILLISECOND);
    let (handle, reminder) = signs_in(&org, &device).await;
    assert_eq!(
        assurance(&reminder).reminds_again_at,
        assurance(&reminder).deadline,
        "not again"
    );
    code(&org.step("/idp/idx/skip", &handle, json!({})).await.idx());
    org.pass(hours(24) - MILLISECOND - MILLISECOND);
    assert!(!is_reminded(&org, &device).await, "a millisecond is left");
    org.pass(MILLISECOND);
    let (_, denied) = signs_in(&org, &device).await;
    assert_eq!(assurance(&denied).outcome, Outcome::Denied);
}

#[tokio::test]
async fn what_is_left_out_is_evaluated_and_told_in_the_log_all_the_same() {
    let org = Org::new(&[reminding("P1D")]).await;
    let device = FakeDevice::new().firewall("0");
    confirms(&org, &device).await;
    org.pass(hours(1));
    assert!(!is_reminded(&org, &device).await);
    let log = org.log().await;
    let last = |name: &str| {
        let mut events = log.iter().rev();
        let found = events.find(|event| event["eventType"].as_str().unwrap().ends_with(name));
        found.unwrap()["debugContext"]["debugData"].clone()
    };
    let deadline = "2026-03-08T10:00:00.000Z";
    let evaluated = last("policy.evaluate_sign_on");
    assert_eq!(evaluated["gracePeriodExpiresAt"], deadline);
    let omitted = last("grace_period.omit");
    assert_eq!(omitted["confirmedAt"], "2026-03-01T10:00:00.000Z");
    assert_eq!(omitted["nextReminderAt"], "2026-03-02T10:00:00.000Z");
    assert_eq!(omitted["expiresAt"], deadline);
    assert_eq!(omitted["checks"], json!(["macOSFirewall"]));
    let skipped = last("grace_period.skip");
    assert_eq!(skipped["nextReminderAt"], "2026-03-02T10:00:00.000Z");
    let told = |name: &str| {
        let name = format!("doorstep.device_assurance.grace_period.{name}");
        log.iter()
            .filter(|event| event["eventType"] == name)
            .count()
    };
    assert_eq!((told("remind"), told("skip"), told("omit")), (1, 1, 1));
}

#[tokio::test]
async fn news_is_told_whatever_was_confirmed() {
    let org = Org::new(&[reminding("P2D")]).await;
    let device = FakeDevice::new().firewall("0");
    confirms(&org, &device).await;
    // Something else fails; then both do.
    let mut older = device.clone();
    "14.3".clone_into(&mut older.os_version);
    assert!(is_reminded(&org, &older).await);
    confirms(&org, &older).await;
    assert!(!is_reminded(&org, &older).await);
    assert!(is_reminded(&org, &device).await, "one thing less is wrong");
    confirms(&org, &device).await;
    // More time is no news, less is.
    let lasting = |expiry: &str| json!({"gracePeriod": {"type": "BY_DURATION", "expiry": expiry, "reminderInterval": "P2D"}});
    org.change(0, &lasting("P9D")).await;
    assert!(!is_reminded(&org, &device).await);
    org.change(0, &lasting("P6D")).await;
    assert!(is_reminded(&org, &device).await);
    confirms(&org, &device).await;
    assert!(!is_reminded(&org, &device).await);
}

#[tokio::test]
async fn it_counts_for_one_person_on_one_device_only() {
    let org = Org::new(&[reminding("P1D")]).await;
    let device = FakeDevice::new().firewall("0");
    confirms(&org, &device).await;
    let other = FakeDevice::new().firewall("0");
    assert!(is_reminded(&org, &other).await);
    let bob = json!({
        "profile": {"login": "bob@example.com", "email": "bob@example.com", "firstName": "Bob", "lastName": "B"},
        "credentials": {"password": {"value": "correct horse battery"}},
    });
    org.manage("POST", "/api/v1/users", &bob).await;
    let handle = org.begin().await;
    let body = json!({"identifier": "bob@example.com"});
    org.step("/idp/idx/identify", &handle, body).await;
    let asked = org.password(&handle, "correct horse battery").await.idx();
    device.answer(&org, &FakeDevice::challenge(&asked)).await;
    assert_eq!(org.poll(&handle).await.forms()[0].name, REMINDER);
}

#[tokio::test]
async fn it_ends_with_its_window() {
    let org = Org::new(&[reminding("P5D")]).await;
    let device = FakeDevice::new().firewall("0");
    confirms(&org, &device).await;
    lets_in_and_breaks_again(&org, &device).await;
    assert!(is_reminded(&org, &device).await);
    confirms(&org, &device).await;
    // Taken away and given back, by an administrator.
    org.change(0, &json!({"gracePeriod": null})).await;
    org.change(0, &json!({})).await;
    assert!(is_reminded(&org, &device).await);
}

#[tokio::test]
async fn a_date_that_is_the_same_for_everybody_is_reminded_of_in_the_same_way() {
    let date = json!({"type": "BY_DATE_TIME", "expiry": "2026-03-08T10:00:00.000Z", "reminderInterval": "P1D"});
    let org = Org::new(&[with(macos("Mac"), &json!({"gracePeriod": date}))]).await;
    let device = FakeDevice::new().firewall("0");
    confirms(&org, &device).await;
    assert!(!is_reminded(&org, &device).await);
    // There is no window that would end, and still nothing is remembered of a device that was in order.
    lets_in_and_breaks_again(&org, &device).await;
    assert!(is_reminded(&org, &device).await);
    confirms(&org, &device).await;
    let later = with(date.clone(), &json!({"expiry": "2026-03-09T10:00:00.000Z"}));
    org.change(0, &json!({"gracePeriod": later})).await;
    assert!(!is_reminded(&org, &device).await);
    let sooner = with(date, &json!({"expiry": "2026-03-08T09:59:59.999Z"}));
    org.change(0, &json!({"gracePeriod": sooner})).await;
    assert!(is_reminded(&org, &device).await);
}

async fn lets_in_and_breaks_again(org: &Org, device: &FakeDevice) {
    let (_, seen) = signs_in(org, &device.clone().firewall("1")).await;
    code(&seen);
}

#[tokio::test]
async fn what_stands_on_a_screen_stays_there_though_it_is_confirmed_elsewhere() {
    let org = Org::new(&[reminding("P1D")]).await;
    let device = FakeDevice::new().firewall("0");
    let (handle, reminder) = signs_in(&org, &device).await;
    assert_eq!(reminder.forms()[0].name, REMINDER);
    confirms(&org, &device).await;
    assert_eq!(org.poll(&handle).await.forms()[0].name, REMINDER);
    let asked = org
        .step("/idp/idx/device/recheck", &handle, json!({}))
        .await
        .idx();
    device.answer(&org, &FakeDevice::challenge(&asked)).await;
    assert_eq!(org.poll(&handle).await.forms()[0].name, REMINDER);
    code(&org.step("/idp/idx/skip", &handle, json!({})).await.idx());
}

#[tokio::test]
async fn another_interval_is_told_to_who_is_at_the_reminder() {
    let org = Org::new(&[reminding("P1D")]).await;
    let device = FakeDevice::new().firewall("0");
    let (handle, _) = signs_in(&org, &device).await;
    let shorter = json!({"gracePeriod": {"type": "BY_DURATION", "expiry": "P7D", "reminderInterval": "PT1H"}});
    org.change(0, &shorter).await;
    let reminder = org.poll(&handle).await;
    assert_eq!(again(&reminder).as_deref(), Some("2026-03-01T11:00:00Z"));
}

async fn a_confirmed_reminder_is_good_at_every_instance_until_its_interval_is_over(
    database: Database,
) {
    let open = async || Store::open(database.url()).await.unwrap();
    let a = Org::with(&[reminding("PT2H")], open().await, BackendConfig::new(URL)).await;
    let b = a.beside(open().await, BackendConfig::new(URL));
    let device = FakeDevice::new().firewall("0");
    confirms(&a, &device).await;
    assert!(!is_reminded(&b, &device).await);
    b.pass(hours(2));
    assert!(is_reminded(&b, &device).await);
    confirms(&b, &device).await;
    assert!(!is_reminded(&a, &device).await);
    a.store.close().await;
    b.store.close().await;
}

async fn of_two_browsers_that_confirm_at_once_the_later_confirmation_counts(database: Database) {
    let store = Store::open(database.url()).await.unwrap();
    let org = Org::with(&[reminding("PT1H")], store, BackendConfig::new(URL)).await;
    let device = FakeDevice::new().firewall("0");
    let (first, _) = signs_in(&org, &device).await;
    let (second, _) = signs_in(&org, &device).await;
    let skips = tokio::join!(
        org.step("/idp/idx/skip", &first, json!({})),
        org.step("/idp/idx/skip", &second, json!({})),
    );
    code(&skips.0.idx());
    code(&skips.1.idx());
    assert!(!is_reminded(&org, &device).await);
    let kept = org.log().await;
    let confirmed = kept.iter().filter(|event| {
        event["eventType"]
            .as_str()
            .unwrap()
            .ends_with("grace_period.skip")
    });
    assert_eq!(confirmed.count(), 2);
    org.store.close().await;
}
