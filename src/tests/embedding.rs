//! The page in a frame of an app's page (`docs/embedding.md`): which cookies it sets, what it tells the app's page, and how
//! a sign-in gets out.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use doorstep::i18n::Locale;
use jiff::SignedDuration;

use crate::support::{Answer, IdxServer, START, TestApp, encode, success};

const HOST: &str = "https://intranet.example";

/// The page, which the intranet may frame.
fn embedded(server: &IdxServer) -> TestApp {
    TestApp::with(server.router(), |settings| {
        settings.frame_ancestors = vec![HOST.to_owned(), "https://apps.example".to_owned()];
    })
}

/// What a browser says of a request (Fetch Metadata): what the answer is for, and where the request comes from.
type From = (&'static str, &'static str);
/// Another site's page loads a frame.
const FRAME: From = ("iframe", "cross-site");
/// A link or form in the frame itself.
const INSIDE: From = ("iframe", "same-origin");
/// A script in the frame.
const SCRIPT: From = ("empty", "same-origin");
/// A link or form at the top of a tab.
const TOP: From = ("document", "same-origin");

async fn get(app: &TestApp, path: &str, (dest, site): From) -> Answer {
    let request = Request::get(path)
        .header("sec-fetch-dest", dest)
        .header("sec-fetch-site", site);
    app.send(request.body(Body::empty()).expect("a request"))
        .await
}

async fn post(app: &TestApp, path: &str, from: From, fields: &[(&str, &str)]) -> Answer {
    let request = TestApp::form(path)
        .header("sec-fetch-dest", from.0)
        .header("sec-fetch-site", from.1);
    app.send(request.body(encode(fields)).expect("a request"))
        .await
}

/// Starts a sign-in in a frame; gives the path of its page, once the cookie has come back.
async fn start(app: &TestApp) -> String {
    let begun = get(app, START, FRAME).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
    let back = get(app, &begun.location(), FRAME).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.body);
    back.location()
}

fn set_cookies(answer: &Answer) -> Vec<String> {
    let all = answer.headers.get_all(header::SET_COOKIE).iter();
    all.map(|set| set.to_str().expect("text").to_owned())
        .collect()
}

fn is_partitioned(set: &str) -> bool {
    ["; SameSite=None", "; Secure", "; Partitioned", "; HttpOnly"]
        .iter()
        .all(|attribute| set.contains(attribute))
}

fn is_plain(set: &str) -> bool {
    set.contains("; SameSite=Lax") && !set.contains("Partitioned") && !set.contains("Secure")
}

#[tokio::test]
async fn cookies_are_partitioned_in_a_frame_on_another_site_and_nowhere_else() {
    let server = IdxServer::at("identify");
    let framed = get(&embedded(&server), START, FRAME).await;
    assert_eq!(set_cookies(&framed).len(), 2, "the sign-in and the frame");
    for set in set_cookies(&framed) {
        assert!(is_partitioned(&set), "{set}");
        assert!(set.starts_with("doorstep-"), "no TLS, no prefix: {set}");
    }
    for from in [
        ("document", "cross-site"),
        ("document", "none"),
        ("iframe", "same-site"),
        ("iframe", "same-origin"),
        ("empty", "cross-site"),
    ] {
        for set in set_cookies(&get(&embedded(&server), START, from).await) {
            assert!(is_plain(&set), "{from:?}: {set}");
        }
    }
    // Nobody may frame this one.
    for set in set_cookies(&get(&TestApp::new(server.router()), START, FRAME).await) {
        assert!(is_plain(&set), "{set}");
    }
    let secure = TestApp::with(server.router(), |settings| {
        settings.public_url = "https://signin.example.com".parse().expect("a URL");
        settings.frame_ancestors = vec![HOST.to_owned()];
    });
    for set in set_cookies(&get(&secure, START, FRAME).await) {
        assert!(is_partitioned(&set), "{set}");
        assert!(
            set.starts_with("__Host-doorstep-") && set.contains("; Path=/"),
            "{set}"
        );
    }
}

