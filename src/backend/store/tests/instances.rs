//! Several instances on one PostgreSQL, and a PostgreSQL that goes away and comes back.

use std::sync::atomic::{AtomicBool, Ordering};

use tokio::{
    net::{TcpListener, TcpStream},
    sync::Notify,
};

use super::{sign_ins::stored, *};
use crate::backend::store::Settings;

/// A way to the database that can be cut and mended.
struct Wire {
    url: String,
    open: Arc<AtomicBool>,
    cut: Arc<Notify>,
}

impl Wire {
    async fn to(database: &Database) -> Self {
        let mut url: url::Url = database.url().parse().unwrap();
        let target = (url.host_str().unwrap().to_owned(), url.port().unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        url.set_port(Some(port)).unwrap();
        let (open, cut) = (Arc::new(AtomicBool::new(true)), Arc::new(Notify::new()));
        let (is_open, is_cut) = (open.clone(), cut.clone());
        tokio::spawn(async move {
            while let Ok((mut near, _)) = listener.accept().await {
                if !is_open.load(Ordering::SeqCst) {
                    continue;
                }
                let (target, is_cut) = (target.clone(), is_cut.clone());
                tokio::spawn(async move {
                    let mut far = TcpStream::connect(target).await.unwrap();
                    tokio::select! {
                        _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}
                        () = is_cut.notified() => {}
                    }
                });
            }
        });
        Self {
            url: url.into(),
            open,
            cut,
        }
    }

    fn cut(&self) {
        self.open.store(false, Ordering::SeqCst);
        self.cut.notify_waiters();
    }

    fn mend(&self) {
        self.open.store(true, Ordering::SeqCst);
    }
}

async fn woken(watch: &mut crate::backend::store::Watch) {
    let woken = tokio::time::timeout(PATIENCE, watch.changed()).await;
    woken.expect("woken");
}

/// Waits until an instance listens: only then is it told what others do. Each write on `writer` wakes it from then on.
async fn listening(reader: &Store, writer: &Store) {
    writer
        .insert_sign_in("probe", &stored("probe", 1, "0"))
        .await
        .unwrap();
    let mut watch = reader.watch_sign_in("probe");
    for version in 1.. {
        let next = stored("probe", version, "x");
        assert!(write(writer, &next).await);
        let short = std::time::Duration::from_millis(200);
        if tokio::time::timeout(short, watch.changed()).await.is_ok() {
            return;
        }
        assert!(version < 300, "it never listened");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[ignore = "needs PostgreSQL: scripts/postgres.sh cargo test … -- --include-ignored"]
async fn what_one_instance_writes_wakes_those_who_wait_at_another() {
    let database = Database::postgres().await;
    let (a, b) = (open(&database).await, open(&database).await);
    listening(&b, &a).await;
    a.insert_sign_in("h", &stored("t1", 1, "before"))
        .await
        .unwrap();
    for version in 1..20 {
        let mut watch = b.watch_sign_in("t1");
        assert!(write(&a, &stored("t1", version, "x")).await);
        woken(&mut watch).await;
        // Told when it was stored, not before: who is woken finds it.
        let found = b.sign_in::<String>("t1").await.unwrap().unwrap();
        assert_eq!(found.version, version + 1);
    }
    let mut watch = b.watch_sign_in("t1");
    assert!(!write(&a, &stored("t1", 1, "late")).await);
    let nothing = tokio::time::timeout(std::time::Duration::from_millis(100), watch.changed());
    assert!(nothing.await.is_err(), "what was not stored is not told");
    a.close().await;
    b.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[ignore = "needs PostgreSQL: scripts/postgres.sh cargo test … -- --include-ignored"]
async fn what_was_written_while_the_connection_was_lost_is_not_missed() {
    let database = Database::postgres().await;
    let wire = Wire::to(&database).await;
    let a = open(&database).await;
    let b = Store::open(&wire.url).await.unwrap();
    listening(&b, &a).await;
    a.insert_sign_in("h", &stored("t1", 1, "before"))
        .await
        .unwrap();
    let mut watch = b.watch_sign_in("t1");
    wire.cut();
    assert!(write(&a, &stored("t1", 1, "unheard")).await);
    wire.mend();
    woken(&mut watch).await;
    let found = b.sign_in::<String>("t1").await.unwrap().unwrap();
    assert_eq!(found.document, "unheard");
    let mut watch = b.watch_sign_in("t1");
    assert!(write(&a, &stored("t1", 2, "heard")).await);
    woken(&mut watch).await;
    a.close().await;
    b.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[ignore = "needs PostgreSQL: scripts/postgres.sh cargo test … -- --include-ignored"]
async fn a_database_that_was_away_is_used_again_once_it_is_back() {
    let database = Database::postgres().await;
    let wire = Wire::to(&database).await;
    let settings = Settings {
        timeout: std::time::Duration::from_secs(2),
        ..Settings::new(&wire.url)
    };
    let store = Store::open_with(&settings).await.unwrap();
    store.ping().await.unwrap();
    wire.cut();
    store.ping().await.expect_err("away");
    store.users().await.expect_err("away");
    Store::open_with(&settings).await.expect_err("away");
    wire.mend();
    store.ping().await.expect("back, without a restart");
    assert_eq!(store.users().await.unwrap(), []);
    store.close().await;
}
