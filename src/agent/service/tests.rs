use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use reqwest::{Client, RequestBuilder, Response as Answer, redirect::Policy};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::*;
use crate::{
    agent::{
        AgentConfig, AllowedDomains, BoundAgent, Overrides, Source,
        tests::{
            Folder, folder, mac,
            org::{Org, RunningOrg, claims},
        },
    },
    clock::{Clock as _, ManualClock},
    random::CountingRandom,
};

/// A running agent with a simulated Mac, and an organization that it answers.
struct Stage {
    org: RunningOrg,
    agent: String,
    clock: Arc<ManualClock>,
    client: Client,
    folder: Folder,
    _stop: tokio_util::sync::DropGuard,
}

impl Stage {
    async fn new() -> Self {
        let clock = Arc::new(ManualClock::new(
            "2026-03-01T12:00:00Z".parse::<Timestamp>().expect("a time"),
        ));
        let org = RunningOrg::start(clock.now()).await;
        let folder = folder();
        let device = folder.path().join("mac.toml");
        std::fs::write(&device, toml::to_string(&mac()).expect("TOML")).expect("a file");
        let config = AgentConfig {
            source: Source::Simulated(device),
            ports: vec![0],
            folder: folder.path().join("agent"),
            overrides: Overrides {
                allowed_domains: Some(AllowedDomains::parse(org.url.trim_start_matches("http://"))),
                ..Overrides::default()
            },
        };
        let agent = BoundAgent::bind(
            config,
            Arc::clone(&clock) as _,
            Arc::new(CountingRandom::default()),
        )
        .await
        .expect("an agent");
        let stop = CancellationToken::new();
        let url = agent.url();
        tokio::spawn(agent.serve(stop.clone()));
        let client = Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .build()
            .expect("a client");
        Self {
            org,
            agent: url,
            clock,
            client,
            folder,
            _stop: stop.drop_guard(),
        }
    }

    fn token(&self) -> String {
        self.org.key.sign(&claims(&self.org.url, self.clock.now()))
    }

    async fn post(&self, token: &str) -> Answer {
        send(
            self.client
                .post(format!("{}/challenge", self.agent))
                .header("origin", &self.org.url)
                .json(&json!({ "challengeRequest": token })),
        )
        .await
    }

    fn link(&self, token: &str, back: &str) -> RequestBuilder {
        let parameters = [("challengeRequest", token), ("returnTo", back)];
        let url = url::Url::parse_with_params(&format!("{}/challenge", self.agent), parameters)
            .expect("a URL");
        self.client.get(url)
    }

    async fn patch(&self, change: Value) {
        let answer = send(
            self.client
                .patch(format!("{}/device", self.agent))
                .json(&change),
        )
        .await;
        assert_eq!(answer.status(), StatusCode::OK);
    }

    async fn next_answer(&mut self) -> Value {
        tokio::time::timeout(Duration::from_secs(20), self.org.answers.recv())
            .await
            .expect("in time")
            .expect("an answer")
    }
}

async fn send(request: RequestBuilder) -> Answer {
    request.send().await.expect("an answer")
}

async fn error(answer: Answer) -> String {
    let body: Value = answer.json().await.expect("JSON");
    body["error"].as_str().expect("an error").to_owned()
}

#[tokio::test]
async fn a_challenge_is_answered_with_the_devices_state() {
    let mut stage = Stage::new().await;
    assert_eq!(stage.post(&stage.token()).await.status(), StatusCode::OK);
    let answer = stage.next_answer().await;
    assert_eq!(answer["nonce"], "n-1");
    assert_eq!(
        answer["exp"].as_i64().expect("a time") - answer["iat"].as_i64().expect("a time"),
        300
    );
    assert_eq!(answer["device"]["displayName"], "Ana’s MacBook Air");
    assert_eq!(answer["device"]["platform"], "MACOS");
    let signals = json!({
        "osVersion": "14.6.1", "diskEncryptionType": "ALL_INTERNAL_VOLUMES",
        "screenLockType": "BIOMETRIC", "secureHardwarePresent": true,
    });
    assert_eq!(answer["signals"], signals);
    assert_eq!(
        answer["checks"],
        json!([{ "variableName": "macOSFirewall", "status": "OK", "value": "0" }])
    );
}