#[tokio::test]
async fn what_follows_in_the_frame_scripts_included_keeps_its_cookies_there() {
    let server = IdxServer::at("password");
    let app = embedded(&server);
    let page = start(&app).await;

    server.answer("password-wrong", "password");
    let answer = [
        ("form", "challenge-authenticator"),
        ("credentials.passcode", "x"),
    ];
    let wrong = post(&app, &page, INSIDE, &answer).await;
    let said = set_cookies(&wrong);
    assert!(
        said.len() == 1 && said[0].contains("-flash=") && is_partitioned(&said[0]),
        "{said:?}"
    );
    let shown = get(&app, &page, INSIDE).await;
    let gone = set_cookies(&shown);
    assert!(
        gone.len() == 1 && gone[0].contains("Max-Age=0") && is_partitioned(&gone[0]),
        "only a partitioned cookie takes one away: {gone:?}"
    );

    let zone = [("form", "preferences"), ("time-zone", "Europe/Berlin")];
    let chosen = set_cookies(&post(&app, &page, SCRIPT, &zone).await);
    assert!(
        chosen.len() == 1 && is_partitioned(&chosen[0]),
        "{chosen:?}"
    );

    let again = post(&app, &page, INSIDE, &[("form", "start-again")]).await;
    let begun = get(&app, &again.location(), INSIDE).await;
    for set in [set_cookies(&again), set_cookies(&begun)].concat() {
        assert!(is_partitioned(&set), "{set}");
    }
    assert!(begun.location().contains("?begun="), "{}", begun.location());

    // A browser that knows no partitions sends the frame's cookies to the top, too.
    for set in set_cookies(&get(&app, START, ("document", "cross-site")).await) {
        assert!(is_plain(&set), "{set}");
    }
}

#[tokio::test]
async fn posts_into_the_frame_come_from_the_page_itself_as_everywhere() {
    let server = IdxServer::at("identify");
    let app = embedded(&server);
    let page = start(&app).await;
    let fields = [("form", "identify"), ("identifier", "ana@example.com")];
    let foreign = post(&app, &page, FRAME, &fields).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    let ticket = post(&app, &format!("{page}/top"), FRAME, &[("ticket", "x")]).await;
    assert_eq!(ticket.status, StatusCode::FORBIDDEN);
    assert!(server.submitted().is_empty());
}

#[tokio::test]
async fn a_browser_that_keeps_no_cookies_in_frames_is_led_out_of_it_in_every_language() {
    let server = IdxServer::at("identify");
    let begun = get(&embedded(&server), START, FRAME).await.location();
    let app = embedded(&server);
    for locale in Locale::ALL {
        app.set_cookie("doorstep-lang", Some(locale.tag()));
        let lost = get(&app, &begun, FRAME).await;
        assert_eq!(lost.status, StatusCode::FORBIDDEN);
        assert_eq!(
            lost.attribute("html", "lang").as_deref(),
            Some(locale.tag())
        );
        let out = lost.attribute("a[target=_top]", "href").expect("a link");
        let pairs = |address: &str| -> Vec<(String, String)> {
            let query = address.split_once('?').expect("a query").1;
            url::form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect()
        };
        assert!(out.starts_with("/signin?"), "{out}");
        assert_eq!(pairs(&out), pairs(START), "the app's own request");
        assert_eq!(
            lost.attribute("[data-state]", "data-state").as_deref(),
            Some("cookies-blocked")
        );
    }
    // At the top of a tab there is nothing to get out of.
    let top = get(&app, &begun, TOP).await;
    assert_eq!(
        (top.status, top.has("a[target=_top]")),
        (StatusCode::NOT_FOUND, false)
    );
    // An address that somebody made up leads to the start of a sign-in here, whatever stands in it.
    let made_up = "/signin/abc?begun=%2F%2Fevil.example%2F%3Fa%3D%22b%0Ac";
    let out = get(&app, made_up, FRAME)
        .await
        .attribute("a[target=_top]", "href");
    assert_eq!(
        out.as_deref(),
        Some("/signin?%2F%2Fevil.example%2F%3Fa=%22b%0Ac")
    );
}

#[tokio::test]
async fn s10_the_apps_page_is_told_where_it_may_frame_and_does() {
    let server = IdxServer::at("denied-custom");
    let app = embedded(&server);
    let page = start(&app).await;
    let framed = get(&app, &page, INSIDE).await;
    assert!(framed.has("html[data-framed]"));
    assert_eq!(
        framed.attribute("[data-hosts]", "data-hosts").as_deref(),
        Some("https://intranet.example https://apps.example")
    );
    assert!(
        framed
            .header("content-security-policy")
            .contains("frame-ancestors https://intranet.example https://apps.example;")
    );
    assert!(framed.header("vary").contains("sec-fetch-dest"));
    let top = get(&app, &page, TOP).await;
    assert!(!top.has("[data-hosts]") && !top.has("html[data-framed]"));
    let unframed = TestApp::new(server.router());
    let page = unframed.start().await;
    assert!(!get(&unframed, &page, INSIDE).await.has("[data-hosts]"));
}

#[tokio::test]
async fn what_is_no_part_of_an_apps_sign_in_cannot_be_framed() {
    let app = embedded(&IdxServer::at("identify"));
    for path in ["/helpdesk", "/resume/abc/BCDFG-HJKLM"] {
        let answer = get(&app, path, FRAME).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert!(!answer.has("[data-hosts]"), "{path}");
    }
}

