//! The whole way over HTTP, with the real backend behind the page and behind the administrators' page.

use axum::http::StatusCode;
use serde_json::json;

use crate::support::{Answer, Person, TestApp};

const REASON: &str = "My train leaves in ten minutes.";

/// Somebody who is not let in and may ask for up to a week.
async fn person() -> Person {
    Person::with(json!({"exemption": {"maximumDuration": "P7D"}})).await
}

async fn asks(person: &Person) -> Answer {
    let page = person.app.get(&person.page).await;
    assert!(page.has("details.ask #exemption-reason"), "{}", page.body);
    let fields = [("form", "exemption"), ("reason", REASON), ("duration", "0")];
    person.app.submit(&person.page, &fields).await
}

/// The administrators' page, and the path of the only request.
async fn desk(person: &Person) -> (TestApp, String) {
    let desk = TestApp::patient(person.org.router.clone());
    let token = person.org.token(&["doorstep.exemptions.manage"]).await;
    let fields = [("form", "open"), ("token", token.as_str())];
    let list = desk.submit("/exemptions", &fields).await;
    assert_eq!(list.html("main .check a").len(), 1, "{}", list.body);
    let link = list.attribute("main .check a", "href").unwrap();
    (desk, link)
}

#[tokio::test]
async fn a_person_asks_an_administrator_grants_it_and_the_same_sign_in_goes_on() {
    let person = person().await;
    let asked = asks(&person).await;
    assert!(asked.has(".asked[autofocus]"), "{}", asked.body);
    assert!(asked.text().contains("You asked for more time"));
    assert!(!asked.has("details.ask"), "nobody asks twice at once");
    let (desk, link) = desk(&person).await;
    let one = desk.get(&link).await;
    for part in [
        REASON,
        "ana@example.com",
        "Test Mac",
        "Device assurance macOS",
        "System version",
        "macOSFirewall",
    ] {
        assert!(one.text().contains(part), "{part}: {}", one.body);
    }
    let much = [
        ("form", "approve"),
        ("duration", "P30D"),
        ("note", "As you wish"),
    ];
    let refused = desk.post(&link, &much).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert!(
        refused.has("#duration[aria-invalid=true]"),
        "{}",
        refused.body
    );
    let words = "x".repeat(5000);
    let refused = desk
        .post(&link, &[("form", "decline"), ("note", &words)])
        .await;
    assert!(refused.has("#note[aria-invalid=true]"), "{}", refused.body);
    let granted = [
        ("form", "approve"),
        ("duration", "P1D"),
        ("note", "Have a good trip."),
    ];
    let done = desk.submit(&link, &granted).await;
    assert!(done.has("button[value=revoke]"), "{}", done.body);
    let late = desk.post(&link, &granted).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.body);
    let told = person.app.get(&person.page).await;
    assert_eq!(
        told.texts("h1"),
        ["You have been given more time"],
        "{}",
        told.body
    );
    assert_eq!(
        told.attribute(".due time", "datetime").as_deref(),
        Some("2026-03-03T10:00:00Z")
    );
    assert!(
        told.texts(".grace blockquote")
            .concat()
            .contains("Have a good trip.")
    );
    let on = [("form", "device-assurance-grace-period")];
    let on = person.app.submit(&person.page, &on).await;
    assert!(on.text().contains("You’re signed in"), "{}", on.body);
    // For that day only.
    person.org.advance(jiff::SignedDuration::from_hours(24));
    let app = TestApp::patient(person.org.router.clone());
    let page = app.start_for(&person.org.client).await;
    person.sign_in(&app, &page).await;
    let over = app.get(&page).await;
    assert!(
        over.text()
            .contains("The extra time you were given is over"),
        "{}",
        over.body
    );
    assert!(over.text().contains("Turn on the macOS firewall"));
}

#[tokio::test]
async fn what_was_declined_or_ended_early_says_so_and_can_be_asked_for_again() {
    let person = person().await;
    asks(&person).await;
    let (desk, link) = desk(&person).await;
    desk.submit(
        &link,
        &[("form", "decline"), ("note", "Please come to\nroom 3.14")],
    )
    .await;
    let told = person.app.get(&person.page).await;
    assert_eq!(
        told.texts(".asked blockquote"),
        ["Please come to\nroom 3.14"],
        "{}",
        told.body
    );
    assert!(told.text().contains("Turn on the macOS firewall"));
    // What was said between the two is nobody else's business.
    let copy = person
        .app
        .submit(&person.page, &[("form", "handout"), ("kind", "COPY")])
        .await;
    let copy = copy
        .attribute("a.address[href*='/steps/']", "href")
        .unwrap();
    let copy = person
        .app
        .get(copy.strip_prefix("http://localhost:8080").unwrap())
        .await;
    for word in ["room 3.14", REASON, "exm"] {
        assert!(!copy.body.contains(word), "{word}: {}", copy.body);
    }
    person.org.advance(jiff::SignedDuration::from_mins(1));
    let again = asks(&person).await;
    assert!(
        again.text().contains("You asked for more time"),
        "{}",
        again.body
    );
    let list = desk.get("/exemptions").await;
    let link = list.attribute("main .check a", "href").unwrap();
    desk.submit(
        &link,
        &[("form", "approve"), ("duration", "PT4H"), ("note", "")],
    )
    .await;
    let told = person.app.get(&person.page).await;
    assert_eq!(told.texts("h1"), ["You have been given more time"]);
    desk.submit(&link, &[("form", "revoke"), ("note", "")])
        .await;
    let told = person.app.get(&person.page).await;
    assert!(
        told.text()
            .contains("The extra time you were given was ended"),
        "{}",
        told.body
    );
    assert!(told.has("details.ask"), "{}", told.body);
}

#[tokio::test]
async fn where_the_policy_does_not_allow_it_nobody_is_offered_it() {
    let person = Person::with(json!({})).await;
    let page = person.app.get(&person.page).await;
    assert!(!page.has("details.ask, .asked"), "{}", page.body);
    let fields = [("form", "exemption"), ("reason", REASON), ("duration", "0")];
    let asked = person.app.submit(&person.page, &fields).await;
    assert!(!asked.has(".asked"), "{}", asked.body);
}
