//! What every page has: security headers, languages, preferences, health, preview.

use std::sync::atomic::Ordering;

use axum::http::StatusCode;
use doorstep::{flow::samples, i18n::Locale};

use crate::support::{IdxServer, TestApp};

/// The directive `name` of a content security policy.
fn directive(policy: &str, name: &str) -> String {
    let found = policy
        .split(';')
        .map(str::trim)
        .find_map(|directive| directive.strip_prefix(name));
    found
        .unwrap_or_else(|| panic!("no {name} in {policy}"))
        .trim()
        .to_owned()
}

#[tokio::test]
async fn the_policy_allows_what_the_screen_needs_and_nothing_else() {
    let server = IdxServer::at("identify");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    for (sample, connect, form_action) in [
        ("identify", "'self'", "'self'"),
        ("denied-custom", "'self'", "'self'"),
        (
            "denied-install-button",
            "'self' http://localhost:6511 http://localhost:6512",
            "'self'",
        ),
        (
            "denied-install-app-link",
            "'self' https://sample.authenticatorlocaldev.com:6511 \
             https://sample.authenticatorlocaldev.com:6512",
            "'self'",
        ),
        (
            "device-loopback",
            "'self' http://localhost:6511 http://localhost:6512 http://localhost:6513",
            "'self'",
        ),
        // "Check again" asks where the agent was asked before, without leaving the page.
        (
            "denied-custom",
            "'self' http://localhost:6511 http://localhost:6512 http://localhost:6513",
            "'self'",
        ),
        ("success", "'self'", "'self' http://localhost:8081"),
        (
            "success-redirect",
            "'self'",
            "'self' https://app.example.com",
        ),
    ] {
        server.stand(sample);
        let answer = app.get(&page).await;
        let policy = answer.header("content-security-policy");
        assert_eq!(directive(policy, "connect-src"), connect, "{sample}");
        assert_eq!(directive(policy, "form-action"), form_action, "{sample}");
        assert_eq!(directive(policy, "default-src"), "'none'");
        assert_eq!(directive(policy, "frame-ancestors"), "'none'");
        assert_eq!(directive(policy, "base-uri"), "'none'");
        assert!(
            !policy.contains("unsafe-inline")
                && !policy.contains("'unsafe-eval'")
                && !policy.contains('*')
        );
    }
}

#[tokio::test]
async fn every_answer_has_a_nonce_of_its_own_and_is_never_stored() {
    let server = IdxServer::at("identify");
    let app = TestApp::new(server.router());
    let page = app.start().await;
    let nonce = |policy: &str| directive(policy, "script-src");
    let (first, second) = (app.get(&page).await, app.get(&page).await);
    assert_ne!(
        nonce(first.header("content-security-policy")),
        nonce(second.header("content-security-policy"))
    );
    assert_ne!(first.header("x-request-id"), second.header("x-request-id"));
    for (name, value) in [
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
    ] {
        assert_eq!(first.header(name), value, "{name}");
    }
    assert!(
        first
            .header("permissions-policy")
            .contains("local-network-access=(self)")
    );
    assert!(
        first
            .header("permissions-policy")
            .contains("loopback-network=(self)")
    );
    assert_eq!(
        app.get("/healthz").await.header("content-security-policy"),
        "default-src 'none'; frame-ancestors 'none'"
    );
}

#[tokio::test]
async fn only_configured_origins_may_frame_the_page() {
    let server = IdxServer::at("identify");
    let app = TestApp::with(server.router(), |settings| {
        settings.frame_ancestors = vec!["https://intranet.example".to_owned()];
    });
    let page = app.start().await;
    let answer = app.get(&page).await;
    assert_eq!(
        directive(answer.header("content-security-policy"), "frame-ancestors"),
        "https://intranet.example"
    );
    assert_eq!(
        answer.header("x-frame-options"),
        "",
        "it cannot name origins"
    );
}

#[tokio::test]
async fn cookies_are_sealed_and_bound_to_the_host_where_there_is_tls() {
    let server = IdxServer::at("identify");
    let app = TestApp::with(server.router(), |settings| {
        settings.public_url = "https://signin.example.com".parse().expect("a URL");
    });
    let answer = app.get(crate::support::START).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-doorstep-"), "{cookie}");
    for attribute in ["; HttpOnly", "; Secure", "; Path=/", "; SameSite=Lax"] {
        assert!(cookie.contains(attribute), "{attribute} in {cookie}");
    }
    assert!(
        !cookie.contains("02.sample")
            && !cookie.contains("app-state")
            && !cookie.contains("Domain")
    );
    assert!(
        answer
            .header("strict-transport-security")
            .contains("max-age")
    );
    let plain = TestApp::new(server.router());
    let cookie = plain
        .get(crate::support::START)
        .await
        .header("set-cookie")
        .to_owned();
    assert!(
        cookie.starts_with("doorstep-") && !cookie.contains("Secure"),
        "{cookie}"
    );
}

