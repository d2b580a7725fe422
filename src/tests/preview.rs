//! The gallery: who may look, what it shows, and that it is what people see.

use axum::http::StatusCode;
use doorstep::{
    flow::{
        DeviceKind, Setting, Viewer,
        gallery::{Moment, Theme},
        samples,
        screen::Remediation,
    },
    i18n::{Direction, Locale},
    ui::{self, Assets, Brand, PageContext, Preferences},
};
use serde_json::json;

use crate::support::{Answer, IdxServer, Org, TestApp};

/// The scope of a token that is good for it.
const SCOPE: &str = "okta.deviceAssurance.read";

/// A page whose gallery is for everybody.
fn open() -> TestApp {
    TestApp::with(IdxServer::at("identify").router(), |settings| {
        settings.preview = true;
    })
}

/// The production renderer's page for a sample, in the context that the answer was drawn in.
fn drawn(sample: &samples::Sample, locale: Locale, theme: Theme, answer: &Answer) -> String {
    let server = url::Url::parse("http://localhost:8080/").ok();
    let screen = sample.screen(&Setting {
        page: format!("http://localhost:8080/preview/{}", sample.name),
        server,
        ..Setting::default()
    });
    let told = ui::remediation(&screen);
    let platform = told.and_then(Remediation::platform);
    let device = DeviceKind::ALL
        .into_iter()
        .find(|kind| Some(kind.platform()) == platform);
    let seen = told.and_then(|told| told.observation.as_ref());
    let policy = answer.header("content-security-policy");
    let nonce = policy
        .split("'nonce-")
        .nth(1)
        .and_then(|rest| rest.split('\'').next());
    let context = PageContext {
        locale,
        direction: None,
        theme,
        nonce: nonce.expect("a nonce").to_owned(),
        path: String::new(),
        origin: String::from("http://localhost:8080"),
        taken: false,
        asked: false,
        frame: None,
        preferences: Preferences::default(),
        viewer: Viewer {
            device,
            browser: None,
        },
        tabs: String::new(),
        app: None,
        session: None,
        reference: answer.header("x-request-id").to_owned(),
        now: seen.map_or("2026-03-02T10:00:00Z".parse().expect("a time"), |seen| {
            seen.server_time
        }),
        brand: Brand {
            name: String::from("Example Corp"),
            ..Brand::default()
        },
        assets: Assets {
            stylesheet: String::from("/pkg/doorstep.css"),
            islands: None,
        },
    };
    ui::render(&screen, &context)
}

#[tokio::test]
async fn a_preview_is_to_the_byte_what_the_renderer_draws_in_a_sign_in() {
    let app = open();
    for sample in samples::ALL {
        for locale in Locale::ALL {
            for theme in Theme::ALL {
                let (tag, name) = (locale.tag(), theme.name());
                let path = format!("/preview/{}?lang={tag}&theme={name}", sample.name);
                let answer = app.get(&path).await;
                assert_eq!(answer.status, StatusCode::OK, "{path}");
                assert_eq!(
                    answer.body,
                    drawn(sample, *locale, theme, &answer),
                    "{path}"
                );
            }
        }
    }
}

#[tokio::test]
async fn the_gallery_leads_to_every_state_and_every_moment_shows_so_much_time() {
    let app = open();
    let gallery = app.get("/preview").await;
    assert_eq!(gallery.status, StatusCode::OK);
    for sample in samples::ALL {
        let link = format!("a[href^='/preview?state={}&']", sample.name);
        assert!(gallery.has(&link), "{link}");
        assert!(
            gallery.has(&format!("option[value='{}']", sample.name)),
            "{}",
            sample.name
        );
    }
    for moment in Moment::all() {
        let step = moment.step();
        let page = app.get(&format!("/preview/grace?time={step}")).await;
        let left = moment.left().as_millis();
        assert_eq!(
            page.attribute(".countdown", "data-left"),
            (left > 0).then(|| left.to_string()),
            "{step}"
        );
        assert_eq!(page.has(".due time"), left > 0, "{step}");
        let chosen = app.get(&format!("/preview?state=grace&time={step}")).await;
        assert_eq!(chosen.attribute("#time", "value"), Some(step.to_string()));
        let frame = chosen.attribute("iframe", "src").expect("a frame");
        assert_eq!(frame, format!("/preview/grace?lang=en&time={step}"));
        assert!(!chosen.texts("output").concat().is_empty());
    }
}

