//! What a person takes along from a denial or a reminder.

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::StatusCode,
    middleware::{Next, from_fn},
};
use serde_json::{Value, json};

use crate::support::{Answer, Person, TestApp};

/// The grace period of a policy: until a week after the tests' time.
fn grace() -> Value {
    json!({"gracePeriod": {"type": "BY_DATE_TIME", "expiry": "2026-03-09T10:00:00.000Z"}})
}

impl Person {
    /// Makes something to take along; the page that shows it.
    async fn take(&self, kind: &str) -> Answer {
        let fields = [("form", "handout"), ("kind", kind)];
        self.app.submit(&self.page, &fields).await
    }

    /// The path of the copy of the steps.
    async fn copy(&self) -> String {
        let page = self.take("COPY").await;
        path(&page, "a.address[href*='/steps/']")
    }

    /// The code for the help desk.
    async fn desk_code(&self) -> String {
        self.take("HELPDESK").await.texts(".code").concat()
    }

    /// The path of the way back.
    async fn way_back(&self) -> String {
        let page = self.take("RESUME").await;
        path(&page, "a.address[href*='/resume/']")
    }

    async fn get(&self, name: &str) -> Answer {
        self.app.get(&format!("{}/{name}", self.page)).await
    }
}

/// The path of a link that names the whole address.
fn path(page: &Answer, selector: &str) -> String {
    let address = page
        .attribute(selector, "href")
        .unwrap_or_else(|| panic!("no {selector}: {}", page.body));
    let path = address.strip_prefix("http://localhost:8080");
    path.expect("an address of the page").to_owned()
}