#[tokio::test]
async fn a_finished_sign_in_leaves_the_frame_with_a_press_and_no_code_is_in_the_page() {
    let server = IdxServer::at("success");
    server.stand_at(200, &success("the-code").to_string());
    let app = embedded(&server);
    let page = start(&app).await;
    let done = get(&app, &page, INSIDE).await;
    assert!(!done.has("[data-auto]") && !done.has("form[method=get]"));
    let form = "form[method=post][target=_top]";
    let out = done.attribute(form, "action").expect("a form");
    assert_eq!(out, format!("{page}/top"));
    let ticket = done
        .attribute(&format!("{form} input[name=ticket]"), "value")
        .expect("a ticket");
    let to = done
        .attribute(&format!("{form} button[name=to]"), "value")
        .expect("a button");
    for secret in ["the-code", "02.sample"] {
        assert!(!done.body.contains(secret), "{secret}");
    }

    // At the top none of the frame's cookies is there.
    let tab = embedded(&server);
    let stepped = post(&tab, &out, TOP, &[("ticket", &ticket), ("to", &to)]).await;
    assert_eq!(stepped.location(), format!("{page}?continue="));
    let sets = set_cookies(&stepped);
    assert!(sets.len() == 1 && is_plain(&sets[0]), "{sets:?}");
    let hop = get(&tab, &stepped.location(), TOP).await;
    assert_eq!(hop.status, StatusCode::FOUND);
    assert_eq!(
        hop.location(),
        "http://localhost:8081/callback?code=the-code&state=app-state"
    );
    assert!(tab.cookies().is_empty(), "the sign-in is over");
}

#[tokio::test]
async fn a_ticket_is_good_for_its_own_sign_in_and_for_ten_minutes() {
    let server = IdxServer::at("device-loopback");
    let app = embedded(&server);
    let page = start(&app).await;
    let ticket = get(&app, &page, INSIDE)
        .await
        .attribute("input[name=ticket]", "value")
        .expect("a ticket");
    let tab = embedded(&server);
    let other = post(
        &tab,
        "/signin/AbCdEfGhIjKlMnOp/top",
        TOP,
        &[("ticket", &ticket)],
    )
    .await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
    let changed = format!("{}A", &ticket[..ticket.len() - 1]);
    for wrong in ["", "AAAA", &changed] {
        let answer = post(&tab, &format!("{page}/top"), TOP, &[("ticket", wrong)]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{wrong}");
    }
    assert!(tab.cookies().is_empty());

    let good = post(&tab, &format!("{page}/top"), TOP, &[("ticket", &ticket)]).await;
    assert_eq!(good.location(), page);
    let shown = get(&tab, &page, TOP).await;
    assert!(
        shown.has(".probe") && !shown.has("form[target=_top]"),
        "the same step, with nothing to get out of"
    );

    tab.clock.advance(SignedDuration::from_mins(10));
    let late = post(&tab, &format!("{page}/top"), TOP, &[("ticket", &ticket)]).await;
    assert!(
        late.location().starts_with("/signin?client_id=0oaexample"),
        "starts again: {}",
        late.location()
    );
}

#[tokio::test]
async fn where_the_device_is_asked_in_a_frame_the_way_out_takes_the_place_of_links_to_the_agent() {
    let server = IdxServer::at("device-loopback");
    let app = embedded(&server);
    let page = start(&app).await;
    let framed = get(&app, &page, INSIDE).await;
    assert!(framed.has(".probe__manual form[target=_top] button"));
    assert!(!framed.has(".probe__manual a"));
    let top = get(&app, &page, TOP).await;
    assert!(top.has(".probe__manual a") && !top.has("form[target=_top]"));
}

#[tokio::test]
async fn other_identity_providers_are_reached_outside_of_the_frame() {
    let server = IdxServer::at("identify-providers");
    let app = embedded(&server);
    let page = start(&app).await;
    let framed = get(&app, &page, INSIDE).await;
    assert!(!framed.has("a[href^='?provider']"));
    assert_eq!(
        framed.texts(".providers button[name=to]").len(),
        2,
        "one form, a button for each"
    );
    assert_eq!(
        framed.attribute(".providers button", "value").as_deref(),
        Some("provider=0")
    );
    // Chromium holds a form's redirects against the policy, too.
    let policy = framed.header("content-security-policy");
    let allowed = policy.split("form-action ").nth(1).unwrap_or_default();
    assert!(
        allowed.starts_with("'self' http://localhost:8080"),
        "{policy}"
    );
    let ticket = framed
        .attribute("input[name=ticket]", "value")
        .expect("a ticket");
    let tab = embedded(&server);
    let fields = [("ticket", ticket.as_str()), ("to", "provider=1")];
    let stepped = post(&tab, &format!("{page}/top"), TOP, &fields).await;
    let hop = get(&tab, &stepped.location(), TOP).await;
    assert_eq!(hop.location(), "http://localhost:8080/sso/idps/0oaP");
}