#[tokio::test]
async fn a_change_is_told_again_and_what_stays_the_same_is_not() {
    let mut stage = Stage::new().await;
    stage.post(&stage.token()).await;
    let first = stage.next_answer().await;
    // The battery of this test's Mac: a change that no answer speaks of.
    stage
        .patch(json!({ "tables": { "battery": [{ "percent_remaining": 50 }] } }))
        .await;
    stage.patch(json!({ "firewall": true })).await;
    let second = stage.next_answer().await;
    assert_eq!(second["checks"][0]["value"], "1");
    assert_eq!(second["nonce"], first["nonce"]);
    assert_ne!(second["jti"], first["jti"]);
    assert!(stage.org.answers.try_recv().is_err());
}

#[tokio::test]
async fn an_edit_of_the_file_is_told_too() {
    let mut stage = Stage::new().await;
    stage.post(&stage.token()).await;
    stage.next_answer().await;
    let file = stage.folder.path().join("mac.toml");
    let text = std::fs::read_to_string(&file).expect("a file");
    std::fs::write(&file, text.replace("14.6.1", "14.3")).expect("written");
    assert_eq!(stage.next_answer().await["signals"]["osVersion"], "14.3");
}

#[tokio::test]
async fn nothing_is_told_when_nobody_waits_any_more() {
    let mut stage = Stage::new().await;
    let done = json!({ "status": "ACCEPTED", "transactionState": "DONE" });
    *stage.org.reply.lock().expect("unpoisoned") = (StatusCode::OK, done);
    stage.post(&stage.token()).await;
    stage.next_answer().await;
    stage.patch(json!({ "firewall": true })).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(stage.org.answers.try_recv().is_err());
}

#[tokio::test]
async fn nothing_is_told_after_the_watch_has_ended() {
    let mut stage = Stage::new().await;
    stage.post(&stage.token()).await;
    stage.next_answer().await;
    stage.clock.advance(SignedDuration::from_secs(61));
    stage.patch(json!({ "name": "Later" })).await;
    // One look may be under way when the time is over; after it there is none.
    tokio::time::sleep(Duration::from_millis(500)).await;
    while stage.org.answers.try_recv().is_ok() {}
    stage.patch(json!({ "firewall": true })).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(stage.org.answers.try_recv().is_err());
}

#[tokio::test]
async fn checks_that_may_not_run_or_do_not_come_back_say_so_and_the_signals_are_there() {
    let mut stage = Stage::new().await;
    stage
        .patch(json!({ "mdm": { "EnableOSQueryCustomChecks": false } }))
        .await;
    stage.post(&stage.token()).await;
    let answer = stage.next_answer().await;
    assert_eq!(answer["checks"][0]["status"], "NOT_ALLOWED");
    assert!(answer["checks"][0].get("value").is_none());
    let hanging = json!({
        "mdm": { "EnableOSQueryCustomChecks": true, "OSQueryCustomChecksTimeout": 1 },
        "simulation": { "behavior": "checks_time_out" },
    });
    stage.patch(hanging).await;
    let answer = stage.next_answer().await;
    assert_eq!(answer["checks"][0]["status"], "TIMEOUT");
    assert_eq!(answer["signals"]["osVersion"], "14.6.1");
}

#[tokio::test]
async fn a_failing_statement_is_an_error_with_its_cause() {
    let mut stage = Stage::new().await;
    let mut claims = claims(&stage.org.url, stage.clock.now());
    claims["checks"] = json!([
        { "platform": "MACOS", "variableName": "a", "query": "SELECT nothing FROM nowhere;" },
        { "platform": "MACOS", "variableName": "b", "query": "DROP TABLE alf;" },
        { "platform": "MACOS", "variableName": "c", "query": "SELECT 'yes';" },
    ]);
    stage.post(&stage.org.key.sign(&claims)).await;
    let checks = stage.next_answer().await["checks"].clone();
    assert_eq!(
        checks[0],
        json!({ "variableName": "a", "status": "ERROR", "detail": "no such table: nowhere" })
    );
    assert_eq!(
        checks[1],
        json!({ "variableName": "b", "status": "ERROR", "detail": "only a SELECT is run" })
    );
    assert_eq!(
        checks[2],
        json!({ "variableName": "c", "status": "OK", "value": "yes" })
    );
}

