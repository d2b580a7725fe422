//! The agent over real sockets, in front of an organization that verifies what it is told.

mod access;
mod link;
mod panel;

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
        { "platform": "MACOS", "variableName": "a", "query": "SELECT a FROM nowhere;" },
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
