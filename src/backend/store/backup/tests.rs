use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use jiff::Timestamp;
use sqlx::{AssertSqlSafe, Executor as _, Row as _};
use tokio_util::sync::CancellationToken;

use super::*;
use crate::{
    backend::{
        evaluation::{DeviceAssurance, Exemption, ExemptionSubject, Platform},
        management::ensure_default_policy,
        store::{
            Actor, ApiToken, Asked, Device, LogEvent, LogOrder, LogPage, Profile, Stored, User,
            Written,
            testing::{Database, on_both_databases},
        },
    },
    clock::{ManualClock, SharedClock},
    random::{SharedRandom, SystemRandom},
};

on_both_databases!(
    a_backup_during_writes_holds_what_was_acknowledged_before_it_began,
    a_backup_goes_back_into_either_kind_of_database,
);

/// A folder that goes away with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        static NUMBER: AtomicI64 = AtomicI64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path =
            std::env::temp_dir().join(format!("doorstep-{name}-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn url(&self, name: &str) -> String {
        format!("sqlite:{}", self.path(name).display())
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn event(second: i64) -> LogEvent {
    let random: SharedRandom = Arc::new(SystemRandom);
    let at = Timestamp::from_second(second).unwrap();
    LogEvent::new(at, &random, "x", "Ä'\"\n\u{1F510}", Actor::default())
}

async fn events(store: &Store) -> Vec<LogEvent> {
    let page = LogPage {
        since: Timestamp::MIN,
        until: Timestamp::MAX,
        order: LogOrder::Stored,
        after: None,
        limit: 100_000,
    };
    let events = store.events(&page).await.unwrap();
    events.into_iter().map(|stored| stored.event).collect()
}

async fn restore_into(folder: &Folder, file: &str, url: &str) -> Result<u64, BackupError> {
    restore(&folder.path(file), url, &folder.0, false).await
}

async fn a_backup_during_writes_holds_what_was_acknowledged_before_it_began(database: Database) {
    let folder = Folder::new("during");
    let url = database.url();
    let store = Store::open(url).await.unwrap();
    let written = Arc::new(AtomicI64::new(0));
    let done = CancellationToken::new();
    let writer = {
        let (store, written, done) = (store.clone(), written.clone(), done.clone());
        tokio::spawn(async move {
            let mut second = 0;
            while !done.is_cancelled() {
                second += 1;
                store.append_event(&event(second)).await.unwrap();
                written.store(second, Ordering::SeqCst);
            }
        })
    };
    let mut last = 0;
    for number in 0..4 {
        while written.load(Ordering::SeqCst) <= last {
            tokio::task::yield_now().await;
        }
        last = written.load(Ordering::SeqCst);
        let name = format!("backup {number}?#%.db");
        back_up(url, &folder.path(&name), false).await.unwrap();
        let back = folder.url(&format!("back{number}.db"));
        restore_into(&folder, &name, &back).await.unwrap();
        let restored = Store::open(&back).await.unwrap();
        let found = events(&restored).await;
        let seconds: Vec<i64> = found
            .iter()
            .map(|event| event.published.as_second())
            .collect();
        let until = i64::try_from(seconds.len()).unwrap();
        assert!(until >= last, "{until} of at least {last}");
        assert_eq!(seconds, (1..=until).collect::<Vec<_>>(), "no gap");
        assert_eq!(found, events(&store).await[..seconds.len()]);
        restored.close().await;
    }
    done.cancel();
    writer.await.unwrap();
    store.close().await;
}

/// Something of every kind of column, and of what refers to something.
async fn fill(store: &Store) {
    let clock: SharedClock = Arc::new(ManualClock::new(Timestamp::UNIX_EPOCH));
    let random: SharedRandom = Arc::new(SystemRandom);
    ensure_default_policy(store, &clock, &random).await.unwrap();
    for (number, login) in ["ada@example.com", "Ümit@example.com"].iter().enumerate() {
        let user = User {
            id: format!("00u{number}"),
            status: "ACTIVE".to_owned(),
            profile: Profile {
                login: (*login).to_owned(),
                ..Profile::default()
            },
            created: clock.now(),
            last_updated: clock.now(),
            status_changed: None,
            password_hash: (number > 0)
                .then(|| crate::backend::store::PasswordHash("$a$b".to_owned())),
        };
        let written = store.insert_user(&user, &event(7)).await.unwrap();
        assert_eq!(written, Written::Done);
    }
    let device = Device {
        id: "guo1".to_owned(),
        key_id: "key".to_owned(),
        status: "ACTIVE".to_owned(),
        display_name: "Adas Mac \u{1F510}".to_owned(),
        platform: Platform::Macos,
        os_version: "14.4".to_owned(),
        manufacturer: String::new(),
        model: String::new(),
        serial_number: String::new(),
        udid: String::new(),
        created: clock.now(),
        last_updated: clock.now(),
    };
    store.put_device(&device).await.unwrap();
    store
        .register_device("00u0", "guo1", clock.now())
        .await
        .unwrap();
    let policy: DeviceAssurance = serde_json::from_value(serde_json::json!({
        "id": "dae1", "name": "Macs", "platform": "MACOS", "exemption": {"maximumDuration": "P7D"},
    }))
    .unwrap();
    store.put_assurance(&policy, &event(7)).await.unwrap();
    let subject = ExemptionSubject {
        user_id: "00u0".to_owned(),
        user_login: "ada@example.com".to_owned(),
        device_id: "guo1".to_owned(),
        device_name: "Adas Mac".to_owned(),
        platform: Platform::Macos,
        policy_id: "dae1".to_owned(),
        policy_name: "Macs".to_owned(),
        checks: Vec::new(),
    };
    let exemption = Exemption::new(
        "exm1".to_owned(),
        subject,
        "Ä'\"\n\u{1F510}".to_owned(),
        "P1D".to_owned(),
        clock.now(),
    );
    let told = event(7);
    let asked = store.ask_exemption(&exemption, Timestamp::MIN, 1, &told);
    assert_eq!(asked.await.unwrap(), Asked::Done);
    let token = ApiToken {
        id: "00T1".to_owned(),
        name: "Ada's".to_owned(),
        scopes: vec!["doorstep.exemptions.read".to_owned()],
        created: clock.now(),
        user_id: Some("00u0".to_owned()),
    };
    store.insert_api_token(&token, "hash").await.unwrap();
    let sign_in = Stored {
        id: "t1".to_owned(),
        version: 1,
        expires_at: Timestamp::from_second(100).unwrap(),
        challenge_id: None,
        document: "somewhere".to_owned(),
    };
    store.insert_sign_in("hash", &sign_in).await.unwrap();
    assert!(store.remember_answer("t1", "answer").await.unwrap());
    // More than one statement's worth.
    for second in 0..2900 {
        store.append_event(&event(second)).await.unwrap();
    }
}

/// All rows of a backup.
async fn content(file: &Path) -> Vec<String> {
    let mut connection = connect(&sqlite_url(file, "ro")).await.unwrap();
    let mut content = Vec::new();
    for table in copy::tables(&mut connection).await.unwrap() {
        let values = table.list().replace(',', ", '|', ");
        let sql = format!("SELECT json_array({values}) AS line FROM {}", table.name);
        let rows = sqlx::query(AssertSqlSafe(sql))
            .fetch_all(&mut connection)
            .await
            .unwrap();
        for row in rows {
            content.push(format!("{} {}", table.name, row.get::<String, _>("line")));
        }
    }
    connection.close().await.unwrap();
    content.sort();
    content
}

async fn a_backup_goes_back_into_either_kind_of_database(database: Database) {
    let folder = Folder::new("either");
    let store = Store::open(database.url()).await.unwrap();
    fill(&store).await;
    store.close().await;
    back_up(database.url(), &folder.path("one.db"), false)
        .await
        .unwrap();
    let one = content(&folder.path("one.db")).await;
    assert!(one.len() > 2900, "{}", one.len());

    restore_into(&folder, "one.db", &folder.url("file.db"))
        .await
        .unwrap();
    back_up(&folder.url("file.db"), &folder.path("two.db"), false)
        .await
        .unwrap();
    assert_eq!(content(&folder.path("two.db")).await, one, "into a file");

    let other = if is_sqlite(database.url()) {
        Database::sqlite()
    } else {
        Database::postgres().await
    };
    restore_into(&folder, "two.db", other.url()).await.unwrap();
    back_up(other.url(), &folder.path("three.db"), false)
        .await
        .unwrap();
    assert_eq!(
        content(&folder.path("three.db")).await,
        one,
        "into the same kind"
    );

    let refused = restore_into(&folder, "two.db", other.url()).await;
    assert!(
        matches!(refused, Err(BackupError::NotEmpty(_))),
        "{refused:?}"
    );
    restore(&folder.path("two.db"), other.url(), &folder.0, true)
        .await
        .unwrap();
    back_up(other.url(), &folder.path("four.db"), false)
        .await
        .unwrap();
    assert_eq!(content(&folder.path("four.db")).await, one, "over itself");
}

#[tokio::test]
async fn a_backup_is_for_this_user_alone_and_replaces_only_what_it_may() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new("mode");
    let (url, file) = (folder.url("a.db"), folder.path("backup.db"));
    Store::open(&url).await.unwrap().close().await;
    back_up(&url, &file, false).await.unwrap();
    let mode = std::fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let again = back_up(&url, &file, false).await;
    assert!(matches!(again, Err(BackupError::Exists(_))), "{again:?}");
    back_up(&url, &file, true).await.unwrap();
    let itself = back_up(&url, &folder.path("a.db"), true).await;
    assert!(matches!(itself, Err(BackupError::Itself(_))), "{itself:?}");
    let nowhere = back_up(&url, &folder.path("no/such/folder.db"), false).await;
    assert!(
        matches!(nowhere, Err(BackupError::File { .. })),
        "{nowhere:?}"
    );
    let nothing = back_up(&folder.url("nothing.db"), &folder.path("b.db"), false).await;
    assert!(matches!(nothing, Err(BackupError::Store(_))), "{nothing:?}");
    assert_eq!(folder.names(), ["a.db", "backup.db"], "nothing by half");
}

#[tokio::test]
async fn a_database_that_holds_something_is_replaced_only_on_demand() {
    let folder = Folder::new("overwrite");
    let url = folder.url("a.db");
    let store = Store::open(&url).await.unwrap();
    store.append_event(&event(1)).await.unwrap();
    back_up(&url, &folder.path("backup.db"), false)
        .await
        .unwrap();
    store.append_event(&event(2)).await.unwrap();
    let refused = restore_into(&folder, "backup.db", &url).await;
    assert!(
        matches!(refused, Err(BackupError::NotEmpty(_))),
        "{refused:?}"
    );
    assert_eq!(events(&store).await.len(), 2);
    restore(&folder.path("backup.db"), &url, &folder.0, true)
        .await
        .unwrap();
    assert_eq!(events(&store).await.len(), 1);
    store.close().await;
}

#[tokio::test]
async fn what_is_no_backup_or_damaged_is_refused_and_nothing_is_changed() {
    let folder = Folder::new("refused");
    let url = folder.url("a.db");
    let store = Store::open(&url).await.unwrap();
    for second in 0..200 {
        store.append_event(&event(second)).await.unwrap();
    }
    store.close().await;
    back_up(&url, &folder.path("whole.db"), false)
        .await
        .unwrap();
    let whole = std::fs::read(folder.path("whole.db")).unwrap();
    let mut damaged = whole.clone();
    let middle = damaged.len() / 2;
    damaged[middle..middle + 9000].fill(0x5a);
    std::fs::write(folder.path("damaged.db"), damaged).unwrap();
    std::fs::write(folder.path("short.db"), &whole[..whole.len() / 2]).unwrap();
    std::fs::write(folder.path("text.db"), "not a backup").unwrap();
    let mut other = connect(&format!("{}?mode=rwc", folder.url("other.db")))
        .await
        .unwrap();
    other.execute("CREATE TABLE t (a TEXT)").await.unwrap();
    other.close().await.unwrap();
    for (name, is_damage) in [
        ("damaged.db", true),
        ("short.db", true),
        ("text.db", false),
        ("other.db", false),
    ] {
        let refused = restore_into(&folder, name, &folder.url("new.db"))
            .await
            .unwrap_err();
        let fits = match &refused {
            BackupError::Damaged { .. } => is_damage,
            BackupError::Foreign(_) => !is_damage,
            _ => false,
        };
        assert!(fits, "{name}: {refused}");
        assert!(refused.to_string().contains(name), "{refused}");
    }
    assert!(
        !folder.path("new.db").exists(),
        "the database was not even made"
    );
    assert!(
        folder.names().iter().all(|name| !name.contains("partial")),
        "{:?}",
        folder.names()
    );
}

#[tokio::test]
async fn an_older_backup_is_brought_up_to_date_and_a_newer_one_refused() {
    let folder = Folder::new("versions");
    let mut old = connect(&format!("{}?mode=rwc", folder.url("old.db")))
        .await
        .unwrap();
    migrations::STEPS.run_to(201, &mut old).await.unwrap();
    old.execute("INSERT INTO failed_attempts (id, login_key, at) VALUES ('a', 'ada', 1)")
        .await
        .unwrap();
    old.close().await.unwrap();
    let before = std::fs::read(folder.path("old.db")).unwrap();
    restore_into(&folder, "old.db", &folder.url("new.db"))
        .await
        .unwrap();
    assert_eq!(
        std::fs::read(folder.path("old.db")).unwrap(),
        before,
        "the backup stays as it is"
    );
    let store = Store::open(&folder.url("new.db")).await.unwrap();
    let later = Timestamp::from_second(1).unwrap();
    assert_eq!(store.forget_attempts_before(later).await.unwrap(), 1);
    store.close().await;

    back_up(&folder.url("new.db"), &folder.path("newer.db"), false)
        .await
        .unwrap();
    let mut newer = connect(&folder.url("newer.db")).await.unwrap();
    newer
        .execute("INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (999999, 'x', TRUE, x'00', 0)")
        .await
        .unwrap();
    newer.close().await.unwrap();
    let refused = restore_into(&folder, "newer.db", &folder.url("b.db")).await;
    assert!(matches!(refused, Err(BackupError::Newer(_))), "{refused:?}");
}
