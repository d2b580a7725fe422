//! A database that cannot grow: everybody is told so, nothing that was acknowledged is lost, and once there is room it
//! goes on by itself.

use std::path::{Path, PathBuf};

use reqwest::Method;
use serde_json::{Value, json};

use super::{
    invariants,
    program::{Answer, Api, Folder, Program, command, succeed},
    sign_ins::Person,
};

const SCOPES: &str = "okta.apps.manage,okta.users.manage";

/// A data folder with an app and a person, and a token for it.
async fn prepared(folder: &Folder) -> (String, Person) {
    let token = succeed(&[
        "token",
        "add",
        "test",
        "--scope",
        SCOPES,
        "--data-dir",
        &folder.path().to_string_lossy(),
    ])
    .await;
    let program = Program::start(folder, &folder.url()).await;
    let person = Person::new(&program.api(&token)).await;
    program.kill().await;
    (token, person)
}

fn user(number: usize) -> Value {
    let login = format!("user.{number}@example.com");
    json!({"profile": {"login": login, "email": login, "firstName": "A".repeat(200), "lastName": "B"}})
}

/// Creates people until nothing can be written any more: who was acknowledged, and the refusal. A database may find room
/// in its own files once more after it was refused some.
async fn fill(api: &Api, person: &Person) -> (Vec<Value>, Answer) {
    let (mut acknowledged, mut refusals) = (Vec::new(), 0);
    for number in 0..2000 {
        let answer = api.call(Method::POST, "/users", Some(&user(number))).await;
        let answer = answer.expect("an answer");
        if answer.status >= 500 {
            refusals += 1;
            if api.page(&person.page(), "en").await.status != 502 {
                refusals = 0;
            } else if refusals == 5 {
                return (acknowledged, answer);
            }
            continue;
        }
        assert_eq!(answer.status, 200, "{}", answer.text);
        acknowledged.push(answer.json());
        refusals = 0;
    }
    panic!("there was room for everybody");
}

async fn everybody_is_told(program: &Program, api: &Api, person: &Person, refusal: &Answer) {
    assert_eq!(refusal.status, 503, "{}", refusal.text);
    let body = refusal.json();
    assert_eq!(body["errorCode"], "E0000010");
    assert_eq!(body["errorSummary"], "Service is in read only mode");
    assert!(
        body["errorId"]
            .as_str()
            .is_some_and(|id| id.starts_with("oae"))
    );
    assert_eq!(refusal.headers["retry-after"], "10");
    assert_eq!(
        api.call(Method::GET, "/users", None)
            .await
            .expect("an answer")
            .status,
        200
    );

    assert_eq!(api.page("/healthz", "en").await.status, 200);
    let ready = api.page("/readyz", "en").await;
    assert_eq!(
        (ready.status, ready.text.as_str()),
        (503, "the database has no room to grow\n")
    );

    for (language, words) in [("en", "Try again"), ("de", "Erneut versuchen")] {
        let page = api.page(&person.page(), language).await;
        assert_eq!(page.status, 502, "{}", page.text);
        assert!(page.text.contains(words), "{}", page.text);
    }
    let log = program.log();
    let sentence = "the database has no room to grow. Nothing that was acknowledged is lost and reading goes on. Free space";
    assert!(log.contains(sentence), "{log}");
    assert!(!log.contains("panicked"), "{log}");
}

/// Everybody who was acknowledged is there, and everything works.
async fn all_is_well(api: &Api, acknowledged: &[Value], person: &Person) {
    for user in acknowledged {
        let id = user["id"].as_str().expect("an identifier");
        assert_eq!(&api.get(&format!("/users/{id}")).await, user);
    }
    assert_eq!(api.page("/readyz", "en").await.status, 200);
    assert_eq!(api.page(&person.page(), "en").await.status, 303);
}