#[tokio::test]
async fn where_there_is_no_deadline_the_slider_is_off_and_says_so() {
    let app = open();
    let page = app.get("/preview?state=denied-custom&time=3").await;
    assert!(page.has("#time[disabled]"), "{}", page.body);
    assert_eq!(page.texts("#time-hint"), ["This page has no deadline."]);
    assert_eq!(
        page.attribute("iframe", "src").as_deref(),
        Some("/preview/denied-custom?lang=en")
    );
    assert!(!app.get("/preview?state=grace").await.has("#time[disabled]"));
}

#[tokio::test]
async fn every_choice_is_in_the_address_and_the_page_is_as_it_was_chosen() {
    let app = open();
    let query = "lang=de&theme=dark&dir=rtl&viewer=iphone";
    let gallery = app
        .get(&format!("/preview?state=denied-custom&{query}"))
        .await;
    for (name, value) in [
        ("state", "denied-custom"),
        ("lang", "de"),
        ("theme", "dark"),
        ("dir", "rtl"),
        ("viewer", "iphone"),
    ] {
        let chosen = gallery.attribute(&format!("select[name={name}] option[selected]"), "value");
        assert_eq!(chosen.as_deref(), Some(value));
    }
    assert!(
        gallery.has("html[lang=en][dir=ltr]"),
        "the gallery stays as it is"
    );
    let link = gallery.attribute("a.address", "href").expect("a link");
    assert_eq!(link, format!("/preview?state=denied-custom&{query}"));
    assert_eq!(
        gallery.texts("a.address"),
        [format!("http://localhost:8080{link}")]
    );
    let frame = gallery.attribute("iframe", "src").expect("a frame");
    let page = app.get(&frame).await;
    assert!(
        page.has("html[lang=de][dir=rtl][data-theme=dark]"),
        "{}",
        page.body
    );
    assert_eq!(
        page.attribute("meta[name=color-scheme]", "content")
            .as_deref(),
        Some("dark")
    );
    assert!(page.text().contains("iPhone"), "looked at on a phone");
    let usual = app
        .get("/preview/denied-custom?theme=system&dir=auto")
        .await;
    assert!(usual.has("html:not([data-theme])"));
    let arabic = app.get("/preview/denied-custom?lang=ar&dir=ltr").await;
    assert!(arabic.has("html[lang=ar][dir=ltr]"));
    assert_eq!(Locale::Ar.direction(), Direction::Rtl);
}