#[tokio::test]
async fn a_browser_keeps_only_its_newest_sign_ins() {
    let server = IdxServer::at("identify");
    let app = TestApp::new(server.router());
    let mut pages = Vec::new();
    for _ in 0..10 {
        pages.push(app.start().await);
    }
    assert_eq!(app.cookies().len(), 8);
    assert_eq!(app.get(&pages[9]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_language_is_the_menus_then_the_apps_then_the_browsers_then_the_organizations() {
    let server = IdxServer::at("identify");
    let app = TestApp::with(server.router(), |settings| {
        settings.default_locale = "ja".to_owned();
    });
    let page = app.start().await;
    let language =
        |answer: &crate::support::Answer| answer.attribute("html", "lang").unwrap_or_default();
    assert_eq!(language(&app.get(&page).await), "ja");
    let arabic = app.get_in(&page, "ar-EG, en;q=0.5").await;
    assert_eq!(
        (
            language(&arabic).as_str(),
            arabic.attribute("html", "dir").as_deref()
        ),
        ("ar", Some("rtl"))
    );
    let started = app
        .get(&format!("{}&ui_locales=de-AT%20en", crate::support::START))
        .await
        .location();
    assert_eq!(language(&app.get_in(&started, "ar").await), "de");
    let chosen = app
        .post(&started, &[("form", "preferences"), ("lang", "en")])
        .await;
    assert_eq!(
        chosen.location(),
        started,
        "the page's own address: the fragment stays"
    );
    assert_eq!(language(&app.get_in(&started, "ar").await), "en");
    let elsewhere = app
        .post(
            "/preferences",
            &[("lang", "de"), ("return", "//evil.example/")],
        )
        .await;
    assert_eq!(elsewhere.location(), "/");
    assert_eq!(language(&app.get_in(&page, "ar").await), "de");
    app.post(
        &page,
        &[
            ("form", "preferences"),
            ("lang", "tlh"),
            ("time-zone", "Mars/Olympus"),
        ],
    )
    .await;
    assert_eq!(
        app.cookies().get("doorstep-lang").map(String::as_str),
        Some("de")
    );
    assert!(!app.cookies().contains_key("doorstep-time-zone"));
}

#[tokio::test]
async fn every_sample_renders_in_every_language_without_a_secret() {
    let app = TestApp::with(IdxServer::at("identify").router(), |settings| {
        settings.preview = true;
    });
    assert_eq!(app.get("/preview").await.status, StatusCode::OK);
    for sample in samples::ALL {
        for locale in Locale::ALL {
            let path = format!("/preview/{}?lang={}", sample.name, locale.tag());
            let answer = app.get(&path).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            assert_eq!(
                answer.attribute("html", "lang").as_deref(),
                Some(locale.tag()),
                "{path}"
            );
            for hidden in ["02.sample", "sample-code", "<script>alert", "javascript:"] {
                assert!(!answer.body.contains(hidden), "{hidden} in {path}");
            }
        }
    }
}

#[tokio::test]
async fn health_says_alive_and_readiness_asks_the_server() {
    let app = TestApp::new(IdxServer::at("identify").router());
    assert_eq!(app.get("/healthz").await.status, StatusCode::OK);
    assert_eq!(app.get("/readyz").await.status, StatusCode::OK);
    app.database.store(false, Ordering::SeqCst);
    let away = app.get("/readyz").await;
    assert_eq!(away.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(away.body, "the database does not answer\n");
    app.database.store(true, Ordering::SeqCst);
    assert_eq!(app.get("/readyz").await.status, StatusCode::OK);
    app.stopping.cancel();
    assert_eq!(
        app.get("/readyz").await.status,
        StatusCode::SERVICE_UNAVAILABLE
    );
    assert_eq!(app.get("/healthz").await.status, StatusCode::OK);
    let alone = TestApp::new(axum::Router::new());
    assert_eq!(
        alone.get("/readyz").await.status,
        StatusCode::SERVICE_UNAVAILABLE
    );
}

#[tokio::test]
async fn built_files_are_compressed_cached_and_found_by_their_hashed_names() {
    let root = std::env::temp_dir().join(format!("doorstep-site-{}", std::process::id()));
    let folder = root.join("pkg");
    std::fs::create_dir_all(&folder).expect("a folder");
    let name = "doorstep.0Bv3mQ9mV5h3yqk8Jd7u2A.css";
    std::fs::write(folder.join(name), "body{}").expect("a file");
    std::fs::write(folder.join(format!("{name}.br")), "compressed").expect("a file");
    std::fs::write(root.join("robots.txt"), "User-agent: *").expect("a file");
    let server = IdxServer::at("identify");
    let app = TestApp::with(server.router(), |settings| {
        settings.site_root.clone_from(&root);
    });
    let page = app.start().await;
    assert!(app.get(&page).await.body.contains(&format!("/pkg/{name}")));
    let style = app.get(&format!("/pkg/{name}")).await;
    assert_eq!(
        (style.status, style.body.as_str()),
        (StatusCode::OK, "body{}")
    );
    assert_eq!(
        style.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    assert_eq!(style.header("content-type"), "text/css");
    let request = axum::http::Request::get(format!("/pkg/{name}")).header("accept-encoding", "br");
    let packed = app
        .send(request.body(axum::body::Body::empty()).expect("a request"))
        .await;
    assert_eq!(
        (packed.header("content-encoding"), packed.body.as_str()),
        ("br", "compressed")
    );
    assert_eq!(
        app.get("/robots.txt").await.header("cache-control"),
        "no-cache"
    );
    assert_eq!(app.get("/pkg/").await.status, StatusCode::NOT_FOUND);
    std::fs::remove_dir_all(root).expect("the folder goes again");
}