/// What is written after a full disk is committed, too, on whatever connection: also behind writes that are refused.
async fn writing_goes_on(api: &Api, acknowledged: &mut Vec<Value>) {
    for number in 3000..3040 {
        let (new, taken) = (user(number), user(0));
        let (created, refused) = tokio::join!(
            api.create("/users", &new),
            api.call(Method::POST, "/users", Some(&taken)),
        );
        acknowledged.push(created);
        assert_eq!(refused.expect("an answer").status, 400);
    }
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_may_not_grow_costs_nothing_that_was_acknowledged() {
    let folder = Folder::new("limit");
    let (token, person) = prepared(&folder).await;
    // The signal that a limit sends is ignored, as a full disk sends none. 512 bytes each.
    let script = "trap '' XFSZ; ulimit -S -f 2400; exec \"$@\"";
    let program =
        Program::start_in_shell(&folder, folder.path(), &["sh", "-c", script, "sh"]).await;
    let api = program.api(&token);
    let (mut acknowledged, refusal) = fill(&api, &person).await;
    assert!(acknowledged.len() > 10, "only {}", acknowledged.len());
    everybody_is_told(&program, &api, &person, &refusal).await;

    let id = program.id().to_string();
    let raised = command("prlimit")
        .args(["--pid", &id, "--fsize=unlimited:unlimited"])
        .status()
        .await
        .expect("prlimit, of util-linux");
    assert!(raised.success());
    all_is_well(&api, &acknowledged, &person).await;
    writing_goes_on(&api, &mut acknowledged).await;
    program.kill().await;

    invariants::check_file(&folder.database(), 0).await;
    let again = Program::start(&folder, &folder.url()).await;
    all_is_well(&again.api(&token), &acknowledged, &person).await;
    again.kill().await;
}

/// What gives a process a file system of its own here, if anything does: root, or an unprivileged namespace.
#[cfg(target_os = "linux")]
async fn own_mounts() -> Option<&'static [&'static str]> {
    for namespace in [&["unshare", "-m"][..], &["unshare", "-rm"]] {
        let probe = command(namespace[0])
            .args(&namespace[1..])
            .args(["mount", "-t", "tmpfs", "tmpfs", "/mnt"])
            .stderr(std::process::Stdio::null())
            .status()
            .await;
        if probe.is_ok_and(|status| status.success()) {
            return Some(namespace);
        }
    }
    None
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[expect(
    clippy::print_stdout,
    reason = "tells where the machine did not allow it"
)]
async fn a_full_disk_costs_nothing_that_was_acknowledged() {
    let Some(namespace) = own_mounts().await else {
        // The test above shows the same with a limit; containers may not mount.
        println!("no file system of our own can be mounted here: the disk is not filled");
        return;
    };
    let folder = Folder::new("disk");
    let (token, person) = prepared(&folder).await;
    let disk: PathBuf = folder.path().join("disk");
    std::fs::create_dir(&disk).expect("a folder");
    let script = "mount -t tmpfs -o size=8m tmpfs \"$0\" && cp \"$0\"/../doorstep.db* \"$0\"/../cookie.key \"$0\" && \
                  head -c 6000000 /dev/zero >\"$0\"/ballast && exec \"$@\"";
    let disk_name = disk.to_string_lossy().into_owned();
    let shell = [namespace, &["sh", "-c", script, &disk_name]].concat();
    let program = Program::start_in_shell(&folder, &disk, &shell).await;
    let api = program.api(&token);
    let (mut acknowledged, refusal) = fill(&api, &person).await;
    assert!(acknowledged.len() > 10, "only {}", acknowledged.len());
    everybody_is_told(&program, &api, &person, &refusal).await;

    // The disk is seen from outside through the process that it belongs to.
    let seen = Path::new("/proc")
        .join(program.id().to_string())
        .join("root");
    let inside = disk.strip_prefix("/").expect("an absolute path");
    std::fs::remove_file(seen.join(inside).join("ballast")).expect("room is made");
    all_is_well(&api, &acknowledged, &person).await;
    writing_goes_on(&api, &mut acknowledged).await;
    all_is_well(&api, &acknowledged, &person).await;
    program.kill().await;
}
