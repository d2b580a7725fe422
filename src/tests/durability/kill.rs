//! SIGKILL at random moments while several people write: what was acknowledged is there, nothing is there by half.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use doorstep::{
    backend::{management::tokens, store::Store},
    clock::{SharedClock, SystemClock},
    random::{SharedRandom, SystemRandom},
};

use super::{
    invariants,
    program::{Folder, Program, succeed},
    sign_ins::Person,
    writer::{Dice, Writer},
};
use crate::support::{Database, on_both_databases};

on_both_databases!(whatever_was_acknowledged_outlives_sigkill_and_nothing_is_there_by_half,);

const SCOPES: &[&str] = &[
    "okta.devicePostureChecks.manage",
    "okta.deviceAssurance.manage",
    "okta.policies.manage",
    "okta.apps.manage",
    "okta.users.manage",
];
const WRITERS: usize = 4;

#[expect(
    clippy::disallowed_methods,
    reason = "which tests run how long is decided outside of the program's configuration"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// How often the program is killed: some times in `make test`, many times in `make test-full`.
fn rounds() -> usize {
    let full = variable("DOORSTEP_TEST").is_some_and(|value| value == "full");
    if full { 150 } else { 15 }
}

/// `DOORSTEP_SEED` repeats a run, as far as the machine lets it.
fn seed() -> u64 {
    let given = variable("DOORSTEP_SEED").and_then(|seed| seed.parse().ok());
    given.unwrap_or_else(|| {
        let mut bytes = [0; 8];
        doorstep::random::Random::fill(&SystemRandom, &mut bytes);
        u64::from_le_bytes(bytes)
    })
}

/// A token for each writer: rate limits are by token.
async fn new_tokens(database: &str) -> Vec<String> {
    let store = Store::open(database).await.expect("the database opens");
    let clock: SharedClock = Arc::new(SystemClock);
    let random: SharedRandom = Arc::new(SystemRandom);
    let mut made = Vec::new();
    for _ in 0..=WRITERS {
        let token = tokens::create(&store, &clock, &random, "writer", SCOPES).await;
        made.push(token.expect("a token"));
    }
    store.close().await;
    made
}

#[expect(
    clippy::print_stdout,
    reason = "whoever sees it fail needs the seed, and sees it only then"
)]
async fn killed_again_and_again(folder: &Folder, database: &str, rounds: usize) {
    let seed = seed();
    println!("DOORSTEP_SEED={seed}");
    let mut dice = Dice(seed);
    succeed(&[
        "migrate",
        "--data-dir",
        &folder.path().to_string_lossy(),
        "--database-url",
        database,
    ])
    .await;
    let mut tokens = new_tokens(database).await;
    let program = Program::start(folder, database).await;
    let mut person = Person::new(&program.api(&tokens[WRITERS])).await;
    let mut writers: Vec<Writer> = (0..WRITERS)
        .map(|number| Writer::new(&format!("w{number}"), dice.fork()))
        .collect();
    let mut running = Some(program);
    let acknowledged = Arc::new(AtomicUsize::new(0));
    for round in 0..rounds {
        let program = match running.take() {
            Some(program) => program,
            None => Program::start(folder, database).await,
        };
        // What the last round left is looked at through the program that came back.
        let reader = program.api(&tokens[WRITERS]);
        for writer in &mut writers {
            writer.ledger.check_fresh(&reader, round).await;
        }
        person.check(&reader, round).await;

        let moment = acknowledged.load(Ordering::SeqCst) + 1 + dice.below(60);
        let mut working = Vec::new();
        for (mut writer, token) in writers.drain(..).zip(&tokens) {
            let (api, acknowledged) = (program.api(token), Arc::clone(&acknowledged));
            working.push(tokio::spawn(async move {
                writer.write(&api, &acknowledged).await;
                writer
            }));
        }
        let reached = Arc::new(AtomicUsize::new(0));
        let signing_in = {
            let api = program.api(&tokens[WRITERS]);
            let (acknowledged, reached) = (Arc::clone(&acknowledged), Arc::clone(&reached));
            let mut person = std::mem::take(&mut person);
            tokio::spawn(async move {
                person.sign_in(&api, &acknowledged, &reached).await;
                person
            })
        };
        // A sign-in takes longer than a write: every third round waits for one that is done.
        let wanted = usize::from(round % 3 == 0);
        while acknowledged.load(Ordering::SeqCst) < moment
            || reached.load(Ordering::SeqCst) < wanted
        {
            assert!(
                working.iter().any(|task| !task.is_finished()),
                "nobody writes any more"
            );
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        // Somewhere within a write, not always right behind an answer.
        tokio::time::sleep(Duration::from_micros(dice.below(4000) as u64)).await;
        program.kill().await;
        for task in working {
            writers.push(task.await.expect("a writer"));
        }
        person = signing_in.await.expect("a person");

        if let Some(path) = database.strip_prefix("sqlite:") {
            invariants::check_file(Path::new(path), round).await;
        }
        let store = Store::open(database).await.expect("the database opens");
        // Codes whose redemption was under way are looked at once the program is back.
        let in_doubt = person.in_doubt + person.redeeming();
        invariants::check(&store, person.tokens, in_doubt, round).await;
        store.close().await;
        tokens = new_tokens(database).await;
    }
    let program = Program::start(folder, database).await;
    let mut objects = 0;
    for (writer, token) in writers.iter_mut().zip(&tokens) {
        writer.ledger.check_all(&program.api(token), rounds).await;
        objects += writer.ledger.len();
    }
    person.check(&program.api(&tokens[WRITERS]), rounds).await;
    program.kill().await;
    println!(
        "{rounds} times killed, {} writes acknowledged, {objects} objects, {} sign-ins",
        acknowledged.load(Ordering::SeqCst),
        person.tokens
    );
    assert!(objects > rounds, "the writers wrote");
    assert!(person.tokens > 0, "somebody signed in");
}

async fn whatever_was_acknowledged_outlives_sigkill_and_nothing_is_there_by_half(
    database: Database,
) {
    let folder = Folder::new("kill");
    killed_again_and_again(&folder, database.url(), rounds()).await;
}