/// What would tell whose something is, or what was found on their device.
fn telling(person: &Person) -> Vec<String> {
    let mut words: Vec<String> = [
        "ana@example.com",
        "Ana",
        "Test Mac",
        "stateHandle",
        "stateToken",
        "02.id.",
        "00u",
        "guo",
        "/signin/",
    ]
    .map(str::to_owned)
    .to_vec();
    words.push(person.page.rsplit('/').next().unwrap().to_owned());
    words.extend(person.app.cookies().into_values());
    words
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

#[tokio::test]
async fn a_copy_of_the_steps_is_made_on_request_and_says_nothing_about_whose_it_is() {
    for policy in [json!({}), grace()] {
        let person = Person::with(policy).await;
        let before = person.app.get(&person.page).await;
        assert!(!before.has("svg.qr"), "nothing is made unasked");
        assert!(
            person
                .org
                .events("doorstep.handout.create")
                .await
                .is_empty()
        );
        let page = person.take("COPY").await;
        assert!(page.has("details.take[open] svg.qr[role=img][aria-label*='/steps/']"));
        let path = path(&page, "a.address[href*='/steps/']");
        assert_eq!(person.copy().await, path, "asked twice there is one");
        assert_eq!(person.org.events("doorstep.handout.create").await.len(), 1);
        let phone = TestApp::patient(person.org.router.clone());
        let copy = phone.get(&path).await;
        assert_eq!(copy.status, StatusCode::OK, "{}", copy.body);
        assert!(copy.header("x-robots-tag").contains("noindex"));
        assert_eq!(copy.header("referrer-policy"), "same-origin");
        assert!(
            copy.text().contains("Turn on the macOS firewall"),
            "{}",
            copy.body
        );
        assert!(copy.has("a[href='https://help.example.com/enable-macos-firewall']"));
        for word in telling(&person) {
            assert!(!copy.body.contains(&word), "{word}: {}", copy.body);
        }
        // What was found; what is asked for is part of the steps.
        assert!(!copy.text().contains("14.3"), "{}", copy.body);
        assert!(!copy.has("button[value=recheck], [name=continue], [data-events]"));
        let german = phone
            .submit(&path, &[("form", "preferences"), ("lang", "de")])
            .await;
        assert!(german.has("html[lang=de]"), "{}", german.body);
        assert!(
            german.text().contains("Schritte, um Ihr Gerät"),
            "{}",
            german.body
        );
    }
}

#[tokio::test]
async fn a_copy_is_gone_after_its_time_and_a_code_that_is_not_one_was_never_there() {
    let person = Person::with(json!({})).await;
    let path = person.copy().await;
    let code = path.rsplit('/').next().unwrap();
    assert_eq!(code.replace('-', "").len(), 25, "{code}: 20^25 > 2^108");
    let phone = TestApp::patient(person.org.router.clone());
    let typed = format!("/steps/{}", code.replace('-', "").to_lowercase());
    assert_eq!(phone.get(&typed).await.status, StatusCode::OK);
    person
        .org
        .advance(jiff::SignedDuration::from_hours(24) - jiff::SignedDuration::from_secs(1));
    assert_eq!(phone.get(&path).await.status, StatusCode::OK);
    person.org.advance(jiff::SignedDuration::from_secs(1));
    let gone = phone.get(&path).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    assert!(
        gone.text().contains("Make a new one on the sign-in page"),
        "{}",
        gone.body
    );
    for _ in 0..40 {
        phone.get("/steps/BCDFG-BCDFG-BCDFG-BCDFG-BCDFG").await;
    }
    let guessing = phone.get("/steps/BCDFG-BCDFG-BCDFG-BCDFG-BCDFH").await;
    assert_eq!(guessing.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_code_is_good_for_one_thing_only() {
    let person = Person::with(json!({})).await;
    let desk = person.desk_code().await;
    let resume = person.way_back().await;
    let resume = resume.rsplit('/').next().unwrap();
    for code in [desk.as_str(), resume] {
        let answer = person.app.get(&format!("/steps/{code}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{code}");
    }
    let copy = person.copy().await;
    let copy = copy.rsplit('/').next().unwrap();
    let other = TestApp::patient(person.org.router.clone());
    let answer = other
        .post(&format!("/resume/x/{copy}"), &[("form", "resume")])
        .await;
    assert_eq!(answer.status, StatusCode::GONE);
}

#[tokio::test]
async fn the_help_desk_sees_what_was_shown_in_the_same_words_and_without_whose_it_is() {
    let person = Person::with(json!({})).await;
    let code = person.desk_code().await;
    assert_eq!(code.replace('-', "").len(), 15, "{code}: 20^15 > 2^64");
    assert!(
        !code.contains(['A', 'E', 'I', 'O', 'U', '0', '1']),
        "{code}"
    );
    let page = person.app.get(&person.page).await;
    let told = page.html("ul.checks");
    assert!(told.concat().contains("Turn on the macOS firewall"));
    let desk = TestApp::patient(person.org.router.clone());
    let path = format!("/helpdesk/{code}");
    let door = desk.get(&path).await;
    assert!(
        door.has("input[name=token][type=password]"),
        "{}",
        door.body
    );
    assert!(!door.text().contains("firewall"), "nobody is let in yet");
    let token = person.org.token(&["doorstep.helpdesk.read"]).await;
    let shown = desk
        .submit(
            "/helpdesk",
            &[
                ("form", "open"),
                ("token", &token),
                ("code", &code.to_lowercase()),
            ],
        )
        .await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    assert_eq!(shown.html("section.shown ul.checks"), told, "to the byte");
    assert!(shown.has("section.shown[lang=en]"));
    for word in telling(&person) {
        assert!(!shown.body.contains(&word), "{word}: {}", shown.body);
    }
    assert!(!shown.body.contains(&token));
    assert!(shown.text().contains(env!("CARGO_PKG_VERSION")));
    let cookies = desk.cookies();
    assert!(
        cookies.values().all(|value| !value.contains(&token)),
        "encrypted"
    );
    // In an administrator's own language the words that were shown stay as they were.
    let german = desk.get_in(&path, "de").await;
    assert!(
        german.has("html[lang=de] section.shown[lang=en]"),
        "{}",
        german.body
    );
    assert_eq!(german.html("section.shown ul.checks"), told);
    let views = person.org.events("doorstep.handout.view").await;
    assert_eq!(views.len(), 2, "each view is told");
    assert_eq!(views[0]["actor"]["displayName"], "help desk");
    let made = &person.org.events("doorstep.handout.create").await[0];
    let handout = |event: &Value| {
        let targets = event["target"].as_array().unwrap().iter();
        let mut handouts = targets.filter(|target| target["type"] == "Handout");
        handouts.next().unwrap()["id"].clone()
    };
    assert_eq!(handout(&views[0]), handout(made));
    for event in views.iter().chain([made]) {
        let letters = code.replace('-', "");
        assert!(!event.to_string().contains(&code) && !event.to_string().contains(&letters));
    }
    person.org.advance(jiff::SignedDuration::from_hours(24));
    assert_eq!(desk.get(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn only_a_token_for_it_opens_the_help_desk() {
    let person = Person::with(grace()).await;
    let code = person.desk_code().await;
    let path = format!("/helpdesk/{code}");
    let wrong = person.org.token(&["okta.users.read"]).await;
    for (token, status) in [
        ("nonsense", StatusCode::UNAUTHORIZED),
        (wrong.as_str(), StatusCode::FORBIDDEN),
    ] {
        let desk = TestApp::patient(person.org.router.clone());
        let fields = [("form", "open"), ("token", token), ("code", code.as_str())];
        let answer = desk.submit("/helpdesk", &fields).await;
        assert_eq!(answer.status, status, "{}", answer.body);
        assert!(answer.has("#token[aria-invalid=true]"), "{}", answer.body);
        assert!(!answer.text().contains("firewall"));
        assert!(
            desk.cookies().is_empty(),
            "a token that is no good is not kept"
        );
    }
    assert!(person.org.events("doorstep.handout.view").await.is_empty());
    let desk = TestApp::patient(person.org.router.clone());
    let good = person.org.token(&["doorstep.helpdesk.read"]).await;
    let fields = [
        ("form", "open"),
        ("token", good.as_str()),
        ("code", "BCDFG-BCDFG-BCDFG"),
    ];
    let unknown = desk.submit("/helpdesk", &fields).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert!(unknown.has("#code[aria-invalid=true]"), "{}", unknown.body);
    assert_eq!(desk.get(&path).await.status, StatusCode::OK);
    desk.post("/helpdesk", &[("form", "sign-out")]).await;
    let out = desk.get(&path).await;
    assert!(out.has("input[name=token]"), "{}", out.body);
}

#[tokio::test]
async fn the_browser_that_began_the_sign_in_comes_back_to_the_same_step_once() {
    let person = Person::with(json!({})).await;
    let path = person.way_back().await;
    let back = person.app.get(&path).await;
    assert_eq!(
        (back.status, back.location()),
        (StatusCode::SEE_OTHER, person.page.clone())
    );
    let page = person.app.get(&person.page).await;
    assert!(
        page.text().contains("Turn on the macOS firewall"),
        "{}",
        page.body
    );
    assert!(!page.has("a.address[href*='/resume/']"), "it is used up");
    let again = person.app.get(&path).await;
    assert_eq!(again.status, StatusCode::GONE);
    assert!(
        again.text().contains("Open your app again"),
        "{}",
        again.body
    );
    assert_ne!(person.way_back().await, path, "another one can be made");
    let events = person.org.events("doorstep.sign_in.resume").await;
    assert_eq!(events.len(), 1);
    assert_eq!(events[0]["debugContext"]["debugData"]["sameBrowser"], true);
}

#[tokio::test]
async fn another_browser_is_asked_for_the_password_and_the_first_sign_in_ends_with_it() {
    let person = Person::with(json!({})).await;
    let path = person.way_back().await;
    let other = TestApp::patient(person.org.router.clone());
    for _ in 0..2 {
        let asked = other.get(&path).await;
        assert_eq!(asked.status, StatusCode::OK, "looking uses nothing up");
        assert!(asked.has("button[value=resume]"), "{}", asked.body);
        assert!(!asked.body.contains("ana@example.com"));
        assert!(other.cookies().is_empty());
    }
    let begun = other.post(&path, &[("form", "resume")]).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
    let page = begun.location();
    assert_ne!(page, person.page);
    let password = other.get(&page).await;
    assert!(
        password.has("input[name='credentials.passcode']"),
        "{}",
        password.body
    );
    assert!(
        !password.text().contains("firewall"),
        "nothing is told before"
    );
    let wrong = [
        ("form", "challenge-authenticator"),
        ("credentials.passcode", "not hers"),
    ];
    assert!(
        other
            .submit(&page, &wrong)
            .await
            .has("input[name='credentials.passcode']")
    );
    let first = person.app.get(&person.page).await;
    assert!(first.text().contains("firewall"), "nothing has ended yet");
    let told = person.prove(&other, &page).await;
    assert!(
        told.text().contains("Turn on the macOS firewall"),
        "{}",
        told.body
    );
    let first = person.app.get(&person.page).await;
    assert!(
        !first.text().contains("Turn on the macOS firewall"),
        "{}",
        first.body
    );
    let third = TestApp::patient(person.org.router.clone());
    let again = third.post(&path, &[("form", "resume")]).await;
    assert_eq!(again.status, StatusCode::GONE, "each link works once");
}

#[tokio::test]
async fn a_way_back_leads_to_the_app_that_asked_and_nowhere_else() {
    let person = Person::with(json!({})).await;
    // Whoever holds the state handle may ask by other means than the page, and give anything for keeping.
    for (theirs, instead) in [
        (
            "localhost%3A8081%2Fcallback",
            "evil.example%3A8081%2Fcallback",
        ),
        (person.org.client.as_str(), "0oaother"),
    ] {
        let (theirs, instead) = (theirs.to_owned(), instead.to_owned());
        let tampering = from_fn(move |request: Request, next: Next| {
            let (theirs, instead) = (theirs.clone(), instead.clone());
            async move {
                let (parts, body) = request.into_parts();
                let body = to_bytes(body, usize::MAX).await.expect("a body");
                let text = String::from_utf8_lossy(&body).into_owned();
                let asks = parts.uri.path().ends_with("/handout");
                assert!(!asks || text.contains(&theirs), "{text}");
                let body = if asks {
                    text.replace(&theirs, &instead)
                } else {
                    text
                };
                next.run(Request::from_parts(parts, Body::from(body))).await
            }
        });
        let app = TestApp::patient(person.org.router.clone().layer(tampering));
        let page = app.start_for(&person.org.client).await;
        person.sign_in(&app, &page).await;
        let fields = [("form", "handout"), ("kind", "RESUME")];
        let made = app.submit(&page, &fields).await;
        let way = path(&made, "a.address[href*='/resume/']");
        let other = TestApp::patient(person.org.router.clone());
        let refused = other.post(&way, &[("form", "resume")]).await;
        assert_eq!(refused.status, StatusCode::GONE, "{}", refused.body);
        assert!(other.cookies().is_empty());
    }
}

#[tokio::test]
async fn a_way_back_ends_with_its_sign_in() {
    let person = Person::with(json!({})).await;
    let path = person.way_back().await;
    person.org.advance(jiff::SignedDuration::from_mins(30));
    let other = TestApp::patient(person.org.router.clone());
    let late = other.post(&path, &[("form", "resume")]).await;
    assert_eq!(late.status, StatusCode::GONE);
    assert!(other.cookies().is_empty());
    assert_eq!(person.app.get(&path).await.status, StatusCode::GONE);
}
