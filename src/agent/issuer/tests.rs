//! In front of an issuer that counts how often it is asked, and answers as a test says.

use std::sync::atomic::{AtomicUsize, Ordering};

use axum::{Json, Router, extract::State, routing::get};
use tokio::sync::Notify;

use super::*;
use crate::agent::tests::org::Org;

/// An issuer.
struct Asked {
    address: Url,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    /// How often it was asked.
    times: AtomicUsize,
    /// Whether it has no answer.
    broken: Mutex<bool>,
    /// Answers only after this, where there is one.
    held: Mutex<Option<Arc<Notify>>>,
}

impl Asked {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        let address = listener.local_addr().expect("an address");
        let address = Url::parse(&format!("http://{address}/oauth2/default")).expect("a URL");
        let shared = Arc::<Shared>::default();
        let issuer = address.to_string();
        let discovery = move |State(shared): State<Arc<Shared>>| async move {
            shared.times.fetch_add(1, Ordering::SeqCst);
            let held = lock(&shared.held).clone();
            if let Some(held) = held {
                held.notified().await;
            }
            if *lock(&shared.broken) {
                return Err(StatusCode::INTERNAL_SERVER_ERROR);
            }
            Ok(Json(serde_json::json!({
                "issuer": issuer, "jwks_uri": format!("{issuer}/v1/keys"),
            })))
        };
        let keys = || async { Json(serde_json::json!({ "keys": [Org::new().public()] })) };
        let router = Router::new()
            .route(
                "/oauth2/default/.well-known/openid-configuration",
                get(discovery),
            )
            .route("/oauth2/default/v1/keys", get(keys))
            .with_state(Arc::clone(&shared));
        tokio::spawn(axum::serve(listener, router).into_future());
        Self { address, shared }
    }

    fn times(&self) -> usize {
        self.shared.times.load(Ordering::SeqCst)
    }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).expect("a time")
}

fn key_id() -> String {
    Org::new().public().common.key_id.expect("an identifier")
}

#[tokio::test]
async fn an_issuer_that_does_not_answer_is_left_alone_for_a_while() {
    let organizations = Organizations::new().expect("clients");
    let issuer = Asked::start().await;
    *lock(&issuer.shared.broken) = true;
    let ask = |second| organizations.key(&issuer.address, "k", at(second));
    assert!(matches!(ask(0).await, Err(Error::Unexpected(_))));
    for second in 0..10 {
        assert!(matches!(ask(second).await, Err(Error::Paused)));
    }
    assert_eq!(issuer.times(), 1);
    *lock(&issuer.shared.broken) = false;
    let key = organizations.key(&issuer.address, &key_id(), at(10)).await;
    assert!(key.expect("an answer").is_some());
    assert_eq!(issuer.times(), 2);
}

#[tokio::test]
async fn a_key_that_is_known_stays_good_while_its_issuer_does_not_answer() {
    let organizations = Organizations::new().expect("clients");
    let issuer = Asked::start().await;
    let (address, id) = (&issuer.address, key_id());
    assert!(
        organizations
            .key(address, &id, at(0))
            .await
            .expect("an answer")
            .is_some()
    );
    *lock(&issuer.shared.broken) = true;
    assert!(organizations.key(address, "unknown", at(20)).await.is_err());
    assert!(
        organizations
            .key(address, &id, at(21))
            .await
            .expect("known")
            .is_some()
    );
    // After ten minutes it is not believed any more.
    assert!(organizations.key(address, &id, at(600)).await.is_err());
}

#[tokio::test]
async fn many_at_once_are_one_question() {
    let organizations = Organizations::new().expect("clients");
    let issuer = Asked::start().await;
    let id = key_id();
    let asks = (0..20).map(|_| organizations.key(&issuer.address, &id, at(0)));
    for key in futures_util::future::join_all(asks).await {
        assert!(key.expect("an answer").is_some());
    }
    assert_eq!(issuer.times(), 1);
}

#[tokio::test]
async fn nobody_waits_for_an_issuer_that_is_slow_but_those_who_need_its_answer() {
    let organizations = Arc::new(Organizations::new().expect("clients"));
    let (slow, other) = (Asked::start().await, Asked::start().await);
    let id = key_id();
    let known = organizations.key(&slow.address, &id, at(0)).await;
    assert!(known.expect("an answer").is_some());
    let held = Arc::new(Notify::new());
    *lock(&slow.shared.held) = Some(Arc::clone(&held));
    let (all, address) = (Arc::clone(&organizations), slow.address.clone());
    let stalled = tokio::spawn(async move { all.key(&address, "unknown", at(20)).await });
    while slow.times() < 2 {
        tokio::task::yield_now().await;
    }
    for address in [&slow.address, &other.address] {
        let key = organizations.key(address, &id, at(20)).await;
        assert!(key.expect("an answer").is_some());
    }
    assert!(!stalled.is_finished());
    held.notify_one();
    let unknown = stalled.await.expect("no panic").expect("an answer");
    assert!(unknown.is_none());
}

#[tokio::test]
async fn who_gives_up_waiting_leaves_nothing_behind() {
    let organizations = Organizations::new().expect("clients");
    let issuer = Asked::start().await;
    *lock(&issuer.shared.held) = Some(Arc::default());
    let id = key_id();
    let wait = organizations.key(&issuer.address, &id, at(0));
    let given_up = tokio::time::timeout(Duration::from_millis(100), wait).await;
    assert!(given_up.is_err());
    *lock(&issuer.shared.held) = None;
    let key = organizations.key(&issuer.address, &id, at(1)).await;
    assert!(key.expect("an answer").is_some());
}

#[tokio::test]
async fn issuers_that_nobody_asks_for_are_forgotten() {
    let organizations = Organizations::new().expect("clients");
    let issuer = Asked::start().await;
    for number in 0..5 {
        let mut address = issuer.address.clone();
        address.set_path(&format!("/{number}"));
        let _ = organizations.key(&address, "k", at(number)).await;
    }
    assert_eq!(lock(&organizations.issuers).len(), 5);
    let _ = organizations.key(&issuer.address, "k", at(700)).await;
    assert_eq!(lock(&organizations.issuers).len(), 1);
}