#[tokio::test]
async fn pages_of_the_organization_may_ask_and_read_the_answer() {
    let stage = Stage::new().await;
    let url = format!("{}/challenge", stage.agent);
    let preflight = send(
        stage
            .client
            .request(Method::OPTIONS, url)
            .header("origin", &stage.org.url)
            .header("access-control-request-method", "POST")
            .header(
                "access-control-request-headers",
                "content-type,x-okta-xsrftoken",
            )
            .header("access-control-request-private-network", "true"),
    )
    .await;
    assert!(preflight.status().is_success());
    let header = |name: &str| {
        preflight
            .headers()
            .get(name)
            .map(|value| value.to_str().expect("text").to_owned())
    };
    assert_eq!(
        header("access-control-allow-origin").as_ref(),
        Some(&stage.org.url)
    );
    assert!(
        header("access-control-allow-headers")
            .expect("headers")
            .contains("content-type")
    );
    assert_eq!(
        header("access-control-allow-private-network").as_deref(),
        Some("true")
    );
    assert_eq!(
        header("access-control-allow-local-network").as_deref(),
        Some("true")
    );
    assert!(header("vary").expect("vary").contains("origin"));
    let probe = send(
        stage
            .client
            .get(format!("{}/probe", stage.agent))
            .header("origin", &stage.org.url),
    )
    .await;
    assert_eq!(probe.status(), StatusCode::OK);
    assert_eq!(
        probe.headers()["access-control-allow-origin"],
        stage.org.url.as_str()
    );
}

#[tokio::test]
async fn other_pages_get_nothing() {
    let mut stage = Stage::new().await;
    for origin in [
        "https://evil.example",
        "null",
        "http://localhost:1",
        &stage.agent.replace("http", "https"),
    ] {
        for (method, path) in [
            (Method::OPTIONS, "/challenge"),
            (Method::GET, "/probe"),
            (Method::POST, "/challenge"),
            (Method::POST, "/"),
            (Method::PATCH, "/device"),
            (Method::GET, "/device"),
        ] {
            let request = stage
                .client
                .request(method.clone(), format!("{}{path}", stage.agent));
            let answer = send(request.header("origin", origin).body("{}")).await;
            assert_eq!(
                answer.status(),
                StatusCode::FORBIDDEN,
                "{method} {path} from {origin}"
            );
            assert!(
                answer
                    .headers()
                    .get("access-control-allow-origin")
                    .is_none()
            );
        }
    }
    // An organization's page may ask for a challenge, but the panel is none of its business.
    let change = stage
        .client
        .patch(format!("{}/device", stage.agent))
        .header("origin", &stage.org.url)
        .json(&json!({}));
    assert_eq!(send(change).await.status(), StatusCode::FORBIDDEN);
    // And a challenge without an origin comes from no page at all.
    let body = json!({ "challengeRequest": stage.token() });
    let answer = send(
        stage
            .client
            .post(format!("{}/challenge", stage.agent))
            .json(&body),
    )
    .await;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    assert!(stage.org.answers.try_recv().is_err());
}

#[tokio::test]
async fn a_name_that_was_bent_to_this_machine_gets_nothing() {
    let stage = Stage::new().await;
    let port = stage.agent.rsplit(':').next().expect("a port");
    for host in [
        format!("evil.example:{port}"),
        String::from("localhost"),
        String::from("localhost:1"),
        format!("localhost.evil.example:{port}"),
    ] {
        let answer = send(
            stage
                .client
                .get(format!("{}/probe", stage.agent))
                .header("host", &host),
        )
        .await;
        assert_eq!(answer.status(), StatusCode::MISDIRECTED_REQUEST, "{host}");
    }
    let answer = send(stage.client.get(format!("http://127.0.0.1:{port}/probe"))).await;
    assert_eq!(answer.status(), StatusCode::OK);
}

#[tokio::test]
async fn bad_challenges_are_refused_and_nothing_is_told() {
    let mut stage = Stage::new().await;
    let claims = |change: &dyn Fn(&mut Value)| {
        let mut claims = claims(&stage.org.url, stage.clock.now());
        change(&mut claims);
        claims
    };
    let sign = |claims: &Value| stage.org.key.sign(claims);
    let other_org = claims(&|claims| claims["iss"] = json!("https://evil.example/oauth2/default"));
    let old = claims(&|claims| claims["exp"] = json!(claims["iat"].as_i64().expect("a time") - 61));
    let cases = [
        (sign(&other_org), StatusCode::FORBIDDEN, "org_not_allowed"),
        (sign(&old), StatusCode::BAD_REQUEST, "invalid_challenge"),
        (
            Org::other().sign(&claims(&|_| {})),
            StatusCode::BAD_REQUEST,
            "invalid_challenge",
        ),
        (
            String::from("nonsense"),
            StatusCode::BAD_REQUEST,
            "invalid_challenge",
        ),
    ];
    for (token, status, word) in cases {
        let answer = stage.post(&token).await;
        assert_eq!(answer.status(), status, "{word}");
        assert_eq!(
            answer.headers()["access-control-allow-origin"],
            stage.org.url.as_str()
        );
        assert_eq!(error(answer).await, word);
    }
    let request = stage
        .client
        .post(format!("{}/challenge", stage.agent))
        .header("origin", &stage.org.url);
    assert_eq!(
        error(send(request.body("{")).await).await,
        "invalid_request"
    );
    assert!(stage.org.answers.try_recv().is_err());
}

