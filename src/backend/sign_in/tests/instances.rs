//! Two instances on one PostgreSQL: each request may reach another one.

use super::*;
use crate::backend::store::testing::Database;

/// Long enough for any machine: who waits longer has been forgotten.
const PATIENCE: std::time::Duration = std::time::Duration::from_mins(1);

/// What happened, in order.
type Events = Arc<std::sync::Mutex<Vec<&'static str>>>;

fn note(events: &Events, what: &'static str) {
    events.lock().unwrap().push(what);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[ignore = "needs PostgreSQL: scripts/postgres.sh cargo test … -- --include-ignored"]
async fn a_sign_in_goes_on_at_whichever_instance_and_a_fix_ends_the_wait_at_another() {
    let database = Database::postgres().await;
    let config = || {
        let mut config = BackendConfig::new(URL);
        // The wait does not end by itself before the test gives up.
        config.lifetimes.watch = 10 * PATIENCE;
        config
    };
    let store = Store::open(database.url()).await.unwrap();
    let a = Org::with(&[macos("Mac")], store, config()).await;
    let store = Store::open(database.url()).await.unwrap();
    let b = Arc::new(a.beside(store, config()));

    // One step here, the next one there.
    let handle = a.begin().await;
    let body = json!({"identifier": "ada@example.com"});
    b.step("/idp/idx/identify", &handle, body).await;
    let asked = a.password(&handle, "correct horse battery").await.idx();
    let challenge = FakeDevice::challenge(&asked);
    assert_eq!(
        FakeDevice::challenge(&b.poll(&handle).await)["nonce"],
        challenge["nonce"],
        "signed by the same key, too"
    );
    assert_eq!(
        a.get("/oauth2/default/v1/keys").await.json(),
        b.get("/oauth2/default/v1/keys").await.json()
    );
    let device = FakeDevice::new().firewall("0");
    device.answer(&b, &challenge).await;
    let denied = a.poll(&handle).await;
    assert_eq!(assurance(&denied).outcome, crate::idx::Outcome::Denied);

    // The person waits at B; the device's fix comes to A.
    let events = Events::default();
    let watching = tokio::spawn({
        let (b, handle, events) = (Arc::clone(&b), handle.clone(), Arc::clone(&events));
        async move {
            let body = json!({"revision": 1});
            let answer = b.step("/idp/idx/device/watch", &handle, body).await;
            note(&events, "the person is told at B");
            answer
        }
    });
    while b.store.watchers() == 0 {
        tokio::task::yield_now().await;
    }
    // While these go there and back, the one who waits has looked and found nothing new.
    for _ in 0..3 {
        b.poll(&handle).await;
    }
    note(&events, "the device is fixed");
    let fixed = device.firewall("1").answer(&a, &challenge).await;
    assert_eq!(fixed.json()["transactionState"], "DONE");
    let told = tokio::time::timeout(PATIENCE, watching).await;
    let told = told.expect("told by the database").unwrap().idx();
    assert_eq!(
        *events.lock().unwrap(),
        ["the device is fixed", "the person is told at B"]
    );

    // In, with one code for all instances, good once.
    let codes = [code(&told), code(&a.poll(&handle).await)];
    assert_eq!(codes[0], codes[1]);
    let redeemed = tokio::join!(a.redeem(&told), b.redeem(&told));
    let mut statuses = [redeemed.0.status.as_u16(), redeemed.1.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 400]);
    a.store.close().await;
    b.store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[ignore = "needs PostgreSQL: scripts/postgres.sh cargo test … -- --include-ignored"]
async fn wrong_passwords_count_at_whichever_instance() {
    let database = Database::postgres().await;
    let store = Store::open(database.url()).await.unwrap();
    let a = Org::with(&[], store, BackendConfig::new(URL)).await;
    let store = Store::open(database.url()).await.unwrap();
    let b = a.beside(store, BackendConfig::new(URL));
    let mut statuses = Vec::new();
    for guess in 0..12 {
        let org = if guess % 2 == 0 { &a } else { &b };
        let handle = org.begin().await;
        let body = json!({"identifier": "ada@example.com"});
        org.step("/idp/idx/identify", &handle, body).await;
        let other = if guess % 3 == 0 { &a } else { &b };
        statuses.push(other.password(&handle, "wrong").await.status.as_u16());
    }
    assert_eq!(statuses, [[401; 10].as_slice(), &[429; 2]].concat());
    a.store.close().await;
    b.store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[ignore = "needs PostgreSQL: scripts/postgres.sh cargo test … -- --include-ignored"]
async fn an_exemption_that_is_granted_at_one_instance_ends_the_wait_at_another() {
    let database = Database::postgres().await;
    let config = || {
        let mut config = BackendConfig::new(URL);
        config.lifetimes.watch = 10 * PATIENCE;
        config
    };
    let exempting = json!({"exemption": {"maximumDuration": "P7D"}});
    let store = Store::open(database.url()).await.unwrap();
    let a = Org::with(&[with(macos("Mac"), &exempting)], store, config()).await;
    let store = Store::open(database.url()).await.unwrap();
    let b = Arc::new(a.beside(store, config()));
    let (handle, transaction) = a.proven().await;
    let device = FakeDevice::new().firewall("0");
    device
        .answer(&a, &FakeDevice::challenge(&transaction))
        .await;
    let body = json!({"reason": "A fair", "duration": "P1D"});
    let asked = b
        .step("/idp/idx/device/exemption", &handle, body)
        .await
        .idx();
    let id = assurance(&asked).exemption.clone().unwrap().id;
    let events = Events::default();
    let watching = tokio::spawn({
        let (b, handle, events) = (Arc::clone(&b), handle.clone(), Arc::clone(&events));
        async move {
            let body = json!({"revision": 2});
            let answer = b.step("/idp/idx/device/watch", &handle, body).await;
            note(&events, "the person is told at B");
            answer
        }
    });
    while b.store.watchers() == 0 {
        tokio::task::yield_now().await;
    }
    // While these go there and back, the one who waits has looked and found nothing new.
    for _ in 0..3 {
        b.poll(&handle).await;
    }
    note(&events, "it is granted at A");
    let path = format!("/api/v1/device-assurance-exemptions/{id}/lifecycle/approve");
    a.manage("POST", &path, &Value::Null).await;
    let told = tokio::time::timeout(PATIENCE, watching).await;
    let told = told.expect("told by the database").unwrap().idx();
    assert_eq!(assurance(&told).outcome, crate::idx::Outcome::Grace);
    assert_eq!(
        *events.lock().unwrap(),
        ["it is granted at A", "the person is told at B"]
    );
    a.store.close().await;
    b.store.close().await;
}