#[tokio::test]
async fn what_is_not_known_is_said_and_is_no_error() {
    let app = open();
    let odd = "lang=tlh&theme=pink&dir=up&viewer=toaster&time=soon";
    let gallery = app.get(&format!("/preview?state=nothing&{odd}")).await;
    assert_eq!(gallery.status, StatusCode::OK);
    let notice = gallery.texts(".notice").concat();
    for name in [
        "Page",
        "Language",
        "Colors",
        "Direction",
        "Looked at on",
        "Time to the deadline",
    ] {
        assert!(notice.contains(name), "{name}: {notice}");
    }
    assert!(!notice.contains("pink") && !gallery.body.contains("toaster"));
    assert_eq!(
        gallery.attribute("iframe", "src").as_deref(),
        Some("/preview/denied-custom?lang=en")
    );
    let page = app.get(&format!("/preview/denied-custom?{odd}")).await;
    let plain = app.get("/preview/denied-custom").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.html("body"), plain.html("body"));
    assert!(!app.get("/preview?state=grace&lang=de").await.has(".notice"));
    assert_eq!(
        app.get("/preview/nothing").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn pages_can_be_looked_for_by_name_and_by_what_they_say() {
    let app = open();
    for (find, expected) in [
        ("grace-soon", 1),
        ("Grace-SOON", 1),
        ("captcha", 1),
        ("nothing-like-this", 0),
    ] {
        let query: String = url::form_urlencoded::byte_serialize(find.as_bytes()).collect();
        let page = app
            .get(&format!("/preview?state=grace&lang=ja&find={query}"))
            .await;
        assert_eq!(page.texts(".gallery__list li a").len(), expected, "{find}");
        assert_eq!(page.attribute("#find", "value").as_deref(), Some(find));
        assert!(
            page.has("form[role=search] input[name=lang][value=ja]"),
            "the rest stays chosen"
        );
    }
}

#[tokio::test]
async fn only_the_gallery_shows_pages_in_a_frame_and_nothing_is_posted_from_there() {
    let app = open();
    let page = app.get("/preview/denied-custom").await;
    assert!(
        page.header("content-security-policy")
            .contains("frame-ancestors 'self'")
    );
    assert_eq!(page.header("x-frame-options"), "SAMEORIGIN");
    let gallery = app.get("/preview").await;
    let policy = gallery.header("content-security-policy");
    assert!(
        policy.contains("frame-ancestors 'none'") && policy.contains("frame-src 'self'"),
        "{policy}"
    );
    assert_eq!(gallery.header("x-frame-options"), "DENY");
    assert!(gallery.header("x-robots-tag").contains("noindex"));
    let path = "/preview/denied-custom?lang=de&theme=dark";
    let posted = app.post(path, &[("form", "recheck")]).await;
    assert_eq!(
        (posted.status, posted.location()),
        (StatusCode::SEE_OTHER, path.to_owned())
    );
    for way in [
        "/preview/success?continue",
        "/preview/identify-providers?provider=0",
    ] {
        assert_eq!(app.get(way).await.status, StatusCode::NO_CONTENT, "{way}");
    }
}

#[tokio::test]
async fn a_stranger_is_asked_the_same_at_every_address_and_learns_nothing() {
    let org = Org::new(json!({})).await;
    let app = TestApp::patient(org.router.clone());
    let door = app.get("/preview").await;
    assert_eq!(door.status, StatusCode::OK);
    assert!(
        door.has("input[name=token][type=password]"),
        "{}",
        door.body
    );
    for path in [
        "/preview/denied-custom",
        "/preview/nothing",
        "/preview/policies/dae1/failing",
    ] {
        let answer = app.get(path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        let asked = app.get(&answer.location()).await;
        assert_eq!(asked.html("main"), door.html("main"), "{path}");
    }
    let other = org.token(&["doorstep.helpdesk.read"]).await;
    for (token, status) in [
        ("nonsense", StatusCode::UNAUTHORIZED),
        (other.as_str(), StatusCode::FORBIDDEN),
    ] {
        let answer = app
            .submit("/preview", &[("form", "open"), ("token", token)])
            .await;
        assert_eq!(answer.status, status, "{}", answer.body);
        assert!(answer.has("#token[aria-invalid=true]"), "{}", answer.body);
        assert!(
            app.cookies().is_empty(),
            "a token that is no good is not kept"
        );
    }
    let long = "x".repeat(3000);
    for token in ["", long.as_str()] {
        let answer = app
            .post("/preview", &[("form", "open"), ("token", token)])
            .await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn an_administrator_looks_for_a_quarter_of_an_hour_and_the_token_is_never_in_a_page() {
    let org = Org::new(json!({})).await;
    let app = TestApp::patient(org.router.clone());
    let token = org.token(&[SCOPE]).await;
    let place = "/preview?state=grace&lang=ar";
    let fields = [("form", "open"), ("token", token.as_str())];
    let kept = app.post(place, &fields).await;
    assert_eq!(kept.location(), place, "back to what was asked for");
    let cookie = kept.header("set-cookie");
    for attribute in ["HttpOnly", "SameSite=Strict", "Max-Age=900"] {
        assert!(cookie.contains(attribute), "{attribute} in {cookie}");
    }
    let gallery = app.get(place).await;
    assert_eq!(gallery.status, StatusCode::OK);
    assert!(
        gallery.has("iframe[src^='/preview/grace?lang=ar']"),
        "{}",
        gallery.body
    );
    assert!(!gallery.body.contains(&token));
    assert!(
        app.cookies().values().all(|value| !value.contains(&token)),
        "encrypted"
    );
    assert_eq!(
        app.get("/preview/grace?lang=ar").await.status,
        StatusCode::OK
    );
    app.post("/preview", &[("form", "sign-out")]).await;
    assert!(app.cookies().is_empty());
    assert!(app.get("/preview").await.has("input[name=token]"));
    assert_eq!(
        app.get("/preview/grace").await.status,
        StatusCode::SEE_OTHER
    );
    let foreign = app
        .send(
            TestApp::form("/preview")
                .header("sec-fetch-site", "cross-site")
                .body(crate::support::encode(&fields))
                .expect("a request"),
        )
        .await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_organizations_own_policies_are_shown_as_in_a_sign_in() {
    let grace = json!({"gracePeriod": {"type": "BY_DURATION", "expiry": "P7D"}});
    let org = Org::new(grace).await;
    let app = TestApp::patient(org.router.clone());
    let token = org.token(&[SCOPE]).await;
    let gallery = app
        .submit("/preview", &[("form", "open"), ("token", &token)])
        .await;
    let link = gallery
        .attribute("a[href*='state=policies'][href*=failing]", "href")
        .expect("the policy");
    let (_, id) = link.split_once("policies%2F").expect("an id");
    let id = id.split('%').next().expect("an id").to_owned();
    let one = app.get(&link).await;
    assert!(one.texts("h3").concat().contains("Device assurance macOS"));
    assert!(
        one.has("option[value$='only-macOSFirewall']"),
        "{}",
        one.body
    );
    let see = async |case: &str, more: &str| {
        app.get(&format!("/preview/policies/{id}/{case}?{more}"))
            .await
    };
    let german = see("failing", "lang=de&theme=dark").await;
    assert_eq!(german.status, StatusCode::OK);
    assert!(german.has("html[lang=de][data-theme=dark]"));
    assert!(
        german
            .text()
            .contains("Schalten Sie die Firewall von macOS"),
        "{}",
        german.text()
    );
    assert!(
        german.text().contains("14.3"),
        "a version just below the one that is asked for"
    );
    assert_eq!(
        german.texts("ul.checks .verdict--fail").len(),
        5,
        "{}",
        german.body
    );
    let single = see("only-macOSFirewall", "lang=en").await;
    assert_eq!(
        single.texts("ul.checks .verdict--fail").len(),
        1,
        "{}",
        single.body
    );
    let silent = see("unknown", "lang=en").await;
    assert_eq!(silent.texts("h1"), ["We couldn’t check your device"]);
    let reminder = see("reminder", "lang=en&time=4").await;
    assert_eq!(
        reminder.attribute(".countdown", "data-left").as_deref(),
        Some("3600000")
    );
    assert_eq!(see("only-nothing", "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        app.get("/preview/policies/dae1/failing").await.status,
        StatusCode::NOT_FOUND
    );
    let slider = app
        .get(&format!("/preview?state=policies/{id}/reminder&time=4"))
        .await;
    assert_eq!(slider.attribute("#time", "value").as_deref(), Some("4"));
    assert!(
        !slider.has("#time[disabled]") && !slider.has(".notice"),
        "{}",
        slider.body
    );
}
