//! What a person takes along from a denial or a reminder.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::support::{Answer, Device, Org, TestApp};

/// The grace period of a policy: until a week after the tests' time.
fn grace() -> Value {
    json!({"gracePeriod": {"type": "BY_DATE_TIME", "expiry": "2026-03-09T10:00:00.000Z"}})
}

/// Somebody whose Mac's firewall is off, at the page that says so.
struct Person {
    org: Org,
    app: TestApp,
    page: String,
}

impl Person {
    async fn with(policy: Value) -> Self {
        let org = Org::new(policy).await;
        let app = TestApp::patient(org.router.clone());
        let page = app.start_for(&org.client).await;
        let person = Self { org, app, page };
        person.sign_in(&person.app, &person.page).await;
        person
    }

    /// Gives name and password, then the device's answer.
    async fn sign_in(&self, app: &TestApp, page: &str) {
        let name = [("form", "identify"), ("identifier", "ana@example.com")];
        app.submit(page, &name).await;
        self.prove(app, page).await;
    }

    async fn prove(&self, app: &TestApp, page: &str) -> Answer {
        let password = [
            ("form", "challenge-authenticator"),
            ("credentials.passcode", "Doorstep-ana-2026"),
        ];
        let screen = app.submit(page, &password).await;
        let link = screen
            .attribute("a[href*=challengeRequest]", "href")
            .expect("a link to the agent");
        let link = url::Url::parse(&link).unwrap();
        let challenge = link
            .query_pairs()
            .find(|(name, _)| name == "challengeRequest")
            .unwrap()
            .1
            .into_owned();
        let mut device = Device::new();
        (device.firewall, device.os_version) = ("0", "14.3");
        self.org.deliver(&device, &challenge).await;
        app.submit(page, &[("form", "device-challenge-poll")]).await
    }

    async fn get(&self, name: &str) -> Answer {
        self.app.get(&format!("{}/{name}", self.page)).await
    }
}

#[tokio::test]
async fn the_steps_are_there_as_plain_text_with_every_address_written_out() {
    let person = Person::with(json!({})).await;
    let page = person.app.get(&person.page).await;
    let link = format!("details.take a[href='{}/steps.txt']", person.page);
    assert!(page.has(&link), "{}", page.body);
    assert!(!page.has("a[href$='.ics']"), "a denial has no deadline");
    let text = person.get("steps.txt").await;
    assert_eq!(text.status, StatusCode::OK);
    assert_eq!(text.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(text.header("cache-control"), "no-store");
    for part in [
        "Your firewall is turned off. Turn on the macOS firewall in System Settings, under Network, Firewall.",
        "https://help.example.com/enable-macos-firewall",
        "14.4",
        "Test Mac",
    ] {
        assert!(text.body.contains(part), "{part}: {}", text.body);
    }
    let links = page.body.matches("href=\"https://").count();
    assert!(
        text.body.matches("https://").count() >= links,
        "{}",
        text.body
    );
    assert!(!text.body.contains(['<', '\u{2068}']), "{}", text.body);
    let german = person
        .app
        .get_in(&format!("{}/steps.txt", person.page), "de")
        .await;
    assert_eq!(german.header("content-language"), "de");
    assert!(german.body.contains("Gerät: Test Mac"), "{}", german.body);
    let calendar = person.get("reminder.ics").await;
    assert_eq!(calendar.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_reminder_is_a_calendar_entry_with_alarms_before_the_deadline_and_no_word_about_the_person()
 {
    let person = Person::with(grace()).await;
    let page = person.app.get(&person.page).await;
    assert!(
        page.has("a[href$='/reminder.ics'][download]"),
        "{}",
        page.body
    );
    let entry = person.get("reminder.ics").await;
    assert_eq!(entry.status, StatusCode::OK);
    assert_eq!(
        entry.header("content-type"),
        "text/calendar; charset=utf-8; method=PUBLISH"
    );
    assert!(!entry.body.replace("\r\n", "").contains(['\r', '\n']));
    assert!(entry.body.split("\r\n").all(|line| line.len() <= 75));
    let whole = entry.body.replace("\r\n ", "");
    let lines: Vec<&str> = whole.split_terminator("\r\n").collect();
    for line in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "DTSTAMP:20260302T100000Z",
        "DTSTART:20260309T100000Z",
        "TRIGGER:-PT1440M",
        "TRIGGER:-PT60M",
        "END:VCALENDAR",
    ] {
        assert!(lines.contains(&line), "{line}: {whole}");
    }
    assert_eq!(whole.matches("BEGIN:VALARM").count(), 2);
    assert_eq!(
        whole.matches("BEGIN:").count(),
        whole.matches("END:").count()
    );
    assert!(whole.contains("SUMMARY;LANGUAGE=en:Fix your device: access to "));
    let flow = person.page.rsplit('/').next().unwrap();
    for secret in ["ana@example.com", "Ana", "Test Mac", "14.3", flow] {
        assert!(!whole.contains(secret), "{secret}: {whole}");
    }
    assert_eq!(
        person.get("reminder.ics").await.body,
        entry.body,
        "given twice it is one entry"
    );
    let german = person
        .app
        .get_in(&format!("{}/reminder.ics", person.page), "de")
        .await;
    assert!(
        german.body.contains("SUMMARY;LANGUAGE=de:Gerät"),
        "{}",
        german.body
    );
}

#[tokio::test]
async fn only_whoever_started_the_sign_in_reads_what_it_tells() {
    let person = Person::with(grace()).await;
    let other = TestApp::patient(person.org.router.clone());
    for name in ["steps.txt", "reminder.ics"] {
        let answer = other.get(&format!("{}/{name}", person.page)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{name}");
        assert!(!answer.body.contains("firewall"), "{name}");
    }
}