#[tokio::test]
async fn keys_are_asked_for_once_and_not_for_every_unknown_one() {
    let stage = Stage::new().await;
    for _ in 0..3 {
        assert_eq!(stage.post(&stage.token()).await.status(), StatusCode::OK);
        let forged = Org::other().sign(&claims(&stage.org.url, stage.clock.now()));
        assert_eq!(stage.post(&forged).await.status(), StatusCode::BAD_REQUEST);
    }
    assert_eq!(*stage.org.asked_for_keys.lock().expect("unpoisoned"), 1);
    stage.clock.advance(SignedDuration::from_mins(11));
    assert_eq!(stage.post(&stage.token()).await.status(), StatusCode::OK);
    assert_eq!(*stage.org.asked_for_keys.lock().expect("unpoisoned"), 2);
}

#[tokio::test]
async fn an_answer_that_is_refused_or_lost_is_not_called_a_success() {
    let stage = Stage::new().await;
    *stage.org.reply.lock().expect("unpoisoned") = (StatusCode::GONE, json!({}));
    let answer = stage.post(&stage.token()).await;
    assert_eq!(answer.status(), StatusCode::BAD_GATEWAY);
    assert_eq!(error(answer).await, "answer_refused");
    *stage.org.reply.lock().expect("unpoisoned") = (StatusCode::OK, json!("nonsense"));
    assert_eq!(
        error(stage.post(&stage.token()).await).await,
        "org_unreachable"
    );
}

#[tokio::test]
async fn a_stopped_agent_answers_503_so_that_the_page_tries_the_next_port() {
    let stage = Stage::new().await;
    stage
        .patch(json!({ "simulation": { "behavior": "stopped" } }))
        .await;
    let probe = stage
        .client
        .get(format!("{}/probe", stage.agent))
        .header("origin", &stage.org.url);
    assert_eq!(send(probe).await.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(
        stage.post(&stage.token()).await.status(),
        StatusCode::SERVICE_UNAVAILABLE
    );
    let link = send(stage.link(&stage.token(), &stage.org.url)).await;
    assert_eq!(link.status(), StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn a_link_from_the_organization_is_answered_and_leads_back() {
    let mut stage = Stage::new().await;
    let back = format!("{}/signin/abc", stage.org.url);
    let request = stage
        .link(&stage.token(), &back)
        .header("referer", format!("{}/", stage.org.url));
    let answer = send(request).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(answer.headers()["location"], back.as_str());
    assert_eq!(stage.next_answer().await["nonce"], "n-1");
}

#[tokio::test]
async fn a_link_from_elsewhere_asks_the_person_first() {
    let mut stage = Stage::new().await;
    let back = format!("{}/signin/abc", stage.org.url);
    let token = stage.token();
    for referrer in [None, Some("https://evil.example/")] {
        let mut request = stage.link(&token, &back);
        if let Some(referrer) = referrer {
            request = request.header("referer", referrer);
        }
        let answer = send(request).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let policy = answer.headers()["content-security-policy"]
            .to_str()
            .expect("text")
            .to_owned();
        assert!(
            policy.contains(&format!("form-action 'self' {}", stage.org.url)),
            "{policy}"
        );
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(
            answer
                .text()
                .await
                .expect("a page")
                .contains("action=\"/challenge/confirm\"")
        );
        assert!(stage.org.answers.try_recv().is_err());
    }
    let fields = [
        ("challengeRequest", token.as_str()),
        ("returnTo", back.as_str()),
    ];
    let confirm = stage
        .client
        .post(format!("{}/challenge/confirm", stage.agent))
        .form(&fields);
    let elsewhere = confirm
        .try_clone()
        .expect("a copy")
        .header("origin", "https://evil.example");
    assert_eq!(send(elsewhere).await.status(), StatusCode::FORBIDDEN);
    let answer = send(confirm.header("origin", &stage.agent)).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(answer.headers()["location"], back.as_str());
    stage.next_answer().await;
}

#[tokio::test]
async fn a_link_never_leads_away_and_its_errors_are_pages() {
    let mut stage = Stage::new().await;
    let own = format!("{}/", stage.org.url);
    for back in [
        "https://evil.example/",
        "//evil.example",
        "javascript:alert(1)",
        "",
    ] {
        let answer = send(stage.link(&stage.token(), back).header("referer", &own)).await;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{back}");
        let page = answer.text().await.expect("a page");
        assert!(page.contains("<html lang=\"en\">") && page.contains("<h1>"));
        assert!(!page.contains("evil.example"));
    }
    let answer = send(stage.link("nonsense", &own)).await;
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    let answer = send(stage.client.get(format!("{}/challenge", stage.agent))).await;
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    assert!(stage.org.answers.try_recv().is_err());
    // Where the way back is known to be good, the page has it.
    *stage.org.reply.lock().expect("unpoisoned") = (StatusCode::GONE, json!({}));
    let answer = send(stage.link(&stage.token(), &own).header("referer", &own)).await;
    assert_eq!(answer.status(), StatusCode::BAD_GATEWAY);
    assert!(
        answer
            .text()
            .await
            .expect("a page")
            .contains(&format!("href=\"{own}\""))
    );
}

#[tokio::test]
async fn the_panels_forms_change_the_device_and_its_file() {
    let stage = Stage::new().await;
    let page = send(stage.client.get(&stage.agent))
        .await
        .text()
        .await
        .expect("a page");
    assert!(page.contains("Simulated Mac") && page.contains("Not part of the product"));
    assert!(page.contains("name=\"firewall\" value=\"false\" aria-pressed=\"true\""));
    let post = |fields: &[(&str, &str)]| {
        stage
            .client
            .post(format!("{}/", stage.agent))
            .header("origin", &stage.agent)
            .form(&fields.to_vec())
    };
    let answer = send(post(&[
        ("firewall", "true"),
        ("screen_lock", "none"),
        ("os_version", "14.3"),
        ("name", "<b>"),
    ]))
    .await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let device: Value = send(stage.client.get(format!("{}/device", stage.agent)))
        .await
        .json()
        .await
        .expect("JSON");
    assert_eq!(device["firewall"], true);
    assert_eq!(device["screen_lock"], "none");
    assert_eq!(device["os_version"], "14.3");
    let page = send(stage.client.get(format!("{}/?saved", stage.agent)))
        .await
        .text()
        .await
        .expect("a page");
    assert!(
        page.contains("role=\"status\"") && page.contains("&lt;b&gt;") && !page.contains("<b>")
    );
    for wrong in [
        ("firewall", "perhaps"),
        ("os_version", "fourteen"),
        ("name", " "),
        ("screen_lock", "retina"),
        ("udid", "x"),
    ] {
        assert_eq!(
            send(post(&[wrong])).await.status(),
            StatusCode::BAD_REQUEST,
            "{wrong:?}"
        );
    }
    let file = std::fs::read_to_string(stage.folder.path().join("mac.toml")).expect("a file");
    assert!(file.contains("14.3"));
}

#[tokio::test]
async fn scripts_can_put_a_whole_device_and_nothing_that_is_not_one() {
    let stage = Stage::new().await;
    let url = format!("{}/device", stage.agent);
    let mut device: Value = send(stage.client.get(&url))
        .await
        .json()
        .await
        .expect("JSON");
    device["firewall"] = json!(true);
    assert_eq!(
        send(stage.client.put(&url).json(&device)).await.status(),
        StatusCode::OK
    );
    let after: Value = send(stage.client.get(&url))
        .await
        .json()
        .await
        .expect("JSON");
    assert_eq!(after, device);
    device["platform"] = json!("AMIGA");
    let answer = send(stage.client.put(&url).json(&device)).await;
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    assert_eq!(error(answer).await, "invalid_device");
    let after: Value = send(stage.client.get(&url))
        .await
        .json()
        .await
        .expect("JSON");
    assert_eq!(after["platform"], "MACOS");
}

#[tokio::test]
async fn the_next_port_is_taken_where_one_is_in_use() {
    let (held, address) = listen(&[0]).await.expect("a port");
    let (other, next) = listen(&[address.port(), 0]).await.expect("another port");
    assert_ne!(address.port(), next.port());
    drop((held, other));
    let busy = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .await
        .expect("a port");
    let port = busy.local_addr().expect("an address").port();
    assert!(matches!(listen(&[port]).await, Err(Error::Ports(..))));
}
